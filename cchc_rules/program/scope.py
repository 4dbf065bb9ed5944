"""What expressions see when the reference finds their meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from cchc_rules.language.nodes import Node
from cchc_rules.program.points import Point
from cchc_rules.program.program import Program
from cchc_rules.values import Value

Member: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions see: the program, the candidate's values, the date, and the members bound by folds.

    ``results`` keeps what scores and grades came to, each found once.
    """

    program: Program
    values: tuple[Value, ...]
    as_of: date | None = None
    items: Mapping[str, Member] = field(default_factory=dict)
    results: dict[tuple[str, str, bool], tuple[Point, ...]] = field(default_factory=dict, compare=False)

    def inside(self, item: str, member: Member) -> Scope:
        """The scope with one more member bound."""
        return replace(self, items={**self.items, item: member})

    def definition(self, name: str) -> Node:
        """The expression a definition stands for."""
        return self.program.definition_by_name[name].expression
