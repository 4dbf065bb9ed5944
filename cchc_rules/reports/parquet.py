"""Results as a Parquet file: one row a candidate, codes for verdicts and outcomes, texts for people beside them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from cchc_rules.decisions.phrasing.evidence_words import find_stated, write_evidence
from cchc_rules.evaluation import INVALID
from cchc_rules.files import whole_bytes
from cchc_rules.problems import import_optional, refuse_forked
from cchc_rules.reports.report import Report
from cchc_rules.reports.texts import plain_json
from cchc_rules.values import OUTCOMES

FOOTING: Final = "cchc_rules"
"""The key of the file's own metadata under which the footing stands as JSON."""


def write_parquet(path: Path, report: Report) -> None:
    """Writes the results as Parquet, whole or not at all.

    Columns: ``row``, ``id``, ``name``, ``verdict``, ``provisional_verdict``, one ``outcome:<criterion>`` each, scores
    and grades as frames have them (a score also in words, ``result:<name>:shown``), ``reasons``, ``missing_facts``,
    ``problems``, ``provenance`` (what values rest on, a line each).
    The verdict of a row with problems is ``invalid``; ``provisional_verdict`` is set for such rows only. Raises
    OutputError when it cannot be written, MissingDependency without polars.
    """
    pl = import_optional("polars", extra="polars")
    refuse_forked()
    verdicts = [verdict.value for verdict in report.program.verdicts]
    outcomes = pl.Enum([outcome.value for outcome in OUTCOMES])
    results = report.results
    decisions = [result.decision for result in results]
    provisional = [one.verdict.value if one is not None and one.provisional else None for one in decisions]
    missing = [[fact.path for fact in one.missing_facts] if one is not None else [] for one in decisions]
    texts = pl.List(pl.String)
    evidence = [write_evidence(report.program, find_stated(one), report.language) for one in decisions]
    columns = [
        pl.Series("row", [result.row for result in results], dtype=pl.Int64),
        pl.Series("id", [result.id for result in results], dtype=pl.String),
        pl.Series("name", [result.name for result in results], dtype=pl.String),
        pl.Series("verdict", [result.status for result in results], dtype=pl.Enum([*verdicts, INVALID])),
        pl.Series("provisional_verdict", provisional, dtype=pl.Enum(verdicts)),
    ]
    for place, criterion in enumerate(report.program.order):
        codes = [None if one is None else OUTCOMES[one.outcome_codes[place]].value for one in decisions]
        columns.append(pl.Series(f"outcome:{criterion.id}", codes, dtype=outcomes))
    if report.program.results:
        from cchc_rules.reports.result_tables import make_columns

        measured = [None if one is None else one.results for one in decisions]
        columns += make_columns(report.program, measured, report.language)
    columns += [
        pl.Series("reasons", [list(report.reasons(result)) for result in results], dtype=texts),
        pl.Series("missing_facts", missing, dtype=texts),
        pl.Series("problems", [list(report.faults(result)) for result in results], dtype=texts),
        pl.Series("provenance", evidence, dtype=texts),
    ]
    written = BytesIO()  # polars reports a full disk as an error of its own
    pl.DataFrame(columns).write_parquet(written, metadata={FOOTING: plain_json(report.footing)})
    written.seek(0)
    report.refuse_loss(pl.scan_parquet(written).select(pl.len()).collect().item())
    with whole_bytes(path) as handle:
        handle.write(written.getbuffer())
