"""A program with one thing changed: a parameter or fact of another value, a criterion that requires something else."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from cchc_rules.evaluation import fact_reader
from cchc_rules.language.documents.places import Path
from cchc_rules.language.loader import load_exchanged
from cchc_rules.language.nodes import Node, ReadDefinition, ReadResult, walk
from cchc_rules.language.ruleset import Fact, every_fact
from cchc_rules.problems import FactError, Problem, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import LoweredCriterion, LoweredGrade, LoweredLine, LoweredScore, Program
from cchc_rules.text import nearest, show_value, visible
from cchc_rules.values import Decides, Value


@dataclass(frozen=True)
class Variant:
    """One change to a program: what is varied, the value it gets as text, the program that decides then.

    A fact that is varied has ``value`` for everybody, written as ``raw``. ``touched`` are the places of the top-level
    criteria that read what is changed. ``apart`` says that these alone need be decided again: what is refused as data
    and everything else is as before.
    """

    about: str
    label: str
    base: Program
    program: Program
    touched: tuple[int, ...]
    apart: bool
    fact: Fact | None = None
    value: Value = None
    raw: Any = None

    @cached_property
    def part(self) -> Program | None:
        """The program of the touched criteria alone; None where none is."""
        return _restrict(self.program, self.touched)

    @property
    def rest(self) -> tuple[int, ...]:
        """The places of the criteria that are as before."""
        return tuple(place for place in range(len(self.base.criteria)) if place not in self.touched)


def make_variants(
    program: Program,
    vary: Mapping[str, Iterable[Any]],
    exchange: Mapping[str, str] | None = None,
    *,
    cells: bool = False,
    option: str = "",
) -> list[Variant]:
    """A variant for each value of each parameter or fact, then one for each criterion that requires something else.

    ``cells`` says that values of facts are texts of a file; ``option`` stands before the id of a criterion where
    problems of its requirement are located, by line and column of that text. Raises RulesetError for a name that is
    neither, a parameter's value that does not fit and a requirement that cannot be read, FactError for a fact's, with
    the problems of all.
    """
    making: list[Callable[[], Iterable[Variant]]] = [
        *(partial(_vary, program, name, values, cells) for name, values in vary.items()),
        *(partial(_exchange, program, *one, f"{option} {one[0]}".strip()) for one in (exchange or {}).items()),
    ]
    found: list[Variant] = []
    errors: list[ProblemsError] = []
    for make in making:
        try:
            found += make()
        except (RulesetError, FactError) as error:
            errors.append(error)
    if errors:
        kind = FactError if all(isinstance(one, FactError) for one in errors) else RulesetError
        raise kind([problem for one in errors for problem in one.problems])
    return found


def restrict_rest(variant: Variant) -> Program | None:
    """The program of the criteria that are as before; None where there is none."""
    return _restrict(variant.base, variant.rest)


def _vary(program: Program, name: str, values: Iterable[Any], cells: bool) -> Iterator[Variant]:
    parameters = {one.name for one in program.ruleset.parameters}
    facts = {one.name: one for one in program.facts}
    if name not in parameters and name not in facts:
        known = [*parameters, *facts]
        raise RulesetError([Problem("vary-unknown", None, {"name": visible(name), "nearest": nearest(name, known)})])
    for value in values:
        if name in parameters:
            changed = compile(program.ruleset, program.category.id, parameters={**program.parameters, name: value})
            rolls = {one.expects for one in every_fact(program.facts)}
            apart = name not in rolls and changed.checks == program.checks and not _waits(program)
            yield Variant(name, show_value(value), program, changed, find_touched(program, changed), apart)
        else:
            yield _vary_fact(program, facts[name], value, cells)


def _vary_fact(program: Program, fact: Fact, raw: Any, cells: bool) -> Variant:
    parsed = fact_reader(program).parse({fact.name: raw}, as_of=None, cells=cells)
    if parsed.problems:
        raise FactError(parsed.problems)
    is_settled = bool(fact.settles or fact.settled_by)
    is_checked = any(fact.slot in check.faulty for check in program.checks)
    touched = tuple(place for place, one in enumerate(program.criteria) if fact.slot in one.reads)
    apart = not (is_settled or is_checked or _waits(program))
    return Variant(
        fact.name, show_value(raw), program, program, touched, apart, fact, parsed.candidate.values[fact.slot], raw
    )


def _exchange(program: Program, id: str, require: str, label: str) -> Iterator[Variant]:
    document = json.loads(program.ruleset.canonical)
    begin = ("categories", program.category.id, "criteria")
    criteria = document["categories"][program.category.id].get("criteria", [])
    found = next((one for one in _walk_documents(criteria, begin) if one[1]["id"] == id), None)
    if found is None:
        known = [one.id for one in program.order]
        raise RulesetError([Problem("exchange-unknown", None, {"name": visible(id), "nearest": nearest(id, known)})])
    path, criterion = found
    for key in ("any", "all", "at_least", "require"):
        criterion.pop(key, None)
    criterion["require"] = require
    ruleset = load_exchanged(document, (*path, "require"), require, label=label)
    changed = compile(ruleset, program.category.id, parameters=dict(program.parameters))
    own = [one.id for one in program.category.criteria]
    touched = tuple(own.index(one.id) for one in program.category.criteria if id in [each.id for each in one.family()])
    # Its facts may stand in another order than the base's: only whole rows are given to it.
    yield Variant(id, require, program, changed, touched, apart=False)


def _walk_documents(criteria: Iterable[dict[str, Any]], path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Criteria and their members as documents, with their paths."""
    for place, one in enumerate(criteria):
        yield (*path, place), one
        for key in ("any", "all"):
            yield from _walk_documents(one.get(key) or [], (*path, place, key))
        some = one.get("at_least") or {}
        yield from _walk_documents(some.get("of", []), (*path, place, "at_least", "of"))


