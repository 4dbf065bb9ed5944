"""The checker: names, types and bounds of a document, every fault located."""

from __future__ import annotations

from itertools import product

import pytest

from cchc_rules.language.shapes import is_constant, is_interval, type_of
from cchc_rules.language.types import NumberType
from tests.language.made import HEAD, around, checked, underlined

REFUSED = [
    ("nothere", "unknown-fact", "nothere"),
    ("yess", "unknown-fact", "yess"),
    ("small", "type-mismatch", "small"),
    ("not small", "type-mismatch", "small"),
    ("yes and small", "type-mismatch", "small"),
    ("yes + 1 > 2", "type-mismatch", "yes"),
    ("-yes > 2", "type-mismatch", "yes"),
    ("grade + 1 > 2", "type-mismatch", "grade"),
    ("yes / small > 2", "type-mismatch", "yes"),
    ("small / yes > 2", "type-mismatch", "yes"),
    ("small / whole + 1 > 2", "quotient-computed", "small / whole"),
    ("-(small / whole) > 2", "quotient-computed", "small / whole"),
    ("percent(u.done for u in units) * 2 > 2", "quotient-computed", "percent(u.done for u in units)"),
    ("sum(u.small / 2 for u in units) > 1", "quotient-computed", "u.small / 2"),
    ("min(percent(f.rate > 1 for f in u.fields) for u in units) > 1", "quotient-computed", None),
    ("small == 'Khá'", "type-mismatch", "'Khá'"),
    ("'Khá' == 'Tốt'", "type-mismatch", "'Khá'"),
    ("'Khá' in ['Tốt']", "type-mismatch", "'Khá'"),
    ("day > '2022-01-01'", "type-mismatch", "'2022-01-01'"),
    ("words == 'a'", "text-compared", "'a'"),
    ("words == words", "text-compared", None),
    ("units == units", "list-compared", None),
    ("yes > true", "no-order", None),
    ("kind > 'xã'", "no-order", None),
    ("grade > 'Không xếp loại'", "no-order", "'Không xếp loại'"),
    ("grade >= other", "scales-differ", None),
    ("kind == form", "options-differ", None),
    ("grade == 'TB'", "unknown-level", "'TB'"),
    ("grade == 'Kha'", "unknown-level", "'Kha'"),
    ("kind == 'Xa'", "unknown-option", "'Xa'"),
    ("grade in ['Khá', 'Kha', small]", "unknown-level", "'Kha'"),
    ("day + 1 > 2", "date-arithmetic", "day + 1"),
    ("day + day > 2", "date-arithmetic", "day + day"),
    ("day * 2 > 2", "date-arithmetic", "day * 2"),
    ("count(u.done for u in units) * small > 1", "interval-product", None),
    ("whole * count(u.done for u in units) > 1", "interval-product", None),
    ("max(count(f.rate > 1 for f in u.fields) for u in units) > 1", "interval-summary", None),
    ("sum(u.done for u in units) > 1", "type-mismatch", "u.done"),
    ("max(u.done for u in units) > 1", "type-mismatch", "u.done"),
    ("sum(day for u in units) > 1", "type-mismatch", "day"),
    ("all(u.small for u in units)", "type-mismatch", "u.small"),
    ("all(u.done for u in units if u.small)", "type-mismatch", "u.small"),
    ("all(u for u in units)", "item-is-record", "u"),
    ("all(u.doen for u in units)", "unknown-fact", "u.doen"),
    ("all(v.done for u in units)", "unknown-item", "v.done"),
    ("all(f.rate > 1 for f in u.fields)", "unknown-item", "u.fields"),
    ("all(yes for yes in units)", "item-shadows", None),
    ("all(any(u.rate > 1 for u in u.fields) for u in units)", "item-shadows", None),
    ("all(name.done for name in units)", "reserved-name", None),
    ("all(u.done for u in small)", "not-a-list", "small"),
    ("param['nope'] > 1", "unknown-parameter", "param['nope']"),
    ("param['years'] > 1", "list-parameter-compared", "param['years']"),
    ("small in param['nope']", "unknown-parameter", "param['nope']"),
    ("small in param['limit']", "in-what", "param['limit']"),
    ("day in param['years']", "type-mismatch", None),
    ("(1 if small else 2) > 1", "type-mismatch", "small"),
    ("(1 if yes else 'Khá') > 1", "type-mismatch", "'Khá'"),
    ("(1 if yes else day) > 1", "type-mismatch", None),
    ("('Khá' if yes else 'Tốt') == ('Khá' if yes else 'Tốt')", "type-mismatch", None),
    ("whole * whole > 1", "possible-overflow", "whole * whole"),
    ("sum(u.small * 999999999 * 1000 for u in units) > 1", "possible-overflow", None),
    ("-(whole * whole) > 1", "possible-overflow", "whole * whole"),
    ("100 * whole / whole > 100000.5", "possible-overflow", None),
    ("percent(whole, small) > small / small", "possible-overflow", None),
    ("whole / small > 0.00001", "possible-overflow", None),
    ("0.00001 > whole / small", "possible-overflow", None),
    ("small / whole > 100000 * small", "possible-overflow", None),
    ("small in [1, yes]", "type-mismatch", "yes"),
    ("day in [day, small]", "type-mismatch", "small"),
    ("grade in ['Khá', other]", "scales-differ", "other"),
    ("kind in ['xã', form]", "options-differ", "form"),
    ("not nothere and yes", "unknown-fact", "nothere"),
    ("'Khá'", "type-mismatch", "'Khá'"),
    ("small / whole", "type-mismatch", "small / whole"),
    ("amount", "type-mismatch", "amount"),
    ("day", "type-mismatch", "day"),
    ("grade", "type-mismatch", "grade"),
    ("kind", "type-mismatch", "kind"),
    ("units", "type-mismatch", "units"),
    ("words", "type-mismatch", "words"),
    ("(nothere / alsonot) > 1", "unknown-fact", "nothere"),
]


