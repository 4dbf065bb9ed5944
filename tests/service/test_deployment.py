"""The files that run the service: the container's and systemd's, read-only and not root."""

from __future__ import annotations

import re
import subprocess

from cchc_rules.cli.serve import ENDING_SECONDS
from tests.machine import require
from tests.service.running import ROOT

FOLDER = ROOT / "examples" / "service"


def test_the_container_is_made_of_what_there_is():
    """Every file it copies is there, every extra too; it ends as a user that is not root, and pages work in it."""
    lines = (FOLDER / "Containerfile").read_text().splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert [] == [name for name in copied if not (ROOT / name).exists()]
    extras = set(re.search(r"'\.\[([a-z,]+)\]'", "\n".join(lines))[1].split(","))
    known = set(re.findall(r"^([a-z]+) = \[", (ROOT / "pyproject.toml").read_text(), re.MULTILINE))
    assert {"serve", "excel", "report", "verify"} <= extras <= known
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users and users[-1] not in ("root", "0")


def test_the_unit_gives_the_service_its_own_folder_and_nothing_else():
    """No user of the machine, nothing to write but its state, no privilege; it waits longer than the service does."""
    unit = dict(re.findall(r"^([A-Za-z]+)=(.*)$", (FOLDER / "cchc-rules.service").read_text(), re.MULTILINE))
    wanted = {"DynamicUser": "yes", "ProtectSystem": "strict", "NoNewPrivileges": "yes", "CapabilityBoundingSet": ""}
    assert wanted.items() <= unit.items()
    assert f"/var/lib/{unit['StateDirectory']}/" in unit["ExecStart"]
    assert "0077" == unit["UMask"]
    assert int(unit["TimeoutStopSec"]) > ENDING_SECONDS


def test_systemd_takes_the_unit(tmp_path):
    """`systemd-analyze` finds nothing to complain of but the program, which is not installed here."""
    analyze = require("systemd-analyze")
    unit = tmp_path / "cchc-rules.service"
    text = (FOLDER / unit.name).read_text()
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text))
    found = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False)
    assert (0, "") == (found.returncode, found.stderr)
