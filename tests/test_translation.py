"""The one walk over a lowered tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_rules.engines.direct.algebra import DirectAlgebra
from cchc_rules.engines.direct.engine import write_criterion
from cchc_rules.engines.direct.source_builder import Module, Writer
from cchc_rules.language.loader import load
from cchc_rules.language.nodes import (
    AsOf,
    BareText,
    Compare,
    FirstOf,
    Fold,
    Literal,
    Name,
    Or,
    ReadFact,
    ReadParameter,
    children,
    rebuild,
)
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, ListType, NumberType, TextType
from cchc_rules.program.compiler import compile
from cchc_rules.program.translation import Translation

ROOT = Path(__file__).parents[1]
TRUTH = Literal(True, BooleanType())
UNITS = ReadFact("units", 0, ListType(()))


def translate(method, node):
    """What the direct engine makes of a node."""
    return getattr(Translation(DirectAlgebra(), {}), method)(node, Writer(Module()))


@pytest.mark.parametrize("method", ["truth", "amount", "plain"])
@pytest.mark.parametrize("node", [Name("x"), BareText("Khá"), ReadParameter("p", NumberType())])
def test_an_unresolved_tree_is_a_mistake_of_the_caller(method, node):
    """Engines take lowered trees only."""
    with pytest.raises(TypeError, match="lowered"):
        translate(method, node)


@pytest.mark.parametrize(
    ("method", "node"),
    [
        ("truth", AsOf()),
        ("amount", AsOf()),
        ("amount", Compare("==", TRUTH, TRUTH)),
        ("plain", Fold("count", "u", UNITS, TRUTH, None)),
        ("truth", Fold("count", "u", UNITS, TRUTH, None)),
        ("amount", Fold("any", "u", UNITS, TRUTH, None)),
        ("truth", Compare("==", ReadFact("t", 3, TextType()), ReadFact("t", 3, TextType()))),
    ],
)
def test_an_expression_of_another_kind_is_a_mistake_of_the_caller(method, node):
    """A date is no truth and no number, a count is no truth, text is never compared."""
    with pytest.raises(TypeError, match="has no place here"):
        translate(method, node)


def test_different_is_the_negation_of_equal():
    """No algebra meets the operator ``!=``: what it makes of ``==`` is turned."""
    unlike = Compare("!=", ReadFact("n", 0, NumberType(integral=True)), Literal(3, NumberType(integral=True)))
    alike = Compare("==", unlike.left, unlike.right)
    different, equal = translate("truth", unlike), translate("truth", alike)
    assert (equal.fails, equal.holds) == (different.holds, different.fails)


NEW_NODE = '''
@dataclass(frozen=True, slots=True)
class Shift:
    """A date some days later."""

    operand: Node
    days: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node: TypeAlias = (
    Shift
    | '''
NEW_METHOD = '''    def shift_date(self, node: Literal, operand: P, days: A, where: W, /) -> P:
        """A date some days later."""

    def take_extreme_date('''
USERS = {"columns": "planner.py", "symbolic": "program_terms.py"}
"""The module that makes an engine's algebra, where it is not its `engine`."""
WHEREVER_NODES_MATTER = (
    "program/translation.py",
    "program/reference.py",
    "program/lowering.py",
    "program/constant_folding.py",
    "language/shapes.py",
    "language/checking/bounds.py",
    "language/lint/conditions.py",
    "language/lint/pitfalls.py",
    "language/lint/reach.py",
)


NEW_TYPE = """
@dataclass(frozen=True, slots=True)
class HourType:
    \"\"\"A time of day.\"\"\"


Type: TypeAlias = HourType | """
WHEREVER_TYPES_MATTER = (
    "engines/columns/column_readings.py",
    "engines/columns/word_codes.py",
    "facts/scalars.py",
    "forms/fact_schemas.py",
    "language/checking/comparability.py",
    "language/checking/constants.py",
    "language/checking/bare_texts.py",
    "language/lint/reach.py",
    "language/types.py",
    "program/translation.py",
)


def insert(path, old, new):
    """Change the one place of a file that reads ``old``."""
    text = path.read_text()
    assert 1 == text.count(old), path
    path.write_text(text.replace(old, new))


def test_a_new_form_of_expression_or_type_is_a_type_error_wherever_it_matters(tmp_path):
    """In a copy with one more node and type, mypy points at the walk, the reference, algebras, all that reads facts."""
    package = tmp_path / "cchc_rules"
    shutil.copytree(ROOT / "cchc_rules", package, ignore=shutil.ignore_patterns("__pycache__"))
    insert(package / "language/nodes.py", "\nNode: TypeAlias = (\n    ", NEW_NODE)
    insert(package / "program/translation.py", "    def take_extreme_date(", NEW_METHOD)
    insert(package / "language/types.py", "\nType: TypeAlias = ", NEW_TYPE)
    modules = [path for path in package.rglob("algebra.py") if "engines" in path.parts]
    users = [path.with_name(USERS.get(path.parent.name, "engine.py")) for path in modules]
    names = {*WHEREVER_NODES_MATTER, *WHEREVER_TYPES_MATTER}
    found = type_errors(tmp_path, [*(str(package / name) for name in sorted(names)), *map(str, modules + users)])
    for word, places in (("Shift", WHEREVER_NODES_MATTER), ("HourType", WHEREVER_TYPES_MATTER)):
        pointed_at = {line.split(":")[0] for line in found if word in line}
        assert set() == {f"cchc_rules/{name}" for name in places} - pointed_at, found
    lacking = {line.split('"')[1] for line in found if "shift_date" in line}
    assert len(modules) == len(lacking) >= 1, found


def type_errors(folder, files):
    """What mypy says of some files of a copy of the package."""
    command = [sys.executable, "-m", "mypy", "--follow-imports=silent", "--config-file", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        [*command, *files], cwd=folder, capture_output=True, text=True, check=False
    ).stdout.splitlines()


def test_the_parts_of_a_node_are_its_fields():
    """Children come in written order from the fields that are nodes or tuples of nodes; other tuples are none."""
    either = Or((TRUTH, ReadFact("a", 0, BooleanType())))
    day = ReadFact("d", 1, DateType())
    chosen = FirstOf((either,), (day, AsOf()))
    assert (either, day, AsOf()) == children(chosen)
    assert either.operands == children(either)
    assert (UNITS, TRUTH) == children(Fold("any", "u", UNITS, TRUTH, None))
    assert () == children(ReadFact("c", 2, ChoiceType(("x", "y"))))
    assert chosen == rebuild(chosen, lambda part: part)
    assert Or((AsOf(), AsOf())) == rebuild(either, lambda part: AsOf())


def test_the_architecture_page_begins_with_the_code_of_a_criterion():
    """The Python that `cchc-rules show … --code` prints stands in the page as it is printed."""
    program = compile(load("quan-12-2022"), "agency")
    assert f"```text\n{write_criterion(program, 'reform-index')}\n```" in (ROOT / "docs/architecture.md").read_text()
