"""Eligibility rules of emulation campaigns: load → compile → evaluate → explain → record.

Names are loaded when first used, so that ``import cchc_rules`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cchc_rules.analysis.comparison import compare
    from cchc_rules.analysis.fact_questions import FactQuestion, questions
    from cchc_rules.analysis.proofs import verify
    from cchc_rules.analysis.trials import what_if
    from cchc_rules.bulk.file_decisions import decide_file
    from cchc_rules.decisions.decision import Decision, Finding
    from cchc_rules.decisions.explanation import Explanation, explain
    from cchc_rules.decisions.pictures.outcome_tree import draw_decision
    from cchc_rules.decisions.scoring import Grade, Score
    from cchc_rules.decisions.traces.causes import MissingFact
    from cchc_rules.engines.columns import evaluate_frame, evaluate_lazy
    from cchc_rules.evaluation import RowResult, evaluate, evaluate_many
    from cchc_rules.facts.candidate import Candidate, Provenance
    from cchc_rules.forms.fact_models import FactModel, Stated, fact_model
    from cchc_rules.forms.fact_schemas import fact_schema, fact_ui
    from cchc_rules.intake.limits import Limits
    from cchc_rules.intake.reader import read
    from cchc_rules.intake.row_decisions import decide_rows
    from cchc_rules.intake.table import Row, Table, TableError
    from cchc_rules.language.loader import load, load_text
    from cchc_rules.language.ruleset import Ruleset
    from cchc_rules.problems import (
        CchcError,
        EngineDisagreement,
        FactError,
        MissingDependency,
        Problem,
        RulesetError,
    )
    from cchc_rules.program.compiler import compile
    from cchc_rules.program.program import Program
    from cchc_rules.records.chain import Checkpoint, StoreCheck, StoredRecord
    from cchc_rules.records.databases import StoreError
    from cchc_rules.records.decision_record import DecisionRecord, record
    from cchc_rules.records.plain_values import RecordError
    from cchc_rules.records.replaying import replay
    from cchc_rules.records.sealed_record import ReplayMismatch
    from cchc_rules.records.selection_record import SelectionRecord, record_selection, replay_selection
    from cchc_rules.records.store import RecordStore
    from cchc_rules.reports.answer_schemas import (
        decision_schema,
        problem_schema,
        record_schema,
        result_schema,
        selection_schema,
    )
    from cchc_rules.reports.impact import ImpactReport, find_impact
    from cchc_rules.reports.outputs import write_report
    from cchc_rules.reports.rosters import write_roster
    from cchc_rules.reports.selection_report import write_selection
    from cchc_rules.reports.supplements import write_supplements
    from cchc_rules.season import Change, Session
    from cchc_rules.selection.selection import Placement, Selection, SelectionError, select
    from cchc_rules.values import Outcome, Verdict

__version__ = "0.1.0"

__all__ = [
    "Candidate",
    "CchcError",
    "Change",
    "Checkpoint",
    "Decision",
    "DecisionRecord",
    "EngineDisagreement",
    "Explanation",
    "FactError",
    "FactModel",
    "FactQuestion",
    "Finding",
    "Grade",
    "ImpactReport",
    "Limits",
    "MissingDependency",
    "MissingFact",
    "Outcome",
    "Placement",
    "Problem",
    "Program",
    "Provenance",
    "RecordError",
    "RecordStore",
    "ReplayMismatch",
    "Row",
    "RowResult",
    "Ruleset",
    "RulesetError",
    "Score",
    "Selection",
    "SelectionError",
    "SelectionRecord",
    "Session",
    "Stated",
    "StoreCheck",
    "StoreError",
    "StoredRecord",
    "Table",
    "TableError",
    "Verdict",
    "__version__",
    "compare",
    "compile",
    "decide_file",
    "decide_rows",
    "decision_schema",
    "draw_decision",
    "evaluate",
    "evaluate_frame",
    "evaluate_lazy",
    "evaluate_many",
    "explain",
    "fact_model",
    "fact_schema",
    "fact_ui",
    "find_impact",
    "load",
    "load_text",
    "problem_schema",
    "questions",
    "read",
    "record",
    "record_schema",
    "record_selection",
    "remedies",
    "replay",
    "replay_selection",
    "result_schema",
    "select",
    "selection_schema",
    "verify",
    "what_if",
    "write_report",
    "write_roster",
    "write_selection",
    "write_supplements",
]

_HOMES: Final = {
    "analysis.comparison": ("compare",),
    "analysis.fact_questions": ("FactQuestion", "questions"),
    "analysis.proofs": ("verify",),
    "analysis.remedy_answers": ("remedies",),
    "analysis.trials": ("what_if",),
    "bulk.file_decisions": ("decide_file",),
    "decisions.traces.causes": ("MissingFact",),
    "decisions.decision": ("Decision", "Finding"),
    "decisions.scoring": ("Grade", "Score"),
    "decisions.explanation": ("Explanation", "explain"),
    "decisions.pictures.outcome_tree": ("draw_decision",),
    "engines.columns": ("evaluate_frame", "evaluate_lazy"),
    "evaluation": ("RowResult", "evaluate", "evaluate_many"),
    "facts.candidate": ("Candidate", "Provenance"),
    "forms.fact_models": ("FactModel", "Stated", "fact_model"),
    "forms.fact_schemas": ("fact_schema", "fact_ui"),
    "intake.limits": ("Limits",),
    "intake.reader": ("read",),
    "intake.row_decisions": ("decide_rows",),
    "intake.table": ("Row", "Table", "TableError"),
    "language.loader": ("load", "load_text"),
    "language.ruleset": ("Ruleset",),
    "problems": ("CchcError", "EngineDisagreement", "FactError", "MissingDependency", "Problem", "RulesetError"),
    "program.compiler": ("compile",),
    "program.program": ("Program",),
    "records.chain": ("Checkpoint", "StoreCheck", "StoredRecord"),
    "records.databases": ("StoreError",),
    "records.decision_record": ("DecisionRecord", "record"),
    "records.sealed_record": ("ReplayMismatch",),
    "records.plain_values": ("RecordError",),
    "records.replaying": ("replay",),
    "records.selection_record": ("SelectionRecord", "record_selection", "replay_selection"),
    "records.store": ("RecordStore",),
    "reports.answer_schemas": (
        *("decision_schema", "problem_schema", "record_schema", "result_schema", "selection_schema"),
    ),
    "reports.impact": ("ImpactReport", "find_impact"),
    "reports.outputs": ("write_report",),
    "reports.rosters": ("write_roster",),
    "reports.selection_report": ("write_selection",),
    "reports.supplements": ("write_supplements",),
    "season": ("Change", "Session"),
    "selection.selection": ("Placement", "Selection", "SelectionError", "select"),
    "values": ("Outcome", "Verdict"),
}


def __getattr__(name: str) -> Any:
    """The public name, from the module it lives in; kept here after the first use."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
