"""What a program makes of a candidate as terms: the outcome of each criterion, the verdict, checks that are false."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cchc_rules.engines.symbolic.algebra import SymbolicAlgebra
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.result_terms import Results
from cchc_rules.engines.symbolic.terms import (
    AmountTerms,
    CodeTerms,
    FactTerms,
    GradeTerms,
    ResultTerms,
    TermScope,
    TruthTerms,
)
from cchc_rules.language.nodes import Node
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.program.translation import Translation


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeTerms:
    """When a criterion is met, unmet, unknown or not applicable: one of the four always holds."""

    met: Bit
    unmet: Bit
    unknown: Bit
    not_applicable: Bit


@dataclass(frozen=True, slots=True, eq=False)
class AnswerTerms:
    """The outcomes in declared order, when each verdict is given (by its code), which checks are surely false.

    ``results`` are the scores and grades in their order, ``definitions`` the named expressions something reads.
    """

    outcomes: tuple[OutcomeTerms, ...]
    verdicts: tuple[Bit, ...]
    failed: tuple[Bit, ...]
    results: tuple[ResultTerms, ...]
    definitions: Mapping[str, TruthTerms | AmountTerms | CodeTerms | GradeTerms]


def translate(logic: Logic, program: Program, facts: tuple[FactTerms, ...], as_of: CodeTerms) -> AnswerTerms:
    """The terms of a program over a candidate. Cost: one term a node of the program, a member and a row of a table."""
    scope = TermScope(facts, as_of, {}, {}, {})
    return _Answering(logic, dict(program.definitions), scope).answer(program)


@dataclass(frozen=True, slots=True, eq=False)
class PartTerms:
    """What some parts of a program come to: outcomes by position, checks surely false by place, results.

    ``is_open``: a result that the verdict waits for is.
    """

    outcomes: Mapping[int, OutcomeTerms]
    failed: Mapping[int, Bit]
    results: tuple[ResultTerms, ...]
    is_open: Bit


def translate_parts(
    logic: Logic,
    program: Program,
    facts: tuple[FactTerms, ...],
    as_of: CodeTerms,
    criteria: Iterable[LoweredCriterion],
    checks: Iterable[int],
    *,
    with_results: bool,
) -> PartTerms:
    """The terms of some criteria with their members, some checks by their places, and all results or none."""
    answering = _Answering(logic, dict(program.definitions), TermScope(facts, as_of, {}, {}, {}))
    results = answering.results.add(program) if with_results else ()
    outcomes = dict[int, OutcomeTerms]()
    for criterion in criteria:
        answering.note_top(criterion, outcomes)
    failed = {place: answering.truth(program.checks[place].require).false for place in checks}
    return PartTerms(outcomes, failed, results, answering.find_open(program, results))


class _Answering:
    """The program over one candidate."""

    def __init__(self, logic: Logic, definitions: Mapping[str, Node], scope: TermScope) -> None:
        self.logic = logic
        self.translation = Translation(SymbolicAlgebra(logic), definitions)
        self.scope = scope
        self.results = Results(logic, self.translation, scope)

    def answer(self, program: Program) -> AnswerTerms:
        outcomes = dict[int, OutcomeTerms]()
        results = self.results.add(program)
        for criterion in program.criteria:
            self.note_top(criterion, outcomes)
        verdicts = self.verdicts(program, outcomes, self.find_open(program, results))
        failed = tuple(self.truth(check.require).false for check in program.checks)
        in_order = tuple(outcomes[position] for position in range(len(outcomes)))
        return AnswerTerms(in_order, verdicts[: len(program.verdicts)], failed, results, self.scope.definitions)

    def find_open(self, program: Program, results: tuple[ResultTerms, ...]) -> Bit:
        """Whether a result that the verdict waits for is still one of several."""
        waiting = [one for lowered, one in zip(program.results, results, strict=False) if lowered in program.deciding]
        return self.logic.disjoin(map(self.results.find_open, waiting))

    def note_top(self, criterion: LoweredCriterion, outcomes: dict[int, OutcomeTerms]) -> None:
        """Notes the outcomes of a top-level criterion and its members."""
        applies = TruthTerms(True, False) if criterion.applies is None else self.truth(criterion.applies)
        self.note(criterion, applies, outcomes)

    def verdicts(self, program: Program, outcomes: Mapping[int, OutcomeTerms], is_open: Bit) -> tuple[Bit, ...]:
        """When each verdict is given, in the order of codes; ``is_open``: a result it waits for is."""
        logic, found = self.logic, list[Bit]()
        for defers in (False, True):
            top = [outcomes[one.position] for one in program.criteria if one.criterion.defers is defers]
            unmet, unknown = logic.disjoin(one.unmet for one in top), [one.unknown for one in top]
            found += [
                unmet,
                logic.conjoin((logic.negate(unmet), logic.disjoin((*unknown, False if defers else is_open)))),
            ]
        refuses, stands_open, puts_off, waits = found
        passes = logic.negate(logic.disjoin((refuses, stands_open)))
        deferred, waiting = logic.conjoin((passes, puts_off)), logic.conjoin((passes, waits))
        favourable = logic.negate(logic.disjoin(found))
        return favourable, refuses, logic.disjoin((stands_open, waiting)), deferred

    def truth(self, node: Node) -> TruthTerms:
        return self.translation.truth(node, self.scope)

    def note(self, criterion: LoweredCriterion, applies: TruthTerms, outcomes: dict[int, OutcomeTerms]) -> TruthTerms:
        """Notes the outcomes of a criterion and its members; what it requires."""
        members = [self.note(member, applies, outcomes) for member in criterion.members]
        required = self.join(criterion, members)
        logic = self.logic
        met = logic.conjoin((logic.negate(applies.false), required.true))
        unmet = logic.conjoin((applies.true, required.false))
        unknown = logic.negate(logic.disjoin((met, unmet, applies.false)))
        outcomes[criterion.position] = OutcomeTerms(met, unmet, unknown, applies.false)
        return required

    def join(self, criterion: LoweredCriterion, members: list[TruthTerms]) -> TruthTerms:
        """What a criterion requires: its expression, or that so many of its members hold."""
        if criterion.require is not None:
            return self.truth(criterion.require)
        logic, number = self.logic, len(members)
        least = {"any": 1, "all": number, "at_least": criterion.least}[criterion.group]
        met = logic.add(logic.count(one.true) for one in members)
        unmet = logic.add(logic.count(one.false) for one in members)
        return TruthTerms(logic.less(least, met, strict=False), logic.less(number - least, unmet, strict=True))
