"""Words of ballots: the sheet judges fill in, and what can be wrong with their answers."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "ballot.sheet": ("Phiếu đánh giá", "Judgements"),
    "ballot.id": ("Mã hồ sơ", "Candidate"),
    "ballot.name": ("Đơn vị, cá nhân", "Name"),
    "ballot.asked": ("Nội dung đánh giá", "To be judged"),
    "ballot.member": ("Của mục", "Of the entry"),
    "ballot.judge": ("Nơi đánh giá", "Judge"),
    "ballot.clauses": ("Điều khoản", "Clause"),
    "ballot.value": ("Kết quả đánh giá", "Judgement"),
    "ballot.by": ("Người đánh giá", "Judged by"),
    "ballot.on": ("Ngày đánh giá", "Judged on"),
    "ballot.evidence": ("Căn cứ", "Evidence"),
    "ballot.path": ("Không sửa cột này", "Leave this column"),
    "ballot.written": (
        "đã ghi {path}: {count} nội dung cần đánh giá của {candidates} hồ sơ",
        "written: {path}; {count} judgements to ask for, of {candidates} candidates",
    ),
    "ballot.faulty": (
        "{count} hồ sơ có dữ liệu sai, chưa hỏi đến: sửa trước rồi lập phiếu lại",
        "{count} candidates have faulty data and are not asked about: correct them, then make the ballot again",
    ),
    "ballot-stamp": (
        "tệp này không phải phiếu đánh giá do phần mềm lập",
        "this file is no ballot made by this program",
    ),
    "ballot-stamp.help": (
        "điền vào chính phiếu do phần mềm lập rồi nộp lại",
        "fill in the very file that the software made, and hand it in",
    ),
    "ballot-stamp.option": ("lập phiếu bằng `cchc-rules ballot`", "make the ballot with `cchc-rules ballot`"),
    "ballot-columns": (
        "phiếu đánh giá thiếu cột; các cột phải có: {columns}",
        "the ballot lacks a column; it has: {columns}",
    ),
    "ballot-candidate": (
        "phiếu đánh giá ghi mã `{id}`, không có hồ sơ nào mang mã đó",
        "the ballot names `{id}`, and there is no such candidate",
    ),
    "ballot-doubled": (
        "phiếu đánh giá trả lời nội dung này nhiều lần",
        "the ballot answers this more than once",
    ),
    "ballot-doubled.help": ("chỉ giữ lại một dòng", "keep one of the rows"),
    "ballot-stated": (
        "nội dung này đã có trong hồ sơ, phiếu đánh giá không được ghi đè",
        "this is stated in the dossier already; a ballot overrides nothing",
    ),
    "ballot-stated.help": (
        "bỏ một trong hai: ở hồ sơ hoặc ở phiếu",
        "take one of them away, in the dossier or on the ballot",
    ),
    "ballot-path": (
        "cột cuối của phiếu ghi `{path}`, không phải nội dung cần đánh giá",
        "the last column of the ballot says `{path}`, which is no judgement to ask for",
    ),
    "ballot-path.help": (
        "không sửa cột ẩn ở cuối phiếu; lập phiếu lại nếu đã sửa",
        "leave the hidden column at the end alone; make the ballot again where it was changed",
    ),
    "ballot-member": (
        "danh sách không còn mục này như khi lập phiếu (`{path}`)",
        "the list has no such entry any more, or it cannot be told from others (`{path}`)",
    ),
    "ballot-member.help": (
        "lập phiếu lại từ hồ sơ hiện tại",
        "make the ballot again from the dossiers as they are",
    ),
    "ballot-unsigned.by": ("phiếu có kết quả nhưng chưa ghi người đánh giá", "the judgement does not say who judged"),
    "ballot-unsigned.on": ("phiếu có kết quả nhưng chưa ghi ngày đánh giá", "the judgement does not say on which day"),
    "command.ballot": (
        "Lập phiếu đánh giá: mỗi hồ sơ chỉ những nội dung còn phải đánh giá để có kết luận, kèm nơi đánh giá và điều"
        " khoản. Phiếu điền xong được nộp bằng --ballot khi xét.",
        "Make a ballot: for each candidate only the judgements its verdict still hangs on, with the judge and the"
        " clause. Filled in, it is handed in with --ballot when deciding.",
    ),
    "option.ballot-output": ("phiếu sẽ ghi, .xlsx", "the ballot to write, .xlsx"),
    "option.ballot": (
        "phiếu đánh giá đã điền: thêm vào chỗ hồ sơ chưa nêu, kèm người và ngày đánh giá",
        "a ballot that was filled in: adds what nobody stated, with who judged and when",
    ),
}
