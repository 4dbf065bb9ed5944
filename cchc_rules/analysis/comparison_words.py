"""Two rulesets compared, in words: one source of rows for the terminal and for workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cchc_rules.analysis.comparison import CategoryComparison, Comparison
from cchc_rules.analysis.declared_changes import DeclaredChange
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.rule_differences import Compared, RuleDifference, name_status
from cchc_rules.analysis.witness_words import write_witness
from cchc_rules.language.ruleset import Category, Criterion
from cchc_rules.phrases import phrase

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One answer in words: of which category and part, which way, whether for anybody, who shows it."""

    category: str
    part: str
    direction: str
    answer: str
    verdicts: str
    witness: tuple[str, ...]


def list_difference_rows(found: Comparison, category: CategoryComparison, language: str) -> Iterator[DifferenceRow]:
    """What differs or may, in the order asked; of verdicts also which way nobody turns."""
    for one in category.differences:
        told = one.certainty is not Certainty.PROVED or one.compared is Compared.VERDICT
        if told and one.direction is not None:
            yield _write_row(found, category.category, one, language)


def _write_row(found: Comparison, category: str, one: RuleDifference, language: str) -> DifferenceRow:
    new = found.new.category(category)
    answer, verdicts = f"compare.answer-{one.certainty.value}", ""
    if one.witness is not None:
        words = [phrase(f"verdict.{name_status(each)}", language) for each in one.witness.decisions]
        verdicts = phrase("compare.turns", language, before=words[0], after=words[1])
        answer = answer if one.witness.is_complete else "compare.answer-partial"
    about = _find_title(found.old.category(category), new, one, language)
    favourable = phrase(f"verdict.{found.new.decides.verdicts[0].value}", language)
    return DifferenceRow(
        new.title.within(language),
        phrase(f"compare.part-{one.compared.value}", language, about=about),
        phrase(f"compare.{one.compared.value}.{one.direction}", language, verdict=favourable),
        phrase(answer, language),
        verdicts,
        () if one.witness is None else tuple(write_witness(one.witness, language)),
    )


def _find_title(old: Category, new: Category, one: RuleDifference, language: str) -> str:
    """What a part is called in the new ruleset, else in the old one; its id where it has no title."""
    named: dict[str, Criterion] = {each.id: each for category in (old, new) for each in category.findings_order()}
    match one.compared:
        case Compared.CRITERION:
            return named[one.about].title.within(language)
        case Compared.SCORE | Compared.GRADE:
            return new.result(one.about).title.within(language)
        case Compared.DEFINITION:
            label = next(each.label for each in new.definitions if each.name == one.about)
            return one.about if label is None else label.within(language)
        case Compared.VERDICT | Compared.VALIDITY:
            return ""


def write_comparison(found: Comparison, language: str) -> Iterator[str]:
    """The lines of a comparison: category by category what differs with a witness each, then declarations."""
    old, new = found.old, found.new
    fields = {"old": old.id, "old_version": old.version, "new": new.id, "new_version": new.version}
    yield phrase("compare.title", language, **fields)
    if old.decides is not new.decides:
        yield phrase("compare.decides", language, before=old.decides.value, after=new.decides.value)
    for category in found.categories:
        yield from _write_category(found, category, language)
    for key, ids, ruleset in (("added", found.added, new), ("removed", found.removed, old)):
        for id in ids:
            yield phrase(f"compare.category-{key}", language, category=ruleset.category(id).title.within(language))
    yield from _write_changes("compare.parameters", found.parameters, language, "")


def _write_category(found: Comparison, category: CategoryComparison, language: str) -> Iterator[str]:
    title = found.new.category(category.category).title.within(language)
    bounded = dict.fromkeys(name for one in category.differences for name in one.bounded)
    is_bounded = category.certainty is Certainty.PROVED and bool(bounded)
    key = f"compare.{category.certainty.value}{'-bounded' if is_bounded else ''}"
    yield phrase(key, language, category=title, lists=", ".join(bounded))
    part = ""
    for row in list_difference_rows(found, category, language):
        if row.part != part:
            part = row.part
            yield f"{_INDENT}{part}"
        verdicts = f" ({row.verdicts})" if row.verdicts else ""
        yield f"{_INDENT * 2}{row.direction}: {row.answer}{verdicts}"
        yield from (f"{_INDENT * 3}{line}" for line in row.witness)
    same = sum(one.direction is None for one in category.differences)
    if category.certainty is not Certainty.PROVED and same:
        yield _INDENT + phrase("compare.equal-parts", language, count=same)
    yield from _write_changes("compare.facts", category.facts, language, _INDENT)


def _write_changes(key: str, changes: tuple[DeclaredChange, ...], language: str, indent: str) -> Iterator[str]:
    if changes:
        yield f"{indent}{phrase(key, language)}:"
    for one in changes:
        fields = {"label": one.label.within(language), "about": one.about, "before": one.before, "after": one.after}
        yield f"{indent}{_INDENT}" + phrase(f"compare.change.{one.change.value}", language, **fields)
