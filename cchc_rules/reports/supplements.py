"""Requests to complete dossiers: for each candidate or unit what is missing or wrong, why it is asked for, by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.decisions.phrasing.lines import write_line
from cchc_rules.decisions.phrasing.open_values import tell_stuck
from cchc_rules.decisions.phrasing.problem_words import split_problem
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.decisions.traces.causes import JUDGED, MissingFact
from cchc_rules.evaluation import RowResult
from cchc_rules.language.nodes import ReadDefinition, ReadFact, walk
from cchc_rules.language.ruleset import Clause, GradeTable
from cchc_rules.program.program import LoweredScore, Program
from cchc_rules.reports.papers import (
    PAPER_FORMS,
    Paper,
    PaperBlock,
    PaperTable,
    PaperText,
    find_unit,
    name_paper,
    refuse_other_papers,
    write_paper,
)
from cchc_rules.reports.report import Report, make_results_report
from cchc_rules.values import UNDETERMINED, Outcome, Words

MOST_CITED: Final = 3
"""How many criteria are named that wait for one fact; the rest is counted, so that a row stays a few lines high."""

_AS_OF: Final = "as_of"
"""The path of the day of decision: the office gives it, nobody is asked for it."""

_ROOT: Final = re.compile(r"[.\[]")
"""What ends the name of the fact in a path."""

_Cited: TypeAlias = tuple[Words, tuple[Clause, ...]]

_WIDTHS: Final = (10, 62, 70, 40)
_JUDGED_WIDTHS: Final = (10, 62, 50, 60)


@dataclass(frozen=True, slots=True)
class Supplement:
    """What one candidate is asked for, as rows of what and why: to be added, to be judged (by whom), to be corrected.

    ``unsettled`` are criteria that stay open though no fact is missing: something is taken of nothing.
    """

    result: RowResult
    missing: tuple[tuple[str, str], ...] = ()
    judged: tuple[tuple[str, str, str], ...] = ()
    faulty: tuple[tuple[str, str], ...] = ()
    unsettled: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.missing or self.judged or self.faulty or self.unsettled)


def list_supplements(report: Report) -> Iterator[Supplement]:
    """What each candidate of a report is asked for that cannot be decided or has faulty data; the others are left out.

    Cost: the traces of the criteria that are open.
    """
    writer = _SupplementWriter(report)
    for result in report.results:
        if result.problems or result.decision is None or result.decision.verdict_code == UNDETERMINED:
            found = writer.write(result)
            if found:
                yield found


class _SupplementWriter:
    """Writes what candidates of one program are asked for."""

    def __init__(self, report: Report) -> None:
        self.report, self.say, self.language = report, report.say, report.language
        program = report.program
        self.cited = {one.id: (one.title, one.clauses) for one in program.order}
        for result in program.category.results:
            clauses = result.clauses if isinstance(result, GradeTable) else result.whole.clauses
            self.cited[result.name] = (result.title, clauses)
        self.lines = _list_lines(program)
        self.results = {one.name for one in program.category.results}

    def write(self, result: RowResult) -> Supplement:
        """What one candidate is asked for."""
        faulty = tuple(split_problem(one, self.report.program, self.language) for one in result.problems)
        whole = self.say("supplement.whole-row")
        faulty = tuple((what or whole, why[:1].upper() + why[1:]) for what, why in faulty)
        decision = result.decision
        if decision is None or decision.verdict_code != UNDETERMINED:
            return Supplement(result, faulty=faulty)
        wanted = [one for one in decision.missing_facts if one.path != _AS_OF]
        missing = tuple((one.within(self.language), self.tell_why(one)) for one in wanted if one.kind != JUDGED)
        judged = tuple(
            (one.within(self.language), one.judge.within(self.language) if one.judge else "", self.tell_why(one))
            for one in wanted
            if one.kind == JUDGED
        )
        unsettled = () if decision.missing_facts or faulty else tuple(self.tell_unsettled(decision))
        return Supplement(result, missing, judged, faulty, unsettled)

    def tell_why(self, fact: MissingFact) -> str:
        """That it is missing, and for which criteria or lines of a score it is needed, each with its clauses."""
        known = [self.cited[id] for id in dict.fromkeys(fact.criteria) if id in self.cited]
        key, lines = "supplement.needed", self.lines.get(_ROOT.split(fact.path, maxsplit=1)[0], [])
        if lines and {id for id in fact.criteria if id in self.cited} <= self.results:
            key, known = "supplement.needed-for-points", lines
        told = []
        for title, clauses in known[:MOST_CITED]:
            places = "; ".join(dict.fromkeys(one.at.within(self.language) for one in clauses))
            words = title.within(self.language)
            told.append(self.say("supplement.cited", title=words, at=places) if places else words)
        if len(known) > MOST_CITED:
            told.append(self.say("supplement.more", count=len(known) - MOST_CITED))
        return self.say(key, criteria="; ".join(told))

    def tell_unsettled(self, decision: Decision) -> Iterator[tuple[str, str]]:
        """The criteria and results that are open of themselves, and of what there is nothing to take them of."""
        for finding in decision.findings:
            if finding.outcome is Outcome.UNKNOWN:
                yield finding.title.within(self.language), finding.reason(self.language)
        for result, causes in zip(decision.program.deciding, decision.list_result_causes(), strict=False):
            if causes.void:
                title, _ = self.cited[result.name]
                yield title.within(self.language), write_line(map(tell_stuck, causes.void), self.language)


def _list_lines(program: Program) -> dict[str, list[_Cited]]:
    """By fact the lines of scores that read it, through definitions too, each with its title and clauses."""
    definitions, found = dict(program.definitions), dict[str, list[_Cited]]()
    for score in (one for one in program.results if isinstance(one, LoweredScore)):
        for line in score.whole.family():
            waiting = [one for one in (line.value, line.gate) if one is not None]
            names, seen = dict[str, None](), set[str]()
            while waiting:
                for node in walk(waiting.pop()):
                    if isinstance(node, ReadFact):
                        names[node.name] = None
                    elif isinstance(node, ReadDefinition) and node.name in definitions and node.name not in seen:
                        seen.add(node.name)
                        waiting.append(definitions[node.name])
            for name in names:
                found.setdefault(name, []).append((line.line.title, line.line.clauses))
    return found


def write_supplements(
    results: Iterable[RowResult],
    folder: Path | str,
    *,
    due: date | None = None,
    unit: str | None = None,
    form: str = "docx",
    language: str = "vi",
    keep_others: bool = False,
) -> tuple[Path, ...]:
    """Writes a request for each candidate that cannot be decided or has faulty data, a file each; gives the files.

    ``results`` are what `evaluate_many` yields, of one program and date. ``due`` is by when, blank without it. With
    ``unit``, a fact that is a text or a choice, one request goes to each unit and names its candidates. ``form`` is
    ``docx`` or ``html``. A folder with requests of an earlier run that are not written again is refused, unless
    ``keep_others``: they would be sent out with these. Raises ValueError for results of several programs or dates,
    TableError for what is no unit and for such a folder, OutputError, MissingDependency.
    """
    if form not in PAPER_FORMS:
        raise ValueError(f"no request as {form!r}; there are {', '.join(PAPER_FORMS)}")
    report = make_results_report(results, language)
    supplements = list(list_supplements(report))
    return write_supplement_files(
        report, supplements, Path(folder), due=due, unit=unit, form=form, keep_others=keep_others
    )


def write_supplement_files(
    report: Report,
    supplements: list[Supplement],
    folder: Path,
    *,
    due: date | None,
    unit: str | None,
    form: str,
    keep_others: bool = False,
) -> tuple[Path, ...]:
    """Writes the requests, each whole or not at all, in the order of the rows; the folder is made where it is not.

    With requests in it that are not written again it is refused (`refuse_other_papers`), unless ``keep_others``.
    """
    groups: dict[Path, tuple[str, list[Supplement]]] = {}
    for number, (addressee, own) in enumerate(_group(report, supplements, unit), start=1):
        first = own[0].result
        words = addressee if unit is not None else (first.id or addressee)
        groups[folder / name_paper(number if unit is not None else first.row, words, form)] = addressee, own
    if not keep_others:
        refuse_other_papers(folder, [path.name for path in groups])
    folder.mkdir(parents=True, exist_ok=True)
    for path, (addressee, own) in groups.items():
        write_paper(_make_paper(report, addressee, own, due, by_unit=unit is not None), form, path)
    return tuple(groups)


def _group(report: Report, supplements: list[Supplement], unit: str | None) -> list[tuple[str, list[Supplement]]]:
    """To whom what is sent: a candidate each, or the candidates of each unit."""
    if unit is None:
        return [(_name(report, one.result), [one]) for one in supplements]
    fact, groups = find_unit(report.program, unit), dict[str, list[Supplement]]()
    nobody = report.say("supplement.unit-open", label=fact.label.within(report.language))
    for one in supplements:
        decision = one.result.decision
        value = None if decision is None else plain_facts(decision.program.facts, decision.values)[unit]
        groups.setdefault(nobody if value is None else str(value), []).append(one)
    return list(groups.items())


def _name(report: Report, result: RowResult) -> str:
    if result.name and result.id:
        return report.say("paper.who", name=result.name, id=result.id)
    return result.name or result.id or report.say("supplement.row", row=result.row)


def _make_paper(report: Report, addressee: str, own: list[Supplement], due: date | None, *, by_unit: bool) -> Paper:
    say, language = report.say, report.language
    day = say("supplement.due-open") if due is None else say("supplement.due", date=write_date(due, language))
    issuer, *others = report.headings()
    asked = say("supplement.asked.unit", count=len(own), due=day) if by_unit else say("supplement.asked", due=day)
    blocks: list[PaperBlock] = [PaperText(say("supplement.to", who=addressee), heading=True), PaperText(asked)]
    for number, one in enumerate(own, start=1):
        if by_unit:
            blocks.append(PaperText(f"{number}. {_name(report, one.result)}", heading=True))
        blocks += _list_blocks(report, one)
    return Paper(
        language,
        say("supplement.title"),
        (report.title, *others),
        tuple(blocks),
        tuple(report.footing.lines(language)),
        issuer,
        (say("supplement.sign.1"), say("supplement.sign.2")),
    )


def _list_blocks(report: Report, one: Supplement) -> Iterator[PaperBlock]:
    say = report.say
    for key, pairs in (("missing", one.missing), ("faulty", one.faulty), ("unsettled", one.unsettled)):
        if pairs:
            heads = (say("paper.order"), say(f"supplement.{key}"), say("supplement.why"), say("supplement.answer"))
            rows = tuple((str(number), *pair, "") for number, pair in enumerate(pairs, start=1))
            yield PaperTable(heads, rows, _WIDTHS)
    if one.judged:
        heads = (say("paper.order"), say("supplement.judged"), say("supplement.judge"), say("supplement.why"))
        judged = tuple((str(number), *row) for number, row in enumerate(one.judged, start=1))
        yield PaperTable(heads, judged, _JUDGED_WIDTHS)
