"""Which checks the cases of a ruleset show false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import fact_reader
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program


def see_checks(ruleset: Ruleset, cases: CasesDocument | None, category: str) -> Mapping[str, int]:
    """How many cases of a category that expect problems show each check false; 0 for a check none shows.

    Equal parameters are compiled once.
    """
    seen, programs = Counter[str](), dict[str, Program]()
    for case in () if cases is None else cases.cases:
        if case.problems is None or "false-check" not in case.problems or cases is None:
            continue
        if cases.category_of(case) == category:
            key = repr(sorted(case.parameters.items()))
            if key not in programs:
                programs[key] = compile(ruleset, category, parameters=case.parameters)
            program = programs[key]
            values = fact_reader(program).parse(cases.facts_of(case), as_of=case.as_of).candidate.values
            seen.update(program.checks[place].id for place in direct.code(program).failed(values, case.as_of))
    return seen
