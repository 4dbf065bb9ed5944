"""What the cases of a ruleset do not show yet, each with a candidate who shows it, for a person to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeAlias

from cchc_rules.analysis.choosing import BudgetSpent
from cchc_rules.analysis.coverage import Coverage, find_coverage
from cchc_rules.analysis.open_candidates import open_candidate
from cchc_rules.analysis.proofs import Certainty, find_case_facts, find_case_parameters
from cchc_rules.analysis.result_coverage import ResultPart, Situation, Turn, list_parts
from cchc_rules.analysis.situation_conditions import find_condition
from cchc_rules.analysis.witnesses import CaseFacts, WitnessSearch
from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.engines.direct import engine as direct
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.program_terms import OutcomeTerms
from cchc_rules.evaluation import decide, fact_reader
from cchc_rules.facts.candidate import Candidate
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.loader import cases_beside
from cchc_rules.language.nodes import Node
from cchc_rules.language.ruleset import Category, Criterion, Ruleset
from cchc_rules.problems import FactError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.program.reference import Scope
from cchc_rules.values import Outcome, Value, Words

PROBES: Final = "probe"
"""How the ids of criteria begin that stand for situations, while they are asked about."""

Shows: TypeAlias = Callable[[Decision], bool]

STEPS_A_CASE: Final = 3_000_000
"""The steps of the solver one missing case may take: two seconds or three."""

STEPS_OF_CASES: Final = 8_000_000
"""The steps all missing cases of a category may take together, some seconds: what is left then stays open."""


class Lack(StrEnum):
    """What no case shows: an outcome, a criterion alone in the way, a fact missing, a check false, a situation.

    A situation is that of a table, a line of a score, or a grade.
    """

    OUTCOME = "outcome"
    ALONE = "alone"
    UNSTATED = "unstated"
    CHECK = "check"
    SITUATION = "situation"


@dataclass(frozen=True, slots=True)
class MissingCase:
    """Something no case shows; ``about`` is the criterion, check or part, ``what`` the outcome or the situation.

    *Shown* has the facts of a candidate who shows it, as the case ``like`` but for what differs; *proved*: nobody can;
    *open*: none was found. The decision he must get is not said: that is for a person to judge by the text.
    """

    lack: Lack
    category: str
    about: str
    what: str
    number: int
    certainty: Certainty
    like: str = ""
    facts: Mapping[str, Any] | None = None
    as_of: date | None = None
    parameters: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The missing case as plain data."""
        found: dict[str, Any] = {
            "lack": self.lack.value,
            "category": self.category,
            "about": self.about,
            "what": self.what,
            "number": self.number,
            "certainty": self.certainty.value,
        }
        if self.facts is None:
            return found
        day = None if self.as_of is None else self.as_of.isoformat()
        return {**found, "like": self.like, "facts": dict(self.facts), "as_of": day}


def missing_cases(ruleset: Ruleset, cases: CasesDocument | None = None) -> tuple[MissingCase, ...]:
    """What the cases do not show, category by category: outcomes, criteria alone in the way, facts missing, checks
    false, rows, gates, cuts, caps, open results.

    Each has a candidate near to a case, decided by the direct engine, or a proof that there is none. ``cases`` are
    those beside the ruleset where None is given. Raises MissingDependency without z3 where something is missing,
    EngineDisagreement when a candidate is decided otherwise than the solver says. Cost: that of the cases, and some
    100 ms for what is missing.
    """
    cases = cases_beside(ruleset) if cases is None else cases
    coverage = find_coverage(ruleset, cases)
    return tuple(one for category in ruleset.categories for one in _Gaps(ruleset, category, cases, coverage).find())


@dataclass(frozen=True, slots=True)
class _Gap:
    """Something no case shows: when it is so as a bit of a probe or an outcome, and whether a decision shows it.

    ``slots`` are the facts of which some may be dropped for it; then there is nothing to ask a solver.
    """

    lack: Lack
    about: str
    what: str
    number: int
    shows: Shows
    condition: Node | None = None
    slots: tuple[int, ...] | None = None

    @property
    def key(self) -> tuple[Lack, str, str, int]:
        """What tells it from others."""
        return self.lack, self.about, self.what, self.number


