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
ABANDONED: Final = 24 * 60 * 60
"""After how many seconds nobody writes in a folder any more: the largest workbook takes minutes."""


@contextmanager
def scratch_folder() -> Iterator[str]:
    """A folder of one's own for the time of the block; those this user's killed writers left are removed first.

    Raises OSError when none can be made.
    """
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            own = getattr(os, "getuid", int)() == status.st_uid  # Windows has no users here: 0, as it says of all files
            if own and S_ISDIR(status.st_mode) and time() - status.st_mtime > ABANDONED:
                rmtree(folder, ignore_errors=True)
    with TemporaryDirectory(prefix=PREFIX) as made:
        yield made
