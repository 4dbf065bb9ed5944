from __future__ import annotations

import enum
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cchc_rules.facts.parser import parse
from cchc_rules.language.types import GradeType, NumberType, Type
from cchc_rules.values import Words
from tests.facts.made import BOOLEAN, CHOICE, DATE, GRADE, INTEGER, NUMBER, PERCENT, SCALE, TEXT, category, fact, read

EVERY_TYPE = (BOOLEAN, INTEGER, NUMBER, PERCENT, DATE, GRADE, CHOICE, TEXT)


class Grade(enum.StrEnum):
    GOOD = "Hoàn thành tốt"


class Count(enum.IntEnum):
    FIVE = 5


@pytest.mark.parametrize("type_", EVERY_TYPE, ids=repr)
@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0\n", "-", " – ", "—"])
def test_nothing_stated(type_: Type, raw: Any) -> None:
    """None, empty text, spaces and a lone dash are not stated, whatever the type."""
    assert read(type_, raw) is None


@pytest.mark.parametrize("type_", EVERY_TYPE, ids=repr)
@pytest.mark.parametrize(
    "raw", ["#N/A", "#REF!", " #DIV/0! ", "#value!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "Err:502", "err:502"]
)
def test_error_cells(type_: Type, raw: str) -> None:
    """The error a spreadsheet shows is a problem, whatever the type."""
    assert read(type_, raw) == "!error-cell"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (True, True),
        (False, False),
        ("Có", True),
        ("có ", True),
        ("Co\u0301", True),
        ("KHÔNG", False),
        ("x", True),
        ("X", True),
        ("true", True),
        ("False", False),
        ("Đạt", "!unreadable-value.boolean"),
        ("1", "!unreadable-value.boolean"),
        (1, "!wrong-type.boolean"),
        (0, "!wrong-type.boolean"),
        (0.0, "!wrong-type.boolean"),
        (float("nan"), "!not-finite"),
        ("Có\u200b", "!unreadable-value.invisible"),
        ("Kh«ng", "!unreadable-value.encoding"),
        ("х", "!unreadable-value.lookalike"),
        (date(2022, 5, 5), "!wrong-type.boolean"),
        ([], "!wrong-type.boolean"),
    ],
)
def test_boolean(raw: Any, expected: object) -> None:
    """Yes and no are read from truths and from the words every office uses, never from numbers or other words."""
    assert read(BOOLEAN, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("Đạt", True), ("KHÔNG  ĐẠT", False), ("1", True), (1, True), (1.0, True), (0, False), (2, "!wrong-type.boolean")],
)
def test_boolean_words(raw: Any, expected: object) -> None:
    """A fact's own words are understood beside the common ones, numbers among them too."""
    words = {"Đạt": True, "Không đạt": False, "1": True, "0": False}
    assert read(BOOLEAN, raw, words=words) == expected


