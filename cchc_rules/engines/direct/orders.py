"""Comparisons of levels, choices and dates, as tests of generated Python. Unranked values are in no order."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import cast

from cchc_rules.engines.direct.operands import Kleene, Plain, compare_known
from cchc_rules.engines.direct.source_builder import Module
from cchc_rules.language.nodes import MIRRORED, NEGATED, Relation
from cchc_rules.values import Scale


def compare_plain(op: Relation, left: Plain, right: Plain) -> Kleene:
    """Dates compare as dates; choices are equal or not."""
    return compare_known(
        left.guards + right.guards, f"{left.text} {op} {right.text}", f"{left.text} {NEGATED[op]} {right.text}"
    )


def compare_levels(module: Module, scale: Scale, op: Relation, left: Plain, right: Plain) -> Kleene:
    """Levels compare by declared order; with an unranked value on either side an order comparison is false."""
    if op in ("==", "!="):
        return compare_plain(op, left, right)
    if right.constant is not None and left.constant is None:
        return find_among(module, left, _passing(scale, op, cast(str, right.constant)))
    if left.constant is not None and right.constant is None:
        return find_among(module, right, _passing(scale, MIRRORED[op], cast(str, left.constant)))
    lefts, rights = _ranks(scale, never=-inf if ">" in op else inf), _ranks(scale, never=inf if ">" in op else -inf)
    test = f"{module.constant(lefts)}[{left.text}] {op} {module.constant(rights)}[{right.text}]"
    return compare_known(left.guards + right.guards, test, f"not {test}")


def find_among(module: Module, operand: Plain, values: frozenset[object]) -> Kleene:
    """Whether a known value is one of ``values``."""
    if len(values) == 1:
        one = module.constant(next(iter(values)))
        return compare_known(operand.guards, f"{operand.text} == {one}", f"{operand.text} != {one}")
    among = module.constant(values)
    return compare_known(operand.guards, f"{operand.text} in {among}", f"{operand.text} not in {among}")


def _passing(scale: Scale, op: Relation, limit: str) -> frozenset[object]:
    """The levels for which ``level op limit`` is true; none when the limit is unranked."""
    if limit not in scale.levels:
        return frozenset()
    place = scale.levels.index(limit)
    first, last = {">=": (place, None), ">": (place + 1, None), "<=": (0, place + 1), "<": (0, place)}[op]
    return frozenset(scale.levels[first:last])


def _ranks(scale: Scale, *, never: float) -> Mapping[str, float]:
    """The rank of each level; unranked values get a rank that fails the comparison."""
    return {**dict.fromkeys(scale.unranked, never), **{level: rank for rank, level in enumerate(scale.levels)}}
