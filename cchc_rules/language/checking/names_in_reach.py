"""What an expression may refer to, and what a score, a line of one or a grade is where one is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cchc_rules.language.checking.comparability import Refusal
from cchc_rules.language.nodes import Node, ReadResult
from cchc_rules.language.ruleset import Fact, GradeTable, Parameter, ScoreSheet
from cchc_rules.language.types import GradeType, ListType, NumberType, Type
from cchc_rules.text import nearest
from cchc_rules.values import canonical_number


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may refer to; of ``broken`` names, whose declaration is faulty, nothing is said.

    ``unreadable`` are scores and grades that may not be read here: in definitions and checks.
    """

    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, tuple[Type, bool]]
    broken: frozenset[str] = frozenset()
    items: Mapping[str, ListType] = field(default_factory=dict)
    results: Mapping[str, ScoreSheet | GradeTable] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()

    @property
    def all_names(self) -> set[str]:
        """Every name that no item variable may hide."""
        declared = {*self.facts, *self.definitions, *self.results}
        return {*declared, *self.items, *self.broken, *self.unreadable}


def find_result(node: ReadResult, names: Names) -> Node | Refusal:
    """The read of a score, a line, a count of lines or a grade with its type, or why it cannot be read here."""
    if node.name in names.unreadable:
        return Refusal("result-not-here", fields={"name": node.name})
    found = names.results.get(node.name)
    if isinstance(found, GradeTable) and not node.line and not node.zeros:
        return replace(node, type=GradeType(found.scale))
    if not isinstance(found, ScoreSheet):
        scores = [name for name, one in names.results.items() if isinstance(one, ScoreSheet)]
        return Refusal("not-a-score", fields={"name": node.name, "nearest": nearest(node.name, scores) or ""})
    lines = {line.id: line for line in found.whole.family() if line is not found.whole}
    line = lines.get(node.line) if node.line else found.whole
    if line is None:
        near = nearest(node.line, lines) or ""
        return Refusal("unknown-line", fields={"line": node.line, "score": node.name, "nearest": near})
    if not node.zeros:
        # The type of a line's points, within its caps.
        least, most = (None if end is None else canonical_number(float(end)) for end in (line.least, line.most))
        return replace(node, type=NumberType(minimum=least, maximum=most))
    if not line.countable:
        return Refusal("zeros-of-nothing")
    return replace(node, type=NumberType(True, 0, len(line.countable)))
