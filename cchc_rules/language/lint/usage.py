"""What a ruleset declares and nothing reads: facts, parameters, definitions, scales, vocabularies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.places import Places
from cchc_rules.language.documents.shared_parts import SharedUse
from cchc_rules.language.lint.conditions import every_part, warning
from cchc_rules.language.nodes import Node, ReadDefinition, ReadFact, ReadParameter, walk
from cchc_rules.language.ruleset import Category, Fact, GradeTable, Ruleset, every_fact
from cchc_rules.language.types import GradeType, ListType, TextType
from cchc_rules.problems import Problem


def find_unused_facts(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each fact, or field of a list, that no condition reads; texts and keys are only carried."""
    for category in ruleset.categories:
        nodes = [node for condition in _all_conditions(category) for node in walk(condition)]
        read = {node.name for node in nodes if isinstance(node, ReadFact)}
        read |= {rule.within.name for rule in category.selections if rule.within is not None}
        fields = {part.path for one in _all_conditions(category) for part in every_part(one)}
        for fact in category.facts:
            if fact.name not in read and not isinstance(fact.type, TextType):
                yield warning("unused-fact", fact.span, fact=fact.name, category=category.id)
            elif isinstance(fact.type, ListType):
                for problem in _find_unused_fields(fact, fact.name, fields):
                    yield replace(problem, fields={**problem.fields, "category": category.id})


def _find_unused_fields(owner: Fact, path: str, read: set[str]) -> Iterator[Problem]:
    assert isinstance(owner.type, ListType)
    for fact in owner.type.fields:
        if f"{path}.{fact.name}" not in read and fact.name != owner.key and not isinstance(fact.type, TextType):
            yield warning("unused-fact", fact.span, "field", fact=fact.name, list=owner.name)
        elif isinstance(fact.type, ListType):
            yield from _find_unused_fields(fact, f"{path}.{fact.name}", read)


def _all_conditions(category: Category) -> Iterator[Node]:
    """Every expression of a category, as written."""
    yield from (check.require for check in category.checks)
    yield from (definition.expression for definition in category.definitions)
    for criterion in category.findings_order():
        yield from (node for node in (criterion.applies, criterion.require) if node is not None)
    for result in category.results:
        yield from result.expressions
    for rule in category.selections:
        yield from rule.expressions()


def find_unused_definitions(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each definition that nothing reads."""
    for category in ruleset.categories:
        nodes = [node for condition in _all_conditions(category) for node in walk(condition)]
        read = {node.name for node in nodes if isinstance(node, ReadDefinition)}
        for definition in category.definitions:
            if definition.name not in read:
                yield warning("unused-definition", definition.span, definition=definition.name, category=category.id)


def find_unused_parameters(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each parameter that no condition reads and no list expects."""
    read = parameters_read(ruleset)
    for parameter in ruleset.parameters:
        if parameter.name not in read:
            yield warning("unused-parameter", parameter.span, parameter=parameter.name)


def parameters_read(ruleset: Ruleset) -> set[str]:
    """The names of the parameters that conditions read or lists expect."""
    read: set[str] = set()
    for category in ruleset.categories:
        nodes = (node for condition in _all_conditions(category) for node in walk(condition))
        read |= {node.name for node in nodes if isinstance(node, ReadParameter)}
        read |= {fact.expects for fact in every_fact(category.facts) if isinstance(fact.expects, str)}
    return read


def find_unused_shared(shared: SharedUse, places: Places) -> Iterator[Problem]:
    """A warning for each shared part that no category uses."""
    for (kind, name), using in shared.users.items():
        if not using:
            yield warning("unused-shared", places.key(("shared", kind, name)), name=name)


def find_unused_scales(ruleset: Ruleset, document: RulesetDocument, places: Places) -> Iterator[Problem]:
    """A warning for each scale of the file that nothing is graded on, and each vocabulary that gives none in use."""
    kinds = [fact.type for category in ruleset.categories for fact in every_fact(category.facts)]
    kinds += [parameter.type for parameter in ruleset.parameters]
    kinds += [one.read.type for category in ruleset.categories for one in category.results]
    used = {kind.scale.id for kind in kinds if isinstance(kind, GradeType)}
    used |= {one.scale.id for each in ruleset.categories for one in each.results if isinstance(one, GradeTable)}
    for id in document.scales.keys() - used:
        yield warning("unused-scale", places.key(("scales", id)), scale=id)
    for index, imported in enumerate(document.vocabulary):
        if imported.embedded and not imported.embedded.scales.keys() & used:
            yield warning("unused-vocabulary", places.value(("vocabulary", index, "name")), name=imported.name)
