"""The conformance cases as data: short YAML groups read into programs, candidates and expected answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cchc_rules.facts.parser import Parsed, parse
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from cchc_rules.program.points import Measured, is_endless
from cchc_rules.program.program import Program
from cchc_rules.values import OUTCOMES, Outcome
from tests.generation.bodies import ANCHOR, CATEGORY, document, needs_anchor, text

CASES = Path(__file__).parent / "cases"


class PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe YAML in which only `true` and `false` are truths and no key stands twice."""

    def construct_mapping(self, node, deep=False):
        """A mapping without doubled keys."""
        keys = [self.construct_object(key) for key, _ in node.value]
        if doubled := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"{node.start_mark}: doubled keys {doubled}")
        return super().construct_mapping(node, deep)


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Group:
    """Cases that share one ruleset body."""

    topic: str
    name: str
    body: Mapping[str, Any]
    cases: tuple[Case, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The name cases are found by."""
        return f"{self.topic}: {self.name}"


@dataclass(frozen=True)
class Case:
    """One sentence: facts, and what must come of them."""

    sentence: str
    facts: Mapping[str, Any]
    as_of: date | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    outcomes: str | None = None
    verdict: str | None = None
    missing: tuple[str, ...] | None = None
    failed: tuple[str, ...] | None = None
    results: Mapping[str, Any] = field(default_factory=dict)
    invalid: bool = False

    def expected(self) -> tuple[Outcome, ...]:
        """The outcomes of every criterion and member in declared order."""
        return tuple(Outcome("not_applicable" if word == "n/a" else word) for word in (self.outcomes or "").split())


def read_result(given: Any) -> tuple[Any, ...]:
    """A result as a case says it: a number, ``from .. to`` as two (null: no end), a level, or the levels it may be."""
    if isinstance(given, list) and not all(isinstance(one, str) and not one[0].isdigit() for one in given):
        low, high = given
        return (None if low is None else Fraction(str(low))), (None if high is None else Fraction(str(high)))
    if isinstance(given, list):
        return tuple(given)
    if isinstance(given, str) and not given.lstrip("-")[0].isdigit():
        return (given,)
    return Fraction(str(given)), Fraction(str(given))


def without_ends(measured: Measured) -> tuple[Any, ...]:
    """A result with None for an end that is none."""
    return tuple(None if isinstance(one, int | Fraction) and is_endless(one) else one for one in measured)


def files() -> list[Path]:
    """The case files, one a topic."""
    return sorted(CASES.glob("*.yaml"))


@cache
def groups() -> tuple[Group, ...]:
    """Every group of every file."""
    return tuple(group for file in files() for group in _groups(file))


def _groups(file: Path) -> Iterator[Group]:
    with file.open(encoding="utf-8") as stream:
        content = yaml.load(stream, PlainLoader)
    for given in content["groups"]:
        body = {key: value for key, value in given.items() if key not in ("group", "cases")}
        yield Group(content["topic"], given["group"], body, tuple(_case(one) for one in given["cases"]))


def _case(given: Mapping[str, Any]) -> Case:
    rest = {key: value for key, value in given.items() if key not in ("case", "missing", "failed")}
    listed = {key: tuple(given[key]) for key in ("missing", "failed") if key in given}
    return Case(sentence=given["case"], **rest, **listed)


@cache
def _ruleset(group_id: str):
    group = next(group for group in groups() if group.id == group_id)
    return load_text(text(document(group.body)), file=group.id)


_programs: dict[tuple[str, str], Program] = {}


def program(group: Group, case: Case) -> Program:
    """The program a case is decided by."""
    key = (group.id, repr(sorted(case.parameters.items())))
    if key not in _programs:
        _programs[key] = compile(_ruleset(group.id), CATEGORY, parameters=case.parameters or None)
    return _programs[key]


def parsed(group: Group, case: Case) -> Parsed:
    """The facts of a case as the parser reads them."""
    return parse(program(group, case).category, program(group, case).parameters, facts(group, case))


def facts(group: Group, case: Case) -> dict[str, Any]:
    """The raw facts of a case, with the anchor where the group needs one."""
    return {**case.facts, ANCHOR: True} if needs_anchor(group.body) else dict(case.facts)


def without_anchor(group: Group, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The outcomes without that of the anchor."""
    return outcomes[:-1] if needs_anchor(group.body) else outcomes


def outcome(code: int) -> Outcome:
    """The outcome an engine's code stands for."""
    return OUTCOMES[code]
