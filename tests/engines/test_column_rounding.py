"""The bounds of rounding that comparisons of doubles rest on, held against exact arithmetic, at their edges too."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, inf, isfinite
from random import Random

import polars as pl
import pytest

from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.engines.columns.column_arithmetic import divide, settle_shares
from cchc_rules.engines.columns.comparisons import order_terms
from cchc_rules.engines.columns.line_ends import add_up, cut_value, fix, share_whole, snap
from cchc_rules.engines.columns.rounding import (
    LOOSE,
    ColumnAmount,
    constant,
    integer,
    minus,
    one_number,
    plus,
    raw,
    times,
)
from cchc_rules.language.ruleset import ScoreLine
from cchc_rules.program import reference
from cchc_rules.values import Words, double_span, exact
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


def near_of(rng: Random, number: Fraction) -> Fraction:
    """A decimal of at most 15 digits that is the number, or next to it."""
    places = rng.choice((0, 0, 1, 2, 4, 13, 15))
    return Fraction(round(number * 10**places) + rng.choice((0, 0, 0, 1, -1)), 10**places)


def share_line(rng: Random, frame: dict[str, list], exacts: dict[str, list]):
    """A share of points between two caps as a line of a score, with its exact ends; nulls stand at the caps."""
    part, parts = tree(rng, rng.choice((0, 0, 1)), frame, exacts)
    if rng.random() < 0.7:
        frame[name := f"c{len(frame)}"] = parts = [rng.randint(0, 9) for _ in range(ROWS)]
        part = integer(pl.col(name), 9)
    frame[name := f"c{len(frame)}"] = [rng.choice((None, 0, 1, 3, 7, 7, 7, 7, 40, 10**6)) for _ in range(ROWS)]
    points = rng.choice((1, 10, Fraction(5, 2)))
    amount = divide(
        one_number(times(constant(points), part)), one_number(integer(pl.col(name), 10**6)), [].append, is_positive=True
    )
    shares = [points * Fraction(one) / under if under else None for one, under in zip(parts, frame[name], strict=True)]
    drawn = (
        near_of(rng, min(abs(rng.choice([one or Fraction(1) for one in shares])), Fraction(500))) for _ in range(2)
    )
    least, most = sorted((next(drawn) * rng.choice((0, 1, -1)), next(drawn)))
    caps = ScoreLine("a", Words("a", "a"), (), least=least, most=most)
    found = settle_shares(amount, [].append)
    wanted = [[unknown if one is None else min(max(one, least), most) for unknown in (least, most)] for one in shares]
    if rng.random() < 0.3:  # an open share: from a number far below
        below = settle_shares(
            divide(
                one_number(times(constant(points), plus(part, constant(-(10**6))))),
                one_number(integer(pl.col(name), 10**6)),
                [].append,
                is_positive=True,
            ),
            [].append,
        )
        lows = [
            points * (Fraction(one) - 10**6) / under if under else None
            for one, under in zip(parts, frame[name], strict=True)
        ]
        wanted = [
            [least if one is None else min(max(one, least), most), high]
            for one, (_, high) in zip(lows, wanted, strict=True)
        ]
        line = cut_value(ColumnAmount(below.low, found.high), caps)
    else:
        line = cut_value(found, caps)
    if rng.random() < 0.1:  # whole numbers at one end, doubles at the other
        frame[name := f"c{len(frame)}"] = numbers = [rng.randint(-9, 0) for _ in range(ROWS)]
        line = ColumnAmount(fix(pl.col(name), 1, 9), line.high)
        wanted = [[Fraction(one), high] for one, (_, high) in zip(numbers, wanted, strict=True)]
    return found, line, wanted


def test_the_ends_of_lines_and_sums_are_within_one_bound_for_all_rows():
    """Shares cut at caps and added up: errors within the bound, whole ones snapped, comparisons right or noted."""
    rng, seen, snapped = Random(16), 0, 0
    for _ in range(60):
        frame, exacts = {"row": list(range(ROWS))}, {}
        lines = [share_line(rng, frame, exacts) for _ in range(rng.choice((1, 2, 3, 7)))]
        amounts = [amount for _, amount, _ in lines]
        low, high = (add_up([one.high if upper else one.low for one in amounts]) for upper in (False, True))
        total = share_whole(low, high, amounts)
        totals = [sum(ends) for ends in zip(*([high for _, high in wanted] for _, _, wanted in lines), strict=True)]
        limit = near_of(rng, rng.choice([one for one in totals if one.denominator == 1] or totals))
        columns = {}
        for side, end in (("low", snap(total.low)), ("high", snap(total.high))):
            near: list[pl.Expr] = []
            columns[side] = end.top.as_double
            columns[f"{side}-error"] = end.top.error
            columns[f"{side}-whole"] = end.top.is_settled(end.top.places) & pl.lit(end.top.is_snapped)
            columns[f"{side}-over"] = order_terms(">=", end.top, constant(limit), near.append)
            columns[f"{side}-near"] = pl.any_horizontal(near) if near else pl.lit(value=False)
        for place, (share, _, _) in enumerate(lines):
            double, rest = share.low.top.as_double, share.low.top.rest
            room = double.abs() * (1 + LOOSE) + (inf if rest is None else rest)
            columns[f"loose{place}"] = (share.low.top.magnitude <= room) | double.is_null()
        found = pl.DataFrame(frame, strict=False).select("row", **columns)
        for row in found.iter_rows(named=True):
            assert all(row[f"loose{place}"] for place in range(len(lines)))
            for at, side in enumerate(("low", "high")):
                wanted = sum(one[row["row"]][at] for _, _, one in lines)
                assert abs(Fraction(row[side]) - wanted) <= Fraction(row[f"{side}-error"])
                if row[f"{side}-whole"]:
                    assert row[side] == wanted.numerator / wanted.denominator
                    snapped += 1
                assert row[f"{side}-near"] or row[f"{side}-over"] == (wanted >= limit)
            seen += 1
    assert seen > 2_000
    assert snapped > 300


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


MILLION = 10**6


def hair_of_sum(rng: Random, units: int, side: int) -> tuple[int, ...]:
    """Wholes with ``a / b + c / d`` some 1e-18 below (``side`` -1) or above so many millionths: 1 off ``units b d``."""
    while True:
        b = rng.randint(MILLION // 10, MILLION)
        if gcd(b * units, MILLION) > 1:
            continue
        d = -side * pow(units * b, -1, MILLION) % MILLION + MILLION
        part = (units * b * d + side) // MILLION
        if gcd(b, d) == 1 and (c := part - (a := part * pow(d, -1, b) % b) * d) >= 0:
            return a, b, c // b, d


def hair_of_product(rng: Random, units: int, side: int) -> tuple[int, ...]:
    """Wholes with ``a / b`` times 0.1, or 0.7 of which the double is less, as near to so many millionths."""
    step = (1 if side < 0 else 7) * MILLION // 10
    b = -side * pow(units, -1, step) % step + step * rng.randint(MILLION, 9 * MILLION)
    return (b * units + side) // step, b, 1, 1


TWO_SHARES = {"one": {"most": 2, "is": "a / b"}, "other": {"most": 2, "is": "c / d"}}


@pytest.mark.parametrize(
    ("draw", "units", "side", "score", "double"),
    [
        (hair_of_sum, 700_001, -1, {"most": 0.700001, "lines": TWO_SHARES}, lambda a, b, c, d: a / b + c / d),
        (hair_of_sum, 1_499_999, 1, {"least": 1.499999, "lines": TWO_SHARES}, lambda a, b, c, d: a / b + c / d),
        (hair_of_product, 333_331, -1, {"lines": {"own": {"most": 0.333331, "is": "0.1 * (a / b)"}}}, None),
        (
            hair_of_product,
            1_499_999,
            1,
            {"lines": {"own": {"least": 1.499999, "most": 3, "is": "0.7 * (a / b)"}}},
            None,
        ),
    ],
)
def test_what_is_a_hair_inside_a_cap_is_not_the_cap(draw, units, side, score, double):
    """What doubles put beyond a cap though it is 1e-18 inside is not the cap: the margins of a cap leave it open."""
    rng, cap = Random(18), units / MILLION
    rows = [draw(rng, units, side) for _ in range(ROWS)]
    double = double or (lambda a, b, *_: (0.1 if side < 0 else 0.7) * (a / b))
    assert any((double(*row) - cap) * side < 0 for row in rows)
    facts = {name: {"type": "integer", "min": 0, "max": 10**14} for name in "abcd"}
    only = f"total {'>=' if side < 0 else '<='} {cap}"
    program = made({"facts": facts, "scores": {"total": score}, "criteria": {"only": only}})
    rows = [dict(zip("abcd", row, strict=True)) for row in rows]
    assert ["unmet"] * ROWS == evaluate_frame(program, pl.DataFrame(rows))["outcome:only"].to_list()


def test_scores_that_only_later_rows_have_come_of_rows_decided_exactly():
    """Of 200 rows that doubles leave open the first 150 have an open score: the others have theirs all the same."""
    rng = Random(18)
    rows = [dict(zip("abcd", hair_of_sum(rng, 700_001, -1), strict=True)) for _ in range(200)]
    facts = {name: {"type": "integer", "min": 0, "max": 10**14} for name in "abcd"}
    scores = {"total": {"most": 0.700001, "lines": TWO_SHARES}, "own": {"lines": {"x": {"most": 9, "is": "x"}}}}
    body = {"facts": {**facts, "x": {"type": "number", "min": 0}}, "scores": scores}
    program = made({**body, "criteria": {"only": "total >= 0.700001"}})
    frame = pl.DataFrame(
        [row | {"x": None if place < 150 else 1.5} for place, row in enumerate(rows)], infer_schema_length=None
    )
    found = evaluate_frame(program, frame)
    assert [None] * 150 + [1.5] * 50 == found["result:own"].to_list()
