"""Values, parameters and problems as plain data in records, and back; what cannot be read back is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cchc_rules.decisions.traces.builder import canonical_value
from cchc_rules.facts.candidate import Provenance
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from cchc_rules.problems import Place, Problem, ProblemsError
from cchc_rules.values import Value, canonical_number


class RecordError(ProblemsError):
    """A record that cannot be read, or that was altered since it was sealed."""


def unreadable(path: str) -> RecordError:
    """The error for something in a record that is not what it must be."""
    return RecordError([Problem("record-unreadable", Place(path=path), {"path": path})])


def plain_parameters(parameters: Mapping[str, Value | tuple[Value, ...]]) -> dict[str, Any]:
    """Bound parameters as plain data; dates in ISO."""
    return {name: _plain(value) for name, value in parameters.items()}


def _plain(value: Value | tuple[Value, ...]) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else canonical_value(value)


def values_of(facts: tuple[Fact, ...], plain: Any, path: str = "facts") -> tuple[Value, ...]:
    """The parsed values of plain data in slot order. Raises RecordError for what no parser would have given."""
    if not isinstance(plain, dict) or plain.keys() != {fact.name for fact in facts}:
        raise unreadable(path)
    return tuple(_value(fact.type, plain[fact.name], f"{path}.{fact.name}") for fact in facts)


def _value(of: Type, plain: Any, path: str) -> Value:
    if plain is None:
        return None
    if isinstance(of, ListType) and isinstance(plain, list):
        return tuple(values_of(of.fields, member, f"{path}[{n}]") for n, member in enumerate(plain, start=1))
    value = _scalar(of, plain)
    if value is None:
        raise unreadable(path)
    return value


def _scalar(of: Type, plain: Any) -> Value:
    match of:
        case BooleanType() if isinstance(plain, bool):
            return plain
        case NumberType() if isinstance(plain, int | float) and not isinstance(plain, bool):
            number = canonical_number(plain)
            return number if number == plain else None
        case DateType():
            return day_of(plain)
        case GradeType(scale=scale):
            return plain if plain in scale.spellings else None
        case ChoiceType(options=options):
            return plain if plain in options else None
        case TextType() if isinstance(plain, str):
            return plain
        case _:
            return None


def day_of(plain: Any) -> date | None:
    """The date written ``yyyy-mm-dd``, else None."""
    try:
        day = date.fromisoformat(plain) if isinstance(plain, str) else None
    except ValueError:
        return None
    return day if day is not None and day.isoformat() == plain else None


def provenance_of(plain: Any) -> dict[str, Provenance]:
    """Provenance by path. Raises RecordError for anything else."""
    if not isinstance(plain, dict):
        raise unreadable("provenance")
    return {path: _one_provenance(path, one) for path, one in plain.items()}


def _one_provenance(path: str, plain: Any) -> Provenance:
    if not isinstance(plain, dict) or not plain.keys() <= {"by", "on", "evidence", "settled_by"}:
        raise unreadable(f"provenance.{path}")
    on = day_of(plain.get("on"))
    by, evidence, settled_by = plain.get("by"), plain.get("evidence"), plain.get("settled_by", "")
    texts = isinstance(by, str | None) and isinstance(evidence, str | None) and isinstance(settled_by, str)
    if ("on" in plain and on is None) or not texts:
        raise unreadable(f"provenance.{path}")
    return Provenance(by, on, evidence, settled_by)


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A problem of facts as plain data, without its words."""
    fields = {name: value if isinstance(value, int) else str(value) for name, value in problem.fields.items()}
    where = {}
    if isinstance(problem.where, Place):
        where = {
            name: value
            for name in ("row", "candidate", "path", "cell", "file")
            if (value := getattr(problem.where, name)) is not None
        }
    return {"code": problem.code, "variant": problem.variant, "fields": fields, "where": where}


def problem_of(plain: Any) -> Problem:
    """The problem of plain data. Raises RecordError for anything else."""
    try:
        where = Place(**plain["where"]) if plain["where"] else None
        return Problem(plain["code"], where, dict(plain["fields"]), plain["variant"])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable("problems") from error
