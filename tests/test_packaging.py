"""What is shipped: a wheel that carries the rulesets, and a way to set everything up."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cchc_rules.language.loader import list_shipped
from tests.test_installation import CORE, HIDE, closure, key

ROOT = Path(__file__).parents[1]
BUILD_FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")
INGREDIENTS = ("cchc_rules", "rulesets", "examples", *BUILD_FILES)
LOAD = """
import sys; sys.path.insert(0, sys.argv[1])
import cchc_rules as cr
from cchc_rules.language.loader import list_shipped
"""
BUILD = "import sys; from setuptools.build_meta import build_{kind}; build_{kind}(sys.argv[1])"
README = (ROOT / "README.md").read_text(encoding="utf-8")
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


def build(kind, source, target):
    """The wheel or source distribution built from a folder, nothing fetched."""
    target.mkdir()
    ask = [sys.executable, "-c", BUILD.format(kind=kind), str(target)]
    subprocess.run(ask, cwd=source, check=True, capture_output=True)
    (found,) = (path for path in target.iterdir() if path.suffix in (".whl", ".gz"))
    return found


def content(wheel):
    """What a wheel holds, by name, but for its own list of files."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/RECORD")}


def test_a_wheel_works_alone(source, tmp_path):
    """With the core alone, in an empty folder: README says what its lines print; rulesets and examples are there."""
    wheel = build("wheel", source, tmp_path / "built")
    shutil.unpack_archive(wheel, tmp_path / "site", "zip")
    (tmp_path / "empty").mkdir()
    there = closure([*CORE])
    hidden = {
        module
        for module, homes in packages_distributions().items()
        if not {key(one) for one in homes} & (there | {"cchc-rules"})
    }
    run = partial(subprocess.run, cwd=tmp_path / "empty", check=True, capture_output=True, text=True)
    begin = HIDE.format(hidden=hidden - {"setuptools"}) + LOAD
    lines, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL).groups()
    python = [sys.executable, "-I", "-c"]
    assert printed == run([*python, f"{begin}{lines}", str(tmp_path / "site")]).stdout
    shipped = "print(cr.__file__.startswith(sys.argv[1]), *list_shipped())"
    assert ["True", *list_shipped()] == run([*python, f"{begin}{shipped}", str(tmp_path / "site")]).stdout.split()
    command = "from cchc_rules.cli import main; main(['example', 'own_campaign'])"
    run([*python, f"{begin}{command}", str(tmp_path / "site")])
    copied = {path.name: path.read_bytes() for path in (tmp_path / "empty" / "own_campaign").iterdir()}
    given = {path.name: path.read_bytes() for path in (ROOT / "examples" / "own_campaign").iterdir()}
    led_out = b"[the tutorial](../../docs/tutorial.md)"  # where there is no such page
    assert led_out in given["README.md"]
    assert {**given, "README.md": given["README.md"].replace(led_out, b"the tutorial")} == copied
    assert (tmp_path / "site" / "cchc_rules" / "py.typed").exists()
    for path in (path for path in (ROOT / "cchc_rules" / "service" / "pages").rglob("*.*") if path.suffix != ".pyc"):
        assert (tmp_path / "site" / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_a_source_distribution_builds_the_same_wheel(source, tmp_path):
    """Nothing is left out of it that the wheel carries."""
    shutil.unpack_archive(build("sdist", source, tmp_path / "sdist"), tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = content(build("wheel", unpacked, tmp_path / "again"))
    assert content(build("wheel", source, tmp_path / "direct")) == again


def test_the_metadata_say_who_may_use_it_and_lead_nowhere(source, tmp_path):
    """The licence is named and carried; the description is README without links, which would lead nowhere."""
    files = content(build("wheel", source, tmp_path / "built"))
    (metadata,) = (text.decode() for name, text in files.items() if name.endswith(".dist-info/METADATA"))
    (licence,) = (text for name, text in files.items() if name.endswith("/LICENSE"))
    assert (ROOT / "LICENSE").read_bytes() == licence
    for line in ("License-Expression: MIT", "Author: cchc_rules contributors", "Requires-Python: >=3.11"):
        assert line in metadata.splitlines()
    assert "## Three lines of Python" in metadata
    assert [] == re.findall(r"\]\([^)]*\)", metadata)


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
