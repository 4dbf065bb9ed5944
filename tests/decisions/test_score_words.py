"""What an office reads of points and grades: each case with its answer and its words, in Vietnamese and English."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

import cchc_rules as cr
from cchc_rules.evaluation import evaluate_many
from cchc_rules.language.loader import load_text
from cchc_rules.reports.one_line import write_candidate_text
from cchc_rules.reports.report import Report


def words(vi, en):
    """A text in both languages."""
    return {"vi": vi, "en": en}


def fact(kind, vi, en, **more):
    """A fact with its labels."""
    return {"type": kind, "label": words(vi, en), **more}


LINES = [
    {
        "id": "publicity",
        "title": words("Tuyên truyền", "Publicity"),
        "most": 20,
        "gate": "evidence",
        "is": "20 * informed / people",
    },
    {
        "id": "cards",
        "title": words("Cấp thẻ", "Cards"),
        "most": 45,
        "first": [
            {"when": "percent(cards, people) >= 80", "is": 45},
            {"when": "percent(cards, people) >= 60", "is": 30},
            {"is": 0},
        ],
    },
    {"id": "self", "title": words("Tự chấm", "Own points"), "most": 20, "is": "own_points"},
    {"id": "plan", "title": words("Kế hoạch", "Plan"), "most": 15, "first": [{"when": "plan", "is": 15}, {"is": 0}]},
    {
        "id": "bonus",
        "title": words("Điểm thưởng", "Bonus"),
        "most": 5,
        "lines": [{"id": "ideas", "title": words("Sáng kiến", "Ideas"), "is": "2.5 * ideas"}],
    },
    {
        "id": "deductions",
        "title": words("Điểm trừ", "Deductions"),
        "least": -3,
        "most": 0,
        "lines": [
            {"id": "late", "title": words("Báo cáo trễ", "Late reports"), "least": "none", "is": "-1 * late"},
        ],
    },
]
DOCUMENT = {
    "language": 1,
    "id": "told",
    "version": "1.0.0",
    "title": words("Thi đua", "Emulation"),
    "issuer": words("Quận", "District"),
    "decides": "eligibility",
    "sources": {
        "plan": {
            "title": words("Kế hoạch", "Plan"),
            "clauses": {
                id: {"at": words(f"Mục {number}", f"Item {number}"), "says": words(id, id)}
                for number, id in enumerate(["sheet", "grades", "cap", "enough"], start=1)
            },
        }
    },
    "scales": {"mass": {"levels": ["Kém", "Khá", "Tốt", "Xuất sắc"], "issuer": words("Quận", "District")}},
    "categories": {
        "ward": {
            "title": words("Phường", "Ward"),
            "facts": {
                "evidence": fact("boolean", "Có tài liệu kiểm chứng", "Has evidence"),
                "informed": fact("integer", "Số người được tuyên truyền", "People informed", min=0),
                "people": fact("integer", "Số người dân", "People", min=0),
                "cards": fact("integer", "Số thẻ đã cấp", "Cards given", min=0),
                "own_points": fact("number", "Điểm tự chấm", "Points of its own", min=0, decimals=3),
                "ideas": fact("integer", "Số sáng kiến", "Ideas put to use", min=0),
                "late": fact("integer", "Số báo cáo trễ", "Reports handed in late", min=0),
                "plan": fact("boolean", "Có kế hoạch", "Has a plan"),
                "disciplined": fact("boolean", "Người đứng đầu bị kỷ luật", "The head was disciplined"),
            },
            "scores": {
                "total": {
                    "title": words("Tổng điểm", "Total points"),
                    "source": "plan/sheet",
                    "least": 0,
                    "most": 100,
                    "shown": 2,
                    "lines": LINES,
                }
            },
            "grades": {
                "grade": {
                    "title": words("Xếp loại", "Grade"),
                    "source": "plan/grades",
                    "scale": "mass",
                    "of": "total",
                    "bands": [
                        {"from": 95, "is": "Xuất sắc"},
                        {"from": 85, "is": "Tốt"},
                        {"from": 75, "is": "Khá"},
                        {"is": "Kém"},
                    ],
                    "at_most": [{"when": "disciplined", "is": "Khá", "source": "plan/cap"}],
                }
            },
            "criteria": [
                {
                    "id": "enough",
                    "title": words("Đạt từ 95 điểm trở lên", "95 points or more"),
                    "source": "plan/enough",
                    "require": "total >= 95",
                },
                {
                    "id": "graded",
                    "title": words("Xếp loại Tốt trở lên", "Graded Tốt or better"),
                    "source": "plan/grades",
                    "require": 'grade >= "Tốt"',
                },
            ],
        }
    },
}
GOOD = {
    "evidence": True,
    "informed": 100,
    "people": 100,
    "cards": 90,
    "own_points": 17.5,
    "ideas": 0,
    "late": 0,
    "plan": True,
    "disciplined": False,
}


@pytest.fixture(scope="module")
def program():
    """The program of its wards."""
    return cr.compile(load_text(json.dumps(DOCUMENT, ensure_ascii=False)), "ward")


def decide(program, **changed):
    """The row of the good ward, some facts changed."""
    (row,) = evaluate_many(program, [{"id": "P1", **GOOD, **changed}])
    return row


def explain(row, language):
    """The lines of the explanation, without their marks."""
    return [line.strip().removeprefix("- ") for line in str(cr.explain(row.decision, language)).splitlines()]


def short(row, language):
    """The one line of a list."""
    report = Report(row.decision.program, [row], language)
    return write_candidate_text(row, report.faults(row), report.missing(row), language)


def after(lines, head, count):
    """So many lines from the one that reads so."""
    place = lines.index(head)
    return lines[place : place + count]


def test_a_deduction(program):
    """It is taken off, said as such with what it was computed of, and cut where the text cuts it."""
    row = decide(program, late=2)
    assert ("eligible", Fraction("95.5")) == (row.status, row.decision.results["total"].exact)
    told = ["Điểm trừ: -2, bị trừ 2 điểm", "Báo cáo trễ: -2, bị trừ 2 điểm", "Số báo cáo trễ: 2"]
    assert told == after(explain(row, "vi"), told[0], 3)
    told = ["Deductions: -2, 2 deducted", "Late reports: -2, 2 deducted", "Reports handed in late: 2"]
    assert told == after(explain(row, "en"), told[0], 3)
    assert "Xếp loại: Xuất sắc; Tổng điểm: 95,5" == short(row, "vi")
    row = decide(program, late=9)
    assert Fraction("94.5") == row.decision.results["total"].exact
    told = ["Điểm trừ: -3, bị trừ 3 điểm", "Tính ra -9, chỉ lấy -3", "Báo cáo trễ: -9, bị trừ 9 điểm"]
    assert told == after(explain(row, "vi"), told[0], 3)
    told = ["Deductions: -3, 3 deducted", "Comes to -9, -3 counts", "Late reports: -9, 9 deducted"]
    assert told == after(explain(row, "en"), told[0], 3)


def test_a_missing_line(program):
    """Points from where to where, the one fact that is missing, each thing once."""
    row = decide(program, own_points=None)
    total = row.decision.results["total"]
    assert ("undetermined", 80, 100) == (row.status, total.low, total.high)
    told = ["Tổng điểm: từ 80 đến 100, yêu cầu từ 95 trở lên", "Còn thiếu: Điểm tự chấm", "Căn cứ: Mục 4"]
    assert told == after(explain(row, "vi"), told[0], 3)
    told = ["Total points: 80 to 100, required: at least 95", "Missing: Points of its own", "Source: Item 4"]
    assert told == after(explain(row, "en"), told[0], 3)
    assert ["Tự chấm: từ 0 đến 20 trên 20", "Còn thiếu: Điểm tự chấm"] == after(
        explain(row, "vi"), "Tự chấm: từ 0 đến 20 trên 20", 2
    )
    assert "Xếp loại: Khá hoặc Tốt hoặc Xuất sắc; Tổng điểm: từ 80 đến 100; còn thiếu: Điểm tự chấm" == short(row, "vi")
    assert "Grade: Khá or Tốt or Xuất sắc; Total points: 80 to 100; missing: Points of its own" == short(row, "en")


def test_known_facts_are_not_missing(program):
    """Of a line that hangs on one of two facts only that one is named, in the criterion and in the list."""
    row = decide(program, people=None)
    assert ["people"] == [fact.path for fact in row.decision.missing_facts]
    told = ["Tổng điểm: từ 32,5 đến 97,5, yêu cầu từ 95 trở lên", "Còn thiếu: Số người dân", "Căn cứ: Mục 4"]
    assert told == after(explain(row, "vi"), told[0], 3)
    assert not [line for line in explain(row, "vi") if "Số thẻ đã cấp" in line or "Số người được tuyên truyền" in line]
    assert not [line for line in explain(row, "en") if "Cards given" in line]


def test_a_gate_that_is_unknown(program):
    """Nothing to all of the line's points; what says whether it counts is named."""
    row = decide(program, evidence=None)
    total = row.decision.results["total"]
    assert (Fraction("77.5"), Fraction("97.5")) == (total.low, total.high)
    told = [
        "Tuyên truyền: từ 0 đến 20 trên 20",
        "Chưa rõ có được tính điểm",
        "Có tài liệu kiểm chứng: chưa có dữ liệu",
    ]
    assert told == after(explain(row, "vi"), told[0], 3)
    told = ["Publicity: 0 to 20 of 20", "Not known whether it counts", "Has evidence: not known"]
    assert told == after(explain(row, "en"), told[0], 3)
    row = decide(program, evidence=False)
    told = ["Tuyên truyền: 0/20, mất 20 điểm", "Không được tính điểm", "Có tài liệu kiểm chứng: không"]
    assert told == after(explain(row, "vi"), told[0], 3)


