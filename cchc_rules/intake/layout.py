"""Where the table stands in an office's sheet: its header of one or more rows, and which rows are no entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cchc_rules.facts.vietnamese import DASHES
from cchc_rules.intake.answers import Answers, pairs, splits
from cchc_rules.intake.cells import Area, Cell, Grid, SheetRow
from cchc_rules.intake.headers import ID, NAME, names_candidate
from cchc_rules.text import folded, normalised

ROWS_SEARCHED: Final = 60
"""Among how many rows with content the header is looked for."""

_MOST_HEADER_ROWS: Final = 3
_TOTALS: Final = frozenset(
    ("tổng", "cộng", "tổng cộng", "tổng số", "tổng cộng số", "toàn bộ", "total", "sum", "totals")
)
_NOTE: Final = re.compile(
    r"(?:ghi chú|lưu ý|chú thích|note|người lập|người tổng hợp|thủ trưởng|lãnh đạo|giám đốc|chủ tịch|trưởng phòng|"
    r"nơi nhận|xác nhận|tm\.|kt\.|tl\.|\(ký|ký tên|ngày \S+ tháng \S+ năm|[^,]{2,60}, ngày )\W?.*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the number of its last row and the text over each column, from column A on.

    ``answers`` are the pairs of columns (from 0) under one text, for its yes and for its no.
    """

    row: int
    texts: tuple[str, ...]
    rows: frozenset[int]
    answers: tuple[Answers, ...] = ()


def find_header(grid: Grid, knows: Callable[[str], bool]) -> Header | None:
    """The header: the row near the top that names the candidate's id and most known columns, with its neighbours.

    Rows above and below belong to it when merged cells or known texts say so. None when no row names the id.
    """
    searched = grid.rows[:ROWS_SEARCHED]
    anchors = [index for index, row in enumerate(searched) if _id_column(row) is not None]
    if not anchors:
        return None
    anchor = max(anchors, key=lambda index: (_matches(searched[index], knows), -index))
    block = _block(grid, anchor, knows)
    texts = _texts(grid, block, knows)
    return Header(block[-1].number, texts, frozenset(row.number for row in block), _answers(block, texts))


def _id_column(row: SheetRow) -> int | None:
    found = (index for index, cell in enumerate(row.cells) if isinstance(cell, str) and names_candidate(cell))
    return next(found, None)


def _matches(row: SheetRow, knows: Callable[[str], bool]) -> int:
    return sum(isinstance(cell, str) and knows(cell) for cell in row.cells)


def _block(grid: Grid, anchor: int, knows: Callable[[str], bool]) -> list[SheetRow]:
    """The rows of the header: the anchor, then rows below it, then one above when its texts make columns known."""
    rows = grid.rows
    block = [rows[anchor]]
    column = _id_column(rows[anchor])
    assert column is not None
    for row in rows[anchor + 1 : anchor + _MOST_HEADER_ROWS]:
        if row.number != block[-1].number + 1 or not _continues(grid, block, row, column, knows):
            break
        block.append(row)
    if anchor and rows[anchor - 1].number == rows[anchor].number - 1:
        taller = [rows[anchor - 1], *block]
        if _known(_texts(grid, taller, knows), knows) > _known(_texts(grid, block, knows), knows):
            return taller
    return block


def _known(texts: Iterable[str], knows: Callable[[str], bool]) -> int:
    return sum(map(knows, texts))


def _continues(grid: Grid, block: list[SheetRow], row: SheetRow, column: int, knows: Callable[[str], bool]) -> bool:
    if column < len(row.cells) and row.cells[column] is not None:
        return False
    top = block[0].number
    if any(area.top <= top and area.bottom >= row.number and area.left == column + 1 for area in grid.merged):
        return True
    filled = [cell for cell in row.cells if cell is not None]
    if not all(isinstance(cell, str) for cell in filled):
        return False
    if splits(_spread(block[-1], grid.merged, len(row.cells)), row.cells):
        return True
    return _known(_texts(grid, [*block, row], knows), knows) > _known(_texts(grid, block, knows), knows)


def _texts(grid: Grid, block: Sequence[SheetRow], knows: Callable[[str], bool]) -> tuple[str, ...]:
    """The text over each column: the parts of the rows joined, or the one part that is known."""
    width = max(len(row.cells) for row in block)
    spread = [_spread(row, grid.merged, width) for row in block]
    for above, row in zip(spread, block[1:], strict=False):
        for pair in pairs(row.cells):
            above[max(pair)] = above[max(pair)] or above[min(pair)]
    return tuple(_told([row[index] for row in spread], knows) for index in range(width))


def _answers(block: Sequence[SheetRow], texts: Sequence[str]) -> tuple[Answers, ...]:
    """The pairs of columns below the first row that both have the meaning of one text."""
    return tuple((yes, no) for row in block[1:] for yes, no in pairs(row.cells) if texts[yes] == texts[no])


def _spread(row: SheetRow, merged: Iterable[Area], width: int) -> list[str]:
    """The texts of a header row, a merged one over every column it spans."""
    texts = ["" if cell is None else str(cell) for cell in row.cells] + [""] * (width - len(row.cells))
    for area in merged:
        if area.top == row.number and area.left <= width:
            for index in range(area.left, min(area.right, width)):
                texts[index] = texts[index] or texts[area.left - 1]
    return texts


