"""The one walk over a lowered tree."""

import pytest

from cchc_rules.engines.direct.algebra import DirectAlgebra
from cchc_rules.engines.direct.writer import Module, Writer
from cchc_rules.language.nodes import AsOf, BareText, Compare, Fold, Literal, Name, ReadFact, ReadParameter
from cchc_rules.language.types import BooleanType, ListType, NumberType, TextType
from cchc_rules.program.translation import Translation

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
