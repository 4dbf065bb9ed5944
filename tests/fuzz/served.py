"""Odd requests to a service that runs in this process without a server, or in one of its own that is told to end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from socket import socket
from typing import Any

from tests.service.running import JSON, Caller
from tests.service.test_bodies import BYTES, NUMBERS, SHAPES, TWICE

REQUESTS = 6
"""So many requests a service."""

ENDING_SOON = (
    "import os, signal, threading; told = threading.Timer(4, os.kill, (os.getpid(), signal.SIGTERM));"
    " told.daemon = True; told.start(); "
)
"""What a process of its own does first: it is told to end after seconds, wherever it is by then."""

TOLD_TO_END = 143

QUERIES = (
    "",
    "?id=A",
    "?checkpoint=x",
    "?lang=en",
    "?page=99999999999999999999",
    "?number=-1",
    "?" + "x" * 3000,
    "?a=%ff",
)


@dataclass(frozen=True)
class StandIn:
    """Stands where uvicorn's server would: asks what it would serve, and ends."""

    config: Any

    def run(self, sockets: list[socket]) -> None:
        """Lets the sockets go and asks, by the sizes of the files it works among: the same of the same folder."""
        for one in sockets:
            one.close()
        ask_oddly(self.config.app, Random(sum(one.stat().st_size for one in Path.cwd().iterdir())))


def ask_oddly(app: Any, rng: Random) -> None:
    """Every request is answered, none by a fault."""
    ask = Caller(app, checks=False)
    paths = ask("GET", "/openapi.json").json().get("paths", {})  # none where a token is asked for
    for _ in range(REQUESTS):
        path = rng.choice([*paths, "/", "/none", "/v1/../x", "/pages/"])
        for name in ("{ruleset}", "{category}", "{number}", "{season}", "{selection}"):
            path = path.replace(name, rng.choice(("quan-12-2022", "agency", "1", "0", "x", "9" * 30, "%00", "ố")))
        methods = [one.upper() for one in paths.get(path, {}) if one in ("get", "post", "put", "delete", "patch")]
        method = rng.choice([*methods, "GET", "POST", "HEAD"])
        body = rng.choice([*BYTES, *(one.encode("utf-8", "replace") for one in (*TWICE, *NUMBERS, *SHAPES))])
        answer = ask(
            method, path + rng.choice(QUERIES), content=body, headers=rng.choice((JSON, {}, {"accept": "text/html"}))
        )
        said = json.dumps({"method": method, "path": path, "status": answer.status_code})
        assert answer.status_code < 500 or answer.status_code == 503, said
