"""Who comes out otherwise, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cchc_rules.analysis.turned_rows import ABSENT, ItemTurn, TurnedRow, TurnedRows
from cchc_rules.decisions.phrasing.problem_words import label_path
from cchc_rules.decisions.phrasing.sayings import write_date, write_value
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType, unit_of
from cchc_rules.phrases import phrase
from cchc_rules.text import show_value, visible
from cchc_rules.values import day

_COUNT: Final = re.compile(r"count\((.*)\)")

_MEMBER: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class TurnWords:
    """What criteria, results and facts are called, by the categories that know them; their ids where none does."""

    language: str
    titles: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    former: tuple[tuple[Fact, ...], ...] = ()

    @classmethod
    def of(cls, categories: Iterable[Category], language: str) -> TurnWords:
        """The words of categories, those of the last one first."""
        titles: dict[str, str] = {}
        facts: list[tuple[Fact, ...]] = [()]
        for category in categories:
            titles |= {one.id: one.title.within(language) for one in category.findings_order()}
            titles |= {one.name: one.title.within(language) for one in category.results}
            facts.insert(0, category.facts)
        return cls(language, titles, facts[0], tuple(facts[1:]))

    def label(self, path: str) -> str:
        """What the fact at a path is called, by the last category that has it; the path where none has."""
        labels = (label_path(facts, path, self.language) for facts in (self.facts, *self.former))
        return next(filter(None, labels), path)

    def say_status(self, status: str) -> str:
        """A verdict, invalid data, or that somebody is in one file alone."""
        return self._say("turns.absent") if status == ABSENT else self._say(f"verdict.{status}")

    def say_criterion(self, turn: ItemTurn) -> str:
        """A criterion with its outcomes."""
        before, after = (
            self._say("turns.no-criterion" if one == ABSENT else f"outcome.{one}") for one in (turn.before, turn.after)
        )
        return self._say("turns.criterion", about=self.titles.get(turn.about, turn.about), before=before, after=after)

    def say_result(self, turn: ItemTurn) -> str:
        """A score or grade with what it may come to."""
        before, after = (self._write_possible(one) for one in (turn.before, turn.after))
        return self._say("turns.result", about=self.titles.get(turn.about, turn.about), before=before, after=after)

    def say_fact(self, turn: ItemTurn) -> str:
        """A fact by its label with its values."""
        members = _COUNT.fullmatch(turn.about)
        path = members[1] if members else turn.about
        unit = "" if members else self._find_unit(path)
        before, after = (self._write(one, unit) for one in (turn.before, turn.after))
        about = self.label(path)
        about = self._say("turns.members", about=about) if members else about
        return self._say("turns.fact", about=about, before=before, after=after)

    def _write_possible(self, found: Any) -> str:
        if found is None:
            return self._say("truth.unknown")
        ends = [self._say("turns.open-end") if one is None else visible(str(one)) for one in found]
        return " – ".join(dict.fromkeys(ends))

    def _find_unit(self, path: str) -> str:
        """What a fact is counted in; nothing where no ruleset knows it."""
        facts, unit = self.facts, ""
        for name in _MEMBER.sub("", path).split("."):
            fact = next((one for one in facts if one.name == name), None)
            if fact is None:
                return ""
            facts, unit = (fact.type.fields if isinstance(fact.type, ListType) else ()), unit_of(fact.type)
        return unit

    def _write(self, value: Any, unit: str) -> str:
        match value:
            case None:
                return self._say("truth.unknown")
            case bool():
                return self._say(f"truth.{str(value).lower()}")
            case str() if (date := day(value)) is not None:
                return write_date(date, self.language)
            case int() | float():
                return write_value(value, unit, self.language) or show_value(value)
            case _:
                return show_value(value)

    def _say(self, key: str, **fields: object) -> str:
        return phrase(key, self.language, **fields)


def write_turned(found: TurnedRows, words: TurnWords) -> Iterator[str]:
    """The lines of rows that turned: counts from verdict to verdict, then each with what turned it."""
    language = words.language
    yield phrase("turns.same", language, count=found.same)
    for (before, after), count in found.counts.items():
        if before != after:
            told = {"before": words.say_status(before), "after": words.say_status(after)}
            yield phrase("turns.count", language, count=count, **told)
    for row in found.turned:
        told = {"before": words.say_status(row.before), "after": words.say_status(row.after)}
        who = " ".join(visible(one) for one in (row.id, row.name) if one) or "–"
        yield phrase("turns.row", language, who=who, row=row.row, **told)
        yield from (f"  {line}" for line in (*list_reasons(row, words), *map(words.say_fact, row.facts)))


def list_reasons(row: TurnedRow, words: TurnWords) -> list[str]:
    """The criteria and results that turned, a line each."""
    return [*map(words.say_criterion, row.criteria), *map(words.say_result, row.results)]
