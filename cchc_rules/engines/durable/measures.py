"""What is computed before a record is asserted: truths, amounts and words of lowered expressions, exact and by hand.

Each function of `Measures` turns a node into a function of a `Scene`. An amount is the pair of its ends, equal for a
scalar, in exact integers and fractions; None is unknown. Nothing here is shared with another engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, cast

from cchc_rules.engines.durable.amounts import (
    Ends,
    EndsOf,
    LetIn,
    Scene,
    TruthOf,
    WordOf,
    conjunction,
    corners,
    counted,
    days_between,
    disjunction,
    graded,
    inverted,
    ordered,
    scalar,
    signed,
    size,
    summed,
)
from cchc_rules.engines.durable.shares import percent_of
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Compare,
    Conditional,
    Fold,
    In,
    Literal,
    Negate,
    Node,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    Size,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, GradeType, NumberType, QuotientType
from cchc_rules.values import Truth

_NOT_YET: Final = object()


@dataclass(frozen=True, slots=True)
class Measures:
    """Makes functions of nodes; ``definitions`` are the lowered named expressions a tree may read."""

    definitions: Mapping[str, Node]

    def truth(self, node: Node) -> TruthOf:
        """The truth of a boolean expression."""
        match node:
            case Literal() | ReadFact() | ReadField() | ReadDefinition():
                return cast(TruthOf, self.word(node))
            case Not(operand=operand):
                return inverted(self.truth(operand))
            case And(operands=operands):
                return conjunction([self.truth(one) for one in operands])
            case Or(operands=operands):
                return disjunction([self.truth(one) for one in operands])
            case Compare():
                return self.comparison(node)
            case In(operand=operand, options=options):
                return disjunction([self.comparison(Compare("==", operand, option)) for option in options])
            case Conditional():
                return self.chosen_truth(node)
            case Fold(kind="all"):
                return self.every(node)
            case Fold(kind="any"):
                return self.some(node)
            case _:
                raise TypeError(f"no truth in {node!r}")

    def comparison(self, node: Compare) -> TruthOf:
        """The truth of ``left op right``."""
        kind, op = type_of(node.left), node.op
        if isinstance(kind, NumberType | QuotientType):
            difference = self.difference(node.left, node.right)

            def compared(scene: Scene) -> Truth:
                ends = difference(scene)
                return None if ends is None else signed(op, *ends)

            return compared
        left, right = (self.plain(node.left), self.plain(node.right))
        holds = graded(op, kind) if isinstance(kind, GradeType) else ordered(op)

        def agreed(scene: Scene) -> Truth:
            a, b = left(scene), right(scene)
            return None if a is None or b is None else holds(a, b)

        return agreed

    def plain(self, node: Node) -> WordOf:
        """A truth or word, whichever the expression gives."""
        return self.truth(node) if isinstance(type_of(node), BooleanType) else self.word(node)

    def difference(self, left: Node, right: Node) -> EndsOf:
        """``left - right`` of two amounts."""
        first, second = self.amount(left), self.amount(right)

        def subtracted(scene: Scene) -> Ends | None:
            a, b = first(scene), second(scene)
            return None if a is None or b is None else (a[0] - b[1], a[1] - b[0])

        return subtracted

    def chosen_truth(self, node: Conditional) -> TruthOf:
        """``then if condition else otherwise`` of truths: with condition unknown, what both agree on."""
        condition, then, otherwise = (self.truth(one) for one in (node.condition, node.then, node.otherwise))

        def chosen(scene: Scene) -> Truth:
            known = condition(scene)
            if known is not None:
                return then(scene) if known else otherwise(scene)
            truth = then(scene)
            return truth if truth is otherwise(scene) else None

        return chosen

    def word(self, node: Node) -> WordOf:
        """A level, choice, date or plain truth as it is."""
        match node:
            case Literal(value=value):
                return lambda scene: value
            case ReadFact(slot=slot):
                return lambda scene: scene.values[slot]
            case ReadField(item=item, slot=slot):
                return lambda scene: scene.items[item][slot]
            case AsOf():
                return lambda scene: scene.as_of
            case ReadDefinition(name=name):
                return self.defined(name)
            case Conditional():
                return self.settled(node, self.word)
            case Fold(kind="min" | "max"):
                return self.extreme(node, self.word)
            case _:
                raise TypeError(f"no word in {node!r}")

    def amount(self, node: Node) -> EndsOf:
        """The ends of a number, quotient or interval."""
        match node:
            case Literal(value=int() | Fraction() as number):
                return lambda scene: (number, number)
            case ReadFact() | ReadField():
                return scalar(self.word(node))
            case ReadDefinition(name=name):
                return cast(EndsOf, self.defined(name))
            case Arithmetic():
                return self.arithmetic(node)
            case Negate(operand=operand):
                return self.difference(Literal(0, NumberType(integral=True)), operand)
            case Quotient():
                return self.quotient(node)
            case Conditional():
                return self.settled(node, self.amount)
            case Size(over=over):
                return size(self.word(over))
            case Fold():
                return self.folded(node)
            case _:
                raise TypeError(f"no amount in {node!r}")

    def defined(self, name: str) -> WordOf:
        """The value of a definition, computed once a scene."""
        expression = self.definitions[name]
        kind = type_of(expression)
        match kind:
            case BooleanType():
                made: WordOf = self.truth(expression)
            case NumberType() | QuotientType():
                made = self.amount(expression)
            case _:
                made = self.word(expression)

        def found(scene: Scene) -> Any:
            value = scene.known.get(name, _NOT_YET)
            if value is _NOT_YET:
                # A definition may call its members as the fold it is read in does.
                outside, scene.items = scene.items, {}
                value = scene.known[name] = made(scene)
                scene.items = outside
            return value

        return found

    def settled(self, node: Conditional, read: Callable[[Node], WordOf]) -> WordOf:
        """The one value both branches agree on while the condition is unknown, else unknown."""
        condition, then, otherwise = self.truth(node.condition), read(node.then), read(node.otherwise)

        def chosen(scene: Scene) -> Any:
            known = condition(scene)
            if known is not None:
                return then(scene) if known else otherwise(scene)
            value = then(scene)
            return value if value == otherwise(scene) else None

        return chosen

    def arithmetic(self, node: Arithmetic) -> EndsOf:
        """``+ - *`` of amounts; the days between two dates."""
        if not isinstance(type_of(node.left), NumberType):
            return days_between(self.word(node.left), self.word(node.right))
        if node.op == "-":
            return self.difference(node.left, node.right)
        left, right, times = self.amount(node.left), self.amount(node.right), node.op == "*"

        def combined(scene: Scene) -> Ends | None:
            a, b = left(scene), right(scene)
            if a is None or b is None:
                return None
            return corners([x * y for x in a for y in b]) if times else (a[0] + b[0], a[1] + b[1])

        return combined

    def quotient(self, node: Quotient) -> EndsOf:
        """``part / whole``, a hundred times that for a percent; unknown where whole may be 0."""
        part, whole, factor = self.amount(node.part), self.amount(node.whole), 100 if node.percent else 1

        def divided(scene: Scene) -> Ends | None:
            a, b = part(scene), whole(scene)
            if a is None or b is None or b[0] <= 0 <= b[1]:
                return None
            return corners([Fraction(x * factor) / y for x in a for y in b])

        return divided

    def let_in(self, node: Fold, read: Callable[[Node], WordOf]) -> LetIn:
        """Each member the filter does not surely keep out: whether it is surely in, and what its body gives."""
        over, body = self.word(node.over), read(node.body)
        inside = None if node.filter is None else self.truth(node.filter)
        item = node.item

        def looked(scene: Scene) -> list[tuple[Truth, Any]] | None:
            members = over(scene)
            if members is None:
                return None
            found: list[tuple[Truth, Any]] = []
            for member in members:
                scene.items[item] = member
                entered = True if inside is None else inside(scene)
                if entered is not False:
                    found.append((entered, body(scene)))
            return found

        return looked

    def every(self, node: Fold) -> TruthOf:
        """``all``: true needs a member surely in, and every member perhaps in to hold."""
        look = self.let_in(node, self.truth)

        def held(scene: Scene) -> Truth:
            found = look(scene)
            if found is None or not any(entered for entered, _ in found):
                return None
            if any(entered and truth is False for entered, truth in found):
                return False
            return True if all(truth for _, truth in found) else None

        return held

    def some(self, node: Fold) -> TruthOf:
        """``any``: Kleene or over the members let in; false over none."""
        look = self.let_in(node, self.truth)

        def held(scene: Scene) -> Truth:
            found = look(scene)
            if found is None:
                return None
            if any(entered and truth for entered, truth in found):
                return True
            return None if any(truth is not False for _, truth in found) else False

        return held

    def folded(self, node: Fold) -> EndsOf:
        """``count``, ``percent``, ``sum``, ``min`` and ``max`` of numbers."""
        match node.kind:
            case "count":
                return counted(self.let_in(node, self.truth))
            case "percent":
                look = self.let_in(node, self.truth)
                return lambda scene: percent_of(look(scene))
            case "sum":
                return summed(self.let_in(node, self.amount))
            case _:
                return self.extreme(node, self.amount)

    def extreme(self, node: Fold, read: Callable[[Node], WordOf]) -> WordOf:
        """``min`` or ``max`` over the members let in; unknown over none, or when a filter or value is unknown."""
        look = self.let_in(node, read)
        choose: Callable[..., Any] = min if node.kind == "min" else max

        def chosen(scene: Scene) -> Any:
            found = look(scene)
            if not found or any(entered is None or value is None for entered, value in found):
                return None
            return choose(value for _, value in found)

        return chosen
