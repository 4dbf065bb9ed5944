"""JSON and JSON Lines: shapes, doubled keys, numbers, nesting."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.intake.made import decided, problems, read, refusal

GOOD = '{"id": "A1", "rating": "Tốt"}'


@pytest.mark.parametrize("text", [f"[{GOOD}]", f'{{"candidates": [{GOOD}]}}', f"\ufeff [ {GOOD} ]\n"])
def test_a_list_and_candidates_are_read(tmp_path, text):
    """Both shapes give the same row."""
    rows = read(tmp_path, text, name="main.json").rows
    assert [(1, "A1", {"rating": "Tốt"})] == [(row.number, row.id, row.facts) for row in rows]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "table-empty"),
        ("[]", "table-empty.header-only"),
        ("{}", "json-shape"),
        ('{"candidates": [], "more": 1}', "json-shape"),
        ('{"candidates": 5}', "json-shape"),
        ("5", "json-shape"),
        ('{"candidates": [], "candidates": []}', "json-shape"),
        (f"[{GOOD}", "json-syntax"),
        (f"[{GOOD},]", "json-syntax"),
        ("[" * 33 + "]" * 33, "json-depth"),
        ("[" * 100_000, "json-depth"),
    ],
)
def test_other_shapes_are_refused(tmp_path, text, key):
    """Anything else than candidates is refused as a whole."""
    assert [key] == refusal(tmp_path, text, name="main.json")


def test_nesting_counts_no_brackets_in_text(tmp_path):
    """Brackets inside text do not nest."""
    text = json.dumps([{"id": "A1", "name": '[{"\\' * 100}])
    assert [[]] == [problems(row) for row in read(tmp_path, text, name="main.json").rows]


def test_the_limit_of_nesting_is_32(tmp_path):
    """32 levels are read, 33 are not."""
    deep = '[{"id": "A1", "x": ' + "[" * 30 + "]" * 30 + "}]"
    assert ["A1"] == [row.id for row in read(tmp_path, deep, name="main.json").rows]
    assert ["json-depth"] == refusal(tmp_path, deep.replace("[[", "[[[", 1).replace("]]", "]]]", 1), name="main.json")


@pytest.mark.parametrize(
    ("candidate", "key"),
    [
        ('{"id": "A1", "id": "A2"}', "json-doubled-key"),
        ('{"id": "A1", "initiatives": [{"title": "a", "title": "b"}]}', "json-doubled-key"),
        ('["A1"]', "row-shape"),
        ("null", "row-shape"),
        ('{"id": "A1", "name": "\\ud800"}', "half-character"),
        ('{"id": "A1", "\\udfff": 1}', "half-character"),
        ('{"id": ["A1"]}', "wrong-label"),
        ('{"id": true}', "wrong-label"),
        ('{"rating": "Tốt"}', "missing-id"),
    ],
)
def test_a_bad_candidate_is_a_problem_of_its_row(tmp_path, candidate, key):
    """The others are read."""
    rows = read(tmp_path, f"[{candidate}, {GOOD.replace('A1', 'A9')}]", name="main.json").rows
    assert key in problems(rows[0])
    assert ([], "A9") == (problems(rows[1]), rows[1].id)


def test_a_bad_line_is_a_problem_row_and_the_rest_is_decided(tmp_path):
    """JSON Lines are read line by line; blank lines are nothing; numbers are those of the lines."""
    text = f'{GOOD}\n\n{{"id": \r\n{GOOD.replace("A1", "A2")}\r\n'
    results = decided(read(tmp_path, text, name="main.jsonl"))
    told = [(one.row, one.id, one.status, problems(one)) for one in results]
    assert [
        (1, "A1", "undetermined", []),
        (3, None, "invalid", ["json-syntax"]),
        (4, "A2", "undetermined", []),
    ] == told


def test_a_line_beyond_the_limit_is_a_problem_row(tmp_path):
    """A row may have 1,048,576 characters, not one more."""
    fits = '{"id": "A1", "name": ""}'
    padded = fits[:-2] + "x" * (2**20 - len(fits)) + fits[-2:]
    longer = padded.replace("A1", "A22")
    assert [[], ["row-too-large"]] == [
        problems(row) for row in read(tmp_path, f"{padded}\n{longer}\n", name="main.jsonl").rows
    ]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 5000, "1.0"])
def test_numbers_are_never_taken_for_something_else(tmp_path, number):
    """NaN, infinities and integers of any length are problems of the row, and read in no time."""
    table = read(tmp_path, f'[{{"id": "A1", "rating": {number}}}]', name="main.json")
    assert ["invalid"] == [result.status for result in decided(table)]


def test_integers_keep_all_their_digits(tmp_path):
    """An id may be an integer; beyond 30 digits a number is an exact decimal."""
    rows = read(tmp_path, '[{"id": 12, "rating": ' + "9" * 31 + "}]", name="main.json").rows
    assert [("12", {"rating": Decimal("9" * 31)})] == [(row.id, row.facts) for row in rows]


def test_lists_stand_in_their_candidate(tmp_path):
    """JSON holds nested lists itself; an empty one is known where the ruleset allows none."""
    text = '[{"id": "A1", "initiatives": [{"title": "a", "lawful": true}]}, {"id": "A2", "initiatives": []}]'
    outcomes = [
        result.decision["lawful-initiative"].outcome.value if result.decision else None
        for result in decided(read(tmp_path, text, name="main.json"))
    ]
    assert ["met", "unmet"] == outcomes
