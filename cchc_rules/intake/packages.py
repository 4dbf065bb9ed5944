"""Optional packages of this room, imported when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import MissingDependency


def needed(package: str, *, extra: str) -> Any:
    """The package. Raises MissingDependency saying, in both languages, what to install."""
    try:
        return import_module(package)
    except ImportError as error:
        told = (phrase("missing-package", language, package=package, extra=extra) for language in LANGUAGES)
        raise MissingDependency("\n".join(told)) from error
