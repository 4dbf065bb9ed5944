"""``cchc-rules mutants``: what the cases of a ruleset would not notice."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from cchc_rules.analysis.mutants import MutantReport, try_mutants
from cchc_rules.analysis.mutations import Mutation
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.language.loader import cases_beside, load


@command("mutants")
@ruleset_argument(many=True)
@option("--format", "form", key="option.mutants-format", type=click.Choice(("text", "json")), default="text")
@option("--prove", "proves", key="option.mutants-prove", is_flag=True)
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], form: str, proves: bool) -> int:
    """Prints the changes that no case notices, of the rulesets named or of all known ones; 1 when there is one."""
    sources = find_rulesets(rulesets)
    reports = []
    for ruleset in map(load, sources):
        reports.append(try_mutants(ruleset, cases_beside(ruleset), proves=proves))
        if form == "text":
            for line in write_mutants(reports[-1], terminal):
                terminal.result(line)
    if form == "json":
        terminal.result(json.dumps([one.to_dict() for one in reports], ensure_ascii=False, indent=2))
    return FINDINGS if any(one.survivors for one in reports) else DONE


def write_mutants(report: MutantReport, terminal: Terminal) -> Iterator[str]:
    """What cases notice of each part, a line each, then the changes that none of them does."""
    for part in report.tried:
        counts = {"tried": report.count_tried(part), "killed": report.count_killed(part)}
        yield terminal.say("mutants.score", id=report.ruleset.id, part=terminal.say(f"mutants.{part}"), **counts)
    if report.equivalent:
        yield terminal.say("mutants.equivalent", id=report.ruleset.id, count=len(report.equivalent))
    yield from (f"  {_describe(one, terminal)}" for one in report.survivors)


def _describe(one: Mutation, terminal: Terminal) -> str:
    about = f"{one.category}/{one.about}" if one.category else one.about
    return terminal.say("mutants.survivor", place=str(one.span), about=about, before=one.before, after=one.after)
