"""Exact arithmetic over amounts: sums, products, quotients and choices, as Python source and what it calls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from cchc_rules.engines.direct.forms import (
    Amount,
    End,
    Kleene,
    Plain,
    hold_amount,
    hold_truth,
    make_scalar,
    test_known,
    test_unknown,
)
from cchc_rules.engines.direct.writer import Writer


def combine_ends(left: Amount, right: Amount, text: Callable[[End, End], str], *, crossed: bool) -> Amount:
    """End by end (``crossed``: low with high, as in a difference), known when both are."""
    guards = left.guards + right.guards
    low = _end(left.low, right.high if crossed else right.low, text)
    if left.scalar and right.scalar:
        return Amount(low, low, guards)
    return Amount(low, _end(left.high, right.low if crossed else right.high, text), guards)


def _end(a: End, b: End, text: Callable[[End, End], str]) -> End:
    return End(text(a, b), "integer" if a.sort == b.sort == "integer" else "exact")


def turn_sign(amount: Amount) -> Amount:
    """Unary minus of an amount kept in locals: low and high change places."""
    low = _end(amount.high, amount.high, lambda a, _: f"-{a.exact}")
    return Amount(
        low, low if amount.scalar else _end(amount.low, amount.low, lambda a, _: f"-{a.exact}"), amount.guards
    )


def multiply(left: Amount, right: Amount) -> Amount:
    """``left * right`` of amounts kept in locals. An interval only meets a constant (the checker saw to it)."""
    if left.scalar and right.scalar:
        return combine_ends(left, right, _times, crossed=False)
    interval, factor = (right, left) if left.scalar else (left, right)
    assert factor.low.constant is not None
    low, high = _end(interval.low, factor.low, _times), _end(interval.high, factor.low, _times)
    return Amount(high, low, interval.guards) if factor.low.constant < 0 else Amount(low, high, interval.guards)


def _times(a: End, b: End) -> str:
    return f"{a.exact} * {b.exact}"


def divide(writer: Writer, part: Amount, whole: Amount, *, factor: int) -> Amount:
    """``factor · part / whole`` as fractions over positive divisors; unknown where whole may be 0."""
    sort = "integer" if part.low.sort == whole.low.sort == "integer" else "exact"
    test = test_known(part.guards + whole.guards)
    if part.scalar and whole.scalar:
        top, under = writer.temporary(), writer.temporary()
        share = f"share({part.low.exact}, {whole.low.exact}, {factor})"
        writer.lines.append(f"{top}, {under} = {share} if {test} else (None, None)")
        end = End(top, sort, under)
        return Amount(end, end, (top,))
    names = [writer.temporary() for _ in range(4)]
    ends = ", ".join(end.exact for end in (part.low, part.high, whole.low, whole.high))
    writer.lines.append(f"{', '.join(names)} = shares({ends}, {factor}) if {test} else (None,) * 4")
    return Amount(End(names[0], "integer", names[1]), End(names[2], "integer", names[3]), (names[0],))


def share(
    part: int | Fraction, whole: int | Fraction, factor: int
) -> tuple[int | Fraction | None, int | Fraction | None]:
    """``factor · part`` and a positive whole; unknown over 0."""
    if whole == 0:
        return None, None
    return (factor * part, whole) if whole > 0 else (-factor * part, -whole)


def shares(
    part_low: int | Fraction, part_high: int | Fraction, low: int | Fraction, high: int | Fraction, factor: int
) -> tuple[int | None, ...]:
    """The least and the greatest share, each as numerator and positive denominator; unknown where whole may be 0."""
    if low <= 0 <= high:
        return (None,) * 4
    corners = [factor * Fraction(part) / Fraction(whole) for part in (part_low, part_high) for whole in (low, high)]
    least, most = min(corners), max(corners)
    return least.numerator, least.denominator, most.numerator, most.denominator


def choose_amount(writer: Writer, condition: Kleene, then: Amount, otherwise: Amount) -> Amount:
    """The chosen amount; with condition unknown, what both agree on (alternatives collapse, semantics 2)."""
    picks = hold_truth(writer, condition)
    first, second = (_exactly(hold_amount(writer, amount)) for amount in (then, otherwise))
    sort = "integer" if then.low.sort == otherwise.low.sort == "integer" else "exact"
    if then.scalar and otherwise.scalar:
        a, b = writer.local(first[0]), writer.local(second[0])
        held = writer.local(_choice(picks, a, b, "None"))
        return make_scalar(held, sort, (held,))
    low, high = writer.temporary(), writer.temporary()
    a, b = writer.local(f"({', '.join(first)})"), writer.local(f"({', '.join(second)})")
    writer.lines.append(f"{low}, {high} = {_choice(picks, a, b, '(None, None)')}")
    return Amount(End(low, sort), End(high, sort), (low,))


def choose_plain(writer: Writer, condition: Kleene, then: Plain, otherwise: Plain) -> Plain:
    """The chosen date, level or choice; with condition unknown, what both agree on."""
    held = writer.local(_choice(hold_truth(writer, condition), then.text, otherwise.text, "None"))
    return Plain(held, (held,))


def _choice(picks: str, a: str, b: str, neither: str) -> str:
    return f"{a} if {picks} else {b} if {picks} is False else {a} if {a} == {b} else {neither}"


def _exactly(amount: Amount) -> tuple[str, str]:
    """Both ends as exact values, None when unknown."""
    if not amount.guards or amount.low.sort != "double":
        return amount.low.exact, amount.high.exact
    test = test_unknown(amount.guards)
    return f"None if {test} else {amount.low.exact}", f"None if {test} else {amount.high.exact}"
