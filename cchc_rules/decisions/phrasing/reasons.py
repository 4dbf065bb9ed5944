"""Why a criterion is met, unmet, unknown or not applicable: a tree of sayings made from its trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, assert_never

from cchc_rules.decisions.phrasing.figures import (
    count_members,
    describe_answer,
    describe_truth,
    describe_value,
    find_numbers,
    is_tally,
    name_member,
    name_members,
)
from cchc_rules.decisions.phrasing.lines import Reason
from cchc_rules.decisions.phrasing.open_values import (
    MOST_NAMED,
    drop_missing,
    explain_open_leaves,
    lacks_no_more,
    tell_lacking,
    tell_stuck,
)
from cchc_rules.decisions.phrasing.own_words import tell_own_words
from cchc_rules.decisions.phrasing.runs_in_words import find_telling_years, tell_run
from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, tell
from cchc_rules.decisions.phrasing.wording import (
    describe_requirement,
    find_reads,
    find_subject,
    must_rise,
    name_counted,
    name_value,
    state_condition,
)
from cchc_rules.decisions.traces.causes import find_unsettled, requirement
from cchc_rules.decisions.traces.trace import CriterionTrace, MemberTrace, Trace
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
)
from cchc_rules.language.ruleset import Clause, Criterion
from cchc_rules.values import Outcome, Truth, Words

MOST_EXPLAINED: Final = 20
"""How many members of a list are explained one by one."""


def find_reasons(trace: CriterionTrace, criterion: Criterion) -> tuple[Reason, ...]:
    """What brought the criterion to its outcome, most decisive first in written order."""
    if trace.outcome is Outcome.NOT_APPLICABLE:
        return () if trace.applies is None else (_not_applicable(trace.applies),)
    found = tell_own_words(trace, criterion)
    if trace.outcome is Outcome.UNKNOWN and trace.applies is not None and trace.applies.truth is None:
        found = (_explain_open_application(trace.applies),)
        if requirement(trace) is False or lacks_no_more(trace.require, trace.applies):
            return found
    if trace.require is not None:
        return _drop_repeats((*found, *explain_condition(trace.require)))
    return (*found, _explain_group(trace, criterion))


def _explain_open_application(applies: Trace) -> Reason:
    """That a criterion cannot be looked at yet, for want of which facts; what else stands in the way, under it."""
    lacking = dict.fromkeys(name_value(leaf) for leaf in find_unsettled(applies) if not leaf.void)
    if lacking:
        return Reason(tell("why.applies-unknown", facts=Listing(tuple(lacking), most=MOST_NAMED)))
    return Reason(tell("why.applies-void", condition=state_condition(applies)), explain_condition(applies))


def _drop_repeats(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))


def _not_applicable(applies: Trace) -> Reason:
    facts = find_reads(applies)
    each_named = (tell("seen.read", what=name_value(fact), seen=describe_value(fact)) for fact in facts)
    found = describe_value(facts[0]) if len(facts) == 1 else Listing(tuple(each_named), "semicolon")
    return Reason(tell("why.not-applicable", condition=state_condition(applies), seen=found))


def _explain_group(trace: CriterionTrace, criterion: Criterion) -> Reason:
    number = len(trace.members)
    parts = [
        _explain_group_member(one, declared, criterion.clauses)
        for one, declared in zip(trace.members, criterion.members, strict=True)
        if _counts(one.outcome, trace.group, requirement(trace))
    ]
    counts = Listing(tuple(count_members(trace.members)))
    return Reason(tell(f"why.group.{trace.group}", number=number, least=trace.least, counts=counts), tuple(parts))


def _counts(member: Outcome, group: str, found: Truth) -> bool:
    """Whether a member's outcome is part of the reason; of a met group also what speaks against it."""
    if found is True:
        return member in (Outcome.MET, Outcome.UNMET)
    return member is Outcome.UNMET if group == "all" and found is False else member is not Outcome.MET


