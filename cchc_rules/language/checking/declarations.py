"""Declarations of a document to their checked form: scales, sources with clauses, parameters and facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, assert_never

from cchc_rules.language.checking.constants import read_constant
from cchc_rules.language.documents.base_models import WordsDocument
from cchc_rules.language.documents.models import (
    FactDocument,
    ParameterDocument,
    RulesetDocument,
    ScaleDocument,
)
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.language.expressions import parse
from cchc_rules.language.nodes import Node
from cchc_rules.language.ruleset import Clause, DatedValue, Fact, Parameter, Source
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    TextType,
    Type,
    is_year,
    kind_of,
)
from cchc_rules.problems import Problem
from cchc_rules.text import fold_case, nearest
from cchc_rules.values import FIRST_DATE, LAST_DATE, Scale, Value, Words, canonical_number

NATURAL_ENDS: Final = {"percent": (0, 100), "year": (FIRST_DATE.year, LAST_DATE.year)}
"""The least and the greatest value of a type whose document says nothing."""


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a document declares outside its categories. Faulty declarations are left out, named in ``broken``."""

    scales: Mapping[str, Scale]
    sources: tuple[Source, ...]
    clauses: Mapping[str, Clause]
    parameters: Mapping[str, Parameter]
    broken: frozenset[str]


