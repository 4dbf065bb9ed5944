from datetime import date
from fractions import Fraction
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.decisions.phrasing.sayings import Listing, Shown, say, tell, write_date, write_number
from cchc_rules.phrases.decisions import PHRASES
from cchc_rules.program.points import Range


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (Fraction(0), "0", "0"),
        (Fraction("84.5"), "84,5", "84.5"),
        (Fraction(1234), "1.234", "1,234"),
        (Fraction("-1234567.05"), "-1.234.567,05", "-1,234,567.05"),
        (Fraction("0.05"), "0,05", "0.05"),
        (Fraction(700, 9), "77,78", "77.78"),
    ],
)
def test_numbers_are_written_as_each_language_does(number, vi, en):
    """Vietnamese has a decimal comma and dots between thousands, English the contrary."""
    assert (vi, en) == (write_number(number, "vi"), write_number(number, "en"))


def test_a_rounded_share_stays_on_its_side_of_the_limit():
    """A share just under 70 % is not written as 70 %."""
    almost = Fraction(100 * 69999, 100000) + Fraction(1, 3 * 10**4)
    assert "69,99903" == write_number(Fraction(6999903, 100000), "vi")
    assert write_number(almost, "vi", against=(Fraction(70),)) != "70"


@given(st.fractions(min_value=0, max_value=100), st.integers(0, 100))
def test_no_rounding_reaches_or_crosses_what_a_number_is_compared_with(number, limit):
    """Read back, a written share compares with the limit as the exact one does, unless 15 decimals cannot tell."""
    written = Fraction(write_number(number, "en", against=(Fraction(limit),)))
    if abs(number - limit) > Fraction(1, 10**14):
        assert (number > limit, number < limit) == (written > limit, written < limit)


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2022, 5, 5), "05/05/2022", "5 May 2022"),
        (date(2022, 12, 1), "01/12/2022", "1 December 2022"),
        (date(2022, 2, 15), "15/02/2022", "15 February 2022"),
    ],
)
def test_dates_are_written_as_offices_do(day, vi, en):
    """Days below 10 and the months 1 and 2 are padded in Vietnamese; English names the month."""
    assert (vi, en) == (write_date(day, "vi"), write_date(day, "en"))


def test_ranges_carry_their_unit():
    """An interval of shares shows both ends in percent."""
    shown = Shown(Range(Fraction(70), Fraction(80)), "percent")
    assert ("từ 70% đến 80%", "70% to 80%") == (say(shown, "vi"), say(shown, "en"))


def test_long_listings_name_the_first_only():
    """Of many members the first are named and the rest counted."""
    assert "A, B và 2 mục khác" == say(Listing(("A", "B", "C", "D"), most=2), "vi")


def test_user_text_with_braces_is_never_a_template():
    """A name that looks like a format field is written as it is."""
    assert "{x} (1)" == say(tell("explain.named", name="{x}", id="1"), "vi")


def test_both_languages_use_the_same_fields():
    """No wording drops or invents a field of the other language, save problems that say what a check says."""
    parse = Formatter().parse
    fields = {
        key: [{name for _, name, _, _ in parse(text) if name} for text in texts] for key, texts in PHRASES.items()
    }
    odd = {key for key, (vi, en) in fields.items() if vi != en}
    assert {"false-check", "false-check.help"} == odd
