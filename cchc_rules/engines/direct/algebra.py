"""The algebra of the direct engine: what stands in generated Python for each form of expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TypeAlias, TypeVar, cast

from cchc_rules.engines.direct.first_rows import choose_first
from cchc_rules.engines.direct.folds import (
    Loop,
    likeness,
    loop_all,
    loop_any,
    loop_count,
    loop_extreme,
    loop_percent,
    loop_sum,
    write_loop,
    write_years,
)
from cchc_rules.engines.direct.operands import (
    FALSE,
    TRUE,
    Amount,
    End,
    Kleene,
    Plain,
    compare_amounts,
    compare_known,
    conjoin,
    disjoin,
    hold_amount,
    hold_number,
    hold_truth,
    make_constant,
    make_scalar,
    negate,
    read_truth,
    test_known,
    test_unknown,
)
from cchc_rules.engines.direct.orders import compare_levels, compare_plain, find_among
from cchc_rules.engines.direct.source_builder import Writer
from cchc_rules.language.nodes import (
    And,
    Arithmetic,
    AsOf,
    Calendar,
    CalendarKind,
    Compare,
    FirstOf,
    Fold,
    In,
    Literal,
    Negate,
    Not,
    Or,
    Quotient,
    ReadDefinition,
    ReadFact,
    ReadField,
    ReadResult,
    Sign,
    Size,
    YearRun,
    outer_items,
)
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import GradeType, NumberType
from cchc_rules.program.translation import Algebra

R = TypeVar("R")
Truths: TypeAlias = Callable[[Writer], Kleene]
Amounts: TypeAlias = Callable[[Writer], Amount]
Plains: TypeAlias = Callable[[Writer], Plain]


@dataclass(frozen=True, slots=True)
class DirectAlgebra(Algebra[Kleene, Amount, Plain, Writer]):
    """Writes expressions into function bodies; a fold or definition met again is read from the local it is in."""

    def state_truth(self, node: Literal, where: Writer) -> Kleene:
        return TRUE if node.value is True else FALSE

    def read_truth(self, node: ReadFact | ReadField, where: Writer) -> Kleene:
        return read_truth(_read(node, where))

    def define_truth(self, node: ReadDefinition, meaning: Truths, where: Writer) -> Kleene:
        root = where.root
        return root.once(node.name, lambda: read_truth(hold_truth(root, meaning(root))))

    def negate(self, node: Not | Compare, operand: Kleene, where: Writer) -> Kleene:
        return negate(operand)

    def conjoin(self, node: And, operands: list[Kleene], where: Writer) -> Kleene:
        return conjoin(where, operands)

    def disjoin(self, node: Or | In, operands: list[Kleene], where: Writer) -> Kleene:
        return disjoin(where, operands)

    def choose_truth(self, node: FirstOf, conditions: list[Kleene], values: list[Kleene], where: Writer) -> Kleene:
        asked, given = ([hold_truth(where, truth) for truth in truths] for truths in (conditions, values))
        return read_truth(_agree(where, asked, given))

    def equate_truths(self, node: Compare, left: Kleene, right: Kleene, where: Writer) -> Kleene:
        a, b = hold_truth(where, left), hold_truth(where, right)
        return compare_known((a, b), f"{a} is {b}", f"{a} is not {b}")

    def compare_amounts(self, node: Compare, left: Amount, right: Amount, where: Writer) -> Kleene:
        return compare_amounts(where.module, node.op, hold_amount(where, left), hold_amount(where, right))

    def compare_dates(self, node: Compare, left: Plain, right: Plain, where: Writer) -> Kleene:
        return compare_plain(node.op, left, right)

    def compare_levels(self, node: Compare, left: Plain, right: Plain, where: Writer) -> Kleene:
        return compare_levels(where.module, cast(GradeType, type_of(node.left)).scale, node.op, left, right)

    equate_choices = compare_dates  # both as Python compares them

    def find_among(self, node: In, operand: Plain, options: tuple[Literal, ...], where: Writer) -> Kleene:
        return find_among(where.module, operand, frozenset(option.value for option in options))

    def fold_all(self, node: Fold, body: Truths, filter: Truths | None, where: Writer) -> Kleene:
        return read_truth(_fold_truths(node, body, filter, where, loop_all)[0])

    def fold_any(self, node: Fold, body: Truths, filter: Truths | None, where: Writer) -> Kleene:
        return read_truth(_fold_truths(node, body, filter, where, loop_any)[0])

    def state_number(self, node: Literal, value: int | Fraction, where: Writer) -> Amount:
        return make_constant(where.module, value)

    def read_number(self, node: ReadFact | ReadField, where: Writer) -> Amount:
        name = _read(node, where)
        return make_scalar(name, "integer" if cast(NumberType, node.type).integral else "double", (name,))

    def read_score(self, node: ReadResult, where: Writer) -> Amount:
        return cast(Amount, where.root.known["zeros" if node.zeros else "score", node.name, node.line])

    def define_amount(self, node: ReadDefinition, meaning: Amounts, where: Writer) -> Amount:
        root = where.root
        return root.once(node.name, lambda: hold_amount(root, meaning(root)))

    def add(self, node: Arithmetic, left: Amount, right: Amount, where: Writer) -> Amount:
        a, b = hold_number(where, left), hold_number(where, right)
        return _combine_ends("+", (a.low, b.low), (a.high, b.high), a.guards + b.guards)

    def subtract(self, node: Arithmetic, left: Amount, right: Amount, where: Writer) -> Amount:
        a, b = hold_number(where, left), hold_number(where, right)
        return _combine_ends("-", (a.low, b.high), (a.high, b.low), a.guards + b.guards)

    def multiply(self, node: Arithmetic, left: Amount, right: Amount, where: Writer) -> Amount:
        a, b = hold_number(where, left), hold_number(where, right)
        if a.low.constant is not None:
            a, b = b, a
        constant = b.low.constant
        if constant is not None or (a.scalar and b.scalar):
            first, last = (a.high, a.low) if constant is not None and constant < 0 else (a.low, a.high)
            return _combine_ends("*", (first, b.low), (last, b.low), a.guards + b.guards)
        low, high, guards = where.temporary(), where.temporary(), a.guards + b.guards
        corners = f"corners({', '.join(end.exact for end in (a.low, a.high, b.low, b.high))})"
        where.lines.append(f"{low}, {high} = {corners} if {test_known(guards)} else (None, None)")
        sort = _join_sorts(a.low.sort, b.low.sort)
        return Amount(End(low, sort), End(high, sort), (low,))

    def count_days(self, node: Arithmetic, left: Plain, right: Plain, where: Writer) -> Amount:
        return make_scalar(f"({left.text} - {right.text}).days", "integer", left.guards + right.guards)

    def count_calendar(self, node: Calendar, dates: list[Plain], where: Writer) -> Amount:
        guards = tuple(guard for one in dates for guard in one.guards)
        return make_scalar(_count_calendar(node.kind, [one.text for one in dates]), "integer", guards)

    def turn_sign(self, node: Negate, operand: Amount, where: Writer) -> Amount:
        zero, amount = make_constant(where.module, 0).low, hold_number(where, operand)
        return _combine_ends("-", (zero, amount.high), (zero, amount.low), amount.guards)

    def divide(self, node: Quotient, part: Amount, whole: Amount, where: Writer) -> Amount:
        part, whole, factor = hold_number(where, part), hold_number(where, whole), 100 if node.percent else 1
        test = test_known(part.guards + whole.guards)
        names = [where.temporary() for _ in range(2 if part.scalar and whole.scalar else 4)]
        if part.scalar and whole.scalar:
            share = f"share({part.low.exact}, {whole.low.exact}, {factor})"
            where.lines.append(f"{', '.join(names)} = {share} if {test} else (None, None)")
            end = End(names[0], _join_sorts(part.low.sort, whole.low.sort), names[1])
            return Amount(end, end, (names[0],))
        ends = ", ".join(end.exact for end in (part.low, part.high, whole.low, whole.high))
        where.lines.append(f"{', '.join(names)} = shares({ends}, {factor}) if {test} else (None,) * 4")
        return Amount(End(names[0], "integer", names[1]), End(names[2], "integer", names[3]), (names[0],))

    def choose_amount(self, node: FirstOf, conditions: list[Kleene], values: list[Amount], where: Writer) -> Amount:
        asked = [hold_truth(where, truth) for truth in conditions]
        given = [", ".join(_state_ends(hold_number(where, amount))) for amount in values]
        low, high = where.temporary(), where.temporary()
        rows = [f"({ends})" for ends in given]
        where.lines.append(
            f"{low}, {high} = {choose_first(asked, rows)} or hull(({', '.join(asked)},), ({', '.join(rows)}))"
        )
        sort = reduce(_join_sorts, (end.sort for amount in values for end in (amount.low, amount.high)))
        return Amount(End(low, sort), End(high, sort), (low,))

    def count(self, node: Fold, body: Truths, filter: Truths | None, where: Writer) -> Amount:
        low, high = _fold_truths(node, body, filter, where, loop_count)
        return Amount(End(low, "integer"), End(high, "integer"), (low,))

    def share(self, node: Fold, body: Truths, filter: Truths | None, where: Writer) -> Amount:
        low, low_whole, high, high_whole = _fold_truths(node, body, filter, where, loop_percent)
        return Amount(End(low, "integer", low_whole), End(high, "integer", high_whole), (low,))

    def add_up(self, node: Fold, body: Amounts, filter: Truths | None, where: Writer) -> Amount:
        def write(home: Writer) -> Amount:
            inner = home.inside(node.item)
            allowed, value = _allow(filter, inner), hold_number(inner, body(inner))
            names = _run(node, inner, home, loop_sum(allowed, value))
            sort = "exact" if value.low.sort == "double" else value.low.sort
            return Amount(End(names[0], sort), End(names[-1], sort), (names[0],))

        return _once(node, where, write)

    def take_extreme(self, node: Fold, body: Amounts, filter: Truths | None, where: Writer) -> Amount:
        def write(home: Writer) -> Amount:
            inner = home.inside(node.item)
            allowed, value = _allow(filter, inner), hold_amount(inner, body(inner))
            ends = (value.low,) if value.scalar else (value.low, value.high)
            names = _run(node, inner, home, loop_extreme(node.kind, allowed, [end.text for end in ends], value.guards))
            sort = value.low.sort
            return Amount(End(names[0], sort), End(names[-1], sort), (names[0],))

        return _once(node, where, write)

    def count_run(self, node: YearRun, body: Truths, to: Amounts, where: Writer) -> Amount:
        def write(home: Writer) -> Amount:
            inner = home.inside(node.item)
            year = hold_number(home, to(home))
            one_year = test_known(year.guards) + ("" if year.scalar else f" and {year.low.text} == {year.high.text}")
            last = home.local(f"{year.low.text} if {one_year} else None")
            unlisted = home.module.constant(node.unlisted)
            call = write_years(node, inner, body(inner), [_read(node.list_read, home), last, unlisted])
            names = home.temporary(), home.temporary()
            home.lines.append(f"{', '.join(names)} = {call}")
            return Amount(End(names[0], "integer"), End(names[1], "integer"), (names[0],))

        return _once(node, where, write)

    def count_members(self, node: Size, where: Writer) -> Amount:
        members = _read(node.list_read, where)
        return make_scalar(f"len({members})", "integer", (members,))

    def state_plain(self, node: Literal, where: Writer) -> Plain:
        return Plain(where.module.constant(node.value), (), node.value)

    def read_plain(self, node: ReadFact | ReadField, where: Writer) -> Plain:
        return _hold(_read(node, where))

    def read_grade(self, node: ReadResult, where: Writer) -> Plain:
        return cast(Plain, where.root.known["grade", node.name])

    def define_plain(self, node: ReadDefinition, meaning: Plains, where: Writer) -> Plain:
        root = where.root
        return root.once(node.name, lambda: meaning(root))

    def read_as_of(self, node: AsOf, where: Writer) -> Plain:
        return _hold("as_of")

    def choose_plain(self, node: FirstOf, conditions: list[Kleene], values: list[Plain], where: Writer) -> Plain:
        return _hold(_agree(where, [hold_truth(where, truth) for truth in conditions], [one.text for one in values]))

    def take_extreme_date(self, node: Fold, body: Plains, filter: Truths | None, where: Writer) -> Plain:
        def write(home: Writer) -> Plain:
            inner = home.inside(node.item)
            allowed, value = _allow(filter, inner), body(inner)
            (name,) = _run(node, inner, home, loop_extreme(node.kind, allowed, [value.text], value.guards))
            return _hold(name)

        return _once(node, where, write)


def _hold(name: str) -> Plain:
    return Plain(name, (name,))


def _count_calendar(kind: CalendarKind, dates: list[str]) -> str:
    """The year; or the months, one less while the later day of the month is before the earlier one's, by twelve."""
    if kind == "year":
        return f"{dates[0]}.year"
    a, b = dates
    months = f"(({b}.year - {a}.year) * 12 + {b}.month - {a}.month - ({b}.day < {a}.day))"
    return months if kind == "months" else f"({months} // 12)"


