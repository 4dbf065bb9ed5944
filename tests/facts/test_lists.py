from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cchc_rules.facts.candidate import Provenance
from cchc_rules.language.types import ListType
from cchc_rules.values import Value
from tests.facts.made import BOOLEAN, DATE, INTEGER, TEXT, codes, fact, read_list, units

ROLL: tuple[Value, ...] = (2020, 2021, 2022)


def test_members_are_tuples_in_field_order() -> None:
    """Members become tuples in declared field order, lists within lists too, whatever the order of keys."""
    raw = [
        {"share": 85.5, "open": "Có", "ward": " Nội  vụ", "fields": [{"on_time": "90 %", "field": "Đất đai"}]},
        {"ward": "Y tế"},
    ]
    parsed = read_list(units(), raw)
    assert parsed.problems == ()
    assert parsed.candidate.values[0] == (("Nội vụ", True, 85.5, (("Đất đai", 90),)), ("Y tế", None, None, None))


@pytest.mark.parametrize("raw", [None, "", "-", []])
def test_missing_list(raw: Any) -> None:
    """A list that is absent, null, blank or empty under `min_items` 1 is missing."""
    parsed = read_list(units(), raw)
    assert (parsed.candidate.values, parsed.problems) == ((None,), ())


def test_empty_list_that_may_be_empty() -> None:
    """Under `min_items: 0` the empty list is known: there are none."""
    assert read_list(units(min_items=0), []).candidate.values == ((),)


def test_too_few_members() -> None:
    """A shortfall that is not emptiness is a problem, and so is `[]` no shortfall."""
    parsed = read_list(units(min_items=2), [{"ward": "A"}])
    assert codes(parsed) == [("list-too-short", "units")]
    assert parsed.candidate.values == (None,)
    assert read_list(units(min_items=2), []).problems == ()


def test_too_many_members() -> None:
    """100,000 members are read, one more is a problem."""
    plain = fact("days", ListType((fact("day", DATE),)))
    assert len(read_list(plain, [{}] * 100_000).candidate.values[0]) == 100_000  # type: ignore[arg-type]
    assert codes(read_list(plain, [{}] * 100_001)) == [("list-too-long", "days")]


@pytest.mark.parametrize("raw", ["A", 5, {"ward": "A"}, {1, 2}, True, iter([])])
def test_no_list(raw: Any) -> None:
    """What is no list or tuple is a problem of the list."""
    assert codes(read_list(units(), raw)) == [("wrong-type.list", "units")]


def test_faulty_fields_keep_the_shape_of_members() -> None:
    """A faulty field counts as unknown in its member, and its path names the member by its key, inner ones too."""
    raw = [{"ward": "Nội vụ", "open": 3, "share": 120, "fields": [{"field": "Đất đai", "on_time": "#N/A"}]}]
    parsed = read_list(units(), raw)
    assert codes(parsed) == [
        ("wrong-type.boolean", "units[Nội vụ].open"),
        ("out-of-bounds.between", "units[Nội vụ].share"),
        ("error-cell", "units[Nội vụ].fields[Đất đai].on_time"),
    ]
    assert parsed.candidate.values[0] == (("Nội vụ", None, None, (("Đất đai", None),)),)


def test_members_without_a_declared_key_are_counted() -> None:
    """A list that declares no key names its members from 1."""
    parsed = read_list(units(key=None), [{"ward": "A"}, {"ward": "A", "open": "?"}])
    assert codes(parsed) == [("unreadable-value.boolean", "units[2].open")]


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ([{"ward": "A"}, None], [("wrong-type.member", "units[2]")]),
        ([{"ward": "A"}, "B"], [("wrong-type.member", "units[2]")]),
        ([{"ward": "A"}, {"open": True}], [("member-without-key", "units[2]")]),
        ([{"ward": "A"}, {"ward": " - "}], [("member-without-key", "units[2]")]),
        ([{"ward": "A"}, {"ward": 5}], [("wrong-type.text", "units[2].ward")]),
        ([{"ward": "Nội vụ"}, {"ward": "nội  VỤ"}], [("member-doubled", "units[nội VỤ]")]),
        ([{"ward": "A\u200b"}], [("unreadable-value.invisible", "units[1]")]),
        ([{"ward": "A" * 257}], [("value-too-long", "units[1]")]),
    ],
)
def test_members_that_cannot_be_told_apart(raw: Any, problems: list[tuple[str, str]]) -> None:
    """A member that is no record, or whose key is missing, doubled or unreadable, makes the whole list unknown."""
    parsed = read_list(units(), raw)
    assert problems == codes(parsed)
    assert parsed.candidate.values == (None,)


