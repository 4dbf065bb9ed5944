"""Facts and categories built by hand, and the shortest way to read one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_rules.facts.parser import Parsed, parse
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, ListType, NumberType, TextType, Type
from cchc_rules.values import Scale, Value, Words

SCALE = Scale(
    "rating",
    ("Không hoàn thành", "Hoàn thành", "Hoàn thành tốt"),
    ("Không xếp loại",),
    {"HTT": "Hoàn thành tốt", "hoàn thành khá": "Hoàn thành"},
)
BOOLEAN, INTEGER, NUMBER, DATE, TEXT = BooleanType(), NumberType(integral=True), NumberType(), DateType(), TextType()
PERCENT = NumberType(unit="percent")
GRADE, CHOICE = GradeType(SCALE), ChoiceType(("Trực tuyến", "Trực tiếp"))


def said(text: str) -> Words:
    """The same words in both languages."""
    return Words(text, text)


def fact(name: str, type_: Type, *, label: str = "", slot: int = 0, **rest: Any) -> Fact:
    """A fact, its label made from its name unless given."""
    return Fact(name, slot, type_, said(label or f"nhãn {name}"), **rest)


def category(*facts: Fact) -> Category:
    """A category of these facts and nothing else."""
    return Category("agency", said("cơ quan"), facts, (), (), ())


def units(*, key: str | None = "ward", ward: Type = TEXT, **rest: Any) -> Fact:
    """A list of units with a key, a truth, a share and a list of fields within."""
    fields = ListType((fact("field", TEXT), fact("on_time", PERCENT)))
    inner = fact("fields", fields, key="field", slot=3, min_items=0)
    members = ListType((fact("ward", ward), fact("open", BOOLEAN), fact("share", PERCENT), inner))
    return fact("units", members, key=key, **rest)


def read_list(declared: Fact, raw: Any, parameters: Mapping[str, Any] | None = None, **options: Any) -> Parsed:
    """What comes of one list fact."""
    return parse(category(declared), parameters or {}, {declared.name: raw}, **options)


def read(type_: Type, raw: Any, *, cells: bool = False, **rest: Any) -> Value | str:
    """The one value read, or the code of the one problem (with its variant) after ``!``."""
    parsed = parse(category(fact("it", type_, **rest)), {}, {"it": raw}, cells=cells)
    if not parsed.problems:
        return parsed.candidate.values[0]
    (problem,) = parsed.problems
    assert parsed.candidate.values == (None,)
    assert problem.message("vi")
    assert problem.render_line("en").startswith(f"it: {problem.code}: ")
    return f"!{problem.key}"


def codes(parsed: Parsed) -> list[tuple[str, str | None]]:
    """The problems as (key, path)."""
    return [(one.key, getattr(one.where, "path", None)) for one in parsed.problems]
