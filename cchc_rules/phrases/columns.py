"""What the columns engine says."""

from __future__ import annotations

from typing import Final

PHRASES: Final = {
    "frame-unreadable": (
        "`{type}` không phải là bảng dữ liệu đọc được",
        "`{type}` is no frame that can be read",
    ),
    "frame-unreadable.help": (
        "dùng bảng Polars, pandas, pyarrow hoặc đối tượng có Arrow PyCapsule",
        "give a Polars, pandas or pyarrow frame, or anything with the Arrow PyCapsule interface",
    ),
    "column-unreadable": (
        "không đọc được cột `{column}`: giá trị thuộc nhiều loại khác nhau hoặc loại không hỗ trợ",
        "the column `{column}` cannot be read: its values are of several kinds, or of one that is not supported",
    ),
    "column-unreadable.help": (
        "chuyển cả cột về một loại: số, chữ hoặc ngày",
        "make all of the column one kind: numbers, texts or dates",
    ),
    "frame-row": (
        "bảng có {count} dòng, không có dòng số {row}",
        "the frame has {count} rows, there is no row {row}",
    ),
    "many-doubled-ids": (
        "hơn {most} mã bị trùng trong bảng; không xét dòng nào",
        "more than {most} ids stand more than once in the table; no row is decided",
    ),
    "many-doubled-ids.help": (
        "xem lại các mã trước: có thể bảng bị lặp dòng, hoặc cột `id` không phải là mã riêng của từng hồ sơ",
        "look at the ids first: rows may be repeated, or the column `id` may not be each candidate's own",
    ),
    "frame-rows-moved": (
        "các dòng của bảng bị đổi chỗ hoặc mất khi xét theo cột; không kết luận dòng nào",
        "rows moved or got lost while columns were decided; no row is decided",
    ),
}
