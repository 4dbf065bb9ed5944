"""What came of a selection, for every kind of output: the board report with the cut, and plain rows."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, ClassVar, Final

from cchc_rules.decisions.footing import list_footing_columns
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.reports.outputs import DOCUMENTS, FORMS, open_text, write_file
from cchc_rules.reports.report import CandidateLine, Detail, Report, VerdictList
from cchc_rules.reports.texts import safe_cell
from cchc_rules.selection.place_words import write_ends
from cchc_rules.selection.selection import Placement, Selection, plain_placement

TEXT_FORMS: Final = ("json", "csv")
"""The forms of a selection that are data."""

_STANDINGS: Final = ("in", "out", "open", None)
"""What a list of the report is of, in the order of `SelectionReport.kinds`; None: not in the running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionReport(Report):
    """The report of a list with who is taken instead of verdicts; a list for each group and standing, by rank."""

    selection: Selection

    KIND: ClassVar = "standing.report"
    STATUS: ClassVar = "standing.standing"

    def headings(self) -> Iterator[str]:
        """What the results are of, what is chosen, how many places there are, and who stands at the cut."""
        yield from Report.headings(self)
        yield self.selection.rule.title.within(self.language)
        for group, ends in self.selection.quotas.items():
            yield self._write_quota(group, ends)

    def kinds(self) -> tuple[str, ...]:
        """What each of `statuses` is for a reader's eye."""
        return ("good", "bad", "open", "faulty")

    def statuses(self) -> tuple[tuple[str, str, int], ...]:
        """Each standing with its words and how many rows have it."""
        counts = Counter(map(self.find_standing, self.selection.places))
        return tuple((one or "none", self.write_standing(one), counts[one]) for one in _STANDINGS)

    def verdict_lists(self) -> Iterator[VerdictList]:
        """For each group a list of each standing that somebody has: in, open, out, not ranked; by rank, then id."""
        for group in dict.fromkeys(place.group for place in self.selection.places):
            own = sorted((one for one in self.selection.places if one.group == group), key=_find_order)
            for kind, standing in (("good", "in"), ("open", "open"), ("bad", "out"), ("faulty", None)):
                places = [one for one in own if self.find_standing(one) == standing]
                if places:
                    words = self.write_standing(standing)
                    name = self.say("standing.no-group") if group is None else group
                    label = f"{name}: {words}" if name else words
                    yield VerdictList(kind, label, len(places), map(self._write_line, places), self.language)

    def find_standing(self, place: Placement) -> str | None:
        """The list a placement is in; where nobody is taken, all that are ranked are in the first."""
        if place.rank is None:
            return None
        return place.standing or "in"

    def write_standing(self, standing: str | None) -> str:
        """What a list is called."""
        if standing == "in" and not self.selection.quotas:
            return self.say("standing.list.ranked")
        return self.say(f"standing.list.{standing or 'none'}")

    def _write_line(self, place: Placement) -> CandidateLine:
        result = self.selection.results[place.index]
        text = place.write_line(self.language, with_keys=True)
        return CandidateLine(place.row, place.id or "–", place.name or "–", text, result)

    def _write_quota(self, group: str, ends: tuple[int, int]) -> str:
        """How many places there are; the last that takes one, or how many are taken and of how many it is open."""
        places = self.say("standing.quota", places=write_ends(ends))
        own = [one for one in self.selection.places if one.group in (group, None) and one.rank is not None]
        taken = [one for one in own if one.standing == "in"]
        open_ = sum(one.standing == "open" for one in own)
        last = max(taken, key=_find_order, default=None)
        if open_:
            places = f"{places}; {self.say('standing.cut-open', taken=len(taken), open=open_)}"
        elif last is not None and last.rank is not None:
            fields = {"name": last.name or last.id or "–", "rank": write_ends(last.rank)}
            places = f"{places}; {self.say('standing.cut', **fields)}"
        return f"{group}: {places}" if group else places

    def list_clauses(self) -> Iterator[tuple[str, str, str, str]]:
        """Those of criteria and results, then what the selection itself, its keys and its preferences come from."""
        yield from Report.list_clauses(self)
        rule, title = self.selection.rule, self.selection.rule.title.within(self.language)
        of_keys = (clause for key in rule.keys for clause in key.clauses)
        of_preferences = (clause for want in rule.preferences for clause in want.clauses)
        for clause in dict.fromkeys((*rule.clauses, *of_keys, *of_preferences)):
            yield title, self.source_of(clause), clause.at.within(self.language), clause.says.within(self.language)


