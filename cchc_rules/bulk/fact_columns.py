"""The columns of a block → a column a fact, as the columns engine takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from cchc_rules.bulk.survey import Layout
from cchc_rules.facts.notes import ENVELOPE
from cchc_rules.intake.answers import NoAnswer, answer
from cchc_rules.intake.headers import EVIDENCE, ID, NAME
from cchc_rules.intake.list_files import Members, gather, with_members
from cchc_rules.intake.rows import Records
from cchc_rules.intake.table import Row
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns by fact, and the rows in which a cell outside the facts' own values is at fault (None: no row)."""

    columns: dict[str, pl.Series]
    faulty: pl.Series | None


def facts_of(block: pl.DataFrame, layout: Layout, category: Category) -> Facts:
    """A column for each fact the file has: pairs for yes and no read as one, stated numbers of members as lists."""
    kinds = {fact.name: fact for fact in category.facts}
    columns: dict[str, pl.Series] = {}
    faults = []
    pairs = dict(layout.columns.answers)
    second = set(pairs.values())
    for place, key in enumerate(layout.columns.keys):
        if key in ("", ID, NAME) or place in second or key.startswith(EVIDENCE):
            continue
        column, faulty = block.get_column(str(place)), None
        if place in pairs:
            column, faulty = _answers(column, block.get_column(str(pairs[place])))
        elif layout.cells and isinstance(kinds[key].type, ListType):
            column, faulty = _read_list_sizes(column, kinds[key], layout.file)
        columns[key] = _enclose(column, block, layout, key)
        faults += [] if faulty is None or not faulty.any() else [faulty]
    return Facts(columns, None if not faults else pl.select(pl.any_horizontal(faults)).to_series())


def find_evidence(block: pl.DataFrame, layout: Layout) -> pl.Series:
    """The rows in which some value may come with who stated it or on what evidence."""
    flags = [pl.repeat(value=False, n=block.height, eager=True)]
    for place, key in enumerate(layout.columns.keys):
        column = block.get_column(str(place)) if key else None
        if column is None:
            continue
        if key.startswith(EVIDENCE):
            flags.append(column.str.contains(r"\S").fill_null(value=False) if layout.cells else column.is_not_null())
        elif _holds_envelopes(column.dtype):
            flags.append(column.is_not_null())
    return pl.select(pl.any_horizontal(flags)).to_series()


def _holds_envelopes(kind: Any) -> bool:
    """Whether values of that type may have provenance beside them, at whatever depth."""
    if isinstance(kind, pl.List | pl.Array):
        return _holds_envelopes(kind.inner)
    if not isinstance(kind, pl.Struct):
        return False
    fields = kind.to_schema()
    return ENVELOPE.issuperset(fields) or any(map(_holds_envelopes, fields.values()))


def _enclose(column: pl.Series, block: pl.DataFrame, layout: Layout, key: str) -> pl.Series:
    """The values of a fact, with those of its column of evidence where the file has one."""
    if (named := EVIDENCE + key) not in layout.columns.keys:
        return column
    evidence = block.get_column(str(layout.columns.keys.index(named)))
    return pl.DataFrame([column.alias("value"), evidence.alias("evidence")]).to_struct()


def with_stated_lists(row: Row, category: Category, file: str) -> Row:
    """The row with the lists its cells state: a file by itself has the number of members, never the members."""
    for fact in category.facts:
        if isinstance(fact.type, ListType):
            row = with_members(row, _no_members(fact), file)
    return row


def _no_members(fact: Fact) -> Members:
    return gather(fact, Records("", (), (), cells=False), {})


def _answers(yes: pl.Series, no: pl.Series) -> tuple[pl.Series, pl.Series]:
    def read(pair: tuple[Any, Any]) -> tuple[bool | None, bool]:
        try:
            return answer(*pair), False
        except NoAnswer:
            return None, True

    return _each_once(list(zip(yes.to_list(), no.to_list(), strict=True)), read)


def _read_list_sizes(column: pl.Series, fact: Fact, file: str) -> tuple[pl.Series, pl.Series]:
    """Empty lists where the cell says 0, unknown ones where it says nothing, faulty ones elsewhere."""
    members = _no_members(fact)

    def read(cell: object) -> tuple[bool | None, bool]:
        row = with_members(Row(1, "-", None, {fact.name: cell}), members, file)
        return (True if row.facts and fact.name in row.facts else None), bool(row.problems)

    stated, faulty = _each_once(column.to_list(), read)
    empty = pl.lit(pl.Series([[]], dtype=pl.List(pl.Null)))
    return pl.select(pl.when(stated).then(empty)).to_series(), faulty


def _each_once(values: list[Any], read: Callable[[Any], tuple[bool | None, bool]]) -> tuple[pl.Series, pl.Series]:
    """What is read of each value, each distinct one once, and where it is at fault."""
    known: dict[Any, tuple[bool | None, bool]] = {}
    for value in values:
        if value not in known:
            known[value] = read(value)
    found = [known[value] for value in values]
    return tuple(pl.Series([one[part] for one in found], dtype=pl.Boolean) for part in (0, 1))  # type: ignore[return-value]
