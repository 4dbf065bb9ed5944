"""Words about shared parts of a ruleset and the categories that use them."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "unknown-fact.shared": ("đối tượng {categories} không có `{fact}`", "category {categories} has no `{fact}`"),
    "unknown-fact.shared.help": (
        "`{fact}` là phần dùng chung: ghi vào `uses: {{{kind}: […]}}` của đối tượng, hoặc khai báo riêng",
        "`{fact}` is shared: list it under `uses: {{{kind}: […]}}` of the category, or let it have its own",
    ),
    "unknown-shared": ("không có phần dùng chung `{name}`", "nothing shared is called `{name}`"),
    "unknown-shared.help": ("khai báo ở `shared: {kind}:`", "it must stand under `shared: {kind}:`"),
    "shared-types-differ": (
        "phần dùng chung này đọc `{name}`: hai đối tượng `{category}` và `{other}` khai báo hai kiểu khác nhau",
        "this shared part reads `{name}`, which `{category}` and `{other}` declare with different types",
    ),
    "shared-types-differ.help": (
        "khai báo `{name}` một lần ở `shared`, hoặc tách phần này cho từng đối tượng",
        "declare `{name}` once under `shared`, or write the part once for each category",
    ),
    "unused-shared": ("không đối tượng nào dùng phần `{name}`", "no category uses `{name}`"),
    "unused-shared.help": (
        "ghi vào `uses` của đối tượng, hoặc bỏ",
        "list it under `uses` of a category, or drop it",
    ),
}
