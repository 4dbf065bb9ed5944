"""The share of members a condition holds for, as bounds over everything unknown members may turn out to be."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from cchc_rules.values import Truth


def percent_of(found: list[tuple[Truth, Truth]] | None) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest percentage of members that hold among those let in.

    ``found`` pairs, for members not surely out, whether each is surely in with whether the condition holds. Unknown
    (None) for a missing list, or when it may turn out that nobody is in.
    """
    tally = Counter(found or ())
    sure_met, sure_not, sure_open = tally[True, True], tally[True, False], tally[True, None]
    surely = sure_met + sure_not + sure_open
    if surely == 0:
        return None
    perhaps_met, perhaps_not, perhaps_open = tally[None, True], tally[None, False], tally[None, None]
    # Fewest: whoever lowers the share comes in and does not hold; most: whoever raises it comes in and holds.
    fewest = Fraction(100 * sure_met, surely + perhaps_not + perhaps_open)
    raised = perhaps_met + perhaps_open
    return fewest, Fraction(100 * (sure_met + sure_open + raised), surely + raised)
