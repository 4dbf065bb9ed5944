"""Files read plainly, and written whole or not at all: at a final name there is a complete file or nothing new."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EISDIR, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import IO, AnyStr, Final
from weakref import finalize

_REASONS: Final = {
    EACCES: "denied",
    EISDIR: "directory",
    ENOENT: "absent",
    ENOSPC: "full",
    ENOTDIR: "absent",
    EPERM: "denied",
    EROFS: "denied",
}


class FileError(OSError):
    """A file that cannot be read or written.

    ``reason`` is absent, denied, directory, full, special, failed, in-use, damaged or read-too.
    """

    def __init__(self, path: Path, reason: str, detail: str) -> None:
        super().__init__(f"`{path}`: {detail}")
        self.path = path
        self.reason = reason
        self.detail = detail


class InputError(FileError):
    """A file that cannot be read: it is absent, a directory, a pipe or a device, or reading it is not allowed."""


class OutputError(FileError):
    """A file that could not be written; what stood at its name before is untouched."""


def read_whole(path: Path) -> bytes:
    """All bytes of a regular file.

    Raises InputError for anything else: a directory, a pipe (which would wait for ever), a device, no file at all.
    """
    with open_bytes(path) as handle:
        try:
            return handle.read()
        except OSError as error:
            raise InputError(path, *_told(error)) from error


def open_bytes(path: Path) -> IO[bytes]:
    """A regular file opened for reading bytes. Raises InputError for anything else, as `read_whole` does."""
    try:
        mode = path.stat().st_mode
        if not S_ISREG(mode):
            raise InputError(path, "directory" if S_ISDIR(mode) else "special", "not a regular file")
        return path.open("rb")
    except InputError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(path, *_told(error)) from error


def open_text(path: Path) -> IO[str]:
    """A regular UTF-8 file opened for reading line by line, or a pipe. Raises InputError."""
    try:
        return path.open(encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise InputError(path, *_told(error)) from error


def refuse_overwriting(sources: Iterable[Path], target: Path) -> None:
    """Raises OutputError ``read-too`` when the file to be written is one of those that are read, by whatever name."""
    if any(_is_one_file(source, target) for source in sources):
        raise OutputError(target, "read-too", "it is read too")


def _is_one_file(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one is not there, or cannot be: told when it is opened
        return False


@contextmanager
def whole_file(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """A text handle whose content appears at ``path`` when the block ends, whole, or never.

    It writes beside ``path``, flushes to the disk, then renames; an error or a kill leaves what was there before.
    Lines end as written. Raises OutputError when the disk or the folder refuses.
    """
    with _whole(path, lambda draft: draft.open("x", encoding=encoding, newline="")) as handle:
        yield handle


@contextmanager
def whole_bytes(path: Path) -> Iterator[IO[bytes]]:
    """As `whole_file`, for bytes."""
    with _whole(path, lambda draft: draft.open("xb")) as handle:
        yield handle


@contextmanager
def _whole(path: Path, opened: Callable[[Path], IO[AnyStr]]) -> Iterator[IO[AnyStr]]:
    target = _final_place(path)
    draft = target.with_name(f".{target.name[:80]}.{token_hex(6)}.part")
    try:
        with opened(draft) as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        _publish(draft, target)
    except FileError:
        raise
    except OSError as error:
        raise OutputError(path, *_told(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _final_place(path: Path) -> Path:
    """The file meant, links followed; only a regular file or nothing may stand there."""
    try:
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else None
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links
        raise OutputError(path, *_told(error)) from error
    if mode is not None and not S_ISREG(mode):
        raise OutputError(path, "directory" if S_ISDIR(mode) else "special", "not a regular file")
    return target


def _publish(draft: Path, target: Path) -> None:
    """Gives the finished draft its name, keeps the mode of the file it replaces, and syncs the folder."""
    if target.exists():
        draft.chmod(S_IMODE(target.stat().st_mode))
    draft.replace(target)
    with suppress(OSError):  # a folder cannot be synced on every system; the file itself already is
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _told(error: OSError | ValueError | RuntimeError) -> tuple[str, str]:
    number = error.errno if isinstance(error, OSError) else None
    return _REASONS.get(number or 0, "failed"), (number and os.strerror(number)) or str(error)


_SEALED: Final = re.compile(rb'\{"seal":"([0-9a-f]{32})","entry":(.*)\}', re.DOTALL)
_FIRST_SEAL: Final = "0" * 32


class SealedLog:
    """An append-only file of JSON lines, each sealed over all lines before it; what was appended is on the disk.

    ``entries`` are the texts found when it was opened, ``torn`` the bytes of a last line that never got its end: they
    were never acknowledged and are cut off. One process at a time: where the system can lock files, a second one is
    refused (InputError ``in-use``). A line that is not what was written raises InputError ``damaged`` with its number.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        except (OSError, ValueError) as error:
            raise OutputError(path, *_told(error)) from error
        self._closed = finalize(self, os.close, self._handle)
        try:
            self._claim()
            self.entries, self._seal, self._length, self.torn = self._read()
            if self.torn:
                os.ftruncate(self._handle, self._length)
                os.fsync(self._handle)
        except BaseException:
            self.close()
            raise

    def append(self, text: str) -> None:
        """Adds one JSON text; when this returns it is on the disk. Raises OutputError: then nothing was added."""
        seal = _sealed(self._seal, text.encode())
        line = f'{{"seal":"{seal}","entry":{text}}}\n'.encode()
        try:
            written = 0
            while written < len(line):
                written += os.write(self._handle, line[written:])
            os.fsync(self._handle)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._handle, self._length)
            raise OutputError(self.path, *_told(error)) from error
        self._seal, self._length = seal, self._length + len(line)

    def close(self) -> None:
        """Lets the file go; a second time does nothing."""
        self._closed()
        self._handle = -1  # the number may be another file's by now

    def _claim(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on this system
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InputError(self.path, "in-use", "another process writes it") from error

    def _read(self) -> tuple[list[str], str, int, bytes]:
        try:
            content = read_whole(self.path)
        except InputError as error:
            raise OutputError(self.path, error.reason, error.detail) from error
        return unsealed(content, self.path)


def unsealed(content: bytes, path: Path) -> tuple[list[str], str, int, bytes]:
    """The entries of a sealed log, the last seal, the length of whole lines, and what follows them.

    Raises InputError ``damaged`` with the number of the first whole line that is not what was written there.
    """
    *lines, torn = content.split(b"\n")
    seals = Unsealing(path)
    entries = [seals.entry(line) for line in lines]
    return entries, seals.seal, len(content) - len(torn), torn


class Unsealing:
    """Reads the lines of a sealed log one by one, from the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seal = _FIRST_SEAL
        self.number = 0

    def entry(self, line: bytes | str) -> str:
        """The entry of the next line. Raises InputError ``damaged`` when it is not what was written there."""
        self.number += 1
        found = _SEALED.fullmatch(line.encode() if isinstance(line, str) else line)
        if found is None or found[1].decode() != (seal := _sealed(self.seal, found[2])):
            raise InputError(self.path, "damaged", f"line {self.number}")
        self.seal = seal
        return found[2].decode()


def _sealed(before: str, text: bytes) -> str:
    return sha256(before.encode() + b"\n" + text).hexdigest()[:32]
