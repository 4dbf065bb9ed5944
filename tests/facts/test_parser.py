from __future__ import annotations

import copy
import pickle
from collections import OrderedDict
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.parser import parse, reader
from cchc_rules.problems import Place
from cchc_rules.text import show_value
from tests.facts.made import BOOLEAN, CHOICE, DATE, GRADE, INTEGER, NUMBER, PERCENT, TEXT, category, codes, fact, units

AGENCY = category(
    fact("disciplined", BOOLEAN, slot=0, label="Bị kỷ luật"),
    fact("rating", GRADE, slot=1, aliases=("Xếp loại năm",)),
    fact("share", PERCENT, slot=2),
    fact("registered_on", DATE, slot=3),
    fact("staff", INTEGER, slot=4),
    fact("how", CHOICE, slot=5),
    fact("note", TEXT, slot=6),
    units(slot=7),
    fact("score", NUMBER, slot=8),
)
PLAIN: dict[str, Any] = {
    "disciplined": False,
    "rating": "HTT",
    "share": 85.5,
    "registered_on": date(2022, 5, 4),
    "staff": 12,
}


def test_typed_facts() -> None:
    """Typed facts become values in slot order; absent ones are unknown; nothing of the caller's is kept or changed."""
    given_ = copy.deepcopy(PLAIN)
    parsed = parse(AGENCY, {}, given_)
    assert (False, "Hoàn thành tốt", 85.5, date(2022, 5, 4), 12, None, None, None, None) == parsed.candidate.values
    assert (given_, parsed.problems) == (PLAIN, ())


@pytest.mark.parametrize("facts", [MappingProxyType(PLAIN), OrderedDict(reversed(PLAIN.items()))])
def test_any_mapping_and_order(facts: Any) -> None:
    """Any mapping will do, and the order of its keys changes nothing."""
    assert parse(AGENCY, {}, PLAIN) == parse(AGENCY, {}, facts)


def test_problems_come_in_declared_order() -> None:
    """Problems follow the declared facts, then unknown names in order of spelling, whatever the order of keys."""
    wrong = {"zeta": 1, "staff": "?", "alpha": 1, "disciplined": "?", 5: 1}
    expected = ["unreadable-value.boolean", "unreadable-value.number", "unknown-fact.given", "unknown-fact.given"]
    for facts in (wrong, dict(reversed(wrong.items()))):
        assert [*expected, "name-not-text"] == [key for key, _ in codes(parse(AGENCY, {}, facts))]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("ratings", "rating"),
        ("Bi ky luat", "disciplined"),
        ("bị  kỷ luật", "disciplined"),
        ("Xếp loại", "rating"),
        ("RATING", "rating"),
        ("zzzzzz", None),
    ],
)
def test_unknown_fact(name: str, near: str | None) -> None:
    """A name that is no fact is a problem, with the fact whose name, label or alias is spelt nearest."""
    parsed = parse(AGENCY, {}, {name: True})
    (problem,) = parsed.problems
    assert problem.key == "unknown-fact.given"
    assert (near or "") == problem.fields["nearest"]


@pytest.mark.parametrize("facts", [None, [], "a", 5, [("a", 1)]])
def test_facts_that_are_no_mapping(facts: Any) -> None:
    """Facts that are no mapping are one problem and a candidate nothing is known of."""
    parsed = parse(AGENCY, {}, facts)
    assert codes(parsed) == [("wrong-type.facts", None)]
    assert parsed.candidate.values == (None,) * 9


@pytest.mark.parametrize(
    ("raw", "expected", "problems"),
    [
        (" A-01 ", "A-01", []),
        (7, "7", []),
        (7.0, "7", []),
        (123456789012345678, "123456789012345678", []),
        ("", None, []),
        (None, None, []),
        ("-", None, []),
        (True, None, [("wrong-type.id", "id")]),
        (7.5, None, [("wrong-type.id", "id")]),
        (float("nan"), None, [("wrong-type.id", "id")]),
        ([], None, [("wrong-type.id", "id")]),
        (10**400, None, [("wrong-type.id", "id")]),
        ("#N/A", None, [("error-cell", "id")]),
        ("A\u200b", None, [("unreadable-value.invisible", "id")]),
        ("A" * 256, "A" * 256, []),
        ("A" * 257, None, [("value-too-long", "id")]),
    ],
)
def test_id(raw: Any, expected: str | None, problems: list[tuple[str, str]]) -> None:
    """An id is text or a whole number; an empty one is None, which a batch judges."""
    parsed = parse(AGENCY, {}, {"id": raw})
    assert (expected, problems) == (parsed.candidate.id, codes(parsed))


def test_name() -> None:
    """The name is carried in normal form."""
    assert parse(AGENCY, {}, {"name": " Phường  Thới An"}).candidate.name == "Phường Thới An"
    assert codes(parse(AGENCY, {}, {"name": ["a"]})) == [("wrong-type.name", "name")]


