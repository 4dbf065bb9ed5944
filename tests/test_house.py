"""The rules of the house that a machine can hold: rooms, sizes, docstrings, words, what importing costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from cchc_rules.phrases import TABLES, catalogue

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cchc_rules"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
HEAVY = ("pydantic", "yaml", "click", "rich", "polars", "openpyxl", "z3", "durable", "fastapi", "pyarrow", "numpy")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked_files() -> list[Path]:
    """Every file of the project, those not yet committed too; those git ignores are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


@cache
def tree(path: Path) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[Function]:
    """Every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """How many lines a function has from its first to its last statement, its docstring left out."""
    statements = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - statements[0].lineno + 1


def names_of(template: str, language: str) -> set[str]:
    """The fields a template formats; one that is said differently in each language ends in ``_vi`` or ``_en``."""
    return {name.removesuffix(f"_{language}") for _, name, _, _ in Formatter().parse(template) if name}


def test_imports_flow_one_way():
    """import-linter finds no import against the plan of the rooms."""
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_no_file_is_longer_than_400_lines():
    """No Python file of the package or the tests has more than 400 lines."""
    files = [*MODULES, *(ROOT / "tests").rglob("*.py")]
    assert [] == [str(path.relative_to(ROOT)) for path in files if len(path.read_text().splitlines()) > LONGEST_FILE]


def test_no_function_is_longer_than_40_lines():
    """No function of the package has more than 40 lines of body."""
    long = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in MODULES
        for function in functions(path)
        if body_lines(function) > LONGEST_FUNCTION
    ]
    assert [] == long


def test_every_module_and_public_name_has_a_docstring():
    """Modules, public classes, functions and methods say what they are; an algebra's methods do so in `Algebra`."""
    bare = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'name', 'module')}"
        for path in MODULES
        for node in public_nodes(tree(path))
        if not ast.get_docstring(node)
    ]
    assert [] == bare


def public_nodes(module: ast.Module) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """The module, and its classes, functions and methods whose names have no underscore."""
    yield module
    for node in module.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node
            an_algebra = node.name.endswith("Algebra") and node.name != "Algebra"
            inner = node.body if isinstance(node, ast.ClassDef) and not an_algebra else []
            yield from (one for one in inner if isinstance(one, Function) and not one.name.startswith("_"))


def test_every_test_has_a_docstring():
    """Each test states the behaviour it holds."""
    bare = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert [] == bare


def test_importing_the_package_loads_nothing_heavy():
    """`import cchc_rules` loads neither pydantic nor yaml nor any optional package."""
    code = f"import sys, cchc_rules; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == run.stdout.strip()


def test_phrases_are_complete():
    """Every phrase has words in both languages."""
    assert [] == [key for key, (vi, en) in catalogue().items() if not vi.strip() or not en.strip()]


def test_phrases_of_a_key_fill_in_the_same_fields():
    """The Vietnamese and the English wording of a key take the same fields."""
    assert [] == [key for key, (vi, en) in catalogue().items() if names_of(vi, "vi") != names_of(en, "en")]


def test_no_key_is_in_two_tables():
    """A key has one home: no table overrides another."""
    keys: list[str] = []
    for table in TABLES:
        keys += __import__(f"cchc_rules.phrases.{table}", fromlist=["PHRASES"]).PHRASES
    assert [] == sorted({key for key in keys if keys.count(key) > 1})


def test_every_table_of_phrases_is_in_the_catalogue():
    """No module of phrases is forgotten."""
    assert {path.stem for path in (PACKAGE / "phrases").glob("*.py")} - {"__init__"} == set(TABLES)


def problem_codes(path: Path) -> Iterator[tuple[str, str]]:
    """The (code, variant) of every problem a module makes with literals; the variant is empty when it is computed."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        place = {"Problem": 3, "Fault": 1}.get(node.func.id)
        code = node.args[0]
        if place is None or not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
            continue
        variant = node.args[place] if len(node.args) > place else None
        variant = next((one.value for one in node.keywords if one.arg == "variant"), variant)
        known = isinstance(variant, ast.Constant) and isinstance(variant.value, str)
        yield code.value, variant.value if known else "" if variant is None else "*"


def test_every_problem_has_words():
    """The code of every problem made in the package is in the catalogue, with its variant where that is fixed."""
    keys = set(catalogue())
    stems = {key.partition(".")[0] for key in keys}
    mute = []
    for path in MODULES:
        for code, variant in problem_codes(path):
            found = code in stems if variant == "*" else (f"{code}.{variant}" if variant else code) in keys
            mute += [] if found else [f"{path.relative_to(ROOT)}: {code}.{variant}"]
    assert [] == mute


@pytest.mark.parametrize(
    "forbidden",
    [
        r"(^|[^A-Za-z0-9_.])/(work|farm|root|home)/",
        r"https?://[^ )]*(" + "|".join(("py" + "pi", "python" + "hosted", "npm" + "js", "deb" + "ian")) + ")",
    ],
)
def test_no_file_names_this_machine_or_a_registry(forbidden: str):
    """No tracked file holds an absolute path of a machine or the address of a package registry."""
    pattern = re.compile(forbidden, re.MULTILINE)
    found = []
    for path in tracked_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if path != Path(__file__) and pattern.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert [] == found
