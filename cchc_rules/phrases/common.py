"""Words used everywhere: outcomes, verdicts, places."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "outcome.met": ("đạt", "met"),
    "outcome.unmet": ("không đạt", "not met"),
    "outcome.unknown": ("chưa đủ căn cứ", "not enough evidence"),
    "outcome.not_applicable": ("không xét", "not applicable"),
    "verdict.eligible": ("đủ điều kiện", "eligible"),
    "verdict.ineligible": ("không đủ điều kiện", "not eligible"),
    "verdict.reached": ("đạt chỉ tiêu", "targets reached"),
    "verdict.missed": ("không đạt chỉ tiêu", "targets missed"),
    "verdict.fulfilled": ("thực hiện đầy đủ", "duties fulfilled"),
    "verdict.unfulfilled": ("thực hiện chưa đầy đủ", "duties not fulfilled"),
    "verdict.graded": ("đã xếp loại", "graded"),
    "verdict.not_graded": ("không xếp loại", "not graded"),
    "verdict.undetermined": ("chưa đủ căn cứ kết luận", "undetermined"),
    "verdict.deferred": ("tạm hoãn", "deferred"),
    "verdict.invalid": ("dữ liệu không hợp lệ", "invalid data"),
    "criterion.defers": ("không đạt thì tạm hoãn", "deferred when not met"),
    "truth.true": ("có", "yes"),
    "truth.false": ("không", "no"),
    "truth.unknown": ("chưa có dữ liệu", "not known"),
    "problem.row": ("dòng {row}", "row {row}"),
    "problem.candidate": ("hồ sơ {id}", "candidate {id}"),
    "problem.cell": ("ô {cell}", "cell {cell}"),
    "problem.column": ("cột {cell}", "column {cell}"),
    "problem.help": ("gợi ý", "help"),
    "problem.error": ("lỗi", "error"),
    "problem.warning": ("cảnh báo", "warning"),
    "help.only-in": ("chỉ ở đối tượng {categories}", "only in category {categories}"),
    "help.did-you-mean": ("có phải ý là `{nearest}`?", "did you mean `{nearest}`?"),
}
