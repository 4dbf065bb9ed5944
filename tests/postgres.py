"""A PostgreSQL server of the tests' own, in a folder of its own, reached by a socket there; stopped when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machine import require

OWNER = "postgres"
"""The server refuses to run as root: Debian's package brings this user."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a fresh database; skipped, or failing, where no server is installed."""
    bin = Path(require("initdb")).parent
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    is_root = os.geteuid() == 0
    if is_root:
        shutil.chown(folder, OWNER)
    run = {"user": OWNER, "cwd": folder} if is_root else {"cwd": folder}
    data = folder / "data"
    settings = f"-k {folder} -c listen_addresses='' -c max_connections=40"
    try:
        subprocess.run(
            [bin / "initdb", "-D", data, "-A", "trust", "-U", "tester", "--no-sync"],
            check=True,
            capture_output=True,
            **run,
        )
        start = [bin / "pg_ctl", "-D", data, "-o", settings, "-l", folder / "log", "-w", "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, **run)
        yield f"postgresql://tester@/postgres?host={folder}"
    finally:
        subprocess.run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, capture_output=True, **run)
        shutil.rmtree(folder, ignore_errors=True)
