"""Conditions that words beside the options of an open choice meet, a mistyped option among them."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.language.lint.conditions import every_condition, every_part, result_expressions, warning
from cchc_rules.language.nodes import Compare, In, Node, ReadFact, ReadField
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.language.types import ChoiceType
from cchc_rules.problems import Problem


def find_other_words(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each condition that every word outside the options of an open choice meets.

    ``!=`` and ``not in`` say so, and so do ``==`` and ``in`` under a ``not``: “Q.12” is no “Quận 12” and passes. One
    warning a place, however many conditions read the definition it stands in.
    """
    seen = set()
    conditions = [condition.node for condition in every_condition(ruleset)]
    for node in (*conditions, *(node for _, node in result_expressions(ruleset))):
        for part in every_part(node):
            read = _find_passed(part.node, part.positive)
            if read is not None and part.node.span not in seen:
                seen.add(part.node.span)
                yield warning("other-words-pass", part.node.span, fact=read.name)


def _find_passed(node: Node, positive: bool) -> ReadFact | ReadField | None:
    """The open choice whose other words give a comparison the truth that speaks for its condition."""
    match node:
        case Compare(op="==" | "!=" as op, left=left, right=right) if (op == "!=") is positive:
            sides: tuple[Node, ...] = (left, right)
        case In(operand=operand) if not positive:
            sides = (operand,)
        case _:
            return None
    reads = (one for one in sides if isinstance(one, ReadFact | ReadField))
    return next((one for one in reads if isinstance(one.type, ChoiceType) and one.type.open), None)
