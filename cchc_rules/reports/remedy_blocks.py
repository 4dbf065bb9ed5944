"""Remedies as a part of an explanation: of letters, pages and full reasons, where they are asked for."""

from __future__ import annotations

from dataclasses import replace

from cchc_rules.analysis.remedy_answers import remedies
from cchc_rules.analysis.remedy_words import INDENT, write_remedies
from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.explanation import Explanation
from cchc_rules.decisions.phrasing.sayings import tell
from cchc_rules.phrases import LANGUAGES
from cchc_rules.values import FAVOURABLE, Words


def add_remedies(explanation: Explanation, decision: Decision) -> Explanation:
    """The explanation with what would have to change, above what it was reached under.

    A favourable decision, and one on faulty facts, has none. Raises as `remedies` does.
    """
    if decision.problems or decision.verdict_code == FAVOURABLE:
        return explanation
    found = remedies(decision)
    pairs = zip(*(write_remedies(found, language) for language in LANGUAGES), strict=True)
    block = Block("result", tell("remedies.title"), _nest(list(pairs), 0), id="remedies")
    parts = explanation.tree.parts
    place = next((number for number, one in enumerate(parts) if one.role == "footing"), len(parts))
    return replace(explanation, tree=replace(explanation.tree, parts=(*parts[:place], block, *parts[place:])))


def _nest(lines: list[tuple[str, ...]], depth: int) -> tuple[Block, ...]:
    """Lines in both languages as blocks, those that are further in as parts of the one above."""
    found: list[Block] = []
    rest = list(lines)
    while rest:
        head, *rest = rest
        size = next((n for n, line in enumerate(rest) if not line[0].startswith(INDENT * (depth + 1))), len(rest))
        texts = (line.strip().removeprefix("– ") for line in head)
        found.append(Block("footing-line", Words(*texts), _nest(rest[:size], depth + 1)))
        rest = rest[size:]
    return tuple(found)
