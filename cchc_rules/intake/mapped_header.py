"""The header of a sheet held against a mapping: each column under its letter and its text, nothing else with values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cchc_rules.intake.cells import Cell, Grid, SheetRow
from cchc_rules.intake.entries import is_filled
from cchc_rules.intake.header_words import ANSWERS, negations_in
from cchc_rules.intake.headers import HeaderWords, column_letters, is_counter, judge_heading, names_candidate
from cchc_rules.intake.layout import spread_texts
from cchc_rules.intake.mapping import ColumnMapping, MappedColumn
from cchc_rules.intake.table import refuse
from cchc_rules.language.types import BooleanType, Fact, ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.text import fold_case, normalise, visible

BETWEEN: Final = " / "
"""Stands between the headings over one column, the uppermost first."""


MOST_TEXTS_KNOWN: Final = 4_096
"""Of how many texts it is remembered whether they head columns: names and remarks are of any number."""


@dataclass(frozen=True, slots=True)
class SeenHeader:
    """The headings over each column of a sheet, from column A on, in rows of these numbers."""

    rows: tuple[int, ...]
    parts: tuple[tuple[str, ...], ...]

    def over(self, index: int) -> str:
        """The text over a column as mappings write it; empty where there is none."""
        return BETWEEN.join(self.parts[index]) if index < len(self.parts) else ""


def see_header(grid: Grid, rows: Sequence[int]) -> SeenHeader:
    """The headings in those rows: a merged one over every column it spans, the same one twice said once."""
    block = [row for row in grid.rows if row.number in rows]
    width = max((len(row.cells) for row in block), default=0)
    width = max([width, *(area.right for area in grid.merged if area.top in rows and area.left <= width)])
    spread = [spread_texts(row, grid.merged, width) for row in block]
    columns = ([normalise(row[index]) for row in spread] for index in range(width))
    return SeenHeader(tuple(rows), tuple(tuple(dict.fromkeys(part for part in one if part)) for one in columns))


def hold_header(mapping: ColumnMapping, seen: SeenHeader, file: str) -> Iterator[Problem]:
    """What of the mapping is not so on the sheet: a column that moved, was renamed, or is not there."""
    last = seen.rows[-1]
    for one in mapping.columns:
        over = seen.over(one.index)
        if fold_case(over) == fold_case(one.header):
            continue
        place = Place(row=last, cell=f"{column_letters(one.index + 1)}{last}", file=file)
        now = [index for index in range(len(seen.parts)) if fold_case(seen.over(index)) == fold_case(one.header)]
        fields = {"header": visible(one.header) or "–", "seen": visible(over) or "–"}
        if one.header and len(now) == 1:
            yield Problem("mapping-header", place, {**fields, "column": column_letters(now[0] + 1)}, "moved")
        else:
            yield Problem("mapping-header", place, fields, "" if over else "blank")


def hold_headings(mapping: ColumnMapping, seen: SeenHeader, words: HeaderWords, file: str) -> Iterator[Problem]:
    """Headings that say their column is of another year, of somebody else, an answer, or the contrary of its fact.

    Where the entry quotes the heading, or the whole text, under ``despite`` somebody has looked at it.
    """
    last = seen.rows[-1]
    for one in mapping.columns:
        quoted = {fold_case(text) for text in one.despite}
        parts = seen.parts[one.index] if one.index < len(seen.parts) else ()
        if one.fact is None or fold_case(seen.over(one.index)) in quoted:
            continue
        around = _words_around(one, words)
        for problem in find_contrary_headings(one.fact, parts, around, answered=one.answer is not None):
            if fold_case(str(problem.fields["heading"])) not in quoted:
                place = Place(row=last, cell=f"{column_letters(one.index + 1)}{last}", file=file)
                yield replace(problem, where=place)


def find_contrary_headings(
    fact: Fact, parts: Sequence[str], words: HeaderWords, *, answered: bool
) -> Iterator[Problem]:
    """The headings over a column that say it is not the fact, still without a place; ``words`` are those around it."""
    label = fact.label.within("vi")
    for part in parts:
        problem = None if words.find(part)[0] == (fact.name,) else judge_heading(words, label, part, answered=answered)
        if problem is not None and problem.severity == "error":
            yield Problem("mapping-heading", None, {**problem.fields, "label": label}, problem.variant)
    denied = negations_in(" ".join(part for part in parts if fold_case(part) not in ANSWERS))
    known = [negations_in(label), *([negations_in(fact.negative.within("vi"))] if answered and fact.negative else [])]
    exact = isinstance(fact.type, BooleanType)
    if parts and not answered and (denied not in known if exact else [one for one in denied if one not in known[0]]):
        yield Problem("mapping-heading", None, {"heading": visible(parts[-1]), "label": label}, "negation")


def _words_around(one: MappedColumn, words: HeaderWords) -> HeaderWords:
    """The words of the facts among which the column's fact is: the candidate's, or those of a list's members."""
    if one.path[0] != "lists" or one.path[2] != "members":
        return words
    listed = next(fact for fact in words.facts if fact.name == one.path[1])
    assert isinstance(listed.type, ListType)
    return words.within(listed.type)


