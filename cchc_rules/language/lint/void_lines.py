"""Lines of scores that a candidate of whom everything is stated can leave open."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.language.lint.conditions import may_be_zero, warning
from cchc_rules.language.nodes import FirstOf, Quotient, walk
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
    wholes = [] if line.value is None else [node.whole for node in walk(line.value) if isinstance(node, Quotient)]
    # A table that looks at something else before it takes a share has said what is so of nobody.
    first = line.value.conditions[0] if isinstance(line.value, FirstOf) else None
    begins_apart = first is not None and not any(isinstance(node, Quotient) for node in walk(first))
    if any(map(may_be_zero, wholes)) and not begins_apart:
        yield warning("void-line", line.span, line=line.id)
    for one in line.lines:
        yield from _below(one)
