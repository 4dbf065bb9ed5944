"""Random well-typed rulesets through the real loader: a body of facts, parameters, definitions, checks and criteria."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.expressions import DATES, Scope, Variable, Writer

SCALES = {
    "index": {"levels": ["Trung bình", "Khá", "Tốt"]},
    "rating": {"levels": ["Yếu", "Hoàn thành", "Xuất sắc"], "unranked": ["Không xếp loại"]},
}
OPTIONS = ["phường", "phòng ban", "trường học"]
OTHER_WORDS = ["đặc khu", "thị trấn", "Phường Một"]
"""Words beside the options, which only an open choice takes."""
DEPTHS = (0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 7)


@dataclass(frozen=True)
class Sample:
    """A generated ruleset: its body, its text, and the numbers its expressions compare with."""

    seed: int
    body: Mapping[str, Any]
    constants: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole ruleset as text."""
        return text(document(self.body))

    def program(self) -> Program:
        """The program of it; `RulesetError` where the checker refuses it."""
        return compile(load_text(self.text, file=f"seed {self.seed}"), CATEGORY)


def sample(seed: int) -> Sample:
    """The ruleset of a seed."""
    return _Maker(Random(seed)).sample(seed)


def varied_sample(seed: int) -> Sample:
    """A ruleset with open choices, some of whose parts are shared between categories."""
    rng = Random(seed)
    plain = _Maker(rng, open_words=True).sample(seed)
    kinds = {kind: list(plain.body[kind]) for kind in ("facts", "checks", "define", "criteria") if plain.body[kind]}
    drawn = {kind: [name for name in names if rng.random() < 0.5] for kind, names in kinds.items()}
    return replace(plain, body={**plain.body, "shared": {kind: names for kind, names in drawn.items() if names}})


def settled_sample(seed: int) -> Sample:
    """The same with facts, and fields of members, that settle others beside them."""
    plain = sample(seed)
    facts = deepcopy(plain.body["facts"])
    _settle(facts, Random(seed))
    return replace(plain, body={**plain.body, "facts": facts})


def _settle(facts: dict[str, Any], rng: Random, key: str | None = None) -> None:
    """Lets facts of one record, and below it of its lists, settle others."""
    names = [name for name, fact in facts.items() if fact["type"] != "list" and name != key]
    targets = {name for name in names if facts[name]["type"] != "text" and rng.random() < 0.4}
    for target in sorted(targets):
        for name in rng.sample(settlers := [one for one in names if one not in targets], min(len(settlers), 2)):
            facts[name].setdefault("settles", {})[target] = _settled_value(facts[target], rng)
    for fact in facts.values():
        if fact["type"] == "list":
            _settle(fact["items"], rng, fact.get("key"))


def _settled_value(fact: Mapping[str, Any], rng: Random) -> Any:
    match fact["type"]:
        case "boolean":
            return rng.random() < 0.7
        case "grade":
            return rng.choice(SCALES[fact["scale"]]["levels"][:2])
        case "date":
            return rng.choice(DATES)
        case "choice":
            return rng.choice(OPTIONS[:2])
        case _:
            return rng.choice((0, 1, 1))


