"""P7: quantifiers, counts, shares and sums against brute force over every completion of their unknown members."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.program.points import Range
from cchc_rules.program.reference import Scope, alternatives
from cchc_rules.values import Outcome
from tests.properties.drawing import ENGINES, made

TRUTHS = st.sampled_from([True, False, None])
MEMBERS = st.lists(st.tuples(TRUTHS, TRUTHS), min_size=0, max_size=5)
ITEMS = {"f": "boolean", "c": "boolean"}
XS = {"type": "list", "min_items": 0, "items": ITEMS}
LIMIT = {"type": "integer", "min": 0, "max": 1000}
PROGRAM = made(
    {
        "facts": {"xs": XS, "t": LIMIT},
        "criteria": {
            "all": "all(x.c for x in xs if x.f)",
            "any": "any(x.c for x in xs if x.f)",
            "count-ge": "count(x.c for x in xs if x.f) >= t",
            "count-lt": "count(x.c for x in xs if x.f) < t",
            "count-eq": "count(x.c for x in xs if x.f) == t",
            "share-ge": "percent(x.c for x in xs if x.f) >= t",
            "share-gt": "percent(x.c for x in xs if x.f) > t",
            "share-twice": "percent(x.c or x.f for x in xs if x.f) >= t",
            "count-twice": "count(x.c and not x.f for x in xs) <= t",
        },
    }
)
VOID = "void"


def completed(members):
    """Every way the unknown filters and bodies may turn out."""
    choices = [[(f, c) for f in options(f_) for c in options(c_)] for f_, c_ in members]
    return product(*choices)


def options(truth):
    """What a truth may turn out to be."""
    return [True, False] if truth is None else [truth]


def agreed(found):
    """The outcome all completions agree on; a void one makes it unknown."""
    kinds = set(found)
    if kinds == {True}:
        return Outcome.MET
    return Outcome.UNMET if kinds == {False} else Outcome.UNKNOWN


def over_completions(members, answer):
    """The outcome of a statement about the members let in, over every completion."""
    return agreed(answer([c for f, c in whole if f]) for whole in completed(members))


def share(bodies):
    """The exact share of true bodies in percent; void over none."""
    return Fraction(100 * sum(bodies), len(bodies)) if bodies else VOID


def outcomes(engine, members, t):
    """The outcomes of an engine by criterion."""
    rows = [(tuple(members), t)]
    found = engine.answers(PROGRAM, rows, None)[0].outcomes
    return {criterion.id: outcome for criterion, outcome in zip(PROGRAM.order, found, strict=True)}


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(members=MEMBERS)
def test_all_and_any_are_what_every_completion_says(engine, members):
    """`all` and `any` over filtered members are known exactly when every completion agrees; all of nothing is void."""
    found = outcomes(engine, members, 0)
    assert over_completions(members, lambda bodies: all(bodies) if bodies else VOID) == found["all"]
    assert over_completions(members, any) == found["any"]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(members=MEMBERS, t=st.integers(0, 6))
def test_counts_are_what_every_completion_says(engine, members, t):
    """A count compared is known exactly when every completion agrees, where no unknown is read twice."""
    found = outcomes(engine, members, t)
    assert over_completions(members, lambda bodies: sum(bodies) >= t) == found["count-ge"]
    assert over_completions(members, lambda bodies: sum(bodies) < t) == found["count-lt"]
    equal = over_completions(members, lambda bodies: sum(bodies) == t)
    assert equal == found["count-eq"]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(members=MEMBERS, t=st.sampled_from([0, 1, 33, 34, 50, 60, 66, 67, 75, 100, 101]))
def test_shares_are_what_every_completion_says(engine, members, t):
    """A share compared is known exactly when every completion agrees and none is a share of nothing."""
    found = outcomes(engine, members, t)
    for id, above in (("share-ge", lambda s: s >= t), ("share-gt", lambda s: s > t)):
        expected = over_completions(members, lambda bodies, above=above: above(share(bodies)) if bodies else VOID)
        assert expected == found[id]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(members=MEMBERS, t=st.sampled_from([0, 1, 2, 50, 100]))
def test_an_unknown_read_twice_widens_but_never_lies(engine, members, t):
    """Where an unknown is read twice a known answer is still that of every completion."""
    found = outcomes(engine, members, t)
    shares = agreed(
        (share([c or f for f, c in whole if f]) >= t) if any(f for f, _ in whole) else VOID
        for whole in completed(members)
    )
    counts = agreed(sum(c and not f for f, c in whole) <= t for whole in completed(members))
    assert found["share-twice"] in (shares, Outcome.UNKNOWN)
    assert found["count-twice"] in (counts, Outcome.UNKNOWN)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(members=MEMBERS)
def test_intervals_are_exactly_their_bounds(members):
    """The interval of a count and of a share runs from the least to the largest completion."""
    scope = Scope(PROGRAM, (tuple(members), 0))
    criteria = {criterion.id: criterion.require.left for criterion in PROGRAM.category.criteria[2:]}
    counts = [sum(c for f, c in whole if f) for whole in completed(members)]
    assert (Range(Fraction(min(counts)), Fraction(max(counts))),) == alternatives(criteria["count-ge"], scope)
    shares = [share([c for f, c in whole if f]) for whole in completed(members)]
    expected = None if VOID in shares else Range(min(shares), max(shares))
    assert (expected,) == alternatives(criteria["share-ge"], scope)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(truths=st.lists(TRUTHS, min_size=4, max_size=4), n=st.integers(1, 4))
def test_at_least_n_is_what_every_completion_says(engine, truths, n):
    """A group of at least n members is known exactly when every completion agrees."""
    program = AT_LEAST[n]
    found = engine.answers(program, [tuple(truths)], None)[0].outcomes
    expected = agreed(sum(whole) >= n for whole in product(*map(options, truths)))
    assert expected == found[0]


AT_LEAST = {
    n: made(
        {
            "facts": dict.fromkeys("abcd", "boolean"),
            "criteria": {"most": {"at_least": {"n": n, "of": {id: id for id in "abcd"}}}},
        }
    )
    for n in range(1, 5)
}

NUMBERS = made(
    {
        "facts": {
            "xs": {"type": "list", "min_items": 0, "items": {"v": "number", "f": "boolean"}},
            "t": "number",
        },
        "criteria": {
            "sum": "sum(x.v for x in xs if x.f) >= t",
            "equal": "sum(x.v for x in xs if x.f) == t",
            "least": "min(x.v for x in xs if x.f) >= t",
            "largest": "max(x.v for x in xs if x.f) < t",
            "mean": "sum(x.v for x in xs if x.f) / count(xs) >= t",
        },
    }
)
TENTHS = st.integers(-50, 50).map(lambda n: n // 10 if n % 10 == 0 else n / 10)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@settings(max_examples=80, deadline=None, derandomize=True)
@given(members=st.lists(st.tuples(TENTHS, st.booleans()), max_size=8), t=TENTHS)
def test_sums_are_exact(engine, members, t):
    """Sums, extremes and means of decimals decide as fractions do, never as binary floats."""
    found = dict(
        zip(
            ["sum", "equal", "least", "largest", "mean"],
            engine.answers(NUMBERS, [(tuple(members), t)], None)[0].outcomes,
            strict=True,
        )
    )
    inside, limit = [Fraction(str(v)) for v, f in members if f], Fraction(str(t))
    assert agreed([sum(inside) >= limit]) == found["sum"]
    assert agreed([sum(inside) == limit]) == found["equal"]
    assert agreed([min(inside) >= limit if inside else VOID]) == found["least"]
    assert agreed([max(inside) < limit if inside else VOID]) == found["largest"]
    assert agreed([sum(inside) / len(members) >= limit if members else VOID]) == found["mean"]
