"""The papers an office sends out: requests to complete dossiers, the list that stands under a decision."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import docx
import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.reports.report import make_results_report
from cchc_rules.reports.rosters import list_roster
from cchc_rules.reports.supplements import list_supplements
from tests.generation.bodies import CATEGORY, document, text

EXAMPLES = Path(__file__).parents[2] / "examples"
SCORED, DAY = EXAMPLES / "scored_campaign", date(2026, 12, 1)
AGENCIES = EXAMPLES / "data" / "quan-12-2022-agencies.csv"
LISTS = {"initiatives": EXAMPLES / "data" / "quan-12-2022-initiatives.csv"}


def wards():
    """The wards of the scored example, decided."""
    ward = cr.compile(cr.load(SCORED), "ward")
    return list(cr.decide_rows(ward, cr.read(ward, SCORED / "candidates.csv"), as_of=DAY))


def agencies():
    """The agencies of Quận 12 of the sample, decided."""
    agency = cr.compile(cr.load("quan-12-2022"), "agency")
    return list(cr.decide_rows(agency, cr.read(agency, AGENCIES, lists=LISTS), as_of=date(2022, 12, 15)))


def read(path):
    """All that a reader of a paper sees, on one line."""
    if path.suffix == ".html":
        body = re.sub(r"(?s).*<body>", "", path.read_text(encoding="utf-8"))
        found = html.unescape(re.sub(r"<[^>]*>", " ", body))
    else:
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        found = " ".join([*(one.text for one in document.paragraphs), *cells])
    return " ".join(found.split())


@pytest.mark.parametrize("decide", [wards, agencies])
def test_a_request_goes_to_whom_something_is_asked_of(decide):
    """To each candidate that cannot be decided or has faulty data, with everything it misses; to nobody else."""
    results = decide()
    found = {one.result.row: one for one in list_supplements(make_results_report(results, "vi"))}
    assert {one.row for one in results if one.status in ("undetermined", "invalid")} == set(found)
    for result in results:
        if result.decision is not None and not result.problems and result.row in found:
            own = found[result.row]
            labels = [one.within("vi") for one in result.decision.missing_facts]
            assert labels == [row[0] for row in (*own.missing, *own.judged)]
            assert bool(labels) != bool(own.unsettled)


def test_a_day_that_the_office_gives_is_asked_of_nobody():
    """Without a day of decision who misses nothing else gets no request."""
    body = {"facts": {"done": {"type": "date"}}, "criteria": {"before": {"require": "done < as_of"}}}
    program = cr.compile(cr.load_text(text(document(body))), CATEGORY)
    results = list(cr.evaluate_many(program, [{"id": "A", "done": date(2022, 1, 1)}, {"id": "B"}]))
    assert ["as_of"] == [one.path for one in results[0].decision.missing_facts]
    (found,) = list_supplements(make_results_report(results, "vi"))
    assert ("B", ["done"]) == (found.result.id, [row[0] for row in found.missing])


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_request_says_what_why_and_by_when(tmp_path, form):
    """The fact, its criterion with the clause, the day; what is judged names the judge; the footing stands below."""
    results = agencies()
    written = cr.write_supplements(results, tmp_path, due=date(2022, 12, 10), form=form)
    texts = {path.name: read(path) for path in written}
    assert len(written) == len(set(written)) == sum(one.status in ("undetermined", "invalid") for one in results)
    told = texts[f"9 P08.{form}"]
    for part in (
        *("PHIẾU ĐỀ NGHỊ BỔ SUNG HỒ SƠ", "Phường Thạnh Lộc (P08)", "chậm nhất ngày 10/12/2022"),
        *("Xếp loại chỉ số cải cách hành chính năm 2021 (ô M9)", "các mức là Trung bình, Khá, Tốt", "5b4e6eb6a96e"),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ):
        assert part in told
    for result in results:
        for fact in result.decision.missing_facts if result.decision else ():
            name = next(name for name in texts if name.startswith(f"{result.row} "))
            criterion = next(one for one in result.decision.findings if one.id == fact.criteria[0])
            assert criterion.title.vi in texts[name]
            assert criterion.clauses[0].at.vi in texts[name]
    blank = read(cr.write_supplements(results[:9], tmp_path / "blank", form=form)[0])
    assert "chậm nhất ngày ..... tháng ..... năm ........." in blank


def test_requests_of_an_earlier_run_are_not_left_among_those_of_this_one(tmp_path):
    """A folder with others is refused and stays as it is, unless asked; papers of people's own are none of them."""
    results, slip = agencies(), tmp_path / "3 Cũ.docx"
    written = cr.write_supplements(results, tmp_path)
    assert written == cr.write_supplements(results, tmp_path), "those of this run are written again"
    (tmp_path / "Công văn.docx").write_bytes(b"own")
    slip.write_bytes(b"old")
    with pytest.raises(cr.TableError, match=r"other-papers.*\(1\): 3 Cũ\.docx"):
        cr.write_supplements(results, tmp_path)
    with pytest.raises(cr.TableError, match="other-papers"):
        cr.write_supplements(results, tmp_path, form="html")
    assert [] == list(tmp_path.glob("*.html"))
    cr.write_supplements(results, tmp_path, keep_others=True)
    assert (b"old", b"own") == (slip.read_bytes(), (tmp_path / "Công văn.docx").read_bytes())
    slip.unlink()
    with pytest.raises(cr.TableError, match=r"\(1\)"):
        cr.write_supplements([one for one in results if one.id != "P08"], tmp_path)


