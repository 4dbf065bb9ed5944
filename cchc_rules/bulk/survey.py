"""A file of candidates looked through once: what its columns mean, how many rows it has, which ids stand twice."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from cchc_rules.bulk.csv import CELLS, ROW, DelimitedFile, open_delimited
from cchc_rules.bulk.labels import read_labels
from cchc_rules.bulk.parquet import open_parquet
from cchc_rules.decisions.footing import SourceFile
from cchc_rules.engines.columns.identities import find_doubled_identities, identities_of
from cchc_rules.facts.identity import count_ids
from cchc_rules.files import InputError, open_bytes
from cchc_rules.intake.headers import ID, Columns, HeaderWords, column_letters, match_headers
from cchc_rules.intake.layout import Header
from cchc_rules.intake.parquet import PARQUET_ENDINGS, without_row
from cchc_rules.intake.rows import CSV_ENDINGS, match_header
from cchc_rules.intake.table import TableError, refuse
from cchc_rules.language.ruleset import Category
from cchc_rules.problems import Place, Problem, refuse_forked
from cchc_rules.text import normalise

Blocks = Callable[[], Iterator[pl.DataFrame]]
"""Gives the rows of a file from the first, block by block, each time it is called."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of the blocks of a file hold; with a ``header`` they are cells, without one typed values."""

    file: str
    columns: Columns
    header: Header | None
    doubled: frozenset[str]

    @property
    def cells(self) -> bool:
        """Whether values are text as it stands in the cells of a file."""
        return self.header is not None


@dataclass(frozen=True, slots=True)
class Candidates:
    """A file of candidates, ready to be read block by block: `ROW`, `CELLS`, and the columns by their place from 0.

    ``count`` is the number of rows, ``problems`` are the warnings about the file itself, ``source`` is its hash.
    """

    path: Path
    layout: Layout
    count: int
    problems: tuple[Problem, ...]
    stamp: tuple[int, int]
    source: SourceFile
    rows: Blocks

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The rows in order. Raises InputError when the file was changed meanwhile; nothing read holds then."""
        yield from self.rows()
        if _stamp(self.path) != self.stamp:
            raise InputError(self.path, "in-use", "changed while it was read")

    def refuse_loss(self, count: int) -> None:
        """Raises TableError when fewer or more rows than the file has came through."""
        if count != self.count:
            raise refuse("sheet-broken", str(self.path), variant="rows", read=count, count=self.count)


def survey_file(path: Path, category: Category, *, ignore: Iterable[str] = ()) -> Candidates:
    """The candidates of a CSV or Parquet file, none of them decided yet.

    Headers are matched to facts as everywhere (`match_headers`). Raises TableError for a file that cannot be used,
    InputError for one that cannot be opened. Cost: a CSV file is read and split once, of a Parquet file the ids; in
    memory one block, 8 bytes a row (some 32 while they are sorted) and the ids that stand twice.
    """
    refuse_forked()
    stamp = _stamp(path)
    ending = path.suffix.lower()
    if ending in PARQUET_ENDINGS:
        return _of_parquet(path, category, ignore, stamp)
    if ending not in CSV_ENDINGS:
        raise refuse("table-format", str(path), ending=ending or path.name)
    return _of_csv(path, category, ignore, stamp)


def _stamp(path: Path) -> tuple[int, int]:
    with open_bytes(path) as handle:
        found = os.fstat(handle.fileno())
    return found.st_size, found.st_mtime_ns


def _of_csv(path: Path, category: Category, ignore: Iterable[str], stamp: tuple[int, int]) -> Candidates:
    words = HeaderWords(category, tuple(ignore))
    opened = open_delimited(path, words)
    header, file = opened.header, str(path)
    columns = match_header(header, words, file)
    look = _Look(opened, columns.keys.index(ID), words)
    doubled = _find_doubled(look.ids)
    if not look.count:
        raise refuse("table-empty", file, variant="header-only")
    layout = Layout(file, columns, header, doubled)
    problems = (*columns.problems, *look.report_unnamed(file))
    return Candidates(path, layout, look.count, problems, stamp, SourceFile.at(path), opened.blocks)


def _find_doubled(columns: Callable[[], Iterable[pl.Series]]) -> frozenset[str]:
    """The folded ids that stand twice; those no engine can read are compared too."""
    unreadable: Counter[str] = Counter()

    def ids() -> Iterator[pl.Series]:
        unreadable.clear()
        for column in columns():
            found = read_labels(column).texts
            if (faulty := identities_of(found).faulty) is not None:
                unreadable.update(count_ids(found.filter(faulty)))
            yield found

    return find_doubled_identities(ids) | {text for text, times in unreadable.items() if times > 1}


@dataclass(slots=True)
class _Look:
    """The first reading of a CSV file: its ids, how many records it has, columns with content under no header."""

    opened: DelimitedFile
    id_column: int
    words: HeaderWords
    count: int = 0
    filled: dict[int, int] = field(default_factory=dict)

    def ids(self) -> Iterator[pl.Series]:
        """The ids, block by block."""
        self.count = 0
        blank = [place for place, text in enumerate(self.opened.header.texts) if not text.strip()]
        for block in self.opened.blocks():
            self.count += block.height
            for place in (one for one in blank if one not in self.filled):
                self._look_at(place, block)
            ids = block.get_column(str(self.id_column))
            self._refuse_headers(ids, block)
            yield ids

    def _refuse_headers(self, ids: pl.Series, block: pl.DataFrame) -> None:
        """Raises TableError for a header further down: whose columns the rows below it follow, nobody can tell."""
        words = [*self.opened.header.texts]
        for place in ids.is_in([one for one in words if one.strip()]).fill_null(value=False).arg_true().to_list():
            if self.words.knows(ids[place]):
                row = block.get_column(ROW)[place]
                raise refuse("second-header", str(self.opened.path), row=row, first=self.opened.header.row)

    def _look_at(self, place: int, block: pl.DataFrame) -> None:
        """Notes the first good record with something in a column without a header."""
        held = block.filter(pl.col(CELLS).is_null() & pl.col(str(place)).str.contains(r"\S")).select(ROW, str(place))
        for number, cell in held.iter_rows():
            if cell.strip():
                self.filled[place] = number
                return

    def report_unnamed(self, file: str) -> Iterator[Problem]:
        """What is said of columns with content under no header."""
        for place, number in sorted(self.filled.items()):
            where = Place(row=number, cell=column_letters(place + 1), file=file)
            yield Problem("unknown-header", where, {}, "blank", "warning")


def _of_parquet(path: Path, category: Category, ignore: Iterable[str], stamp: tuple[int, int]) -> Candidates:
    opened, file = open_parquet(path), str(path)
    columns = match_headers(opened.names, HeaderWords(category, tuple(ignore)), file=file)
    if columns.faulty:
        raise TableError(columns.problems)
    if ID not in columns.keys:
        raise refuse("no-id-column", file, row=None, seen=", ".join(map(normalise, opened.names))[:200])
    if not (count := opened.count()):
        raise refuse("table-empty", file, variant="header-only")
    doubled = _find_doubled(lambda: opened.column(columns.keys.index(ID)))
    kept = opened.select([place for place, key in enumerate(columns.keys) if key])
    problems = tuple(map(without_row, columns.problems))
    return Candidates(
        path, Layout(file, columns, None, doubled), count, problems, stamp, SourceFile.at(path), kept.blocks
    )
