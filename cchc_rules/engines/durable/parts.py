"""Boolean expressions cut into parts small enough for one rule each, and joined again by Kleene."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, cast

from cchc_rules.engines.durable.leaves import (
    ALWAYS,
    NEVER,
    Leaves,
    Pair,
    both,
    chosen,
    either,
    negated,
    same,
)
from cchc_rules.language.nodes import (
    And,
    Compare,
    Conditional,
    Fold,
    In,
    Literal,
    Node,
    Not,
    Or,
    ReadDefinition,
    ReadFact,
    ReadField,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType
from cchc_rules.values import Truth

MOST_LEAVES: Final = 15
"""The single tests of one rule beside the one on its kind: durable_rules has room for 16."""

Joined: TypeAlias = Callable[[Sequence[Truth]], Truth]
"""The truth of an expression, from the truths of all parts."""


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts expressions; ``parts`` are the pairs of tests found so far, in the order of their places."""

    leaves: Leaves
    definitions: Mapping[str, Node]
    parts: dict[Pair, int] = field(default_factory=dict)
    defined: dict[str, Pair | Joined] = field(default_factory=dict)

    def joined(self, node: Node) -> Joined:
        """The truth of a boolean expression as a function of the truths of parts."""
        return self._part(self._cut(node))

    def _cut(self, node: Node) -> Pair | Joined:
        match node:
            case Literal(value=value):
                return Pair(ALWAYS, NEVER) if value is True else Pair(NEVER, ALWAYS)
            case ReadFact() | ReadField() | Fold():
                return self.leaves.flag(node)
            case ReadDefinition(name=name):
                if name not in self.defined:
                    self.defined[name] = self._cut(self.definitions[name])
                return self.defined[name]
            case Not(operand=operand):
                inner = self._cut(operand)
                return negated(inner) if isinstance(inner, Pair) else _turned(inner)
            case And(operands=operands):
                return self._packed([self._cut(one) for one in operands], both, _all_true)
            case Or(operands=operands):
                return self._packed([self._cut(one) for one in operands], either, _any_true)
            case In(operand=operand, options=options):
                equalities = [self._cut(Compare("==", operand, option)) for option in options]
                return self._packed(equalities, either, _any_true)
            case Compare(op=op, left=left, right=right):
                if not isinstance(type_of(left), BooleanType):
                    return self.leaves.comparison(node)
                equal = self._combined([left, right], lambda pairs: same(*pairs), _equal)
                if op == "==":
                    return equal
                return negated(equal) if isinstance(equal, Pair) else _turned(equal)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                return self._combined([condition, then, otherwise], lambda pairs: chosen(*pairs), _chosen)
            case _:
                raise TypeError(f"no truth in {node!r}")

    def _combined(
        self, nodes: list[Node], pair: Callable[[list[Pair]], Pair], join: Callable[[list[Truth]], Truth]
    ) -> Pair | Joined:
        """One pair where it fits a rule, else the parts joined."""
        cut = [self._cut(node) for node in nodes]
        if all(isinstance(one, Pair) for one in cut):
            whole = pair(cast(list[Pair], cut))
            if whole.size <= MOST_LEAVES:
                return whole
        return self._over(cut, join)

    def _packed(
        self,
        cut: Sequence[Pair | Joined],
        pack: Callable[[list[Pair]], Pair],
        join: Callable[[list[Truth]], Truth],
    ) -> Pair | Joined:
        """As few parts as fit, joined; one pair when all fit one rule."""
        found: list[Pair | Joined] = [one for one in cut if not isinstance(one, Pair)]
        waiting: list[Pair] = []
        for one in cut:
            if not isinstance(one, Pair):
                continue
            if waiting and pack([*waiting, one]).size > MOST_LEAVES:
                found.append(pack(waiting))
                waiting = []
            waiting.append(one)
        if waiting:
            found.append(pack(waiting))
        return found[0] if len(found) == 1 else self._over(found, join)

    def _over(self, cut: Sequence[Pair | Joined], join: Callable[[list[Truth]], Truth]) -> Joined:
        parts = [self._part(one) for one in cut]
        return lambda truths: join([part(truths) for part in parts])

    def _part(self, cut: Pair | Joined) -> Joined:
        if not isinstance(cut, Pair):
            return cut
        if cut.true == ALWAYS or cut.false == ALWAYS:
            constant = cut.true == ALWAYS
            return lambda truths: constant
        place = self.parts.setdefault(cut, len(self.parts))
        return lambda truths: truths[place]


def _turned(inner: Joined) -> Joined:
    def turned(truths: Sequence[Truth]) -> Truth:
        truth = inner(truths)
        return None if truth is None else not truth

    return turned


def _all_true(found: list[Truth]) -> Truth:
    return False if False in found else None if None in found else True


def _any_true(found: list[Truth]) -> Truth:
    return True if True in found else None if None in found else False


def _equal(found: list[Truth]) -> Truth:
    left, right = found
    return None if left is None or right is None else left is right


def _chosen(found: list[Truth]) -> Truth:
    condition, then, otherwise = found
    if condition is None:
        return then if then is otherwise else None
    return then if condition else otherwise
