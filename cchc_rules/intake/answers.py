"""A yes-or-no fact over two columns, headed yes and no, one of them marked: where such columns stand, what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from cchc_rules.facts.vietnamese import DASHES
from cchc_rules.text import fold_case, normalise, visible

Answers: TypeAlias = tuple[int, int]
"""The column for yes and the column for no, from 0."""

_MARKS: Final = frozenset("x✓✔")


class NoAnswer(ValueError):
    """Two cells of which nobody can tell what they answer; ``seen`` is what stands in the one that is no mark."""

    def __init__(self, seen: str = "", *, in_yes: bool = True) -> None:
        super().__init__(seen)
        self.seen = seen
        self.variant = "" if seen else "both"
        self.in_yes = in_yes

    def column(self, yes: int, no: int) -> int:
        """The column to look at."""
        return yes if self.in_yes else no


def pairs(cells: Sequence[object], heads: Mapping[str, bool]) -> Iterator[Answers]:
    """The neighbouring header cells that read yes and no (``heads``), in either order; no cell is in two pairs."""
    said = [heads.get(fold_case(cell)) if isinstance(cell, str) else None for cell in cells]
    index = 0
    while index < len(said) - 1:
        one, other = said[index], said[index + 1]
        if one is None or other is None or one == other:
            index += 1
            continue
        yield (index, index + 1) if one else (index + 1, index)
        index += 2


def splits(above: Sequence[str], cells: Sequence[object], heads: Mapping[str, bool]) -> bool:
    """Whether a row parts texts above it into yes and no: each text stands over both, or over the first alone."""
    found = [(above[min(pair)], above[max(pair)]) for pair in pairs(cells, heads)]
    return bool(found) and all(first and second in ("", first) for first, second in found)


def answer(yes: Any, no: Any) -> bool | None:
    """Which of two cells is marked (``x``, a tick, a ticked box); None when neither is: nothing is stated.

    Raises NoAnswer when both are, or when one holds anything else: a word there may answer either question.
    """
    marked = _marked(yes, in_yes=True), _marked(no, in_yes=False)
    if marked == (True, True):
        raise NoAnswer
    return None if marked == (False, False) else marked[0]


def _marked(cell: Any, *, in_yes: bool) -> bool:
    text = normalise(cell) if isinstance(cell, str) else cell
    if text is None or (isinstance(text, str) and (not text or text in DASHES)):
        return False
    if text is True or (isinstance(text, str) and fold_case(text) in _MARKS):
        return True
    raise NoAnswer(visible(str(cell)), in_yes=in_yes)
