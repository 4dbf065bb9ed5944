"""``cchc-rules map``: proposes which column of an office's own table holds which fact, and has it confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from rich.table import Table

from cchc_rules.cli.rulesets import category_argument, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, page, pass_terminal
from cchc_rules.files import refuse_overwriting, whole_file
from cchc_rules.intake.book import SPREADSHEET_ENDINGS, read_book
from cchc_rules.intake.headers import HeaderWords, column_letters
from cchc_rules.intake.mapped_header import find_contrary_headings
from cchc_rules.intake.mapping_text import write_mapping
from cchc_rules.intake.probe import probe_file
from cchc_rules.intake.proposal import ColumnGuess, MappingProposal, find_list_shapes, propose_mapping
from cchc_rules.intake.table import TableError, refuse
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Problem
from cchc_rules.program.compiler import find_category
from cchc_rules.text import visible


@command("map")
@ruleset_argument()
@category_argument()
@click.argument("file", type=click.Path(path_type=Path))
@option("-o", "--output", key="option.map-output", type=click.Path(path_type=Path), required=True)
@option("--sheet", key="option.sheet", metavar="NAME")
@option("--confirm", key="option.confirm", metavar="NAME")
@pass_terminal
def run(
    terminal: Terminal, ruleset: str, category: str, file: Path, output: Path, sheet: str | None, confirm: str | None
) -> int:
    """Prints the columns with samples, asks what is not certain where somebody confirms, and writes the mapping."""
    refuse_overwriting([file], output)
    loaded = load_ruleset(ruleset)
    found = find_category(loaded, category)
    if file.suffix.lower() not in SPREADSHEET_ENDINGS:
        raise refuse("mapping-file", str(file), ending=file.suffix or file.name)
    probe_file(file)
    words = HeaderWords(found, ruleset=loaded)
    proposal = propose_mapping(read_book(file, sheet=sheet), words, sheet=sheet)
    _print_columns(proposal, found, terminal)
    despite: dict[int, tuple[str, ...]] = {}
    for_all: frozenset[str] = frozenset()
    confirmed = None
    if confirm is not None:
        asked = [_settle_headings(_ask(one, found, terminal), words, terminal) for one in proposal.columns]
        proposal = replace(proposal, columns=tuple(one for one, _ in asked))
        despite = {one.index: quoted for one, quoted in asked}
        for_all = frozenset(_ask_for_all(proposal, found, terminal))
        confirmed = confirm, date.today()
    text = write_mapping(
        proposal, loaded, found, terminal.language, despite=despite, for_all=for_all, confirmed=confirmed
    )
    with whole_file(output) as out:
        out.write(text)
    terminal.message(terminal.say("map.written" if confirm is None else "map.confirmed", path=output, name=confirm))
    return DONE


def _print_columns(proposal: MappingProposal, category: Category, terminal: Terminal) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("column", "header", "samples", "use"):
        table.add_column(terminal.say(f"map.{key}"), overflow="fold")
    for one in proposal.columns:
        use = _tell_use(one, category, terminal)
        cells = (visible(one.header), " | ".join(one.samples), use if one.certain else f"? {use}")
        table.add_row(column_letters(one.index + 1), *cells)
    rows = ", ".join(map(str, proposal.header))
    terminal.result(terminal.say("map.sheet", sheet=visible(proposal.sheet), rows=rows, first=proposal.first))
    with page(terminal.out):
        terminal.out.print(table)


def _tell_use(one: ColumnGuess, category: Category, terminal: Terminal) -> str:
    """What a column is proposed for, in the words of the ruleset."""
    language = terminal.language
    if one.use in ("id", "name", "ignore"):
        return terminal.say(f"map.use.{one.use}")
    fact = category.fact(one.fact)
    label = fact.label.within(language)
    if one.use == "count":
        return terminal.say("map.use.count", list=label)
    if one.use == "field" and isinstance(fact.type, ListType):
        field = next(field for field in fact.type.fields if field.name == one.field)
        return terminal.say("map.use.field", list=label, number=one.member + 1, label=field.label.within(language))
    said = "" if one.answer is None else f" = {terminal.say('truth.true' if one.answer else 'truth.false')}"
    return f"{label}{said}"


def _ask(one: ColumnGuess, category: Category, terminal: Terminal) -> ColumnGuess:
    """The column as it is after an answer: as proposed, or passed over; what is certain is not asked about."""
    if one.certain:
        return one
    fields = {"column": column_letters(one.index + 1), "header": visible(one.header) or "–"}
    fields |= {"samples": " | ".join(one.samples), "use": _tell_use(one, category, terminal)}
    if one.use == "ignore":
        if not click.confirm(terminal.say("map.ask-ignore", **fields), err=True):
            raise TableError([Problem("mapping-by-hand", None, fields)])
        return replace(one, certain=True)
    if click.confirm(terminal.say("map.ask", **fields), err=True):
        return replace(one, certain=True)
    return ColumnGuess(one.index, one.parts, samples=one.samples)


def _settle_headings(one: ColumnGuess, words: HeaderWords, terminal: Terminal) -> tuple[ColumnGuess, tuple[str, ...]]:
    """The column with the headings it is read in spite of; passed over where somebody says that it is not the fact."""
    found = _fact_of(one, words)
    if found is None:
        return one, ()
    fact, around = found
    quoted: list[str] = []
    for problem in find_contrary_headings(fact, one.parts, around, answered=one.answer is not None):
        terminal.message(terminal.problem(problem))
        if not click.confirm(terminal.say("map.ask-despite", column=column_letters(one.index + 1)), err=True):
            return ColumnGuess(one.index, one.parts, samples=one.samples), ()
        quoted.append(str(problem.fields["heading"]))
    return one, tuple(quoted)


def _fact_of(one: ColumnGuess, words: HeaderWords) -> tuple[Fact, HeaderWords] | None:
    """The fact or field a column states, and the words among which it is; None where it states none."""
    fact = next((fact for fact in words.facts if fact.name == one.fact), None)
    if fact is None or one.use not in ("fact", "count", "field"):
        return None
    if one.use != "field" or not isinstance(fact.type, ListType):
        return fact, words
    return next(field for field in fact.type.fields if field.name == one.field), words.within(fact.type)


def _ask_for_all(proposal: MappingProposal, category: Category, terminal: Terminal) -> Iterator[str]:
    """The lists of which the one answer in the columns stands for every member counted."""
    for name, (counted, members) in find_list_shapes(proposal).items():
        label = category.fact(name).label.within(terminal.language)
        keyed = any(one.field == category.fact(name).key for one in proposal.columns if one.fact == name)
        if counted and members == 1 and not keyed and click.confirm(terminal.say("map.ask-all", list=label), err=True):
            yield name
