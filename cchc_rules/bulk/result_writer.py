"""Rendered blocks → one file, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final, cast

import polars as pl

from cchc_rules.bulk.renderer import TEXT, VERDICT, Renderer
from cchc_rules.decisions.footing import Footing
from cchc_rules.files import OutputError, describe_os_error, whole_bytes, whole_file
from cchc_rules.reports.parquet import FOOTING
from cchc_rules.reports.texts import plain_json

GROUP: Final = 65_536
"""How many rows of a Parquet file are written together: half a block, as with reasons (some kB a row) memory grows with
them."""

_ENDS: Final = {"csv": "\r\n", "jsonl": "\n"}
"""Lines of CSV end as RFC 4180 says, those of JSON Lines as its page says."""


def write_blocks(
    path: Path,
    frames: Iterable[pl.DataFrame],
    renderer: Renderer,
    footing: Footing,
    refuse_loss: Callable[[int], None],
) -> Mapping[str, int]:
    """Writes rendered blocks in their order, with the footing, and gives how many rows have each verdict.

    ``refuse_loss`` is called with the number of rows before the file gets its name, and raises where some are missing.
    Raises OutputError when it cannot be written; then, and whatever else goes wrong, what was there before stays.
    """
    counts: Counter[str] = Counter()
    write = _write_parquet if renderer.form == "parquet" else _write_text
    write(path, _count(frames, counts), renderer, footing, refuse_loss)
    return {status: counts[status] for status in renderer.statuses}


def _count(frames: Iterable[pl.DataFrame], counts: Counter[str]) -> Iterator[pl.DataFrame]:
    for frame in frames:
        for verdict, count in frame.get_column(VERDICT).value_counts().iter_rows():
            counts[verdict] += count
        yield frame


def _write_parquet(
    path: Path,
    frames: Iterable[pl.DataFrame],
    renderer: Renderer,
    footing: Footing,
    refuse_loss: Callable[[int], None],
) -> None:
    """Each block goes to a part on the same disk; in the end they are streamed into one file."""
    with whole_bytes(path) as handle, parts_beside(path) as folder:
        parts = []
        for number, frame in enumerate(frames):
            part = folder / f"{number:08}.parquet"
            with part.open("xb") as out, watch_errors(out) as given:
                frame.write_parquet(given)
            parts.append(part)
        schema: Any = renderer.schema()
        if (
            renderer.reasons
        ):  # each part has texts of its own enumeration; many thousand parts take their time like this
            rows = pl.concat([pl.scan_parquet(part).cast(schema) for part in parts])
        else:
            rows = pl.scan_parquet(parts, schema=schema)
        with watch_errors(handle) as given:
            stated = {FOOTING: plain_json(footing)}
            rows.sink_parquet(given, row_group_size=GROUP, maintain_order=True, metadata=stated)
        handle.flush()
        refuse_loss(pl.scan_parquet(handle.name, glob=False).select(pl.len()).collect().item())


def _write_text(
    path: Path,
    frames: Iterable[pl.DataFrame],
    renderer: Renderer,
    footing: Footing,
    refuse_loss: Callable[[int], None],
) -> None:
    # A byte order mark makes spreadsheets read the Vietnamese of a CSV file as UTF-8.
    encoding, end = "utf-8-sig" if renderer.form == "csv" else "utf-8", _ENDS[renderer.form]
    with whole_file(path, encoding=encoding) as out:
        if heading := renderer.heading():
            out.write(heading + end)
        written = 0
        for frame in frames:
            texts = frame.get_column(TEXT).to_list()
            if not written and texts:
                texts[0] = renderer.add_footing(texts[0], footing)
            out.write(end.join(texts) + end)
            written += frame.height
        refuse_loss(written)


@contextmanager
def parts_beside(path: Path) -> Iterator[Path]:
    """A hidden folder beside a file that is to be, gone when the block ends. Raises OutputError."""
    try:
        made = TemporaryDirectory(prefix=f".{path.name[:80]}.", suffix=".parts", dir=path.resolve().parent)
    except OSError as error:
        raise OutputError(path, *describe_os_error(error)) from error
    with made as folder:
        yield Path(folder)


class _WatchedHandle:
    """A handle for Polars that remembers why it could not be written: Polars only says that it could not."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self.error: OSError | KeyboardInterrupt | None = None

    def write(self, content: bytes) -> int:
        """Writes all of it."""
        try:
            return self._handle.write(content)
        except (OSError, KeyboardInterrupt) as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Writes what is held back."""
        self._handle.flush()


@contextmanager
def watch_errors(handle: IO[bytes]) -> Iterator[IO[bytes]]:
    """The handle for Polars to write on. Raises the OSError or the interrupt for which it could not."""
    given = _WatchedHandle(handle)
    try:
        yield cast(IO[bytes], given)
    except pl.exceptions.PolarsError:
        if given.error is None:
            raise
        raise given.error from None
