"""A parameter that somebody types is read as a cell of its type is."""

from __future__ import annotations

from datetime import date

import pytest

import cchc_rules as cr
from cchc_rules.facts.parameters import read_parameters

RULESET = """
language: 1
id: typed
version: 1.0.0
title: {vi: Thử, en: Try}
issuer: {vi: Xã, en: Commune}
decides: eligibility
sources: {s: {title: {vi: Văn bản, en: Text}, clauses: {a: {at: {vi: Điểm 1, en: Point 1}, says: {vi: X., en: X.}}}}}
scales: {grade: {levels: [Khá, Tốt], issuer: {vi: Xã, en: Commune}, year: 2026}}
parameters:
  least: {type: percent, value: 90, label: {vi: tỷ lệ, en: share}, source: s/a}
  most: {type: integer, value: 5, min: 0, label: {vi: số, en: number}, source: s/a}
  until: {type: date, value: 2026-11-30, label: {vi: hạn, en: deadline}, source: s/a}
  level: {type: grade, scale: grade, value: Khá, label: {vi: mức, en: level}, source: s/a}
  costs: {type: number, many: true, value: [1, 2], label: {vi: chi phí, en: costs}, source: s/a}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts: {good: {type: boolean, label: {vi: Tốt, en: Good}}}
    criteria: [{id: good, title: {vi: Tốt, en: Good}, source: s/a, require: good}]
"""


@pytest.fixture(scope="module")
def ruleset():
    """A ruleset with a parameter of several types."""
    return cr.load_text(RULESET)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("least", "89,5", 89.5),
        ("least", "89.5 %", 89.5),
        ("least", "90%", 90),
        ("least", "0,9%", 0.9),
        ("most", "1.234", None),
        ("most", "1234", 1234),
        ("until", "15/12/2026", date(2026, 12, 15)),
        ("until", "2026-12-15", date(2026, 12, 15)),
        ("level", "tốt", "Tốt"),
        ("costs", "1;2,5", [1, 2.5]),
        ("costs", "1,2", [1, 2]),
    ],
)
def test_a_text_is_read_as_in_a_cell(name, text, value, ruleset):
    """What a cell reads a parameter reads; what is unclear there is refused here."""
    if value is None:
        with pytest.raises(cr.RulesetError):
            read_parameters(ruleset, {name: text})
        return
    read = read_parameters(ruleset, {name: text})
    assert {name: value} == read
    bound = cr.compile(ruleset, "office", parameters=read).parameters[name]
    assert value == (list(bound) if isinstance(bound, tuple) else bound)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("least", "0.9", "parameter `least`: `0.9` may be 0.9% or 90%; write the percent sign: `0.9%` or `90%`"),
        ("until", "12/2026", "parameter `until`: `12/2026` does not say the day; write day, month and year"),
        ("level", "Giỏi", "parameter `level`: `Giỏi` is not a level of “level”; levels are Khá, Tốt"),
    ],
)
def test_a_text_that_is_unclear_is_refused_with_what_to_write(name, text, told, ruleset):
    """The problem is the cell's, said of the parameter."""
    with pytest.raises(cr.RulesetError) as raised:
        read_parameters(ruleset, {name: text, "most": "x"})
    assert 2 == len(raised.value.problems)
    assert told == raised.value.problems[0].message("en")


@pytest.mark.parametrize("text", ["0.9", "1"])
def test_a_text_handed_to_compile_may_not_be_a_share(text, ruleset):
    """Python's own numbers are taken as they are; a text needs its sign."""
    with pytest.raises(cr.RulesetError) as raised:
        cr.compile(ruleset, "office", parameters={"least": text})
    assert f"write the percent sign: `{text}%`" == raised.value.problems[0].help("en")
    for same in (float(text), f"{text}%"):
        assert float(text) == cr.compile(ruleset, "office", parameters={"least": same}).parameters["least"]
