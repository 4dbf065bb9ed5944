"""Names that a newcomer guesses: verbs for functions, no metaphors, nothing called twice, words of the glossary."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cchc_rules"
MODULES = sorted(PACKAGE.rglob("*.py"))

PARTICIPLES = frozenset(
    [
        "told",
        "shown",
        "kept",
        "written",
        "chosen",
        "made",
        "found",
        "said",
        "given",
        "taken",
        "drawn",
        "built",
        "held",
        "known",
        "spelt",
        "sent",
    ]
)
"""No function begins with one of these, or with a word in -ed: it does something. The list grows with what is found."""

VERBS_IN_ED = frozenset(["embed"])
"""Verbs that end so by nature."""

METAPHORS = frozenset(["deed", "seat", "desk", "scene", "gauge", "panel", "cutter"])
"""Words a newcomer would have to be told; it grows too."""

ONE_TRADE = frozenset(("__init__", "csv", "json", "parquet", "xlsx", "html", "docx", "algebra", "folds", "engine"))
"""Formats, and modules of one trade in several engines: these may stand twice."""

LIMIT = re.compile(r"_?(MOST|LONGEST|LARGEST|DEEPEST|LEAST|HIGHEST)(_\w+)?")


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the package as Python reads it."""
    return {path: ast.parse(path.read_text()) for path in MODULES}


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every function of the package with its module, methods and inner ones too; special methods left out."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                yield path, node


def place(path: Path, name: str) -> str:
    """Where a name stands, for a message."""
    return f"{path.relative_to(ROOT)}: {name}"


def says_whether(function: ast.FunctionDef) -> bool:
    """Whether a function returns a truth: its name is a statement then."""
    return function.returns is not None and ast.unparse(function.returns).startswith(("bool", "Truth", "TypeGuard"))


def test_functions_are_called_by_verbs():
    """No function's name is or begins with a participle, unless it says whether something is so."""
    wrong = []
    for path, function in functions():
        first = function.name.strip("_").split("_")[0]
        if (
            (first in PARTICIPLES or re.fullmatch("[a-z]+[^e]ed", first))
            and first not in VERBS_IN_ED
            and not says_whether(function)
        ):
            wrong.append(place(path, function.name))
    assert [] == wrong


def test_no_function_has_its_modules_name():
    """A module is a noun, a function a verb."""
    assert [] == [place(path, one.name) for path, one in functions() if one.name == path.stem]


def test_nothing_is_called_by_a_metaphor():
    """No class, function, parameter or variable has a word in its name that a newcomer must be told."""
    wrong = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            names = [getattr(node, key, None) for key in ("name", "id", "arg", "attr")]
            for name in (one for one in names if isinstance(one, str)):
                if METAPHORS & {word.removesuffix("s") for word in re.sub("([A-Z])", r"_\1", name).lower().split("_")}:
                    wrong.add(place(path, name))
    assert set() == wrong


def stands_twice(names: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """The names that stand in more than one place."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, path in names:
        found[name].append(str(path.relative_to(PACKAGE)))
    return {name: places for name, places in found.items() if len(places) > 1}


def in_rooms() -> Iterator[Path]:
    """The modules whose names are words of the house: commands and phrases are called as what they are about."""
    aside = ("cli", "phrases", "tables", "live")
    return (path for path in MODULES if not {*path.relative_to(PACKAGE).parts[:-1]} & {*aside})


def test_no_module_is_called_as_another():
    """One word, one thing, but for formats and for trades of several engines."""
    assert {} == stands_twice((path.stem, path) for path in in_rooms() if path.stem not in ONE_TRADE)


def test_no_class_or_limit_is_called_as_another():
    """No public class and no limit stands twice in the rooms."""
    classes = (
        (node.name, path)
        for path in in_rooms()
        for node in trees()[path].body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {} == stands_twice(classes)
    limits = (
        (node.target.id.strip("_"), path)
        for path in in_rooms()
        for node in trees()[path].body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and LIMIT.fullmatch(node.target.id)
    )
    assert {} == stands_twice(limits)


@pytest.mark.parametrize("room", ["", ".season", ".engines.columns", ".engines.durable"])
def test_every_public_class_is_in_the_glossary(room: str):
    """Each word in the name of a class that a room exports is explained in the glossary."""
    glossary = (ROOT / "docs" / "glossary.md").read_text().lower()
    exported = import_module(f"cchc_rules{room}").__all__
    words = {(name, word.lower()) for name in exported if name[0].isupper() for word in re.findall("[A-Z][a-z]+", name)}
    unknown = {pair for pair in words if pair[1] != "cchc" and not re.search(rf"\b{pair[1]}s?\b", glossary)}
    assert set() == unknown
