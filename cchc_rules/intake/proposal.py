"""A workbook nobody mapped yet → what each of its columns may hold: sure where its header says so, else a question.

A proposal decides nothing: a person looks at it, and what is not certain is asked for one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from cchc_rules.facts.faults import Fault
from cchc_rules.facts.scalars import scalar_reader
from cchc_rules.intake.book import Book
from cchc_rules.intake.cells import Cell, Grid, SheetRow, UnclearCell
from cchc_rules.intake.entries import is_filled
from cchc_rules.intake.header_words import ANSWERS, readings
from cchc_rules.intake.headers import HeaderWords, is_aside, is_counter, names_candidate
from cchc_rules.intake.layout import ROWS_SEARCHED
from cchc_rules.intake.mapped_header import BETWEEN, SeenHeader, see_header
from cchc_rules.intake.mapping_models import MOST_HEADING_ROWS
from cchc_rules.intake.table import refuse
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ListType, TextType
from cchc_rules.text import fold_case, skeleton, visible

_MOST_SAMPLES: Final = 3
_ROWS_SAMPLED: Final = 200
_LIKELY: Final = 0.4
"""Below this share of words in common a fact is not proposed: about half of a label's words and some of a heading's."""

_NUMBERED: Final = re.compile(r"\(?(?:[0-9]{1,2}|[A-ZĐ])\)?(?:\s*[=:].*)?")
_COUNTS: Final = ("số", "tổng số", "số lượng")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column with what it may hold. ``use`` is ``id``, ``name``, ``fact``, ``count``, ``field`` or ``ignore``.

    ``fact`` is the fact, or the list that is counted or whose member the field is of; ``field`` the field, ``member``
    the place of the member; ``answer`` what a mark says. ``parts`` are the headings over the column from the top,
    ``samples`` values that stand below.
    """

    index: int
    parts: tuple[str, ...]
    use: str = "ignore"
    fact: str = ""
    field: str = ""
    member: int = 0
    answer: bool | None = None
    certain: bool = True
    samples: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The text over the column as mappings write it."""
        return BETWEEN.join(self.parts)


@dataclass(frozen=True, slots=True)
class MappingProposal:
    """What a mapping of a sheet may say: the rows of its header, the first row below, its columns in their order."""

    sheet: str
    header: tuple[int, ...]
    first: int
    columns: tuple[ColumnGuess, ...]


def propose_mapping(book: Book, words: HeaderWords, *, sheet: str | None = None) -> MappingProposal:
    """What the sheet most like a table of the category may hold, or that ``sheet``.

    Raises TableError where no row of any sheet looks like a header.
    """
    grids = [one for one in book.grids if sheet is None or fold_case(one.name) == fold_case(sheet)]
    found = [(grid, index) for grid in grids for index in range(min(len(grid.rows), ROWS_SEARCHED))]
    best = max(found, key=lambda one: _likeness(one[0].rows[one[1]], words), default=None)
    if best is None or _likeness(best[0].rows[best[1]], words) < (False, 0, 2):
        raise refuse("mapping-no-header", book.file)
    grid, index = best
    rows = _header_rows(grid, index)
    seen = see_header(grid, rows)
    below = [row for row in grid.rows if row.number > rows[-1]]
    first = below[1].number if len(below) > 1 and _numbers_columns(below[0]) else rows[-1] + 1
    data = [row for row in below if row.number >= first][:_ROWS_SAMPLED]
    columns = _Guessing(seen, data, words).columns()
    return MappingProposal(grid.name, rows, first, columns)


def _likeness(row: SheetRow, words: HeaderWords) -> tuple[bool, int, int]:
    """How much a row looks like a header: a column of numbers or ids first, then known labels, then texts."""
    texts = [cell for cell in row.cells if isinstance(cell, str) and cell.strip()]
    marks = any(is_counter(text) or words.names_id(text) for text in texts)
    return marks and len(texts) > 1, sum(map(words.knows, texts)), len(set(texts))


def _header_rows(grid: Grid, index: int) -> tuple[int, ...]:
    """The rows of a header by its merged cells: down to where they end, and one more below one merged over columns."""
    top = grid.rows[index].number
    starting = [area for area in grid.merged if area.top == top]
    bottom = max((area.bottom for area in starting), default=top)
    if any(area.right > area.left and area.bottom == top for area in starting):
        bottom = max(bottom, top + 1)
    over = [area for area in grid.merged if area.bottom == top - 1 and area.right > area.left]
    if len(over) > 1 and index and grid.rows[index - 1].number == top - 1:
        top -= 1
    return tuple(range(top, min(bottom, top + MOST_HEADING_ROWS - 1) + 1))


def _numbers_columns(row: SheetRow) -> bool:
    filled = [str(cell).strip() for cell in row.cells if is_filled(cell)]
    return len(filled) > 2 and all(map(_NUMBERED.fullmatch, filled))


class _Guessing:
    """The columns of one header while facts are found for them; what was taken is not proposed again."""

    def __init__(self, seen: SeenHeader, rows: Sequence[SheetRow], words: HeaderWords) -> None:
        self.seen = seen
        self.rows = rows
        self.words = words
        self.guesses: dict[int, ColumnGuess] = {}
        self.taken: set[tuple[str, str, str, bool | None]] = set()

    def columns(self) -> tuple[ColumnGuess, ...]:
        """A guess for every column with a header or with values."""
        width = max([len(self.seen.parts), *(len(row.cells) for row in self.rows)])
        found = (ColumnGuess(index, self._parts(index), samples=self._samples(index)) for index in range(width))
        plain = [one for one in found if one.parts or one.samples]
        open_ = [one for one in plain if not self._is_certain(one)]
        likely = sorted(self._likely(open_), key=lambda one: -one[0])
        for _, guess in likely:
            key = (guess.use, guess.fact, guess.field, guess.answer)
            if guess.index not in self.guesses and (guess.use == "field" or key not in self.taken):
                self._keep(replace(guess, certain=False))
        whole = [self.guesses.get(one.index, replace(one, certain=not one.samples)) for one in plain]
        return tuple(_number_members(whole))

    def _parts(self, index: int) -> tuple[str, ...]:
        return self.seen.parts[index] if index < len(self.seen.parts) else ()

    def _keep(self, guess: ColumnGuess) -> None:
        self.guesses[guess.index] = guess
        self.taken.add((guess.use, guess.fact, guess.field, guess.answer))

    def _samples(self, index: int) -> tuple[str, ...]:
        cells = [cell for row in self.rows if is_filled(cell := row.cell(index))]
        shown = (visible(one.shown if isinstance(one, UnclearCell) else str(one), longest=24) for one in cells)
        return tuple(dict.fromkeys(shown))[:_MOST_SAMPLES]

    def _is_certain(self, plain: ColumnGuess) -> bool:
        """Whether the header says by itself what the column is."""
        parts = plain.parts
        leaf = parts[-1] if parts else ""
        uses = {one.use for one in self.guesses.values()}
        if leaf and is_aside(leaf):
            self._keep(plain)
        elif "id" not in uses and self.words.names_id(leaf):
            self._keep(replace(plain, use="id"))
        elif "name" not in uses and names_candidate(leaf):
            self._keep(replace(plain, use="name"))
        elif (
            len(parts) == 1
            and len(names := self.words.find(leaf)[0]) == 1
            and ("fact", names[0], "", None) not in self.taken
        ):
            fact = next(one for one in self.words.facts if one.name == names[0])
            self._keep(replace(plain, use="count" if isinstance(fact.type, ListType) else "fact", fact=fact.name))
        else:
            return False
        return True

    def _likely(self, columns: Sequence[ColumnGuess]) -> Iterator[tuple[float, ColumnGuess]]:
        """What each column may be, with how likely it is."""
        for one in columns:
            parts = one.parts
            leaf = fold_case(parts[-1]) if parts else ""
            if not parts:
                continue
            if leaf.startswith("mã"):
                yield 0.9, replace(one, use="id")
            if leaf.startswith(("tên", "họ")):
                yield 0.9, replace(one, use="name")
            for fact in self.words.facts:
                if isinstance(fact.type, ListType):
                    yield from self._in_list(one, parts, fact, fact.type)
                elif len(parts) > 1 and leaf in ANSWERS and isinstance(fact.type, BooleanType):
                    if (score := _resemblance(parts[:-1], fact)) >= _LIKELY:
                        yield score, replace(one, use="fact", fact=fact.name, answer=ANSWERS[leaf])
                elif (score := _resemblance(parts, fact)) >= _LIKELY and self._may_hold(one.index, fact):
                    yield score, replace(one, use="fact", fact=fact.name)

    def _in_list(
        self, one: ColumnGuess, parts: Sequence[str], fact: Fact, type_: ListType
    ) -> Iterator[tuple[float, ColumnGuess]]:
        """What a column may be of a list: the number of its members, or a field of one."""
        around = _resemblance(parts[:1], fact)
        leaf = fold_case(parts[-1])
        if leaf.startswith(_COUNTS) and _resemblance(parts, fact) >= _LIKELY:
            yield 0.5 + around / 2, replace(one, use="count", fact=fact.name)
        for field in type_.fields:
            score = _resemblance(parts[-1:], field)
            inside = len(parts) > 1 and around >= _LIKELY
            if (score >= _LIKELY or (inside and score > 0)) and self._may_hold(one.index, field):
                likely = (0.5 + score / 2) if inside else score
                yield likely, replace(one, use="field", fact=fact.name, field=field.name)

    def _may_hold(self, index: int, fact: Fact) -> bool:
        """Whether most of what stands in a column reads as a value of the fact."""
        cells = [cell for row in self.rows if is_filled(cell := row.cell(index))]
        if not cells or isinstance(fact.type, TextType):
            return True
        return sum(_reads_as(cell, fact) for cell in cells) * 2 > len(cells)


def _reads_as(cell: Cell, fact: Fact) -> bool:
    if isinstance(cell, UnclearCell):
        return True
    try:
        return scalar_reader(fact).read(cell, True) is not None
    except Fault:
        return False


def _resemblance(parts: Sequence[str], fact: Fact) -> float:
    """How much of a label and of headings is the same, from 0 to 1: words in common, the lowest heading twice."""
    if not parts:
        return 0.0
    whole, leaf = _words(" ".join(parts)), _words(parts[-1])
    best = 0.0
    for label in (fact.label.vi, *fact.aliases):
        known = _words(label)
        shared = 2 * len(whole & known) / (len(whole) + len(known)) if known and whole else 0.0
        lowest = len(leaf & known) / len(leaf) if leaf else 0.0
        spelt = SequenceMatcher(None, skeleton(parts[-1][:120]), skeleton(label[:120]), autojunk=False).ratio()
        best = max(best, (shared + lowest) / 2, spelt if spelt >= 0.8 else 0.0)
    return best


def _words(text: str) -> frozenset[str]:
    *_, form = readings(text)
    return frozenset(re.findall(r"\w+", skeleton(form)))


def _number_members(columns: Sequence[ColumnGuess]) -> Iterator[ColumnGuess]:
    """The columns with those of lists told apart: a field that comes again begins the next member."""
    seen: dict[str, tuple[int, set[str]]] = {}
    for one in columns:
        if one.use == "field":
            member, fields = seen.get(one.fact, (0, set()))
            if one.field in fields:
                member, fields = member + 1, set()
            seen[one.fact] = (member, fields | {one.field})
            one = replace(one, member=member)
        yield one


def find_list_shapes(proposal: MappingProposal) -> Mapping[str, tuple[bool, int]]:
    """For each list among the columns whether its members are counted, and how many stand side by side."""
    lists = dict.fromkeys(one.fact for one in proposal.columns if one.use in ("count", "field"))
    return {
        name: (
            any(one.use == "count" and one.fact == name for one in proposal.columns),
            len({one.member for one in proposal.columns if one.use == "field" and one.fact == name}),
        )
        for name in lists
    }
