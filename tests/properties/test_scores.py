"""Scores and grades: sound whatever the unknown turns out to be, and seldom unknown without need (semantics 9, 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from cchc_rules.engines.direct import engine as direct
from cchc_rules.engines.direct.expression_values import write_values
from cchc_rules.problems import RulesetError
from cchc_rules.program import reference
from cchc_rules.program.program import LoweredGrade, LoweredScore
from cchc_rules.program.reference import Scope, truth
from cchc_rules.values import MET, NOT_APPLICABLE, UNKNOWN
from tests.generation.results import scored_sample
from tests.properties.completions import completions, gaps
from tests.properties.drawing import candidates, made, parsed

MOST_GAPS = 6
MOST_COMPLETIONS = 120


def partly_known(seeds: range, number: int) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Programs with scores, candidates of one to six gaps, and completions of each."""
    for seed in seeds:
        given = scored_sample(seed)
        try:
            program = given.program()
        except RulesetError:
            continue
        for raw, as_of in candidates(given, number):
            values = parsed(program, raw).candidate.values
            if 1 <= len(gaps(program.facts, values)) <= MOST_GAPS:
                ways = completions(program.facts, values, Random(seed), given.constants, MOST_COMPLETIONS)
                yield program, values, as_of, ways


def compare_completions(seeds: range, number: int) -> int:
    """How many completions were compared, of which none left what was said of results, outcomes and verdict."""
    tried = 0
    for program, values, as_of, ways in partly_known(seeds, number):
        code = direct.code(program)
        verdict, outcomes, measured = code.decide(values, as_of)
        for whole in ways:
            if code.failed(whole, as_of):
                continue
            tried += 1
            later, codes, found = code.decide(whole, as_of)
            assert verdict in (2, later)
            assert all(before in (UNKNOWN, MET, after) for before, after in zip(outcomes, codes, strict=True))
            assert all(
                before != MET or after in (MET, NOT_APPLICABLE) for before, after in zip(outcomes, codes, strict=True)
            )
            for result, before, after in zip(program.results, measured, found, strict=True):
                if isinstance(result, LoweredGrade):
                    assert set(after) <= set(before)
                else:
                    assert before[0] <= after[0] <= after[1] <= before[1]
    return tried


def test_filling_gaps_never_leaves_what_a_score_or_grade_could_be():
    """Over completions of up to 6 unknowns a score stays between its ends, a grade among its levels."""
    assert compare_completions(range(120), 3) > 500


@pytest.mark.soak
def test_filling_gaps_never_leaves_what_a_score_or_grade_could_be_at_length():
    """The same over many more programs."""
    assert compare_completions(range(10_000, 13_000), 6) > 30_000


