"""``cchc-rules remedies``: what would have to change for one candidate, or what most often stands in a file's way."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from cchc_rules.analysis.remedy_answers import Remedies, find_gain_problem, remedies
from cchc_rules.analysis.remedy_counts import RemedyCounts, count_remedies, order_counts
from cchc_rules.analysis.remedy_words import INDENT, write_remedies
from cchc_rules.cli.explain import find_candidate
from cchc_rules.cli.parameters import as_mapping
from cchc_rules.cli.progress import show_progress
from cchc_rules.cli.request import Request, takes_request
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.evaluation import RowResult
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import TableError
from cchc_rules.language.lint.conditions import facts_by_path
from cchc_rules.language.ruleset import Criterion
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.docx import write_letter
from cchc_rules.reports.papers import refuse_other_papers
from cchc_rules.reports.report import Report
from cchc_rules.text import visible
from cchc_rules.values import FAVOURABLE

_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")
"""What is no part of a file's name on every system: blanks, slashes, quotes."""


@command("remedies")
@takes_request
@option("--id", "id_", key="option.remedies-id")
@option("--id-column", "id_header", key="option.id-header", metavar="HEADER", default="")
@option("--gain", key="option.gain", multiple=True, metavar="GRADE=LEVEL", callback=as_mapping)
@option("--format", "form", key="option.remedies-format", type=click.Choice(("text", "json")), default="text")
@option("--letters", key="option.letters", type=click.Path(path_type=Path, file_okay=False))
@option("--keep-others", key="option.keep-others", is_flag=True)
@pass_terminal
def run(
    terminal: Terminal,
    /,
    id_: str | None,
    gain: Mapping[str, str],
    form: str,
    letters: Path | None,
    *,
    keep_others: bool,
    **asked: Any,
) -> int:
    """Prints the remedies of one candidate, or counts over the file; rows with faulty data are counted apart."""
    request = Request(**asked)
    program, table, sources = request.read(terminal)
    wanted = _read_gain(program, gain)
    if id_ is not None:
        table = find_candidate(table, id_)
    results = list(decide_rows(program, table, as_of=request.as_of))
    told = [one for one in results if one.decision is not None and not one.problems]
    found = [
        remedies(one.decision, gain=wanted)
        for one in show_progress(told, len(told), terminal)
        if one.decision is not None
    ]
    report = replace(request.report((program, table, sources), results, terminal.language), remedies=True)
    if form == "json":
        plain: dict[str, Any] = {"candidates": [one.to_dict() for one in found]}
        if id_ is None:
            plain = {"counts": {**count_remedies(found).to_dict(), "invalid": len(results) - len(told)}, **plain}
        plain["footing"] = report.footing.to_dict()
        terminal.result(json.dumps(plain, ensure_ascii=False, indent=2))
    elif id_ is not None:
        for result in results:
            _print_candidate(result, dict(zip(map(id, told), found, strict=True)), program, terminal)
    else:
        for line in _tell_counts(count_remedies(found), len(results) - len(told), program, terminal):
            terminal.result(line)
    if letters is not None:
        _write_letters(letters, report, terminal, keep_others=keep_others)
    return FINDINGS if len(told) < len(results) else DONE


def _read_gain(program: Program, gain: Mapping[str, str]) -> tuple[str, str] | None:
    """The grade and the level asked for; TableError for what is not there, and for several."""
    if not gain:
        return None
    found = [problem for pair in gain.items() if (problem := find_gain_problem(program, *pair))]
    if found or len(gain) > 1:
        raise TableError(found or [Problem("unknown-grade", variant="several")])
    return next(iter(gain.items()))


def _print_candidate(result: RowResult, found: Mapping[int, Remedies], program: Program, terminal: Terminal) -> None:
    who = visible(result.name or result.id or program.ruleset.id)
    verdict = terminal.say(f"verdict.{result.status}")
    terminal.result(terminal.say("remedies.who", who=who, verdict=verdict))
    if (answer := found.get(id(result))) is None:
        for problem in result.problems:
            terminal.message(terminal.remark(problem, program))
        return
    for line in write_remedies(answer, terminal.language):
        terminal.result(line)


def _tell_counts(counts: RemedyCounts, invalid: int, program: Program, terminal: Terminal) -> Iterator[str]:
    answers = {key: counts.answers[key] for key in ("reached", "shown", "proved", "open")}
    count = sum(answers.values()) + invalid
    yield terminal.say("remedy-counts.title")
    yield terminal.say("remedy-counts.all", count=count, invalid=invalid, **answers)
    titles = _name_criteria(program.category.criteria, terminal.language)
    labels = _name_facts(program, terminal.language)
    for key, names, own, alone in (
        ("criteria", titles, counts.criteria, counts.criteria_alone),
        ("facts", labels, counts.facts, counts.facts_alone),
    ):
        yield from _tell_section(f"remedy-counts.{key}", names, own, alone, terminal)
    yield from _tell_section("remedy-counts.obstacles", labels, counts.obstacles, None, terminal)


def _name_criteria(criteria: Sequence[Criterion], language: str) -> dict[str, str]:
    """The titles of criteria by id, of members behind that of their group where another has the same."""
    families = [(top, one) for top in criteria for one in top.family()]
    titles = Counter(one.title.within(language) for _, one in families)
    found = dict[str, str]()
    for top, one in families:
        title = one.title.within(language)
        found[one.id] = title if titles[title] == 1 or one is top else f"{top.title.within(language)}: {title}"
    return found


def _name_facts(program: Program, language: str) -> dict[str, str]:
    """The labels of facts by path, of fields behind those of their lists where another has the same."""
    facts = dict(facts_by_path(program.facts))
    labels = Counter(one.label.within(language) for one in facts.values())
    found = dict[str, str]()
    for path, one in facts.items():
        above, label = path.rpartition(".")[0], one.label.within(language)
        found[path] = label if labels[label] == 1 or not above else f"{found[above]}: {label}"
    return found


def _tell_section(
    key: str, names: Mapping[str, str], counts: Counter[str], alone: Counter[str] | None, terminal: Terminal
) -> Iterator[str]:
    if counts:
        yield f"{terminal.say(key)}:"
    for id_, count in order_counts(counts, alone):
        what = names[id_]
        if alone is None:
            yield INDENT + terminal.say("remedy-counts.plain", count=count, what=what)
        else:
            yield INDENT + terminal.say("remedy-counts.line", count=count, alone=alone[id_], what=what)


def _write_letters(folder: Path, report: Report, terminal: Terminal, *, keep_others: bool) -> None:
    """A letter for each candidate that does not pass, named by its row and id."""
    told = [one for one in report.results if one.decision is None or one.decision.verdict_code != FAVOURABLE]
    names = [_NOT_IN_NAMES.sub("-", visible(one.id or "")).strip("-.") or "–" for one in told]
    letters = {f"{one.row} {name}.docx": one for one, name in zip(told, names, strict=True)}
    if not keep_others:
        refuse_other_papers(folder, letters)
    folder.mkdir(parents=True, exist_ok=True)
    for name, result in letters.items():
        write_letter(folder / name, replace(report, results=[result]))
    terminal.note(terminal.say("remedies.written", count=len(told), path=folder))
