"""What is wrong with a selection in a ruleset."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "one-ranking-way": (
        "mỗi khóa xếp hạng cần đúng một trong `highest`, `lowest`",
        "a key of a ranking needs exactly one of `highest`, `lowest`",
    ),
    "one-take": (
        "`take` cần đúng một cách: một số, các số theo giá trị của `within`, hoặc `percent` với `of`",
        "`take` needs exactly one way: a number, numbers by value of `within`, or `percent` with `of`",
    ),
    "share-only": ("khóa này chỉ đi với `percent`", "this key goes with `percent` only"),
    "cut-without-take": (
        "không có `take` thì không có suất cuối để xét đồng hạng",
        "without `take` there is no last place for equals to share",
    ),
    "cut-without-take.help": ("viết `take`, hoặc bỏ khóa này", "write `take`, or leave this key out"),
    "one-way-of-ties": (
        "`tied` cần đúng một trong `all`, `none`, `vote`",
        "`tied` needs exactly one of `all`, `none`, `vote`",
    ),
    "selection-category": ("không có đối tượng `{category}`", "there is no category `{category}`"),
    "within-no-choice.open": (
        "`{fact}` là lựa chọn mở (`open: true`), không chia được thành các nhóm xếp hạng",
        "`{fact}` is an open choice (`open: true`), which parts nobody into groups",
    ),
    "within-no-choice": (
        "`{fact}` không phải dữ kiện kiểu `choice` của đối tượng này",
        "`{fact}` is no fact of type `choice` of this category",
    ),
    "lowest-condition": (
        "điều kiện luôn xếp người đạt lên trước",
        "a condition always ranks first whom it holds of",
    ),
    "lowest-condition.help": ("viết `highest`, hoặc phủ định bằng `not`", "write `highest`, or negate it with `not`"),
    "standing-or-rank": (
        "hồ sơ `{id}` chưa nêu kết quả mong đợi: `standing`, `rank` hoặc cả hai",
        "the candidate `{id}` says nothing that must come of it: `standing`, `rank` or both",
    ),
    "take-by-value": (
        "các số theo giá trị cần `within`",
        "numbers by value need `within`",
    ),
    "take-by-value.help": (
        "nêu ở `within` dữ kiện chia nhóm, hoặc viết một số",
        "name the choice that parts the candidates under `within`, or write one number",
    ),
    "take-value-missing": (
        "`take` chưa nêu số suất cho giá trị của `{fact}`: {values}",
        "`take` gives no number for these values of `{fact}`: {values}",
    ),
    "take-number": (
        "số suất là số nguyên từ 1, hoặc tham số kiểu `integer`",
        "places are a whole number from 1 on, or a parameter of type `integer`",
    ),
    "take-percent": (
        "tỷ lệ là số trên 0 đến 100, hoặc tham số trong khoảng 0 đến 100",
        "a share is a number above 0 and up to 100, or a parameter between 0 and 100",
    ),
    "take-constant": (
        "chỗ này là một số hoặc một tham số: số suất như nhau đối với mọi hồ sơ",
        "a number or a parameter stands here: it is the same for every candidate",
    ),
    "take-constant.help": (
        'viết `param["…"]`; tỷ lệ của một nhóm hồ sơ viết `of: candidates`, `of: running` hoặc một điều kiện',
        'write `param["…"]`; a share of some of the candidates has `of: candidates`, `of: running` or a condition',
    ),
}
