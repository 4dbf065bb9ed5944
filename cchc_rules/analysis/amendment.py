"""What an amendment does to decisions that were made: each stands, turns, or cannot be told while facts are unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, cast

from cchc_rules.analysis.compared_parts import PASSES
from cchc_rules.analysis.completion_search import Agreement, CompletionSearch
from cchc_rules.analysis.fact_layouts import FactLayout, Projection, join_facts
from cchc_rules.analysis.turned_rows import ABSENT, ItemTurn, list_possible
from cchc_rules.analysis.variants import find_touched
from cchc_rules.decisions.decision import Decision
from cchc_rules.evaluation import decide, evaluate_many
from cchc_rules.facts.candidate import Candidate
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, ListType
from cchc_rules.program.program import Program
from cchc_rules.values import INVALID, UNDETERMINED, Outcome, Value


class Effect(StrEnum):
    """What becomes of a decision under the new ruleset, whatever its unknown facts turn out to be.

    Out of scope is a decision of a category the new ruleset has not, one on faulty facts, one of which nothing but the
    seal is left, and one made as of a day before the new ruleset's first.
    """

    STANDS = "stands"
    TURNS = "turns"
    UNTOLD = "untold"
    OUT_OF_SCOPE = "out_of_scope"


class OutOfScope(StrEnum):
    """Why a decision is out of scope."""

    CATEGORY = "category"
    FAULTY = "faulty"
    LET_GO = "let-go"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision as it was recorded: its number, who, the program, plain facts, the day, what came of it.

    ``settled`` are the facts that others settled: nobody stated them. ``results`` are what scores and grades may come
    to, as `list_possible` has them.
    """

    number: int
    id: str | None
    name: str | None
    program: Program
    facts: Mapping[str, Any]
    settled: frozenset[str]
    as_of: date | None
    verdict: str
    outcomes: Mapping[str, str]
    results: Mapping[str, list[str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AmendedDecision:
    """What becomes of one decision; ``before`` and ``after`` are the verdicts on the facts as they are known.

    ``criteria`` are those at the top whose outcomes turn, by id, ``results`` scores and grades that do; ``missing`` the
    paths of the facts it hangs on; ``because`` why it is out of scope.
    """

    number: int
    id: str | None
    name: str | None
    effect: Effect
    before: str
    after: str = ""
    criteria: tuple[ItemTurn, ...] = ()
    results: tuple[ItemTurn, ...] = ()
    missing: tuple[str, ...] = ()
    because: OutOfScope | None = None
    category: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The decision as plain data."""
        criteria, results = (
            [{"about": one.about, "before": one.before, "after": one.after} for one in turns]
            for turns in (self.criteria, self.results)
        )
        return {
            **{"number": self.number, "id": self.id, "name": self.name, "category": self.category},
            **{
                "effect": self.effect.value,
                "before": self.before,
                "after": self.after,
                "criteria": criteria,
                "results": results,
            },
            **{"missing": list(self.missing), "because": None if self.because is None else self.because.value},
        }


@dataclass
class Amendment:
    """One category under an old and a new program; what was found of one decision is kept for those like it.

    ``renames`` says what facts of the old program are called in the new one.
    """

    old: Program
    new: Program
    renames: Mapping[str, str]
    layout: FactLayout = field(init=False)
    search: CompletionSearch = field(init=False)
    touched: frozenset[int] | None = field(init=False)
    _known: dict[Any, tuple[Agreement, tuple[str, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.layout = join_facts((self.old, self.new), self.renames)
        self.search = CompletionSearch(self.old, self.new, self.renames)
        one, other = self.old.category, self.new.category
        alike = one.facts == other.facts and [each.id for each in one.criteria] == [each.id for each in other.criteria]
        results = bool(self.old.results or self.new.results)
        self.touched = frozenset(find_touched(self.old, self.new)) if alike and not results else None

    def judge(self, past: PastDecision) -> AmendedDecision:
        """What becomes of a decision. Raises MissingDependency without z3 where facts are unknown.

        Cost: some tens of microseconds; some milliseconds for the first of those that hang on unknown facts alike.
        """
        return replace(self._judge(past), category=self.new.category.id)

    def _judge(self, past: PastDecision) -> AmendedDecision:
        who = (past.number, past.id, past.name)
        if self.new.first_as_of is not None and past.as_of is not None and past.as_of < self.new.first_as_of:
            return AmendedDecision(*who, Effect.OUT_OF_SCOPE, past.verdict, because=OutOfScope.DAY)
        values = read_values(self.old.facts, past.facts)
        stated = tuple(
            None if one.name in past.settled else value for one, value in zip(self.old.facts, values, strict=True)
        )
        joined = self.layout.projections[0].lift(stated)
        given = _write(self.layout.projections[1], joined)
        (result,) = evaluate_many(self.new, [{"id": "1", **given}], as_of=past.as_of)
        decision = cast(Decision, result.decision)
        if result.problems:  # what is stated cannot be under the new ruleset, whatever else comes
            return AmendedDecision(*who, Effect.TURNS, past.verdict, INVALID)
        told = (past.verdict, decision.verdict.value)
        pairs = [(name, past.results[name], one) for name, one in _list_results(decision) if name in past.results]
        results = tuple(ItemTurn(*one) for one in pairs if one[1] != one[2])
        before = [one.value for one in self.old.ruleset.decides.verdicts].index(past.verdict)
        is_settled = all(len({*one}) == len({*other}) == 1 for _, one, other in pairs)
        missing: tuple[str, ...] = ()
        if is_settled and UNDETERMINED not in (before, decision.verdict_code):
            effect = Effect.TURNS if results or before != decision.verdict_code else Effect.STANDS
        else:
            effect, missing = self._search(past, values, joined, decision)
        if effect is not Effect.TURNS:
            return AmendedDecision(*who, effect, *told, missing=missing)
        return AmendedDecision(*who, effect, *told, tuple(self._find_turns(past, decision)), results)

    def _search(
        self, past: PastDecision, values: tuple[Value, ...], joined: tuple[Value, ...], decision: Decision
    ) -> tuple[Effect, tuple[str, ...]]:
        """What becomes of a decision that hangs on unknown facts, and on which."""
        if self._are_alike(past, decision):
            return Effect.STANDS, ()
        key = self._make_key(past, joined, decision)
        if key not in self._known:
            names = (one.name for one in self.layout.facts)
            known = {name: value for name, value in zip(names, joined, strict=True) if value is not None}
            agreement = self.search.compare(known, past.as_of)
            told = agreement in (Agreement.ALWAYS, Agreement.NEVER)
            self._known[key] = agreement, () if told else self._list_missing(past, values, decision)
        agreement, missing = self._known[key]
        match agreement:
            case Agreement.ALWAYS:
                return Effect.STANDS, ()
            case Agreement.NEVER:
                return Effect.TURNS, ()
            case Agreement.SOMETIMES | Agreement.OPEN:
                return Effect.UNTOLD, missing

    def _are_alike(self, past: PastDecision, decision: Decision) -> bool:
        """Whether what is open is the same in both, and what is not the same is known and counts alike: no question."""
        if self.touched is None:
            return False
        for place, (one, other) in enumerate(zip(self.old.criteria, decision.findings, strict=True)):
            if place in self.touched:
                pair = {past.outcomes[one.criterion.id], other.outcome.value}
                if pair != {Outcome.UNMET} and not pair <= {*PASSES}:
                    return False
        return True

    def _make_key(self, past: PastDecision, joined: tuple[Value, ...], decision: Decision) -> Any:
        """What decisions share that hang on unknown facts alike: outcomes, and the values that what is open reads.

        A fact that is unknown may be held to others by a check, or by what it settles: these are read too.
        """
        outcomes = tuple(past.outcomes[one.id] for one in self.old.order)
        read: set[int] = set()
        for program, projection, codes in (
            (self.old, self.layout.projections[0], outcomes),
            (self.new, self.layout.projections[1], tuple(one.value for one in decision.outcomes.values())),
        ):
            own = projection.take(joined)
            open_ = {slot for slot, value in enumerate(own) if _lacks(program.facts[slot], value)}
            slots = {slot for one in program.criteria if codes[one.position] == "unknown" for slot in one.reads}
            for check in program.checks:
                slots |= set(check.faulty) if open_ & set(check.faulty) else set()
            targets = {name for slot in open_ for name in program.facts[slot].settles}
            slots |= {one.slot for one in program.facts if one.name in targets}
            whole = bool(program.results)
            read |= {projection.places[slot] for slot in range(len(own)) if whole or slot in slots or slot in open_}
        values = tuple((place, joined[place]) for place in sorted(read))
        return outcomes, decision.outcome_codes, values, past.as_of

    def _list_missing(self, past: PastDecision, values: tuple[Value, ...], decision: Decision) -> tuple[str, ...]:
        """The facts that either verdict hangs on; those of the new ruleset first."""
        before = decide(self.old, Candidate(past.id, past.name, values), as_of=past.as_of)
        paths = (one.path for each in (decision, before) for one in each.missing_facts)
        return tuple(dict.fromkeys(paths))

    def _find_turns(self, past: PastDecision, decision: Decision) -> Iterator[ItemTurn]:
        after = {one.id: one.outcome.value for one in decision.findings}
        before = {one.criterion.id: past.outcomes[one.criterion.id] for one in self.old.criteria}
        for id in dict.fromkeys((*after, *before)):
            pair = before.get(id, ABSENT), after.get(id, ABSENT)
            if pair[0] != pair[1]:
                yield ItemTurn(id, *pair)


def _list_results(decision: Decision) -> Iterator[tuple[str, list[str | None]]]:
    if decision.program.results:
        yield from list_possible({"results": {name: one.to_dict() for name, one in decision.results.items()}}).items()


def read_values(facts: Sequence[Fact], plain: Mapping[str, Any]) -> tuple[Value, ...]:
    """Plain facts as they stand in a record, as parsed values."""
    return tuple(_read_value(fact, plain.get(fact.name)) for fact in facts)


def _read_value(fact: Fact, plain: Any) -> Value:
    if plain is None:
        return None
    if isinstance(fact.type, ListType):
        return tuple(read_values(fact.type.fields, member) for member in plain)
    return date.fromisoformat(plain) if isinstance(fact.type, DateType) else cast(Value, plain)


def _lacks(fact: Fact, value: Value) -> bool:
    """Whether a fact, or a field of a member of a list, is unknown."""
    if value is None:
        return True
    if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
        return False
    fields = fact.type.fields
    members = (cast(tuple[Value, ...], one) for one in value)
    return any(_lacks(*pair) for member in members for pair in zip(fields, member, strict=True))


def _write(projection: Projection, joined: tuple[Value, ...]) -> dict[str, Any]:
    """Joined values as a program is given them."""
    return _write_record(projection.own, projection.take(joined))


def _write_record(facts: Iterable[Fact], values: Sequence[Value]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fact, value in zip(facts, values, strict=True):
        if value is None:
            continue
        if isinstance(fact.type, ListType) and isinstance(value, tuple):
            fields = fact.type.fields
            found[fact.name] = [_write_record(fields, cast(tuple[Value, ...], member)) for member in value]
        else:
            found[fact.name] = value
    return found
