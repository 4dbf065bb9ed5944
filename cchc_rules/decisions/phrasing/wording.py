"""What expressions are called, what they ask for and what was seen, as sayings in both languages."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, assert_never

from cchc_rules.decisions.phrasing.figures import describe_truth, describe_value, find_numbers, name_member
from cchc_rules.decisions.phrasing.sayings import Listing, Part, Shown, tell
from cchc_rules.decisions.traces.trace import MemberTrace, Trace
from cchc_rules.language.nodes import (
    MIRRORED,
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
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadParameter,
    ReadResult,
    Relation,
    Size,
    YearRun,
)
from cchc_rules.language.types import DateType, NumberType, QuotientType
from cchc_rules.program.points import Point, Range
from cchc_rules.values import Truth

OPPOSITE: Final[dict[Relation, Relation]] = {"==": "!=", "!=": "=="}


def name_value(trace: Trace) -> Part:
    """What a value or a truth is called: a label, or words for the expression made of labels."""
    match trace.node:
        case ReadFact() | ReadField():
            assert trace.fact is not None
            return trace.fact.label
        case Literal() | Negate(operand=Literal()):
            return describe_truth(trace.truth) if trace.is_boolean else Shown(trace.seen[0], trace.unit)
        case ReadParameter():
            return _name_parameter(trace)
        case AsOf():
            return tell("trace.as-of")
        case ReadDefinition():
            return trace.label or name_value(trace.parts[0])
        case FirstOf() if not trace.is_boolean:
            return _name_table(trace)
        case Not() | And() | Or() | Compare() | In() | FirstOf():
            return state_condition(trace)
        case Arithmetic():
            return _name_arithmetic(trace, trace.node.op)
        case Negate():
            return tell("name.negate", operand=_quote(trace.parts[0]))
        case Quotient(percent=percent):
            part, whole = trace.parts
            return tell("name.share" if percent else "name.quotient", part=_quote(part), whole=_quote(whole))
        case Calendar(kind=kind):
            first, *rest = map(_quote, trace.parts)
            return tell(f"name.{kind}", first=first, **({"last": rest[0]} if rest else {}))
        case Size():
            return tell("name.size", each=name_member(trace))
        case YearRun():
            return tell("name.run", last=_quote(trace.parts[1]), body=state_condition(_pattern(trace)[0]))
        case Fold(kind=kind):
            return state_condition(trace) if trace.is_boolean else _name_fold(trace, kind)
        case ReadResult(zeros=zeros):
            assert trace.label is not None
            return tell("name.zeros", score=trace.label) if zeros else trace.label
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression has no name")
        case _:
            assert_never(trace.node)


def _name_arithmetic(trace: Trace, op: str) -> Part:
    left, right = trace.parts
    key = "name.days" if isinstance(left.type, DateType) else f"name.{op}"
    return tell(key, left=_quote(left), right=_quote(right))


def _name_parameter(trace: Trace) -> Part:
    value = describe_value(trace)
    return value if trace.label is None else tell("name.parameter", value=value, label=trace.label)


def name_counted(trace: Trace) -> Part:
    """What a comparison looks at, short: a share of stated counts is called by what is counted."""
    if isinstance(trace.node, Quotient) and trace.node.percent and trace.parts[0].is_read and trace.parts[1].is_read:
        return name_value(trace.parts[0])
    return name_value(trace)


def _name_fold(trace: Trace, kind: str) -> Part:
    body, let_in = _pattern(trace)
    what = state_condition(body) if body.is_boolean else _quote(body)
    fold = tell(f"name.{kind}", each=name_member(trace), body=what)
    return (
        fold
        if let_in is None
        else tell("name.among", fold=fold, each=name_member(trace), filter=state_condition(let_in))
    )


def _pattern(trace: Trace) -> tuple[Trace, Trace | None]:
    """The body and the filter of a fold, taken from its first member or the pattern of none."""
    one: MemberTrace | None = trace.members[0] if trace.members and trace.pattern is None else trace.pattern
    assert one is not None
    return one.body, one.filter


def _quote(trace: Trace) -> Part:
    """The name of a part inside a longer name: labels in quotation marks, expressions in brackets."""
    labelled = isinstance(trace.node, ReadDefinition) and trace.label is not None
    if labelled or isinstance(trace.node, ReadFact | ReadField):
        return tell("name.quoted", name=name_value(trace))
    computed = isinstance(trace.node, Arithmetic | FirstOf | Quotient)
    return tell("list.nested", inner=name_value(trace)) if computed else name_value(trace)


def state_condition(trace: Trace, *, wanted: bool = True) -> Part:
    """The condition (or, when not ``wanted``, its contrary) as a clause of a sentence, whatever was found."""
    match trace.node:
        case Not():
            return state_condition(trace.parts[0], wanted=not wanted)
        case And() | Or():
            joint = "and" if isinstance(trace.node, And) is wanted else "or"
            return Listing(tuple(_bracket(part, wanted) for part in trace.parts), joint)
        case Compare(op=op):
            return _state_comparison(trace, op, wanted)
        case In():
            return _state_requirement(trace, trace.parts[0], wanted)
        case ReadDefinition() if trace.label is None:
            return state_condition(trace.parts[0], wanted=wanted)
        case ReadFact() | ReadField() | ReadDefinition():
            if not wanted and trace.fact is not None and trace.fact.negative is not None:
                return trace.fact.negative
            return tell("state.yes" if wanted else "state.no", name=name_value(trace))
        case FirstOf():
            return _state_table(trace, wanted)
        case Fold(kind=kind):
            body, let_in = _pattern(trace)
            fold = tell(
                f"state.{kind}" if wanted else f"state.not-{kind}", each=name_member(trace), body=state_condition(body)
            )
            if let_in is None:
                return fold
            return tell("name.among", fold=fold, each=name_member(trace), filter=state_condition(let_in))
        case Literal() | ReadParameter():
            return tell("state.always" if trace.truth is wanted else "state.never")
        case AsOf() | Arithmetic() | Negate() | Quotient() | Calendar() | Size() | YearRun() | ReadResult():
            raise TypeError("only a condition can be stated")
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression cannot be stated")
        case _:
            assert_never(trace.node)


def _name_table(trace: Trace) -> Part:
    """A table by its rows where they are few, else by their number."""
    *rows, last = _every_row(trace)
    if len(rows) > MOST_ROWS_NAMED:
        return tell("name.table", number=len(rows) + 1)
    named = _quote(last[1])
    for condition, value in reversed(rows):
        named = tell("name.conditional", then=_quote(value), condition=state_condition(condition), otherwise=named)
    return named


def _state_table(trace: Trace, wanted: bool) -> Part:
    *rows, last = _every_row(trace)
    if len(rows) > MOST_ROWS_NAMED:
        return tell("state.table" if wanted else "state.not-table", number=len(rows) + 1)
    stated = state_condition(last[1], wanted=wanted)
    for condition, value in reversed(rows):
        then = state_condition(value, wanted=wanted)
        stated = tell("state.conditional", condition=state_condition(condition), then=then, otherwise=stated)
    return stated


def _every_row(trace: Trace) -> list[tuple[Trace, Trace]]:
    """The conditions of a table with their values; the last value stands beside itself."""
    number = len(trace.parts) // 2
    return list(zip((*trace.parts[:number], trace.parts[-1]), trace.parts[number:], strict=True))


def _bracket(trace: Trace, wanted: bool) -> Part:
    part = state_condition(trace, wanted=wanted)
    return tell("list.nested", inner=part) if isinstance(part, Listing) else part


def _state_comparison(trace: Trace, op: str, wanted: bool) -> Part:
    if trace.parts[0].is_boolean:
        left, right = trace.parts
        return tell(
            "state.same" if (op == "==") is wanted else "state.different",
            left=name_value(left),
            right=name_value(right),
        )
    if isinstance((run := trace.parts[0]).node, YearRun):
        last, least = _quote(run.parts[1]), _describe_limit(trace.parts[1], run, seen=False)
        key = f"state.run.{op}" if wanted else f"state.not-run.{op}"
        return tell(key, least=least, last=last, body=state_condition(_pattern(run)[0]))
    return _state_requirement(trace, find_subject(trace), wanted)


def _state_requirement(trace: Trace, looked_at: Trace, wanted: bool) -> Part:
    key = "state.compare" if looked_at.is_read or looked_at.label is not None else "state.compare.computed"
    return tell(key, what=name_value(looked_at), required=describe_requirement(trace, wanted=wanted, seen=False))


def find_subject(trace: Trace) -> Trace:
    """The side of a comparison that is looked at: the left one, unless only the right one reads facts."""
    if isinstance(trace.node, In):
        return trace.parts[0]
    left, right = trace.parts
    return right if left.is_constant and not right.is_constant else left


def describe_requirement(trace: Trace, *, wanted: bool = True, seen: bool = True) -> Part:
    """What a comparison or an ``in`` asks of its subject: ``từ Khá trở lên``, ``trước ngày 05/05/2022``.

    A limit that is itself read from facts is shown with its value only where ``seen``: never in a rule.
    """
    if not isinstance(trace.node, Compare):
        values = Listing(tuple(_describe_limit(option, trace.parts[0], seen) for option in trace.parts[1:]))
        return tell("required.in" if wanted else "required.not-in", values=values)
    looked_at = find_subject(trace)
    left, right = trace.parts
    op = trace.node.op
    if isinstance(left.node, YearRun):
        least = _describe_limit(right, left, seen)
        key = f"required.run.{op}" if wanted else f"required.not-run.{op}"
        return tell(key, least=least, body=state_condition(_pattern(left)[0]))
    other, op = (right, op) if looked_at is left else (left, MIRRORED[op])
    return _describe_bound(op, looked_at, _describe_limit(other, looked_at, seen), wanted)


def _describe_bound(op: str, looked_at: Trace, value: Part, wanted: bool) -> Part:
    family = _family(looked_at)
    if not wanted and op in OPPOSITE:
        op, wanted = OPPOSITE[op], True
    if not wanted and op in ("<", ">"):
        return tell(f"required.{family}.not.{op}", value=value)
    if op == ">=" and looked_at.unit == "percent" and isinstance(value, Shown) and value.point == HUNDRED:
        asked = tell("required.full", value=value)
    else:
        asked = tell(f"required.{family}.{op}", value=value)
    return asked if wanted else tell("required.not", required=asked)


MOST_ROWS_NAMED: Final = 3
"""A table of more conditions is not named row by row inside a sentence."""

HUNDRED: Final = Range(Fraction(100), Fraction(100))


def _family(trace: Trace) -> str:
    if isinstance(trace.type, DateType):
        return "date"
    return "number" if isinstance(trace.type, NumberType | QuotientType) else "grade"


def _describe_limit(other: Trace, looked_at: Trace, seen: bool) -> Part:
    unit = other.unit or looked_at.unit
    shown = _show_points(other.seen, unit)
    if isinstance(other.node, Literal):
        return shown
    if isinstance(other.node, ReadParameter) and other.label is not None:
        return tell("name.parameter", value=shown, label=other.label)
    if other.is_constant:
        return shown
    return tell("required.other", what=_quote(other), seen=describe_value(other)) if seen else _quote(other)


def _show_points(points: tuple[Point, ...], unit: str) -> Part:
    """The value, or each it may be: of a parameter that goes by dates while the day is not known."""
    if len(points) == 1:
        return Shown(points[0], unit)
    if not points or None in points:
        return Shown(None, unit)
    return Listing(tuple(Shown(point, unit) for point in points), "or")


def find_reads(trace: Trace) -> tuple[Trace, ...]:
    """Every fact read below a node, in written order, each path once."""
    found: dict[str, Trace] = {}
    waiting = [trace]
    while waiting:
        here = waiting.pop()
        if here.is_read:
            found.setdefault(here.path, here)
        waiting.extend(reversed(here.parts))
        for member in reversed(here.members):
            waiting.extend(part for part in (member.body, member.filter) if part is not None)
    return tuple(found.values())


def must_rise(trace: Trace, looked_at: Trace, wanted: bool) -> Truth:
    """Whether more would have to be counted for a failed comparison to hold, or fewer; None where neither is sure."""
    op = trace.node.op if isinstance(trace.node, Compare) else "=="
    if op not in OPPOSITE:
        op = op if looked_at is trace.parts[0] else MIRRORED[op]
        return (op in (">", ">=")) is wanted
    if (op == "!=") is wanted:
        return False
    found, limits = find_numbers(looked_at.seen), find_numbers(trace.limits)
    return True if max(found) < min(limits) else False if min(found) > max(limits) else None
