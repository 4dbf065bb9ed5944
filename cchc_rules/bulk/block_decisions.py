"""One block of candidates → what came of each row; the columns engine decides, `intake.row_decisions` names faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from cchc_rules.bulk.block_results import BlockResults
from cchc_rules.bulk.csv import CELLS, ROW, record_again
from cchc_rules.bulk.fact_columns import facts_of, find_evidence, with_stated_lists
from cchc_rules.bulk.labels import read_labels
from cchc_rules.bulk.survey import Layout
from cchc_rules.decisions.phrasing.evidence_words import find_stated
from cchc_rules.engines.columns import FrameResult, decide_frame
from cchc_rules.engines.columns.missing import PathLists
from cchc_rules.engines.columns.results import OUTCOME, replace_texts
from cchc_rules.evaluation import RowResult
from cchc_rules.facts.candidate import Provenance
from cchc_rules.intake.headers import ID, NAME
from cchc_rules.intake.reader import check_identity
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.rows import record_row, row_of
from cchc_rules.intake.table import Origin, Row, Table
from cchc_rules.phrases import phrase
from cchc_rules.problems import EngineDisagreement
from cchc_rules.program.program import Program


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of the rows of a block, as engine codes.

    ``provisional`` is null but for rows with problems, ``outcomes`` (those of criteria and members in their order)
    and ``missing`` where ``known`` is false: there the candidate cannot be told. ``faulty`` are the places of the rows
    that have problems, ``faults`` what they are, in order, as results without decisions; ``stated`` those of rows whose
    values rest on something, ``evidence`` on what, by path. ``results`` are the scores and grades, None where the
    category has none. ``reasons``, if asked for, has a column of words a top-level criterion.
    """

    rows: pl.Series
    ids: pl.Series
    names: pl.Series
    verdicts: pl.Series
    provisional: pl.Series
    outcomes: tuple[pl.Series, ...]
    missing: PathLists
    known: pl.Series
    faulty: pl.Series
    faults: tuple[RowResult, ...]
    stated: pl.Series
    evidence: tuple[Mapping[str, Provenance], ...]
    results: BlockResults | None = None
    reasons: tuple[pl.Series, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """The facts of a block as a frame, the labels of its rows, and flags of rows that something else is at fault in."""

    frame: pl.DataFrame
    ids: pl.Series
    names: pl.Series | None
    faulty: list[pl.Series]


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides the blocks of one file; it can be pickled, so that workers elsewhere decide the same."""

    program: Program
    layout: Layout
    as_of: date | None = None
    reasons: str | None = None

    def decide(self, block: pl.DataFrame) -> Decided:
        """What came of a block of rows as `Candidates.blocks` gives them.

        Cost: as `decide_frame` and `FrameResult.path_lists`; a row with problems or with evidence beside its values is
        read once more by itself, at some hundred microseconds.
        """
        read = self.read(block)
        found = decide_frame(self.program, read.frame, as_of=self.as_of, cells=True, doubled=self.layout.doubled)
        return self._put_together(block, read.ids, read.names, found, read.faulty)

    def read(self, block: pl.DataFrame) -> BlockFacts:
        """The facts of a block of rows, and which rows something else than a fact is at fault in."""
        keys = self.layout.columns.keys
        ids = read_labels(block.get_column(str(keys.index(ID))))
        names = read_labels(block.get_column(str(keys.index(NAME)))) if NAME in keys else None
        lost = block.get_column(CELLS).is_not_null()
        told = pl.select(pl.when(~lost).then(ids.texts)).to_series()
        own = {"id": told} | ({} if names is None else {"name": names.texts})
        facts = facts_of(block, self.layout, self.program.category)
        flags = [one for one in (facts.faulty, None if names is None else names.wrong) if one is not None]
        return BlockFacts(pl.DataFrame({**own, **facts.columns}), ids.texts, names.texts if names else None, flags)

    def _put_together(
        self, block: pl.DataFrame, ids: pl.Series, names: pl.Series | None, found: FrameResult, flags: list[pl.Series]
    ) -> Decided:
        table = found.table(words=False)
        invalid = len(self.program.verdicts)  # the code of INVALID: behind those of verdicts
        verdicts, provisional = table.get_column("verdict"), table.get_column("provisional")
        for flag in flags:
            fresh = flag & (verdicts != invalid)
            provisional = pl.select(pl.when(fresh).then(verdicts).otherwise(provisional)).to_series()
            verdicts = pl.select(pl.when(fresh).then(pl.lit(invalid, dtype=pl.UInt8)).otherwise(verdicts)).to_series()
        nameless = found.codes.nameless
        known = pl.repeat(value=True, n=block.height, eager=True) if nameless is None else ~nameless
        faulty = verdicts == invalid
        results = self._decide_again(block, verdicts, faulty)
        # What is at fault in a cell and on whose word a value stands, the frame does not know: the direct engine's
        # decisions say what is missing and why.
        told = [(place, one.decision) for place, one in results.items() if one.decision is not None]
        rows, decisions = pl.Series([place for place, _ in told], dtype=pl.UInt32), [one for _, one in told]
        missing = found.path_lists().replace(rows, [one.missing_facts for one in decisions])
        stated = {place: said for place, one in told if (said := find_stated(one))}
        words: list[pl.Series] = []
        if self.reasons is not None:
            texts = [one.reasons(self.reasons) for one in decisions]
            words = replace_texts(found.reasons(language=self.reasons), rows, texts).get_columns()[1:]
        return Decided(
            block.get_column(ROW),
            ids,
            pl.repeat(None, block.height, dtype=pl.String, eager=True) if names is None else names,
            verdicts,
            provisional,
            tuple(table.get_column(OUTCOME + one.id) for one in self.program.order),
            missing,
            known,
            faulty.arg_true(),
            # Without the decisions, which say no more than the codes and take most of the memory.
            tuple(replace(one, decision=None) for one in results.values() if one.problems),
            pl.Series(list(stated), dtype=pl.UInt32),
            tuple(stated.values()),
            BlockResults(found, dict(told), known) if self.program.results else None,
            tuple(words),
        )

    def _decide_again(self, block: pl.DataFrame, verdicts: pl.Series, faulty: pl.Series) -> dict[int, RowResult]:
        """What the direct engine makes of rows that have problems, and of those whose values come with evidence."""
        places = (faulty | find_evidence(block, self.layout)).arg_true()
        file, layout = self.layout.file, self.layout
        twice = Counter(dict.fromkeys(layout.doubled, 2))
        rows = [check_identity(row, file, twice) for row in map(self._row, block[places].iter_rows(named=True))]
        if layout.cells:
            rows = [with_stated_lists(row, self.program.category, file) for row in rows]
        table = Table(file, tuple(rows), (), cells=True)
        found = dict(zip(places, decide_rows(self.program, table, as_of=self.as_of), strict=True))
        for place, result in found.items():
            is_invalid = result.problems or result.decision is None
            if verdicts[place] != (len(self.program.verdicts) if is_invalid else result.decision.verdict_code):
                raise EngineDisagreement(phrase("blocks.disagree", "en", file=file))
        return found

    def _row(self, values: dict[str, object]) -> Row:
        layout, number = self.layout, values[ROW]
        assert isinstance(number, int)
        if layout.header is not None:
            cells = [str(values.get(str(place)) or "") for place in range(len(layout.header.texts))]
            count = values[CELLS]
            assert count is None or isinstance(count, int)
            record = record_again(number, cells, count, layout.header, layout.file)
            return row_of(record, layout.columns, layout.file, layout.columns.letters())
        given = {key: values[str(place)] for place, key in enumerate(layout.columns.keys) if key}
        return record_row(given, given, Origin(layout.file, number), ())
