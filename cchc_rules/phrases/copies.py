"""Words of the command `new`: a campaign begun from another one."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "command.new": (
        "Bắt đầu bộ tiêu chí của một phong trào từ một bộ đã có. Chép tệp sang thư mục mới, liệt kê mọi ngày, năm và số"
        " cần soát, đánh dấu các điều khoản chưa đối chiếu; không tự đổi số nào.",
        "Begin the ruleset of a campaign from another one. Copies it to a new folder, lists every date, year and number"
        " to be looked at and marks the clauses as not yet compared; no figure is moved.",
    ),
    "option.new-from": ("bộ tiêu chí để chép: mã, tệp hoặc thư mục", "the ruleset to copy: an id, a file or a folder"),
    "option.new-year": (
        "năm của phong trào mới, ghi vào tên bộ tiêu chí",
        "the year of the new campaign, put in its title",
    ),
    "option.new-output": ("thư mục sẽ tạo; mặc định theo mã mới", "the folder to make; called like the id by default"),
    "new-id": (
        "`{id}` không làm mã của bộ tiêu chí mới được: chỉ gồm a-z, 0-9 và dấu -, và khác `{other}`",
        "`{id}` cannot be the id of the new ruleset: letters a-z, digits and -, and not `{other}`",
    ),
    "new.written": (
        "đã tạo {path} từ {other}: {figures} chỗ có ngày, năm hoặc số cần soát; {clauses} điều khoản chưa đối chiếu",
        "made {path} from {other}: {figures} places with dates, years or numbers to look at; {clauses} clauses not yet"
        " compared",
    ),
    "new.readme": (
        "# Bộ tiêu chí chép từ {other} {version}\n\n"
        "Chưa dùng để xét: {clauses} điều khoản chưa được đối chiếu với văn bản mới.\n"
        "Soát từng dòng dưới đây; soát xong một điều khoản thì bỏ dòng `compared: false` của nó.\n"
        "Trừ mã, phiên bản và năm trong tên, mọi ngày, năm và số còn nguyên của phong trào cũ.\n\n",
        "# A ruleset copied from {other} {version}\n\n"
        "Not for deciding yet: {clauses} clauses have not been compared with the new text.\n"
        "Look at each line below; once a clause is compared, take its `compared: false` away.\n"
        "But for id, version and the year in the title, every date, year and number is the old campaign's.\n\n",
    ),
}
