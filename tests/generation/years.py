"""Random years on top of a generated ruleset: facts that are years, runs of them, parameters that go by dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from tests.generation.expressions import Scope, Variable, Writer
from tests.generation.programs import OPTIONS, SCALES, Sample, sample

BEGINS = ("2000-01-01", "2022-01-01", "2022-05-05", "2024-01-01")
"""Days parameters change on, among those candidates are decided on."""


def yearly_sample(seed: int) -> Sample:
    """The ruleset of a seed with years, lists of them, dated parameters, and criteria that read them."""
    plain = sample(seed)
    maker = _YearMaker(plain, Random(seed))
    body = maker.body()
    return replace(plain, body=body, constants=tuple(sorted({*plain.constants, *maker.writer.constants})))


class _YearMaker:
    def __init__(self, plain: Sample, rng: Random) -> None:
        self.plain, self.rng = plain, rng
        self.writer = Writer(rng, SCALES)
        self.parameters = self.draw_parameters()
        self.lists = {name: self.draw_list() for name in ("ys", "zs")[: rng.choice((1, 1, 2))]}
        self.people = rng.random() < 0.3

    def body(self) -> dict[str, Any]:
        """The body with two to four criteria more, and perhaps a definition."""
        facts = {
            "last": {"type": "year"},
            "since": {"type": "year", "min": 1990} if self.rng.random() < 0.5 else {"type": "year"},
            "served": {"type": "date"},
            **self.lists,
        }
        if self.people:
            items = {"began": {"type": "year"}, "ys": self.draw_list()}
            facts["people"] = {"type": "list", "min_items": self.rng.choice((0, 1)), "items": items}
        own = tuple(Variable(name, self.as_number(fact)) for name, fact in facts.items() if fact["type"] != "list")
        before = tuple(Variable(name, fact) for name, fact in self.plain.body["facts"].items())
        self.scope = Scope((*before, *own, *self.shared_parameters()))
        define = dict(self.plain.body["define"])
        if self.rng.random() < 0.4:
            define["steady"] = self.run("last")
        criteria = dict(self.plain.body["criteria"])
        for index in range(self.rng.choice((2, 3, 4))):
            criteria[f"y{index}"] = {"require": self.condition("steady" in define)}
            if self.rng.random() < 0.2:
                criteria[f"y{index}"]["applies"] = self.condition("steady" in define)
        parameters = {**self.plain.body["parameters"], **self.parameters}
        return {
            **self.plain.body,
            "parameters": parameters,
            "facts": {**self.plain.body["facts"], **facts},
            "define": define,
            "criteria": criteria,
        }

    def draw_parameters(self) -> dict[str, Any]:
        """How many years are needed, and a share, each one value or several by dates."""
        found: dict[str, Any] = {"needed": {"type": "integer", "min": 1, "max": 300, **self.values((1, 2, 3))}}
        found["enough"] = {"type": "percent", **self.values((50, 70, 95.5))}
        if self.rng.random() < 0.4:
            found["level"] = {"type": "grade", "scale": "rating", **self.values(SCALES["rating"]["levels"])}
        return found

    def values(self, choices: Any) -> dict[str, Any]:
        if self.rng.random() < 0.4:
            return {"value": self.rng.choice(choices)}
        begins = [BEGINS[0], *sorted(self.rng.sample(BEGINS[1:], self.rng.choice((1, 1, 2))))]
        return {"values": [{"from": begin, "value": self.rng.choice(choices)} for begin in begins]}

    def draw_list(self) -> dict[str, Any]:
        """A list of years; what one without a member counts as is said of some fields, all or none."""
        items: dict[str, Any] = {"year": {"type": "year"}, "won": {"type": "boolean"}, "points": {"type": "percent"}}
        if self.rng.random() < 0.5:
            items["rated"] = {"type": "grade", "scale": "rating"}
        if self.rng.random() < 0.3:
            items["kind"] = {"type": "choice", "options": OPTIONS}
        if self.rng.random() < 0.25:
            items["awards"] = {
                "type": "list",
                "min_items": 0,
                "items": {"valid": {"type": "boolean"}, "n": {"type": "integer", "min": 0, "max": 10}},
            }
        unlisted: dict[str, Any] = {"won": False, "points": 0, "rated": "Không xếp loại", "kind": OPTIONS[0]}
        kept = self.rng.choice((0.0, 0.5, 1.0))
        given = {name: value for name, value in unlisted.items() if name in items and self.rng.random() < kept}
        return {"type": "list", "key": "year", "min_items": self.rng.choice((0, 0, 1)), "items": items} | (
            {"unlisted": given} if given else {}
        )

    def as_number(self, fact: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"type": "integer"} if fact["type"] == "year" else fact

    def shared_parameters(self) -> tuple[Variable, ...]:
        return tuple(Variable(f'param["{name}"]', one) for name, one in self.parameters.items())

    def condition(self, is_steady: bool) -> str:
        """A run among other conditions, or years compared and counted."""
        draw = self.rng.random()
        if draw < 0.3:
            return self.run(self.end())
        if draw < 0.45:
            return (
                f"({self.run(self.end())}) {self.rng.choice(('and', 'or'))} ({self.writer.condition(self.scope, 1, 4)})"
            )
        if draw < 0.55:
            return f"not ({self.run(self.end())})"
        if draw < 0.65 and self.people:
            kind = self.rng.choice(("all", "any"))
            return f"{kind}({self.run(self.rng.choice(('q.began', 'q.began + 2', 'last')), 'q.ys')} for q in people)"
        if draw < 0.75 and is_steady:
            return f"steady if {self.writer.condition(self.scope, 1, 3)} else {self.run('last')}"
        if draw < 0.9:
            limit = self.rng.choice(("last", "since", "2", "2022"))
            return f"{self.calendar()} {self.rng.choice(('>=', '<', '==', '>'))} {limit}"
        return self.writer.condition(self.scope, 2, 8)

    def calendar(self) -> str:
        return self.rng.choice(
            (
                "year(served)",
                "years(served, as_of)",
                "months(served, as_of)",
                "last - since",
                "since + 2",
                "year(as_of)",
            )
        )

    def end(self) -> str:
        """The last year of a run."""
        early = self.writer.condition(self.scope, 1, 3)
        return self.rng.choice(
            (
                *("last", "last", "last - 1", "since + 3", "2023", "year(as_of)", "year(served) - 1"),
                *(f"(last if {early} else since)", f"(2022 if {early} else 2023) + 1", "last - since + 2020"),
            )
        )

    def run(self, end: str, over: str = "") -> str:
        """A run of a few years, or of as many as a parameter says."""
        name = self.rng.choice(list(self.lists))
        fact = self.lists[name] if not over else None
        length = self.rng.choice(("1", "2", "2", "3", "4", 'param["needed"]', 'param["needed"]'))
        body = self.body_of(fact) if fact is not None else "y.won"
        if over:
            name = over
        return f"run(({body} for y in {name}), to={end}) {self.rng.choice(('>=', '>=', '>'))} {length}"

    def body_of(self, fact: Mapping[str, Any]) -> str:
        """What is asked of a year: something that cannot hold of one that is not listed, most of the time."""
        fields = {name: one for name, one in fact["items"].items() if name != "year"}
        own = tuple(Variable(f"y.{name}", one) for name, one in fields.items())
        inside = Scope((*own, *own, *self.shared_parameters()), as_of=False)
        drawn = self.writer.condition(inside, self.rng.choice((0, 1, 1, 2, 3)), 6)
        if self.rng.random() < 0.15:
            return f"({drawn})"
        # Of a field whose unlisted value is known this one is false, of another it is unknown.
        return f"(y.won and ({drawn}))" if self.rng.random() < 0.6 else f"(y.points > 0 and ({drawn}))"
