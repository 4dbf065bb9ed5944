"""``cchc-rules impact``: what an amended ruleset does to the decisions in a store of records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import click

from cchc_rules.analysis.amendment import AmendedDecision, Effect
from cchc_rules.analysis.turned_words import TurnWords
from cchc_rules.cli.parameters import as_mapping
from cchc_rules.cli.records import open_store
from cchc_rules.cli.rulesets import load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.reports.impact import ImpactReport, find_impact
from cchc_rules.text import visible

_TOLD = (Effect.TURNS, Effect.UNTOLD, Effect.OUT_OF_SCOPE)


@command("impact")
@ruleset_argument()
@option("--records", "store", key="option.impact-records", required=True, metavar="STORE")
@option("--param", "parameters", key="option.param", multiple=True, metavar="NAME=VALUE", callback=as_mapping)
@option("--rename", "renames", key="option.rename", multiple=True, metavar="OLD=NEW", callback=as_mapping)
@option("--latest", key="option.impact-latest", is_flag=True)
@option("--format", "form", key="option.compare-format", type=click.Choice(("text", "json")), default="text")
@pass_terminal
def run(
    terminal: Terminal,
    /,
    ruleset: str,
    store: str,
    parameters: Mapping[str, str],
    renames: Mapping[str, str],
    *,
    latest: bool,
    form: str,
) -> int:
    """Prints the decisions that turn, and those that cannot be told; 1 when there are some."""
    new = load_ruleset(ruleset)
    given = read_parameters(new, parameters)
    with open_store(store) as records:
        found = find_impact(new, records, parameters=given, renames=renames, latest=latest)
    if form == "json":
        terminal.result(json.dumps(found.to_dict(terminal.language), ensure_ascii=False, indent=2))
    else:
        for problem in found.problems:
            terminal.message(terminal.problem(problem))
        for line in _tell(found, terminal):
            terminal.result(line)
    return FINDINGS if found.counts[Effect.TURNS] or found.counts[Effect.UNTOLD] else DONE


def _tell(found: ImpactReport, terminal: Terminal) -> Iterator[str]:
    counts = {one.value: found.counts[one] for one in Effect}
    yield terminal.say("impact.counts", id=found.ruleset.id, version=found.ruleset.version, **counts)
    for effect in _TOLD:
        own = [one for one in found.decisions if one.effect is effect]
        if own:
            yield terminal.say(f"impact.{effect.value}")
        for one in own:
            yield from (f"  {line}" for line in _tell_one(one, found, terminal))
    yield terminal.say("records.checkpoint", checkpoint=found.checkpoint)


def _tell_one(one: AmendedDecision, found: ImpactReport, terminal: Terminal) -> Iterator[str]:
    who = " ".join(visible(each) for each in (one.id, one.name) if each) or "–"
    if one.because is not None:
        because = terminal.say(f"impact.because-{one.because.value}")
        yield terminal.say("impact.row-aside", who=who, number=one.number, because=because)
        return
    categories = found.categories[one.category]
    words = TurnWords.of(categories, terminal.language)
    told = {"before": words.say_status(one.before), "after": words.say_status(one.after)}
    if one.effect is Effect.UNTOLD:
        facts = "; ".join(map(words.label, one.missing)) or terminal.say("impact.nothing-missing")
        yield terminal.say("impact.row-untold", who=who, number=one.number, facts=facts, **told)
        return
    yield terminal.say("impact.row", who=who, number=one.number, **told)
    clauses = {each.id: each.clauses for category in categories for each in category.findings_order()}
    for turn in one.criteria:
        cited = "; ".join(clause.at.within(terminal.language) for clause in clauses.get(turn.about, ()))
        yield "  " + words.say_criterion(turn) + (f" ({cited})" if cited else "")
    yield from (f"  {words.say_result(turn)}" for turn in one.results)
