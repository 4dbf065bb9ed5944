"""A decision as pages show it: the verdict, the coloured tree, what would have to change, the whole explanation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cchc_rules.analysis.remedy_answers import remedies
from cchc_rules.analysis.remedy_words import INDENT, write_remedies
from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.explanation import explain
from cchc_rules.decisions.footing import Footing
from cchc_rules.decisions.pictures.outcome_tree import draw_decision
from cchc_rules.phrases import phrase
from cchc_rules.problems import EngineDisagreement, MissingDependency, import_optional
from cchc_rules.reports.report import FAULTY, KINDS
from cchc_rules.service.shell import FAULTS
from cchc_rules.values import INVALID, Outcome


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A criterion of a decision: its outcome with the words for it, why, and the clauses it comes from."""

    title: str
    outcome: str
    words: str
    reason: str
    clauses: tuple[str, ...]
    members: tuple[TreeNode, ...]


def describe_decision(decision: Decision, language: str, *, with_remedies: bool = True) -> dict[str, Any]:
    """The fields of the template ``decision_parts.html``. Cost: some milliseconds, more with remedies."""
    verdict = INVALID if decision.provisional else decision.verdict.value
    markup = import_optional("markupsafe", extra="serve").Markup
    told = explain(decision, language, full=True, footing=Footing(decision.program, decision.as_of))
    partial = decision.partial if decision.favourable and not decision.provisional else ()
    return {
        "decision": decision,
        "program": decision.program,
        "kind": FAULTY if decision.provisional else KINDS[decision.verdict_code],
        "verdict": phrase(f"verdict.{verdict}", language),
        "tree": tuple(_grow(one, language) for one in decision.findings),
        "missing": tuple(one.within(language) for one in decision.missing_facts),
        "partial": [one.within(language) for one in partial],
        "remedies": _nest(_write_remedies(decision, language) if with_remedies else []),
        "explanation": markup(told.html()),
        "picture": markup(draw_decision(decision, language)),
    }


def _grow(finding: Finding, language: str) -> TreeNode:
    """The node of a finding. Recursion follows the nesting the language caps."""
    defers = finding.criterion.defers and finding.outcome is Outcome.UNMET
    return TreeNode(
        finding.title.within(language),
        "deferred" if defers else finding.outcome.value,
        phrase("explain.defers" if defers else f"outcome.{finding.outcome.value}", language),
        finding.headline(language),
        tuple(dict.fromkeys(one.at.within(language) for one in finding.clauses)),
        tuple(_grow(one, language) for one in finding.members),
    )


def _write_remedies(decision: Decision, language: str) -> list[str]:
    """The lines on what would have to change; none where nothing does, or where no solver is installed."""
    if decision.provisional or decision.favourable is True:
        return []
    try:
        return write_remedies(remedies(decision), language)
    except MissingDependency:
        return []
    except EngineDisagreement:  # its message holds facts, which belong into no log
        FAULTS.error("remedies: two engines disagree under %s", decision.program.digest)
        return [phrase("web.remedies.failed", language)]


def _nest(lines: list[str]) -> list[tuple[int, str]]:
    """Lines with their depth instead of the spaces they begin with."""
    return [((len(line) - len(line.lstrip())) // len(INDENT), line.strip()) for line in lines]
