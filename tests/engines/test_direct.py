import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from math import inf, nextafter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules import RulesetError
from cchc_rules.engines.direct import engine as direct
from cchc_rules.language.loader import load_text
from cchc_rules.program import reference
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.values import MET, NOT_APPLICABLE, OUTCOMES, UNKNOWN, UNMET, canonical_number, exact
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import sample

SCALES = {"index": {"levels": ["Trung bình", "Khá", "Tốt"], "unranked": ["Không xếp loại"]}}
LEVELS = ("Trung bình", "Khá", "Tốt", "Không xếp loại", None)
WHOLE = {"type": "integer", "min": -1_000_000, "max": 1_000_000}
FACTS = {
    "a": "boolean",
    "b": "boolean",
    "n": WHOLE,
    "m": WHOLE,
    "x": "number",
    "y": "number",
    "d": "date",
    "g": {"type": "grade", "scale": "index"},
    "h": {"type": "grade", "scale": "index"},
    "units": {
        "type": "list",
        "min_items": 0,
        "items": {
            "ok": "boolean",
            "n": WHOLE,
            "x": "number",
            "d": "date",
            "parts": {"type": "list", "min_items": 0, "items": {"n": WHOLE}},
        },
    },
}
SLOTS = {name: slot for slot, name in enumerate(FACTS)}


def program(**body) -> Program:
    """The program of a body over the facts of this module."""
    return compile(load_text(text(document({"facts": FACTS, "scales": SCALES, **body}))), CATEGORY)


def outcomes(found: Program, as_of: date | None = None, /, **facts) -> tuple[int, ...]:
    """What the direct engine makes of parsed values, after the reference has said the same."""
    values = tuple(facts.get(name) for name in FACTS)
    verdict, codes, _ = direct.code(found).decide(values, as_of)
    expected = reference.outcomes(found, tuple(map(_canonical, values)), as_of)
    assert tuple(OUTCOMES[code] for code in codes) == expected
    assert found.ruleset.decides.verdicts[verdict] == reference.verdict(found, expected)
    return codes


def _canonical(value):
    return canonical_number(value) if isinstance(value, float) else value