@pytest.mark.parametrize(("expression", "code", "text"), REFUSED, ids=lambda value: str(value)[:40])
def test_an_ill_typed_expression_is_refused(expression: str, code: str, text: str | None) -> None:
    """Names, types, scales and sizes are checked at load, each fault under its own characters."""
    ruleset, problems = checked(around(expression))
    assert ruleset is None
    assert code == problems[0].code, problems[0].render()
    if text is not None:
        assert text == underlined(problems[0])
    assert problems[0].render("vi") != problems[0].render("en")


def test_all_faults_of_an_expression_are_found() -> None:
    """Both sides and every operand are checked before giving up."""
    _, problems = checked(around("a1 > a2 and grade == 'x' and (a3 or a4)\nor all(a5 for u in units if a6)"))
    assert ["a1", "a2", "'x'", "a3", "a4", "a5", "a6"] == [underlined(problem) for problem in problems]


DEFINITIONS = [
    ("      p: q > 1\n      q: p\n", "definition-cycle"),
    ("      p: p\n", "definition-cycle"),
    ("      p: units\n", "type-mismatch"),
    ("      p: words\n", "type-mismatch"),
    ("      yes: small > 1\n", "duplicate-id"),
    ("      p: nothere\n      q: p\n", "unknown-fact"),
    ("      p: 1 +\n      q: p\n", "expression-cut"),
]


@pytest.mark.parametrize(("define", "code"), DEFINITIONS)
def test_a_faulty_definition_is_said_once(define: str, code: str) -> None:
    """A definition that cannot be is refused; what reads it is not blamed."""
    _, problems = checked(around("yes", define=define))
    assert {code} == {problem.code for problem in problems}


