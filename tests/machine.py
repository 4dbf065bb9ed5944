"""What tests need of the machine beyond Python: found, or the test is skipped; where all is to be there, it fails."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

COMPLETE = "CCHC_COMPLETE_MACHINE"
"""The environment variable that `.ci/run` sets: everything is installed there, so nothing may be skipped."""
DEBIAN_PACKAGES = {
    "chromium": "chromium",
    "initdb": "postgresql",
    "java": "default-jre-headless",
    "make": "make",
    "node": "nodejs",
    "npm": "npm",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "systemd-analyze": "systemd",
    "soffice": "libreoffice-writer libreoffice-calc",
}
SERVERS = Path("/usr/lib/postgresql")
"""Where Debian puts the programs of a PostgreSQL server, a folder a version, outside PATH."""


def require(program: str) -> str:
    """The path of a program; without it the test is skipped, or fails where the machine is said to be complete."""
    places = os.pathsep.join([os.environ.get("PATH", ""), *(str(path) for path in sorted(SERVERS.glob("*/bin")))])
    found = shutil.which(program, path=places)
    return found or _give_up(f"{program} is not installed (Debian: {DEBIAN_PACKAGES[program]})")


def _give_up(why: str) -> NoReturn:
    if os.environ.get(COMPLETE):
        pytest.fail(f"{why}, and {COMPLETE} says that nothing is missing", pytrace=False)
    pytest.skip(why)
