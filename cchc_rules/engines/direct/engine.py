"""The direct engine: one program → one module of Python that reads, checks and decides candidates one by one.

`code` writes and compiles it once per program (milliseconds) and keeps it in the program's private slot; pickling drops
it. Deciding a parsed candidate takes about a microsecond: no tree is walked and nothing is allocated but the outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from re import findall
from typing import Any, Final, TypeAlias, assert_never, cast

from cchc_rules.engines.direct.algebra import DirectAlgebra
from cchc_rules.engines.direct.first_rows import agree, corners, hull
from cchc_rules.engines.direct.operands import Amount, Kleene, Plain, conjoin, disjoin
from cchc_rules.engines.direct.orders import compare_bits
from cchc_rules.engines.direct.plain_dicts import write_reader
from cchc_rules.engines.direct.quotients import share, shares
from cchc_rules.engines.direct.result_code import ResultWriter, find_reads, join_rows
from cchc_rules.engines.direct.source_builder import Module, Writer, free_names, indent
from cchc_rules.program.points import Measured, round_away
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.program.translation import Translation
from cchc_rules.values import MET, NOT_APPLICABLE, OUTCOMES, UNKNOWN, UNMET, Value, exact

Values: TypeAlias = tuple[Value, ...]
Expressions: TypeAlias = Translation[Kleene, Amount, Plain, Writer]
_SLOT: Final = "direct"
FUNCTIONS: Final = {
    "Fraction": Fraction, "agree": agree, "compare_bits": compare_bits, "corners": corners, "exact": exact,
    "hull": hull, "join_rows": join_rows, "round_away": round_away, "share": share, "shares": shares,
}  # fmt: skip
"""What generated code calls."""


@dataclass(frozen=True, slots=True)
class Code:
    """The generated functions of one program, and the source they come from.

    ``read(facts)`` gives the values of a plain dict of typed facts in slot order, or None: ask the parser.
    ``decide(values, as_of)`` gives the verdict code, the outcome codes of ``program.order``, and what each of
    ``program.results`` comes to: a score its two ends, a grade the values it may be.
    ``failed(values, as_of)`` gives the indices of checks that are surely false.
    """

    read: Callable[[Mapping[str, Any]], Values | None]
    decide: Callable[[Values, date | None], tuple[int, tuple[int, ...], tuple[Measured, ...]]]
    failed: Callable[[Values, date | None], tuple[int, ...]]
    source: str


def code(program: Program) -> Code:
    """The code of a program, written on first use. Cost: milliseconds then, a dictionary look-up afterwards."""
    found: Code | None = program._engine.get(_SLOT)
    return found if found is not None else cast(Code, program._engine.setdefault(_SLOT, _write_program(program)))


def _write_program(program: Program) -> Code:
    module = Module(namespace=dict(FUNCTIONS))
    expressions = Translation(DirectAlgebra(), dict(program.definitions))
    write_reader(module, program.facts)
    _write(module, "decide", len(program.facts), _decide(program, expressions, Writer(module)))
    _write(module, "failed", len(program.facts), _test_checks(program, expressions, Writer(module)))
    built = module.run()
    return Code(built["read"], built["decide"], built["failed"], module.source)


def write_criterion(program: Program, id: str) -> str:
    """The Python that finds the outcomes of one criterion, for people to read: its own lines out of ``decide``.

    Of a member the whole criterion it belongs to; KeyError for an id that is not there.
    """
    top = next((one for one in program.criteria for inside in one.family() if inside.criterion.id == id), None)
    if top is None:
        raise KeyError(id)
    module = Module()
    expressions, writer = Translation(DirectAlgebra(), dict(program.definitions)), Writer(module)
    ResultWriter(expressions, writer, find_reads(program)).write(program)
    lines = _criterion(top, expressions, writer)
    text = "\n".join([*module.functions, *lines])
    names = free_names([text], set())
    codes = ", ".join(f"{code} {outcome.value}" for code, outcome in enumerate(OUTCOMES))
    outcomes = [f"# o{one.position}: {one.criterion.id}" for one in top.family()]
    facts = [f"# v{fact.slot}: {fact.name}" for fact in program.facts if f"v{fact.slot}" in names]
    read = set(findall(r"\bK\d+\b", text))
    constants = [f"{name} = {_state_constant(value)}" for name, value in module.namespace.items() if name in read]
    return "\n".join([f"# outcomes: {codes}", *outcomes, *facts, *constants, text])


def _state_constant(value: object) -> str:
    """A constant as Python; the members of a set in one order, which its own text has not."""
    return f"{{{', '.join(sorted(map(repr, value)))}}}" if isinstance(value, frozenset) else repr(value)


def _write(module: Module, name: str, facts: int, lines: list[str]) -> None:
    slots = [f"v{slot}" for slot in range(facts)]
    unpacked = [f"{', '.join(slots)}{',' if facts == 1 else ''} = values"] if slots else []
    module.function(name, ["values", "as_of"], [*unpacked, *lines])


def _test_checks(program: Program, expressions: Expressions, writer: Writer) -> list[str]:
    if not program.checks:
        return ["return ()"]
    tests = [expressions.truth(check.require, writer).fails for check in program.checks]
    appended = [f"if {test}: found.append({index})" for index, test in enumerate(tests)]
    return [*writer.lines, "found = []", *appended, "return tuple(found)"]


def _decide(program: Program, expressions: Expressions, writer: Writer) -> list[str]:
    """Outcomes into ``o0 …``; on the way ``bad`` and ``open_`` note that some top-level one is unmet or unknown.

    Of criteria that defer ``put_off`` and ``waiting`` note the same.
    """
    results, is_open = ResultWriter(expressions, writer, find_reads(program)).write(program)
    measured, writer.lines = writer.lines, []
    lines = [line for criterion in program.criteria for line in _criterion(criterion, expressions, writer)]
    codes = [f"o{position}" for position in range(len(program.order))]
    outcomes = f"({', '.join(codes)}{',' if len(codes) == 1 else ''})"
    names, verdict = "bad = open_", f"1 if bad else 2 if open_{f' or {is_open}' if is_open else ''}"
    if any(one.criterion.defers for one in program.criteria):
        names, verdict = f"{names} = put_off = waiting", f"{verdict} else 3 if put_off else 2 if waiting"
    return [*measured, f"{names} = False", *lines, f"return ({verdict} else 0), {outcomes}, {results}"]


def _criterion(criterion: LoweredCriterion, expressions: Expressions, writer: Writer) -> list[str]:
    """The lines that find the outcomes of a top-level criterion and its members."""
    applies = None if criterion.applies is None else expressions.truth(criterion.applies, writer)
    before, truth = _require(criterion, expressions, writer)
    before, writer.lines = [*writer.lines, *before], []
    notes = ("put_off", "waiting") if criterion.criterion.defers else ("bad", "open_")
    lines = [*before, *_set_outcome(criterion.position, truth, applies, notes=notes)]
    return lines if applies is None else [*lines, *_spread(criterion, applies)]


def _spread(group: LoweredCriterion, applies: Kleene) -> list[str]:
    """The lines that let members follow their group: not applicable with it, never unmet while it may not apply."""
    inside = [f"o{one.position}" for one in group.family() if one is not group]
    if not inside:
        return []
    return [
        f"if o{group.position} == {NOT_APPLICABLE}: {' = '.join(inside)} = {NOT_APPLICABLE}",
        f"elif not ({applies.holds}):",
        *indent([f"if {code} == {UNMET}: {code} = {UNKNOWN}" for code in inside]),
    ]


def _require(criterion: LoweredCriterion, expressions: Expressions, writer: Writer) -> tuple[list[str], Kleene]:
    """What a criterion requires, after the lines that find its members' outcomes."""
    if criterion.require is not None:
        return [], expressions.truth(criterion.require, writer)
    lines: list[str] = []
    for member in criterion.members:
        before, truth = _require(member, expressions, writer)
        lines += [*before, *_set_outcome(member.position, truth)]
    codes = [f"o{member.position}" for member in criterion.members]
    truths = [Kleene(f"{code} == {MET}", f"{code} == {UNMET}") for code in codes]
    match criterion.group:
        case "all":
            return lines, conjoin(writer, truths)
        case "any":
            return lines, disjoin(writer, truths)
        case "at_least":
            met = " + ".join(f"({code} == {MET})" for code in codes)
            unmet = " + ".join(f"({code} == {UNMET})" for code in codes)
            most = len(codes) - criterion.least
            return lines, Kleene(f"{met} >= {criterion.least}", f"{unmet} > {most}")
        case "":
            raise TypeError(f"criterion {criterion.criterion.id} requires nothing")
        case _:
            assert_never(criterion.group)


def _set_outcome(
    position: int, truth: Kleene, applies: Kleene | None = None, *, notes: tuple[str, str] | None = None
) -> list[str]:
    """The lines that set one outcome; that a top-level one is unmet or unknown is noted in locals, for the verdict.

    With ``applies`` unknown a requirement may be met, never unmet.
    """
    met = f"o{position} = {MET}"
    note_unmet, note_unknown = ("", "") if notes is None else (f"; {one} = True" for one in notes)
    unmet, unknown = f"o{position} = {UNMET}{note_unmet}", f"o{position} = {UNKNOWN}{note_unknown}"
    if truth.unknown:
        lines = [f"if {truth.unknown}: {unknown}", f"elif {truth.decided}: {met}", f"else: {unmet}"]
    else:
        lines = [f"if {truth.holds}: {met}", f"elif {truth.fails}: {unmet}", f"else: {unknown}"]
    if applies is None:
        return lines
    return [
        f"if {applies.holds}:",
        *indent(lines),
        f"elif {applies.fails}: o{position} = {NOT_APPLICABLE}",
        f"elif {truth.holds}: {met}",
        f"else: {unknown}",
    ]
