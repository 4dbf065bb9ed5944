"""``cchc-rules doctor``: the engines and formats there are, their versions, and what to install for the others."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from cchc_rules.cli.speaking import command
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.engines import durable
from cchc_rules.problems import MissingDependency, install_command


@dataclass(frozen=True, slots=True)
class Part:
    """An optional part of the product: the extra that installs it, its packages, and the modules they must give."""

    extra: str
    packages: tuple[str, ...]
    modules: tuple[str, ...]


PARTS: Final = (
    Part("polars", ("polars",), ("polars",)),
    Part("spark", ("pyspark", "pyarrow", "pandas"), ("pyspark", "pyarrow", "pandas")),
    Part("live", ("durable_rules",), ("durable.engine", "durable_rules_engine")),
    Part("verify", ("z3-solver",), ("z3",)),
    Part("excel", ("openpyxl", "xlsxwriter", "xlrd"), ("openpyxl", "xlsxwriter", "xlrd")),
    Part("report", ("jinja2", "python-docx"), ("jinja2", "docx")),
    Part("template", ("docxtpl",), ("docxtpl",)),
    Part(
        "serve",
        ("fastapi", "uvicorn", "jinja2", "sqlalchemy", "psycopg", "python-multipart"),
        ("fastapi", "uvicorn", "jinja2", "sqlalchemy", "psycopg", "python_multipart"),
    ),
    Part("sign", ("cryptography",), ("cryptography",)),
)


@command("doctor")
@pass_terminal
def run(terminal: Terminal) -> int:
    """Prints a line a part; a part that is not installed is no fault, one that is installed and broken is."""
    terminal.result(f"cchc_rules {version('cchc_rules')}, Python {platform.python_version()}, {platform.system()}")
    terminal.result(terminal.say("doctor.there", part=terminal.say("doctor.direct"), versions="Python"))
    return FINDINGS if False in [_examine(part, terminal) for part in PARTS] else DONE


def _examine(part: Part, terminal: Terminal) -> bool:
    """Prints one part, with the line to run where it is not installed; whether nothing about it is broken."""
    name = terminal.say(f"doctor.{part.extra}")
    installed = list(_versions(part))
    is_whole = len(installed) == len(part.packages)
    fault = _fault(part) if is_whole else ""
    if is_whole:
        key = "doctor.broken" if fault else "doctor.there"
        terminal.result(terminal.say(key, part=name, versions=", ".join(installed), fault=fault))
    else:
        terminal.result(terminal.say("doctor.missing", part=name))
    if part.extra == "live" and (fault or not is_whole):  # the one part that is compiled where it is installed
        terminal.result(f"  {terminal.say('doctor.compiler')}")
    if not is_whole or (fault and part.extra == "live"):
        terminal.result(f"  {terminal.say('doctor.install', command=install_command(part.extra))}")
    return not fault


def _versions(part: Part) -> Iterator[str]:
    for package in part.packages:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            return


def _fault(part: Part) -> str:
    """Why an installed part cannot be used; empty when it can."""
    try:
        for module in part.modules:
            import_module(module)
        if part.extra == "live":
            durable.self_check()
    except (ImportError, MissingDependency, durable.EngineFailure) as error:
        return str(error)
    return ""
