"""What a frame came to: verdicts and outcomes as columns, and for rows asked for decisions, problems and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.false_checks import find_refuted_slots, report_false_checks
from cchc_rules.engines.columns.frame_decisions import Codes, FrameBatch
from cchc_rules.engines.columns.frame_input import OWN, check_columns, polars_frame
from cchc_rules.engines.columns.identities import identities_of
from cchc_rules.engines.columns.missing import PathLists, missing_paths
from cchc_rules.engines.columns.python_values import hold_as_python
from cchc_rules.engines.columns.reason_texts import reason_columns
from cchc_rules.engines.columns.result_columns import read_result_columns
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.facts.identity import identify
from cchc_rules.facts.parser import Parsed
from cchc_rules.problems import FactError, Place, Problem, refuse_forked
from cchc_rules.program.points import Measured
from cchc_rules.program.program import Program
from cchc_rules.values import INVALID, UNDETERMINED

OUTCOME: Final = "outcome:"
REASON: Final = "reason:"
"""What the names of outcome and reason columns begin with, before the criterion's id."""


@dataclass(frozen=True, slots=True)
class FrameResult:
    """A frame decided. Rows are numbered from 0, as in the frame; ``given`` is what passes through."""

    batch: FrameBatch
    codes: Codes
    given: pl.DataFrame
    _first_rows: dict[str | None, int] = field(default_factory=dict, repr=False, compare=False)

    def table(self, *, words: bool = True, keep: Iterable[str] = (), reasons: str | None = None) -> pl.DataFrame:
        """One row a candidate, in order: what is kept, ``verdict``, ``provisional``, outcomes, results, reasons.

        ``provisional`` is the verdict of a row with problems, its faulty values counted as unknown; null elsewhere, and
        for a row without an id of its own, which has no outcomes either. Without ``words`` these are codes.
        """
        found = self._invalidate_rows() if self.codes.any_invalid else self._keep_all()
        found += read_result_columns(self.batch.program, self.codes.words, self.codes.nameless)
        if not words:
            found = [column.to_physical() for column in found]
        kept = [self.given.get_column(name) for name in dict.fromkeys((*OWN, *keep)) if name in self.given.columns]
        table = pl.DataFrame([*kept, *found])
        return table if reasons is None else table.hstack(self.reasons(language=reasons).drop("row"))

    def _keep_all(self) -> list[pl.Series]:
        """The columns as they are: a query over them would wait for those of other batches."""
        words = self.codes.words
        nobody = pl.Series("provisional", [None], dtype=words.schema["verdict"]).new_from_index(0, words.height)
        return [words["verdict"], nobody, *(words[column].alias(name) for column, name in self._outcomes().items())]

    def _invalidate_rows(self) -> list[pl.Series]:
        words, verdict = self.codes.words, pl.col("verdict")
        invalid, named = pl.lit(self.codes.invalid), pl.lit(value=True)
        if self.codes.nameless is not None:
            named = ~pl.lit(self.codes.nameless)
        no_word = pl.lit(INVALID, dtype=words.schema["verdict"])
        return words.select(
            pl.when(invalid).then(no_word).otherwise(verdict).alias("verdict"),
            pl.when(invalid & named).then(verdict).alias("provisional"),
            *(pl.when(named).then(pl.col(column)).alias(name) for column, name in self._outcomes().items()),
        ).get_columns()

    def _outcomes(self) -> dict[str, str]:
        """The columns of outcomes there are, and their names in a table."""
        order = enumerate(self.batch.program.order)
        names = {f"o{position}": OUTCOME + criterion.id for position, criterion in order}
        return {column: name for column, name in names.items() if column in self.codes.words.columns}

    def decision(self, row: int, *, measured: tuple[Measured, ...] | None = None) -> Decision:
        """The decision on one row, as `cchc_rules.evaluate` makes it; provisional when it has problems.

        ``measured`` is what an exact engine found of its scores and grades, where one was asked.
        """
        self._check_row(row)
        program, as_of = self.batch.program, self.batch.as_of
        parsed = self.batch.parse(row)
        candidate, found = parsed.candidate, self.codes.frame.row(row, named=True)
        refuted = [number for number in range(len(program.checks)) if found[f"k{number}"]]
        place = Place(row=row + 1, candidate=candidate.id)
        problems = (*parsed.problems, *report_false_checks(program, refuted, place))
        if refuted:
            candidate = self.batch.reader().hide(parsed, find_refuted_slots(program, refuted)).candidate
        outcomes = tuple(found[f"o{position}"] for position in range(len(program.order)))
        return Decision(
            program,
            candidate.id,
            candidate.name,
            candidate.values,
            found["verdict"],
            outcomes,
            as_of,
            candidate.provenance,
            problems,
            measured=measured,
        )

    def problems(self, row: int) -> tuple[Problem, ...]:
        """Everything that is wrong with one row, as `cchc_rules.evaluate_many` says it of rows that are all at hand.

        An id that stands twice is told with the first row of this frame that has it, unless other frames were counted.
        """
        self._check_row(row)
        if self.codes.nameless is None or not self.codes.nameless[row]:
            return self.decision(row).problems
        parsed = self.batch.parse(row)
        return (*self._nameless(row, parsed), *parsed.problems)

    def _nameless(self, row: int, parsed: Parsed) -> tuple[Problem, ...]:
        id = parsed.candidate.id
        place = Place(row=row + 1, candidate=id)
        if id is None:
            # Its own problem says more than a missing id.
            unreadable = any(isinstance(one.where, Place) and one.where.path == "id" for one in parsed.problems)
            return () if unreadable else (Problem("missing-id", place),)
        place, first = replace(place, path="id"), self._first_row(identify(id) or "")
        if first is None or first == row:
            return (Problem("doubled-id", place, {"id": id}),)
        return (Problem("doubled-id", place, {"id": id, "first": first + 1}, variant="at"),)

    def _first_row(self, identity: str) -> int | None:
        """The first row with an id that stands twice; None when other frames may have it."""
        if self.batch.doubled is not None or self.codes.nameless is None:
            return None
        if not self._first_rows:
            rows = self.codes.nameless.arg_true()
            own = identities_of(self.batch.frame.get_column("id").gather(rows)).texts()
            for row, one in zip(rows.to_list(), own.to_list(), strict=True):
                self._first_rows.setdefault(one, row)
        return self._first_rows[identity]

    def reasons(self, rows: Sequence[int] | None = None, *, language: str = "vi") -> pl.DataFrame:
        """One column a top-level criterion saying why, for the rows asked for (all when None), with their numbers.

        Dictionary-encoded: each text is made once for all rows that agree in what the criterion reads. Those of a row
        with problems say of its faulty values that they are; such rows are looked at one by one.
        """
        table = reason_columns(self.batch, self.codes, rows, language, REASON)
        numbers = table.get_column("row")
        places = self._provisional.gather(numbers).arg_true()
        texts = [self.decision(row).reasons(language) for row in numbers.gather(places)]
        return replace_texts(table, places, texts)

    def missing_facts(self) -> pl.Series:
        """The paths of the unknown facts each undetermined verdict hangs on, in the order of `Decision.missing_facts`.

        A ``List(String)``: empty for rows that are decided or miss nothing that can be found; of a row with problems
        what its provisional verdict hangs on; null for one without an id of its own. Cost: that of `path_lists`, and
        the texts written out for each row.
        """
        return self.path_lists().column()

    def path_lists(self) -> PathLists:
        """The same dictionary-encoded: the distinct lists, and which of them each row has.

        Undetermined rows alone are looked at, once for all that agree in what an undecided criterion reads: some 0.1 ms
        for each such kind of rows. Rows that state a list it reads are each a kind of their own.
        """
        undetermined = self.codes.frame.get_column("verdict") == UNDETERMINED
        # A faulty value is not missing: the problems of a row are looked at before its list is made. What a grading
        # waits for is found row by row.
        known = self.codes.nameless is None or ~self.codes.nameless
        rows = (undetermined & (known if self.batch.program.deciding else self._provisional)).arg_true()
        lists = [self.decision(row).missing_facts for row in rows]
        return missing_paths(self.batch, self.codes).replace(rows, lists)

    @property
    def _provisional(self) -> pl.Series:
        """Which rows have problems and an id of their own."""
        nameless = self.codes.nameless
        return self.codes.invalid if nameless is None else self.codes.invalid & ~nameless

    def _check_row(self, row: int) -> None:
        if not 0 <= row < self.codes.frame.height:
            raise FactError([Problem("frame-row", None, {"row": row, "count": self.codes.frame.height})])


