"""Arguments drawn from what each verb says it takes, mostly of the kind that is meant.

A verb that is added is drawn from too; ``NEVER_ENDING`` names what waits for others by its nature.
"""

from __future__ import annotations

import re
from random import Random

import click

from cchc_rules.cli import cchc_rules
from tests.fuzz.folders import ODD_CELLS, SHIPPED, Folder

NEVER_ENDING = ("--follow", "spark")
"""What waits for more to come, or for a Java machine to start (its own tests hold it)."""

MUTANTS = ("mutants", "--mutants")
"""What compiles a ruleset once for each place in it: an hour for the largest drawn here, so only small ones."""
LARGEST_MUTATED = 2_500
"""Bytes of a ruleset whose every place is changed."""

OFTEN = ("evaluate",) * 6 + ("explain",) * 2 + ("season", "record", "records") * 3 + ("check", "select", "impact") * 2

WORDS = (
    *("", "x", "limit=5", "=", "a=b=c", "x" * 5000, "-1", "2022-12-01", "2022-02-30", "05/5/2022", "\u200b", "\udcff"),
    *("quan-12-2022", "agency", "candidate", "id", "name", "missing-id", "unknown-fact", "../..", "/", "không"),
)

STORES = ("postgresql://127.0.0.1:1/none", "sqlite:///x", "", "none.sqlite", "values.json", "candidates.csv", ".")
"""Where no store of records is."""


def draw_arguments(folder: Folder, rng: Random) -> list[str]:
    """A verb and what it is asked."""
    context = click.Context(cchc_rules)
    verb = rng.choice([*cchc_rules.list_commands(context), *OFTEN])
    command = cchc_rules.get_command(context, verb)
    path = [verb]
    if isinstance(command, click.Group):
        path.append(rng.choice(command.list_commands(context)))
        command = command.get_command(context, path[-1])
    assert command is not None
    arguments, options = [], []
    for one in command.params:
        if isinstance(one, click.Argument):
            arguments += _argument(verb, one, folder, rng)
        elif isinstance(one, click.Option) and rng.random() < _share(verb, one):
            options += _option(verb, one, folder, rng)
    general = ["--lang", rng.choice(("vi", "en", "en", "en", "fr"))] if rng.random() < 0.2 else []
    if verb in ("evaluate", "select") and folder.lists and rng.random() < 0.7:
        options += [part for one in folder.lists for part in ("--list", one)]
    if verb == "serve":
        options += ["--port", "0"]
    drawn = [*general, *path, *arguments, *options]
    if not _is_long(folder, drawn):
        return drawn
    return ["check" if one == "mutants" else one for one in drawn if one != "--mutants"]


def _is_long(folder: Folder, drawn: list[str]) -> bool:
    """Whether it would change every place of a large ruleset; without a verb or option of that name it does not."""
    own = folder.path / "ruleset.yaml"
    own = own if own.exists() else folder.path / "one.yaml"
    known = any(one in _shipped() for one in drawn) or folder.ruleset not in drawn
    return any(one in MUTANTS for one in drawn) and (known or own.stat().st_size > LARGEST_MUTATED)


def _share(verb: str, option: click.Option) -> float:
    """How often an option is used: results of `evaluate` are mostly wanted as files."""
    if option.name == "output":
        return 0.85 if verb == "evaluate" else 0.5
    if option.name in ("engine", "journal", "standings", "as_of", "cross_check", "reasons", "full", "known_only"):
        return 0.3
    if option.name in ("store", "vary", "exchange", "record", "token_file", "seasons", "with_mutants", "checkpoint"):
        return 0.8 if option.required else 0.3
    return 0.7 if option.required else 0.06


def _argument(verb: str, argument: click.Argument, folder: Folder, rng: Random) -> list[str]:
    if rng.random() < 0.02:
        return [rng.choice(WORDS)]
    match argument.name:
        case "ruleset" | "rulesets" if verb != "schema" or rng.random() < 0.8:
            return [folder.ruleset] if rng.random() < 0.93 else [rng.choice(_shipped())]
        case "old" | "new":
            return [rng.choice((folder.ruleset, *folder.amended, *folder.amended, rng.choice(_shipped())))]
        case "category" | "categories":
            return [folder.category]
        case "selection" | "store" | "other" | "ids" | "numbers":
            return [_fit(argument, folder, rng)] * (1 if argument.nargs == 1 else rng.choice((0, 1, 1, 2)))
        case "paths" | "file" if isinstance(argument.type, click.Path):
            return [_file(verb, folder, rng)]
        case "paths":
            return [folder.ruleset]
        case _ if isinstance(argument.type, click.Choice):
            return [str(rng.choice(list(argument.type.choices)))]
        case _ if isinstance(argument.type, click.Path):
            return [str(folder.path / f"{argument.name}.out")]
        case _:
            return [rng.choice(WORDS)]