def _explain_group_member(trace: CriterionTrace, criterion: Criterion, above: tuple[Clause, ...]) -> Reason:
    own = () if criterion.clauses == above else criterion.clauses
    reasons = find_reasons(trace, criterion)
    if len(reasons) == 1 and _repeats(criterion.title, trace.require):
        return replace(reasons[0], clauses=own)
    head = tell("why.group-member", title=criterion.title, outcome=tell(f"outcome.{trace.outcome}"))
    return Reason(head, reasons, whole=trace.outcome is Outcome.MET, clauses=own)


def _repeats(title: Words, require: Trace | None) -> bool:
    """Whether a title says just what the one fact is called that is required to be so."""
    label = name_value(require) if require is not None and require.is_read else None
    return isinstance(label, Words) and label.vi.casefold() == title.vi.casefold()


def explain_condition(trace: Trace, *, wanted: bool = True) -> tuple[Reason, ...]:
    """How a condition stands against the truth ``wanted`` of it: what makes it so, fails it or leaves it open."""
    match trace.node:
        case ReadFact() | ReadField():
            return (Reason(describe_answer(trace)),)
        case Literal() | ReadParameter():
            return (Reason(tell("why.constant")),)
        case Not():
            return explain_condition(trace.parts[0], wanted=not wanted)
        case And() | Or():
            # `and` wanted true (`or` wanted false) fails by each part that fails; the contrary needs one of its
            # parts.
            needs_all = isinstance(trace.node, And) is wanted
            status = _status(trace.truth, wanted)
            alike = [part for part in trace.parts if _status(part.truth, wanted) == status]
            if needs_all or status == "met":
                return _drop_repeats(reason for part in alike for reason in explain_condition(part, wanted=wanted))
            key = "why.none-of" if status == "unmet" else "why.one-of"
            return (Reason(tell(key, number=len(trace.parts)), _explain_parts(trace.parts, wanted)),)
        case Compare() | In():
            return (_explain_comparison(trace, wanted),)
        case FirstOf():
            return _explain_table(trace, wanted)
        case ReadDefinition():
            if trace.label is None:
                return explain_condition(trace.parts[0], wanted=wanted)
            head = tell("seen.read", what=trace.label, seen=describe_truth(trace.truth))
            return (Reason(head, explain_condition(trace.parts[0], wanted=wanted)),)
        case Fold():
            return (_explain_fold(trace, wanted),)
        case AsOf() | Arithmetic() | Negate() | Quotient() | Calendar() | Size() | YearRun() | ReadResult():
            raise TypeError("only a condition has reasons")
        case Name() | Attribute() | BareText():
            raise TypeError("an unresolved expression has no reasons")
        case _:
            assert_never(trace.node)


def _status(truth: Truth, wanted: bool) -> str:
    return "unknown" if truth is None else "met" if truth is wanted else "unmet"


def _status_key(stem: str, truth: Truth, wanted: bool) -> str:
    status = _status(truth, wanted)
    return stem if status == "unmet" else f"{stem}.{status}"


def _explain_parts(parts: Sequence[Trace], wanted: bool) -> tuple[Reason, ...]:
    return _drop_repeats(reason for part in parts for reason in explain_condition(part, wanted=wanted))


def _explain_comparison(trace: Trace, wanted: bool) -> Reason:
    if isinstance(trace.node, Compare) and trace.parts[0].is_boolean:
        return _explain_sameness(trace, wanted)
    if isinstance(trace.parts[0].node, YearRun):
        run = trace.parts[0]
        if run.parts[0].seen == (None,):
            return Reason(tell("why.list-missing", list=name_value(run.parts[0])))
        key = _status_key("why.run", trace.truth, wanted)
        head = tell_run(run, key, describe_requirement(trace, wanted=wanted))
        return _tell_members(head, find_telling_years(run), wanted=True)
    looked_at = find_subject(trace)
    other = next((part for part in trace.parts if part is not looked_at), looked_at)
    found = describe_value(looked_at, unit=other.unit, against=find_numbers(trace.limits))
    asked = describe_requirement(trace, wanted=wanted)
    key = _status_key("why.compare", trace.truth, wanted)
    head = tell(key, what=name_counted(looked_at), seen=found, required=asked)
    behind = _explain_behind(trace, looked_at, wanted)
    sources = tuple(reason for part in dict.fromkeys(trace.parts) for reason in _list_sources(part))
    sources = drop_missing(sources, behind)
    # The values something was computed from stand below it; on one line the figures of the head are enough.
    return Reason(head, (*behind, *sources), whole=bool(sources) and not behind)


