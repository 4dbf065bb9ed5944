"""Ids: what two of them are compared by, the rows without one of their own, and those that stand twice in large data.

Two ids are one when they differ only in case, outer or doubled spaces, or the way their accents are encoded; the whole
number 7 and the text ``7`` are one as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from cchc_rules.engines.columns.column_readings import is_plain
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.identity import LONGEST_ID, identify, read_id, read_name
from cchc_rules.facts.plain import OWN_IDENTITY, PLAIN_TEXT

IdBlocks = Callable[[], Iterable[pl.Series]]
"""Gives the ids of all candidates, block by block, from the start each time it is called."""


@dataclass(frozen=True, slots=True)
class Identities:
    """What the ids of a column are compared by, and the rows with a value that can be no id (None: no row).

    ``own`` is null where there is no id; whole numbers stand for their digits.
    """

    own: pl.Series
    faulty: pl.Series | None = None

    def texts(self) -> pl.Series:
        """What is compared, as text, null where there is no id."""
        return self.own.cast(pl.String)

    def nameless(self, doubled: frozenset[str] | None) -> pl.Series | None:
        """The rows without an id of their own: none, or one of ``doubled`` (None: one that stands twice here)."""
        missing = self.own.is_null()
        if doubled:
            missing |= pl.Series([one in doubled for one in self.texts().to_list()], dtype=pl.Boolean)
        elif doubled is None and self.own.n_unique() < len(self.own):
            missing |= self.own.is_duplicated()
        return missing if missing.any() else None


def identities_of(ids: pl.Series) -> Identities:
    """What the ids of a column are compared by. Cost: some 10 µs for an id that is not plain (`PLAIN_TEXT`)."""
    if ids.dtype.is_integer() or ids.dtype == pl.Null:
        return Identities(ids)
    if ids.dtype != pl.String:
        return _by_hand(ids)
    short = _short(ids)
    ordinary = ids.to_frame("id").lazy().select(pl.col("id").str.contains(OWN_IDENTITY).all())  # by all threads
    if short.all() and ordinary.collect().item():
        return Identities(ids)
    plain = (ids.str.contains(PLAIN_TEXT) & short).fill_null(True)
    lower = ids.str.to_lowercase()
    if plain.all():
        return Identities(lower)
    read, places = _by_hand(ids.filter(~plain)), (~plain).arg_true()
    own = lower.scatter(places, read.own)
    if read.faulty is None:
        return Identities(own)
    return Identities(own, (plain & False).scatter(places, read.faulty))


def _by_hand(ids: pl.Series) -> Identities:
    """The ids as the parser reads them."""
    own: list[str | None] = []
    faulty: list[bool] = []
    for raw in ids.to_list():
        try:
            own.append(identify(read_id(raw)))
            faulty.append(False)
        except Fault:
            own.append(None)
            faulty.append(True)
    return Identities(pl.Series(own, dtype=pl.String), pl.Series(faulty) if any(faulty) else None)


@dataclass(frozen=True, slots=True)
class Naming:
    """The rows of a frame that are not rightly named; None: no row.

    ``nameless`` have no id of their own, ``faulty`` a value that can be no id or no name.
    """

    nameless: pl.Series | None
    faulty: pl.Series | None


def naming_of(frame: pl.DataFrame, doubled: frozenset[str] | None) -> Naming:
    """Who of a frame is not rightly named; nobody lacks an id where there is no such column."""
    faulty = _faulty_names(frame.get_column("name")) if "name" in frame.columns else None
    if "id" not in frame.columns:
        return Naming(None, faulty)
    found = identities_of(frame.get_column("id"))
    if faulty is None or found.faulty is None:
        return Naming(found.nameless(doubled), found.faulty if faulty is None else faulty)
    return Naming(found.nameless(doubled), found.faulty | faulty)


def _faulty_names(names: pl.Series) -> pl.Series | None:
    if names.dtype == pl.Null or names.dtype.is_integer():
        return None
    sure = is_plain(pl.col(names.name)) & _short(names) if names.dtype == pl.String else pl.lit(value=False)
    unsure = names.to_frame().select((~sure).fill_null(value=False)).to_series().arg_true()
    faulty = pl.zeros(len(names), dtype=pl.Boolean, eager=True)
    faulty = faulty.scatter(unsure, [_is_faulty_name(raw) for raw in names.gather(unsure).to_list()])
    return faulty if faulty.any() else None


def _is_faulty_name(raw: object) -> bool:
    try:
        read_name(raw)
    except Fault:
        return True
    return False


def _short(column: pl.Series) -> pl.Series:
    return column.str.len_bytes() <= LONGEST_ID


def find_doubled_identities(blocks: IdBlocks) -> frozenset[str]:
    """The identities that stand more than once in all blocks together, to be given to `decide_frame`.

    ``blocks`` is called once, and once more only when two hashes are equal: what is given back stands twice for sure,
    and nothing that does is missed. Missing and unreadable ids count for nothing; blocks may differ in type. Memory:
    one block, 8 bytes a row (some 20 while they are sorted), and the ids that stand twice.
    """
    hashes = [_hash(identities_of(ids).texts().drop_nulls()) for ids in blocks()]
    suspects = _find_repeated(hashes)
    if suspects.is_empty():
        return frozenset()
    found = []
    for ids in blocks():
        own = identities_of(ids).texts().drop_nulls()
        found.append(own.filter(_hash(own).is_in(suspects.implode())))
    return frozenset(_find_repeated(found).to_list())


def _hash(identities: pl.Series) -> pl.Series:
    """A number of 64 bits for each: by itself, so that tests can make two of them equal."""
    return identities.hash()


def _find_repeated(chunks: list[pl.Series]) -> pl.Series:
    """The values that stand more than once in all chunks together, each once."""
    if not chunks:
        return pl.Series(dtype=pl.Null)
    ordered = pl.concat(chunks).sort()
    return ordered.filter(ordered == ordered.shift()).unique()