def hold_unnamed(mapping: ColumnMapping, rows: Sequence[SheetRow], seen: SeenHeader, file: str) -> Iterator[Problem]:
    """Columns with values in entries that the mapping does not name: nobody said that they may be passed over."""
    named = {one.index for one in mapping.columns}
    found: dict[int, int] = {}
    for row in rows:
        for index, cell in enumerate(row.cells):
            if index not in named and index not in found and is_filled(cell):
                found[index] = row.number
    for index, number in sorted(found.items()):
        letters, header = column_letters(index + 1), seen.over(index)
        fields = {"column": letters, "header": visible(header)}
        yield Problem("mapping-unnamed", Place(cell=f"{letters}{number}", file=file), fields, "" if header else "blank")


@dataclass(slots=True)
class OfficeHeaderRepeats:
    """Tells rows that are an office's own header once more, by its texts, and refuses those that are another header.

    Another header is a row with two texts that head columns: the office's own over other columns or beside new ones,
    labels of facts, `STT`, words for ids and names. What texts may mean is remembered.
    """

    seen: SeenHeader
    words: HeaderWords
    file: str
    places: dict[str, set[int]]
    known: dict[str, bool] = field(default_factory=dict)

    @staticmethod
    def of(grid: Grid, seen: SeenHeader, words: HeaderWords, file: str) -> OfficeHeaderRepeats:
        """Those of a sheet. Words that answer, which stand in cells as well, are no mark of a header."""
        places: dict[str, set[int]] = {}
        for row in (row for row in grid.rows if row.number in seen.rows):
            for index, cell in enumerate(row.cells):
                if isinstance(cell, str) and cell.strip() and fold_case(cell) not in ANSWERS:
                    places.setdefault(fold_case(cell), set()).add(index)
        return OfficeHeaderRepeats(seen, words, file, places)

    def repeats(self, cells: Sequence[Cell], row: int) -> bool:
        """Whether a row holds texts of the header in their columns and no other, two at least.

        Raises TableError for another header: whose columns the rows below it follow, nobody can tell.
        """
        filled = [
            (index, fold_case(cell)) for index, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()
        ]
        if len({text for _, text in filled if self._heads(text)}) < 2:
            return False
        own = [index in self.places.get(text, ()) for index, text in filled if text not in ANSWERS]
        if not all(own):
            raise refuse("second-header", self.file, row=row, first=self.seen.rows[-1])
        return True

    def _heads(self, text: str) -> bool:
        """Whether a text stands over columns: over one of this table, or over one of any."""
        known = self.known.get(text)
        if known is None:
            words = self.words
            known = text in self.places or is_counter(text) or names_candidate(text) or words.knows(text)
            if len(self.known) < MOST_TEXTS_KNOWN:
                self.known[text] = known
        return known
