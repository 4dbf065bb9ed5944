"""What reading a table gives: rows with their facts as written, and the problems of the file and of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from cchc_rules.decisions.footing import MappingUse
from cchc_rules.language.ruleset import Category
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem, ProblemsError

LARGEST_ROW: Final = 2**20
"""How many characters one row may have."""

Declared: TypeAlias = Category | ListType
"""What declares the facts, or the fields of list members, that columns may hold."""


class TableError(ProblemsError):
    """A file whose rows cannot be told apart from each other or from noise; nothing of it is decided."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands: its file (and sheet), its number, the letters over the column of each key.

    ``members`` are the origins of the members of its lists, where those stand in rows of their own.
    """

    file: str
    row: int
    letters: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its number as the office sees it, the candidate, its facts as written, what is wrong.

    ``facts`` is None when the row cannot be read or its candidate cannot be told; there is no decision then.
    """

    number: int
    id: str | None
    name: str | None
    facts: Mapping[str, Any] | None
    problems: tuple[Problem, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file in their order, and the problems of the file itself (warnings among them).

    ``cells`` tells that values come from a file, where a bare ``0,85`` is no share yet; ``mapping`` is what told which
    columns are read, where a mapping did.
    """

    file: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    cells: bool = False
    mapping: MappingUse | None = None


def refuse(code: str, file: str, *, row: int | None = None, variant: str = "", **fields: object) -> TableError:
    """The error that the file cannot be used, for one reason."""
    return TableError([Problem(code, Place(row=row, file=file), fields, variant)])