def replace_texts(table: pl.DataFrame, places: pl.Series, texts: Sequence[Sequence[str]]) -> pl.DataFrame:
    """A table of numbers of rows and encoded reasons, with other reasons at some places."""
    columns = zip(table.columns[1:], zip(*texts, strict=True), strict=bool(texts))
    return table.with_columns(_widen(table.get_column(name), places, own) for name, own in columns)


def _widen(column: pl.Series, places: pl.Series, texts: Sequence[str]) -> pl.Series:
    assert isinstance(column.dtype, pl.Enum)
    wider = column.cast(pl.Enum(list(dict.fromkeys((*column.dtype.categories, *texts)))))
    return wider.scatter(places, pl.Series(texts, dtype=wider.dtype))


def decide_frame(
    program: Program,
    frame: Any,
    *,
    as_of: date | None = None,
    keep: Iterable[str] = (),
    cells: bool = False,
    doubled: frozenset[str] | None = None,
) -> FrameResult:
    """A frame decided, with its rows at hand for questions; see `evaluate_frame` for what it takes.

    A frame that is part of a larger list needs ``doubled``: all identities that stand twice in the whole of it
    (`identities.find_doubled_identities`). Without, ids are compared within the frame.
    """
    batch, given = _batch(program, frame, as_of, keep, cells, doubled)
    return FrameResult(batch, batch.codes(), given)


