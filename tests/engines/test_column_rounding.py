"""The bounds of rounding that comparisons of doubles rest on, held against exact arithmetic, at their edges too."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from random import Random

import polars as pl
import pytest

from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.engines.columns.rounding import constant, integer, minus, plus, raw, times
from cchc_rules.program import reference
from cchc_rules.values import double_span, exact
from tests.properties.drawing import made, parsed

ROWS = 60
SMALL = {"type": "number", "min": -1, "max": 1}
NUMBER = {"type": "number"}


def decimal_of(rng: Random, digits: int, low: int, high: int) -> float:
    """A double that prints as a random decimal: the nearest, the first or the last, often where digits are coarsest."""
    mantissa = rng.choice((rng.randint(1, 10**digits - 1), 10 ** (digits - 1) + rng.randint(0, 9)))
    number = float(f"{rng.choice('-+')}{mantissa}e{rng.randint(low, high)}")
    return rng.choice((number, *double_span(exact(number))))


def leaf(rng: Random, frame: dict[str, list], exacts: dict[str, list]):
    """A column of numbers as a term, with its exact values."""
    name, kind = f"c{len(frame)}", rng.choice(("raw", "integer", "constant", "wide"))
    if kind == "constant":
        number = exact(decimal_of(rng, rng.choice((2, 15)), -30, 5))
        return constant(number), [number] * ROWS
    if kind == "raw":
        digits, low, high = rng.choice(((3, -4, 0), (3, -4, 0), (15, -16, -10), (15, -30, -16), (15, -10, 10)))
        frame[name] = [decimal_of(rng, digits, low, high) for _ in range(ROWS)]
        exacts[name] = [exact(one) for one in frame[name]]
        return raw(pl.col(name), Fraction(10) ** 31), exacts[name]
    largest = 10**15 - 1 if kind == "integer" else 2**63 - 1
    frame[name] = exacts[name] = [rng.randint(-largest, largest) for _ in range(ROWS)]
    return integer(pl.col(name), largest), exacts[name]


def tree(rng: Random, depth: int, frame: dict[str, list], exacts: dict[str, list]):
    """A random sum or product of columns as a term, with its exact values."""
    if depth == 0:
        return leaf(rng, frame, exacts)
    (a, first), (b, second) = (tree(rng, rng.randrange(depth), frame, exacts) for _ in range(2))
    match rng.choice("+-**n"):
        case "+":
            return plus(a, b), [x + y for x, y in zip(first, second, strict=True)]
        case "-":
            return plus(a, minus(b)), [x - y for x, y in zip(first, second, strict=True)]
        case "*":
            return times(a, b), [x * y for x, y in zip(first, second, strict=True)]
        case _:
            return minus(a), [-x for x in first]


def test_no_double_is_farther_from_its_exact_value_than_its_bound_says():
    """Of random sums and products each row's error is within slack times magnitude, and whole ones round to it."""
    rng, seen, settled = Random(15), 0, 0
    for _ in range(200):
        frame, exacts = {"row": list(range(ROWS))}, {}
        term, wanted = tree(rng, 5, frame, exacts)
        if not term.is_comparable:
            continue
        columns = {"value": term.as_double, "error": term.error, "settled": term.is_settled(term.places)}
        found = pl.DataFrame(frame).select("row", **columns, scaled=term.scale(term.places))
        for row in found.iter_rows(named=True):
            assert isfinite(row["value"])
            assert abs(Fraction(row["value"]) - wanted[row["row"]]) <= Fraction(row["error"])
            if row["settled"]:
                assert wanted[row["row"]] * 10**term.places == row["scaled"]
                settled += 1
        seen += len(found)
    assert seen > 4_000
    assert settled > 300


LONG = " * ".join(["s"] * 12 + ["t"] * 4)
TURNED = " * ".join(["t"] * 4 + ["s"] * 12)
BEYOND = " * ".join(["x"] * 11)
TINY = f"0.{'0' * 25}1"
SHARE = "(x + y - z) / count(u.f for u in us)"
EDGES = {
    "underflow": f"{LONG} >= {TURNED}",
    "underflow-equal": f"{LONG} == {TURNED}",
    "overflow": f"{BEYOND} * {TINY} * {TINY} >= {BEYOND.replace('x', 'y')} * {TINY} * {TINY}",
    "sum": "x + y >= z",
    "product": "x * y <= x * y + s * t",
    "fold": "sum(u.a for u in us) - x - y >= z - x - y",
    "quotient": f"{SHARE} > -5 * 0.0000000000000001",
}
"""One to a program: a row that is near in one comparison is decided exactly in all."""

FACTS = {
    **dict.fromkeys(("x", "y", "z"), NUMBER),
    **dict.fromkeys(("s", "t"), SMALL),
    "us": {"type": "list", "min_items": 0, "items": {"a": NUMBER, "f": "boolean"}},
}


def at_edge(rng: Random, number: float) -> float:
    """The number, or the first or last double that prints as it."""
    return rng.choice((number, *double_span(exact(number))))


def edge_row(rng: Random, name: str) -> dict[str, object]:
    """A candidate whose comparison is a tie, nearly one, or out of the range of doubles."""
    x, y = (float(f"1.0000000000{rng.randint(0, 9999):04}e{rng.choice((-1, 0))}") for _ in range(2))
    z = float(f"{x + y:.15g}") + rng.choice((0, 1e-14, -1e-14, 2e-14))
    if name == "overflow":
        x, y = 1e30, rng.choice((1e30, 2e30))
    if name == "quotient":  # doubles that add up to more than z, of decimals that do not
        x, y, z = double_span(exact(0.15))[1], double_span(exact(0.15))[1], double_span(exact(0.300000000000001))[0]
    members = [{"a": x, "f": True}, {"a": y, "f": None}, *[{"a": 0.0, "f": None}] * rng.choice((0, 98))]
    return {
        **{fact: one if name == "quotient" else at_edge(rng, one) for fact, one in (("x", x), ("y", y), ("z", z))},
        **{"s": float(f"{rng.uniform(1, 9):.14g}e-27"), "t": float(f"{rng.uniform(0.1, 1):.14g}"), "us": members},
    }


@pytest.mark.parametrize("name", EDGES)
def test_columns_decide_near_ties_as_the_definition_does(name):
    """Ties of sums, products and quotients, and results below and beyond the doubles, are decided exactly."""
    program = made({"facts": FACTS, "criteria": {"only": EDGES[name]}})
    rng = Random(name)
    rows = [edge_row(rng, name) for _ in range(ROWS)]
    members = pl.List(pl.Struct({"a": pl.Float64, "f": pl.Boolean}))
    frame = pl.DataFrame(rows, schema={**dict.fromkeys(("x", "y", "z", "s", "t"), pl.Float64), "us": members})
    wanted = [reference.outcomes(program, parsed(program, row).candidate.values, None) for row in rows]
    assert [str(one) for (one,) in wanted] == evaluate_frame(program, frame)["outcome:only"].to_list()


def test_a_product_whose_slack_says_nothing_is_never_compared():
    """Definitions squared again and again lose every digit: such numbers are not compared as doubles."""
    term = raw(pl.col("x"), Fraction(1))
    for _ in range(50):
        term = times(term, term)
    assert not term.is_comparable
