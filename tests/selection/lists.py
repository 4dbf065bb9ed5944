"""Small lists of candidates with holes, their completions, and a plain selection among complete ones: the oracle."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from math import ceil, floor
from random import Random
from typing import Any

from cchc_rules.evaluation import RowResult, evaluate_many
from cchc_rules.language.loader import load_text
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Place as Where
from cchc_rules.problems import Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.selection.selection import Selection, select
from tests.generation.bodies import CATEGORY, document, text

LEVELS = ("Thấp", "Vừa", "Cao")
UNRANKED = "Miễn"
FACTS: dict[str, Any] = {
    "ok": "boolean",
    "listed": "boolean",
    "points": "integer",
    "part": "integer",
    "level": {"type": "grade", "scale": "level"},
    "day": "date",
    "star": "boolean",
    "young": "boolean",
    "counted": "boolean",
    "block": {"type": "choice", "options": ["A", "B"]},
}
KEYS = (
    (("highest", "points"), ("lowest", "points"), ("lowest", "2 * points + 1")),
    (("highest", "part / 3"), ("lowest", "part / 3")),
    (("highest", "level"), ("lowest", "level")),
    (("highest", "day"), ("lowest", "day")),
    (("highest", "star"),),
)
"""Keys by the fact they read: a ranking reads no unknown fact twice, which ranges could not tell from two facts."""

STATED: Mapping[str, Sequence[Any]] = {
    "ok": (True, True, True, False),
    "listed": (True, True, False),
    "points": (0, 1, 2),
    "part": (0, 1, 2),
    "level": (*LEVELS, UNRANKED),
    "day": (date(2022, 1, 1), date(2022, 1, 2)),
    "star": (True, False),
    "young": (True, False),
    "counted": (True, False),
    "block": ("A", "B"),
}
POSSIBLE: Mapping[str, Sequence[Any]] = {
    **{name: tuple(dict.fromkeys(values)) for name, values in STATED.items()},
    "points": (-1, 0, 1, 2, 3),
    "part": (-1, 0, 1, 2, 3),
    "day": (date(2021, 1, 1), date(2022, 1, 1), date(2022, 1, 2), date(2023, 1, 1)),
}
"""What an unknown fact may turn out to be: all that is stated, and beyond at both ends."""

MOST_COMPLETIONS = 4000

Facts = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """A selection as a body has it."""

    among: str
    within: bool
    by: tuple[tuple[str, str], ...]
    dense: bool
    take: Any
    prefer: tuple[str, ...]
    tied: str | None

    def body(self) -> dict[str, Any]:
        """The selection as a ruleset's body has it."""
        found: dict[str, Any] = {
            "among": self.among,
            "by": [{way: expression} for way, expression in self.by],
            "ranks": "dense" if self.dense else "gap",
        }
        found |= {"within": "block"} if self.within else {}
        if self.take is not None:
            found |= {"take": self.take, "prefer": [{"when": one} for one in self.prefer]}
            found |= {} if self.tied is None else {"tied": self.tied}
        return found

    def reads(self) -> set[str]:
        """The facts that matter to it."""
        words = {*" ".join(expression for _, expression in self.by).split(), *self.prefer, self.among}
        of = self.take.get("of", "") if isinstance(self.take, dict) else ""
        return (words | {of, "ok"} | ({"block"} if self.within else set())) & FACTS.keys()


@dataclass(frozen=True)
class Row:
    """A candidate: ``kind`` is plain, invalid (a problem of its row) or lost (no decision)."""

    id: str
    kind: str
    facts: Facts


