"""What a careful Python programmer writes who must also say, in Vietnamese, why each criterion came out as it did.

The lines are those of ``decision.reasons("vi")``, built anew for each candidate.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from benchmarks.by_hand import GOOD, MET, REGISTER_BEFORE, REPORT_BY, UNKNOWN, UNMET, by_hand_inline

NOTHING = "chưa có dữ liệu"


def by_hand_with_texts(facts: Mapping[str, Any]) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
    """The verdict, the outcomes and one line a criterion."""
    verdict, outcomes = by_hand_inline(facts)
    get = facts.get
    return (
        verdict,
        outcomes,
        (
            yes("Có kế hoạch", outcomes[0]),
            yes("Đã phát động", outcomes[1]),
            share("Tỷ lệ nhiệm vụ hoàn thành", get("tasks_done"), outcomes[2], "100%"),
            at_least_one("Số sáng kiến", get("initiatives"), outcomes[3]),
            lawful(get("lawful_initiatives"), get("initiatives"), outcomes[4]),
            at_least_one("Số sáng kiến hiệu quả", get("effective_initiatives"), outcomes[5]),
            disciplined(outcomes[6]),
            share("Tỷ lệ chấp hành quy tắc ứng xử", get("conduct"), outcomes[7], "từ 95,5% trở lên"),
            index(get("indexed"), get("index")),
            in_time(get("registered_on"), get("reported_on"), outcomes[9]),
        ),
    )


def yes(label: str, outcome: int) -> str:
    if outcome == MET:
        return f"{label}: có"
    return f"{label}: {'không' if outcome == UNMET else NOTHING}"


def disciplined(outcome: int) -> str:
    if outcome == MET:
        return "Người đứng đầu bị kỷ luật: không"
    return f"Người đứng đầu bị kỷ luật: {'có' if outcome == UNMET else NOTHING}"


def share(label: str, value: float | None, outcome: int, limit: str) -> str:
    if value is None:
        return f"{label}: {NOTHING}, yêu cầu {limit}"
    number = format(value, ".15g").replace(".", ",")
    return f"{label}: {number}%, {'đáp ứng yêu cầu' if outcome == MET else 'yêu cầu'} {limit}"


def at_least_one(label: str, value: int | None, outcome: int) -> str:
    number = NOTHING if value is None else value
    return f"{label}: {number}, {'đáp ứng yêu cầu' if outcome == MET else 'yêu cầu'} từ 1 trở lên"


def lawful(value: int | None, count: int | None, outcome: int) -> str:
    number, whole = NOTHING if value is None else value, NOTHING if count is None else count
    asked = "đáp ứng yêu cầu" if outcome == MET else "yêu cầu"
    missing = " (còn thiếu: Số sáng kiến)" if count is None else ""
    return f"Số sáng kiến đúng pháp luật: {number}, {asked} bằng “Số sáng kiến” ({whole}){missing}"


def index(indexed: bool | None, level: str | None) -> str:
    if indexed is False:
        return "Chỉ áp dụng khi “Được đánh giá chỉ số” (thực tế: không)"
    if level in GOOD:
        return f"Mức chỉ số: {level}, đáp ứng yêu cầu từ Khá trở lên"
    reason = f"Mức chỉ số: {level or NOTHING}, yêu cầu từ Khá trở lên"
    if indexed:
        return reason
    unclear = "Chưa xét được vì thiếu: Được đánh giá chỉ số"
    return f"{unclear}; {reason}" if level is None else unclear


def in_time(registered: date | None, reported: date | None, outcome: int) -> str:
    first = "trước ngày 05/05/2022"
    second = "chậm nhất ngày 30/11/2022"
    if outcome == MET:
        return (
            f"Ngày đăng ký: {day(registered)}, đáp ứng yêu cầu {first}; "
            f"Ngày báo cáo: {day(reported)}, đáp ứng yêu cầu {second}"
        )
    parts = []
    if (outcome == UNKNOWN and registered is None) or (registered is not None and registered >= REGISTER_BEFORE):
        parts.append(f"Ngày đăng ký: {day(registered)}, yêu cầu {first}")
    if (outcome == UNKNOWN and reported is None) or (reported is not None and reported > REPORT_BY):
        parts.append(f"Ngày báo cáo: {day(reported)}, yêu cầu {second}")
    return "; ".join(parts)


def day(value: date | None) -> str:
    """A date as the office writes it."""
    return NOTHING if value is None else f"{value.day:02}/{value.month:02}/{value.year}"
