"""Words of reports: the footing, the lists of a board report, its annex, places for signatures."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the footing
    "footing.title": ("Căn cứ kết luận", "What the results rest on"),
    "footing.ruleset": (
        "Bộ tiêu chí: {id}, phiên bản {version}; mã kiểm tra SHA-256: {digest}",
        "Ruleset: {id}, version {version}; SHA-256: {digest}",
    ),
    "footing.as-of": ("Ngày xét: {date}", "As of: {date}"),
    "footing.no-date": ("không nêu", "not stated"),
    "footing.dated": ("{value} (từ {date})", "{value} (from {date})"),
    "footing.parameter": ("Tham số “{label}”: {value}", "Parameter “{label}”: {value}"),
    "footing.not-in-force": (
        "Tham số “{label}”: chưa có giá trị vào ngày xét",
        "Parameter “{label}”: no value yet on the date of assessment",
    ),
    "footing.changed": (
        "Tham số “{label}”: {value} (ĐÃ THAY ĐỔI; theo bộ tiêu chí: {ruleset})",
        "Parameter “{label}”: {value} (CHANGED; in the ruleset: {ruleset})",
    ),
    "footing.warning": ("Xét theo tham số đã thay đổi. {change}", "Decided under a changed parameter. {change}"),
    "footing.source": ("Tệp dữ liệu: {name}; mã kiểm tra SHA-256: {sha256}", "Data file: {name}; SHA-256: {sha256}"),
    "footing.records": ("Biên bản đã lưu; mốc kiểm tra: {checkpoint}", "Records kept; checkpoint: {checkpoint}"),
    "footing.form": ("Phiếu nhập lập theo phiên bản {version}", "Input form made for version {version}"),
    "footing.mapping": (
        "Bảng ghép cột: {name}; mã kiểm tra SHA-256: {sha256}; xác nhận: {by}, ngày {on}",
        "Mapping of columns: {name}; SHA-256: {sha256}; confirmed by {by} on {on}",
    ),
    "footing.made-of": (
        "Mã hồ sơ ghép từ các cột: {columns}",
        "The ids of candidates are made of the columns: {columns}",
    ),
    "footing.shared": (
        "“{label}”: một câu trả lời ghi ở “{member}” tính cho mọi mục đã đếm",
        "“{label}”: the one answer under “{member}” stands for every entry counted",
    ),
    "footing.tool": ("Phần mềm: cchc_rules {version}", "Software: cchc_rules {version}"),
    "footing.column.ruleset": ("Bộ tiêu chí", "Ruleset"),
    "footing.column.version": ("Phiên bản", "Version"),
    "footing.column.digest": ("Mã kiểm tra của bộ tiêu chí", "SHA-256 of the ruleset"),
    "footing.column.as-of": ("Ngày xét", "As of"),
    "footing.column.parameter": ("Tham số “{label}”", "Parameter “{label}”"),
    "footing.column.changed": (
        "Tham số “{label}” theo bộ tiêu chí (đã thay đổi khi xét)",
        "Parameter “{label}” in the ruleset (changed when deciding)",
    ),
    "footing.column.sources": ("Tệp dữ liệu", "Data files"),
    "footing.column.source-digests": ("Mã kiểm tra của tệp dữ liệu", "SHA-256 of the data files"),
    "footing.column.forms": ("Phiên bản của phiếu nhập", "Version of the input form"),
    "footing.column.mapping": ("Bảng ghép cột", "Mapping of columns"),
    "footing.column.checkpoint": ("Mốc kiểm tra của kho biên bản", "Checkpoint of the records"),
    "footing.column.tool": ("Phần mềm", "Software"),
    # the board report
    "report.lost": (
        "số dòng đã đọc, đã xét và đã ghi không bằng nhau: {read}, {decided}, {written}",
        "rows read, decided and written are not as many: {read}, {decided}, {written}",
    ),
    "report.heading": ("BÁO CÁO KẾT QUẢ XÉT", "REPORT OF RESULTS"),
    "report.list": ("{words}: {count} hồ sơ", "{words}: {count}"),
    "report.line": ("Nội dung", "In short"),
    "report.missing": ("còn thiếu: {facts}", "missing: {facts}"),
    "report.put-off": ("tạm hoãn ({reason})", "put off ({reason})"),
    "report.see-annex": ("…, xem phụ lục", "…, see annex"),
    "report.more-remarks": (
        "Còn {count} lưu ý khác về tệp dữ liệu, được nêu khi chạy lệnh xét.",
        "{count} more remarks on the data file were printed when it was decided.",
    ),
    "report.annex": ("Phụ lục: kết quả từng tiêu chí", "Annex: results by criterion"),
    "report.annex.part": (
        "Phụ lục: kết quả từng tiêu chí (phần {part}/{parts})",
        "Annex: results by criterion (part {part} of {parts})",
    ),
    "report.annex.marks": (
        "✓ đạt; ✗ không đạt; ? chưa đủ căn cứ; – không xét; ! hồ sơ có lỗi, không xét được",
        "✓ met; ✗ not met; ? not enough evidence; – not applicable; ! faulty, could not be decided",
    ),
    "report.points": ("Phụ lục: bảng điểm", "Annex: sheet of points"),
    "report.points.part": (
        "Phụ lục: bảng điểm (phần {part}/{parts})",
        "Annex: sheet of points (part {part} of {parts})",
    ),
    "report.points.note": (
        "“từ … đến …” là khoảng điểm khi còn thiếu dữ kiện; ! hồ sơ có lỗi, không xét được",
        "“… to …” is what may still be had while facts are missing; ! faulty, could not be decided",
    ),
    "report.points.line": ("{number}: {title} (tối đa {most})", "{number}: {title} ({most} at most)"),
    "report.grade.open": ("chưa xác định", "still open"),
    "report.sheet.points": ("Bảng điểm", "Points"),
    "report.sheet.results": ("Điểm và xếp loại", "Scores and grades"),
    "report.result.value": ("{title} – đã xác định", "{title} – settled"),
    "report.result.number": ("{title} – số", "{title} – number"),
    "report.result.from": ("{title} – thấp nhất", "{title} – lowest"),
    "report.result.to": ("{title} – cao nhất", "{title} – highest"),
    "report.annex.screen": (
        "trên {most} hồ sơ: phụ lục để xem, lọc trên máy; muốn in thì xóa vùng in của trang",
        "more than {most} candidates: to be read and filtered on screen; clear the print area to print it",
    ),
    "report.annex.elsewhere": (
        "Có {count} hồ sơ: phụ lục kết quả từng tiêu chí chỉ có trong tệp .xlsx.",
        "There are {count} candidates: the annex by criterion is in the .xlsx file only.",
    ),
    "report.annex.texts": (
        "Phụ lục: nội dung đầy đủ, căn cứ của dữ liệu",
        "Annex: texts in full, evidence",
    ),
    "report.annex.text": ("Nội dung đầy đủ", "In full"),
    "report.annex.clauses": ("Phụ lục: căn cứ của từng tiêu chí", "Annex: where each criterion comes from"),
    "report.annex.clauses.scored": (
        "Phụ lục: căn cứ của tiêu chí, mục chấm, xếp loại",
        "Annex: where criteria, lines and grades come from",
    ),
    "report.without-faulty.grades": (
        "Bảng xếp loại không tính {count} hồ sơ có dữ liệu không hợp lệ.",
        "The table of grades leaves out {count} with invalid data.",
    ),
    "report.without-faulty": (
        "Bảng theo tiêu chí không tính {count} hồ sơ có dữ liệu không hợp lệ.",
        "The table by criterion leaves out {count} with invalid data.",
    ),
    "report.page": ("Trang {page}/{pages}", "Page {page}/{pages}"),
    "report.full": ("Phụ lục: lý do từng hồ sơ", "Annex: reasons by candidate"),
    "report.sign.1": ("NGƯỜI LẬP BIỂU", "PREPARED BY"),
    "report.sign.2": ("NGƯỜI THẨM ĐỊNH", "REVIEWED BY"),
    "report.sign.3": ("CHỦ TỊCH HỘI ĐỒNG", "CHAIR OF THE COUNCIL"),
    "report.sign.how": ("(Ký, ghi rõ họ tên)", "(Signature and full name)"),
    "report.sign.date": ("Ngày ..... tháng ..... năm .........", "Date: ...................."),
    "letter.heading": ("THÔNG BÁO KẾT QUẢ XÉT", "NOTICE OF RESULT"),
    "letter.by": (
        "Đề nghị bổ sung, chỉnh sửa hồ sơ trước ngày ..... tháng ..... năm .........",
        "Please complete or correct the dossier before ....................",
    ),
    "option.explain-output": (
        "Ghi thông báo cho hồ sơ ra tệp .docx: kết quả, lý do, nội dung còn thiếu.",
        "Writes the letter for the candidate to a .docx file: result, reasons, what is missing.",
    ),
    "report.sheet.annex": ("Phụ lục", "Annex"),
    "report.sheet.texts": ("Nội dung đầy đủ", "Texts in full"),
    "report.sheet.reasons": ("Lý do", "Reasons"),
}
