"""What can come of a ruleset: verdicts, outcomes, criteria alone, checks, grades, assertions, each proved or shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Final

from cchc_rules.analysis.cases import run_cases
from cchc_rules.analysis.choosing import BudgetSpent
from cchc_rules.analysis.open_candidates import open_candidate
from cchc_rules.analysis.witnesses import CaseFacts, Witness, WitnessSearch
from cchc_rules.decisions.decision import Decision
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.terms import GradeTerms
from cchc_rules.language.documents.case_models import AssertionDocument, CasesDocument
from cchc_rules.language.loader import cases_beside, load_exchanged
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import LoweredCriterion, LoweredGrade, Program
from cchc_rules.values import FAVOURABLE, UNDETERMINED, Outcome

ALL_STEPS: Final = 8_000_000
"""The steps all questions to a category may take together, some seconds; the shipped rulesets with their cases take a
twelfth at most, one of them without its cases took 17 million."""

STEPS_A_PART: Final = 3
"""The steps a question costs beside those of the solver, for each fact, criterion and check that is looked at anew."""

MOST_PAIRS: Final = 2_000
"""How many pairs of criteria, one always unmet with the other, are told of a category: nobody reads more."""

PROBE: Final = "assertion"
"""The id of the criterion that stands for the condition of an assertion."""


class Asked(StrEnum):
    """What is asked of a category; ``about`` and ``other`` of an answer say of what."""

    VERDICT = "verdict"
    OUTCOME = "outcome"
    DECISIVE = "decisive"
    IMPLIES = "implies"
    CHECK = "check"
    GRADE = "grade"
    ASSERTION = "assertion"


class Certainty(StrEnum):
    """How far an answer goes: no candidate at all, one that shows it, or the budget was spent."""

    PROVED = "proved"
    SHOWN = "shown"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """An answer: that no candidate is so is *proved*, that one is so *shown* by a witness.

    ``bounded`` are lists of which only so many members were looked at, where a proof rests on that.
    """

    asked: Asked
    category: str
    about: str
    other: str
    certainty: Certainty
    witness: Witness | None = None
    bounded: tuple[str, ...] = ()

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note`` where the rules may not be as they are meant; else empty.

        What rests on lists that were only looked at so far is a note.
        """
        match self.certainty:
            case Certainty.OPEN:
                return "warning"
            case Certainty.SHOWN:
                return "error" if self.asked is Asked.ASSERTION else ""
            case Certainty.PROVED:
                if self.asked is Asked.ASSERTION:
                    return "note" if self.bounded else ""
                if self.bounded:
                    return "note"
                return "error" if self.asked is Asked.VERDICT else "warning"

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        found: dict[str, Any] = {
            "asked": self.asked.value,
            "category": self.category,
            "about": self.about,
            "other": self.other,
            "certainty": self.certainty.value,
            "severity": self.severity,
            "bounded": list(self.bounded),
        }
        return found if self.witness is None else {**found, "witness": self.witness.to_dict()}


@dataclass(frozen=True, slots=True)
class RuleAnswers:
    """The answers on a ruleset, category by category, in declared order."""

    ruleset: Ruleset
    answers: tuple[RuleAnswer, ...]

    @property
    def remarks(self) -> tuple[RuleAnswer, ...]:
        """The answers by which the rules may not be as they are meant."""
        return tuple(one for one in self.answers if one.severity)

    def to_dict(self) -> dict[str, Any]:
        """The answers as plain data."""
        return {
            "ruleset": self.ruleset.id,
            "version": self.ruleset.version,
            "answers": [one.to_dict() for one in self.answers],
        }


def verify(ruleset: Ruleset, cases: CasesDocument | None = None) -> RuleAnswers:
    """What can come of a ruleset: each verdict, outcome, criterion alone, check, grade and assertion.

    Complete, valid candidates are asked about. ``cases`` (those beside the ruleset where None is given) are what
    witnesses are told by, and hold the assertions. Every witness is decided again by the direct engine: raises
    EngineDisagreement when it comes out otherwise, MissingDependency without z3, RulesetError for an assertion that
    cannot be read. Cost: about a second a ruleset.
    """
    cases = cases_beside(ruleset) if cases is None else cases
    found = [
        answer for category in ruleset.categories for answer in _CategoryProofs(ruleset, category.id, cases).answers()
    ]
    return RuleAnswers(ruleset, tuple(found))