def test_a_cap_that_is_unknown(program):
    """The two levels it may be, the condition of the cap, its clause; points are known."""
    row = decide(program, disciplined=None)
    assert ("undetermined", ("Khá", "Xuất sắc")) == (row.status, row.decision.results["grade"].possible)
    told = [
        "Xếp loại: Khá hoặc Xuất sắc, chưa đủ căn cứ",
        "Xuất sắc: Tổng điểm từ 95 trở lên",
        "Cao nhất là Khá nếu “Người đứng đầu bị kỷ luật”, chưa đủ căn cứ",
        "Còn thiếu: Người đứng đầu bị kỷ luật",
        "Căn cứ: Mục 3",
    ]
    assert told == after(explain(row, "vi"), told[0], 5)
    told = [
        "Grade: Khá or Xuất sắc, not enough evidence",
        "Xuất sắc: “Total points” is at least 95",
        "Khá at most if “The head was disciplined”, not enough evidence",
        "Missing: The head was disciplined",
        "Source: Item 3",
    ]
    assert told == after(explain(row, "en"), told[0], 5)
    row = decide(program, disciplined=True)
    assert "Xếp loại: Khá, yêu cầu từ Tốt trở lên; Tổng điểm: 97,5" == short(row, "vi")
    assert "Cao nhất là Khá, vì “Người đứng đầu bị kỷ luật”" in explain(row, "vi")


