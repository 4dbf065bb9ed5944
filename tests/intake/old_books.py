"""Workbooks of Excel 97 made record by record ([MS-XLS]) in a compound file ([MS-CFB]): no library writes them now."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of BIFF8."""
    return struct.pack("<HH", kind, len(content)) + content


def short_text(text: str) -> bytes:
    """A text with one byte for its length."""
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def long_text(text: str) -> bytes:
    """A text with two bytes for its length."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def font(*, struck: bool = False, name: str = "Arial") -> bytes:
    """A font record."""
    return record(
        0x31, struct.pack("<HHHHHBBBB", 200, 8 if struck else 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + short_text(name)
    )


def look(font: int, form: int) -> bytes:
    """A cell format of a font and a number format."""
    return record(0xE0, struct.pack("<HHHBBBBIIH", font, form, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))


def cell(row: int, column: int, value: object, style: int) -> bytes:
    """A cell record of a text, a truth or a number."""
    place = struct.pack("<HHH", row, column, 15 + style)
    match value:
        case str():
            return record(0x204, place + long_text(value))
        case bool():
            return record(0x205, place + struct.pack("<BB", value, 0))
        case _:
            return record(0x203, place + struct.pack("<d", value))


def stream(rows: Sequence[Sequence[object]], formats: Sequence[str], styles: dict[tuple[int, int], int]) -> bytes:
    """The stream of a workbook of one sheet; styles count 0 plain, 1 struck out, 2 … the formats."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)
    fonts = b"".join(font() for _ in range(4)) + font(struck=True)
    codes = b"".join(record(0x41E, struct.pack("<H", 164 + n) + long_text(code)) for n, code in enumerate(formats))
    looks = b"".join(look(0, 0) for _ in range(16)) + look(5, 0)
    looks += b"".join(look(0, 164 + n) for n in range(len(formats)))
    head = record(0x809, begin) + record(0x42, struct.pack("<H", 1200)) + record(0x22, b"\0\0") + fonts + codes + looks
    name = short_text("Sheet")
    size = len(head) + 4 + 6 + len(name) + 4
    sheet = record(0x809, begin.replace(struct.pack("<HH", 0x0600, 5), struct.pack("<HH", 0x0600, 0x10), 1))
    cells = b"".join(
        cell(r, c, value, styles.get((r, c), 0))
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value is not None
    )
    return head + record(0x85, struct.pack("<IH", size, 0) + name) + record(0x0A) + sheet + cells + record(0x0A)


def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    """An entry of the directory of a compound file."""
    letters = (name + "\0").encode("utf-16-le") if name else b""
    body = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, FREE, FREE, child)
    return body + bytes(36) + struct.pack("<IQ", start, size)


def old_book(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    formats: Sequence[str] = (),
    styles: dict[tuple[int, int], int] | None = None,
) -> Path:
    """An .xls of one sheet."""
    content = stream(rows, formats, styles or {})
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    count = len(content) // SECTOR
    table = [TABLE, END, *(n + 1 for n in range(2, count + 1)), END]
    assert len(table) <= SECTOR // 4  # one sector of the table is enough for a test
    table += [FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    directory = entry("Root Entry", 5, END, 0, 1) + entry("Workbook", 2, 2, len(content)) + entry("", 0, 0, 0) * 2
    path.write_bytes(header + struct.pack(f"<{SECTOR // 4}I", *table) + directory + content)
    return path
