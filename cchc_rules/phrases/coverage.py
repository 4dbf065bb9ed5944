"""Words of coverage: which clauses are taken up, which outcomes cases show."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "command.coverage": (
        "Đối chiếu điều khoản với tiêu chí, tiêu chí với tình huống mẫu. "
        "Không ghi bộ nào thì xem tất cả. Mã thoát 1 khi còn chỗ hở.",
        "Sets clauses against criteria, and criteria against the outcomes of cases. "
        "Without any, of all rulesets. Exit code 1 when there is a hole.",
    ),
    "option.coverage-format": ("Dạng kết quả.", "Form of the result."),
    "coverage.clauses": ("Điều khoản và tiêu chí", "Clauses and criteria"),
    "coverage.clause": ("Điều khoản", "Clause"),
    "coverage.at": ("Nơi trong văn bản", "Place in the text"),
    "coverage.reach": ("Tình trạng", "State"),
    "coverage.by": ("Tiêu chí", "Criteria"),
    "coverage.covered": ("có tiêu chí", "covered"),
    "coverage.left_out": ("không đưa vào", "left out"),
    "coverage.uncovered": ("CÒN HỞ", "UNCOVERED"),
    "coverage.parameter": ("tham số {name}", "parameter {name}"),
    "coverage.scale": ("thang {name}", "scale {name}"),
    "coverage.outcomes": (
        "Tiêu chí và số tình huống mẫu: {category} ({cases} tình huống)",
        "Criteria and cases: {category} ({cases} cases)",
    ),
    "coverage.parts": (
        "Bảng, điểm, xếp loại và số tình huống mẫu: {category} ({cases} tình huống)",
        "Tables, scores, grades and cases: {category} ({cases} cases)",
    ),
    "coverage.part": ("Mục", "Part"),
    "coverage.situations": ("Đã có tình huống", "Shown by cases"),
    "coverage.lacking": ("Chưa có", "Not shown"),
    "coverage.turn.row": ("dòng {number}", "row {number}"),
    "coverage.turn.gate": ("không được tính điểm", "does not count"),
    "coverage.turn.most": ("cắt ở mức tối đa", "cut at its most"),
    "coverage.turn.least": ("cắt ở mức thấp nhất", "cut at its least"),
    "coverage.turn.cap": ("khống chế {number}", "cap {number}"),
    "coverage.turn.open": ("chưa xác định", "open"),
    "coverage.criterion": ("Tiêu chí", "Criterion"),
    "coverage.not-due": ("–", "–"),
    "coverage.unseen": ("THIẾU", "NONE"),
    "coverage.failed": ("tình huống không khớp: {name}", "case failed: {name}"),
    "coverage.summary": (
        "{id}: {clauses} điều khoản, {criteria} tiêu chí (cả thành phần của nhóm), {cases} tình huống, {holes} chỗ hở",
        "{id}: clauses: {clauses}; criteria and members: {criteria}; cases: {cases}; holes: {holes}",
    ),
    "coverage.summary.parts": (
        "{id}: {clauses} điều khoản, {criteria} tiêu chí (cả thành phần của nhóm), {parts} bảng, mục chấm và xếp loại, "
        "{cases} tình huống, {holes} chỗ hở",
        "{id}: clauses: {clauses}; criteria and members: {criteria}; tables, lines and grades: {parts}; "
        "cases: {cases}; holes: {holes}",
    ),
    # mutants
    "mutants.criteria": ("thay đổi ở tiêu chí", "changes of criteria"),
    "mutants.checks": ("thay đổi ở phép kiểm tra dữ liệu", "changes of checks"),
    "mutants.definitions": ("thay đổi ở định nghĩa", "changes of definitions"),
    "mutants.parameters": ("thay đổi ở tham số", "changes of parameters"),
    "mutants.score": (
        "{id}: {killed}/{tried} {part} bị tình huống mẫu phát hiện",
        "{id}: cases notice {killed} of {tried} {part}",
    ),
    "mutants.survivor": (
        "{place}: {about}: không tình huống nào phát hiện khi đổi `{before}` thành `{after}`",
        "{place}: {about}: no case notices `{before}` changed to `{after}`",
    ),
}
