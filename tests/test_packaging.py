"""What is shipped: a wheel that carries the rulesets, and a way to set everything up."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from cchc_rules.language.loader import list_shipped

ROOT = Path(__file__).parents[1]
INGREDIENTS = ("cchc_rules", "rulesets", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md")
LOAD = """
import sys; sys.path.insert(0, sys.argv[1])
import cchc_rules as cr
from cchc_rules.language.loader import list_shipped
print(cr.__file__.startswith(sys.argv[1]), cr.load("quan-12-2022").id, *list_shipped())
"""
EDITABLE = "import sys; from setuptools.build_meta import build_editable; build_editable(sys.argv[1])"


@pytest.fixture
def source(tmp_path):
    """A folder with what a build reads."""
    folder = tmp_path / "source"
    for name in INGREDIENTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    return folder


def test_an_installed_wheel_loads_shipped_rulesets(source, tmp_path):
    """From the unpacked wheel, in an empty folder, every shipped ruleset is there; type checkers see its types."""
    built, empty = tmp_path / "built", tmp_path / "empty"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wheel = [*pip, "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "-w", str(built), str(source)]
    subprocess.run(wheel, check=True, capture_output=True)
    (found,) = built.glob("*.whl")
    shutil.unpack_archive(found, built / "site", "zip")
    empty.mkdir()
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", LOAD, str(built / "site")], cwd=empty, check=True, capture_output=True, text=True
    )
    assert ["True", "quan-12-2022", *list_shipped()] == loaded.stdout.split()
    assert (built / "site" / "cchc_rules" / "py.typed").exists()


def test_an_editable_install_is_a_plain_path(source, tmp_path):
    """Type checkers follow no import hooks: the folder itself is put on the path, where `py.typed` lies."""
    built = tmp_path / "built"
    built.mkdir()
    subprocess.run([sys.executable, "-c", EDITABLE, str(built)], cwd=source, check=True, capture_output=True)
    (found,) = built.glob("*.whl")
    with zipfile.ZipFile(found) as wheel:
        paths = [wheel.read(name).decode().split() for name in wheel.namelist() if name.endswith(".pth")]
        assert ([[str(source)]], []) == (paths, [name for name in wheel.namelist() if name.endswith(".py")])


def test_every_direct_dependency_is_pinned():
    """`constraints.txt` names one version of everything the project asks for, and no address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[\[<>=~! ;]", one, maxsplit=1)[0].lower() for one in asked} - {"cchc_rules", "setuptools"}
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [] == [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)]
    assert set() == names - {line.partition("==")[0].lower() for line in lines}
