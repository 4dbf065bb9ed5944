"""Texts made by template are those made from traces, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import cchc_rules as cr
from cchc_rules.decisions.memory import find_memory
from cchc_rules.decisions.phrasing.lines import write_line
from cchc_rules.decisions.phrasing.reasons import find_reasons
from tests.decisions.generated import decisions, seeds
from tests.generation.bodies import CATEGORY, document, text

NUMBERS = (
    0,
    -0.0,
    5,
    5.0,
    4.5,
    -4.5,
    -0.5,
    999,
    1000,
    -1234567.25,
    0.1 + 0.2,
    1e-4,
    1.25e-20,
    1.23456789e-29,
    10**15 - 1,
)


def made(body):
    """The program of a short body."""
    return cr.compile(cr.load_text(text(document(body))), CATEGORY)


def from_traces(decision, language):
    """The reasons of a decision, each from its trace."""
    return tuple(write_line(find_reasons(one.trace, one.criterion), language) for one in decision.findings)


def check_texts(seed):
    """That texts of the candidates of a program are those of their traces."""
    for decision, _ in decisions(seed, 25):
        assert from_traces(decision, "vi") == decision.reasons("vi")
        assert from_traces(decision, "en") == decision.reasons("en")


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_every_text_is_the_one_its_trace_gives(seed):
    """Of many candidates of a program, so that templates are used again, no text differs from that of its trace."""
    check_texts(seed)


@pytest.mark.soak
def test_every_text_of_many_programs_is_the_one_its_trace_gives():
    """The same at length."""
    for seed in range(2_000):
        check_texts(seed)


@pytest.mark.parametrize("condition", ["x >= 4.5", "not (x < y)", "x > y or y == 5", "x in [0, 5] and not flag"])
def test_odd_numbers_are_written_as_their_traces_write_them(condition):
    """Signs, groups, decimals, noise of doubles and numbers too small to be written in full come out the same."""
    program = made({"facts": {"x": "number", "y": "number", "flag": "boolean"}, "require": condition})
    for x in NUMBERS:
        for y in (*NUMBERS, None):
            for flag in (True, False):
                decision = cr.evaluate(program, {"x": x, "y": y, "flag": flag})
                assert from_traces(decision, "vi") == decision.reasons("vi")
                assert from_traces(decision, "en") == decision.reasons("en")


def test_facts_with_one_label_are_told_as_their_values_are():
    """Two facts called the same have one reason when they hold the same, and two when they do not."""
    whole = document({"facts": {"x": "number", "y": "number"}, "require": "x >= 5 and y >= 5"})
    for fact in whole["categories"][CATEGORY]["facts"].values():
        fact["label"] = {"vi": "Điểm", "en": "Score"}
    program = cr.compile(cr.load_text(text(whole)), CATEGORY)
    told = [cr.evaluate(program, {"x": x, "y": y}).reasons("en")[0] for x, y in ((1, 2), (1, 1), (3, 3), (3, 4))]
    assert [2, 1, 1, 2] == [one.count("required") for one in told]


def test_a_wrong_outcome_is_never_put_in_words():
    """Outcomes the values do not come to are refused, though a template for the right ones is at hand."""
    program = made({"facts": {"x": "number"}, "require": "x >= 5"})
    assert cr.evaluate(program, {"x": 6}).reasons("vi")
    decision = cr.evaluate(program, {"x": 7})
    wrong = cr.Decision(program, None, None, decision.values, 1, (1,))
    with pytest.raises(cr.EngineDisagreement):
        wrong.reasons("vi")


def test_texts_of_plain_comparisons_come_from_one_template():
    """Of candidates that differ in a number only, one text is found from a trace and the others are filled in."""
    program = made({"facts": {"x": "number"}, "require": "x >= 5"})
    texts = {cr.evaluate(program, {"x": x}).reasons("vi")[0] for x in range(6, 60)}
    (criterion,) = find_memory(program).criteria
    assert (54, 1) == (len(texts), len(criterion._templates._kept))
