"""An old path; see `cchc_rules.old_paths`."""

from __future__ import annotations

from typing import Any

from cchc_rules.old_paths import find_moved


def __getattr__(name: str) -> Any:
    return find_moved(__name__, name)
