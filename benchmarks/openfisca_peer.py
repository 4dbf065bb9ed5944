"""OpenFisca deciding the ten criteria: variables with vectorised formulas over arrays, -1 for unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.entities import Entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers import FACTS, FIRST, GOOD_RANK, LAST

PERIOD = "2022"
AGENCY = Entity("agency", "agencies", "An agency", "")
Array = Any


def judged(name: str, test: Callable[[Array], Array]) -> Callable[[Callable[[str], Array]], Array]:
    """2 where the fact is unknown, else 0 where the test holds and 1 where not."""

    def formula(read: Callable[[str], Array]) -> Array:
        values = read(name)
        return numpy.where(values < 0, 2, numpy.where(test(values), 0, 1))

    return formula


def lawful(read: Callable[[str], Array]) -> Array:
    given, counted = read("lawful_initiatives"), read("initiatives")
    return numpy.where((given < 0) | (counted < 0), 2, numpy.where(given == counted, 0, 1))


def index(read: Callable[[str], Array]) -> Array:
    indexed, level = read("indexed"), read("index")
    undecided = numpy.where((indexed < 0) | (level < 0), 2, 1)
    return numpy.where(indexed == 0, 3, numpy.where(level >= GOOD_RANK, 0, undecided))


def in_time(read: Callable[[str], Array]) -> Array:
    registered, reported = read("registered_on"), read("reported_on")
    missing = numpy.where((registered < 0) | (reported < 0), 2, 0)
    return numpy.where((registered >= FIRST) | (reported > LAST), 1, missing)


FORMULAS = (
    judged("plan", lambda values: values == 1),
    judged("launched", lambda values: values == 1),
    judged("tasks_done", lambda values: values >= 100),
    judged("initiatives", lambda values: values >= 1),
    lawful,
    judged("effective_initiatives", lambda values: values >= 1),
    judged("head_disciplined", lambda values: values == 0),
    judged("conduct", lambda values: values >= 95.5),
    index,
    in_time,
)


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([AGENCY])
    common = {"entity": AGENCY, "definition_period": periods.DateUnit.YEAR, "label": ""}
    for name in FACTS:
        system.add_variable(type(name, (Variable,), {"value_type": float, "default_value": -1, **common}))
    for place, rule in enumerate(FORMULAS):
        body = {"value_type": int, "formula": _formula(rule), **common}
        system.add_variable(type(f"c{place}", (Variable,), body))
    return system


def _formula(rule: Callable[[Callable[[str], Array]], Array]) -> Callable[..., Array]:
    def formula(population: Any, period: Any) -> Array:
        return rule(lambda name: population(name, period))

    return formula


SYSTEM = _system()


def decide_all(ready: Sequence[dict[str, Any]]) -> list[tuple[int, tuple[int, ...]]]:
    """The verdict and outcomes of all candidates."""
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, len(ready))
    for name in FACTS:
        values = [-1 if (value := facts[name]) is None else value for facts in ready]
        simulation.set_input(name, PERIOD, numpy.array(values, dtype=numpy.float32))
    codes = numpy.array([simulation.calculate(f"c{place}", PERIOD) for place in range(len(FORMULAS))]).T
    return [(1 if 1 in row else 2 if 2 in row else 0, tuple(row)) for row in codes.tolist()]
