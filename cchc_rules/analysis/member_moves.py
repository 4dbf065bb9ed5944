"""Members of a list that may be moved: which are alike, what each may become, and who may be added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, islice, product
from typing import Any, Final

from cchc_rules.analysis.choosing import Choosing, count_decimals
from cchc_rules.analysis.fact_layouts import find_roll
from cchc_rules.analysis.fact_moves import (
    FactMove,
    allows,
    find_move,
    find_new_events,
)
from cchc_rules.analysis.member_keys import find_limits, list_keys
from cchc_rules.analysis.member_kinds import Member, MemberWay, Pattern, agrees
from cchc_rules.analysis.member_records import (
    collapse,
    expand,
    list_unstated,
    name_member,
    open_record,
    open_units,
    put,
    read_place,
    strip_keys,
    value_at,
)
from cchc_rules.analysis.smallest_sets import MOST_SEARCHED, Unit, find_sets
from cchc_rules.engines.symbolic.algebra import SymbolicAlgebra
from cchc_rules.engines.symbolic.logic import Bit, Logic
from cchc_rules.engines.symbolic.stated_facts import state_date, state_facts
from cchc_rules.engines.symbolic.terms import FactTerms, TermScope
from cchc_rules.language.changeability import Direction
from cchc_rules.language.nodes import Fold, ReadField, YearRun, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, ListType, NumberType
from cchc_rules.program.program import Program
from cchc_rules.program.translation import Translation
from cchc_rules.values import Value

STEPS_OF_LIST: Final = 10_000_000
"""The steps (z3's `rlimit`) that go into the members of one list: some two seconds, where they are all unlike."""

MOST_PATTERNS: Final = 32
MOST_WAYS: Final = 12
FEW_MOVES: Final = 4
MOST_GUESSES: Final = 64
"""How many things a member may become, and ways to become one, are gone through; what has more is told as open.

Of four moves there are 15 sets, which are tried faster than searched; a guess costs less than a hundredth of a search.
"""


class MemberProblem:
    """One list of a candidate: what its folds find of a member, asked of one member at a time."""

    def __init__(
        self,
        program: Program,
        fact: Fact,
        folds: Sequence[Fold],
        runs: Sequence[YearRun],
        values: tuple[Value, ...],
        as_of: date | None,
        directions: Mapping[str, Direction],
        upward: frozenset[Fold],
        movable: frozenset[str],
    ) -> None:
        self.program, self.fact, self.folds = program, fact, tuple(folds)
        self.as_of, self.directions, self.movable = as_of, directions, movable
        self.open_ended = False
        self.logic = Logic()
        self.logic.allow(STEPS_OF_LIST)
        plain = tuple(
            None if isinstance(one.type, ListType) else value for one, value in zip(program.facts, values, strict=True)
        )
        self.root = state_facts(self.logic, program.facts, plain)
        self.reading = Translation(SymbolicAlgebra(self.logic), dict(program.definitions))
        parts = [part for one in self.folds for part in (one.body, one.filter)] + [one.body for one in runs]
        nodes = [node for part in parts if part is not None for node in walk(part)]
        self.read = {node.name for node in nodes if isinstance(node, ReadField)}
        self.limits = find_limits(nodes)
        self.decimals = 1 + max(
            (count_decimals(one) for limits in self.limits.values() if limits for one in limits), default=0
        )
        self.only_better = not runs and all(one in upward for one in self.folds)
        self._known: dict[Any, Member] = {}

    @property
    def fields(self) -> tuple[Fact, ...]:
        """The fields of a member."""
        assert isinstance(self.fact.type, ListType)
        return self.fact.type.fields

    def find_bits(self, member: tuple[FactTerms, ...]) -> tuple[Bit, ...]:
        """Of every fold whether its filter and body surely hold of a member, and whether they surely do not."""
        found: list[Bit] = []
        for fold in self.folds:
            scope = TermScope(self.root, state_date(self.as_of), {fold.item: member}, {}, {})
            for node in (fold.filter, fold.body if fold.kind in ("all", "any", "count", "percent") else None):
                if node is not None:
                    truth = self.reading.truth(node, scope)
                    found += [truth.true, truth.false]
        return tuple(found)

    def find_pattern(self, values: tuple[Value, ...]) -> Pattern:
        """The pattern of a member that is known."""
        return tuple(bool(bit) for bit in self.find_bits(state_facts(self.logic, self.fields, values)))

    def look_at(self, place: int, values: tuple[Value, ...]) -> Member:
        """What a member may become. Raises BudgetSpent. Cost: milliseconds for each that is like none before."""
        key = self._reduce(self.fields, values)
        moves = tuple(self.find_moves(values))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._search(place, values, moves)
        return Member(place, values, moves, known.pattern, known.ways)

    def find_moves(self, values: tuple[Value, ...]) -> Iterator[FactMove]:
        """The fields of a member that may be moved; those of lists that are missing may be stated."""
        found = self._moves(self.fields, self.expand(values), f"{self.fact.name}.", "", (), is_new=False)
        yield from (one for one in found if f"{self.fact.name}.{strip_keys(one.path)}" in self.movable)

    def expand(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """A member with the lists that are missing written out; of one without a roll only so many are looked at."""
        return expand(self.program, self.fields, values, self.read)

    def move(self, values: tuple[Value, ...], places: Sequence[tuple[tuple[int, ...], Value]]) -> tuple[Value, ...]:
        """A member with other values at some places."""
        found = self.expand(values)
        for place, after in places:
            found = put(found, place, after)
        return collapse(self.fields, values, found)

    def with_keys(
        self, there: tuple[Value, ...], added: tuple[tuple[Value, ...], ...], program: Program
    ) -> tuple[tuple[Value, ...], ...]:
        """Members that are added, each with a key of its own: from the roll, else one that nobody has."""
        key = next((one for one in self.fields if one.name == self.fact.key), None)
        if key is None:
            return added
        roll, keys = find_roll(program, self.fact), {one[key.slot] for one in there if isinstance(one, tuple)}
        found = []
        for number, one in enumerate(added):
            own: Value = roll[number] if roll is not None else next(each for each in list_keys(key) if each not in keys)
            keys.add(own)
            found.append((*one[: key.slot], own, *one[key.slot + 1 :]))
        return tuple(found)

    def without_key(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """The values of a member without what tells it apart."""
        return self.with_key_of((None,) * len(self.fields), values)

    def with_key_of(self, one: tuple[Value, ...], values: tuple[Value, ...]) -> tuple[Value, ...]:
        """The values of a member with the key of another."""
        slot = next((field.slot for field in self.fields if field.name == self.fact.key), None)
        return values if slot is None else (*values[:slot], one[slot], *values[slot + 1 :])

    def has_own_limits(self, move: FactMove) -> bool:
        """Whether what a field must reach is the same of every member: it is compared with constants alone."""
        return not isinstance(move.fact.type, NumberType | DateType) or self.limits.get(move.fact.name) is not None

    def list_reachable(self, member: Member, moves: Sequence[FactMove]) -> list[tuple[Pattern, tuple[Value, ...]]]:
        """The patterns a member comes to by some moves alone, each with values that do it."""
        choosing, terms = self._open_only(member, moves)
        return self._list_found(choosing, member.values, member.moves, terms)

    def _list_found(
        self, choosing: Choosing, values: tuple[Value, ...], moves: Sequence[FactMove], terms: tuple[FactTerms, ...]
    ) -> list[tuple[Pattern, tuple[Value, ...]]]:
        """Each pattern a member may come to, with values that do it."""
        bits = [self.logic.lift_bit(bit) for bit in self.find_bits(terms)]
        found = []
        for pattern in self.list_patterns(choosing, bits, None):
            with choosing.trial():
                choosing.add([agrees(self.logic, bits, pattern)])
                found.append((pattern, self.choose_values(choosing, values, moves, terms)))
        return found

    def name_move(self, number: int, member: tuple[Value, ...], move: FactMove, slot: int) -> FactMove:
        """A move of a member as one of the candidate: ``units[Nội vụ].done``."""
        path = f"{self.fact.name}[{name_member(self.fact, member, number)}].{move.path}"
        return replace(move, path=path, place=(slot, number, *move.place))

    def _moves(
        self,
        fields: tuple[Fact, ...],
        values: tuple[Value, ...],
        above: str,
        inside: str,
        place: tuple[int, ...],
        *,
        is_new: bool,
    ) -> Iterator[FactMove]:
        new = find_new_events(fields, values)
        for one, value in zip(fields, values, strict=True):
            path, name = f"{above}{one.name}", f"{inside}{one.name}"
            if isinstance(one.type, ListType) and isinstance(value, tuple):
                for number, member in enumerate(value):
                    assert isinstance(member, tuple)
                    label = name_member(one, member, number)
                    at = (*place, one.slot, number)
                    yield from self._moves(one.type.fields, member, f"{path}.", f"{name}[{label}].", at, is_new=is_new)
            elif one.name in self.read or one.settles or one.settled_by:
                at, fresh = (*place, one.slot), is_new or one.slot in new
                move = find_move(one, name, at, value, self.directions[path], self.as_of, fresh=fresh)
                if move is not None and not (value is None and path == f"{self.fact.name}.{self.fact.key}"):
                    yield move

    def open_member(
        self, values: tuple[Value, ...], moves: Sequence[FactMove]
    ) -> tuple[tuple[FactTerms, ...], list[Bit]]:
        """The terms of a member whose fields may be moved, and what must hold of them."""
        by_place = {one.place: one for one in moves}
        limits: list[Bit] = []
        wide = self.expand(values)
        unstated = list_unstated(self.fields, values, wide)
        self.open_ended = self.open_ended or any(self._is_loose(place) for place in unstated)
        terms = open_record(self.logic, self.fields, wide, by_place, limits, unstated=unstated)
        return terms, limits

    def _is_loose(self, place: tuple[int, ...]) -> bool:
        """Whether the list at a place may have more members than are looked at: it has no roll."""
        fields = self.fields
        for slot in place[:-1:2]:
            kind = fields[slot].type
            assert isinstance(kind, ListType)
            fields = kind.fields
        return find_roll(self.program, fields[place[-1]]) is None

    def _gets_better(self, bits: Sequence[Bit], now: Pattern) -> Bit:
        """Whether a member is more than it was to some fold: only then is it of use, where folds go one way alone."""
        if not self.only_better:
            return True
        found: list[Bit] = []
        place = 0
        for fold in self.folds:
            if fold.filter is not None:
                pairs = zip(bits[place : place + 2], now[place : place + 2], strict=True)
                found += [self.logic.negate(bit) if was else bit for bit, was in pairs]
                place += 2
            found += [bits[place]] if not now[place] else []
            found += [self.logic.negate(bits[place + 1])] if now[place + 1] else []
            place += 2
        return self.logic.disjoin(found)

    def _is_best(self, now: Pattern) -> bool:
        """Whether a member is all it can be to every fold; none of them has a filter."""
        bodies = range(0, 2 * len(self.folds), 2)
        return all(one.filter is None for one in self.folds) and all(now[n] and not now[n + 1] for n in bodies)

    def _search(self, place: int, values: tuple[Value, ...], moves: tuple[FactMove, ...]) -> Member:
        now = self.find_pattern(values)
        if not moves or (self.only_better and self._is_best(now)):
            return Member(place, values, moves, now, ())
        choosing = Choosing(self.logic, decimals=self.decimals)
        terms, limits = self.open_member(values, moves)
        choosing.add(limits)
        bits = [self.logic.lift_bit(bit) for bit in self.find_bits(terms)]
        choosing.add([self._gets_better(bits, now)])
        units = list(open_units(self.logic, self.fields, self.expand(values), moves, terms))
        ways: list[MemberWay] = []
        for pattern in self.list_patterns(choosing, bits, now):
            with choosing.trial():
                choosing.add([agrees(self.logic, bits, pattern)])
                ways += [MemberWay(moved, pattern) for moved in self._list_sets(choosing, units)]
        return Member(place, values, moves, now, tuple(ways))

    def _list_sets(self, choosing: Choosing, units: Sequence[Unit]) -> Iterator[tuple[int, ...]]:
        """The smallest sets of moves: of few moves every set is tried, of many they are searched."""
        self.open_ended = self.open_ended or len(units) > MOST_SEARCHED
        if len(units) > FEW_MOVES:
            for count, found in enumerate(find_sets(choosing, units)):
                if count == MOST_WAYS:
                    self.open_ended = True
                    return
                yield tuple(number for number, one in enumerate(found) if one)
            return
        chosen: list[frozenset[int]] = []
        numbers = range(len(units))
        for size in range(1, len(units) + 1):
            for one in combinations(numbers, size):
                rest = (self.logic.equal(units[number].term, 0) for number in numbers if number not in one)
                if not any(other <= set(one) for other in chosen) and choosing.is_possible(*rest):
                    chosen.append(frozenset(one))
                    yield one

    def follow(self, member: Member, way: MemberWay, like: tuple[Value, ...] | None = None) -> tuple[Value, ...]:
        """The values of a member that goes a way, as near to what they were as will do.

        With ``like``, the values of another that goes it, those are taken where they will do, else the ends of what a
        field may be or another number of the member: such a value costs no search.
        """
        moves = [member.moves[number] for number in way.moves]
        for guess in () if like is None else self._guess(member, moves, like):
            if self.find_pattern(guess) == way.pattern and all(
                allows(one, value_at(guess, one.place)) for one in moves
            ):
                return guess
        choosing, terms = self._open_only(member, moves)
        choosing.add([agrees(self.logic, [self.logic.lift_bit(bit) for bit in self.find_bits(terms)], way.pattern)])
        return self.choose_values(choosing, member.values, member.moves, terms)

    def _open_only(self, member: Member, moves: Sequence[FactMove]) -> tuple[Choosing, tuple[FactTerms, ...]]:
        """A member of which some moves are made alone, with what they state along."""
        choosing = Choosing(self.logic, decimals=self.decimals)
        terms, limits = self.open_member(member.values, member.moves)
        choosing.add(limits)
        units = open_units(self.logic, self.fields, self.expand(member.values), member.moves, terms)
        pairs = zip(member.moves, units, strict=True)
        choosing.add(self.logic.equal(unit.term, 0) for move, unit in pairs if move not in moves)
        return choosing, terms

    def _guess(self, member: Member, moves: Sequence[FactMove], like: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
        """Values to try: those of another member, then of a number the ends and what stands beside it."""
        wide = self.expand(like)
        numbers = [one for one in member.values if isinstance(one, int | float) and not isinstance(one, bool)]
        choices: list[list[Value]] = []
        for move in moves:
            found = [value_at(wide, move.place)]
            if isinstance(move.fact.type, NumberType):
                found += [one for one in (move.fact.type.maximum, move.fact.type.minimum) if one is not None]
                found += numbers
            choices.append([one for one in dict.fromkeys(found) if one != move.before])
        for chosen in islice(product(*choices), MOST_GUESSES):
            yield self.move(member.values, [(move.place, one) for move, one in zip(moves, chosen, strict=True)])

    def list_patterns(self, choosing: Choosing, bits: Sequence[Bit], now: Pattern | None) -> list[Pattern]:
        """The patterns that may come to be, other than the one that is, in order."""
        found: set[Pattern] = set()
        with choosing.trial():
            if now is not None:
                choosing.add([self.logic.negate(agrees(self.logic, bits, now))])
            while choosing.is_possible():
                if len(found) == MOST_PATTERNS:
                    self.open_ended = True
                    break
                pattern = choosing.read_bits(bits)
                found.add(pattern)
                choosing.add([self.logic.negate(agrees(self.logic, bits, pattern))])
        return sorted(found, reverse=True)

    def choose_values(
        self, choosing: Choosing, values: tuple[Value, ...], moves: Sequence[FactMove], terms: tuple[FactTerms, ...]
    ) -> tuple[Value, ...]:
        """The member with each field as it was, or as near to that as will do."""
        chosen = [(one, choosing.choose(one.fact, read_place(terms, one.place), one.before)) for one in moves]
        return self.move(values, [(one.place, after) for one, after in chosen if after != one.before])

    def add_fresh(self, *, is_new: bool) -> list[tuple[Pattern, tuple[Value, ...]]]:
        """A member of each pattern that somebody added may have; days are new unless the list is only stated."""
        blank: tuple[Value, ...] = (None,) * len(self.fields)
        moves = self.fresh_moves(is_new=is_new)
        choosing = Choosing(self.logic, decimals=self.decimals)
        terms, limits = self.open_member(blank, moves)
        choosing.add(limits)
        return self._list_found(choosing, blank, moves, terms)

    def fresh_moves(self, *, is_new: bool) -> list[FactMove]:
        """What is to be stated of somebody added: the fields that are read."""
        blank = self.expand((None,) * len(self.fields))
        return list(self._moves(self.fields, blank, f"{self.fact.name}.", "", (), is_new=is_new))

    def _reduce(self, fields: tuple[Fact, ...], values: tuple[Value, ...]) -> Any:
        """What tells members apart: the values that are read; of a number or day only where it lies among limits."""
        found: list[Any] = []
        for one, value in zip(fields, values, strict=True):
            if isinstance(one.type, ListType) and isinstance(value, tuple):
                found.append(
                    tuple(self._reduce(one.type.fields, member) for member in value if isinstance(member, tuple))
                )
            elif one.name in self.read or one.settles or one.settled_by:
                limits = self.limits.get(one.name)
                if limits is not None and isinstance(one.type, DateType | NumberType) and value is not None:
                    bounds: list[Any] = [*limits, *([self.as_of] if isinstance(value, date) and self.as_of else [])]
                    found.append(tuple((value > bound) - (value < bound) for bound in bounds))
                else:
                    found.append(value)
        return tuple(found)