def draw_rule(random: Random) -> Rule:
    """A selection of any form."""
    within = random.random() < 0.25
    shares = [
        {
            "percent": random.choice([20, 40, 50, "33.3", 100]),
            "of": random.choice(["candidates", "running", "counted", 'param["base"]']),
            "round": random.choice(["down", "up", "nearest"]),
            "min": random.choice([0, 0, 1]),
        }
        for _ in range(2)
    ]
    numbers = [1, 2, 3, 'param["places"]', *([{"A": 1, "B": 2}] if within else [])]
    take = random.choice([*shares, *numbers, *numbers, None])
    by = tuple(random.choice(ways) for ways in random.sample(KEYS, random.choice([1, 1, 2, 2, 3])))
    preferences = [] if take is None else ["young", *([] if ("highest", "star") in by else ["star"])]
    return Rule(
        random.choice(["favourable", "favourable", "all", "listed"]),
        within,
        by,
        random.random() < 0.3,
        take,
        tuple(random.sample(preferences, min(len(preferences), random.choice([0, 0, 1, 2])))),
        random.choice(["all", "none", None]),
    )


@lru_cache(maxsize=4000)
def build_program(rule: str) -> Program:
    """The program whose ruleset has the one selection ``best``."""
    return compile(load_text(text(document(list_body(literal_eval(rule))))), CATEGORY)


