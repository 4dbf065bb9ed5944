"""Choosing among decided candidates: rankings, places to take, ties; see docs/explanation/semantics.md."""
