"""The command `serve`: it answers, ends when told, and loses no record it acknowledged however it dies."""

from __future__ import annotations

import signal
import threading
import time

import httpx
import pytest

import cchc_rules as cr
from tests.postgres import postgres_server
from tests.service.running import HEAD, serving


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where the records are kept."""
    if request.param == "sqlite":
        yield str(tmp_path / "records.sqlite")
    else:
        with postgres_server() as address:
            yield address


def record_until_it_dies(address, numbers):
    """Posts records and notes the number of each that was acknowledged."""
    with httpx.Client(base_url=address, timeout=10) as client:
        try:
            while True:
                answer = client.post(f"{HEAD}/records", json={"facts": {"harassment_cases": len(numbers)}})
                if answer.status_code == 201:
                    numbers.append(answer.json()["record"]["number"])
        except httpx.HTTPError:
            return


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.soak)])
def test_a_killed_service_has_every_record_it_acknowledged(place, kills):
    """SIGKILL under load: each acknowledged number is there, once, and the chain is whole."""
    acknowledged = []
    for _ in range(kills):
        with serving("--store", place) as (address, process):
            callers = [[] for _ in range(4)]
            threads = [threading.Thread(target=record_until_it_dies, args=(address, one)) for one in callers]
            for thread in threads:
                thread.start()
            while sum(map(len, callers)) < 12:
                assert process.poll() is None
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            for thread in threads:
                thread.join()
        acknowledged += [number for numbers in callers for number in numbers]
    assert len(acknowledged) == len(set(acknowledged))
    with cr.RecordStore(place) as store:
        found = store.verify()
        assert () == found.problems
        assert max(acknowledged) <= found.count
        assert {store.get(number).number for number in acknowledged} == set(acknowledged)


def test_it_ends_when_it_is_told_and_answers_what_it_took(tmp_path):
    """SIGTERM under load, behind a proxy's path: it ends by itself, every acknowledged record is there, and its log
    holds paths and statuses and nothing of anybody's facts."""
    place, numbers = tmp_path / "records.sqlite", []
    with serving("--store", place, "--root-path", "/rules/") as (address, process):
        thread = threading.Thread(target=record_until_it_dies, args=(address, numbers))
        thread.start()
        while len(numbers) < 5:
            assert process.poll() is None
            time.sleep(0.01)
        assert [{"url": "/rules"}] == httpx.get(f"{address}/openapi.json").json()["servers"]
        secret = {"id": "BIMAT", "name": "Nguyễn Bí Mật", "harassment_cases": -7}
        httpx.post(f"{address}{HEAD}/records", json={"facts": secret})
        httpx.get(f"{address}/v1/records?id=BIMAT")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in (0, 143, -signal.SIGTERM)
        thread.join()
        log = process.read_log()
    assert f"POST /rules{HEAD}/records 201" in log
    assert f"POST /rules{HEAD}/records 422" in log
    assert [] == [word for word in ("BIMAT", "Bí Mật", "harassment", "-7") if word in log]
    with cr.RecordStore(place) as store:
        assert set(numbers) <= {one.number for one in store}
        assert () == store.verify().problems
