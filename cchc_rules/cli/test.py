"""``cchc-rules test``: runs the cases beside rulesets and prints those that come out otherwise, each with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from cchc_rules.cli.case_report import CaseReport, junit, run_suite
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, RIGHT, WRONG, Terminal, paint, pass_terminal
from cchc_rules.problems import printable_path

FORMATS: Final = ("text", "json", "junit")
"""``junit`` is the XML that build servers show as a list of tests."""


@command("test")
@ruleset_argument(many=True)
@option("--format", "form", key="option.test-format", type=click.Choice(FORMATS), default=FORMATS[0])
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], form: str) -> int:
    """Runs the cases of the rulesets named, or of all known ones."""
    reports: list[CaseReport] = []
    for file in find_rulesets(rulesets):
        reports.append(run_suite(file, terminal.language))
        if form == "text":
            _print(reports[-1], terminal)
    if form == "json":
        terminal.result(json.dumps([one.to_dict() for one in reports], ensure_ascii=False, indent=2))
    elif form == "junit":
        terminal.result(junit(reports))
    return FINDINGS if any(not one.passed for one in reports) else DONE


def _print(report: CaseReport, terminal: Terminal) -> None:
    if report.error is not None:
        terminal.result(report.error.render(terminal.language))
        return
    if not report.results:
        terminal.result(terminal.say("test.none", id=report.id))
        return
    for failure in report.failures:
        told = terminal.say("test.failed", name=failure.name)
        terminal.result(f"{_place(failure.file, failure.line)}: {paint(told, WRONG)}")
        for one in failure.differences:
            terminal.result(f"  {_place(failure.file, one.line)}: {one.say(terminal.language)}")
            for reason in one.reasons:
                terminal.result(f"    {reason}")
        for problem in failure.problems:
            terminal.result("  " + problem.replace("\n", "\n  "))
    failed = len(report.failures)
    if failed or not terminal.quiet:
        counts = {"passed": len(report.results) - failed, "failed": failed}
        terminal.result(paint(terminal.say("test.summary", id=report.id, **counts), WRONG if failed else RIGHT))


def _place(file: Path, line: int) -> str:
    return f"{printable_path(file.as_posix())}:{line}"