def make_selection_report(report: Report, selection: Selection) -> SelectionReport:
    """The report of a selection among the rows of a report."""
    own = {one.name: getattr(report, one.name) for one in fields(Report)}
    return SelectionReport(**{**own, "results": selection.results}, selection=selection)


def _find_order(place: Placement) -> tuple[bool, tuple[int, int], str, int]:
    """By rank; who is not ranked comes last."""
    return place.rank is None, place.rank or (0, 0), place.id or "", place.row


def write_selection(selection: Selection, path: Path | str, detail: Detail = "brief", language: str = "vi") -> None:
    """Writes a selection to a report (``.html .docx .xlsx``) or data (``.json .csv``), whole or not at all.

    Raises TableError for another ending, OutputError when it cannot be written, MissingDependency without the package
    that writes it.
    """
    path = Path(path)
    write_selection_file(make_report(selection, detail=detail, language=language), find_selection_form(path), path)


def make_report(selection: Selection, *, detail: Detail = "brief", language: str = "vi") -> SelectionReport:
    """The report of a selection of which no file is known."""
    return SelectionReport(
        selection.program, selection.results, language, selection.as_of, detail=detail, selection=selection
    )


def find_selection_form(path: Path) -> str:
    """The form a file's name ends like. Raises TableError for an ending of none that a selection is written in."""
    form = FORMS.get(path.suffix.lower())
    if form not in (*DOCUMENTS, *TEXT_FORMS):
        raise TableError([Problem("output-ending", None, {"ending": path.suffix.lower()}, variant="select")])
    return form


def write_selection_file(report: SelectionReport, form: str, path: Path) -> None:
    """Writes the report in a form, whole or not at all."""
    if form in DOCUMENTS:
        write_file(report, form, path)
        return
    with open_text(path, form) as out:
        write_selection_text(report, form, out)


def write_selection_text(report: SelectionReport, form: str, out: IO[str]) -> None:
    """Writes the places as one JSON object with the footing first, or as CSV for people, with it in columns of its own.

    Every row has them, so that rows may be sorted, filtered and put together with those of other files.
    """
    selection = report.selection
    if form == "json":
        quotas = {group: list(ends) for group, ends in selection.quotas.items()}
        places = [plain_placement(place) for place in selection.places]
        document = {**report.footing.to_dict(), "selection": selection.rule.id, "quotas": quotas, "places": places}
        out.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    heads = ("result.row", "result.id", "result.name", "standing.group", "standing.standing", "standing.rank-from")
    tail = ("standing.rank-to", "report.line", "standing.column.selection", "standing.column.places")
    rests_on = tuple(list_footing_columns(report.footing, report.language))
    writer.writerow([*map(report.say, (*heads, *tail)), *(safe_cell(head) for head, _ in rests_on)])
    for place in selection.places:
        writer.writerow([*_csv_cells(place, report), *(safe_cell(value) for _, value in rests_on)])


def _csv_cells(place: Placement, report: SelectionReport) -> Sequence[str | int]:
    texts = (place.id or "", place.name or "", place.group or "", report.write_standing(report.find_standing(place)))
    ranks: tuple[int | str, int | str] = place.rank or ("", "")
    selection = report.selection
    quota = selection.quotas.get(place.group or "")
    told = (
        place.write_line(report.language),
        selection.rule.title.within(report.language),
        "" if quota is None else write_ends(quota),
    )
    return [place.row, *map(safe_cell, texts), *ranks, *map(safe_cell, told)]
