"""Values of parameters as people type them, read as cells of their type are: what is unclear is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cchc_rules.facts.faults import Fault
from cchc_rules.facts.scalars import NumberReader, ScalarReader, scalar_reader
from cchc_rules.language.ruleset import Parameter, Ruleset
from cchc_rules.language.types import Fact, NumberType
from cchc_rules.phrases import LANGUAGES
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.values import Value

SEPARATOR: Final = ";"
"""What stands between the values of a list when one of them has a decimal comma."""


def read_parameters(ruleset: Ruleset, given: Mapping[str, str]) -> dict[str, Value | list[Value] | str]:
    """The values that texts say, for `compile`: `15/12/2022`, `89,5`, `90%`, `Có`, a level in any case.

    Those of a list stand between semicolons, or between commas where there is none. A text that says nothing is left
    as it is, and so is one for a name the ruleset does not have: `compile` refuses both. Raises RulesetError with the
    problems of all, as of cells: `0.9` of a percent may be 0.9% or 90%.
    """
    parameters = {one.name: one for one in ruleset.parameters}
    problems: list[Problem] = []
    values: dict[str, Value | list[Value] | str] = {}
    for name, text in given.items():
        if (parameter := parameters.get(name)) is None:
            values[name] = text
            continue
        try:
            values[name] = _read(parameter, text)
        except Fault as fault:
            problems.append(_refuse(name, fault))
    if problems:
        raise RulesetError(problems)
    return values


def _refuse(name: str, fault: Fault) -> Problem:
    """A problem of the parameter that says what a cell's would, and what to write."""
    found = Problem(fault.code, None, fault.fields, fault.variant)
    why = {f"why_{one}": f"{found.message(one)}; {found.help(one)}".removesuffix("; ") for one in LANGUAGES}
    return Problem("parameter-value", None, {"name": name, **why}, "unread")


def _read(parameter: Parameter, text: str) -> Value | list[Value] | str:
    reader = _reader(parameter)
    if not parameter.many:
        return _read_one(reader, text)
    return [_read_one(reader, part) for part in text.split(SEPARATOR if SEPARATOR in text else ",")]


def _read_one(reader: ScalarReader, text: str) -> Value | str:
    value = reader.read(text.strip(), cells=True)
    return text if value is None else value


def _reader(parameter: Parameter) -> ScalarReader:
    """The reader of its type; bounds are those the ruleset writes, a percent may be above 100 where it writes none."""
    if isinstance(type_ := parameter.type, NumberType):
        return NumberReader(type_, type_.minimum, type_.maximum)
    return scalar_reader(Fact(parameter.name, 0, type_, parameter.label))
