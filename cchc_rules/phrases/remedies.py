"""Words of what would have to be stated and changed, for one candidate and for a whole file."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "command.remedies": (
        "Cho biết hồ sơ chưa đạt phải bổ sung, thay đổi những gì thì đạt; không nêu mã hồ sơ thì thống kê cả tệp "
        "hay vướng ở đâu nhất. Mọi cách khắc phục đều đã được xét lại.",
        "Says what a candidate would have to state and change to pass; without an id, what most often stands in the "
        "way in the whole file. Every remedy has been decided again.",
    ),
    "option.remedies-id": (
        "Mã của hồ sơ; không nêu thì thống kê cả tệp.",
        "The id of the candidate; without it the whole file is counted.",
    ),
    "option.gain": (
        "Xếp loại cần đạt và mức từ đó trở lên, thay cho kết luận chung.",
        "A grade to be gained and the level it must come to, instead of the verdict.",
    ),
    "option.remedies-format": ("Dạng in ra.", "How it is printed."),
    "option.letters": (
        "Ghi vào thư mục này mỗi hồ sơ chưa đạt một thông báo .docx có cách khắc phục.",
        "Write into this folder a letter (.docx) with its remedies for each candidate that does not pass.",
    ),
    "option.with-remedies": ("Nêu thêm cách khắc phục.", "Say also what would have to change."),
    "option.report-remedies": (
        "Với `--detail full`: nêu thêm cách khắc phục của hồ sơ chưa đạt.",
        "With `--detail full`: say also what would have to change for who does not pass.",
    ),
    "unknown-grade": ("không có xếp loại `{grade}`", "there is no grade `{grade}`"),
    "unknown-grade.level": (
        "`{level}` không phải một mức của xếp loại `{grade}`",
        "`{level}` is no level of the grade `{grade}`",
    ),
    "unknown-grade.several": ("mỗi lần chỉ hỏi được một xếp loại", "only one grade is asked for at a time"),
    "unknown-grade.level.help": ("các mức: {known}", "its levels: {known}"),
    "unknown-grade.help": ("các xếp loại: {known}", "there are: {known}"),
    "remedies.title": ("Cách khắc phục", "What would have to change"),
    "remedies.who": ("{who}: {verdict}", "{who}: {verdict}"),
    "remedies.reached": ("Không phải khắc phục gì.", "Nothing has to change."),
    "remedies.gain": ("Để được xếp loại {level} trở lên ({grade})", "To be given {level} or above ({grade})"),
    "remedies.state": ("Chỉ cần bổ sung dữ kiện còn thiếu", "Only to be stated"),
    "remedies.change": ("Cần thay đổi", "To be changed"),
    "remedies.each": (
        "Phải thực hiện mọi mục dưới đây, mỗi mục chọn một cách ({count} tổ hợp)",
        "All of these, one way each ({count} combinations)",
    ),
    "remedies.each.more": (
        "Phải thực hiện mọi mục dưới đây, mỗi mục chọn một cách (ít nhất {count} tổ hợp)",
        "All of these, one way each (at least {count} combinations)",
    ),
    "remedies.criterion": ("Tiêu chí “{title}”", "Criterion “{title}”"),
    "remedies.criteria": ("Các tiêu chí {titles}", "Criteria {titles}"),
    "remedies.quoted": ("“{title}”", "“{title}”"),
    "remedies.no-criterion": ("Kết quả", "Result"),
    "remedies.choice": ("{criteria} – chọn một trong {count} cách:", "{criteria} – one of {count} ways:"),
    "remedies.choice.open": ("{criteria} – chọn một cách:", "{criteria} – one of these ways:"),
    "remedies.one": ("{criteria}:", "{criteria}:"),
    "remedies.more": ("và {count} cách khác", "and {count} more"),
    "remedies.more.at-least": ("và còn cách khác (ít nhất {count} cách)", "and more (at least {count})"),
    "remedies.more.uncounted": ("và còn cách khác", "and there are others"),
    "remedies.more-steps": ("và {count} thay đổi khác", "and {count} more changes"),
    "remedies.missing": ("còn thiếu “{label}”", "“{label}” is missing"),
    "remedies.missing.must": ("còn thiếu “{label}”: {must}", "“{label}” is missing: {must}"),
    "remedies.now": ("“{label}”: hiện {before}, {must}", "“{label}”: {before} now, {must}"),
    "remedies.member": ("{each} {names}: {fields}", "{each} {names}: {fields}"),
    "remedies.members.all": ("cả {count} {each} ({names}): {fields}", "all {count} of “{each}” ({names}): {fields}"),
    "remedies.members": (
        "{count} trong số {among} {each} ({names}): {fields}",
        "{count} of the {among} of “{each}” ({names}): {fields}",
    ),
    "remedies.add": ("thêm {count} {each}: {fields}", "{count} more of “{each}”: {fields}"),
    "remedies.list": (
        "còn thiếu “{label}”: ít nhất {count} {each}: {fields}",
        "“{label}” is missing: at least {count} of “{each}”: {fields}",
    ),
    "remedies.list.any": ("còn thiếu “{label}”", "“{label}” is missing"),
    "remedies.no-fields": ("không yêu cầu gì thêm", "nothing else is asked of it"),
    "remedies.field": ("“{label}” {must}", "“{label}” {must}"),
    "remedies.field.free": ("“{label}”", "“{label}”"),
    "remedies.and-more": ("{names} và {count} mục khác", "{names} and {count} more"),
    "must.be": ("phải là {word}", "must be {word}"),
    "must.be-one": ("phải là một trong: {words}", "must be one of: {words}"),
    "must.another": ("từ khác", "another word"),
    "must.level": ("phải từ {word} trở lên", "must be {word} or above"),
    "must.exact": ("phải là {low}", "must be {low}"),
    "must.least": ("phải từ {low} trở lên", "must be {low} or more"),
    "must.above": ("phải trên {low}", "must be above {low}"),
    "must.most": ("không được quá {high}", "must be {high} at most"),
    "must.below": ("phải dưới {high}", "must be below {high}"),
    "must.between": ("phải {low} và {high}", "must be {low} and {high}"),
    "must.between.low": ("từ {low} trở lên", "{low} or more"),
    "must.between.above": ("trên {low}", "above {low}"),
    "must.between.high": ("không quá {high}", "{high} at most"),
    "must.between.below": ("dưới {high}", "below {high}"),
    "must.date-from": ("phải từ ngày {low} trở đi", "must be on or after {low}"),
    "must.date-until": ("phải không sau ngày {high}", "must be on or before {high}"),
    "must.date-between": ("phải từ ngày {low} đến ngày {high}", "must be from {low} to {high}"),
    "must.together": ("phải vừa đủ để đạt tiêu chí", "must be enough for the criterion"),
    "remedies.evasion": (
        "{criteria} – không phải cách khắc phục, nhưng không thuộc diện xét nếu:",
        "{criteria} – no remedy, but it would not have to be met if:",
    ),
    "remedies.impossible": (
        "Không có cách khắc phục nào trong phạm vi những gì còn thay đổi được.",
        "No remedy within what can still be changed.",
    ),
    "remedies.obstacle": ("{criteria}: vướng {facts}{clauses}", "{criteria}: {facts} in the way{clauses}"),
    "remedies.obstacle.fact": ("“{label}” ({value})", "“{label}” ({value})"),
    "remedies.obstacle.list": ("“{label}”", "“{label}”"),
    "remedies.obstacle.clauses": (" (căn cứ: {clauses})", " (source: {clauses})"),
    "remedies.open": (
        "Chưa trả lời được hết: có phần cần xem trực tiếp.",
        "Not answered in full: part of it has to be looked at by people.",
    ),
    "remedies.open.lists": (
        "Chưa trả lời được hết: chỉ mới xét một phần của {lists}.",
        "Not answered in full: {lists} were looked at only so far.",
    ),
    "remedies.open-criteria": (
        "Chưa trả lời được cần làm gì đối với: {criteria}.",
        "Not answered what would have to be done about: {criteria}.",
    ),
    "remedies.open-criteria.besides": (
        "Những việc nêu trên chưa đủ; chưa trả lời được cần làm gì đối với: {criteria}.",
        "What is named above is not enough; not answered what would have to be done about: {criteria}.",
    ),
    "remedies.undated": (
        "Chưa nêu ngày xét nên không gợi ý dời hay thêm ngày nào.",
        "No day of decision is given, so no day is moved or added.",
    ),
    "remedies.partial": ("Ngoài ra: {note}", "Besides: {note}"),
    "remedy-counts.title": ("Vướng mắc thường gặp nhất", "What most often stands in the way"),
    "remedy-counts.all": (
        "{count} hồ sơ: {reached} không phải khắc phục, {shown} khắc phục được, {proved} không khắc phục được, "
        "{open} chưa trả lời được, {invalid} có dữ liệu lỗi",
        "{count} candidates: {reached} need no remedy, {shown} can be remedied, {proved} cannot, {open} open, "
        "{invalid} with faulty data",
    ),
    "remedy-counts.criteria": (
        "Theo tiêu chí (số hồ sơ vướng; chỉ vướng tiêu chí này)",
        "By criterion (in the way of; alone)",
    ),
    "remedy-counts.facts": (
        "Theo dữ kiện (số hồ sơ có cách khắc phục qua dữ kiện này; chỉ cần dữ kiện này)",
        "By fact (remedied by it, perhaps with others; by it alone)",
    ),
    "remedy-counts.obstacles": (
        "Không thay đổi được (số hồ sơ vướng vì dữ kiện này)",
        "Cannot be changed (in the way of)",
    ),
    "remedy-counts.line": ("{count} ({alone}): {what}", "{count} ({alone}): {what}"),
    "remedy-counts.plain": ("{count}: {what}", "{count}: {what}"),
    "remedies.written": ("Đã ghi {count} thông báo vào {path}", "{count} letters written into {path}"),
}
