from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules import RulesetError
from cchc_rules.language.loader import load_text
from cchc_rules.language.nodes import Arithmetic, Compare, Literal, Negate, Node, ReadDefinition, ReadParameter, walk
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import NumberType
from cchc_rules.program.compiler import compile
from cchc_rules.program.lowering import ORDERS, is_table
from cchc_rules.program.program import LoweredCriterion, Program
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.programs import sample

SCALES = {
    "index": {"levels": ["Trung bình", "Khá", "Tốt"], "unranked": ["Không xếp loại"], "aliases": {"TB": "Trung bình"}}
}
FACTS = {
    "a": "boolean",
    "b": "boolean",
    "n": "integer",
    "m": "integer",
    "x": "number",
    "d": "date",
    "g": {"type": "grade", "scale": "index"},
    "h": {"type": "grade", "scale": "index"},
    "c": {"type": "choice", "options": ["phường", "phòng"]},
    "units": {"type": "list", "min_items": 0, "items": {"ok": "boolean", "n": "integer"}},
}
PARAMETERS = {
    "flag": {"type": "boolean", "value": True},
    "least": {"type": "number", "value": 95.5, "min": 0, "max": 100},
    "whole": {"type": "integer", "value": 3},
    "until": {"type": "date", "value": "2022-05-05"},
    "level": {"type": "grade", "scale": "index", "value": "Khá"},
    "kind": {"type": "choice", "options": ["phường", "phòng"], "value": "phường"},
    "levels": {"type": "grade", "scale": "index", "many": True, "value": ["Khá", "Tốt"]},
    "open": {"type": "integer"},
}
READ_ALL = {
    "parameters": PARAMETERS,
    "criteria": {
        "flag": 'a == param["flag"]',
        "least": 'x >= param["least"]',
        "whole": 'n >= param["whole"]',
        "until": 'd < param["until"]',
        "level": 'g >= param["level"]',
        "kind": 'c == param["kind"]',
        "levels": 'g in param["levels"]',
        "open": 'n < param["open"]',
    },
}


def program(body=None, /, *, parameters=None, category=CATEGORY, **more) -> Program:
    """The program of a body over the facts and scales of this module."""
    whole = {"facts": FACTS, "scales": SCALES, **(body or {}), **more}
    return compile(load_text(text(document(whole))), category, parameters=parameters)


def required(expression: str, **more) -> Node:
    """The lowered tree of one requirement."""
    return program(criteria={"one": expression, "other": "a"}, **more).criteria[0].require


def problems(**given) -> list[tuple[str, str]]:
    """The keys and names of the problems of a compilation that is refused."""
    with pytest.raises(RulesetError) as caught:
        program(READ_ALL, **given)
    return [(problem.key, problem.fields.get("name", "")) for problem in caught.value.problems]


def test_an_unknown_category_is_a_problem_with_the_nearest_one():
    """Asking for a category that is not there names the nearest one and all of them."""
    with pytest.raises(RulesetError, match="did you mean `candidate`"):
        program(READ_ALL, category="candidat", parameters={"open": 1})


@pytest.mark.parametrize(
    ("name", "given", "bound"),
    [
        ("flag", "false", False),
        ("flag", False, False),
        ("least", 70, 70),
        ("least", 70.5, 70.5),
        ("least", Decimal("70.5"), 70.5),
        ("least", "70.5", 70.5),
        ("whole", -4, -4),
        ("whole", "-4", -4),
        ("until", "2022-12-31", date(2022, 12, 31)),
        ("until", date(2022, 12, 31), date(2022, 12, 31)),
        ("level", "Tốt", "Tốt"),
        ("level", " tốt ", "Tốt"),
        ("least", 70.25, 70.25),
        ("level", "TB", "Trung bình"),
        ("level", "Không xếp loại", "Không xếp loại"),
        ("kind", "phòng", "phòng"),
        ("levels", ["TB"], ("Trung bình",)),
        ("levels", ("Khá", "Tốt"), ("Khá", "Tốt")),
    ],
)
def test_a_given_value_is_bound_in_its_canonical_form(name, given, bound):
    """Typed values and their text spellings are understood by the parameter's type."""
    found = program(READ_ALL, parameters={"open": 1, name: given})
    assert bound == found.parameters[name]
    assert type(bound) is type(found.parameters[name])


@pytest.mark.parametrize(
    ("name", "given", "variant"),
    [
        ("flag", 1, "boolean"),
        ("flag", "có", "boolean"),
        ("least", True, "bounds"),
        ("least", "nhiều", "bounds"),
        ("least", 100.1, "bounds"),
        ("least", -1, "bounds"),
        ("least", float("nan"), "bounds"),
        ("whole", 2.5, "number"),
        ("whole", 10**15, "number"),
        ("whole", b"3", "number"),
        ("until", "31/12/2022", "date"),
        ("until", "2022-02-30", "date"),
        ("until", date(1899, 12, 31), "date"),
        ("until", 2022, "date"),
        ("level", "Kha", "options"),
        ("level", 3, "options"),
        ("kind", "sở", "options"),
        ("kind", ["phòng"], "options"),
        ("levels", [], "options"),
        ("levels", "Khá", "options"),
        ("levels", ["Khá", "Kém"], "options"),
        ("levels", ["Khá", "khá"], "twice"),
    ],
)
def test_an_unfit_value_is_a_problem(name, given, variant):
    """A value of another type, out of bounds or off its scale is refused in words of its type."""
    assert [(f"parameter-value.{variant}", name)] == problems(parameters={"open": 1, name: given})


