"""Words of the papers an office sends out: requests to complete dossiers, lists that stand under a decision."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "paper.state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
    "paper.motto": ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
    "paper.number": ("Số: ...............", "No.: ..............."),
    "paper.place": (
        "..............., ngày ..... tháng ..... năm .........",
        "..............., .................... (date)",
    ),
    "paper.order": ("STT", "No."),
    "paper.who": ("{name} ({id})", "{name} ({id})"),
    # the request to complete a dossier
    "supplement.title": ("PHIẾU ĐỀ NGHỊ BỔ SUNG HỒ SƠ", "REQUEST TO COMPLETE A DOSSIER"),
    "supplement.to": ("Kính gửi: {who}", "To: {who}"),
    "supplement.unit-open": ("chưa ghi: {label}", "not stated: {label}"),
    "supplement.asked": (
        "Qua xem xét, hồ sơ chưa đủ căn cứ kết luận. Đề nghị bổ sung, đính chính các nội dung sau,"
        " gửi chậm nhất {due}.",
        "The dossier cannot be decided yet. Please add or correct the following by {due}.",
    ),
    "supplement.asked.unit": (
        "Qua xem xét, {count} hồ sơ sau chưa đủ căn cứ kết luận. Đề nghị bổ sung, đính chính, gửi chậm nhất {due}.",
        "The following dossiers ({count}) cannot be decided yet. Please add or correct what is named by {due}.",
    ),
    "supplement.due": ("ngày {date}", "{date}"),
    "supplement.due-open": ("ngày ..... tháng ..... năm .........", "...................."),
    "supplement.missing": ("Nội dung cần bổ sung", "To be added"),
    "supplement.faulty": ("Nội dung cần đính chính", "To be corrected"),
    "supplement.judged": ("Nội dung cần lấy ý kiến đánh giá", "Judgements to ask for"),
    "supplement.unsettled": ("Nội dung cần xem lại", "To be looked at again"),
    "supplement.why": ("Lý do", "Why"),
    "supplement.answer": ("Số liệu, tài liệu gửi kèm", "Figures and papers enclosed"),
    "supplement.judge": ("Nơi đánh giá", "Judge"),
    "supplement.needed": ("Chưa có; cần để xét: {criteria}", "Missing; needed for: {criteria}"),
    "supplement.needed-for-points": (
        "Chưa có; cần để chấm: {criteria}",
        "Missing; needed for the points of: {criteria}",
    ),
    "supplement.cited": ("{title} ({at})", "{title} ({at})"),
    "supplement.more": ("{count} tiêu chí khác", "{count} more criteria"),
    "supplement.row": ("Hồ sơ dòng {row}", "The dossier of row {row}"),
    "supplement.whole-row": ("Cả hồ sơ", "The whole dossier"),
    "supplement.sign.1": ("NGƯỜI NHẬN", "RECEIVED BY"),
    "supplement.sign.2": ("NGƯỜI LẬP PHIẾU", "REQUESTED BY"),
    "supplement.written": (
        "đã ghi {count} phiếu vào {path}, của {candidates} hồ sơ",
        "written: {count} requests in {path}, for {candidates} candidates",
    ),
    # the list that stands under a decision
    "roster.title": ("DANH SÁCH", "LIST"),
    "roster.of": ("{category}: {words}", "{category}: {words}"),
    "roster.under": (
        "(Kèm theo Quyết định số .........../QĐ-........... ngày ..... tháng ..... năm ........."
        " của ..............................)",
        "(Attached to Decision No. .................... of .................... by ....................)",
    ),
    "roster.name": ("Tên", "Name"),
    "roster.id": ("Mã", "Id"),
    "roster.rank": ("Thứ hạng", "Rank"),
    "roster.note": ("Ghi chú", "Note"),
    "roster.count": ("Danh sách có {count} tên.", "The list has {count} names."),
    "roster.empty": ("Không có tên nào.", "Nobody is on the list."),
    "roster.not-listed": ("Chưa đưa vào danh sách: {statuses}", "Not on the list yet: {statuses}"),
    "roster.group": ("{label}: {value}", "{label}: {value}"),
    # commands
    "command.supplement": (
        "Ghi phiếu đề nghị bổ sung cho từng hồ sơ chưa đủ căn cứ kết luận hoặc có dữ liệu sai: thiếu gì, vì sao,"
        " hạn nào. Hồ sơ đã kết luận được thì không có phiếu.",
        "Writes a request to complete each dossier that cannot be decided or has faulty data: what is missing, why, by"
        " when. A dossier that can be decided has none.",
    ),
    "option.supplement-output": ("Thư mục ghi các phiếu.", "The folder to write the requests to."),
    "option.supplement-form": ("Dạng tệp của phiếu.", "The kind of file a request is."),
    "option.due": ("Hạn bổ sung; không ghi thì để trống cho người lập phiếu.", "By when; left blank without it."),
    "option.unit": (
        "Dữ kiện cho biết đơn vị: mỗi đơn vị một phiếu (của danh sách: một mục).",
        "The fact that tells the unit: one request a unit (of a list: a part).",
    ),
    "command.roster": (
        "Ghi danh sách đạt, để kèm theo quyết định. Chỉ có hồ sơ đã kết luận đạt; với `--selection` là hồ sơ"
        " được chọn.",
        "Writes the list of those who pass, to stand under a decision. Only who is decided to pass is on it; with"
        " `--selection` who is taken.",
    ),
    "option.roster-output": ("Tệp danh sách: .docx hoặc .html.", "The file of the list: .docx or .html."),
    "option.roster-selection": (
        "Danh sách xét chọn: chỉ ghi hồ sơ chắc chắn được chọn, theo thứ hạng.",
        "The selection: only who is surely taken is listed, by rank.",
    ),
    "unknown-unit": ("`{unit}` không phải dữ kiện cho biết đơn vị", "`{unit}` is no fact that tells the unit"),
    "unknown-unit.help": (
        "chọn một dữ kiện dạng chữ hoặc lựa chọn: {known}",
        "a fact that is a text or a choice: {known}",
    ),
    "selection-elsewhere": (
        "danh sách xét chọn `{selection}` là của đối tượng `{category}`",
        "the selection `{selection}` is of the category `{category}`",
    ),
    "option.keep-others": (
        "Vẫn ghi khi thư mục còn văn bản của lần chạy trước không thuộc lần này; các văn bản đó được giữ nguyên.",
        "Write although the folder holds papers of an earlier run that are not written again; they stay as they are.",
    ),
    "other-papers": (
        "thư mục còn {count} văn bản không thuộc lần này: {names}",
        "the folder holds papers that are not of this run ({count}): {names}",
    ),
    "other-papers.help": (
        "chuyển các văn bản này đi nơi khác, hoặc ghi vào thư mục khác",
        "move them elsewhere, or write into another folder",
    ),
    "other-papers.option": (
        "muốn giữ chúng ở đó thì thêm `--keep-others`",
        "to leave them there add `--keep-others`",
    ),
}
