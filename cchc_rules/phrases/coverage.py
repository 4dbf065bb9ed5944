"""Words of coverage: which clauses are taken up, which outcomes cases show."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "command.coverage": (
        "Đối chiếu điều khoản với tiêu chí, tiêu chí với tình huống mẫu. "
        "Không nêu bộ nào thì xem tất cả. Mã thoát 1 khi còn chỗ hở.",
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
    "coverage.turn.most": ("lấy mức tối đa", "cut at its most"),
    "coverage.turn.least": ("lấy mức thấp nhất", "cut at its least"),
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
    "coverage.checks": ("phép kiểm tra chưa có tình huống mẫu vi phạm: {names}", "checks no case breaks: {names}"),
    "coverage.hint": (
        "`cchc-rules cases --missing {id}` viết sẵn các tình huống còn thiếu để ghi kết luận.",
        "`cchc-rules cases --missing {id}` writes the cases that are missing, to be filled in.",
    ),
    # cases
    "command.cases": (
        "Liệt kê tình huống mẫu của bộ tiêu chí; với `--missing` thì nêu những trường hợp chưa có tình huống "
        "mẫu, viết sẵn bằng YAML để ghi kết luận. Mã thoát 1 khi còn thiếu.",
        "Lists the cases of rulesets; with `--missing` what no case shows, written as YAML for the verdict to be "
        "filled in. Exit code 1 when something is missing.",
    ),
    "option.cases-missing": (
        "Nêu kết quả của tiêu chí, phép kiểm tra, dòng của bảng, khung điểm, mức khống chế chưa có tình huống mẫu.",
        "Name the outcomes, checks, rows of tables, bands and caps that no case shows.",
    ),
    "option.cases-format": ("Dạng in ra.", "How it is printed."),
    "cases.count": ("{id}: {count} tình huống", "{id}: {count} cases"),
    "cases.passed": ("  {category}: {name}", "  {category}: {name}"),
    "cases.failed": ("  {category}: {name} – KHÔNG KHỚP", "  {category}: {name} – FAILED"),
    "cases.missing": (
        "{id}: còn {count} trường hợp chưa có tình huống mẫu; chép các mục sau vào `cases:` và ghi kết luận theo văn "
        "bản",
        "{id}: not shown by any case: {count}; paste below `cases:` and fill in by the text",
    ),
    "cases.none-missing": ("{id}: đã đủ tình huống mẫu", "{id}: no case is missing"),
    "cases.name": ("{category}/{about}: {what}", "{category}/{about}: {what}"),
    "cases.false": ("dữ liệu vi phạm phép kiểm tra này", "the check is false"),
    "cases.alone": ("chỉ không đạt tiêu chí này", "this alone is not met"),
    "cases.unstated": ("thiếu dữ kiện này nên chưa đủ căn cứ kết luận", "no verdict without this fact"),
    "cases.fill": ("ghi kết luận theo văn bản: {words}", "the verdict by the text: {words}"),
    "cases.fill-problems": ("ghi mã lỗi phải báo, ví dụ [false-check]", "the codes due, for example [false-check]"),
    "cases.proved": ("{gap}: đã chứng minh là không thể xảy ra", "{gap}: proved that nobody can be so"),
    "cases.open": ("{gap}: chưa tìm được hồ sơ minh họa", "{gap}: no candidate was found"),
    # mutants
    "mutants.criteria": ("thay đổi ở tiêu chí", "changes of criteria"),
    "mutants.checks": ("thay đổi ở phép kiểm tra dữ liệu", "changes of checks"),
    "mutants.definitions": ("thay đổi ở định nghĩa", "changes of definitions"),
    "mutants.scores": ("thay đổi ở bảng chấm điểm", "changes of scores"),
    "mutants.grades": ("thay đổi ở xếp loại", "changes of grades"),
    "mutants.parameters": ("thay đổi ở tham số", "changes of parameters"),
    "mutants.score": (
        "{id}: tình huống mẫu phát hiện {killed}/{tried} {part}",
        "{id}: cases notice {killed} of {tried} {part}",
    ),
    "mutants.equivalent": (
        "{id}: {count} thay đổi khác được chứng minh là không làm thay đổi kết quả của hồ sơ nào",
        "{id}: {count} more are proved to change nothing for anybody",
    ),
    "option.coverage-mutants": (
        "Nêu cả những thay đổi của bộ tiêu chí mà tình huống mẫu không phát hiện (như lệnh mutants).",
        "Also which changes of the ruleset no case notices (as the command mutants does).",
    ),
    "option.mutants-prove": (
        "Chứng minh những thay đổi chưa được phát hiện nào không làm thay đổi kết quả của hồ sơ nào (cần z3).",
        "Proves which unnoticed changes change nothing for anybody (with z3).",
    ),
    "mutants.survivor": (
        "{place}: {about}: đổi `{before}` thành `{after}` mà tình huống mẫu không phát hiện",
        "{place}: {about}: no case notices `{before}` changed to `{after}`",
    ),
}
