"""Cases that come out otherwise are told in words; groups say how many conditions are met, not met and not known."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import cchc_rules as cr
from cchc_rules.analysis.cases import NOTHING, Difference
from cchc_rules.cli.case_words import say_difference
from cchc_rules.phrases import LANGUAGES
from tests.generation.bodies import CATEGORY, document, text

SCORED = Path(__file__).parents[2] / "examples" / "scored_campaign"


def test_differences_hold_no_code():
    """Verdicts, outcomes, grades, points, facts and standings are said as people call them, in either language."""
    ward = cr.evaluate(cr.compile(cr.load(SCORED), "ward"), {})
    agency = cr.evaluate(cr.compile(cr.load("quan-12-2022"), "agency"), {})
    table = (
        (agency, ("verdict", "eligible", "undetermined"), "kết luận|đủ điều kiện|chưa đủ căn cứ kết luận"),
        (
            agency,
            ("conduct", "met", "unknown"),
            "100% cán bộ, công chức, viên chức thực hiện tốt quy chế ứng xử|đạt|chưa đủ căn cứ",
        ),
        (
            agency,
            ("missing", NOTHING, "as_of, initiatives.effective"),
            "dữ kiện còn thiếu|không có|ngày xét, Được triển khai, áp dụng có hiệu quả",
        ),
        (ward, ("grade", "Tốt", "Khá | Tốt"), "Xếp loại|Tốt|Khá hoặc Tốt"),
        (ward, ("total", "99.25", "1200 .. 1200.5"), "Tổng điểm|99,25|từ 1.200 đến 1.200,5"),
        (ward, ("total", "– .. 5", NOTHING), "Tổng điểm|5 trở xuống|không có"),
        (None, ("problems", "false-check", NOTHING), "lỗi dữ liệu|false-check|không có"),
        (None, ("P01", "in", "open"), "hồ sơ P01|được chọn|còn tùy"),
        (None, ("P01", "1–2", "3"), "hồ sơ P01|1–2|3"),
    )
    for decision, difference, expected in table:
        told = say_difference(Difference(*difference), decision, "vi")
        said = "|".join((told.about, told.expected, told.actual))
        assert expected == said
        other = say_difference(Difference(*difference), decision, "en")
        assert not {"unknown", "unmet", "verdict.eligible", NOTHING} & {other.expected, other.actual}


def test_a_group_says_how_many_are_met_not_met_and_not_known():
    """Of every mixture of three conditions what is said adds up to three, and 0 met is said where all are known."""
    body = {
        "facts": dict.fromkeys("abc", "boolean"),
        "criteria": {
            "all": {"all": {f"{name}1": name for name in "abc"}},
            "any": {"any": {f"{name}2": name for name in "abc"}},
            "some": {"at_least": {"n": 2, "of": {f"{name}3": name for name in "abc"}}},
        },
    }
    program = cr.compile(cr.load_text(text(document(body))), CATEGORY)
    parts = {
        "vi": ("đạt {}/3", "không đạt {}/3", "chưa đủ căn cứ {}/3"),
        "en": ("{}/3 met", "{}/3 not met", "{}/3 with not enough evidence"),
    }
    for values in product((True, False, None), repeat=3):
        decision = cr.evaluate(program, dict(zip("abc", values, strict=True)))
        counts = [sum(one is each for one in values) for each in (True, False, None)]
        for language, id in product(LANGUAGES, ("all", "any", "some")):
            pairs = zip(parts[language], counts, strict=True)
            wanted = [said.format(number) for said, number in pairs if number]
            wanted = wanted if counts[2] else [parts[language][0].format(counts[0])]
            head = decision[id].headline(language).partition(" (")[0]
            said = head.removesuffix(" điều kiện") if language == "vi" else head.removeprefix("Conditions: ")
            assert ", ".join(wanted).casefold() == said.casefold()
