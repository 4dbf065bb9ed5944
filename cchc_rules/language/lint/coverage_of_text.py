"""Whether criteria and the text they come from cover each other, and whether people can tell what is what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cchc_rules.language.documents.base_models import Document, WordsDocument
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.places import Path, Places
from cchc_rules.language.lint.conditions import warning
from cchc_rules.language.lint.usage import parameters_read
from cchc_rules.language.ruleset import Category, Clause, Criterion, Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.problems import Problem
from cchc_rules.text import fold_case
from cchc_rules.values import Words


def criteria_without_source(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each criterion that cites no clause, of its own or of its group."""
    for category in ruleset.categories:
        for criterion in category.findings_order():
            if criterion.require is not None and not criterion.clauses:
                yield warning("criterion-without-source", criterion.span, criterion=criterion.id)


def clauses_not_covered(ruleset: Ruleset, document: RulesetDocument) -> Iterator[Problem]:
    """A warning for each clause that nothing cites and nothing says why, and each that is cited though left out."""
    # The clauses that criteria, scores, grades, selections, parameters in use and scales cite.
    in_use = parameters_read(ruleset)
    clauses: list[Clause] = [clause for one in ruleset.parameters if one.name in in_use for clause in one.every_clause]
    for category in ruleset.categories:
        clauses += [clause for criterion in category.findings_order() for clause in criterion.clauses]
        clauses += [clause for result in category.results for clause in result.list_clauses()]
        clauses += [clause for rule in category.selections for clause in rule.list_clauses()]
    cited = {clause.ref for clause in clauses} | {scale.source for scale in document.scales.values() if scale.source}
    for clause in (clause for source in ruleset.sources for clause in source.clauses):
        if clause.ref not in cited and clause.left_out is None:
            yield warning("clause-not-covered", clause.span, clause=clause.ref)
        elif clause.ref in cited and clause.left_out is not None:
            yield warning("clause-left-out-yet-cited", clause.span, clause=clause.ref)


def clauses_not_compared(document: RulesetDocument, places: Places) -> Iterator[Problem]:
    """A warning for each clause that nobody has held against the text yet."""
    for id, source in document.sources.items():
        for name, clause in source.clauses.items():
            if not clause.compared:
                path = ("sources", id, "clauses", name)
                yield warning("clause-not-compared", places.key(path), clause=f"{id}/{name}")


def scale_sources(document: RulesetDocument, places: Places) -> Iterator[Problem]:
    """A warning for each scale whose source is none of its file's."""
    for path, _, scale in document.every_scale():
        imported = document.vocabulary[int(path[1])].embedded if path[0] == "vocabulary" else None
        sources = imported.sources if imported else document.sources
        refs = set(sources) | {f"{id}/{name}" for id, one in sources.items() for name in one.clauses}
        if scale.source is not None and scale.source not in refs:
            yield warning("unknown-source", places.value((*path, "source")), source=scale.source)


def missing_translations(document: RulesetDocument, places: Places) -> Iterator[Problem]:
    """A warning for each text that is said in one language only."""
    waiting: list[tuple[Path, object]] = [((), document)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, WordsDocument):
            for language in part.missing:
                yield warning("missing-translation", places.key(path), language, language=language)
        else:
            waiting.extend(_parts(path, part))


def _parts(path: Path, part: object) -> Iterable[tuple[Path, object]]:
    match part:
        case Document():
            fields = type(part).model_fields.items()
            return [((*path, field.alias or name), getattr(part, name)) for name, field in fields]
        case dict():
            return [((*path, key), value) for key, value in part.items()]
        case tuple():
            return [((*path, index), value) for index, value in enumerate(part)]
        case _:
            return ()


def colliding_labels(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each fact whose column header is another's too, and each criterion titled as another."""
    for category in ruleset.categories:
        yield from _colliding(category.facts)
        seen: dict[str, Criterion] = {}
        for criterion in category.criteria:
            for title in _spoken(criterion.title):
                other = seen.setdefault(fold_case(title), criterion)
                if other is not criterion:
                    yield warning("titles-collide", criterion.span, title=title, other=other.id)
                    break


def _colliding(facts: tuple[Fact, ...]) -> Iterator[Problem]:
    seen: dict[str, Fact] = {}
    for fact in facts:
        for header in (fact.name, *_spoken(fact.label), *fact.aliases):
            other = seen.setdefault(fold_case(header), fact)
            if other is not fact:
                yield warning("labels-collide", fact.span, label=header, other=other.name)
                break
        if isinstance(fact.type, ListType):
            yield from _colliding(fact.type.fields)


def _spoken(words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (words.vi, words.en) if text))


def missing_headings(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each category of several criteria none of which says what it is called in a narrow table."""
    for category in ruleset.categories:
        if len(category.criteria) > 1 and all(criterion.short is None for criterion in category.findings_order()):
            yield warning("no-short-headings", category.span, category=category.id)


def find_repeated_criteria(ruleset: Ruleset) -> Iterator[Problem]:
    """A warning for each criterion that asks exactly what another one of its category asks."""
    for category in ruleset.categories:
        seen: dict[object, Criterion] = {}
        for criterion in category.criteria:
            if criterion.require is None:
                continue
            other = seen.setdefault((criterion.applies, criterion.require), criterion)
            if other is not criterion:
                yield warning("criterion-repeated", criterion.span, criterion=criterion.id, other=other.id)


def criteria_never_unmet(ruleset: Ruleset, cases: CasesDocument) -> Iterator[Problem]:
    """A warning for each criterion that no case expects to be unmet: nothing shows that it can refuse anybody."""
    for category in ruleset.categories:
        refused = _find_refused(category, cases)
        for criterion in category.criteria:
            if criterion.id not in refused:
                yield warning("criterion-never-unmet-in-cases", criterion.span, criterion=criterion.id)


def _find_refused(category: Category, cases: CasesDocument) -> set[str]:
    """The criteria that some case expects to be unmet."""
    found: set[str] = set()
    for case in cases.cases:
        if cases.category_of(case) != category.id:
            continue
        for criterion in category.criteria:
            if case.outcomes.get(criterion.id, case.others) == "unmet":
                found.add(criterion.id)
    return found
