"""The conformance cases on Spark: every second group of each topic, all programs in one job."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import groupby
from typing import Any

import polars as pl

from cchc_rules.engines.spark import decide_dataframe
from tests.conformance import suite
from tests.engines.frames import of_values

Answers = dict[str, tuple[str, list[str]]]
"""The verdict and the outcomes by the name of the case."""


def chosen() -> Iterator[tuple[suite.Group, suite.Case]]:
    """The cases that are decided: those of every second group of each topic."""
    for _, groups in groupby(suite.groups(), key=lambda group: group.topic):
        for group in list(groups)[::2]:
            yield from ((group, case) for case in group.cases if not case.invalid)


def named(group: suite.Group, case: suite.Case) -> str:
    """What a case is found by; it travels as the name of its candidate."""
    return f"{group.id}: {case.sentence}"


def answers(session: Any) -> Answers:
    """What Spark says of every chosen case: one DataFrame a program and date, put together and run once."""
    batches: dict[tuple[int, object], list[tuple[suite.Group, suite.Case]]] = {}
    for group, case in chosen():
        batches.setdefault((id(suite.program(group, case)), case.as_of), []).append((group, case))
    decided = [_decided(session, cases) for cases in batches.values()]
    rows = reduce(lambda one, other: one.unionAll(other), decided).collect()
    return {row.name: (row.verdict, row.outcomes) for row in rows}


def _decided(session: Any, cases: list[tuple[suite.Group, suite.Case]]) -> Any:
    from pyspark.sql import functions

    program = suite.program(*cases[0])
    rows = [suite.parsed(group, case).candidate.values for group, case in cases]
    given = of_values(program.facts, rows).with_columns(name=pl.Series([named(*one) for one in cases]))
    frame = session.createDataFrame(given.to_arrow(compat_level=pl.CompatLevel.oldest()))
    found = decide_dataframe(program, frame, as_of=cases[0][1].as_of)
    outcomes = [functions.col(f"`{name}`") for name in found.columns if name.startswith("outcome:")]
    return found.select("name", "verdict", functions.array(*outcomes).alias("outcomes"))


def disagreements(session: Any) -> list[str]:
    """The chosen cases Spark answers otherwise than they expect; a false check is to make its row invalid."""
    found = answers(session)
    return [named(*one) for one in chosen() if not _agrees(*one, *found[named(*one)])]


def _agrees(group: suite.Group, case: suite.Case, verdict: str, outcomes: list[str]) -> bool:
    if case.failed:
        return verdict == "invalid"
    seen = suite.without_anchor(group, tuple(suite.Outcome(one) for one in outcomes))
    return case.verdict in (None, verdict) and (case.outcomes is None or case.expected() == seen)
