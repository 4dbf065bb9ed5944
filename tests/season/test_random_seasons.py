"""Random seasons: after every change everybody stands where evaluating from scratch puts them."""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest

from cchc_rules.season import Session
from tests.generation.programs import sample, settled_sample
from tests.season.made import Model, stands

CHANGES = 300


def contradictory(program) -> bool:
    """Whether a check is false of everybody."""
    return any(not check.reads for check in program.checks)


@cache
def seeds() -> list[int]:
    """Seeds of programs with a list whose checks somebody can meet."""
    drawn = (sample(seed) for seed in range(30_000, 30_100))
    listed = (one for one in drawn if any(fact["type"] == "list" for fact in one.body["facts"].values()))
    return [one.seed for one in islice((one for one in listed if not contradictory(one.program())), 20)]


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("place", [*range(7), *(pytest.param(one, marks=pytest.mark.soak) for one in range(7, 20))])
def test_standings_equal_evaluating_from_scratch(place, settled):
    """300 changes of a generated program: everybody stands as the direct engine says; refusals change nothing.

    Facts of some programs settle others.
    """
    seed = seeds()[place]
    given = settled_sample(seed) if settled else sample(seed)
    program = given.program()
    session, model = Session(program), Model(program, given, seed)
    told = {}
    session.subscribe(lambda change: told.update({change.candidate: change.after}))
    accepted = 0
    for number in range(CHANGES):
        entry = model.change()
        candidate = entry["candidate"]
        before = session.standing(candidate) if candidate in model.facts else None
        if model.taken(session, entry):
            accepted += 1
            expected = model.scratch(candidate)
            standing = session.standing(candidate)
            assert expected == (standing.verdict.value, dict(standing.outcomes), standing.provisional), entry
        elif before is not None:
            assert before == session.standing(candidate)
        if number % 50 == 49:
            assert {one: model.scratch(one) for one in model.facts} == stands(session)
    assert accepted > CHANGES / 4
    for candidate, decision in told.items():
        assert session.standing(candidate).verdict is decision.verdict
        assert session.standing(candidate).outcomes == decision.outcomes