def test_a_definition_may_come_before_those_it_reads() -> None:
    """Definitions are ordered so that each reads earlier ones only, and carry type, bounds and shape."""
    define = "      last: middle * 2 + n\n      middle: small + 1\n      n: {is: count(u.done for u in units)}\n"
    ruleset, problems = checked(around("last > 2 and all(u.small < middle for u in units)", define=define))
    assert [] == problems
    category = ruleset.category("c")
    order = [one.name for one in category.definitions]
    assert order.index("middle") < order.index("last")
    assert order.index("n") < order.index("last")


def test_what_reads_a_definition_off_a_circle_is_not_blamed() -> None:
    """Of definitions only those on the circle are refused."""
    _, problems = checked(around("r", define="      p: q\n      q: p\n      r: p\n"))
    assert ["p", "q"] == [problem.fields["name"] for problem in problems]


GOOD = "      good: count(u.done for u in units)\n"
BY_DEFINITION = [
    ("all(well.done for well in units)", "      well: yes\n", "item-shadows"),
    ("good * small > 1", GOOD, "interval-product"),
    ("max(good for u in units) > 1", GOOD, "interval-summary"),
    ("more > 1", f"{GOOD}      more: small * (good + 1)\n", "interval-product"),
    ("more * small > 1", f"{GOOD}      more: good + 1\n", "interval-product"),
    ("part + 1 > 1", "      part: small / whole\n", "quotient-computed"),
    ("kind == picked", "      picked: form\n", "options-differ"),
    ("large > 1", "      large: whole * whole\n", "possible-overflow"),
]


@pytest.mark.parametrize(("expression", "define", "code"), BY_DEFINITION)
def test_what_a_definition_stands_for_is_refused_as_if_written_out(expression: str, define: str, code: str) -> None:
    """A definition hands on its type, and whether it is an interval; an item does not hide it."""
    # One option in common is not the same set of words.
    head = HEAD.replace("options: [một, hai]", "options: [một, xã]")
    _, problems = checked(around(expression, define=define, head=head))
    assert [code] == [problem.code for problem in problems]


def test_deep_definitions_are_refused() -> None:
    """No chain of definitions makes an evaluation recurse deeper than the limit."""
    chain = "".join(f"      d{i}: d{i + 1} and yes\n" for i in range(40)) + "      d40: yes\n"
    _, problems = checked(around("d0", define=chain))
    assert {"expression-too-deep"} == {problem.code for problem in problems}


LIST = "        label: {vi: a, en: b}\n        items:"


def keyed(key, roll):
    """The head of the list ``units`` with a key and the roll it expects."""
    return f"        key: {key}\n        expects: {roll}\n{LIST}"


CALLED = "\n          called: {type: text, label: {vi: a, en: b}}"
DOCUMENTS = [
    ("levels: [Thấp, Cao]", "levels: [Thấp, 'thấp ']", "levels-collide"),
    ("levels: [Thấp, Cao]", "levels: [Thấp, Cao], aliases: {C: Caoo}", "unknown-level"),
    ("levels: [Thấp, Cao]", "levels: [Thấp, Cao], aliases: {cao: Cao}", "levels-collide"),
    ("levels: [Thấp, Cao]", "levels: [Thấp, Cao], aliases: {T: Cao, t: Thấp}", "levels-collide"),
    ("scale: other", "scale: othr", "unknown-scale"),
    ("value: 70", "value: khá", "type-mismatch"),
    ("value: 2022-05-05", "value: 2022-05-32", "type-mismatch"),
    ("value: [2020, 2021]", "value: [2020, 2020]", "duplicate-id"),
    ("value: [2020, 2021]", "value: [2020, x]", "type-mismatch"),
    ("value: [2020, 2021]", "value: []", "empty-list-parameter"),
    ("type: number, value: 70", "type: number, source: text/two, value: 70", "unknown-clause"),
    ("type: number, value: 70", "type: grade, scale: other, value: Caao", "unknown-level"),
    ("type: number, value: 70", "type: grade, scale: nope, value: Cao", "unknown-scale"),
    ("type: number, value: 70", "type: number, max: 60, value: 70", "type-mismatch"),
    ("min: 0, max: 100, label", "min: 10, max: 1, label", "empty-range"),
    ("min: 0, max: 100, label", "min: 0.5, max: 100, label", "type-mismatch"),
    ("options: [xã, phường]", "options: [xã, Xã]", "levels-collide"),
    ("yes: {type: boolean,", "yes: {type: boolean, words: {yes: [Đạt], no: [đạt]},", "levels-collide"),
    (LIST, keyed("small", "nope"), "unknown-parameter"),
    (LIST, keyed("small", "limit"), "unknown-parameter"),
    (LIST, keyed("done", "years"), "type-mismatch"),
    (LIST, keyed("small", "[1, 1]"), "duplicate-id"),
    (LIST, keyed("small", "[1, 101]"), "type-mismatch"),
    (LIST, "        min_items: 3\n" + keyed("small", "[1, 2]"), "roll-too-short"),
    (LIST, keyed("called", "[Một cửa, một  CỬA]") + CALLED, "duplicate-id"),
    ("          done: {type: boolean,", "          done: {type: grade, scale: nope,", "unknown-scale"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), DOCUMENTS)
