"""Parquet files with each page damaged in turn: ``python -m tests.soak.damaged_parquet --files N --seed S``.

Of each, every row comes through or the file is refused, by the columns engine into a file and by the rows of the direct
one. A damage that takes the process of the reader along is counted apart: the command has such a file tried out first.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from cchc_rules.bulk.file_decisions import decide_file
from cchc_rules.files import FileError
from cchc_rules.intake.reader import read_rows
from cchc_rules.problems import ProblemsError
from tests.intake.sheets import program
from tests.soak.workers import Lost, work

ROWS = 900
GROUP = 300
WHOLE, REFUSED = "whole", "refused"


def candidates() -> pl.DataFrame:
    """That many candidates, told apart by their ids."""
    rng = Random(22)
    return pl.DataFrame(
        {
            "Mã": [f"A{number}" for number in range(ROWS)],
            "Có người bị kỷ luật": [rng.choice((True, False)) for _ in range(ROWS)],
            "Số cán bộ": [rng.randrange(100) for _ in range(ROWS)],
            "Nhận xét": [str(rng.random()) for _ in range(ROWS)],
        }
    )


@cache
def files() -> tuple[tuple[bytes, tuple[tuple[int, int, int], ...]], ...]:
    """Files of several writers and codecs, each with its pages: where header, content and the next page begin."""
    made = []
    for compression in ("uncompressed", "zstd", "snappy"):
        out = io.BytesIO()
        candidates().write_parquet(out, row_group_size=GROUP, compression=compression)
        made.append(out.getvalue())
    out = io.BytesIO()
    pq.write_table(candidates().to_arrow(), out, row_group_size=GROUP, data_page_size=600, write_batch_size=50)
    made.append(out.getvalue())
    return tuple((content, tuple(pages(content))) for content in made)


def pages(content: bytes) -> Iterator[tuple[int, int, int]]:
    """The pages of a file, dictionaries among them."""
    metadata = pq.ParquetFile(io.BytesIO(content)).metadata
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            start = chunk.dictionary_page_offset or chunk.data_page_offset
            end = start + chunk.total_compressed_size
            while start < end:
                fields, body = _read_struct(content, start)
                yield start, body, body + fields[3]
                start = body + fields[3]


def _read_struct(content: bytes, place: int) -> tuple[dict[int, Any], int]:
    """The fields of a struct in Thrift's compact protocol (a page header; 3 is the length of the page), and its end."""
    fields: dict[int, Any] = {}
    number = 0
    while (head := content[place]) != 0:
        place += 1
        if head >> 4:
            number += head >> 4
        else:
            number, place = _read_varint(content, place)
        match head & 15:
            case 1 | 2:
                fields[number] = head & 15 == 1
            case 3:
                place += 1
            case 4 | 5 | 6:
                fields[number], place = _read_varint(content, place)
            case 7:
                place += 8
            case 8:
                length, place = _read_varint(content, place, signed=False)
                place += length
            case 12:
                fields[number], place = _read_struct(content, place)
            case kind:
                raise AssertionError(f"no page header has a field of type {kind}")
    return fields, place + 1


def _read_varint(content: bytes, place: int, *, signed: bool = True) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[place]
        value, shift, place = value | (byte & 127) << shift, shift + 7, place + 1
        if not byte & 128:
            return (value >> 1) ^ -(value & 1) if signed else value, place


def damaged(seed: int) -> bytes:
    """A file with bytes of one page changed, in its header or in what follows; each page in turn."""
    rng = Random(seed)
    content, places = files()[seed % len(files())]
    start, body, end = places[seed // len(files()) % len(places)]
    low, high = (start, body) if rng.random() < 0.5 else (start, end)
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 5, 60))):
        changed[rng.randrange(low, high)] = rng.randrange(256)
    return bytes(changed)


def decide_damaged(folder: Path, seed: int) -> str:
    """What came of a damaged file in both engines; anything but `WHOLE` and `REFUSED` is a fault."""
    source, target = folder / f"{seed}.parquet", folder / f"{seed}.jsonl"
    source.write_bytes(damaged(seed))
    try:
        told = sum(decide_file(program(), source, target).counts.values())
        written = len(target.read_text(encoding="utf-8").splitlines())
        found = WHOLE if (told, written) == (ROWS, ROWS) else f"seed {seed}: told {told}, wrote {written}"
    except (ProblemsError, FileError):
        found = f"seed {seed}: refused, and there" if target.exists() else REFUSED
    try:
        read = len(read_rows(source, program().category).rows)
        found = f"seed {seed}: {read} rows read one by one" if read != ROWS else found
    except (ProblemsError, FileError):
        pass
    source.unlink()
    target.unlink(missing_ok=True)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Damage and decide them; 1 when a row was lost, or an error that is not ours came out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=3_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--processes", type=int, default=1)
    given = options.parse_args(arguments)
    found = Counter[str]()
    with TemporaryDirectory() as made:
        task = partial(decide_damaged, Path(made))
        for one in work(task, range(given.seed, given.seed + given.files), processes=given.processes):
            if isinstance(one, Lost):
                left = list(Path(made).glob("*.jsonl"))
                found[f"{one.why}, and there" if left else f"reader {one.why}"] += 1
            else:
                found[one] += 1
    print(f"{given.files} files: " + ", ".join(f"{count} {words}" for words, count in found.most_common(20)))
    return int(any(one not in (WHOLE, REFUSED) and not one.startswith("reader died") for one in found))


if __name__ == "__main__":
    sys.exit(main())
