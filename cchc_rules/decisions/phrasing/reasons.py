"""Why a criterion is met, unmet, unknown or not applicable: a tree of sayings made from its trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, say, saying
from cchc_rules.decisions.phrasing.wording import (
    MIRRORED,
    OPPOSITE,
    each,
    heard,
    is_tally,
    named,
    names,
    numbers,
    reads,
    required,
    seen,
    stated,
    subject,
)
from cchc_rules.decisions.traces.causes import requirement, unsettled
from cchc_rules.decisions.traces.trace import CriterionTrace, MemberTrace, Trace
from cchc_rules.language.nodes import (
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
    Size,
)
from cchc_rules.language.ruleset import Criterion
from cchc_rules.values import Outcome, Truth

MOST_MEMBERS: Final = 20
"""How many members of a list are explained one by one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to say and the reasons under it; ``whole`` says that the head alone is enough on one line."""

    head: Part
    parts: tuple[Reason, ...] = ()
    whole: bool = False


def reasons_for(trace: CriterionTrace, criterion: Criterion) -> tuple[Reason, ...]:
    """What brought the criterion to its outcome, most decisive first in written order."""
    if trace.outcome is Outcome.NOT_APPLICABLE:
        return () if trace.applies is None else (_not_applicable(trace.applies),)
    found: tuple[Reason, ...] = ()
    if trace.outcome is Outcome.UNKNOWN and trace.applies is not None and trace.applies.truth is None:
        head = saying("why.applies-unknown", condition=stated(trace.applies))
        behind = () if trace.applies.is_read else why(trace.applies)
        found = (Reason(head, behind),)
    if found and requirement(trace) is False:
        return found
    if trace.require is not None:
        return _distinct((*found, *why(trace.require)))
    return (*found, _group(trace, criterion))


def one_line(reasons: Iterable[Reason], language: str) -> str:
    """The reasons on one line: members of lists by name only, members of groups with their own reasons."""
    text = _joined(reasons, language)
    return text[:1].upper() + text[1:]


def headline(reasons: Iterable[Reason], language: str) -> str:
    """The reasons on one line without what lies under them, for where that is told apart."""
    text = "; ".join(say(reason.head, language) for reason in reasons)
    return text[:1].upper() + text[1:]


def _joined(reasons: Iterable[Reason], language: str) -> str:
    return "; ".join(_line(reason, language) for reason in reasons)


def _line(reason: Reason, language: str) -> str:
    head = say(reason.head, language)
    return head if reason.whole or not reason.parts else f"{head} ({_joined(reason.parts, language)})"


def _distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))


def _not_applicable(applies: Trace) -> Reason:
    facts = reads(applies)
    if len(facts) == 1 and facts[0].is_boolean:
        found: Part = seen(facts[0])
    else:
        found = Listing(tuple(saying("seen.read", what=named(fact), seen=seen(fact)) for fact in facts), "semicolon")
    return Reason(saying("why.not-applicable", condition=stated(applies), seen=found))


def _group(trace: CriterionTrace, criterion: Criterion) -> Reason:
    number, met = len(trace.members), sum(one.outcome is Outcome.MET for one in trace.members)
    shown = [
        _group_member(one, declared)
        for one, declared in zip(trace.members, criterion.members, strict=True)
        if _counts(one.outcome, trace.group, requirement(trace))
    ]
    head = saying(f"why.group.{trace.group}", number=number, least=trace.least, met=met)
    return Reason(head, tuple(shown))


def _counts(member: Outcome, group: str, found: Truth) -> bool:
    """Whether a member's outcome is part of the reason: those met of a met group, those not met of another."""
    if group == "all" and found is False:
        return member is Outcome.UNMET
    return (member is Outcome.MET) is (found is True)


def _group_member(trace: CriterionTrace, criterion: Criterion) -> Reason:
    head = saying("why.group-member", title=criterion.title, outcome=saying(f"outcome.{trace.outcome}"))
    return Reason(head, reasons_for(trace, criterion), whole=trace.outcome is Outcome.MET)


