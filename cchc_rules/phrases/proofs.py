"""Words of what can come of a ruleset at all: answers that are proved, shown or open, and witnesses."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "verify.counts": (
        "{id}: {shown} điều có hồ sơ minh chứng, {proved} điều không thể có, {open} điều chưa trả lời được",
        "{id}: {shown} shown by a candidate, {proved} proved impossible, {open} open",
    ),
    "verify.error": ("lỗi", "error"),
    "verify.warning": ("cảnh báo", "warning"),
    "verify.note": ("lưu ý", "note"),
    "verify.bounded": (
        "{said} (chỉ mới xét danh sách ngắn: {lists})",
        "{said} (of short lists only: {lists})",
    ),
    "verify.verdict.shown": ("{category}: có hồ sơ {about}", "{category}: somebody is {about}"),
    "verify.verdict.proved": ("{category}: không hồ sơ nào có thể {about}", "{category}: nobody can be {about}"),
    "verify.verdict.open": (
        "{category}: chưa rõ có hồ sơ nào {about}",
        "{category}: open whether anybody can be {about}",
    ),
    "verify.outcome.shown": ("{category}/{about}: có hồ sơ {other}", "{category}/{about}: {other} of somebody"),
    "verify.outcome.proved": (
        "{category}/{about}: không hồ sơ nào có thể {other}",
        "{category}/{about}: {other} of nobody",
    ),
    "verify.outcome.open": (
        "{category}/{about}: chưa rõ có hồ sơ nào {other}",
        "{category}/{about}: open whether {other} of anybody",
    ),
    "verify.decisive.shown": (
        "{category}/{about}: có hồ sơ chỉ vướng tiêu chí này",
        "{category}/{about}: alone in the way of somebody",
    ),
    "verify.decisive.proved": (
        "{category}/{about}: không hồ sơ nào chỉ vướng tiêu chí này",
        "{category}/{about}: never alone in the way of anybody",
    ),
    "verify.decisive.open": (
        "{category}/{about}: chưa rõ có hồ sơ nào chỉ vướng tiêu chí này",
        "{category}/{about}: open whether it is alone in the way of anybody",
    ),
    "verify.implies.proved": (
        "{category}/{about}: không đạt thì cũng không đạt {other}",
        "{category}/{about}: whoever fails it fails {other} too",
    ),
    "verify.implies.open": (
        "{category}/{about}: chưa xét hết những tiêu chí luôn cùng không đạt với tiêu chí này",
        "{category}/{about}: open which further criteria are always failed with it",
    ),
    "verify.check.shown": (
        "{category}: phép kiểm tra {about} có phát hiện điều mà phép khác không phát hiện",
        "{category}: the check {about} refuses what the others let pass",
    ),
    "verify.check.proved": (
        "{category}: phép kiểm tra {about} không phát hiện thêm điều gì",
        "{category}: the check {about} refuses nothing that the others let pass",
    ),
    "verify.check.open": (
        "{category}: chưa rõ phép kiểm tra {about} có phát hiện thêm điều gì",
        "{category}: open whether the check {about} refuses anything that the others let pass",
    ),
    "verify.grade.shown": ("{category}/{about}: có hồ sơ được xếp {other}", "{category}/{about}: {other} is given"),
    "verify.grade.proved": (
        "{category}/{about}: không hồ sơ nào có thể được xếp {other}",
        "{category}/{about}: nobody can be given {other}",
    ),
    "verify.grade.open": (
        "{category}/{about}: chưa rõ có hồ sơ nào được xếp {other}",
        "{category}/{about}: open whether anybody can be given {other}",
    ),
    "verify.assertion.shown": (
        "{category}: “{about}” không đúng: có hồ sơ {other}",
        "{category}: “{about}” does not hold: somebody is {other}",
    ),
    "verify.assertion.proved": ("{category}: “{about}” luôn đúng", "{category}: “{about}” always holds"),
    "verify.assertion.open": (
        "{category}: chưa rõ “{about}” có luôn đúng",
        "{category}: open whether “{about}” always holds",
    ),
    "verify.as-case": ("như trường hợp “{case}”", "as the case “{case}”"),
    "verify.like-case": ("như trường hợp “{case}”, nhưng:", "as the case “{case}”, but:"),
    "verify.nobody": ("hồ sơ có:", "a candidate with:"),
    "verify.nobody-in-list": ("danh sách trống", "an empty list"),
    "verify.of-old": ("{label} (theo bản cũ)", "{label} (as the old ruleset has it)"),
    "verify.of-new": ("{label} (theo bản mới)", "{label} (as the new ruleset has it)"),
    "verify.as-of": ("xét tại ngày {date}", "as of {date}"),
}
