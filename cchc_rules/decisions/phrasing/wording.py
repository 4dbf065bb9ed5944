"""What expressions are called, what they ask for and what was seen, as sayings in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, Shown, saying
from cchc_rules.decisions.traces.trace import READS, MemberTrace, Trace, plain_provenance
from cchc_rules.language.types import DateType, NumberType, QuotientType
from cchc_rules.program.points import Point, Range
from cchc_rules.values import Truth

MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE: Final = {"==": "!=", "!=": "=="}
_TRUTH_WORDS: Final = {True: "truth.true", False: "truth.false", None: "truth.unknown"}


def named(trace: Trace) -> Part:
    """What a value or a truth is called: a label, or words for the expression made of labels."""
    match trace.kind:
        case "fact" | "field" | "list" if trace.fact is not None:
            return trace.fact.label
        case "literal":
            return saying(_TRUTH_WORDS[trace.truth]) if trace.is_boolean else Shown(trace.seen[0], trace.unit)
        case "parameter" if trace.label is not None:
            return saying("name.parameter", value=seen(trace), label=trace.label)
        case "as_of":
            return saying("trace.as-of")
        case "definition":
            return trace.label or named(trace.parts[0])
        case _ if trace.is_boolean:
            return stated(trace)
        case "conditional":
            then, condition, otherwise = trace.parts
            return saying(
                "name.conditional", then=_nested(then), condition=stated(condition), otherwise=_nested(otherwise)
            )
        case _:
            return _computed(trace)


def _computed(trace: Trace) -> Part:
    match trace.kind:
        case "arithmetic":
            left, right = trace.parts
            key = "name.days" if isinstance(left.type, DateType) else f"name.{trace.op}"
            return saying(key, left=_nested(left), right=_nested(right))
        case "negate":
            return saying("name.negate", operand=_nested(trace.parts[0]))
        case "share" | "quotient":
            part, whole = trace.parts
            return saying(f"name.{trace.kind}", part=_nested(part), whole=_nested(whole))
        case "size":
            return saying("name.size", each=each(trace))
        case _:
            return _folded(trace)


def _folded(trace: Trace) -> Part:
    body, let_in = _pattern(trace)
    what = stated(body) if body.is_boolean else _nested(body)
    fold = saying(f"name.{trace.kind}", each=each(trace), body=what)
    return fold if let_in is None else saying("name.among", fold=fold, each=each(trace), filter=stated(let_in))


def _pattern(trace: Trace) -> tuple[Trace, Trace | None]:
    """The body and the filter of a fold, taken from its first member or the pattern of none."""
    one: MemberTrace | None = trace.members[0] if trace.members else trace.pattern
    assert one is not None
    return one.body, one.filter


def each(trace: Trace) -> Part:
    """What one member of a fold's list is called."""
    fact = trace.fact
    return saying("name.each") if fact is None else fact.each or fact.label


def _nested(trace: Trace) -> Part:
    """The name of a part inside a longer name: labels in quotation marks, expressions in brackets."""
    if trace.kind in ("fact", "field", "list") or (trace.kind == "definition" and trace.label is not None):
        return saying("name.quoted", name=named(trace))
    if trace.kind in ("arithmetic", "conditional", "share", "quotient"):
        return saying("list.nested", inner=named(trace))
    return named(trace)


def stated(trace: Trace, *, wanted: bool = True) -> Part:
    """The condition (or, when not ``wanted``, its contrary) as a clause of a sentence, whatever was found."""
    match trace.kind:
        case "not":
            return stated(trace.parts[0], wanted=not wanted)
        case "and" | "or":
            joint = "and" if (trace.kind == "and") is wanted else "or"
            return Listing(tuple(_bracketed(part, wanted) for part in trace.parts), joint)
        case "compare" | "in":
            return _stated_comparison(trace, wanted)
        case "definition" if trace.label is None:
            return stated(trace.parts[0], wanted=wanted)
        case "conditional":
            then, condition, otherwise = trace.parts
            return saying(
                "state.conditional",
                condition=stated(condition),
                then=stated(then, wanted=wanted),
                otherwise=stated(otherwise, wanted=wanted),
            )
        case "all" | "any":
            return _stated_fold(trace, wanted)
        case "literal" | "parameter":
            return saying("state.always" if trace.truth is wanted else "state.never")
        case _:
            return saying("state.yes" if wanted else "state.no", name=named(trace))


