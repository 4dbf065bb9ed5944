"""Words about choices and their options."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "unknown-option": ("`{option}` không phải là lựa chọn", "`{option}` is not one of the options"),
    "unknown-option.help": ("các lựa chọn: {options}", "options are {options}"),
    "options-differ": ("hai tập lựa chọn khác nhau", "the two sides have different options"),
    "open-compared": (
        "lựa chọn mở (`open: true`) chỉ so sánh với các lựa chọn đã khai báo",
        "an open choice (`open: true`) is compared with its options only",
    ),
    "open-compared.help": (
        "từ ngoài danh mục có nhiều cách viết, hai dữ kiện khác nhau không so được với nhau",
        "words beside the options are spelt in many ways, so two facts cannot be held against each other",
    ),
    "open-key": (
        "khóa `{field}` của danh sách không thể là lựa chọn mở (`open: true`)",
        "the key `{field}` of a list cannot be an open choice (`open: true`)",
    ),
    "open-key.help": ("dùng kiểu `text`", "declare it as `text`"),
}
