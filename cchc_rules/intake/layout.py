"""Where the table stands in an office's sheet: its header of one or more rows, and which rows are no entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cchc_rules.intake.answers import Answers, pairs, splits
from cchc_rules.intake.cells import Area, Grid, SheetRow
from cchc_rules.intake.headers import HeaderWords, judge_heading
from cchc_rules.text import fold_case, normalise

ROWS_SEARCHED: Final = 60
"""Among how many rows with content the header is looked for."""

_MOST_HEADER_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the number of its last row and the text over each column, from column A on.

    ``answers`` are the pairs of columns (from 0) under one text, for its yes and for its no; ``others`` are the
    headings above and below each column's text that are no part of it; ``rival`` is a row above that is a header too.
    """

    row: int
    texts: tuple[str, ...]
    rows: frozenset[int]
    answers: tuple[Answers, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()
    rival: int | None = None


def find_header(grid: Grid, words: HeaderWords) -> Header | None:
    """The header: the row near the top that names the candidate's id and most known columns, with its neighbours.

    Rows above and below belong to it when merged cells or known texts say so. None when no row names the id.
    """
    searched = grid.rows[:ROWS_SEARCHED]
    anchors = [index for index, row in enumerate(searched) if _id_column(row, words) is not None]
    if not anchors:
        return None
    anchor = max(anchors, key=lambda index: (_matches(searched[index], words), -index))
    block = _block(grid, anchor, words)
    texts, others = _texts(grid, block, words)
    rows = frozenset(row.number for row in block)
    above = (index for index in anchors if index < anchor and _matches(searched[index], words) > 1)
    rival = next((searched[index].number for index in above if searched[index].number not in rows), None)
    return Header(block[-1].number, texts, rows, _answers(block, texts, words), others, rival)


def likely_header(grid: Grid, words: HeaderWords) -> SheetRow | None:
    """The row near the top with most known columns, where none names the id; None where nothing is known."""
    best = max(grid.rows[:ROWS_SEARCHED], key=lambda row: _matches(row, words), default=None)
    return best if best is not None and _matches(best, words) else None


def _id_column(row: SheetRow, words: HeaderWords) -> int | None:
    found = (index for index, cell in enumerate(row.cells) if isinstance(cell, str) and words.names_id(cell))
    return next(found, None)


def _matches(row: SheetRow, words: HeaderWords) -> int:
    return sum(isinstance(cell, str) and words.knows(cell) for cell in row.cells)


def _block(grid: Grid, anchor: int, words: HeaderWords) -> list[SheetRow]:
    """The rows of the header: the anchor, then rows below it, then one above when its texts make columns known."""
    rows = grid.rows
    block = [rows[anchor]]
    column = _id_column(rows[anchor], words)
    assert column is not None
    for row in rows[anchor + 1 : anchor + _MOST_HEADER_ROWS]:
        if row.number != block[-1].number + 1 or not _continues(grid, block, row, column, words):
            break
        block.append(row)
    if anchor and rows[anchor - 1].number == rows[anchor].number - 1:
        above, taller = rows[anchor - 1], [rows[anchor - 1], *block]
        if _stands_over(grid, above, block[0]) or _says_otherwise(grid, above, block, words):
            return taller
        if _count_known(grid, taller, words) > _count_known(grid, block, words):
            return taller
    return block


def _says_otherwise(grid: Grid, above: SheetRow, block: list[SheetRow], words: HeaderWords) -> bool:
    """Whether a cell right over the header of a fact says that other figures stand there: another year's, a plan's.

    It need not be merged: a heading that is passed over as a title would let another year's answers in.
    """
    texts = _texts(grid, block, words)[0]
    for text, cell in zip(texts, above.cells, strict=False):
        if isinstance(cell, str) and words.find(text)[0]:
            problem = judge_heading(words, text, cell, answered=False)
            if problem is not None and problem.severity == "error":
                return True
    return False


def _stands_over(grid: Grid, above: SheetRow, anchor: SheetRow) -> bool:
    """Whether a row groups the columns below it: texts merged over some of several columns, not a title over all."""
    width = len(anchor.cells)
    spans = [area for area in grid.merged if area.top == above.number and area.right > area.left]
    groups = [area for area in spans if area.bottom == area.top and area.right - area.left + 1 < width]
    return bool(groups) and all(isinstance(cell, str) for cell in above.cells if cell is not None)


def _count_known(grid: Grid, block: Sequence[SheetRow], words: HeaderWords) -> int:
    return sum(map(words.knows, _texts(grid, block, words)[0]))


def _continues(grid: Grid, block: list[SheetRow], row: SheetRow, column: int, words: HeaderWords) -> bool:
    if row.cell(column) is not None:
        return False
    top = block[0].number
    if any(area.top <= top and area.bottom >= row.number and area.left == column + 1 for area in grid.merged):
        return True
    filled = [cell for cell in row.cells if cell is not None]
    if not all(isinstance(cell, str) for cell in filled):
        return False
    above = spread_texts(block[-1], grid.merged, len(row.cells))
    if splits(above, row.cells, words.heads) or _answers_below(above, row, words):
        return True
    return _count_known(grid, [*block, row], words) > _count_known(grid, block, words)


def _answers_below(above: Sequence[str], row: SheetRow, words: HeaderWords) -> bool:
    """Whether a row directly under a header holds nothing but words that answer the texts above."""
    cells = [(index, cell) for index, cell in enumerate(row.cells) if isinstance(cell, str)]
    heads = words.heads
    return bool(cells) and all(fold_case(cell) in heads and above[index] for index, cell in cells)


def _texts(
    grid: Grid, block: Sequence[SheetRow], words: HeaderWords
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Over each column the parts of the rows joined, or the one part that is known, and the parts left over."""
    width = max(len(row.cells) for row in block)
    spread = [spread_texts(row, grid.merged, width) for row in block]
    for above, row in zip(spread, block[1:], strict=False):
        for pair in pairs(row.cells, words.heads):
            above[max(pair)] = above[max(pair)] or above[min(pair)]
    joined = [_join([row[index] for row in spread], words) for index in range(width)]
    return tuple(text for text, _ in joined), tuple(others for _, others in joined)


def _answers(block: Sequence[SheetRow], texts: Sequence[str], words: HeaderWords) -> tuple[Answers, ...]:
    """The pairs of columns below the first row that both have the meaning of one text."""
    return tuple((yes, no) for row in block[1:] for yes, no in pairs(row.cells, words.heads) if texts[yes] == texts[no])


def spread_texts(row: SheetRow, merged: Iterable[Area], width: int) -> list[str]:
    """The texts of a header row, a merged one over every column it spans."""
    texts = ["" if cell is None else str(cell) for cell in row.cells] + [""] * (width - len(row.cells))
    for area in merged:
        if area.top == row.number and area.left <= width:
            for index in range(area.left, min(area.right, width)):
                texts[index] = texts[index] or texts[area.left - 1]
    return texts


def _join(parts: list[str], words: HeaderWords) -> tuple[str, tuple[str, ...]]:
    said = list(dict.fromkeys(part for part in map(normalise, parts) if part))
    if len(said) < 2:
        return (said[0] if said else ""), ()
    for text in (" ".join(said), " - ".join(said)):
        if words.knows(text):
            return text, ()
    for text in reversed(said):
        if words.knows(text):
            return text, tuple(one for one in said if one != text)
    return " ".join(said), ()


def find_covered(merged: Iterable[Area], rows: Sequence[SheetRow], most: int) -> dict[int, set[int]] | None:
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
