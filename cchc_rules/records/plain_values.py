"""Values, parameters, provenance and problems as plain data in records, and back; what cannot be is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cchc_rules.decisions.traces.builder import canonical_value
from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.phrases import LANGUAGES, has_phrase
from cchc_rules.problems import Place, Problem, ProblemsError
from cchc_rules.values import Value, day


class RecordError(ProblemsError):
    """A record that cannot be read, or that was altered since it was sealed."""


def unreadable(path: str, *because: Problem) -> RecordError:
    """The error for something in a record that is not what it must be."""
    return RecordError([Problem("record-unreadable", Place(path=path), {"path": path}), *because])


def plain_parameters(parameters: Mapping[str, Value | tuple[Value, ...]]) -> dict[str, Any]:
    """Bound parameters as plain data; dates in ISO."""
    return {name: _plain(value) for name, value in parameters.items()}


def _plain(value: Value | tuple[Value, ...]) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else canonical_value(value)


def envelop_facts(
    facts: tuple[Fact, ...], plain: Mapping[str, Any], provenance: Mapping[str, Mapping[str, str]], inside: str = ""
) -> dict[str, Any]:
    """Plain facts as they could be given again: what was said of each path around its value; settled ones unstated."""
    return {**plain, **{fact.name: _envelop(fact, plain.get(fact.name), provenance, inside) for fact in facts}}


def _envelop(fact: Fact, value: Any, provenance: Mapping[str, Mapping[str, str]], inside: str) -> Any:
    path = f"{inside}{fact.name}"
    if isinstance(fact.type, ListType) and isinstance(value, list):
        members = []
        for number, member in enumerate(value, start=1):
            if isinstance(member, dict):
                key = member.get(fact.key) if fact.key else None
                label = number if key is None else key_label(key)
                member = envelop_facts(fact.type.fields, member, provenance, f"{path}[{label}].")
            members.append(member)
        value = members
    said = provenance.get(path)
    if not said:
        return value
    return None if "settled_by" in said else {"value": value, **said}


def read_provenance(plain: Any) -> dict[str, Provenance]:
    """Provenance by path. Raises RecordError for anything else."""
    if not isinstance(plain, dict):
        raise unreadable("provenance")
    return {path: _read_one(path, one) for path, one in plain.items()}


def _read_one(path: str, plain: Any) -> Provenance:
    if not isinstance(plain, dict) or not plain or not plain.keys() <= {"by", "on", "evidence", "settled_by"}:
        raise unreadable(f"provenance.{path}")
    if not all(isinstance(one, str) for one in plain.values()):
        raise unreadable(f"provenance.{path}")
    on = day(plain["on"]) if "on" in plain else None
    if "on" in plain and on is None:
        raise unreadable(f"provenance.{path}")
    return Provenance(plain.get("by"), on, plain.get("evidence"), plain.get("settled_by", ""))


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A problem of facts as plain data, without its words."""
    fields = {name: _plain_field(value) for name, value in problem.fields.items()}
    where = {}
    if isinstance(problem.where, Place):
        where = {
            name: value
            for name in ("row", "candidate", "path", "cell", "file")
            if (value := getattr(problem.where, name)) is not None
        }
    return {"code": problem.code, "variant": problem.variant, "fields": fields, "where": where}


def _plain_field(value: Any) -> Any:
    """A number, or text; several paths as a list."""
    return [str(one) for one in value] if isinstance(value, tuple) else value if isinstance(value, int) else str(value)


def read_problem(plain: Any) -> Problem:
    """The problem of plain data. Raises RecordError for anything else, a code nobody has words for included."""
    try:
        where = Place(**plain["where"]) if plain["where"] else None
        fields = {key: tuple(one) if isinstance(one, list) else one for key, one in plain["fields"].items()}
        problem = Problem(plain["code"], where, fields, plain["variant"])
        texts = () if where is None else (where.candidate, where.path, where.cell, where.file)
        is_placed = where is None or type(where.row) in (int, type(None))
        if not has_phrase(problem.key) or not is_placed or not all(isinstance(one, str | None) for one in texts):
            raise unreadable("problems")
        for language in LANGUAGES:
            problem.render_line(language)  # the words must find all their fields
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise unreadable("problems") from error
    return problem
