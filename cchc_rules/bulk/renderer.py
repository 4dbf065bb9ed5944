"""A decided block → rows of a result file, as `reports.parquet` and `reports.texts` write them.

Every frame made here has the columns `ROW` and `VERDICT`; that of a text form has the text of each row beside them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import polars as pl

from cchc_rules.bulk.block_decisions import Decided
from cchc_rules.bulk.csv import ROW
from cchc_rules.decisions.footing import Footing
from cchc_rules.decisions.phrasing.evidence_words import write_evidence
from cchc_rules.decisions.phrasing.problem_words import label_path, write_problem
from cchc_rules.decisions.traces.trace import plain_provenance
from cchc_rules.engines.columns.planner import OUTCOME_WORDS, verdict_words
from cchc_rules.evaluation import RowResult
from cchc_rules.facts.candidate import Provenance
from cchc_rules.phrases import phrase
from cchc_rules.program.program import Program
from cchc_rules.reports.report import Report
from cchc_rules.reports.result_tables import file_types
from cchc_rules.reports.texts import FORMULA_STARTS, csv_heads, plain_json, safe_cell
from cchc_rules.values import OUTCOMES

VERDICT: Final = "verdict"
"""The column with what came of a row, ``invalid`` for one with problems."""

TEXT: Final = "text"
"""The column with the text of a row, without the end of its line."""

_TEXTS: Final = pl.List(pl.String())
_RESULTS: Final = "results"
_CELL: Final = pl.col("cell")
"""The field that is an object of JSON already."""
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders the blocks of one file; it can be pickled."""

    program: Program
    form: str
    language: str = "vi"
    reasons: bool = False

    @property
    def statuses(self) -> tuple[str, ...]:
        """What `VERDICT` may say, in the order of the engine's codes."""
        return tuple(verdict_words(self.program).categories)

    def schema(self) -> dict[str, pl.DataType]:
        """The columns of every frame and their types; texts in lists may be those of an enumeration instead."""
        statuses = verdict_words(self.program)
        if self.form != "parquet":
            return {ROW: pl.Int64(), VERDICT: statuses, TEXT: pl.String()}
        return {
            **{ROW: pl.Int64(), "id": pl.String(), "name": pl.String(), VERDICT: statuses},
            "provisional_verdict": pl.Enum(self.statuses[:-1]),
            **{f"outcome:{one.id}": OUTCOME_WORDS for one in self.program.order},
            **file_types(self.program),
            **({"reasons": _TEXTS} if self.reasons else {}),
            "missing_facts": _TEXTS,
            "problems": _TEXTS,
            "provenance": _TEXTS,
        }

    def render(self, decided: Decided) -> pl.DataFrame:
        """The rows of a block."""
        match self.form:
            case "parquet":
                columns = self._columns(decided)
            case "csv":
                columns = [decided.rows, decided.verdicts, self._csv(decided)]
            case _:
                columns = [decided.rows, decided.verdicts, self._json(decided)]
        named = []
        for column, (name, kind) in zip(columns, self.schema().items(), strict=True):
            is_coded = isinstance(kind, pl.Enum) and column.dtype != kind
            named.append((column.cat.to(kind) if is_coded else column).alias(name))
        return pl.DataFrame(named)

    def heading(self) -> str:
        """What stands above the rows of a text form."""
        if self.form != "csv":
            return ""
        heads = csv_heads(self.program, self.language, reasons=self.reasons)
        return ",".join(map(csv_cell, heads))

    def add_footing(self, text: str, footing: Footing) -> str:
        """The first row of a text form with what the results rest on."""
        if self.form == "csv":
            return text.removesuffix('""') + csv_cell(plain_json(footing))
        return f'{text[:-1]},"footing":{plain_json(footing)}}}'

    def _columns(self, decided: Decided) -> list[pl.Series]:
        report = Report(self.program, (), self.language)
        none = pl.Series([[]], dtype=_TEXTS)
        problems = _spread(decided, decided.faulty, decided.faults, lambda one: list(report.faults(one)), none)
        write = partial(write_evidence, self.program, language=self.language)
        evidence = _spread(decided, decided.stated, decided.evidence, write, none)
        reasons = [self._number_reasons(decided)] if self.reasons else []
        named = [decided.rows, decided.ids, decided.names, decided.verdicts, decided.provisional]
        missing = decided.missing.column().fill_null([])
        results = [] if decided.results is None else decided.results.columns(self.language)
        return [*named, *decided.outcomes, *results, *reasons, missing, problems, evidence]

    def _number_reasons(self, decided: Decided) -> pl.Series:
        """A numbered line a criterion; none where the candidate cannot be told."""
        lines: list[str] = []
        columns = []
        for number, (top, words) in enumerate(zip(self.program.criteria, decided.reasons, strict=True), start=1):
            assert isinstance(words.dtype, pl.Enum)
            title = top.criterion.title.within(self.language)
            columns.append((words.to_physical().cast(pl.UInt32) + len(lines)).alias(str(number)))
            lines += [f"{number}. {title}: {text}" for text in words.dtype.categories]
        if not columns:  # a category that only grades
            return _repeat([], _TEXTS, decided)
        kind = pl.Enum(lines)
        # By way of arrays, which are put together a hundred times as quickly as lists.
        said = pl.DataFrame([column.cat.to(kind) for column in columns]).select(pl.concat_arr(pl.all()))
        return where(decided.known, said.to_series().cast(pl.List(kind)), [])

    def _csv(self, decided: Decided) -> pl.Series:
        verdicts, outcomes = (self._words("verdict", self.statuses), self._words("outcome", [str(o) for o in OUTCOMES]))
        cells: list[pl.Series | str] = [
            *(decided.rows.cast(pl.String), csv_cells(decided.ids), csv_cells(decided.names)),
            spell(decided.verdicts, verdicts, csv_cell),
            *map(csv_cells, () if decided.results is None else decided.results.texts(self.language)),
            *(spell(codes, outcomes, csv_cell).fill_null(csv_cell("")) for codes in decided.outcomes),
            decided.missing.say(self._csv_missing).fill_null(csv_cell("")),
        ]
        if self.reasons:
            none = _repeat("", pl.String(), decided)
            lines = join_texts([words.cast(pl.String) for words in decided.reasons] or [none], "\n")
            cells.append(csv_cells(where(decided.known, lines, "")))
        problems = _spread(decided, decided.faulty, decided.faults, self._tell, pl.Series([""]))
        evidence = _spread(decided, decided.stated, decided.evidence, self._tell_evidence, pl.Series([""]))
        notes = ["; ".join(self._partial()), *("" for _ in self.statuses[1:])]
        cells += [csv_cells(problems), spell(decided.verdicts, notes, csv_cell), csv_cells(evidence), '""']
        return join_texts(cells, ",")

    def _words(self, stem: str, words: Any) -> list[str]:
        return [phrase(f"{stem}.{word}", self.language) for word in words]

    def _tell(self, result: RowResult) -> str:
        return "; ".join(write_problem(problem, self.program, self.language) for problem in result.problems)

    def _tell_evidence(self, stated: Mapping[str, Provenance]) -> str:
        return "; ".join(write_evidence(self.program, stated, self.language))

    def _csv_missing(self, paths: tuple[str, ...]) -> str:
        return csv_cell("; ".join(label_path(self.program.facts, path, self.language) for path in paths))

    def _json(self, decided: Decided) -> pl.Series:
        """An object a row; what a row has nothing of is left out of it, so rows of one shape are written together."""
        notes = self._partial()
        favourable = (decided.verdicts == 0) & bool(notes)
        shapes = pl.DataFrame({"bad": decided.provisional.is_not_null(), "known": decided.known, "good": favourable})
        frame, found = self._fields(decided, notes), pl.Series([""], dtype=pl.String).new_from_index(0, len(shapes))
        for bad, known, good in shapes.unique().iter_rows():
            alike = [pl.col(name) == is_so for name, is_so in (("bad", bad), ("known", known), ("good", good))]
            places = shapes.select(pl.all_horizontal(alike).arg_true()).to_series()
            left_out = [] if bad else ["provisional_verdict"]
            left_out += [] if good else ["partial"]
            left_out += [] if known else ["outcomes", _RESULTS, "missing_facts", "reasons"]
            found = found.scatter(places, _encode(frame[places].drop(left_out, strict=False)))
        problems = _spread(decided, decided.faulty, decided.faults, self._problems, pl.Series(["[]"]))
        evidence = _spread(decided, decided.stated, decided.evidence, _write_provenance, pl.Series([""]))
        return join_texts([found.str.head(-1), evidence, ',"problems":', problems, "}"])

    def _fields(self, decided: Decided, notes: list[str]) -> pl.DataFrame:
        """What stands in the objects, in its order."""
        verdicts, coded = verdict_words(self.program), zip(self.program.order, decided.outcomes, strict=True)
        outcomes = pl.DataFrame([codes.cat.to(OUTCOME_WORDS).alias(one.id) for one, codes in coded])
        reasons = pl.DataFrame([words.cast(pl.String).alias(str(n)) for n, words in enumerate(decided.reasons)])
        listed = reasons.select(reasons=pl.concat_list(pl.all())).to_series() if decided.reasons else None
        told = _repeat([], _TEXTS, decided).alias("reasons") if listed is None else listed
        found = outcomes.to_struct("outcomes") if decided.outcomes else _repeat({}, pl.Struct([]), decided)
        return pl.DataFrame(
            [
                *(decided.rows.alias("row"), decided.ids.alias("id"), decided.names.alias("name")),
                decided.verdicts.cat.to(verdicts).alias("verdict"),
                decided.provisional.cat.to(verdicts).alias("provisional_verdict"),
                found.alias("outcomes"),
                *([] if decided.results is None else [decided.results.objects().alias(_RESULTS)]),
                decided.missing.column().alias("missing_facts"),
                *([told] if self.reasons else []),
                _repeat(notes, _TEXTS, decided).alias("partial"),
            ]
        )

    def _problems(self, result: RowResult) -> str:
        return json.dumps(
            [one.to_dict(self.language) for one in result.problems], ensure_ascii=False, separators=(",", ":")
        )

    def _partial(self) -> list[str]:
        """What the text leaves to other documents, said with favourable verdicts."""
        notes = (self.program.ruleset.partial, self.program.category.partial)
        return [note.within(self.language) for note in dict.fromkeys(notes) if note is not None]


