"""``cchc-rules verify``: what can come of rulesets at all, proved or shown by a witness."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from cchc_rules.analysis.proofs import Asked, Certainty, RuleAnswer, RuleAnswers, verify
from cchc_rules.analysis.witness_words import write_witness
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.language.loader import cases_beside, load


@command("verify")
@ruleset_argument(many=True)
@option("--format", "form", key="option.verify-format", type=click.Choice(("text", "json")), default="text")
@option("--witnesses", key="option.witnesses", is_flag=True)
@pass_terminal
def run(terminal: Terminal, rulesets: tuple[str, ...], form: str, witnesses: bool) -> int:
    """Prints what the rules may not mean, of the rulesets named or of all known ones; 1 when that is an error."""
    found = [verify(ruleset, cases_beside(ruleset)) for ruleset in map(load, find_rulesets(rulesets))]
    if form == "json":
        terminal.result(json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            for line in _describe(one, terminal, witnesses):
                terminal.result(line)
    return FINDINGS if any(one.severity == "error" for each in found for one in each.answers) else DONE


def _describe(found: RuleAnswers, terminal: Terminal, witnesses: bool) -> Iterator[str]:
    counts = {certainty.value: sum(one.certainty is certainty for one in found.answers) for certainty in Certainty}
    yield terminal.say("verify.counts", id=found.ruleset.id, **counts)
    for one in found.answers:
        if one.severity:
            yield f"  {terminal.say(f'verify.{one.severity}')}: {_say(one, terminal)}"
        elif witnesses:
            yield f"  {_say(one, terminal)}"
        if one.witness is not None and (witnesses or one.severity):
            yield from (f"    {line}" for line in write_witness(one.witness, terminal.language))


def _say(one: RuleAnswer, terminal: Terminal) -> str:
    other = terminal.say(f"outcome.{one.other}") if one.asked is Asked.OUTCOME else one.other
    about = terminal.say(f"verdict.{one.about}") if one.asked is Asked.VERDICT else one.about
    if one.asked is Asked.ASSERTION:
        other = terminal.say(f"verdict.{one.other}")
    said = terminal.say(
        f"verify.{one.asked.value}.{one.certainty.value}", category=one.category, about=about, other=other
    )
    return said if not one.bounded else terminal.say("verify.bounded", said=said, lists=", ".join(one.bounded))
