"""The missing facts of undetermined rows, dictionary-encoded: found once for all rows that agree in what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import polars as pl

from cchc_rules.decisions.memory import CriterionMemory, find_memory
from cchc_rules.decisions.traces.causes import Causes, MissingFact, find_causes, gather_missing
from cchc_rules.engines.columns.frame_decisions import Codes, FrameBatch
from cchc_rules.engines.columns.kinds import CriterionRows, KindEntries, Kinds, combine, fact_kinds, take_rows
from cchc_rules.values import UNDETERMINED, UNKNOWN, UNMET

Missing: TypeAlias = tuple[MissingFact, ...]


@dataclass(frozen=True, slots=True)
class PathLists:
    """Which of some lists of paths each row has; ``numbers`` are null where the candidate cannot be told.

    The first list is empty, that of rows that are decided.
    """

    numbers: pl.Series
    lists: tuple[tuple[str, ...], ...]

    def column(self) -> pl.Series:
        """The list of each row, of type ``List(String)``."""
        lists = pl.Series(self.lists, dtype=pl.List(pl.String))
        return lists.gather(self.numbers).rename("missing_facts")

    def replace(self, rows: Sequence[int] | pl.Series, lists: Iterable[Sequence[MissingFact]]) -> PathLists:
        """The same with what other decisions miss in some rows."""
        paths = [tuple(fact.path for fact in facts) for facts in lists]
        own = pl.int_range(len(self.lists), len(self.lists) + len(paths), dtype=pl.UInt32, eager=True)
        return PathLists(self.numbers.clone().scatter(rows, own) if paths else self.numbers, (*self.lists, *paths))

    def say(self, say: Callable[[tuple[str, ...]], str]) -> pl.Series:
        """What is said of the list of each row."""
        return pl.Series([say(paths) for paths in self.lists], dtype=pl.String).gather(self.numbers)


def missing_paths(batch: FrameBatch, codes: Codes) -> PathLists:
    """The paths of what each row's verdict hangs on, as `Decision.missing_facts` has them.

    None where a grading waits for results: what those miss, the decision of each row says.

    Rows that agree in what an undecided criterion reads are looked at once, and so are those in which the same one fact
    of it is unknown. Stated lists are looked at one by one. Cost: a few passes over the undetermined rows; for each
    criterion a tenth of a millisecond a kind of rows (lists: some tenths); some microseconds a combination of kinds.
    """
    verdicts = codes.frame.get_column("verdict")
    numbers = pl.zeros(len(verdicts), dtype=pl.UInt32, eager=True)
    if codes.nameless is not None:
        numbers = pl.select(pl.when(~codes.nameless).then(numbers)).to_series()
    undetermined = ((verdicts == UNDETERMINED) & numbers.is_not_null()).arg_true().cast(pl.UInt32)
    if undetermined.is_empty() or batch.program.deciding:
        return PathLists(numbers, ((),))
    words, lists = _of_rows(batch, codes, undetermined)
    return PathLists(numbers.scatter(undetermined, words + 1), ((), *lists))


def _of_rows(batch: FrameBatch, codes: Codes, rows: pl.Series) -> tuple[pl.Series, Sequence[tuple[str, ...]]]:
    """What some undetermined rows miss: the number of its list for each, and the lists."""
    outcomes = codes.frame.select(f"o{one.position}" for one in batch.program.criteria)[rows]
    open_ = {f"o{one.first}": one for one in find_memory(batch.program).criteria}
    open_ = {name: one for name, one in open_.items() if (outcomes.get_column(name) == UNKNOWN).any()}
    deferring = [f"o{one.position}" for one in batch.program.criteria if one.criterion.defers]
    put_off = outcomes.select(pl.any_horizontal(pl.lit(value=False), *(pl.col(one) == UNMET for one in deferring)))
    given = take_rows(batch, codes, rows, open_.values())
    parts = fact_kinds(given, open_.values())
    found: dict[str, list[Missing]] = {}
    columns = []
    for name, criterion in open_.items():
        undecided = outcomes.get_column(name) == UNKNOWN
        if name in deferring:  # of a candidate already put off nothing more hangs on it
            undecided &= ~put_off.to_series()
        words, found[name] = _of_criterion(given, criterion, parts, undecided)
        columns.append(words.alias(name))
    frame = pl.DataFrame(columns)
    kinds = combine(frame, [Kinds(pl.col(name), len(entries)) for name, entries in found.items()])
    told = KindEntries(kinds.size, partial(_together, frame, found))
    numbered = frame.select(kinds.numbers).to_series()
    told.tell(numbered, pl.int_range(len(rows), dtype=pl.UInt32, eager=True))
    return told.words.gather(numbered), told.entries


def _of_criterion(
    given: CriterionRows, criterion: CriterionMemory, parts: Mapping[int, Kinds], undecided: pl.Series
) -> tuple[pl.Series, list[Missing]]:
    """What one criterion misses: the number of its entry for each row, and the entries; the first for decided rows."""
    kinds = combine(given.canonical, _relevant(given, criterion, parts))
    numbered = given.canonical.select("row", kinds=kinds.numbers).filter(undecided)
    told = KindEntries(kinds.size, partial(_causes, given, criterion))
    told.tell(numbered.get_column("kinds"), numbered.get_column("row"))
    words = pl.zeros(given.canonical.height, dtype=pl.UInt32, eager=True)
    words = words.scatter(numbered.get_column("row"), told.words.gather(numbered.get_column("kinds")) + 1)
    return words, [(), *told.entries]


def _relevant(given: CriterionRows, criterion: CriterionMemory, parts: Mapping[int, Kinds]) -> list[Kinds]:
    """What the criterion reads, by fact; values are left aside where they cannot matter."""
    slots = [slot for slot in criterion.slots if slot in parts]
    if criterion.divisors is None:
        return [parts[slot] for slot in slots]
    unknown = {slot: pl.col(f"v{slot}").is_null() for slot in slots}
    dateless = given.batch.as_of is None and len(slots) < len(criterion.slots)
    lone = pl.sum_horizontal(*unknown.values(), pl.lit(dateless)) == 1
    divided = [(pl.col(f"v{slot}") != 0).fill_null(value=True) for slot in criterion.divisors]
    settled = pl.all_horizontal(lone, *divided)
    return [
        Kinds(pl.when(settled & ~unknown[slot]).then(kind.size).otherwise(kind.numbers), kind.size + 1)
        for slot, kind in ((slot, parts[slot]) for slot in slots)
    ]


def _causes(given: CriterionRows, criterion: CriterionMemory, places: pl.Series) -> Iterator[Missing]:
    for values, outcomes in zip(given.values(criterion, places), given.outcomes(places), strict=True):
        yield find_causes(criterion.trace(values, given.batch.as_of, outcomes)).missing


def _together(frame: pl.DataFrame, found: Mapping[str, list[Missing]], places: pl.Series) -> Iterator[tuple[str, ...]]:
    """The paths some rows miss: each once, in the order a decision has them."""
    entries = list(found.values())
    for row in frame[places].iter_rows():
        causes = [Causes(one[word]) for one, word in zip(entries, row, strict=True)]
        yield tuple(fact.path for fact in gather_missing(causes))
