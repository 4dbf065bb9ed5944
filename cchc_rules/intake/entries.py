"""Which rows under a header are entries: told by shape, and every row that is none is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cchc_rules.facts.faults import Fault
from cchc_rules.facts.scalars import ScalarReader, scalar_reader
from cchc_rules.facts.vietnamese import DASHES
from cchc_rules.intake.cells import Area, Cell, Grid, SheetRow, UnclearCell
from cchc_rules.intake.headers import ID, NAME, Columns, HeaderWords, match_headers
from cchc_rules.intake.layout import Header
from cchc_rules.intake.table import refuse
from cchc_rules.language.types import ChoiceType, ListType, TextType
from cchc_rules.text import fold_case, normalise

_NOTHING: Final = frozenset(("", *DASHES))
_TOTAL: Final = re.compile(r"(?:tổng|cộng|toàn bộ|total|sum)(?!\w).*", re.DOTALL)
_TOTAL_LETTERS: Final = frozenset("tcsTCS")
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?")
_ROMAN: Final = re.compile(r"(?:phần |mục |khối )?\(?(?:[ivxl]{1,6}|[a-zđ])[.)/:]?", re.IGNORECASE)
_HEADED: Final = re.compile(r"(?:phần|mục)? ?(?:[IVXL]{1,6}|[A-ZĐ])[.)/:]\s*\D.*", re.DOTALL)
_MOST_REMEMBERED: Final = 4096
_ONE_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows that are entries; the numbers of those passed over though they hold text, and of the header again."""

    rows: list[SheetRow]
    passed_over: list[int]
    repeated: list[int]


def find_entries(
    grid: Grid,
    header: Header,
    columns: Columns,
    words: HeaderWords,
    *,
    file: str,
    repeats: Callable[[Sequence[Cell], int], bool] | None = None,
) -> Entries:
    """The entries under a header; ``repeats`` tells rows that are it once more where others than its labels say so.

    No entries are: the header again, a numbering of the columns directly under it, totals, titles of sections, and
    whatever stands below the last row that states a fact or goes on numbering. Raises TableError for another header
    further down: whose columns the rows below it follow, nobody can tell.
    """
    finder = _Finder(grid, header, columns, words, _value_readers(words))
    repeats = repeats or HeaderRepeats(columns, words, file, header.row).repeats
    above = [fold_cells(row.cells) for row in grid.rows if row.number in header.rows]
    starts = {row.cells[0] for row in grid.rows if row.number in header.rows}
    kept: list[tuple[SheetRow, _Parts]] = []
    passed: list[int] = []
    repeated: list[int] = []
    for row in (row for row in grid.rows if row.number > header.row):
        if (row.cells[0] in starts and fold_cells(row.cells) in above) or repeats(row.cells, row.number):
            repeated.append(row.number)
            continue
        parts = finder.parts(row)
        if finder.numbers_columns(row) or finder.is_total(parts) or finder.is_section(row, parts):
            passed.append(row.number)
        elif parts.id is not None or parts.facts:
            kept.append((row, parts))
        elif any(map(is_filled, row.cells)):
            passed.append(row.number)
    last = next((index for index in reversed(range(len(kept))) if finder.goes_on(kept[index][1])), -1)
    below, shapes = kept[last + 1 :], {shape_of(parts.id) for _, parts in kept[: last + 1]}
    own = [row for row, parts in below if is_bare_id(parts.id, shapes)]
    passed += [row.number for row, _ in below if row not in own]
    return Entries([*(row for row, _ in kept[: last + 1]), *own], sorted(passed), repeated)


def states_value(row: SheetRow, columns: Columns, words: HeaderWords) -> bool:
    """Whether some cell of a row reads as a value of its fact."""
    readers = _value_readers(words)
    keyed = ((key, cell) for key, cell in zip(columns.keys, row.cells, strict=False) if key in readers)
    return any(_reads(readers[key], words.types.get(key, ""), cell) for key, cell in keyed if is_filled(cell))


