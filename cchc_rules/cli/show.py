"""``cchc-rules show``: what a ruleset holds; with a category, its facts and criteria."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cchc_rules.cli.rulesets import category_argument, complete_criteria, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, page, pass_terminal
from cchc_rules.decisions.decision import Finding
from cchc_rules.decisions.footing import write_dated
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.engines.direct.engine import write_criterion
from cchc_rules.language.ruleset import Category, Clause, Criterion, Fact, Ruleset
from cchc_rules.language.types import ChoiceType, GradeType, ListType
from cchc_rules.pages.campaign_words import condition, findings, type_words
from cchc_rules.pages.score_words import ResultSheet, list_result_sheets
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.compiler import compile, find_category
from cchc_rules.text import nearest, visible
from cchc_rules.values import Words


@command("show")
@ruleset_argument()
@category_argument(required=False)
@option("--code", key="option.code", metavar="CRITERION", shell_complete=complete_criteria)
@pass_terminal
def run(terminal: Terminal, ruleset: str, category: str | None, code: str | None) -> int:
    """Prints the ruleset, one category of it, or the generated Python of one criterion."""
    loaded = load_ruleset(ruleset)
    if code is not None:
        if category is None:
            raise click.MissingParameter(param=click.Argument(["category"]))
        program = compile(loaded, category)
        known = [one.id for one in program.order]
        if code not in known:
            fields = {"criterion": visible(code), "nearest": nearest(code, known), "known": ", ".join(known)}
            raise RulesetError([Problem("unknown-criterion", None, fields)])
        terminal.result(write_criterion(program, code))
        return DONE
    one = None if category is None else find_category(loaded, category)
    with page(terminal.out):
        words = terminal.language
        terminal.out.print(f"{loaded.title.within(words)} ({loaded.id} {loaded.version})", style="bold")
        terminal.out.print(loaded.issuer.within(words))
        if loaded.partial is not None:
            terminal.out.print(loaded.partial.within(words), style="italic")
        if one is None:
            _print_contents(loaded, terminal)
        else:
            _print_category(loaded, one, terminal)
    return DONE


def _print_contents(ruleset: Ruleset, terminal: Terminal) -> None:
    words = terminal.language
    _print_section("show.sources", terminal)
    for source in ruleset.sources:
        dated = f", {write_date(source.published, words)}" if source.published else ""
        _print_line(f"{source.title.within(words)}{dated} ({source.id})", terminal)
    if ruleset.parameters:
        _print_section("show.parameters", terminal)
    for parameter in ruleset.parameters:
        value = terminal.say("show.not-given") if parameter.value is None else _write(parameter.value, words)
        if parameter.dated:
            value = write_dated(parameter, parameter.dated, words)
        _print_line(f"{parameter.name} = {value}: {parameter.label.within(words)}", terminal)
        _print_places(parameter.every_clause, terminal, 5)
    _print_section("show.categories", terminal)
    for category in ruleset.categories:
        counted = terminal.say("show.counts", facts=len(category.facts), criteria=len(category.criteria))
        _print_line(f"{category.id}: {category.title.within(words)} ({counted})", terminal)


def _write(value: object, language: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_write(one, language) for one in value)
    return write_date(value, language) if isinstance(value, date) else str(value)


def _print_category(ruleset: Ruleset, category: Category, terminal: Terminal) -> None:
    found = findings(ruleset, category.id)
    terminal.out.print()
    terminal.out.print(f"{category.title.within(terminal.language)} ({category.id})", style="bold")
    if category.partial is not None:
        terminal.out.print(category.partial.within(terminal.language), style="italic")
    _print_section("show.facts", terminal)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for name, kind, (label, *more) in _fact_rows(category.facts, terminal):
        table.add_row(name, kind, Text(label) + Text("".join(f"\n{line}" for line in more), style="dim"))
    terminal.out.print(Padding(table, (0, 0, 0, 2)))
    for sheet in list_result_sheets(ruleset, category):
        _print_sheet(sheet, terminal)
    if category.criteria:
        _print_section("show.criteria", terminal)
    for number, criterion in enumerate(category.criteria, start=1):
        _print_criterion(criterion, found, f"{number}. ", 2, terminal)


def _print_sheet(sheet: ResultSheet, terminal: Terminal) -> None:
    """A score with its lines, or a grade with its bands and caps."""
    words = terminal.language
    terminal.out.print()
    points = _join(sheet.points, words)
    title = f"{sheet.title.within(words)} [{sheet.name}]"
    terminal.out.print(f"{title} – {points}" if points else title, style="bold")
    _print_places(sheet.clauses, terminal, 2)
    for row in sheet.rows:
        indent = 2 + 2 * row.number.count(".")
        number = f"{row.number}. " if row.number else ""
        name = f" [{row.id}]" if row.id else ""
        points = f" – {_join(row.points, words)}" if row.points else ""
        _print_line(f"{number}{row.title.within(words)}{name}{points}", terminal, indent)
        for line in row.how:
            _print_line(line.within(words), terminal, indent + 3)
        _print_places(row.clauses, terminal, indent + 3)


def _join(words: Iterable[Words], language: str) -> str:
    return ", ".join(one.within(language) for one in words)


def _fact_rows(facts: tuple[Fact, ...], terminal: Terminal, indent: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Name, type and meaning of each fact; its levels, options, help and judge stand below its label."""
    for fact in facts:
        judged = f" ({terminal.say('show.judged')})" if fact.kind == "judged" else ""
        lines = [fact.label.within(terminal.language), *_explain_fact(fact, terminal)]
        yield f"{indent}{fact.name}", _name_type(fact, terminal) + judged, lines
        if isinstance(fact.type, ListType):
            yield from _fact_rows(fact.type.fields, terminal, indent + "  ")


