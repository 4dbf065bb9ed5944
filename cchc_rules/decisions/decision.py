"""Decisions: the verdict on one candidate with its findings; traces are built only when read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from cchc_rules.decisions.false_checks import find_faulty
from cchc_rules.facts.candidate import Provenance
from cchc_rules.language.ruleset import Clause, Criterion, Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Problem
from cchc_rules.program.points import Measured
from cchc_rules.program.program import Program
from cchc_rules.program.reference import Scope
from cchc_rules.values import (
    FAVOURABLE,
    OUTCOMES,
    UNDETERMINED,
    UNMET,
    Outcome,
    Value,
    Verdict,
    Words,
    canonical_number,
)

# What builds traces and texts is a quarter of what a first decision would import; it is imported when one is read.
if TYPE_CHECKING:
    from cchc_rules.decisions.memory import CriterionMemory, Memory
    from cchc_rules.decisions.scoring import Grade, Score
    from cchc_rules.decisions.traces.causes import Causes, MissingFact
    from cchc_rules.decisions.traces.trace import CriterionTrace, Trace

_NO_PROVENANCE: Final[Mapping[str, Provenance]] = {}


class Decision:
    """A verdict with its findings, on one candidate, as of one date; equal when all that went in and came out is.

    Cheap to make; immutable by contract. It keeps parsed values, never the caller's mapping. ``agreed`` names the
    engines that came to it independently when it was cross-checked; it is no part of equality. ``measured`` is what an
    engine found of scores and grades, in their order; None where it did not say.
    """

    __slots__ = (
        "_results",
        "_traces",
        "agreed",
        "as_of",
        "id",
        "measured",
        "name",
        "outcome_codes",
        "problems",
        "program",
        "provenance",
        "values",
        "verdict_code",
    )

    def __init__(
        self,
        program: Program,
        id: str | None,
        name: str | None,
        values: tuple[Value, ...],
        verdict_code: int,
        outcome_codes: tuple[int, ...],
        as_of: date | None = None,
        provenance: Mapping[str, Provenance] = _NO_PROVENANCE,
        problems: tuple[Problem, ...] = (),
        agreed: tuple[str, ...] = (),
        measured: tuple[Measured, ...] | None = None,
    ) -> None:
        self.program = program
        self.id = id
        self.name = name
        self.values = values
        self.verdict_code = verdict_code
        self.outcome_codes = outcome_codes
        self.as_of = as_of
        self.provenance = provenance
        self.problems = problems
        self.agreed = agreed
        self.measured = measured
        self._traces: dict[int, CriterionTrace] | None = None
        self._results: tuple[Trace, ...] | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict in the words of what the ruleset decides."""
        return self.program.ruleset.decides.verdicts[self.verdict_code]

    @property
    def favourable(self) -> bool | None:
        """Whether the candidate may be taken now: False as soon as any criterion is unmet, None while that is open.

        So it may be False of an undetermined verdict: put off already, and perhaps to be refused.
        """
        if self.verdict_code != UNDETERMINED:
            return self.verdict_code == FAVOURABLE
        return False if self._is_put_off else None

    @property
    def _is_put_off(self) -> bool:
        """Whether a criterion that defers is unmet."""
        return any(one.criterion.defers and self.outcome_codes[one.position] == UNMET for one in self.program.criteria)

    @property
    def provisional(self) -> bool:
        """Whether facts were faulty and counted as unknown: sound whatever they are, but no result to act on."""
        return bool(self.problems)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of every criterion and member by id, in declared order."""
        return {
            criterion.id: OUTCOMES[code] for criterion, code in zip(self.program.order, self.outcome_codes, strict=True)
        }

    @property
    def results(self) -> dict[str, Score | Grade]:
        """What scores and grades came to, by name; what no engine has measured the reference does now."""
        if not self.program.results:
            return {}
        from cchc_rules.decisions.scoring import read_results

        return read_results(self)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the top-level criteria in declared order."""
        return tuple(Finding(self, lowered.position) for lowered in self.program.criteria)

    def __getitem__(self, id: str) -> Finding:
        """The finding of any criterion or group member; KeyError when there is none of that id."""
        return Finding(self, _memory(self.program).positions[id])

    @property
    def missing_facts(self) -> tuple[MissingFact, ...]:
        """The unknown facts an undetermined verdict hangs on: data to find first, then judgements to ask for.

        In the order of criteria. Empty when the verdict is decided, or when only void points are left. Of a candidate
        already put off other criteria that defer decide nothing more.
        """
        return self.find_missing_facts()

    def find_missing_facts(self, *, ahead: bool = False) -> tuple[MissingFact, ...]:
        """The same; ``ahead`` names also those that will matter only once others are known.

        These are asked of the members of a list nobody stated, or of the years of a run whose last one is not known.
        """
        if self.verdict_code != UNDETERMINED:
            return ()
        from cchc_rules.decisions.traces.causes import find_causes, gather_missing

        put_off = self._is_put_off
        open_ = [one for one in self.findings if not (put_off and one.criterion.defers)]
        found = [find_causes(one.trace, ahead=ahead) for one in open_ if one.outcome is Outcome.UNKNOWN]
        return gather_missing([*found, *self.list_result_causes(ahead=ahead)])

    def list_result_causes(self, *, ahead: bool = False) -> Iterator[Causes]:
        """What keeps each result open that the verdict waits for, in the order of `Program.deciding`."""
        if not self.program.deciding:
            return
        from cchc_rules.decisions.traces.builder import trace_result
        from cchc_rules.decisions.traces.causes import find_open_facts

        if self._results is None:
            scope, faulty = Scope(self.program, self.values, self.as_of, known={}), find_faulty(self.problems)
            self._results = tuple(trace_result(one.read, scope, faulty) for one in self.program.deciding)
        for one, trace in zip(self.program.deciding, self._results, strict=True):
            yield find_open_facts(trace, (one.name,), ahead=ahead)

    def reasons(self, language: str = "vi") -> tuple[str, ...]:
        """One line a top-level criterion saying why its outcome is what it is. Shared between equal candidates."""
        if self.provenance or self.problems:
            return tuple(finding.reason(language) for finding in self.findings)
        return _memory(self.program).texts(self, language)

    @property
    def partial(self) -> tuple[Words, ...]:
        """What the text leaves to other documents: the notes of the ruleset and of the category."""
        notes = (self.program.ruleset.partial, self.program.category.partial)
        return tuple(dict.fromkeys(note for note in notes if note is not None))

    def to_dict(self, *, traces: bool = False) -> dict[str, Any]:
        """The decision as plain data in a fixed order, what it was reached under first.

        A parameter with another value than the ruleset's has that beside it. With ``traces`` the trace of each
        criterion too.
        """
        from cchc_rules.decisions.footing import plain_footing
        from cchc_rules.decisions.traces.trace import plain_provenance

        described: dict[str, Any] = {
            **plain_footing(self.program, self.as_of),
            "id": self.id,
            "name": self.name,
            "facts": plain_facts(self.program.facts, self.values),
            "provenance": {path: plain_provenance(self.provenance[path]) for path in sorted(self.provenance)},
            "verdict": self.verdict.value,
            "favourable": self.favourable,
            "provisional": self.provisional,
            "outcomes": {id: outcome.value for id, outcome in self.outcomes.items()},
            **(
                {"results": {name: one.to_dict() for name, one in self.results.items()}} if self.program.results else {}
            ),
            "missing_facts": [fact.to_dict() for fact in self.missing_facts],
            "partial": [{"vi": note.vi, "en": note.en} for note in self.partial],
            "problems": [problem.to_dict() for problem in self.problems],
        }
        if self.agreed:
            described["agreed"] = list(self.agreed)
        if traces:
            described["traces"] = [finding.trace.to_dict() for finding in self.findings]
        return described

    def canonical(self) -> bytes:
        """The decision as canonical JSON: the same bytes for the same ruleset, parameters, facts and date."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def _trace(self, top: CriterionMemory) -> CriterionTrace:
        """The trace of a top-level criterion with this decision's provenance, built on first use."""
        if self._traces is None:
            self._traces = {}
        found = self._traces.get(top.first)
        if found is None:
            from cchc_rules.decisions.traces.builder import attach_sources

            trace = top.trace(self.values, self.as_of, self.outcome_codes)
            found = attach_sources(trace, self.provenance, find_faulty(self.problems))
            self._traces[top.first] = found
        return found

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        """What pickling carries: everything but the traces, which are built again when read."""
        return None, {name: None if name in ("_traces", "_results") else getattr(self, name) for name in self.__slots__}

    def _identity(self) -> tuple[object, ...]:
        """What equality rests on: facts by name, for a replayed program may keep them in another order."""
        values = plain_facts(self.program.facts, self.values)
        found = (self.verdict_code, self.outcome_codes, self.as_of, dict(self.provenance), self.problems)
        return (self.program.digest, self.id, self.name, values, *found)

    def __eq__(self, other: object) -> bool:
        return self._identity() == other._identity() if isinstance(other, Decision) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.program.digest, self.id, self.verdict_code, self.outcome_codes))

    def __repr__(self) -> str:
        return f"<Decision {self.id or self.name or ''} {self.verdict.value}: {self.program.ruleset.id}>"