@dataclass(slots=True)
class HeaderRepeats:
    """Tells rows that are the header in row ``first`` once more. What texts may mean is remembered."""

    columns: Columns
    words: HeaderWords
    file: str
    first: int
    places: list[int] = field(init=False)
    known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts = {fact.name for fact in self.words.facts if isinstance(fact.type, TextType)}
        keys = enumerate(self.columns.keys)
        self.places = [index for index, key in keys if key and key not in (ID, NAME) and key not in texts]

    def repeats(self, cells: Sequence[Cell], row: int) -> bool:
        """Whether a row names the same columns again. Raises TableError where it names others.

        Whose columns the rows below another header follow, nobody can tell.
        """
        width = len(cells)
        if not any(self._knows(cells[index]) for index in self.places if index < width):
            return False
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        if sum(map(self.words.knows, texts)) < 2:
            return False
        again, own = match_headers(texts, self.words, file=self.file).keys, self.columns.keys
        width = max(len(again), len(own))
        if (*again, *[""] * (width - len(again))) != (*own, *[""] * (width - len(own))):
            raise refuse("second-header", self.file, row=row, first=self.first)
        return True

    def _knows(self, cell: Cell) -> bool:
        if not isinstance(cell, str) or cell.isdecimal():
            return False
        known = self.known.get(cell)
        if known is None:
            known = self.words.knows(cell)
            if len(self.known) < _MOST_REMEMBERED:
                self.known[cell] = known
        return known


