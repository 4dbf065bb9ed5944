"""Words of the room `facts`."""

from typing import Final

_SAID: Final[dict[str, tuple[str, str]]] = {
    "unreadable-value": ("không đọc được `{value}`", "`{value}` cannot be read"),
    "level-off-scale": (
        "`{value}` không phải là một mức của “{of_vi}”",
        "`{value}` is not a level of “{of_en}”",
    ),
    "choice-off-list": ("`{value}` không có trong danh mục “{of_vi}”", "`{value}` is not an option of “{of_en}”"),
}

_ODDITIES: Final[dict[str, tuple[str, str]]] = {
    "invisible": (
        "có ký tự không hiển thị {odd}, hãy xóa rồi nhập lại",
        "it holds the invisible character {odd}, delete it and type the text again",
    ),
    "encoding": (
        "chữ ở bảng mã {odd}, hãy chuyển sang Unicode",
        "it is typed in the old encoding {odd}, convert it to Unicode",
    ),
    "lookalike": (
        "ký tự {odd} chỉ trông giống chữ hoặc số thường, hãy nhập lại",
        "the character {odd} only looks like an ordinary letter or digit, type it again",
    ),
}

PHRASES: Final[dict[str, tuple[str, str]]] = {
    **{code: said for code, said in _SAID.items() if code != "unreadable-value"},
    **{
        f"{code}.{odd}": (f"{said[0]}: {why[0]}", f"{said[1]}: {why[1]}")
        for code, said in _SAID.items()
        for odd, why in _ODDITIES.items()
    },
    "level-off-scale.help": ("các mức là {words}", "levels are {words}"),
    "choice-off-list.help": ("danh mục gồm {words}", "options are {words}"),
    "choice-off-list.near": (
        "`{value}` chỉ khác một lựa chọn của “{of_vi}” ở dấu hoặc ký hiệu",
        "`{value}` differs from an option of “{of_en}” in marks or signs alone",
    ),
    "choice-off-list.nothing": (
        "`{value}` không nói gì về “{of_vi}”",
        "`{value}` says nothing of “{of_en}”",
    ),
    "choice-off-list.nothing.help": (
        "chưa có thông tin thì để trống; danh mục gồm {words}, hoặc ghi từ khác",
        "leave it empty where it is not known; options are {words}, or write another word",
    ),
    "contradiction": (
        "“{this_vi}”: “{this_value_vi}”, mâu thuẫn với “{other_vi}”: “{other_value_vi}”",
        "“{this_en}”: “{this_value_en}” contradicts “{other_en}”: “{other_value_en}”",
    ),
    "contradiction.help": ("sửa hoặc để trống ô sai", "correct the wrong one, or leave it empty"),
    "contradiction.yes": ("có", "yes"),
    "contradiction.no": ("không", "no"),
    "unreadable-value.boolean": ("`{value}` không nói rõ là có hay không", "`{value}` says neither yes nor no"),
    "unreadable-value.boolean.help": ("các cách ghi được hiểu là {words}", "the words understood are {words}"),
    "unreadable-value.number": ("`{value}` không phải là một số", "`{value}` is not a number"),
    "unreadable-value.number.help": (
        "chỉ ghi số, chẳng hạn `1234`, `12,5` hoặc `1.234,5`",
        "write digits only, such as `1234`, `12,5` or `1.234,5`",
    ),
    "unreadable-value.date": ("`{value}` không phải là một ngày", "`{value}` is not a date"),
    "unreadable-value.date.help": (
        "ghi ngày/tháng/năm, chẳng hạn `05/5/2022` hoặc `2022-05-05`",
        "write day/month/year, such as `05/5/2022` or `2022-05-05`",
    ),
    "wrong-type.boolean": ("`{value}` không phải là có hay không", "`{value}` is neither yes nor no"),
    "wrong-type.integer": ("`{value}` không phải là số nguyên", "`{value}` is not a whole number"),
    "wrong-type.number": ("`{value}` không phải là một số", "`{value}` is not a number"),
    "wrong-type.percent": ("`{value}` không phải là tỷ lệ phần trăm", "`{value}` is not a percent"),
    "wrong-type.date": ("`{value}` không phải là một ngày", "`{value}` is not a date"),
    "wrong-type.date.help": (
        "ghi ngày/tháng/năm, chẳng hạn `05/5/2022` hoặc `2022-05-05`",
        "write day/month/year, such as `05/5/2022` or `2022-05-05`",
    ),
    "wrong-type.datetime": ("`{value}` có cả giờ, cần một ngày", "`{value}` has a time of day, a date is needed"),
    "wrong-type.datetime.help": ("chỉ ghi ngày, không ghi giờ", "give the calendar date without the time"),
    "wrong-type.grade": ("`{value}` không phải là tên một mức", "`{value}` is not the name of a level"),
    "wrong-type.choice": ("`{value}` không phải là một mục trong danh mục", "`{value}` is not one of the options"),
    "wrong-type.text": ("`{value}` không phải là văn bản", "`{value}` is not text"),
    "wrong-type.list": ("`{value}` không phải là một danh sách", "`{value}` is not a list"),
    "wrong-type.member": (
        "`{value}` không phải là một bản ghi của danh sách",
        "`{value}` is not a record of the list",
    ),
    "wrong-type.facts": ("`{value}` không phải là một hồ sơ gồm các dữ kiện", "`{value}` is not a mapping of facts"),
    "wrong-type.id": ("`{value}` không thể là mã hồ sơ", "`{value}` cannot be the id of a candidate"),
    "wrong-type.id.help": ("mã là chữ hoặc số nguyên", "an id is text or a whole number"),
    "wrong-type.name": ("`{value}` không thể là tên", "`{value}` cannot be the name of a candidate"),
    "unknown-fact.given": (
        "`{name}` không phải là dữ kiện của đối tượng này",
        "`{name}` is not a fact of this category",
    ),
    "unknown-fact.field": (
        "`{name}` không phải là mục thông tin của danh sách này",
        "`{name}` is not a field of the members of this list",
    ),
    "other-facts": (
        "hồ sơ đã đọc này không phải của đối tượng đang xét (cần {number} dữ kiện)",
        "this parsed candidate is not of the category decided on (which has {number} facts)",
    ),
    "other-facts.help": (
        "đưa các dữ kiện theo tên, hoặc đọc lại hồ sơ cho đúng đối tượng",
        "give the facts by name, or read the candidate again for this category",
    ),
    "name-not-text": ("tên dữ kiện `{value}` không phải là văn bản", "the fact name `{value}` is not text"),
    "unknown-provenance": (
        "`{name}` không đi cùng một dữ kiện được, chỉ có `value`, `by`, `on`, `evidence`",
        "`{name}` cannot go with a fact, only `value`, `by`, `on`, `evidence` can",
    ),
    "stated-after-as-of": (
        "ngày đánh giá {on} sau ngày xét {as_of}",
        "assessed on {on}, after the date of decision {as_of}",
    ),
    "stated-after-as-of.help": (
        "sửa ngày đánh giá nếu ghi nhầm; nếu đúng thì xét tại ngày đó hoặc muộn hơn",
        "correct the day if it is wrong; if it is right, decide as of that day or a later one",
    ),
    "error-cell": ("ô tính báo lỗi `{value}`", "the cell shows the error `{value}`"),
    "error-cell.help": (
        "sửa công thức trong bảng tính, hoặc để trống nếu chưa có số liệu",
        "mend the formula in the spreadsheet, or leave the cell empty when nothing is known",
    ),
    "value-too-long": ("`{value}` dài quá {most} ký tự", "`{value}` has more than {most} characters"),
    "ambiguous-number": (
        "`{value}` có thể là {thousands} hoặc {decimal_vi}",
        "`{value}` may be {thousands} or {decimal_en}",
    ),
    "ambiguous-number.help": (
        "ghi `{thousands}` nếu là số nguyên, `{decimal_vi}0` nếu là số thập phân",
        "write `{thousands}` for the whole number, `{decimal_en}0` for the decimal",
    ),
    "ambiguous-number.integer": (
        "`{value}` có thể là {thousands} hoặc {decimal_vi}, cần một số nguyên",
        "`{value}` may be {thousands} or {decimal_en}, and a whole number is needed",
    ),
    "ambiguous-number.integer.help": (
        "nếu là {thousands} thì ghi `{thousands}`, không có dấu chấm, dấu phẩy",
        "if it is {thousands}, write `{thousands}` without separators",
    ),
    "ambiguous-percent": (
        "`{value}` có thể là {low_vi}% hoặc {high_vi}%",
        "`{value}` may be {low_en}% or {high_en}%",
    ),
    "ambiguous-percent.help": (
        "ghi kèm dấu phần trăm: `{low_vi}%` hoặc `{high_vi}%`",
        "write the percent sign: `{low_en}%` or `{high_en}%`",
    ),
    "not-finite": ("`{value}` không phải là một số xác định", "`{value}` is not a finite number"),
    "not-finite.help": ("để trống nếu chưa có số liệu", "leave it out when nothing is known"),
    "too-many-digits": (
        "`{value}` có nhiều chữ số hơn mức tính được chính xác",
        "`{value}` has more digits than are computed exactly",
    ),
    "too-many-digits.help": (
        "nhiều nhất 15 chữ số có nghĩa, không quá 10^30",
        "at most 15 significant digits, up to 10^30",
    ),
    "too-many-decimals": (
        "`{value}` có quá {most} chữ số thập phân",
        "`{value}` has more than {most} decimals",
    ),
    "out-of-bounds.low": ("`{value}` nhỏ hơn {lowest}", "`{value}` is less than {lowest}"),
    "out-of-bounds.high": ("`{value}` lớn hơn {highest}", "`{value}` is more than {highest}"),
    "out-of-bounds.between": (
        "`{value}` nằm ngoài khoảng từ {lowest} đến {highest}",
        "`{value}` is not between {lowest} and {highest}",
    ),
    "date-out-of-range": (
        "ngày `{value}` nằm ngoài khoảng từ năm 1900 đến năm 2199",
        "the date `{value}` is not between 1900 and 2199",
    ),
    "impossible-date": ("không có ngày `{value}`", "there is no such day as `{value}`"),
    "impossible-date.help": ("thứ tự là ngày, tháng, năm", "the order is day, month, year"),
    "partial-date": ("`{value}` không nói rõ ngày", "`{value}` does not say the day"),
    "partial-date.help": ("ghi đủ ngày, tháng, năm", "write day, month and year"),
    "two-digit-year": ("năm trong `{value}` chỉ có hai chữ số", "the year in `{value}` has two digits only"),
    "two-digit-year.help": ("ghi năm bằng bốn chữ số", "write the year with four digits"),
    "list-too-short": (
        "danh sách có {count} mục, cần ít nhất {least}",
        "the list has {count} members, at least {least} are needed",
    ),
    "list-too-long": (
        "danh sách có {count} mục, nhiều nhất {most}",
        "the list has {count} members, at most {most} are read",
    ),
    "member-without-key": (
        "mục này không ghi `{key}`, nên không gọi tên được",
        "this member has no `{key}`, so it cannot be named",
    ),
    "member-doubled": (
        "`{key}` đã có trong danh sách, mục thứ {number} ghi lặp lại",
        "`{key}` is in the list already, member {number} repeats it",
    ),
    "member-off-roll": (
        "`{key}` không thuộc các mục phải có của danh sách",
        "`{key}` is not on the roll of this list",
    ),
    "member-off-roll.help": ("các mục phải có là {words}", "the roll is {words}"),
}