NUMBERS: list[Any] = [
    ("12,5", 12.5),
    ("12.5", 12.5),
    ("1.234", "!ambiguous-number"),
    ("1,234", "!ambiguous-number"),
    ("-12.345", "!ambiguous-number"),
    ("123,456", "!ambiguous-number"),
    ("1.000", "!ambiguous-number"),
    ("0.855", 0.855),
    ("0,855", 0.855),
    ("1234.567", 1234.567),
    ("1.234,5", 1234.5),
    ("1,234.5", 1234.5),
    ("1.234,567", 1234.567),
    ("1.234.567", 1234567),
    ("1,234,567", 1234567),
    ("1.234.567,89", 1234567.89),
    ("1 234", 1234),
    ("1\u00a0234", 1234),
    ("1\u202f234,5", 1234.5),
    ("1 234,567", 1234.567),
    ("-5", -5),
    ("−5", -5),
    ("+5", 5),
    ("007", 7),
    ("5,0", 5),
    ("1.23,4", "!unreadable-value.number"),
    ("1.2345.678", "!unreadable-value.number"),
    ("0.123.456", "!unreadable-value.number"),
    ("1,234,5", "!unreadable-value.number"),
    ("1.234.5", "!unreadable-value.number"),
    ("12 34", "!unreadable-value.number"),
    (".5", "!unreadable-value.number"),
    ("5.", "!unreadable-value.number"),
    ("- 5", "!unreadable-value.number"),
    ("(5)", "!unreadable-value.number"),
    ("1e3", "!unreadable-value.number"),
    ("1_000", "!unreadable-value.number"),
    ("0x10", "!unreadable-value.number"),
    ("nan", "!unreadable-value.number"),
    ("12 người", "!unreadable-value.number"),
    ("85 %", "!unreadable-value.number"),
    ("１２", "!unreadable-value.lookalike"),
    ("٣", "!unreadable-value.number"),
    ("1\u200b2", "!unreadable-value.invisible"),
    ("9" * 15, 10**15 - 1),
    ("9" * 16, "!too-many-digits"),
    ("9" * 5000, "!too-many-digits"),
    ("0,123456789012345", 0.123456789012345),
    ("0,1234567890123456", "!too-many-digits"),
    ("x" * 70, "!unreadable-value.number"),
    (5, 5),
    (Count.FIVE, 5),
    (12.0, 12),
    (0.1 + 0.2, 0.3),
    (-0.0, 0),
    (10**15 - 1, 10**15 - 1),
    (10**15, "!too-many-digits"),
    pytest.param(10**5000, "!too-many-digits", id="huge"),
    (Decimal("12.50"), 12.5),
    (Decimal("1e1000000"), "!too-many-digits"),
    (Decimal("1e-1000000"), "!too-many-digits"),
    (Decimal("0e1000000"), 0),
    (Decimal("NaN"), "!not-finite"),
    (Decimal("sNaN"), "!not-finite"),
    (Decimal("-Infinity"), "!not-finite"),
    (float("nan"), "!not-finite"),
    (float("inf"), "!not-finite"),
    (1e300, "!too-many-digits"),
    (True, "!wrong-type.number"),
    (Fraction(1, 2), "!wrong-type.number"),
    (1j, "!wrong-type.number"),
    (date(2022, 5, 5), "!wrong-type.number"),
    (b"5", "!wrong-type.number"),
    ({}, "!wrong-type.number"),
]


@pytest.mark.parametrize(
    ("raw", "expected"), NUMBERS, ids=lambda value: repr(value)[:30] if not isinstance(value, int) else ""
)
def test_number(raw: Any, expected: object) -> None:
    """Numbers are read exactly, in Vietnamese and in program notation; whatever has two readings is refused."""
    assert read(NUMBER, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1.234", "!ambiguous-number.integer"),
        ("1.234.567", 1234567),
        ("12,0", 12),
        ("12,5", "!wrong-type.integer"),
        (12.0, 12),
        (12.5, "!wrong-type.integer"),
        (Decimal(12), 12),
        (1e20, "!too-many-digits"),
        (True, "!wrong-type.integer"),
        ("-1", -1),
    ],
)
def test_integer(raw: Any, expected: object) -> None:
    """A whole number stays whole; a decimal is a problem, never rounded."""
    assert read(INTEGER, raw) == expected


@pytest.mark.parametrize(
    ("raw", "cells", "expected"),
    [
        ("85,5 %", True, 85.5),
        ("85.5%", True, 85.5),
        ("85,5%", False, 85.5),
        ("0,855 %", True, 0.855),
        ("100", True, 100),
        ("0", True, 0),
        ("0,855", True, "!ambiguous-percent"),
        ("0,855", False, "!ambiguous-percent"),
        ("1", True, "!ambiguous-percent"),
        ("1,01", True, 1.01),
        (0.855, False, 0.855),
        (1, False, 1),
        (0.855, True, "!ambiguous-percent"),
        (1, True, "!ambiguous-percent"),
        (85.5, True, 85.5),
        ("101", True, "!out-of-bounds.between"),
        (-1, False, "!out-of-bounds.between"),
        ("85,5 % %", True, "!unreadable-value.number"),
        ("%", True, "!unreadable-value.number"),
        ("85,500 %", True, "!ambiguous-number"),
        ("85", True, 85),
        (True, True, "!wrong-type.percent"),
    ],
)
def test_percent(raw: Any, cells: bool, expected: object) -> None:
    """Percents are in points; a bare one up to 1 in text or in a cell may be a share and is refused."""
    assert read(PERCENT, raw, cells=cells) == expected