def _name_type(fact: Fact, terminal: Terminal) -> str:
    match fact.type:
        case GradeType():
            return terminal.say("type.grade")
        case ChoiceType():
            return terminal.say("type.choice")
        case _:
            return type_words(fact).within(terminal.language)


def _explain_fact(fact: Fact, terminal: Terminal) -> Iterator[str]:
    """What somebody who fills it in has to know: what may be written, what is meant, who judges."""
    if isinstance(fact.type, GradeType):
        yield terminal.say("show.levels", levels=" < ".join(fact.type.scale.levels))
        if unranked := fact.type.scale.unranked:
            yield terminal.say("show.unranked", words=", ".join(unranked))
    if isinstance(fact.type, ChoiceType):
        yield terminal.say(
            "show.options.open" if fact.type.open else "show.options", options=", ".join(fact.type.options)
        )
    if fact.words:
        yield terminal.say("show.words", words=", ".join(fact.words))
    if fact.help is not None:
        yield fact.help.within(terminal.language)
    if fact.judge is not None:
        yield terminal.say("show.judge", judge=fact.judge.within(terminal.language))
    if fact.changeable is not None:
        kind = "list-" if isinstance(fact.type, ListType) else ""
        yield terminal.say(f"show.changeable-{kind}{str(fact.changeable).lower()}")


def _print_criterion(
    criterion: Criterion, found: Mapping[str, Finding], mark: str, indent: int, terminal: Terminal
) -> None:
    words = terminal.language
    group = f" – {terminal.say(f'show.{criterion.group}', least=criterion.least)}" if criterion.group else ""
    group += f" – {terminal.say('criterion.defers')}" if criterion.defers else ""
    _print_line(f"{mark}{criterion.title.within(words)} [{criterion.id}]{group}", terminal, indent)
    if (finding := found.get(criterion.id)) is not None:
        for key, trace in (("show.require", finding.trace.require), ("show.applies", finding.trace.applies)):
            if trace is not None:
                _print_line(terminal.say(key, condition=condition(trace).within(words)), terminal, indent + 3)
    if mark != "– ":
        _print_places(criterion.clauses, terminal, indent + 3)
    for member in criterion.members:
        _print_criterion(member, found, "– ", indent + 3, terminal)


def _print_places(clauses: Iterable[Clause], terminal: Terminal, indent: int) -> None:
    """Where it comes from, if anything is cited."""
    if places := "; ".join(f"{clause.ref} ({clause.at.within(terminal.language)})" for clause in clauses):
        _print_line(places, terminal, indent)


def _print_section(key: str, terminal: Terminal) -> None:
    terminal.out.print()
    terminal.out.print(terminal.say(key), style="bold")


def _print_line(text: str, terminal: Terminal, indent: int = 2) -> None:
    terminal.out.print(Padding(text, (0, 0, 0, indent)))
