"""Comparisons of levels, choices and dates, as tests of generated Python. Unranked values are in no order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import cast

from cchc_rules.engines.direct.operands import Kleene, Plain, compare_known
from cchc_rules.engines.direct.source_builder import Module
from cchc_rules.language.nodes import MIRRORED, NEGATED, Relation
from cchc_rules.values import Scale, Truth

FEW_LEVELS = 64
"""Up to here a limit has a set of the levels that pass it, which is faster to ask; sets of 1,000 levels for 1,000
limits would cost their square, and there all limits share one table of ranks."""


def compare_plain(op: Relation, left: Plain, right: Plain) -> Kleene:
    """Dates compare as dates; choices are equal or not."""
    return compare_known(
        left.guards + right.guards, f"{left.text} {op} {right.text}", f"{left.text} {NEGATED[op]} {right.text}"
    )


def compare_levels(module: Module, scale: Scale, op: Relation, left: Plain, right: Plain) -> Kleene:
    """Levels compare by declared order; with an unranked value on either side an order comparison is false.

    A grade of the candidate is a set: a comparison with it is known when all its values agree.
    """
    if left.bits_of is not None or right.bits_of is not None:
        return _compare_sets(module, scale, op, left, right)
    if op in ("==", "!="):
        return compare_plain(op, left, right)
    if right.constant is not None and left.constant is None:
        return _compare_with_limit(module, scale, op, left, cast(str, right.constant))
    if left.constant is not None and right.constant is None:
        return _compare_with_limit(module, scale, MIRRORED[op], right, cast(str, left.constant))
    lefts, rights = _ranks(scale, never=-inf if ">" in op else inf), _ranks(scale, never=inf if ">" in op else -inf)
    test = f"{module.constant(lefts)}[{left.text}] {op} {module.constant(rights)}[{right.text}]"
    return compare_known(left.guards + right.guards, test, f"not {test}")


def _compare_with_limit(module: Module, scale: Scale, op: Relation, operand: Plain, limit: str) -> Kleene:
    """``operand op limit`` where the limit is known when the ruleset is compiled."""
    if len(scale.levels) <= FEW_LEVELS or limit in scale.unranked:
        return find_among(module, operand, _passing(scale, op, limit))
    ranks = _ranks(scale, never=-inf if ">" in op else inf)
    test = f"{module.constant(ranks)}[{operand.text}] {op} {ranks[limit]}"
    return compare_known(operand.guards, test, f"not {test}")


def find_among(module: Module, operand: Plain, values: frozenset[object]) -> Kleene:
    """Whether a known value is one of ``values``."""
    if (scale := operand.bits_of) is not None:
        ones = [1 << place for place, one in enumerate(scale.spellings) if one in values]
        return Kleene(f"{operand.text} in {module.constant(frozenset(ones))}", f"not {operand.text} & {sum(ones)}")
    if len(values) == 1:
        one = module.constant(next(iter(values)))
        return compare_known(operand.guards, f"{operand.text} == {one}", f"{operand.text} != {one}")
    among = module.constant(values)
    return compare_known(operand.guards, f"{operand.text} in {among}", f"{operand.text} not in {among}")


def _compare_sets(module: Module, scale: Scale, op: Relation, left: Plain, right: Plain) -> Kleene:
    """A comparison of which a side is a set; a side that is none is the set of its one value."""
    if left.bits_of is None and left.constant is not None:
        left, right, op = right, left, MIRRORED[op]
    if right.bits_of is None and right.constant is not None:
        bits = _bits_passing(scale, MIRRORED[op], cast(str, right.constant))
        return Kleene(f"not {left.text} & {~bits}", f"not {left.text} & {bits}")
    ones = module.constant({value: 1 << place for place, value in enumerate(scale.spellings)} | {None: 0})
    sets = ", ".join(one.text if one.bits_of is not None else f"{ones}[{one.text}]" for one in (left, right))
    passing = module.constant(tuple(_bits_passing(scale, op, value) for value in scale.spellings))
    truth = f"compare_bits({sets}, {passing})"
    return Kleene(f"{truth} is True", f"{truth} is False")


def _bits_passing(scale: Scale, op: Relation, value: str) -> int:
    """The bits of the values x for which ``value op x`` is true."""
    if op in ("==", "!="):
        passing: frozenset[object] = frozenset(one for one in scale.spellings if (one == value) is (op == "=="))
    else:
        passing = _passing(scale, MIRRORED[op], value)
    return sum(1 << place for place, one in enumerate(scale.spellings) if one in passing)


def compare_bits(left: int, right: int, passing: Sequence[int]) -> Truth:
    """Whether a comparison holds of all values of two sets, of none (False), or of some (None); unknown is no value.

    ``passing[i]`` are the bits of the right values for which it holds of the left value i.
    """
    if not left or not right:
        return None
    met = [right & bits for place, bits in enumerate(passing) if left >> place & 1]
    return True if all(one == right for one in met) else None if any(met) else False


def _passing(scale: Scale, op: Relation, limit: str) -> frozenset[object]:
    """The levels for which ``level op limit`` is true; none when the limit is unranked."""
    if limit not in scale.levels:
        return frozenset()
    place = scale.levels.index(limit)
    first, last = {">=": (place, None), ">": (place + 1, None), "<=": (0, place + 1), "<": (0, place)}[op]
    return frozenset(scale.levels[first:last])


@lru_cache(maxsize=32)
def _ranks(scale: Scale, *, never: float) -> Mapping[str, float]:
    """The rank of each level; unranked values get a rank that fails the comparison."""
    return {**dict.fromkeys(scale.unranked, never), **{level: rank for rank, level in enumerate(scale.levels)}}
