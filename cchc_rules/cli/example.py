"""``cchc-rules example``: the examples that come with the package, copied to a folder of the user's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree, ignore_patterns
from types import MappingProxyType
from typing import Final

import click

from cchc_rules.cli.output import whole_folder
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.language.documents.folders import find_shipped_root

EXAMPLES: Final = find_shipped_root("examples")


BROUGHT_ALONG: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"award_system": ("scored_campaign",)})
"""The examples that one needs, which are copied into its folder."""

_LINK_OUT: Final = re.compile(r"\[([^\]]+)\]\(\.\./[^)]*\)")
_SCHEMA_OUT: Final = re.compile(r"\A# yaml-language-server: \$schema=\.\./.*\n")


def list_examples() -> list[str]:
    """The examples there are: the folders that say in a README what they show, in alphabetical order."""
    return sorted(file.parent.name for file in EXAMPLES.glob("*/README.md"))


@command("example")
@click.argument("name", required=False, type=click.Choice(list_examples()), metavar="[EXAMPLE]")
@option("-o", "--output", key="option.example-output", type=click.Path(path_type=Path))
@pass_terminal
def run(terminal: Terminal, name: str | None, output: Path | None) -> int:
    """Copies the example to a folder that is not there yet, or lists the names."""
    if name is None:
        terminal.result("\n".join(list_examples()))
        return DONE
    target = output or Path(name)
    with whole_folder(target) as draft:
        _copy(name, draft)
        for one in BROUGHT_ALONG.get(name, ()):
            _copy(one, draft / one)
    count = sum(path.is_file() for path in target.rglob("*"))
    terminal.note(terminal.say("example.copied", count=count, path=target))
    return DONE


def _copy(name: str, target: Path) -> None:
    """Copies an example; what leads out of its folder, to what is not copied, is left out: links become their words."""
    copytree(EXAMPLES / name, target, ignore=ignore_patterns(".*", "__pycache__"))
    for pattern, out, left in (("README*.md", _LINK_OUT, r"\1"), ("*.yaml", _SCHEMA_OUT, "")):
        for file in target.glob(pattern):
            text = file.read_bytes().decode("utf-8")
            file.write_bytes(out.sub(left, text).encode("utf-8"))
