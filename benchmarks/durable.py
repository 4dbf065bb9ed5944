"""What the durable engine costs beside the direct one: ``python -m benchmarks.durable``.

Per candidate on the agencies of Quận 12 (parsed values), per change of a season without and with a journal, building
and releasing the rules of a program, and memory per candidate of a season.
"""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.timing import Contestant, race, table
from cchc_rules.engines import durable
from cchc_rules.engines.direct import engine as direct
from cchc_rules.engines.durable.engine import DurableCode
from cchc_rules.evaluation import cross_checked, evaluate
from cchc_rules.facts.parser import parse
from cchc_rules.language.loader import load
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.season import Session

AS_OF = date(2022, 11, 30)


def facts(rng: Random) -> dict[str, object]:
    """A whole agency: every fact known."""
    title = ("Một cửa", "Hẹn giờ", "Trả tại nhà")
    return {
        "has_plan": True,
        "implementation_organised": rng.random() < 0.9,
        "emulation_launched": True,
        "tasks_completed_well": rng.random() < 0.9,
        "initiatives": [
            {
                "title": one,
                "registered_on": date(2022, 4, rng.randint(1, 30)),
                "lawful": True,
                "effective": True,
                "positive_change": rng.random() < 0.8,
            }
            for one in title[: rng.randint(1, 3)]
        ],
        "head_disciplined": rng.random() < 0.1,
        "staff_count": 40,
        "staff_following_code": rng.choice((39, 40)),
        "indexed_annually": True,
        "reform_index": rng.choice(("Trung bình", "Khá", "Tốt")),
        "report_submitted": True,
        "reported_on": date(2022, 11, rng.randint(1, 29)),
    }


def changing(session: Session, rng: Random) -> Callable[[object], object]:
    """One change of a season of 200 agencies."""
    numbers = (f"A{rng.randrange(200)}" for _ in count())
    moves: Iterator[tuple[str, object]] = (
        ("head_disciplined", rng.random() < 0.5) if rng.random() < 0.5 else ("staff_following_code", rng.randint(1, 40))
        for _ in count()
    )
    return lambda _: session.assert_fact(next(numbers), *next(moves))


def started(program: Program, journal: Path | None) -> Session:
    """A season of 200 agencies."""
    session = Session(program, as_of=AS_OF, journal=journal)
    rng = Random(1)
    for number in range(200):
        session.assert_facts(f"A{number}", facts(rng))
    return session


def contestants(program: Program, folder: Path) -> list[Contestant]:
    """The direct engine first; everything is measured against it."""
    rng = Random(2)
    raw = [facts(rng) for _ in range(500)]
    rows = [parse(program.category, program.parameters, one).candidate.values for one in raw]
    decide, answer = direct.code(program).decide, durable.code(program).answer
    return [
        Contestant("direct engine, a candidate", rows, lambda values: decide(values, AS_OF)),
        Contestant("durable engine, a candidate", rows, lambda values: answer(values, AS_OF)),
        Contestant("evaluate", raw, lambda one: evaluate(program, one, as_of=AS_OF)),
        Contestant("evaluate(cross_check=True)", raw, lambda one: cross_checked(evaluate(program, one, as_of=AS_OF))),
        Contestant("a change of a season", range(500), changing(started(program, None), Random(3))),
        Contestant("a change, journaled and synced", range(100), changing(started(program, folder / "j"), Random(3))),
    ]


def building(program: Program) -> float:
    """CPU seconds to build and release the rules of the program, checked once each."""
    begun = process_time()
    for _ in range(50):
        DurableCode(program)
    return (process_time() - begun) / 50


def growth(program: Program, candidates: int) -> float:
    """Bytes a season grows by for each further candidate with all facts, once what traces are kept of is full."""
    session, rng = Session(program, as_of=AS_OF), Random(4)
    sizes = []
    for number in range(candidates):
        session.assert_facts(f"A{number}", facts(rng))
        if number in (candidates // 2, candidates - 1):
            gc.collect()
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    return (sizes[1] - sizes[0]) / (candidates / 2)


def restoring(program: Program, journal: Path) -> tuple[int, float]:
    """How many changes a journal holds, and the seconds to restore its season."""
    with Session(program, as_of=AS_OF, journal=journal) as session:
        rng = Random(5)
        for number in range(2000):
            session.assert_fact(f"A{number % 200}", "staff_following_code", rng.randint(1, 40))
    begun = perf_counter()
    Session.restore(program, journal).close()
    return 2000, perf_counter() - begun


def main() -> int:
    """Prints the tables."""
    program = compile(load("quan-12-2022"), "agency")
    grown = growth(program, 20_000)  # first, while nothing else has made the process large
    with TemporaryDirectory() as folder:
        racing = contestants(program, Path(folder))
        race(racing, 5)
        print(table("durable beside direct (quan-12-2022, agency)", racing, racing[0])[0])
        changes, seconds = restoring(program, Path(folder) / "restored")
    print(f"  restoring {changes} journaled changes: {seconds:.2f} s")
    print(f"  building and releasing the rules: {building(program) * 1e3:.1f} ms CPU")
    print(f"  a season grows by {grown:,.0f} bytes a candidate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
