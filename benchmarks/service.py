"""Deciding over HTTP against the same app sending the same answer ready-made: ``python -m benchmarks.service``.

Both paths are of one server in a process of its own, behind the same shell; the ready-made one reads and parses the
same body by the same reader and sends bytes made before. One client asks both in turn; then so many clients at a time
ask each for some seconds, in turns too, so that a busy machine slows both alike. Exits 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any

import httpx

PATH = "/v1/rulesets/quan-12-2022/head/evaluate"
READY = "/ready-made"
FACTS = {
    "id": "NDD01",
    "name": "Nguyễn Văn An",
    "exemplary_in_reform": True,
    "exemplary_in_conduct": True,
    "highly_effective_solution": {"value": True, "by": "Hội đồng", "on": "2022-11-20"},
    "harassment_cases": 0,
    "rating_2021": "Hoàn thành tốt nhiệm vụ",
    "model_registered": False,
}
BODY = json.dumps({"facts": FACTS, "as_of": "2022-12-15"}, ensure_ascii=False).encode()
ALONE, SHARE, TAIL = 1.5, 0.5, 4.0
"""Targets: times the ready-made answer for one client, share of its requests a second, 99th percentile by median."""


def main(arguments: list[str] | None = None) -> int:
    """Measures everything and prints the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--requests", type=int, default=4000)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--seconds", type=float, default=30.0)
    options.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = options.parse_args(arguments)
    if given.serve is not None:
        serve(given.serve)
        return 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.service", "--serve", str(port)])
    try:
        wait_for(port)
        kept = measure_alone(port, given.requests)
        kept &= asyncio.run(measure_together(port, given.clients, given.seconds))
    finally:
        process.terminate()
        process.wait(timeout=20)
    print(f"targets {'met' if kept else 'MISSED'}")
    return 0 if kept else 1


def serve(port: int) -> None:
    """The service without a store, with the ready-made answer beside it."""
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response

    from cchc_rules.service import app
    from cchc_rules.service.wire import read_object

    made = app("quan-12-2022")
    ready: dict[str, Any] = {}

    async def answer(request: Request) -> Response:
        await read_object(request, 1 << 20, ("facts", "as_of"))
        return Response(**ready)

    made.add_route(READY, answer, methods=["POST"])
    server = uvicorn.Server(
        uvicorn.Config(made, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False)
    )
    ready |= asyncio.run(make_ready(made))
    asyncio.run(server.serve())


async def make_ready(made: Any) -> dict[str, Any]:
    """What `Response` makes the answer of, asked of the app once."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=made), base_url="http://service") as client:
        found = await client.post(PATH, content=BODY, headers={"content-type": "application/json"})
    assert found.status_code == 200, found.text
    return {"content": found.content, "media_type": "application/json", "headers": {"etag": found.headers["etag"]}}


def wait_for(port: int) -> None:
    """Waits until the server answers."""
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            sleep(0.05)
    raise SystemExit("the service does not answer")


def measure_alone(port: int, requests: int) -> bool:
    """One client, both paths in turn: the median of each, and the tenth that was least disturbed, which is held."""
    connection = HTTPConnection("127.0.0.1", port)
    seconds: dict[str, list[float]] = {READY: [], PATH: []}
    headers = {"content-type": "application/json"}
    for number in range(requests + 200):
        for path, taken in seconds.items():
            started = perf_counter()
            connection.request("POST", path, BODY, headers)
            answer = connection.getresponse()
            content = answer.read()
            if number >= 200:  # both warm
                taken.append(perf_counter() - started)
            assert answer.status == 200, content
    print(f"one client, {requests:,} requests each")
    middle = {path: median(taken) for path, taken in seconds.items()}
    least = {path: quantiles(taken, n=10)[0] for path, taken in seconds.items()}
    for words, found in (("median", middle), ("fastest tenth", least)):
        ours, ready = found[PATH], found[READY]
        print(f"  {words:<14} ready-made {ready * 1e3:.2f} ms, evaluate {ours * 1e3:.2f} ms: {ours / ready:.2f} ×")
    print(f"  target of the fastest tenth ≤ {ALONE:g}")
    return least[PATH] <= ALONE * least[READY]


async def measure_together(port: int, clients: int, seconds: float) -> bool:
    """So many clients at a time: requests a second of each path, and how long one in a hundred waits."""
    found: dict[str, list[float]] = {READY: [], PATH: []}
    turns = 6
    for _ in range(turns):
        for path, taken in found.items():
            end = perf_counter() + seconds / turns
            for one in await asyncio.gather(*(ask_until(end, port, path) for _ in range(clients))):
                taken += one
    print(f"{clients} clients at a time, {seconds:g} s each")
    rates = {path: len(taken) / seconds for path, taken in found.items()}
    kept = True
    for name, path in (("ready-made", READY), ("evaluate", PATH)):
        middle, tail = median(found[path]), quantiles(found[path], n=100)[98]
        print(
            f"  {name:<10} {rates[path]:7.0f} a second; median {middle * 1e3:.1f} ms, 99th {tail / middle:.2f} × that"
        )
        kept &= path == READY or tail <= TAIL * middle
    share = rates[PATH] / rates[READY]
    print(f"  share {share:.2f}, target ≥ {SHARE:g}; 99th percentile of evaluate, target ≤ {TAIL:g} × its median")
    return kept and share >= SHARE


async def ask_until(end: float, port: int, path: str) -> list[float]:
    """One client's seconds a request; an answer that is not 200 ends the benchmark."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {path} HTTP/1.1\r\nhost: b\r\ncontent-type: application/json\r\ncontent-length: {len(BODY)}\r\n\r\n"
    request, taken = head.encode() + BODY, []
    while perf_counter() < end:
        started = perf_counter()
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = next(line for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        taken.append(perf_counter() - started)
    writer.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
