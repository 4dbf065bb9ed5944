"""The board report: short, whole, on A4, with nothing too small to read, and the same in every form."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.reports.annex import MOST_ACROSS, MOST_PRINTED, annex_parts, annex_texts
from cchc_rules.reports.one_line import LONGEST_LINE
from cchc_rules.reports.outputs import write_file
from cchc_rules.reports.report import Report
from tests.reports.printing import count_pages, least_size, print_reports, read_pages

DATA = Path(__file__).parents[2] / "examples" / "data"
FILES = {
    "agency": ("quan-12-2022-agencies.csv", "quan-12-2022-initiatives.csv"),
    "staff": ("quan-12-2022-staff.csv", "quan-12-2022-staff-initiatives.csv"),
}
A4 = (595, 842)


def enlarge(folder, category, count):
    """The example's candidates over and over, each with an id and initiatives of its own, as results."""
    main, initiatives = (
        list(csv.reader((DATA / name).read_text(encoding="utf-8-sig").splitlines())) for name in FILES[category]
    )
    ids = main[0].index("Mã")
    rows, members = [main[0]], [initiatives[0]]
    for number, row in enumerate(islice(cycle(main[1:]), count)):
        id = f"{row[ids]}.{number}"
        rows.append([*row[:ids], id, *row[ids + 1 :]])
        members += [[id, *one[1:]] for one in initiatives[1:] if one[0] == row[ids]]
    for name, table in (("candidates", rows), ("initiatives", members)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(table)
    program = cr.compile(cr.load("quan-12-2022"), category)
    lists = {"initiatives": folder / "initiatives.csv"}
    table = read_rows(folder / "candidates.csv", program.category, lists=lists)
    return Report(program, list(decide_rows(program, table)), problems=table.problems)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Reports on so many candidates of a category."""
    sizes = [("agency", 60), ("agency", 200), ("staff", 300), ("agency", 31), ("agency", 23)]
    return {size: enlarge(tmp_path_factory.mktemp("candidates"), *size) for size in sizes}


@pytest.fixture(scope="module", params=["html", "docx", "xlsx"])
def printed(request, reports, tmp_path_factory):
    """The PDF of each of the reports in one form."""
    folder, paths = tmp_path_factory.mktemp(request.param), []
    for (category, count), report in reports.items():
        paths.append(folder / f"{category}-{count}.{request.param}")
        write_file(report, request.param, paths[-1])
    return dict(zip(reports, print_reports(paths, folder), strict=True))


@pytest.mark.parametrize(("category", "count", "most"), [("agency", 60, 6), ("agency", 200, 16), ("staff", 300, 12)])
def test_a_report_takes_few_pages_of_a4_and_nothing_is_under_9_points(printed, category, count, most):
    """60 agencies, 200 with their annex, 300 staff: as the browser, Writer and Calc print them."""
    pdf = printed[category, count]
    pages, sizes = count_pages(pdf)
    assert pages <= most
    assert 9 <= least_size(pdf)
    assert {A4} == {tuple(sorted(map(round, size))) for size in sizes}


def test_the_places_for_signatures_stand_on_one_page(printed):
    """Titles of the three signatures are on the same page, and on that page only."""
    pages = read_pages(printed["agency", 31])
    signed = [all(title in page for title in ("LẬP BIỂU", "THẨM ĐỊNH", "HỘI ĐỒNG")) for page in pages]
    assert 1 == sum(signed)
    assert 1 == sum("LẬP BIỂU" in page for page in pages)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_line_is_short_and_refers_to_the_annex(tmp_path, language):
    """At most 110 characters for every candidate; what is cut says where the rest is."""
    report = enlarge(tmp_path, "agency", 23)
    told = Report(report.program, report.results, language)
    lines = [line.text for one in told.verdict_lists() for line in one.lines]
    assert 23 == len(lines)
    assert [] == [line for line in lines if len(line) > LONGEST_LINE or "`" in line or "_" in line]
    end = {"vi": "…, xem phụ lục", "en": "…, see annex"}[language]
    assert any(line.endswith(end) for line in lines)
    assert all(line.endswith(end) for line in lines if "…" in line)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_cut_stands_in_full_in_the_annex(tmp_path, language):
    """Every line that refers to the annex has its whole text there, faults of data too, and no other has."""
    report = replace(enlarge(tmp_path, "agency", 23), language=language)
    lines = [line for one in report.verdict_lists() for line in one.lines]
    cut = {line.id: line.text.rpartition("…")[0] for line in lines if "…" in line.text}
    texts = {one.id: one.text for one in annex_texts(report)}
    assert cut.keys() == texts.keys()
    assert [] == [id for id, start in cut.items() if not texts[id].startswith(start) or "…" in texts[id]]
    faulty = next(one for one in report.results if one.problems)
    assert "; ".join(report.faults(faulty)) == texts[faulty.id]
    assert [] == list(annex_texts(replace(report, detail="full")))


def test_every_form_prints_the_texts_in_full(reports, printed):
    """Of one candidate whose line is cut the end of its text is on paper; pages are numbered."""
    report, pages = reports["agency", 23], read_pages(printed["agency", 23])
    text = "".join("".join(pages).split())
    assert [] == [one.id for one in annex_texts(report) if "".join(one.text.split())[-12:] not in text]
    assert [] == [number for number, page in enumerate(pages, start=1) if f"{number}/{len(pages)}" not in page]


def test_a_full_report_says_once_what_is_the_same_for_everybody(tmp_path):
    """What a clause says stands once in the report, and its place in the table that says it."""
    import docx

    path, report = tmp_path / "r.docx", replace(enlarge(tmp_path, "agency", 5), detail="full")
    write_file(report, "docx", path)
    document = docx.Document(str(path))
    said = [row.cells[3].text for row in document.tables[-1].rows][1:]
    assert [one for *_, one in report.list_clauses()] == said
    written = "\n".join(one.text for one in document.paragraphs)
    assert [] == [one for one in said if one in written]


def test_counts_by_criterion_say_whom_they_leave_out(tmp_path):
    """Candidates with invalid data are in no column: the sheet says how many they are."""
    import openpyxl

    report = enlarge(tmp_path, "agency", 23)
    write_file(report, "xlsx", tmp_path / "r.xlsx")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "r.xlsx")["Tổng hợp"].values for cell in row]
    faulty = sum(bool(one.problems) for one in report.results)
    assert f"Bảng theo tiêu chí không tính {faulty} hồ sơ có dữ liệu không hợp lệ." in cells


def test_a_favourable_line_shows_the_values_that_met_a_bound(tmp_path):
    """Shares and levels stand there, yes and no do not."""
    report = enlarge(tmp_path, "staff", 1)
    lines = [line.text for one in report.verdict_lists() for line in one.lines]
    assert ["Xếp loại: Hoàn thành tốt nhiệm vụ"] == [line.split(" (")[0] for line in lines]


def test_the_annex_is_in_parts_and_marks_every_outcome(tmp_path):
    """At most 14 criteria a part, a mark for each candidate; of more than 200 candidates there is none to print."""
    report = enlarge(tmp_path, "agency", 23)
    parts = list(annex_parts(report))
    marks = {mark for part in parts for row in part.rows for mark in row.marks}
    assert {"✓", "✗", "?", "–"} == marks
    assert len(report.program.criteria) == sum(len(part.headings) for part in parts)
    assert all(len(part.headings) <= MOST_ACROSS and len(part.rows) == 23 for part in parts)
    many = Report(report.program, [report.results[0]] * (MOST_PRINTED + 1))
    assert ([], 1) == (list(annex_parts(many)), len(list(annex_parts(many, most=None))))


def test_every_form_has_the_same_counts_and_lines(tmp_path):
    """A line of the list is a text of the page, of the document and of the workbook."""
    import docx
    import openpyxl

    report = enlarge(tmp_path, "agency", 23)
    for ending in ("html", "docx", "xlsx"):
        write_file(report, ending, tmp_path / f"r.{ending}")
    document = docx.Document(str(tmp_path / "r.docx"))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    values = {cell for row in book["Kết quả"].iter_rows(values_only=True) for cell in row}
    page = re.sub(r"&#3[49];", "'", (tmp_path / "r.html").read_text(encoding="utf-8"))
    lines = {line.text for one in report.verdict_lists() for line in one.lines}
    assert lines <= cells and lines <= values
    assert [] == [line for line in lines if line not in page]


def test_a_full_report_has_the_evidence_of_values(tmp_path):
    """Who stated a value, when and by which document stands in the page, the document and the workbook."""
    import docx
    import openpyxl

    facts = {"rating_2021": {"value": "Hoàn thành nhiệm vụ", "by": "Phòng Nội vụ", "evidence": "QĐ 15/QĐ-UBND"}}
    program = cr.compile(cr.load("quan-12-2022"), "staff")
    results = list(cr.evaluate_many(program, [{"id": "A", "name": "Lan", **facts}]))
    for ending in ("html", "docx", "xlsx"):
        cr.write_report(results, tmp_path / f"r.{ending}", detail="full")
    texts = {
        "html": (tmp_path / "r.html").read_text(encoding="utf-8"),
        "docx": "\n".join(one.text for one in docx.Document(str(tmp_path / "r.docx")).paragraphs),
        "xlsx": str([*openpyxl.load_workbook(tmp_path / "r.xlsx")["Lý do"].iter_rows(values_only=True)]),
    }
    assert [] == [form for form, text in texts.items() if "QĐ 15/QĐ-UBND" not in text or "Phòng Nội vụ" not in text]


def test_a_report_is_of_one_program_and_date(tmp_path):
    """Results of two categories, or none at all, are refused; so is detail of what is data."""
    ruleset = cr.load("quan-12-2022")
    results = [
        result
        for category in ("staff", "head")
        for result in cr.evaluate_many(cr.compile(ruleset, category), [{"id": "A"}])
    ]
    for wrong in (results, []):
        with pytest.raises(ValueError, match="one program"):
            cr.write_report(wrong, tmp_path / "r.html")
    with pytest.raises(cr.CchcError, match="output-option"):
        cr.write_report(results[:1], tmp_path / "r.csv", detail="full")
    assert [] == list(tmp_path.iterdir())


def test_an_office_may_bring_its_own_template(tmp_path):
    """Its places are filled and what is put in stays text; Python behind a name cannot be reached."""
    import docx

    report = enlarge(tmp_path, "staff", 9)
    template = docx.Document()
    template.add_paragraph("UBND: {{ title }}; {{ total }}; {{ footing[0] }}")
    template.save(str(tmp_path / "own.docx"))
    write_file(report, "docx", tmp_path / "r.docx", template=tmp_path / "own.docx")
    text = docx.Document(str(tmp_path / "r.docx")).paragraphs[0].text
    assert text.startswith("UBND: Thi đua cải cách hành chính Quận 12 năm 2022; 9; Bộ tiêu chí: quan-12-2022")
    for bad in ("{{ nothing_here }}", "{{ title.__class__.__mro__ }}", "{{ title"):
        template = docx.Document()
        template.add_paragraph(bad)
        template.save(str(tmp_path / "bad.docx"))
        with pytest.raises(cr.CchcError, match="report-template"):
            write_file(report, "docx", tmp_path / "bad-result.docx", template=tmp_path / "bad.docx")
        assert not (tmp_path / "bad-result.docx").exists()


def test_the_letter_tells_one_candidate_result_reasons_and_what_is_missing(tmp_path, monkeypatch):
    """`explain -o letter.docx`: by when is left to be filled in; another ending is refused."""
    import docx

    monkeypatch.delenv("CCHC_LANG", raising=False)
    main, initiatives = (str(DATA / name) for name in FILES["staff"])
    asked = ["explain", "quan-12-2022", "staff", main, "--list", f"initiatives={initiatives}", "--id", "CB006", "-o"]
    assert 0 == exit_code([*asked, str(tmp_path / "letter.docx")])
    text = "\n".join(one.text for one in docx.Document(str(tmp_path / "letter.docx")).paragraphs)
    for part in ("Võ Văn Sơn (CB006): chưa đủ căn cứ kết luận", "Xếp loại chất lượng năm 2021", "Đề nghị bổ sung"):
        assert part in text
    assert cr.load("quan-12-2022").digest in text
    assert 2 == exit_code([*asked, str(tmp_path / "letter.pdf")])
