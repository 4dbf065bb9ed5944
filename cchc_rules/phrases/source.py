"""Words of the room `language` where files are read: YAML, the structure of documents, finding files."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the file
    "file-too-large": ("tệp dài {size} byte, tối đa {largest}", "the file has {size} bytes, the largest is {largest}"),
    "file-too-large.help": (
        "tách danh mục dùng chung ra tệp vocabulary",
        "move what campaigns share into a vocabulary file",
    ),
    "not-utf-8": ("byte {byte} không phải UTF-8", "byte {byte} is not UTF-8"),
    "not-utf-8.known": ("tệp được lưu bằng {encoding}, không phải UTF-8", "the file is saved as {encoding}, not UTF-8"),
    "not-utf-8.help": ("lưu lại tệp với bảng mã UTF-8", "save the file again with the encoding UTF-8"),
    "control-character": ("ký tự điều khiển {character} trong tệp", "control character {character} in the file"),
    "control-character.help": ("xóa ký tự này", "delete it"),
    "invisible-character": ("ký tự không nhìn thấy {character}", "character {character} cannot be seen"),
    "invisible-character.help": (
        "xóa ký tự này: hai từ trông giống nhau sẽ bị coi là khác nhau",
        "delete it: two words that look alike would differ",
    ),
    "empty-document": ("tệp không có nội dung", "the file is empty"),
    "empty-document.help": (
        "bắt đầu bằng `language: 1`",
        "begin with `language: 1`",
    ),
    # YAML
    "yaml-syntax": ("không đọc được YAML từ chỗ này", "this cannot be read as YAML"),
    "yaml-syntax.help": (
        "đặt văn bản trong dấu nháy kép nếu có dấu câu đặc biệt",
        "put a text with special punctuation in double quotes",
    ),
    "yaml-syntax.tab": ("ký tự tab ở chỗ thụt đầu dòng", "a tab where a line is indented"),
    "yaml-syntax.tab.help": ("thụt dòng bằng dấu cách", "indent with spaces"),
    "yaml-syntax.cut": (
        "`{character}` cắt ngang văn bản viết trong ngoặc `{{…}}`",
        "`{character}` cuts a text written inside `{{…}}`",
    ),
    "yaml-syntax.cut.help": (
        "đặt cả biểu thức trong dấu nháy, hoặc viết mỗi khóa một dòng",
        "put the whole expression in quotes, or write each key on its own line",
    ),
    "yaml-syntax.colon": ("dấu `: ` ở giữa văn bản", "`: ` in the middle of a text"),
    "yaml-syntax.colon.help": ("đặt cả văn bản trong dấu nháy kép", "put the whole text in double quotes"),
    "yaml-syntax.unclosed": ("ngoặc `{{` hoặc `[` chưa đóng ở đây", "a `{{` or `[` is not closed here"),
    "yaml-syntax.unclosed.help": (
        "thêm dấu phẩy hoặc ngoặc đóng; văn bản có dấu câu đặt trong dấu nháy",
        "add the comma or the closing bracket; put a text with punctuation in quotes",
    ),
    "yaml-syntax.unclosed-quote": ("dấu nháy mở mà không đóng", "a quote that is opened is never closed"),
    "yaml-syntax.unclosed-quote.help": ("thêm dấu nháy đóng", "close the quote"),
    "yaml-syntax.no-colon": ("thiếu dấu `:` sau tên khóa", "no `:` after a key"),
    "yaml-syntax.no-colon.help": (
        "mỗi dòng viết `khóa: giá trị`",
        "write each line as `key: value`",
    ),
    "yaml-syntax.indent": (
        "dòng thụt không khớp với các dòng cùng cấp",
        "indented otherwise than the lines it belongs with",
    ),
    "yaml-syntax.indent.help": (
        "các khóa cùng cấp bắt đầu ở cùng một cột",
        "keys of one level begin in the same column",
    ),
    "yaml-syntax.character": (
        "văn bản không thể bắt đầu bằng `{character}`",
        "a text cannot begin with `{character}`",
    ),
    "yaml-syntax.character.help": ("đặt văn bản trong dấu nháy kép", "put the text in double quotes"),
    "yaml-syntax.escape": ("dấu `\\` lạ trong dấu nháy kép", "an unknown `\\` escape in double quotes"),
    "yaml-syntax.escape.help": ("viết `\\\\` hoặc dùng dấu nháy đơn", "write `\\\\` or use single quotes"),
    "cut-text": ("YAML cắt văn bản `{text}` ở dấu phẩy", "YAML cuts the text `{text}` at the comma"),
    "cut-text.comment": (
        "YAML coi phần từ ` #` trở đi là ghi chú và cắt văn bản này",
        "YAML takes what follows ` #` for a comment and cuts this text",
    ),
    "cut-text.help": ("đặt cả văn bản trong dấu nháy", "put the whole text in quotes"),
    "duplicate-key": (
        "khóa `{key}` đã có ở dòng {line}",
        "the key `{key}` is already on line {line}",
    ),
    "duplicate-key.help": ("xóa hoặc đổi tên một trong hai", "delete or rename one of them"),
    "yaml-anchor": ("mốc `&{name}` không được dùng", "the anchor `&{name}` is not allowed"),
    "yaml-alias": ("tham chiếu `*{name}` không được dùng", "the alias `*{name}` is not allowed"),
    "yaml-anchor.help": ("viết lại nội dung ở từng chỗ", "write the content out where it is needed"),
    "yaml-alias.help": ("viết lại nội dung ở từng chỗ", "write the content out where it is needed"),
    "yaml-merge": ("khóa gộp `<<` không được dùng", "the merge key `<<` is not allowed"),
    "yaml-merge.help": ("viết lại nội dung ở từng chỗ", "write the content out where it is needed"),
    "yaml-tag": ("nhãn kiểu `{tag}` không được dùng", "the tag `{tag}` is not allowed"),
    "yaml-tag.help": ("bỏ nhãn; dùng dấu nháy để giữ nguyên văn bản", "drop it; quotes keep a text a text"),
    "yaml-directive": ("chỉ thị `%…` không được dùng", "a `%…` directive is not allowed"),
    "yaml-directive.help": ("xóa các dòng trước `---`", "delete the lines before `---`"),
    "second-document": ("tệp có tài liệu thứ hai sau `---`", "a second document begins at `---`"),
    "second-document.help": ("mỗi bộ tiêu chí một tệp", "keep one ruleset a file"),
    "key-not-text": ("khóa `{key}` không phải văn bản", "the key `{key}` is not text"),
    "key-not-text.collection": ("khóa là danh sách hoặc nhóm khóa", "a key that is a list or a mapping"),
    "key-not-text.help": ("đặt khóa trong dấu nháy", "put the key in quotes"),
    "key-not-text.collection.help": (
        "đặt văn bản có ngoặc trong dấu nháy",
        "put a text with brackets in quotes",
    ),
    "key-too-long": ("khóa dài quá {longest} ký tự", "a key of more than {longest} characters"),
    "text-too-long": ("văn bản dài quá {longest} byte", "a text of more than {longest} bytes"),
    "number-too-long": ("số có quá {longest} chữ số", "a number of more than {longest} digits"),
    "too-deep": ("lồng quá {deepest} cấp", "nested deeper than {deepest} levels"),
    # structure
    "unknown-key": ("khóa `{key}` không có ở đây", "there is no key `{key}` here"),
    "unknown-key.help": ("các khóa được dùng: {allowed}", "the keys here are {allowed}"),
    "missing-key": ("thiếu khóa `{key}`", "the key `{key}` is missing"),
    "missing-key.several": ("thiếu các khóa: {keys}", "these keys are missing: {keys}"),
    "misplaced-key": (
        "khóa `{key}` không dùng cho kiểu `{type}`",
        "the key `{key}` says nothing about the type `{type}`",
    ),
    "no-such-way": (
        "kiểu `{type}` không có chiều `{way}`",
        "a fact of type `{type}` does not go `{way}`",
    ),
    "no-such-way.help": (
        "viết `true` hoặc `false`; danh sách chỉ có thể thêm mục: `up`",
        "write `true` or `false`; a list can only gain members: `up`",
    ),
    "expected-text": ("cần văn bản, không phải `{given}`", "expected a text, not `{given}`"),
    "expected-text.help": ("đặt giá trị trong dấu nháy kép", "put the value in double quotes"),
    "expected-text.missing": ("cần văn bản", "expected a text"),
    "expected-text.missing.help": ("viết văn bản sau dấu `:`", "write the text after the `:`"),
    "expected-words": ("cần văn bản hai thứ tiếng", "expected a text in both languages"),
    "expected-words.help": ("viết `{{vi: …, en: …}}`", "write `{{vi: …, en: …}}`"),
    "expected-mapping": ("cần các dòng `khóa: giá trị`", "expected lines of `key: value`"),
    "expected-list": ("cần một danh sách", "expected a list"),
    "expected-list.help": ("viết `[…, …]` hoặc mỗi mục một dòng `- …`", "write `[…, …]` or one `- …` a line"),
    "expected-truth": ("cần `true` hoặc `false`, không phải `{given}`", "expected `true` or `false`, not `{given}`"),
    "expected-truth.help": (
        "viết `true` hoặc `false`, không đặt trong dấu nháy",
        "write `true` or `false`, without quotes",
    ),
    "expected-integer": ("cần số nguyên, không phải `{given}`", "expected a whole number, not `{given}`"),
    "expected-number": ("cần một số, không phải `{given}`", "expected a number, not `{given}`"),
    "expected-number.help": (
        "viết bằng chữ số, dấu thập phân là dấu chấm, không đặt trong dấu nháy",
        "write digits with a decimal point, without quotes",
    ),
    "expected-scalar": ("cần một giá trị", "expected one value"),
    "unknown-choice": ("`{given}` không phải giá trị được dùng", "`{given}` is none of the values allowed"),
    "unknown-choice.help": ("các giá trị: {allowed}", "the values are {allowed}"),
    "out-of-range": ("`{given}` nằm ngoài khoảng cho phép", "`{given}` is out of range"),
    "out-of-range.help": ("giới hạn là {limit}", "the limit is {limit}"),
    "bad-version": ("`{given}` không phải số phiên bản", "`{given}` is not a version"),
    "bad-version.help": ("viết ba số, chẳng hạn `1.0.0`", "write three numbers, such as `1.0.0`"),
    "bad-date": ("`{date}` không phải ngày", "`{date}` is not a day"),
    "bad-date.help": (
        "viết năm-tháng-ngày, chẳng hạn `2022-05-24`, từ 1900 đến 2199",
        "write year-month-day, such as `2022-05-24`, from 1900 to 2199",
    ),
    "bad-id": ("`{id}` không dùng làm mã được", "`{id}` cannot be an id"),
    "bad-id.help": (
        "mã gồm chữ thường không dấu, chữ số và dấu `-`",
        "an id is made of `a` to `z`, digits and `-`",
    ),
    "bad-name": ("`{name}` không dùng làm tên được", "`{name}` cannot be a name"),
    "bad-name.help": (
        "tên bắt đầu bằng chữ thường không dấu, rồi chữ thường, chữ số và `_`",
        "a name begins with `a` to `z` and goes on with those, digits and `_`",
    ),
    "reserved-name": ("`{name}` là từ của ngôn ngữ", "`{name}` is a word of the language"),
    "reserved-name.help": ("chọn tên khác", "choose another name"),
    "empty-text": ("văn bản trống", "the text is empty"),
    "too-few": ("danh sách trống", "nothing is listed"),
    "too-few.help": ("viết ít nhất một mục", "write at least one"),
    "too-few.several": ("chưa đủ {least} mục", "fewer than {least} of them"),
    "too-few.several.help": ("viết ít nhất {least} mục", "write at least {least}"),
    "too-many": ("nhiều hơn {most} mục", "more than {most} of them"),
    "dated-parameter": (
        "`values` theo ngày không đi cùng `value` hoặc `many`",
        "dated `values` do not go with `value` or `many`",
    ),
    "dates-not-rising": (
        "các ngày của `values` phải tăng dần",
        "the days of `values` must rise",
    ),
    "list-parameter": (
        "giá trị không khớp với `many`",
        "the value does not fit `many`",
    ),
    "list-parameter.help": (
        "tham số danh sách viết `many: true` và `value: […]`, tham số đơn chỉ một giá trị",
        "a list parameter has `many: true` and `value: […]`, any other one value",
    ),
    "unknown-key-field": (
        "`{field}` không phải trường của danh sách này",
        "`{field}` is no field of this list",
    ),
    "short-too-long": (
        "tên rút gọn dài {length} ký tự, nhiều nhất {longest}",
        "the short heading has {length} characters, at most {longest} are allowed",
    ),
    "bad-sheet-name": (
        "`{name}` không đặt được làm tên trang tính",
        "`{name}` cannot be the name of a sheet",
    ),
    "bad-sheet-name.help": (
        "nhiều nhất {longest} ký tự, không có `[ ] : * ? / \\`, không mở đầu hay kết thúc bằng dấu nháy",
        "at most {longest} characters, none of `[ ] : * ? / \\`, no apostrophe at either end",
    ),
    "too-few-members": (
        "cần {n} tiêu chí nhưng nhóm chỉ có {members}",
        "{n} members must be met but the group has {members}",
    ),
    "one-condition": (
        "tiêu chí cần đúng một trong `require`, `any`, `all`, `at_least`",
        "a criterion needs exactly one of `require`, `any`, `all`, `at_least`",
    ),
    "unmet-on-member": (
        "`unmet` chỉ đặt ở tiêu chí ngoài cùng, không đặt trong nhóm",
        "`unmet` stands on top-level criteria only, not in a group",
    ),
    "one-meaning": (
        "định nghĩa cần đúng một trong `is`, `first`",
        "a definition needs exactly one of `is`, `first`",
    ),
    "words-of-what": (
        "`scale` hoặc `options` chỉ đứng cạnh `first`, và chỉ một trong hai",
        "`scale` or `options` stands beside `first` only, and one of them alone",
    ),
    "applies-on-member": (
        "`applies` chỉ đặt ở tiêu chí ngoài cùng, không đặt trong nhóm",
        "`applies` stands on top-level criteria only, not in a group",
    ),
    "applies-on-member.help": (
        "chuyển điều kiện lên nhóm, hoặc viết `not … or …` trong `require`",
        "move it to the group, or write `not … or …` in `require`",
    ),
    "base-or-category": (
        "tình huống cần đúng một trong `base`, `category`",
        "a case needs exactly one of `base`, `category`",
    ),
    "verdict-or-problems": (
        "tình huống cần đúng một trong `verdict`, `problems`",
        "a case needs exactly one of `verdict`, `problems`",
    ),
    "unknown-base": ("không có `{given}` trong `bases`", "there is no `{given}` among the `bases`"),
    "duplicate-case": ("hai tình huống cùng tên `{given}`", "two cases are called `{given}`"),
    # finding files
    "unknown-ruleset": ("không có bộ tiêu chí `{id}`", "there is no ruleset `{id}`"),
    "unknown-ruleset.help": (
        "các bộ tiêu chí có sẵn: {known}; thư mục thì viết `./{id}`",
        "the rulesets here are {known}; a folder is named `./{id}`",
    ),
    "unknown-ruleset.path": ("không tìm thấy tệp `{id}`", "there is no file `{id}`"),
    "unknown-ruleset.path.help": (
        "chỉ đến tệp `.yaml` hoặc thư mục có `ruleset.yaml`",
        "name a `.yaml` file or a folder that holds `ruleset.yaml`",
    ),
    "outside-root": (
        "`{id}` dẫn ra ngoài thư mục các bộ tiêu chí",
        "`{id}` leads out of the folder of rulesets",
    ),
    "unreadable-file": ("không đọc được tệp `{id}`", "the file `{id}` cannot be read"),
    "unreadable-file.help": (
        "kiểm tra đó là tệp thường và có quyền đọc",
        "see that it is an ordinary file you may read",
    ),
    "unknown-vocabulary": ("không có danh mục `{name}`", "there is no vocabulary `{name}`"),
    "unknown-vocabulary.help": ("các danh mục có sẵn: {known}", "the vocabularies here are {known}"),
    "vocabulary-version": (
        "danh mục `{name}` có phiên bản {found}, không phải {wanted}",
        "the vocabulary `{name}` has version {found}, not {wanted}",
    ),
    "vocabulary-version.help": (
        "đối chiếu thay đổi rồi ghi đúng phiên bản",
        "review what changed, then name that version",
    ),
    "vocabulary-name": (
        "tệp chứa danh mục `{found}`, không phải `{wanted}`",
        "the file holds the vocabulary `{found}`, not `{wanted}`",
    ),
    "vocabulary-twice": ("danh mục `{name}` được nhập hai lần", "the vocabulary `{name}` is imported twice"),
    "not-canonical": ("không đọc được bản chuẩn của bộ tiêu chí", "the canonical ruleset cannot be read"),
}
