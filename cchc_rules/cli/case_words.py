"""How a case that came out otherwise is told to people: labels and the words of outcomes, no code of the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cchc_rules.analysis.cases import NOTHING, Difference
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.phrasing.problem_words import label_path
from cchc_rules.decisions.phrasing.sayings import write_number
from cchc_rules.decisions.scoring import list_result_titles
from cchc_rules.phrases import has_phrase, phrase

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_KEYS: Final = ("verdict", "missing", "problems")
"""What a case expects beside outcomes, results and standings."""


@dataclass(frozen=True, slots=True)
class DifferenceInWords:
    """What a difference is about, what was expected and what came, as people call them."""

    about: str
    expected: str
    actual: str


def say_difference(difference: Difference, decision: Decision | None, language: str) -> DifferenceInWords:
    """The difference in words; without a decision it is about problems or about a candidate of a selection."""
    told = (_say_value(one, difference.about, decision, language) for one in (difference.expected, difference.actual))
    return DifferenceInWords(_say_about(difference.about, decision, language), *told)


def _say_about(about: str, decision: Decision | None, language: str) -> str:
    """The title of a criterion or result, what a key of cases is called, else the candidate of that id."""
    if about in _KEYS:
        return phrase(f"test.about.{about}", language)
    if decision is None:
        return phrase("problem.candidate", language, id=about)
    titles = list_result_titles(decision.program, language)
    return titles[about] if about in titles else decision[about].title.within(language)


def _say_value(value: str, about: str, decision: Decision | None, language: str) -> str:
    if value == NOTHING:
        return phrase("test.nothing", language)
    if about == "problems":
        return value  # the codes by which the list of problem codes explains them
    if about == "missing" and decision is not None:
        return ", ".join(_label(path, decision, language) for path in value.split(", "))
    kinds = ("verdict",) if about == "verdict" else ("standing.list",) if decision is None else ("outcome",)
    for kind in kinds:
        if has_phrase(key := f"{kind}.{value}"):
            words = phrase(key, language)
            return words[:1].lower() + words[1:]
    return _say_result(value, language)


def _label(path: str, decision: Decision, language: str) -> str:
    if path == "as_of":
        return phrase("trace.as-of", language)
    return label_path(decision.program.facts, path, language) or path


def _say_result(value: str, language: str) -> str:
    """Points, the interval they may lie in, the levels a grade may have, ranks."""
    ends = [_say_number(one, language) for one in value.split(" .. ")]
    if len(ends) == 2:
        low, high = ends
        key = "number.range" if NOTHING not in ends else "number.from" if high == NOTHING else "number.up-to"
        return phrase("number.any" if low == high == NOTHING else key, language, low=low, high=high)
    return phrase("list.or", language).join(_say_number(one, language) for one in value.split(" | "))


def _say_number(text: str, language: str) -> str:
    return write_number(Fraction(text), language) if _NUMBER.fullmatch(text) else text
