"""``cchc-rules list``: the rulesets that can be named by id."""

from __future__ import annotations

from rich.table import Table

from cchc_rules.cli.speaking import command
from cchc_rules.cli.terminal import DONE, Terminal, page, pass_terminal
from cchc_rules.language.documents.folders import list_rulesets, roots
from cchc_rules.language.loader import load
from cchc_rules.problems import RulesetError


@command("list")
@pass_terminal
def run(terminal: Terminal) -> int:
    """Prints id, version, title and categories of every ruleset; one that does not load is named with its faults."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("id", "version", "title", "categories"):
        table.add_column(terminal.say(f"list.{key}"), overflow="fold", no_wrap=key == "id")
    for id in list_rulesets(roots()):
        table.add_row(*_describe(id, terminal))
    with page(terminal.out):
        terminal.out.print(table)
    return DONE


def _describe(id: str, terminal: Terminal) -> tuple[str, str, str, str]:
    try:
        ruleset = load(id)
    except RulesetError as error:
        return id, "", terminal.say("list.broken", count=len(error.problems), id=id), ""
    categories = ", ".join(category.id for category in ruleset.categories)
    return id, ruleset.version, ruleset.title.within(terminal.language), categories
