"""A question of the interview in words: what is asked, how it is answered, what for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from cchc_rules.analysis.fact_questions import FactQuestion, QuestionReason
from cchc_rules.analysis.interview import AS_OF, MOST_NUMBERED, Interview, list_options
from cchc_rules.facts.scalars import WordReader, scalar_reader
from cchc_rules.forms.form_columns import describe_judge, describe_number
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
from cchc_rules.phrases import phrase


def tell_question(interview: Interview, question: FactQuestion, language: str) -> list[str]:
    """What is asked, then a line each: its help, how it is answered and whose judgement it is, what for."""
    fact = question.fact
    label = phrase("ask.day", language) if question.path == AS_OF else fact.label.within(language)
    if question.members:
        label = phrase("ask.of", language, label=label, members=" → ".join(question.members))
    help = fact.help.within(language) if fact.help is not None else ""
    how = f"{_tell_how(interview, question, language)} {describe_judge(fact, language)}".rstrip()
    reasons = ", ".join(_name_reason(one, language) for one in question.reasons)
    return [label, *([help] if help else []), how, phrase("ask.why", language, reasons=reasons)]


def tell_clauses(question: FactQuestion, language: str) -> list[str]:
    """What the clauses say that the criteria come from, each once."""
    found = {clause.ref: clause for reason in question.reasons for clause in reason.clauses}
    return [
        phrase("ask.says", language, at=one.at.within(language), says=one.says.within(language))
        for one in found.values()
    ]


def _name_reason(reason: QuestionReason, language: str) -> str:
    title = reason.title.within(language)
    if len(reason.clauses) != 1:
        return phrase("ask.reason.bare", language, title=title)
    return phrase("ask.reason", language, title=title, at=reason.clauses[0].at.within(language))


def _tell_how(interview: Interview, question: FactQuestion, language: str) -> str:
    fact = question.fact
    match fact.type:
        case BooleanType():
            return phrase("ask.boolean", language)
        case ChoiceType(open=True):
            return phrase("ask.options.open", language, options=", ".join(_number_options(question, language)))
        case GradeType() | ChoiceType():
            return phrase("ask.options", language, options=", ".join(_number_options(question, language)))
        case NumberType() as kind:
            return describe_number(kind, language)
        case DateType():
            return phrase("template.date", language)
        case TextType() | QuotientType():
            return phrase("template.text", language)
        case ListType(fields=fields):
            if roll := interview.roll(question):
                return phrase("ask.roll", language, members=", ".join(roll))
            if fact.key is None:
                return phrase("ask.count", language, most=MOST_NUMBERED)
            key = next(one.label.within(language) for one in fields if one.name == fact.key)
            return phrase("ask.entries" if fact.min_items == 0 else "ask.entries.some", language, key=key)
        case _:
            assert_never(fact.type)


def _number_options(question: FactQuestion, language: str) -> Iterator[str]:
    """The words offered, with their numbers where they may be answered by them."""
    numbered = list_options(question.fact)
    reader = scalar_reader(question.fact)
    assert isinstance(reader, WordReader)
    for number, word in enumerate(reader.words, start=1):
        yield phrase("ask.option", language, number=number, word=word) if numbered else word
