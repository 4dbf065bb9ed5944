"""Random YAML texts, most of them odd, and what the two scanners make of one."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import yaml

from cchc_rules.language.documents.places import SourceText
from cchc_rules.language.documents.yaml_reader import _FAILURES, _PYTHON_DECIDES, _EventReader, read

PIECES = (
    *(
        "a",
        "b: ",
        "- ",
        "? ",
        "?",
        ":",
        ": ",
        ", ",
        "[",
        "]",
        "{",
        "}",
        '"',
        '"x"',
        "'",
        "'y'",
        "|",
        "|\n",
        "|-\n",
        ">",
    ),
    *(
        "> \n",
        ">-\n",
        "|2\n",
        "|+\n",
        "#",
        " # c",
        "a #b",
        "a# b",
        "!",
        "!!str ",
        "%",
        "%YAML 1.1\n",
        "@",
        "`",
        "&",
        "&a ",
    ),
    *("*a", "\n", "\n\n", "\n  ", "\n    ", " ", "  ", "---", "...", "---\n", "é", "Khá", "🏅", "x: y", "k: [1, 2]"),
    *("k: {a: 1}", "-", "-1", "1.5", "010", "null", "~", "\\", "\\n", '"a\\u00e9"', "::", ",", ",,", "a b", "a:b", "="),
    *("<", "<<: ", "''", '""', "a:\n  b", "\n- a\n- b", "\t", "\ta", "a\t", "- a: b\n  c: d\n", "x >= 1 if y else z"),
)


def drawn_text(rng: Random, wholes: Sequence[str] = ()) -> str:
    """A text of up to 14 pieces, or a stretch of a whole one with something put in or left out."""
    if not wholes or rng.random() < 0.7:
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 14)))
    whole = rng.choice(wholes)
    start = rng.randrange(len(whole))
    start = whole.rfind("\n", 0, start) + 1
    text = whole[start : start + rng.randint(20, 600)]
    cut = rng.randrange(len(text) + 1)
    return text[:cut] + rng.choice(PIECES) + text[cut + rng.choice((0, 0, 1, 3)) :]


def scanned(text: str, loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader]) -> tuple[Any, ...] | None:
    """What comes of a text by one scanner: content and where each scalar that is not empty starts; None: refused."""
    reader = _EventReader(SourceText.of(text, "f"))
    try:
        complete = reader.read_all(loader(text))
    except _FAILURES:
        return None
    if not complete or reader.problems:
        return None
    starts = {path: (piece.start, piece.text, piece.style) for path, piece in reader.values.items() if piece.text}
    return reader.tree, starts, {path: piece.start for path, piece in reader.keys.items()}


def disagreement(text: str) -> str:
    """How the scanners differ on a text that libyaml may decide, or how `read` differs from them; empty: not at all."""
    if _PYTHON_DECIDES.search(text):
        return ""
    python, native = scanned(text, yaml.SafeLoader), scanned(text, yaml.CSafeLoader)
    refused = bool(read(text, "f").problems)
    if (python is None or native is None) != refused:
        return f"{text!r}: read refuses: {refused}, Python {python}, libyaml {native}"
    return "" if refused or python == native else f"{text!r}: Python {python}, libyaml {native}"
