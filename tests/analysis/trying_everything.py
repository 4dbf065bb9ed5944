"""By trying everything the sets of facts by which a candidate is remedied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from typing import Any

from cchc_rules.analysis.remedy_answers import Remedies, Remedy
from cchc_rules.analysis.remedy_steps import RemedyStep, StepKind
from cchc_rules.engines.direct.engine import code
from cchc_rules.language.changeability import find_directions
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import DateType, GradeType, ListType
from cchc_rules.program.program import Program
from cchc_rules.values import FAVOURABLE, MET, NOT_APPLICABLE, Value
from tests.analysis.small_rulesets import AS_OF, is_valid, list_domain

MOST_NEW = 2


@dataclass(frozen=True)
class Tried:
    """What trying everything finds: the smallest sets of units that remedy, and of those that evade."""

    remedies: frozenset[frozenset[Any]]
    evasions: frozenset[frozenset[Any]]


def try_everything(program: Program, values: tuple[Value, ...], levels: Sequence[str] = ()) -> Tried | None:
    """The smallest sets by trying every value of every fact that may move; None where there are too many.

    With ``levels`` those by which the grade, the last of the results, surely is one of these.
    """
    directions = find_directions(program.category)
    choices: list[list[tuple[Value, frozenset[Any]]]] = []
    for fact, value in zip(program.facts, values, strict=True):
        if isinstance(fact.type, ListType):
            choices.append(list(_list_choices(fact, value, directions)))
        else:
            fresh = fact.name == "handed_on" and _contradicts(program, values)
            domain = _allowed(fact, fact.name, value, directions, fresh=fresh)
            choices.append([(one, frozenset([fact.name]) if one != value else frozenset()) for one in domain])
    size = 1
    for one in choices:
        size *= len(one)
    if size > 60_000:
        return None
    decide = code(program).decide
    before = decide(values, AS_OF)[1]
    gated = [
        one.position
        for one in program.criteria
        if one.criterion.applies is not None and before[one.position] not in (MET, NOT_APPLICABLE)
    ]
    found: dict[bool, set[frozenset[Any]]] = {False: set(), True: set()}
    for chosen in product(*choices):
        after = tuple(value for value, _ in chosen)
        if not is_valid(program, after):
            continue
        verdict, outcomes, measured = decide(after, AS_OF)
        if set(measured[-1]) <= set(levels) if levels else verdict == FAVOURABLE:
            moved = frozenset().union(*(units for _, units in chosen))
            if "handed_on" in moved and "handed" in moved and values[_slot(program, "handed")] is None:
                moved -= {"handed"}
            found[any(outcomes[one] == NOT_APPLICABLE for one in gated)].add(moved)
    return Tried(*(frozenset(_smallest(found[evading])) for evading in (False, True)))


def _slot(program: Program, name: str) -> int:
    return next(fact.slot for fact in program.facts if fact.name == name)


def _contradicts(program: Program, values: tuple[Value, ...]) -> bool:
    return any(fact.name == "handed" and values[fact.slot] is False for fact in program.facts)


def _smallest(sets: set[frozenset[Any]]) -> Iterator[frozenset[Any]]:
    chosen: list[frozenset[Any]] = []
    for one in sorted(sets, key=len):
        if not any(other <= one for other in chosen):
            chosen.append(one)
    # A set of members added is told by how many, so two sets that add as many are one.
    yield from chosen


def _allowed(fact: Fact, path: str, value: Value, directions: Any, *, fresh: bool = False) -> list[Value]:
    domain, is_date = list_domain(fact), isinstance(fact.type, DateType)
    if value is None:
        return [None, *(one for one in domain if not (fresh and is_date) or one >= AS_OF)]  # type: ignore[operator]
    direction = directions[path]
    if direction is False or (is_date and value <= AS_OF):  # type: ignore[operator]
        return [value]
    if is_date:
        domain = [one for one in domain if one >= AS_OF]  # type: ignore[operator]
    if direction is True:
        return domain
    if isinstance(fact.type, GradeType):
        levels = list(fact.type.scale.levels)
        if value not in levels:
            return [value]
        domain = levels
    place = domain.index(value)
    return domain[place:] if direction == "up" else domain[: place + 1]


def _list_choices(fact: Fact, value: Value, directions: Any) -> Iterator[tuple[Value, frozenset[Any]]]:
    assert isinstance(fact.type, ListType)
    contents = list(product(*([None, *list_domain(one)] for one in fact.type.fields)))
    if value is None:
        yield None, frozenset()
        for number in range(MOST_NEW + 1):
            for members in combinations_with_replacement(contents, number):
                yield members, frozenset(["members"])
        return
    assert isinstance(value, tuple)
    each = []
    for place, member in enumerate(value):
        ways = [_allowed(one, f"members.{one.name}", member[one.slot], directions) for one in fact.type.fields]
        each.append(
            [
                (
                    after,
                    frozenset((place, one.name) for one in fact.type.fields if after[one.slot] != member[one.slot]),
                )
                for after in product(*ways)
            ]
        )
    grows = directions["members"] in (True, "up")
    for chosen in product(*each):
        members = tuple(after for after, _ in chosen)
        moved: frozenset[Any] = frozenset().union(*(units for _, units in chosen))
        for number in range(MOST_NEW + 1 if grows else 1):
            for added in combinations_with_replacement(contents, number):
                yield (*members, *added), moved | {("new", place) for place in range(number)}


def list_sets(found: Remedies, groups: str) -> set[frozenset[Any]] | None:
    """The sets an answer tells, those of equal members written out; None where not all are told."""
    answer = getattr(found, groups)
    if any(one.more or not one.counted for one in answer):
        return None
    each = [[one for remedy in group.remedies for one in _spread(remedy)] for group in answer]
    return {frozenset().union(*parts) for parts in product(*each)} if each else set()


def _spread(remedy: Remedy) -> Iterator[frozenset[Any]]:
    """Every set a remedy stands for."""
    lists = [list(_spread_step(one)) for one in remedy.steps]
    added = frozenset(("new", number) for number in range(count_new(remedy)))
    if sum(one.count for one in remedy.steps if one.kind is StepKind.STATE_LIST) > MOST_NEW:
        added |= {("new", MOST_NEW)}  # more than trying everything tries
    for chosen in product(*lists):
        alike = [units for one, units in zip(remedy.steps, chosen, strict=True) if one.among]
        members = [{unit[0] for unit in units} for units in alike]
        if sum(map(len, members)) == len(set().union(*members)):
            yield added.union(*chosen)


def _spread_step(step: RemedyStep) -> Iterator[frozenset[Any]]:
    match step.kind:
        case StepKind.ADD:
            yield frozenset()
        case StepKind.STATE_LIST:
            yield frozenset([step.fact.name])
        case _ if isinstance(step.fact.type, ListType):
            fields = [one.path for one in step.reaches]
            for chosen in combinations(step.among, step.count):
                yield frozenset((int(name) - 1, field) for name in chosen for field in fields)
        case _:
            path = step.reaches[0].path
            inside = path.partition("[")[2]
            yield frozenset([(int(inside.partition("]")[0]) - 1, path.rpartition(".")[2]) if inside else path])


def count_new(remedy: Remedy) -> int:
    """How many members a remedy adds."""
    return sum(one.count for one in remedy.steps if one.kind is StepKind.ADD)
