"""Append-only logs of JSON lines, each sealed over all before it, with the last seal and count kept beside them.

Seals have no key: they show damage and loss, and whether a log goes on from a seal that was noted elsewhere. Whoever
can write both files can seal anew (docs/explanation/seals.md).
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from weakref import finalize

from cchc_rules.files import InputError, OutputError, describe_os_error, read_whole

SEALED_START: Final = b'{"seal"'
"""What every line of a log begins with."""

_SEALED: Final = re.compile(rb'\{"seal":"([0-9a-f]{32})","entry":(.*)\}', re.DOTALL)
_HEAD: Final = re.compile(r"([0-9]{1,18})-([0-9a-f]{32}) *\n?")
_FIRST_SEAL: Final = "0" * 32
"""Seals are the first 32 hex digits of SHA-256: by accident two lines share one once in 2**128."""

_ANCHOR_WIDTH: Final = 52
"""18 digits, a dash, 32 of the seal and a line end: one width, so that writing it anew never needs more room."""


@dataclass(frozen=True, slots=True)
class SealedLines:
    """The lines of a log: their entries and seals, the length of whole lines, and the bytes of one never finished."""

    entries: tuple[str, ...]
    seals: tuple[str, ...]
    length: int
    torn: bytes

    @property
    def head(self) -> str:
        """How many lines there are and the seal of the last, ``121-9f86…``."""
        return f"{len(self.seals)}-{self.seals[-1] if self.seals else _FIRST_SEAL}"

    def holds(self, head: str) -> bool:
        """Whether the log goes on from that head: it has so many lines at least, and there that seal."""
        found = _HEAD.fullmatch(head)
        if found is None or (count := int(found[1])) > len(self.seals):
            return False
        return found[2] == (self.seals[count - 1] if count else _FIRST_SEAL)


class SealedLog:
    """An open log; what was appended is on the disk. ``lines`` are those found when it was opened.

    A last line that never got its end was never acknowledged and is cut off. ``anchor`` is the head that was noted in
    the file beside it (``<name>.seal``) when it was opened, None without one. One process at a time: where the system
    can lock files, a second one is refused (InputError ``in-use``). A line that is not what was written raises
    InputError ``damaged`` with its number.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = _open(path)
        self._release = finalize(self, os.close, self._handle)
        self._anchor = -1
        self._release_anchor: finalize[..., SealedLog] | None = None
        try:
            self._claim()
            self.lines = self._read()
            self.anchor = read_anchor(path)
            if self.lines.torn:
                os.ftruncate(self._handle, self.lines.length)
                os.fsync(self._handle)
        except BaseException:
            self.close()
            raise
        self._count, self._length = len(self.lines.seals), self.lines.length
        self._seal = self.lines.seals[-1] if self.lines.seals else _FIRST_SEAL

    @property
    def head(self) -> str:
        """How many lines there are now and the seal of the last."""
        return f"{self._count}-{self._seal}"

    def append(self, text: str) -> None:
        """Adds one JSON text; when this returns it is on the disk. Raises OutputError: then nothing was added."""
        seal = _seal(self._seal, text.encode())
        line = f'{{"seal":"{seal}","entry":{text}}}\n'.encode()
        try:
            if self._release_anchor is None:
                self._note(self.head)  # first, so that no process can die and leave lines without an anchor
            _write(self._handle, line)
            os.fsync(self._handle)
            self._note(f"{self._count + 1}-{seal}")
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._handle, self._length)
            raise OutputError(self.path, *describe_os_error(error)) from error
        self._seal, self._count, self._length = seal, self._count + 1, self._length + len(line)

    def close(self) -> None:
        """Lets the files go; a second time does nothing."""
        self._release()
        self._handle = -1  # the number may be another file's by now
        if self._release_anchor is not None and self._release_anchor.alive:
            with suppress(OSError):  # it may lag behind the log, never run ahead of it
                os.fsync(self._anchor)
            self._release_anchor()

    def _note(self, head: str) -> None:
        """Writes the head beside the log, after the line itself is on the disk.

        It is not synced line by line: a process that dies leaves it whole in the system's hands, and a machine that
        dies leaves an older head, which the log still holds.
        """
        if self._release_anchor is None:
            self._anchor = os.open(beside(self.path), os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            self._release_anchor = finalize(self, os.close, self._anchor)
        os.lseek(self._anchor, 0, os.SEEK_SET)
        _write(self._anchor, f"{head.ljust(_ANCHOR_WIDTH - 1)}\n".encode())

    def _claim(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on this system
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(self.path, "in-use", "another process writes it") from error

    def _read(self) -> SealedLines:
        try:
            content = read_whole(self.path)
        except InputError as error:
            raise OutputError(self.path, error.reason, error.detail, error.code) from error
        return read_sealed(content, self.path)


def read_anchor(path: Path) -> str | None:
    """The head noted beside a log; None when there is none. Raises InputError ``damaged`` for a file that is none."""
    noted = beside(path)
    if not noted.exists():
        return None
    text = read_whole(noted).decode("ascii", "replace")
    if text and not _HEAD.fullmatch(text):
        raise InputError(noted, "damaged", "no count and seal", "1")
    return text.strip() or None  # empty: a process died before it wrote anything at all


def read_sealed(content: bytes, path: Path) -> SealedLines:
    """The lines of a sealed log.

    Raises InputError ``damaged`` with the number of the first whole line that is not what was written there.
    """
    *lines, torn = content.split(b"\n")
    unsealing = Unsealing(path)
    read = [(unsealing.entry(line), unsealing.seal) for line in lines]
    entries, seals = (tuple(column) for column in zip(*read, strict=True)) if read else ((), ())
    return SealedLines(entries, seals, len(content) - len(torn), torn)


class Unsealing:
    """Reads the lines of a sealed log one by one, from the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seal = _FIRST_SEAL
        self.number = 0

    def entry(self, line: bytes) -> str:
        """The entry of the next line. Raises InputError ``damaged`` when it is not what was written there."""
        self.number += 1
        found = _SEALED.fullmatch(line)
        if found is None or found[1].decode() != (seal := _seal(self.seal, found[2])):
            raise InputError(self.path, "damaged", f"line {self.number}", str(self.number))
        self.seal = seal
        try:
            return found[2].decode()
        except UnicodeDecodeError:
            raise InputError(self.path, "damaged", f"line {self.number}", str(self.number)) from None


def beside(path: Path) -> Path:
    """Where the head of a log is noted."""
    return path.with_name(f"{path.name}.seal")


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise OutputError(path, *describe_os_error(error)) from error


def _write(handle: int, line: bytes) -> None:
    written = 0
    while written < len(line):
        written += os.write(handle, line[written:])


def _seal(before: str, text: bytes) -> str:
    return sha256(before.encode() + b"\n" + text).hexdigest()[:32]
