"""Choosing among decided candidates: `select` ranks them and tells who is in, who is out and of whom it is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, assert_never

from cchc_rules.decisions.footing import plain_footing
from cchc_rules.engines.direct.expression_values import write_values
from cchc_rules.evaluation import RowResult
from cchc_rules.language.nodes import Node
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.language.selection_rules import FixedPlaces, PlacesByValue, SelectionRule, Share
from cchc_rules.language.types import ChoiceType
from cchc_rules.phrases import LANGUAGES
from cchc_rules.problems import Problem, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.selection.contenders import EVERYBODY, ContenderList, ContenderReader
from cchc_rules.selection.hanging import HangFinder
from cchc_rules.selection.key_columns import find_base_condition
from cchc_rules.selection.place_words import PlaceWriter
from cchc_rules.selection.quotas import Quota, QuotaShare
from cchc_rules.selection.ranking import Contender, Contenders, Cut, RankCounter, Standing
from cchc_rules.text import nearest, visible
from cchc_rules.values import Words, exact


class SelectionError(ProblemsError):
    """Results that cannot be ranked together: of several programs or dates, or of another ruleset."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a row stands: ``standing`` is None where nobody is taken, ``rank`` (best, worst) where it never runs.

    ``group`` is the value of ``within``, None while that is unknown, empty where all are ranked together.
    """

    row: int
    id: str | None
    name: str | None
    standing: Standing | None
    rank: tuple[int, int] | None
    group: str | None
    selection: Selection = field(repr=False, compare=False)
    index: int = field(repr=False, compare=False)

    @property
    def because(self) -> Words:
        """Rank, places and standing in a sentence, and what an open place still hangs on. Built when read."""
        return Words(*(self._writer.write(language, with_name=True) for language in LANGUAGES))

    def write_line(self, language: str, *, with_keys: bool = False) -> str:
        """The same in one language, without the name in front: a line of a list.

        ``with_keys`` puts behind the rank what each key is for the candidate.
        """
        return self._writer.write(language, with_keys=with_keys).lstrip()

    @property
    def _writer(self) -> PlaceWriter:
        chosen = self.selection
        return PlaceWriter(chosen.hanging, chosen.quotas, self.index, self.standing, self.rank)


@dataclass(frozen=True)
class Selection:
    """What came of a selection: a place for each row, in their order. Immutable by contract.

    ``quotas`` are the places there can be, from fewest to most, by group; empty where nobody is taken.
    """

    rule: SelectionRule
    program: Program
    as_of: date | None
    results: tuple[RowResult, ...]
    entries: ContenderList = field(repr=False)
    quotas: Mapping[str, tuple[int, int]]
    standings: tuple[tuple[Standing | None, tuple[int, int] | None], ...] = field(repr=False)

    @cached_property
    def places(self) -> tuple[Placement, ...]:
        """The place of every row, in the order of the rows."""
        return tuple(
            Placement(result.row, result.id, result.name, standing, rank, group, self, index)
            for index, (result, group, (standing, rank)) in enumerate(
                zip(self.results, self.entries.groups, self.standings, strict=True)
            )
        )

    @cached_property
    def hanging(self) -> HangFinder:
        """What open places hang on."""
        standings = [standing for standing, _ in self.standings]
        return HangFinder(self.rule, self.program, self.results, self.entries, standings, self.as_of)

    def to_dict(self) -> dict[str, Any]:
        """The selection as plain data in a fixed order, what it was reached under first."""
        return {
            **plain_footing(self.program, self.as_of),
            "selection": self.rule.id,
            "quotas": {group: list(ends) for group, ends in self.quotas.items()},
            "places": [plain_placement(place) for place in self.places],
        }


def plain_placement(place: Placement) -> dict[str, Any]:
    """A place as plain data, with its reason in both languages."""
    because = place.because
    return {
        "row": place.row,
        "id": place.id,
        "name": place.name,
        "standing": place.standing,
        "rank": None if place.rank is None else list(place.rank),
        "group": place.group,
        "because": {"vi": because.vi, "en": because.en},
    }


def select(ruleset: Ruleset, name: str, rows: Iterable[RowResult]) -> Selection:
    """The selection ``name`` over what `evaluate_many` yields for its category.

    A row without a decision, or whose id another row has too, is perhaps in the running; an invalid one is never in.
    The order of rows decides nothing. Raises RulesetError where the ruleset has no such selection (or, without any
    decision, where the program needs parameters), SelectionError for decisions of another ruleset or category, of
    several programs or dates. Cost: some microseconds a row.
    """
    results = tuple(rows)
    rule = find_rule(ruleset, name)
    footings = {id(one.decision.program): one.decision for one in results if one.decision is not None}
    programs = {one.program.digest: one.program for one in footings.values()}
    dates = {one.decision.as_of for one in results if one.decision is not None}
    if len(programs) > 1 or len(dates) > 1:
        raise SelectionError([Problem("selection-footing")])
    program = next(iter(programs.values()), None) or compile(ruleset, rule.category)
    if program.ruleset.digest != ruleset.digest or program.category.id != rule.category:
        fields = {"selection": name, "ruleset": ruleset.id, "category": rule.category}
        raise SelectionError([Problem("selection-of-others", None, fields)])
    return select_rows(program, rule, results, next(iter(dates), None))


def find_rule(ruleset: Ruleset, name: str) -> SelectionRule:
    """The selection of that id; RulesetError with the nearest one when there is none."""
    rules = {one.id: one for category in ruleset.categories for one in category.selections}
    if name not in rules:
        found = {"selection": visible(str(name)), "nearest": nearest(str(name), rules) or ""}
        raise RulesetError([Problem("unknown-selection", None, {**found, "known": ", ".join(rules) or "–"})])
    return rules[name]


def select_rows(program: Program, rule: SelectionRule, results: tuple[RowResult, ...], as_of: date | None) -> Selection:
    """The selection over results of one program and date."""
    lowered = next(one for one in program.selections if one.id == rule.id)
    entries = ContenderReader(program, rule, lowered, as_of).read(results)
    groups = _Groups(rule, entries, _read_quotas(program, lowered, as_of))
    return Selection(rule, program, as_of, results, entries, groups.quotas(), tuple(groups.standings()))


def _read_quotas(program: Program, lowered: SelectionRule, as_of: date | None) -> Mapping[str, Quota] | Quota | None:
    """The quota of each group, or the one of all; None where nobody is taken."""

    def read(*nodes: Node) -> list[tuple[Fraction, Fraction]]:
        values = write_values(program, nodes)((None,) * len(program.facts), as_of, ())
        ends = [value if isinstance(value, tuple) else (value, value) for value in values]
        return [(Fraction(exact(low)), Fraction(exact(high))) for low, high in ends]

    match lowered.take:
        case None:
            return None
        case FixedPlaces(number=number):
            return _count_places(*read(number))
        case PlacesByValue(numbers=numbers):
            return {value: _count_places(ends) for (value, node) in numbers for ends in read(node)}
        case Share(percent=percent, of=of, rounding=rounding, least=least):
            ((low, high),) = read(percent)
            share = QuotaShare(low, high, rounding, least)
            if isinstance(of, str) or find_base_condition(lowered) is not None:
                return Quota(0, 0, share)
            ((fewest, most),) = read(of)
            none = Fraction(0)
            return Quota(share.take(max(fewest, none), low), share.take(max(most, none), high))
        case _:
            assert_never(lowered.take)


def _count_places(ends: tuple[Fraction, Fraction]) -> Quota:
    low, high = ends
    return Quota(max(0, int(low)), max(0, int(high)))


@dataclass(frozen=True)
class _Groups:
    """The rankings of a selection, one a group; what each row's place is in them."""

    rule: SelectionRule
    entries: ContenderList
    quota: Mapping[str, Quota] | Quota | None

    @cached_property
    def rows(self) -> dict[str | None, list[int]]:
        """The rows of each group; under None those perhaps in any."""
        kind = None if self.rule.within is None else self.rule.within.type
        found: dict[str | None, list[int]] = {None: []}
        found |= {one: [] for one in (kind.options if isinstance(kind, ChoiceType) else (EVERYBODY,))}
        for row, group in enumerate(self.entries.groups):
            found.setdefault(group, []).append(row)
        return found

    @cached_property
    def members(self) -> dict[str, Contenders]:
        """The contenders of every group there can be: its own, then those perhaps in it."""
        whole, anywhere = self.entries.contenders, self.rows[None]
        groups = {group: [*own, *anywhere] for group, own in self.rows.items() if group is not None}
        return {group: whole if len(groups) == 1 else whole.pick(rows) for group, rows in groups.items()}

    @cached_property
    def cuts(self) -> dict[str, Cut]:
        """The cut of every group; none where nobody is taken."""
        take = self.rule.take
        running = isinstance(take, Share) and take.of == "running"
        return {
            group: Cut(members, self._quota_of(group), self.rule.ties, base_is_running=running)
            for group, members in (self.members.items() if self.quota is not None else ())
        }

    def _quota_of(self, group: str) -> Quota:
        assert self.quota is not None
        return self.quota if isinstance(self.quota, Quota) else self.quota[group]

    def quotas(self) -> dict[str, tuple[int, int]]:
        """The fewest and the most places of each group."""
        found = {}
        for group, cut in self.cuts.items():
            quota = self._quota_of(group)
            found[group] = quota.count_least(cut.least_base), quota.count_most(cut.most_base)
        return found

    def standings(self) -> list[tuple[Standing | None, tuple[int, int] | None]]:
        """Standing and rank of every row."""
        counters = {group: RankCounter(members, is_dense=self.rule.is_dense) for group, members in self.members.items()}
        found: list[tuple[Standing | None, tuple[int, int] | None]] = [(None, None)] * len(self.entries.groups)
        for group, rows in self.rows.items():
            if group is None:
                continue
            whole = self.entries.contenders
            own = whole if len(rows) == len(found) else whole.pick(rows)
            standings = self.cuts[group].tell_all(own) if self.cuts else [None] * len(rows)
            for row, standing, rank in zip(rows, standings, counters[group].count_all(own), strict=True):
                found[row] = standing, rank
        for row in self.rows[None]:
            found[row] = self._stand_anywhere(self.entries.contenders[row], counters)
        return found

    def _stand_anywhere(
        self, one: Contender, counters: Mapping[str, RankCounter]
    ) -> tuple[Standing | None, tuple[int, int] | None]:
        """Standing and rank over every group, of a contender that may belong to each."""
        standings: set[Standing | None] = {cut.tell(one) for cut in self.cuts.values()}
        standing = None if not standings else standings.pop() if len(standings) == 1 else "open"
        if one.role.runs is False:
            return standing, None
        ranks = [rank for counter in counters.values() if (rank := counter.count(one)) is not None]
        best, worst = zip(*ranks, strict=True)
        return standing, (min(best), max(worst))
