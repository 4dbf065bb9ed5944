"""``cchc-rules test``: runs the cases beside rulesets and prints those that come out otherwise, each with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from cchc_rules.cli.case_report import CaseReport, Failure, junit, run_suite
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.session import DONE, FINDINGS, RIGHT, WRONG, Session, paint, pass_session
from cchc_rules.cli.speaking import command, option
from cchc_rules.problems import printable_path

FORMATS: Final = ("text", "json", "junit")
"""``junit`` is the XML that build servers show as a list of tests."""


@command("test")
@ruleset_argument(many=True)
@option("--format", "form", key="option.test-format", type=click.Choice(FORMATS), default=FORMATS[0])
@pass_session
def run(session: Session, rulesets: tuple[str, ...], form: str) -> int:
    """Runs the cases of the rulesets named, or of all known ones."""
    reports: list[CaseReport] = []
    for file in find_rulesets(rulesets):
        reports.append(run_suite(file, session.language))
        if form == "text":
            _print(reports[-1], session)
    if form == "json":
        session.result(json.dumps([one.to_dict() for one in reports], ensure_ascii=False, indent=2))
    elif form == "junit":
        session.result(junit(reports))
    return FINDINGS if any(not one.passed for one in reports) else DONE


def _print(report: CaseReport, session: Session) -> None:
    if report.error is not None:
        session.result(report.error.render(session.language))
        return
    if not report.results:
        session.result(session.say("test.none", id=report.id))
        return
    for failure in report.failures:
        _print_failure(failure, session)
    failed = len(report.failures)
    if failed or not session.quiet:
        counts = {"passed": len(report.results) - failed, "failed": failed}
        session.result(paint(session.say("test.summary", id=report.id, **counts), WRONG if failed else RIGHT))


def _print_failure(failure: Failure, session: Session) -> None:
    told = session.say("test.failed", name=failure.name)
    session.result(f"{_place(failure.file, failure.line)}: {paint(told, WRONG)}")
    for one in failure.differences:
        session.result(f"  {_place(failure.file, one.line)}: {session.say('test.difference', **one.fields)}")
        for reason in one.reasons:
            session.result(f"    {reason}")
    for problem in failure.problems:
        session.result("  " + problem.replace("\n", "\n  "))


def _place(file: Path, line: int) -> str:
    return f"{printable_path(file.as_posix())}:{line}"
