"""``cchc-rules coverage``: clauses against criteria, and criteria against the outcomes that cases show."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import click
from rich.table import Table
from rich.text import Text

from cchc_rules.analysis.coverage import ClauseCoverage, Coverage, CriterionCoverage, Reach, find_coverage
from cchc_rules.analysis.mutants import MutantReport, try_mutants
from cchc_rules.analysis.result_coverage import PartCoverage
from cchc_rules.cli.mutants import write_mutants
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, RIGHT, WRONG, Terminal, page, pass_terminal
from cchc_rules.language.loader import cases_beside, load
from cchc_rules.values import Outcome

FORMATS: Final = ("table", "json", "markdown")
_HEADINGS: Final = ("clause", "at", "reach", "by")
_INDENT: Final = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"


@command("coverage")
@ruleset_argument(many=True)
@option("--format", "form", key="option.coverage-format", type=click.Choice(FORMATS), default=FORMATS[0])
@option("--mutants", "with_mutants", key="option.coverage-mutants", is_flag=True)
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], form: str, with_mutants: bool) -> int:
    """Prints the coverage of the rulesets named, or of all known ones."""
    sources = find_rulesets(rulesets)
    loaded = [load(source) for source in sources]
    found = [find_coverage(ruleset, cases_beside(ruleset)) for ruleset in loaded]
    tried = [try_mutants(ruleset, cases_beside(ruleset)) if with_mutants else None for ruleset in loaded]
    pairs = list(zip(found, tried, strict=True))
    match form:
        case "json":
            plain = [one.to_dict() | ({} if other is None else {"mutants": other.to_dict()}) for one, other in pairs]
            terminal.result(json.dumps(plain, ensure_ascii=False, indent=2))
        case "markdown":
            terminal.result("\n\n".join("\n".join(_markdown(*pair, terminal)) for pair in pairs))
        case _:
            with page(terminal.out):
                for pair in pairs:
                    _print(*pair, terminal)
    unnoticed = any(other is not None and other.survivors for other in tried)
    return FINDINGS if unnoticed or any(one.holes for one in found) else DONE


def _print(found: Coverage, mutants: MutantReport | None, terminal: Terminal) -> None:
    terminal.out.print(f"{found.ruleset.title.within(terminal.language)} ({found.ruleset.id})", style="bold")
    terminal.out.print()
    terminal.out.print(terminal.say("coverage.clauses"), style="bold")
    wrong = {terminal.say("coverage.unseen"), terminal.say(f"coverage.{Reach.UNCOVERED}")}
    headings = [terminal.say(f"coverage.{key}") for key in _HEADINGS]
    terminal.out.print(_table(headings, _clause_rows(found, terminal), wrong))
    for one in _tables(found, terminal):
        terminal.out.print()
        terminal.out.print(one.title, style="bold")
        terminal.out.print(_table(one.headings, one.rows, wrong, numbers=one.numbers))
    terminal.out.print()
    for name in found.failed:
        terminal.out.print(terminal.say("coverage.failed", name=name), style=WRONG)
    for line in _lacking(found, terminal):
        terminal.out.print(line, style=WRONG)
    for line in () if mutants is None else write_mutants(mutants, terminal):
        terminal.out.print(line, style=WRONG if line.startswith(" ") else "", markup=False, highlight=False)
    terminal.out.print(_summary(found, terminal), style=f"bold {WRONG if found.holes else RIGHT}")
    terminal.out.print()


def _lacking(found: Coverage, terminal: Terminal) -> Iterator[str]:
    """The checks no case breaks, and where cases that are missing can be had."""
    if found.unseen_checks:
        yield terminal.say("coverage.checks", names=", ".join(found.unseen_checks))
    outcomes, parts = (one.unseen for one in found.criteria), (one.unseen for one in found.parts)
    if found.unseen_checks or any(outcomes) or any(parts):
        yield terminal.say("coverage.hint", id=found.ruleset.id)


def _table(
    headings: Sequence[str], rows: Iterator[list[str]], wrong: Collection[str], *, numbers: bool = False
) -> Table:
    """The rows as a table; cells that say what is ``wrong`` are in its colour."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if numbers and index else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, f"bold {WRONG}" if cell.partition(": ")[0] in wrong else "") for cell in row))
    return table


@dataclass(frozen=True, slots=True)
class _Counts:
    """A table of what cases show."""

    title: str
    headings: list[str]
    rows: Iterator[list[str]]
    numbers: bool