def test_a_faulty_declaration_is_refused(old: str, new: str, code: str) -> None:
    """Scales, parameters and facts are checked for spellings, types, bounds and references."""
    assert old in HEAD
    _, problems = checked(around("yes", head=HEAD.replace(old, new, 1)))
    assert code in {problem.code for problem in problems}


def test_rolls_of_sound_lists_are_accepted() -> None:
    """A roll may be written out, or named as a list parameter of the key's type."""
    for roll in ("years", "[1, 2]"):
        head = HEAD.replace(LIST, keyed("small", roll), 1)
        head = head.replace("many: true, value: [2020, 2021]", "many: true, max: 100, value: [20, 21]")
        assert [] == checked(around("yes", head=head))[1]


def test_the_readers_of_broken_names_are_not_blamed() -> None:
    """A fact, parameter or scale that is faulty itself is reported once, not again where it is read."""
    head = HEAD.replace("scale: other", "scale: nope").replace(
        "type: number, value: 70", "type: grade, scale: nope, value: x"
    )
    _, problems = checked(around("other > 'Cao' and share > param['limit']", head=head))
    assert {"unknown-scale"} == {problem.code for problem in problems}


CRITERIA = [
    ("- {id: a, title: {vi: a, en: b}, applies: yes, require: yes}", "all-criteria-conditional"),
    (
        "- {id: a, title: {vi: a, en: b}, require: yes}\n      - {id: a, title: {vi: a, en: b}, require: yes}",
        "duplicate-id",
    ),
    ("- {id: a, title: {vi: a, en: b}, source: text/two, require: yes}", "unknown-clause"),
    ("- {id: a, title: {vi: a, en: b}, any: [{id: a, title: {vi: a, en: b}, require: yes}]}", "duplicate-id"),
]


@pytest.mark.parametrize(("criteria", "code"), CRITERIA)
def test_faulty_criteria_are_refused(criteria: str, code: str) -> None:
    """Ids, clauses and applicability of criteria are checked, members included."""
    _, problems = checked(f"{HEAD}    criteria:\n      {criteria}\n")
    assert [code] == [problem.code for problem in problems]


@pytest.mark.parametrize("conditional", [one for n in (1, 2, 3) for one in product((False, True), repeat=n)])
def test_a_category_has_an_unconditional_criterion(conditional: tuple[bool, ...]) -> None:
    """However many criteria there are, and wherever it stands, one must apply to everybody."""
    criteria = "".join(
        f"      - {{id: c{place}, title: {{vi: a, en: b}}, {'applies: yes, ' if applies else ''}require: yes}}\n"
        for place, applies in enumerate(conditional)
    )
    _, problems = checked(f"{HEAD}    criteria:\n{criteria}")
    assert (["all-criteria-conditional"] if all(conditional) else []) == [problem.code for problem in problems]


