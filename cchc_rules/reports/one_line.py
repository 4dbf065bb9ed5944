"""Why a candidate has its verdict, on one line of a list; what does not fit is in the annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.phrasing.figures import describe_value
from cchc_rules.decisions.phrasing.sayings import say
from cchc_rules.decisions.scoring import list_results
from cchc_rules.decisions.traces.trace import Trace
from cchc_rules.evaluation import RowResult
from cchc_rules.language.nodes import Compare, Fold, ReadDefinition, ReadResult
from cchc_rules.phrases import phrase
from cchc_rules.values import INVALID, UNDETERMINED, Outcome

LONGEST_LINE: Final = 110
"""How many characters a candidate's line has: two lines of a list on A4 at 10 points."""


def write_candidate_text(result: RowResult, faults: Sequence[str], missing: Sequence[str], language: str) -> str:
    """What is wrong, what is missing, what is not met, or the values that met a bound.

    Cost: the traces of the criteria that are told.
    """
    decision = result.decision
    if result.status == INVALID or decision is None:
        return "; ".join(faults)
    results = list_results(decision.results.values(), language)
    if decision.favourable:
        return "; ".join([*results, *_find_figures(decision, language)])
    against = [_write_reason(one, language) for one in decision.findings if one.outcome is Outcome.UNMET]
    open_: list[str] = []
    if decision.verdict_code == UNDETERMINED:
        # What is unmet of an open verdict only puts off: the line says so and what is still open.
        against = [phrase("report.put-off", language, reason=one) for one in against]
        causes = [_write_reason(one, language) for one in decision.findings if one.outcome is Outcome.UNKNOWN]
        open_ = [phrase("report.missing", language, facts="; ".join(missing))] if missing else causes
    # What a reason says of a score or grade already is not said again.
    told = [one for one in results if not any(reason.startswith(one) for reason in (*against, *open_))]
    return "; ".join([*against, *told, *open_])


def write_heading(finding: Finding, language: str) -> str:
    """What a criterion is called where there is little room."""
    return (finding.criterion.short or finding.title).within(language)


def _write_reason(finding: Finding, language: str) -> str:
    reason = finding.reason(language)
    return f"{write_heading(finding, language)}: {reason}" if finding.criterion.group else reason


def _find_figures(decision: Decision, language: str) -> Iterator[str]:
    """The numbers, shares, dates and levels that were held against a bound, each with what it is of."""
    for finding in decision.findings:
        require = finding.trace.require if finding.outcome is Outcome.MET else None
        while require is not None and isinstance(require.node, ReadDefinition):
            require = require.parts[0]
        if require is None or not isinstance(require.node, Compare):
            continue
        left, right = require.parts
        figure = right if left.is_constant else left
        if not figure.is_boolean and not _is_whole_result(figure):
            yield f"{_name_figure(figure, finding, language)}: {say(describe_value(figure), language)}"


def _is_whole_result(figure: Trace) -> bool:
    """Whether it is a score or grade, which the line says by itself."""
    node = figure.node
    return isinstance(node, ReadResult) and not node.line and not node.zeros


def _name_figure(figure: Trace, finding: Finding, language: str) -> str:
    if finding.criterion.short is None and figure.fact is not None and not isinstance(figure.node, Fold):
        return figure.fact.label.within(language)
    return write_heading(finding, language)


def cut_line(text: str, language: str) -> str:
    """At most 110 characters of a candidate's text; past them it refers to the annex."""
    if len(text) <= LONGEST_LINE:
        return text
    rest = phrase("report.see-annex", language)
    return text[: LONGEST_LINE - len(rest)].rpartition(" ")[0].rstrip(" ;,:") + rest
