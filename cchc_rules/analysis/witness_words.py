"""Witnesses in words: the case each is like, what is stated otherwise, the day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cchc_rules.analysis.fact_layouts import APART
from cchc_rules.analysis.witnesses import Witness
from cchc_rules.decisions.phrasing.sayings import write_date, write_value
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType, unit_of
from cchc_rules.phrases import phrase
from cchc_rules.text import show_value
from cchc_rules.values import Value

_SIDES: Final = ("verify.of-old", "verify.of-new")


def write_witness(witness: Witness, language: str) -> Iterator[str]:
    """The lines that tell a witness: the case it is like, then what is stated otherwise, each indented."""
    if not witness.changes:
        yield phrase("verify.as-case", language, case=witness.case)
        return
    yield phrase("verify.like-case" if witness.case else "verify.nobody", language, case=witness.case)
    for change in witness.changes:
        yield f"  {_name_fact(change.fact, language)}: {_say_value(change.fact, change.after, language)}"
    if witness.as_of is not None:
        yield "  " + phrase("verify.as-of", language, date=write_date(witness.as_of, language))


def _name_fact(fact: Fact, language: str) -> str:
    """The label; of a fact that each of two rulesets has in its own way, whose it is."""
    label, (_, mark, side) = fact.label.within(language), fact.name.partition(APART)
    return phrase(_SIDES[int(side) - 1], language, label=label) if mark else label


def _say_value(fact: Fact, value: Value, language: str) -> str:
    """A value as offices write it; of a list the members one by one, with what is stated of each."""
    match value:
        case None:
            return phrase("truth.unknown", language)
        case bool():
            return phrase(f"truth.{str(value).lower()}", language)
        case tuple():
            assert isinstance(fact.type, ListType)
            members = (_say_member(fact.type.fields, one, language) for one in value)
            return "; ".join(f"[{one}]" for one in members) or phrase("verify.nobody-in-list", language)
        case _:
            return write_value(value, unit_of(fact.type), language) or show_value(value)


def _say_member(fields: tuple[Fact, ...], member: Value, language: str) -> str:
    assert isinstance(member, tuple)
    stated = ((field, value) for field, value in zip(fields, member, strict=True) if value is not None)
    return ", ".join(f"{field.label.within(language)}: {_say_value(field, value, language)}" for field, value in stated)
