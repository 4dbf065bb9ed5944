"""What is wrong with a run of years, or with what its list says of years left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "bad-call.run": (
        "`run` cần một điều kiện duyệt danh sách năm trong ngoặc riêng, và năm cuối `to=…`",
        "`run` takes a condition over a list of years in brackets of its own, and the last year `to=…`",
    ),
    "bad-call.run.help": (
        "viết run((y.awarded for y in years), to=year(as_of) - 1) >= 3",
        "write run((y.awarded for y in years), to=year(as_of) - 1) >= 3",
    ),
    "bad-call.run-filter": (
        "`run` không lọc: năm bị lọc bỏ sẽ đọc như năm không ghi",
        "`run` has no filter: a year filtered out would read as one left out",
    ),
    "bad-call.run-filter.help": (
        "đưa điều kiện đó vào trước `for`, nối bằng `and`",
        "put that condition before `for`, joined by `and`",
    ),
    "run-misplaced": (
        "`run(…)` chỉ đứng bên trái `>=` hoặc `>`",
        "`run(…)` stands on the left of `>=` or `>` alone",
    ),
    "run-misplaced.help": (
        "viết run(…) >= 3: ba năm liên tục trở lên",
        "write run(…) >= 3: three years in a row or more",
    ),
    "run-length": (
        "số năm liên tục là số nguyên từ 1 đến {most}, hoặc một tham số như vậy",
        "the years in a row are a whole number from 1 to {most}, or a parameter that is one",
    ),
    "run-years": (
        "danh sách `{list}` không có `key` là năm: không biết mỗi mục thuộc năm nào",
        "the list `{list}` has no `key` that is a year: nobody knows which year a member is of",
    ),
    "run-years.help": (
        "khai báo `key: year` với trường `year: {{type: year, …}}`",
        "declare `key: year`, with a field `year: {{type: year, …}}`",
    ),
    "run-condition": (
        "điều kiện của `run` chỉ đọc các trường của `{item}` và tham số",
        "the condition of a run reads fields of `{item}` and parameters alone",
    ),
    "run-condition.key": (
        "điều kiện của `run` không đọc năm `{item}.{key}`: năm nào được xét do `to` quyết định",
        "the condition of a run does not read the year `{item}.{key}`: `to` says which years are looked at",
    ),
    "run-end": (
        "`to` cần một năm: dữ kiện kiểu `year`, `year(ngày)`, hoặc cộng trừ với số nguyên",
        "`to` takes a year: a fact of type `year`, `year(date)`, or one of them plus or minus a whole number",
    ),
    "run-unlisted": (
        "điều kiện đúng với năm không ghi trong `{list}`: bỏ sót một năm sẽ thành đạt",
        "the condition holds of a year left out of `{list}`: leaving one out would help",
    ),
    "run-unlisted.help": (
        "sửa `unlisted` của danh sách, hoặc điều kiện, để năm không ghi không bao giờ đạt",
        "change the `unlisted` of the list, or the condition, so that a year left out never counts",
    ),
    "bad-unlisted.key": (
        "`unlisted` chỉ dùng cho danh sách có `key` là năm; `{key}` không phải năm",
        "`unlisted` is for lists whose `key` is a year; `{key}` is none",
    ),
    "bad-unlisted.roll": (
        "`unlisted` và `expects` loại trừ nhau: `expects` đã thêm các năm còn thiếu",
        "`unlisted` and `expects` exclude each other: `expects` adds the years that are missing",
    ),
    "bad-unlisted.unknown": (
        "danh sách không có trường `{field}`",
        "the list has no field `{field}`",
    ),
    "bad-unlisted.kind": (
        "`{field}` là khóa hoặc là danh sách: không có giá trị cho năm không ghi",
        "`{field}` is the key, or a list: it has no value in a year left out",
    ),
}