def decided(expression: str, **facts) -> int:
    """The outcome of one requirement."""
    return outcomes(program(require=expression), **facts)[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_direct_agrees_with_the_reference(seed):
    """On any well-typed program and candidate both give the same outcomes, verdict and failed checks."""
    drawn = sample(seed)
    try:
        found = drawn.program()
    except RulesetError:
        return
    source, code = Source(drawn, seed), direct.code(found)
    for _ in range(5):
        values, as_of = code.read(source.candidate()), source.as_of()
        if values is not None:
            expected = reference.outcomes(found, values, as_of)
            assert tuple(OUTCOMES[one] for one in code.decide(values, as_of)[1]) == expected
            assert code.failed(values, as_of) == reference.find_failed_checks(found, values, as_of)


OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
DECIMALS = st.decimals(-1000, 1000, places=3).map(lambda number: float(number))
STEPS = st.integers(-60, 60)


def _near(number: float, steps: int) -> float:
    for _ in range(abs(steps)):
        number = nextafter(number, inf if steps > 0 else -inf)
    return number


def _holds(op: str, left, right) -> bool:
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[op]


LIMITS = (0, 70, -0.3, 0.1, 95.55, 999.999)


@cache
def required(*expressions: str) -> Program:
    """The program of requirements, made once."""
    return program(criteria={f"c{place}": one for place, one in enumerate(expressions)})


@given(st.sampled_from(OPERATORS), st.sampled_from(LIMITS), STEPS)
def test_a_raw_double_is_read_by_the_fifteen_digit_rule(op, limit, steps):
    """No double is on the other side of a constant than the decimal it prints as, alone or in arithmetic."""
    value = _near(float(limit), steps)
    met = _holds(op, exact(value), exact(limit))
    doubled = _holds(op, exact(value) + exact(value), exact(limit))
    expected = tuple(MET if one else UNMET for one in (met, met, doubled))
    found = required(f"x {op} {limit}", f"x * 1 {op} {limit}", f"x + x {op} {limit}")
    assert expected == direct.code(found).decide(_values(x=value), None)[1]


@given(st.sampled_from(OPERATORS), DECIMALS, STEPS, STEPS)
def test_two_raw_doubles_compare_as_the_decimals_they_print_as(op, number, first, second):
    """Fact against fact is exact too."""
    x, y = _near(number, first), _near(number, second)
    expected = MET if _holds(op, exact(x), exact(y)) else UNMET
    assert (expected, expected) == direct.code(required(f"x {op} y", f"x - y {op} 0")).decide(_values(x=x, y=y), None)[
        1
    ]


def _values(**facts):
    return tuple(facts.get(name) for name in FACTS)


@pytest.mark.parametrize("op", OPERATORS)
def test_constants_of_more_than_fifteen_digits_are_compared_exactly(op):
    """A product of constants that no double prints as is not rounded."""
    limit = "0.123456789 * 0.987654321"
    found = program(criteria={"one": f"x {op} {limit}", "whole": f"n {op} {limit}"})
    for x in (0.121932631112635, 0.121932631112636, 0.1219326311126, None):
        outcomes(found, x=x, n=0)
    for n in (None, 0, 1, -1):
        outcomes(found, n=n)


def test_a_constant_beyond_all_facts_is_no_overflow():
    """Constants too large for a double are compared as they are."""
    large = " * ".join(["900000000000000"] * 3)
    try:
        found = program(criteria={"one": f"x < {large}", "other": f"n < {large}"})
    except RulesetError:
        return
    assert (MET, MET) == outcomes(found, x=1.5, n=7)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("swapped", [False, True])
def test_levels_compare_by_order_on_either_side(op, swapped):
    """A constant may stand left or right, two facts may be compared, and unranked values are in no order."""
    sides = ('"Khá"', "g") if swapped else ("g", '"Khá"')
    found = program(criteria={"constant": f" {op} ".join(sides), "facts": f"g {op} h"})
    for g in LEVELS:
        for h in LEVELS:
            outcomes(found, g=g, h=h)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("swapped", [False, True])
def test_levels_of_a_long_scale_compare_alike(op, swapped):
    """A scale of more levels than limits have sets for compares as a short one, its unranked value too."""
    scale = {"levels": [f"level {one}" for one in range(70)], "unranked": ["none"]}
    found = program(
        scales={**SCALES, "long": scale},
        facts={**FACTS, "g": {"type": "grade", "scale": "long"}},
        criteria={
            f"k{at}": f" {op} ".join((f'"{limit}"', "g") if swapped else ("g", f'"{limit}"'))
            for at, limit in enumerate(("level 0", "level 9", "level 68", "level 69"))
        },
    )
    for g in ("level 0", "level 8", "level 9", "level 10", "level 68", "level 69", "none", None):
        outcomes(found, g=g)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
def test_nothing_is_in_order_with_an_unranked_constant(op):
    """A parameter bound to an unranked value makes an order comparison false, or unknown with an unknown fact."""
    parameter = {"type": "grade", "scale": "index", "value": "Không xếp loại"}
    found = program(parameters={"limit": parameter}, require=f'g {op} param["limit"]')
    for g in LEVELS:
        assert (UNKNOWN if g is None else UNMET) == outcomes(found, g=g)[0]


COUNTS = ("count(u.ok for u in units)", "count(u.n > 1 for u in units if u.ok)")
MEMBERS = [(ok, n, x, None, ()) for ok in (True, False, None) for n in (0, 2, None) for x in (1.5, None)]
INTERVALS = [f"{count} {op} {other}" for op in OPERATORS for count in COUNTS for other in ("1", "m", COUNTS[0])] + [
    f"percent({COUNTS[1]}, count(units) + 1) {op} 40" for op in OPERATORS
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(MEMBERS), max_size=5), st.sampled_from((None, 0, 1, 2)))
def test_intervals_compare_as_the_reference_says(units, m):
    """Counts, their arithmetic and quotients of them agree with the reference under every operator."""
    outcomes(INTERVAL_PROGRAM, units=tuple(units), m=m)


