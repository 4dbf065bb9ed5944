"""Explanations: a decision as a tree of blocks, put in words last; text, Markdown, HTML and plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cchc_rules.decisions import renderers
from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.citations import cite_clause, cite_parameters, find_only_source
from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.footing import Footing
from cchc_rules.decisions.phrasing.evidence_words import find_stated, write_evidence
from cchc_rules.decisions.phrasing.lines import Reason
from cchc_rules.decisions.phrasing.problem_words import write_problem
from cchc_rules.decisions.phrasing.reasons import find_reasons
from cchc_rules.decisions.phrasing.sayings import Listing, Part, Shown, tell
from cchc_rules.decisions.phrasing.wording import state_condition
from cchc_rules.decisions.traces.causes import JUDGED, MissingFact
from cchc_rules.phrases import LANGUAGES
from cchc_rules.problems import Problem
from cchc_rules.values import INVALID, UNDETERMINED, Outcome, Words


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision explained; ``str()`` is plain text. The tree is the same in every language."""

    tree: Block
    language: str = "vi"

    def within(self, language: str) -> Explanation:
        """The same explanation in another language."""
        return replace(self, language=_check_language(language))

    def __str__(self) -> str:
        return renderers.text(self.tree, self.language)

    def markdown(self) -> str:
        """The explanation as Markdown; what comes from facts is escaped."""
        return renderers.markdown(self.tree, self.language)

    def html(self) -> str:
        """The explanation as one HTML ``article``; text and attributes are escaped, no script, no style."""
        return renderers.html(self.tree, self.language)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data: role, text, id, outcome and parts of every block."""
        return {"language": self.language, **renderers.plain(self.tree, self.language)}


def explain(
    decision: Decision, language: str = "vi", *, full: bool = False, footing: Footing | None = None
) -> Explanation:
    """The decision explained in ``vi`` or ``en``: what is not met or not known; of a favourable one every criterion.

    With ``full`` also what each criterion asks for, what its clause says, and every criterion of any verdict. Where a
    ``footing`` is given the evidence of all values stands in the end, and what the decision was reached under.

    Raises ValueError for another language. Cost: the traces of what is explained.
    """
    footed = () if footing is None else _foot(decision, footing)
    return Explanation(Block("decision", parts=(*_blocks(decision, full), *footed)), _check_language(language))


def _check_language(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"no words for language {language!r}; there are {', '.join(LANGUAGES)}")
    return language


def _blocks(decision: Decision, full: bool) -> Iterator[Block]:
    # Faulty data have no verdict, whatever would come of the rest: nothing headed so may read as a favourable one.
    verdict = INVALID if decision.provisional else decision.verdict.value
    yield Block("verdict", _verdict(decision, verdict), id=decision.id or "", outcome=verdict)
    if decision.provisional:
        yield Block("note", tell("explain.provisional"))
    elif decision.verdict_code == UNDETERMINED and decision.favourable is False:
        yield Block("note", tell("explain.put-off"))
    program = decision.program
    yield Block("context", tell("explain.context", ruleset=program.ruleset.title, category=program.category.title))
    if decision.as_of is not None:
        yield Block("context", tell("explain.as-of", on=Shown(decision.as_of)))
    if (source := find_only_source(decision)) is not None:
        yield Block("context", tell("explain.source", source=source))
    if decision.program.criteria:
        yield Block("tally", _tally(decision))
    if decision.agreed:
        yield Block("context", tell("explain.agreed"))
    if decision.favourable and not decision.provisional:
        yield from (Block("partial", tell("explain.partial", partial=note)) for note in decision.partial)
    if decision.problems:
        yield Block("problems", tell("explain.problems"), tuple(_problem(one, decision) for one in decision.problems))
    if findings := tuple(_findings(decision, full)):
        yield Block("findings", parts=findings)
    if decision.program.results:
        from cchc_rules.decisions.score_sheets import explain_results

        yield from explain_results(decision)
    yield from _missing(decision)


def _verdict(decision: Decision, found: str) -> Part:
    verdict = tell(f"verdict.{found}")
    if decision.name and decision.id:
        return tell("explain.verdict", who=tell("explain.named", name=decision.name, id=decision.id), verdict=verdict)
    if decision.name or decision.id:
        who = decision.name or tell("explain.candidate", id=decision.id or "")
        return tell("explain.verdict", who=who, verdict=verdict)
    return tell("explain.verdict.alone", verdict=verdict)


def _tally(decision: Decision) -> Part:
    found = Counter(finding.outcome for finding in decision.findings)
    return tell(
        "explain.tally",
        number=len(decision.findings),
        met=found[Outcome.MET],
        unmet=found[Outcome.UNMET],
        unknown=found[Outcome.UNKNOWN],
        not_applicable=found[Outcome.NOT_APPLICABLE],
    )


def _problem(problem: Problem, decision: Decision) -> Block:
    said = Words(*(write_problem(problem, decision.program, language) for language in LANGUAGES))
    return Block("problem", said, id=problem.code)


def _foot(decision: Decision, footing: Footing) -> Iterator[Block]:
    stated = find_stated(decision)
    evidence = tuple(write_evidence(decision.program, stated, language) for language in LANGUAGES)
    for title, texts in (("result.evidence", evidence), ("footing.title", tuple(map(footing.lines, LANGUAGES)))):
        if lines := tuple(Block("footing-line", Words(*both)) for both in zip(*texts, strict=True)):
            yield Block("footing", tell(title), lines)


def _findings(decision: Decision, full: bool) -> Iterator[Block]:
    """The findings told, numbered by their declared place; a reason told before is referred to."""
    told: dict[Reason, int] = {}
    for number, finding in enumerate(decision.findings, start=1):
        if full or decision.favourable or finding.outcome in (Outcome.UNMET, Outcome.UNKNOWN):
            reasons = find_reasons(finding.trace, finding.criterion)
            parts = (
                *_tell_requirement(finding, full),
                *_tell_reasons(reasons, number, told, decision),
                *_cite(finding, decision, full),
            )
            put_off = finding.criterion.defers and finding.outcome is Outcome.UNMET
            outcome = tell("explain.defers") if put_off else tell(f"outcome.{finding.outcome.value}")
            title = tell("explain.finding", number=number, title=finding.title, outcome=outcome)
            yield Block("finding", title, parts, id=finding.id, outcome=finding.outcome.value)


def _tell_reasons(
    reasons: Iterable[Reason], number: int, told: dict[Reason, int], decision: Decision
) -> Iterator[Block]:
    for reason in reasons:
        if (before := told.setdefault(reason, number)) != number:
            yield Block("reason", tell("why.repeated", head=reason.head, number=before))
        else:
            cited = (cite_clause(one, decision) for one in reason.clauses)
            yield Block("reason", reason.head, (*_tell_reasons(reason.parts, number, told, decision), *cited))


def _tell_requirement(finding: Finding, full: bool) -> Iterator[Block]:
    if full and (require := finding.trace.require) is not None:
        yield Block("asked", tell("explain.asked", condition=state_condition(require)))


def _cite(finding: Finding, decision: Decision, full: bool) -> Iterator[Block]:
    """The clauses the criterion comes from; in full also what they say, and the criterion's note."""
    for clause in finding.clauses:
        yield cite_clause(clause, decision)
        if full:
            yield Block("says", tell("explain.says", says=clause.says))
    family = tuple(finding.criterion.family())
    nodes = (node for one in family for node in (one.applies, one.require) if node is not None)
    yield from cite_parameters(nodes, decision, {clause for one in family for clause in one.clauses})
    if full and finding.criterion.note is not None:
        yield Block("note", tell("explain.note", note=finding.criterion.note))


def _missing(decision: Decision) -> Iterator[Block]:
    found = decision.missing_facts
    for kind in ("measured", "judged"):
        parts = tuple(_missing_fact(fact) for fact in found if (fact.kind == JUDGED) is (kind == JUDGED))
        if parts:
            yield Block("missing", tell(f"explain.{kind}"), parts, id=kind)


def _missing_fact(fact: MissingFact) -> Block:
    said: Part = fact.label
    if fact.members:
        said = tell("explain.missing.of", label=said, members=Listing(fact.members))
    if fact.judge is not None and fact.kind == JUDGED:
        said = tell("explain.missing.judge", missing=said, judge=fact.judge)
    if fact.path == "as_of":
        said = tell("explain.missing.as-of", label=said)
    return Block("fact", said, id=fact.path)