class _Maker:
    def __init__(self, rng: Random, *, open_words: bool = False) -> None:
        self.rng, self.open_words = rng, open_words
        self.writer = Writer(rng, SCALES)

    def sample(self, seed: int) -> Sample:
        facts = self.facts(self.rng.choice((0, 1, 2, 3, 4, 5, 6, 8)), "f", nesting=2)
        parameters = self.parameters()
        self.writer.lists = [Variable(f'param["{name}"]', one) for name, one in parameters.items() if one.get("many")]
        scope = Scope(
            tuple(Variable(name, fact) for name, fact in facts.items())
            + tuple(Variable(f'param["{name}"]', one) for name, one in parameters.items() if not one.get("many"))
        )
        define, scope = self.definitions(scope)
        checks = {"check-0": self.writer.condition(scope, 1, 5)} if self.rng.random() < 0.3 else {}
        criteria = {
            f"c{index}": self.criterion(scope, f"c{index}") for index in range(self.rng.choice((1, 1, 2, 2, 3, 4)))
        }
        body = {
            "decides": self.rng.choice(("eligibility", "targets", "duties")),
            "scales": SCALES,
            "parameters": parameters,
            "facts": facts,
            "define": define,
            "checks": checks,
            "criteria": criteria,
        }
        return Sample(seed, body, tuple(sorted(self.writer.constants)))

    def facts(self, number: int, prefix: str, *, nesting: int) -> dict[str, Any]:
        facts = {f"{prefix}{index}": self.fact(prefix, nesting) for index in range(number)}
        # Something to compare must be at hand everywhere.
        facts[f"{prefix}n"] = self.number()
        return facts

    def fact(self, prefix: str, nesting: int) -> dict[str, Any]:
        kinds = ["boolean", "boolean", "number", "number", "grade", "date", "choice", *["list"] * nesting]
        kinds += ["choice"] * 3 * self.open_words
        match self.rng.choice(kinds):
            case "number":
                return self.number()
            case "grade":
                return {"type": "grade", "scale": self.rng.choice(list(SCALES))}
            case "choice" if self.open_words and self.rng.random() < 0.7:
                return {"type": "choice", "options": OPTIONS, "open": True}
            case "choice":
                return {"type": "choice", "options": OPTIONS}
            case "list":
                return self.list(prefix, nesting)
            case kind:
                return {"type": kind}

    def number(self) -> dict[str, Any]:
        return self.rng.choice(
            (
                {"type": "integer", "min": 0, "max": 100},
                {"type": "integer", "min": -20, "max": 20},
                {"type": "integer", "min": -1000000, "max": 1000000},
                {"type": "percent"},
                {"type": "percent", "decimals": 2},
                {"type": "number"},
                {"type": "number", "min": 0, "max": 10.5},
                {"type": "number", "min": -5, "decimals": 3},
            )
        )

    def list(self, prefix: str, nesting: int) -> dict[str, Any]:
        items = self.facts(self.rng.randint(0, 3), f"{prefix}m", nesting=nesting - 1)
        given: dict[str, Any] = {"type": "list", "items": items, "min_items": self.rng.choice((0, 0, 1, 1, 2))}
        draw = self.rng.random()
        if draw < 0.25:
            items[f"{prefix}key"] = {"type": "text"}
            given["key"] = f"{prefix}key"
        elif draw < 0.4:
            items[f"{prefix}key"] = {"type": "integer", "min": 2000, "max": 2100}
            given["key"] = f"{prefix}key"
            given["expects"] = [2020, 2021, 2022][: self.rng.randint(1, 3)]
            given["min_items"] = min(given["min_items"], 1)
        return given

    def parameters(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.rng.random() < 0.3:
            found["limit"] = {"type": "percent", "value": self.rng.choice((50, 70, 95.5))}
        if self.rng.random() < 0.2:
            found["deadline"] = {"type": "date", "value": self.rng.choice(DATES)}
        if self.rng.random() < 0.2:
            found["least"] = {"type": "grade", "scale": "rating", "value": "Hoàn thành"}
        if self.rng.random() < 0.2:
            found["values"] = {"type": "integer", "many": True, "value": [1, 3, 70]}
        return found

    def definitions(self, scope: Scope) -> tuple[dict[str, Any], Scope]:
        define: dict[str, Any] = {}
        for index in range(self.rng.choice((0, 0, 0, 1, 1, 2))):
            name, interval, draw = f"d{index}", False, self.rng.random()
            if self.rng.random() < 0.35:
                define[name], kind = self.table(scope)
                scope = Scope((*scope.variables, Variable(name, kind)), scope.as_of, scope.items)
                continue
            shifted = draw < 0.2
            if shifted:
                define[name] = self.writer.shifted(scope)
            elif draw < 0.6:
                define[name], interval = self.writer.value(scope, 2, 6)
            else:
                define[name] = self.writer.condition(scope, 2, 6)
            defined = Variable(name, {"type": "boolean" if draw >= 0.6 else "number"}, interval, shifted)
            scope = Scope((*scope.variables, defined), scope.as_of, scope.items)
        return define, scope

    def table(self, scope: Scope) -> tuple[dict[str, Any], dict[str, Any]]:
        """A definition by rows, and the fact it is like: numbers, truths, dates, or words of a scale or of options."""
        draw, rows = self.rng.random(), self.rng.choice((1, 1, 2, 2, 3, 5))
        named: dict[str, Any] = {}
        if draw < 0.2:
            kind: dict[str, Any] = {"type": "grade", "scale": self.rng.choice(list(SCALES))}
            scale = SCALES[kind["scale"]]
            named, words = {"scale": kind["scale"]}, [*scale["levels"], *scale.get("unranked", [])]
        elif draw < 0.35:
            kind, named, words = {"type": "choice", "options": OPTIONS}, {"options": OPTIONS}, OPTIONS
        else:
            kind, words = {"type": "boolean" if draw < 0.5 else "date" if draw < 0.6 else "number"}, []

        def value() -> Any:
            if words:
                return self.rng.choice(words)
            match kind["type"]:
                case "boolean":
                    return self.writer.condition(scope, 1, 3)
                case "date":
                    return self.writer.date(scope, 0)
                case _:
                    plain = self.rng.random() < 0.6
                    return self.writer.constant() if plain else self.scalar(scope)

        first = [{"when": self.writer.condition(scope, 1, 3), "is": value()} for _ in range(rows)]
        return {**named, "first": [*first, {"is": value()}]}, kind

    def scalar(self, scope: Scope) -> str:
        """A number that is no interval, or 1."""
        text, interval = self.writer.value(scope, 1, 3)
        return "1" if interval else text

    def condition(self, scope: Scope) -> str:
        return self.writer.condition(scope, self.rng.choice(DEPTHS), self.rng.choice((2, 3, 4, 6, 10, 20)))

    def criterion(self, scope: Scope, id: str, nesting: int = 2) -> dict[str, Any]:
        draw = self.rng.random()
        found: dict[str, Any] = {}
        if draw < 0.75 or nesting == 0:
            found["require"] = self.condition(scope)
        else:
            width = self.rng.randint(1, 3)
            members = {f"{id}-{index}": self.criterion(scope, f"{id}-{index}", nesting - 1) for index in range(width)}
            kind = self.rng.choice(("any", "all", "at_least"))
            found[kind] = {"n": self.rng.randint(1, width), "of": members} if kind == "at_least" else members
        if nesting == 2 and self.rng.random() < 0.3:
            found["applies"] = self.condition(scope)
        if nesting == 2 and id != "c0" and self.rng.random() < 0.2:
            found["unmet"] = "deferred"
        return found