def test_unknown_field() -> None:
    """A field the list does not have is a problem with the nearest field, found by label too."""
    parsed = read_list(units(), [{"ward": "A", "shar": 5, "nhãn open": True}])
    assert codes(parsed) == [("unknown-fact.field", "units[A].nhãn open"), ("unknown-fact.field", "units[A].shar")]
    assert [one.fields["nearest"] for one in parsed.problems] == ["open", "share"]


def years(**rest: Any) -> Any:
    """Yearly results with a roll of three years."""
    fields = ListType((fact("year", INTEGER), fact("done", BOOLEAN)))
    return fact("results", fields, key="year", **{"expects": ROLL, **rest})


def test_roll_adds_absent_members_in_roll_order() -> None:
    """A member of the roll that is not given is there, known only by its key, in roll order."""
    parsed = read_list(years(), [{"year": "2022", "done": True}, {"year": 2020, "done": False}])
    assert parsed.candidate.values == (((2020, False), (2021, None), (2022, True)),)
    assert parsed.problems == ()


def test_key_off_the_roll() -> None:
    """A key that is not on the roll is a problem; another year is no suggestion."""
    parsed = read_list(years(), [{"year": 2023, "done": True}])
    assert codes(parsed) == [("member-off-roll", "results[2023]")]
    assert not parsed.problems[0].fields["nearest"]
    assert "the roll is 2020, 2021, 2022" in parsed.problems[0].help("en")
    assert parsed.candidate.values == (None,)


def test_roll_from_a_parameter() -> None:
    """A roll may be a list parameter; its spelling of a key holds."""
    roll = {"wards": ("Tân Thới Nhất", "Trung Mỹ Tây")}
    parsed = read_list(units(expects="wards"), [{"ward": "trung mỹ tây", "open": "?"}], roll)
    expected = (("Tân Thới Nhất", None, None, None), ("Trung Mỹ Tây", None, None, None))
    assert (expected,) == parsed.candidate.values
    assert codes(parsed) == [("unreadable-value.boolean", "units[Trung Mỹ Tây].open")]


def test_empty_list_with_a_roll() -> None:
    """`[]` is a missing list under `min_items` 1, and the whole roll unknown under 0."""
    assert read_list(years(), []).candidate.values == (None,)
    assert read_list(years(min_items=0), []).candidate.values == (((2020, None), (2021, None), (2022, None)),)


def test_date_keys() -> None:
    """A key may be of any type; dates name members in ISO form."""
    declared = fact("days", ListType((fact("day", DATE), fact("note", TEXT))), key="day")
    parsed = read_list(declared, [{"day": "05/5/2022", "note": 5}])
    assert codes(parsed) == [("wrong-type.text", "days[2022-05-05].note")]


def test_provenance_by_path() -> None:
    """Envelopes stand where a list or a field is expected; provenance is kept by path, nested ones too."""
    fields = {"value": [{"field": {"value": "Đất đai"}, "on_time": {"value": None, "evidence": "BC 12"}}], "by": "VP"}
    raw = {"value": [{"ward": {"value": "A", "by": "Tổ"}, "fields": fields}], "on": date(2022, 5, 5)}
    parsed = read_list(units(), raw)
    assert parsed.problems == ()
    assert parsed.candidate.values[0] == (("A", None, None, (("Đất đai", None),)),)
    assert {
        "units": Provenance(on=date(2022, 5, 5)),
        "units[A].ward": Provenance(by="Tổ"),
        "units[A].fields": Provenance(by="VP"),
        "units[A].fields[Đất đai].on_time": Provenance(evidence="BC 12"),
    } == parsed.candidate.provenance


def test_a_member_is_always_a_record() -> None:
    """A list member is no place for an envelope: `value` is an unknown field there."""
    parsed = read_list(units(key=None), [{"value": {"ward": "A"}}])
    assert codes(parsed) == [("unknown-fact.field", "units[1].value")]
