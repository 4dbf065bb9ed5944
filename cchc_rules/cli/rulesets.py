"""Which rulesets a command is asked about: every command understands the same names, and offers them for completion.

A name is a file, a folder, an id of a folder in `rulesets` here, or an id that is known: in that order, so that what
lies nearest is meant. Where that is another file than the one known under the id, it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from cchc_rules.cli.terminal import Terminal
from cchc_rules.language.documents.folders import (
    CASES_FILE,
    RULESET_FILE,
    is_folder,
    is_there,
    list_rulesets,
    open_file,
    roots,
    ruleset_path,
)
from cchc_rules.language.documents.names import ID_PATTERN
from cchc_rules.language.loader import load
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.text import nearest, visible

_Command = TypeVar("_Command", bound=Callable[..., Any])

FOLDER: Final = Path("rulesets")
"""The folder of a project in which ids are looked up too."""


def find_rulesets(names: Iterable[str]) -> list[Path]:
    """The files of the rulesets named, each once; of none, those in the folder `rulesets` here, else all known ones.

    Raises RulesetError for what is not there.
    """
    if asked := dict.fromkeys(file for name in names for file in _find(name)):
        return [*asked]
    here = sorted(FOLDER.glob(f"*/{RULESET_FILE}")) if is_folder(FOLDER) else []
    return here or [ruleset_path(id, roots()) for id in list_rulesets(roots())]


def load_ruleset(name: str) -> Ruleset:
    """The one ruleset of a name, checked. Raises RulesetError, also where a folder holds several."""
    found = _find(name)
    if len(found) > 1:
        listed = ", ".join(file.parent.as_posix() for file in found)
        raise RulesetError([Problem("several-rulesets", None, {"path": name, "found": listed})])
    return load(found[0])


def _find(name: str) -> list[Path]:
    """The files of a name: those of a folder of rulesets are several."""
    place, is_id = Path(name), ID_PATTERN.fullmatch(name) is not None
    if place.name == CASES_FILE:  # the cases stand beside the ruleset that is meant
        place = place.with_name(RULESET_FILE)
    if is_there(place) and not is_folder(place):
        return [place]
    for folder in (place, FOLDER / name) if is_id else (place,):
        if found := _inside(folder):
            _tell_nearer(name, found)
            return found
    if is_folder(place) and not (is_id and name in list_rulesets(roots())):
        raise RulesetError([Problem("no-rulesets-there", None, {"path": name})])
    if not is_id and not is_there(place):
        fields = {"id": visible(name), "nearest": nearest(name.lower(), list_rulesets(roots()))}
        raise RulesetError([Problem("unknown-ruleset", None, fields, variant="path")])
    known = ruleset_path(name, roots())
    open_file(known)
    return [known]


def _inside(folder: Path) -> list[Path]:
    """The ruleset of a folder, or those of the folders in it."""
    if not is_folder(folder):
        return []
    own = folder / RULESET_FILE
    return [own] if own.exists() else sorted(folder.glob(f"*/{RULESET_FILE}"))


def _tell_nearer(name: str, found: list[Path]) -> None:
    """Say so where the ruleset in a folder here stands before another that is known under the same id."""
    context = click.get_current_context(silent=True)
    terminal = context.find_object(Terminal) if context is not None else None
    if terminal is None or name not in list_rulesets(roots()):
        return
    known = ruleset_path(name, roots())
    if known.resolve() not in [file.resolve() for file in found]:
        told = terminal.say("ruleset.nearer", id=name, here=found[0].parent.as_posix(), known=known.parent.as_posix())
        terminal.message(f"{terminal.say('problem.warning')}: {told}")


def ruleset_argument(*, many: bool = False, required: bool = True) -> Callable[[_Command], _Command]:
    """The argument RULESET of a command, whose ids and files a shell completes."""
    if many:
        return click.argument("rulesets", nargs=-1, metavar="[RULESET]...", shell_complete=_complete_ids)
    return click.argument("ruleset", required=required, shell_complete=_complete_ids)


def category_argument(name: str = "category", *, required: bool = True) -> Callable[[_Command], _Command]:
    """The argument CATEGORY of a command, or its SELECTION, completed from its RULESET."""
    offer = complete_categories if name == "category" else _complete_selections
    return click.argument(name, required=required, shell_complete=offer)


def _complete_ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The ids that begin so; files where none does."""
    ids = list_rulesets((Path(), FOLDER, *roots()))
    return _items(begun, dict.fromkeys(ids, "")) or [CompletionItem(begun, type="file")]


def complete_categories(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The categories of the ruleset on the command line, each with its title."""
    ruleset = _load_typed(context)
    told = {} if ruleset is None else {one.id: one.title.within(_find_language(context)) for one in ruleset.categories}
    return _items(begun, told)


def _complete_selections(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The selections of the ruleset on the command line, each with its title."""
    ruleset = _load_typed(context)
    rules = [rule for category in (() if ruleset is None else ruleset.categories) for rule in category.selections]
    return _items(begun, {rule.id: rule.title.within(_find_language(context)) for rule in rules})


def complete_criteria(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The criteria of the category on the command line, members too, each with its title."""
    ruleset, category = _load_typed(context), _find_argument(context, "category", 1)
    criteria = {
        one.id: one.title.within(_find_language(context))
        for each in (() if ruleset is None else ruleset.categories)
        if each.id == category
        for one in each.findings_order()
    }
    return _items(begun, criteria)


def _load_typed(context: click.Context) -> Ruleset | None:
    """The ruleset on the command line; None while there is none that loads: nothing is said in a completion."""
    name = _find_argument(context, "ruleset", 0)
    try:
        return load(_find(name)[0]) if name else None
    except RulesetError:
        return None


def _find_argument(context: click.Context, name: str, place: int) -> str:
    """An argument typed so far; behind an option that has no value yet click has not named the arguments."""
    words = context.args[place : place + 1]
    return context.params.get(name) or (words[0] if words else "")


def _find_language(context: click.Context) -> str:
    terminal = context.find_object(Terminal)
    return terminal.language if terminal is not None else Terminal().language


def _items(begun: str, told: dict[str, str]) -> list[CompletionItem]:
    return [CompletionItem(value, help=text or None) for value, text in told.items() if value.startswith(begun)]
