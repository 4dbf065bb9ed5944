"""What is shipped: a wheel that carries the rulesets, and a way to set everything up."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from cchc_rules.language.loader import shipped

ROOT = Path(__file__).parents[1]
INGREDIENTS = ("cchc_rules", "rulesets", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md")
LOAD = """
import sys; sys.path.insert(0, sys.argv[1])
import cchc_rules as cr
from cchc_rules.language.loader import shipped
print(cr.__file__.startswith(sys.argv[1]), cr.load("quan-12-2022").id, *shipped())
"""


def test_an_installed_wheel_loads_shipped_rulesets(tmp_path):
    """From the unpacked wheel, in an empty folder, every shipped ruleset is there."""
    source, built, empty = (tmp_path / name for name in ("source", "built", "empty"))
    for name in INGREDIENTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wheel = [*pip, "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "-w", str(built), str(source)]
    subprocess.run(wheel, check=True, capture_output=True)
    (found,) = built.glob("*.whl")
    shutil.unpack_archive(found, built / "site", "zip")
    empty.mkdir()
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", LOAD, str(built / "site")], cwd=empty, check=True, capture_output=True, text=True
    )
    assert ["True", "quan-12-2022", *shipped()] == loaded.stdout.split()


def test_every_direct_dependency_is_pinned():
    """`constraints.txt` names one version of everything the project asks for, and no address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[\[<>=~! ;]", one, maxsplit=1)[0].lower() for one in asked} - {"cchc_rules", "setuptools"}
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [] == [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)]
    assert set() == names - {line.partition("==")[0].lower() for line in lines}
