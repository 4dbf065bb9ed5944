"""Words of the room `language`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "expression-empty": ("biểu thức trống", "the expression is empty"),
    "expression-too-long": ("biểu thức dài quá {most} ký tự", "the expression is longer than {most} characters"),
    "expression-too-long.operators": (
        "biểu thức có quá {most} phép toán loại này",
        "more than {most} operators of this kind",
    ),
    "expression-too-long.help": ("đặt tên cho từng phần trong `define`", "name its parts under `define`"),
    "expression-too-deep": ("biểu thức lồng quá {most} tầng", "the expression nests deeper than {most}"),
    "expression-too-deep.meaning": (
        "biểu thức lồng quá {most} tầng khi khai triển các định nghĩa",
        "the expression nests deeper than {most} with its definitions written out",
    ),
    "condition-too-large": (
        "điều kiện có {nodes} phần khi khai triển các định nghĩa, nhiều nhất {most}",
        "the condition has {nodes} parts with its definitions written out, at most {most} are allowed",
    ),
    "condition-too-large.help": (
        "định nghĩa đọc cùng một định nghĩa nhiều lần thì tăng gấp bội: viết gọn lại",
        "definitions that read one another several times multiply: say it more plainly",
    ),
    "bad-string.open": ("chuỗi chưa đóng ngoặc kép", "this text is not closed"),
    "bad-string.backslash": ("không dùng dấu `\\` trong chuỗi", "no backslash may stand in a text"),
    "bad-string.prefix": ("không đặt chữ sát trước dấu ngoặc kép", "no letter may stand right before a quote"),
    "bad-string.curly": ("chuỗi đặt trong ngoặc kép thẳng", "a text stands in straight quotes"),
    "bad-string.curly.help": ('viết "{text}"', 'write "{text}"'),
    "bad-string.joined": ("hai chuỗi đứng liền nhau", "two texts stand side by side"),
    "bad-string.joined.help": ("viết thành một chuỗi, hoặc thêm dấu phẩy", "write one text, or put a comma between"),
    "bad-number": ("`{number}` không phải là số hợp lệ", "`{number}` is no number"),
    "bad-number.help": ("viết chữ số 0-9, dấu chấm cho phần thập phân", "write digits 0-9, with a point for decimals"),
    "bad-number.digits": ("`{number}` có quá 15 chữ số có nghĩa", "`{number}` has more than 15 significant digits"),
    "unexpected-text": ("không hiểu `{text}`", "`{text}` is not part of the language"),
    "unexpected-text.null": ("không so sánh với `{text}`", "nothing is compared with `{text}`"),
    "unexpected-text.null.help": (
        "dữ kiện chưa có tự thành chưa đủ căn cứ, không cần xét riêng",
        "a missing fact is unknown by itself and needs no test",
    ),
    "unexpected-text.word": ("`{text}` chưa đặt trong ngoặc kép", "`{text}` is not in quotes"),
    "unexpected-text.word.help": (
        'mức hay lựa chọn viết "{text}"; tên dữ kiện chỉ có chữ thường không dấu',
        'a level or option is written "{text}"; names have plain lower-case letters only',
    ),
    "unexpected-text.percent": ("không viết `%` sau số", "no `%` stands after a number"),
    "unexpected-text.percent.help": (
        "tỷ lệ phần trăm tính theo thang 100: viết `>= 50`",
        "percents run to 100: write `>= 50`",
    ),
    "unexpected-text.operator": ("không có phép toán `{text}`", "there is no operator `{text}`"),
    "unbalanced": ("`{text}` không có dấu mở tương ứng", "`{text}` closes nothing"),
    "expression-cut": ("biểu thức bị đứt sau `{text}`", "the expression ends after `{text}`"),
    "expression-cut.bracket": ("`{text}` chưa được đóng", "`{text}` is never closed"),
    "expression-cut.help": (
        "nếu biểu thức có `,` `[` hoặc ` #`, đặt cả biểu thức trong ngoặc kép của YAML",
        "where it holds `,` `[` or ` #`, put the whole expression in YAML quotes",
    ),
    "bad-expression": ("chỗ này không thể là `{text}`", "`{text}` cannot stand here"),
    "bad-expression.is": ("không có phép `is`", "there is no `is`"),
    "bad-expression.is.help": (
        "so sánh bằng `==`, hoặc viết riêng dữ kiện đúng sai",
        "compare by `==`, or write the yes-or-no fact alone",
    ),
    "bad-expression.no-else": ("`if` phải có `else`", "an `if` needs its `else`"),
    "bad-expression.no-else.help": (
        "điều kiện áp dụng đặt trong `applies`; hoặc viết `… if … else true`",
        "a condition of application goes into `applies`; else write `… if … else true`",
    ),
    "bad-expression.chain": ("không nối `in` với phép so sánh khác", "`in` cannot be chained with other comparisons"),
    "bad-expression.chain.help": ("tách thành hai điều kiện nối bằng `and`", "write two conditions joined by `and`"),
    "in-nothing": ("`in []` không bao giờ đúng", "`in []` is never true"),
    "in-what": (
        "sau `in` phải là danh sách trong ngoặc vuông, không phải `{text}`",
        "`in` takes a list in brackets, not `{text}`",
    ),
    "in-what.help": (
        'viết `x in ["A", "B"]` hoặc `x in param["…"]`',
        'write `x in ["A", "B"]`, or `x in param["…"]` for a list parameter',
    ),
    "unknown-function": ("không có hàm `{function}`", "there is no function `{function}`"),
    "unknown-function.round": ("không làm tròn trong biểu thức", "nothing is rounded in an expression"),
    "unknown-function.round.help": (
        "so sánh thẳng số đã cho: số thập phân được tính chính xác",
        "compare the number as it is: decimals are exact",
    ),
    "unknown-function.help": (
        "các hàm là all, any, count, percent, sum, min, max, date",
        "the functions are all, any, count, percent, sum, min, max, date",
    ),
    "bad-call": ("`{function}` không được gọi như vậy", "`{function}` is not called like this"),
    "bad-call.bare": ("`{function}` là hàm, cần dấu ngoặc", "`{function}` is a function and needs its brackets"),
    "bad-call.loops": ("`{function}` chỉ duyệt một danh sách mỗi lần", "`{function}` runs over one list at a time"),
    "bad-call.loops.help": ("lồng một hàm khác bên trong", "nest a second function inside"),
    "bad-call.members": (
        "`{item}` là cả một mục, không phải điều kiện",
        "`{item}` is a whole member, no condition",
    ),
    "bad-call.members.help": (
        "số mục viết `count({list})`; số mục thỏa điều kiện viết `count({item}.… for {item} in {list})`",
        "members are `count({list})`; those a condition holds of `count({item}.… for {item} in {list})`",
    ),
    "bad-call.date": ("`date` cần một ngày trong ngoặc kép", "`date` takes one quoted day"),
    "bad-call.date.help": ('viết date("2022-05-05")', 'write date("2022-05-05")'),
    "bad-call.all": ("`all` cần một danh sách để duyệt", "`all` takes a list to run over"),
    "bad-call.any": ("`any` cần một danh sách để duyệt", "`any` takes a list to run over"),
    "bad-call.sum": ("`sum` cần một danh sách để duyệt", "`sum` takes a list to run over"),
    "bad-call.min": ("`min` cần một danh sách để duyệt", "`min` takes a list to run over"),
    "bad-call.max": ("`max` cần một danh sách để duyệt", "`max` takes a list to run over"),
    "bad-call.zeros": (
        "`zeros` cần tên một điểm hoặc một mục chấm",
        "`zeros` takes the name of a score, or a line of one",
    ),
    "bad-call.count": ("`count` cần một danh sách", "`count` takes a list"),
    "bad-call.year": ("`year` cần một ngày", "`year` takes one date"),
    "bad-call.year.help": ("viết year(reported_on)", "write year(reported_on)"),
    "bad-call.months": ("`months` cần hai ngày", "`months` takes two dates"),
    "bad-call.months.help": ("viết months(first_day, last_day)", "write months(first_day, last_day)"),
    "bad-call.years": ("`years` cần hai ngày", "`years` takes two dates"),
    "bad-call.years.help": ("viết years(first_day, last_day)", "write years(first_day, last_day)"),
    "bad-call.percent": (
        "`percent` cần một danh sách, hoặc phần và tổng",
        "`percent` takes a list, or a part and a whole",
    ),
    "bad-call.percent.help": (
        "viết `percent(u.done for u in units)` hoặc `percent(part, whole)`",
        "write `percent(u.done for u in units)`, or `percent(part, whole)`",
    ),
    "bad-call.help": (
        "viết `{function}(u.done for u in units if u.countable)`",
        "write `{function}(u.done for u in units if u.countable)`",
    ),
    "bad-parameter": ("tham số chưa được viết đúng", "a parameter is not read like this"),
    "bad-parameter.help": ('viết param["registration-deadline"]', 'write param["registration-deadline"]'),
    "bad-date.bare": ("ngày `{text}` phải đặt trong `date(…)`", "the day `{text}` must stand in `date(…)`"),
    "bad-date.bare.help": ('viết date("{written}")', 'write date("{written}")'),
    "bad-date.literal": ("`{text}` không phải là ngày từ 1900 đến 2199", "`{text}` is no date from 1900 to 2199"),
    "bad-date.literal.help": ("viết năm-tháng-ngày: 2022-05-05", "write year-month-day: 2022-05-05"),
    "not-a-list": ("`{text}` không phải là danh sách", "`{text}` is not a list"),
    "type-mismatch.condition": (
        "cần một điều kiện đúng hoặc sai, đây là kiểu `{type}`",
        "a condition is needed here, not type `{type}`",
    ),
    "type-mismatch.number": ("cần một số, đây là kiểu `{type}`", "a number is needed here, not type `{type}`"),
    "type-mismatch.number-or-date": (
        "cần số hoặc ngày, đây là kiểu `{type}`",
        "a number or a date is needed here, not type `{type}`",
    ),
    "type-mismatch.sides": ("không so sánh được {type} với {other}", "`{type}` cannot be compared with `{other}`"),
    "type-mismatch.bare-text": (
        "chuỗi `{text}` chưa biết thuộc thang nào",
        "the text `{text}` belongs to no scale here",
    ),
    "type-mismatch.two-texts": ("hai chuỗi không cho biết thang nào", "two texts do not say which scale they are on"),
    "type-mismatch.in-text": (
        "trước `in` phải là dữ kiện, không phải chuỗi",
        "what stands before `in` must be a fact, not a text",
    ),
    "type-mismatch.text": (
        "không so sánh được chuỗi `{text}` với {type}",
        "the text `{text}` cannot be compared with `{type}`",
    ),
    "type-mismatch.date-text": ("`{text}` là chuỗi, không phải ngày", "`{text}` is a text, not a date"),
    "type-mismatch.date-text.help": ('viết date("2022-05-05")', 'write date("2022-05-05")'),
    "type-mismatch.date": ("cần một ngày, đây là kiểu `{type}`", "a date is needed here, not type `{type}`"),
    "type-mismatch.year-limit": (
        "giới hạn của năm phải từ 1900 đến 2199",
        "the limit of a year must lie from 1900 to 2199",
    ),
    "type-mismatch.integer-limit": (
        "giới hạn của số nguyên phải là số nguyên",
        "the limit of an integer must be an integer",
    ),
    "type-mismatch.constant": ("`{text}` không phải là giá trị {type} hợp lệ", "`{text}` is no valid `{type}`"),
    "type-mismatch.definition": ("không đặt tên cho {type}", "`{type}` cannot be given a name"),
    "quotient-computed": (
        "thương và tỷ lệ chỉ được so sánh, không tính tiếp",
        "a quotient or share may only be compared",
    ),
    "quotient-computed.help": (
        "chuyển phép tính sang vế kia: `100 * part >= 70 * whole`",
        "move the arithmetic to the other side: `100 * part >= 70 * whole`",
    ),
    "unknown-fact": ("không có dữ kiện `{fact}`", "there is no fact `{fact}`"),
    "unknown-fact.item": ("`{item}` không có trường `{fact}`", "`{item}` has no field `{fact}`"),
    "unknown-item.date": ("`{item}` là một ngày, không tách được năm, tháng", "`{item}` is a date and has no parts"),
    "unknown-item.date.help": (
        'so sánh với ngày: `date("2022-01-01") <= {item} <= date("2022-12-31")`',
        'compare it with days: `date("2022-01-01") <= {item} <= date("2022-12-31")`',
    ),
    "unknown-item": ("không có biến `{item}`", "nothing is called `{item}` here"),
    "unknown-item.help": (
        "trường của danh sách đọc qua biến của vòng lặp: `u.done for u in units`",
        "fields of a list are read through its loop: `u.done for u in units`",
    ),
    "item-is-record": ("`{item}` là một bản ghi, hãy đọc một trường", "`{item}` is a record; read one of its fields"),
    "item-is-record.help": ("các trường: {fields}", "its fields: {fields}"),
    "unknown-parameter": ("không có tham số `{parameter}`", "there is no parameter `{parameter}`"),
    "unknown-parameter.roll": ("không có tham số danh sách `{parameter}`", "there is no list parameter `{parameter}`"),
    "list-parameter-compared": (
        "tham số danh sách `{parameter}` chỉ dùng sau `in`",
        "the list parameter `{parameter}` may only stand after `in`",
    ),
    "unknown-level": ("`{level}` không phải là mức của thang `{scale}`", "`{level}` is not a level of scale `{scale}`"),
    "unknown-level.help": ("các mức: {levels}", "levels are {levels}"),
    "text-compared": ("văn bản tự do không được so sánh", "free text is never compared"),
    "text-compared.help": ("khai báo kiểu `choice` hoặc `grade`", "declare the fact as `choice` or `grade`"),
    "list-compared": ("danh sách không được so sánh", "a list cannot be compared"),
    "list-compared.help": ("dùng count(…), all(…) hoặc any(…)", "use count(…), all(…) or any(…)"),
    "scales-differ": ("hai thang khác nhau: `{left}` và `{right}`", "levels of two scales: `{left}` and `{right}`"),
    "no-order": ("{type} không có thứ tự", "`{type}` has no order"),
    "no-order.unranked": (
        "`{level}` không thuộc mức nào của thang `{scale}`",
        "`{level}` is on no level of scale `{scale}`",
    ),
    "no-order.unranked.help": ("chỉ dùng ==, != hoặc in", "use ==, != or in"),
    "date-arithmetic": ("chỉ được lấy ngày trừ ngày", "dates can only be subtracted from each other"),
    "interval-product": (
        "số đếm theo điều kiện chỉ được nhân với hằng số",
        "a count with a condition may only be multiplied by a constant",
    ),
    "interval-summary": (
        "`{function}` không nhận số đếm theo điều kiện",
        "`{function}` takes no count with a condition",
    ),
    "item-shadows": ("biến `{item}` trùng tên đã có", "`{item}` is already the name of something else"),
    "duplicate-id": ("`{id}` đã được dùng", "`{id}` is already taken"),
    "levels-collide": ("`{one}` và `{other}` đọc như nhau", "`{one}` and `{other}` read the same"),
    "bad-settles.unknown": ("không có dữ kiện `{fact}` ở đây", "there is no fact `{fact}` here"),
    "bad-settles.itself": ("`{fact}` không tự suy ra chính nó", "`{fact}` cannot settle itself"),
    "bad-settles.key": (
        "khóa của danh sách không suy ra gì và không suy ra từ đâu",
        "the key of a list settles nothing and nothing settles it",
    ),
    "bad-settles.kind": (
        "`{fact}` là danh sách hoặc văn bản, không suy ra được",
        "`{fact}` is a list or a text, which nothing settles",
    ),
    "bad-settles.chain": (
        "`{fact}` lại suy ra dữ kiện khác: không suy ra nối tiếp",
        "`{fact}` settles other facts itself, and there are no chains",
    ),
    "bad-settles.help": (
        "chỉ suy ra một dữ kiện cùng chỗ: của chính đối tượng, hoặc của cùng một mục trong danh sách",
        "settle a fact beside it: of the same candidate, or of the same member of a list",
    ),
    "unknown-placeholder": (
        "`{{{name}}}` không phải là dữ kiện hay tham số",
        "`{{{name}}}` is no fact and no parameter",
    ),
    "unknown-placeholder.brace": (
        "dấu `{{` hoặc `}}` không thuộc về một tên",
        "a `{{` or `}}` belongs to no name",
    ),
    "unknown-placeholder.help": (
        "viết `{{tên}}` với tên một dữ kiện không phải danh sách, hoặc một tham số",
        "write `{{name}}` with the name of a fact that is no list, or of a parameter",
    ),
    "unclear-placeholder": (
        "`{{{name}}}` vừa là dữ kiện vừa là tham số",
        "`{{{name}}}` is both a fact and a parameter",
    ),
    "unclear-placeholder.help": ("đổi tên một trong hai", "give one of them another name"),
    "unknown-clause": ("không có điều khoản `{clause}`", "there is no clause `{clause}`"),
    "unknown-clause.help": ("viết `nguồn/điều-khoản`", "write `source/clause`"),
    "unknown-scale": ("không có thang `{scale}`", "there is no scale `{scale}`"),
    "empty-range": ("giới hạn trên {high} nhỏ hơn giới hạn dưới {low}", "the limit {high} is below the limit {low}"),
    "roll-too-short": (
        "danh sách phải có ít nhất {least} mục nhưng `expects` chỉ có {count}",
        "the list must have at least {least} entries, and `expects` names only {count}",
    ),
    "roll-too-short.parameter": (
        "danh sách `{list}` phải có ít nhất {least} mục nhưng tham số `{parameter}` chỉ có {count}",
        "the list `{list}` must have at least {least} entries, and parameter `{parameter}` names only {count}",
    ),
    "roll-too-short.help": (
        "bỏ `min_items`: mọi mục của `expects` luôn có trong danh sách",
        "leave out `min_items`: every entry of `expects` is always in the list",
    ),
    "empty-list-parameter": ("tham số danh sách `{parameter}` trống", "the list parameter `{parameter}` is empty"),
    "all-criteria-conditional": (
        "mọi tiêu chí của `{category}` đều có `applies`",
        "every criterion of `{category}` has `applies`",
    ),
    "all-criteria-conditional.deferred": (
        "mọi tiêu chí luôn áp dụng của `{category}` đều chỉ tạm hoãn",
        "every criterion of `{category}` that always applies only defers",
    ),
    "all-criteria-conditional.help": (
        "ít nhất một tiêu chí phải luôn áp dụng, để kết luận không dựa trên số không",
        "at least one must always apply, so that no verdict rests on nothing",
    ),
    "rest-row-early": (
        "dòng không có `when` phải là dòng cuối cùng",
        "the row without `when` must be the last one",
    ),
    "rest-row-early.help": ("các dòng sau nó không bao giờ được xét", "rows below it would never be looked at"),
    "rest-row-early.band": (
        "chỉ mức cuối cùng không có `from`",
        "only the last band has no `from`",
    ),
    "table-open.band": (
        "mức cuối cùng phải không có `from`: ai không đạt ngưỡng nào thì xếp vào đó",
        "the last band must have no `from`: it is for those who reach none",
    ),
    "table-open": (
        "bảng không nói giá trị khi không dòng nào đúng",
        "the table does not say what it is when no row holds",
    ),
    "table-open.help": (
        "thêm dòng cuối `- {{is: …}}`; chỉ bỏ được khi các dòng hỏi đủ từng giá trị của một dữ kiện",
        "end it with `- {{is: …}}`; only rows that ask for each value of one yes/no fact, level or choice do without",
    ),
    "table-open.values": ("bảng không có dòng cho: {values}", "the table has no row for: {values}"),
    "definition-cycle": (
        "định nghĩa `{name}` dựa vào chính nó: {circle}",
        "definition `{name}` rests on itself: {circle}",
    ),
    "definition-cycle.result": (
        "`{name}` dựa vào chính nó: {circle}",
        "`{name}` rests on itself: {circle}",
    ),
    "possible-overflow": ("giá trị có thể vượt {most}", "the value can exceed {most}"),
    "possible-overflow.help": (
        "khai báo `min` và `max` cho các dữ kiện số",
        "declare `min` and `max` of the facts in it",
    ),
}

# Compiling a program: categories, parameter values, size.
PHRASES.update(
    {
        "unknown-category": ("bộ tiêu chí không có đối tượng `{category}`", "no category `{category}` in this ruleset"),
        "unknown-category.help": ("các đối tượng: {known}", "categories are {known}"),
        "unknown-parameter.given": ("bộ tiêu chí không có tham số `{name}`", "no parameter `{name}` in this ruleset"),
        "unknown-parameter.given.help": ("các tham số: {known}", "the parameters are {known}"),
        "parameter-missing": (
            "tham số `{name}` chưa có giá trị",
            "parameter `{name}` has no value and none was given",
        ),
        "parameter-missing.help": (
            "nêu giá trị khi biên dịch bộ tiêu chí: parameters={{'{name}': …}}",
            "give it when compiling: parameters={{'{name}': …}}",
        ),
        "parameter-value": ("`{value}` không dùng được cho tham số `{name}`", "`{value}` cannot be parameter `{name}`"),
        "parameter-value.unread": ("tham số `{name}`: {why_vi}", "parameter `{name}`: {why_en}"),
        "parameter-value.share": (
            "tham số `{name}`: `{value}` có thể là {value}% hoặc gấp một trăm lần",
            "parameter `{name}`: `{value}` may be {value}% or a hundred times that",
        ),
        "parameter-value.share.help": (
            "ghi kèm dấu phần trăm: `{value}%`",
            "write the percent sign: `{value}%`",
        ),
        "parameter-value.boolean": (
            "tham số `{name}` là có hoặc không, không phải `{value}`",
            "parameter `{name}` is true or false, not `{value}`",
        ),
        "parameter-value.number": (
            "tham số `{name}` là một số thập phân, không phải `{value}`",
            "parameter `{name}` is an exact decimal number, not `{value}`",
        ),
        "parameter-value.bounds": (
            "tham số `{name}` là một số từ {minimum} đến {maximum}, không phải `{value}`",
            "parameter `{name}` is a number from {minimum} to {maximum}, not `{value}`",
        ),
        "parameter-value.date": (
            "tham số `{name}` là một ngày viết năm-tháng-ngày, từ 1900 đến 2199, không phải `{value}`",
            "parameter `{name}` is a date written year-month-day, from 1900 to 2199, not `{value}`",
        ),
        "parameter-value.twice": (
            "tham số `{name}` có giá trị `{value}` ghi hai lần",
            "parameter `{name}` holds `{value}` twice",
        ),
        "parameter-value.options": (
            "`{value}` không phải là giá trị của tham số `{name}`",
            "`{value}` is not a value of parameter `{name}`",
        ),
        "parameter-value.options.help": ("các giá trị: {options}", "values are {options}"),
        "too-many-branches": (
            "biểu thức có quá {limit} phần khi khai triển các bảng và điều kiện",
            "the expression has more than {limit} parts once its tables and conditions are written out",
        ),
        "too-many-branches.help": (
            "tách điều kiện ra thành các tiêu chí hoặc định nghĩa có/không",
            "split the conditions into criteria or definitions that are true or false",
        ),
    }
)
