"""``cchc-rules coverage``: clauses against criteria, and criteria against the outcomes that cases show."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import click
from rich.table import Table
from rich.text import Text

from cchc_rules.analysis.coverage import ClauseCoverage, Coverage, CriterionCoverage, Reach, find_coverage
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.session import DONE, FINDINGS, RIGHT, WRONG, Session, page, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.language.loader import cases_beside, load
from cchc_rules.values import Outcome

FORMATS: Final = ("table", "json", "markdown")
_HEADINGS: Final = ("clause", "at", "reach", "by")
_INDENT: Final = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"


@command("coverage")
@ruleset_argument(many=True)
@option("--format", "form", key="option.coverage-format", type=click.Choice(FORMATS), default=FORMATS[0])
@pass_session
def run(session: Session, rulesets: tuple[str, ...], form: str) -> int:
    """Prints the coverage of the rulesets named, or of all known ones."""
    sources = find_rulesets(rulesets)
    loaded = [load(source) for source in sources]
    found = [find_coverage(ruleset, cases_beside(ruleset)) for ruleset in loaded]
    match form:
        case "json":
            session.result(json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=2))
        case "markdown":
            session.result("\n\n".join("\n".join(_markdown(one, session)) for one in found))
        case _:
            with page(session.out):
                for one in found:
                    _print(one, session)
    return FINDINGS if any(one.holes for one in found) else DONE


def _print(found: Coverage, session: Session) -> None:
    session.out.print(f"{found.ruleset.title.within(session.language)} ({found.ruleset.id})", style="bold")
    session.out.print()
    session.out.print(session.say("coverage.clauses"), style="bold")
    wrong = {session.say("coverage.unseen"), session.say(f"coverage.{Reach.UNCOVERED}")}
    headings = [session.say(f"coverage.{key}") for key in _HEADINGS]
    session.out.print(_table(headings, _clause_rows(found, session), wrong))
    for category, title in _categories(found, session):
        session.out.print()
        session.out.print(title, style="bold")
        session.out.print(
            _table(_outcome_headings(session), _criterion_rows(found, category, session), wrong, numbers=True)
        )
    session.out.print()
    for name in found.failed:
        session.out.print(session.say("coverage.failed", name=name), style=WRONG)
    session.out.print(_summary(found, session), style=f"bold {WRONG if found.holes else RIGHT}")
    session.out.print()


def _table(
    headings: Sequence[str], rows: Iterator[list[str]], wrong: Collection[str], *, numbers: bool = False
) -> Table:
    """The rows as a table; cells that say what is ``wrong`` are in its colour."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if numbers and index else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, f"bold {WRONG}" if cell in wrong else "") for cell in row))
    return table


def _categories(found: Coverage, session: Session) -> Iterator[tuple[str, str]]:
    """Each category with the heading of its table."""
    for category in found.ruleset.categories:
        fields = {"category": category.title.within(session.language), "cases": found.cases[category.id]}
        yield category.id, session.say("coverage.outcomes", **fields)


def _outcome_headings(session: Session) -> list[str]:
    return [session.say("coverage.criterion"), *(session.say(f"report.{outcome}") for outcome in Outcome)]


def _clause_rows(found: Coverage, session: Session) -> Iterator[list[str]]:
    several = len(found.ruleset.sources) > 1
    for one in found.clauses:
        name = one.clause.ref if several else one.clause.ref.rpartition("/")[2]
        place = one.clause.at.within(session.language)
        yield [name, place, session.say(f"coverage.{one.reach}"), _by(one, session)]


def _by(one: ClauseCoverage, session: Session) -> str:
    """What cites the clause; why it is left out, when it is."""
    if one.reach is Reach.LEFT_OUT and one.clause.left_out is not None:
        return one.clause.left_out.within(session.language)
    parameters = (session.say("coverage.parameter", name=name) for name in one.parameters)
    scales = (session.say("coverage.scale", name=name) for name in one.scales)
    return ", ".join((*one.criteria, *parameters, *scales))


def _criterion_rows(found: Coverage, category: str, session: Session) -> Iterator[list[str]]:
    for one in found.criteria:
        if one.category == category:
            yield [f"{_INDENT * one.depth}{one.criterion.id}", *(_count(one, outcome, session) for outcome in Outcome)]


def _count(one: CriterionCoverage, outcome: Outcome, session: Session) -> str:
    if outcome not in one.due:
        return session.say("coverage.not-due")
    return str(one.seen[outcome]) if one.seen[outcome] else session.say("coverage.unseen")


def _summary(found: Coverage, session: Session) -> str:
    counts = {"clauses": len(found.clauses), "criteria": len(found.criteria), "cases": sum(found.cases.values())}
    return session.say("coverage.summary", id=found.ruleset.id, holes=found.holes, **counts)


def _markdown(found: Coverage, session: Session) -> Iterator[str]:
    """The lines of the coverage as Markdown: a section a ruleset, a table for clauses and one for each category."""
    yield f"## {found.ruleset.title.within(session.language)} (`{found.ruleset.id}`)"
    yield ""
    yield f"### {session.say('coverage.clauses')}"
    yield ""
    headings = [session.say(f"coverage.{key}") for key in _HEADINGS]
    yield from _markdown_table(headings, _clause_rows(found, session))
    for category, title in _categories(found, session):
        yield from ("", f"### {title}", "")
        yield from _markdown_table(_outcome_headings(session), _criterion_rows(found, category, session))
    yield ""
    yield from (f"- {session.say('coverage.failed', name=name)}" for name in found.failed)
    yield _summary(found, session)


def _markdown_table(headings: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|---" * len(headings) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
