"""What one stated fact settles of another, on the columns of many rows: as `cchc_rules.facts.settling` has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from cchc_rules.engines.columns.word_codes import codes_of
from cchc_rules.facts.settling import Rule, Settling
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ChoiceType, GradeType, NumberType
from cchc_rules.values import Value, double_span


@dataclass(frozen=True, slots=True)
class Settled:
    """Canonical columns with what is settled in them.

    ``contradicted`` marks, by slot, the rows whose fact contradicts another; ``settlers`` numbers, by slot, which of a
    fact's settlers it follows from (from 1; 0: stated, or not known).
    """

    frame: pl.DataFrame
    contradicted: Mapping[int, pl.Series] = field(default_factory=dict)
    settlers: Mapping[int, pl.Series] = field(default_factory=dict)


def settle_columns(settling: Settling | None, frame: pl.DataFrame, faulty: Mapping[int, pl.Series]) -> Settled:
    """The columns ``v<slot>`` with what is settled; ``faulty`` marks values that are wrong, not missing, by slot."""
    if settling is None or not settling.rules:
        return Settled(frame)
    facts = {fact.slot: fact for fact in settling.facts}
    flags: dict[int, pl.Expr] = {}
    for rule in settling.rules:
        clash = _clash(rule, facts[rule.slot])
        for slot in (rule.slot, *(slot for slot, _ in rule.settlers)):
            flag = clash & pl.col(f"v{slot}").is_not_null()
            flags[slot] = flags[slot] | flag if slot in flags else flag
    marked = frame.select(flag.fill_null(value=False).alias(f"v{slot}") for slot, flag in flags.items())
    contradicted = {slot: marked.get_column(f"v{slot}") for slot in flags if marked.get_column(f"v{slot}").any()}
    sound = frame.with_columns(
        pl.when(~pl.lit(flag)).then(pl.col(f"v{slot}")).alias(f"v{slot}") for slot, flag in contradicted.items()
    )
    settlers = {rule.slot: _settlers(rule, frame, sound, faulty.get(rule.slot)) for rule in settling.rules}
    found = sound.with_columns(_settle(rule, facts[rule.slot], settlers[rule.slot]) for rule in settling.rules)
    return Settled(found, contradicted, settlers)


def _clash(rule: Rule, fact: Fact) -> pl.Expr:
    """Whether two that are stated say different things of a fact; null and false: they do not."""
    own, values = pl.col(f"v{rule.slot}"), dict(rule.settlers)
    found = [pl.col(f"v{slot}").is_not_null() & _differs(own, fact, value) for slot, value in values.items()]
    pairs = [(one, other) for one in values for other in values if one < other and values[one] != values[other]]
    found += [pl.col(f"v{one}").is_not_null() & pl.col(f"v{other}").is_not_null() for one, other in pairs]
    return pl.any_horizontal(one.fill_null(value=False) for one in found)


def _differs(own: pl.Expr, fact: Fact, value: Value) -> pl.Expr:
    """Whether a stated value is another one; doubles are as given, so all that print as the value are equal to it."""
    if isinstance(fact.type, NumberType) and not fact.type.integral and isinstance(value, int | float):
        return ~own.is_between(*double_span(value))
    return own != _constant(fact, value)


def _settlers(rule: Rule, stated: pl.DataFrame, sound: pl.DataFrame, faulty: pl.Series | None) -> pl.Series:
    """Which settler, counted from 1, each row's fact follows from; 0 for none."""
    chosen = pl.lit(0, dtype=pl.UInt32)
    for number, (slot, _) in reversed(list(enumerate(rule.settlers, start=1))):
        chosen = pl.when(pl.lit(sound.get_column(f"v{slot}")).is_not_null()).then(number).otherwise(chosen)
    missing = pl.lit(stated.get_column(f"v{rule.slot}")).is_null()
    if faulty is not None:
        missing = missing & ~pl.lit(faulty)
    return pl.select(pl.when(missing).then(chosen).otherwise(0).cast(pl.UInt32)).to_series()


def _settle(rule: Rule, fact: Fact, settlers: pl.Series) -> pl.Expr:
    found = pl.col(f"v{rule.slot}")
    for number, (_, value) in enumerate(rule.settlers, start=1):
        constant = _constant(fact, value)
        found = pl.when(pl.lit(settlers) == number).then(constant).otherwise(found)
    return found.alias(f"v{rule.slot}")


def _constant(fact: Fact, value: Value) -> pl.Expr:
    """The value as the canonical column of a fact holds it."""
    if isinstance(fact.type, GradeType | ChoiceType):
        words = codes_of(fact.type)
        return pl.lit(words.code(value), dtype=words.dtype)
    return pl.lit(value)
