"""Papers are in one language: only names, data and levels stand in the other, and no option of a command anywhere."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.phrases import LANGUAGES, catalogue
from cchc_rules.reports.docx import write_letter
from cchc_rules.reports.outputs import write_file
from cchc_rules.reports.report import Report
from cchc_rules.reports.rosters import write_roster_file
from cchc_rules.reports.selection_report import make_report, write_selection_file
from cchc_rules.reports.supplements import list_supplements, write_supplement_files
from cchc_rules.values import Words

EXAMPLES = Path(__file__).parents[2] / "examples"
DATA, SCORED = EXAMPLES / "data", EXAMPLES / "scored_campaign"
VIETNAMESE = re.compile("[ăâđêôơưàảãạằẳẵặấầẩẫậẻẽẹếềểễệỉĩịỏõọốồổỗộớờởỡợủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
TWICE = re.compile(r"(?:^|[–;:(] )([^.;:()–]{8,}): \1: ", re.IGNORECASE)
OPTION = re.compile(r"(?<![\w-])--[a-z]|cchc-rules")


def quan_12(language: str, as_of: date | None) -> Report:
    """The sample of agencies, of which each verdict and two kinds of faulty rows are there."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    table = cr.read(
        program, DATA / "quan-12-2022-agencies.csv", lists={"initiatives": DATA / "quan-12-2022-initiatives.csv"}
    )
    results = tuple(cr.decide_rows(program, table, as_of=as_of))
    return Report(program, results, language, as_of, table.problems, detail="full", remedies=True, all_reasons=True)


def write_papers(folder: Path, language: str) -> None:
    """Every form of a report, a letter of each verdict, requests, a roster, explanations, and a selection's report."""
    for as_of in (None, date(2022, 12, 15)):
        own = folder / str(as_of)
        own.mkdir()
        report = quan_12(language, as_of)
        for form in ("html", "docx", "xlsx", "csv", "jsonl") if as_of else ("html",):
            write_file(report, form, own / f"report.{form}")
        write_roster_file(report, own / "roster.html")
        wanted = list(list_supplements(report))
        write_supplement_files(report, wanted, own / "asked", due=as_of, unit=None, form="html")
        for result in {one.status: one for one in report.results if one.decision is not None}.values():
            alone = Report(report.program, [result], language, as_of, detail="full", remedies=True)
            write_letter(own / f"letter-{result.row}.docx", alone)
            told = cr.explain(result.decision, language, full=True)
            (own / f"told-{result.row}.txt").write_text(f"{told}\n{told.markdown()}\n{told.html()}", encoding="utf-8")
    ruleset = cr.load(SCORED)
    ward = cr.compile(ruleset, "ward")
    rows = cr.decide_rows(ward, cr.read(ward, SCORED / "candidates.csv"), as_of=date(2026, 12, 1))
    chosen = make_report(cr.select(ruleset, "commended", rows), detail="full", language=language)
    for form in ("html", "csv"):
        write_selection_file(chosen, form, folder / f"chosen.{form}")


def read_paper(path: Path) -> str:
    """What a reader sees of a file."""
    if path.suffix in (".docx", ".xlsx"):
        with ZipFile(path) as packed:
            names = [
                one for one in packed.namelist() if re.search(r"document|header|footer|shared|comments|sheet", one)
            ]
            text = "\n".join(packed.read(name).decode("utf-8") for name in names if name.endswith(".xml"))
        text = re.sub(r"</w:p>|</si>", "\n", text)
    else:
        text = re.sub(r"(?s)<(style|script)>.*?</\1>", "", path.read_text(encoding="utf-8-sig"))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def literals(side: int) -> dict[str, str]:
    """Runs of three words and more that only one language's phrases have, each with its key."""
    other = "\n".join(words[1 - side] for words in catalogue().values())
    runs: dict[str, str] = {}
    for key, words in catalogue().items():
        for part in re.split(r"\{[^}]*\}", words[side]):
            run = " ".join(part.split()).strip(" ;:,.()“”")
            if len(run.split()) >= 3 and run not in other:
                runs[run] = key
    return runs


def list_data(value: Any) -> set[str]:
    """Every text of candidates, and every level and option, which have one spelling in both languages."""
    match value:
        case str():
            return {value}
        case Words():
            return set()
        case dict():
            return {text for one in (*value.keys(), *value.values()) for text in list_data(one)}
        case list() | tuple() | set() | frozenset():
            return {text for one in value for text in list_data(one)}
        case _:
            return set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_are_in_one_language(language, tmp_path, capsys):
    """No sentence of the other language, no option, nothing said twice; what is Vietnamese in English is data."""
    write_papers(tmp_path, language)
    foreign = literals(1 - LANGUAGES.index(language))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    texts = {path.name: read_paper(path) for path in files}
    assert 20 < len(texts)
    assert [] == [(name, key) for name, text in texts.items() for run, key in foreign.items() if run in text]
    assert [] == [(name, OPTION.findall(text)) for name, text in texts.items() if OPTION.search(text)]
    program = cr.compile(cr.load("hcmc-emulation-2020"), "citizen")
    table = cr.read(program, DATA / "hcmc-emulation-2020-citizens.csv")
    lines = [line for one in cr.decide_rows(program, table) if one.decision for line in one.decision.reasons(language)]
    said = [*texts.values(), *lines, print_on_terminal(language, capsys)]
    assert [] == [found[0] for text in said if (found := TWICE.search(text))]
    if language == "en":
        known = sorted(known_texts(), key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, known)))
        left = {(name, word) for name, text in texts.items() for word in pattern.sub("", text).split()}
        assert [] == sorted(one for one in left if VIETNAMESE.search(one[1]))


def print_on_terminal(language: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `evaluate` prints of groups of conditions, its lines joined."""
    file = str(DATA / "hcmc-emulation-2020-citizens.csv")
    exit_code(["--lang", language, "evaluate", "hcmc-emulation-2020", "citizen", file])
    return " ".join(capsys.readouterr().out.split())


def known_texts() -> set[str]:
    """What is written in Vietnamese in either language: data as written, levels, options, names in English titles."""
    found = {"Quận 12"}
    for path in (*DATA.glob("quan-12-2022-*.csv"), SCORED / "candidates.csv"):
        lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
        found |= {cell.strip(' "') for line in lines for cell in re.split(',(?=(?:[^"]*"[^"]*")*[^"]*$)', line)}
    for ruleset in (cr.load("quan-12-2022"), cr.load(SCORED)):
        for category in ruleset.categories:
            for fact in category.facts:
                for one in (fact, *getattr(fact.type, "fields", ())):
                    found |= list_data(getattr(one.type, "options", ()))
        for scale in ruleset.scales:
            found |= list_data(scale.levels) | list_data(scale.unranked)
    return {one for one in found if VIETNAMESE.search(one)}
