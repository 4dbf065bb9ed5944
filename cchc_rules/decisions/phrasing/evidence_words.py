"""What values rest on, as people read it: the label of each, who stated it, on which day, on what document."""

from __future__ import annotations

from collections.abc import Mapping

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.phrasing.problem_words import label_path
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.facts.candidate import Provenance
from cchc_rules.phrases import phrase
from cchc_rules.program.program import Program


def find_stated(decision: Decision | None) -> dict[str, Provenance]:
    """By path what somebody stated with a value; a value that only follows from another has nothing of its own."""
    given = {} if decision is None else decision.provenance
    return {path: given[path] for path in sorted(given) if not given[path].settled_by}


def write_evidence(program: Program, stated: Mapping[str, Provenance], language: str) -> list[str]:
    """A line for each value that somebody stated."""
    return [f"{label_path(program.facts, path, language)}: {_write(one, language)}" for path, one in stated.items()]


def _write(stated: Provenance, language: str) -> str:
    parts = [
        "" if stated.by is None else phrase("seen.by", language, by=stated.by),
        "" if stated.on is None else phrase("seen.on", language, on=write_date(stated.on, language)),
        stated.evidence or "",
    ]
    return ", ".join(part for part in parts if part)
