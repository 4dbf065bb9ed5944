"""Words of stores of records: what is wrong with one, what its commands say, what `evaluate` keeps in it."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "command.records": (
        "Kho biên bản quyết định (tệp SQLite hoặc địa chỉ postgresql://…): kiểm tra, xét lại, xóa tên, xuất ra tệp.",
        "Stores of decision records (a SQLite file or postgresql://…): verify, replay, erase names, export.",
    ),
    "command.records-verify": (
        "Kiểm tra cả kho: dấu niêm phong, nội dung, bộ tiêu chí. Có mốc thì mới biết các biên bản mới nhất còn đủ.",
        "Looks at the whole store: seals, contents, rulesets. Only a checkpoint tells that the newest are still there.",
    ),
    "command.records-replay": (
        "Xét lại các biên bản, không ghi số nào thì xét lại tất cả.",
        "Decides records again, all of them when no number is given.",
    ),
    "command.records-erase": (
        "Xóa hẳn mã, tên và lời ghi của những hồ sơ này; chuỗi niêm phong, kết luận và việc xét lại không đổi.",
        "Erases id, name and free texts of these candidates for good; chain, verdicts and replay stay as they are.",
    ),
    "command.records-copy": (
        "Sao cả kho sang một kho trống khác – tệp SQLite hoặc địa chỉ postgresql://… – rồi kiểm tra tại đó.",
        "Copies the whole store to another that is empty – a SQLite file or postgresql://… – and checks it there.",
    ),
    "command.records-export": (
        "Xuất mỗi biên bản một dòng JSON, đủ để đọc ở nơi khác.",
        "Writes a line of JSON a record, complete for reading elsewhere.",
    ),
    "option.checkpoint": (
        "Mốc kiểm tra đã in lần trước (ở cuối báo cáo hoặc do lệnh này in ra).",
        "A checkpoint printed before, at the end of a report or by this command.",
    ),
    "option.records-part": (
        "Phần cần xóa, dùng được nhiều lần; không ghi thì xóa cả ba.",
        "The part to erase, may be given again; all three without it.",
    ),
    "option.records-output": ("Tệp cần ghi.", "The file to write."),
    "option.records-chain": (
        "Xuất theo chuỗi niêm phong, để chương trình khác tính lại.",
        "As they stand in the chain, for another program to compute it again.",
    ),
    "store-unusable": (
        "không dùng được kho biên bản (cơ sở dữ liệu báo mã {detail})",
        "the store of records cannot be used (code {detail} of the database)",
    ),
    "store-unusable.place": (
        "không mở được kho biên bản ở chỗ đã ghi ({detail})",
        "no store of records can be opened at this place ({detail})",
    ),
    "store-unusable.damaged": (
        "tệp hoặc cơ sở dữ liệu này bị hỏng, hoặc không phải kho biên bản ({detail})",
        "this file or database is damaged, or no store of records ({detail})",
    ),
    "store-unusable.denied": (
        "không có quyền dùng kho biên bản, hoặc chỉ được đọc ({detail})",
        "no permission for the store of records, or only to read it ({detail})",
    ),
    "store-unusable.full": (
        "hết chỗ trên đĩa của kho biên bản ({detail})",
        "the disk of the store of records is full ({detail})",
    ),
    "store-unusable.disk": (
        "đĩa chứa kho biên bản không đọc, không ghi được ({detail})",
        "the disk of the store of records cannot be read or written ({detail})",
    ),
    "store-unusable.unreachable": (
        "không kết nối được với cơ sở dữ liệu của kho biên bản ({detail})",
        "the database of the store of records cannot be reached ({detail})",
    ),
    "request-reused": (
        "khóa này đã dùng cho một yêu cầu khác",
        "this key was used for another request",
    ),
    "store-newer": (
        "kho biên bản thuộc phiên bản {found}, phần mềm này chỉ đọc đến phiên bản {known}",
        "the store is of version {found}, this program reads up to version {known}",
    ),
    "store-not-empty": (
        "kho nhận không trống; sao vào một kho chưa có gì",
        "the other store is not empty; copy to one that has nothing in it",
    ),
    "bad-checkpoint": ("`{text}` không phải mốc kiểm tra", "`{text}` is no checkpoint"),
    "bad-checkpoint.help": (
        "mốc có dạng `kho-số lượng-dấu`, như in ở cuối báo cáo",
        "a checkpoint is `store-count-seal`, as reports print it at their end",
    ),
    "store-gap": ("thiếu quyết định từ số {expected}", "records are missing from number {expected} on"),
    "store-seal-broken": ("dấu niêm phong không khớp", "the seal does not fit"),
    "store-words-altered": ("phần `{part}` lưu kèm đã bị sửa", "the words kept beside as `{part}` were altered"),
    "store-ruleset-altered": ("bộ tiêu chí {digest} lưu trong kho đã bị sửa", "the ruleset {digest} was altered"),
    "store-ruleset-lost": ("kho không còn bộ tiêu chí {digest}", "the ruleset {digest} is not in the store any more"),
    "store-cut": (
        "kho có {count} quyết định và không đi qua mốc {checkpoint}",
        "the store has {count} records and does not go through the checkpoint {checkpoint}",
    ),
    "records.count": (
        "{count} biên bản; {erased} biên bản đã xóa tên hoặc lời ghi, {ended} biên bản hết hạn lưu giữ",
        "{count} records; {erased} with words erased, {ended} let go for age",
    ),
    "records.whole": ("nguyên vẹn đến mốc thứ {count}", "whole up to checkpoint {count}"),
    "records.not-compared": (
        "chưa đối chiếu với mốc nào: không biết các biên bản mới nhất có còn đủ không",
        "not compared with any checkpoint: nothing tells whether the newest records are still there",
    ),
    "records.checkpoint": ("mốc hiện tại: {checkpoint}", "checkpoint now: {checkpoint}"),
    "records.number": ("biên bản số {number}:", "record {number}:"),
    "records.replayed": (
        "đã xét lại {count} biên bản, {wrong} biên bản cho kết quả khác",
        "replayed {count} records, {wrong} came out otherwise",
    ),
    "records.erased": (
        "đã tìm thấy {count} biên bản, xóa {parts} phần",
        "found {count} records, erased {parts} parts",
    ),
    "records.copied": ("đã sao {count} biên bản sang {place}", "copied {count} records to {place}"),
    "records.exported": ("đã xuất {count} biên bản vào {path}", "exported {count} records to {path}"),
    "evaluate.recorded": (
        "đã đọc {read} hồ sơ, đã lưu {count} biên bản",
        "{read} candidates read, {count} records kept",
    ),
    "evaluate.recorded.some": (
        "đã đọc {read} hồ sơ, đã lưu {count} biên bản; {without} hồ sơ không xét được nên không có biên bản",
        "{read} candidates read, {count} records kept; {without} could not be decided and have none",
    ),
    "option.evaluate-records": (
        "Kho biên bản (tệp SQLite hoặc địa chỉ postgresql://): lưu mọi kết luận trước khi in, kèm mốc kiểm tra.",
        "A store of records (a SQLite file or postgresql://): keeps every decision before it is told.",
    ),
}
