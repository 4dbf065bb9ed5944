"""The fields of a form as a template shows them: what is asked and why, what was entered, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

from cchc_rules.decisions.phrasing.sayings import write_value
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    is_year,
    unit_of,
)
from cchc_rules.phrases import phrase
from cchc_rules.service.pages.form_answers import NONE_AT_ALL, UNKNOWN_ANSWER, WHOLE, FormAnswers
from cchc_rules.values import Value

MOST_RADIOS: Final = 7
"""Options that stand side by side; more are a list to pick from."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. ``kind`` is ``radios``, ``select``, ``text`` or ``list``; ``name`` is its name and its id on the page.

    ``options`` are values with their words; ``hint`` says how it is written; ``why`` is why the verdict hangs on
    it where it does (``is_asked``); ``evidence`` is the name of the field for what it rests on, empty where none is
    asked for.
    """

    name: str
    kind: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    help: str = ""
    hint: str = ""
    mode: str = "text"
    why: str = ""
    is_asked: bool = False
    faults: tuple[str, ...] = ()
    evidence: str = ""
    evidence_value: str = ""
    path: str = ""
    each: str = ""
    members: tuple[tuple[FormField, ...], ...] = ()
    read: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether anything is entered, “chưa rõ” too."""
        return bool(self.value or self.members)

    @property
    def has_questions(self) -> bool:
        """Whether the verdict hangs on it or a field in it."""
        return self.is_asked or any(one.has_questions for member in self.members for one in member)

    @property
    def words(self) -> str:
        """What was entered, in words: as it was read, where that is known."""
        return self.read or dict(self.options).get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class FieldMaker:
    """Makes fields out of facts and what was entered.

    ``faults`` and ``reasons`` are by the name of a field; one with a reason, were it empty, is asked. ``read`` are
    numbers and dates as they were read, by the name of their field.
    """

    answers: FormAnswers
    language: str
    faults: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, str]
    read: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **fields: object) -> str:
        """A phrase in the language of the form."""
        return phrase(key, self.language, **fields)

    def make(self, fact: Fact, prefix: str = "") -> FormField:
        """The field of a fact, those of its members below it."""
        path = prefix + fact.name
        if isinstance(fact.type, ListType):
            return self._make_list(fact, fact.type, path)
        kind, options, hint, mode = self._describe(fact)
        name, is_judged = f"f.{path}", fact.kind == "judged"
        return FormField(
            name,
            kind,
            fact.label.within(self.language),
            self.answers.get(name),
            options,
            self._help(fact),
            hint,
            mode,
            self.reasons.get(name, ""),
            name in self.reasons,
            self.faults.get(name, ()),
            f"e.{path}" if is_judged else "",
            self.answers.get(f"e.{path}"),
            read=self.read.get(name, ""),
        )

    def _make_list(self, fact: Fact, kind: ListType, path: str) -> FormField:
        each = (fact.each or fact.label).within(self.language)
        options = [(WHOLE, self.say("web.list.whole"))]
        if fact.min_items == 0:
            options.append((NONE_AT_ALL, self.say("web.list.none", each=each)))
        options.append((UNKNOWN_ANSWER, self.say("web.list.open")))
        return FormField(
            f"w.{path}",
            "list",
            fact.label.within(self.language),
            self.answers.get(f"w.{path}"),
            tuple(options),
            self._help(fact),
            why=self.reasons.get(f"w.{path}", ""),
            is_asked=f"w.{path}" in self.reasons,
            faults=self.faults.get(f"w.{path}", ()),
            path=path,
            each=each,
            members=tuple(
                tuple(self.make(one, f"{path}.{number}.") for one in kind.fields)
                for number in range(self.answers.count(path))
            ),
        )

    def _help(self, fact: Fact) -> str:
        told = [] if fact.help is None else [fact.help.within(self.language)]
        if fact.judge is not None:
            told.append(self.say("web.judge", judge=fact.judge.within(self.language)))
        return " ".join(told)

    def _describe(self, fact: Fact) -> tuple[str, tuple[tuple[str, str], ...], str, str]:
        """The kind of the field, its options, how it is written, and the keys a telephone shows for it."""
        match fact.type:
            case BooleanType():
                words = [(value, self.say(f"truth.{truth}")) for value, truth in (("yes", "true"), ("no", "false"))]
                return "radios", self._pick(words), "", ""
            case GradeType(scale=scale):
                return self._pick_from(scale.spellings)
            case ChoiceType(options=options, open=True):
                return "text", tuple((word, word) for word in options), self.say("web.hint.open"), "text"
            case ChoiceType(options=options):
                return self._pick_from(options)
            case NumberType() as number:
                unit = "year" if is_year(number) else "integer" if number.integral else number.unit or "number"
                return "text", (), self.say(f"web.hint.{unit}"), "numeric" if number.integral else "decimal"
            case DateType():
                return "text", (), self.say("web.hint.date"), "text"
            case TextType():
                return "text", (), "", "text"
            case QuotientType() | ListType():
                raise TypeError(f"{fact.name} is no field of its own")
            case _ as never:
                assert_never(never)

    def _pick_from(self, words: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...], str, str]:
        pairs = [(word, word) for word in words]
        return "radios" if len(words) < MOST_RADIOS else "select", self._pick(pairs), "", ""

    def _pick(self, pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        shown = ((value, words[:1].upper() + words[1:]) for value, words in pairs)
        return (*shown, (UNKNOWN_ANSWER, self.say("web.not-known")))


def write_read_values(
    fields: tuple[Fact, ...], values: tuple[Value, ...], language: str, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """The names of number and date fields with their values as they were read, members' too."""
    for fact, value in zip(fields, values, strict=True):
        path = prefix + fact.name
        if isinstance(fact.type, ListType):
            for number, member in enumerate(value if isinstance(value, tuple) else ()):
                if isinstance(member, tuple):
                    yield from write_read_values(fact.type.fields, member, language, f"{path}.{number}.")
        elif isinstance(fact.type, NumberType | DateType) and value is not None:
            text = write_value(value, unit_of(fact.type), language)
            if text is not None:
                yield f"f.{path}", text
