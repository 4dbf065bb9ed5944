"""The cases of the shipped rulesets notice every small fault: boundaries on both sides, checks both false and equal."""

from __future__ import annotations

import pytest

import cchc_rules as cr
from cchc_rules.analysis.cases import run_cases
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.loader import cases_beside, list_shipped
from tests.rulesets.mutants import Mutant, mutants


def survives(mutant: Mutant, cases: CasesDocument) -> bool:
    """Whether every case of the mutant's category still passes; RulesetError when the mutant is no ruleset."""
    cr.compile(mutant.ruleset, mutant.category)
    own = [case for case in cases.cases if cases.category_of(case) == mutant.category]
    return all(result.passed for result in run_cases(mutant.ruleset, cases.model_copy(update={"cases": own})))


@pytest.mark.parametrize("id", list_shipped())
def test_the_cases_notice_every_small_fault(id: str) -> None:
    """No comparison can be moved by one step, nothing left out or exchanged, without a case that fails."""
    ruleset = cr.load(id)
    cases = cases_beside(ruleset)
    assert cases is not None
    assert [] == [mutant.what for mutant in mutants(ruleset) if survives(mutant, cases)]