def fold_cells(cells: Sequence[Cell]) -> list[str]:
    """The cells of a row as texts to compare, without blank ones at the end."""
    texts = ["" if cell is None else fold_case(str(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def is_filled(cell: Cell) -> bool:
    """Whether a cell says something: neither blank nor a lone dash."""
    return cell is not None and not (isinstance(cell, str) and cell.strip() in _NOTHING)


def _value_readers(words: HeaderWords) -> dict[str, ScalarReader | None]:
    """What reads a value of each fact; None for text, which anything is, and for lists, whose columns count.

    Of an open choice only the options count: any signature is another word.
    """
    return {
        fact.name: None
        if isinstance(fact.type, TextType | ListType)
        else scalar_reader(
            replace(fact, type=ChoiceType(fact.type.options)) if isinstance(fact.type, ChoiceType) else fact
        )
        for fact in words.facts
    }


@dataclass(frozen=True, slots=True)
class _Parts:
    """The cells of a row that say something, by what their columns hold; ``texts`` are those of facts of text."""

    id: Cell = None
    counter: Cell = None
    facts: list[tuple[str, Cell]] = field(default_factory=list)
    others: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class _Finder:
    """Looks at the rows of one table."""

    grid: Grid
    header: Header
    columns: Columns
    words: HeaderWords
    readers: Mapping[str, ScalarReader | None]
    wide: dict[int, Area] = field(init=False)
    numbered: bool = field(init=False)

    def __post_init__(self) -> None:
        width = sum(bool(text) for text in self.header.texts)
        # A cell over most of the table's columns is a title of what follows.
        spans = (
            area for area in self.grid.merged if (area.right - area.left + 1) * 2 > width and area.right > area.left
        )
        self.wide = {area.top: area for area in spans}

        place, rows = self.columns.counter, [row for row in self.grid.rows if row.number > self.header.row]
        counted = 0 if place is None else sum(_is_number(row.cell(place)) for row in rows)
        self.numbered = counted * 2 > len(rows)

    def numbers_columns(self, row: SheetRow) -> bool:
        """Whether the row directly under the header numbers the columns: every filled cell, two at least, its place.

        Forms count letters first, then numbers from 1 (A, B, 1, 2); the place is that in the sheet or in the table.
        """
        if row.number != self.header.row + 1:
            return False
        filled = [
            (index, normalise(str(cell)).strip("()[]")) for index, cell in enumerate(row.cells) if is_filled(cell)
        ]
        if len(filled) < 2:
            return False
        first = next((index for index, text in enumerate(self.header.texts) if text), 0)
        letters = sum(len(word) == 1 and word.isalpha() for _, word in filled)
        if letters and len(filled) < 3:
            return False  # A and 1 may be somebody and a number
        fits = any(
            all(
                word in (str(place := index + 1 - shift), str(place - letters), _letter(index - shift))
                for index, word in filled
            )
            for shift in (0, first)
        )
        return fits and _ascends([word for _, word in filled])

    def parts(self, row: SheetRow) -> _Parts:
        """The cells that say something."""
        id, counter = None, None
        facts: list[tuple[str, Cell]] = []
        others: list[Cell] = []
        for index, cell in enumerate(row.cells):
            if not is_filled(cell):
                continue
            key = self.columns.keys[index] if index < len(self.columns.keys) else ""
            if key == ID:
                id = cell
            elif index == self.columns.counter:
                counter = cell
            elif key in self.readers:
                facts.append((key, cell))
            else:
                others.append(cell)
        return _Parts(id, counter, facts, others)

    def is_total(self, parts: _Parts) -> bool:
        """Whether the row sums others up: only numbers under facts, and no id, or a word for a sum in its place."""
        if _is_number(parts.counter) or not all(_is_number(cell) for _, cell in parts.facts):
            return False
        if any(map(_is_total_word, (parts.id, parts.counter, *parts.others))):
            return True
        return parts.id is None and bool(parts.facts) and not parts.others and self._has_other_kinds(parts)

    def _has_other_kinds(self, parts: _Parts) -> bool:
        """Whether facts of another kind than numbers are left blank: a sum has nothing to say of them."""
        stated = {key for key, _ in parts.facts}
        kinds = self.words.types
        return any(
            key in self.readers and kinds.get(key) not in ("integer", "number", "percent") and key not in stated
            for key in self.columns.keys
        )

    def is_section(self, row: SheetRow, parts: _Parts) -> bool:
        """Whether the row is a title: merged over the table, or numbered by a letter or roman number; no fact."""
        if parts.facts:
            return False
        filled = [cell for cell in row.cells if is_filled(cell)]
        if row.number in self.wide and len(filled) <= 2:
            return True
        if isinstance(parts.counter, str) and _ROMAN.fullmatch(normalise(parts.counter)):
            return True
        if len(filled) == 1 and isinstance(filled[0], str):
            return _HEADED.fullmatch(normalise(filled[0])) is not None or (
                self.columns.counter is not None and parts.id is not None and self.numbered
            )
        return False

    def goes_on(self, parts: _Parts) -> bool:
        """Whether the table goes on at this row: a cell reads as a value of its fact, or it is numbered."""
        return _is_number(parts.counter) or any(
            _reads(self.readers[key], self.words.types.get(key, ""), cell) for key, cell in parts.facts
        )


def _reads(reader: ScalarReader | None, kind: str, cell: Cell) -> bool:
    """Whether a cell reads as a value; without a reader, which text and lists have none of, a number does."""
    if isinstance(cell, UnclearCell):
        return True
    if reader is None:
        return kind == "" and _is_number(cell)
    try:
        return reader.read(cell, True) is not None
    except Fault as fault:
        return fault.code not in ("unreadable-value", "wrong-type", "level-off-scale", "choice-off-list")


def shape_of(id: Cell) -> str:
    """An id with its letters and digits made alike."""
    return re.sub("[0-9]+", "9", re.sub("[^0-9\\W]", "a", normalise(str(id))))


def is_bare_id(id: Cell, shapes: set[str]) -> bool:
    """Whether a row below all facts is still a candidate of whom nothing is known: its id looks like the others."""
    if id is None:
        return False
    return not shapes or shape_of(id) in shapes or _ONE_WORD.fullmatch(normalise(str(id))) is not None


def _letter(index: int) -> str:
    return chr(ord("A") + index) if 0 <= index < 26 else ""


def _ascends(words: Sequence[str]) -> bool:
    """Whether letters come first, each once, then numbers that only grow."""
    numbers = [int(word) for word in words if word.isdecimal() and word.isascii()]
    letters = [word for word in words if word.isalpha()]
    return [*letters, *map(str, numbers)] == list(words) and numbers == sorted(set(numbers))


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return True
    return isinstance(cell, str) and cell.lstrip()[:1].isdecimal() and _NUMBER.fullmatch(cell.strip()) is not None


def _is_total_word(cell: Cell) -> bool:
    # The first letter tells nearly all texts from these words at no cost.
    return (
        isinstance(cell, str) and cell.lstrip()[:1] in _TOTAL_LETTERS and _TOTAL.fullmatch(fold_case(cell)) is not None
    )