@dataclass(frozen=True, slots=True)
class Declarer:
    """Checks declarations one by one, adding every fault to ``problems``."""

    places: Places
    problems: list[Problem]

    def check_declarations(self, document: RulesetDocument) -> Declarations:
        """Scales, sources and parameters of a document."""
        sources = self.sources(document)
        clauses = {clause.ref: clause for source in sources for clause in source.clauses}
        scales = self.scales(document)
        parameters = {
            name: found
            for name, one in document.parameters.items()
            if (found := self.parameter(name, one, scales, clauses)) is not None
        }
        return Declarations(
            scales, sources, clauses, parameters, frozenset(document.parameters) - frozenset(parameters)
        )

    def scales(self, document: RulesetDocument) -> dict[str, Scale]:
        """Every scale in sight by its id."""
        found: dict[str, Scale] = {}
        for path, id, one in document.every_scale():
            if id in found:
                self.fault("duplicate-id", path, id=id)
            else:
                found[id] = self.scale(id, one, path)
        return found

    def scale(self, id: str, document: ScaleDocument, path: Path) -> Scale:
        """A scale whose spellings nobody can confuse."""
        spellings = [*document.levels, *document.unranked]
        self.collisions(spellings, (*path, "levels"))
        for alias, level in document.aliases.items():
            if level not in spellings:
                listed = ", ".join(spellings)
                near = nearest(level, spellings) or ""
                self.fault(
                    "unknown-level", (*path, "aliases", alias), level=level, scale=id, levels=listed, nearest=near
                )
            if fold_case(alias) in {fold_case(one) for one in spellings}:
                self.fault("levels-collide", (*path, "aliases", alias), one=alias, other=level)
        self.collisions(list(document.aliases), (*path, "aliases"))
        spelt = (tuple(document.levels), tuple(document.unranked), dict(document.aliases))
        return Scale(id, *spelt, words(document.title))

    def collisions(self, spellings: Iterable[str], path: Path) -> None:
        """Refuse spellings that are one and the same to a reader."""
        seen: dict[str, str] = {}
        for spelling in spellings:
            other = seen.setdefault(fold_case(spelling), spelling)
            if other is not spelling:
                self.fault("levels-collide", path, one=other, other=spelling)

    def sources(self, document: RulesetDocument) -> tuple[Source, ...]:
        """The sources with their clauses in declared order."""
        found = []
        for id, one in document.sources.items():
            clauses = tuple(
                Clause(
                    f"{id}/{name}",
                    clause.at.words,
                    clause.says.words,
                    words(clause.left_out),
                    self.places.key(("sources", id, "clauses", name)),
                )
                for name, clause in one.clauses.items()
            )
            found.append(Source(id, one.title.words, one.published, clauses, one.number or ""))
        return tuple(found)

    def find_clauses(self, references: Sequence[str], clauses: Mapping[str, Clause], path: Path) -> tuple[Clause, ...]:
        """The clauses cited under ``source`` of what stands at a path."""
        for index, ref in enumerate(references):
            if ref not in clauses:
                near = nearest(ref, clauses) or ""
                self.fault("unknown-clause", (*path, "source", index), clause=ref, nearest=near)
        return tuple(clauses[ref] for ref in references if ref in clauses)

    def parameter(
        self, name: str, document: ParameterDocument, scales: Mapping[str, Scale], clauses: Mapping[str, Clause]
    ) -> Parameter | None:
        """A parameter whose value, when it has one, is of its type."""
        path: Path = ("parameters", name)
        kind = self.type_of(document, scales, path)
        cited = self.find_clauses(document.source, clauses, path)
        if kind is None:
            return None
        given = document.value
        value: Value | tuple[Value, ...] = None
        if isinstance(given, tuple):
            value = tuple(self.constant(one, kind, (*path, "value", i)) for i, one in enumerate(given))
            if not value:
                self.fault("empty-list-parameter", (*path, "value"), parameter=name)
            self.twice(value, (*path, "value"))
        elif given is not None:
            value = self.constant(given, kind, (*path, "value"))
        dated = []
        for place, one in enumerate(document.values):
            below = (*path, "values", place)
            own = self.find_clauses(one.source, clauses, below)
            dated.append(DatedValue(one.from_, self.constant(one.value, kind, (*below, "value")), own))
        span = self.places.key(path)
        return Parameter(name, kind, value, document.label.words, document.many, cited, tuple(dated), span)

    def type_of(
        self, document: FactDocument | ParameterDocument, scales: Mapping[str, Scale], path: Path
    ) -> Type | None:
        """The type a fact or parameter declares, lists aside."""
        match document.type:
            case "boolean":
                return BooleanType()
            case "integer" | "number" | "percent" | "year":
                return self.number_type(document, path)
            case "date":
                return DateType()
            case "grade":
                if (scale := scales.get(document.scale or "")) is None:
                    near = nearest(document.scale or "", scales) or ""
                    self.fault("unknown-scale", (*path, "scale"), scale=document.scale, nearest=near)
                    return None
                return GradeType(scale)
            case "choice":
                self.collisions(document.options, (*path, "options"))
                return ChoiceType(tuple(document.options), isinstance(document, FactDocument) and document.open)
            case "text":
                return TextType()
            case "list":
                raise TypeError("a list is declared by its items")
            case _:
                assert_never(document.type)

    def number_type(self, document: FactDocument | ParameterDocument, path: Path) -> NumberType:
        """A number type with its bounds; where nothing is said, 0 to 100 for percents, those of dates for years."""
        percent = document.type == "percent"
        least, most = NATURAL_ENDS.get(document.type, (None, None))
        low = self.limit(document.min, (*path, "min")) if document.min is not None else least
        high = self.limit(document.max, (*path, "max")) if document.max is not None else most
        if low is not None and high is not None and low > high:
            self.fault("empty-range", (*path, "max"), low=low, high=high)
        integral = document.type in ("integer", "year")
        for end, key in ((low, "min"), (high, "max")):
            if document.type == "year" and end is not None and not FIRST_DATE.year <= end <= LAST_DATE.year:
                self.fault("type-mismatch", (*path, key), "year-limit")
        for end, key in ((low, "min"), (high, "max")):
            if integral and isinstance(end, float):
                self.fault("type-mismatch", (*path, key), "integer-limit")
        decimals = document.decimals if isinstance(document, FactDocument) else None
        return NumberType(integral, low, high, decimals, "percent" if percent else "")

    def limit(self, number: int | Decimal, path: Path) -> int | float | None:
        """A bound in canonical form."""
        found = canonical_number(number)
        if found is None:
            self.fault("bad-number", path, "digits", number=number)
        return found

    def constant(self, raw: object, kind: Type, path: Path) -> Value:
        """A constant of the file as a value of its type; None after noting why it is none."""
        found = read_constant(raw, kind)
        if found is None:
            if isinstance(kind, GradeType):
                spellings = kind.scale.spellings
                near = kind.scale.aliases.get(str(raw)) or nearest(str(raw), spellings) or ""
                listed = ", ".join(spellings)
                self.fault("unknown-level", path, level=raw, scale=kind.scale.id, levels=listed, nearest=near)
            else:
                self.fault("type-mismatch", path, "constant", text=raw, type=kind_of(kind))
        return found

    def facts(
        self, documents: Mapping[str, FactDocument], path: Path, declared: Declarations, *, key: str | None = None
    ) -> tuple[Fact, ...]:
        """The sound ones of the facts of a category or of the fields of a list, each in its slot."""
        facts = [
            fact
            for slot, (name, one) in enumerate(documents.items())
            if (fact := self.fact(name, slot, one, (*path, name), declared)) is not None
        ]
        found = {fact.name: dict(self.read_settles(fact, documents, (*path, fact.name), facts, key)) for fact in facts}
        settled_by: dict[str, dict[str, Words]] = {fact.name: {} for fact in facts}
        for fact in facts:
            for name in found[fact.name]:
                settled_by[name][fact.name] = fact.label
        return tuple(replace(fact, settles=found[fact.name], settled_by=settled_by[fact.name]) for fact in facts)

    def read_settles(
        self, fact: Fact, documents: Mapping[str, FactDocument], path: Path, facts: Sequence[Fact], key: str | None
    ) -> Iterator[tuple[str, Value]]:
        """The facts beside it that a fact settles, each with its value. ``key`` is the key of the list they are in."""
        for name, raw in documents[fact.name].settles.items():
            place = (*path, "settles", name)
            if name not in documents:
                near = nearest(name, [one for one in documents if one != fact.name])
                self.fault("bad-settles", place, "unknown", fact=name, nearest=near)
            elif name == fact.name or key in (name, fact.name):
                self.fault("bad-settles", place, "itself" if name == fact.name else "key", fact=name)
            elif documents[name].type in ("list", "text") or documents[name].settles:
                self.fault("bad-settles", place, "chain" if documents[name].settles else "kind", fact=name)
            else:
                target = next((one for one in facts if one.name == name), None)
                value = None if target is None else self.constant(raw, target.type, place)
                if value is not None:
                    yield name, value

    def fact(self, name: str, slot: int, document: FactDocument, path: Path, declared: Declarations) -> Fact | None:
        """A fact of a category or a field of a list's members."""
        kind: Type | None
        if document.type == "list":
            kind = self.list_type(document, path, declared)
        else:
            kind = self.type_of(document, declared.scales, path)
        if kind is None:
            return None
        return Fact(
            name=name,
            slot=slot,
            type=kind,
            label=document.label.words,
            kind=document.kind,
            judge=words(document.judge),
            changeable=document.changeable,
            words=self.truth_words(document, path),
            negative=words(document.negative),
            aliases=tuple(document.aliases),
            help=words(document.help),
            min_items=1 if document.min_items is None else document.min_items,
            key=document.key,
            each=words(document.each),
            expects=self.roll(document, kind, path, declared),
            unlisted=dict(self.read_unlisted(document, kind, path)),
            sheet=words(document.sheet),
            span=self.places.key(path),
        )

    def truth_words(self, document: FactDocument, path: Path) -> dict[str, bool]:
        """The further spellings of yes and no; one spelling cannot be both."""
        if document.words is None:
            return {}
        for word in document.words.yes:
            if fold_case(word) in {fold_case(one) for one in document.words.no}:
                self.fault("levels-collide", (*path, "words"), one=word, other=word)
        return dict.fromkeys(document.words.yes, True) | dict.fromkeys(document.words.no, False)

    def list_type(self, document: FactDocument, path: Path, declared: Declarations) -> ListType | None:
        """The type of a list from its items."""
        items = document.items or {}
        fields = self.facts(items, (*path, "items"), declared, key=document.key)
        return ListType(fields) if len(fields) == len(items) else None

    def roll(
        self, document: FactDocument, kind: Type, path: Path, declared: Declarations
    ) -> tuple[Value, ...] | str | None:
        """The keys a list must have: values of the key's type, or the name of a list parameter of that type."""
        if document.expects is None or not isinstance(kind, ListType):
            return None
        key = next(one for one in kind.fields if one.name == document.key)
        if not isinstance(document.expects, str):
            values = tuple(
                self.constant(one, key.type, (*path, "expects", i)) for i, one in enumerate(document.expects)
            )
            self.twice(tuple(fold_case(one) if isinstance(one, str) else one for one in values), (*path, "expects"))
            if document.min_items is not None and document.min_items > len(values):
                self.fault("roll-too-short", (*path, "min_items"), least=document.min_items, count=len(values))
            return values
        parameter = declared.parameters.get(document.expects)
        if parameter is None or not parameter.many:
            if document.expects not in declared.broken:
                near = nearest(document.expects, declared.parameters) or ""
                self.fault("unknown-parameter", (*path, "expects"), "roll", parameter=document.expects, nearest=near)
        elif kind_of(parameter.type) != kind_of(key.type):
            fields = {"type": kind_of(parameter.type), "other": kind_of(key.type)}
            self.fault("type-mismatch", (*path, "expects"), "sides", **fields)
        return document.expects

    def read_unlisted(self, document: FactDocument, kind: Type, path: Path) -> Iterator[tuple[str, Value]]:
        """What a run reads of a year without a member: by field, a value of its type."""
        fields = {one.name: one for one in kind.fields} if isinstance(kind, ListType) else {}
        key = fields.get(document.key or "")
        if document.unlisted and (document.expects is not None or key is None or not is_year(key.type)):
            variant = "key" if document.expects is None else "roll"
            self.fault("bad-unlisted", (*path, "unlisted"), variant, key=document.key)
            return
        for name, raw in document.unlisted.items():
            place = (*path, "unlisted", name)
            if name not in fields:
                self.fault("bad-unlisted", place, "unknown", field=name, nearest=nearest(name, fields) or "")
            elif name == document.key or isinstance(fields[name].type, ListType):
                self.fault("bad-unlisted", place, "kind", field=name)
            elif (value := self.constant(raw, fields[name].type, place)) is not None:
                yield name, value

    def twice(self, values: tuple[Value, ...], path: Path) -> None:
        """Refuse a list of constants that names one of them twice."""
        for value in find_repeats(value for value in values if value is not None):
            self.fault("duplicate-id", path, id=value)

    def read_expression(self, text: str, path: Path) -> Node | None:
        """The tree of an expression at a document path, names unresolved; None after noting why it is none."""
        node, problems = parse(text, lambda offset, length: self.places.inside(path, offset, length))
        self.problems.extend(problems)
        return node

    def fault(self, code: str, path: Path, variant: str = "", **fields: Any) -> None:
        """Note a problem at a document path: under the value, or under the key of a mapping."""
        place = self.places.key(path) if code == "duplicate-id" else self.places.value(path)
        self.problems.append(Problem(code, place, fields, variant))


def words(document: WordsDocument | None) -> Words | None:
    """The words of a text that may be left out."""
    return None if document is None else document.words


def find_repeats(values: Iterable[Value]) -> Iterator[Value]:
    """Each value that came before, once for each time it comes again."""
    seen: set[Value] = set()
    for value in values:
        if value in seen:
            yield value
        seen.add(value)
