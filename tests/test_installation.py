"""Setting up: what each target installs, what the extras hold and what uses them, what to run for a part that lacks."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import partial
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cchc_rules.cli import doctor, exit_code
from cchc_rules.problems import install_command
from tests.machine import COMPLETE, require

ROOT = Path(__file__).parents[1]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
CORE = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
BUILDING = "--no-cache-dir --force-reinstall --no-deps durable_rules"
LINUX = {"platform": "linux", "python": "/opt/python"}
RENAMING = "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
NOT_IMPORTED = {
    "pandas": "PySpark asks for it where it hands over Arrow batches",
    "python-docx": "the board report as .docx",
    "docxtpl": "the board report in an office's own template",
    "z3-solver": "questions to a ruleset",
    "fastapi": "the service",
    "uvicorn": "the service",
    "sqlalchemy": "the stores of the service",
    "psycopg": "SQLAlchemy loads it for addresses that name PostgreSQL",
    "python-multipart": "FastAPI loads it for uploads",
}
"""Packages of extras that no module need import, with what they are for."""


def key(package):
    """The name that package registries tell a package by."""
    return re.sub(r"[-_.]+", "-", package).lower()


def names(requirements):
    """The packages that requirements ask for, as they are written."""
    return {Requirement(one).name for one in requirements}


def closure(requirements):
    """Everything that is installed with these requirements."""
    found, waiting = set(), [Requirement(one) for one in requirements]
    while waiting:
        asked = waiting.pop()
        here = (key(asked.name), *sorted(asked.extras))
        if here in found or (asked.marker and not asked.marker.evaluate({"extra": ""})):
            continue
        found.add(here)
        for text in requires(asked.name) or ():
            one = Requirement(text)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *asked.extras)):
                one.marker = None
                waiting.append(one)
    return {name for name, *_ in found}


# --- make ---------------------------------------------------------------------------------------------------------

LOGGING = """#!/bin/sh
case "$1" in -c) exec "{python}" "$@" ;; esac
flags=$(echo $CPPFLAGS)
echo "${{flags:+CPPFLAGS=$flags }}$*" >> log
"""


@pytest.fixture
def installed(tmp_path):
    """Runs targets in a folder whose Python writes down what it is asked; gives what was installed by each."""
    make = require("make")
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    for name in ("pyproject.toml", "setup.py", "constraints.txt", "log"):
        (tmp_path / name).touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "cchc-rules"):
        program = tmp_path / ".venv" / "bin" / name
        program.write_text(LOGGING.format(python=sys.executable))
        program.chmod(0o755)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "CPPFLAGS"))}

    def run(target):
        (tmp_path / "log").write_text("")
        subprocess.run([make, target], cwd=tmp_path, env=clean, check=True, capture_output=True)
        lines = (tmp_path / "log").read_text().splitlines()
        return [line.replace("-m pip install --quiet -c constraints.txt ", "") for line in lines if "pip" in line]

    run.folder = tmp_path
    return run


def everything():
    """What the targets but `demo` install, as this Python needs it."""
    return [f"{RENAMING if sys.version_info >= (3, 13) else ''}{BUILDING}", "-e .[all,template,dev]"]


def test_demo_installs_a_part_and_the_other_targets_the_rest(installed):
    """The demo has a stamp of its own; what is installed is not installed again."""
    part = "-e .[excel,report]"
    assert [[part], [], everything(), [], []] == [installed(one) for one in ("demo", "demo", "test", "test", "demo")]


def test_a_change_of_versions_installs_anew(installed):
    """What is newer than a stamp is installed again, by each target what it needs."""
    installed("test")
    for stamp in (".demo", ".ready"):
        os.utime(installed.folder / ".venv" / stamp, (0, 0))
    assert [["-e .[excel,report]"], everything()] == [installed("demo"), installed("test")]


HIDE = """
import sys
class Hidden:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {hidden}:
            raise ModuleNotFoundError(f"{{name}} is hidden", name=name)