def test_all_problems_with_parameters_come_at_once():
    """Unknown names, missing values and unfit values are all told."""
    given = {"untill": "2022-05-05", "level": "Kha", "whole": None}
    expected = [
        ("unknown-parameter.given", "untill"),
        ("parameter-value.options", "level"),
        ("parameter-missing", "open"),
    ]
    assert expected == problems(parameters=given)


def test_problems_with_parameters_read_well():
    """Every wording of a refused parameter can be told in both languages."""
    with pytest.raises(RulesetError) as caught:
        program(READ_ALL, parameters={name: object() for name in PARAMETERS} | {"untill": 1})
    for problem in caught.value.problems:
        for language in ("vi", "en"):
            assert problem.fields["name"] in problem.render(language)


def test_parameters_enter_the_digest():
    """Two programs with other values have other digests; the same values give the same one."""
    digests = [program(READ_ALL, parameters={"open": value}).digest for value in (1, 2, "1")]
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3 - 4 == 3", True),
        ("0.1 + 0.2 == 0.3", True),
        ("-(1.5) < -1", True),
        ("1 > 1", False),
        ("2 <= 1", False),
        ("1 >= 1.0", True),
        ("1 != 1", False),
        ('date("2022-03-01") - date("2022-02-01") == 28', True),
        ('param["level"] >= "Khá"', True),
        ('param["level"] < "Trung bình"', False),
        ('param["level"] in ["Khá", "Tốt"]', True),
        ('param["level"] in ["Tốt"]', False),
        ('param["unranked"] >= "Trung bình"', False),
        ('param["unranked"] < "Trung bình"', False),
        ('param["unranked"] != "Trung bình"', True),
        ("not (1 > 1)", True),
        ("a and 1 > 2", False),
        ("a or 1 < 2", True),
        ("1 < 2 and 2 < 3", True),
        ("1 > 2 or 2 > 3", False),
        ("1 > 2 if 1 > 2 else 2 > 1", True),
    ],
)
def test_constants_are_folded_exactly(expression, value):
    """What is decided whatever the facts say is a constant of the program."""
    lowered = _folded(expression)
    assert isinstance(lowered, Literal)
    assert lowered.value is value


def _folded(expression: str) -> Node:
    level = PARAMETERS["level"]
    body = {
        "parameters": {"level": level, "unranked": {**level, "value": "Không xếp loại"}},
        "criteria": {"one": expression, "other": "a"},
    }
    return program(body).criteria[0].require


@pytest.mark.parametrize(
    ("expression", "same"),
    [
        ("a and 1 < 2", "a"),
        ("a or 1 > 2", "a"),
        ("a == true", "a"),
        ("a != true", "not a"),
        ("true == a", "a"),
        ("a != false", "a"),
        ("a == false", "not a"),
        ("not not a", "a"),
        ("(a == false) == false", "a"),
        ("n + (2 - 2) * 3 > 1 + 1", "n + 0 > 2"),
        ("n > 1 if 1 < 2 else n > 2", "n > 1"),
        ("(n if 1 < 2 else m) > 1", "n > 1"),
        ("count(u.ok for u in units if 1 < 2) > 1", "count(u.ok for u in units) > 1"),
        ("n == (1 if a else 2)", "n == 1 if a else n == 2"),
        ("percent(n if a else m, x) > 1", "percent(n, x) > 1 if a else percent(m, x) > 1"),
        ("x > (1 if a else 1 if b else 2)", "x > (1 if a or b else 2)"),
        ('g in ["Khá", "Tốt"]', 'g in ["Khá", "Tốt"]'),
        (
            '(g if a else h) in ["Khá", "Tốt"]',
            '(g == "Khá" if a else h == "Khá") or (g == "Tốt" if a else h == "Tốt")',
        ),
        ("(a and b) and a", "a and b and a"),
    ],
)
def test_lowering_gives_the_tree_of(expression, same):
    """Neutral parts go, rows of one value are one, tables compared by more than order become tables of truths."""
    assert required(same) == required(expression)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 100_000))
def test_a_lowered_program_holds_nothing_engines_need_not_know(seed):
    """No parameter is left, tables of values stand only where their hull will do, and reads are those of the trees."""
    try:
        lowered = sample(seed).program()
    except RulesetError:
        return
    for node in _expressions(lowered):
        for part in walk(node):
            assert not isinstance(part, ReadParameter)
            numbers = isinstance(part, Arithmetic) or (isinstance(part, Compare) and part.op in ORDERS)
            for name in ("operand", "left", "right", "part", "whole"):
                inner = getattr(part, name, None)
                if inner is not None and is_table(inner):
                    assert isinstance(type_of(inner), NumberType) and (numbers or isinstance(part, Negate))
    assert list(range(len(lowered.order))) == [one.position for one in _family(lowered.criteria)]
    named = {name for name, _ in lowered.definitions}
    read = {part.name for node in _expressions(lowered) for part in walk(node) if isinstance(part, ReadDefinition)}
    assert read == named


