"""Builds traces by the reference semantics, so that what is explained was found apart from what an engine decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, assert_never, cast

from cchc_rules.decisions.traces.trace import CriterionTrace, MemberTrace, Trace
from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.lists import key_label
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Calendar,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    Size,
    YearRun,
    children,
)
from cchc_rules.language.ruleset import Criterion, Fact, GradeCap, GradeTable, ScoreLine
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, GradeType, ListType
from cchc_rules.language.wordings import parts as wording_parts
from cchc_rules.problems import EngineDisagreement
from cchc_rules.program import reference
from cchc_rules.program.points import Point, Range, point_of
from cchc_rules.program.program import Program
from cchc_rules.program.reference import Member, Scope
from cchc_rules.values import OUTCOMES, Outcome, Truth, Value, canonical_number

NEED_MEMBERS: Final = frozenset({"all", "percent", "min", "max"})
"""The folds that are void over nobody."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A list member bound to an item name: where it is and which fields it has."""

    path: str
    names: tuple[str, ...]
    fields: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the builder stands: the scope of the reference, what is bound in words, and results traced already.

    The bands of a grade read one score: traced for each of them it would cost as many times.
    """

    scope: Scope
    items: Mapping[str, _Bound] = field(default_factory=dict)
    results: dict[tuple[str, str, bool], Trace] = field(default_factory=dict)

    def inside(self, fold: Fold | YearRun, member: Member, name: str, path: str) -> _Here:
        bound = _Bound(path, (*self.names(fold.over), name), fold.list_type.fields)
        return _Here(self.scope.inside(fold.item, member), {**self.items, fold.item: bound}, self.results)

    def names(self, node: Node) -> tuple[str, ...]:
        """The members a read goes through."""
        return self.items[node.item].names if isinstance(node, ReadField) else ()


def build_trace(
    program: Program, criterion: Criterion, codes: tuple[int, ...], values: tuple[Value, ...], as_of: date | None
) -> CriterionTrace:
    """The trace of a criterion and its members; ``codes`` are their outcomes in declared order, as an engine gave them.

    Raises EngineDisagreement when an outcome found by the reference semantics differs. Cost: that of the reference,
    once a node; about a tenth of a millisecond for a plain criterion.
    """
    here = _Here(Scope(program, values, as_of, known={}))
    return _criterion(criterion, here, iter(codes), applied=True)


def trace_expression(program: Program, node: Node, values: tuple[Value, ...], as_of: date | None) -> Trace:
    """The trace of an expression, as written, that is no criterion's: a key of a ranking."""
    return _node(node, _Here(Scope(program, values, as_of)))


def canonical_value(value: Value) -> Value:
    """The value with every number in its one canonical form (raw doubles read by the 15-digit rule)."""
    if isinstance(value, float):
        return canonical_number(value)
    return tuple(map(canonical_value, value)) if isinstance(value, tuple) else value


def attach_sources(
    trace: CriterionTrace, provenance: Mapping[str, Provenance], faulty: frozenset[str]
) -> CriterionTrace:
    """The trace with provenance on the facts that have some, those at ``faulty`` paths marked.

    The same object where there is neither.
    """
    return _attach_to_criterion(trace, provenance, faulty) if provenance or faulty else trace


def _attach_to_criterion(
    trace: CriterionTrace, provenance: Mapping[str, Provenance], faulty: frozenset[str]
) -> CriterionTrace:
    return replace(
        trace,
        applies=trace.applies and _attach(trace.applies, provenance, faulty),
        require=trace.require and _attach(trace.require, provenance, faulty),
        members=tuple(_attach_to_criterion(member, provenance, faulty) for member in trace.members),
        because=tuple((name, _attach(part, provenance, faulty)) for name, part in trace.because),
    )


