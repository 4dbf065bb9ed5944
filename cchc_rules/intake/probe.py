"""A file read once in a process of its own, so that what breaks the reader breaks nothing else.

The native reader of Parquet can panic or abort over damaged bytes, and loop or fill the memory over forged ones; what
the readers of spreadsheets do with a forged one is only bounded by what the guard has looked for. The command has
strangers' files read here first; only what was read whole is then read in its own process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cchc_rules.files import open_bytes
from cchc_rules.intake.parquet import PARQUET_ENDINGS
from cchc_rules.intake.table import TableError, refuse
from cchc_rules.problems import Problem

SECONDS: Final = 60
"""How long reading may take at least: some hundred times what ten million rows of an office take."""

BYTES_A_SECOND: Final = 1 << 20
"""A larger file has a second more for each of so many bytes: a hundredth of what a slow disk reads."""

MEMORY: Final = 4 << 30
"""How many bytes the process may take besides so many times the file (`GROWTH`): Polars reserves one with four threads
before it has read anything."""

GROWTH: Final = 16
"""Compressed columns of office data grow by less than this when they are read, and only some are in memory at once."""

THREADS: Final = 4
"""Each thread reserves memory, so that their number must not be that of the machine's processors."""


def probe_file(path: Path, *, seconds: int = SECONDS) -> None:
    """Reads all of a file elsewhere, and gives nothing back.

    Raises TableError for one that cannot be read whole, in that time and memory (where the system limits memory);
    InputError when it cannot be opened. Cost: some half a second, and that of reading the file.
    """
    _read_elsewhere([path], seconds)


def probe_files(paths: Sequence[Path]) -> dict[Path, tuple[Problem, ...]]:
    """Reads several files elsewhere, all in one process: the problems of each that cannot be read whole.

    Where that process fails each file has one of its own. A file that cannot be opened is left to its reader.
    """
    there = [path for path in paths if path.is_file()]
    if len(there) > 1:
        try:
            _read_elsewhere(there, SECONDS)
            return {}
        except TableError:
            pass  # which of them it was is seen one by one
    found: dict[Path, tuple[Problem, ...]] = {}
    for path in there:
        try:
            probe_file(path)
        except TableError as error:
            found[path] = error.problems
    return found


def _read_elsewhere(paths: Sequence[Path], seconds: int) -> None:
    sizes = []
    for path in paths:
        with open_bytes(path) as handle:
            sizes.append(os.fstat(handle.fileno()).st_size)
    limit, path = seconds + sum(sizes) // BYTES_A_SECOND, paths[0]
    names = [str(one.absolute()) for one in paths]
    command = [sys.executable, "-m", __name__, str(MEMORY + GROWTH * max(sizes)), *names]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "POLARS_MAX_THREADS": str(THREADS)}
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refuse("sheet-broken", str(path), variant="time", seconds=limit) from error
    if done.returncode:
        raise refuse("sheet-broken", str(path))


def main(memory: str, *paths: str) -> int:
    """Reads the files; fails where one breaks its reader, however it does. What our reader refuses is no failure."""
    limit_memory(int(memory))
    return max(map(_read_file, paths))


def _read_file(path: str) -> int:
    if Path(path).suffix.lower() in PARQUET_ENDINGS:
        import polars as pl

        from cchc_rules.engines.columns.streams import stream

        frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        stated = frame.select(pl.len()).collect().item()
        return int(sum(batch.height for batch in stream(frame, 1 << 16)) != stated)
    from cchc_rules.intake.book import read_book

    try:
        read_book(Path(path))
    except TableError as error:
        return int(isinstance(error.__cause__, MemoryError))
    return 0


def limit_memory(most: int) -> None:
    """Lets this process take so many bytes at most, where the system has such a limit."""
    try:
        import resource
    except ImportError:  # not on this system
        return
    _, highest = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if highest < 0 else min(most, highest), highest))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
