"""A service for tests: in this process without a server, or as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
HEAD = "/v1/rulesets/quan-12-2022/head"
AGENCY = "/v1/rulesets/quan-12-2022/agency"
RUN = "from cchc_rules.cli import main; main()"
JSON = {"content-type": "application/json"}


class Caller:
    """Asks an ASGI app; every answer is held against what its OpenAPI declares."""

    def __init__(self, app, *, checks=True):
        self.app = app
        self.checks = checks
        self._declared = None

    def __call__(self, method, path, **asked):
        """One request, waited for."""
        return asyncio.run(self.ask(method, path, **asked))

    async def ask(self, method, path, **asked):
        """One request."""
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            answer = await client.request(method, path, **asked)
            if self.checks:
                await self._check(client, method, path, answer)
            return answer

    def post(self, path, facts, *, headers=None, **more):
        """Facts posted as JSON."""
        body = json.dumps({"facts": facts, **more})
        return self("POST", path, content=body, headers={**JSON, **(headers or {})})

    async def _check(self, client, method, path, answer):
        if self._declared is None:
            self._declared = (await client.get("/openapi.json")).json()
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        found = find_operation(self._declared, method, path)
        if found is not None and "json" in answer.headers.get("content-type", ""):
            declared = found["responses"][str(answer.status_code)]["content"]
            media = answer.headers["content-type"].partition(";")[0]
            if media.endswith("json") and "ndjson" not in media:
                assert_valid(answer.json(), declared[media]["schema"], self._declared)


def find_operation(document, method, path):
    """What the document declares of a path, numbers of records filled in; None for what it does not know."""
    path = path.partition("?")[0]
    for declared, methods in document["paths"].items():
        parts, own = path.split("/"), declared.split("/")
        fits = len(parts) == len(own) and all(b in (a, "{number}") for a, b in zip(parts, own, strict=True))
        if fits and method.lower() in methods:
            return methods[method.lower()]
    return None


def assert_valid(content, schema, document):
    """The content fits the schema, references looked up in the document."""
    whole = {**schema, "components": document["components"]}
    assert [] == [error.message for error in Draft202012Validator(whole).iter_errors(content)]


@contextmanager
def serving(*options, environment=None):
    """The address of the command `serve` in a process of its own; told to end when the block does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", RUN, "serve", "--port", str(port), *map(str, options)]
    with tempfile.TemporaryFile() as log:  # a pipe that nobody reads would fill up and stop it
        process = subprocess.Popen(command, cwd=ROOT, stderr=log, env=environment)
        process.read_log = lambda: os.pread(log.fileno(), 1 << 24, 0).decode()
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def wait_for(address, process, seconds=120):
    """Waits until the service answers."""
    with httpx.Client(base_url=address, timeout=2, trust_env=False) as client:  # one: each loads certificates anew
        for _ in range(seconds * 10):
            assert process.poll() is None, process.read_log()
            try:
                if client.get("/health/ready").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
    raise AssertionError("the service does not answer")
