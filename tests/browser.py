"""Chromium driven by tests over a pipe: pages opened, keys pressed, what is on them read, printed and checked."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from contextlib import contextmanager

KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "ArrowRight": 39}
"""The keys that are pressed, with the codes Windows gave them."""


BEGIN = """
import os, sys
commands, answers, *command = sys.argv[1:]
held = [os.dup(int(one)) for one in (commands, answers)]
while min(held) < 5:
    held = [os.dup(one) for one in held]
for number, one in zip((3, 4), held):
    os.dup2(one, number)
os.execv(command[0], command)
"""
"""Puts the pipes where Chromium looks for them, then becomes Chromium; no shell has numbers above 9 everywhere."""


class Browser:
    """One page of a Chromium; ``heard`` is what it logged, ``asked`` the address of every request."""

    def __init__(self, commands, answers):
        self._commands, self._answers = commands, answers
        self._number, self._left = 0, b""
        self.heard, self.asked, self._loads = [], [], 0
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self(f"{domain}.enable")

    def __call__(self, method, **parameters):
        """One command to the page, and its answer."""
        return self._ask(method, session=self._session, **parameters)

    def open(self, address):
        """Opens an address and waits until all of it is there."""
        before = self._loads
        self("Page.navigate", url=address)
        self.wait(before)

    def run(self, script):
        """What some script gives, as plain data; the page's own policy does not concern it."""
        found = self("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys):
        """Presses keys one after the other."""
        for key in keys:
            text = {"text": "\r"} if key == "Enter" else {"text": " "} if key == " " else {}
            named = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": KEYS[key]}
            self("Input.dispatchKeyEvent", type="keyDown", **named, **text)
            self("Input.dispatchKeyEvent", type="keyUp", **named)

    def write(self, text):
        """Types a text where the focus is."""
        self("Input.insertText", text=text)

    def leave_by(self, *keys):
        """Presses keys that lead to another page, and waits for it."""
        before = self._loads
        self.press(*keys)
        self.wait(before)

    def press_until(self, condition, key="Tab", most=300):
        """Presses a key until a condition on `document.activeElement`, as `e`, holds."""
        for _ in range(most):
            self.press(key)
            if self.run(f"(e => Boolean({condition}))(document.activeElement)"):
                return
        raise AssertionError(f"the keyboard does not reach: {condition}")

    def wait(self, before):
        """Waits for the page after so many."""
        while self._loads <= before:
            self._take(self._read())

    def picture(self, path, width=1000):
        """A picture of the whole page at a width."""
        self.resize(width)
        height = self.run("document.documentElement.scrollHeight")
        self.resize(width, height)
        path.write_bytes(base64.b64decode(self("Page.captureScreenshot", format="png")["data"]))

    def resize(self, width, height=800):
        """Makes the page as wide as a screen."""
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def upload(self, selector, *paths):
        """Puts files into a field."""
        root = self("DOM.getDocument")["root"]["nodeId"]
        field = self("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self("DOM.setFileInputFiles", nodeId=field, files=[str(path) for path in paths])

    def print(self):
        """The page as a PDF."""
        return base64.b64decode(self("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def _ask(self, method, session=None, **parameters):
        self._number += 1
        number, asked = self._number, {"id": self._number, "method": method, "params": parameters}
        if session is not None:
            asked["sessionId"] = session
        self._commands.write(json.dumps(asked).encode() + b"\0")
        self._commands.flush()
        while True:
            told = self._read()
            if told.get("id") == number:
                assert "error" not in told, (method, told["error"])
                return told["result"]
            self._take(told)

    def _read(self):
        while b"\0" not in self._left:
            piece = os.read(self._answers, 1 << 16)
            assert piece, "Chromium has ended"
            self._left += piece
        one, _, self._left = self._left.partition(b"\0")
        return json.loads(one)

    def _take(self, told):
        match told.get("method"), told.get("params"):
            case "Page.loadEventFired", _:
                self._loads += 1
            case "Runtime.consoleAPICalled", said:
                self.heard.append(str(said["args"]))
            case "Runtime.exceptionThrown", said:
                self.heard.append(str(said["exceptionDetails"]))
            case "Log.entryAdded", said:
                self.heard.append(said["entry"]["text"])
            case "Network.requestWillBeSent", said:
                self.asked.append(said["request"]["url"])


@contextmanager
def browsing(program, folder):
    """A Chromium of a test's own; `folder` is where it keeps what it keeps."""
    commands, here = os.pipe()
    there, answers = os.pipe()
    wanted = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe")
    quiet = ("--disable-background-networking", "--disable-component-update", "--no-first-run", "--lang=vi")
    numbers = (str(commands), str(answers))
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN, *numbers, program, *wanted, *quiet, f"--user-data-dir={folder}", "about:blank"],
        pass_fds=(commands, answers),
        stderr=subprocess.DEVNULL,
    )
    os.close(commands)
    os.close(answers)
    try:
        with os.fdopen(here, "wb") as out:
            yield Browser(out, there)
    finally:
        os.close(there)
        process.terminate()
        process.wait(timeout=20)
