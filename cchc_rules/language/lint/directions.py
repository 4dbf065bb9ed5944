"""Facts that no remedy changes because nothing is written about them."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.language.changeability import Reserve, find_reserves
from cchc_rules.language.lint.conditions import every_condition, every_part, facts_by_path, warning
from cchc_rules.language.nodes import Fold, ReadFact, ReadField, Size
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem


def find_open_directions(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each fact that a criterion compares and remedies leave alone, though nobody wrote that they must.

    A list that can gain nobody (it has a roll), or of which only ``all`` is asked, is not meant.
    """
    conditions = [one for one in every_condition(ruleset) if one.role == "require"]
    for category in ruleset.categories:
        reserves, facts = find_reserves(category), dict(facts_by_path(category.facts))
        parts = [part for one in conditions if one.category is category for part in every_part(one.node)]
        compared = {part.path for part in parts if isinstance(part.node, ReadFact | ReadField)}
        counted = {
            part.path
            for part in parts
            if isinstance(part.node, Size) or (isinstance(part.node, Fold) and part.node.kind != "all")
        }
        for path, reserve in reserves.items():
            fact = facts[path]
            asked = counted if reserve is Reserve.LIST else compared
            if path in asked and fact.changeable is None and fact.expects is None:
                yield warning("remedy-direction", fact.span, reserve.value, fact=fact.name)