class _CategoryProofs:
    """The questions to one category."""

    def __init__(self, ruleset: Ruleset, category: str, cases: CasesDocument | None) -> None:
        self.category, self.cases = category, cases
        self.program = compile(ruleset, category, parameters=find_case_parameters(cases, category))
        self.facts = find_case_facts(ruleset, cases, category)
        logic = self.logic = Logic()
        self.candidate = open_candidate(logic, (self.program,))
        self.found = self.candidate.answer(self.program)
        self.search = WitnessSearch(self.candidate, (self.program,), self.facts)
        self.valid = logic.negate(logic.disjoin(self.found.failed))
        size = len(self.program.order) + len(self.program.facts) + len(self.program.checks)
        logic.allow(ALL_STEPS, price=STEPS_A_PART * size)
        self.pairs_left = MOST_PAIRS

    def answers(self) -> Iterator[RuleAnswer]:
        yield from self.verdicts()
        yield from self.outcomes()
        checks = list(self.checks())  # what costs little is asked before what may spend the rest
        yield from self.alone()
        yield from checks
        yield from self.grades()
        for assertion in () if self.cases is None else self.cases.assertions:
            if assertion.category == self.category:
                yield prove_assertion(self.program, assertion, self.facts)

    def ask(
        self, asked: Asked, about: str, other: str, wanted: Bit, shows: Callable[[tuple[Decision, ...]], bool]
    ) -> RuleAnswer:
        wanted = self.logic.conjoin((self.valid, wanted))
        return ask(self.search, (asked, self.category, about, other), wanted, shows)

    def verdicts(self) -> Iterator[RuleAnswer]:
        """Each verdict a criterion may lead to; that one is open needs no candidate: of some nothing is stated."""
        for code, bit in enumerate(self.found.verdicts):
            if code == FAVOURABLE or (code != UNDETERMINED and self.program.criteria):
                word = self.program.verdicts[code].value
                yield self.ask(Asked.VERDICT, word, "", bit, partial(_has_verdict, code))

    def outcomes(self) -> Iterator[RuleAnswer]:
        """Whether each criterion and member can be met and unmet, and not apply where it says when it does."""
        for top in self.program.criteria:
            due = [Outcome.MET, Outcome.UNMET, *([Outcome.NOT_APPLICABLE] if top.applies is not None else [])]
            for one in top.family():
                id, terms = one.criterion.id, self.found.outcomes[one.position]
                for outcome in due:
                    bit = getattr(terms, outcome.value)
                    yield self.ask(
                        Asked.OUTCOME,
                        id,
                        outcome.value,
                        bit,
                        partial(_has_outcome, id, outcome),
                    )

    def alone(self) -> Iterator[RuleAnswer]:
        """Whether each criterion is the only one in the way of somebody; where not, which one always stands by it."""
        tops = self.program.criteria
        for one, others_pass in zip(tops, self.logic.conjoin_others(map(self.passes, tops)), strict=True):
            wanted = self.logic.conjoin((self.found.outcomes[one.position].unmet, others_pass))
            answer = self.ask(Asked.DECISIVE, one.criterion.id, "", wanted, partial(_is_alone, one.criterion.id))
            yield answer
            if answer.certainty is Certainty.PROVED:
                yield from self.find_implied(one, [other for other in tops if other is not one])

    def find_implied(self, one: LoweredCriterion, others: list[LoweredCriterion]) -> Iterator[RuleAnswer]:
        """The criteria that are unmet whenever this one is: whoever shows one that is not rules out all he passes.

        An open answer says that more may be so, where the budget is spent or very many are.
        """
        what = (Asked.IMPLIES, self.category, one.criterion.id)
        choosing = self.search.choosing
        try:
            with choosing.trial():
                choosing.add((self.valid, self.found.outcomes[one.position].unmet))
                while others and choosing.is_possible(self.logic.disjoin(map(self.passes, others))):
                    passed = choosing.read_bits([self.logic.lift_bit(self.passes(other)) for other in others])
                    others = [other for other, passes in zip(others, passed, strict=True) if not passes]
        except BudgetSpent:
            yield RuleAnswer(*what, "", Certainty.OPEN)
            return
        for other in others[: self.pairs_left]:
            yield RuleAnswer(*what, other.criterion.id, Certainty.PROVED, None, self.candidate.bounded)
        if len(others) > self.pairs_left:
            yield RuleAnswer(*what, "", Certainty.OPEN)
        self.pairs_left = max(0, self.pairs_left - len(others))

    def passes(self, one: LoweredCriterion) -> Bit:
        found = self.found.outcomes[one.position]
        return self.logic.disjoin((found.met, found.not_applicable))

    def checks(self) -> Iterator[RuleAnswer]:
        """Whether each check refuses somebody whom bounds and the other checks let pass."""
        others_pass = self.logic.conjoin_others(map(self.logic.negate, self.found.failed))
        for check, fails, rest in zip(self.program.checks, self.found.failed, others_pass, strict=True):
            try:
                refuses = self.search.choosing.is_possible(fails, rest)
                certainty = Certainty.SHOWN if refuses else Certainty.PROVED
            except BudgetSpent:
                certainty = Certainty.OPEN
            bounded = self.candidate.bounded if certainty is Certainty.PROVED else ()
            yield RuleAnswer(Asked.CHECK, self.category, check.id, "", certainty, None, bounded)

    def grades(self) -> Iterator[RuleAnswer]:
        """Whether somebody is given each value that the rows or caps of a grade name."""
        logic = self.logic
        for lowered, terms in zip(self.program.results, self.found.results, strict=True):
            if not isinstance(lowered, LoweredGrade) or not isinstance(terms, GradeTerms):
                continue
            spellings, place = lowered.grade.scale.spellings, self.program.results.index(lowered)
            levels = {str(getattr(one, "value", "")) for one in lowered.grade.rows.values}
            for code, level in enumerate(spellings):
                if level in levels | {level for _, level in lowered.caps}:
                    rest = (logic.negate(bit) for other, bit in enumerate(terms.may) if other != code)
                    wanted = logic.conjoin((terms.may[code], *rest))
                    yield self.ask(
                        Asked.GRADE,
                        lowered.name,
                        level,
                        wanted,
                        partial(_has_grade, place, level),
                    )


