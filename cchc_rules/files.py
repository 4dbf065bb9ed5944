"""Files read plainly, and written whole or not at all: at a final name there is a complete file or nothing new."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import (
    EACCES,
    EDQUOT,
    EEXIST,
    EILSEQ,
    EINVAL,
    EIO,
    EISDIR,
    ELOOP,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
    errorcode,
)
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import IO, AnyStr, Final

_REASONS: Final = {
    EACCES: "denied",
    EDQUOT: "full",
    EEXIST: "exists",
    EILSEQ: "name",
    EINVAL: "name",
    EIO: "disk",
    EISDIR: "directory",
    ELOOP: "name",
    ENAMETOOLONG: "name",
    ENOENT: "absent",
    ENOSPC: "full",
    ENOTDIR: "absent",
    EPERM: "denied",
    EROFS: "denied",
}

_HELD: Final = (5, 32, 33)
"""What Windows says of a file another program holds open: of its name given to another file, of it opened, of a part of
it locked (winerror.h: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION)."""


class FileError(OSError):
    """A file that cannot be read or written.

    ``reason`` is absent, denied, directory, disk, exists, exists-force, full, name, special, failed, in-use, damaged or
    read-too; ``detail`` says it in English, ``code`` is the name the system has for it, or the number of a line.
    """

    def __init__(self, path: Path, reason: str, detail: str, code: str = "") -> None:
        super().__init__(f"`{path}`: {detail}")
        self.path = path
        self.reason = reason
        self.detail = detail
        self.code = code


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
            raise InputError(path, *describe_os_error(error)) from error


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
        raise InputError(path, *describe_os_error(error)) from error


def open_stream(path: Path) -> IO[bytes]:
    """A file or a pipe opened for reading bytes as they come. Raises InputError."""
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise InputError(path, *describe_os_error(error)) from error


def refuse_existing(target: Path) -> None:
    """Raises OutputError ``exists-force`` when something stands where a file is written only by force."""
    if os.path.lexists(target):
        raise OutputError(target, "exists-force", "it is there already")


def refuse_overwriting(sources: Iterable[Path], target: Path) -> None:
    """Raises OutputError ``read-too`` when the file to be written is one of those that are read, by whatever name."""
    if any(_is_one_file(source, target) for source in sources):
        raise OutputError(target, "read-too", "it is read too")


def _is_one_file(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:  # one is not there yet
        return os.path.abspath(one) == os.path.abspath(other)
    except ValueError:  # a NUL in the path: told when it is opened
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
        raise OutputError(path, *describe_os_error(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _final_place(path: Path) -> Path:
    """The file meant, links followed; only a regular file or nothing may stand there."""
    try:
        target = path.resolve()
        mode = target.stat().st_mode if os.path.lexists(target) else None
    except (OSError, ValueError, RuntimeError) as error:  # a loop of links: RuntimeError, from Python 3.13 on OSError
        raise OutputError(path, *describe_os_error(error)) from error
    if mode is not None and not S_ISREG(mode):
        raise OutputError(path, "directory" if S_ISDIR(mode) else "special", "not a regular file")
    return target


def _publish(draft: Path, target: Path) -> None:
    """Gives the finished draft its name, keeps the mode of the file it replaces, and syncs the folder."""
    if target.exists():
        draft.chmod(S_IMODE(target.stat().st_mode))
    try:
        draft.replace(target)
    except PermissionError as error:
        if getattr(error, "winerror", None) in _HELD:
            raise OutputError(target, "in-use", "another program has it open") from error
        raise
    with suppress(OSError):  # a folder cannot be synced on every system; the file itself already is
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def describe_os_error(error: OSError | ValueError | RuntimeError) -> tuple[str, str, str]:
    """The reason of a FileError, what the system says, and its code."""
    number = (error.errno if isinstance(error, OSError) else None) or 0
    if getattr(error, "winerror", None) in _HELD[1:]:
        return "in-use", "another program has it open", ""
    code = errorcode.get(number) or type(error).__name__
    reason = "failed" if isinstance(error, OSError) else "name"  # a NUL in it, a loop of links
    return _REASONS.get(number, reason), (number and os.strerror(number)) or str(error), code
