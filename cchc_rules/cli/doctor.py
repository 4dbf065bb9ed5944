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
from cchc_rules.problems import MissingDependency


@dataclass(frozen=True, slots=True)
class Part:
    """An optional part of the product: the extra that installs it, its packages, and the modules they must give."""

    extra: str
    packages: tuple[str, ...]
    modules: tuple[str, ...]


PARTS: Final = (
    Part("polars", ("polars",), ("polars",)),
    Part("spark", ("pyspark", "pyarrow"), ("pyspark", "pyarrow")),
    Part("live", ("durable_rules",), ("durable.engine", "durable_rules_engine")),
    Part("verify", ("z3-solver",), ("z3",)),
    Part("excel", ("openpyxl", "xlsxwriter"), ("openpyxl", "xlsxwriter")),
    Part("report", ("jinja2",), ("jinja2",)),
    Part("serve", ("fastapi", "uvicorn"), ("fastapi", "uvicorn")),
)


@command("doctor")
@pass_session
def run(session: Session) -> int:
    """Prints a line a part; a part that is not installed is no fault, one that is installed and broken is."""
    session.result(f"cchc_rules {version('cchc_rules')}, Python {platform.python_version()}, {platform.system()}")
    session.result(session.say("doctor.there", part=session.say("doctor.direct"), versions="Python"))
    return FINDINGS if False in [_told(part, session) for part in PARTS] else DONE


def _told(part: Part, session: Session) -> bool:
    """Prints one part; whether nothing about it is broken."""
    name = session.say(f"doctor.{part.extra}")
    installed = list(_versions(part))
    if len(installed) < len(part.packages):
        missing = session.say("doctor.missing", part=name, command=f"pip install 'cchc_rules[{part.extra}]'")
        session.result(missing + (f" {session.say('doctor.compiler')}" if part.extra == "live" else ""))
        return True
    fault = _fault(part)
    key = "doctor.broken" if fault else "doctor.there"
    session.result(session.say(key, part=name, versions=", ".join(installed), fault=fault))
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
