"""``cchc-rules compare``: two rulesets against each other, or two files of results: what turns, and for whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from cchc_rules.analysis.comparison import Comparison, choose_programs, compare, find_compared
from cchc_rules.analysis.comparison_words import write_comparison
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.turned_rows import TurnedRows, compare_stored
from cchc_rules.analysis.turned_words import TurnWords, write_turned
from cchc_rules.cli.compared_files import CandidateFile, ResultFiles
from cchc_rules.cli.parameters import as_day, as_mapping, as_paths
from cchc_rules.cli.rulesets import load_ruleset
from cchc_rules.cli.speaking import WrongUse, command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.files import refuse_overwriting, whole_file
from cchc_rules.intake.table import TableError
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem
from cchc_rules.reports.comparison_workbook import write_comparison_workbook, write_turned_workbook

_ENDINGS: Final = {".xlsx": "xlsx", ".json": "json", ".txt": "table"}


@command("compare")
@click.argument("old")
@click.argument("new")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@option("--category", key="option.compare-category")
@option("--list", "lists", key="option.list", multiple=True, metavar="NAME=FILE", callback=as_paths)
@option("--as-of", key="option.as-of", metavar="DATE", callback=as_day)
@option("--ignore", key="option.ignore", multiple=True, metavar="HEADER")
@option("--sheet", key="option.sheet", metavar="NAME")
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("--rename", "renames", key="option.rename", multiple=True, metavar="OLD=NEW", callback=as_mapping)
@option("--param", "parameters", key="option.compare-param", multiple=True, metavar="NAME=VALUE", callback=as_mapping)
@option("--results", "of_results", key="option.compare-results", is_flag=True)
@option("-o", "--output", key="option.compare-output", type=click.Path(path_type=Path, dir_okay=False))
@option("--format", "form", key="option.compare-format", type=click.Choice(("table", "json")), default="table")
@pass_terminal
def run(
    terminal: Terminal,
    /,
    old: str,
    new: str,
    file: Path | None,
    category: str | None,
    of_results: bool,
    output: Path | None,
    form: str,
    renames: Mapping[str, str],
    parameters: Mapping[str, str],
    **asked: Any,
) -> int:
    """Prints or writes the comparison; 1 when somebody comes out otherwise, or when that stays open."""
    form = form if output is None else find_comparison_form(output)
    read = [Path(old), Path(new)] if of_results else [] if file is None else [file, *asked["lists"].values()]
    if output is not None:
        refuse_overwriting(read, output)
    if of_results:
        if file is not None:
            raise WrongUse(terminal.say("compare.usage-results"))
        results = ResultFiles.read(*read)
        return _print_results(results, output, form, terminal)
    rulesets = load_ruleset(old), load_ruleset(new)
    given = _read_parameters(rulesets, parameters)
    candidates = None
    if file is not None:
        if category is None:
            shared = [one.id for one in rulesets[1].categories]
            raise WrongUse(terminal.say("compare.usage-category", known=", ".join(shared)))
        programs = choose_programs(*rulesets, category, given)
        candidates = CandidateFile(file, **asked).decide(*programs, renames, terminal)
    found = compare(*rulesets, category=category, renames=renames, parameters=given)
    return _print_rules(replace(found, rows=candidates), output, form, terminal)


def _print_rules(found: Comparison, output: Path | None, form: str, terminal: Terminal) -> int:
    language = terminal.language
    words = TurnWords.of((each for one in (found.old, found.new) for each in find_compared(one, found)), language)
    turned = () if found.rows is None else write_turned(found.rows, words)
    write = partial(write_comparison_workbook, found=found, words=words)
    _print_found(found, chain(write_comparison(found, language), turned), write, output, form, terminal)
    turns = found.rows is not None and bool(found.rows.turned)
    return FINDINGS if turns or found.certainty is not Certainty.PROVED else DONE


def _print_results(results: ResultFiles, output: Path | None, form: str, terminal: Terminal) -> int:
    found = compare_stored(results.old["results"], results.new["results"])
    words, remarks = results.find_words(terminal.language), results.list_remarks(terminal.language)
    for remark in remarks if form in ("xlsx", "json") else ():
        terminal.message(remark)
    write = partial(write_turned_workbook, found=found, words=words)
    _print_found(found, chain(remarks, write_turned(found, words)), write, output, form, terminal)
    return FINDINGS if found.turned else DONE


def _print_found(
    found: Comparison | TurnedRows,
    lines: Iterable[str],
    write: Callable[[Path], None],
    output: Path | None,
    form: str,
    terminal: Terminal,
) -> None:
    """Prints a comparison, or writes it as the form says, whole or not at all, and says where."""
    if form == "json":
        lines = [json.dumps(found.to_dict(), ensure_ascii=False, indent=2)]
    if output is None:
        for line in lines:  # all are made before the first is printed
            terminal.result(line)
        return
    if form == "xlsx":
        write(output)
    else:
        with whole_file(output, encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
    terminal.note(terminal.say("compare.written", path=output))


def find_comparison_form(output: Path) -> str:
    """The form a file's name ends like; TableError for another ending."""
    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        raise TableError([Problem("output-ending", None, {"ending": ending})])
    return _ENDINGS[ending]


def _read_parameters(rulesets: tuple[Ruleset, Ruleset], given: Mapping[str, str]) -> Mapping[str, object]:
    """The parameters given, each read by the ruleset that has it, the new one first; for `compile` to refuse."""
    old, new = rulesets
    mine = {one.name for one in old.parameters} - {one.name for one in new.parameters}
    return {
        **read_parameters(old, {name: value for name, value in given.items() if name in mine}),
        **read_parameters(new, {name: value for name, value in given.items() if name not in mine}),
    }
