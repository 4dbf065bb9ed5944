"""``cchc-rules cases``: the cases beside rulesets, and those that are missing, written to be filled in."""

from __future__ import annotations

import json

import click

from cchc_rules.analysis.cases import run_cases
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.loader import cases_beside, load
from cchc_rules.language.ruleset import Ruleset


@command("cases")
@ruleset_argument(many=True)
@option("--missing", key="option.cases-missing", is_flag=True)
@option("--format", "form", key="option.cases-format", type=click.Choice(("text", "json")), default="text")
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], missing: bool, form: str) -> int:
    """Prints the cases of the rulesets named, or of all known ones; 1 when one fails, or with --missing lacks."""
    found = [(ruleset, cases_beside(ruleset)) for ruleset in map(load, find_rulesets(rulesets))]
    tell = _tell_missing if missing else _tell_cases
    told = [tell(ruleset, cases, terminal, is_text=form == "text") for ruleset, cases in found]
    if form == "json":
        terminal.result(json.dumps([plain for plain, _ in told], ensure_ascii=False, indent=2))
    return DONE if all(is_done for _, is_done in told) else FINDINGS


def _tell_cases(
    ruleset: Ruleset, cases: CasesDocument | None, terminal: Terminal, *, is_text: bool
) -> tuple[dict[str, object], bool]:
    """The cases as plain data, each with what came of it, and whether all came out as they say."""
    results = [] if cases is None else list(run_cases(ruleset, cases))
    if is_text:
        terminal.result(terminal.say("cases.count", id=ruleset.id, count=len(results)))
        for one in results:
            key = "cases.passed" if one.passed else "cases.failed"
            terminal.result(terminal.say(key, category=one.category, name=one.name))
    plain = [{"name": one.name, "category": one.category, "passed": one.passed} for one in results]
    return {"ruleset": ruleset.id, "cases": plain}, all(one.passed for one in results)


def _tell_missing(
    ruleset: Ruleset, cases: CasesDocument | None, terminal: Terminal, *, is_text: bool
) -> tuple[dict[str, object], bool]:
    """What is missing as plain data, and whether nothing is that somebody could show."""
    from cchc_rules.analysis.case_gaps import missing_cases
    from cchc_rules.analysis.case_skeletons import write_skeleton
    from cchc_rules.analysis.proofs import Certainty

    found = missing_cases(ruleset, cases)
    lacking = [one for one in found if one.certainty is not Certainty.PROVED]
    if is_text:
        key = "cases.none-missing" if not found else "cases.missing"
        terminal.result(f"# {terminal.say(key, id=ruleset.id, count=len(lacking))}")
        for one in found:
            terminal.result("\n".join(write_skeleton(one, ruleset, cases, terminal.language)))
    return {"ruleset": ruleset.id, "missing": [one.to_dict() for one in found]}, not lacking
