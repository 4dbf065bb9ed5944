"""The optional package this room needs, or the error that says what to install."""

from __future__ import annotations

from importlib.util import find_spec

from cchc_rules.phrases import phrase
from cchc_rules.problems import MissingDependency

if find_spec("polars") is None:
    raise MissingDependency(phrase("columns.polars-missing", "en"))
