"""Scores and grades as generated code: a sheet adds up the two ends of its lines, a grade is a set of bits.

Bit i of a grade stands for ``scale.spellings[i]``. Lines that give constants add whole numbers over one divisor: a
fraction an addition would cost a microsecond a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias, cast

from cchc_rules.engines.direct.first_rows import choose_first
from cchc_rules.engines.direct.operands import (
    Amount,
    End,
    Kleene,
    Plain,
    hold_number,
    hold_truth,
    make_constant,
    test_unknown,
)
from cchc_rules.engines.direct.source_builder import Writer, indent
from cchc_rules.language.nodes import FirstOf, Literal, Node, ReadResult, walk
from cchc_rules.language.ruleset import ScoreLine
from cchc_rules.program.points import NO_END, Range, limit_points
from cchc_rules.program.program import LoweredGrade, LoweredLine, LoweredScore, Program
from cchc_rules.program.translation import Translation
from cchc_rules.values import Scale, Truth

Expressions: TypeAlias = Translation[Kleene, Amount, Plain, Writer]

_ENDLESS: Final = int(NO_END)


class LevelSets(dict[int, tuple[str, ...]]):
    """The values a set of bits stands for, in the order of the scale; each set is made once."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.scale = scale

    def __missing__(self, bits: int) -> tuple[str, ...]:
        found = tuple(one for place, one in enumerate(self.scale.spellings) if bits >> place & 1)
        return self.setdefault(bits, found)


def join_rows(asked: Sequence[Truth], rows: Sequence[int]) -> int:
    """The bits of every row that may be the first that holds."""
    joined = 0
    for truth, bits in zip(asked, rows[:-1], strict=True):
        if truth is not False:
            joined |= bits
        if truth:
            return joined
    return joined | rows[-1]


def find_reads(program: Program, nodes: Sequence[Node] = ()) -> frozenset[tuple[str, str, bool]]:
    """What criteria, later results and some nodes read of results: name, line and whether its zeros are counted."""
    criteria = [one for top in program.criteria for one in top.family()]
    expressions = [*nodes, *(node for one in criteria for node in (one.applies, one.require))]
    for result in program.results:
        if isinstance(result, LoweredGrade):
            expressions += [result.rows, *(when for when, _ in result.caps)]
        else:
            expressions += [node for line in result.whole.family() for node in (line.value, line.gate)]
    parts = (part for one in expressions if one is not None for part in walk(one))
    return frozenset((part.name, part.line, part.zeros) for part in parts if isinstance(part, ReadResult))