def test_a_unit_gets_one_request_for_all_of_its_own(tmp_path):
    """By the fact that tells the unit; who has none is under a heading that says so."""
    results = wards()
    (path,) = cr.write_supplements(results, tmp_path, unit="block", language="en")
    told = read(path)
    assert all(f"({one.id})" in told for one in results if one.status in ("undetermined", "invalid"))
    assert "invalid data" not in told
    assert "Missing; needed for the points of: Files online (Part II)" in told
    assert "Missing; needed for the points of: New models (Part IV)" in told
    with pytest.raises(cr.TableError):
        cr.write_supplements(results, tmp_path, unit="meetings")


@pytest.mark.parametrize("decide", [wards, agencies])
def test_nobody_is_on_the_list_who_is_not_decided_to_pass(decide):
    """Neither an open nor a faulty one, in the order of the file."""
    results = decide()
    passing = [one.row for one in results if one.decision and one.decision.favourable and not one.problems]
    assert passing == [one.result.row for one in list_roster(make_results_report(results, "vi"))]


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_the_list_of_a_selection_has_who_is_surely_taken(tmp_path, ending):
    """By rank, with points and grade; that places are open stands above, the decision it belongs to is left blank."""
    results = wards()
    path = tmp_path / f"list.{ending}"
    cr.write_roster(cr.select(cr.load(SCORED), "commended", results), path)
    told = read(path)
    assert ("Phường giả định 39" in told, "Phường giả định 37" in told) == (True, True)
    assert [] == [one for one in ("P05", "P27", "P40") if one in told]
    assert told.index("giả định 39") < told.index("giả định 37")
    for part in ("Kèm theo Quyết định số", "Chưa đưa vào danh sách: Còn tùy: 7", "Danh sách có 2 tên.", "92,21"):
        assert part in told


def test_a_list_of_nobody_says_so(tmp_path):
    """And it is a list all the same; in parts by unit every name stands once."""
    results = wards()
    cr.write_roster([one for one in results if one.id in ("P09", "P26")], tmp_path / "none.html", language="en")
    assert "Nobody is on the list." in read(tmp_path / "none.html")
    cr.write_roster(results, tmp_path / "all.docx", unit="block")
    told = read(tmp_path / "all.docx")
    assert [1] * 35 == [told.count(f"{one.name} {one.id} ") for one in results if one.status == "graded"]
    assert "Cụm thi đua: ven đô" in told


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=x>',
    "=cmd()",
    "a\u202eb",
    "{{ 7*7 }}",
    "&lt;b&gt;",
    "x" * 900,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_text(tmp_path, name):
    """In both kinds of file, in both papers, in the names of files."""
    agency = cr.compile(cr.load("quan-12-2022"), "agency")
    rows = [{"id": "../../A<b>", "name": name, "reform_index": "<u>"}, {"id": "B", "name": name}]
    results = list(cr.evaluate_many(agency, rows))
    for form in ("docx", "html"):
        for path in cr.write_supplements(results, tmp_path / form, form=form):
            assert path.parent == tmp_path / form
            assert path.name == Path(path.name).name
            read(path)
            if form == "html":
                body = path.read_text(encoding="utf-8").partition("<body>")[2]
                assert {"script", "img", "u"}.isdisjoint(re.findall(r"<([a-z]+)", body))
                assert "49" not in re.findall(r"\b49\b", body) or "7*7" in body


def test_the_commands_write_them(tmp_path, capsys):
    """As the library does, with the file among what the result rests on; findings while somebody is open."""
    base = ["quan-12-2022", "agency", str(AGENCIES), "--list", f"initiatives={LISTS['initiatives']}"]
    base += ["--as-of", "2022-12-15"]
    folder, roster = tmp_path / "requests", tmp_path / "list.docx"
    assert 0 == exit_code(["supplement", *base, "--due", "2022-12-10", "-o", str(folder)])
    assert 1 == exit_code(["roster", *base, "-o", str(roster)])
    assert 6 == len(list(folder.iterdir()))
    for path in (*folder.iterdir(), roster):
        assert "quan-12-2022-agencies.csv" in read(path)
    chosen = ["roster", str(SCORED), "ward", str(SCORED / "candidates.csv"), "--as-of", "2026-12-01"]
    assert 1 == exit_code([*chosen, "--selection", "commended", "-o", str(tmp_path / "chosen.html")])
    assert "Phường giả định 37" in read(tmp_path / "chosen.html")
    assert 2 == exit_code(["roster", *base, "--selection", "commended", "-o", str(roster)])
    capsys.readouterr()