def _list_sources(trace: Trace) -> tuple[Reason, ...]:
    """What a computed value was computed from: facts, labelled definitions and members, each with its value.

    Nothing of a score or grade, whose own sheet says that.
    """
    if trace.is_read or trace.is_constant or isinstance(trace.node, ReadResult):
        return ()
    if isinstance(trace.node, Fold | Size):
        return () if is_tally(trace) else _list_member_sources(trace)
    if isinstance(trace.node, ReadDefinition):
        return list_sources(trace.parts[0])
    if isinstance(trace.node, FirstOf):
        # What a table came by: the clause of its row where one row counts, what its conditions and values were made
        # of.
        asked, left = trace.rows_asked, trace.rows_left
        place = len(asked) - 1
        clauses = trace.node.sources[place] if trace.node.sources and len(left) == 1 else ()
        cited = (Reason(tell("why.row", number=place + 1), clauses=clauses),) if clauses else ()
        parts = [condition for condition, _ in asked if condition is not None] + [value for _, value in left]
        return (*cited, *_drop_repeats(reason for part in parts for reason in list_sources(part)))
    return _drop_repeats(reason for part in trace.parts for reason in list_sources(part))


def list_sources(part: Trace) -> tuple[Reason, ...]:
    """A value with what it was computed from: facts, labelled definitions and members, each with its value."""
    if part.is_constant:
        return ()
    if part.is_read and part.is_boolean:
        return (Reason(describe_answer(part)),)
    labelled = isinstance(part.node, ReadDefinition) and part.label is not None
    if not part.is_read and not labelled:
        return _list_sources(part)
    head = tell("seen.read", what=name_value(part), seen=describe_value(part))
    return (Reason(head, _list_sources(part), whole=True),)


def _list_member_sources(trace: Trace) -> tuple[Reason, ...]:
    inside = [one for one in trace.members if one.inside is not False][:MOST_EXPLAINED]
    return tuple(Reason(tell("seen.read", what=one.name, seen=describe_value(one.body))) for one in inside)


def _explain_sameness(trace: Trace, wanted: bool) -> Reason:
    found = (tell("seen.read", what=name_value(part), seen=describe_value(part)) for part in trace.parts)
    head = tell(
        _status_key("why.compare", trace.truth, wanted),
        what=state_condition(trace),
        seen=Listing(tuple(found)),
        required=tell("required.yes" if wanted else "required.no"),
    )
    return Reason(head)


def _explain_behind(trace: Trace, looked_at: Trace, wanted: bool) -> tuple[Reason, ...]:
    """What lies behind a comparison: missing facts of an open one, the members that pull a count or share."""
    fold = looked_at
    while isinstance(fold.node, ReadDefinition):
        fold = fold.parts[0]
    if trace.truth is None:
        return _explain_open(trace, looked_at, fold)
    if _status(trace.truth, wanted) == "met" or not is_tally(fold):
        return ()
    upward = must_rise(trace, looked_at, wanted)
    pulling = fold.offenders if upward else tuple(one for one in fold.members if one.inside and one.body.truth)
    if upward is None or not pulling:
        return ()
    key = "why.holding-down" if upward else "why.driving-up"
    return (
        _tell_members(
            tell(key, each=name_member(fold), names=name_members(pulling, with_figures=True)), pulling, upward
        ),
    )


def _explain_open(trace: Trace, looked_at: Trace, fold: Trace) -> tuple[Reason, ...]:
    if is_tally(fold) and fold.members and not fold.void:
        open_members = [one for one in fold.members if _is_open(one)]
        if open_members:
            head = tell("why.still-open", each=name_member(fold), names=name_members(open_members))
            return (_tell_members(head, open_members, True),)
    leaves = tuple(leaf for leaf in find_unsettled(trace) if leaf is not looked_at)
    if isinstance(fold.node, ReadResult):
        return explain_open_leaves(leaves)
    # Of other values those they were computed from are told, faulty ones among them.
    faulty = (tell_stuck(leaf) for leaf in leaves if leaf.faulty and is_tally(fold))
    return (*tell_lacking(leaves), *_drop_repeats(faulty))


