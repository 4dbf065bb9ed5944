import math
from collections import OrderedDict
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.engines.direct import engine as direct
from cchc_rules.facts.parser import parse
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.values import FIRST_DATE, LARGEST_INTEGER, LAST_DATE
from tests.generation.bodies import CATEGORY, document, text

SCALES = {"index": {"levels": ["Trung bình", "Khá", "Tốt"], "aliases": {"TB": "Trung bình"}}}
FACTS = {
    "yes": "boolean",
    "whole": "integer",
    "bounded": {"type": "integer", "min": 0, "max": 10},
    "number": "number",
    "fine": {"type": "number", "decimals": 1, "min": -0.5, "max": 99.5},
    "share": "percent",
    "day": "date",
    "level": {"type": "grade", "scale": "index"},
    "kind": {"type": "choice", "options": ["phường", "phòng"]},
    "note": "text",
    "some": {"type": "list", "items": {"ok": "boolean"}},
    "empty": {"type": "list", "min_items": 0, "items": {"ok": "boolean", "n": "number"}},
    "two": {"type": "list", "min_items": 2, "key": "name_of", "items": {"name_of": "text", "ok": "boolean"}},
    "years": {"type": "list", "key": "year", "expects": [2021, 2022], "items": {"year": "integer", "ok": "boolean"}},
    "deep": {
        "type": "list",
        "key": "n",
        "items": {"n": "integer", "inner": {"type": "list", "min_items": 0, "items": {"ok": "boolean"}}},
    },
}
NAMES = list(FACTS)


def program() -> Program:
    """A program over facts of every type."""
    body = {"facts": FACTS, "scales": SCALES, "require": "yes"}
    return compile(load_text(text(document(body))), CATEGORY)


PROGRAM = program()
CODE = direct.code(PROGRAM)


def read(**facts):
    """The values read by name, or None."""
    values = CODE.read(facts)
    return None if values is None else {name: value for name, value in zip(NAMES, values, strict=True) if name in facts}


TAKEN = [
    ("yes", True, True),
    ("yes", False, False),
    ("whole", 3, 3),
    ("whole", -LARGEST_INTEGER, -LARGEST_INTEGER),
    ("bounded", 10, 10),
    ("number", 3, 3),
    ("number", 0.1 + 0.2, 0.3),
    ("number", 3.0, 3),
    ("number", 0.0, 0),
    ("number", -0.0, 0),
    ("fine", -0.5, -0.5),
    ("fine", 99.49999999999999, 99.5),
    ("share", 100, 100),
    ("share", 0.855, 0.855),
    ("day", FIRST_DATE, FIRST_DATE),
    ("day", LAST_DATE, LAST_DATE),
    ("level", "Khá", "Khá"),
    ("kind", "phòng", "phòng"),
    ("some", [], None),
    ("some", [{"ok": True}, {}, {"ok": None}], ((True,), (None,), (None,))),
    ("empty", [], ()),
    ("empty", [{"n": 0.1 + 0.2}], ((None, 0.3),)),
    ("two", [], None),
    ("two", [{"name_of": "A", "ok": True}, {"name_of": "B"}], (("A", True), ("B", None))),
    ("deep", [{"n": 1, "inner": []}, {"n": 2}], ((1, ()), (2, None))),
    ("deep", [{"n": 1, "inner": [{"ok": True}]}], ((1, ((True,),)),)),
    *((name, None, None) for name in NAMES),
]


@pytest.mark.parametrize(("name", "given", "value"), TAKEN)
def test_plain_typed_values_are_taken(name, given, value):
    """Exactly typed values are read to the canonical value, again and again alike."""
    for _ in range(2):
        assert {name: value} == read(**{name: given})
        assert type(value) is type(read(**{name: given})[name])
    assert _parsed({name: given}) == CODE.read({name: given})


