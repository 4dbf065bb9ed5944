"""The impact of an amendment on what was decided: a store's decisions sorted by what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_rules.analysis.amendment import AmendedDecision, Amendment, Effect, OutOfScope, PastDecision
from cchc_rules.facts.identity import identify
from cchc_rules.language.ruleset import Category, Ruleset
from cchc_rules.phrases import LANGUAGES
from cchc_rules.problems import Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.records.chain import Checkpoint
from cchc_rules.records.packing import unpack
from cchc_rules.records.store import RecordStore


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """How many decisions stand, turn, cannot be told or are out of scope, and each that does not simply stand.

    ``checkpoint`` is where the store stood. ``categories`` are, by id, those of the rulesets decided by and then the
    new one's; ``problems`` warns of decisions that were made by a ruleset of another id.
    """

    ruleset: Ruleset
    checkpoint: Checkpoint
    counts: Counter[Effect]
    decisions: tuple[AmendedDecision, ...]
    categories: Mapping[str, tuple[Category, ...]]
    problems: tuple[Problem, ...] = ()

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The report as plain data."""
        return {
            "ruleset": {"id": self.ruleset.id, "version": self.ruleset.version, "digest": self.ruleset.digest},
            "checkpoint": str(self.checkpoint),
            "counts": {one.value: self.counts[one] for one in Effect},
            "decisions": [one.to_dict() for one in self.decisions],
            "problems": [one.to_dict(language) for one in self.problems],
        }


def find_impact(
    new: Ruleset,
    store: RecordStore,
    *,
    parameters: Mapping[str, Any] | None = None,
    renames: Mapping[str, str] | None = None,
    latest: bool = False,
) -> ImpactReport:
    """What an amended ruleset does to the decisions in a store, in the order of the chain.

    A decision *stands* when it comes out the same under both rulesets whatever its unknown facts turn out to be, it
    *turns* when it surely does not; else it cannot be told without the facts it names. ``parameters`` are given to the
    new ruleset as far as it has them, ``renames`` says what facts of the old one are called in it; with ``latest`` only
    the newest decision on each candidate is looked at. Raises RulesetError for a parameter that must be given,
    RecordError for a record that cannot be read, MissingDependency without z3 where a decision hangs on unknown facts.
    Cost: some half a millisecond a decision, and some milliseconds for each kind of those that hang on unknown facts.
    """
    checkpoint, sorting = store.checkpoint, _Sorting(new, store, dict(parameters or {}), dict(renames or {}))
    judged = list(sorting.judge())
    if latest:
        last = {identify(one.id) or one.number: one.number for one in judged}
        judged = [one for one in judged if last[identify(one.id) or one.number] == one.number]
    kept = tuple(one for one in judged if one.effect is not Effect.STANDS)
    counts = Counter(one.effect for one in judged)
    return ImpactReport(new, checkpoint, counts, kept, sorting.list_categories(), tuple(sorting.find_others()))


class _Sorting:
    """A store under a new ruleset; each pair of an old and a new program is made once."""

    def __init__(
        self, new: Ruleset, store: RecordStore, parameters: dict[str, Any], renames: Mapping[str, str]
    ) -> None:
        self.new, self.store, self.renames = new, store, renames
        self.parameters = {one.name: parameters[one.name] for one in new.parameters if one.name in parameters}
        self.programs: dict[str, Program] = {}
        self.amendments: dict[str, Amendment] = {}
        self.old: dict[str, Program] = {}
        self.numbers: dict[str, list[int]] = {}

    def judge(self) -> Iterator[AmendedDecision]:
        categories = {one.id for one in self.new.categories}
        for stored in self.store:
            if stored.packed is None:
                effect = Effect.OUT_OF_SCOPE
                yield AmendedDecision(stored.number, None, None, effect, "", because=OutOfScope.LET_GO)
                continue
            old = self.store.program(stored)
            recorded = unpack(stored.packed, old)
            self.old.setdefault(old.digest, old)
            self.numbers.setdefault(old.ruleset.id, []).append(stored.number)
            category = recorded.category
            because = (
                OutOfScope.CATEGORY if category not in categories else OutOfScope.FAULTY if recorded.problems else None
            )
            id, name = (
                None if part in stored.missing_parts else said
                for part, said in (("id", recorded.id), ("name", recorded.name))
            )
            if because is not None:
                who = (stored.number, id, name)
                yield AmendedDecision(*who, Effect.OUT_OF_SCOPE, recorded.verdict, because=because, category=category)
                continue
            past = PastDecision(
                stored.number,
                id,
                name,
                old,
                recorded.facts,
                frozenset(path for path, one in recorded.provenance.items() if "settled_by" in one),
                None if recorded.as_of is None else date.fromisoformat(recorded.as_of),
                recorded.verdict,
                recorded.outcomes,
                {name: _write_possible(one) for name, one in (recorded.results or {}).items()},
            )
            yield self.find_amendment(old).judge(past)

    def find_amendment(self, old: Program) -> Amendment:
        if old.digest not in self.amendments:
            category = old.category.id
            if category not in self.programs:
                self.programs[category] = compile(self.new, category, parameters=self.parameters)
            self.amendments[old.digest] = Amendment(old, self.programs[category], self.renames)
        return self.amendments[old.digest]

    def list_categories(self) -> dict[str, tuple[Category, ...]]:
        """By id the categories that decisions were made by, the new ruleset's last."""
        found: dict[str, tuple[Category, ...]] = {}
        for one in (*(old.category for old in self.old.values()), *self.new.categories):
            found[one.id] = (*found.get(one.id, ()), one)
        return found

    def find_others(self) -> Iterator[Problem]:
        """For each other ruleset that decisions were made by, a warning at the first of them."""
        titles = {old.ruleset.id: old.ruleset.title for old in self.old.values()}
        for id, numbers in self.numbers.items():
            if id != self.new.id:
                named = {f"title_{one}": titles[id].within(one) for one in LANGUAGES}
                fields = {"ruleset": id, "new": self.new.id, "count": len(numbers), "first": numbers[0], **named}
                yield Problem("impact-other-ruleset", None, fields, severity="warning")


def _write_possible(result: Any) -> list[str | None]:
    """A recorded score or grade as the ends or values it may have."""
    return [result["from"], result["to"]] if isinstance(result, dict) else list(result)