def _told(parts: list[str], knows: Callable[[str], bool]) -> str:
    said = list(dict.fromkeys(part for part in map(normalised, parts) if part))
    if len(said) < 2:
        return said[0] if said else ""
    for text in (" ".join(said), " - ".join(said), *reversed(said)):
        if knows(text):
            return text
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows under a header: those that are entries, and the numbers of those passed over though they hold text."""

    entries: list[SheetRow]
    passed_over: list[int]


def sort_rows(grid: Grid, header: Header, keys: Sequence[str]) -> Sorted:
    """The entries under the header; ``keys`` tell what each column holds.

    A row is no entry when it names no id and states no fact, is a total, a note in one cell, the header again, or the
    numbering of columns under it; after the last entry also whatever follows a note or a signature line.
    """
    rows = [row for row in grid.rows if row.number > header.row]
    passed: list[int] = []
    if rows and rows[0].number == header.row + 1 and _numbers_columns(rows[0]):
        if all(cell is None or not isinstance(cell, str) for cell in rows[0].cells):
            passed.append(rows[0].number)  # bare numbers: it might be somebody's
        rows = rows[1:]
    sorter = _Sorter(keys, {area.top: area for area in grid.merged if area.right > area.left})
    kept: list[SheetRow] = []
    for row in rows:
        if sorter.repeats_header(row):
            continue
        if sorter.is_entry(row):
            kept.append(row)
        elif any(map(_filled, row.cells)):
            passed.append(row.number)
    footer = _footer_start(kept, sorter)
    return Sorted(kept[:footer], sorted([*passed, *(row.number for row in kept[footer:])]))


def _filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and normalised(cell) in _NOTHING)


_NOTHING: Final = frozenset(("", *DASHES))


@dataclass(frozen=True, slots=True)
class _Sorter:
    """What columns hold, and by row the widest merged cells."""

    keys: Sequence[str]
    merged: dict[int, Area]

    def is_entry(self, row: SheetRow) -> bool:
        """Whether the row is somebody's: it names an id, or states a fact without one."""
        id, facts, others = self._parts(row)
        if any(folded(str(cell)).rstrip(" :.") in _TOTALS for cell in ([id] if id is not None else others)):
            return False
        if id is None:
            return bool(facts)
        return bool(facts or others) or not self._is_note(row, str(id))

    def repeats_header(self, row: SheetRow) -> bool:
        """Whether the row is the header again, as on every printed page."""
        return any(
            key == ID and isinstance(cell, str) and names_candidate(cell)
            for key, cell in zip(self.keys, row.cells, strict=False)
        )

    def names_id(self, row: SheetRow) -> bool:
        """Whether the row names an id."""
        return self._parts(row)[0] is not None

    def _parts(self, row: SheetRow) -> tuple[Cell, list[Cell], list[Cell]]:
        """The id, the facts stated, and the other cells that hold something."""
        id: Cell = None
        facts: list[Cell] = []
        others: list[Cell] = []
        for index, cell in enumerate(row.cells):
            if cell is None or not _filled(cell):
                continue
            key = self.keys[index] if index < len(self.keys) else ""
            if key == ID:
                id = cell
            else:
                (others if key in ("", NAME) else facts).append(cell)
        return id, facts, others

    def _is_note(self, row: SheetRow, text: str) -> bool:
        return row.number in self.merged or bool(_NOTE.fullmatch(folded(text)))


def _footer_start(rows: list[SheetRow], sorter: _Sorter) -> int:
    """Where signatures begin: after the last row with an id, at the first that reads like one."""
    last = max((index for index, row in enumerate(rows) if sorter.names_id(row)), default=-1)
    for index in range(last + 1, len(rows)):
        if any(isinstance(cell, str) and _NOTE.fullmatch(folded(cell)) for cell in rows[index].cells):
            return index
    return len(rows)


def _numbers_columns(row: SheetRow) -> bool:
    """Whether the row numbers the columns, as forms do: ``A``, ``B``, ``(1)``, ``(2)`` …"""
    words = [normalised(str(cell)).strip("()[]") for cell in row.cells if _filled(cell)]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    letters = [word for word in words if len(word) == 1 and word.isalpha()]
    steps = all(after == before + 1 for before, after in pairwise(numbers))
    return len(words) >= 3 and len(numbers) + len(letters) == len(words) and steps and numbers[:1] == [1]


def covered(merged: Iterable[Area], rows: Sequence[SheetRow], most: int) -> dict[int, set[int]] | None:
    """For each row number the columns hidden under a cell merged from elsewhere; None beyond ``most`` of them."""
    found: dict[int, set[int]] = {}
    present = {row.number for row in rows}
    last = max(present, default=0)
    count = 0
    for area in merged:
        for number in range(area.top, min(area.bottom, last) + 1):
            count += area.right - area.left + 1
            if count > most:
                return None
            if number in present:
                columns = range(area.left + (number == area.top), area.right + 1)
                found.setdefault(number, set()).update(columns)
    return found


def in_ranges(numbers: Iterable[int], shown: Callable[[int], str] = str) -> str:
    """The numbers with runs drawn together: ``5, 7–9``."""
    return ", ".join(_ranges(sorted(numbers), shown))


def _ranges(numbers: list[int], shown: Callable[[int], str]) -> Iterator[str]:
    start = 0
    for index, number in enumerate(numbers):
        if index + 1 < len(numbers) and numbers[index + 1] == number + 1:
            continue
        first = numbers[start]
        yield shown(number) if first == number else f"{shown(first)}–{shown(number)}"
        start = index + 1