def _family(criteria: tuple[LoweredCriterion, ...]) -> list[LoweredCriterion]:
    return [one for criterion in criteria for one in (criterion, *_family(criterion.members))]


def _expressions(lowered: Program) -> list[Node]:
    found = [check.require for check in lowered.checks] + [node for _, node in lowered.definitions]
    found += [node for one in _family(lowered.criteria) for node in (one.applies, one.require) if node is not None]
    return found


def test_reads_go_through_definitions_and_groups():
    """A criterion reads what its definitions and members read; members also what their group reads to apply."""
    body = {
        "define": {"first": "n > 1", "second": "first or m > 1", "constant": "1 + 1", "chosen": "n if a else m"},
        "checks": {"sound": "second"},
        "criteria": {
            "leaf": "second",
            "other": "n > constant and chosen > 1",
            "group": {"applies": "b", "any": {"early": "d < as_of", "late": "a"}},
        },
    }
    found = program(body)
    slots = {fact.name: fact.slot for fact in found.facts}
    reads = {one.criterion.id: {name for name in slots if slots[name] in one.reads} for one in _family(found.criteria)}
    assert {
        "leaf": {"n", "m"},
        "other": {"n", "m", "a"},
        "group": {"b", "d", "a"},
        "early": {"b", "d"},
        "late": {"b", "a"},
    } == reads
    as_of = [one.criterion.id for one in _family(found.criteria) if one.reads_as_of]
    assert ["group", "early"] == as_of
    assert {slots["n"], slots["m"]} == set(found.checks[0].reads)
    assert ["first", "chosen", "second"] == [name for name, _ in found.definitions]


def test_numbers_of_parameters_become_exact():
    """A parameter that came as a double is the decimal it prints as."""
    body = {"parameters": {"least": PARAMETERS["least"]}, "criteria": {"one": 'x >= param["least"]'}}
    lowered = program(body).criteria[0].require
    assert Fraction(191, 2) == lowered.right.value


def test_a_roll_shorter_than_its_list_must_be_is_a_problem():
    """A list held against a parameter cannot have more members than it names, whoever gives the value."""
    years = {"type": "list", "key": "year", "expects": "years", "min_items": 2, "items": {"year": "integer"}}
    units = {"type": "list", "items": {"years": years}}
    body = {
        "facts": {"years": years, "units": units},
        "parameters": {"years": {"type": "integer", "many": True, "value": [2020, 2021]}},
        "criteria": {"one": "count(years) > 1"},
    }
    ruleset = load_text(text(document(body)))
    assert (2020, 2021) == compile(ruleset, CATEGORY).parameters["years"]
    with pytest.raises(RulesetError) as caught:
        compile(ruleset, CATEGORY, parameters={"years": [2022]})
    assert ["roll-too-short.parameter"] * 2 == [problem.key for problem in caught.value.problems]
    assert [2, 1] == [caught.value.problems[0].fields[key] for key in ("least", "count")]
    assert all("years" in problem.render() and problem.where.line for problem in caught.value.problems)


def table(rows: int, *, value: str = "{}") -> dict[str, object]:
    """A definition of so many rows."""
    given = ({"when": f"n > {place}", "is": value.format(place)} for place in range(rows - 1))
    return {"first": [*given, {"is": "m"}]}


def test_tables_add_up_instead_of_multiplying_out():
    """A sum of twenty tables of a hundred rows has the rows of all, not their product."""
    define = {f"t{place}": table(100, value=f"{{}} + {place}") for place in range(20)}
    lowered = program(define=define, criteria={"one": " + ".join(define) + " > 1"})
    assert 20 == len(lowered.definitions)
    assert 39 + 2 == sum(1 for _ in walk(lowered.criteria[0].require))


def test_comparisons_of_tables_that_multiply_out_too_far_are_a_problem():
    """Whether two tables are equal is asked row by row; how many questions that makes is capped, at its place."""
    with pytest.raises(RulesetError) as caught:
        program(define={"t": table(150), "u": table(150)}, criteria={"one": "t == u"})
    (problem,) = caught.value.problems
    assert "too-many-branches" == problem.code
    assert "require" in problem.where.source
    assert "20000" in problem.render()


def test_conditions_that_write_out_too_far_are_a_problem():
    """An expression that grows too large by the conditions repeated in it is refused, though its rows are few."""
    define = {"t": table(60, value="n + {}"), "u": table(60)}
    with pytest.raises(RulesetError) as caught:
        program(define=define, criteria={"one": "t == u"})
    assert {"too-many-branches"} == {problem.code for problem in caught.value.problems}
