"""A document to a ruleset: names, types and bounds of everything checked, every fault at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, floor

from cchc_rules.language.checking.bounds import find_bounds, overflows
from cchc_rules.language.checking.category_links import LinkChecker
from cchc_rules.language.checking.declarations import Declarations, Declarer, find_repeats, words
from cchc_rules.language.checking.names_in_reach import Names
from cchc_rules.language.checking.reading_order import order_by_reads
from cchc_rules.language.checking.resolver import Resolver
from cchc_rules.language.checking.result_checker import ResultChecker
from cchc_rules.language.checking.row_tables import TableReader
from cchc_rules.language.checking.score_checker import bound_by_lines
from cchc_rules.language.checking.selection_checks import SelectionChecker
from cchc_rules.language.checking.shared_checks import check_unused, find_types_that_differ, name_categories
from cchc_rules.language.documents.models import (
    CategoryDocument,
    CriterionDocument,
    RulesetDocument,
)
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.language.documents.shared_parts import NOTHING_SHARED, SharedUse
from cchc_rules.language.documents.validation import in_order
from cchc_rules.language.nodes import FirstOf, Name, Node, ReadDefinition, children, walk
from cchc_rules.language.ruleset import Category, Check, Clause, Criterion, Definition, Fact, Link, Ruleset
from cchc_rules.language.selection_rules import SelectionRule
from cchc_rules.language.shapes import is_interval, type_of
from cchc_rules.language.types import ListType, NumberType, TextType, Type, kind_of
from cchc_rules.language.wordings import parts
from cchc_rules.problems import Problem
from cchc_rules.text import nearest, visible
from cchc_rules.values import LARGEST_COMPUTED, Decides

DEEPEST_MEANING = 64
"""How deep an expression may nest with its definitions written out: no evaluation recurses deeper."""

MOST_MEANING = 20_000
"""How many parts a condition may have with its definitions written out: a trace writes each of them, some 2 MB."""


def check_document(
    document: RulesetDocument,
    places: Places,
    *,
    shared: SharedUse = NOTHING_SHARED,
    canonical: str = "",
    path: str = "",
) -> tuple[Ruleset | None, list[Problem]]:
    """The ruleset a document means, or None with every problem; problems come in the order of the file.

    Shared parts are written out in it; ``shared`` says who uses which.
    """
    problems: list[Problem] = []
    declarer = Declarer(places, problems)
    declared = declarer.check_declarations(document)
    for id, selection in document.selections.items():
        if selection.category not in document.categories:
            found = {"category": selection.category, "nearest": nearest(selection.category, document.categories) or ""}
            declarer.fault("selection-category", ("selections", id, "category"), **found)
    categories = []
    found_in: dict[str, list[Problem]] = {}
    for id, one in document.categories.items():
        known = len(problems)
        categories.append(_CategoryChecker(declarer, declared, ("categories", id), one, document).category(id))
        found_in[id] = problems[known:]
    problems[:] = name_categories(problems, found_in, shared, places)
    problems += find_types_that_differ(categories, shared.users, places)
    check_unused(declarer, declared, shared)
    links: list[Link] = []
    if not problems:
        links += LinkChecker(places, problems, {one.id: one for one in categories}).links(document.links)
    if problems:
        return None, list(in_order(problems))
    ruleset = Ruleset(
        id=document.id,
        version=document.version,
        title=document.title.words,
        issuer=document.issuer.words,
        decides=Decides(document.decides),
        sources=declared.sources,
        scales=tuple(declared.scales.values()),
        parameters=tuple(declared.parameters.values()),
        categories=tuple(categories),
        partial=words(document.partial),
        canonical=canonical,
        path=path,
        links=tuple(links),
    )
    return ruleset, []


@dataclass(frozen=True, slots=True)
class _CategoryChecker:
    """Checks one category; ``declarer`` holds the problems."""

    declarer: Declarer
    declared: Declarations
    path: Path
    document: CategoryDocument
    whole: RulesetDocument

    def category(self, id: str) -> Category:
        """The category; where it has problems it is not to be used."""
        declared = self.declarer.facts(self.document.facts, (*self.path, "facts"), self.declared)
        facts = bound_by_lines(declared, self.document.scores.values())
        sizes: dict[str, _Size] = {}
        definitions = tuple(self.definitions(facts, sizes))
        shapes = {one.name: (definition_type(one.expression), is_interval(one.expression)) for one in definitions}
        names = self.names(facts, shapes)
        checks = tuple(self.checks(Resolver(names, self.declarer.problems), sizes))
        readable = replace(names, unreadable=frozenset())
        results = tuple(self.results(sizes).results(readable))
        found = {one.name: one for one in results}
        broken = names.broken | (frozenset(self.document.result_names) - found.keys())
        resolver = Resolver(replace(readable, results=found, broken=broken), self.declarer.problems)
        criteria = tuple(self.criteria(resolver, sizes))
        selections = tuple(self.select_from(id, resolver, sizes))
        self.refuse_nothing(id)
        return Category(
            id=id,
            title=self.document.title.words,
            facts=facts,
            checks=checks,
            definitions=definitions,
            criteria=criteria,
            results=results,
            partial=words(self.document.partial),
            selections=selections,
            span=self.declarer.places.key(self.path),
        )

    @property
    def tables(self) -> TableReader:
        """What reads the tables of the category."""
        return TableReader(self.declarer, self.declared)

    def select_from(self, id: str, resolver: Resolver, sizes: Mapping[str, _Size]) -> Iterator[SelectionRule]:
        """The selections among its candidates that are sound."""
        facts = {fact.name: fact for fact in resolver.names.facts.values()}
        checker = SelectionChecker(
            self.declarer,
            self.declared.clauses,
            facts,
            lambda text, path: self.value(text, path, resolver, sizes),
        )
        for name, one in self.whole.selections.items():
            rule = checker.rule(name, one) if one.category == id else None
            if rule is not None:
                yield rule

    def names(self, facts: Sequence[Fact], definitions: Mapping[str, tuple[Type, bool]]) -> Names:
        """What expressions of the category may refer to; what else is declared is broken."""
        sound = {one.name: one for one in facts}
        broken = {*self.document.facts, *self.document.define} - sound.keys() - definitions.keys()
        broken_names = frozenset(broken | self.declared.broken)
        results = frozenset(self.document.result_names)
        return Names(sound, self.declared.parameters, definitions, broken_names, unreadable=results)

    def results(self, sizes: Mapping[str, _Size]) -> ResultChecker:
        """What checks the scores and grades of the category."""
        return ResultChecker(
            self.declarer,
            self.declared,
            self.path,
            self.document,
            self.tables,
            partial(self.refuse_sizes, sizes),
        )

    def refuse_sizes(self, sizes: Mapping[str, _Size], node: Node, path: Path) -> None:
        """Refuse an expression of a score or grade that no engine should follow, or no trace write."""
        self.refuse_large(node, path, sizes)
        self.refuse_long(node, path, sizes)

    def refuse_nothing(self, id: str) -> None:
        """Refuse a category whose verdict could rest on nothing."""
        if self.whole.decides == "grading" and self.document.result_names:
            return
        if not self.document.criteria:
            given = "criteria" in self.document.model_fields_set
            self.declarer.fault("too-few" if given else "missing-key", (*self.path, "criteria"), key="criteria")
            return
        unconditional = [one for one in self.document.criteria if one.applies is None]
        if all(one.unmet for one in unconditional):
            variant = "deferred" if unconditional else ""
            self.declarer.fault("all-criteria-conditional", (*self.path, "criteria"), variant, category=id)

    def definitions(self, facts: Sequence[Fact], sizes: dict[str, _Size]) -> Iterator[Definition]:
        """The definitions that are sound, each after those it reads; their sizes are added to ``sizes``."""
        below = (*self.path, "define")
        parsed = {name: self.tables.read_meaning(one, (*below, name)) for name, one in self.document.define.items()}
        for name in self.document.define.keys() & self.document.facts.keys():
            self.declarer.fault("duplicate-id", (*below, name), id=name)
        known: dict[str, tuple[Type, bool]] = {}
        for name in self.definition_order(parsed):
            node = self.resolve_definition(name, parsed[name], self.names(facts, known))
            if node is None:
                continue
            sizes[name] = _size(node, sizes)
            self.refuse_large(node, (*below, name, "is"), sizes)
            known[name] = (definition_type(node), is_interval(node))
            yield Definition(
                name, node, words(self.document.define[name].label), self.declarer.places.key((*below, name))
            )

    def resolve_definition(self, name: str, tree: Node | None, names: Names) -> Node | None:
        """The resolved expression of a definition; a list or a text cannot be defined."""
        node = None if tree is None else Resolver(names, self.declarer.problems).expression(tree)
        if node is not None and isinstance(kind := type_of(node), ListType | TextType):
            self.declarer.fault("type-mismatch", (*self.path, "define", name, "is"), "definition", type=kind_of(kind))
            return None
        if isinstance(node, FirstOf):
            return self.tables.close(node, (*self.path, "define", name, "first"))
        return node

    def definition_order(self, parsed: Mapping[str, Node | None]) -> list[str]:
        """Definitions so that each comes after those it reads; those on a circle are refused and left out."""
        reads = {
            name: {part.name for part in (walk(node) if node else ()) if isinstance(part, Name)}
            for name, node in parsed.items()
        }
        order, circles = order_by_reads(reads)
        for name, circle in circles.items():
            self.declarer.fault("definition-cycle", (*self.path, "define", name), name=name, circle=circle)
        return order

    def checks(self, resolver: Resolver, sizes: Mapping[str, _Size]) -> Iterator[Check]:
        """The checks that are sound."""
        for index, one in enumerate(self.document.checks):
            path = (*self.path, "checks", index)
            require = self.condition(one.require, (*path, "require"), resolver, sizes)
            if require is not None:
                yield Check(one.id, require, one.says.words, self.declarer.places.value(path))
        for id in find_repeats(one.id for one in self.document.checks):
            self.declarer.fault("duplicate-id", (*self.path, "checks"), id=id)

    def condition(self, text: str, path: Path, resolver: Resolver, sizes: Mapping[str, _Size]) -> Node | None:
        """A condition, resolved, of bearable size."""
        tree = self.declarer.read_expression(text, path)
        return self.measure(None if tree is None else resolver.condition(tree), path, sizes)

    def value(self, text: str, path: Path, resolver: Resolver, sizes: Mapping[str, _Size]) -> Node | None:
        """An expression of any type, resolved, of bearable size."""
        tree = self.declarer.read_expression(text, path)
        return self.measure(None if tree is None else resolver.expression(tree), path, sizes)

    def measure(self, node: Node | None, path: Path, sizes: Mapping[str, _Size]) -> Node | None:
        """The node, after saying where it is larger than is bearable."""
        if node is not None:
            self.refuse_large(node, path, sizes)
            self.refuse_long(node, path, sizes)
        return node

    def refuse_long(self, node: Node, path: Path, sizes: Mapping[str, _Size]) -> None:
        """Refuse what no trace should write."""
        if (nodes := _size(node, sizes).nodes) > MOST_MEANING:
            self.declarer.fault("condition-too-large", path, nodes=nodes, most=MOST_MEANING)

    def refuse_large(self, node: Node, path: Path, sizes: Mapping[str, _Size]) -> None:
        """Refuse whole numbers that could leave 64 bits and nesting no engine should follow."""
        for part in overflows(node):
            self.declarer.problems.append(Problem("possible-overflow", part.span, {"most": LARGEST_COMPUTED}))
        if _size(node, sizes).height > DEEPEST_MEANING:
            self.declarer.fault("expression-too-deep", path, "meaning", most=DEEPEST_MEANING)

    def criteria(self, resolver: Resolver, sizes: Mapping[str, _Size]) -> Iterator[Criterion]:
        """The criteria; ids are unique over members too."""
        ids: set[str] = set()
        for index, one in enumerate(self.document.criteria):
            path = (*self.path, "criteria", index)
            yield self.criterion(one, path, resolver, sizes, (), ids)

    def criterion(
        self,
        document: CriterionDocument,
        path: Path,
        resolver: Resolver,
        sizes: Mapping[str, _Size],
        inherited: tuple[Clause, ...],
        ids: set[str],
    ) -> Criterion:
        """A criterion with its members; members without a source have their group's."""
        if document.id in ids:
            self.declarer.fault("duplicate-id", (*path, "id"), id=document.id)
        ids.add(document.id)
        clauses = self.declarer.find_clauses(document.source, self.declared.clauses, path) or inherited
        self.because(document, path)
        applies = document.applies
        return Criterion(
            id=document.id,
            title=document.title.words,
            clauses=clauses,
            applies=None if applies is None else self.condition(applies, (*path, "applies"), resolver, sizes),
            require=None
            if document.require is None
            else self.condition(document.require, (*path, "require"), resolver, sizes),
            group=document.group,
            least=document.at_least.n if document.at_least else 0,
            members=tuple(
                self.criterion(one, (*path, *below), resolver, sizes, clauses, ids) for below, one in document.members
            ),
            defers=document.unmet is not None,
            note=words(document.note),
            short=words(document.short),
            because=words(document.because),
            span=self.declarer.places.value((*path, "id")),
        )

    def because(self, document: CriterionDocument, path: Path) -> None:
        """Refuse words whose ``{name}`` is not one fact of the candidate or one parameter."""
        if document.because is None:
            return
        facts = {name for name, one in self.document.facts.items() if one.type != "list"}
        parameters = {*self.declared.parameters, *self.declared.broken}
        for half, said in document.because.halves:
            place = (*path, "because", half)
            for literal, name in parts(said):
                if name in facts and name in parameters:
                    self.declarer.fault("unclear-placeholder", place, name=name)
                elif name and name not in facts | parameters:
                    near = nearest(name, [*facts, *parameters])
                    self.declarer.fault("unknown-placeholder", place, name=visible(name), nearest=near)
                elif "{" in literal or "}" in literal:
                    self.declarer.fault("unknown-placeholder", place, "brace")


def definition_type(expression: Node) -> Type:
    """The type a definition hands on; a number carries the whole bounds computed for it."""
    kind = type_of(expression)
    if not isinstance(kind, NumberType) or (found := find_bounds(expression)) is None:
        return kind
    return NumberType(kind.integral, floor(found.low), ceil(found.high), kind.decimals, kind.unit)


@dataclass(frozen=True, slots=True)
class _Size:
    """How deep an expression nests, and how many parts it has, with its definitions written out."""

    height: int
    nodes: int


def _size(node: Node, sizes: Mapping[str, _Size]) -> _Size:
    """The size of an expression over definitions of known sizes."""
    if isinstance(node, ReadDefinition):
        inner = [sizes[node.name]] if node.name in sizes else []
    else:
        inner = [_size(part, sizes) for part in children(node)]
    return _Size(1 + max((one.height for one in inner), default=0), 1 + sum(one.nodes for one in inner))
