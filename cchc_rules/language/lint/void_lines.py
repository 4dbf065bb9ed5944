"""Lines of scores that a candidate of whom everything is stated can leave open."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.language.checking.bounds import find_bounds
from cchc_rules.language.lint.conditions import warning
from cchc_rules.language.nodes import FirstOf, Node, Quotient, walk
from cchc_rules.language.ruleset import Ruleset, ScoreLine, ScoreSheet
from cchc_rules.problems import Problem


def find_void_lines(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each line that takes a share of what may be 0, with neither a gate nor a first row to say so."""
    for category in ruleset.categories:
        for result in category.results:
            if isinstance(result, ScoreSheet):
                yield from _below(result.whole)


def _below(line: ScoreLine) -> Iterator[Problem]:
    if line.gate is not None:
        return
    if line.value is not None and not _begins_apart(line.value):
        wholes = [node.whole for node in walk(line.value) if isinstance(node, Quotient)]
        if any(map(_may_be_zero, wholes)):
            yield warning("void-line", line.span, line=line.id)
    for one in line.lines:
        yield from _below(one)


def _begins_apart(value: Node) -> bool:
    """Whether a table looks at something else before it takes a share."""
    if not isinstance(value, FirstOf):
        return False
    return not any(isinstance(node, Quotient) for node in walk(value.conditions[0]))


def _may_be_zero(whole: Node) -> bool:
    bounds = find_bounds(whole)
    return bounds is None or bounds.low <= 0 <= bounds.high
