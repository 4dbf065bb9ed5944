"""Words of mappings: what can be wrong with one, where a sheet is not as it says, and how one is proposed."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the file
    "bad-column": ("`{column}` không phải chữ cái của cột", "`{column}` is not the letters of a column"),
    "bad-column.help": ("viết như bảng tính: A, B, … AA", "write them as the spreadsheet does: A, B, … AA"),
    "mapping-id": (
        "mã hồ sơ phải có `column` và `header`, hoặc chỉ có `made_of`",
        "the id has `column` and `header`, or `made_of` alone",
    ),
    "mapping-use": (
        "một cột ghi `fact` hoặc `evidence`, không ghi cả hai; `answer` chỉ đi với `fact`",
        "a column has `fact` or `evidence`, not both; `answer` goes with `fact` only",
    ),
    "mapping-use.member": (
        "cột của một mục trong danh sách chỉ ghi được `fact`",
        "a column of a list's member can only have `fact`",
    ),
    "mapping-all": (
        "`stands_for: all` cần `count`, và là mục duy nhất của danh sách",
        "`stands_for: all` needs `count`, and is the only member of its list",
    ),
    "mapping-all.key": (
        "`stands_for: all` không đi với cột `{key}`, vì cột đó gọi tên từng mục",
        "`stands_for: all` does not go with a column for `{key}`, which names each entry apart",
    ),
    "mapping-empty-list": (
        "danh sách phải có `count` hoặc `members`",
        "a list has `count` or `members`",
    ),
    "mapping-rows": (
        "`header` phải là các dòng liền nhau, từ trên xuống",
        "`header` names rows next to each other, from the uppermost down",
    ),
    "mapping-from": (
        "`from` phải là dòng nằm dưới các dòng tiêu đề",
        "`from` is a row below those of the header",
    ),
    "mapping-target.ruleset": (
        "bảng ghép cột này của bộ tiêu chí `{given}`, không phải `{own}`",
        "this mapping is for the ruleset `{given}`, not for `{own}`",
    ),
    "mapping-target.version": (
        "bảng ghép cột này của phiên bản {given}; bộ tiêu chí đang dùng là phiên bản {own}",
        "this mapping is for version {given}; the ruleset in use is version {own}",
    ),
    "mapping-target.category": (
        "bảng ghép cột này của đối tượng `{given}`, không phải `{own}`",
        "this mapping is for the category `{given}`, not for `{own}`",
    ),
    "mapping-target.help": (
        "soát từng cột rồi sửa mục này và xác nhận lại",
        "look at every column, correct this entry and confirm it again",
    ),
    "mapping-target.option": ("hoặc lập lại bằng lệnh `cchc-rules map`", "or make it anew with `cchc-rules map`"),
    "mapping-unconfirmed": (
        "chưa ai xác nhận bảng ghép cột này",
        "nobody has confirmed this mapping",
    ),
    "mapping-unconfirmed.help": (
        "soát từng cột rồi ghi tên và ngày vào `confirmed`",
        "look at every column and fill in `confirmed`",
    ),
    "mapping-unconfirmed.option": (
        'hoặc dùng `cchc-rules map … --confirm "họ tên"`',
        'or use `cchc-rules map … --confirm "name"`',
    ),
    "mapping-fact": ("đối tượng này không có dữ kiện `{name}`", "the category has no fact `{name}`"),
    "mapping-fact.field": (
        "mục của danh sách `{of}` không có dữ kiện `{name}`",
        "members of `{of}` have no field `{name}`",
    ),
    "mapping-fact.list": (
        "`{name}` là danh sách, ghi dưới `lists`",
        "`{name}` is a list and stands under `lists`",
    ),
    "mapping-fact.no-list": ("`{name}` không phải danh sách", "`{name}` is not a list"),
    "mapping-answer": (
        "`answer` chỉ dùng cho dữ kiện có/không; `{name}` không phải loại đó",
        "`answer` is for yes-or-no facts; `{name}` is none",
    ),
    "mapping-key": (
        "cần `name` cho mục này: không cột nào ghi `{key}` là tên gọi của nó",
        "the member needs a `name`: no column states its key `{key}`",
    ),
    "mapping-made-of": (
        "không mục nào khác của bảng ghép cột ghi tiêu đề `{header}`",
        "no other entry of the mapping has the header `{header}`",
    ),
    "mapping-made-of.several": (
        "nhiều cột cùng có tiêu đề `{header}`",
        "several columns have the header `{header}`",
    ),
    "mapping-made-of.help": (
        "cột ghép thành mã phải đứng dưới `name`, `columns` hoặc `ignore`",
        "a column that ids are made of stands under `name`, `columns` or `ignore` too",
    ),
    "mapping-doubled.column": (
        "cột này đã được ghép, tiêu đề `{first}`",
        "this column is named already, with the header `{first}`",
    ),
    "mapping-doubled.fact": (
        "dữ kiện này đã lấy từ cột `{first}`",
        "this fact is read from the column `{first}` already",
    ),
    "mapping-doubled.fact.help": (
        "bỏ qua một cột, hoặc ghi `answer: yes` và `answer: no` nếu hai cột cùng trả lời",
        "pass over one of them, or write `answer: yes` and `answer: no` where both answer together",
    ),
    "mapping-option": (
        "{option} không dùng cùng bảng ghép cột: bảng ấy đã nêu điều đó",
        "{option} does not go with a mapping, which says it",
    ),
    "mapping-file": (
        "bảng ghép cột chỉ dùng cho bảng tính (.xlsx, .xlsm, .xls), không cho `{ending}`",
        "a mapping reads workbooks (.xlsx, .xlsm, .xls), not `{ending}`",
    ),
    # the sheet
    "mapping-header": (
        "tiêu đề cột là `{seen}`, bảng ghép cột ghi `{header}`",
        "the column is headed `{seen}`, the mapping says `{header}`",
    ),
    "mapping-header.moved": (
        "tiêu đề cột là `{seen}`; cột `{header}` nay ở {column}",
        "the column is headed `{seen}`; `{header}` now stands in {column}",
    ),
    "mapping-header.blank": (
        "cột không có tiêu đề, bảng ghép cột ghi `{header}`",
        "the column has no header, the mapping says `{header}`",
    ),
    "mapping-header.help": (
        "bảng đã đổi so với khi ghép: soát lại và sửa bảng ghép cột, rồi xác nhận lại",
        "the table is another than when it was mapped: look at it, correct the mapping and confirm it again",
    ),
    "mapping-heading.answer": (
        "tiêu đề `{heading}` là một câu trả lời, không rõ ô bên dưới trả lời gì cho “{label}”",
        "the heading `{heading}` is an answer; nobody knows what the cells below say of “{label}”",
    ),
    "mapping-heading.elsewhere": (
        "tiêu đề `{heading}` cho thấy đây là số liệu của kỳ khác, nơi khác hoặc kế hoạch, không phải “{label}”",
        "the heading `{heading}` says that these are figures of another period, body or plan, not “{label}”",
    ),
    "mapping-heading.year": (
        "tiêu đề `{heading}` ghi năm {year}, khác năm của “{label}”",
        "the heading `{heading}` names {year}, another year than that of “{label}”",
    ),
    "mapping-heading.negation": (
        "tiêu đề `{heading}` và “{label}” khác nhau ở chữ phủ định: cùng một câu trả lời sẽ mang nghĩa ngược lại",
        "the heading `{heading}` and “{label}” differ in a negation: one answer would mean the contrary",
    ),
    "mapping-heading.help": (
        "bỏ qua cột đó; hoặc ghi `answer` nếu ô chỉ đánh dấu; hoặc chép nguyên văn tiêu đề vào `despite` nếu vẫn đúng",
        "pass over the column; or write `answer` where cells are only marked; or quote the heading under `despite`"
        " where it is right all the same",
    ),
    "mapping-unnamed": (
        "cột {column} `{header}` có số liệu mà bảng ghép cột không nhắc đến",
        "column {column} `{header}` holds values and the mapping does not name it",
    ),
    "mapping-unnamed.blank": (
        "cột {column} không tiêu đề có số liệu mà bảng ghép cột không nhắc đến",
        "column {column}, without a header, holds values and the mapping does not name it",
    ),
    "mapping-unnamed.help": (
        "ghép cột đó với một dữ kiện, hoặc ghi nó dưới `ignore`",
        "map it to a fact, or name it under `ignore`",
    ),
    "mapping-early": (
        "dòng này có số liệu nhưng nằm trên dòng {first}, nơi bảng ghép cột cho là hồ sơ bắt đầu",
        "this row states facts but stands above row {first}, where candidates begin by the mapping",
    ),
    "mapping-early.help": ("sửa `from` trong bảng ghép cột", "correct `from` in the mapping"),
    # the command
    "mapping-no-header": (
        "không tìm thấy dòng tiêu đề nào trong tệp",
        "no row of the file looks like a header",
    ),
    "mapping-no-header.help": (
        "bảng phải có ít nhất hai cột có tiêu đề",
        "a table has two columns with headers at least",
    ),
    "mapping-no-header.option": ("chọn trang bằng `--sheet`", "choose the sheet with `--sheet`"),
    "mapping-by-hand": (
        "cột {column} `{header}` chưa có chỗ trong bảng ghép cột",
        "column {column} `{header}` has no place in the mapping yet",
    ),
    "mapping-by-hand.help": (
        "lập bảng không kèm `--confirm`, ghép cột đó trong tệp rồi ghi `confirmed`",
        "make the mapping without `--confirm`, name the column in the file and fill in `confirmed`",
    ),
    "map.sheet": (
        "Trang “{sheet}”, tiêu đề ở dòng {rows}, hồ sơ từ dòng {first}",
        "Sheet “{sheet}”, header in rows {rows}, candidates from row {first}",
    ),
    "map.column": ("Cột", "Column"),
    "map.header": ("Tiêu đề", "Header"),
    "map.samples": ("Ví dụ", "Samples"),
    "map.use": ("Dùng cho", "Holds"),
    "map.use.id": ("mã hồ sơ", "the id"),
    "map.use.name": ("tên hồ sơ", "the name"),
    "map.use.ignore": ("bỏ qua", "passed over"),
    "map.use.count": ("số mục của “{list}”", "the number of entries of “{list}”"),
    "map.use.field": ("“{list}”, mục {number}: {label}", "“{list}”, entry {number}: {label}"),
    "map.unsure": ("chưa chắc, cần soát lại", "not certain, to be looked at"),
    "map.ask": (
        "Cột {column} “{header}” (ví dụ: {samples}) dùng cho: {use}?",
        "Column {column} “{header}” (such as: {samples}) holds: {use}?",
    ),
    "map.ask-ignore": (
        "Cột {column} “{header}” (ví dụ: {samples}) không dùng cho dữ kiện nào, bỏ qua?",
        "Column {column} “{header}” (such as: {samples}) holds no fact; pass over it?",
    ),
    "map.ask-despite": ("Vẫn dùng cột {column} cho dữ kiện đó?", "Is column {column} that fact all the same?"),
    "map.ask-all": (
        "“{list}”: câu trả lời trong các cột tính cho mọi mục đã đếm?",
        "“{list}”: do the answers in the columns stand for every entry counted?",
    ),
    "map.written": (
        "đã ghi {path}; soát từng cột, sửa chỗ chưa đúng rồi ghi tên và ngày vào mục confirmed",
        "written: {path}; look at every column, correct what is wrong, then fill in confirmed",
    ),
    "map.confirmed": ("đã ghi {path}, {name} xác nhận", "written: {path}, confirmed by {name}"),
    "command.map": (
        "Đề xuất cột nào của bảng ở cơ quan là dữ kiện nào. In các cột kèm ví dụ và ghi thành tệp ghép cột; tệp đó"
        " không chứa số liệu, và chưa có người xác nhận thì chưa dùng được.",
        "Propose which column of an office's table is which fact. Prints the columns with samples and writes a mapping,"
        " which holds no values and reads nothing before somebody has confirmed it.",
    ),
    "option.map-output": ("tệp ghép cột sẽ ghi, .yaml", "the mapping to write, .yaml"),
    "option.confirm": (
        "người xác nhận: hỏi từng cột chưa chắc, rồi ghi tên và ngày hôm nay",
        "who confirms: asks about every column that is not certain, then fills in the name and today",
    ),
}