INTERVAL_PROGRAM = program(
    define={"good": COUNTS[0], "twice": "2 * good", "less": "good * -1 + 2", "share": "percent(good, good + 1)"},
    criteria={
        **{f"i{place}": expression for place, expression in enumerate(INTERVALS)},
        "defined": "twice - good > 1 and -good < less",
        "negative": "percent(good, -1 - good) > -60",
        "zero": "percent(m, good) >= 50",
        "share": "share >= 50",
        "summed": "sum(count(p.n > 0 for p in u.parts) for u in units) >= 1",
        "shares": "percent(u.ok for u in units if u.n > 0) >= percent(u.ok for u in units)",
    },
)

CHOICES = program(
    criteria={
        "integers": "sum(u.n if u.ok else 0 for u in units) > 2",
        "doubles": "max(u.x if u.ok else 1.5 for u in units) >= 1.5",
        "dates": 'min(u.d if u.ok else date("2022-05-05") for u in units) < date("2022-06-01")',
        "intervals": "sum(count(p.n > 0 for p in u.parts) if u.ok else 1 for u in units) >= 1",
        "truths": "all((u.n > 1 if u.ok else u.x > 1) for u in units)",
        "equal": "all((u.ok == a) != b for u in units)",
    }
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((True, False, None)),
            st.sampled_from((0, 3, None)),
            st.sampled_from((1.5, 1.4999999999999996, 2, None)),
            st.sampled_from((date(2022, 5, 5), date(2022, 7, 1), None)),
            st.sampled_from((None, (), ((1,),), ((None,),), ((1,), (0,)))),
        ),
        max_size=4,
    ),
    st.sampled_from((True, False, None)),
    st.sampled_from((True, False, None)),
)
def test_choices_inside_folds_collapse_as_the_reference_says(units, a, b):
    """With an unknown condition a chosen value is known only when both alternatives are equal and known."""
    members = tuple((ok, n, _canonical(x), d, parts) for ok, n, x, d, parts in units)
    outcomes(CHOICES, units=members, a=a, b=b)


@pytest.mark.parametrize("n", [None, 1, 3, 4])
def test_a_field_of_an_outer_member_and_a_fact_are_seen_in_an_inner_loop(n):
    """Loops inside loops read what is bound around them; what depends on no member is worked out once."""
    expression = (
        "all(any(p.n > u.n and p.n < m + threshold and count(w.ok for w in units) > 0 for p in u.parts) for u in units)"
    )
    found = program(define={"threshold": "n * 2"}, require=expression)
    for units in (
        ((True, 1, None, None, ((2,), (9,))),),
        ((None, 1, None, None, ((None,),)),),
        ((True, 1, 1, None, None),),
    ):
        outcomes(found, units=units, m=1, n=n)
    source = direct.code(found).source
    assert 1 == source.count("low = high = 0")


def test_definitions_of_every_kind_are_worked_out_once():
    """A definition may be a truth, a number, an interval or a date, and is one piece of code however often read."""
    found = program(
        define={
            "both": "a and b",
            "sum_of": "n + m",
            "level": "g",
            "day": "d",
            "earliest": "min(u.d for u in units)",
        },
        criteria={
            "one": 'both and sum_of > 3 and level >= "Khá" and day < earliest',
            "two": 'not both and sum_of < 9 and level == "Khá" and earliest > day',
        },
    )
    outcomes(found, a=True, b=True, n=2, m=2, g="Khá", d=date(2022, 1, 1), units=((True, 1, 1, date(2022, 2, 2), ()),))
    outcomes(found)
    assert 1 == direct.code(found).source.count("v2 + v3")


