"""Random candidates for a generated ruleset: raw facts near its constants, with gaps, noise and some wrong data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import inf, nextafter
from random import Random
from typing import Any

from tests.generation.bodies import ANCHOR, needs_anchor
from tests.generation.expressions import DATES, NUMBERS
from tests.generation.programs import OTHER_WORDS, SCALES, Sample

UNKNOWN_RATES = (0.0, 0.05, 0.2, 0.5, 0.9)
WRONG = (
    *(float("nan"), float("inf"), -(10**16), 10**15, 0.5, 1.5, 3, -1, -21, 21, 101, 100.5, 10.6, -5.001, -1000001),
    *("khong biet", "x", "", "\u200b", [], {}, [{}], [{"no_such": 1}], True, None, date(1800, 1, 1), date(2200, 1, 1)),
)
KEYS = ("a", "b", "c", "d", "e")
YEARS = range(2018, 2026)
IDS = ("A 1", "phường 3", "x", None, " y ", 7, 7.0, "\u200b", True)
NAMED = 0.1


class Source:
    """Draws candidates; cheap, so that a million of them can be drawn: every fact has a pool of values."""

    def __init__(self, sample: Sample, seed: int, *, wrong: float = 0.0) -> None:
        self.rng = Random(seed)
        self.constants = [Decimal(text) for text in sample.constants]
        self.wrong = wrong
        facts: dict[str, Any] = dict(sample.body["facts"])
        if needs_anchor(sample.body):
            facts[ANCHOR] = {"type": "boolean"}
        self.facts = facts
        self.pools = {id(fact): self._pool(fact) for fact in self._every(facts)}

    def candidate(self) -> dict[str, Any]:
        """Raw facts of one candidate; unknown ones are left out or null."""
        found = self._record(self.facts, self.rng.choice(UNKNOWN_RATES))
        if self.rng.random() < NAMED:
            found["id"], found["name"] = self.rng.choice(IDS), self.rng.choice(IDS)
        if self.wrong and self.rng.random() < self.wrong:
            self._spoil(found, [*self.facts, "no_such_fact", "id", "name"])
        return found

    def _spoil(self, record: dict[str, Any], names: list[str]) -> None:
        """Puts something wrong into a record or a member of its lists: a strange value, or one of a neighbour."""
        name = self.rng.choice(names)
        value = record.get(name)
        if not isinstance(value, list) or not value or self.rng.random() < 0.2:
            record[name] = self.rng.choice(WRONG)
            return
        member, other = self.rng.choice(value), self.rng.choice(value)
        if self.rng.random() < 0.5 and other:
            copied = self.rng.choice(list(other))
            member[copied] = other[copied]
        else:
            self._spoil(member, [*member, "no_such_field"])

    def as_of(self) -> date | None:
        """A day of decision, or none."""
        return None if self.rng.random() < 0.3 else date.fromisoformat(self.rng.choice(DATES))

    def completions(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with every gap filled, members' gaps too; lists nobody filled in get members."""
        return self._completed(self.facts, facts)

    def value(self, fact: Mapping[str, Any], rate: float = 0.0) -> Any:
        """A raw value of a fact; lists with gaps at the rate given."""
        if fact["type"] == "list":
            return self._members(fact, rate)
        return self.rng.choice(self.pools[id(fact)])

    def _every(self, facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        found = []
        for fact in facts.values():
            found.append(fact)
            found += self._every(fact.get("items", {}))
        return found

    def _record(self, facts: Mapping[str, Any], rate: float, skip: str | None = None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        random = self.rng.random
        for name, fact in facts.items():
            if name == skip:
                continue
            draw = random()
            if draw >= rate:
                found[name] = self.value(fact, rate)
            elif draw < rate / 2:
                found[name] = None
        return found

    def _members(self, fact: Mapping[str, Any], rate: float) -> list[dict[str, Any]]:
        least = fact.get("min_items", 1)
        size = self.rng.choice((0, 1, 1, 2, 2, 3, 4))
        key, keys = fact.get("key"), list(fact.get("expects", KEYS))
        if key and fact["items"][key]["type"] == "year":
            keys, size = list(YEARS), self.rng.choice((0, 2, 4, 5, 6, 7, 8))
        if 0 < size < least:
            size = least
        members = [self._record(fact["items"], rate, key) for _ in range(min(size, len(keys)))]
        if key:
            for member, one in zip(members, self.rng.sample(keys, len(members)), strict=True):
                member[key] = one
        return members

    def _completed(self, facts: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, fact in facts.items():
            value = given.get(name)
            if value is None or (value == [] and fact.get("min_items", 1) > 0):
                value = self.value(fact)
                if value == [] and fact.get("min_items", 1) > 0:
                    value = None
            elif fact["type"] == "list":
                value = [self._completed(fact["items"], member) for member in value]
            found[name] = value
        return found

    def _pool(self, fact: Mapping[str, Any]) -> list[Any]:
        match fact["type"]:
            case "boolean":
                return [True, True, False]
            case "grade":
                scale = SCALES[fact["scale"]]
                return [*scale["levels"], *scale.get("unranked", [])]
            case "choice":
                return [*fact["options"], *OTHER_WORDS, " PHƯỜNG "] if fact.get("open") else list(fact["options"])
            case "date":
                days = [date.fromisoformat(text) for text in DATES]
                return [day + timedelta(shift) for day in days for shift in (-1, 0, 1)]
            case "text":
                return list(KEYS)
            case "year":
                return [year for year in YEARS if year >= fact.get("min", 0)]
            case "list":
                return []
            case _:
                return self._numbers(fact)

    def _numbers(self, fact: Mapping[str, Any]) -> list[Any]:
        assert fact["type"] in NUMBERS
        low, high = fact.get("min"), fact.get("max")
        if fact["type"] == "percent":
            low, high = 0 if low is None else low, 100 if high is None else high
        near = {base + shift for base in [*self.constants, Decimal(0), Decimal(1)] for shift in _SHIFTS}
        kept = [
            n for n in near if (low is None or n >= Decimal(str(low))) and (high is None or n <= Decimal(str(high)))
        ]
        if fact["type"] == "integer":
            return sorted({int(n) for n in kept if n == int(n)}) or [int(low or 0)]
        decimals = fact.get("decimals")
        kept = sorted(n for n in kept if decimals is None or n == round(n, decimals))
        return [raw for n in kept for raw in _spellings(n)]


_SHIFTS = [Decimal(text) for text in ("-1", "-0.001", "0", "0", "0", "0.001", "1")]


def _spellings(number: Decimal) -> list[Any]:
    """Ways the same decimal comes from programs and spreadsheets: int, float, noise on both sides, seldom a Decimal."""
    value = float(number)
    found: list[Any] = [value, value, nextafter(value, inf), nextafter(value, -inf)]
    if number == int(number):
        found += [int(number)] * 3
    # Noise that prints as the same 15 digits only.
    kept = [one for one in found if Decimal(format(one, ".15g")) == number]
    return [*kept, number]
