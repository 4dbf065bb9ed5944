"""What a table of the annex holds: candidates down, criteria or lines of points across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

FAULTY_MARK: Final = "!"
"""Of a candidate that could not be decided at all."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A candidate with a mark a criterion, or with its points."""

    id: str
    name: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """At most 14 criteria, or 10 grades and lines of points, with what every candidate has of them.

    ``note`` says how marks are read; ``headings`` are short names or numbers, ``legend`` what the numbers stand for.
    """

    kind: Literal["points", "annex"]
    title: str
    note: str
    headings: tuple[str, ...]
    legend: tuple[str, ...]
    rows: tuple[AnnexRow, ...]
