"""The columns engine: a program over frames of any size, as Polars expressions that keep the order of rows."""

from __future__ import annotations

from cchc_rules.engines.columns import dependency as dependency