def test_members_inherit_the_clauses_of_their_group() -> None:
    """A member without a source stands on its group's clauses; checks and counts of groups are kept."""
    text = f"""{HEAD}    checks:
      - {{id: k, require: small <= whole, says: {{vi: a, en: b}}}}
    criteria:
      - id: g
        title: {{vi: a, en: b}}
        source: text/one
        note: {{vi: a, en: b}}
        at_least:
          n: 2
          of:
            - {{id: m, title: {{vi: a, en: b}}, require: yes}}
            - {{id: n, title: {{vi: a, en: b}}, require: yes}}
"""
    ruleset, problems = checked(text)
    assert [] == problems
    group = ruleset.category("c").criteria[0]
    assert ("at_least", 2) == (group.group, group.least)
    assert ["text/one", "text/one"] == [member.clauses[0].ref for member in group.members]
    assert ["k"] == [check.id for check in ruleset.category("c").checks]
    with pytest.raises(KeyError):
        ruleset.category("nope")
    with pytest.raises(KeyError):
        ruleset.category("c").fact("nope")
    assert "yes" == ruleset.category("c").fact("yes").name


def test_doubled_checks_are_refused() -> None:
    """Check ids are unique."""
    checks = "    checks:\n" + "      - {id: k, require: yes, says: {vi: a, en: b}}\n" * 2
    _, problems = checked(around("yes", category=checks))
    assert ["duplicate-id"] == [problem.code for problem in problems]


def test_a_faulty_check_is_left_out() -> None:
    """A check that does not type is reported like any expression."""
    checks = "    checks:\n      - {id: k, require: small, says: {vi: a, en: b}}\n"
    _, problems = checked(around("yes", category=checks))
    assert ["type-mismatch"] == [problem.code for problem in problems]


def test_shapes() -> None:
    """Types, intervals and constants of expressions are known statically."""
    shapes = [
        ("count(u.done for u in units) + 1", True, False),
        ("-count(u.done for u in units)", True, False),
        ("(1 if yes else count(u.done for u in units))", True, False),
        ("sum(count(f.rate > 1 for f in u.fields) for u in units)", True, False),
        ("small / count(u.done for u in units)", True, False),
        ("percent(u.done for u in units)", True, False),
        ("count(units)", False, False),
        ("-(1 + param['limit'])", False, True),
        ("1.5 + small", False, False),
    ]
    for expression, interval, constant in shapes:
        ruleset, problems = checked(around(f"{expression} > 1"))
        assert [] == problems
        left = ruleset.category("c").criteria[0].require.left
        assert (interval, constant) == (is_interval(left), is_constant(left))
    ruleset, _ = checked(around("(1 if yes else 0.5) + small > 1 and (1 if yes else 2) + small > 1"))
    both = ruleset.category("c").criteria[0].require.operands
    assert [NumberType(), NumberType(integral=True)] == [type_of(one.left) for one in both]


def test_an_unresolved_node_has_no_type() -> None:
    """Asking for the type of a tree that was not resolved is a programming error."""
    from cchc_rules.language.nodes import Name

    with pytest.raises(TypeError):
        type_of(Name("x"))


def test_definitions_that_multiply_are_refused_where_a_condition_reads_them() -> None:
    """A condition has at most 20,000 parts written out, whatever the definitions are that no condition reads."""
    chain = "".join(f"      d{n}: d{n - 1} and not d{n - 1}\n" for n in range(1, 17))
    define = f"      d0: yes\n{chain}"
    last = max(n for n in range(16) if checked(around(f"d{n}", define=define))[1] == [])
    (problem,) = checked(around(f"d{last + 1}", define=define))[1]
    assert "condition-too-large" == problem.code
    assert problem.fields["nodes"] > 20_000 >= (problem.fields["nodes"] - 5) // 2