def _bracketed(trace: Trace, wanted: bool) -> Part:
    part = stated(trace, wanted=wanted)
    return saying("list.nested", inner=part) if isinstance(part, Listing) else part


def _stated_comparison(trace: Trace, wanted: bool) -> Part:
    if trace.kind == "compare" and trace.parts[0].is_boolean:
        same = (trace.op == "==") is wanted
        left, right = trace.parts
        return saying("state.same" if same else "state.different", left=named(left), right=named(right))
    looked_at = subject(trace)
    key = "state.compare" if looked_at.kind in READS or looked_at.label is not None else "state.compare.computed"
    return saying(key, what=named(looked_at), required=required(trace, wanted=wanted))


def _stated_fold(trace: Trace, wanted: bool) -> Part:
    body, let_in = _pattern(trace)
    key = f"state.{trace.kind}" if wanted else f"state.not-{trace.kind}"
    fold = saying(key, each=each(trace), body=stated(body))
    return fold if let_in is None else saying("name.among", fold=fold, each=each(trace), filter=stated(let_in))


def subject(trace: Trace) -> Trace:
    """The side of a comparison that is looked at: the left one, unless only the right one reads facts."""
    if trace.kind == "in":
        return trace.parts[0]
    left, right = trace.parts
    return right if left.is_constant and not right.is_constant else left


def required(trace: Trace, *, wanted: bool = True) -> Part:
    """What a comparison or an ``in`` asks of its subject: ``từ Khá trở lên``, ``trước ngày 05/5/2022``."""
    if trace.kind == "in":
        values = Listing(tuple(_asked(option, trace.parts[0]) for option in trace.parts[1:]))
        return saying("required.in" if wanted else "required.not-in", values=values)
    looked_at = subject(trace)
    left, right = trace.parts
    other, op = (right, trace.op) if looked_at is left else (left, MIRRORED[trace.op])
    return _required(op, looked_at, other, wanted)


def _required(op: str, looked_at: Trace, other: Trace, wanted: bool) -> Part:
    family = _family(looked_at)
    value = _asked(other, looked_at)
    if not wanted and op in OPPOSITE:
        op, wanted = OPPOSITE[op], True
    if not wanted and op in ("<", ">"):
        return saying(f"required.{family}.not.{op}", value=value)
    if op == ">=" and looked_at.unit == "percent" and other.seen == (HUNDRED,) and other.kind == "literal":
        asked = saying("required.full", value=value)
    else:
        asked = saying(f"required.{family}.{op}", value=value)
    return asked if wanted else saying("required.not", required=asked)


HUNDRED: Final = Range(Fraction(100), Fraction(100))


def _family(trace: Trace) -> str:
    if isinstance(trace.type, DateType):
        return "date"
    return "number" if isinstance(trace.type, NumberType | QuotientType) else "grade"


def _asked(other: Trace, looked_at: Trace) -> Part:
    unit = other.unit or looked_at.unit
    shown = Shown(other.seen[0] if len(other.seen) == 1 else None, unit)
    if other.kind == "literal":
        return shown
    if other.kind == "parameter" and other.label is not None:
        return saying("name.parameter", value=shown, label=other.label)
    if other.is_constant:
        return shown
    return saying("required.other", what=_nested(other), seen=seen(other))


def seen(trace: Trace, *, unit: str = "", against: tuple[Fraction, ...] = ()) -> Part:
    """What was seen of a node: the value in words, counts behind a share, why nothing is there; with its source."""
    unit = trace.unit or unit
    if trace.kind in READS:
        return _stated_by(trace, _plainly(trace, unit, against))
    if trace.kind == "definition":
        return seen(trace.parts[0], unit=unit, against=against)
    if trace.void:
        return _void(trace)
    if trace.kind in ("share", "percent", "count"):
        return _counted(trace, against)
    return _plainly(trace, unit, against)


