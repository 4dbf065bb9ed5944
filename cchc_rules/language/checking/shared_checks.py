"""Faults of shared parts: said once, at the shared line, with the categories where only some have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cchc_rules.language.checking.declarations import Declarations, Declarer
from cchc_rules.language.checking.row_tables import TableReader
from cchc_rules.language.documents.criterion_models import SharedCriterionDocument
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.language.documents.shared_parts import KINDS, SharedUse, Users
from cchc_rules.language.nodes import Node, ReadDefinition, ReadFact, walk
from cchc_rules.language.ruleset import Category
from cchc_rules.language.types import ChoiceType, ListType, NumberType, Type, kind_of
from cchc_rules.problems import Problem, Span


def name_categories(
    problems: Sequence[Problem], found_in: Mapping[str, Sequence[Problem]], shared: SharedUse, places: Places
) -> Iterator[Problem]:
    """The problems, those of shared parts once; each names its categories where not all that use the part have it.

    ``found_in`` holds those of each category. A name that is shared and was not used is said as such.
    """
    users = shared.users
    if not users:
        yield from problems
        return
    categories: dict[tuple[object, str], list[str]] = {}
    for id, found in found_in.items():
        for problem in found:
            categories.setdefault((problem.where, problem.key), []).append(id)
    for problem in {(problem.where, problem.key): problem for problem in reversed(problems)}.values():
        having = list(dict.fromkeys(categories.get((problem.where, problem.key), ())))
        told = ", ".join(f"`{id}`" for id in having)
        name = str(problem.fields.get("fact", ""))
        if problem.key == "unknown-fact" and (("facts", name) in users or ("define", name) in users):
            kind = "facts" if ("facts", name) in users else "define"
            yield replace(problem, variant="shared", fields={"fact": name, "kind": kind, "categories": told})
        elif isinstance(problem.where, Span) and 0 < len(having) < len(_using(problem.where, users, places)):
            yield replace(problem, fields={**problem.fields, "only": told})
        else:
            yield problem


def _using(where: Span, users: Users, places: Places) -> tuple[str, ...]:
    """The categories that use the shared part that stands at a place; none elsewhere."""
    path = places.path_at(where) if where.file == places.source.file and where.line else ()
    return users.get((str(path[1]), str(path[2])), ()) if len(path) > 2 and path[0] == "shared" else ()


def check_unused(declarer: Declarer, declared: Declarations, shared: SharedUse) -> None:
    """Note what is wrong with shared parts that no category uses, as far as that hangs on no category."""
    parts = shared.parts
    unused = {kind: [name for (of, name), using in shared.users.items() if of == kind and not using] for kind in KINDS}
    facts = {name: parts.facts[name].model_copy(update={"settles": {}}) for name in unused["facts"]}
    declarer.facts(facts, ("shared", "facts"), declared)
    for name in unused["checks"]:
        declarer.read_expression(parts.checks[name].require, ("shared", "checks", name, "require"))
    for name in unused["define"]:
        TableReader(declarer, declared).read_meaning(parts.define[name], ("shared", "define", name))
    for name in unused["criteria"]:
        _check_criterion(parts.criteria[name], ("shared", "criteria", name), declarer, declared)


def _check_criterion(document: SharedCriterionDocument, path: Path, declarer: Declarer, declared: Declarations) -> None:
    declarer.find_clauses(document.source, declared.clauses, path)
    for key, text in (("applies", document.applies), ("require", document.require)):
        if text is not None:
            declarer.read_expression(text, (*path, key))
    for below, member in document.members:
        _check_criterion(member, (*path, *below), declarer, declared)


def find_types_that_differ(categories: Sequence[Category], users: Users, places: Places) -> Iterator[Problem]:
    """A problem for each name that a shared part reads and that is of one type here and of another there."""
    by_id = {one.id: one for one in categories}
    for (kind, name), using in users.items():
        seen: dict[str, tuple[str, Type]] = {}
        for id in using if len(using) > 1 else ():
            for read, type in _reads(by_id[id], kind, name):
                first, other = seen.setdefault(read, (id, type))
                if _signature(type) != _signature(other):
                    fields = {"name": read, "category": first, "other": id}
                    yield Problem("shared-types-differ", places.key(("shared", kind, name)), fields)


def _reads(category: Category, kind: str, name: str) -> Iterator[tuple[str, Type]]:
    """The facts and definitions a part of a category reads, with their types there; nothing of a faulty part."""
    for expression in _expressions(category, kind, name):
        for node in walk(expression):
            if isinstance(node, ReadFact | ReadDefinition):
                yield node.name, node.type


def _expressions(category: Category, kind: str, name: str) -> Iterator[Node]:
    match kind:
        case "define":
            yield from (one.expression for one in category.definitions if one.name == name)
        case "checks":
            yield from (one.require for one in category.checks if one.id == name)
        case "criteria":
            for criterion in (one for top in category.criteria if top.id == name for one in top.family()):
                yield from (one for one in (criterion.applies, criterion.require) if one is not None)


def _signature(type: Type) -> object:
    """What makes two types one to whoever reads a value: kind, scale, options, fields; not how far it may go."""
    if isinstance(type, ChoiceType):
        return type
    if isinstance(type, ListType):
        return tuple((field.name, _signature(field.type)) for field in type.fields)
    return kind_of(type), type.unit if isinstance(type, NumberType) else ""