def why(trace: Trace, *, wanted: bool = True) -> tuple[Reason, ...]:
    """How a condition stands against the truth ``wanted`` of it: what makes it so, fails it or leaves it open."""
    match trace.node:
        case ReadFact() | ReadField():
            asked = saying("required.yes" if wanted else "required.no")
            key = _key("why.truth", trace.truth, wanted)
            return (Reason(saying(key, what=named(trace), seen=seen(trace), required=asked)),)
        case Literal() | ReadParameter():
            return (Reason(saying("why.constant")),)
        case Not():
            return why(trace.parts[0], wanted=not wanted)
        case And() | Or():
            return _connected(trace, wanted)
        case Compare() | In():
            return (_comparison(trace, wanted),)
        case Conditional():
            return _conditional(trace, wanted)
        case ReadDefinition():
            return _definition(trace, wanted)
        case Fold():
            return (_fold(trace, wanted),)
        case AsOf() | Arithmetic() | Negate() | Quotient() | Size() | Name() | Attribute() | BareText():
            raise TypeError("only a condition has reasons")
        case _:
            assert_never(trace.node)


def _status(truth: Truth, wanted: bool) -> str:
    return "unknown" if truth is None else "met" if truth is wanted else "unmet"


def _key(stem: str, truth: Truth, wanted: bool) -> str:
    status = _status(truth, wanted)
    return stem if status == "unmet" else f"{stem}.{status}"


def _definition(trace: Trace, wanted: bool) -> tuple[Reason, ...]:
    if trace.label is None:
        return why(trace.parts[0], wanted=wanted)
    asked = saying("required.yes" if wanted else "required.no")
    key = _key("why.truth", trace.truth, wanted)
    head = saying(key, what=trace.label, seen=heard(trace.truth), required=asked)
    return (Reason(head, why(trace.parts[0], wanted=wanted)),)


def _connected(trace: Trace, wanted: bool) -> tuple[Reason, ...]:
    """``and`` wanted true (``or`` wanted false) fails by each part that fails; the contrary needs one of its parts."""
    needs_all = isinstance(trace.node, And) is wanted
    status = _status(trace.truth, wanted)
    alike = [part for part in trace.parts if _status(part.truth, wanted) == status]
    if needs_all or status == "met":
        return _distinct(reason for part in alike for reason in why(part, wanted=wanted))
    key = "why.none-of" if status == "unmet" else "why.one-of"
    return (Reason(saying(key, number=len(trace.parts)), _each_why(trace.parts, wanted)),)


def _each_why(parts: Sequence[Trace], wanted: bool) -> tuple[Reason, ...]:
    return _distinct(reason for part in parts for reason in why(part, wanted=wanted))


def _comparison(trace: Trace, wanted: bool) -> Reason:
    if isinstance(trace.node, Compare) and trace.parts[0].is_boolean:
        return _sameness(trace, wanted)
    looked_at = subject(trace)
    other = next((part for part in trace.parts if part is not looked_at), looked_at)
    found = seen(looked_at, unit=other.unit, against=numbers(trace.required))
    asked = required(trace, wanted=wanted)
    head = saying(_key("why.compare", trace.truth, wanted), what=named(looked_at), seen=found, required=asked)
    return Reason(head, _behind(trace, looked_at, wanted))


def _sameness(trace: Trace, wanted: bool) -> Reason:
    found = (saying("seen.read", what=named(part), seen=seen(part)) for part in trace.parts)
    head = saying(
        _key("why.compare", trace.truth, wanted),
        what=stated(trace),
        seen=Listing(tuple(found)),
        required=saying("required.yes" if wanted else "required.no"),
    )
    return Reason(head)


def _behind(trace: Trace, looked_at: Trace, wanted: bool) -> tuple[Reason, ...]:
    """What lies behind a comparison: missing facts of an open one, the members that pull a count or share."""
    fold = looked_at
    while isinstance(fold.node, ReadDefinition):
        fold = fold.parts[0]
    if trace.truth is None:
        return _open(trace, looked_at, fold)
    if _status(trace.truth, wanted) == "met" or not is_tally(fold):
        return ()
    upward = _must_rise(trace, looked_at, wanted)
    pulling = fold.offenders if upward else tuple(one for one in fold.members if one.inside and one.body.truth)
    if upward is None or not pulling:
        return ()
    key = "why.holding-down" if upward else "why.driving-up"
    return (_members(saying(key, each=each(fold), names=names(pulling)), pulling, upward),)


