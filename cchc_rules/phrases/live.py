"""Words of the room `live`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "explain.agreed": (
        "Đã đối chiếu: hai bộ máy độc lập (direct và durable_rules) cho cùng kết quả.",
        "Cross-checked: two independent engines (direct and durable_rules) came to the same result.",
    ),
    "live.missing": (
        "chưa dùng được durable_rules ({detail}); cần trình biên dịch C (Debian: `apt install gcc python3-dev`; "
        "Windows: Build Tools for Visual Studio) rồi chạy `pip install 'cchc_rules[live]'` trên Python 3.11 hoặc 3.12",
        "durable_rules cannot be used ({detail}); it needs a C compiler (Debian: `apt install gcc python3-dev`; "
        "Windows: Build Tools for Visual Studio), then `pip install 'cchc_rules[live]'` on Python 3.11 or 3.12",
    ),
}