def ask(
    search: WitnessSearch,
    what: tuple[Asked, str, str, str],
    wanted: Bit,
    shows: Callable[[tuple[Decision, ...]], bool],
) -> RuleAnswer:
    """The answer to whether somebody is as wanted: the nearest witness, after many steps any that was found before."""
    try:
        witness = search.find_any(wanted, shows)
    except BudgetSpent:
        return RuleAnswer(*what, Certainty.OPEN)
    if witness is None:
        return RuleAnswer(*what, Certainty.PROVED, None, search.candidate.bounded)
    return RuleAnswer(*what, Certainty.SHOWN, witness)


def prove_assertion(program: Program, assertion: AssertionDocument, facts: list[CaseFacts]) -> RuleAnswer:
    """Whether what an assertion says of everybody holds: shown is a candidate against it.

    Raises RulesetError when its condition is no condition of the category.
    """
    probe = _compile_probe(program, assertion)
    logic = Logic()
    candidate = open_candidate(logic, (program, probe))
    found, probed = candidate.answer(program), candidate.answer(probe)
    code = [one.value for one in program.ruleset.decides.verdicts].index(assertion.never)
    verdict = found.verdicts[code] if code < len(found.verdicts) else False
    condition = probed.outcomes[len(program.order)].met
    wanted = logic.conjoin((verdict, condition, logic.negate(logic.disjoin(found.failed))))

    def shows(decisions: tuple[Decision, ...]) -> bool:
        return decisions[0].verdict.value == assertion.never and decisions[1][PROBE].outcome is Outcome.MET

    search = WitnessSearch(candidate, (program, probe), facts)
    return ask(search, (Asked.ASSERTION, program.category.id, assertion.name, assertion.never), wanted, shows)


def _compile_probe(program: Program, assertion: AssertionDocument) -> Program:
    """The program with the condition of an assertion as one more criterion, the last."""
    document = json.loads(program.ruleset.canonical)
    criteria = document["categories"][program.category.id].setdefault("criteria", [])
    title = {"vi": assertion.name, "en": assertion.name}
    # A criterion must cite a clause: any.
    clause = next(clause.ref for source in program.ruleset.sources for clause in source.clauses)
    criteria.append({"id": PROBE, "title": title, "require": assertion.when, "source": [clause]})
    path = ("categories", program.category.id, "criteria", len(criteria) - 1, "require")
    ruleset = load_exchanged(document, path, assertion.when, label=assertion.name)
    return compile(ruleset, program.category.id, parameters=dict(program.parameters))


def find_case_parameters(cases: CasesDocument | None, category: str) -> Mapping[str, Any]:
    """The parameters of the first case: a ruleset may have some that must be given."""
    own = (one for one in (() if cases is None else cases.cases) if cases and cases.category_of(one) == category)
    first = next(own, None)
    return {} if first is None else first.parameters


def find_case_facts(ruleset: Ruleset, cases: CasesDocument | None, category: str) -> list[CaseFacts]:
    """The cases of a category that were decided, the favourable ones first, as witnesses are told by them."""
    results = () if cases is None else run_cases(ruleset, cases, category)
    decided = [(one.name, one.decision) for one in results if one.passed and one.decision is not None]
    decided.sort(key=lambda pair: pair[1].verdict_code)
    return [
        CaseFacts(name, dict(zip((fact.name for fact in one.program.facts), one.values, strict=True)), one.as_of)
        for name, one in decided
    ]


def _has_verdict(code: int, decisions: tuple[Decision, ...]) -> bool:
    return decisions[0].verdict_code == code


def _has_outcome(id: str, outcome: Outcome, decisions: tuple[Decision, ...]) -> bool:
    return decisions[0][id].outcome is outcome


def _has_grade(place: int, level: str, decisions: tuple[Decision, ...]) -> bool:
    return (decisions[0].measured or ())[place] == (level,)


def _is_alone(id: str, decisions: tuple[Decision, ...]) -> bool:
    decision = decisions[0]
    if decision[id].outcome is not Outcome.UNMET:
        return False
    others = (one.criterion.id for one in decision.program.criteria if one.criterion.id != id)
    return all(decision[one].outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) for one in others)