class _Gaps:
    """What the cases of one category do not show."""

    def __init__(self, ruleset: Ruleset, category: Category, cases: CasesDocument | None, coverage: Coverage) -> None:
        self.ruleset, self.category, self.coverage = ruleset, category, coverage
        self.parameters = find_case_parameters(cases, category.id)
        self.program = compile(ruleset, category.id, parameters=self.parameters)
        self.known = find_case_facts(ruleset, cases, category.id)
        self.decided = [
            decide(self.program, Candidate(None, None, tuple(one.facts.values())), as_of=one.as_of)
            for one in self.known
        ]

    def find(self) -> Iterator[MissingCase]:
        gaps = [*self._outcomes(), *self._list_alone(), *self._list_unstated(), *self._situations()]
        asked = [one for one in gaps if one.slots is None]
        unseen = self.coverage.unseen_checks
        checks = [n for n, check in enumerate(self.program.checks) if f"{self.category.id}/{check.id}" in unseen]
        solved = iter(_Solver(self, asked).find(checks)) if asked or checks else iter(())
        answers = {(one.lack, one.about, one.what, one.number): one for one in solved}
        found: list[MissingCase] = []
        for gap in gaps:
            one = self._drop_facts(gap) if gap.slots is not None else answers[gap.key]
            # One candidate of whom a fact is missing is enough: a criterion that is unknown for it shows it too.
            if one.lack is not Lack.UNSTATED or all(one.facts != other.facts for other in found):
                found.append(one)
        yield from found
        yield from (one for one in answers.values() if one.lack is Lack.CHECK)

    def _outcomes(self) -> Iterator[_Gap]:
        lowered = {one.criterion.id: (one, top) for top in self.program.criteria for one in top.family()}
        for one in self.coverage.criteria:
            if one.category != self.category.id:
                continue
            for outcome in one.unseen:
                own, top = lowered[one.criterion.id]
                slots = (*own.reads, *top.reads) if outcome is Outcome.UNKNOWN else None
                yield _Gap(
                    Lack.OUTCOME,
                    own.criterion.id,
                    outcome.value,
                    0,
                    _has_outcome(own.criterion.id, outcome),
                    None,
                    slots,
                )

    def _list_alone(self) -> Iterator[_Gap]:
        """The criteria that are never all that stands in somebody's way: nothing shows yet that each of them counts."""
        for top in self.program.criteria:
            shows = _is_alone_unmet(top.criterion.id)
            if not any(map(shows, self.decided)):
                yield _Gap(Lack.ALONE, top.criterion.id, "alone", 0, shows)

    def _list_unstated(self) -> Iterator[_Gap]:
        """The facts no verdict is seen to hang on; one that settles another is asked for under that one's name."""
        read = {slot for one in (*self.program.criteria, *self.program.deciding) for slot in one.reads}
        for fact in self.program.facts:
            shows = _hangs_on(fact.name)
            if fact.slot in read and not fact.settles and not any(map(shows, self.decided)):
                beside = (slot for one in self.program.criteria if fact.slot in one.reads for slot in one.reads)
                yield _Gap(Lack.UNSTATED, fact.name, "missing", 0, shows, None, (fact.slot, *beside))

    def _situations(self) -> Iterator[_Gap]:
        unseen = {(one.name, one.line): one.unseen for one in self.coverage.parts if one.category == self.category.id}
        reads = {one.name: one.reads for one in self.program.results}
        for part in list_parts(self.category):
            about = f"{part.name}/{part.line}" if part.line else part.name
            for one in unseen[part.name, part.line]:
                slots = reads[part.name] if one.turn is Turn.OPEN else None
                condition = find_condition(part, one)
                yield _Gap(
                    Lack.SITUATION, about, one.turn.value, one.number, _is_in_situation(part, one), condition, slots
                )

    def _drop_facts(self, gap: _Gap) -> MissingCase:
        """A case of which one fact, or some together, is not stated, the favourable cases first."""
        facts = self.program.facts
        for case in self.known or [CaseFacts("", {}, None)]:
            given = tuple(case.facts.get(fact.name) for fact in facts)
            for dropped in _list_drops(gap, len(facts)):
                values = tuple(None if slot in dropped else value for slot, value in enumerate(given))
                for as_of in (case.as_of, None):
                    if gap.shows(decide(self.program, Candidate(None, None, values), as_of=as_of)):
                        return self.make(gap.lack, gap.about, gap.what, gap.number, case.name, values, as_of)
        return MissingCase(gap.lack, self.category.id, gap.about, gap.what, gap.number, Certainty.OPEN)

    def make(
        self, lack: Lack, about: str, what: str, number: int, like: str, values: Sequence[Value], as_of: date | None
    ) -> MissingCase:
        """The missing case with the facts of a candidate who shows it."""
        facts = _strip(plain_facts(self.program.facts, tuple(values)))
        shown = (lack, self.category.id, about, what, number, Certainty.SHOWN)
        return MissingCase(*shown, like, facts, as_of, self.parameters)


