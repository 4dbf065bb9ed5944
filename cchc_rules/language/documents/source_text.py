"""Bytes of a file as text fit for reading: UTF-8 within the size, one kind of line end, NFC, nothing invisible."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import name as character_name
from unicodedata import normalize

from cchc_rules.language.documents.places import SourceText
from cchc_rules.problems import Problem, Span

LARGEST_FILE: Final = 1024 * 1024
"""How many bytes a file of the language may have."""

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_OTHER_ENCODINGS: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


def decode_text(raw: str | bytes, file: str) -> tuple[str, list[Problem]]:
    """The text of a file and the problems that make it unreadable; with a problem the text is as far as it got.

    Every line ends in ``\\n``, the text is NFC, and a byte order mark is gone; columns count its characters.
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode("utf-8", "surrogatepass"))
    if size > LARGEST_FILE:
        return "", [Problem("file-too-large", Span(file, 1, 1), {"size": size, "largest": LARGEST_FILE})]
    text, problems = _text_of(raw, file) if isinstance(raw, bytes) else (raw, [])
    text = normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    return text, problems or find_characters("control-character", CONTROL, SourceText.of(text, file))


def _text_of(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    for mark, encoding in _OTHER_ENCODINGS:
        if raw.startswith(mark):
            return "", [Problem("not-utf-8", Span(file, 1, 1), {"encoding": encoding}, "known")]
    if b"\x00" in raw[:4]:
        return "", [Problem("not-utf-8", Span(file, 1, 1), {"encoding": "UTF-16"}, "known")]
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        place = SourceText.of(before, file).span(len(before), len(before) + 1)
        return before, [Problem("not-utf-8", place, {"byte": f"0x{raw[error.start]:02X}"})]


def find_characters(code: str, pattern: re.Pattern[str], source: SourceText) -> list[Problem]:
    """A problem of that code for each character of a kind: `CONTROL`, or `INVISIBLE`, which make twins of keys."""
    found = pattern.finditer(source.text)
    return [Problem(code, source.span(*hit.span()), {"character": describe_character(hit[0])}) for hit in found]


def describe_character(character: str) -> str:
    """A character by its code point and Unicode name, for those that cannot be shown."""
    return f"U+{ord(character):04X} {character_name(character, '')}".strip()
