"""What a spreadsheet may take: how far it may unpack, how many rows and columns it may hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds a spreadsheet must keep; each is allowed, one more is refused.

    ``ratio`` is unpacked to packed bytes of the file and of each part above 1 MiB; ``unpacked`` and ``text`` (of one
    cell) count bytes and characters, ``strings`` the distinct texts, ``parts`` the files inside, ``sheets`` what the
    workbook lists; ``old_file`` is the size in bytes of an ``.xls``, which nothing but its size bounds.
    """

    ratio: int = 200
    unpacked: int = 200_000_000
    rows: int = 1_100_000
    columns: int = 512
    strings: int = 3_000_000
    text: int = 65_536
    parts: int = 10_000
    old_file: int = 20_000_000
    sheets: int = 1_000


DEFAULT_LIMITS = Limits()
