"""What is said of any decision is bounded, in both languages, and holds no word of the program."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import cchc_rules as cr
from cchc_rules.decisions.phrasing.lines import LONGEST_REASON
from cchc_rules.phrases import LANGUAGES
from tests.decisions.generated import decisions, seeds

PROGRAM_WORDS = re.compile(r"`|\bNone\b(?! of)|True|False|\bNode\b|Trace|cchc|--[a-z]|\{|\}|0x[0-9a-f]+")
"""What no office writes: back-ticks, values of Python, names of the program, holes of a phrase left open, options."""


def check_words(seed: int, number: int) -> int:
    """Looks at all that is said of some decisions of one generated program; how many reasons there were."""
    found = 0
    for decision, _ in decisions(seed, number):
        for language in LANGUAGES:
            lines = [*decision.reasons(language), *(one.reason(language) for one in decision.findings)]
            lines += str(cr.explain(decision, language, full=True)).splitlines()
            found += len(decision.findings)
            # A bullet and what it stands under take a few characters more than the reason itself.
            assert [] == [line for line in lines if len(line.strip()) > LONGEST_REASON + 2]
            assert [] == [line for line in lines if PROGRAM_WORDS.search(line)]
            assert [] == [line for line in lines if not line.isprintable()]
    return found


@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_what_is_said_is_bounded_and_in_an_offices_words(seed: int):
    """Reasons and explanations of generated programs: at most 600 characters a line, no program name, no back-tick."""
    check_words(seed, 3)


@pytest.mark.soak
def test_320_000_reasons_are_bounded_and_in_an_offices_words():
    """The same at length."""
    found = 0
    for seed in range(10**7):
        found += check_words(seed, 20)
        if found >= 320_000:
            return
