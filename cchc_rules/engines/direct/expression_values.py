"""Values of expressions by the direct engine: one generated function that gives what each is for a candidate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias, cast

from cchc_rules.engines.direct.algebra import DirectAlgebra
from cchc_rules.engines.direct.engine import FUNCTIONS
from cchc_rules.engines.direct.measured_code import reads_no_lines, take_results
from cchc_rules.engines.direct.operands import End, hold_amount, hold_truth, test_unknown
from cchc_rules.engines.direct.result_code import LevelSets, ResultWriter, find_reads
from cchc_rules.engines.direct.source_builder import Module, Writer
from cchc_rules.language.nodes import Node, ReadResult, walk
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, NumberType, QuotientType
from cchc_rules.program.points import Measured
from cchc_rules.program.program import Program
from cchc_rules.program.translation import Translation
from cchc_rules.values import Value

ReadValues: TypeAlias = Callable[[tuple[Value, ...], date | None, tuple[Measured, ...]], tuple[Any, ...]]
"""Parsed values, date and what was measured of every result, to what each expression is: None where that is unknown; of
a truth that truth; of a number it, or the pair of both ends of an interval; of anything else the one value it is known
to have."""

_NAME: Final = "values_of"


def write_values(program: Program, nodes: Sequence[Node]) -> ReadValues:
    """The function for lowered expressions of a program. Cost: milliseconds; a call takes a microsecond or two.

    The numbers of one expression are all exact, or all whole numbers and raw doubles as facts have them.
    """
    module = Module(namespace={**FUNCTIONS, "ratio": Fraction})
    writer = Writer(module)
    expressions = Translation(DirectAlgebra(), dict(program.definitions))
    reads = frozenset(
        (part.name, part.line, part.zeros) for node in nodes for part in walk(node) if isinstance(part, ReadResult)
    )
    if reads and reads_no_lines(program, nodes):
        take_results(ResultWriter(expressions, writer, reads), program)
    elif reads:
        ResultWriter(expressions, writer, find_reads(program, nodes)).write(program)
    found = []
    for node in nodes:
        match type_of(node):
            case BooleanType():
                found.append(hold_truth(writer, expressions.truth(node, writer)))
            case NumberType() | QuotientType():
                amount = hold_amount(writer, expressions.amount(node, writer))
                ends = _state_end(amount.low)
                if not amount.scalar:
                    ends = f"({ends}, {_state_end(amount.high)})"
                found.append(writer.local(f"None if {test_unknown(amount.guards)} else {ends}"))
            case _:
                plain = expressions.plain(node, writer)
                levels = None if plain.bits_of is None else module.constant(LevelSets(plain.bits_of))
                known = plain.text if levels is None else f"{levels}[{plain.text}]"
                found.append(writer.local(f"None if {test_unknown(plain.guards)} else {known}"))
    slots = ", ".join(f"v{fact.slot}" for fact in program.facts)
    unpacked = [f"{slots}{',' if len(program.facts) == 1 else ''} = values"] if program.facts else []
    module.function(
        _NAME, ["values", "as_of", "measured"], [*unpacked, *writer.lines, f"return ({', '.join([*found, ''])})"]
    )
    return cast(ReadValues, module.run()[_NAME])


def _state_end(end: End) -> str:
    return f"ratio({end.exact}, {end.over})" if end.over else end.text
