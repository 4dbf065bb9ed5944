"""Two rulesets compared: what can come out otherwise and for whom, and which facts and parameters are not the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_rules.analysis.cases import run_cases
from cchc_rules.analysis.declared_changes import DeclaredChange, find_fact_changes, find_parameter_changes
from cchc_rules.analysis.fact_layouts import FactLayout, join_facts
from cchc_rules.analysis.joined_reading import cut_facts, find_strange_keys
from cchc_rules.analysis.proofs import Certainty, find_case_parameters
from cchc_rules.analysis.rule_differences import Compared, RuleDifference, find_differences
from cchc_rules.analysis.turned_rows import TurnedRows, compare_results
from cchc_rules.analysis.witnesses import CaseFacts
from cchc_rules.evaluation import evaluate_many
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.loader import cases_beside
from cchc_rules.language.ruleset import Category, Ruleset
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program


@dataclass(frozen=True, slots=True)
class CategoryComparison:
    """One category under two rulesets: what can come out otherwise, and which facts are declared otherwise."""

    category: str
    differences: tuple[RuleDifference, ...]
    facts: tuple[DeclaredChange, ...]

    @property
    def certainty(self) -> Certainty:
        """*Proved* that nobody turns: every outcome, result and verdict and what is refused as data is the same.

        *Shown* where somebody does, *open* where that is not known.
        """
        found = {one.certainty for one in self.differences if one.compared is not Compared.DEFINITION}
        return next((one for one in (Certainty.SHOWN, Certainty.OPEN) if one in found), Certainty.PROVED)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "category": self.category,
            "certainty": self.certainty.value,
            "differences": [one.to_dict() for one in self.differences],
            "facts": [one.to_dict() for one in self.facts],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rulesets compared, category by category in the order of the new one.

    ``added`` and ``removed`` are the categories that only the new or the old one has; ``rows`` are candidates that were
    handed in, decided under both.
    """

    old: Ruleset
    new: Ruleset
    categories: tuple[CategoryComparison, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    parameters: tuple[DeclaredChange, ...]
    rows: TurnedRows | None = None

    @property
    def certainty(self) -> Certainty:
        """*Proved* that nobody of any category turns, *shown* where somebody does or a category came or went."""
        found = {one.certainty for one in self.categories}
        if self.added or self.removed or Certainty.SHOWN in found or self.old.decides is not self.new.decides:
            return Certainty.SHOWN
        return Certainty.OPEN if Certainty.OPEN in found else Certainty.PROVED

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        sides = {
            side: {"ruleset": one.id, "version": one.version, "digest": one.digest, "decides": one.decides.value}
            for side, one in (("old", self.old), ("new", self.new))
        }
        found: dict[str, Any] = {
            **sides,
            "certainty": self.certainty.value,
            "categories": [one.to_dict() for one in self.categories],
            "added": list(self.added),
            "removed": list(self.removed),
            "parameters": [one.to_dict() for one in self.parameters],
        }
        return found if self.rows is None else {**found, "rows": self.rows.to_dict()}


def compare(
    old: Ruleset,
    new: Ruleset,
    rows: Iterable[Mapping[str, Any]] | None = None,
    *,
    category: str | None = None,
    as_of: date | None = None,
    renames: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Comparison:
    """Whether the new ruleset can decide anybody otherwise than the old one, part by part, with a witness each.

    Facts pair by name; ``renames`` says what facts of the old ruleset are called in the new one. A fact that only one
    has says nothing to the other, one whose values mean something else is stated to each apart. ``parameters`` are
    given to both, as far as they have them. What is proved holds of every candidate both rulesets take, complete or
    not; every witness was decided again under both. With a ``category`` only that one is compared; its candidates may
    be handed in as ``rows`` of facts by their (new) names, as for `evaluate_many`: who of them turns, and by which
    criterion. Raises RulesetError for a parameter that must be given or a category that is not there, ValueError for
    rows without a category, EngineDisagreement when a witness comes out otherwise, MissingDependency without z3. Cost:
    about half a second a ruleset, some microseconds a row.
    """
    if rows is not None and category is None:
        raise ValueError("rows are candidates of one category")
    renames = renames or {}
    mine, theirs = ([one.id for one in ruleset.categories] for ruleset in (old, new))
    shared = [one for one in theirs if one in mine] if category is None else [category]
    cases = [cases_beside(one) for one in (old, new)]
    found, turned = [], None
    for one in shared:
        programs = choose_programs(old, new, one, parameters or {}, cases)
        found.append(_compare_category(*programs, cases, renames))
        if rows is not None:
            turned = _decide_both(*programs, list(rows), renames, as_of)
    added = tuple(one for one in theirs if one not in mine and category is None)
    removed = tuple(one for one in mine if one not in theirs and category is None)
    return Comparison(old, new, tuple(found), added, removed, tuple(find_parameter_changes(old, new)), turned)


def choose_programs(
    old: Ruleset,
    new: Ruleset,
    category: str,
    parameters: Mapping[str, Any],
    cases: Sequence[CasesDocument | None] | None = None,
) -> tuple[Program, Program]:
    """The programs of one category under both rulesets, with the parameters given as far as each has them.

    Those that must be given are taken of the first case of the category where they are not; ``cases`` are those beside
    the rulesets where they are not handed in. Raises RulesetError.
    """
    cases = [cases_beside(one) for one in (old, new)] if cases is None else cases
    before, after = (
        compile(one, category, parameters=_choose_parameters(one, own, category, parameters))
        for one, own in zip((old, new), cases, strict=True)
    )
    return before, after


def find_compared(ruleset: Ruleset, found: Comparison) -> list[Category]:
    """The categories of a ruleset that were compared."""
    return [ruleset.category(one.category) for one in found.categories]


def _decide_both(
    old: Program, new: Program, rows: list[Mapping[str, Any]], renames: Mapping[str, str], as_of: date | None
) -> TurnedRows:
    named = [{key: row[key] for key in ("id", "name") if key in row} for row in rows]
    before, after = (
        evaluate_many(
            program,
            [{**who, **cut_facts(row, program.facts, names, strange)} for who, row in zip(named, rows, strict=True)],
            as_of=as_of,
        )
        for program, names, strange in zip((old, new), (renames, {}), find_strange_keys(old, new, renames), strict=True)
    )
    return compare_results(before, after)


def _choose_parameters(
    ruleset: Ruleset, cases: CasesDocument | None, category: str, given: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The parameters given that a ruleset has, and of its first case those that have no value otherwise."""
    own = {one.name: one for one in ruleset.parameters}
    must = {one.name for one in ruleset.parameters if one.value is None and not one.dated}
    found = {name: value for name, value in find_case_parameters(cases, category).items() if name in must}
    return {**found, **{name: value for name, value in given.items() if name in own}}


def _compare_category(
    old: Program, new: Program, cases: list[CasesDocument | None], renames: Mapping[str, str]
) -> CategoryComparison:
    layout = join_facts((old, new), renames)
    known = [
        one
        for place in (1, 0)  # those of the new ruleset are nearer to what is asked about now
        for one in _lift_cases((old, new)[place], cases[place], layout, place)
    ]
    differences = tuple(find_differences(old, new, known, renames))
    return CategoryComparison(new.category.id, differences, tuple(find_fact_changes(old, new, layout)))


def _lift_cases(program: Program, cases: CasesDocument | None, layout: FactLayout, place: int) -> Iterator[CaseFacts]:
    """The cases of a category that were decided, the favourable ones first, by the facts both rulesets have."""
    results = () if cases is None else run_cases(program.ruleset, cases, program.category.id)
    decided = [(one.name, one.decision) for one in results if one.passed and one.decision is not None]
    for name, decision in sorted(decided, key=lambda pair: pair[1].verdict_code):
        values = layout.projections[place].lift(decision.values)
        facts = {fact.name: value for fact, value in zip(layout.facts, values, strict=True)}
        yield CaseFacts(name, facts, decision.as_of)
