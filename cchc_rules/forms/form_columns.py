"""The columns of an input form: under which header, with which help, held to which values, shown how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, assert_never

from cchc_rules.facts.scalars import number_bounds
from cchc_rules.intake.headers import ID, HeaderWords, evidence_header, match_headers
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.values import FIRST_DATE, LARGEST_INTEGER, LAST_DATE, Number

YES_NO: Final = "cchc_yes_no"
_TEXT: Final = "@"
_DATE: Final = "dd/mm/yyyy"
_PERCENT: Final = "0.00%"
_PARTS_OF_A_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what to write and why, its number format, its width, and what is accepted.

    ``accepted`` are the options of a spreadsheet's data validation; None accepts anything.
    """

    header: str
    how: str
    help: str
    shown: str
    width: int
    accepted: Mapping[str, Any] | None = None


def identity_column(key: str, words: HeaderWords, language: str, *, how: str = "") -> Column:
    """The column of the candidate's id or name: headed by the language's word, unless a fact has it for a label."""
    wordings = [phrase(f"template.{key}", one) for one in (language, *LANGUAGES)]
    header = next(text for text in (*wordings, key) if _means(text, words) == key or text == key)
    return Column(header, how, "", _TEXT, 14 if key == ID else 28)


def fact_column(
    fact: Fact, words: HeaderWords, language: str, *, options: Mapping[str, str], sheet: str = ""
) -> Column:
    """The column of a fact; ``options`` are the names of the ranges its words stand in, ``sheet`` a list's own."""
    header = next(
        text for text in (*_labels(fact, language), fact.name) if _means(text, words) == fact.name or text == fact.name
    )
    help = fact.help.within(language) if fact.help else ""
    return Column(header, _how(fact, language, sheet), help, *_hold_values(fact, options))


def evidence_column(judged: Column, language: str) -> Column:
    """The column for what a judgement rests on, beside it."""
    return Column(evidence_header(judged.header, language), phrase("template.evidence", language), "", _TEXT, 28)


def _labels(fact: Fact, language: str) -> tuple[str, ...]:
    other = next(one for one in LANGUAGES if one != language)
    return tuple(text for text in (fact.label.within(language), fact.label.within(other)) if text)


def _means(header: str, words: HeaderWords) -> str:
    return match_headers((header,), words, file="").keys[0]


def _how(fact: Fact, language: str, sheet: str) -> str:
    match fact.type:
        case BooleanType():
            how = phrase("template.boolean", language)
        case ChoiceType(open=True):
            how = phrase("template.word.open", language)
        case GradeType() | ChoiceType():
            how = phrase("template.word", language)
        case NumberType():
            how = describe_number(fact.type, language)
        case DateType():
            how = phrase("template.date", language)
        case TextType() | QuotientType():
            how = phrase("template.text", language)
        case ListType():
            key = "template.list.help" if fact.min_items == 0 else "template.list.some"
            how = phrase(key, language, sheet=sheet)
        case _ as never:
            assert_never(never)
    return f"{how} {judged}" if (judged := describe_judge(fact, language)) else how


def describe_judge(fact: Fact, language: str) -> str:
    """Whose judgement a fact is; empty of one that is measured."""
    if fact.kind != "judged":
        return ""
    if fact.judge is None:
        return phrase("template.judged.nobody", language)
    return phrase("template.judged", language, judge=fact.judge.within(language))


def describe_number(type: NumberType, language: str) -> str:
    """What may be written for a number: whole or with decimals, from where to where."""
    kind = "integer" if type.integral else "percent" if type.unit == "percent" else "number"
    low, high = number_bounds(type) if kind != "percent" else (type.minimum, type.maximum)
    fields = {"low": _write_number(low, language), "high": _write_number(high, language)}
    bounds = ""
    if low is not None or high is not None:
        key = "template.to" if low is None else "template.from" if high is None else "template.from-to"
        bounds = phrase(key, language, **fields)
    if type.decimals is not None and not type.integral:
        bounds += phrase("template.decimals", language, most=type.decimals)
    return phrase(f"template.{kind}", language, bounds=bounds)


def _write_number(number: Number | None, language: str) -> str:
    text = "" if number is None else format(number, ".15g")
    return text.replace(".", ",") if language == "vi" else text


def _hold_values(fact: Fact, options: Mapping[str, str]) -> tuple[str, int, Mapping[str, Any] | None]:
    """The number format, the width and the validation of a fact's column."""
    match fact.type:
        case BooleanType():
            return "General", 16, {"validate": "list", "source": f"={YES_NO}"}
        case GradeType(scale=scale):
            return "General", 22, {"validate": "list", "source": f"={options[scale.id]}"}
        case ChoiceType(open=open_):
            # An open choice offers its options and takes other words.
            return "General", 22, {"validate": "list", "source": f"={options[fact.name]}", "show_error": not open_}
        case NumberType():
            low, high = number_bounds(fact.type)
            if fact.type.unit == "percent":
                bounds = _between((low or 0) / _PARTS_OF_A_PERCENT, (high or 0) / _PARTS_OF_A_PERCENT)
                return _PERCENT, 16, {"validate": "decimal", **bounds}
            least, most = -LARGEST_INTEGER if low is None else low, LARGEST_INTEGER if high is None else high
            return "General", 16, {"validate": "integer" if fact.type.integral else "decimal", **_between(least, most)}
        case DateType():
            return _DATE, 16, {"validate": "date", **_between(FIRST_DATE, LAST_DATE)}
        case TextType() | QuotientType():
            return _TEXT, 36, None
        case ListType():
            return "0", 16, {"validate": "integer", "criteria": ">=", "value": 0}
        case _ as never:
            assert_never(never)


def _between(low: Number | date, high: Number | date) -> dict[str, Any]:
    return {"criteria": "between", "minimum": low, "maximum": high}


def list_words(category: Category) -> dict[str, tuple[str, ...]]:
    """The words to choose from, by scale id or by the name of a choice fact, lists included."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = list(category.facts)
    while waiting:
        fact = waiting.pop(0)
        if isinstance(fact.type, GradeType):
            found[fact.type.scale.id] = fact.type.scale.spellings
        elif isinstance(fact.type, ChoiceType):
            found[fact.name] = fact.type.options
        elif isinstance(fact.type, ListType):
            waiting.extend(fact.type.fields)
    return found
