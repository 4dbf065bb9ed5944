"""A spreadsheet file held against its limits before any library reads it; what breaks while it is read is one error."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from cchc_rules.files import read_whole
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.table import refuse

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the compound files of Office 97 begin: an ``.xls``, or an encrypted ``.xlsx``."""

BROKEN: Final[tuple[type[Exception], ...]] = (
    *(BadZipFile, ExpatError, ParseError, EOFError, OSError, RuntimeError, ValueError, LookupError, TypeError),
    *(AttributeError, struct.error, zlib.error, lzma.LZMAError, ArithmeticError, MemoryError, AssertionError),
)
"""What the libraries raise on damaged or forged files: zipfile lets the errors of its codecs through, openpyxl builds
objects of whatever attributes it finds."""

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_SMALL: Final = 2**20
_CHUNK: Final = 2**16
_LONGEST_TOKEN: Final = 2**20
MOST_TAGS: Final = 500_000
"""Tags of a small part, or of one row: each is an object in memory (some 100 bytes) until it was read."""

_STRICT_NAME: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT: Final = (
    (_STRICT_NAME, b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names that Strict files give the same elements (ISO/IEC 29500-1 against -4)."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of an open spreadsheet file by name."""

    file: str
    zipped: ZipFile
    parts: Mapping[str, ZipInfo]
    limits: Limits

    def open(self, name: str, *, most_tags: int | None = None) -> IO[bytes]:
        """A part that was looked through: XML in UTF-8 without a document type, its tokens within bounds.

        With ``most_tags`` their number is bounded too. Names of Strict files are exchanged for the usual ones. Raises
        TableError, or what `open_archive` makes one.
        """
        info = self.parts[name.casefold()]
        with self.zipped.open(info) as handle:
            is_strict = _look_through(handle, self.file, most_tags)
        if not is_strict:
            return self.zipped.open(info)
        content = self.zipped.read(info)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return BytesIO(content)

    def tree(self, name: str) -> Element | None:
        """The root of a small part; None when it is not there. Raises TableError beyond 500,000 tags."""
        if name not in self:
            return None
        with self.open(name, most_tags=MOST_TAGS) as handle:
            return fromstring(handle.read())

    def branches(self, name: str, level: int) -> Iterator[tuple[str, Element]]:
        """Of a large part each element so many levels below its root, with the name of the one it stands in, streamed.

        They are cleared behind the caller's back when the next one is asked for; one that holds more than 500,000 tags
        is refused.
        """
        with self.open(name) as handle:
            depth = tags = 0
            for event, element in iterparse(handle, ("start", "end")):
                if event == "start":
                    depth, tags = depth + 1, tags + 1
                    if depth == level:
                        section = element
                    if tags > MOST_TAGS:
                        raise refuse("sheet-limit", self.file, variant="token", limit=MOST_TAGS)
                    continue
                depth -= 1
                if depth == level:
                    yield section.tag, element
                    section.clear()
                    tags = 0

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.parts


def _look_through(handle: IO[bytes], file: str, most_tags: int | None) -> bool:
    """Whether the part is of a Strict file; every byte goes through a parser that only says whether it is XML."""
    parser = ParserCreate()

    def reject(*_: Any) -> None:
        raise refuse("sheet-format", file, variant="entities")

    def hold_encoding(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.casefold() not in ("utf-8", "us-ascii"):
            reject()

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reject
    parser.XmlDeclHandler = hold_encoding
    fed, tags, is_strict = 0, 0, False
    while chunk := handle.read(_CHUNK):
        if not fed:
            is_strict = _STRICT_NAME in chunk
            if b"\x00" in chunk[:4] or chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
                reject()
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
            raise refuse("sheet-limit", file, variant="token", limit=_LONGEST_TOKEN)
        if most_tags is not None and (tags := tags + chunk.count(b"<")) > most_tags:
            raise refuse("sheet-limit", file, variant="token", limit=most_tags)
    parser.Parse(b"", True)
    return is_strict


@contextmanager
def open_archive(path: Path, content: bytes, limits: Limits) -> Iterator[Archive]:
    """The archive of a spreadsheet that keeps the limits; whatever breaks while it is read is one TableError.

    Raises TableError for a file that is no archive, of another kind of spreadsheet, or breaks a limit.
    """
    file = str(path)
    if not content.startswith(b"PK"):
        raise refuse("sheet-format", file)
    if content.count(_DIRECTORY_ENTRY) > limits.parts:
        raise refuse("sheet-limit", file, variant="parts", limit=limits.parts)
    with contain_breakage(file), ZipFile(BytesIO(content)) as zipped:
        parts = {one.filename.casefold(): one for one in zipped.infolist()}
        _hold_to(limits, zipped.infolist(), file)
        if "xl/workbook.bin" in parts or "content.xml" in parts:
            raise refuse("sheet-format", file, variant="other")
        yield Archive(file, zipped, parts, limits)


@contextmanager
def contain_breakage(file: str, *more: type[Exception]) -> Iterator[None]:
    """Whatever a library raises over a damaged file (``more``: its own errors) is the error that it is damaged."""
    try:
        yield
    except BROKEN + more as error:
        raise refuse("sheet-broken", file) from error


def read_content(path: Path, limits: Limits) -> bytes:
    """The bytes of a spreadsheet. Raises TableError for one that is empty or too large, InputError for none."""
    if path.is_file() and path.stat().st_size > limits.unpacked:
        raise refuse("sheet-limit", str(path), variant="unpacked", limit=limits.unpacked)
    if not (content := read_whole(path)):
        raise refuse("table-empty", str(path))
    return content


def _hold_to(limits: Limits, parts: list[ZipInfo], file: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise refuse("sheet-limit", file, variant="unpacked", limit=limits.unpacked)
    packed = sum(part.compress_size for part in parts)
    sizes = [(unpacked, packed), *((part.file_size, part.compress_size) for part in parts)]
    if any(full > _SMALL and full > limits.ratio * tight for full, tight in sizes):
        raise refuse("sheet-limit", file, variant="ratio", limit=limits.ratio)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("sheet-format", file, variant="old")
