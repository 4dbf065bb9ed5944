"""What letters, reports, pages and answers of the service may say: no option of a command, no name of a program."""

from __future__ import annotations

import re
from pathlib import Path

from cchc_rules.phrases import catalogue

PACKAGE = Path(__file__).parents[1] / "cchc_rules"
OPTION = re.compile(r"(?<![\w-])--[a-z]|cchc-rules")
FOOTNOTE = {"pages.generated"}
"""In a comment of a Markdown source, for who would edit it; no reader of the page sees it."""


def sources(under_cli):
    """All the source of the commands, or of every other room; phrases are neither."""
    of_cli = ("cli", "bulk")
    files = (one for one in PACKAGE.rglob("*.py") if one.relative_to(PACKAGE).parts[0] != "phrases")
    return "\n".join(one.read_text() for one in files if (one.relative_to(PACKAGE).parts[0] in of_cli) is under_cli)


def test_options_of_commands_are_named_by_commands_only():
    """A phrase that names an option or the program is help of a command, or is written in a command's source only."""
    commands, others = sources(True), sources(False)
    for key, words in catalogue().items():
        if not any(OPTION.search(one) for one in words) or key in FOOTNOTE:
            continue
        if key.startswith(("command.", "option.", "usage.")) or key.endswith(".option"):
            continue
        group = key.partition(".")[0]
        literals = [re.escape(one) for one in {key, key.removesuffix(".help"), group if "-" in group else key}]
        literal, composed = rf"""["'](?:{"|".join(literals)})["']""", rf"""["']{re.escape(group)}\.\{{"""
        found = literal if re.search(literal, commands) else composed
        assert re.search(found, commands) and not re.search(found, others), key