def _attach(trace: Trace, provenance: Mapping[str, Provenance], faulty: frozenset[str]) -> Trace:
    if trace.path in provenance or trace.path in faulty:
        trace = replace(trace, provenance=provenance.get(trace.path), faulty=trace.path in faulty)
    if not trace.parts and not trace.members:
        return trace
    return replace(
        trace,
        parts=tuple(_attach(part, provenance, faulty) for part in trace.parts),
        members=tuple(_attach_to_member(member, provenance, faulty) for member in trace.members),
    )


def _attach_to_member(member: MemberTrace, provenance: Mapping[str, Provenance], faulty: frozenset[str]) -> MemberTrace:
    let_in = member.filter and _attach(member.filter, provenance, faulty)
    return replace(member, filter=let_in, body=_attach(member.body, provenance, faulty))


def _criterion(criterion: Criterion, here: _Here, codes: Iterator[int], *, applied: Truth) -> CriterionTrace:
    given = OUTCOMES[next(codes)]
    condition = None if criterion.applies is None else _node(criterion.applies, here)
    applies = applied if condition is None else condition.truth
    require = None if criterion.require is None else _node(criterion.require, here)
    members = tuple(_criterion(member, here, codes, applied=applies) for member in criterion.members)
    required = reference.requirement(criterion, here.scope) if require is None else require.truth
    found = _outcome(applies, required)
    if found is not given:
        raise EngineDisagreement(f"criterion `{criterion.id}`: the engine found {given}, its trace {found}")
    clauses = tuple(clause.ref for clause in criterion.clauses)
    wanted = because_nodes(here.scope.program, criterion) if found is Outcome.UNMET else ()
    because = tuple((node.name, _node(node, here)) for node in wanted)
    return CriterionTrace(
        criterion.id,
        found,
        condition,
        require,
        criterion.group,
        criterion.least,
        members,
        clauses,
        because,
        criterion.defers,
    )


def because_nodes(program: Program, criterion: Criterion) -> tuple[ReadFact | ReadParameter, ...]:
    """What the words said first of an unmet criterion (``because:``) name: facts and parameters."""
    if criterion.because is None:
        return ()
    facts = {fact.name: ReadFact(fact.name, fact.slot, fact.type) for fact in program.facts}
    known = {one.name: ReadParameter(one.name, one.type) for one in program.ruleset.parameters} | facts
    texts = (criterion.because.vi, criterion.because.en)
    return tuple(
        known[name] for name in dict.fromkeys(name for text in texts for _, name in wording_parts(text)) if name
    )


def _outcome(applies: Truth, required: Truth) -> Outcome:
    if applies is False:
        return Outcome.NOT_APPLICABLE
    if required is True:
        return Outcome.MET
    return Outcome.UNMET if required is False and applies else Outcome.UNKNOWN


def _node(node: Node, here: _Here) -> Trace:
    match node:
        case Literal():
            return _make_trace(node, here)
        case ReadParameter(name=name):
            parameter = next(one for one in here.scope.program.ruleset.parameters if one.name == name)
            is_open = name not in here.scope.program.parameters and here.scope.as_of is None
            parts = (_node(AsOf(node.span), here),) if is_open else ()
            return _make_trace(node, here, label=parameter.label, parts=parts)
        case ReadFact() | ReadField():
            return _read(node, here)
        case AsOf():
            return _make_trace(node, here, path="as_of")
        case ReadDefinition(name=name):
            definition = here.scope.program.definition_by_name[name]
            parts = (_node(definition.expression, here),)
            return _make_trace(node, here, label=definition.label, parts=parts)
        case Fold() | Size():
            return _over_list(node, here)
        case In(operand=operand, options=options):
            asked = (part for one in options for part in _options(one, here))
            return _make_trace(node, here, parts=(_node(operand, here), *asked))
        case ReadResult(name=name, line=line, zeros=zeros):
            if (found := here.results.get(key := (name, line, zeros))) is None:
                found = here.results[key] = _result(node, here)
            return found
        case Compare(left=YearRun() as run, right=length):
            least = _node(length, here)
            return _make_trace(node, here, parts=(_run(run, _window(node, least), here), least))
        case YearRun():
            raise TypeError("a run is traced with what it is compared with")
        case Not() | And() | Or() | Compare() | Arithmetic() | Negate() | Calendar() | FirstOf():
            return _make_trace(node, here, parts=tuple(_node(child, here) for child in children(node)))
        case Quotient(part=part, whole=whole):
            divisor = _node(whole, here)
            nothing = all(isinstance(one, Range) and one.low == one.high == 0 for one in divisor.seen)
            return _make_trace(node, here, parts=(_node(part, here), divisor), void=nothing)
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression cannot be traced")
        case _:
            assert_never(node)


