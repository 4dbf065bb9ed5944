"""What ``compare`` reads: a file of candidates decided by two rulesets, or two files of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cchc_rules.analysis.joined_reading import StrangeKeys, cut_facts, find_strange_keys, join_category
from cchc_rules.analysis.turned_rows import TurnedRows, compare_results
from cchc_rules.analysis.turned_words import TurnWords
from cchc_rules.cli.terminal import Terminal
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.files import read_whole
from cchc_rules.intake.book import SPREADSHEET_ENDINGS
from cchc_rules.intake.parquet import PARQUET_ENDINGS
from cchc_rules.intake.probe import probe_files
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import Table, TableError
from cchc_rules.language.loader import load
from cchc_rules.language.ruleset import Category
from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem, RulesetError
from cchc_rules.program.program import Program
from cchc_rules.strict_json import read_strict
from cchc_rules.values import INVALID, Outcome, Verdict, day


@dataclass(frozen=True)
class CandidateFile:
    """A file of candidates of one category and how it is read."""

    path: Path
    lists: Mapping[str, Path]
    ignore: tuple[str, ...]
    sheet: str | None
    id_header: str
    as_of: date | None

    def decide(self, old: Program, new: Program, renames: Mapping[str, str], terminal: Terminal) -> TurnedRows:
        """Who of the file comes out otherwise; prints what is wrong with the file itself."""
        tried = [self.path, *self.lists.values()]
        broken = probe_files([one for one in tried if one.suffix.lower() in (*PARQUET_ENDINGS, *SPREADSHEET_ENDINGS)])
        if broken:
            raise TableError([problem for problems in broken.values() for problem in problems])
        table = self.read(old, new, renames)
        for problem in table.problems:
            terminal.message(terminal.remark(problem, new))
        sides = [
            list(decide_rows(program, _cut(table, program, names, strange), as_of=self.as_of))
            for program, names, strange in zip(
                (old, new), (renames, {}), find_strange_keys(old, new, renames), strict=True
            )
        ]
        return compare_results(*sides)

    def read(self, old: Program, new: Program, renames: Mapping[str, str]) -> Table:
        """The rows with the facts of both programs; a form made for either ruleset will do."""
        category = join_category(old, new, renames)
        asked: dict[str, Any] = {"lists": self.lists, "ignore": self.ignore, "sheet": self.sheet, "id": self.id_header}
        try:
            return read_rows(self.path, category, ruleset=new.ruleset, **asked)
        except TableError as error:
            if not any(one.code == "form-stamp" and one.variant == "ruleset" for one in error.problems):
                raise
            return read_rows(self.path, category, ruleset=old.ruleset, **asked)


def _cut(table: Table, program: Program, renames: Mapping[str, str], strange: StrangeKeys) -> Table:
    rows = (
        row if row.facts is None else replace(row, facts=cut_facts(row.facts, program.facts, renames, strange))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


@dataclass(frozen=True)
class ResultFiles:
    """Two files of results of one category."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @classmethod
    def read(cls, old: Path, new: Path) -> ResultFiles:
        """The files; raises TableError for what is no file of results and for two categories, InputError, JsonError."""
        before, after = _read_results(old), _read_results(new)
        if before["category"] != after["category"]:
            fields = {"category": after["category"], "other": before["category"]}
            raise TableError([Problem("result-category", Place(file=str(new)), fields)])
        return cls(before, after)

    def find_words(self, language: str) -> TurnWords:
        """What criteria and facts are called, where the rulesets are known by their ids."""
        return TurnWords.of((one for side in (self.old, self.new) for one in _find_category(side)), language)

    def list_remarks(self, language: str) -> list[str]:
        """That the files were decided under other rules, or on another day, or that one holds no facts."""
        found = []
        said = []
        for side in (self.old, self.new):
            own = {"ruleset": side["ruleset"]["id"], "version": side["ruleset"].get("version", "")}
            changed = (f" {name}={one.get('value')}" for name, one in sorted(side.get("parameters", {}).items()))
            said.append(phrase("turns.rules", language, **own, parameters="".join(changed)))
        before, after = said
        if (self.old.get("program"), before) != (self.new.get("program"), after):
            found.append(phrase("turns.other-rules", language, before=before, after=after))
        days = [self.old.get("as_of"), self.new.get("as_of")]
        if days[0] != days[1]:
            old_day, new_day = (_say_day(one, language) for one in days)
            found.append(phrase("turns.other-day", language, before=old_day, after=new_day))
        if any(row["verdict"] and "facts" not in row for side in (self.old, self.new) for row in side["results"][:1]):
            found.append(phrase("turns.no-facts", language))
        return found


def _say_day(written: str | None, language: str) -> str:
    found = None if written is None else day(written)
    return phrase("turns.no-day", language) if found is None else write_date(found, language)


def _find_category(side: Mapping[str, Any]) -> Sequence[Category]:
    try:
        return (load(side["ruleset"]["id"]).category(side["category"]),)
    except (RulesetError, KeyError):
        return ()  # ids will do


def _read_results(path: Path) -> Mapping[str, Any]:
    document: Any = read_strict(read_whole(path), file=str(path))
    if not isinstance(document, dict) or not _is_result_file(document):
        raise TableError([Problem("result-file", Place(file=str(path)))])
    return document


def _is_result_file(document: Mapping[str, Any]) -> bool:
    """Whether a document has the parts that are read of it, each of its kind."""
    ruleset, rows = document.get("ruleset"), document.get("results")
    named = isinstance(ruleset, dict) and all(isinstance(ruleset.get(key), str) for key in ("id", "version"))
    parameters = document.get("parameters", {})
    dated = isinstance(document.get("as_of"), str | None)
    held = isinstance(parameters, dict) and all(isinstance(one, dict) for one in parameters.values())
    return (
        named
        and held
        and dated
        and isinstance(document.get("category"), str)
        and isinstance(rows, list)
        and all(map(_is_row, rows))
    )


def _is_row(row: Any) -> bool:
    if (
        not isinstance(row, dict)
        or row.get("verdict") not in (*Verdict, INVALID)
        or not isinstance(row.get("row"), int)
    ):
        return False
    outcomes, results, facts = (row.get(key, {}) for key in ("outcomes", "results", "facts"))
    who = all(isinstance(row.get(key), str | None) for key in ("id", "name"))
    kinds = all(isinstance(one, dict) for one in (outcomes, results, facts))
    return (
        who
        and kinds
        and all(one in tuple(Outcome) for one in outcomes.values())
        and all(map(_is_result, results.values()))
    )


def _is_result(result: Any) -> bool:
    """Whether a score has two ends, a grade the values it may be."""
    if not isinstance(result, dict):
        return False
    if "possible" in result:
        return isinstance(result["possible"], list)
    return "from" in result and "to" in result