def _waits(program: Program) -> bool:
    """Whether a verdict is more than its criteria one by one: results it waits for, criteria that put off."""
    return program.ruleset.decides is Decides.GRADING or program.category.defers


def find_touched(base: Program, changed: Program) -> tuple[int, ...]:
    """The places of the criteria that are not the same, or read a definition or result that is not.

    Both programs have the same facts in the same order, and as many criteria.
    """
    named = [dict(one.definitions) | {each.name: each for each in one.results} for one in (base, changed)]
    other = {name for name in named[1] if named[0].get(name) != named[1][name]}
    while True:
        more = {name for name, one in named[1].items() if name not in other and _read_names(one) & other}
        if not more:
            break
        other |= more
    pairs = zip(base.criteria, changed.criteria, strict=True)
    return tuple(place for place, (one, new) in enumerate(pairs) if one != new or _read_names(new) & other)


def _read_names(read: object) -> set[str]:
    """The definitions and results that something reads."""
    nodes: Collection[Node | None]
    match read:
        case LoweredCriterion():
            nodes = [part for one in read.family() for part in (one.applies, one.require)]
        case LoweredGrade():
            nodes = [read.rows, *(when for when, _ in read.caps)]
        case LoweredScore():
            lines: Iterable[LoweredLine] = read.whole.family()
            nodes = [part for line in lines for part in (line.value, line.gate)]
        case _:
            nodes = [read]  # type: ignore[list-item]  # a definition is its expression
    found = (each for one in nodes if one is not None for each in walk(one))
    return {one.name for one in found if isinstance(one, ReadDefinition | ReadResult)}


def _restrict(program: Program, places: Sequence[int]) -> Program | None:
    """The program of some top-level criteria without checks; None for none."""
    if not places:
        return None
    category = replace(
        program.category,
        criteria=tuple(program.category.criteria[place] for place in places),
        checks=(),
        selections=(),
    )
    ruleset = replace(program.ruleset, categories=(category,), links=())
    return compile(ruleset, category.id, parameters=dict(program.parameters))