def _plainly(trace: Trace, unit: str, against: tuple[Fraction, ...]) -> Part:
    if trace.is_boolean:
        return saying(_TRUTH_WORDS[trace.truth])
    if len(trace.seen) == 1 and trace.seen[0] is not None:
        slot = trace.fact.slot if trace.kind == "fact" and trace.fact is not None else None
        return Shown(trace.seen[0], unit, against, slot)
    if None in trace.seen:
        return saying("seen.unknown" if trace.kind in READS else "seen.incomplete")
    return Listing(tuple(Shown(point, unit, against) for point in trace.seen), "or")


def _stated_by(trace: Trace, what: Part) -> Part:
    sources = _sources(trace)
    return saying("seen.stated", seen=what, source=Listing(sources)) if sources else what


def _sources(trace: Trace) -> tuple[Part, ...]:
    """Who says so, since when, by which document; a judged fact names its judge."""
    stated_by = plain_provenance(trace.provenance) if trace.provenance is not None else {}
    judged = trace.fact is not None and trace.fact.kind == "judged"
    judge: Part | None = stated_by.get("by") or (
        trace.fact.judge if judged and trace.fact and trace.is_settled else None
    )
    sources: list[Part] = [] if judge is None else [saying("seen.judged" if judged else "seen.by", by=judge)]
    if trace.provenance is not None and trace.provenance.on is not None:
        sources.append(saying("seen.on", on=Shown(trace.provenance.on)))
    if "evidence" in stated_by:
        sources.append(stated_by["evidence"])
    return tuple(sources)


def _void(trace: Trace) -> Part:
    if trace.kind == "share":
        return saying("seen.void-share", part=seen(trace.parts[0]))
    if trace.kind == "quotient":
        return saying("seen.void-quotient")
    if trace.kind == "percent":
        return saying("seen.void-share", part=0)
    return saying("seen.void-list", each=each(trace))


def _counted(trace: Trace, against: tuple[Fraction, ...]) -> Part:
    """A share with the counts behind it, a count with the number counted from."""
    shown = _plainly(trace, trace.unit, against)
    if not trace.is_settled:
        return shown
    if trace.kind == "share":
        part, whole = trace.parts
        if part.is_settled and whole.is_settled:
            return saying("seen.share", part=_plainly(part, "", ()), whole=_plainly(whole, "", ()), percent=shown)
        return shown
    inside = [member for member in trace.members if member.inside is True]
    if trace.kind == "count":
        return saying("seen.of", part=shown, whole=len(inside)) if inside else shown
    if any(member.inside is None for member in trace.members):
        return shown
    met = sum(member.body.truth is True for member in inside)
    return saying("seen.share", part=met, whole=len(inside), percent=shown)


def names(members: Sequence[MemberTrace], *, most: int = 5) -> Part:
    """The members' names, the first few of many."""
    return Listing(tuple(member.name for member in members), most=most)


def numbers(points: Sequence[Point]) -> tuple[Fraction, ...]:
    """The exact numbers among points, to keep a rounded share on its side of them."""
    return tuple(end for point in points if isinstance(point, Range) for end in (point.low, point.high))


def reads(trace: Trace) -> tuple[Trace, ...]:
    """Every fact read below a node, in written order, each path once."""
    found: dict[str, Trace] = {}
    waiting = [trace]
    while waiting:
        here = waiting.pop()
        if here.kind in READS:
            found.setdefault(here.path, here)
        waiting.extend(reversed(here.parts))
        for member in reversed(here.members):
            waiting.extend(part for part in (member.body, member.filter) if part is not None)
    return tuple(found.values())


def heard(truth: Truth) -> Saying:
    """A truth in words: yes, no, not known."""
    return saying(_TRUTH_WORDS[truth])
