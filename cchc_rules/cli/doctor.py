"""``cchc-rules doctor``: the engines and formats there are, their versions, and what to install for the others."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from cchc_rules.cli.session import DONE, FINDINGS, Session, pass_session
from cchc_rules.cli.speaking import command
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
        ("fastapi", "uvicorn", "sqlalchemy", "psycopg", "python-multipart"),
        ("fastapi", "uvicorn", "sqlalchemy", "psycopg", "python_multipart"),
    ),
    Part("sign", ("cryptography",), ("cryptography",)),
)


@command("doctor")
@pass_session
def run(session: Session) -> int:
    """Prints a line a part; a part that is not installed is no fault, one that is installed and broken is."""
    session.result(f"cchc_rules {version('cchc_rules')}, Python {platform.python_version()}, {platform.system()}")
    session.result(session.say("doctor.there", part=session.say("doctor.direct"), versions="Python"))
    return FINDINGS if False in [_examine(part, session) for part in PARTS] else DONE


def _examine(part: Part, session: Session) -> bool:
    """Prints one part, with the line to run where it cannot be used; whether nothing about it is broken."""
    name = session.say(f"doctor.{part.extra}")
    installed = list(_versions(part))
    fault = _fault(part) if len(installed) == len(part.packages) else ""
    if fault:
        session.result(session.say("doctor.broken", part=name, versions=", ".join(installed), fault=fault))
    elif len(installed) == len(part.packages):
        session.result(session.say("doctor.there", part=name, versions=", ".join(installed)))
        return True
    else:
        session.result(session.say("doctor.missing", part=name))
    if part.extra == "live":  # the only part that is compiled where it is installed
        session.result(f"  {session.say('doctor.compiler')}")
    session.result(f"  {session.say('doctor.install', command=_install_command(part, broken=bool(fault)))}")
    return not fault


def _install_command(part: Part, *, broken: bool) -> str:
    """The line to run; what is there and broken is replaced, at the version that is pinned or there."""
    if broken and part.extra != "live":
        return f"python -m pip install --force-reinstall {' '.join(f'{one}=={version(one)}' for one in part.packages)}"
    return install_command(part.extra)


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
