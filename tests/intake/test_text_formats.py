"""A text whose cell shows it otherwise, or not at all, is a problem of the cell."""

from __future__ import annotations

import pytest

from cchc_rules.intake.cells import CellStyle, UnclearCell
from cchc_rules.intake.formats import read_format


@pytest.mark.parametrize("code", [";;;", "0;-0;0;", ';;;"Có"', '@" (đang xem xét)"', '0;0;0;"x"@'])
def test_a_text_that_shows_otherwise_is_a_problem(code: str):
    """What the text section hides, replaces or adds to is not what the clerk sees."""
    assert UnclearCell("cell-format", "text", "Không") == CellStyle(read_format(code)).read_text("Không")


@pytest.mark.parametrize("code", ["General", "@", "[Red]@", "0.00", "dd/mm/yyyy;@", "0;-0;0;@", '_(* "-"_);_(@_)'])
def test_a_text_that_shows_as_it_is_is_read(code: str):
    """Without a section for text, or with one that is the text alone."""
    assert "Không" == CellStyle(read_format(code)).read_text("Không")
