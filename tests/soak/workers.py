"""Work by seeds in processes of their own: one that dies or hangs is told of its seed, and another takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Generic, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True)
class Lost:
    """A seed whose worker died, or had to be killed after too long."""

    seed: int
    why: str


@dataclass
class _Worker(Generic[Found]):
    process: SpawnProcess
    pipe: Connection
    seed: int = 0
    deadline: float = 0.0


def work(
    task: Callable[[int], Found], seeds: Iterable[int], *, processes: int = 2, seconds: float = 120
) -> Iterator[Found | Lost]:
    """What the task gives of each seed, as they come; Lost for one whose process died or took longer.

    The task is a function of a module: workers are spawned, as what has used Polars must not be forked.
    """
    left, workers = iter(seeds), [_start(task) for _ in range(processes)]
    busy = {one.pipe: one for one in workers if _hand_on(one, left, seconds)}
    try:
        while busy:
            ready = wait(list(busy), timeout=1)
            late = [one for one in busy.values() if one.pipe not in ready and monotonic() > one.deadline]
            for pipe in ready:
                assert isinstance(pipe, Connection)
                worker = busy.pop(pipe)
                try:
                    yield worker.pipe.recv()
                except EOFError:
                    worker.process.join()
                    yield Lost(worker.seed, f"died: {worker.process.exitcode}")
                    worker = _start(task)
                if _hand_on(worker, left, seconds):
                    busy[worker.pipe] = worker
            for worker in late:
                worker.process.kill()
                del busy[worker.pipe]
                yield Lost(worker.seed, "hung")
                fresh = _start(task)
                if _hand_on(fresh, left, seconds):
                    busy[fresh.pipe] = fresh
    finally:
        for worker in busy.values():
            worker.process.kill()


def _start(task: Callable[[int], Found]) -> _Worker[Found]:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(task, there), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _hand_on(worker: _Worker[Found], seeds: Iterator[int], seconds: float) -> bool:
    """Gives a worker its next seed; one without any is let go."""
    seed = next(seeds, None)
    worker.pipe.send(seed)
    if seed is None:
        return False
    worker.seed, worker.deadline = seed, monotonic() + seconds
    return True


def _serve(task: Callable[[int], Found], pipe: Connection) -> None:
    while (seed := pipe.recv()) is not None:
        pipe.send(task(seed))
