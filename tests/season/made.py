"""Rulesets and seasons for the tests of live seasons."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from cchc_rules.evaluation import evaluate
from cchc_rules.language.loader import load_text
from cchc_rules.problems import FactError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.season import Session
from tests.generation.bodies import CATEGORY, document, text, words
from tests.generation.candidates import Source
from tests.generation.programs import Sample

BODY = {
    "facts": {
        "disciplined": "boolean",
        "staff": {"type": "integer", "min": 0, "max": 100},
        "following": {"type": "integer", "min": 0, "max": 100},
        "index": {"type": "grade", "scale": "index"},
        "reported_on": "date",
        "incidents": {
            "type": "list",
            "min_items": 0,
            "key": "code",
            "items": {"code": "text", "grave": {"type": "boolean"}},
        },
        "services": {"type": "list", "min_items": 2, "items": {"online": "boolean"}},
        "years": {
            "type": "list",
            "key": "year",
            "expects": [2020, 2021],
            "items": {"year": {"type": "integer", "min": 2000, "max": 2100}, "good": "boolean"},
        },
    },
    "scales": {"index": ["Trung bình", "Khá", "Tốt"]},
    "checks": {
        "counts": "following <= staff",
        "not-early": "reported_on <= as_of",
        "few": "count(incidents) <= 3",
    },
    "criteria": {
        "discipline": "not disciplined",
        "conduct": "percent(following, staff) >= 70",
        "index": 'index >= "Khá"',
        "report": 'reported_on < date("2022-12-01") or as_of < date("2022-12-01")',
        "incidents": "not any(i.grave for i in incidents)",
        "services": "percent(s.online for s in services) >= 50",
        "years": "all(y.good for y in years)",
    },
}


def program(body: Mapping[str, Any] = BODY) -> Program:
    """The program of a short body."""
    return compile(load_text(text(document(body))), CATEGORY)


def linked() -> tuple[Program, Program]:
    """Heads of units and the staff whose facts the heads' lists follow."""
    fact = {"label": words("f")}
    whole = document({"facts": {"x": "boolean"}, "require": "x"})
    clause = {"title": words("c"), "source": "text/one"}
    items = {"code": {"type": "text", **fact}, "harassed": {"type": "boolean", **fact}}
    staff_list = {"type": "list", "min_items": 0, "key": "code", "items": items, **fact}
    unit = {"type": "text", **fact}
    whole["categories"] = {
        "head": {
            "title": words("head"),
            "facts": {"unit": unit, "staff": staff_list, "able": {"type": "boolean", **fact}},
            "checks": [{"id": "some", "require": "not able or count(staff) <= 5", "says": words("too many")}],
            "criteria": [
                {"id": "no-harassment", "require": "not any(s.harassed for s in staff)", **clause},
                {"id": "able", "require": "able", **clause},
            ],
        },
        "staff": {
            "title": words("staff"),
            "facts": {"unit": unit, "harassed": {"type": "boolean", **fact}},
            "criteria": [{"id": "polite", "require": "not harassed", **clause}],
        },
    }
    whole["links"] = [{"fact": "head.staff", "follows": "staff", "where": "unit"}]
    ruleset = load_text(text(whole))
    return compile(ruleset, "head"), compile(ruleset, "staff")


def stands(session: Session) -> dict[str, tuple[str, dict[str, str], bool]]:
    """Where everybody stands, to compare."""
    return {one.candidate: (one.verdict.value, dict(one.outcomes), one.provisional) for one in session.standings()}