def test_places() -> None:
    """A problem keeps the place it was given, with the path of the fact, and the candidate's id unless one is given."""
    facts = {"id": "A-1", "staff": "?"}
    (own,) = parse(AGENCY, {}, facts, place=Place(row=3, file="a.csv")).problems
    assert Place(row=3, candidate="A-1", path="staff", file="a.csv") == own.where
    (told,) = parse(AGENCY, {}, facts, place=Place(candidate="other")).problems
    assert Place(candidate="other", path="staff") == told.where


def test_envelope() -> None:
    """A fact may come with who stated it, when and on what evidence; a null one is a stated unknown."""
    facts = {
        "staff": {"value": "12", "by": " Văn phòng ", "on": "05/5/2022", "evidence": "BC 12"},
        "note": {"value": None, "by": "Tổ"},
        "share": {"value": 5},
    }
    parsed = parse(AGENCY, {}, facts)
    assert parsed.problems == ()
    assert tuple(parsed.candidate.values[slot] for slot in (4, 6, 2)) == (12, None, 5)
    expected = {"staff": Provenance("Văn phòng", date(2022, 5, 5), "BC 12"), "note": Provenance(by="Tổ")}
    assert expected == parsed.candidate.provenance


@pytest.mark.parametrize(
    ("raw", "expected", "value"),
    [
        ({"by": "VP"}, [("wrong-type.integer", "staff")], None),
        ({}, [("wrong-type.integer", "staff")], None),
        ({"value": {"value": 1}}, [("wrong-type.integer", "staff")], None),
        ({"value": 1, "evidnce": "x"}, [("unknown-provenance", "staff")], None),
        ({"value": 1, 5: "x"}, [("unknown-provenance", "staff")], None),
        ({"value": "?", "by": "VP"}, [("unreadable-value.number", "staff")], None),
        ({"value": 1, "by": 5}, [("wrong-type.text", "staff.by")], 1),
        ({"value": 1, "on": "5/2022"}, [("partial-date", "staff.on")], 1),
        ({"value": 1, "evidence": []}, [("wrong-type.text", "staff.evidence")], 1),
    ],
)
def test_faulty_envelope(raw: Any, expected: list[tuple[str, str]], value: object) -> None:
    """A mapping that is no envelope is no value; faulty provenance is a problem that leaves the value alone."""
    parsed = parse(AGENCY, {}, {"staff": raw})
    assert (expected, value) == (codes(parsed), parsed.candidate.values[4])


def test_reader_is_reusable_and_pickles() -> None:
    """One reader reads any number of candidates, also after pickling."""
    once = reader(AGENCY, {})
    assert (
        parse(AGENCY, {}, PLAIN)
        == once.parse(PLAIN, as_of=None)
        == pickle.loads(pickle.dumps(once)).parse(PLAIN, as_of=None)
    )


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=12)
    | st.binary(max_size=4)
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.complex_numbers()
    | st.fractions()
    | st.sampled_from([object(), int, Ellipsis, "1.234", "0,5", "#N/A", "tháng 5/2022", "{x}", range(3)]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner)
        | st.dictionaries(
            st.sampled_from(["value", "by", "on", "evidence", "ward", "open", "fields", "field", "on_time"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
        | st.dictionaries(st.integers() | st.none() | st.booleans(), inner, max_size=2)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from([*(one.name for one in AGENCY.facts), "id", "name", "rating "])


@given(st.dictionaries(NAMES | st.text(max_size=5) | st.integers(), TREES, max_size=9) | TREES, st.booleans())
def test_any_object_is_a_value_or_a_problem(facts: Any, cells: bool) -> None:
    """Whatever is given as facts ends in values and problems that can be worded, never in an exception."""
    parsed = reader(AGENCY, {}).parse(facts, as_of=None, cells=cells)
    assert len(AGENCY.facts) == len(parsed.candidate.values)
    for problem in parsed.problems:
        assert problem.render_line("vi")
        assert problem.render_line("en")


@given(st.dictionaries(NAMES, TREES, max_size=9))
def test_parsing_is_idempotent(facts: dict[str, Any]) -> None:
    """Facts made of the values that were read are read as the same values."""
    once = reader(AGENCY, {}).parse(facts, as_of=None).candidate.values
    scalars = [(one.name, value) for one, value in zip(AGENCY.facts, once, strict=True) if one.name != "units"]
    again = reader(AGENCY, {}).parse(dict(scalars), as_of=None)
    assert [value for _, value in scalars] == [*again.candidate.values[:7], again.candidate.values[8]]
    assert again.problems == ()


class Odd:
    """An object whose name alone may be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\u200bb\n\x00", "a\\u200bb \\x00"),
        ("x" * 100, "x" * 79 + "…"),
        pytest.param(10**5000, "10…", id="huge"),
        pytest.param(-(10**5000), "-10…", id="huge below 0"),
        ([Odd()], "[…]"),
        ([], "[]"),
        ({1: Odd()}, "{…}"),
        (Odd(), "<Odd>"),
        (True, "True"),
        (1.5, "1.5"),
    ],
)
def test_values_are_shown_short(value: Any, expected: str) -> None:
    """A value in a message is one line of at most 80 characters and never runs foreign code."""
    assert expected == show_value(value)
