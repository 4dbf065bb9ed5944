"""The reference semantics refuses what no loaded ruleset holds."""

from __future__ import annotations

import pytest

from cchc_rules.language.nodes import Name
from cchc_rules.program.reference import Scope, alternatives, truth


@pytest.mark.parametrize("ask", [truth, alternatives])
def test_an_unresolved_node_has_no_meaning(ask) -> None:
    """A tree with bare names is a programming error, not a value."""
    with pytest.raises(TypeError):
        ask(Name("x"), Scope(None, ()))
