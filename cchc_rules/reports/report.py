"""What was decided for a whole file: the one source of counts, words and rows for every kind of output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal, TypeAlias

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.footing import Footing, MappingUse, SourceFile
from cchc_rules.decisions.phrasing.evidence_words import find_stated, write_evidence
from cchc_rules.decisions.phrasing.problem_words import write_problem, write_remark
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.evaluation import RowResult
from cchc_rules.language.nodes import FirstOf
from cchc_rules.language.ruleset import Clause, Criterion, GradeTable, ScoreLine
from cchc_rules.phrases import phrase
from cchc_rules.problems import EngineDisagreement, Problem
from cchc_rules.program.program import Program
from cchc_rules.reports.one_line import cut_line, write_candidate_text
from cchc_rules.reports.texts import partial_notes
from cchc_rules.values import INVALID, OUTCOMES, UNKNOWN, UNMET

Detail: TypeAlias = Literal["brief", "full"]

MOST_REMARKS: Final = 20
"""How many problems of the file a report names: half a page; all are printed when it is decided."""

TELLING: Final = (OUTCOMES[UNMET], OUTCOMES[UNKNOWN])
"""The outcomes whose reasons are told unless all are asked for."""

KINDS: Final = ("good", "bad", "open", "later")
FAULTY: Final = "faulty"
"""What a verdict is for a reader's eye, by its code, and what a row with problems is."""


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate in the list of its verdict; ``text`` is one line that says why, ``whole`` what it was cut from."""

    row: int
    id: str
    name: str
    text: str
    result: RowResult
    whole: str = ""


@dataclass(slots=True)
class _Counted:
    """Lines that can be gone through once, and how many were."""

    lines: Iterator[CandidateLine]
    count: int = 0

    def __iter__(self) -> Iterator[CandidateLine]:
        for line in self.lines:
            self.count += 1
            yield line


@dataclass(frozen=True, slots=True)
class VerdictList:
    """All candidates of one status; ``kind`` is one of `KINDS`, or `FAULTY`."""

    kind: str
    words: str
    count: int
    lines: Iterable[CandidateLine]
    language: str = "vi"

    @property
    def heading(self) -> str:
        """What stands above the list."""
        text = phrase("report.list", self.language, words=self.words, count=self.count)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a file in its order, what decided them, and the problems of the file itself.

    ``detail`` is ``full`` with the reasons of every criterion of every candidate; ``sources`` are the files read,
    ``mapping`` what told which columns are, ``read`` how many rows were read, where they came from files,
    ``checkpoint`` where the store of records stood when they were recorded. With ``remedies`` letters and full reasons
    also say what would have to change.
    """

    program: Program
    results: Sequence[RowResult]
    language: str = "vi"
    as_of: date | None = None
    problems: tuple[Problem, ...] = ()
    all_reasons: bool = False
    sources: tuple[SourceFile, ...] = ()
    detail: Detail = "brief"
    mapping: MappingUse | None = None
    read: int | None = None
    remedies: bool = False
    checkpoint: str | None = None

    KIND: ClassVar = "report.heading"
    """The key of what kind of report it is, in the capitals of a title."""

    STATUS: ClassVar = "result.verdict"
    """The key of what `statuses` are called above their counts."""

    @property
    def title(self) -> str:
        """The title of the ruleset."""
        return self.program.ruleset.title.within(self.language)

    @property
    def footing(self) -> Footing:
        """What the results were reached under."""
        forms = dict.fromkeys(one.fields["version"] for one in self.problems if one.key == "form-stamp.version")
        return Footing(self.program, self.as_of, self.sources, tuple(forms), self.mapping, self.checkpoint)

    def headings(self) -> Iterator[str]:
        """What the results are of: issuer, category, date."""
        yield self.program.ruleset.issuer.within(self.language)
        yield self.program.category.title.within(self.language)
        if self.as_of is not None:
            yield self.day

    @property
    def day(self) -> str:
        """The day it was decided as of, or that none was stated."""
        day = self.say("footing.no-date") if self.as_of is None else write_date(self.as_of, self.language)
        return self.say("footing.as-of", date=day)

    def say(self, key: str, **fields: object) -> str:
        """The phrase in the language of the output."""
        return phrase(key, self.language, **fields)

    def statuses(self) -> tuple[tuple[str, str, int], ...]:
        """Each status with its words and how many results have it; invalid last."""
        counts = Counter(result.status for result in self.results)
        order = (*(verdict.value for verdict in self.program.verdicts), INVALID)
        return tuple((status, self.say(f"verdict.{status}"), counts[status]) for status in order)

    def kinds(self) -> tuple[str, ...]:
        """What each of `statuses` is for a reader's eye."""
        return (*KINDS[: len(self.program.verdicts)], FAULTY)

    def verdict_lists(self) -> Iterator[VerdictList]:
        """A list for each status that some candidate has, in the order of the file."""
        written = 0
        for kind, (status, words, count) in zip(self.kinds(), self.statuses(), strict=True):
            if count:
                lines = _Counted(self._lines(status))
                yield VerdictList(kind, words, count, lines, self.language)
                written += lines.count
        self.refuse_loss(written)

    def refuse_loss(self, written: int) -> None:
        """Raises EngineDisagreement when the rows read, those decided and those written are not as many.

        Every writer asks this before its file gets its name; `verdict_lists` asks it when all lists were taken.
        """
        decided = len(self.results)
        if {decided, written} != {decided if self.read is None else self.read}:
            fields = {"read": "?" if self.read is None else self.read, "decided": decided, "written": written}
            raise EngineDisagreement(phrase("report.lost", "en", **fields))

    def _lines(self, status: str) -> Iterator[CandidateLine]:
        for result in self.results:
            if result.status == status:
                whole = write_candidate_text(result, self.faults(result), self.missing(result), self.language)
                text = cut_line(whole, self.language)
                whole = whole if whole != text else ""
                yield CandidateLine(result.row, result.id or "–", result.name or "–", text, result, whole)

    def outcome_counts(self) -> tuple[tuple[Criterion, tuple[int, ...]], ...]:
        """For each criterion and member how many candidates have each outcome; invalid rows are left out."""
        counts = [[0] * len(OUTCOMES) for _ in self.program.order]
        for result in self.results:
            if result.decision is not None and not result.problems:
                for place, code in enumerate(result.decision.outcome_codes):
                    counts[place][code] += 1
        return tuple((criterion, tuple(one)) for criterion, one in zip(self.program.order, counts, strict=True))

    def verdict(self, result: RowResult) -> str:
        """The verdict in words; of an invalid row what it would be with the faulty values unknown."""
        verdict = self.say(f"verdict.{result.status}")
        if result.status != INVALID or result.decision is None:
            return verdict
        provisional = self.say(f"verdict.{result.decision.verdict.value}")
        return self.say("result.provisional", verdict=verdict, provisional=provisional)

    def reasons(self, result: RowResult) -> tuple[str, ...]:
        """A numbered line for each criterion that is not met or not known, or for all."""
        decision = result.decision
        return () if decision is None else tuple(self._reasons(decision))

    def _reasons(self, decision: Decision) -> Iterator[str]:
        lines = zip(decision.findings, decision.reasons(self.language), strict=True)
        for number, (finding, reason) in enumerate(lines, start=1):
            if self.all_reasons or finding.outcome in TELLING:
                yield f"{number}. {finding.title.within(self.language)}: {reason}"

    def missing(self, result: RowResult) -> tuple[str, ...]:
        """The labels of the missing facts, with the list members they belong to."""
        if result.decision is None:
            return ()
        return tuple(fact.within(self.language) for fact in result.decision.missing_facts)

    def faults(self, result: RowResult) -> tuple[str, ...]:
        """What is wrong with the row, and what to do about it."""
        return tuple(write_problem(problem, self.program, self.language) for problem in result.problems)

    def evidence(self, result: RowResult) -> list[str]:
        """What values rest on, a line for each that somebody stated with its provenance."""
        return write_evidence(self.program, find_stated(result.decision), self.language)

    def notes(self, result: RowResult) -> tuple[str, ...]:
        """What the text leaves to other documents, for a favourable verdict."""
        return partial_notes(result, self.language)

    def remarks(self) -> tuple[str, ...]:
        """What is to be said of the whole: parameters changed, what the text leaves open, problems of the file."""
        changes = (self.say("footing.warning", change=one) for one in self.footing.changes(self.language))
        notes = dict.fromkeys(note for result in self.results for note in self.notes(result))
        partial = (self.say("report.partial", note=note) for note in notes)
        named = tuple(write_remark(one, self.program, self.language) for one in self.problems[:MOST_REMARKS])
        more = len(self.problems) - len(named)
        return (*changes, *partial, *named, *([self.say("report.more-remarks", count=more)] if more else ()))

    @property
    def clauses_heading(self) -> str:
        """What stands above `list_clauses`."""
        return self.say("report.annex.clauses.scored" if self.program.results else "report.annex.clauses")

    def list_clauses(self) -> Iterator[tuple[str, str, str, str]]:
        """For every criterion, line, band and cap, and each clause it comes from: document, place, what stands there.

        What it is called comes first; clauses of the line above are not repeated.
        """
        named = [(one.title.within(self.language), one.clauses) for one in self.program.order]
        for result in self.program.category.results:
            if isinstance(result, GradeTable):
                named += self._name_grade_clauses(result)
            else:
                named += self._name_line_clauses(result.whole, ())
        for title, clauses in named:
            for clause in clauses:
                yield title, self.source_of(clause), clause.at.within(self.language), clause.says.within(self.language)

    def _name_line_clauses(
        self, line: ScoreLine, above: tuple[Clause, ...]
    ) -> Iterator[tuple[str, tuple[Clause, ...]]]:
        title = line.title.within(self.language)
        if line.clauses != above:
            yield title, line.clauses
        if isinstance(line.value, FirstOf):
            yield from ((title, cited) for cited in line.value.sources if cited)
        for one in line.lines:
            yield from self._name_line_clauses(one, line.clauses)

    def _name_grade_clauses(self, table: GradeTable) -> Iterator[tuple[str, tuple[Clause, ...]]]:
        title = table.title.within(self.language)
        yield title, table.clauses
        for value, cited in zip(table.rows.values, table.rows.sources, strict=False):
            yield f"{title}: {getattr(value, 'value', '')}", cited
        for cap in table.caps:
            yield f"{title}: {self.say('sheet.cap', level=cap.level)}", cap.clauses

    def source_of(self, clause: Clause) -> str:
        """The title of the document a clause stands in."""
        wanted = clause.ref.partition("/")[0]
        sources = self.program.ruleset.sources
        return next((one.title.within(self.language) for one in sources if one.id == wanted), wanted)


def make_results_report(results: Iterable[RowResult], language: str, detail: Detail = "brief") -> Report:
    """The report of results of which no file is known. Raises ValueError for those of several programs or dates."""
    found = list(results)
    decisions = [one.decision for one in found if one.decision is not None]
    if len({(one.program.digest, one.as_of) for one in decisions}) != 1:
        raise ValueError("a report is of decisions of one program and one date; these are of none or several")
    return Report(decisions[0].program, found, language, decisions[0].as_of, detail=detail)
