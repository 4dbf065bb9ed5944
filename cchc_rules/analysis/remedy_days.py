"""Until which day something new will do: decided on that very day, since nothing is dated after its decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cchc_rules.analysis.choosing import BudgetSpent
from cchc_rules.analysis.fact_moves import FactMove
from cchc_rules.analysis.member_records import put, read_place, value_at
from cchc_rules.analysis.remedy_reaches import ReachSearch, ValueReach
from cchc_rules.analysis.remedy_search import PartSearch
from cchc_rules.engines.symbolic.logic import Bit
from cchc_rules.engines.symbolic.program_terms import translate_parts
from cchc_rules.engines.symbolic.terms import CodeTerms, FactTerms
from cchc_rules.problems import EngineDisagreement
from cchc_rules.values import Value


def find_days(
    search: PartSearch,
    move: FactMove,
    values: tuple[Value, ...],
    stands_on: Callable[[tuple[Value, ...], date], bool],
) -> ValueReach | None:
    """The days on which something new may be, each decided as of that day; None where none is found.

    ``move`` is one of the candidate, ``values`` are those of a remedy. Every criterion counts, and every check: others
    too may hang on the day of decision. The last day is decided again by ``stands_on``.
    """
    logic, program, today = search.logic, search.program, search.terms.decision.as_of
    at = value_at(values, move.place)
    if today is None or not isinstance(at, date) or not stands_on(values, max(at, today)):
        return None  # on that very day something else does not stand
    ordinal = today.toordinal()

    def find_violation(names: frozenset[str], terms: tuple[FactTerms, ...]) -> Bit:
        at = read_place(terms, move.place)
        assert isinstance(at, CodeTerms)
        day = CodeTerms(True, logic.choose(logic.less(ordinal, at.code, strict=True), at.code, ordinal))
        places = range(len(program.checks))
        found = translate_parts(
            logic, program, terms, day, program.criteria, places, with_results=bool(program.results)
        )
        tops = [found.outcomes[one.position] for one in program.criteria]
        passes = [logic.disjoin((one.met, one.not_applicable)) for one in tops]
        passes = [search.reaches(found)] if search.goal.grade else [*passes, logic.negate(found.is_open)]
        return logic.negate(logic.conjoin((*passes, logic.negate(logic.disjoin(found.failed.values())))))

    try:
        found = ReachSearch(logic, program.facts, 0, lambda values: True, find_violation).find_ends(move, values)
    except BudgetSpent:
        return None
    if isinstance(found.high, date) and not stands_on(put(values, move.place, found.high), max(found.high, today)):
        raise EngineDisagreement(
            f"{program.ruleset.id}: {move.path}: {found.high}: symbolic and direct decide otherwise"
        )
    return found