def _encode(fields: pl.DataFrame) -> pl.Series:
    """Each row as an object of JSON, with the results, objects already, in their place."""
    if _RESULTS not in fields.columns:
        return fields.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    place = fields.columns.index(_RESULTS)
    before, after = (
        pl.struct(names).struct.json_encode() for names in (fields.columns[:place], fields.columns[place + 1 :])
    )
    joined = [before.str.head(-1), pl.lit(f',"{_RESULTS}":'), pl.col(_RESULTS), pl.lit(","), after.str.slice(1)]
    return fields.select(pl.concat_str(joined)).to_series()


def _repeat(value: object, kind: pl.DataType, decided: Decided) -> pl.Series:
    """One value for every row."""
    return pl.Series([value], dtype=kind).new_from_index(0, len(decided.rows))


def _write_provenance(stated: Mapping[str, Provenance]) -> str:
    plain = {path: plain_provenance(one) for path, one in stated.items()}
    return ',"provenance":' + json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _spread(
    decided: Decided, places: pl.Series, ones: Sequence[_One], say: Callable[[_One], Any], nothing: pl.Series
) -> pl.Series:
    """A column with what is said of each of ``ones`` at its place, ``nothing`` elsewhere."""
    said = pl.concat([nothing, pl.Series([say(one) for one in ones], dtype=nothing.dtype)])
    numbers = pl.zeros(len(decided.rows), dtype=pl.UInt32, eager=True)
    return said.gather(numbers.scatter(places, pl.int_range(1, len(said), dtype=pl.UInt32, eager=True)))