@dataclass(frozen=True, slots=True)
class ResultWriter:
    """Writes results into a function body, where expressions then find them; ``reads`` are those they ask for."""

    expressions: Expressions
    writer: Writer
    reads: frozenset[tuple[str, str, bool]]

    def write(self, program: Program) -> tuple[str, str]:
        """Writes every result; gives the tuple of all, and the test that one the verdict waits for is open."""
        given: list[str] = []
        tests: list[str] = []
        for one in program.results:
            if isinstance(one, LoweredGrade):
                bits = self._grade(one)
                value = f"{self.writer.module.constant(LevelSets(one.grade.scale))}[{bits}]"
                test = f"{bits} & ({bits} - 1)"
            else:
                low, high = self._score(one)
                value, test = f"({low}, {high})", f"{low} != {high}"
            given.append(value)
            tests += [test] if one in program.deciding else []
        return f"({', '.join(given)}{',' if len(given) == 1 else ''})", " or ".join(tests)

    def _score(self, score: LoweredScore) -> tuple[str, str]:
        counting = {line for name, line, zeros in self.reads if name == score.name and zeros}
        held = {line for name, line, zeros in self.reads if name == score.name and not zeros}
        held |= {one.id for line in counting for one in score.score.line(line).countable}
        ends: dict[str, tuple[str, str]] = {}
        ends[""] = self.write_line(score.whole, held, ends)
        for id, (low, high) in ends.items():
            self.writer.known["score", score.name, id] = make_interval(low, high)
        self.count_zeros(score, counting, ends)
        return ends[""]

    def count_zeros(self, score: LoweredScore, counting: set[str], ends: Mapping[str, tuple[str, str]]) -> None:
        """Writes how many lines below some others give 0."""
        for id in counting:
            found = [ends[one.id] for one in score.score.line(id).countable]
            low = self.writer.local(" + ".join(f"({a} == 0 == {b})" for a, b in found))
            high = self.writer.local(" + ".join(f"({a} <= 0 <= {b})" for a, b in found))
            self.writer.known["zeros", score.name, id] = make_interval(low, high)

    def write_line(self, line: LoweredLine, held: set[str], ends: dict[str, tuple[str, str]]) -> tuple[str, str]:
        """Writes a line; gives the locals of its two ends, which are also put under its id into ``ends``."""
        writer = self.writer
        if line.value is not None:
            low, high = self._value(line.value, line.line)
        else:
            low, high = self._sum(line, held, ends)
            writer.lines += _limit(self, line.line, low, high)
        self.close(line, low, high)
        ends[line.line.id] = low, high
        return low, high

    def close(self, line: LoweredLine, low: str, high: str) -> None:
        """Writes the gate of a line: false makes it 0, unknown takes 0 in."""
        if line.gate is not None:
            gate = self.expressions.truth(line.gate, self.writer)
            widened = [f"if {low} > 0: {low} = 0", f"if {high} < 0: {high} = 0"]
            self.writer.lines += [f"if {gate.fails}: {low} = {high} = 0", f"elif not {gate.holds}:", *indent(widened)]

    def _value(self, value: Node, line: ScoreLine) -> tuple[str, str]:
        """The hull of what a line gives, within its caps; everything between them while it is unknown."""
        writer = self.writer
        amount = hold_number(writer, self.expressions.amount(value, writer))
        low, high = writer.temporary(), writer.temporary()
        known = [f"{low} = {amount.low.exact}", f"{high} = {low if amount.scalar else amount.high.exact}"]
        known += _limit(self, line, low, high)
        if not amount.guards:
            writer.lines += known
        else:
            least, most = self.state_caps(line)
            unknown = f"{low}, {high} = {least}, {most}"
            writer.lines += [f"if {test_unknown(amount.guards)}: {unknown}", "else:", *indent(known)]
        return low, high

    def state_caps(self, line: ScoreLine) -> tuple[str, str]:
        """The caps of a line as they stand in generated code."""
        least = self.writer.module.constant(-_ENDLESS) if line.least is None else self.state(line.least)
        return least, self.writer.module.constant(_ENDLESS) if line.most is None else self.state(line.most)

    def state(self, number: int | Fraction) -> str:
        """A number as it stands in generated code."""
        return make_constant(self.writer.module, int(number) if number == int(number) else number).low.text

    def _sum(self, line: LoweredLine, held: set[str], ends: dict[str, tuple[str, str]]) -> tuple[str, str]:
        writer = self.writer
        low, high = writer.temporary(), writer.temporary()
        tables = [(one, found) for one in line.lines if one.line.id not in held and (found := _find_points(one))]
        scale = lcm(*(point.denominator for _, points in tables for point in points))
        writer.lines.append(f"{low} = {high} = 0")
        for one, points in tables:
            self._add_table(cast(Node, one.value), [int(point * scale) for point in points], low, high)
        if scale > 1:
            writer.lines.append(f"{low}, {high} = Fraction({low}, {scale}), Fraction({high}, {scale})")
        summed = {id(one) for one, _ in tables}
        for one in line.lines:
            if id(one) not in summed:
                a, b = self.write_line(one, held, ends)
                writer.lines += [f"{low} += {a}", f"{high} += {b}"]
        return low, high

    def _add_table(self, value: Node, points: list[int], low: str, high: str) -> None:
        """Adds a line that gives constants to the ends of the sheet."""
        writer = self.writer
        conditions = value.conditions if isinstance(value, FirstOf) else ()
        asked = [hold_truth(writer, self.expressions.truth(one, writer)) for one in conditions]
        if len(asked) <= 1:
            least, most = min(points), max(points)
            rows = [f"if {asked[0]}: ", f"elif {asked[0]} is None: ", "else: "] if asked else [""]
            added = [(points[0], points[0]), (least, most), (points[-1], points[-1])] if asked else [(points[0],) * 2]
            writer.lines += [f"{row}{_add(low, high, *one)}" for row, one in zip(rows, added, strict=True)]
            return
        found = writer.local(choose_first(asked, [str(point) for point in points]))
        rows_text = writer.module.constant(tuple((point, point) for point in points))
        widened = writer.module.fresh("t"), writer.module.fresh("t")
        writer.names.update(widened)
        writer.lines += [
            f"if {found} is None:",
            *indent([f"{', '.join(widened)} = hull(({', '.join(asked)}), {rows_text})"]),
            *indent([f"{low} += {widened[0]}; {high} += {widened[1]}"]),
            f"else: {low} += {found}; {high} += {found}",
        ]

    def _grade(self, grade: LoweredGrade) -> str:
        """Writes a grade; gives the local of its bits."""
        writer, scale = self.writer, grade.grade.scale
        table = grade.rows
        conditions = table.conditions if isinstance(table, FirstOf) else ()
        values = table.values if isinstance(table, FirstOf) else (table,)
        rows = [1 << scale.spellings.index(cast(str, cast(Literal, one).value)) for one in values]
        asked = [hold_truth(writer, self.expressions.truth(one, writer)) for one in conditions]
        bits = writer.local(choose_first(asked, [str(row) for row in rows]))
        if asked:
            everything = f"join_rows(({', '.join(asked)},), {writer.module.constant(tuple(rows))})"
            writer.lines.append(f"if {bits} is None: {bits} = {everything}")
        for when, level in grade.caps:
            holds = self.expressions.truth(when, writer)
            cap = 1 << scale.levels.index(level)
            above = sum(1 << place for place in range(scale.levels.index(level) + 1, len(scale.levels)))
            writer.lines += [
                f"if {bits} & {above} and not {holds.fails}:",
                *indent([f"{bits} = ({bits} & {~above} if {holds.holds} else {bits}) | {cap}"]),
            ]
        writer.known["grade", grade.name] = Plain(bits, bits_of=scale)
        return bits


