"""Words of scores and grades: what is wrong with their declaration."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "line-value": (
        "mục chấm `{id}` cần đúng một trong `is`, `first`, `lines`",
        "line `{id}` needs exactly one of `is`, `first`, `lines`",
    ),
    "grade-value": (
        "xếp loại cần đúng một trong `bands`, `first`",
        "a grade needs exactly one of `bands`, `first`",
    ),
    "grade-of": (
        "`of` đi cùng `bands`, và chỉ với `bands`",
        "`of` stands beside `bands`, and beside nothing else",
    ),
    "least-needed": (
        "mục này có thể xuống dưới 0 mà không nói xuống đến đâu",
        "this can fall below 0, and nothing says how far",
    ),
    "least-needed.help": (
        "viết `least: none` nếu không giới hạn, `least: 0` nếu chỉ trừ đến 0; điểm trừ không được tự mất đi",
        "write `least: none` for no lower end, `least: 0` to cut it there; a deduction never vanishes by itself",
    ),
    "lines-below-most": (
        "các mục cộng lại nhiều nhất {sum} điểm, không thể đến {most}",
        "the lines add up to {sum} at most, and cannot reach {most}",
    ),
    "lines-below-most.help": (
        "xem lại `most` của từng mục: có thể thiếu một mục chấm",
        "look at the `most` of each line: one may be missing",
    ),
    "gate-outside-caps": (
        "mục không được tính thì 0 điểm, mà 0 không nằm giữa `least` và `most`",
        "a gate that is false makes this 0, which is not between `least` and `most`",
    ),
    "cap-not-rounded": (
        "giới hạn có nhiều chữ số thập phân hơn {decimals} chữ số được làm tròn",
        "the cap has more decimals than the {decimals} that are kept by rounding",
    ),
    "bands-rise": ("ngưỡng này không thấp hơn ngưỡng đứng trước", "this limit is not below the one before it"),
    "bands-rise.help": ("xếp các mức từ cao xuống thấp", "list the bands from the highest down"),
    "band-not-constant": (
        "ngưỡng phải là một số hoặc tham số, như nhau cho mọi đối tượng",
        "a limit must be a number or a parameter, the same for everybody",
    ),
    "unranked-limit": (
        "`{level}` không thuộc mức nào của thang `{scale}`",
        "`{level}` is on no level of scale `{scale}`",
    ),
    "unranked-limit.help": (
        "mức ngoài thang chỉ đứng trong `first` của xếp loại",
        "values off the scale stand in the `first` of a grade only",
    ),
    "result-not-here": (
        "`{name}` là điểm hoặc xếp loại, không đọc được ở đây",
        "`{name}` is a score or a grade, which cannot be read here",
    ),
    "result-not-here.help": (
        "định nghĩa và kiểm tra dữ liệu chỉ dựa vào dữ kiện; so sánh điểm trong tiêu chí",
        "definitions and checks rest on facts alone; compare it in a criterion",
    ),
    "not-a-score": ("`{name}` không phải là điểm", "`{name}` is no score"),
    "unknown-line": ("điểm `{score}` không có mục chấm `{line}`", "score `{score}` has no line `{line}`"),
    "zeros-of-nothing": (
        "không có mục chấm nào để đếm: mục có `most` trên 0 và không có mục con",
        "there is no line to count: one with a `most` above 0 and no lines of its own",
    ),
}