def test_both_readings_are_named() -> None:
    """The problem of an ambiguous number or percent names both readings, in the notation of the language."""
    parsed = parse(category(fact("n", NUMBER), fact("p", PERCENT)), {}, {"n": "1.234", "p": "0,12345"})
    number, percent = parsed.problems
    assert number.message("vi") == "`1.234` có thể là 1234 hoặc 1,234"
    assert number.message("en") == "`1.234` may be 1234 or 1.234"
    assert number.help("en") == "write `1234` for the whole number, `1.2340` for the decimal"
    assert percent.message("vi") == "`0,12345` có thể là 0,12345% hoặc 12,3450%"


@pytest.mark.parametrize(
    ("type_", "raw", "expected"),
    [
        (NumberType(minimum=0), -0.1, "!out-of-bounds.low"),
        (NumberType(minimum=0), 0, 0),
        (NumberType(maximum=10), "10,01", "!out-of-bounds.high"),
        (NumberType(maximum=10), 10.0, 10),
        (NumberType(unit="percent", maximum=200), 150, 150),
        (NumberType(unit="percent", minimum=-50), -50, -50),
        (NumberType(decimals=2), "1,25", 1.25),
        (NumberType(decimals=2), "1,2500", 1.25),
        (NumberType(decimals=2), 1.255, "!too-many-decimals"),
        (NumberType(decimals=0), 1.5, "!too-many-decimals"),
        (NumberType(decimals=1), 0.1 + 0.2, 0.3),
    ],
)
def test_bounds_and_decimals(type_: NumberType, raw: Any, expected: object) -> None:
    """Declared bounds and decimals are held exactly at the limit and refused one past it."""
    assert read(type_, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (date(2022, 5, 5), date(2022, 5, 5)),
        ("05/5/2022", date(2022, 5, 5)),
        ("5-5-2022", date(2022, 5, 5)),
        ("05.05.2022", date(2022, 5, 5)),
        ("5 / 4 / 2022", date(2022, 4, 5)),
        ("2022-05-04", date(2022, 5, 4)),
        ("ngày 05 tháng 5 năm 2022", date(2022, 5, 5)),
        ("Nga\u0300y 5 tháng 05 năm 2022", date(2022, 5, 5)),
        ("ngày 05/5/2022", date(2022, 5, 5)),
        ("29/2/2024", date(2024, 2, 29)),
        ("29/2/2022", "!impossible-date"),
        ("5/13/2022", "!impossible-date"),
        ("2022-02-30", "!impossible-date"),
        ("0/1/2022", "!impossible-date"),
        ("05/5-2022", "!unreadable-value.date"),
        ("05/5/22", "!two-digit-year"),
        ("tháng 5/2022", "!partial-date"),
        ("tháng 5 năm 2022", "!partial-date"),
        ("5/2022", "!partial-date"),
        ("2022-05", "!partial-date"),
        ("năm 2022", "!partial-date"),
        ("2022", "!partial-date"),
        ("quý II/2022", "!partial-date"),
        ("20220505", "!unreadable-value.date"),
        ("2022-W18-4", "!unreadable-value.date"),
        ("hôm nay", "!unreadable-value.date"),
        ("05/５/2022", "!unreadable-value.lookalike"),
        ("2022-05-05T00:00:00", "!wrong-type.datetime"),
        ("05/5/2022 10:30", "!wrong-type.datetime"),
        (datetime(2022, 5, 5), "!wrong-type.datetime"),
        (44686, "!wrong-type.date"),
        (True, "!wrong-type.date"),
        (date(1900, 1, 1), date(1900, 1, 1)),
        (date(1899, 12, 31), "!date-out-of-range"),
        ("31/12/2199", date(2199, 12, 31)),
        ("1/1/2200", "!date-out-of-range"),
        (date.max, "!date-out-of-range"),
    ],
)
def test_date(raw: Any, expected: object) -> None:
    """Dates are whole calendar days, day before month, from 1900 to 2199; nothing is completed by guess."""
    assert read(DATE, raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Hoàn thành", "Hoàn thành"),
        ("  hoàn   THÀNH\u00a0tốt ", "Hoàn thành tốt"),
        ("Hoa\u0300n tha\u0300nh", "Hoàn thành"),
        ("HTT", "Hoàn thành tốt"),
        ("htt", "Hoàn thành tốt"),
        ("Không xếp loại", "Không xếp loại"),
        (Grade.GOOD, "Hoàn thành tốt"),
        ("Hoàn thàng", "!level-off-scale"),
        ("Hoan thanh", "!level-off-scale"),
        ("Hoàn thành\u200b", "!level-off-scale.invisible"),
        ("Hoµn thµnh", "!level-off-scale.encoding"),
        ("Ноàn thành", "!level-off-scale.lookalike"),
        (2, "!wrong-type.grade"),
        (True, "!wrong-type.grade"),
        (["Hoàn thành"], "!wrong-type.grade"),
        ("a" * 70_000, "!value-too-long"),
    ],
)
def test_grade(raw: Any, expected: object) -> None:
    """A level is found whatever its Unicode form, spaces and case, or by a declared abbreviation."""
    assert read(GRADE, raw) == expected


