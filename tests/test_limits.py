"""The limits we promise, each at the limit and one past it: there all is well, here it is one of our problems.

Those of spreadsheets are in `tests/intake/test_sheet_safety.py`, those of expressions in
`tests/language/test_expressions.py`.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from cchc_rules import RulesetError, compile, evaluate, evaluate_many, load_text
from cchc_rules.facts.identity import LONGEST_ID
from cchc_rules.facts.vietnamese import LONGEST_TEXT
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.table import LARGEST_ROW, TableError
from cchc_rules.language.documents.models import MOST_CHILDREN, MOST_CRITERIA
from cchc_rules.language.documents.source_text import LARGEST_FILE
from cchc_rules.problems import LONGEST_EXCERPT, MOST_PROBLEMS, FactError, Problem, Span
from cchc_rules.strict_json import JSON_DEPTH
from cchc_rules.values import LARGEST_INTEGER, MOST_MEMBERS
from tests.decisions.made import good, program
from tests.generation.bodies import document, text

HEAD = """
language: 1
id: limits
version: 1.0.0
title: {vi: Giới hạn, en: Limits}
issuer: {vi: Cơ quan, en: The agency}
decides: eligibility
sources: {text: {title: {vi: Văn bản, en: Text}, clauses: {one: {at: {vi: Một, en: One}, says: {vi: a, en: b}}}}}
"""


def ruleset(*, facts: int = 1, criteria: int = 1, members: int = 1, label: str = "Nhãn", extra: str = "") -> str:
    """A ruleset of so many facts, criteria (the last a group of so many members), and a label."""
    said = '{vi: "%s", en: Label}'
    lines = [HEAD, extra, "categories:", "  agency:", "    title: {vi: Cơ quan, en: Agency}", "    facts:"]
    lines += [
        f"      f{n}: {{type: boolean, label: {said % (label if n == 0 else f'Nhãn {n}')}}}" for n in range(facts)
    ]
    lines += ["    criteria:"]
    one = "{{id: {id}, title: {{vi: Tiêu chí {id}, en: Criterion {id}}}, source: text/one, {rest}}}"
    lines += [f"      - {one.format(id=f'c{n}', rest='require: f0')}" for n in range(criteria - 1)]
    group = ", ".join(one.format(id=f"m{n}", rest="require: f0") for n in range(members))
    lines += [f"      - {one.format(id='group', rest=f'any: [{group}]')}"]
    return "\n".join(lines)


def codes(text: str | bytes) -> set[str]:
    """The codes of what is wrong with a ruleset; none when it loads."""
    try:
        load_text(text)
    except RulesetError as error:
        return {problem.code for problem in error.problems}
    return set()


def nested(depth: int) -> str:
    """A ruleset with a key whose value nests to that depth of the file."""
    return f"{HEAD}partial: {'[' * (depth - 1)}{']' * (depth - 1)}\n{ruleset().removeprefix(HEAD)}"


def padded(size: int) -> bytes:
    """A ruleset of so many bytes."""
    start = f"{ruleset()}\n#".encode()
    return start + b"." * (size - len(start))


@pytest.mark.parametrize(
    ("at", "past", "code"),
    [
        (padded(LARGEST_FILE), padded(LARGEST_FILE + 1), "file-too-large"),
        (ruleset(facts=MOST_CHILDREN), ruleset(facts=MOST_CHILDREN + 1), "too-many"),
        (ruleset(criteria=MOST_CRITERIA), ruleset(criteria=MOST_CRITERIA + 1), "too-many"),
        (ruleset(members=MOST_CHILDREN), ruleset(members=MOST_CHILDREN + 1), "too-many"),
        (ruleset(label="x" * 65536), ruleset(label="x" * 65537), "text-too-long"),
        (ruleset(label="ố" * 21845), ruleset(label="ố" * 21846), "text-too-long"),
        (
            ruleset(extra=f"parameters: {{{'p' * 256}: {{type: boolean, value: true, label: {{vi: a, en: b}}}}}}"),
            ruleset(extra=f"parameters: {{{'p' * 257}: {{type: boolean, value: true, label: {{vi: a, en: b}}}}}}"),
            "key-too-long",
        ),
    ],
    ids=["file", "facts", "criteria", "members", "text", "bytes of text", "key"],
)
def test_a_ruleset_at_the_limit_loads_and_one_past_it_is_refused(at, past, code):
    """Bytes of the file, facts of a category, criteria, members of a group, length of a text and of a key."""
    assert (set(), True) == (codes(at), code in codes(past))


def test_a_file_nests_32_levels():
    """One level more is too deep; the fault of the shape is told at both."""
    assert ("too-deep" in codes(nested(32)), "too-deep" in codes(nested(33))) == (False, True)


@pytest.mark.parametrize("depth", [1_000, 30_000])
def test_no_recursion_follows_the_depth_of_a_file(depth):
    """However deep the brackets are, the file is refused."""
    assert "too-deep" in codes(nested(depth))


def test_a_number_of_a_ruleset_has_30_digits():
    """30 digits are read, and told to be more than are computed with; 31 are not read."""
    extra = "parameters: {{p: {{type: number, value: {number}, label: {{vi: a, en: b}}}}}}"
    found = [codes(ruleset(extra=extra.format(number="1" * digits))) for digits in (15, 30, 31)]
    assert (set(), False, True) == (found[0], "number-too-long" in found[1], "number-too-long" in found[2])


PARAMETER_LIMITS = [
    ("{type: integer}", LARGEST_INTEGER, LARGEST_INTEGER + 1),
    ("{type: integer}", -LARGEST_INTEGER, -LARGEST_INTEGER - 1),
    ("{type: integer}", "2.0", "2.5"),
    ("{type: number}", "9.99999999999999", "9.999999999999999"),
    ("{type: number, min: -0.5}", "-0.5", "-0.51"),
    ("{type: number, max: 0.5}", 0.5, 0.50000000000001),
    ("{type: percent}", 0, -1),
    ("{type: percent}", 100, 101),
    ("{type: percent}", "100.0", "100.1"),
    ("{type: date}", "1900-01-01", "1899-12-31"),
    ("{type: date}", "2199-12-31", "2200-01-01"),
]
GIVEN_LIMITS = [
    *PARAMETER_LIMITS,
    ("{type: date}", date(1900, 1, 1), date(1899, 12, 31)),
    ("{type: date}", date(2199, 12, 31), date(2200, 1, 1)),
    ("{type: number}", "7".zfill(30), "7".zfill(31)),
    ("{type: number}", "0." + "1".zfill(30), "0." + "1".zfill(31)),
    ("{type: number}", "0.5".ljust(32, "0"), "0.5".ljust(33, "0")),
    ("{type: number}", 1e-30, 9e-31),
    ("{type: number}", 9.99999999999999e30, 1e31),
]


def with_parameter(kind: str, value: object) -> str:
    """A ruleset with a parameter of that type and value; without one where it is None."""
    stated = "" if value is None else f", value: {value}"
    return ruleset(extra=f"parameters: {{p: {{{kind[1:-1]}{stated}, label: {{vi: a, en: b}}}}}}")


@pytest.mark.parametrize(("kind", "at", "past"), PARAMETER_LIMITS)
def test_a_parameter_at_its_limit_loads_and_one_past_it_is_refused(kind, at, past):
    """Digits, bounds, shares and days of a value in the file."""
    assert (set(), True) == (codes(with_parameter(kind, at)), bool(codes(with_parameter(kind, past))))


@pytest.mark.parametrize(("kind", "at", "past"), GIVEN_LIMITS)
def test_a_parameter_given_at_its_limit_is_bound_and_one_past_it_is_refused(kind, at, past):
    """What is given at compile is held to the limits of the file; text has at most 30 digits on either side."""
    plain = load_text(with_parameter(kind, None))
    compile(plain, "agency", parameters={"p": at})
    with pytest.raises(RulesetError, match="parameter-value"):
        compile(plain, "agency", parameters={"p": past})


@pytest.mark.parametrize(
    ("fact", "at", "past"),
    [
        ("type: number, decimals: {}", 15, 16),
        ("type: number, decimals: {}", 0, -1),
        ("type: list, min_items: {}, items: {{x: {{type: boolean, label: {{vi: a, en: b}}}}}}", 100_000, 100_001),
        ("type: list, min_items: {}, items: {{x: {{type: boolean, label: {{vi: a, en: b}}}}}}", 0, -1),
    ],
)
def test_what_a_fact_declares_has_limits(fact, at, past):
    """Decimals of a number and the least members of a list."""
    found = [
        codes(ruleset().replace("facts:\n", f"facts:\n      g: {{{fact.format(n)}, label: {{vi: a, en: b}}}}\n"))
        for n in (at, past)
    ]
    assert [set(), {"out-of-range"}] == found


def test_meaning_nests_64_levels():
    """An expression with its definitions written out may be 64 nodes deep, in definitions, criteria and checks."""
    define = {f"d{n}": f"not d{n + 1}" for n in range(30)} | {"d30": "not f0"}
    for deep in ("not d0", "not not d0"):
        for place in ("define", "criteria", "checks"):
            body = {"facts": {"f0": "boolean"}, "define": define, "criteria": {"c": "f0"}, "checks": {}}
            body[place] = {**body[place], "last": deep}
            found = codes(text(document(body)))
            assert ({"expression-too-deep"} if deep == "not not d0" else set()) == found


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"staff": LARGEST_INTEGER}, None),
        ({"staff": LARGEST_INTEGER + 1}, "staff"),
        ({"score": 9.99999999999999e30}, None),
        ({"score": 1e31}, "score"),
        ({"score": "1" * 15}, None),
        ({"score": "1" * 16}, "score"),
        ({"score": "0,5".ljust(64, "0")}, None),
        ({"score": "0,5".ljust(65, "0")}, "score"),
        ({"score": "0," + "1".zfill(30)}, None),
        ({"score": "0," + "1".zfill(31)}, "score"),
        ({"score": 1e-30}, None),
        ({"score": 9e-31}, "score"),
        ({"id": "x" * LONGEST_ID}, None),
        ({"id": "x" * (LONGEST_ID + 1)}, "id"),
        ({"name": "x" * LONGEST_TEXT}, None),
        ({"name": "x" * (LONGEST_TEXT + 1)}, "name"),
        ({"units": [{"title": "x" * LONGEST_ID}]}, None),
        ({"units": [{"title": "x" * (LONGEST_ID + 1)}]}, "units[1]"),
        ({"registered_on": "1900-01-01"}, None),
        ({"registered_on": "1899-12-31"}, "registered_on"),
        ({"registered_on": "2199-12-31"}, None),
        ({"registered_on": "2200-01-01"}, "registered_on"),
        ({"units": [{"title": str(n)} for n in range(MOST_MEMBERS)]}, None),
        ({"units": [{"title": str(n)} for n in range(MOST_MEMBERS + 1)]}, "units"),
    ],
    ids=lambda one: one if isinstance(one, str) else next(iter(one), "") if isinstance(one, dict) else "fits",
)
def test_a_fact_at_the_limit_is_read_and_one_past_it_is_a_problem(facts, path):
    """Digits and size of numbers, length of ids, names and keys, dates, members of a list."""
    (result,) = evaluate_many(program(), [{"id": "1", **facts}])
    assert ([] if path is None else [path]) == [problem.where.path for problem in result.problems]


def test_a_row_of_a_file_has_a_mebibyte(tmp_path):
    """One character more makes the row a problem; the next is read. Cells, JSON Lines and JSON alike."""
    category = program().category
    rest = len("1false")
    for letters, expected in ((LARGEST_ROW - rest, []), (LARGEST_ROW - rest + 1, ["row-too-large"])):
        # A cell may hold 131,072 characters, so the row is made of several.
        columns, left = [], letters
        while left:
            columns.append("x" * min(left, 100_000))
            left -= len(columns[-1])
        header = ",".join(("id", "disciplined", *(f"cột {n}" for n in range(len(columns)))))
        path = tmp_path / "rows.csv"
        path.write_text(f"{header}\n1,false,{','.join(columns)}\n2,true{',' * len(columns)}\n")
        table = read_rows(path, category, ignore=[f"cột {n}" for n in range(len(columns))])
        assert (expected, []) == tuple([problem.code for problem in row.problems] for row in table.rows)
    for size, expected in ((LARGEST_ROW, []), (LARGEST_ROW + 1, ["row-too-large"])):
        line = '{"id": "1", "name": ""}'
        path = tmp_path / "rows.jsonl"
        path.write_text(line.replace('""', f'"{"x" * (size - len(line))}"') + '\n{"id": "2"}\n')
        rows = read_rows(path, category).rows
        assert (expected, []) == tuple([problem.code for problem in row.problems] for row in rows)
        listed = path.read_text().strip().replace("\n", ",")
        path = path.with_suffix(".json")
        for whole in (f"[{listed}, [[]], 5]", f'{{"candidates": [\n{listed}\n]}}'):
            path.write_text(whole)
            rows = read_rows(path, category).rows
            assert (expected, []) == tuple([problem.code for problem in row.problems] for row in rows[:2])
            assert ["row-shape"] * (len(rows) - 2) == [row.problems[0].code for row in rows[2:]]


def test_a_json_file_nests_32_levels(tmp_path):
    """One more is refused with its place, as are a hundred thousand."""
    path = tmp_path / "rows.json"
    for depth, deep in ((JSON_DEPTH, False), (JSON_DEPTH + 1, True), (100_000, True)):
        inside = depth - 2
        path.write_text(f'[{{"id": "1", "units": {"[" * inside}{"]" * inside}}}]')
        try:
            read_rows(path, program().category)
            found = False
        except TableError as error:
            found = ["json-depth"] == [problem.code for problem in error.problems]
        assert deep == found


def test_a_hundred_thousand_levels_of_facts_are_a_problem():
    """Facts in memory are never followed deeper than the ruleset declares them."""
    deep: object = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(FactError):
        evaluate(program(), good(units=deep))
    shallow: object = None
    for _ in range(100_000):
        shallow = {"value": shallow}
    with pytest.raises(FactError):
        evaluate(program(), good(score=shallow))


def test_a_thousand_problems_are_printed_and_the_rest_counted():
    """An error carries all of them."""
    for number, rest in ((MOST_PROBLEMS, ""), (MOST_PROBLEMS + 1, "(+1)")):
        error = RulesetError(Problem("empty-document") for _ in range(number))
        lines = str(error).splitlines()
        assert (number, MOST_PROBLEMS + bool(rest)) == (len(error.problems), len(lines))
        assert (lines[-1] == rest) is bool(rest)


def test_of_a_long_line_the_part_about_the_place_is_shown():
    """With the caret under it and … where more is; what a terminal would obey, or not show, stands as one sign."""
    for column in (1, 30, 20_000, 39_998):
        where = Span("r.yaml", 1, column, 3, "x" * (column - 1) + "\x1b\u200bé" + "y" * (40_000 - column - 2))
        line, carets = where.excerpt()
        assert len(line) <= LONGEST_EXCERPT + 2
        assert "\ufffd\ufffdé" == line[carets.index("^") :][: carets.count("^")]
        assert (line[0] == "…", line[-1] == "…") == (column > LONGEST_EXCERPT, column < 39_000)
    short = Span("r.yaml", 1, 3, 2, "a: b\tc")
    assert ("a: b c", "  ^^") == short.excerpt()


def test_a_fact_with_100_000_faulty_members_ends_in_time():
    """All of them are told; suggestions are sought for the first thousand only."""
    units = [{"title": str(n), "on_tme": 5} for n in range(2 * MOST_PROBLEMS)]
    (result,) = evaluate_many(program(), [{"id": "1", "units": units}])
    assert 2 * MOST_PROBLEMS == len(result.problems)
    json.dumps([problem.to_dict("vi") for problem in result.problems])


def test_the_largest_ruleset_is_decided():
    """2,000 criteria compile, and are decided and told."""
    decision = evaluate(compile(load_text(ruleset(criteria=MOST_CRITERIA)), "agency"), {"f0": True})
    assert (True, MOST_CRITERIA) == (decision.favourable, len(decision.reasons("vi")))
