"""The expression language: what is read, what is refused, and where every refusal points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.language.expressions import parse
from cchc_rules.language.nodes import And, Compare, Fold, Literal, Name, Not, Or, Quotient, children, walk
from cchc_rules.language.tokens import MOST_ARITHMETIC, MOST_CONDITIONALS
from cchc_rules.problems import Span
from tests.language.made import around, checked, underlined


def _parse(text: str):
    return parse(text, lambda offset, length: Span("x", 1, offset + 1, length, text))


ACCEPTED = [
    "yes and not yes or yes == true",
    "grade >= 'Khá'",
    '"Khá" <= grade',
    "'Trung bình' <= grade < 'Tốt'",
    "grade in ['Khá', 'Không xếp loại'] and kind not in ['xã']",
    "whole in param['years']",
    "small in [1, 2.5, -3]",
    "share >= param['limit']",
    "day < param['deadline'] and day - date('2022-01-01') > 30 and as_of >= day",
    "100 * small / whole >= 70.5",
    "percent(small, whole) >= 100",
    "(1 if yes else 2) + small > 3",
    "('Khá' if yes else 'Tốt') == grade",
    "(grade if yes else 'Tốt') > 'Khá'",
    "grade == (grade if yes else 'Tốt')",
    "(yes if small > 1 else not yes)",
    "all(u.done for u in units)",
    "any(u.done and u.small > 2 for u in units if u.small != 3 if u.done)",
    "count(units) > 3 and count(u.done for u in units) * 2 - 1 >= small",
    "-count(u.done for u in units) <= -1",
    "percent(u.done for u in units if u.small > 1) > 50",
    "percent(all(f.rate > 95 for f in u.fields) for u in units) >= 70",
    "sum(u.small for u in units) + sum(count(f.rate > 1 for f in u.fields) for u in units) > 10",
    "min(u.small for u in units) > 1",
    "min(u.when for u in units) < day and not (max(u.when for u in units) > as_of)",
    "any(max(f.rate for f in u.fields) > 95 for u in units)",
    "yes\nand (small > 1\n  or small < 0)",
    "(small / whole if yes else 1) > 2",
]


@pytest.mark.parametrize("expression", ACCEPTED)
def test_the_language_accepts(expression: str) -> None:
    """Every form of design §4 loads without a problem."""
    assert [] == [problem.render() for problem in checked(around(expression))[1]]


REFUSED = [
    ("", "expression-empty", None),
    ("yes and", "expression-cut", "and"),
    ("(yes", "expression-cut", "("),
    ("yes)", "unbalanced", ")"),
    ("(yes]", "unbalanced", "]"),
    ("yes yes", "bad-expression", "yes"),
    ("yes and or yes", "bad-expression", "or"),
    ("small = 1", "unexpected-text", "="),
    ("yes && yes", "unexpected-text", "&&"),
    ("yes || yes", "unexpected-text", "||"),
    ("!yes", "unexpected-text", "!"),
    ("small <> 1", "unexpected-text", "<>"),
    ("yes == True", "unexpected-text", "True"),
    ("yes == None", "unexpected-text", "None"),
    ("small // 2 > 1", "unexpected-text", "//"),
    ("small ** 2 > 1", "unexpected-text", "**"),
    ("small % 2 > 1", "unexpected-text", "%"),
    ("small > 1.5.2", "bad-number", "1.5.2"),
    ("small > 1e3", "bad-number", "1e3"),
    ("small > 1_000", "bad-number", "1_000"),
    ("small > 0x10", "bad-number", "0x10"),
    ("amount > 1234567890.1234567", "bad-number", "1234567890.1234567"),
    ("small > 010", "bad-expression", "010"),
    ("grade == 'Khá", "bad-string", "'"),
    (r"grade == 'Kh\xe1'", "bad-string", "'"),
    ("grade == f'Khá'", "bad-string", "f'"),
    ("grade == f'Khá", "bad-string", "f'"),
    ("grade == 'Khá' 'Tốt'", "bad-string", "'Tốt'"),
    ("lambda: yes", "unexpected-text", ":"),
    ("[yes]", "bad-expression", "[yes]"),
    ("+small > 1", "bad-expression", "+small"),
    ("not " * 40 + "yes", "expression-too-deep", "n"),
    ("(" * 40 + "yes" + ")" * 40, "expression-too-deep", "("),
    ("small" + " + 1" * (MOST_ARITHMETIC + 1) + " > 1", "expression-too-long", "+"),
    ("yes if yes else " * (MOST_CONDITIONALS + 1) + "yes", "expression-too-long", "i"),
    ("yes or " * 2000 + "yes", "expression-too-long", "y"),
    ("grade in []", "in-nothing", "[]"),
    ("grade in 'Khá'", "in-what", "'Khá'"),
    ("small in param['limit']", "list-parameter", None),
    ("small in [1] in [2]", "bad-expression", "small in [1] in [2]"),
    ("small is 1", "bad-expression", None),
    ("len(units) > 1", "unknown-function", "len"),
    ("units.count() > 1", "unknown-function", "units.count"),
    ("count(units, units) > 1", "bad-call", "count(units, units)"),
    ("all(units)", "bad-call", "all(units)"),
    ("any(yes)", "bad-call", "any(yes)"),
    ("sum(units) > 1", "bad-call", "sum(units)"),
    ("max(1, 2) > 1", "bad-call", "max(1, 2)"),
    ("min() > 1", "bad-call", "min()"),
    ("percent(small) > 1", "bad-call", "percent(small)"),
    ("date(day) > day", "bad-call", "date(day)"),
    ("date('2022-02-30') > day", "bad-date", "'2022-02-30'"),
    ("date('1899-12-31') > day", "bad-date", "'1899-12-31'"),
    ("date('2022-5-5') > day", "bad-date", "'2022-5-5'"),
    ("all(*units)", "bad-call", "all(*units)"),
    ("all(u.done for u in units for v in units)", "bad-call", None),
    ("all(u.done for u, v in units)", "bad-call", None),
    ("all(u.done for u in [1])", "not-a-list", "[1]"),
    ("all(u.done for u in as_of)", "not-a-list", "as_of"),
    ("count(yes) > 1", "not-a-list", "yes"),
    ("count > 1", "bad-call", "count"),
    ("param > 1", "bad-parameter", "param"),
    ("param.limit > 1", "bad-parameter", "param.limit"),
    ("param[limit] > 1", "bad-parameter", "param[limit]"),
    ("units[0] > 1", "bad-expression", "units[0]"),
    ("units.fields.rate > 1", "bad-expression", "units.fields.rate"),
    ("small @ 2 > 1", "unexpected-text", "@"),
    ("yes,", "bad-expression", None),
    ("... > 1", "bad-expression", "..."),
    ("yes; yes", "unexpected-text", ";"),
    ("yés", "unexpected-text", None),
    ("Yes", "unexpected-text", "Yes"),
]


@pytest.mark.parametrize(("expression", "code", "text"), REFUSED, ids=lambda value: str(value)[:30])
def test_the_language_refuses_at_the_right_place(expression: str, code: str, text: str | None) -> None:
    """Each form that is not of the language is refused with its code, underlining what is meant."""
    _, problems = _parse(expression) if code != "list-parameter" else (None, [])
    if not problems:
        problems = checked(around(expression))[1]
        code = "in-what" if code == "list-parameter" else code
    assert code == problems[0].code
    if text is not None and problems[0].where.source:
        assert text == underlined(problems[0])
    assert problems[0].render("vi") != problems[0].render("en")


SLIPS = [
    ("grade >= Khá", "unexpected-text.word", "Khá", 'a level or option is written "Khá"'),
    ("grade == Trung bình and yes", "unexpected-text.word", "Trung bình", 'written "Trung bình"'),
    ("grade >= tốt", "unexpected-text.word", "tốt", 'written "tốt"'),
    ("grade => 'Khá'", "unexpected-text", "=>", "`>=`"),
    ("grade ≥ 'Khá'", "unexpected-text", "≥", "`>=`"),
    ("small ≠ 3", "unexpected-text", "≠", "`!=`"),
    ("grade == “Khá”", "bad-string.curly", "“Khá”", 'write "Khá"'),
    ("share >= 50%", "unexpected-text.percent", "%", "`>= 50`"),
    ("small % 2 == 0", "unexpected-text.operator", "%", ""),
    ("day < 2022-05-05", "bad-date.bare", "2022-05-05", 'date("2022-05-05")'),
    ("day < 5/12/2022", "bad-date.bare", "5/12/2022", 'date("2022-12-05")'),
    ("small > 3 if yes", "bad-expression.no-else", "if", "`applies`"),
    ("as_of.year == 2022", "unknown-item.date", "as_of.year", 'date("2022-01-01") <= as_of'),
    ("day.year == 2022", "unknown-item.date", "day.year", 'date("2022-01-01") <= day'),
    ("small == null", "unexpected-text.null", "null", "a missing fact is unknown by itself"),
    ("len(units) > 1", "unknown-function", "len", "`count`"),
    ("round(share) > 1", "unknown-function.round", "round", "decimals are exact"),
    ("count(u for u in units) > 1", "bad-call.members", "count(u for u in units)", "`count(units)`"),
    ("yes is true", "bad-expression.is", "yes is true", "`==`"),
]


@pytest.mark.parametrize(("expression", "key", "text", "helped"), SLIPS, ids=lambda value: str(value)[:30])
def test_a_slip_is_told_in_one_sentence(expression: str, key: str, text: str, helped: str) -> None:
    """What people write for what they mean gives one problem, which says what to write."""
    (problem,) = checked(around(expression))[1]
    assert (key, text) == (problem.key, underlined(problem))
    assert helped in problem.help("en")
    assert bool(helped) == bool(problem.help("vi"))


def test_numbers_come_from_their_characters() -> None:
    """A number literal is the exact decimal that is written, not a binary float."""
    node, _ = _parse("0.1 == 0.10")
    assert isinstance(node, Compare)
    assert node.left == node.right
    assert "1/10" == str(node.left.value)


def test_chains_of_one_connective_are_flat() -> None:
    """`and` and `or` chains become one node however they are bracketed."""
    node, _ = _parse("(a and b) and (c and (d or e or f))")
    assert isinstance(node, And)
    assert 4 == len(node.operands)
    assert isinstance(node.operands[3], Or)
    assert 3 == len(node.operands[3].operands)


def test_columns_count_characters() -> None:
    """A fault after Vietnamese letters is underlined where it stands, also on a later line."""
    _, problems = checked(around("grade == 'Tốt' and kind == 'phường'\nand ếch"))
    assert ["unexpected-text"] == [problem.code for problem in problems]
    assert "ếch" == underlined(problems[0])[:3] or "ế" == underlined(problems[0])
    _, problems = checked(around("grade == 'Tốt' and kind == 'phường' and nothere"))
    assert "nothere" == underlined(problems[0])


def test_every_node_knows_its_parts() -> None:
    """Walking an expression meets each part once, top down."""
    node, _ = _parse("not a and (b if c else d) in [1, e] and all(x.f > -1 / 2 for x in g if h) and count(k) > 1")
    names = [one.name for one in walk(node) if isinstance(one, Name)]
    assert ["a", "c", "b", "d", "e", "g", "h", "k"] == names
    assert () == children(Literal(True, None))
    assert any(isinstance(one, Fold) for one in walk(node))
    assert any(isinstance(one, Quotient) for one in walk(node))
    assert any(isinstance(one, Not) for one in walk(node))


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_problem(text: str) -> None:
    """No text whatever makes the parser raise anything."""
    node, problems = _parse(text)
    assert (node is None) == bool(problems)


WORDS = st.sampled_from(
    [
        "and",
        "or",
        "not",
        "in",
        "if",
        "else",
        "for",
        "true",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "==",
        "<",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "1",
        "0.5",
        "'Khá'",
        "a",
        "u",
        "u.x",
        "param",
        "as_of",
        "all",
        "any",
        "count",
        "percent",
        "sum",
        "min",
        "max",
        "date",
        "is",
        "lambda",
        "**",
        "//",
        "await",
        "async",
        "yield",
        "\n",
    ]
)


@given(st.lists(WORDS, max_size=14))
def test_any_words_are_an_expression_or_a_problem(words: list[str]) -> None:
    """No sequence of the language's own words makes the parser raise anything."""
    node, problems = _parse(" ".join(words))
    assert (node is None) == bool(problems)
