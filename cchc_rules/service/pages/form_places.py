"""Which field of a form a problem is with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.service.pointers import PointerFinder


def find_form_field(problem: Problem, program: Program, facts: Mapping[str, Any]) -> str:
    """The name of the field, ``f.initiatives.0.title``: of a member as a whole its key, of a list whether it is whole.

    Of answers that contradict each other it is the first; of a problem of no fact the id.
    """
    path = problem.where.path if isinstance(problem.where, Place) else None
    return find_path_field(path or next(iter(problem.fields.get("paths", ())), "id"), program, facts)


def find_path_field(path: str, program: Program, facts: Mapping[str, Any]) -> str:
    """The name of the field that a path of facts leads to, as `find_form_field`."""
    if path in ("id", "name", "as_of"):
        return path
    found: Fact | None = None
    fields, names = program.facts, list[str]()
    for part in PointerFinder(program.facts, facts).find(path).split("/")[2:]:
        if not part.isdecimal():
            inner = next((one for one in fields if one.name == part), None)
            if inner is None:
                break  # the envelope around a value
            found, fields = inner, inner.type.fields if isinstance(inner.type, ListType) else ()
        names.append(part)
    if found is None:
        return "id"
    if names[-1].isdecimal():
        found = next((one for one in fields if one.name == found.key), fields[0])
        names.append(found.name)
    return f"{'w' if isinstance(found.type, ListType) else 'f'}.{'.'.join(names)}"
