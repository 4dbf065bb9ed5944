"""A checker that sees only a trace as plain data and finds the outcome again: no ruleset, no facts, no reference."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

Trace = dict[str, Any]


def verdict(traces: list[Trace]) -> int:
    """The verdict code of the traces of every top-level criterion."""
    refusing = [outcome(trace) for trace in traces if "unmet" not in trace]
    deferring = [outcome(trace) for trace in traces if trace.get("unmet") == "deferred"]
    for found, against in ((refusing, 1), (deferring, 3)):
        if "unmet" in found:
            return against
        if "unknown" in found:
            return 2
    return 0


def outcome(trace: Trace) -> str:
    """The outcome of one criterion, found again."""
    applies = truth(trace["applies"]) if "applies" in trace else True
    if applies is False:
        return "not_applicable"
    required = requirement(trace)
    if required is True:
        return "met"
    return "unmet" if required is False and applies is True else "unknown"


def requirement(trace: Trace) -> bool | None:
    """Whether what a criterion requires holds."""
    if "require" in trace:
        return truth(trace["require"])
    found = [requirement(member) for member in trace["members"]]
    least = {"any": 1, "all": len(found)}.get(trace["group"], trace.get("least"))
    if found.count(True) >= least:
        return True
    return False if found.count(True) + found.count(None) < least else None


def _and(found: list[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def _not(found: bool | None) -> bool | None:
    return None if found is None else not found


def _or(found: list[bool | None]) -> bool | None:
    return _not(_and([_not(one) for one in found]))


def truth(trace: Trace) -> bool | None:
    """The truth of a boolean node."""
    parts = trace.get("parts", [])
    match trace["kind"]:
        case "fact" | "field" | "literal" | "parameter":
            return trace["truth"]
        case "definition":
            return truth(parts[0])
        case "not":
            return _not(truth(parts[0]))
        case "and":
            return _and([truth(part) for part in parts])
        case "or":
            return _or([truth(part) for part in parts])
        case "compare":
            return _compare(trace["op"], *parts)
        case "in":
            return _or([_compare("==", parts[0], option) for option in parts[1:]])
        case "table":
            found = {truth(value) for value in rows_left(trace)}
            return found.pop() if len(found) == 1 else None
        case "all" | "any":
            return _quantified(trace)
    raise AssertionError(trace["kind"])


def _let_in(trace: Trace) -> list[tuple[bool | None, Trace]]:
    found = [(truth(one["filter"]) if "filter" in one else True, one["body"]) for one in trace["members"]]
    return [(inside, body) for inside, body in found if inside is not False]


def _quantified(trace: Trace) -> bool | None:
    if trace["parts"][0]["seen"] == [None]:
        return None
    found = [(inside, truth(body)) for inside, body in _let_in(trace)]
    if trace["kind"] == "any":
        return _or([_and([inside, body]) for inside, body in found])
    if (True, False) in found:
        return False
    return True if (True, True) in found and all(body for _, body in found) else None


Point = tuple[Any, Any] | None


def points(trace: Trace) -> list[Point]:
    """Every (low, high) a value may turn out to be; None is unknown."""
    parts = trace.get("parts", [])
    match trace["kind"]:
        case "fact" | "field" | "literal" | "parameter" | "as_of" | "list":
            return [_point(one, trace["type"]) for one in trace["seen"]]
        case "definition" | "size":
            return points(parts[0])
        case "negate":
            one = _flat(points(parts[0]))
            return [one and (-one[1], -one[0])]
        case "arithmetic" if parts[0]["type"] != "date":
            pair = [_flat(points(part)) for part in parts]
            return [None if None in pair else _computed(trace, parts[0]["type"], *pair)]
        case "arithmetic" | "share" | "quotient":
            pairs = product(points(parts[0]), points(parts[1]))
            return [None if None in pair else _computed(trace, parts[0]["type"], *pair) for pair in pairs]
        case "year" | "months" | "years":
            pairs = product(*map(points, parts))
            return [None if None in pair else _counted(trace["kind"], [one[0] for one in pair]) for pair in pairs]
        case "table":
            return [point for value in rows_left(trace) for point in points(value)]
        case "run":
            return _run(trace)
        case _:
            return [_folded(trace)]


def _point(seen: Any, of: str) -> Point:
    if seen is None:
        return None
    if isinstance(seen, dict):
        return _number(seen["from"]), _number(seen["to"])
    number = of in ("number", "percent", "share", "quotient", "list")
    return (_number(seen), _number(seen)) if number else (seen, seen)


def _number(plain: int | float | str) -> Fraction:
    return Fraction(plain if isinstance(plain, str) else format(plain, ".15g") if isinstance(plain, float) else plain)


def _computed(trace: Trace, of: str, left: Any, right: Any) -> Point:
    if trace["kind"] != "arithmetic":
        if right[0] <= 0 <= right[1]:
            return None
        scale = 100 if trace["kind"] == "share" else 1
        corners = [scale * a / b for a in left for b in right]
    elif of == "date":
        days = (date.fromisoformat(left[0]) - date.fromisoformat(right[0])).days
        corners = [Fraction(days)]
    elif trace["op"] == "*":
        corners = [a * b for a in left for b in right]
    else:
        sign = 1 if trace["op"] == "+" else -1
        corners = [a + sign * b for a in left for b in right]
    return min(corners), max(corners)


def _counted(kind: str, days: list[str]) -> Point:
    """The year of a day, or the whole months or years between two."""
    (year, month, day), *rest = ([int(part) for part in one.split("-")] for one in days)
    if kind == "year":
        return Fraction(year), Fraction(year)
    months = 12 * (rest[0][0] - year) + rest[0][1] - month - (rest[0][2] < day)
    number = Fraction(months if kind == "months" else months // 12)
    return number, number


def _run(trace: Trace) -> list[Point]:
    """How many years in a row up to each last year there may be: surely, and at the most."""
    if trace["parts"][0]["seen"] == [None]:
        return [None]
    listed = {int(one["name"]): truth(one["body"]) for one in trace["members"] if one.get("listed", True)}
    unlisted, found = truth(trace["unlisted"]), []
    for end in points(trace["parts"][1]):
        if end is None or end[0] != end[1]:
            found.append(None)
            continue
        back = [listed.get(int(end[0]) - number, unlisted) for number in range(trace["window"])]
        low = next((place for place, one in enumerate(back) if one is not True), len(back))
        high = next((place for place, one in enumerate(back) if one is False), len(back))
        found.append((Fraction(low), Fraction(high)))
    return found


def _folded(trace: Trace) -> Point:
    if trace["parts"][0]["seen"] == [None]:
        return None
    let_in = _let_in(trace)
    if trace["kind"] == "count":
        found = [_and([inside, truth(body)]) for inside, body in let_in]
        return Fraction(found.count(True)), Fraction(len(found) - found.count(False))
    if trace["kind"] == "percent":
        return _share([(inside, truth(body)) for inside, body in let_in])
    if trace["kind"] == "sum":
        return _summed([(inside, _flat(points(body))) for inside, body in let_in])
    bodies = [_flat(points(body)) if inside else None for inside, body in let_in]
    if None in bodies:
        return None
    choose = min if trace["kind"] == "min" else max
    return (choose(low for low, _ in bodies), choose(high for _, high in bodies)) if bodies else None


def _summed(added: list[tuple[bool | None, Point]]) -> Point:
    """A member perhaps in adds something from 0 to its value."""
    if None in [body for _, body in added]:
        return None
    least = sum((body[0] if inside else min(body[0], 0) for inside, body in added), Fraction(0))
    return least, sum((body[1] if inside else max(body[1], 0) for inside, body in added), Fraction(0))


def rows_left(trace: Trace) -> list[Trace]:
    """The values of a table down to the first row that surely holds, without those of rows that surely do not."""
    number = len(trace["parts"]) // 2
    left = []
    for condition, value in zip(trace["parts"][:number], trace["parts"][number:-1], strict=True):
        held = truth(condition)
        left += [] if held is False else [value]
        if held:
            return left
    return [*left, trace["parts"][-1]]


def _flat(found: list[Point]) -> Point:
    """The hull of numbers; of dates the one there is."""
    if len(set(found)) == 1:
        return found[0]
    if None in found or isinstance(found[0][0], str):
        return None
    return min(low for low, _ in found), max(high for _, high in found)


def _share(found: list[tuple[bool | None, bool | None]]) -> Point:
    if True not in [inside for inside, _ in found]:
        return None
    best = [inside is True or body is not False for inside, body in found]
    worst = [inside is True or body is not True for inside, body in found]
    low = sum(body is True for (_, body), kept in zip(found, worst, strict=True) if kept)
    high = sum(body is not False for (_, body), kept in zip(found, best, strict=True) if kept)
    return Fraction(100 * low, sum(worst)), Fraction(100 * high, sum(best))


def _compare(op: str, left: Trace, right: Trace) -> bool | None:
    if left["type"] == "boolean":
        a, b = truth(left), truth(right)
        return None if a is None or b is None else (a is b) is (op == "==")
    if op == "!=":
        return _not(_compare("==", left, right))
    levels = left.get("levels")
    found = {_pair(op, a, b, levels) for a in points(left) for b in points(right)}
    return found.pop() if len(found) == 1 else None


def _pair(op: str, a: Point, b: Point, levels: list[str] | None) -> bool | None:
    if a is None or b is None:
        return None
    if op == "==":
        if a == b and a[0] == a[1]:
            return True
        return False if a[1] < b[0] or b[1] < a[0] else None
    if levels is not None:
        if a[0] not in levels or b[0] not in levels:
            return False
        a, b = (levels.index(a[0]),) * 2, (levels.index(b[0]),) * 2
    ends = {(x > y) - (x < y) for x in a for y in b}
    wanted = {"<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {1, 0}}[op]
    return True if ends <= wanted else None if ends & wanted else False
