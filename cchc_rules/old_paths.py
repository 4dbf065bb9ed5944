"""Paths that documents taught before the rooms of version 0.2: they work for one version more, with a warning."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any, Final

# Looked up by text, so that no room at the bottom imports one above it.
NEW_PATHS: Final = {
    "tables.read_rows": "intake.reader",
    "tables.reading.read_rows": "intake.reader",
    "tables.limits.Limits": "intake.limits",
    "tables.blocks.files.decide_file": "bulk.file_decisions",
    "engines.live.Session": "season",
    "engines.live.Change": "season",
    "engines.live.Cause": "season",
    "engines.live.Standing": "season",
    "engines.live.JournalError": "season",
    "engines.live.EngineFailure": "engines.durable",
}


def find_moved(module: str, name: str) -> Any:
    """What ``module.name`` stood for, from where it lives now. Warns; AttributeError for a name no document taught."""
    old = f"{module.removeprefix('cchc_rules.')}.{name}"
    if old not in NEW_PATHS:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    new = f"cchc_rules.{NEW_PATHS[old]}"
    warnings.warn(f"cchc_rules.{old} is {new}.{name} now", DeprecationWarning, stacklevel=3)
    return getattr(import_module(new), name)
