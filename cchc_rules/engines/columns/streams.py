"""The batches of a lazy frame as they stream by, whole or with an error: what is lost on the way is never left out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event, Semaphore
from typing import Final

import polars as pl

from cchc_rules.problems import refuse_forked

READ_AHEAD: Final = 2
"""How many batches wait to be taken: one being worked on by the reader while the next is read."""


def stream(frame: pl.LazyFrame, size: int, *, keep_order: bool = True) -> Iterator[pl.DataFrame]:
    """Batches of so many rows, read while the one before is worked on; those of no rows are left out.

    Raises ComputeError too where Polars panics over a damaged file. (`LazyFrame.collect_batches` ends early then and
    says nothing: 131,072 of 300,000 rows were read as if they were all.) Memory: some batches.
    """
    refuse_forked()
    batches: SimpleQueue[pl.DataFrame | None] = SimpleQueue()
    room, given_up = Semaphore(READ_AHEAD), Event()

    def put(batch: pl.DataFrame) -> bool:
        while not given_up.is_set():
            if room.acquire(timeout=0.1):
                batches.put(batch)
                return False
        return True

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(frame.sink_batches, put, chunk_size=size, maintain_order=keep_order, engine="streaming")
        reading.add_done_callback(lambda _: batches.put(None))
        try:
            while (batch := batches.get()) is not None:
                room.release()
                if batch.height:
                    yield batch
            reading.result()
        except pl.exceptions.PanicException as panic:
            raise pl.exceptions.ComputeError(f"damaged: {panic}") from panic
        finally:
            given_up.set()
