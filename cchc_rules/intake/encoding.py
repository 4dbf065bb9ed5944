"""Bytes of a text file → its text. UTF-8 only; older Vietnamese encodings and fonts are recognised and refused."""

from __future__ import annotations

from typing import Final

from cchc_rules.intake.table import refuse
from cchc_rules.text import legacy_encoding

# Bytes that are letters of TCVN3 and only signs (©, ®, µ …) in Windows-1258.
_TCVN3_BYTES: Final = frozenset(b"\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe")
SAMPLE: Final = 65536
"""How much of a file tells its encoding."""

PAIRS_OF_A_FONT: Final = 3
"""How many pairs of letters that Vietnamese does not have tell that a text was typed in an old font."""


def decode(content: bytes, file: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises TableError naming the encoding when it is UTF-16, Windows-1258 or TCVN3/VNI, and how to save it anew.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise refuse("table-encoding", file, variant="utf-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse("table-encoding", file, row=line, variant=single_byte_kind(content)) from error
    if font := legacy_encoding(text[:SAMPLE], least=PAIRS_OF_A_FONT):
        raise refuse("table-encoding", file, variant="font", font=font)
    return text


def single_byte_kind(content: bytes) -> str:
    """The encoding that bytes which are no UTF-8 are likely in: ``tcvn3`` or ``windows-1258``."""
    high = [byte for byte in content[:SAMPLE] if byte >= 0x80]
    telling = sum(byte in _TCVN3_BYTES for byte in high)
    return "tcvn3" if telling * 4 >= len(high) else "windows-1258"
