"""Why a value is open, in words: facts nobody stated, values that cannot be, what would be taken of nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cchc_rules.decisions.phrasing.figures import describe_value
from cchc_rules.decisions.phrasing.lines import Reason
from cchc_rules.decisions.phrasing.sayings import Listing, Part, Saying, tell
from cchc_rules.decisions.phrasing.wording import name_value
from cchc_rules.decisions.traces.causes import find_unsettled
from cchc_rules.decisions.traces.trace import Trace
from cchc_rules.language.nodes import Quotient

MOST_NAMED: Final = 5
"""How many of several facts or members one sentence names."""


def explain_open_leaves(leaves: Sequence[Trace]) -> tuple[Reason, ...]:
    """What a score or grade hangs on: the facts it misses, those that cannot be, and what is taken of nothing."""
    told = tuple(dict.fromkeys(tell_stuck(leaf) for leaf in leaves if leaf.void or leaf.faulty))
    return (*tell_lacking(leaves), *told[:MOST_NAMED])


def tell_stuck(leaf: Trace) -> Reason:
    """Why a value is unknown of which no fact is missing: it cannot be, or it would be taken of nothing."""
    if isinstance(leaf.node, Quotient):
        return Reason(tell("why.void-divisor", what=name_value(leaf.parts[1])))
    return Reason(tell("seen.read", what=name_value(leaf), seen=describe_value(leaf)))


def _name_leaf(leaf: Trace) -> Part:
    """What a fact is called, with the list members it belongs to."""
    if not leaf.inside:
        return name_value(leaf)
    return tell("explain.missing.of", label=name_value(leaf), members=Listing(leaf.inside))


def tell_lacking(leaves: Sequence[Trace]) -> tuple[Reason, ...]:
    """The facts nobody stated; what was stated and cannot be is not among them."""
    lacking = dict.fromkeys(_name_leaf(leaf) for leaf in leaves if not leaf.void and not leaf.faulty)
    return (Reason(tell("why.lacking", facts=Listing(tuple(lacking), most=MOST_NAMED))),) if lacking else ()


def drop_missing(sources: Sequence[Reason], said: Sequence[Reason]) -> tuple[Reason, ...]:
    """The values something was computed from, without those only said to be missing where that is ``said`` already."""
    lacks = any(isinstance(one.head, Saying) and one.head.key == "why.lacking" for one in said)
    return tuple(_drop_unknown(sources)) if lacks else tuple(sources)


def _drop_unknown(sources: Sequence[Reason]) -> Iterator[Reason]:
    unknown = {("seen", tell("seen.unknown")), ("seen", tell("seen.no-date"))}
    for one in sources:
        if not (isinstance(one.head, Saying) and one.head.key == "seen.read" and unknown.intersection(one.head.fields)):
            yield replace(one, parts=tuple(_drop_unknown(one.parts)))


def lacks_no_more(require: Trace | None, applies: Trace) -> bool:
    """Whether a requirement lacks nothing but what its application lacks too, so that it is said once."""
    if require is None or require.truth is not None:
        return False
    own, above = (tuple(find_unsettled(part)) for part in (require, applies))
    return not any(leaf.void for leaf in (*own, *above)) and {*map(name_value, own)} <= {*map(name_value, above)}
