"""Random scores and grades on top of a generated ruleset, and criteria that read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from tests.generation.expressions import NUMBERS, ORDERS, Scope, Variable, Writer
from tests.generation.programs import SCALES, Sample, sample

LIMITS = ("95", "85.5", "70", "50", "33.3", "20", "10", "5", "2", "1", "0.5", "0")
POINTS = ("0", "0.5", "1", "2.5", "3", "5", "10", "20", "33.3")


def scored_sample(seed: int) -> Sample:
    """The ruleset of a seed with one to three scores, perhaps a grade or two, and criteria over them."""
    plain = sample(seed)
    maker = _ResultMaker(plain, Random(seed))
    body = maker.body()
    constants = {*plain.constants, *maker.writer.constants, *POINTS, *LIMITS}
    return replace(plain, body=body, constants=tuple(sorted(constants)))


class _ResultMaker:
    def __init__(self, plain: Sample, rng: Random) -> None:
        self.plain, self.rng = plain, rng
        self.writer = Writer(rng, SCALES)
        facts = tuple(Variable(name, fact) for name, fact in plain.body["facts"].items())
        self.scope = Scope(facts)
        self.scores: dict[str, Any] = {}
        self.grades: dict[str, Any] = {}

    def body(self) -> dict[str, Any]:
        """The body with its results, each reading none but those before it."""
        for index in range(self.rng.choice((1, 1, 2, 3))):
            self.scores[f"s{index}"] = self.score(f"s{index}")
            if self.rng.random() < 0.6:
                self.grades[f"g{index}"] = self.grade()
        criteria = dict(self.plain.body["criteria"])
        for index in range(self.rng.choice((1, 2, 3))):
            criteria[f"r{index}"] = {"require": self.reading()}
            if self.rng.random() < 0.2:
                criteria[f"r{index}"]["applies"] = self.reading()
        decides = "grading" if self.rng.random() < 0.3 else self.plain.body["decides"]
        results = {"scores": self.scores, "grades": self.grades, "criteria": criteria, "decides": decides}
        return {**self.plain.body, **results}

    def score(self, name: str) -> dict[str, Any]:
        """A sheet of one to five lines, seldom with a line that has lines of its own."""
        lines: dict[str, Any] = {}
        for index in range(self.rng.choice((1, 2, 2, 3, 3, 4, 5))):
            line = self.line()
            if self.rng.random() < 0.15:
                inner = {f"l{index}-{place}": self.line() for place in range(self.rng.randint(1, 3))}
                line = {**self.caps(), "lines": inner}
            lines[f"l{index}"] = self.gated(line)
        whole = {**self.caps(most=0.3), "lines": lines}
        return self.gated(whole, 0.1)

    def line(self) -> dict[str, Any]:
        """A line of constants, a fact as it stands, a share times points, or any number."""
        draw = self.rng.random()
        numbers = self.scope.of(*NUMBERS)
        if draw < 0.3:
            rows = [{"when": self.condition(), "is": self.points()} for _ in range(self.rng.choice((1, 1, 2, 3)))]
            return {**self.caps(), "first": [*rows, {"is": self.points()}]}
        if draw < 0.45 and numbers:
            return {**self.caps(most=1), "is": self.rng.choice(numbers).text}
        if draw < 0.7:
            share = self.writer.share(self.scope, 1)
            return {**self.caps(), "is": share if self.rng.random() < 0.4 else f"{self.points()} * ({share})"}
        if draw < 0.8 and self.scores:
            return {**self.caps(), "is": f"{self.rng.choice(('0.5', '2', '0'))} * {self.read_points()}"}
        return {**self.caps(), "is": self.writer.value(self.scope, 2, 6)[0]}

    def caps(self, most: float = 0.6) -> dict[str, Any]:
        """Perhaps a highest end, and a lowest one that is written."""
        found: dict[str, Any] = {"least": self.rng.choice(("none", "none", 0, 0, -3, -5))}
        if self.rng.random() < most:
            found["most"] = self.rng.choice((0, 1, 2, 5, 10, 20))
        if self.rng.random() < 0.2:
            found["rounded"] = self.rng.choice((0, 1, 2))
        return found

    def gated(self, line: dict[str, Any], odds: float = 0.25) -> dict[str, Any]:
        return {**line, "gate": self.condition()} if self.rng.random() < odds else line

    def condition(self) -> str:
        """A condition over facts, seldom over results before it."""
        if self.scores and self.rng.random() < 0.15:
            return self.reading()
        return self.writer.condition(self.scope, 1, 4)

    def points(self) -> str:
        return self.rng.choice(("", "", "", "-")) + self.rng.choice(POINTS)

    def grade(self) -> dict[str, Any]:
        """Bands of a number, or rows; then perhaps caps."""
        scale = self.rng.choice(list(SCALES))
        levels = SCALES[scale]["levels"]
        every = [*levels, *SCALES[scale].get("unranked", ())]
        found: dict[str, Any] = {"scale": scale}
        if self.rng.random() < 0.7:
            limits = sorted(self.rng.sample(LIMITS, self.rng.randint(1, 3)), key=float, reverse=True)
            bands = [{"from": limit, "is": self.rng.choice(levels)} for limit in limits]
            found |= {"of": self.read_points(), "bands": [*bands, {"is": self.rng.choice(levels)}]}
        else:
            rows = [{"when": self.condition(), "is": self.rng.choice(every)} for _ in range(self.rng.randint(1, 3))]
            found["first"] = [*rows, {"is": self.rng.choice(every)}]
        caps = self.rng.choice((0, 0, 1, 2))
        found["at_most"] = [{"when": self.condition(), "is": self.rng.choice(levels)} for _ in range(caps)]
        return found

    def read_points(self) -> str:
        """A score, a line of one, or how many lines give 0."""
        name = self.rng.choice(list(self.scores))
        lines = list(self.scores[name]["lines"])
        return self.rng.choice((name, name, f'{name}["{self.rng.choice(lines)}"]'))

    def reading(self) -> str:
        """A condition over results: points against a limit or a number, a grade against a level or another."""
        draw = self.rng.random()
        if self.grades and draw < 0.4:
            name = self.rng.choice(list(self.grades))
            return self.grades_compared(name, self.grades[name]["scale"])
        if draw < 0.5 and (zeros := self.zeros()):
            return f"{zeros} {self.rng.choice((*ORDERS, '=='))} {self.rng.choice((0, 1, 2))}"
        left = self.read_points()
        if draw > 0.85:
            left = f"({left} {self.rng.choice('+-')} {self.writer.number(self.scope, 1)[0]})"
        right = self.rng.choice(LIMITS) if draw < 0.75 else self.writer.number(self.scope, 1)[0]
        condition = f"{left} {self.rng.choice((*ORDERS, *ORDERS, '==', '!='))} {right}"
        return f"{condition} or ({self.writer.condition(self.scope, 1, 3)})" if self.rng.random() < 0.1 else condition

    def grades_compared(self, name: str, scale: str) -> str:
        facts = [one.text for one in self.scope.of("grade") if one.fact["scale"] == scale]
        others = [*facts, *(one for one, grade in self.grades.items() if grade["scale"] == scale)]
        level = f'"{self.rng.choice(SCALES[scale]["levels"])}"'
        if self.rng.random() < 0.2:
            return f"{name} in [{level}, {self.rng.choice(others)}]"
        right = level if self.rng.random() < 0.7 else self.rng.choice(others)
        sides = (name, right) if self.rng.random() < 0.8 else (right, name)
        return f"{sides[0]} {self.rng.choice((*ORDERS, '==', '!='))} {sides[1]}"

    def zeros(self) -> str:
        """A count of lines at 0 of a score that has lines to count."""
        able = [name for name, score in self.scores.items() if any(_can_count(one) for one in score["lines"].values())]
        return f"zeros({self.rng.choice(able)})" if able else ""


def _can_count(line: Mapping[str, Any]) -> bool:
    return any(map(_can_count, line["lines"].values())) if "lines" in line else line.get("most", 0) > 0