sys.meta_path.insert(0, Hidden)
"""
EVALUATE = "from cchc_rules.cli import main; main()"


def test_the_demo_runs_on_what_it_installs():
    """Without the packages of the other extras the command of `make demo` prints the same."""
    there = closure([*CORE, *EXTRAS["excel"], *EXTRAS["report"]])
    assert set() == there & {"polars", "pyspark", "pyarrow", "pandas", "numpy", "z3-solver", "durable-rules"}
    hidden = {
        module
        for module, homes in packages_distributions().items()
        if not {key(one) for one in homes} & (there | {"cchc-rules"})
    }
    assert {"polars", "z3", "durable", "pyarrow"} <= hidden
    demo = re.search(r"\$\(BIN\)/cchc-rules (--lang vi evaluate .*?) \|\|", (ROOT / "Makefile").read_text(), re.DOTALL)
    arguments = demo.group(1).replace("\\\n", " ").split()
    runs = [
        subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        for code in (EVALUATE, HIDE.format(hidden=hidden) + EVALUATE)
    ]
    assert [1, 1] == [one.returncode for one in runs], runs[1].stderr
    assert runs[0].stdout == runs[1].stdout


# --- the extras ---------------------------------------------------------------------------------------------------


def test_all_has_every_extra_but_templates_and_tools():
    """`all` is every extra of the product save the one whose licence asks for a choice."""
    asked = EXTRAS["all"][0]
    assert set(EXTRAS) - {"all", "dev", "docs", "template"} == Requirement(asked).extras


def test_the_product_uses_what_its_extras_install():
    """Every package of an extra is imported somewhere, or has its reason here."""
    used = set()
    for path in (ROOT / "cchc_rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Import(names=imported):
                    used |= {one.name.partition(".")[0] for one in imported}
                case ast.ImportFrom(module=str(module), level=0):
                    used.add(module.partition(".")[0])
                case ast.Call(func=ast.Name(id="import_optional"), args=[ast.Constant(value=str(module)), *_]):
                    used.add(module.partition(".")[0])
    homes = {key(home) for module, of in packages_distributions().items() if module in used for home in of}
    asked = names(one for extra in set(EXTRAS) - {"all", "dev", "docs"} for one in EXTRAS[extra])
    assert set() == {one for one in asked if key(one) not in homes} - set(NOT_IMPORTED)
    assert set() == set(NOT_IMPORTED) - asked


# --- doctor -------------------------------------------------------------------------------------------------------


def test_doctor_looks_at_every_package_of_every_extra():
    """Its parts are the extras, each with the packages it installs."""
    extras = {extra: names(asked) for extra, asked in EXTRAS.items() if extra not in ("all", "dev", "docs")}
    assert extras == {part.extra: set(part.packages) for part in doctor.PARTS}


def test_the_line_to_run_names_the_version_of_the_extra():
    """What is built by hand is what the extra would install."""
    assert install_command("live").endswith(f" {EXTRAS['live'][0]}")


@pytest.mark.parametrize(
    ("version", "platform", "before"),
    [
        ((3, 12), "linux", ""),
        ((3, 12), "win32", ""),
        ((3, 13), "linux", RENAMING),
        ((3, 14), "darwin", RENAMING),
        ((3, 13), "win32", 'set "CL=/DPyEval_CallObject#PyObject_CallObject" && '),
    ],
)
def test_the_line_to_run_builds_for_this_python(version, platform, before):
    """From Python 3.13 on the compiler is told the new name, in the words of the system; nothing comes from a cache."""
    line = f"{before}/opt/python -m pip install {BUILDING}==2.0.28"
    assert line == install_command("live", version=version, platform=platform, python="/opt/python")


def test_the_line_to_run_is_for_the_python_that_runs():
    """Its path is in it, quoted as every shell knows where it has a space."""
    assert sys.executable in install_command("excel")
    assert '/opt/python -m pip install "cchc_rules[excel]"' == install_command("excel", python="/opt/python")
    spaced = r"C:\Program Files\Python\python.exe"
    assert f'"{spaced}" -m pip install "cchc_rules[excel]"' == install_command("excel", python=spaced)


def lines_of(part, capsys):
    """What doctor says of a part in English: its line and those indented under it; and its exit code."""
    code = exit_code(["--lang", "en", "doctor"])
    lines = capsys.readouterr().out.splitlines()
    first = next(number for number, line in enumerate(lines) if part in line)
    under = next((number for number in range(first + 1, len(lines)) if lines[number][:1] != " "), len(lines))
    return code, lines[first:under]


@pytest.fixture
def without(monkeypatch):
    """Hides packages from doctor."""
    known = doctor.version

    def hide(*packages):
        def version(package):
            if package in packages:
                raise PackageNotFoundError(package)
            return known(package)

        monkeypatch.setattr(doctor, "version", version)

    return hide


def test_a_part_that_is_not_installed_has_its_line(without, capsys):
    """It is no fault; the line is the whole command."""
    without("xlrd")
    line = f"  run: {install_command('excel')}"
    assert (0, ["not installed: reading and writing Excel", line]) == lines_of("Excel", capsys)


@pytest.mark.parametrize("version", [(3, 11), (3, 13)])
def test_an_absent_durable_rules_has_its_line(without, monkeypatch, capsys, version):
    """The line to run is the one for this Python, with what the compiler needs."""
    monkeypatch.setattr(doctor, "install_command", partial(install_command, version=version, **LINUX))
    without("durable_rules")
    code, lines = lines_of("seasons", capsys)
    line = f"  run: {RENAMING * (version == (3, 13))}/opt/python -m pip install {BUILDING}==2.0.28"
    assert (0, "not installed: seasons and cross-checks (live)", line) == (code, lines[0], lines[-1])
    assert "gcc python3-dev" in lines[1]


def test_a_durable_rules_that_cannot_be_loaded_has_its_line(monkeypatch, capsys):
    """As Python 3.13 leaves it when it was built without the flag: a fault, and the line that mends it."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    code, lines = lines_of("seasons", capsys)
    assert (1, True) == (code, lines[0].startswith("broken: seasons and cross-checks (live) – durable_rules 2.0.28: "))
    assert f"  run: {install_command('live')}" == lines[-1]