ASKED = [
    ("yes", 1),
    ("yes", "Có"),
    ("yes", {"value": True}),
    ("whole", True),
    ("whole", 3.0),
    ("whole", "3"),
    ("whole", LARGEST_INTEGER + 1),
    ("bounded", 11),
    ("bounded", -1),
    ("number", True),
    ("number", "1,5"),
    ("number", Decimal("1.5")),
    ("number", math.nan),
    ("number", math.inf),
    ("number", 1e31),
    ("fine", 1.25),
    ("fine", 99.6),
    ("fine", 100),
    ("fine", -1),
    ("share", 100.1),
    ("share", 101),
    ("day", datetime(2022, 5, 5)),
    ("day", date(1899, 12, 31)),
    ("day", "2022-05-05"),
    ("level", "khá "),
    ("level", "Kha"),
    ("level", 1),
    ("level", ["Khá"]),
    ("kind", "sở"),
    ("note", 5),
    ("note", ""),
    ("note", "#N/A"),
    ("some", ({"ok": True},)),
    ("some", "-"),
    ("some", [True]),
    ("some", [{"of": True}]),
    ("some", [{"ok": True, "of": True}]),
    ("some", [{"ok": 1}]),
    ("some", [OrderedDict(ok=True)]),
    ("some", [{"ok": True}] * 100_001),
    ("two", [{"name_of": "A"}]),
    ("two", [{"name_of": "A"}, {"name_of": "a"}]),
    ("two", [{"name_of": "A"}, {"name_of": None}]),
    ("two", [{"name_of": "A"}, {"ok": True}]),
    ("two", [{"name_of": "A"}, {"name_of": "B" * 300}]),
    ("two", [{"name_of": "A"}, {"name_of": "B\u200bC"}]),
    ("years", [{"year": 2021, "ok": True}]),
    ("deep", [{"n": 1, "inner": [{"ok": 1}]}]),
    ("stranger", 1),
]


@pytest.mark.parametrize(("name", "given"), ASKED)
def test_anything_else_is_left_to_the_parser(name, given):
    """Text to understand, other types, values out of bounds, unknown names and odd lists are not guessed at."""
    full = dict.fromkeys(NAMES)
    assert CODE.read({name: given}) is None
    assert CODE.read({**full, name: given}) is None


@pytest.mark.parametrize("facts", [None, [], OrderedDict(yes=True), {1: True}])
def test_only_plain_dicts_are_read(facts):
    """Other mappings, and keys that are no text, are left to the parser."""
    assert CODE.read(facts) is None


def test_a_stranger_in_the_place_of_a_fact_is_noticed():
    """As many keys as facts are not enough: they must be those of the facts."""
    facts = dict.fromkeys(NAMES)
    del facts["yes"]
    assert CODE.read(facts) is not None
    assert CODE.read({**facts, "yse": None}) is None
    assert CODE.read({**facts, "yes": None, "yse": None}) is None


OWN = [
    ("an-phu-dong", True),
    ("7", True),
    ("Ủy ban nhân dân phường An Phú Đông", True),
    ("Hùng", True),
    ("Echo", True),
    ("Err502", True),
    ("Err:502", False),
    ("#N/A", False),
    ("", False),
    ("-", False),
    (" x", False),
    ("x ", False),
    ("a  b", False),
    ("Hu\u0300ng", False),
    ("a\u200bb", False),
    ("Hoµn thµnh tèt nhiÖm vô", False),
    ("x" * 300, False),
    (7, False),
    (["x"], False),
    (None, True),
]


@pytest.mark.parametrize("key", ["id", "name"])
@pytest.mark.parametrize(("own", "taken"), OWN)
def test_id_and_name_are_taken_only_as_the_parser_would_leave_them(key, own, taken):
    """What the candidate is called passes unchanged or goes to the parser."""
    full = dict.fromkeys(NAMES)
    assert taken is (CODE.read({"yes": True, key: own}) is not None)
    assert taken is (CODE.read({**full, key: own}) is not None)
    if taken:
        assert own == getattr(parse(PROGRAM.category, PROGRAM.parameters, {key: own}).candidate, key)


DOUBLES = st.floats() | st.integers(-(10**9), 10**9).map(lambda n: n / 100) | st.integers(-99, 999).map(lambda n: n / 8)


@given(st.sampled_from(["number", "fine"]), DOUBLES)
def test_doubles_are_read_as_the_parser_reads_them(name, double):
    """The double of a short decimal is taken as it stands, a whole one becomes an int, others are read or asked for."""
    values = CODE.read({"yes": True, name: double})
    parsed = parse(PROGRAM.category, PROGRAM.parameters, {"yes": True, name: double})
    assert (values is None) == bool(parsed.problems)
    if values is not None:
        one, other = values[NAMES.index(name)], parsed.candidate.values[NAMES.index(name)]
        assert (type(other), other) == (type(one), one)


ODD = st.sampled_from(
    [given for _, given in ASKED if not isinstance(given, list) or len(given) < 100] + [given for _, given, _ in TAKEN]
)


@settings(max_examples=500, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*NAMES, "id", "name"]), ODD | st.text(max_size=12) | st.floats() | st.integers(), max_size=4
    )
)
def test_what_is_taken_is_what_the_parser_reads(facts):
    """Whatever is read without the parser has no problem, and the same values of the same types."""
    values = CODE.read(facts)
    if values is not None:
        assert repr(_parsed(facts)) == repr(values)


def _parsed(facts):
    parsed = parse(PROGRAM.category, PROGRAM.parameters, facts)
    assert () == parsed.problems
    assert (facts.get("id"), facts.get("name")) == (parsed.candidate.id, parsed.candidate.name)
    return parsed.candidate.values
