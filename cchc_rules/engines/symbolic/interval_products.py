"""Products and quotients of intervals; a quotient's whole is turned above 0, so that orders cross-multiply."""

from __future__ import annotations

from itertools import product

from cchc_rules.engines.symbolic.logic import Logic
from cchc_rules.engines.symbolic.terms import AmountTerms, EndTerms, choose_end, is_before, make_scalar, settle_ends


def multiply_amounts(logic: Logic, left: AmountTerms, right: AmountTerms) -> AmountTerms:
    """The product: of two intervals the least and the greatest corner."""
    left, right = settle_ends(logic, left), settle_ends(logic, right)
    known = logic.conjoin((left.known, right.known))
    if left.low is left.high and right.low is right.high:
        return make_scalar(known, logic.multiply(left.low.value, right.low.value))
    ends = product((left.low, left.high), (right.low, right.high))
    corners = [EndTerms(logic.multiply(a.value, b.value)) for a, b in ends]
    low = high = corners[0]
    for corner in corners[1:]:
        low = choose_end(logic, is_before(logic, corner, low, strict=True), corner, low)
        high = choose_end(logic, is_before(logic, high, corner, strict=True), corner, high)
    return AmountTerms(known, low, high)


def divide_amounts(logic: Logic, part: AmountTerms, whole: AmountTerms, factor: int) -> AmountTerms:
    """``factor · part / whole``; unknown where whole may be 0."""
    part, whole = settle_ends(logic, part), settle_ends(logic, whole)
    above = logic.less(0, whole.low.value, strict=True)
    below = logic.less(whole.high.value, 0, strict=True)
    known = logic.conjoin((part.known, whole.known, logic.disjoin((above, below))))

    def turn(straight: EndTerms, mirrored: EndTerms, times: int) -> object:
        """An end of both signs: as it stands over a whole above 0, else of the other sign."""
        other = logic.multiply(-times, mirrored.value)
        return logic.choose(above, logic.multiply(times, straight.value), other)

    if part.low is part.high and whole.low is whole.high:
        end = EndTerms(turn(part.low, part.low, factor), turn(whole.low, whole.low, 1))
        return AmountTerms(known, end, end)
    low, high = turn(part.low, part.high, factor), turn(part.high, part.low, factor)
    least, most = turn(whole.low, whole.high, 1), turn(whole.high, whole.low, 1)
    # Below 0 the share is least over the least whole, from 0 on over the greatest.
    negative, positive = logic.less(low, 0, strict=True), logic.less(0, high, strict=True)
    return AmountTerms(
        known,
        EndTerms(low, logic.choose(negative, least, most)),
        EndTerms(high, logic.choose(positive, least, most)),
    )
