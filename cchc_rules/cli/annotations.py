"""Problems of rulesets as other programs show them beside the lines they are about: GitHub's remarks, SARIF."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from cchc_rules.problems import Problem, Span

SARIF_VERSION: Final = "2.1.0"
SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def annotate(problem: Problem, language: str) -> str:
    """A workflow command; what ends a line, a property or a command is written as GitHub's own codes."""
    where, text = problem.where, _escape(_tell(problem, language))
    if not isinstance(where, Span):
        return f"::{problem.severity} title={problem.code}::{text}"
    file = _escape(where.file).replace(":", "%3A").replace(",", "%2C")
    return f"::{problem.severity} file={file},line={where.line},col={where.column},title={problem.code}::{text}"


def _tell(problem: Problem, language: str) -> str:
    return f"{problem.message(language)}; {problem.help(language)}".removesuffix("; ")


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def sarif_log(problems: Sequence[Problem], language: str) -> dict[str, Any]:
    """The problems as one run of a log in the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0)."""
    codes = list(dict.fromkeys(problem.code for problem in problems))
    driver = {"name": "cchc-rules", "version": version("cchc_rules"), "rules": [{"id": code} for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",  # as spans count; left out it would be UTF-16 (section 3.14.17)
        "results": [_result(problem, codes.index(problem.code), language) for problem in problems],
    }
    return {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}


def _result(problem: Problem, rule: int, language: str) -> dict[str, Any]:
    message = {"text": _tell(problem, language)}
    result = {"ruleId": problem.code, "ruleIndex": rule, "level": problem.severity, "message": message}
    where = problem.where
    if not isinstance(where, Span):
        return result
    region = {"startLine": where.line, "startColumn": where.column, "endColumn": where.column + where.length}
    path = Path(where.file)
    artifact = {"uri": path.as_uri() if path.is_absolute() else quote(where.file, errors="surrogateescape")}
    return {**result, "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}]}