class Finding:
    """One criterion's outcome in a decision, with its trace."""

    __slots__ = ("_decision", "_position", "criterion")

    def __init__(self, decision: Decision, position: int) -> None:
        self.criterion: Criterion = decision.program.order[position]
        self._decision = decision
        self._position = position

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self.criterion.id

    @property
    def title(self) -> Words:
        """The criterion's title."""
        return self.criterion.title

    @property
    def outcome(self) -> Outcome:
        """What came of the criterion."""
        return OUTCOMES[self._decision.outcome_codes[self._position]]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses the criterion comes from."""
        return self.criterion.clauses

    @property
    def members(self) -> tuple[Finding, ...]:
        """The findings of a group's members in declared order."""
        positions, position = [], self._position + 1
        for member in self.criterion.members:
            positions.append(position)
            position += sum(1 for _ in member.family())
        return tuple(Finding(self._decision, one) for one in positions)

    @property
    def trace(self) -> CriterionTrace:
        """How the outcome came about, node by node. Raises EngineDisagreement when it comes to another outcome."""
        decision = self._decision
        top = _memory(decision.program).tops[self._position]
        found = decision._trace(top)
        return next(islice(_walk_family(found), self._position - top.first, None))

    @property
    def causes(self) -> Causes:
        """What keeps the outcome unknown; empty for any other outcome."""
        from cchc_rules.decisions.traces.causes import find_causes

        return find_causes(self.trace)

    def reason(self, language: str = "vi") -> str:
        """One line saying why the outcome is what it is."""
        from cchc_rules.decisions.phrasing.lines import write_line
        from cchc_rules.decisions.phrasing.reasons import find_reasons

        return write_line(find_reasons(self.trace, self.criterion), language)

    def headline(self, language: str = "vi") -> str:
        """The reason without the members of a list or group under it, for where those are told apart."""
        from cchc_rules.decisions.phrasing.lines import headline
        from cchc_rules.decisions.phrasing.reasons import find_reasons

        return headline(find_reasons(self.trace, self.criterion), language)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return (self._decision, self._position) == (other._decision, other._position)

    def __hash__(self) -> int:
        return hash((self.id, self.outcome))

    def __repr__(self) -> str:
        return f"<Finding {self.id} {self.outcome.value}>"


def plain_facts(facts: tuple[Fact, ...], values: tuple[Value, ...]) -> dict[str, Any]:
    """Parsed values as plain data by fact name; dates in ISO, list members as mappings, unknown as None."""
    return {fact.name: _plain(fact, value) for fact, value in zip(facts, values, strict=True)}


def _plain(fact: Fact, value: Value) -> Any:
    if isinstance(value, tuple):
        assert isinstance(fact.type, ListType)
        return [plain_facts(fact.type.fields, member) for member in value if isinstance(member, tuple)]
    return (
        value.isoformat() if isinstance(value, date) else canonical_number(value) if isinstance(value, float) else value
    )


def _walk_family(trace: CriterionTrace) -> Iterator[CriterionTrace]:
    yield trace
    for member in trace.members:
        yield from _walk_family(member)


def _memory(program: Program) -> Memory:
    """The shared part of a program; looked up here, for an import in each call would cost microseconds."""
    found: Memory | None = program._engine.get("decisions")
    if found is None:
        from cchc_rules.decisions.memory import find_memory

        found = find_memory(program)
    return found
