"""The loops of ``all any count percent sum min max`` over the members of a list, as lines of Python.

Each loop gets its filter and its body as forms over one member. A member is *surely in* when the filter is true,
*perhaps in* when it is unknown. Every loop gives None when the list is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cchc_rules.engines.direct.operands import TRUE, Amount, Kleene, test_unknown
from cchc_rules.engines.direct.source_builder import Writer, free_names, indent
from cchc_rules.language.nodes import NODES, FoldKind, Node, YearRun, field_names


@dataclass(frozen=True, slots=True)
class Loop:
    """What stands before the loop, in it for each member, and what is returned after it; ``size`` values when known."""

    before: tuple[str, ...]
    each: tuple[str, ...]
    after: tuple[str, ...]
    size: int = 1


def loop_all(filter_: Kleene, truth: Kleene) -> Loop:
    """True needs a member surely in, and every member perhaps in to hold."""
    each: tuple[str, ...] = (
        f"if {truth.holds}: seen = True",
        f"elif {truth.fails}: return False",
        "else: doubt = True",
    )
    if filter_ != TRUE:
        perhaps = f"elif not {filter_.fails} and not {truth.holds}: doubt = True"
        each = (f"if {filter_.holds}:", *indent(each), perhaps)
    return Loop(("seen = doubt = False",), each, ("return True if seen and not doubt else None",))


def loop_any(filter_: Kleene, truth: Kleene) -> Loop:
    """Kleene or over the members let in; false over none."""
    sure, never = truth.holds, truth.fails
    if filter_ != TRUE:
        sure, never = f"{filter_.holds} and {truth.holds}", f"{filter_.fails} or {truth.fails}"
    each = (f"if {sure}: return True", f"if not ({never}): doubt = True")
    return Loop(("doubt = False",), each, ("return None if doubt else False",))


def loop_count(filter_: Kleene, truth: Kleene) -> Loop:
    """The fewest and the most members that may count."""
    sure = truth.holds if filter_ == TRUE else f"{filter_.holds} and {truth.holds}"
    maybe = f"not {truth.fails}" if filter_ == TRUE else f"not {filter_.fails} and not {truth.fails}"
    return Loop(
        ("low = high = 0",),
        (f"if {sure}:", *indent(("low += 1", "high += 1")), f"elif {maybe}: high += 1"),
        ("return low, high",),
        size=2,
    )


def loop_percent(filter_: Kleene, truth: Kleene) -> Loop:
    """Bounds of the share over all completions; unknown unless some member is surely in."""
    tally = (
        f"if {truth.holds}: {{0}}true += 1",
        f"elif {truth.fails}: {{0}}false += 1",
        "else: {0}open += 1",
    )
    surely = [line.format("in_") for line in tally]
    perhaps = [line.format("may_") for line in tally]
    return Loop(
        ("in_true = in_false = in_open = may_true = may_false = may_open = 0",),
        (f"if {filter_.holds}:", *indent(surely), f"elif not {filter_.fails}:", *indent(perhaps)),
        (
            "surely = in_true + in_false + in_open",
            "if not surely: return None, None, None, None",
            "return (100 * in_true, surely + may_false + may_open, 100 * (in_true + in_open + may_true + may_open),"
            " surely + may_true + may_open)",
        ),
        size=4,
    )


def loop_sum(filter_: Kleene, amount: Amount) -> Loop:
    """The loop that adds up an amount; a member perhaps in adds something from 0 to its value."""
    if amount.scalar and filter_ == TRUE:
        each = _require_known(filter_, amount.guards, "None", f"total += {amount.low.exact}")
        return Loop(("total = 0",), each, ("return total",))
    surely = (f"low += {amount.low.exact}", f"high += {amount.high.exact}")
    each = _require_known(TRUE, amount.guards, "None, None", *surely)
    if filter_ != TRUE:
        perhaps = (f"low += min({amount.low.exact}, 0)", f"high += max({amount.high.exact}, 0)")
        known = _require_known(TRUE, amount.guards, "None, None")
        each = (
            f"if {filter_.fails}: continue",
            *known,
            f"if {filter_.holds}:",
            *indent(surely),
            "else:",
            *indent(perhaps),
        )
    return Loop(("low = high = 0",), each, ("return low, high",), size=2)


def loop_extreme(kind: FoldKind, filter_: Kleene, ends: Sequence[str], guards: tuple[str, ...]) -> Loop:
    """The loop that takes the least or the greatest of a number or date, end by end; unknown over nobody."""
    best = [f"best_{place}" for place in range(len(ends))]
    sign, nothing = "<" if kind == "min" else ">", ", ".join(["None"] * len(ends))
    steps = [f"if {one} is None or {end} {sign} {one}: {one} = {end}" for one, end in zip(best, ends, strict=True)]
    each = _require_known(filter_, guards, nothing, *steps)
    return Loop((f"{' = '.join(best)} = None",), each, (f"return {', '.join(best)}",), size=len(ends))


def _require_known(filter_: Kleene, guards: tuple[str, ...], nothing: str, *lines: str) -> tuple[str, ...]:
    """Steps over members surely in; a member perhaps in, or one whose value is unknown, makes the whole unknown."""
    asked = (f"if {filter_.fails}: continue", f"if not {filter_.holds}: return {nothing}")
    filtered = () if filter_ == TRUE else asked
    return (*filtered, *((f"if {test_unknown(guards)}: return {nothing}",) if guards else ()), *lines)


def write_loop(inner: Writer, over: str, fields: int, steps: Loop) -> str:
    """Writes the function of a loop whose member reads stand in ``inner``; gives the call of it."""
    members = [inner.field(slot) for slot in range(fields)]
    target = f"{', '.join(members)}," if fields == 1 else ", ".join(members)
    work = [*inner.lines, *steps.each]
    outside = free_names(work, inner.names | set(members))
    name = inner.module.fresh("f")
    lines = [
        f"if members is None: return {', '.join(['None'] * steps.size)}",
        *steps.before,
        f"for {target} in members:",
        *indent(work),
        *steps.after,
    ]
    inner.module.function(name, ["members", *outside], lines)
    return f"{name}({', '.join([over, *outside])})"


def write_years(node: YearRun, inner: Writer, truth: Kleene, given: list[str]) -> str:
    """Writes the function that goes back from the last year of a run; gives the call of it on what is ``given``.

    A year it surely does not hold of ends the run: then it comes to nothing that would fill the window.
    """
    members = [inner.field(slot) for slot in range(len(node.unlisted))]
    each = [
        f"{', '.join(members)}, = listed.get(year, unlisted)",
        *inner.lines,
        f"if {truth.holds}: surely += 1",
        f"elif {truth.fails}: return 0, 0",
    ]
    outside = free_names(each, inner.names | set(members))
    name = inner.module.fresh("f")
    lines = [
        "if members is None or last is None: return None, None",
        f"listed = {{one[{node.key}]: one for one in members}}",
        "surely = 0",
        f"for year in range(last, last - {node.window}, -1):",
        *indent(each),
        f"return surely, {node.window}",
    ]
    inner.module.function(name, ["members", "last", "unlisted", *outside], lines)
    return f"{name}({', '.join([*given, *outside])})"


def likeness(node: Node) -> tuple[Any, ...]:
    """Equal for expressions that mean the same: all fields but places, clauses, and types, which follow from them."""
    names = (name for name in field_names(node) if name not in ("span", "type", "sources"))
    return (type(node), *(_likeness(getattr(node, name)) for name in names))


def _likeness(value: Any) -> Any:
    if type(value) in NODES:
        return likeness(value)
    # With its type: True and 1 are equal to Python.
    return tuple(map(_likeness, value)) if type(value) is tuple else (type(value), value)
