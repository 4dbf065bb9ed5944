"""What was seen, as sayings: values with their source, counts behind shares, why nothing is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, Shown, tell
from cchc_rules.decisions.traces.trace import CriterionTrace, MemberTrace, Trace, plain_provenance
from cchc_rules.language.nodes import AsOf, Compare, Fold, Quotient, ReadDefinition, ReadFact, Size
from cchc_rules.program.points import Point, Range
from cchc_rules.values import Outcome, Truth

_TRUTH_WORDS: Final = {True: "truth.true", False: "truth.false", None: "truth.unknown"}


def describe_value(trace: Trace, *, unit: str = "", against: tuple[Fraction, ...] = ()) -> Part:
    """What was seen of a node: the value in words, counts behind a share, why nothing is there; with its source."""
    unit = trace.unit or unit
    if trace.is_read:
        return tell("seen.faulty") if trace.faulty else _add_sources(trace, _plainly(trace, unit, against))
    if isinstance(trace.node, ReadDefinition):
        return describe_value(trace.parts[0], unit=unit, against=against)
    if trace.void:
        if isinstance(trace.node, Quotient):
            part = describe_value(trace.parts[0])
            return tell("seen.void-share", part=part) if trace.node.percent else tell("seen.void-quotient")
        if isinstance(trace.node, Fold) and trace.node.kind == "percent":
            return tell("seen.void-share", part=0)
        return tell("seen.void-list", each=name_member(trace))
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
        if isinstance(trace.node, AsOf):
            return tell("seen.no-date")
        return tell("seen.unknown" if trace.is_read else "seen.incomplete")
    return Listing(tuple(Shown(point, unit, against) for point in trace.seen), "or")


def _add_sources(trace: Trace, what: Part) -> Part:
    sources = _find_sources(trace)
    return tell("seen.stated", seen=what, source=Listing(sources)) if sources else what


def _find_sources(trace: Trace) -> tuple[Part, ...]:
    """Who says so, since when, by which document; what it follows from; of a judged fact who judged."""
    if trace.provenance is not None and trace.fact is not None and trace.provenance.settled_by:
        return (tell("seen.settled", by=trace.fact.settled_by[trace.provenance.settled_by]),)
    stated_by = plain_provenance(trace.provenance) if trace.provenance is not None else {}
    sources: list[Part] = []
    if trace.fact is not None and trace.fact.kind == "judged" and trace.is_settled:
        # Whom to ask (`judge:`) is not who judged: nobody is named who did not say so.
        sources.append(tell("seen.judged", by=stated_by["by"]) if "by" in stated_by else tell("seen.judged-by-nobody"))
    elif "by" in stated_by:
        sources.append(tell("seen.by", by=stated_by["by"]))
    if trace.provenance is not None and trace.provenance.on is not None:
        sources.append(tell("seen.on", on=Shown(trace.provenance.on)))
    if "evidence" in stated_by:
        sources.append(stated_by["evidence"])
    return tuple(sources)


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


def describe_answer(trace: Trace) -> Part:
    """A yes-or-no fact with its answer; a "no" in words of its own where the ruleset has some (``negative:``)."""
    assert trace.fact is not None
    if trace.truth is False and trace.fact.negative is not None:
        return _add_sources(trace, trace.fact.negative)
    return tell("seen.read", what=trace.fact.label, seen=describe_value(trace))


def name_members(members: Sequence[MemberTrace], *, most: int = 5, with_figures: bool = False) -> Part:
    """The members' names, the first few of many; with the figure each is judged by, where there is one."""
    return Listing(tuple(_name_with_figure(one) if with_figures else one.name for one in members), most=most)


def _name_with_figure(member: MemberTrace) -> Part:
    body = member.body
    while isinstance(body.node, ReadDefinition):
        body = body.parts[0]
    if not isinstance(body.node, Compare):
        return member.name
    left, right = body.parts
    figure = right if left.is_constant else left
    plain = figure.is_boolean or not figure.is_settled or isinstance(figure.node, Fold | Size)
    if plain:
        return member.name
    found = describe_value(figure, against=find_numbers(body.limits))
    if isinstance(found, Saying) and found.key == "seen.share":
        found = replace(found, key="seen.share.in-brackets")
    return tell("list.figure", name=member.name, figure=found)


def find_numbers(points: Sequence[Point]) -> tuple[Fraction, ...]:
    """The exact numbers among points, to keep a rounded share on its side of them."""
    return tuple(end for point in points if isinstance(point, Range) for end in (point.low, point.high))


def describe_truth(truth: Truth) -> Saying:
    """A truth in words: yes, no, not known."""
    return tell(_TRUTH_WORDS[truth])


def name_member(trace: Trace) -> Part:
    """What one member of a fold's list is called."""
    fact = trace.fact
    return tell("name.each") if fact is None else fact.each or fact.label


def count_members(members: Sequence[CriterionTrace]) -> Iterator[Saying]:
    """How many members are met; where some are not known, how many are unmet and not known too, none left unsaid."""
    counts = Counter(one.outcome for one in members)
    if not counts[Outcome.UNKNOWN]:
        yield tell("why.members.met", count=counts[Outcome.MET], number=len(members))
        return
    for outcome in (Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN):
        if counts[outcome]:
            yield tell(f"why.members.{outcome}", count=counts[outcome], number=len(members))