def _read(node: ReadFact | ReadField, where: Writer) -> str:
    """The local that holds a fact, or a field of a member."""
    return f"v{node.slot}" if isinstance(node, ReadFact) else where.binding(node.item).field(node.slot)


def _combine_ends(op: Sign, low: tuple[End, End], high: tuple[End, End], guards: tuple[str, ...]) -> Amount:
    """``op`` of two ends below and of two above, exact."""
    first, last = (End(f"{a.exact} {op} {b.exact}", _join_sorts(a.sort, b.sort)) for a, b in (low, high))
    return Amount(first, last, guards)


def _join_sorts(a: str, b: str) -> str:
    return "integer" if a == b == "integer" else "exact"


def _agree(where: Writer, asked: list[str], values: list[str]) -> str:
    """A local with the value of the first condition that holds; None where it may be one of several that differ."""
    found = where.local(choose_first(asked, values, "..."))
    where.lines.append(f"if {found} is ...: {found} = agree(({', '.join(asked)},), ({', '.join(values)},))")
    return found


def _state_ends(amount: Amount) -> tuple[str, str]:
    """Both ends as exact values, None when unknown."""
    if not amount.guards or amount.low.sort != "double":
        return amount.low.exact, amount.high.exact
    test = test_unknown(amount.guards)
    return f"None if {test} else {amount.low.exact}", f"None if {test} else {amount.high.exact}"


def _allow(filter_: Truths | None, inner: Writer) -> Kleene:
    return TRUE if filter_ is None else filter_(inner)


def _once(node: Fold | YearRun, where: Writer, write: Callable[[Writer], R]) -> R:
    """What ``write`` makes of a fold in the outermost loop it depends on; folds that are alike run once."""
    home = where.home(outer_items(node))
    return home.once(likeness(node), lambda: write(home))


def _fold_truths(
    node: Fold, body: Truths, filter_: Truths | None, where: Writer, loop: Callable[[Kleene, Kleene], Loop]
) -> tuple[str, ...]:
    """The locals that hold the result of a fold over truths."""

    def write(home: Writer) -> tuple[str, ...]:
        inner = home.inside(node.item)
        return _run(node, inner, home, loop(_allow(filter_, inner), body(inner)))

    return _once(node, where, write)


def _run(node: Fold, inner: Writer, home: Writer, steps: Loop) -> tuple[str, ...]:
    """Writes the function that runs a fold, and the call of it; the locals that hold its result."""
    names = tuple(home.temporary() for _ in range(steps.size))
    call = write_loop(inner, _read(node.list_read, home), len(node.list_type.fields), steps)
    home.lines.append(f"{', '.join(names)} = {call}")
    return names
