"""P2: what is decided stays decided, whatever the unknown turns out to be (semantics 4)."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import decide
from cchc_rules.facts.candidate import Candidate
from cchc_rules.language.loader import load_text
from cchc_rules.problems import RulesetError
from cchc_rules.program import reference
from cchc_rules.program.reference import Scope, truth
from cchc_rules.values import MET, NOT_APPLICABLE, UNKNOWN
from tests.conformance import suite
from tests.generation.bodies import document, text
from tests.properties.completions import completions, gaps
from tests.properties.drawing import candidates, made, parsed, programs

MOST_GAPS = 6
MOST_COMPLETIONS = 150


def partly_known(seeds, number):
    """Programs with candidates of one to six gaps and every completion of each."""
    for given, program in programs(seeds):
        for raw, as_of in candidates(given, number):
            values = parsed(program, raw).candidate.values
            if 1 <= len(gaps(program.facts, values)) <= MOST_GAPS:
                rng = Random(given.seed)
                filled = completions(program.facts, values, rng, given.constants, MOST_COMPLETIONS)
                yield program, values, as_of, filled


def families(program):
    """For every outcome code the position of the top-level criterion it belongs to."""
    return [criterion for criterion in program.category.criteria for _ in criterion.family()]


def may_turn(before, after, applies_unknown):
    """Whether an outcome may become another when gaps are filled."""
    return before in (UNKNOWN, after) or (before == MET and after == NOT_APPLICABLE and applies_unknown)


def test_filling_gaps_never_changes_what_is_decided():
    """Over all completions of up to 6 unknowns no decided outcome or verdict changes, save to not applicable."""
    assert decided_alike(range(100, 400), 4) > 5000


@pytest.mark.soak
def test_filling_gaps_never_changes_what_is_decided_at_length():
    """The same over many more programs."""
    assert decided_alike(range(50_000, 53_000), 6) > 50_000


def decided_alike(seeds, number):
    """How many completions were compared, none of which changed anything decided."""
    tried = 0
    for program, values, as_of, filled in partly_known(seeds, number):
        code = direct.code(program)
        verdict, outcomes, _ = code.decide(values, as_of)
        scope = Scope(program, values, as_of)
        open_ = [one.applies is not None and truth(one.applies, scope) is None for one in families(program)]
        for whole in filled:
            if code.failed(whole, as_of):
                continue
            tried += 1
            later, codes, _ = code.decide(whole, as_of)
            assert verdict in (2, later)
            assert all(map(may_turn, outcomes, codes, open_)), (program.ruleset.path, values, whole)
    return tried


def test_unknown_verdicts_name_what_is_missing_or_void():
    """A completion of an undetermined candidate is undetermined only by void points: it names no missing fact."""
    for program, values, as_of, filled in partly_known(range(500, 560), 3):
        for whole in islice(filled, 5):
            decision = decide(program, Candidate("x", None, whole), as_of=as_of)
            paths = {str(path) for path in decision.missing_facts}
            assert paths <= {"as_of"}, (paths, program.ruleset.canonical)
        assert values


def test_nothing_known_is_never_favourable():
    """A candidate of whom nothing is known gets no favourable verdict from any program of the conformance suite."""
    for group in suite.groups():
        case = next((one for one in group.cases if not one.parameters), group.cases[0])
        program = suite.program(group, case)
        values = (None,) * len(program.facts)
        outcomes = reference.outcomes(program, values)
        measured = reference.measure_results(program, values)
        assert program.ruleset.decides.verdicts[0] != reference.verdict(program, outcomes, measured), group.id


def test_some_criterion_always_applies():
    """A ruleset whose criteria are all conditional does not load: no verdict rests on nothing."""
    whole = document({"facts": {"a": "boolean"}, "require": "a"})
    for criterion in whole["categories"]["candidate"]["criteria"]:
        criterion["applies"] = "a"
    with pytest.raises(RulesetError) as caught:
        load_text(text(whole))
    assert ["all-criteria-conditional"] == [problem.code for problem in caught.value.problems]


def test_a_group_that_does_not_apply_is_left_out_of_the_verdict():
    """Criteria that do not apply count as met for the verdict and are never all there is."""
    program = made({"facts": {"a": "boolean", "b": "boolean"}, "criteria": {"x": {"applies": "a", "require": "b"}}})
    code = direct.code(program)
    assert (0, (NOT_APPLICABLE, MET), ()) == code.decide((False, None, True), None)
    assert (2, (NOT_APPLICABLE, UNKNOWN), ()) == code.decide((False, None, None), None)
