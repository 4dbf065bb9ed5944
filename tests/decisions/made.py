"""A small ruleset that has a bit of everything, for tests of words and causes."""

from copy import deepcopy
from functools import cache

from cchc_rules import compile, load_text
from cchc_rules.program.program import Program

RULESET = """
language: 1
id: made
version: 1.0.0
title: {vi: Thi đua thử, en: A trial campaign}
issuer: {vi: Quận Thử, en: Trial District}
decides: DECIDES
partial: {vi: Còn phải theo quy định khác, en: Other documents also apply}
sources:
  text:
    title: {vi: Kế hoạch, en: Plan}
    clauses:
      one: {at: {vi: Điểm 1, en: Point 1}, says: {vi: Điều kiện thứ nhất, en: The first condition}}
      two: {at: {vi: Điểm 2, en: Point 2}, says: {vi: Điều kiện thứ hai, en: The second condition}}
scales:
  index: {levels: [Trung bình, Khá, Tốt], issuer: {vi: Thành phố, en: City}, year: 2021, source: text}
parameters:
  deadline:
    {type: date, value: 2022-05-05, label: {vi: hạn đăng ký, en: registration deadline}, source: text/one}
categories:
  agency:
    title: {vi: Cơ quan, en: Agency}
    facts:
      disciplined: {type: boolean, label: {vi: Người đứng đầu bị kỷ luật, en: Head disciplined}}
      indexed: {type: boolean, label: {vi: Được chấm chỉ số, en: Indexed}}
      reform_index: {type: grade, scale: index, label: {vi: Chỉ số CCHC, en: Reform index}}
      score: {type: number, min: 0, label: {vi: Điểm, en: Score}}
      staff: {type: integer, min: 0, label: {vi: Tổng số công chức, en: Staff}}
      staff_good: {type: integer, min: 0, label: {vi: Số công chức thực hiện đúng, en: Staff complying}}
      registered_on: {type: date, label: {vi: Ngày đăng ký, en: Registered on}}
      cooperates:
        type: boolean
        kind: judged
        judge: {vi: Ủy ban Mặt trận, en: the Front}
        label: {vi: Tích cực hợp tác, en: Cooperates}
      ideas: {type: boolean, kind: judged, label: {vi: Có hiến kế, en: Gives ideas}}
      units:
        type: list
        min_items: 0
        key: title
        each: {vi: đơn vị, en: unit}
        label: {vi: Các đơn vị, en: Units}
        items:
          title: {type: text, label: {vi: Tên, en: Title}}
          on_time: {type: percent, label: {vi: Tỷ lệ đúng hạn, en: On time}}
          counted: {type: boolean, label: {vi: Thuộc diện tính, en: Counted}}
    checks:
      - {id: staff-counts, require: staff_good <= staff, says: {vi: số đúng không quá tổng số, en: no more than all}}
    define:
      good_units: {is: count(u.on_time >= 95 for u in units), label: {vi: Số đơn vị tốt, en: Good units}}
    criteria:
      - id: head-not-disciplined
        title: {vi: Không bị kỷ luật, en: Not disciplined}
        source: text/one
        require: not disciplined
      - id: reform-index
        title: {vi: Chỉ số từ Khá, en: Index of Khá}
        source: text/one
        applies: indexed
        require: reform_index >= "Khá"
      - id: conduct
        title: {vi: 100 % thực hiện đúng, en: All comply}
        source: text/two
        require: percent(staff_good, staff) >= 100
      - id: registered
        title: {vi: Đăng ký đúng hạn, en: Registered in time}
        source: text/one
        require: registered_on < param["deadline"]
      - id: on-time
        title: {vi: Mọi đơn vị đúng hạn, en: Every unit on time}
        source: text/two
        require: all(u.on_time > 90 for u in units)
      - id: most-on-time
        title: {vi: Đa số đơn vị tốt, en: Most units good}
        source: text/two
        require: percent(u.on_time >= 95 for u in units if u.counted) >= 70
      - id: some-good
        title: {vi: Có đơn vị tốt, en: Some good unit}
        source: text/two
        require: good_units >= 1
      - id: score-enough
        title: {vi: Đủ điểm, en: Enough points}
        source: text/two
        require: score >= 1234.5
      - id: public
        title: {vi: Người dân, en: The public}
        source: text/two
        any:
          - {id: cooperation, title: {vi: Hợp tác, en: Cooperation}, require: cooperates}
          - {id: good-ideas, title: {vi: Hiến kế, en: Ideas}, require: ideas}
"""

GOOD = {
    "id": "DV-01",
    "name": "Phường Thử",
    "disciplined": False,
    "indexed": True,
    "reform_index": "Tốt",
    "score": 2000,
    "staff": 10,
    "staff_good": 10,
    "registered_on": "04/5/2022",
    "cooperates": True,
    "ideas": False,
    "units": [
        {"title": "Nội vụ", "on_time": 97, "counted": True},
        {"title": "Tư pháp", "on_time": 95, "counted": True},
    ],
}


@cache
def program(decides: str = "eligibility") -> Program:
    """The program of the ruleset, deciding eligibility, targets or duties."""
    return compile(load_text(RULESET.replace("DECIDES", decides)), "agency")


def good(**changes: object) -> dict[str, object]:
    """The facts of a candidate that meets everything, changed."""
    return {**deepcopy(GOOD), **changes}