def _must_rise(trace: Trace, looked_at: Trace, wanted: bool) -> Truth:
    """Whether more would have to be counted for a failed comparison to hold, or fewer; None where neither is sure."""
    op = trace.node.op if isinstance(trace.node, Compare) else "=="
    if op not in OPPOSITE:
        op = op if looked_at is trace.parts[0] else MIRRORED[op]
        return (op in (">", ">=")) is wanted
    if (op == "!=") is wanted:
        return False
    found, limits = numbers(looked_at.seen), numbers(trace.required)
    return True if max(found) < min(limits) else False if min(found) > max(limits) else None


def _open(trace: Trace, looked_at: Trace, fold: Trace) -> tuple[Reason, ...]:
    if is_tally(fold) and fold.members and not fold.void:
        open_members = [one for one in fold.members if _is_open(one)]
        if open_members:
            head = saying("why.still-open", each=each(fold), names=names(open_members))
            return (_members(head, open_members, True),)
    lacking = [leaf for leaf in unsettled(trace) if not leaf.void and leaf is not looked_at]
    if not lacking:
        return ()
    facts = Listing(tuple(dict.fromkeys(named(leaf) for leaf in lacking)), most=5)
    return (Reason(saying("why.lacking", facts=facts)),)


def _is_open(member: MemberTrace) -> bool:
    return member.inside is not False and (member.inside is None or member.body.truth is None)


def _conditional(trace: Trace, wanted: bool) -> tuple[Reason, ...]:
    then, condition, otherwise = trace.parts
    if condition.truth is not None:
        return why(then if condition.truth else otherwise, wanted=wanted)
    if trace.truth is not None:
        return _each_why((then, otherwise), wanted)
    head = saying("why.depends", condition=stated(condition))
    return (Reason(head, _each_why((condition, then, otherwise), wanted)),)


def _fold(trace: Trace, wanted: bool) -> Reason:
    """The reason of an ``all`` or ``any`` over a list."""
    if trace.parts[0].seen == (None,):
        return Reason(saying("why.list-missing", list=named(trace.parts[0])))
    if trace.void:
        return Reason(saying("why.list-void", list=named(trace.parts[0]), each=each(trace)))
    inside = [one for one in trace.members if one.inside is not False]
    if trace.truth is None:
        pending = [one for one in inside if one.inside is None or one.body.truth is None]
        return _numbered("why.all.unknown", trace, pending, inside, wanted)
    if isinstance(trace.node, Fold) and trace.node.kind == "all":
        return _all(trace, inside, wanted)
    return _any(trace, inside, wanted)


def _all(trace: Trace, inside: Sequence[MemberTrace], wanted: bool) -> Reason:
    if trace.truth is True:
        met = saying("why.all.met", number=len(inside), whole=len(inside), each=each(trace))
        return Reason(met) if wanted else _members(met, inside, wanted=False)
    return _numbered("why.all.unmet", trace, trace.offenders, inside, wanted=True)


def _any(trace: Trace, inside: Sequence[MemberTrace], wanted: bool) -> Reason:
    good = [one for one in inside if one.inside and one.body.truth]
    if trace.truth is True and wanted:
        return Reason(saying("why.any.met", each=each(trace), names=names(good)))
    body = inside[0] if inside else trace.pattern or (trace.members or (None,))[0]
    assert body is not None
    what = stated(body.body)
    if trace.truth is True:
        return _numbered("why.none.unmet", trace, good, inside, wanted=False, body=what)
    if not wanted:
        return Reason(saying("why.none.met", each=each(trace), whole=len(inside), body=what))
    key = "why.any.unmet" if inside else "why.any.none"
    return _members(saying(key, each=each(trace), whole=len(inside)), inside, wanted)


def _numbered(
    key: str, trace: Trace, some: Sequence[MemberTrace], inside: Sequence[MemberTrace], wanted: bool, **more: Part
) -> Reason:
    head = saying(key, number=len(some), whole=len(inside), each=each(trace), names=names(some), **more)
    return _members(head, some, wanted)


def _members(head: Saying, some: Sequence[MemberTrace], wanted: bool) -> Reason:
    """The head, and under it why each of the first members stands as it does."""
    parts = [Reason(saying("why.member", name=one.name), _member(one, wanted)) for one in some[:MOST_MEMBERS]]
    return Reason(head, tuple(parts), whole=True)


def _member(one: MemberTrace, wanted: bool) -> tuple[Reason, ...]:
    let_in = () if one.filter is None or one.inside is not None else why(one.filter)
    if let_in and one.body.truth is wanted:
        return let_in
    return (*let_in, *why(one.body, wanted=wanted))
