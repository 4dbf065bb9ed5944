"""Truths as pairs of tests, when something is known true and when known false, and Kleene logic over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from cchc_rules.engines.durable.properties import CodedProperty, Constant, Leaf, RankedProperty
from cchc_rules.language.nodes import NEGATED, Relation


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


def join_tests(kind: type[Every] | type[Some], tests: list[Test]) -> Test:
    """All of the tests (`Every`), or one of them (`Some`), flat, each once."""
    settling = NEVER if kind is Every else ALWAYS
    found: dict[Test, None] = {}
    for test in tests:
        if test == settling:
            return test
        found.update(dict.fromkeys(test.tests if isinstance(test, kind) else (test,)))
    return next(iter(found)) if len(found) == 1 else kind(tuple(found))


def count_leaves(test: Test) -> int:
    """How many single tests a test has."""
    return 1 if isinstance(test, Leaf) else sum(map(count_leaves, test.tests))


@dataclass(frozen=True, slots=True)
class Pair:
    """The test that something is known true, and the test that it is known false; unknown is what neither says."""

    true: Test
    false: Test

    @property
    def size(self) -> int:
        """The single tests of the larger one."""
        return max(count_leaves(self.true), count_leaves(self.false))

    @property
    def negation(self) -> Pair:
        """Kleene not."""
        return Pair(self.false, self.true)


def conjoin_pairs(pairs: list[Pair]) -> Pair:
    """Kleene and."""
    return Pair(join_tests(Every, [one.true for one in pairs]), join_tests(Some, [one.false for one in pairs]))


def disjoin_pairs(pairs: list[Pair]) -> Pair:
    """Kleene or."""
    return conjoin_pairs([one.negation for one in pairs]).negation


def equate_pairs(pairs: list[Pair]) -> Pair:
    """Whether two truths are equal."""
    left, right = pairs
    return disjoin_pairs([conjoin_pairs(pairs), conjoin_pairs([left.negation, right.negation])])


def choose_pair(pairs: list[Pair]) -> Pair:
    """``then if condition else otherwise``: with the condition unknown, what both agree on."""
    condition, then, otherwise = pairs
    ways = [conjoin_pairs([condition, then]), conjoin_pairs([condition.negation, otherwise])]
    against = [conjoin_pairs([condition, then.negation]), conjoin_pairs([condition.negation, otherwise.negation])]
    agreed = conjoin_pairs([then, otherwise]).true, conjoin_pairs([then.negation, otherwise.negation]).true
    return Pair(
        join_tests(Some, [*(one.true for one in ways), agreed[0]]),
        join_tests(Some, [*(one.true for one in against), agreed[1]]),
    )


def test_code(op: Relation, property: CodedProperty, code: int) -> Pair:
    """A comparison of codes: true or false as soon as the value is known."""
    return Pair(Leaf(op, property.name, property, code), Leaf(NEGATED[op], property.name, property, code))


def test_rank(op: Relation, property: RankedProperty, constant: Constant) -> Pair:
    """A comparison of an interval with a constant: known when every point of it agrees."""

    def leaf(relation: Relation, name: str) -> Leaf:
        return Leaf(relation, name, property, constant)

    low, high = property.name, property.high
    match op:
        case ">=" | ">":
            return Pair(leaf(op, low), leaf(NEGATED[op], high))
        case "<=" | "<":
            return Pair(leaf(op, high), leaf(NEGATED[op], low))
        case "==":
            apart = leaf("!=", low) if low == high else join_tests(Some, [leaf("<", high), leaf(">", low)])
            return Pair(join_tests(Every, [leaf("==", low), leaf("==", high)]), apart)
        case "!=":
            return test_rank("==", property, constant).negation