def _make_trace(node: Node, here: _Here, **known: Any) -> Trace:
    """The trace of a node: what is known of it, with its truth or value by the reference semantics."""
    type_ = type_of(node)
    if isinstance(type_, BooleanType):
        return Trace(node, type_, truth=reference.truth(node, here.scope), **known)
    return Trace(node, type_, seen=reference.alternatives(node, here.scope), **known)


def _result(node: ReadResult, here: _Here) -> Trace:
    """The trace of a score, a line or a grade where it is read: its parts are what keeps it open, and nothing else."""
    read = here.scope.program.category.result(node.name)
    line = None if isinstance(read, GradeTable) else read.line(node.line)
    made = _make_trace(node, here, label=read.title if line is None else line.title)
    if made.is_settled:
        return made
    if isinstance(read, GradeTable):
        waiting: Iterable[Node] = (read.rows, *(cap.when for cap in read.caps if _can_lower(cap, made)))
    else:
        assert line is not None
        counted = line.countable if node.zeros else (line,)
        waiting = (part for one in counted for part in _open_parts(one, here.scope))
    parts = (_node(one, here) for one in waiting)
    return replace(made, parts=tuple(part for part in parts if not part.is_settled))


def _open_parts(line: ScoreLine, scope: Scope) -> Iterator[Node]:
    """The gates and values that keep a line open; nothing of what is settled whatever they are."""
    found = reference.measure_line(line, scope)
    if found.low == found.high:
        return
    yield from (part for part in (line.gate, line.value) if part is not None)
    for one in line.lines:
        yield from _open_parts(one, scope)


def _can_lower(cap: GradeCap, grade: Trace) -> bool:
    """Whether a cap that may hold is below a level that the grade may still be."""
    assert isinstance(grade.type, GradeType)
    levels = grade.type.scale.levels
    return any(levels.index(one) > levels.index(cap.level) for one in grade.seen if one in levels)


def trace_result(node: ReadResult, scope: Scope, faulty: frozenset[str] = frozenset()) -> Trace:
    """The trace of a score, a line of one or a grade by itself; facts at ``faulty`` paths are marked."""
    found = _result(node, _Here(scope))
    return _attach(found, {}, faulty) if faulty else found


def trace_part(
    node: Node, scope: Scope, provenance: Mapping[str, Provenance] | None = None, faulty: frozenset[str] = frozenset()
) -> Trace:
    """The trace of what a line gives, a gate, or the rows and caps of a grade, as `attach_sources` marks facts."""
    found = _node(node, _Here(scope))
    return _attach(found, provenance or {}, faulty) if provenance or faulty else found


def _options(option: Node, here: _Here) -> tuple[Trace, ...]:
    """An option of ``in``; a list parameter stands for all its values."""
    if isinstance(option, ReadParameter):
        bound = here.scope.program.parameters.get(option.name)
        if isinstance(bound, tuple):
            return tuple(Trace(Literal(one, option.type), option.type, seen=(point_of(one),)) for one in bound)
    return (_node(option, here),)