def _batch(
    program: Program,
    frame: Any,
    as_of: date | None,
    keep: Iterable[str],
    cells: bool,
    doubled: frozenset[str] | None = None,
) -> tuple[FrameBatch, pl.DataFrame]:
    """A frame to be decided, and as it was given."""
    refuse_forked()
    refuse_odd_date(as_of, program.first_as_of)
    given = polars_frame(frame)
    check_columns(program, given.schema, keep)
    return FrameBatch(program, hold_as_python(given), as_of, cells, doubled=doubled), given


def evaluate_frame(
    program: Program,
    frame: Any,
    *,
    as_of: date | None = None,
    reasons: str | None = None,
    keep: Iterable[str] = (),
    words: bool = True,
    cells: bool = False,
    outcomes: bool = True,
) -> pl.DataFrame:
    """The verdict and outcomes of every row of a Polars, Arrow or pandas frame, in its order.

    Columns are named after facts, lists are lists of structs; a fact without a column is unknown, a column that is no
    fact raises FactError unless it is one of ``keep``, which pass through. With an ``id`` column every row needs an id
    of its own. Scores come as ``result:<name>`` (a double: of decimals the nearest, of shares within its rounding; null
    while open), ``result:<name>:from`` and ``…:to`` (rounded outward, infinite where there is no end), grades as
    ``result:<name>`` (null while open) and ``result:<name>:possible``. A row with problems has the verdict ``invalid``
    and a ``provisional`` one; `explain_row` names the problems. ``reasons`` (``vi`` or ``en``) adds a text column a
    criterion; without ``words`` verdicts and outcomes are small codes (0 met, 1 unmet, 2 unknown, 3 not applicable);
    without ``outcomes`` there are none, at half the cost. ``cells`` says that values are from the cells of a file.
    Cost: some 10 ns a row and criterion for typed columns; text that is no canonical spelling is read once a spelling.
    """
    batch, given = _batch(program, frame, as_of, keep, cells)
    if not outcomes and reasons is None:
        batch = replace(batch, outcomes=())
    table = FrameResult(batch, batch.codes(), given).table(words=words, keep=keep, reasons=reasons)
    return table if outcomes else table.select(~cs.starts_with(OUTCOME))


def explain_row(program: Program, frame: Any, row: int, *, as_of: date | None = None, cells: bool = False) -> Decision:
    """The decision on one row (from 0) of a frame, equal to what `cchc_rules.evaluate` gives of the same facts.

    A row with problems gets the provisional decision that carries them. Raises FactError when there is no such row.
    """
    given = polars_frame(frame)
    if not 0 <= row < given.height:
        raise FactError([Problem("frame-row", None, {"row": row, "count": given.height})])
    known = [name for name in given.columns if name in OWN or any(fact.name == name for fact in program.facts)]
    return decide_frame(program, given.select(known).slice(row, 1), as_of=as_of, cells=cells).decision(0)