def make_interval(low: str, high: str) -> Amount:
    """The amount between two locals that are exact numbers."""
    return Amount(End(low, "exact"), End(high, "exact"))


def _limit(results: ResultWriter, line: ScoreLine, low: str, high: str) -> Iterator[str]:
    """The lines that cut two ends at a line's caps and round them."""
    for cap, relation in ((line.least, "<"), (line.most, ">")):
        if cap is not None:
            text = results.state(cap)
            yield f"if {low} {relation} {text}: {low} = {text}"
            yield f"if {high} {relation} {text}: {high} = {text}"
    if line.rounded is not None:
        yield f"{low}, {high} = round_away({low}, {line.rounded}), round_away({high}, {line.rounded})"


def _find_points(line: LoweredLine) -> list[Fraction]:
    """The points of a line that gives one of some constants, within its caps; none for any other line."""
    values = line.value.values if isinstance(line.value, FirstOf) else (line.value,)
    if line.gate is not None or not all(isinstance(one, Literal) for one in values):
        return []
    points = [Fraction(cast(Fraction, cast(Literal, one).value)) for one in values]
    return [limit_points(Range(point, point), line.line, True).low for point in points]


def _add(low: str, high: str, least: int, most: int) -> str:
    added = [f"{name} += {number}" for name, number in ((low, least), (high, most)) if number]
    return "; ".join(added) or "pass"