def test_as_of_is_unknown_when_not_given():
    """The date of the decision enters comparisons and differences of dates."""
    found = program(criteria={"before": "d <= as_of", "days": "as_of - d > 30"})
    assert (UNKNOWN, UNKNOWN) == outcomes(found, None, d=date(2022, 1, 1))
    assert (MET, UNMET) == outcomes(found, date(2022, 1, 31), d=date(2022, 1, 1))
    assert (MET, MET) == outcomes(found, date(2022, 2, 1), d=date(2022, 1, 1))


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_groups_nest_and_do_not_apply_as_a_whole(a, b):
    """Any, all and at_least nest; a group that does not apply makes its members not applicable."""
    inner = {"all": {"first": "b", "second": "n > 1"}}
    least = {"at_least": {"n": 2, "of": {"third": "a", "fourth": "b", "fifth": "n > 1"}}}
    found = program(
        criteria={"outer": {"applies": "a", "any": {"inner": inner, "least": least}}, "plain": {"any": {"x1": "b"}}}
    )
    for n in (1, 2, None):
        codes = outcomes(found, a=a, b=b, n=n)
        if a is False:
            assert (NOT_APPLICABLE,) * 8 == codes[:8]


def test_wide_and_deep_programs_compile():
    """Thousands of members, long chains and the deepest nesting stay within what Python parses."""
    deep = "a"
    for _ in range(15):
        deep = f"not (b and ({deep} or a))"
    members = {f"m{place}": f"n > {place}" for place in range(1000)}
    wide = " and ".join(f"n > {place}" for place in range(300))
    found = program(
        criteria={"deep": deep, "wide": wide, "group": {"all": members}, "sums": " + ".join(["n"] * 60) + " > 3"}
    )
    assert 1004 == len(outcomes(found, n=1000, a=True, b=True))
    outcomes(found)


def test_generated_code_holds_no_text_of_the_ruleset():
    """Levels, options and dates are constants of the namespace, whatever they spell."""
    quote = "'] = 1; raise SystemExit #\\"
    scales = {"index": {"levels": [quote, "Khá"]}}
    found = program(scales=scales, require='g >= "Khá" and d < date("2022-05-05")')
    source = direct.code(found).source
    assert "SystemExit" not in source
    assert "2022" not in source
    assert quote == direct.code(found).read({"g": quote})[SLOTS["g"]]


def test_code_is_written_once_and_again_after_pickling():
    """The program's slot keeps the code; a pickled program is without it and decides the same."""
    found = program(require="n > 1")
    code = direct.code(found)
    assert direct.code(found) is code
    again = pickle.loads(pickle.dumps(found))
    assert {} == again._engine
    assert code.decide(_values(n=2), None) == direct.code(again).decide(_values(n=2), None)


def test_many_threads_decide_alike():
    """One program may be used by many threads from its first use on."""
    found = program(require="count(u.ok for u in units) >= n")
    rows = [{"n": n, "units": [{"ok": True, "x": 0.5}] * 2} for n in range(4)] * 25

    def work(row):
        code = direct.code(found)
        return code.decide(code.read(row), None)[1][0]

    with ThreadPoolExecutor(8) as pool:
        assert [MET, MET, MET, UNMET] * 25 == list(pool.map(work, rows))


def test_the_code_of_a_criterion_is_printed_with_what_its_names_stand_for():
    """Outcomes, facts and constants are named above the lines, each only when it stands in them."""
    found = program(require="n >= 2")
    printed = direct.write_criterion(found, found.order[0].id)
    slot = next(fact.slot for fact in found.facts if fact.name == "n")
    expected = [
        "# outcomes: 0 met, 1 unmet, 2 unknown, 3 not_applicable",
        f"# o0: {found.order[0].id}",
        f"# v{slot}: n",
        f"if v{slot} is None: o0 = 2; open_ = True",
        f"elif v{slot} >= 2: o0 = 0",
        "else: o0 = 1; bad = True",
    ]
    assert expected == printed.splitlines()
    with pytest.raises(KeyError):
        direct.write_criterion(found, "nowhere")
