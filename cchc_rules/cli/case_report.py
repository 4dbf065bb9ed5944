"""What came of the cases of a ruleset, with the lines of its file and the reasons: for people, programs and servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from cchc_rules.analysis.cases import CaseResult, Difference, run_cases
from cchc_rules.analysis.selection_cases import run_selection_cases
from cchc_rules.cli.case_words import DifferenceInWords, say_difference
from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.language.documents.folders import CASES_FILE
from cchc_rules.language.documents.places import Path as DocumentPath
from cchc_rules.language.documents.places import Places
from cchc_rules.language.loader import cases_with_places, load
from cchc_rules.phrases import phrase
from cchc_rules.problems import RulesetError, printable_path
from cchc_rules.text import visible
from cchc_rules.values import Outcome

MOST_REASONS: Final = 3
"""Reasons of a verdict that is not the one expected: the first tell what to look at, all stand in `explain`."""


@dataclass(frozen=True, slots=True)
class PlacedDifference:
    """A difference, in codes and in words, with the line that expects it and why it came out as it did."""

    codes: Difference
    words: DifferenceInWords
    line: int
    reasons: tuple[str, ...]

    def say(self, language: str) -> str:
        """What differs, in a sentence."""
        return phrase("test.difference", language, **asdict(self.words))


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that came out otherwise: what differs, or the problems that kept it from being decided."""

    name: str
    category: str
    file: Path
    line: int
    differences: tuple[PlacedDifference, ...]
    problems: tuple[str, ...]

    def lines(self, language: str) -> Iterator[str]:
        """All that is wrong, a line each."""
        for one in self.differences:
            yield "; ".join((one.say(language), *one.reasons))
        yield from self.problems


@dataclass(frozen=True, slots=True)
class CaseReport:
    """The cases of one ruleset, run; ``error`` keeps them from being run, without any ``results`` are empty."""

    id: str
    language: str
    file: Path
    results: tuple[CaseResult, ...] = ()
    failures: tuple[Failure, ...] = ()
    error: RulesetError | None = None

    @property
    def passed(self) -> bool:
        """Whether there are cases and all came out as they say."""
        return bool(self.results) and not self.failures

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data: counts, then the cases that failed."""
        told = [] if self.error is None else [one.to_dict(self.language) for one in self.error.problems]
        counts = {"cases": len(self.results), "failed": len(self.failures)}
        file = printable_path(self.file.as_posix())
        return {"ruleset": self.id, "file": file, **counts, "failures": self._failures(), "problems": told}

    def _failures(self) -> list[dict[str, Any]]:
        return [
            {
                **{"name": one.name, "category": one.category, "line": one.line},
                "differences": [
                    {**asdict(each.codes), "line": each.line, "reasons": list(each.reasons)} for each in one.differences
                ],
                "problems": list(one.problems),
            }
            for one in self.failures
        ]


def run_suite(source: Path, language: str) -> CaseReport:
    """The report of the cases beside a ruleset, in a language."""
    file = source.with_name(CASES_FILE)
    try:
        ruleset = load(source)
        found = cases_with_places(ruleset)
    except RulesetError as error:
        return CaseReport(source.parent.name or str(source), language, file, error=error)
    if found is None:
        return CaseReport(ruleset.id, language, file)
    cases, places = found
    results = (*run_cases(ruleset, cases), *run_selection_cases(ruleset, cases))
    paths: dict[str, DocumentPath] = {case.name: ("cases", number) for number, case in enumerate(cases.cases)}
    paths |= {case.name: ("selections", number) for number, case in enumerate(cases.selections)}
    failures = (_failure(one, file, places, paths[one.name], language) for one in results if not one.passed)
    return CaseReport(ruleset.id, language, file, results, tuple(failures))


def _failure(result: CaseResult, file: Path, places: Places, case: DocumentPath, language: str) -> Failure:
    differences = tuple(
        PlacedDifference(
            one,
            say_difference(one, result.decision, language),
            _find_line(places, case, one.about),
            tuple(_reasons(result.decision, one, language)),
        )
        for one in result.differences
    )
    problems = () if result.error is None else tuple(one.render(language) for one in result.error.problems)
    return Failure(result.name, result.category, file, places.value(case).line, differences, problems)


def _find_line(places: Places, case: DocumentPath, about: str) -> int:
    """The line that says what is expected: of a criterion, result or candidate itself, of a key, else of the case."""
    for path in ((*case, "outcomes", about), (*case, "results", about), (*case, about), (*case, "others")):
        if path in places.keys:
            return places.key(path).line
    candidates = (path for path in places.values if path[:2] == case and path[2:3] + path[4:] == ("candidates", "id"))
    named = (places.value(path).line for path in candidates if places.values[path].text == about)
    return next(named, places.value(case).line)


def _reasons(decision: Decision | None, difference: Difference, language: str) -> list[str]:
    """Why a criterion came out as it did; of a verdict, why the criteria did that it follows from."""
    if decision is None:
        return []
    if difference.about in decision.outcomes:
        return [decision[difference.about].reason(language)]
    if difference.about != "verdict":
        return []
    telling = _find_telling(decision)
    return [f"{one.title.within(language)}: {one.reason(language)}" for one in telling[:MOST_REASONS]]


def _find_telling(decision: Decision) -> list[Finding]:
    """The findings a verdict follows from: those unmet, else those unknown."""
    for outcome in (Outcome.UNMET, Outcome.UNKNOWN):
        if found := [one for one in decision.findings if one.outcome is outcome]:
            return found
    return []


def junit(reports: Sequence[CaseReport]) -> str:
    """The reports as the XML of JUnit: a suite a ruleset, a test a case; what no XML can hold is written visibly."""
    root = ElementTree.Element("testsuites")
    for report in reports:
        failed, stuck = {one.name: one for one in report.failures}, int(report.error is not None)
        counts = {"tests": len(report.results) + stuck, "failures": len(failed), "errors": stuck}
        named = {"name": report.id, **{key: str(number) for key, number in counts.items()}}
        suite = ElementTree.SubElement(root, "testsuite", named)
        for result in report.results:
            named = {"classname": f"{report.id}.{result.category}", "name": visible(result.name)}
            test = ElementTree.SubElement(suite, "testcase", {**named, "file": printable_path(report.file.as_posix())})
            if (failure := failed.get(result.name)) is not None:
                lines = [_fit(line) for line in failure.lines(report.language)]
                test.set("line", str(failure.line))
                ElementTree.SubElement(test, "failure", message=lines[0]).text = "\n".join(lines)
        if report.error is not None:
            test = ElementTree.SubElement(suite, "testcase", classname=report.id, name="load")
            told = report.error.render(report.language)
            ElementTree.SubElement(test, "error", message=_fit(told.partition("\n")[0])).text = _fit(told)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _fit(text: str) -> str:
    """The text without what XML 1.0 has no way to write (section 2.2)."""
    return "".join(one if one in "\n\t" or one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