def _tables(found: Coverage, terminal: Terminal) -> Iterator[_Counts]:
    """For each category its criteria by outcome, then its tables, lines and grades by situation."""
    for category in found.ruleset.categories:
        fields = {"category": category.title.within(terminal.language), "cases": found.cases[category.id]}
        parts = [one for one in found.parts if one.category == category.id]
        if category.criteria or not parts:
            title = terminal.say("coverage.outcomes", **fields)
            headings = [terminal.say(key) for key in ("coverage.criterion", *(f"report.{one}" for one in Outcome))]
            yield _Counts(title, headings, _criterion_rows(found, category.id, terminal), True)
        if parts:
            headings = [terminal.say(f"coverage.{key}") for key in ("part", "situations", "lacking")]
            rows = (_part_row(one, terminal) for one in parts)
            yield _Counts(terminal.say("coverage.parts", **fields), headings, rows, False)


def _part_row(part: PartCoverage, terminal: Terminal) -> list[str]:
    """What it is, what cases show of it with their numbers, and what none shows."""
    said = {one: terminal.say(f"coverage.turn.{one.turn}", number=one.number) for one in part.seen}
    shown = (f"{said[one]}: {count}" for one, count in part.seen.items() if count)
    lacking = "; ".join(said[one] for one in part.unseen)
    unseen = f"{terminal.say('coverage.unseen')}: {lacking}" if lacking else ""
    return [f"{part.name}/{part.line}" if part.line else part.name, "; ".join(shown), unseen]


def _clause_rows(found: Coverage, terminal: Terminal) -> Iterator[list[str]]:
    several = len(found.ruleset.sources) > 1
    for one in found.clauses:
        name = one.clause.ref if several else one.clause.ref.rpartition("/")[2]
        place = one.clause.at.within(terminal.language)
        yield [name, place, terminal.say(f"coverage.{one.reach}"), _by(one, terminal)]


def _by(one: ClauseCoverage, terminal: Terminal) -> str:
    """What cites the clause; why it is left out, when it is."""
    if one.reach is Reach.LEFT_OUT and one.clause.left_out is not None:
        return one.clause.left_out.within(terminal.language)
    parameters = (terminal.say("coverage.parameter", name=name) for name in one.parameters)
    scales = (terminal.say("coverage.scale", name=name) for name in one.scales)
    return ", ".join((*one.criteria, *parameters, *scales))


def _criterion_rows(found: Coverage, category: str, terminal: Terminal) -> Iterator[list[str]]:
    for one in found.criteria:
        if one.category == category:
            yield [f"{_INDENT * one.depth}{one.criterion.id}", *(_count(one, outcome, terminal) for outcome in Outcome)]


def _count(one: CriterionCoverage, outcome: Outcome, terminal: Terminal) -> str:
    if outcome not in one.due:
        return terminal.say("coverage.not-due")
    return str(one.seen[outcome]) if one.seen[outcome] else terminal.say("coverage.unseen")


def _summary(found: Coverage, terminal: Terminal) -> str:
    counts = {"clauses": len(found.clauses), "criteria": len(found.criteria), "cases": sum(found.cases.values())}
    key = "coverage.summary.parts" if found.parts else "coverage.summary"
    return terminal.say(key, id=found.ruleset.id, holes=found.holes, parts=len(found.parts), **counts)


def _markdown(found: Coverage, mutants: MutantReport | None, terminal: Terminal) -> Iterator[str]:
    """The lines of the coverage as Markdown: a section a ruleset, a table for clauses and one for each category."""
    yield f"## {found.ruleset.title.within(terminal.language)} (`{found.ruleset.id}`)"
    yield ""
    yield f"### {terminal.say('coverage.clauses')}"
    yield ""
    headings = [terminal.say(f"coverage.{key}") for key in _HEADINGS]
    yield from _markdown_table(headings, _clause_rows(found, terminal))
    for one in _tables(found, terminal):
        yield from ("", f"### {one.title}", "")
        yield from _markdown_table(one.headings, one.rows)
    yield ""
    yield from (f"- {terminal.say('coverage.failed', name=name)}" for name in found.failed)
    yield from (f"- {line}" for line in _lacking(found, terminal))
    yield from (f"- {line.strip()}" for line in (() if mutants is None else write_mutants(mutants, terminal)))
    yield _summary(found, terminal)


def _markdown_table(headings: Sequence[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|---" * len(headings) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
