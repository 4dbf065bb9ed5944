"""``cchc-rules check``: every fault and every warning of rulesets, each at its place with a caret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, assert_never

import click

from cchc_rules.cli.annotations import annotate, sarif_log
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, DOUBTFUL, FINDINGS, RIGHT, WRONG, Terminal, paint, pass_terminal
from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import cases_beside, load_with_places
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.values import FIRST_DATE, Value

FORMATS: Final = ("text", "json", "github", "sarif")
"""``github`` writes the workflow commands that GitHub shows as remarks on the lines of a change; ``sarif`` is the form
that code-scanning pages and editors read."""


@command("check")
@ruleset_argument(many=True)
@option("--strict", key="option.strict", is_flag=True)
@option("--format", "form", key="option.check-format", type=click.Choice(FORMATS), default=FORMATS[0])
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], strict: bool, form: str) -> int:
    """Prints the problems of the rulesets named, then how many there are."""
    problems: list[Problem] = []
    found = find_rulesets(rulesets)
    for file in found:
        for problem in problems_of(file):
            problems.append(problem)
            if form == "text":
                terminal.result(terminal.problem(problem))
            elif form == "github":
                terminal.result(annotate(problem, terminal.language))
    counts = {level: sum(one.severity == level for one in problems) for level in ("error", "warning")}
    match form:
        case "json":
            told = [problem.to_dict(terminal.language) for problem in problems]
            terminal.result(json.dumps({"files": len(found), **counts, "problems": told}, ensure_ascii=False, indent=2))
        case "sarif":
            terminal.result(json.dumps(sarif_log(problems, terminal.language), ensure_ascii=False, indent=2))
        case "text" if not terminal.quiet:
            style = WRONG if counts["error"] else DOUBTFUL if counts["warning"] else RIGHT
            terminal.result(paint(terminal.say("check.summary", files=len(found), **counts), style))
    return FINDINGS if counts["error"] or (strict and counts["warning"]) else DONE


def problems_of(source: Path | str) -> tuple[Problem, ...]:
    """Everything wrong with a ruleset and its cases: errors first stop what builds on them."""
    try:
        loaded = load_with_places(source)
        cases = cases_beside(loaded.ruleset)
    except RulesetError as error:
        return error.problems
    return (*loaded.warnings, *lint(loaded, cases), *_find_refusals(loaded.ruleset))


def _find_refusals(ruleset: Ruleset) -> Iterator[Problem]:
    """What keeps a category from being compiled; values that have to be given are stood in for."""
    given = {
        one.name: [_stand_in(one.type)] if one.many else _stand_in(one.type)
        for one in ruleset.parameters
        if one.value is None and not one.dated
    }
    for category in ruleset.categories:
        try:
            compile(ruleset, category.id, parameters=given)
        except RulesetError as error:
            yield from (one for one in error.problems if one.code != "roll-too-short")


def _stand_in(kind: Type) -> Value:
    """Some value of a type, for a parameter that has to be given."""
    match kind:
        case NumberType(minimum=minimum, maximum=maximum):
            return minimum if minimum is not None else maximum if maximum is not None else 1
        case DateType():
            return FIRST_DATE
        case GradeType(scale=scale):
            return scale.levels[0]
        case ChoiceType(options=options):
            return options[0]
        case BooleanType() | TextType() | ListType() | QuotientType():  # a parameter is none of the last three
            return True
        case _:
            assert_never(kind)
