"""Words of the pages that the service shows to people."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # what surrounds every page
    "web.site": ("Xét thi đua", "Emulation decisions"),
    "web.skip": ("Đến nội dung chính", "Skip to the content"),
    "web.nav": ("Các trang", "Pages"),
    "web.language.vi": ("Tiếng Việt", "Tiếng Việt"),
    "web.language.en": ("English", "English"),
    "web.footer": ("cchc_rules {version}", "cchc_rules {version}"),
    "web.to-campaigns": ("Về danh sách phong trào", "To the list of campaigns"),
    "web.error-title": ("Có lỗi:", "Error:"),
    "web.version": ("Phiên bản {version}", "Version {version}"),
    "web.other-versions": ("Phiên bản khác:", "Other versions:"),
    "web.partial": ("Còn căn cứ vào văn bản khác: {note}", "Left to other documents: {note}"),
    # campaigns
    "web.campaigns": ("Các phong trào, kế hoạch", "Campaigns"),
    "web.campaigns.lead": (
        "Chọn đối tượng để xét một hồ sơ, hoặc mở phong trào để xem tiêu chí.",
        "Pick a category to decide one dossier, or open a campaign to read its criteria.",
    ),
    "web.refused": (
        "Có tệp tiêu chí bị từ chối, bản trước vẫn dùng",
        "A ruleset file was refused; the one before it is still used",
    ),
    "web.to-form": ("Xét một hồ sơ", "Decide one dossier"),
    "web.criteria": ("Tiêu chí", "Criteria"),
    "web.group.all": ("Phải đạt cả {count} điều kiện", "All {count} conditions must be met"),
    "web.group.any": ("Đạt 1 trong {count} điều kiện là đủ", "One of {count} conditions is enough"),
    "web.group.at_least": (
        "Phải đạt ít nhất {least}/{count} điều kiện",
        "At least {least} of {count} conditions must be met",
    ),
    "web.applies": ("Chỉ áp dụng khi: {condition}", "Applies only when: {condition}"),
    "web.defers": ("Không đạt thì tạm hoãn, chưa loại", "Unmet, it puts off and does not refuse"),
    "web.results-given": ("Kết quả chấm điểm, xếp loại", "Scores and grades"),
    "web.sources": ("Văn bản", "Documents"),
    "web.clauses": ("Các nội dung của văn bản ({count})", "Clauses of the document ({count})"),
    "web.left-out": ("Không thành tiêu chí: {why}", "No criterion: {why}"),
    # the form
    "web.form.title": ("Xét một hồ sơ: {category}", "Decide one dossier: {category}"),
    "web.form.lead": (
        "Trả lời nội dung đã biết, để trống nội dung chưa rõ. "
        "Sau mỗi lần cập nhật, trang chỉ hỏi nội dung còn ảnh hưởng đến kết luận.",
        "Answer what is known and leave the rest empty. "
        "After each update the page asks only what the verdict still hangs on.",
    ),
    "web.who": ("Người, đơn vị được xét", "Who is decided"),
    "web.id": ("Mã hồ sơ", "Id"),
    "web.name": ("Tên", "Name"),
    "web.as-of": ("Ngày xét", "Date of assessment"),
    "web.asked": ("Còn phải trả lời ({count})", "Still to be answered ({count})"),
    "web.answered": ("Đã trả lời ({count})", "Answered ({count})"),
    "web.rest": ("Không cần trả lời nữa ({count})", "No longer needed ({count})"),
    "web.rest.why": (
        "Các nội dung này không còn ảnh hưởng đến kết luận với những gì đã trả lời.",
        "With what is answered these no longer change the verdict.",
    ),
    "web.why": ("Cần cho tiêu chí: {criteria}", "Needed for the criterion: {criteria}"),
    "web.why.several": ("Cần cho các tiêu chí: {criteria}", "Needed for the criteria: {criteria}"),
    "web.judge": ("Người đánh giá: {judge}.", "Judged by {judge}."),
    "web.evidence": ("Căn cứ (văn bản, tài liệu kiểm chứng)", "Evidence (document)"),
    "web.hint.date": ("Ngày/tháng/năm, ví dụ 15/12/2022", "Day/month/year, e.g. 15/12/2022"),
    "web.hint.integer": ("Số nguyên", "A whole number"),
    "web.hint.number": ("Số, ví dụ 12,5", "A number, e.g. 12.5"),
    "web.hint.percent": ("Tỷ lệ phần trăm, ví dụ 98,5%", "A percentage, e.g. 98.5%"),
    "web.hint.year": ("Năm, ví dụ 2022", "A year, e.g. 2022"),
    "web.not-known": ("Chưa rõ", "Not known"),
    "web.list.is-whole": ("Đã liệt kê đủ chưa?", "Is the list complete?"),
    "web.list.whole": ("Đã liệt kê đủ", "All are listed"),
    "web.list.none": ("Không có {each} nào", "None: no {each}"),
    "web.list.open": ("Chưa đủ hoặc chưa rõ", "Not all, or not known"),
    "web.list.member": ("{number}. {each}", "{number}. {each}"),
    "web.list.add": ("Thêm {each}", "Add: {each}"),
    "web.list.drop": ("Bỏ {each} số {number}", "Remove {each} {number}"),
    "web.look": ("Cập nhật câu hỏi", "Update the questions"),
    "web.check": ("Kiểm tra câu trả lời", "Check the answers"),
    "web.faults": ("Có {count} nội dung cần sửa", "To be corrected: {count}"),
    "web.settled": (
        "Đã đủ căn cứ, không cần trả lời thêm. Kết luận sẽ là: {verdict}.",
        "Enough is known; nothing more is needed. The verdict will be: {verdict}.",
    ),
    "web.still-asked": (
        "Chưa đủ căn cứ kết luận; còn {count} nội dung phải trả lời.",
        "Not enough is known for a verdict; still to be answered: {count}.",
    ),
    "web.other-rules": (
        "Bộ tiêu chí vừa có bản mới. Hãy kiểm tra lại câu trả lời theo bản mới.",
        "The rules were exchanged meanwhile. Look at the answers again under the new ones.",
    ),
    "form-list.open": (
        "có {count} mục đã nhập nhưng chưa cho biết danh sách đã đủ chưa",
        "{count} entered, but it is not said whether that is all",
    ),
    "form-list.none": (
        "đã chọn “không có” nhưng vẫn có {count} mục đã nhập",
        "“none” is chosen, but {count} entered",
    ),
    "form-list.empty": (
        "đã chọn “đã liệt kê đủ” nhưng chưa nhập mục nào",
        "“all are listed” is chosen, but none is entered",
    ),
    # the answers, then the decision
    "web.check.title": ("Kiểm tra câu trả lời", "Check the answers"),
    "web.check.lead": (
        "Xem lại trước khi kết luận. Nội dung để trống được coi là chưa rõ.",
        "Look at them before the verdict. What is left empty counts as not known.",
    ),
    "web.not-stated": ("chưa nêu", "not stated"),
    "web.left-open": ("Để trống ({count})", "Left empty ({count})"),
    "web.decide": ("Kết luận", "Decide"),
    "web.edit": ("Sửa câu trả lời", "Change the answers"),
    "web.verdict": ("Kết luận:", "Verdict:"),
    "web.clause": ("Căn cứ: {at}", "Clause: {at}"),
    "web.missing": ("Còn thiếu", "Missing"),
    "web.tree": ("Kết quả từng tiêu chí", "Each criterion"),
    "web.remedies": ("Cần gì để đạt", "What it would take"),
    "web.remedies.failed": (
        "Chưa nêu được, hãy báo người quản trị phần mềm",
        "Cannot be told; tell the keeper of this program",
    ),
    "web.explanation": ("Diễn giải đầy đủ", "Full explanation"),
    "web.explanation.open": ("Mở diễn giải", "Open the explanation"),
    "web.record": ("Lưu biên bản", "Record the decision"),
    "web.print": (
        "Để in hoặc lưu thành PDF, dùng lệnh In của trình duyệt (Ctrl+P).",
        "To print or to save as PDF use the browser’s Print command (Ctrl+P).",
    ),
    # refusals
    "service.forbidden": ("không được phép", "not allowed"),
    "strange-origin": (
        "biểu mẫu không được gửi từ trang của phần mềm này",
        "the form was not sent from a page of this program",
    ),
    "strange-origin.help": ("mở lại trang rồi gửi lại", "open the page again and send it from there"),
    "page-package": (
        "máy chủ thiếu thành phần cần cho trang này: {told}",
        "the server lacks what this page needs: {told}",
    ),
}
