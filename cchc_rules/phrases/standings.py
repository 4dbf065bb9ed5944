"""Where candidates of a selection stand, what an open place hangs on, and what cannot be selected from."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # where a candidate stands
    "standing.place": ("{name} xếp {rank}, trong {places}", "{name} ranks {rank}, for {places}"),
    "standing.place.in": (
        "{name} xếp {rank}, trong {places}: chắc chắn được chọn",
        "{name} ranks {rank}, for {places}: surely chosen",
    ),
    "standing.place.out": (
        "{name} xếp {rank}, trong {places}: chắc chắn không được chọn",
        "{name} ranks {rank}, for {places}: surely not chosen",
    ),
    "standing.place-one": ("1 suất", "1 place"),
    "standing.place-one-of-group": ("1 suất nhóm {group}", "1 place of {group}"),
    "standing.places": ("{places} suất", "{places} places"),
    "standing.rank": ("{name} xếp {rank}", "{name} ranks {rank}"),
    "standing.places-of-group": ("{places} suất nhóm {group}", "{places} places of {group}"),
    "standing.not-running": ("{name} không được xếp hạng: {why}", "{name} is not ranked: {why}"),
    "standing.rank-by": ("{rank} [{keys}]", "{rank} [{keys}]"),
    "standing.not-among": ("không thuộc diện xét chọn ({why})", "not among those to choose from ({why})"),
    "standing.unmet": ("không đạt: {criteria}", "not met: {criteria}"),
    "standing.open": ("chưa xác định", "open"),
    "standing.hangs": ("còn tùy: {what}", "hangs on: {what}"),
    "standing.equals": ("đồng hạng ở suất cuối: {names} – {by}", "equal at the last place: {names} – {by}"),
    "standing.text-silent": ("văn bản không nêu cách xử lý", "the text does not say what to do"),
    "standing.lack.day": ("ngày xét", "the date of assessment"),
    "standing.lack.facts": ("{facts} của {name}", "{facts} of {name}"),
    "standing.lack.void": (
        "{facts} của {name} (không có căn cứ tính)",
        "{facts} of {name} (nothing to compute from)",
    ),
    "standing.lack.invalid": ("dữ liệu sai của {name}", "faulty data of {name}"),
    "standing.lack.undecided": ("{name} chưa có kết luận", "{name}, which has no decision"),
    "standing.lack.open": ("kết luận về {name}", "the decision on {name}"),
    "standing.others": ("và hồ sơ, dữ kiện khác", "and others"),
    # lists of a report
    "standing.list.in": ("Được chọn", "Chosen"),
    "standing.list.open": ("Còn tùy", "Open"),
    "standing.list.out": ("Không được chọn", "Not chosen"),
    "standing.list.none": ("Không xếp hạng", "Not ranked"),
    "standing.list.ranked": ("Xếp hạng", "Ranked"),
    "standing.no-group": ("Chưa rõ nhóm", "Group not known"),
    "standing.quota": ("Số suất: {places}", "Places: {places}"),
    "standing.cut-open": (
        "đã chắc chắn {taken} suất, {open} hồ sơ còn tùy",
        "{taken} surely taken, {open} candidates open",
    ),
    "standing.report": ("BÁO CÁO KẾT QUẢ XÉT CHỌN", "REPORT OF A SELECTION"),
    "standing.cut": ("ngưỡng chọn: {name} (hạng {rank})", "cut after {name} (rank {rank})"),
    "standing.group": ("Nhóm", "Group"),
    "standing.column.selection": ("Nội dung xét chọn", "Selection"),
    "standing.column.places": ("Số suất", "Places"),
    "standing.standing": ("Kết quả xét chọn", "Standing"),
    "standing.rank-from": ("Hạng cao nhất", "Best rank"),
    "standing.rank-to": ("Hạng thấp nhất", "Worst rank"),
    "record.of-selection": (
        "dòng {number}: xét chọn {selection}, {count} hồ sơ",
        "line {number}: selection {selection}, {count} candidates",
    ),
    # what cannot be selected from
    "unknown-selection": ("không có phần xét chọn `{selection}`", "there is no selection `{selection}`"),
    "unknown-selection.help": ("các phần xét chọn: {known}", "selections are: {known}"),
    "selection-footing": (
        "một lần xét chọn chỉ gồm kết luận theo cùng bộ tiêu chí, tham số và ngày xét",
        "one selection is among results of one ruleset, the same parameters and one date",
    ),
    "selection-of-others": (
        "`{selection}` chọn trong đối tượng `{category}` của `{ruleset}`; các kết luận này không phải",
        "`{selection}` chooses among `{category}` of `{ruleset}`; these results are of others",
    ),
}