class Model:
    """A season kept by hand: raw facts by candidate, evaluated from scratch; the oracle of sessions."""

    def __init__(self, given: Program, sample: Sample, seed: int) -> None:
        self.program = given
        self.rng = Random(seed)
        self.source = Source(sample, seed)
        self.facts: dict[str, dict[str, Any]] = {}
        self.open: dict[str, dict[str, list[Any]]] = {}

    def change(self) -> dict[str, Any]:
        """A random change of a season, as plain data."""
        candidate = f"C{self.rng.randrange(12)}"
        names = list(self.source.facts)
        lists = [name for name in names if self.source.facts[name]["type"] == "list"]
        draw = self.rng.random()
        if lists and draw < 0.45:
            return self._of_list(candidate, self.rng.choice(lists), draw)
        if draw < 0.55:
            return {"do": "retract", "candidate": candidate, "fact": self.rng.choice(names)}
        picked = self.rng.sample(names, min(len(names), self.rng.choice((1, 1, 1, 2, 3))))
        return {"candidate": candidate, "facts": {name: self._value(name) for name in picked}}

    def _value(self, name: str) -> Any:
        return None if self.rng.random() < 0.1 else self.source.value(self.source.facts[name], 0.2)

    def _of_list(self, candidate: str, name: str, draw: float) -> dict[str, Any]:
        entry = {"candidate": candidate, "list": name}
        if draw < 0.2:
            members = self.source.value(self.source.facts[name], 0.2)
            if members:
                return {"do": "add", "member": self.rng.choice(members), **entry}
        if draw < 0.32:
            return {"do": "remove", "member": self._some_member(candidate, name), **entry}
        return {"do": "complete" if draw < 0.43 else "reopen", **entry}

    def _some_member(self, candidate: str, name: str) -> Any:
        known = self._known(candidate, name)
        key = self.source.facts[name].get("key")
        if key is None or not known:
            return self.rng.randint(1, max(1, len(known)))
        return self.rng.choice(known).get(key)

    def _known(self, candidate: str, name: str) -> list[Any]:
        given = self.facts.get(candidate, {}).get(name)
        if not isinstance(given, list):
            return self.open.get(candidate, {}).get(name, [])
        declared = self.source.facts[name]
        key, roll = declared.get("key"), declared.get("expects", [])
        if not given and declared.get("min_items", 1) > 0:
            return given
        return [*given, *({key: one} for one in roll if one not in [m.get(key) for m in given])]

    def taken(self, session: Session, entry: Mapping[str, Any]) -> bool:
        """Does the change in both; whether it was accepted. What the session refuses must be refusable."""
        candidate = entry["candidate"]
        before = (dict(self.facts.get(candidate, {})), dict(self.open.get(candidate, {})))
        try:
            session.apply(entry)
        except FactError:
            return False
        facts, begun = self.facts.setdefault(candidate, {}), self.open.setdefault(candidate, {})
        assert before == (facts, begun)
        match entry.get("do", "facts"):
            case "facts":
                facts.update(entry["facts"])
                for name in entry["facts"]:
                    begun.pop(name, None)
            case "retract":
                facts.pop(entry["fact"], None)
                begun.pop(entry["fact"], None)
            case do:
                self._list_changed(do, candidate, entry)
        return True

    def _list_changed(self, do: str, candidate: str, entry: Mapping[str, Any]) -> None:
        name, facts, begun = entry["list"], self.facts[candidate], self.open[candidate]
        declared = self.source.facts[name]
        key, least, roll = declared.get("key"), declared.get("min_items", 1), declared.get("expects")
        members = list(self._known(candidate, name))
        finished = isinstance(facts.get(name), list) and (facts[name] != [] or least == 0)
        if do == "complete":
            finished = True
        elif do == "reopen":
            finished = False
        elif do == "add":
            if roll:
                same = entry["member"].get(key)
                members = [m for m in members if m.get(key) != same or not self._is_blank(m, declared["items"], key)]
            members.append(entry["member"])
        elif key is None:
            del members[entry["member"] - 1]
        else:
            members = [m for m in members if m.get(key) != entry["member"]]
        begun.pop(name, None)
        facts.pop(name, None)
        (facts if finished and (members or least == 0) else begun)[name] = members

    def _is_blank(self, member: Mapping[str, Any], items: Mapping[str, Any], key: str) -> bool:
        """Whether a member is known by its key only."""
        empty = {name for name, one in items.items() if one["type"] == "list" and one.get("min_items", 1) > 0}
        return all(name == key or value is None or (value == [] and name in empty) for name, value in member.items())

    def scratch(self, candidate: str, as_of: Any = None) -> tuple[str, dict[str, str], bool]:
        """Where a candidate stands, evaluated from nothing but its facts."""
        decision = evaluate(self.program, {"id": candidate, **self.facts[candidate]}, as_of=as_of)
        return decision.verdict.value, dict(decision.outcomes), False
