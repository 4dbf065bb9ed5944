"""Ids that may be one another mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.facts.identity import blur_id, identify, is_near

IDS = st.text("NVnvOoIl01 7-–АВОаво", min_size=1, max_size=8)


@pytest.mark.parametrize("other", ["nv 7", "NV-007", "NV7", "ＮＶ－07", "NV–07", "NVO7", "NV07", "NV-O7", "ΝV-07"])
def test_ids_people_mistype_are_near(other):
    """Case, spaces, hyphens, leading zeros and look-alike letters aside they are one; never the same id."""
    assert is_near("NV-07", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("7", "07"), ("10", "1"), ("101", "0101"), ("NV-07", "nv-07"), ("NV-07", " NV-07 "), ("NV-07", "NV-70"),
     ("NV-1", "NV-11"), ("Hòa", "Hoa"), ("A", "B"), ("", "")],
)  # fmt: skip
def test_what_differs_or_is_one_is_not_near(one, other):
    """Running numbers, one id in two spellings, other digits and other accents."""
    assert not is_near(one, other)


@given(IDS, IDS)
def test_nearness_is_symmetric_and_never_of_the_same(one, other):
    """Whatever the ids: the order does not matter, and an id is not near itself."""
    assert is_near(one, other) is is_near(other, one)
    assert not is_near(one, one)
    if identify(one) == identify(other):
        assert blur_id(one) == blur_id(other)
    assert blur_id(one) == blur_id(blur_id(one))
