"""What expressions are called, what they ask for and what was seen, as sayings in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, assert_never

from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, Shown, tell
from cchc_rules.decisions.traces.trace import MemberTrace, Trace, plain_provenance
from cchc_rules.language.nodes import (
    MIRRORED,
    And,
    Arithmetic,
    AsOf,
    Attribute,
    BareText,
    Compare,
    Conditional,
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
    Relation,
    Size,
)
from cchc_rules.language.types import DateType, NumberType, QuotientType
from cchc_rules.program.points import Point, Range
from cchc_rules.values import Truth

OPPOSITE: Final[dict[Relation, Relation]] = {"==": "!=", "!=": "=="}
_TRUTH_WORDS: Final = {True: "truth.true", False: "truth.false", None: "truth.unknown"}


def name_value(trace: Trace) -> Part:
    """What a value or a truth is called: a label, or words for the expression made of labels."""
    match trace.node:
        case ReadFact() | ReadField():
            assert trace.fact is not None
            return trace.fact.label
        case Literal():
            return tell(_TRUTH_WORDS[trace.truth]) if trace.is_boolean else Shown(trace.seen[0], trace.unit)
        case ReadParameter():
            return (
                describe_value(trace)
                if trace.label is None
                else tell("name.parameter", value=describe_value(trace), label=trace.label)
            )
        case AsOf():
            return tell("trace.as-of")
        case ReadDefinition():
            return trace.label or name_value(trace.parts[0])
        case Conditional() if not trace.is_boolean:
            then, condition, otherwise = trace.parts
            return tell(
                "name.conditional", then=_quote(then), condition=state_condition(condition), otherwise=_quote(otherwise)
            )
        case Not() | And() | Or() | Compare() | In() | Conditional():
            return state_condition(trace)
        case Arithmetic(op=op):
            left, right = trace.parts
            key = "name.days" if isinstance(left.type, DateType) else f"name.{op}"
            return tell(key, left=_quote(left), right=_quote(right))
        case Negate():
            return tell("name.negate", operand=_quote(trace.parts[0]))
        case Quotient(percent=percent):
            part, whole = trace.parts
            return tell("name.share" if percent else "name.quotient", part=_quote(part), whole=_quote(whole))
        case Size():
            return tell("name.size", each=name_member(trace))
        case Fold(kind=kind):
            return state_condition(trace) if trace.is_boolean else _name_fold(trace, kind)
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression has no name")
        case _:
            assert_never(trace.node)


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
    one: MemberTrace | None = trace.members[0] if trace.members else trace.pattern
    assert one is not None
    return one.body, one.filter


def name_member(trace: Trace) -> Part:
    """What one member of a fold's list is called."""
    fact = trace.fact
    return tell("name.each") if fact is None else fact.each or fact.label


def _quote(trace: Trace) -> Part:
    """The name of a part inside a longer name: labels in quotation marks, expressions in brackets."""
    labelled = isinstance(trace.node, ReadDefinition) and trace.label is not None
    if labelled or isinstance(trace.node, ReadFact | ReadField):
        return tell("name.quoted", name=name_value(trace))
    computed = isinstance(trace.node, Arithmetic | Conditional | Quotient)
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
            return tell("state.yes" if wanted else "state.no", name=name_value(trace))
        case Conditional():
            then, condition, otherwise = trace.parts
            return tell(
                "state.conditional",
                condition=state_condition(condition),
                then=state_condition(then, wanted=wanted),
                otherwise=state_condition(otherwise, wanted=wanted),
            )
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
        case AsOf() | Arithmetic() | Negate() | Quotient() | Size() | Name() | Attribute() | BareText():
            raise TypeError("only a condition can be stated")
        case _:
            assert_never(trace.node)


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
    return _state_requirement(trace, find_subject(trace), wanted)


def _state_requirement(trace: Trace, looked_at: Trace, wanted: bool) -> Part:
    key = "state.compare" if looked_at.is_read or looked_at.label is not None else "state.compare.computed"
    return tell(key, what=name_value(looked_at), required=describe_requirement(trace, wanted=wanted))


def find_subject(trace: Trace) -> Trace:
    """The side of a comparison that is looked at: the left one, unless only the right one reads facts."""
    if isinstance(trace.node, In):
        return trace.parts[0]
    left, right = trace.parts
    return right if left.is_constant and not right.is_constant else left


def describe_requirement(trace: Trace, *, wanted: bool = True) -> Part:
    """What a comparison or an ``in`` asks of its subject: ``từ Khá trở lên``, ``trước ngày 05/5/2022``."""
    if not isinstance(trace.node, Compare):
        values = Listing(tuple(_describe_limit(option, trace.parts[0]) for option in trace.parts[1:]))
        return tell("required.in" if wanted else "required.not-in", values=values)
    looked_at = find_subject(trace)
    left, right = trace.parts
    op = trace.node.op
    other, op = (right, op) if looked_at is left else (left, MIRRORED[op])
    return _describe_bound(op, looked_at, other, wanted)


def _describe_bound(op: str, looked_at: Trace, other: Trace, wanted: bool) -> Part:
    family = _family(looked_at)
    value = _describe_limit(other, looked_at)
    if not wanted and op in OPPOSITE:
        op, wanted = OPPOSITE[op], True
    if not wanted and op in ("<", ">"):
        return tell(f"required.{family}.not.{op}", value=value)
    if op == ">=" and looked_at.unit == "percent" and other.seen == (HUNDRED,) and isinstance(other.node, Literal):
        asked = tell("required.full", value=value)
    else:
        asked = tell(f"required.{family}.{op}", value=value)
    return asked if wanted else tell("required.not", required=asked)