def test_a_scale_with_a_title_is_named_by_it() -> None:
    """A level off the scale is told in the scale's own words; without a title, in those of the fact."""
    titled = GradeType(replace(SCALE, title=Words("Xếp loại năm", "Annual rating")))
    (problem,) = parse(category(fact("it", titled)), {}, {"it": "Giỏi"}).problems
    assert "`Giỏi` không phải là một mức của “Xếp loại năm”" == problem.message("vi")
    assert "`Giỏi` is not a level of “Annual rating”" == problem.message("en")


def test_an_ambiguous_whole_number_is_offered_no_decimal_to_write() -> None:
    """Both readings are named; what to write is the whole one only."""
    (problem,) = parse(category(fact("it", INTEGER)), {}, {"it": "1.042"}).problems
    assert ("1,042" in problem.message("vi"), "1,042" in problem.help("vi")) == (True, False)


def test_off_scale_help() -> None:
    """A level off the scale comes with the nearest spelling, marks counting least, and with the levels there are."""
    (problem,) = parse(category(fact("it", GRADE)), {}, {"it": "Hoan thanh tot"}).problems
    assert problem.message("en") == "`Hoan thanh tot` is not a level of “nhãn it”"
    assert problem.fields["nearest"] == "Hoàn thành tốt"
    assert "levels are Không hoàn thành, Hoàn thành, Hoàn thành tốt, Không xếp loại" in problem.help("en")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("trực tuyến", "Trực tuyến"),
        ("Trực tiếp", "Trực tiếp"),
        ("Truc tiep", "!choice-off-list"),
        (3, "!wrong-type.choice"),
    ],
)
def test_choice(raw: Any, expected: object) -> None:
    """A choice is one of its options, whatever the case; anything else is a problem."""
    assert read(CHOICE, raw) == expected


@pytest.mark.parametrize(
    ("raw", "cells", "expected"),
    [
        (" Sáng  kiến\nmột ", False, "Sáng kiến một"),
        ("Sa\u0301ng kiến", False, "Sáng kiến"),
        ("👨\u200d👩\u200d👧", False, "👨\u200d👩\u200d👧"),
        ("Công ty Citroën, 5 µm", False, "Công ty Citroën, 5 µm"),
        ("Héloïse", False, "Héloïse"),
        ("Hoµn thµnh tèt nhiÖm vô", False, "!unreadable-value.encoding"),
        ("Hoaøn thaønh", False, "!unreadable-value.encoding"),
        ("a\x00b", False, "!unreadable-value.invisible"),
        ("a\ud800", False, "!unreadable-value.invisible"),
        ("a" * 65_536, False, "a" * 65_536),
        ("a" * 65_537, False, "!value-too-long"),
        (5, False, "!wrong-type.text"),
        (5, True, "5"),
        (12.5, True, "12.5"),
        (True, True, "!wrong-type.text"),
        (b"a", True, "!wrong-type.text"),
    ],
    ids=lambda value: repr(value)[:30].encode("ascii", "replace").decode(),
)
def test_text(raw: Any, cells: bool, expected: object) -> None:
    """Text is carried in its normal form; what cannot be text of an office is a problem."""
    assert read(TEXT, raw, cells=cells) == expected
