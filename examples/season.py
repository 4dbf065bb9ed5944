"""A season of the Quận 12 emulation of 2022, from May to December, as its council would live it.

Run it with ``python examples/season.py`` (it needs ``pip install 'cchc_rules[live]'``). Facts arrive, change and are
withdrawn; each time a verdict moves, the board is told why and the letter of reasons is printed. The journal it keeps
is read back at the end: the same standings, from the file alone, and a second engine agrees with each of them.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import cchc_rules as cr
from cchc_rules import Change, Session

LANGUAGE = "vi"
OFFICES = {
    "PNV": "Phòng Nội vụ",
    "APĐ": "Ủy ban nhân dân phường An Phú Đông",
    "TTN": "Ủy ban nhân dân phường Tân Thới Nhất",
}


def heading(day: date, text: str) -> None:
    """Prints what happens on a day."""
    print(f"\n===== {day:%d/%m/%Y} – {text}")


def told(change: Change) -> None:
    """Tells the board of a change; when the verdict itself moved, the letter of reasons follows."""
    print(change.describe(LANGUAGE))
    if change.verdict_moved:
        letter = str(cr.explain(change.after, LANGUAGE))
        print("\n".join(f"    | {line}" for line in letter.splitlines()))


def in_may(season: Session) -> None:
    """Plans, launches and registrations; the deadline for initiatives is 5 May."""
    heading(date(2022, 5, 4), "các đơn vị đăng ký")
    for id, name in OFFICES.items():
        season.register(id, name=name)
        plan = {"has_plan": True, "emulation_launched": True, "indexed_annually": id != "TTN"}
        season.assert_facts(id, plan, by="Phòng Nội vụ", on=date(2022, 5, 4), evidence="Kế hoạch CCHC năm 2022")
    for id, title, day in (
        ("PNV", "Hẹn giờ trả kết quả qua điện thoại", date(2022, 4, 28)),
        ("APĐ", "Trả kết quả tại nhà cho người cao tuổi", date(2022, 5, 4)),
        ("TTN", "Ngày thứ Sáu không giấy hẹn", date(2022, 5, 6)),
    ):
        season.add_member(id, "initiatives", {"title": title, "registered_on": day}, by=OFFICES[id])
    heading(date(2022, 5, 10), "chốt danh sách mô hình, sáng kiến; TTN đăng ký sau hạn 05/5")
    season.advance(to=date(2022, 5, 10))
    for id in OFFICES:
        season.complete_list(id, "initiatives")


def in_summer(season: Session) -> None:
    """A disciplinary decision, appealed and withdrawn."""
    heading(date(2022, 7, 15), "người đứng đầu phường An Phú Đông bị khiển trách")
    season.advance(to=date(2022, 7, 15))
    season.assert_fact("APĐ", "head_disciplined", True, by="UBND quận", on=date(2022, 7, 15), evidence="QĐ 311/QĐ-UBND")
    heading(date(2022, 9, 20), "giải quyết khiếu nại: thu hồi quyết định kỷ luật")
    season.advance(to=date(2022, 9, 20))
    season.retract_fact("APĐ", "head_disciplined")


def in_november(season: Session) -> None:
    """The council judges, staff are counted, reports come in before 1 December – but one."""
    heading(date(2022, 11, 25), "Hội đồng đánh giá, các đơn vị báo cáo")
    season.advance(to=date(2022, 11, 25))
    for id in ("PNV", "APĐ"):
        council = {"lawful": True, "effective": True, "positive_change": True}
        (initiative,) = season.decision(id).to_dict()["facts"]["initiatives"]
        season.assert_facts(
            id,
            {
                "initiatives": [{**initiative, **council}],
                "implementation_organised": True,
                "tasks_completed_well": True,
                "reform_index": "Tốt" if id == "PNV" else "Khá",
            },
            by="Hội đồng Thi đua - Khen thưởng quận",
            on=date(2022, 11, 24),
        )
        season.assert_facts(
            id, {"staff_count": 42, "staff_following_code": 42, "head_disciplined": False}, by=OFFICES[id]
        )
    report = {"report_submitted": True, "reported_on": date(2022, 11, 25)}
    season.assert_facts("PNV", report, evidence="BC 87/BC-PNV")
    try:
        season.assert_fact("APĐ", "staff_following_code", 420)
    except cr.FactError as refused:
        print("Không nhận:", refused.render(LANGUAGE))


def in_december(season: Session) -> None:
    """The deadline for reports passes: nobody states anything, and yet An Phú Đông loses."""
    heading(date(2022, 12, 1), "hết hạn báo cáo; phường An Phú Đông chưa báo cáo")
    season.advance(to=date(2022, 11, 30))
    season.assert_fact("APĐ", "report_submitted", False, by="Phòng Nội vụ", on=date(2022, 11, 30))
    season.advance(to=date(2022, 12, 1))


def main() -> int:
    """Lives through the season; 0 when the journal gives the same standings again."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "quan-12-2022.jsonl"
        with Session(program, as_of=date(2022, 5, 4), journal=journal) as season:
            season.subscribe(told)
            in_may(season)
            in_summer(season)
            in_november(season)
            in_december(season)
            standings = season.standings()
        with Session.restore(program, journal) as restored:
            print("\n===== Kết quả, đọc lại từ nhật ký")
            for one in restored.standings():
                checked = cr.evaluate(
                    program, candidate(restored, one.candidate), as_of=restored.as_of, cross_check=True
                )
                print(str(cr.explain(checked, LANGUAGE)).splitlines()[0])
            return 0 if standings == restored.standings() else 1


def candidate(season: Session, id: str) -> cr.Candidate:
    """The candidate of a season as it stands, to be decided by anything else."""
    decision = season.decision(id)
    return cr.Candidate(decision.id, decision.name, decision.values, decision.provenance)


if __name__ == "__main__":
    sys.exit(main())