def list_body(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the ruleset whose one selection ``best`` is that rule."""
    return {
        "facts": FACTS,
        "scales": {"level": {"levels": list(LEVELS), "unranked": [UNRANKED]}},
        "parameters": {
            "places": {"type": "integer", "value": 2},
            "base": {"type": "integer", "value": 5},
        },
        "require": "ok",
        "selections": {"best": rule},
    }


def draw_rows(random: Random, rule: Rule, *, chance: float | None = None) -> list[Row]:
    """Two to six candidates with holes, few enough to write out every completion; a fact is unknown by ``chance``."""
    reads = sorted(rule.reads())
    chance = random.choice([0.0, 0.1, 0.2, 0.4]) if chance is None else chance
    rows = []
    for number in range(random.randint(2, 6)):
        facts = {name: random.choice(STATED[name]) for name in reads}
        facts = {name: None if random.random() < chance else value for name, value in facts.items()}
        kind = random.choices(["plain", "invalid", "lost"], [12, 1, 0.5])[0]
        rows.append(Row(f"C{number}", kind, facts))
    while count_completions(rows, rule) > MOST_COMPLETIONS:
        rows[random.randrange(len(rows))] = Row(f"C{rows[0].id}", "plain", {n: STATED[n][0] for n in reads})
        rows = [Row(f"C{number}", row.kind, row.facts) for number, row in enumerate(rows)]
    return rows


def results_of(program: Program, rows: Sequence[Row]) -> list[RowResult]:
    """What is decided of the rows; an invalid one has a problem, a lost one no decision."""
    decided = evaluate_many(program, [{"id": row.id, **row.facts} for row in rows])
    found = []
    for row, result in zip(rows, decided, strict=True):
        if row.kind == "plain":
            found.append(result)
            continue
        problem = Problem("missing-id", Where(row=result.row))
        decision = result.decision if row.kind == "invalid" else None
        found.append(RowResult(result.row, row.id, None, decision, (problem,)))
    return found


def choose(program: Program, rows: Sequence[Row]) -> Selection:
    """The selection ``best`` among the rows."""
    ruleset: Ruleset = program.ruleset
    return select(ruleset, "best", results_of(program, rows))


def complete_row(row: Row, rule: Rule) -> Iterator[Facts | None]:
    """Everything a row may turn out to be; None: it is not there."""
    reads = sorted(rule.reads())
    facts = row.facts if row.kind != "lost" else dict.fromkeys(reads)
    ways = [POSSIBLE[name] if facts[name] is None else (facts[name],) for name in reads]
    for values in product(*ways):
        yield dict(zip(reads, values, strict=True))
    if row.kind == "lost":
        yield None
    if row.kind == "invalid":  # perhaps in the running, so perhaps not
        for values in product(*ways):
            yield {**dict(zip(reads, values, strict=True)), "gone": True}


def count_completions(rows: Sequence[Row], rule: Rule) -> int:
    """How many completions the rows have."""
    count = 1
    for row in rows:
        count *= sum(1 for _ in complete_row(row, rule))
    return count


def measure(facts: Facts, way: str, expression: str) -> Any:
    """A key of a complete candidate as a number: the smaller, the further in front."""
    if expression == "level":
        place = LEVELS.index(facts["level"]) if facts["level"] in LEVELS else None
        return len(LEVELS) if place is None else len(LEVELS) - 1 - place if way == "highest" else place
    value = {
        "points": lambda: facts["points"],
        "part / 3": lambda: Fraction(facts["part"], 3),
        "2 * points + 1": lambda: 2 * facts["points"] + 1,
        "day": lambda: facts["day"].toordinal(),
        "star": lambda: int(facts["star"]),
    }[expression]()
    return -value if way == "highest" else value


def runs(facts: Facts, rule: Rule) -> bool:
    """Whether a complete candidate is in the running."""
    if facts.get("gone"):
        return False
    among = {"favourable": facts["ok"], "all": True}.get(rule.among, facts.get(rule.among))
    return bool(among and (facts["ok"] or rule.take is None))


def count_places(rule: Rule, group: str, members: Sequence[Facts]) -> int:
    """How many are taken of complete candidates of one group."""
    take = rule.take
    if not isinstance(take, dict):
        return {'param["places"]': 2}.get(take, take)
    if "percent" not in take:
        return take[group]
    of = take["of"]
    if of == "candidates":
        base = len(members)
    elif of == "running":
        base = sum(runs(one, rule) for one in members)
    elif of == "counted":
        base = sum(one["counted"] for one in members)
    else:
        base = 5
    exact = Fraction(str(take["percent"])) * base / 100
    rounded = {"down": floor(exact), "up": ceil(exact), "nearest": floor(exact + Fraction(1, 2))}[take["round"]]
    return max(rounded, take["min"])


def decide_complete(rule: Rule, whole: Sequence[Facts | None]) -> list[tuple[set[bool], int | None] | None]:
    """Of each complete candidate whether it is taken, in every order equals may be put in, and its rank if it runs."""
    found: list[tuple[set[bool], int | None] | None] = [None if one is None else ({False}, None) for one in whole]
    groups = {one.get("block") if rule.within else "" for one in whole if one is not None}
    for group in groups:
        members = [
            (place, one)
            for place, one in enumerate(whole)
            if one is not None and (not rule.within or one["block"] == group)
        ]
        running = [(place, one) for place, one in members if runs(one, rule)]
        keys = {place: tuple(measure(one, *key) for key in rule.by) for place, one in running}
        places = 0 if rule.take is None else count_places(rule, str(group), [one for _, one in members])
        cut = {place: (*keys[place], *(not one[name] for name in rule.prefer)) for place, one in running}
        chosen = list(take_first(cut, places, rule.tied))
        for place, _ in running:
            ahead = [keys[other] for other, _ in running if keys[other] < keys[place]]
            rank = 1 + (len(set(ahead)) if rule.dense else len(ahead))
            found[place] = ({place in one for one in chosen}, rank)
    return found


def take_first(cut: Mapping[int, tuple[Any, ...]], places: int, tied: str | None) -> Iterator[set[int]]:
    """Every set that may be taken: equals at the cut in any order, all of them, or none."""
    order = sorted(cut, key=lambda place: cut[place])
    if places <= 0:
        yield set()
        return
    if len(order) <= places:
        yield set(order)
        return
    last = cut[order[places - 1]]
    sure = {place for place in order if cut[place] < last}
    equal = [place for place in order if cut[place] == last]
    if len(sure) + len(equal) == places or tied == "all":
        yield sure | set(equal)
    elif tied == "none":
        yield sure
    else:
        for some in combinations(equal, places - len(sure)):
            yield sure | set(some)


def decide_partial(rule: Rule, rows: Sequence[Row]) -> list[tuple[set[bool], set[int]]]:
    """Of each row, over all completions, whether it may be and may not be taken, and the ranks it may have."""
    found: list[tuple[set[bool], set[int]]] = [(set(), set()) for _ in rows]
    for whole in product(*(complete_row(row, rule) for row in rows)):
        for (taken, ranks), one in zip(found, decide_complete(rule, whole), strict=True):
            if one is not None:
                taken |= one[0]
                if one[1] is not None:
                    ranks.add(one[1])
    return found
