"""What a clerk has entered so far: texts by the names of fields, and the facts they state. Nothing is answered for him.

Names are paths: ``f.has_plan`` is a value, ``e.has_plan`` what it rests on, ``n.units`` how many members a list has,
``w.units`` whether those are all, ``f.units.0.title`` a field of the first. A field left alone states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cchc_rules.facts.faults import Fault
from cchc_rules.facts.vietnamese import calendar_date, read_stated
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ChoiceType, GradeType, ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.values import Value

UNKNOWN_ANSWER: Final = "?"
"""What the button “chưa rõ” sends: it states nothing, as none chosen does, and shows that somebody looked."""

WHOLE: Final = "whole"
NONE_AT_ALL: Final = "none"
MOST_FORM_MEMBERS: Final = 200
"""Members of a list that are entered on a page; longer ones come in a file."""

_TRUTHS: Final = {"yes": True, "no": False}
_COUNT: Final = re.compile("[0-9]{1,3}")
_STEP: Final = re.compile(r"(add|drop):([a-z][a-z0-9_]*(?:\.[0-9]{1,3}\.[a-z][a-z0-9_]*)*)(?:\.([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with a field of the form: its name and the problem."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """The texts of a form for one program; names that are none of its fields are left out when they are read."""

    program: Program
    texts: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(program: Program, posted: Mapping[str, str]) -> FormAnswers:
        """The answers among posted fields, empty ones left out; lists are cut at MOST_FORM_MEMBERS."""
        names = {"id", "name", "as_of", *_list_names(program.facts, "", posted)}
        return FormAnswers(program, {name: text for name, text in posted.items() if name in names and text.strip()})

    def get(self, name: str) -> str:
        """The text of a field, empty where nothing is entered."""
        return self.texts.get(name, "")

    def count(self, path: str) -> int:
        """How many members of a list have a place on the form."""
        return _read_count(self.texts, path)

    def step(self, asked: str) -> FormAnswers:
        """The answers after ``add:units`` or ``drop:units.2``; refused (400): anything else."""
        found = _STEP.fullmatch(asked)
        if found is None or (found[1] == "drop") is not (found[3] is not None):
            raise RefusedRequest(400, [Problem("bad-request")])
        path, count = found[2], self.count(found[2])
        if found[1] == "add":
            return replace(self, texts={**self.texts, f"n.{path}": str(min(count + 1, MOST_FORM_MEMBERS))})
        return self._drop(path, {int(found[3])})

    def tidy(self) -> FormAnswers:
        """The answers without members of which nothing was entered, as the facts are made of them."""
        found = self
        for path, fact in _walk_lists(self.program.facts, "", self.texts):
            blank = {number for number in range(found.count(path)) if not found.has_entries(fact, f"{path}.{number}.")}
            found = found._drop(path, blank)
        return found

    def has_entries(self, fact: Fact, prefix: str) -> bool:
        """Whether anything was entered of a member."""
        starts = tuple(f"{kind}.{prefix}" for kind in "few")
        return any(name.startswith(starts) for name in self.texts)

    def _drop(self, path: str, numbers: set[int]) -> FormAnswers:
        """The answers without some members of a list; those behind them move up."""
        if not numbers:
            return self
        count, kept = self.count(path), {}
        places = {old: new for new, old in enumerate(one for one in range(count) if one not in numbers)}
        inside = re.compile(rf"([fewn])\.{re.escape(path)}\.([0-9]+)\.(.+)")
        for name, text in self.texts.items():
            if (found := inside.fullmatch(name)) is None:
                kept[name] = text
            elif (place := places.get(int(found[2]))) is not None:
                kept[f"{found[1]}.{path}.{place}.{found[3]}"] = text
        return replace(self, texts={**kept, f"n.{path}": str(len(places))})

    # --- what they state ------------------------------------------------------------------------------------------

    def read_as_of(self) -> tuple[date | None, list[FieldProblem]]:
        """The day to decide as of, and what is wrong with it."""
        try:
            text = read_stated(self.get("as_of"))
            return (None if text is None else calendar_date(text)), []
        except Fault as fault:
            return None, [FieldProblem("as_of", Problem(fault.code, Place(path="as_of"), fault.fields, fault.variant))]

    def state_facts(self, *, unfinished: bool = False) -> tuple[dict[str, Any], list[FieldProblem]]:
        """The facts that are stated, as a file would state them, and what is wrong with what is said of lists as such.

        A list that is not said to be whole states nothing; with ``unfinished`` its members are there even so, to be
        looked at, never to be decided on.
        """
        problems: list[FieldProblem] = []
        facts = self._state(self.program.facts, "", problems, unfinished)
        facts |= {key: text for key in ("id", "name") if (text := self.get(key).strip())}
        return facts, problems

    def _state(
        self, fields: tuple[Fact, ...], prefix: str, problems: list[FieldProblem], unfinished: bool
    ) -> dict[str, Any]:
        stated: dict[str, Any] = {}
        for fact in fields:
            path = prefix + fact.name
            if isinstance(fact.type, ListType):
                members = self._state_list(fact, path, problems, unfinished)
                if members is not None:
                    stated[fact.name] = members
            elif (value := self._state_value(fact, self.get(f"f.{path}"))) is not None:
                evidence = self.get(f"e.{path}").strip()
                stated[fact.name] = {"value": value, "evidence": evidence} if evidence else value
        return stated

    def _state_value(self, fact: Fact, text: str) -> Value:
        is_picked = isinstance(fact.type, BooleanType | ChoiceType | GradeType)
        if not text.strip() or (is_picked and text == UNKNOWN_ANSWER):
            return None
        return _TRUTHS.get(text, text) if isinstance(fact.type, BooleanType) else text

    def _state_list(self, fact: Fact, path: str, problems: list[FieldProblem], unfinished: bool) -> list[Any] | None:
        """The members, when the list is said to be whole; None: it states nothing."""
        assert isinstance(fact.type, ListType)
        count, whole = self.count(path), self.get(f"w.{path}")
        fields = fact.type.fields
        members = [self._state(fields, f"{path}.{number}.", problems, unfinished) for number in range(count)]
        if whole == NONE_AT_ALL and members:
            problems.append(_list_problem("none", path, count))
        elif whole == WHOLE and not members:
            problems.append(_list_problem("empty", path, count))
        elif not whole and members:
            problems.append(_list_problem("open", path, count))
        elif whole == NONE_AT_ALL and fact.min_items == 0:
            return []
        return members if members and (unfinished or whole == WHOLE) else None


def _list_problem(variant: str, path: str, count: int) -> FieldProblem:
    """What is said of a list as a whole and does not go with its members."""
    return FieldProblem(f"w.{path}", Problem("form-list", Place(path=path), {"count": count}, variant))


def _read_count(texts: Mapping[str, str], path: str) -> int:
    text = texts.get(f"n.{path}", "")
    return min(int(text), MOST_FORM_MEMBERS) if _COUNT.fullmatch(text) else 0


def _list_names(fields: tuple[Fact, ...], prefix: str, posted: Mapping[str, str]) -> Iterator[str]:
    """Every name the form may have for some fields, members of lists as many as are posted."""
    for fact in fields:
        path = prefix + fact.name
        if isinstance(fact.type, ListType):
            yield from (f"n.{path}", f"w.{path}")
            for number in range(_read_count(posted, path)):
                yield from _list_names(fact.type.fields, f"{path}.{number}.", posted)
        else:
            yield from (f"f.{path}", f"e.{path}")


def _walk_lists(fields: tuple[Fact, ...], prefix: str, texts: Mapping[str, str]) -> Iterator[tuple[str, Fact]]:
    """The lists of a form by path, inner ones before the ones they are in, the last members first."""
    for fact in fields:
        if isinstance(fact.type, ListType):
            path = prefix + fact.name
            for number in reversed(range(_read_count(texts, path))):
                yield from _walk_lists(fact.type.fields, f"{path}.{number}.", texts)
            yield path, fact
