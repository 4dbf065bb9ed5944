"""A folder for the drafts of a workbook: gone when it is written, and cleared away later where a writer was killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from stat import S_ISDIR
from tempfile import TemporaryDirectory, gettempdir
from time import time
from typing import Final

PREFIX: Final = "cchc-sheets-"
YOUNG: Final = 60
"""How many seconds a folder is left alone even when nobody holds it: its owner may just be making it."""


@contextmanager
def scratch_folder() -> Iterator[str]:
    """A folder of one's own for the time of the block.

    It is held by a lock the system drops when the process ends, however it ends; folders nobody holds any more are
    removed first. Where the system has no such locks they stay. Raises OSError when none can be made.
    """
    _clear_away()
    with TemporaryDirectory(prefix=PREFIX) as folder, _held(Path(folder)):
        yield folder


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Holds the folder; False when somebody else does, or when nothing can be held here."""
    try:
        import fcntl
    except ImportError:  # not on this system
        yield False
        return
    handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _clear_away() -> None:
    """Removes the folders of this user that no writer holds."""
    if not hasattr(os, "getuid"):  # no locks on this system either
        return
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            if not S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or time() - status.st_mtime < YOUNG:
                continue
            with _held(folder) as abandoned:
                if abandoned:
                    rmtree(folder, ignore_errors=True)
