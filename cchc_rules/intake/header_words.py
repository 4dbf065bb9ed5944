"""Words of headers: one normaliser for labels, aliases and cells, in fixed steps; answer words, years, whose figure.

A cell is read by as few steps as it takes to meet a label; each step goes over labels and cells alike. Years,
negations, ``đã`` ``có`` ``số`` ``tỷ lệ``, ``/``, ``và`` and units of another type are never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final

from cchc_rules.text import fold_case, invisible

ANSWERS: Final = MappingProxyType(
    {"có": True, "yes": True, "không": False, "no": False, "đạt": True, "không đạt": False, "chưa đạt": False}
)
"""What a sub-heading says under which a mark answers its heading, folded."""

UNITS: Final = MappingProxyType(
    {
        "boolean": ("có/không", "có / không", "có, không", "có hoặc không", "x", "đánh dấu x", "đánh x", "yes/no"),
        "integer": (
            *("người", "vụ", "hồ sơ", "đơn vị", "lượt", "cái", "lần", "văn bản", "sáng kiến", "cuộc", "buổi", "tin"),
            *("bài", "thủ tục", "số lượng", "cán bộ", "trường hợp", "dịch vụ"),
        ),
        "number": ("điểm", "số điểm"),
        "percent": ("%", "tỷ lệ %", "phần trăm", "percent"),
        "date": ("ngày/tháng/năm", "ngày, tháng, năm", "dd/mm/yyyy", "d/m/yyyy", "ngày tháng năm"),
    }
)
"""Units that may stand behind a header in brackets, by the type of fact they are of."""

_ABBREVIATIONS: Final = (
    # None of two letters: VC, CB, CC alone may be many things.
    ("cán bộ công chức viên chức", r"(?:cbccvc|cb\W{1,3}cc\W{1,3}vc|cbcc\W{1,3}vc|cb\W{1,3}ccvc)"),
    ("cán bộ công chức", r"(?:cbcc|cb\W{1,3}cc)"),
    ("cải cách hành chính", "cchc"),
    ("ủy ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hđnd"),
    ("thủ tục hành chính", "tthc"),
    ("công nghệ thông tin", "cntt"),
)
_PHRASES: Final = (
    *(("hàng năm", "hằng năm"), ("hàng tháng", "hằng tháng"), ("hàng quý", "hằng quý"), ("qui chế", "quy chế")),
    *(("qui định", "quy định"), ("qui trình", "quy trình"), ("kỉ luật", "kỷ luật"), ("tỉ lệ", "tỷ lệ")),
    *(("kỉ cương", "kỷ cương"), ("lí do", "lý do"), ("quản lí", "quản lý"), ("xử lí", "xử lý")),
)
_TONES: Final = (
    *(("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa")),
    *(("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe")),
    *(("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy")),
)
_NUMBERING: Final = re.compile(r"\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[ivx]{1,4}|[a-zđ])[.)]\s*(?=\S)")
_TAIL: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]$")
_COUNTER: Final = re.compile(r"[0-9]{1,2}|\*{1,3}|[a-zđ]|[ivx]{1,4}")
_ELSEWHERE: Final = re.compile(r"tự chấm|tự đánh giá|năm trước|năm ngoái|cùng kỳ|cùng kì|để so sánh|kỳ trước|kì trước")
_PLANS: Final = frozenset(("kế hoạch", "chỉ tiêu", "mục tiêu", "dự kiến"))
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_NEGATIONS: Final = re.compile(r"(?<!\w)(?:không|chưa|chẳng|trừ|ngoài|not|no|never|without)(?!\w)")


def strip_invisible(text: str) -> str:
    """Without characters that do not show."""
    return "".join(one for one in text if invisible(one) is None)


def strip_marks(text: str) -> str:
    """Without the marks at its end."""
    return text.rstrip(" .:;*")


def strip_numbering(text: str) -> str:
    """Without a number or letter in front that has its dot or bracket."""
    return _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text


def split_tails(text: str) -> tuple[str, tuple[str, ...]]:
    """Without brackets behind that hold a counter or a star, or a unit; the units, for the type to be held against."""
    units: list[str] = []
    while found := _TAIL.search(strip_marks(text)):
        inner = strip_marks(found[1]).strip()
        is_unit = any(inner in words for words in UNITS.values())
        if not (is_unit or not inner or _COUNTER.fullmatch(inner)) or not found.start():
            break
        if is_unit:
            units.append(inner)
        text = strip_marks(text)[: found.start()]
    return strip_marks(text), tuple(units)


def expand_abbreviations(text: str) -> str:
    """With the closed list of abbreviations written out; the longer ones first, for one is no part of another."""
    for words, pattern in _ABBREVIATIONS:
        text = re.sub(rf"(?<!\w){pattern}(?!\w)", words, text)
    return re.sub(
        r"cán bộ\W{1,3}công chức", "cán bộ công chức", re.sub(r"công chức\W{1,3}viên", "công chức viên", text)
    )


def respell(text: str) -> str:
    """With listed phrases spelt one way, tones where they are put today, commas and dashes between words dropped."""
    for one, other in _PHRASES:
        text = re.sub(rf"(?<!\w){one}(?!\w)", other, text)
    for one, other in _TONES:
        text = re.sub(rf"{one}(?!\w)", other, text)
    return fold_case(re.sub(r"\s*[,–—]\s*|\s+-\s+|(?<=\w)-(?=\w)", " ", text))


STEPS: Final[tuple[Callable[[str], str], ...]] = (
    *(fold_case, strip_invisible, strip_marks, strip_numbering, lambda text: split_tails(text)[0]),
    *(expand_abbreviations, respell),
)


def readings(text: str) -> Iterator[str]:
    """The forms of a header after each step, the first as it is but for spaces and case."""
    for step in STEPS:
        text = fold_case(step(text))
        yield text


def units_of(text: str) -> tuple[str, ...]:
    """The units in brackets behind a header."""
    return split_tails(strip_numbering(strip_marks(strip_invisible(fold_case(text)))))[1]


def is_elsewhere(heading: str) -> bool:
    """Whether a heading says that the figures below are of another year, another person or a plan."""
    form = strip_marks(fold_case(heading))
    return _ELSEWHERE.search(form) is not None or form in _PLANS


def years_in(text: str) -> frozenset[str]:
    """The years a text names."""
    return frozenset(_YEAR.findall(text))


def without_kind(text: str) -> str:
    """The last reading of a text without its numbers and negations."""
    *_, form = readings(text)
    return " ".join(_NEGATIONS.sub(" ", re.sub("[0-9]+", " ", form)).split())


def negations_in(text: str) -> list[str]:
    """The words of a text that deny something, in alphabetical order."""
    return sorted(_NEGATIONS.findall(fold_case(text)))


def differs_in_kind(one: str, other: str) -> bool:
    """Whether two spellings differ in a number or a negation, so that neither may be suggested for the other."""
    numbers = (sorted(re.findall("[0-9]+", text)) for text in (one, other))
    return next(numbers) != next(numbers) or negations_in(one) != negations_in(other)
