"""The structure of a document: content checked against its pydantic model, each fault at its own place."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Final, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cchc_rules.language.documents.base_models import Document
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.language.documents.yaml_reader import Tree, read
from cchc_rules.problems import Problem, Span
from cchc_rules.text import nearest, visible

D = TypeVar("D", bound=Document)

_CODES: Final[Mapping[str, str]] = {
    "string_type": "expected-text",
    "model_type": "expected-mapping",
    "model_attributes_type": "expected-mapping",
    "dict_type": "expected-mapping",
    "tuple_type": "expected-list",
    "bool_type": "expected-truth",
    "int_type": "expected-integer",
    "literal_error": "unknown-choice",
    "string_pattern_mismatch": "bad-version",
    "too_short": "too-few",
    "too_long": "too-many",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
}
_OF_THE_WHOLE: Final = (
    "missing-key", "empty-text", "one-condition", "one-meaning", "words-of-what", "base-or-category",
    "verdict-or-problems",
)  # fmt: skip
_LIMITS: Final = ("ge", "le", "max_length")


@dataclass(frozen=True, slots=True)
class ReadDocument(Generic[D]):
    """A document with its places and every problem found; None when it cannot be built.

    With problems there may still be a document (keys nobody knows are left out of it), so that later checks can go on.
    """

    document: D | None
    places: Places
    problems: tuple[Problem, ...]


def read_document(model: type[D], text: str | bytes, file: str) -> ReadDocument[D]:
    """A YAML text as a document of ``model``, with every problem of its YAML and its structure."""
    reading = read(text, file)
    if not reading.complete:
        return ReadDocument(None, reading.places, reading.problems)
    shaped = shape(model, reading.tree, reading.places)
    known = {_spot(problem) for problem in reading.problems}
    further = tuple(problem for problem in shaped.problems if _spot(problem) not in known)
    return ReadDocument(shaped.document, reading.places, in_order((*reading.problems, *further)))


def shape(model: type[D], tree: Tree, places: Places) -> ReadDocument[D]:
    """Content as a document of ``model``; keys nobody knows are reported and left out."""
    document, errors = _validate(model, tree)
    # Where every error looks like an echo, none is: nothing may be refused in silence.
    meant = [error for error in errors if _is_meant(tree, error)] or errors
    problems = tuple(problem for error in meant for problem in _problems(model, tree, places, error))
    if errors and all(error["type"] == "extra_forbidden" for error in errors):
        document, _ = _validate(model, _prune(tree, {error["loc"] for error in errors}))
    return ReadDocument(document, places, _together(problems))


def _together(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems, with the keys that are missing at one place told as one."""
    missing: dict[tuple[str, int, int], list[str]] = {}
    for problem in problems:
        if problem.key == "missing-key":
            missing.setdefault(_spot(problem), []).append(str(problem.fields["key"]))
    several = {spot: keys for spot, keys in missing.items() if len(keys) > 1}
    return tuple(
        replace(problem, fields={"keys": ", ".join(several[_spot(problem)])}, variant="several")
        if problem.key == "missing-key" and _spot(problem) in several
        else problem
        for problem in problems
    )


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems by file and place, one of each."""
    unique = {(_spot(problem), problem.key): problem for problem in reversed(problems)}
    return tuple(sorted(unique.values(), key=_spot))


def _spot(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.file, where.line, where.column) if isinstance(where, Span) else ("", 0, 0)


def _validate(model: type[D], tree: Tree) -> tuple[D | None, list[ErrorDetails]]:
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _prune(tree: Tree, unwanted: set[tuple[int | str, ...]], path: tuple[int | str, ...] = ()) -> Tree:
    """The content without the keys at the unwanted paths. Recursion is bounded by the depth of YAML."""
    if isinstance(tree, dict):
        kept = {key: value for key, value in tree.items() if (*path, key) not in unwanted}
        return {key: _prune(value, unwanted, (*path, key)) for key, value in kept.items()}
    if isinstance(tree, list):
        return [_prune(value, unwanted, (*path, index)) for index, value in enumerate(tree)]
    return tree


def _is_meant(tree: Tree, error: ErrorDetails) -> bool:
    """Whether an error is not an echo: of an alternative that was not meant, or of faults in what a list holds."""
    if error["type"] == "too_short" and len(_count_of(tree, error)) >= error["ctx"]["min_length"]:
        return False
    for index, step in enumerate(error["loc"]):
        path, given = _follow(tree, error["loc"][:index])
        if error["type"] != "missing" and step != "[key]" and path == _follow(tree, (*error["loc"][:index], step))[0]:
            return str(step).startswith("tuple[") == isinstance(given, list)
    return True


def _count_of(tree: Tree, error: ErrorDetails) -> Sequence[Tree] | Mapping[str, Tree]:
    """What a list or mapping holds as it was given, faulty entries too."""
    given = _follow(tree, error["loc"])[1]
    return given if isinstance(given, list | dict) else ()


def _problems(model: type[Document], tree: Tree, places: Places, error: ErrorDetails) -> list[Problem]:
    path, given = _follow(tree, error["loc"])
    report = partial(_locate, model, tree, places, error)
    context = error.get("ctx", {})
    if "at" in context:
        fields = {name: value for name, value in context.items() if name != "at"}
        return [report((*path, *below), fields) for below in context["at"]]
    return [report(path, {**context, "given": _show(given)})]


def _locate(
    model: type[Document], tree: Tree, places: Places, error: ErrorDetails, path: Path, fields: dict[str, Any]
) -> Problem:
    kind = error["type"]
    step = str(error["loc"][-1]) if error["loc"] else ""
    owner = _model_at(model, path)
    if kind == "missing":
        return Problem("missing-key", places.value((*path, step)), {"key": step})
    if kind == "extra_forbidden":
        above = _model_at(model, path[:-1])
        allowed = [field.alias or name for name, field in above.model_fields.items()] if above else []
        found = {"key": visible(step), "allowed": ", ".join(allowed), "nearest": nearest(step, allowed)}
        return Problem("unknown-key", places.key(path), found)
    if kind == "misplaced-key":
        return Problem(kind, places.key(path), {**fields, "key": path[-1]})
    if step == "[key]":
        return Problem(_CODES.get(kind, kind), places.key(path), fields)
    code, variant = _code(kind, fields, owner, _follow(tree, path)[1])
    place = places.key if kind in _OF_THE_WHOLE else places.value
    return Problem(code, place(path), {**fields, **_expect_fields(fields, _follow(tree, path)[1])}, variant)


def _code(kind: str, fields: Mapping[str, Any], owner: type[BaseModel] | None, given: Tree) -> tuple[str, str]:
    code = _CODES.get(kind, kind)
    if code == "inexact-number":
        return "bad-number", "digits"
    if code == "expected-mapping" and owner is not None and set(owner.model_fields) == {"vi", "en"}:
        return "expected-words", ""
    if code == "too-few" and fields["min_length"] > 1:
        return code, "several"
    return code, "missing" if code == "expected-text" and given is None else ""


def _expect_fields(fields: Mapping[str, Any], given: Tree) -> dict[str, Any]:
    """The fields that wordings of pydantic's own errors need."""
    allowed = [word.strip().strip("'") for word in str(fields.get("expected", "")).replace(" or ", ", ").split(",")]
    limit = next((fields[name] for name in _LIMITS if name in fields), "")
    near = nearest(given, allowed) if isinstance(given, str) and "expected" in fields else None
    shown = _show(given)
    return {
        "given": shown,
        "number": shown,
        "allowed": ", ".join(allowed),
        "limit": limit,
        "most": limit,
        "least": fields.get("min_length", ""),
        "nearest": near,
    }


