"""Comparisons and plain truths as pairs of tests: when they are known true, and when known false."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias, TypeVar, cast

from cchc_rules.engines.durable.gauges import Coded, Day, Flag, Leaf, Panel, Ranked
from cchc_rules.engines.durable.measures import Measures
from cchc_rules.language.nodes import MIRRORED, Compare, Literal, Node
from cchc_rules.language.shapes import is_interval, type_of
from cchc_rules.language.types import ChoiceType, DateType, GradeType, NumberType, QuotientType, Type

_OFF_SCALE: Final = 1_000_000
"""The code of the first value on no level: above every rank."""


@dataclass(frozen=True, slots=True)
class Every:
    """Tests that must all hold; of none always holds."""

    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """Tests of which one must hold; of none never holds."""

    tests: tuple[Test, ...] = ()


Test: TypeAlias = Leaf | Every | Some

ALWAYS: Final = Every()
NEVER: Final = Some()


def every(tests: list[Test]) -> Test:
    """All of the tests, flat."""
    return _joined(tests, Every, Some)


def some(tests: list[Test]) -> Test:
    """One of the tests, flat."""
    return _joined(tests, Some, Every)


def _joined(tests: list[Test], kind: type[Every] | type[Some], other: type[Every] | type[Some]) -> Test:
    found: dict[Test, None] = {}
    for test in tests:
        if test == other():
            return test
        found.update(dict.fromkeys(test.tests if isinstance(test, kind) else (test,)))
    return next(iter(found)) if len(found) == 1 else kind(tuple(found))


def leaves(test: Test) -> int:
    """How many single tests a test has."""
    return 1 if isinstance(test, Leaf) else sum(map(leaves, test.tests))


@dataclass(frozen=True, slots=True)
class Pair:
    """The test that something is known true, and the test that it is known false; unknown is what neither says."""

    true: Test
    false: Test

    @property
    def size(self) -> int:
        """The single tests of the larger one."""
        return max(leaves(self.true), leaves(self.false))


def both(pairs: list[Pair]) -> Pair:
    """Kleene and."""
    return Pair(every([one.true for one in pairs]), some([one.false for one in pairs]))


def either(pairs: list[Pair]) -> Pair:
    """Kleene or."""
    return Pair(some([one.true for one in pairs]), every([one.false for one in pairs]))


def negated(pair: Pair) -> Pair:
    """Kleene not."""
    return Pair(pair.false, pair.true)


def same(left: Pair, right: Pair) -> Pair:
    """Whether two truths are equal."""
    return either([both([left, right]), both([negated(left), negated(right)])])


def chosen(condition: Pair, then: Pair, otherwise: Pair) -> Pair:
    """``then if condition else otherwise``: with condition unknown, what both agree on."""
    ways = [both([condition, then]), both([negated(condition), otherwise])]
    against = [both([condition, negated(then)]), both([negated(condition), negated(otherwise)])]
    return Pair(
        some([*(one.true for one in ways), every([then.true, otherwise.true])]),
        some([*(one.true for one in against), every([then.false, otherwise.false])]),
    )


G = TypeVar("G", Flag, Coded, Day, Ranked)


@dataclass(frozen=True, slots=True)
class Leaves:
    """Makes leaf tests; every expression they look at gets a gauge on the panel."""

    panel: Panel
    measures: Measures

    def flag(self, node: Node) -> Pair:
        """A truth computed beforehand."""
        gauge = self._gauge(("flag", node), lambda: Flag(self.panel.fresh(), self.measures.truth(node)))
        return Pair(Leaf("==", gauge.low, gauge, 1), Leaf("==", gauge.low, gauge, 0))

    def comparison(self, node: Compare) -> Pair:
        """A comparison of anything but truths."""
        left, right, op = node.left, node.right, node.op
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right, op = right, left, MIRRORED[op]
        kind = type_of(left)
        if isinstance(kind, NumberType | QuotientType):
            return self._numbers(op, left, right)
        if isinstance(right, Literal) and not isinstance(left, Literal):
            return self._against_word(op, left, right, kind)
        return self.flag(node)

    def _gauge(self, key: Hashable, make: Callable[[], G]) -> G:
        found = self.panel.gauges.get(key)
        if found is None:
            found = self.panel.gauges[key] = make()
        return cast(G, found)

    def _numbers(self, op: str, left: Node, right: Node) -> Pair:
        """An amount against a constant, or the difference of two amounts against 0."""
        if isinstance(right, Literal):
            gauge = self._gauge(("amount", left), lambda: self._ranked(left, None))
            constant: Any = right.value
        else:
            gauge = self._gauge(("difference", left, right), lambda: self._ranked(left, right))
            constant = 0
        gauge.marked(constant)
        return _ranged(op, gauge, constant)

    def _ranked(self, left: Node, right: Node | None) -> Ranked:
        interval = is_interval(left) or (right is not None and is_interval(right))
        low = self.panel.fresh()
        of = self.measures.amount(left) if right is None else self.measures.difference(left, right)
        return Ranked(low, self.panel.fresh() if interval else low, of)

    def _against_word(self, op: str, left: Node, right: Literal, kind: Type) -> Pair:
        match kind:
            case DateType():
                day = self._gauge(("day", left), lambda: Day(self.panel.fresh(), self.measures.word(left)))
                return _plainly(op, day, cast(date, right.value))
            case GradeType(scale=scale):
                codes = {level: place for place, level in enumerate(scale.levels)}
                codes |= {value: _OFF_SCALE + place for place, value in enumerate(scale.unranked)}
                return _graded(op, self._coded(left, codes), codes[cast(str, right.value)])
            case ChoiceType(options=options):
                codes = {option: place for place, option in enumerate(options)}
                return _plainly(op, self._coded(left, codes), codes[cast(str, right.value)])
            case _:
                raise TypeError(f"no comparison with a word of type {kind!r}")

    def _coded(self, node: Node, codes: dict[str, int]) -> Coded:
        return self._gauge(("code", node), lambda: Coded(self.panel.fresh(), self.measures.word(node), codes))


def _plainly(op: str, gauge: Coded | Day, constant: Any) -> Pair:
    """A comparison that is true or false as soon as the value is known."""
    against = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}[op]
    return Pair(Leaf(op, gauge.low, gauge, constant), Leaf(against, gauge.low, gauge, constant))


def _graded(op: str, gauge: Coded, code: int) -> Pair:
    """A comparison of a grade with a level: every order is false for a value on no level."""
    if op in ("==", "!="):
        return _plainly(op, gauge, code)
    if code >= _OFF_SCALE:
        return Pair(NEVER, Leaf(">=", gauge.low, gauge, 0))
    pair = _plainly(op, gauge, code)
    if op in ("<", "<="):
        return pair
    on_scale, off_scale = (Leaf(one, gauge.low, gauge, _OFF_SCALE) for one in ("<", ">="))
    return Pair(every([pair.true, on_scale]), some([pair.false, off_scale]))


def _ranged(op: str, gauge: Ranked, constant: Any) -> Pair:
    """A comparison of an interval with a constant: known when every point of it agrees."""
    low = {one: Leaf(one, gauge.low, gauge, constant) for one in MIRRORED}
    high = {one: Leaf(one, gauge.high, gauge, constant) for one in MIRRORED}
    match op:
        case ">=":
            return Pair(low[">="], high["<"])
        case ">":
            return Pair(low[">"], high["<="])
        case "<=":
            return Pair(high["<="], low[">"])
        case "<":
            return Pair(high["<"], low[">="])
        case _:
            apart: Test = low["!="] if gauge.low == gauge.high else some([high["<"], low[">"]])
            equal = Pair(every([low["=="], high["=="]]), apart)
            return equal if op == "==" else negated(equal)