class _Solver:
    """Asks for candidates who show what no case does; a probe criterion stands for each situation."""

    def __init__(self, gaps: _Gaps, asked: Sequence[_Gap]) -> None:
        self.gaps, self.asked = gaps, asked
        self.program = self._compile_probes()
        logic = self.logic = Logic()
        candidate = open_candidate(logic, (self.program,))
        self.found = candidate.answer(self.program)
        self.search = WitnessSearch(candidate, (self.program,), gaps.known, decide=_decide_anyway)
        self.last = logic.spent + STEPS_OF_CASES

    def _compile_probes(self) -> Program:
        category, nobody = self.gaps.category, Words("", "")
        probes = tuple(
            Criterion(f"{PROBES}-{number}", nobody, (), require=one.condition)
            for number, one in enumerate(self.asked)
            if one.condition is not None
        )
        probed = replace(category, criteria=(*category.criteria, *probes))
        others = (probed if one.id == category.id else one for one in self.gaps.ruleset.categories)
        ruleset = replace(self.gaps.ruleset, categories=tuple(others))
        return compile(ruleset, category.id, parameters=self.gaps.parameters)

    def find(self, checks: Sequence[int]) -> Iterator[MissingCase]:
        logic, failed = self.logic, self.found.failed
        valid = logic.negate(logic.disjoin(failed))
        positions = {one.criterion.id: one.position for top in self.program.criteria for one in top.family()}
        for number, gap in enumerate(self.asked):
            probe = positions.get(f"{PROBES}-{number}")
            terms = self.found.outcomes[positions[gap.about] if probe is None else probe]
            wanted = terms.met if probe is not None else self._want(gap, terms)
            yield self._ask(gap.key, logic.conjoin((valid, wanted)), gap.shows)
        for place in checks:
            others = (logic.negate(bit) for other, bit in enumerate(failed) if other != place)
            what = (Lack.CHECK, self.program.checks[place].id, "false", 0)
            yield self._ask(what, logic.conjoin((failed[place], *others)), _fails_check(place))

    def _want(self, gap: _Gap, terms: OutcomeTerms) -> Bit:
        """The outcome of a criterion, or that it is unmet and every other of the ruleset passes."""
        if gap.lack is not Lack.ALONE:
            return getattr(terms, gap.what)
        others = (
            self.found.outcomes[one.position] for one in self.gaps.program.criteria if one.criterion.id != gap.about
        )
        return self.logic.conjoin((terms.unmet, *(self.logic.disjoin((one.met, one.not_applicable)) for one in others)))

    def _ask(self, what: tuple[Lack, str, str, int], wanted: Bit, shows: Shows) -> MissingCase:
        category = self.gaps.category.id
        about = (what[0], category, *what[1:])
        self.logic.allow(max(0, min(STEPS_A_CASE, self.last - self.logic.spent)))
        try:
            witness = self.search.find(wanted, lambda decisions: shows(decisions[0]))
        except BudgetSpent:
            return MissingCase(*about, Certainty.OPEN)
        if witness is None:
            certainty = Certainty.OPEN if self.search.candidate.bounded else Certainty.PROVED
            return MissingCase(*about, certainty)
        values = witness.decisions[0].values
        return self.gaps.make(*what, witness.case, values, witness.as_of)


def _list_drops(gap: _Gap, facts: int) -> list[tuple[int, ...]]:
    """Which facts not to state: each by itself, then all together; a fact asked about always, then with each other."""
    slots = [slot for slot in dict.fromkeys(gap.slots or ()) if slot < facts]
    if gap.lack is Lack.UNSTATED:
        own, *beside = slots
        return [(own,), *((own, one) for one in beside), tuple(slots)]
    return [*((slot,) for slot in slots), tuple(slots)]


def _decide_anyway(program: Program, facts: Mapping[str, Any], /, *, as_of: date | None) -> Decision:
    """The decision whatever checks say: somebody whom one refuses is looked for too."""
    parsed = fact_reader(program).parse(facts, as_of=as_of)
    if parsed.problems:
        raise FactError(parsed.problems)
    return decide(program, parsed.candidate, as_of=as_of)


def _strip(facts: Any) -> Any:
    """Facts without what nobody stated, members' fields too."""
    match facts:
        case dict():
            return {name: _strip(one) for name, one in facts.items() if one is not None}
        case list():
            return [_strip(one) for one in facts]
        case _:
            return facts


def _has_outcome(id: str, outcome: Outcome) -> Shows:
    """Whether a criterion has an outcome."""
    return lambda decision: decision[id].outcome is outcome


def _is_alone_unmet(id: str) -> Shows:
    """Whether a criterion is unmet and every other passes; probes do not count."""

    def shows(decision: Decision) -> bool:
        found = {one.id: one.outcome for one in decision.findings if not one.id.startswith(PROBES)}
        passing = (Outcome.MET, Outcome.NOT_APPLICABLE)
        return found.pop(id) is Outcome.UNMET and all(one in passing for one in found.values())

    return shows


def _hangs_on(name: str) -> Shows:
    """Whether the verdict hangs on a fact that is not stated."""
    return lambda decision: any(one.path.partition("[")[0] == name for one in decision.missing_facts)


def _is_in_situation(part: ResultPart, situation: Situation) -> Shows:
    """Whether a part is in a situation."""
    return lambda decision: situation in part.see(Scope(decision.program, decision.values, decision.as_of))


def _fails_check(place: int) -> Shows:
    """Whether of all checks only that of a place is false."""
    return lambda decision: direct.code(decision.program).failed(decision.values, decision.as_of) == (place,)