def _read(node: ReadFact | ReadField, here: _Here) -> Trace:
    fact, path, value = _place(node, here)
    if isinstance(node.type, ListType):
        number: Point = point_of(len(value)) if isinstance(value, tuple) else None
        return Trace(node, node.type, seen=(number,), fact=fact, path=path, inside=here.names(node))
    return _make_trace(node, here, fact=fact, path=path, inside=here.names(node))


def _place(node: ReadFact | ReadField, here: _Here) -> tuple[Fact, str, Value]:
    if isinstance(node, ReadFact):
        return here.scope.program.facts[node.slot], node.name, here.scope.values[node.slot]
    bound = here.items[node.item]
    return bound.fields[node.slot], f"{bound.path}.{node.name}", here.scope.items[node.item][node.slot]


def _over_list(node: Fold | Size, here: _Here) -> Trace:
    over = node.over
    assert isinstance(over, ReadFact | ReadField)
    fact, path, value = _place(over, here)
    parts = (_node(over, here),)
    if isinstance(node, Size):
        return _make_trace(node, here, parts=parts, fact=fact)
    given = value if isinstance(value, tuple) else ()
    members = tuple(
        _member(node, name, here.inside(node, member, name, f"{path}[{name}]"), f"{path}[{name}]")
        for name, member in zip(name_members(fact, given), given, strict=True)
        if isinstance(member, tuple)
    )
    nobody: Member = (None,) * len(node.list_type.fields)
    pattern = None if members else _member(node, "", here.inside(node, nobody, "", f"{path}[]"), f"{path}[]")
    void = isinstance(value, tuple) and node.kind in NEED_MEMBERS and all(one.inside is False for one in members)
    return _make_trace(node, here, parts=parts, members=members, pattern=pattern, fact=fact, void=void)


def _window(node: Compare, asked: Trace) -> int:
    """How many years a run is asked for, at the most."""
    most = max(int(point.high) for point in asked.seen if isinstance(point, Range))
    return most + (node.op == ">")


def _run(node: YearRun, window: int, here: _Here) -> Trace:
    """The trace of a run of so many years at the most: every year that is listed, and those left out it looks at."""
    fact, path, value = _place(node.list_read, here)
    parts = _node(node.list_read, here), _node(node.to, here)
    looking = replace(node, window=window)
    made = _make_trace(looking, here, parts=parts, fact=fact, pattern=_year(node, "", node.unlisted, path, here))
    if value is None:
        return made
    listed = {cast(int, one[node.key]): one for one in cast(tuple[Member, ...], value)}
    asked = [range(end, end - window, -1) for end in made.last_years]
    years = sorted({*listed, *(year for one in asked for year in one)}, reverse=True)
    members = (
        replace(_year(node, str(year), listed.get(year, node.unlisted), path, here), listed=year in listed)
        for year in years
    )
    return replace(made, members=tuple(members))


def _year(node: YearRun, name: str, member: Member, path: str, here: _Here) -> MemberTrace:
    """What a run finds of one year."""
    place = f"{path}[{name}]"
    return MemberTrace(name, place, None, _node(node.body, here.inside(node, member, name, place)))


def _member(fold: Fold, name: str, here: _Here, path: str) -> MemberTrace:
    let_in = None if fold.filter is None else _node(fold.filter, here)
    return MemberTrace(name, path, let_in, _node(fold.body, here))


def name_members(fact: Fact, members: tuple[Value, ...]) -> tuple[str, ...]:
    """How each member of a list is named in paths and reasons: by its key, else by its number from 1."""
    fields = fact.type.fields if isinstance(fact.type, ListType) else ()
    slot = next((one.slot for one in fields if one.name == fact.key), None)
    return tuple(_name(number, member, slot) for number, member in enumerate(members, start=1))


def _name(number: int, member: Value, slot: int | None) -> str:
    assert isinstance(member, tuple)
    key = None if slot is None else member[slot]
    return str(number) if key is None else key_label(key)
