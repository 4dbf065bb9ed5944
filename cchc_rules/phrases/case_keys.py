"""What each key of `cases.yaml` and of a mapping says, as an editor shows it beside the key."""

from typing import Final

_CASES: Final[dict[str, tuple[str, str]]] = {
    "bases": ("hồ sơ nền mà nhiều tình huống dùng chung, theo mã", "facts that several cases share, by id"),
    "cases": ("các tình huống: hồ sơ và kết luận phải có", "facts, and the decision that must come of them"),
    "assert": ("điều không hồ sơ nào được rơi vào", "what no candidate may be"),
    "Cases.selections": ("các tình huống xét chọn", "lists, and who must stand where"),
    "Assertion.name": ("một câu nêu điều được khẳng định", "a sentence that says it"),
    "Assertion.when": ("của những ai thỏa điều kiện này", "of whomever this condition holds"),
    "never": ("kết luận không bao giờ được có", "the verdict that never comes of them"),
    "name": ("một câu kể tình huống", "a sentence that tells the case"),
    "base": ("mã hồ sơ nền", "the base it begins with"),
    "Base.facts": ("các dữ kiện của hồ sơ nền", "its facts"),
    "Case.facts": (
        "dữ kiện khác với hồ sơ nền; `null`: chưa rõ",
        "facts laid over those of the base; `null` is unknown",
    ),
    "Selected.facts": (
        "dữ kiện khác với hồ sơ nền; `null`: chưa rõ",
        "facts laid over those of the base; `null` is unknown",
    ),
    "as_of": ("ngày xét", "the day it is decided as of"),
    "Case.parameters": ("giá trị tham số thay cho bộ tiêu chí", "parameters given instead of the ruleset's"),
    "SelectionCase.parameters": ("giá trị tham số thay cho bộ tiêu chí", "parameters given instead of the ruleset's"),
    "verdict": ("kết luận phải có", "the verdict that must come of it"),
    "outcomes": ("kết quả phải có của từng tiêu chí", "the outcome that each criterion must have"),
    "others": ("kết quả của các tiêu chí không nêu ở `outcomes`", "the outcome of every top-level criterion not named"),
    "results": ("điểm, xếp loại phải có", "what scores and grades must come to"),
    "problems": ("mã của mọi lỗi số liệu phải được nêu", "the codes of all problems that must be told"),
    "missing": ("đúng các dữ kiện còn thiếu", "exactly the paths of the missing facts"),
    "Ends.from": ("từ bao nhiêu", "from where the score may lie"),
    "to": ("đến bao nhiêu", "to where the score may lie"),
    "selection": ("mã cách chọn", "the selection"),
    "candidates": ("các hồ sơ trong danh sách", "the candidates of the list"),
    "Selected.id": ("mã hồ sơ", "the id of the candidate"),
    "standing": ("được chọn, không được chọn, hay còn để ngỏ", "in, out or open"),
    "rank": ("hạng, hoặc từ hạng nào đến hạng nào", "its rank, or the first and the last it may have"),
}

_MAPPING: Final[dict[str, tuple[str, str]]] = {
    "mapping": ("phiên bản của loại tệp này: 1", "the version of this kind of file: 1"),
    "ruleset": ("mã bộ tiêu chí", "the id of the ruleset"),
    "Mapping.version": ("phiên bản bộ tiêu chí", "the version of the ruleset"),
    "Mapping.sheet": ("tên trang tính", "the sheet"),
    "Mapping.header": ("các dòng tiêu đề, theo số dòng của bảng", "the rows of the header, as the sheet numbers them"),
    "Mapping.from": ("dòng đầu tiên có thể là hồ sơ", "the first row that may be a candidate"),
    "Mapping.id": ("cột ghi mã hồ sơ, hoặc các cột ghép thành mã", "where ids stand, or the columns they are made of"),
    "Mapping.name": ("cột ghi tên", "where names stand"),
    "columns": ("mỗi cột ghi dữ kiện nào, theo chữ cái của cột", "which fact each column states, by its letters"),
    "lists": ("danh sách có các mục nằm theo cột", "lists whose members stand in columns"),
    "ignore": ("các cột không đọc, kèm tiêu đề", "columns that are not read, with their headers"),
    "confirmed": ("ai đã xem từng dòng của tệp này", "who looked at every entry, and when"),
    "Confirmed.by": ("người xác nhận", "who confirmed it"),
    "on": ("ngày xác nhận", "the day it was confirmed"),
    "column": ("chữ cái của cột", "the letters of the column"),
    "header": ("tiêu đề phải có trên cột", "the text that must stand over the column"),
    "made_of": ("tiêu đề các cột ghép thành mã", "the headers of the columns the id is made of"),
    "despite": ("trích lời trong tiêu đề vốn khiến cột bị từ chối", "quotes words of the header that would refuse it"),
    "Column.fact": ("dữ kiện mà các ô ghi", "the fact its cells state"),
    "evidence": ("dữ kiện mà các ô là căn cứ", "the fact its cells are the evidence of"),
    "answer": ("đánh dấu trong cột nghĩa là có hay không", "what a mark in the column answers"),
    "count": ("cột ghi số mục", "the column with the number of members"),
    "whole": ("`true`: các mục đã ghi là tất cả", "`true`: the members filled in are all there are"),
    "members": ("các mục, mỗi mục một nhóm cột", "the members, each some columns"),
    "Member.name": ("tên mục, khi không cột nào ghi", "what the member is called, where no column says it"),
    "stands_for": ("`all`: một câu trả lời cho mọi mục được đếm", "`all`: one answer for every member counted"),
}

PHRASES: Final[dict[str, tuple[str, str]]] = {
    f"key.{name}": words for table in (_CASES, _MAPPING) for name, words in table.items()
}
