"""Words of tables: what can be wrong with a file, its headers, its rows, its lists; and what results are called."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the file
    "table-format": ("không đọc được tệp loại `{ending}`", "files of kind `{ending}` cannot be read"),
    "table-format.help": (
        "dùng .xlsx, .csv, .json, .jsonl hoặc .parquet; bảng tính loại khác thì lưu thành .xlsx",
        "use .xlsx, .csv, .json, .jsonl or .parquet; save other spreadsheets as .xlsx",
    ),
    "table-empty": ("tệp không có nội dung", "the file has no content"),
    "table-empty.header-only": ("tệp không có hồ sơ nào", "the file has no candidate in it"),
    "table-encoding.utf-16": (
        "tệp lưu theo bảng mã UTF-16, hoặc không phải tệp văn bản",
        "the file is encoded as UTF-16, or is no text",
    ),
    "table-encoding.windows-1258": (
        "tệp không theo bảng mã UTF-8, có thể là Windows-1258",
        "the file is not encoded as UTF-8, perhaps as Windows-1258",
    ),
    "table-encoding.tcvn3": (
        "tệp không theo bảng mã UTF-8, có thể là TCVN3 (ABC, phông .Vn)",
        "the file is not encoded as UTF-8, perhaps as TCVN3 (ABC, .Vn fonts)",
    ),
    "table-encoding.font": (
        "nội dung gõ theo bảng mã {font}, không phải Unicode",
        "the text was typed in the encoding {font}, not in Unicode",
    ),
    "table-encoding.help": (
        "chuyển nội dung sang Unicode rồi lưu lại thành `CSV UTF-8`",
        "convert the text to Unicode and save it as `CSV UTF-8`",
    ),
    "table-separator": (
        "dòng tiêu đề tách được bằng nhiều dấu khác nhau",
        "the header can be split at more than one separator",
    ),
    "table-separator.help": (
        "chỉ dùng một dấu tách cột (`,`, `;` hoặc tab), đặt trong ngoặc kép tiêu đề có chứa dấu đó",
        "use one separator (`,`, `;` or tab) and put headers that hold it in double quotes",
    ),
    "table-quoting": (
        "dấu ngoặc kép mở ở dòng {line} của tệp không đóng đúng chỗ",
        "the double quotes opened on line {line} of the file do not close where they should",
    ),
    "table-quoting.field": (
        "một ô bắt đầu ở dòng {line} của tệp dài quá mức, có thể do thiếu dấu ngoặc kép đóng",
        "a cell that starts on line {line} of the file is too long, perhaps its closing quotes are missing",
    ),
    "table-quoting.help": (
        "mỗi dấu ngoặc kép bên trong ô phải viết thành hai",
        "double quotes inside a cell are written twice",
    ),
    # headers
    "no-id-column": (
        "không có cột mã của hồ sơ; tiêu đề là: {seen}",
        "no column holds the candidate's id; headers: {seen}",
    ),
    "no-id-column.help": (
        "đặt tiêu đề `Mã` cho cột mã",
        "name the column `id` (or `Mã`)",
    ),
    "no-id-column.option": ("hoặc chỉ ra cột đó: `--id TIÊU_ĐỀ`", "or say which it is: `--id HEADER`"),
    "second-header": (
        "dòng này lại là một dòng tiêu đề, khác dòng tiêu đề {first}",
        "this row is a header again, other than the header in row {first}",
    ),
    "second-header.help": (
        "tách thành hai tệp, hoặc để mọi trang cùng một thứ tự cột",
        "split the table into two files, or keep one order of columns throughout",
    ),
    "header-reading": ("cột `{header}` được đọc là `{label}`", "column `{header}` is read as `{label}`"),
    "header.evidence": ("căn cứ", "evidence"),
    "other-name": (
        "cột `{header}` không dùng làm tên hồ sơ: đã có cột `{first}`",
        "column `{header}` does not name the candidate: column `{first}` does",
    ),
    "heading": (
        "tiêu đề `{heading}` trên hoặc dưới cột `{header}` không được dùng đến",
        "the heading `{heading}` above or below column `{header}` is not used",
    ),
    "heading.answer": (
        "dưới cột `{header}` chỉ có ô `{heading}`, không rõ dấu ở đó trả lời gì",
        "under column `{header}` stands `{heading}` alone, so that nobody knows what a mark there answers",
    ),
    "heading.elsewhere": (
        "tiêu đề `{heading}` cho thấy cột `{header}` là số liệu của kỳ khác, nơi khác hoặc kế hoạch",
        "the heading `{heading}` says that column `{header}` holds figures of another period, another body or a plan",
    ),
    "heading.year": (
        "tiêu đề `{heading}` ghi năm {year}, khác năm của cột `{header}`",
        "the heading `{heading}` names {year}, another year than that of column `{header}`",
    ),
    "heading.help": (
        "xóa cột đó, hoặc sửa tiêu đề cho đúng nội dung",
        "delete the column, or correct the heading",
    ),
    "heading.option": ("hoặc bỏ qua bằng `--ignore`", "or pass over it with `--ignore`"),
    "doubled-header": (
        "cột `{header}` cùng nội dung với cột {first}",
        "column `{header}` means the same as column {first}",
    ),
    "doubled-header.help": ("chỉ giữ lại một cột", "keep one of them"),
    "ambiguous-header": (
        "cột `{header}` có thể là nhiều dữ kiện: {facts}",
        "column `{header}` may be several facts: {facts}",
    ),
    "ambiguous-header.help": ("dùng tên dữ kiện làm tiêu đề", "use the name of the fact as header"),
    "unknown-header": (
        "cột `{header}` không ứng với dữ kiện nào, không được đọc",
        "column `{header}` matches no fact and is not read",
    ),
    "unknown-header.close": (
        "cột `{header}` gần giống nhưng không đúng tên một dữ kiện",
        "column `{header}` is close to the name of a fact, but not it",
    ),
    "unknown-header.close.help": (
        "sửa tiêu đề, hoặc xóa cột đó",
        "correct the header, or delete the column",
    ),
    "unknown-header.close.option": ("hoặc bỏ qua bằng `--ignore`", "or pass over it with `--ignore`"),
    "unknown-header.other": (
        "cột `{header}` khác dữ kiện `{label}` ở số, năm hoặc chữ phủ định",
        "column `{header}` differs from `{label}` in a number, a year or a negation",
    ),
    "unknown-header.other.help": (
        "nếu đúng là dữ kiện khác thì xóa cột đó",
        "where it is another fact, delete the column",
    ),
    "unknown-header.other.option": ("hoặc bỏ qua bằng `--ignore`", "or pass over it with `--ignore`"),
    "unknown-header.font": (
        "tiêu đề `{header}` gõ theo bảng mã {font}, không phải Unicode",
        "the header `{header}` was typed in the encoding {font}, not in Unicode",
    ),
    "unknown-header.font.help": (
        "chuyển tệp sang Unicode rồi lưu lại",
        "convert the file to Unicode and save it again",
    ),
    "unknown-header.blank": (
        "cột không có tiêu đề nhưng có nội dung, không được đọc",
        "a column without a header has content; it is not read",
    ),
    # rows
    "digits-rounded": (
        "dòng {rows} có số lẻ 16, 17 chữ số do phần mềm ghi ra, được làm tròn đến 15 chữ số",
        "rows {rows} hold fractions of 16 or 17 digits, as programs write them; they are rounded to 15",
    ),
    "word-like-option": (
        "`{word}` (dòng {rows}) có thể là lựa chọn `{option}` viết cách khác, đang được coi là từ khác",
        "`{word}` (rows {rows}) may be the option `{option}` written another way; it counts as another word",
    ),
    "word-like-option.help": (
        "nếu đúng là `{option}` thì ghi lại cho đúng lựa chọn ấy",
        "where it is `{option}`, write it as the option is written",
    ),
    "split-answer": (
        "cột Có, Không ghi `{seen}`, không phải dấu `x`",
        "the columns for yes and no hold `{seen}`, which is no mark `x`",
    ),
    "split-answer.both": (
        "đánh dấu cả cột Có lẫn cột Không",
        "both the column for yes and the column for no are marked",
    ),
    "split-answer.help": (
        "đánh dấu `x` vào một trong hai cột; chưa rõ thì để trống cả hai",
        "mark one of the two columns with `x`; leave both empty when it is not known",
    ),
    "ragged-row": (
        "dòng có {cells} ô, tiêu đề có {columns} cột",
        "the row has {cells} cells, the header {columns} columns",
    ),
    "ragged-row.help": (
        "đặt trong ngoặc kép ô có chứa dấu tách cột",
        "put cells that hold the separator in double quotes",
    ),
    "row-too-large": ("dòng dài quá {limit} ký tự", "the row is longer than {limit} characters"),
    "row-shape": ("không phải một hồ sơ dạng `{{…}}`", "this is no candidate `{{…}}`"),
    "wrong-label": ("`{key}` không phải chữ hoặc số nguyên", "`{key}` is neither text nor a whole number"),
    "file-unread": ("không đọc được tệp này", "this file cannot be read"),
    "file-unread.absent": ("không tìm thấy tệp này", "this file is not there"),
    "file-unread.damaged": ("tệp này bị hỏng ở dòng {code}", "this file is damaged at line {code}"),
    "file-unread.denied": ("không có quyền đọc tệp này", "no permission to read this file"),
    "file-unread.directory": ("đây là thư mục, cần một tệp", "this is a folder, a file is needed"),
    "file-unread.disk": ("đĩa chứa tệp này không đọc được", "the disk of this file cannot be read"),
    "file-unread.failed": ("không đọc được tệp này (mã {code})", "this file cannot be read (code {code})"),
    "file-unread.in-use": ("tệp này đang được chương trình khác dùng", "this file is in use by another program"),
    "file-unread.name": ("tên hoặc đường dẫn của tệp này không dùng được", "the name or path cannot be used"),
    "file-unread.special": ("đây không phải tệp thường", "this is no regular file"),
    "doubled-id.files": (
        "mã `{id}` có ở nhiều tệp: {files}",
        "the id `{id}` stands in several files: {files}",
    ),
    # lists
    "unknown-list": (
        "không có danh sách `{name}`; các danh sách: {lists}",
        "there is no list `{name}`; lists: {lists}",
    ),
    "list-count": (
        "dòng ghi {stated} mục, tìm thấy {found}",
        "the row states {stated} entries, {found} were found",
    ),
    "list-count.unreadable": ("`{seen}` không phải số mục của danh sách", "`{seen}` is not a number of entries"),
    "list-count.help": (
        "cột mang tên danh sách ghi số mục; các mục nằm ở tệp hoặc trang riêng, phải đưa vào cùng lúc xét",
        "the column named for a list states their number; entries stand in a file or sheet of their own, given too",
    ),
    "list-count.sheet": (
        "dòng ghi {stated} mục, trang “{sheet}” có {found} mục của hồ sơ này",
        "the row states {stated} entries, the sheet “{sheet}” has {found} of this candidate",
    ),
    "list-count.sheet.help": (
        "sửa số mục trong dòng hoặc bổ sung, bỏ bớt mục ở trang “{sheet}”",
        "correct the number in the row or the entries on the sheet “{sheet}”",
    ),
    "list-count.file": (
        "dòng ghi {stated} mục, tệp {file} có {found} mục của hồ sơ này",
        "the row states {stated} entries, the file {file} has {found} of this candidate",
    ),
    "list-count.file.help": (
        "sửa số mục trong dòng hoặc bổ sung, bỏ bớt mục ở tệp {file}",
        "correct the number in the row or the entries in the file {file}",
    ),
    "list-count.columns": (
        "dòng ghi {stated} mục, các cột của danh sách nêu {found}",
        "the row states {stated} entries, the columns of the list tell of {found}",
    ),
    "list-count.columns.help": (
        "sửa số mục, hoặc ghi đủ các mục vào các cột",
        "correct the number, or fill in the columns for each entry",
    ),
    "list-count.many": (
        "dòng ghi {stated} mục; danh sách ghi theo cột chỉ đếm được đến {most}",
        "the row states {stated} entries; a list in columns counts up to {most}",
    ),
    "list-count.many.help": (
        "kiểm tra số đó; danh sách dài hơn thì để ở tệp riêng, mỗi mục một dòng",
        "look at the number; a longer list goes into a file of its own, an entry a row",
    ),
    "list-given-twice": (
        "danh sách `{list}` có cả trong hồ sơ và ở tệp riêng",
        "the list `{list}` stands in the candidate and in a file of its own",
    ),
    "missing-owner": ("dòng không ghi mã hồ sơ", "the row names no candidate"),
    "missing-owner.help": (
        "chừng nào chưa ghi, danh sách nào không kèm số mục bị coi là chưa biết",
        "until it does, lists whose number of entries is not stated count as not known",
    ),
    "unknown-owner": ("không có hồ sơ nào mã `{id}`", "no candidate has the id `{id}`"),
    # JSON
    "json-syntax": ("từ chỗ này không đúng cú pháp JSON", "from here on this is not JSON"),
    "json-depth": ("lồng quá {limit} cấp", "nested deeper than {limit} levels"),
    "json-shape": (
        'tệp phải là danh sách hồ sơ `[…]` hoặc `{{"{top}": […]}}`',
        'the file must be a list of candidates `[…]` or `{{"{top}": […]}}`',
    ),
    "json-number": ("`{text}` không phải số", "`{text}` is no number"),
    "json-encoding": (
        "từ byte {offset} không phải UTF-8",
        "from byte {offset} on this is not UTF-8",
    ),
    "json-doubled-key": ("`{text}` ghi hai lần trong cùng một mục", "`{text}` is written twice in one object"),
    "half-character": ("`{text}` có ký tự không trọn vẹn", "`{text}` holds half a character"),
    # results
    "result.row": ("Dòng", "Row"),
    "result.id": ("Mã", "Id"),
    "result.name": ("Tên", "Name"),
    "result.verdict": ("Kết luận", "Verdict"),
    "result.missing": ("Còn thiếu", "Missing"),
    "result.problems": ("Lỗi dữ liệu", "Problems"),
    "result.notes": ("Lưu ý", "Notes"),
    "result.reasons": ("Lý do", "Reasons"),
}
