"""The parts of a spreadsheet file, opened only after what they claim to unpack to was held against the limits."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Final
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo

from cchc_rules.files import read_whole
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.table import refused

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_SMALL: Final = 2**20
_BROKEN: Final = (
    *(BadZipFile, ExpatError, EOFError, OSError, RuntimeError, ValueError, LookupError),
    *(struct.error, zlib.error, lzma.LZMAError, OverflowError, MemoryError),
)
"""What reading a damaged or forged archive raises: zipfile lets the errors of its codecs through."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of an open spreadsheet file by name."""

    file: str
    zipped: ZipFile
    parts: Mapping[str, ZipInfo]

    def open(self, name: str) -> IO[bytes]:
        """The bytes of a part, unpacked as they are read, never more than it claims."""
        return self.zipped.open(self.parts[name.casefold()])

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.parts


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Archive]:
    """The archive of a spreadsheet that keeps the limits; whatever breaks while it is read is one TableError.

    Raises TableError for a file that is no archive, is encrypted or in the old format, or breaks a limit; InputError
    when it cannot be opened. Cost: the packed file in memory.
    """
    file = str(path)
    if path.is_file() and path.stat().st_size > limits.unpacked:
        raise refused("sheet-limit", file, variant="unpacked", limit=limits.unpacked)
    content = read_whole(path)
    if not content:
        raise refused("table-empty", file)
    if content.startswith(_OLD_OFFICE):
        raise refused("sheet-format", file, variant="old")
    if not content.startswith(b"PK"):
        raise refused("sheet-format", file)
    if content.count(_DIRECTORY_ENTRY) > limits.parts:
        raise refused("sheet-limit", file, variant="parts", limit=limits.parts)
    try:
        with ZipFile(BytesIO(content)) as zipped:
            _hold_to(limits, zipped.infolist(), file)
            yield Archive(file, zipped, {one.filename.casefold(): one for one in zipped.infolist()})
    except _BROKEN as error:
        raise refused("sheet-broken", file) from error


def _hold_to(limits: Limits, parts: list[ZipInfo], file: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise refused("sheet-limit", file, variant="unpacked", limit=limits.unpacked)
    packed = sum(part.compress_size for part in parts)
    sizes = [(unpacked, packed), *((part.file_size, part.compress_size) for part in parts)]
    if any(full > _SMALL and full > limits.ratio * tight for full, tight in sizes):
        raise refused("sheet-limit", file, variant="ratio", limit=limits.ratio)
    if any(part.flag_bits & 1 for part in parts):
        raise refused("sheet-format", file, variant="old")
