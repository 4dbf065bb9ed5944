"""The optional package of this room, or the error that says what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import MissingDependency


def durable() -> tuple[Any, Any]:
    """The modules ``durable.engine`` and ``durable_rules_engine``.

    Raises MissingDependency, in both languages, when durable_rules is absent or its C part cannot be loaded.
    """
    try:
        return import_module("durable.engine"), import_module("durable_rules_engine")
    except ImportError as error:
        words = (phrase("live.missing", language, detail=str(error)) for language in LANGUAGES)
        raise MissingDependency("\n".join(words)) from error