def spell(codes: pl.Series, words: Iterable[str], say: Callable[[str], str] = str) -> pl.Series:
    """The words of codes, as they are said; null where the code is."""
    return pl.Series([say(word) for word in words], dtype=pl.String).gather(codes.cast(pl.UInt32))


def join_texts(parts: Sequence[pl.Series | str], separator: str = "") -> pl.Series:
    """The parts of each row in one text, null where one of them is."""
    return pl.select(pl.concat_str([pl.lit(part) for part in parts], separator=separator)).to_series()


def where(flags: pl.Series, one: pl.Series, other: object) -> pl.Series:
    """``one`` in the rows flagged, ``other`` in the rest."""
    return pl.select(pl.when(flags).then(one).otherwise(pl.lit(other, dtype=one.dtype))).to_series()


def csv_cell(text: str) -> str:
    """A text as a cell of a CSV file: no formula, in quotes."""
    return '"' + safe_cell(text).replace('"', '""') + '"'


def csv_cells(texts: pl.Series) -> pl.Series:
    """As `csv_cell`, for a column; null is an empty cell."""
    given = texts.fill_null("").alias("cell").to_frame()
    formula = pl.any_horizontal(_CELL.str.starts_with(start) for start in FORMULA_STARTS)
    safe = given.with_columns(cell=pl.when(formula).then("'" + _CELL).otherwise(_CELL))
    return safe.select('"' + _CELL.str.replace_all('"', '""', literal=True) + '"').to_series()
