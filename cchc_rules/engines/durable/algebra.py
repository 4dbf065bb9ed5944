"""The algebra of the durable engine: truths as tests of a record; its amounts and values are nodes, to be measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, cast

from cchc_rules.engines.durable.pairs import (
    ALWAYS,
    NEVER,
    Every,
    Pair,
    Some,
    choose_pair,
    conjoin_pairs,
    disjoin_pairs,
    equate_pairs,
    join_tests,
    test_code,
    test_rank,
)
from cchc_rules.engines.durable.parts import Part, Parts, choose, equate, hold_at_least, negate
from cchc_rules.engines.durable.properties import TRUTHS, Constant, Leaf, RecordLayout
from cchc_rules.language.nodes import (
    MIRRORED,
    And,
    Arithmetic,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Node,
    Not,
    Or,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadResult,
    Relation,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import ChoiceType, GradeType, Type
from cchc_rules.program.translation import Algebra

_OFF_SCALE: Final = 1_000_000
"""The code of the first value on no level: above every rank (a scale of a million levels does not load)."""


@dataclass(frozen=True, slots=True)
class DurableAlgebra(Algebra[Part, Node, Node, None]):
    """Makes parts of truths; what they test is laid out in ``layout``, definitions are translated once.

    Amounts and plain values are the nodes themselves, for the reference to measure.
    """

    parts: Parts = field(default_factory=Parts)
    layout: RecordLayout = field(default_factory=RecordLayout)
    defined: dict[str, Part] = field(default_factory=dict)

    def _give_node(self, node: Node, *parts: object) -> Node:
        return node

    state_number = read_number = read_score = define_amount = add = subtract = multiply = count_days = _give_node
    turn_sign = count_calendar = _give_node
    divide = choose_amount = count = share = add_up = take_extreme = count_members = count_run = _give_node
    state_plain = read_plain = read_grade = define_plain = read_as_of = choose_plain = take_extreme_date = _give_node

    def state_truth(self, node: Literal, where: None) -> Part:
        return Pair(ALWAYS, NEVER) if node.value is True else Pair(NEVER, ALWAYS)

    def read_truth(self, node: ReadFact | ReadField, where: None) -> Part:
        return self._flag(node)

    def define_truth(self, node: ReadDefinition, meaning: Callable[[None], Part], where: None) -> Part:
        if node.name not in self.defined:
            self.defined[node.name] = meaning(None)
        return self.defined[node.name]

    def negate(self, node: Not | Compare, operand: Part, where: None) -> Part:
        return negate(operand)

    def conjoin(self, node: And, operands: list[Part], where: None) -> Part:
        return self.parts.pack(operands, conjoin_pairs, lambda found: hold_at_least(len(found), found))

    def disjoin(self, node: Or | In, operands: list[Part], where: None) -> Part:
        return self.parts.pack(operands, disjoin_pairs, lambda found: hold_at_least(1, found))

    def choose_truth(self, node: FirstOf, conditions: list[Part], values: list[Part], where: None) -> Part:
        found = values[-1]
        for condition, value in zip(reversed(conditions), reversed(values[:-1]), strict=True):
            found = self.parts.combine([condition, value, found], choose_pair, choose)
        return found

    def equate_truths(self, node: Compare, left: Part, right: Part, where: None) -> Part:
        return self.parts.combine([left, right], equate_pairs, equate)

    def compare_amounts(self, node: Compare, left: Node, right: Node, where: None) -> Part:
        op, left, right = _constant_last(node)
        if isinstance(right, Literal):
            return self._test_rank(op, left, cast(Constant, right.value))
        return self._test_rank(op, Arithmetic("-", left, right), 0)

    def compare_levels(self, node: Compare, left: Node, right: Node, where: None) -> Part:
        op, left, right = _constant_last(node)
        if not isinstance(right, Literal) or isinstance(left, ReadResult):
            return self._flag(node)  # a grade of the candidate may be several levels: measured as a whole
        return self._test_word(op, left, right)

    compare_dates, equate_choices = compare_amounts, compare_levels

    def find_among(self, node: In, operand: Node, options: tuple[Literal, ...], where: None) -> Part:
        if isinstance(operand, ReadResult):
            return self._flag(node)
        if isinstance(type_of(operand), GradeType | ChoiceType):
            return self.disjoin(node, [self._test_word("==", operand, one) for one in options], where)
        return self.disjoin(node, [self._test_rank("==", operand, cast(Constant, one.value)) for one in options], where)

    def fold_all(self, node: Fold, body: object, filter: object, where: None) -> Part:
        return self._flag(node)

    fold_any = fold_all

    def _flag(self, node: Node) -> Part:
        """A truth that is measured."""
        return test_code("==", self.layout.code_of(node, TRUTHS), 1)

    def _test_rank(self, op: Relation, node: Node, constant: Constant) -> Part:
        """A number or date against a constant."""
        return test_rank(op, self.layout.rank_of(node, constant), constant)

    def _test_word(self, op: Relation, node: Node, constant: Literal) -> Part:
        """A level or choice against a constant one; every order is false for a value on no level."""
        codes = _codes(type_of(node))
        property, code = self.layout.code_of(node, codes), codes[cast(str, constant.value)]
        pair = test_code(op, property, code)
        if op == "==" or (op in ("<", "<=") and code < _OFF_SCALE):
            return pair
        if code >= _OFF_SCALE:
            return Pair(NEVER, Leaf(">=", property.name, property, 0))
        on_scale = test_code("<", property, _OFF_SCALE)
        return Pair(join_tests(Every, [pair.true, on_scale.true]), join_tests(Some, [pair.false, on_scale.false]))


def _constant_last(node: Compare) -> tuple[Relation, Node, Node]:
    """A comparison with its constant, if it has one, on the right."""
    if isinstance(node.left, Literal) and not isinstance(node.right, Literal):
        return MIRRORED[node.op], node.right, node.left
    return node.op, node.left, node.right


def _codes(kind: Type) -> dict[str, int]:
    """The codes of the words of a scale or choice."""
    if isinstance(kind, ChoiceType):
        return {option: place for place, option in enumerate(kind.options)}
    assert isinstance(kind, GradeType)
    codes = {level: place for place, level in enumerate(kind.scale.levels)}
    return codes | {value: _OFF_SCALE + place for place, value in enumerate(kind.scale.unranked)}
