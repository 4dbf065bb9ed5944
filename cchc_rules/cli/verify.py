"""``cchc-rules verify``: what can come of rulesets at all, proved or shown by a witness."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from cchc_rules.analysis.proofs import Asked, Certainty, RuleAnswer, RuleAnswers, verify
from cchc_rules.analysis.witnesses import Witness
from cchc_rules.cli.rulesets import find_rulesets, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.decisions.phrasing.sayings import write_date, write_value
from cchc_rules.language.loader import cases_beside, load
from cchc_rules.language.types import Fact, ListType, NumberType
from cchc_rules.text import show_value
from cchc_rules.values import Value


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
            yield from _tell(one.witness, terminal)


def _say(one: RuleAnswer, terminal: Terminal) -> str:
    other = terminal.say(f"outcome.{one.other}") if one.asked is Asked.OUTCOME else one.other
    about = terminal.say(f"verdict.{one.about}") if one.asked is Asked.VERDICT else one.about
    if one.asked is Asked.ASSERTION:
        other = terminal.say(f"verdict.{one.other}")
    said = terminal.say(
        f"verify.{one.asked.value}.{one.certainty.value}", category=one.category, about=about, other=other
    )
    return said if not one.bounded else terminal.say("verify.bounded", said=said, lists=", ".join(one.bounded))


def _tell(witness: Witness, terminal: Terminal) -> Iterator[str]:
    if not witness.changes:
        yield "    " + terminal.say("verify.as-case", case=witness.case)
        return
    yield "    " + (
        terminal.say("verify.like-case", case=witness.case) if witness.case else terminal.say("verify.nobody")
    )
    for change in witness.changes:
        yield f"      {change.fact.label.within(terminal.language)}: {_say_value(change.fact, change.after, terminal)}"
    if witness.as_of is not None:
        yield "      " + terminal.say("verify.as-of", date=write_date(witness.as_of, terminal.language))


def _say_value(fact: Fact, value: Value, terminal: Terminal) -> str:
    """A value as offices write it; of a list the members one by one, with what is stated of each."""
    match value:
        case None:
            return terminal.say("truth.unknown")
        case bool():
            return terminal.say(f"truth.{str(value).lower()}")
        case tuple():
            assert isinstance(fact.type, ListType)
            members = (_say_member(fact.type.fields, one, terminal) for one in value)
            return "; ".join(f"[{one}]" for one in members) or terminal.say("verify.nobody-in-list")
        case _:
            unit = fact.type.unit if isinstance(fact.type, NumberType) else ""
            return write_value(value, unit, terminal.language) or show_value(value)


def _say_member(fields: tuple[Fact, ...], member: Value, terminal: Terminal) -> str:
    assert isinstance(member, tuple)
    stated = ((field, value) for field, value in zip(fields, member, strict=True) if value is not None)
    return ", ".join(
        f"{field.label.within(terminal.language)}: {_say_value(field, value, terminal)}" for field, value in stated
    )