HUNDRED: Final = Range(Fraction(100), Fraction(100))


def _family(trace: Trace) -> str:
    if isinstance(trace.type, DateType):
        return "date"
    return "number" if isinstance(trace.type, NumberType | QuotientType) else "grade"


def _describe_limit(other: Trace, looked_at: Trace) -> Part:
    unit = other.unit or looked_at.unit
    shown = Shown(other.seen[0] if len(other.seen) == 1 else None, unit)
    if isinstance(other.node, Literal):
        return shown
    if isinstance(other.node, ReadParameter) and other.label is not None:
        return tell("name.parameter", value=shown, label=other.label)
    if other.is_constant:
        return shown
    return tell("required.other", what=_quote(other), seen=describe_value(other))


def describe_value(trace: Trace, *, unit: str = "", against: tuple[Fraction, ...] = ()) -> Part:
    """What was seen of a node: the value in words, counts behind a share, why nothing is there; with its source."""
    unit = trace.unit or unit
    if trace.is_read:
        return _add_sources(trace, _plainly(trace, unit, against))
    if isinstance(trace.node, ReadDefinition):
        return describe_value(trace.parts[0], unit=unit, against=against)
    if trace.void:
        return _void(trace)
    if is_tally(trace) or (isinstance(trace.node, Quotient) and trace.node.percent):
        return _describe_share(trace, against)
    return _plainly(trace, unit, against)


def _plainly(trace: Trace, unit: str, against: tuple[Fraction, ...]) -> Part:
    if trace.is_boolean:
        return tell(_TRUTH_WORDS[trace.truth])
    if len(trace.seen) == 1 and trace.seen[0] is not None:
        slot = trace.node.slot if isinstance(trace.node, ReadFact) else None
        return Shown(trace.seen[0], unit, against, slot)
    if None in trace.seen:
        return tell("seen.unknown" if trace.is_read else "seen.incomplete")
    return Listing(tuple(Shown(point, unit, against) for point in trace.seen), "or")


def _add_sources(trace: Trace, what: Part) -> Part:
    sources = _find_sources(trace)
    return tell("seen.stated", seen=what, source=Listing(sources)) if sources else what


def _find_sources(trace: Trace) -> tuple[Part, ...]:
    """Who says so, since when, by which document, or what it follows from; a judged fact names its judge."""
    if trace.provenance is not None and trace.fact is not None and trace.provenance.settled_by:
        return (tell("seen.settled", by=trace.fact.settled_by[trace.provenance.settled_by]),)
    stated_by = plain_provenance(trace.provenance) if trace.provenance is not None else {}
    judged = trace.fact is not None and trace.fact.kind == "judged"
    judge: Part | None = stated_by.get("by") or (
        trace.fact.judge if judged and trace.fact and trace.is_settled else None
    )
    sources: list[Part] = [] if judge is None else [tell("seen.judged" if judged else "seen.by", by=judge)]
    if trace.provenance is not None and trace.provenance.on is not None:
        sources.append(tell("seen.on", on=Shown(trace.provenance.on)))
    if "evidence" in stated_by:
        sources.append(stated_by["evidence"])
    return tuple(sources)


def _void(trace: Trace) -> Part:
    match trace.node:
        case Quotient(percent=True):
            return tell("seen.void-share", part=describe_value(trace.parts[0]))
        case Quotient():
            return tell("seen.void-quotient")
        case Fold(kind="percent"):
            return tell("seen.void-share", part=0)
        case _:
            return tell("seen.void-list", each=name_member(trace))


def _describe_share(trace: Trace, against: tuple[Fraction, ...]) -> Part:
    """A share with the counts behind it, a count with the number counted from."""
    shown = _plainly(trace, trace.unit, against)
    if not trace.is_settled:
        return shown
    if isinstance(trace.node, Quotient):
        part, whole = trace.parts
        if part.is_settled and whole.is_settled:
            return tell("seen.share", part=_plainly(part, "", ()), whole=_plainly(whole, "", ()), percent=shown)
        return shown
    inside = [member for member in trace.members if member.inside is True]
    if isinstance(trace.node, Fold) and trace.node.kind == "count":
        return tell("seen.of", part=shown, whole=len(inside)) if inside else shown
    if any(member.inside is None for member in trace.members):
        return shown
    met = sum(member.body.truth is True for member in inside)
    return tell("seen.share", part=met, whole=len(inside), percent=shown)


def is_tally(trace: Trace) -> bool:
    """Whether a value is a number or share of members."""
    return isinstance(trace.node, Fold) and trace.node.kind in ("count", "percent")


def name_members(members: Sequence[MemberTrace], *, most: int = 5) -> Part:
    """The members' names, the first few of many."""
    return Listing(tuple(member.name for member in members), most=most)


def find_numbers(points: Sequence[Point]) -> tuple[Fraction, ...]:
    """The exact numbers among points, to keep a rounded share on its side of them."""
    return tuple(end for point in points if isinstance(point, Range) for end in (point.low, point.high))


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


def describe_truth(truth: Truth) -> Saying:
    """A truth in words: yes, no, not known."""
    return tell(_TRUTH_WORDS[truth])