def test_more_points_than_a_line_has(program):
    """25 of 20 is wrong data, not 20 and not missing."""
    row = decide(program, own_points=25)
    assert ("invalid", ["out-of-bounds"]) == (row.status, [one.code for one in row.problems])
    assert "Điểm tự chấm: “25” nằm ngoài khoảng từ 0 đến 20" == short(row, "vi")
    assert "Points of its own: “25” is not between 0 and 20" == short(row, "en")
    assert () == row.decision.results["total"].missing
    said = explain(row, "vi")
    assert not [line for line in said if line.startswith("Còn thiếu") or line == "Dữ liệu cần bổ sung"]
    told = ["Tự chấm: từ 0 đến 20 trên 20", "Điểm tự chấm: dữ liệu không hợp lệ"]
    assert told == after(said, told[0], 2)
    told = ["Total points: 80 to 100, required: at least 95", "Points of its own: invalid data"]
    assert told == after(explain(row, "en"), told[0], 2)


def test_points_just_below_a_limit(program):
    """94.995 is not printed as 95; got and lost of its line add up."""
    row = decide(program, own_points=14.995)
    assert ("ineligible", Fraction("94.995"), "Tốt") == (
        row.status,
        row.decision.results["total"].exact,
        row.decision.results["grade"].value,
    )
    assert "Tổng điểm: 94,995, yêu cầu từ 95 trở lên; Xếp loại: Tốt" == short(row, "vi")
    assert "Total points: 94.995, required: at least 95; Grade: Tốt" == short(row, "en")
    assert {"Tổng điểm: 94,995 trên 100 điểm", "Tự chấm: 14,995/20, mất 5,005 điểm"} <= {*explain(row, "vi")}
    assert {"Total points: 94.995 of 100 points", "Own points: 14.995/20, 5.005 lost"} <= {*explain(row, "en")}


def test_a_share_of_nobody(program):
    """No fact is missing: the criterion, the grade and the line say that there is nothing to compute from."""
    row = decide(program, people=0, informed=0, cards=0)
    assert ("undetermined", ()) == (row.status, row.decision.missing_facts)
    why = "Số người dân bằng 0, không có căn cứ tính"
    told = ["Tổng điểm: từ 32,5 đến 97,5, yêu cầu từ 95 trở lên", why, "Căn cứ: Mục 4"]
    assert told == after(explain(row, "vi"), told[0], 3)
    assert ["Tuyên truyền: từ 0 đến 20 trên 20", why] == after(
        explain(row, "vi"), "Tuyên truyền: từ 0 đến 20 trên 20", 2
    )
    told = ["Total points: 32.5 to 97.5, required: at least 95", "People is 0: nothing to compute from"]
    assert told == after(explain(row, "en"), told[0], 2)
    assert short(row, "vi").startswith(f"Tổng điểm: từ 32,5 đến 97,5, yêu cầu từ 95 trở lên ({why}); Xếp loại: ")


def test_points_above_a_most(program):
    """What a bonus and a total come to, and what of it counts."""
    row = decide(program, ideas=4)
    assert 100 == row.decision.results["total"].exact
    told = ["Tổng điểm: 100 trên 100 điểm", "Tính ra 102,5, chỉ lấy 100"]
    assert told == after(explain(row, "vi"), told[0], 2)
    told = ["Bonus: 5/5", "Comes to 10, 5 counts", "Ideas: 10"]
    assert told == after(explain(row, "en"), told[0], 3)
