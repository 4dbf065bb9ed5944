"""Paths that documents taught before the rooms still work, with a warning."""

from __future__ import annotations

from importlib import import_module

import pytest

from cchc_rules.old_paths import NEW_PATHS


@pytest.mark.parametrize("old", sorted(NEW_PATHS))
def test_an_old_path_gives_what_lives_at_the_new_one(old: str):
    """Every name of the table is reached by its old path, which warns and names the new one."""
    module, _, name = old.rpartition(".")
    new = f"cchc_rules.{NEW_PATHS[old]}"
    with pytest.warns(DeprecationWarning, match=rf"{new}\.{name}"):
        found = getattr(import_module(f"cchc_rules.{module}"), name)
    assert getattr(import_module(new), name) is found


def test_an_old_path_knows_no_other_names():
    """A name that no document taught is an AttributeError, as for any module."""
    with pytest.raises(AttributeError, match="no attribute 'Grid'"):
        _ = import_module("cchc_rules.tables").Grid
