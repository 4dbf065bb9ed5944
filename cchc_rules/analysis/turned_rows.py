"""Who comes out otherwise: the same candidates decided twice, row by row, with the criteria and facts that turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from cchc_rules.evaluation import RowResult
from cchc_rules.facts.identity import identify

ABSENT: Final = "absent"
"""What stands for the verdict of somebody who is not in one of the two files, and the outcome of a criterion there."""


@dataclass(frozen=True, slots=True)
class ItemTurn:
    """A criterion, result or fact by its name, and what it was and is: a code, a value as plain data."""

    about: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class TurnedRow:
    """A candidate whose verdict or results turned: by which criteria, and by which facts where these are known."""

    row: int | None
    id: str | None
    name: str | None
    before: str
    after: str
    criteria: tuple[ItemTurn, ...] = ()
    results: tuple[ItemTurn, ...] = ()
    facts: tuple[ItemTurn, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The row as plain data."""
        turns = {
            key: [{"about": one.about, "before": one.before, "after": one.after} for one in found]
            for key, found in (("criteria", self.criteria), ("results", self.results), ("facts", self.facts))
        }
        who = {"row": self.row, "id": self.id, "name": self.name}
        return {**who, "before": self.before, "after": self.after, **turns}


@dataclass(frozen=True, slots=True)
class TurnedRows:
    """Candidates decided twice: how many had which verdict before and after, and each that turned, in order."""

    counts: Counter[tuple[str, str]]
    turned: tuple[TurnedRow, ...]

    @property
    def same(self) -> int:
        """How many did not turn."""
        return self.counts.total() - len(self.turned)

    def to_dict(self) -> dict[str, Any]:
        """The rows as plain data."""
        counts = [{"before": before, "after": after, "count": count} for (before, after), count in self.counts.items()]
        return {"counts": counts, "turned": [one.to_dict() for one in self.turned]}


def compare_results(old: Iterable[RowResult], new: Iterable[RowResult]) -> TurnedRows:
    """The same rows decided under two rulesets. Criteria are those at the top; which facts the same rows share."""
    pairs = ((_write_row(one), _write_row(other)) for one, other in zip(old, new, strict=True))
    return _compare(pairs)


def compare_stored(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> TurnedRows:
    """Rows of two result files, paired by id in the order of the new one; rows without an id stay aside.

    Who is in one file alone is `ABSENT` in the other. The facts that turned are told where both files hold facts.
    """
    before = {identity: row for row in old if (identity := identify(row.get("id"))) is not None}
    after = {identity: row for row in new if (identity := identify(row.get("id"))) is not None}
    gone = ((row, None) for identity, row in before.items() if identity not in after)
    return _compare(chain(((before.get(id), row) for id, row in after.items()), gone))


def _write_row(result: RowResult) -> dict[str, Any]:
    """What is compared of a result, as rows of results have it."""
    found: dict[str, Any] = {"row": result.row, "id": result.id, "name": result.name, "verdict": result.status}
    decision = result.decision
    if decision is not None:
        found["outcomes"] = {one.criterion.id: one.outcome.value for one in decision.findings}
        if decision.program.results:
            found["results"] = {name: one.to_dict() for name, one in decision.results.items()}
    return found


def _compare(pairs: Iterable[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]) -> TurnedRows:
    counts: Counter[tuple[str, str]] = Counter()
    turned = []
    for old, new in pairs:
        known = new if new is not None else old
        assert known is not None
        before, after = (ABSENT if one is None else one["verdict"] for one in (old, new))
        counts[before, after] += 1
        results = tuple(_find_turns(*(list_possible(one) for one in (old, new))))
        if before != after or (results and ABSENT not in (before, after)):
            criteria = tuple(_find_turns(*((one or {}).get("outcomes", {}) for one in (old, new)), absent=ABSENT))
            # By path, members of lists by what names each, else by their numbers: `initiatives[2].lawful`.
            stated = [dict(_flatten(one["facts"], "")) for one in (old, new) if one is not None and "facts" in one]
            facts = tuple(_find_turns(*stated)) if len(stated) == 2 else ()
            turned.append(
                TurnedRow(known["row"], known.get("id"), known.get("name"), before, after, criteria, results, facts)
            )
    return TurnedRows(counts, tuple(turned))


def _find_turns(old: Mapping[str, Any], new: Mapping[str, Any], *, absent: str | None = None) -> Iterator[ItemTurn]:
    """What differs of the names that either has; nothing where one side says nothing at all."""
    for name in dict.fromkeys((*new, *old)) if old and new else ():
        before, after = old.get(name, absent), new.get(name, absent)
        if before != after:
            yield ItemTurn(name, before, after)


def list_possible(row: Mapping[str, Any] | None) -> dict[str, list[str | None]]:
    """Of each score the ends, of each grade the values it may be, without what keeps it open."""
    found = (row or {}).get("results", {})
    return {name: one["possible"] if "possible" in one else [one["from"], one["to"]] for name, one in found.items()}


def _flatten(facts: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            yield f"count({prefix}{name})", len(value)
            for label, member in zip(_name_members(value), value, strict=True):
                yield from _flatten(member, f"{prefix}{name}[{label}].")
        else:
            yield prefix + name, value


def _name_members(members: list[Any]) -> list[str]:
    """The first text that all members have and no two share; their numbers where there is none."""
    for field in members[0] if members else ():
        texts = [one.get(field) for one in members]
        if all(isinstance(one, str) for one in texts) and len(set(texts)) == len(texts):
            return texts
    return [str(number) for number in range(1, len(members) + 1)]
