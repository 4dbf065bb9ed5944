"""``cchc-rules show``: what a ruleset holds; with a category, its facts and criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cchc_rules.cli.rulesets import category_argument, complete_criteria, load_ruleset, ruleset_argument
from cchc_rules.cli.session import DONE, Session, page, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.decisions.decision import Finding
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.engines.direct.engine import write_criterion
from cchc_rules.language.ruleset import Category, Criterion, Fact, Ruleset
from cchc_rules.language.types import ChoiceType, GradeType, ListType
from cchc_rules.pages.campaign_words import condition, findings, type_words
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.compiler import compile, find_category
from cchc_rules.text import nearest, visible


@command("show")
@ruleset_argument()
@category_argument(required=False)
@option("--code", key="option.code", metavar="CRITERION", shell_complete=complete_criteria)
@pass_session
def run(session: Session, ruleset: str, category: str | None, code: str | None) -> int:
    """Prints the ruleset, one category of it, or the generated Python of one criterion."""
    loaded = load_ruleset(ruleset)
    if code is not None:
        if category is None:
            raise click.MissingParameter(param=click.Argument(["category"]))
        session.result(_generate_code(loaded, category, code))
        return DONE
    one = None if category is None else find_category(loaded, category)
    with page(session.out):
        _print_head(loaded, session)
        if one is None:
            _print_contents(loaded, session)
        else:
            _print_category(loaded, one, session)
    return DONE


def _generate_code(ruleset: Ruleset, category: str, criterion: str) -> str:
    program = compile(ruleset, category)
    known = [one.id for one in program.order]
    if criterion not in known:
        fields = {"criterion": visible(criterion), "nearest": nearest(criterion, known), "known": ", ".join(known)}
        raise RulesetError([Problem("unknown-criterion", None, fields)])
    return write_criterion(program, criterion)


def _print_head(ruleset: Ruleset, session: Session) -> None:
    words = session.language
    session.out.print(f"{ruleset.title.within(words)} ({ruleset.id} {ruleset.version})", style="bold")
    session.out.print(ruleset.issuer.within(words))
    if ruleset.partial is not None:
        session.out.print(ruleset.partial.within(words), style="italic")


def _print_contents(ruleset: Ruleset, session: Session) -> None:
    words = session.language
    _print_section("show.sources", session)
    for source in ruleset.sources:
        dated = f", {write_date(source.published, words)}" if source.published else ""
        _print_line(f"{source.title.within(words)}{dated} ({source.id})", session)
    if ruleset.parameters:
        _print_section("show.parameters", session)
    for parameter in ruleset.parameters:
        value = session.say("show.not-given") if parameter.value is None else _write(parameter.value, words)
        _print_line(f"{parameter.name} = {value}: {parameter.label.within(words)}", session)
    _print_section("show.categories", session)
    for category in ruleset.categories:
        counted = session.say("show.counts", facts=len(category.facts), criteria=len(category.criteria))
        _print_line(f"{category.id}: {category.title.within(words)} ({counted})", session)


def _write(value: object, language: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_write(one, language) for one in value)
    return write_date(value, language) if isinstance(value, date) else str(value)


def _print_category(ruleset: Ruleset, category: Category, session: Session) -> None:
    found = findings(ruleset, category.id)
    session.out.print()
    session.out.print(f"{category.title.within(session.language)} ({category.id})", style="bold")
    if category.partial is not None:
        session.out.print(category.partial.within(session.language), style="italic")
    _print_section("show.facts", session)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for name, kind, (label, *more) in _fact_rows(category.facts, session):
        table.add_row(name, kind, Text(label) + Text("".join(f"\n{line}" for line in more), style="dim"))
    session.out.print(Padding(table, (0, 0, 0, 2)))
    _print_section("show.criteria", session)
    for number, criterion in enumerate(category.criteria, start=1):
        _print_criterion(criterion, found, f"{number}. ", 2, session)


def _fact_rows(facts: tuple[Fact, ...], session: Session, indent: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Name, type and meaning of each fact; its levels, options, help and judge stand below its label."""
    for fact in facts:
        judged = f" ({session.say('show.judged')})" if fact.kind == "judged" else ""
        lines = [fact.label.within(session.language), *_explain_fact(fact, session)]
        yield f"{indent}{fact.name}", _name_type(fact, session) + judged, lines
        if isinstance(fact.type, ListType):
            yield from _fact_rows(fact.type.fields, session, indent + "  ")


def _name_type(fact: Fact, session: Session) -> str:
    match fact.type:
        case GradeType():
            return session.say("type.grade")
        case ChoiceType():
            return session.say("type.choice")
        case _:
            return type_words(fact).within(session.language)


def _explain_fact(fact: Fact, session: Session) -> Iterator[str]:
    """What somebody who fills it in has to know: what may be written, what is meant, who judges."""
    if isinstance(fact.type, GradeType):
        yield session.say("show.levels", levels=" < ".join(fact.type.scale.levels))
        if unranked := fact.type.scale.unranked:
            yield session.say("show.unranked", words=", ".join(unranked))
    if isinstance(fact.type, ChoiceType):
        yield session.say("show.options", options=", ".join(fact.type.options))
    if fact.words:
        yield session.say("show.words", words=", ".join(fact.words))
    if fact.help is not None:
        yield fact.help.within(session.language)
    if fact.judge is not None:
        yield session.say("show.judge", judge=fact.judge.within(session.language))


def _print_criterion(
    criterion: Criterion, found: Mapping[str, Finding], mark: str, indent: int, session: Session
) -> None:
    words = session.language
    group = f" – {session.say(f'show.{criterion.group}', least=criterion.least)}" if criterion.group else ""
    group += f" – {session.say('criterion.defers')}" if criterion.defers else ""
    _print_line(f"{mark}{criterion.title.within(words)} [{criterion.id}]{group}", session, indent)
    if (finding := found.get(criterion.id)) is not None:
        for key, trace in (("show.require", finding.trace.require), ("show.applies", finding.trace.applies)):
            if trace is not None:
                _print_line(session.say(key, condition=condition(trace).within(words)), session, indent + 3)
    if mark != "– ":
        places = "; ".join(f"{clause.ref} ({clause.at.within(words)})" for clause in criterion.clauses)
        _print_line(places, session, indent + 3)
    for member in criterion.members:
        _print_criterion(member, found, "– ", indent + 3, session)


def _print_section(key: str, session: Session) -> None:
    session.out.print()
    session.out.print(session.say(key), style="bold")


def _print_line(text: str, session: Session, indent: int = 2) -> None:
    session.out.print(Padding(text, (0, 0, 0, indent)))
