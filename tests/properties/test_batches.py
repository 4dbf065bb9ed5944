"""P16: a batch is its rows one by one, whatever else is in it."""

from __future__ import annotations

from cchc_rules.evaluation import evaluate, evaluate_many
from cchc_rules.problems import FactError
from tests.generation.candidates import Source
from tests.properties.drawing import programs

BAD = [{"nonsense": 1}, {"f0": object()}, {"fn": float("nan")}]


def rows_of(given, number, wrong=0.2):
    """Rows with ids, some with wrong data."""
    source = Source(given, given.seed, wrong=wrong)
    return [{**source.candidate(), "id": f"row {index}"} for index in range(number)]


def summary(result):
    """What there is to compare of a result."""
    codes = result.decision and (result.decision.verdict, result.decision.outcome_codes)
    return result.id, codes, tuple((problem.key, str(problem.fields)) for problem in result.problems)


def alone(program, row):
    """The decision on one row, or the problems it has."""
    try:
        return evaluate(program, row), []
    except FactError as error:
        return None, [problem.key for problem in error.problems]


def test_a_batch_is_its_rows_one_by_one():
    """Each valid row of a batch gets the decision `evaluate` gives it, each invalid one the problems."""
    for given, program in programs(range(1200, 1230)):
        rows = rows_of(given, 20)
        for row, result in zip(rows, evaluate_many(program, rows), strict=True):
            decision, problems = alone(program, row)
            assert problems == [problem.key for problem in result.problems]
            if decision is None:
                assert "invalid" == result.status
                continue
            assert (decision.verdict, decision.outcome_codes) == (
                result.decision.verdict,
                result.decision.outcome_codes,
            )
            assert decision.verdict == result.status


def test_a_stream_is_a_list():
    """A generator of rows gives the results a list gives, in chunks of any size alike."""
    for given, program in programs(range(1230, 1245)):
        rows = rows_of(given, 12)
        whole = [summary(result) for result in evaluate_many(program, rows)]
        assert whole == [summary(result) for result in evaluate_many(program, iter(rows))]
        for size in (1, 5):
            chunks = [rows[start : start + size] for start in range(0, len(rows), size)]
            assert whole == [summary(one) for chunk in chunks for one in evaluate_many(program, chunk)]


def test_a_bad_row_leaves_the_others_alone():
    """A row that fails changes nothing about the rows before and after it."""
    for given, program in programs(range(1245, 1260)):
        rows = rows_of(given, 6, wrong=0)
        clean = [summary(result) for result in evaluate_many(program, rows)]
        for bad in BAD:
            mixed = [*rows[:3], {"id": "bad", **bad}, *rows[3:]]
            found = [summary(result) for result in evaluate_many(program, mixed)]
            assert clean == found[:3] + found[4:]


def test_an_invalid_row_is_never_counted_favourable():
    """A row with problems has the status `invalid`, whatever its provisional decision says."""
    for given, program in programs(range(1260, 1280)):
        for result in evaluate_many(program, rows_of(given, 15, wrong=0.8)):
            if result.problems:
                assert "invalid" == result.status
                assert result.decision is None or result.decision.provisional