def _is_open(member: MemberTrace) -> bool:
    return member.inside is not False and (member.inside is None or member.body.truth is None)


def _explain_table(trace: Trace, wanted: bool) -> tuple[Reason, ...]:
    left = trace.rows_left
    values = [value for _, value in left]
    open_ = [condition for condition, _ in left if condition is not None and condition.truth is None]
    if trace.truth is not None or not open_:
        return _explain_parts(values, wanted)
    return (
        Reason(tell("why.depends", condition=state_condition(open_[0])), _explain_parts([*open_, *values], wanted)),
    )


def _explain_fold(trace: Trace, wanted: bool) -> Reason:
    """The reason of an ``all`` or ``any`` over a list."""
    if trace.parts[0].seen == (None,):
        return Reason(tell("why.list-missing", list=name_value(trace.parts[0])))
    if trace.void:
        return Reason(tell("why.list-void", list=name_value(trace.parts[0]), each=name_member(trace)))
    inside = [one for one in trace.members if one.inside is not False]
    if trace.truth is None:
        pending = [one for one in inside if one.inside is None or one.body.truth is None]
        return _tell_numbers("why.all.unknown", trace, pending, inside, wanted)
    if isinstance(trace.node, Fold) and trace.node.kind == "all":
        if trace.truth is True:
            met = tell("why.all.met", number=len(inside), whole=len(inside), each=name_member(trace))
            return Reason(met) if wanted else _tell_members(met, inside, wanted=False)
        return _tell_numbers("why.all.unmet", trace, trace.offenders, inside, wanted=True)
    return _explain_any(trace, inside, wanted)


def _explain_any(trace: Trace, inside: Sequence[MemberTrace], wanted: bool) -> Reason:
    good = [one for one in inside if one.inside and one.body.truth]
    if trace.truth is True and wanted:
        against = [one for one in inside if one.inside and one.body.truth is False]
        head = tell("why.any.met", each=name_member(trace), names=name_members(good))
        if not against:
            return Reason(head)
        beside = tell("why.any.against", each=name_member(trace), names=name_members(against))
        return Reason(head, (_tell_members(beside, against, wanted),))
    body = inside[0] if inside else trace.pattern or (trace.members or (None,))[0]
    assert body is not None
    what = state_condition(body.body)
    if trace.truth is True:
        return _tell_numbers("why.none.unmet", trace, good, inside, wanted=False, body=what)
    if not wanted:
        return Reason(tell("why.none.met", each=name_member(trace), whole=len(inside), body=what))
    if inside:
        return _tell_members(tell("why.any.unmet", each=name_member(trace), whole=len(inside)), inside, wanted)
    if body.filter is None or not trace.members:
        return Reason(tell("why.any.none", each=name_member(trace)))
    return Reason(tell("why.any.none-in", each=name_member(trace), filter=state_condition(body.filter)))


def _tell_numbers(
    key: str, trace: Trace, some: Sequence[MemberTrace], inside: Sequence[MemberTrace], wanted: bool, **more: Part
) -> Reason:
    head = tell(
        key,
        number=len(some),
        whole=len(inside),
        each=name_member(trace),
        names=name_members(some, with_figures=True),
        **more,
    )
    return _tell_members(head, some, wanted)


def _tell_members(head: Saying, some: Sequence[MemberTrace], wanted: bool) -> Reason:
    """The head, and under it why each of the first members stands as it does."""
    parts = [Reason(tell("why.member", name=one.name), _explain_member(one, wanted)) for one in some[:MOST_EXPLAINED]]
    return Reason(head, tuple(parts), whole=True)


def _explain_member(one: MemberTrace, wanted: bool) -> tuple[Reason, ...]:
    let_in = () if one.filter is None or one.inside is not None else explain_condition(one.filter)
    if let_in and one.body.truth is wanted:
        return let_in
    return (*let_in, *explain_condition(one.body, wanted=wanted))
