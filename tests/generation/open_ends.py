"""Random scores over open numbers, with caps, limits and bands at the very ends that candidates come to.

Each form of expression is written over numbers that are known, open between two ends or void. What it comes to is
measured by the reference on the first candidates of the seed; caps and limits then stand on an end of one of them, or a
hair beside it, so that every comparison is asked where it turns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor, inf
from random import Random
from typing import Any

from cchc_rules.facts.parser import reader
from cchc_rules.language.ruleset import ScoreLine
from cchc_rules.problems import RulesetError
from cchc_rules.program import reference
from cchc_rules.program.points import Range, is_endless, limit_points
from cchc_rules.values import Words
from tests.generation.candidates import Source
from tests.generation.expressions import ORDERS
from tests.generation.programs import SCALES, Sample

MEASURED = 12
"""So many candidates are measured: few, as the reference is slow; they are among those compared."""

FACTS: Mapping[str, Mapping[str, Any]] = {
    "n": {"type": "integer", "min": 0, "max": 60},
    "k": {"type": "integer", "min": -20, "max": 20},
    "b": {"type": "integer", "min": 0, "max": 12},
    "large": {"type": "integer", "min": 0, "max": 1_000_000},
    "x": {"type": "number", "min": 0, "max": 10.5},
    "y": {"type": "number", "min": -5, "max": 99, "decimals": 3},
    "area": {"type": "number", "min": 0.1, "max": 99},
    "p": {"type": "percent"},
    "ok": {"type": "boolean"},
    "done": {"type": "boolean"},
}
ITEMS: Mapping[str, Mapping[str, Any]] = {
    "v": {"type": "integer", "min": -3, "max": 10},
    "w": {"type": "number", "min": 0, "max": 10},
    "c": {"type": "integer", "min": 0, "max": 5},
    "ok": {"type": "boolean"},
    "done": {"type": "boolean"},
}
SCALARS = ("n", "n", "k", "b", "x", "y", "area", "p", "large")
DECIMALS = ("x", "y", "area")
WHOLE = ("n", "n", "k", "b", "-1 * n", "2 * b")
DIVISORS = ("b", "b", "area", "area", "area", "k", "y", "n", "x", "(b - 0.5)", "count(ms)")
MANY = (
    "count(m.ok for m in ms)",
    "count(m.ok for m in ms if m.done)",
    "sum(m.v for m in ms if m.ok)",
    "sum(m.w for m in ms if m.ok)",
    "sum(0.5 for m in ms if m.ok)",
    "sum(m.v * m.w for m in ms)",
    "sum(count(o.ok for o in ms) for m in ms if m.done)",
)
"""Numbers over lists: open where a member is perhaps in, all but the last but one."""
WHOLE_MANY = (*MANY[:3], MANY[-1])
SHARES = (
    "sum(m.v / m.c for m in ms if m.ok)",
    "sum(10 * m.w / m.c for m in ms)",
    "sum(m.v / area for m in ms if m.ok)",
)
"""Sums of quotients, for lines only."""
EXTREMES = ("max(m.w for m in ms)", "min(m.v for m in ms if m.ok)", "min(m.w for m in ms)")
CONDITIONS = ("ok", "done", "not ok", "ok and done", "ok or done", "k >= 0", "n > 10", "any(m.ok for m in ms)", "x > y")
CONSTANTS = ("0", "0.5", "1", "2", "2.5", "3", "7.25", "10", "0.1", "0.07", "1.21", "100")
POOLS = ("0.5", "1.21", "2.48", "3", "7", "7.25", "10", "18", "33.3", "50", "0.07", "999999")
HALVES = ("1.45", "4.35", "10")
"""Tenths of 1.45 and 4.35 round to hundredths where their doubles do not."""
PLACES = (0, 1, 1, 2, 2, 2, 3, 4, 4, 6, 9, 13)
"""Decimals of limits: mostly few, as a row that doubles leave open in one comparison is decided exactly in all."""
LONGEST_LIMIT = 15
"""The most digits of a limit: more are no number of office, and doubles do not tell them apart."""


def open_sample(seed: int) -> Sample:
    """The ruleset of a seed; the first that loads of some, as what may not be computed with is not looked ahead for."""
    rng = Random(seed)
    for _ in range(8):
        maker = _OpenMaker(rng, seed)
        try:
            return maker.sample()
        except RulesetError:
            continue
    return maker.bare()


class _OpenMaker:
    def __init__(self, rng: Random, seed: int) -> None:
        self.rng, self.seed = rng, seed
        self.constants = tuple(sorted(rng.sample(POOLS, 3) if rng.random() < 0.8 else HALVES))
        self.places = rng.choice((0, 0, 1, 2))
        many = {"type": "list", "min_items": rng.choice((0, 0, 1)), "items": dict(ITEMS)}
        self.facts: dict[str, Any] = {**FACTS, "ms": many}
        self.define = {"piece": rng.choice((MANY[0], MANY[1], "2 * n", "x if ok else 3"))}
        self.scores: dict[str, Any] = {}
        self.grades: dict[str, Any] = {}
        self.criteria: dict[str, Any] = {"known": {"require": "ok"}}

    def sample(self) -> Sample:
        """Scores with caps at the ends of their lines, then criteria at theirs; RulesetError where one is refused."""
        self.scores["base"] = self.base()
        sheets = {
            f"one{index}": {"own": self.line(self.rng.choice((1, 1, 2)))} for index in range(self.rng.choice((1, 2, 3)))
        }
        if self.rng.random() < 0.7:
            sheets["part"] = {"own": {"least": "none", "is": self.share()}}
        if self.rng.random() < 0.5:
            sheets["total"] = self.sheet()
        found = self.write_sheets(sheets)
        for name in sheets:
            if self.rng.random() < 0.2:
                self.grades[f"grade_{name}"] = self.grade(name, found[name])
        self.write_criteria(found)
        return self.bare()

    def bare(self) -> Sample:
        """The ruleset as far as it is written."""
        body = {
            "decides": "grading" if self.grades and self.rng.random() < 0.3 else "eligibility",
            "scales": SCALES,
            "parameters": {},
            "facts": self.facts,
            "define": self.define,
            "checks": {},
            "criteria": dict(self.criteria),
            "scores": dict(self.scores),
            "grades": dict(self.grades),
        }
        return Sample(self.seed, body, self.constants)

    def measure(self, scores: Mapping[str, Any]) -> dict[str, list[Range]]:
        """What scores come to on the first candidates."""
        bare = self.bare()
        given = replace(bare, body={**bare.body, "scores": dict(scores), "decides": "eligibility"})
        program, source = given.program(), Source(given, self.seed)
        read = reader(program.category, program.parameters)
        found: dict[str, list[Range]] = {name: [] for name in scores}
        for _ in range(MEASURED):
            values = read.parse(source.candidate(), as_of=None).candidate.values
            for result, ends in zip(program.results, reference.measure_results(program, values), strict=True):
                found[result.name].append(Range(*map(Fraction, ends)))
        return found

    def near(self, found: Sequence[Range], *, between: float = 0.0) -> str:
        """A decimal at an end of what some number comes to or a hair beside it; or, at such odds, between both ends."""
        rng = self.rng
        opened = [one for one in found if one.low < one.high and not is_endless(one.low) and not is_endless(one.high)]
        if opened and rng.random() < between:
            drawn = rng.choice(opened)
            end = drawn.low + (drawn.high - drawn.low) * Fraction(rng.randint(0, 8), 8)
        else:
            ends = [end for one in found for end in (one.low, one.high) if not is_endless(end)]
            open_ends = [end for one in opened for end in (one.low, one.high)]
            at_ends = open_ends if open_ends and rng.random() < 0.7 else ends
            end = rng.choice(at_ends) if at_ends else Fraction(rng.randint(0, 5))
        places = rng.choice(PLACES) if rng.random() < 0.3 else self.places
        places = min(places, LONGEST_LIMIT - len(str(floor(abs(end)))))
        units = end * 10**places
        whole = rng.choice((floor(units), round(units), -floor(-units))) + rng.choice((0, 0, 0, 0, 1, -1))
        return _write(Fraction(whole, 10**places))

    def write_sheets(self, sheets: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Range]]:
        """Caps each line near what it comes to alone, then each sheet; gives what may be compared, by its text."""
        probe = self.compared()
        alone = {(name, id): f"{name}_{id.replace('-', '_')}" for name, lines in sheets.items() for id in lines}
        probes = {name: {"least": "none", "lines": {"own": sheets[sheet][id]}} for (sheet, id), name in alone.items()}
        probes["probe"] = {"least": "none", "lines": {"own": {"least": "none", "is": probe}}}
        found = self.measure({**self.scores, **probes})
        asked = {probe: found["probe"]}
        for name, lines in sheets.items():
            capped = {id: self.cap(line, found[alone[name, id]]) for id, line in lines.items()}
            self.scores[name] = {"least": "none", "lines": capped}
        found = self.measure(self.scores)
        for name in sheets:
            if self.rng.random() < 0.3:
                self.scores[name] = whole = self.cap(self.scores[name], found[name])
                tops = [line.get("most", inf) for line in whole["lines"].values()]
                if whole.get("most", -inf) > sum(tops):  # more than the lines can add up to is refused
                    del whole["most"]
                caps = (whole.get(key, "none") for key in ("most", "least"))
                most, least = (None if one == "none" else Fraction(repr(one)) for one in caps)
                line = ScoreLine(name, Words(name, name), (), most=most, least=least, rounded=whole.get("rounded"))
                found[name] = [limit_points(one, line, True) for one in found[name]]
        return asked | found

    def cap(self, line: dict[str, Any], found: Sequence[Range]) -> dict[str, Any]:
        """Perhaps caps near some ends or between them, and rounding; a gated line keeps 0 within."""
        made, rng = dict(line), self.rng
        low, high = sorted((self.near(found, between=0.6), self.near(found, between=0.6)), key=Fraction)
        if "gate" in line:
            low, high = min(low, "0", key=Fraction), max(high, "0", key=Fraction)
        draw = rng.random() if low != high or rng.random() < 0.2 else 0.3
        if draw < 0.8:
            made["most"] = _cap(high)
        if 0.31 < draw < 0.9:
            made["least"] = _cap(low)
        elif draw < 0.31 and Fraction(high) >= 0 and rng.random() < 0.7:
            made["least"] = 0
        if rng.random() < 0.25:
            decimals = rng.choice((0, 1, 2, 2, 2, 6))
            made["rounded"] = decimals
            for key in ("most", "least"):
                if made.get(key, "none") != "none":
                    made[key] = float(Fraction(floor(Fraction(repr(made[key])) * 10**decimals), 10**decimals))
        return made

    def base(self) -> dict[str, Any]:
        """A score of plain lines, most of them open through a gate or rows, to be computed with."""
        lines: dict[str, Any] = {}
        rng = self.rng
        # Whole numbers are computed with otherwise than doubles: most scores are of these alone.
        facts, many = (*SCALARS, "-1 * n", "-1 * x", "piece"), MANY
        if rng.random() < 0.7:
            facts, many = WHOLE, WHOLE_MANY
        for index in range(rng.choice((1, 2, 2, 3))):
            draw = rng.random()
            if draw < 0.4:
                value: dict[str, Any] = {"is": rng.choice(facts)}
            elif draw < (0.5 if facts is WHOLE else 0.6):
                value = {"is": rng.choice(many)}
            else:
                value = self.rows(facts)
            line = self.gated({"least": "none", **value}, 0.5)
            if facts is WHOLE and rng.random() < 0.8:  # a line without an end on both sides is one of doubles
                line |= {"least": rng.choice((0, -3, -20, -50)), "most": rng.choice((0, 10, 30, 60))}
            elif rng.random() < 0.4:
                line = self.cap(line, [Range(Fraction(rng.randint(-5, 3)), Fraction(rng.randint(4, 30)))])
            lines[f"l{index}"] = line
        return {"least": "none", "lines": lines}

    def rows(self, facts: Sequence[str]) -> dict[str, Any]:
        """Rows of constants, or of numbers beside them."""
        plain = self.rng.random() < 0.5
        constants = CONSTANTS if facts is not WHOLE else ("0", "1", "3", "10")

        def value() -> str:
            points = self.rng.choice(("", "", "-")) + self.rng.choice(constants)
            return points if plain or self.rng.random() < 0.5 else self.rng.choice(facts)

        first = [{"when": self.condition(), "is": value()} for _ in range(self.rng.choice((1, 1, 2, 3)))]
        return {"first": [*first, {"is": value()}]}

    def sheet(self) -> dict[str, Any]:
        """One to three lines of any form, seldom with lines below."""
        lines: dict[str, Any] = {}
        for index in range(self.rng.choice((1, 1, 2, 3))):
            line = self.line(self.rng.choice((1, 1, 2, 3)))
            if self.rng.random() < 0.15:
                caps = [Range(Fraction(-1), Fraction(5, 2))]
                below = {f"l{index}-{place}": self.cap(line, caps) for place in range(2)}
                line = {"least": "none", "lines": below}
            lines[f"l{index}"] = line
        return lines

    def share(self) -> str:
        """A share of points, as sheets are mostly written."""
        points = f"{self.rng.choice(CONSTANTS)} * " if self.rng.random() < 0.3 else ""
        part = "base" if self.rng.random() < 0.75 else self.rng.choice(("x", "y"))
        return f"{points}{part} / {self.rng.choice(('area', 'area', 'x', 'n', *DIVISORS))}"

    def line(self, depth: int) -> dict[str, Any]:
        """A line without caps."""
        return self.gated({"least": "none", "is": self.number(depth)}, 0.2)

    def gated(self, line: dict[str, Any], odds: float) -> dict[str, Any]:
        return {**line, "gate": self.condition()} if self.rng.random() < odds else line

    def condition(self) -> str:
        return self.rng.choice(CONDITIONS)

    def operand(self) -> str:
        """A number as it stands: a fact, a definition, a score, one of its lines, zeros, a number over a list."""
        draw = self.rng.random()
        if self.scores and draw < 0.6:
            name = self.rng.choice(list(self.scores))
            line = self.rng.choice(list(self.scores[name]["lines"]))
            return self.rng.choice((name, name, name, f'{name}["{line}"]'))
        if draw < 0.8:
            return self.rng.choice((*MANY, *EXTREMES, *SHARES, "piece"))
        return self.rng.choice(SCALARS)

    def number(self, depth: int) -> str:
        """An expression over operands."""
        if depth == 0:
            return self.operand()
        forms: tuple[Callable[[str, str], str], ...] = (
            lambda a, b: f"({a} + {b})",
            lambda a, b: f"({a} - {b})",
            lambda a, _: f"(-{a})",
            lambda a, _: f"({self.rng.choice(CONSTANTS)} * {a})",
            lambda a, _: f"({a} * -{self.rng.choice(CONSTANTS)})",
            lambda a, b: f"({a} if {self.condition()} else {b})",
            lambda a, _: f"({a} / {self.rng.choice(DIVISORS)})",
            lambda a, _: f"({a} / {self.rng.choice(DIVISORS)})",
            lambda a, _: f"({self.rng.choice(CONSTANTS)} * {a} / {self.rng.choice(DIVISORS)})",
            lambda a, b: f"({a} / {b})",
            lambda a, _: f"({self.rng.choice(SCALARS)} {self.rng.choice('+-')} {a} / {self.rng.choice(DIVISORS)})",
            lambda a, _: f"percent({a}, {self.rng.choice(DIVISORS)})",
            lambda a, b: f"percent({a}, {b})",
            lambda a, _: f"({self.rng.choice(SCALARS)} / {a})",
            lambda _, __: f"({self.rng.choice(DECIMALS)} * {self.rng.choice((*DECIMALS, *SCALARS))})",
        )
        return self.rng.choice(forms)(self.number(depth - 1), self.number(self.rng.randrange(depth)))

    def grade(self, name: str, found: Sequence[Range]) -> dict[str, Any]:
        """Bands of a score whose limits stand at its ends; then perhaps a cap."""
        levels = SCALES["rating"]["levels"]
        limits = sorted({Fraction(self.near(found)) for _ in range(self.rng.choice((1, 2, 2)))}, reverse=True)
        bands = [{"from": _write(limit), "is": self.rng.choice(levels)} for limit in limits]
        made: dict[str, Any] = {"scale": "rating", "of": name, "bands": [*bands, {"is": self.rng.choice(levels)}]}
        if self.rng.random() < 0.4:
            when = f"{name} {self.rng.choice(ORDERS)} {self.near(found)}"
            made["at_most"] = [{"when": self.rng.choice((when, self.condition())), "is": self.rng.choice(levels)}]
        return made

    def write_criteria(self, found: Mapping[str, Sequence[Range]]) -> None:
        """Criteria over scores, grades and forms of their own, at the ends that those come to."""
        for name, ends in found.items():
            for _ in range(0 if name == "base" else self.rng.choice((1, 2, 2))):
                self.criteria[f"c{len(self.criteria)}"] = {"require": self.asked(name, ends)}
        for name, grade in self.grades.items():
            level = self.rng.choice(grade["bands"])["is"]
            require = f'{name} {self.rng.choice((*ORDERS, "==", "!="))} "{level}"'
            self.criteria[f"c{len(self.criteria)}"] = {"require": require}
        able = [name for name, score in self.scores.items() if any(_can_count(one) for one in score["lines"].values())]
        if able and self.rng.random() < 0.3:
            zeros = f"zeros({self.rng.choice(able)})"
            limit = self.rng.choice((0, 1, 2))
            self.criteria["zeros"] = {"require": f"{zeros} {self.rng.choice((*ORDERS, '==', '!='))} {limit}"}

    def compared(self) -> str:
        """A number or a quotient of numbers, which criteria may compare."""
        a, b = (self.rng.choice((*self.scores, *self.scores, *MANY, "n", "y", "piece")) for _ in range(2))
        other, constant = self.rng.choice(DIVISORS), self.rng.choice(CONSTANTS)
        return self.rng.choice(
            (
                f"({a} / {other})",
                f"percent({a}, {other})",
                f"({a} / {b})",
                f"percent({self.rng.choice(SCALARS)}, {a})",
                f"({a} - {b})",
                f"({constant} * {a} + {b})",
                f"({a} if {self.condition()} else {b})",
                "percent(m.ok for m in ms if m.done)",
                "percent(m.done for m in ms)",
            )
        )

    def asked(self, name: str, found: Sequence[Range]) -> str:
        """A comparison of a number with limits near some ends, or with another number."""
        op, limit = self.rng.choice((*ORDERS, *ORDERS, "==", "!=")), self.near(found)
        draw = self.rng.random()
        if draw < 0.65:
            return f"{name} {op} {limit}"
        if draw < 0.75:
            return f"{limit} {op} {name}"
        if draw < 0.82:
            return f"{name} {self.rng.choice(('in', 'not in'))} [{limit}, {self.near(found)}]"
        if draw < 0.9:
            low, high = sorted((limit, self.near(found)), key=Fraction)
            return f"{low} {self.rng.choice(('<', '<='))} {name} {self.rng.choice(('<', '<='))} {high}"
        if draw < 0.94:
            return f"any(q.ok and {name} {op} {limit} for q in ms)"
        other = self.rng.choice((*self.scores, *SCALARS))
        return f"{name} {op} {other}"


def _can_count(line: Mapping[str, Any]) -> bool:
    return any(map(_can_count, line["lines"].values())) if "lines" in line else line.get("most", 0) > 0


def _cap(text: str) -> float:
    """The double that is written as a decimal in digits: JSON writes small ones otherwise, which no ruleset may."""
    return float(text) if "e" not in repr(float(text)) else round(float(text), 4)


def _write(number: Fraction) -> str:
    """A decimal in digits."""
    places = next(places for places in range(40) if (number * 10**places).denominator == 1)
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
