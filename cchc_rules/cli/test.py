"""``cchc-rules test``: runs the cases beside rulesets and prints those that come out differently."""

from __future__ import annotations

import click

from cchc_rules.analysis.cases import CaseResult, run_cases
from cchc_rules.analysis.selection_cases import run_selection_cases
from cchc_rules.cli.check import ruleset_files
from cchc_rules.cli.session import DONE, FINDINGS, Session, pass_session
from cchc_rules.cli.speaking import command
from cchc_rules.language.documents.folders import list_rulesets, roots
from cchc_rules.language.loader import cases_beside, load
from cchc_rules.problems import RulesetError


@command("test")
@click.argument("rulesets", nargs=-1, metavar="[RULESET]...")
@pass_session
def run(session: Session, rulesets: tuple[str, ...]) -> int:
    """Runs the cases of the rulesets named, or of all known ones."""
    sources = [source for ruleset in rulesets for source in ruleset_files(ruleset)]
    failures = [_failures(str(source), session) for source in sources or list_rulesets(roots())]
    return FINDINGS if any(failures) else DONE


def _failures(source: str, session: Session) -> int:
    """Prints what differs in one ruleset's cases; gives back how many cases failed, 1 when they cannot be run."""
    try:
        ruleset = load(source)
        cases = cases_beside(ruleset)
    except RulesetError as error:
        session.result(error.render(session.language))
        return 1
    if cases is None:
        session.result(session.say("test.none", id=ruleset.id))
        return 1
    results = [*run_cases(ruleset, cases), *run_selection_cases(ruleset, cases)]
    failed = [result for result in results if not result.passed]
    for result in failed:
        _print_failure(ruleset.id, result, session)
    session.result(session.say("test.summary", id=ruleset.id, passed=len(results) - len(failed), failed=len(failed)))
    return len(failed)


def _print_failure(id: str, result: CaseResult, session: Session) -> None:
    session.result(session.say("test.failed", id=id, name=result.name))
    for difference in result.differences:
        fields = {"about": difference.about, "expected": difference.expected, "actual": difference.actual}
        session.result(f"  {session.say('test.difference', **fields)}")
    if result.error is not None:
        session.result("  " + result.error.render(session.language).replace("\n", "\n  "))
