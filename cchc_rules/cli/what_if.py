"""``cchc-rules what-if``: what other values of a parameter or a fact, or another requirement, would do to a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import click

from cchc_rules.analysis.trials import VariantCounts, WhatIf, count_results
from cchc_rules.analysis.variants import Variant, make_variants
from cchc_rules.cli.parameters import as_mapping
from cchc_rules.cli.progress import show_progress
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import WrongUse, command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, page, pass_terminal
from cchc_rules.decisions.phrasing.problem_words import label_path
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import Table, TableError
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.text import visible

_ENGINES: Final = ("direct", "columns")
_MOST_PRINTED: Final = 20
"""How many of those who turn are printed under each variant; JSON has more."""
_COLUMNS_LACK: Final = {"lists": "--list", "sheet": "--sheet", "mapping": "--map", "ballots": "--ballot"}


@command("what-if")
@takes_request
@option("--vary", key="option.vary", multiple=True, metavar="NAME=VALUE,…", callback=as_mapping)
@option("--replace", "exchange", key="option.exchange", multiple=True, metavar="CRITERION=…", callback=as_mapping)
@option("--id", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("--engine", key="option.what-if-engine", type=click.Choice(_ENGINES), default=_ENGINES[0], show_default=True)
@option("--format", "form", key="option.compare-format", type=click.Choice(("table", "json")), default="table")
@pass_terminal
def run(
    terminal: Terminal,
    /,
    vary: Mapping[str, str],
    exchange: Mapping[str, str],
    engine: str,
    form: str,
    **asked: Any,
) -> int:
    """Prints how many have which verdict under each value and who turns; 1 when a row of the file is invalid."""
    if not vary and not exchange:
        raise WrongUse(terminal.say("variants.nothing"))
    request = Request(**asked)
    program = request.program()
    variants = make_variants(program, _read_values(program, vary), exchange, cells=True, option="--replace")
    found = (_count_blocks if engine == "columns" else _count_rows)(request, program, variants, terminal)
    if form == "json":
        terminal.result(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    else:
        _print(found, terminal)
    return FINDINGS if found.base["invalid"] else DONE


def _read_values(program: Program, vary: Mapping[str, str]) -> dict[str, list[Any]]:
    """The values of each name; of parameters as they are typed elsewhere, of facts as cells."""
    many = {one.name for one in program.ruleset.parameters if one.many}
    own = {one.name for one in program.ruleset.parameters}
    found: dict[str, list[Any]] = {}
    for name, text in vary.items():
        texts = text.split(";") if ";" in text or name in many else text.split(",")
        values: Sequence[Any] = [one.strip() for one in texts]
        if name in own:
            values = [read_parameters(program.ruleset, {name: one})[name] for one in values]
        found[name] = list(values)
    return found


def _count_rows(request: Request, program: Program, variants: Sequence[Variant], terminal: Terminal) -> WhatIf:
    _, table, _ = request.read(terminal)
    results = list(show_progress(decide_rows(program, table, as_of=request.as_of), len(table.rows), terminal))

    def redecide(variant: Variant, places: Sequence[int]) -> Iterator[str]:
        rows = tuple(_change(table, place, variant) for place in places)
        changed = replace(table, rows=rows)
        return (one.status for one in decide_rows(variant.program, changed, as_of=request.as_of))

    return count_results(program, variants, results, redecide, request.as_of)


def _change(table: Table, place: int, variant: Variant) -> Any:
    row = table.rows[place]
    if variant.fact is None or row.facts is None:
        return row
    return replace(row, facts={**row.facts, variant.fact.name: variant.raw})


def _count_blocks(request: Request, program: Program, variants: Sequence[Variant], terminal: Terminal) -> WhatIf:
    if lacking := [word for name, word in _COLUMNS_LACK.items() if getattr(request, name)]:
        fields = [{"engine": "columns", "option": one} for one in lacking]
        raise TableError([Problem("engine-option", None, one) for one in fields])
    if len(request.paths) > 1 or request.piped:
        variant = "several" if len(request.paths) > 1 else "piped"
        raise TableError([Problem("engine-input", None, {"engine": "columns"}, variant)])
    # Loads Polars, which the direct engine does without.
    from cchc_rules.bulk.variant_counts import count_blocks

    candidates = request.survey(program, terminal)
    return count_blocks(
        program,
        variants,
        candidates,
        request.as_of,
        lambda blocks: show_progress(blocks, candidates.count, terminal, size=len),
    )


def _print(found: WhatIf, terminal: Terminal) -> None:
    """A table of counts, a row a variant, then who turns."""
    from rich.table import Table as Grid
    from rich.text import Text

    words = [one.value for one in found.program.verdicts] + ["invalid"]
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold")
    grid.add_column(terminal.say("variants.variant"), overflow="fold")
    for word in words:
        grid.add_column(terminal.say(f"verdict.{word}"), justify="right")
    grid.add_column(terminal.say("variants.turn"), justify="right")
    grid.add_row(terminal.say("variants.base"), *(str(found.base[word]) for word in words), "")
    for one in found.variants:
        label = Text(_entitle(one, found.program, terminal.language))
        grid.add_row(label, *(str(one.counts[word]) for word in words), str(one.turns.total()))
    with page(terminal.out):
        terminal.out.print(grid)
    for one in found.variants:
        for line in _tell_turned(one, found.program, terminal):
            terminal.result(line)


def _entitle(one: VariantCounts, program: Program, language: str) -> str:
    """What is varied by its label, and the value it is given."""
    labels = {each.name: each.label for each in program.ruleset.parameters}
    titles = {each.id: each.title for each in program.order}
    words = labels.get(one.about) or titles.get(one.about)
    name = words.within(language) if words else label_path(program.facts, one.about, language) or one.about
    return f"{visible(name)} = {visible(one.label)}"


def _tell_turned(one: VariantCounts, program: Program, terminal: Terminal) -> Iterable[str]:
    total = one.turns.total()
    if not total:
        return
    yield f"{_entitle(one, program, terminal.language)}:"
    for id, before, after in one.turned[:_MOST_PRINTED]:
        told = {"before": terminal.say(f"verdict.{before}"), "after": terminal.say(f"verdict.{after}")}
        yield "  " + terminal.say("variants.turned", who=visible(id or "–"), **told)
    if total > _MOST_PRINTED:
        yield "  " + terminal.say("variants.more", count=total - _MOST_PRINTED)
