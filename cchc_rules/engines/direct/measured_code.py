"""Results as they were measured, for code that runs after a decision; zeros are counted by the signs of lines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from cchc_rules.engines.direct.operands import Plain, hold_amount, test_unknown
from cchc_rules.engines.direct.result_code import ResultWriter, make_interval
from cchc_rules.engines.direct.source_builder import indent
from cchc_rules.language.nodes import Arithmetic, Literal, Node, ReadResult, walk
from cchc_rules.program.program import LoweredGrade, LoweredLine, LoweredScore, Program
from cchc_rules.values import Scale


class SetBits(dict[tuple[str, ...], int]):
    """The bits that stand for a set of values, the other way round."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.scale = scale

    def __missing__(self, levels: tuple[str, ...]) -> int:
        return self.setdefault(levels, sum(1 << self.scale.spellings.index(one) for one in levels))


def reads_no_lines(program: Program, nodes: Sequence[Node]) -> bool:
    """Whether nodes read no more of results than them as wholes, and zeros of scores that read no result themselves."""
    reads = [part for node in nodes for part in walk(node) if isinstance(part, ReadResult)]
    counted = {read.name for read in reads if read.zeros}
    scores = [one for one in program.results if isinstance(one, LoweredScore) and one.name in counted]
    lines = [line for one in scores for line in one.whole.family()]
    asked = [node for line in lines for node in (line.value, line.gate) if node is not None]
    return all(read.zeros or not read.line for read in reads) and not any(
        isinstance(part, ReadResult) for node in asked for part in walk(node)
    )


def take_results(results: ResultWriter, program: Program) -> None:
    """Writes what the writer's ``reads`` need out of what was ``measured``, and zeros.

    Only where `reads_no_lines` says so. Whether a line is 0 is told by the signs of its ends: nothing is divided or
    added up.
    """
    for place, one in enumerate(program.results):
        asked = {(line, zeros) for name, line, zeros in results.reads if name == one.name}
        if isinstance(one, LoweredGrade) and asked:
            table = results.writer.module.constant(SetBits(one.grade.scale))
            bits = results.writer.local(f"{table}[measured[{place}]]")
            results.writer.known["grade", one.name] = Plain(bits, bits_of=one.grade.scale)
        elif isinstance(one, LoweredScore):
            _take_score(results, one, place, asked)


def _take_score(results: ResultWriter, score: LoweredScore, place: int, asked: set[tuple[str, bool]]) -> None:
    writer = results.writer
    if ("", False) in asked:
        low, high = writer.temporary(), writer.temporary()
        writer.lines.append(f"{low}, {high} = measured[{place}]")
        writer.known["score", score.name, ""] = make_interval(low, high)
    counting = {line for line, zeros in asked if zeros}
    leaves = {one.id for line in counting for one in score.score.line(line).countable}
    ends = {one.line.id: _write_sign(results, one) for one in score.whole.family() if one.line.id in leaves}
    results.count_zeros(score, counting, ends)


def _write_sign(results: ResultWriter, line: LoweredLine) -> tuple[str, str]:
    """Writes two ends that are below, at or above 0 where those of a line are, its quotients left undivided."""
    value, caps, writer = line.value, line.line, results.writer
    least = caps.least
    if value is None or caps.rounded is not None or (least is not None and least > 0):
        return results.write_line(line, set(), {})
    amount = hold_amount(writer, results.expressions.amount(_drop_factors(value), writer))
    low, high = writer.temporary(), writer.temporary()
    known = [f"{low}, {high} = {amount.low.text}, {amount.high.text}"]
    if least == 0:
        known += [f"if {one} < 0: {one} = 0" for one in (low, high)]
    ends = ", ".join(results.state_caps(caps))
    unknown = [f"if {test_unknown(amount.guards)}: {low}, {high} = {ends}", "else:"] if amount.guards else []
    writer.lines += [*unknown, *(indent(known) if unknown else known)]
    results.close(line, low, high)
    return low, high


def _drop_factors(node: Node) -> Node:
    """A number of the same sign, without the positive constants it is multiplied by."""
    while isinstance(node, Arithmetic) and node.op == "*":
        for factor, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(factor, Literal) and cast(Fraction, factor.value) > 0:
                node = other
                break
        else:
            return node
    return node