def draw_sheet(rng: Random) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """A sheet in which no fact is read twice, with a grade, and every value of each fact."""
    facts: dict[str, Any] = {}
    values: dict[str, list[Any]] = {}
    lines: dict[str, Any] = {}
    for index in range(rng.randint(4, 8)):
        name, points = f"f{index}", rng.choice((2, 5, 10, 20))
        kind = rng.random()
        if kind < 0.4:
            facts[name], values[name] = "boolean", [True, False]
            lines[name] = {"most": points, "first": [{"when": name, "is": points}, {"is": rng.choice((0, 0, 1))}]}
        elif kind < 0.6:
            facts[name] = {"type": "choice", "options": ["a", "b", "c"]}
            values[name] = ["a", "b", "c"]
            rows = [{"when": f'{name} == "a"', "is": points}, {"when": f'{name} == "b"', "is": points / 2}, {"is": 0}]
            lines[name] = {"most": points, "first": rows}
        else:
            facts[name], values[name] = {"type": "integer", "min": 0}, list(range(points + 1))
            lines[name] = {"most": points, "is": name}
        if rng.random() < 0.3:
            facts[f"e{index}"], values[f"e{index}"] = "boolean", [True, False]
            lines[name]["gate"] = f"e{index}"
    facts["late"], values["late"] = {"type": "integer", "min": 0, "max": 5}, list(range(6))
    lines["late"] = {"least": -3, "most": 0, "is": "-1 * late"}
    facts["crime"], values["crime"] = "boolean", [True, False]
    top = sum(line["most"] for line in lines.values())
    bands = [{"from": top * share // 100, "is": level} for share, level in ((90, "A"), (75, "B"), (50, "C"))]
    grade = {"scale": "mass", "of": "total", "bands": [*bands, {"is": "D"}], "at_most": [{"when": "crime", "is": "D"}]}
    body = {
        "scales": {"mass": ["D", "C", "B", "A"]},
        "facts": facts,
        "scores": {"total": {"least": 0, "lines": lines}},
        "grades": {"grade": grade},
        "criteria": {f"at-{band['from']}": f"total >= {band['from']}" for band in bands}
        | {f"is-{level.lower()}": f'grade == "{level}"' for level in "ABCD"},
    }
    return body, values


def count_needless(seeds: range) -> tuple[list[int], list[int]]:
    """Of comparisons of scores, then of grades: how many were unknown, and how many of these no completion moves."""
    scores, grades = [0, 0], [0, 0]
    for seed in seeds:
        rng = Random(seed)
        body, values = draw_sheet(rng)
        program = made(body)
        names = [fact.name for fact in program.facts]
        for _ in range(6):
            stated: dict[str, Any] = {name: rng.choice(values[name]) for name in names}
            unknown = rng.sample(names, rng.randint(1, 3))
            known = tuple(None if name in unknown else stated[name] for name in names)
            scope = Scope(program, known)
            ways = [
                Scope(program, tuple(dict(zip(unknown, way, strict=True)).get(name, stated[name]) for name in names))
                for way in product(*(values[name] for name in unknown))
            ]
            for criterion in program.category.criteria:
                assert criterion.require is not None
                if truth(criterion.require, scope) is None:
                    tally = scores if criterion.id.startswith("at-") else grades
                    tally[0] += 1
                    tally[1] += len({truth(criterion.require, way) for way in ways}) == 1
    return scores, grades


def test_hardly_any_unknown_could_have_been_known():
    """Where no fact is read twice, at most 1 % of unknown `>=` of scores and 2 % of unknown `==` of grades are so."""
    scores, grades = count_needless(range(40))
    print(f"\nneedlessly unknown: scores >= {scores[1]} of {scores[0]}, grades == {grades[1]} of {grades[0]}")
    assert scores[0] > 50
    assert grades[0] > 100
    assert scores[1] <= scores[0] / 100
    assert grades[1] <= grades[0] / 50


def test_a_program_with_results_measures_them_alike_in_both_engines():
    """The reference and the direct engine come to the same ends and sets, whatever is unknown."""
    compared = 0
    for program, values, as_of, _ in partly_known(range(400, 440), 4):
        assert reference.measure_results(program, values, as_of) == direct.code(program).decide(values, as_of)[2]
        compared += 1
    assert compared > 20


def test_zeros_are_counted_by_the_signs_of_lines():
    """Code that runs after a decision counts the lines at 0 without adding them up, and comes to the same."""
    compared = 0
    for program, values, as_of, _ in partly_known(range(440, 480), 2):
        measured = reference.measure_results(program, values, as_of)
        scores = [one for one in program.results if isinstance(one, LoweredScore)]
        sums = [(one, line) for one in scores for line in one.whole.family() if line.line.countable]
        reads = [replace(one.read, line="" if line is one.whole else line.line.id, zeros=True) for one, line in sums]
        wholes = [one.read for one in program.results]
        found = write_values(program, [*reads, *wholes])(values, as_of, measured)
        assert list(measured) == list(found[len(reads) :])
        for read, (low, high) in zip(reads, found, strict=False):
            (expected,) = reference.alternatives(read, Scope(program, values, as_of))
            assert (expected.low, expected.high) == (low, high), (read, values)
            compared += 1
    assert compared > 20