def _show(given: Tree) -> str:
    match given:
        case bool():
            return str(given).lower()
        case None:
            return "null"
        case int():
            return str(given)
        case Decimal():
            return format(given, "f")
        case str():
            return visible(given)
        case _:
            return "…"


def _follow(tree: Tree, location: Sequence[int | str]) -> tuple[Path, Tree]:
    """The document path of pydantic's location (which also names alternatives and keys) and what stands there."""
    path: Path = ()
    for step in location:
        if isinstance(tree, dict) and step in tree:
            tree = tree[str(step)]
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            continue
        path = (*path, step)
    return path, tree


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that describes the part at a path; None where the model says nothing (facts of cases)."""
    here: Any = model
    for step in path:
        here = _inside(here, step)
    return _model_in(here)


def _inside(kind: Any, step: int | str) -> Any:
    model = _model_in(kind)
    if model is not None and isinstance(step, str):
        return next(
            (field.annotation for name, field in model.model_fields.items() if step == (field.alias or name)), None
        )
    for one in _alternatives(kind):
        if get_origin(one) is dict and isinstance(step, str):
            return get_args(one)[1]
        if get_origin(one) is tuple and isinstance(step, int):
            return get_args(one)[0]
    return None


def _model_in(kind: Any) -> type[BaseModel] | None:
    for one in _alternatives(kind):
        if isinstance(one, type) and get_origin(one) is None and issubclass(one, BaseModel):
            return one
    return None


def _alternatives(kind: Any) -> list[Any]:
    """A type without `Annotated`, the alternatives of a union one by one."""
    if get_origin(kind) is Annotated:
        return _alternatives(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return [one for part in get_args(kind) for one in _alternatives(part)]
    return [kind]
