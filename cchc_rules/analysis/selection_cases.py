"""Cases of selections, run: where each candidate of a list must stand held against where it does."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.analysis.cases import NOTHING, CaseResult, Difference
from cchc_rules.evaluation import evaluate_many
from cchc_rules.language.documents.case_models import CasesDocument, SelectedDocument, SelectionCaseDocument
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import ProblemsError
from cchc_rules.program.compiler import compile
from cchc_rules.selection.place_words import write_ends
from cchc_rules.selection.selection import Placement, find_rule, select_rows


def run_selection_cases(ruleset: Ruleset, cases: CasesDocument) -> Iterator[CaseResult]:
    """The result of every case of a selection in order; a candidate with problems is an invalid row."""
    for case in cases.selections:
        try:
            yield _run(ruleset, cases, case)
        except ProblemsError as error:
            yield CaseResult(case.name, case.selection, error=error)


def _run(ruleset: Ruleset, cases: CasesDocument, case: SelectionCaseDocument) -> CaseResult:
    rule = find_rule(ruleset, case.selection)
    program = compile(ruleset, rule.category, parameters=case.parameters)
    rows = [{"id": one.id, **cases.facts_of(one)} for one in case.candidates]
    chosen = select_rows(program, rule, tuple(evaluate_many(program, rows, as_of=case.as_of)), case.as_of)
    pairs = zip(case.candidates, chosen.places, strict=True)
    differences = tuple(found for one, place in pairs for found in _compare(one, place))
    return CaseResult(case.name, rule.category, None, differences)


def _compare(expected: SelectedDocument, place: Placement) -> Iterator[Difference]:
    if expected.standing not in (None, place.standing):
        yield Difference(expected.id, expected.standing or "", place.standing or NOTHING)
    if expected.rank is not None and tuple(expected.rank) != place.rank:
        low, high = expected.rank
        actual = NOTHING if place.rank is None else write_ends(place.rank)
        yield Difference(expected.id, write_ends((low, high)), actual)
