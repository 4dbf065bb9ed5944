"""Keys of members: those that nothing tells apart, how many of them there are, and members given keys of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain, count, pairwise
from math import ceil, floor
from typing import Any, Final, TypeAlias, assert_never

from cchc_rules.analysis.choosing import BudgetSpent, count_decimals
from cchc_rules.engines.symbolic.logic import Bit, Logic, Term
from cchc_rules.engines.symbolic.terms import AmountTerms, CodeTerms, FactTerms, ListTerms, TruthTerms
from cchc_rules.engines.symbolic.validity import has_value, is_known
from cchc_rules.facts.identity import identify_key
from cchc_rules.language.nodes import Compare, Fold, Literal, Node, ReadField, children, walk
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)
from cchc_rules.values import FIRST_DATE, LARGEST_INTEGER, LAST_DATE, MOST_MEMBERS, Value, canonical_number, exact

Number: TypeAlias = int | Fraction

_FINER: Final = 6
"""Decimals more than any constant has, for keys of any number of them: between two constants there is room for all."""


@dataclass(frozen=True, slots=True)
class KeyCell:
    """Keys that neither folds nor programs tell apart: those named, else whole ``steps`` of one part in ``per``."""

    key: Fact
    named: tuple[Value, ...] = ()
    steps: range = range(0)
    per: int = 1

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.named) or self.steps.stop - self.steps.start

    def holds(self, logic: Logic, terms: FactTerms) -> Bit:
        """Whether a key is one of them."""
        if self.named:
            return logic.disjoin(has_value(logic, self.key, terms, one) for one in self.named)
        assert isinstance(terms, AmountTerms | CodeTerms)
        value = terms.low.value if isinstance(terms, AmountTerms) else terms.code
        first, last = (Fraction(one, self.per) for one in (self.steps.start, self.steps.stop - 1))
        return logic.conjoin((logic.less(first, value, strict=False), logic.less(value, last, strict=False)))

    def has(self, own: Value) -> bool:
        """Whether a key that is stated is one of them."""
        if self.named:
            return own in self.named
        return self.steps.start <= _measure(own) * self.per <= self.steps.stop - 1

    def list_from(self, own: Value) -> Iterator[Value]:
        """All of them, the ones from a key on first."""
        if self.named:
            place = self.named.index(own) if own in self.named else 0
            yield from (*self.named[place:], *self.named[:place])
            return
        place = max(0, ceil(_measure(own) * self.per) - self.steps.start) if own is not None else 0
        for step in chain(self.steps[place:], reversed(self.steps[:place])):
            if isinstance(self.key.type, DateType):
                yield date.fromordinal(step)
                continue
            number, rest = divmod(step, self.per)
            written = canonical_number(float(Fraction(step, self.per)) if rest else number)
            if written is not None and exact(written) * self.per == step:  # of 15 digits
                yield written


@dataclass(frozen=True, slots=True)
class MemberKeys:
    """The keys members of a list may have, in cells; without any they are text, of which there are enough.

    ``roll`` are those there must be, where there is one.
    """

    key: Fact | None
    cells: tuple[KeyCell, ...]
    roll: tuple[Value, ...] | None

    def find_bits(self, logic: Logic, member: tuple[FactTerms, ...]) -> tuple[Bit, ...]:
        """Whether the key of a member is in each cell."""
        return tuple(one.holds(logic, member[one.key.slot]) for one in self.cells)

    def limit(self, logic: Logic, members: Iterable[tuple[Term, tuple[Value, ...]]]) -> Iterator[Bit]:
        """What holds of the numbers of members, each with the values of one: no more than there are keys of a cell."""
        pairs = list(members)
        for cell in self.cells:
            if self.roll is None and cell.size >= MOST_MEMBERS:
                continue
            here = logic.add(number for number, one in pairs if self.find_cell(one[cell.key.slot]) is cell)
            yield logic.less(here, cell.size, strict=False) if self.roll is None else logic.equal(here, cell.size)

    def find_cell(self, own: Value) -> KeyCell | None:
        """The cell a key is in."""
        return None if own is None else next((one for one in self.cells if one.has(own)), None)

    def name_members(self, members: Sequence[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
        """The members with keys of their own: the one each has where nobody before has it, else another of its cell.

        Raises BudgetSpent where there is none.
        """
        keys = set[Value]()
        for place, member in enumerate(members):
            if self.key is None:
                yield member
                continue
            slot = self.key.slot
            free = (one for one in self._list_keys(member[slot], place) if identify_key(one) not in keys)
            if (own := next(free, None)) is None:
                raise BudgetSpent(self.key.name)
            keys.add(identify_key(own))
            yield (*member[:slot], own, *member[slot + 1 :])

    def _list_keys(self, own: Value, place: int) -> Iterator[Value]:
        if own is not None and (self.roll is None or own in self.roll):
            yield own
        cell = self.find_cell(own)
        if cell is not None:
            yield from cell.list_from(own)
        if self.roll is not None:
            yield from self.roll
        elif self.key is not None and isinstance(self.key.type, TextType):
            yield from map(str, count(place + 1))


def find_keys(
    list_: Fact, fields: tuple[Fact, ...], own: Sequence[tuple[Fact, ...]], folds: Sequence[Fold]
) -> MemberKeys | None:
    """The keys the members of a list may have, told apart as far as folds and programs do.

    ``own`` are the fields of a member as each program has them. None where folds read a number in a way that makes
    every one another, or programs take numbers of other decimals.
    """
    key, roll = find_key(list_, fields), list_.expects
    assert not isinstance(roll, str)
    if key is None or isinstance(key.type, TextType):
        return MemberKeys(key, (), roll)
    kinds = [one.type for record in own for one in record if one.name == key.name]
    nodes = [node for one in folds for part in (one.body, one.filter) if part is not None for node in walk(part)]
    is_read = any(isinstance(node, ReadField) and node.name == key.name for node in nodes)
    if (words := _list_words(key.type)) is not None:
        words = words if roll is None else roll
        apart = is_read or len(set(map(repr, kinds))) > 1
        return MemberKeys(key, tuple(KeyCell(key, one) for one in (zip(words) if apart else (words,))), roll)
    limits = find_limits(nodes).get(key.name) if is_read else []
    cells = None if limits is None else _cut_numbers(key, kinds, [_measure(one) for one in limits], roll)
    return None if cells is None else MemberKeys(key, tuple(cells), roll)


def limit_keys(logic: Logic, fact: Fact, terms: ListTerms) -> Iterator[Bit]:
    """What holds of a list seen place by place: keys are stated and of one member each, or those of the roll."""
    assert isinstance(fact.type, ListType) and not isinstance(fact.expects, str)
    key = find_key(fact, fact.type.fields)
    if key is None or isinstance(key.type, TextType):
        return
    keys = [one.fields[key.slot] for one in terms.members]
    yield from (is_known(logic, one) for one in keys)  # a member without its key is no member
    for one, own in zip(keys, fact.expects or (), strict=False):
        yield has_value(logic, key, one, own)
    there = [(_read_term(logic, one), member.number) for one, member in zip(keys, terms.members, strict=True)]
    for place, (one, number) in enumerate(there):
        # Of truths there are too few for those who are not there to have some too.
        absent = logic.equal(number, 0) if isinstance(key.type, BooleanType) else False
        yield from (logic.disjoin((absent, logic.negate(logic.equal(one, other)))) for other, _ in there[:place])


def _read_term(logic: Logic, terms: FactTerms) -> Term:
    match terms:
        case TruthTerms(true=true):
            return logic.count(true)
        case AmountTerms(low=low):
            return low.value
        case CodeTerms(code=code):
            return code
        case ListTerms() | None:
            raise TypeError("keys are no lists and no texts")
        case _:
            assert_never(terms)


def find_key(list_: Fact, fields: tuple[Fact, ...]) -> Fact | None:
    """The field that names the members of a list."""
    return next((one for one in fields if one.name == list_.key), None)


def count_free(list_: Fact, members: int) -> int:
    """How many members more a list may have that has so many: as many as there are keys left."""
    assert isinstance(list_.type, ListType)
    key, free = find_key(list_, list_.type.fields), MOST_MEMBERS - members
    if key is None or isinstance(key.type, TextType):
        return free
    words = _list_words(key.type)
    cells = [KeyCell(key, words)] if words is not None else _cut_numbers(key, [key.type], [], None) or []
    return min(free, sum(one.size for one in cells) - members)


def list_keys(key: Fact) -> Iterator[Value]:
    """Keys for members that are added, in their order; as text they are such as nobody writes."""
    if isinstance(key.type, TextType):
        yield from (f"+{number}" for number in count(1))
    elif (words := _list_words(key.type)) is not None:
        yield from words
    else:
        for cell in _cut_numbers(key, [key.type], [], None) or ():
            yield from cell.list_from(None)


def _list_words(kind: Type) -> tuple[Value, ...] | None:
    """The values of what has few."""
    match kind:
        case BooleanType():
            return (False, True)
        case GradeType(scale=scale):
            return scale.spellings
        case ChoiceType(options=options):
            return options
        case NumberType() | DateType() | TextType() | ListType() | QuotientType():
            return None
        case _:
            assert_never(kind)


def _cut_numbers(
    key: Fact, kinds: Sequence[Type], limits: Sequence[Number], roll: tuple[Value, ...] | None
) -> list[KeyCell] | None:
    """The numbers, or days, between what folds compare them with and what programs bound them by."""
    numbers = [one for one in kinds if isinstance(one, NumberType)]
    ends = [exact(end) for one in numbers for end in (one.minimum, one.maximum) if end is not None]
    decimals = {0 if one.integral else one.decimals for one in numbers} or {0}
    if len(decimals) > 1:
        return None
    most = decimals.pop()
    if most is None:
        most = _FINER + max(map(count_decimals, (*limits, *ends, *map(_measure, roll or ()))), default=0)
    per = 10**most
    starts = {ceil(one * per) for one in limits} | {floor(one * per) + 1 for one in limits}
    starts |= {ceil(exact(one.minimum) * per) for one in numbers if one.minimum is not None}
    starts |= {floor(exact(one.maximum) * per) + 1 for one in numbers if one.maximum is not None}
    first, last = _bound(key.type)
    begin, end = ceil(first * per), floor(last * per) + 1
    within = sorted(one for one in starts if begin < one < end)
    cells = [KeyCell(key, (), range(*pair), per) for pair in pairwise((begin, *within, end))]
    if roll is None:
        return cells
    groups = (tuple(one for one in roll if _measure(one) * per in cell.steps) for cell in cells)
    return [KeyCell(key, one) for one in groups if one]


def _bound(kind: Type) -> tuple[Number, Number]:
    if not isinstance(kind, NumberType):
        return FIRST_DATE.toordinal(), LAST_DATE.toordinal()
    least, most = (
        edge if end is None else exact(end)
        for end, edge in ((kind.minimum, -LARGEST_INTEGER), (kind.maximum, LARGEST_INTEGER))
    )
    return least, most


def _measure(value: Value) -> Number:
    """A number, or a day, as an exact number."""
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, int | float | Fraction)
    return exact(value)


def find_limits(nodes: Sequence[Node]) -> dict[str, list[Any] | None]:
    """The constants each field is compared with, None where it is read in any other way."""
    found: dict[str, list[Any] | None] = {}
    for node in nodes:
        if isinstance(node, Compare):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(side, ReadField) and isinstance(other, Literal):
                    limits = found.setdefault(side.name, [])
                    if limits is not None:
                        limits.append(other.value)
        for part in children(node):
            if isinstance(part, ReadField) and not _is_limit(node):
                found[part.name] = None
    return found


def _is_limit(node: Node) -> bool:
    return isinstance(node, Compare) and isinstance(node.left, Literal) != isinstance(node.right, Literal)
