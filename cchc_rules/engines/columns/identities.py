"""Ids: what two of them are compared by, the rows without one of their own, and those that stand twice in large data.

Two ids are one when they differ only in case, outer or doubled spaces, or the way their accents are encoded; the whole
number 7 and the text ``7`` are one as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from cchc_rules.engines.columns.scalars import ODD_TEXT
from cchc_rules.facts.fields import RecordReader
from cchc_rules.facts.lists import LONGEST_KEY
from cchc_rules.facts.parser import RESERVED, Reader
from cchc_rules.text import folded

_LETTERS: Final = "0-9A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
PLAIN_ID: Final = rf"^[{_LETTERS}](?: ?[{_LETTERS}._/-])*$"
"""What is no other id but for its case: ASCII and Vietnamese letters in one piece each, single spaces."""

LOWER_ID: Final = r"^[0-9a-z](?: ?[0-9a-z._/-])*$"
"""What is no other id at all: most are, and turning them into lower case would cost more than looking."""

_READER: Final = Reader(RecordReader((), RESERVED, {}, "given"))
"""Reads who somebody is, and no facts."""

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
    """What the ids of a column are compared by. Cost: some 10 µs for an id that is not plain (`PLAIN_ID`)."""
    if ids.dtype.is_integer() or ids.dtype == pl.Null:
        return Identities(ids)
    if ids.dtype != pl.String:
        return _by_hand(ids)
    short = _short(ids)
    ordinary = ids.to_frame("id").lazy().select(pl.col("id").str.contains(LOWER_ID).all())  # by all threads
    if short.all() and ordinary.collect().item():
        return Identities(ids)
    plain = (ids.str.contains(PLAIN_ID) & short).fill_null(True)
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
    found = [_READER.parse({"id": raw}) for raw in ids.to_list()]
    own = [None if one.candidate.id is None else folded(one.candidate.id) or None for one in found]
    faulty = pl.Series([bool(one.problems) for one in found], dtype=pl.Boolean)
    return Identities(pl.Series(own, dtype=pl.String), faulty if faulty.any() else None)


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
    if _surely_text(names):
        return None
    found = pl.Series([bool(_READER.parse({"name": raw}).problems) for raw in names.to_list()], dtype=pl.Boolean)
    return found if found.any() else None


def _surely_text(column: pl.Series) -> bool:
    """Whether a column holds nothing a reader of names could refuse."""
    if column.dtype == pl.Null or column.dtype.is_integer():
        return True
    odd = ODD_TEXT + r"|\p{Zl}|\p{Zp}"
    return column.dtype == pl.String and not column.str.contains(odd).any() and bool(_short(column).all())


def _short(column: pl.Series) -> pl.Series:
    return column.str.len_bytes() <= LONGEST_KEY


def doubled_identities(blocks: IdBlocks) -> frozenset[str]:
    """The identities that stand more than once in all blocks together, to be given to `decide_frame`.

    ``blocks`` is called once, and once more only when two hashes are equal: what is given back stands twice for sure,
    and nothing that does is missed. Missing and unreadable ids count for nothing; blocks may differ in type. Memory:
    one block, 8 bytes a row (some 20 while they are sorted), and the ids that stand twice.
    """
    hashes = [_hashes(identities_of(ids).texts().drop_nulls()) for ids in blocks()]
    suspects = _repeated(hashes)
    if suspects.is_empty():
        return frozenset()
    found = []
    for ids in blocks():
        own = identities_of(ids).texts().drop_nulls()
        found.append(own.filter(_hashes(own).is_in(suspects.implode())))
    return frozenset(_repeated(found).to_list())


def _hashes(identities: pl.Series) -> pl.Series:
    return identities.hash()


def _repeated(chunks: list[pl.Series]) -> pl.Series:
    """The values that stand more than once in all chunks together, each once."""
    if not chunks:
        return pl.Series(dtype=pl.Null)
    ordered = pl.concat(chunks).sort()
    return ordered.filter(ordered == ordered.shift()).unique()
