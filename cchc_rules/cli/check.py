"""``cchc-rules check``: every fault and every warning of rulesets, each at its place with a caret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, assert_never

import click

from cchc_rules.cli.session import DONE, FINDINGS, Session, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.language.documents.folders import (
    RULESET_FILE,
    find_shipped_root,
    is_there,
    open_file,
    roots,
    ruleset_path,
)
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
from cchc_rules.problems import Problem, RulesetError, Span
from cchc_rules.program.compiler import compile
from cchc_rules.values import FIRST_DATE, Value

FORMATS: Final = ("text", "json", "github")
"""``github`` writes the workflow commands that GitHub shows as remarks on the lines of a change."""


@command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@option("--strict", key="option.strict", is_flag=True)
@option("--format", "form", key="option.check-format", type=click.Choice(FORMATS), default=FORMATS[0])
@pass_session
def run(session: Session, paths: tuple[str, ...], strict: bool, form: str) -> int:
    """Prints the problems of every ruleset found at the paths, then how many there are."""
    counts = {"error": 0, "warning": 0}
    problems: list[Problem] = []
    found = [file for path in paths or (_default(),) for file in ruleset_files(path)]
    for file in found:
        for problem in problems_of(file):
            counts[problem.severity] += 1
            problems.append(problem)
            if form == "text":
                session.result(session.problem(problem))
            elif form == "github":
                session.result(_annotate(problem, session.language))
    if form == "json":
        described = [problem.to_dict(session.language) for problem in problems]
        session.result(json.dumps({"files": len(found), **counts, "problems": described}, ensure_ascii=False, indent=2))
    elif form == "text":
        session.result(session.say("check.summary", files=len(found), **counts))
    return FINDINGS if counts["error"] or (strict and counts["warning"]) else DONE


def _annotate(problem: Problem, language: str) -> str:
    """A workflow command; what ends a line, a property or a command is written as GitHub's own codes."""
    where = problem.where
    text = _escape(f"{problem.message(language)}; {problem.help(language)}".removesuffix("; "))
    if not isinstance(where, Span):
        return f"::{problem.severity} title={problem.code}::{text}"
    file = _escape(where.file).replace(":", "%3A").replace(",", "%2C")
    return f"::{problem.severity} file={file},line={where.line},col={where.column},title={problem.code}::{text}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


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
        if one.value is None
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


def ruleset_files(path: str) -> list[Path | str]:
    """The rulesets at a path: the file itself, the folder's own, or those of its folders; anything else is an id.

    Raises RulesetError for what is not there.
    """
    place = Path(path)
    if not is_there(place):
        open_file(ruleset_path(path, roots()))
        return [path]
    if not place.is_dir():
        return [place]
    if (place / RULESET_FILE).exists():
        return [place / RULESET_FILE]
    if not (below := sorted(place.glob(f"*/{RULESET_FILE}"))):
        raise RulesetError([Problem("no-rulesets-there", None, {"path": path})])
    return list(below)


def _default() -> str:
    return "rulesets" if Path("rulesets").is_dir() else str(find_shipped_root())
