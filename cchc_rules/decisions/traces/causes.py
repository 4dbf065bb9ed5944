"""Why a criterion is undecided: the facts it still hangs on, and the points where there is nothing to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from cchc_rules.decisions.traces.trace import CriterionTrace, MemberTrace, Trace
from cchc_rules.language.nodes import (
    Arithmetic,
    Compare,
    FirstOf,
    Fold,
    In,
    Negate,
    Not,
    Quotient,
    ReadDefinition,
    YearRun,
)
from cchc_rules.phrases import phrase
from cchc_rules.values import Outcome, Truth, Words

MEASURED: Final = "measured"
JUDGED: Final = "judged"
# What cannot do without any of its parts: where one is void, the others decide nothing.
Strict: TypeAlias = Compare | Arithmetic | Negate | Quotient | Not | ReadDefinition
# The folds that cannot do without any member surely in.
SUMMARIES: Final = frozenset({"sum", "min", "max"})


@dataclass(frozen=True, slots=True)
class MissingFact:
    """An unknown fact a criterion still hangs on; ``str()`` is its path. ``kind`` is ``measured`` or ``judged``.

    ``members`` names the list members it belongs to, ``judge`` who judges it, ``criteria`` what hangs on it.
    """

    path: str
    label: Words
    kind: str = MEASURED
    criteria: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    judge: Words | None = None

    def __str__(self) -> str:
        return self.path

    def within(self, language: str) -> str:
        """What the fact is called, with the list members it belongs to."""
        label = self.label.within(language)
        return f"{label} ({' → '.join(self.members)})" if self.members else label

    def to_dict(self) -> dict[str, object]:
        """The missing fact as plain data."""
        label = {"vi": self.label.vi, "en": self.label.en}
        return {"path": self.path, "label": label, "kind": self.kind, "criteria": list(self.criteria)}


@dataclass(frozen=True, slots=True)
class Causes:
    """What keeps an outcome unknown: missing facts, and void points (a share of nothing, ``all`` of nobody)."""

    missing: tuple[MissingFact, ...] = ()
    void: tuple[Trace, ...] = ()


def find_causes(trace: CriterionTrace, *, ahead: bool = False) -> Causes:
    """The causes of an unknown outcome in the order they are written; none for any other outcome.

    A fact that was stated and could not be is faulty, not missing: its problem says so. ``ahead`` is that of
    `find_unsettled`.
    """
    return _sort_leaves(tuple(_criterion(trace, ahead)), (trace.id,))


def find_open_facts(trace: Trace, readers: tuple[str, ...] = (), *, ahead: bool = False) -> Causes:
    """The causes that keep open what ``readers`` read; none for what is settled."""
    return _sort_leaves(tuple(find_unsettled(trace, ahead=ahead)), readers)


def _sort_leaves(leaves: tuple[Trace, ...], criteria: tuple[str, ...]) -> Causes:
    found: dict[str, MissingFact] = {}
    for leaf in leaves:
        # What stands in members that nobody listed yet has no place.
        if not leaf.void and not leaf.faulty and "[]" not in leaf.path:
            found.setdefault(leaf.path, _missing(leaf, criteria))
    return Causes(tuple(found.values()), tuple(leaf for leaf in leaves if leaf.void))


def gather_missing(causes: Iterable[Causes]) -> tuple[MissingFact, ...]:
    """Each missing fact once with the criteria that hang on it; data to find first, then judgements to ask for."""
    found: dict[str, MissingFact] = {}
    for fact in (fact for one in causes for fact in one.missing):
        before = found.get(fact.path)
        found[fact.path] = fact if before is None else replace(before, criteria=(*before.criteria, *fact.criteria))
    return tuple(sorted(found.values(), key=lambda fact: fact.kind == JUDGED))


def find_unsettled(trace: Trace, *, ahead: bool = False) -> Iterator[Trace]:
    """The unknown reads and void points an unsettled node hangs on; nothing for a settled node.

    Filling facts that are not named cannot settle it. A part whose value cannot matter any more is left out. ``ahead``
    names also what will matter only once others are known: what is asked of the members of a list nobody stated, and of
    the years of a run whose last one is not known.
    """
    if trace.is_settled:
        return
    if trace.is_read or trace.void:
        yield trace
    elif isinstance(trace.node, FirstOf):
        for part in (part for row in trace.rows_left for part in row if part is not None):
            yield from find_unsettled(part, ahead=ahead)
    elif isinstance(trace.node, Fold):
        yield from _fold(trace, trace.node.kind, ahead)
    elif isinstance(trace.node, YearRun):
        years = trace.members if ahead and not trace.last_years else trace.run_years
        for part in (*trace.parts, *(one.body for one in years)):
            yield from find_unsettled(part, ahead=ahead)
        yield from _pattern(trace, ahead)
    else:
        yield from _parts(trace, ahead)


def _pattern(trace: Trace, ahead: bool) -> Iterator[Trace]:
    """What would be asked of a member, where nobody stated the list or which years of it count."""
    if ahead and trace.pattern is not None and not all(part.is_settled for part in trace.parts):
        for part in (trace.pattern.filter, trace.pattern.body):
            if part is not None:
                yield from find_unsettled(part, ahead=True)


def _parts(trace: Trace, ahead: bool) -> Iterator[Trace]:
    """What the parts hang on; where an operator cannot do without a part that is void, nothing else matters."""
    # Each part is walked once: twice a level would be two to the power of the depth.
    found = [tuple(find_unsettled(part, ahead=ahead)) for part in trace.parts]
    # `in` needs its operand; another option may still be the one.
    needed = len(found) if isinstance(trace.node, Strict) else 1 if isinstance(trace.node, In) else 0
    pairs = zip(trace.parts[:needed], found, strict=False)
    for leaves in [leaves for part, leaves in pairs if _stays_unknown(part, leaves)] or found:
        yield from leaves


def _stays_unknown(trace: Trace, leaves: tuple[Trace, ...]) -> bool:
    """Whether no fact can make the node known that hangs on those, for want of anything to take it of.

    A count of void members stays open between two bounds and a void choice between two values: other facts may still
    decide what is compared with them.
    """
    unknown = trace.truth is None if trace.is_boolean else None in trace.seen
    return unknown and all(leaf.void for leaf in leaves)


def _fold(trace: Trace, kind: str, ahead: bool) -> Iterator[Trace]:
    yield from find_unsettled(trace.parts[0])
    yield from _pattern(trace, ahead)
    somebody = any(member.inside is True for member in trace.members)
    found = [
        (
            one,
            tuple(find_unsettled(one.filter, ahead=ahead)) if one.filter is not None else (),
            tuple(find_unsettled(one.body, ahead=ahead)),
        )
        for one in trace.members
        if _matters(kind, one, somebody)
    ]
    void = [body for one, _, body in found if one.inside and _stays_unknown(one.body, body)]
    for leaves in (void if kind in SUMMARIES else ()) or [(*let_in, *body) for _, let_in, body in found]:
        yield from leaves


def _matters(kind: str, member: MemberTrace, somebody: bool) -> bool:
    """Whether filling what is unknown of a member can still move the fold."""
    if member.inside is False:
        return False
    body: Truth = member.body.truth if member.body.is_boolean else None
    if kind in ("any", "count"):
        return body is not False
    if kind == "all" and member.inside is None:
        return body is not True or not somebody
    return True


def _criterion(trace: CriterionTrace, ahead: bool) -> Iterator[Trace]:
    if trace.outcome is not Outcome.UNKNOWN:
        return
    if trace.applies is not None:
        yield from find_unsettled(trace.applies, ahead=ahead)
    if trace.require is not None:
        yield from find_unsettled(trace.require, ahead=ahead)
    elif requirement(trace) is None:
        for member in trace.members:
            yield from _criterion(member, ahead)


def requirement(trace: CriterionTrace) -> Truth:
    """Whether what the criterion requires holds, its ``applies`` left aside."""
    if trace.require is not None:
        return trace.require.truth
    truths = [requirement(member) for member in trace.members]
    least = {"any": 1, "all": len(truths)}.get(trace.group, trace.least)
    met, unknown = truths.count(True), truths.count(None)
    return True if met >= least else False if met + unknown < least else None


def _missing(leaf: Trace, criteria: tuple[str, ...]) -> MissingFact:
    if leaf.fact is None:
        return MissingFact(
            leaf.path, Words(phrase("trace.as-of", "vi"), phrase("trace.as-of", "en")), MEASURED, criteria
        )
    fact = leaf.fact
    return MissingFact(leaf.path, fact.label, fact.kind, criteria, leaf.inside, fact.judge)