def _shipped() -> list[str]:
    return sorted(one.name for one in SHIPPED.iterdir() if one.is_dir())


def _file(verb: str, folder: Folder, rng: Random) -> str:
    """Mostly the file that is meant."""
    draw = rng.random()
    meant = {"season": ("season.jsonl",), "record": ("records.jsonl", "selected.jsonl", "journal.jsonl")}.get(verb, ())
    there = [folder.path / one for one in meant if (folder.path / one).exists()]
    if draw < 0.75:
        return str(rng.choice(there) if there else folder.candidates)
    if draw < 0.95:
        return str(rng.choice(folder.files()))
    return rng.choice(("-", str(folder.path), str(folder.path / "none.csv"), "/dev/null"))


def _option(verb: str, option: click.Option, folder: Folder, rng: Random) -> list[str]:
    name = option.opts[-1]
    if name in NEVER_ENDING:
        return []
    if option.is_flag:
        return [name]
    kind = option.type
    if isinstance(kind, click.Choice):
        return [name, rng.choice([str(one) for one in kind.choices if one not in NEVER_ENDING])]
    if option.name == "output":
        own = {"ask": "json", "map": "yaml", "template": "xlsx", "roster": "docx", "ballot": "xlsx"}.get(verb, "json")
        endings = ("csv", "jsonl", "json", "parquet", "xlsx", "html", "docx") * 3
        return [name, str(folder.path / f"out.{rng.choice((*endings, *[own] * 12, 'txt', 'odd'))}")]
    if isinstance(kind, click.Path):
        return [name, _meant(option, folder, rng) or _file(verb, folder, rng)]
    return [name, rng.choice(WORDS) if rng.random() < 0.2 else _fit(option, folder, rng)]


def _meant(option: click.Option, folder: Folder, rng: Random) -> str | None:
    """The file an option is for; None where it may be any, or is not there."""
    named = {"mapping": "map.yaml", "ballots": "ballot.xlsx", "key": "public.pem", "journal": "journal.jsonl"}
    path = folder.path / named.get(str(option.name), "none")
    return str(path) if path.exists() and rng.random() < 0.7 else None


def _fit(one: click.Parameter, folder: Folder, rng: Random) -> str:
    """A value that is of the kind wanted."""
    odd = str(rng.choice(ODD_CELLS))
    match one.name:
        case "as_of" | "due":
            return rng.choice(("2022-12-01", "2023-01-31", "1999-12-31"))
        case "id_" | "ids":
            return rng.choice((*folder.ids, "A1"))
        case "lists":
            return rng.choice((*folder.lists, f"x={folder.candidates}"))
        case "parameters":
            return f"{rng.choice((*folder.parameters, 'limit'))}={odd}"
        case "ignore" | "id_header":
            return rng.choice(("id", "Mã", "name", "f1"))
        case "store" | "other":
            sound = [str(folder.path / name) for name in ("records.sqlite", "copy.sqlite")]
            return rng.choice([sound[0]] * 8 + [sound[1]] * 2 + list(STORES))
        case "numbers":
            return rng.choice(("1", "2", "0", "-1", "99", "9" * 30, "x"))
        case "selection":
            return rng.choice((*folder.selections * 4, "x"))
        case "unit" | "vary" | "exchange" | "renames" | "gain":
            names = (*folder.facts[:6], *folder.parameters, "x")
            after = rng.choice((odd, f"{odd},{rng.choice(ODD_CELLS)}", "1,2,3", "có;không", rng.choice(names)))
            return rng.choice(names) + ("" if one.name == "unit" else f"={after}")
        case "code":
            return rng.choice((*folder.criteria[:8], "x"))
        case "seal" | "checkpoint":
            return _seal(folder) or "3-" + "0" * 64
        case "seasons":
            return f"{folder.ruleset}/{folder.category}={folder.path / 'season.jsonl'}"
        case _:
            return str(rng.choice((*WORDS, *ODD_CELLS)))


def _seal(folder: Folder) -> str | None:
    """What stands beside the journal."""
    beside = folder.path / "journal.jsonl.seal"
    found = re.findall(r"[0-9]+-[0-9a-f]{8,}", beside.read_text("utf-8", "replace")) if beside.exists() else []
    return str(found[-1]) if found else None