# --- machines -----------------------------------------------------------------------------------------------------

IMPORT_ALL = """
import importlib, pkgutil, sys
for absent in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[absent] = None
import cchc_rules
for module in pkgutil.walk_packages(cchc_rules.__path__, "cchc_rules."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_every_module_imports_where_there_is_no_posix():
    """Windows has no fcntl, resource or pwd; what needs them does without, or asks when it runs."""
    command = [sys.executable, "-W", "ignore", "-c", IMPORT_ALL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert {"cchc_rules.files", "cchc_rules.engines.spark", "cchc_rules.cli.doctor"} <= set(done.stdout.split())


def test_what_is_not_installed_skips_or_fails(monkeypatch):
    """A test that needs a program is skipped without it, and fails where the machine is said to be complete."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv(COMPLETE, raising=False)
    with pytest.raises(pytest.skip.Exception, match="libreoffice-writer"):
        require("soffice")
    monkeypatch.setenv(COMPLETE, "1")
    with pytest.raises(pytest.fail.Exception, match="libreoffice-writer"):
        require("soffice")


def test_only_a_machine_that_lacks_a_program_skips_tests():
    """Nothing else skips: where everything is said to be there, everything runs."""
    skipping = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|importorskip|xfail)\(")
    found = {path.name for path in (ROOT / "tests").rglob("*.py") if skipping.search(path.read_text())}
    assert {"machine.py"} == found
