"""Tables for tests: texts written to files and read as offices of the small ruleset of the command line's tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from cchc_rules.evaluation import RowResult
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import Row, Table, TableError
from cchc_rules.language.loader import load
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program

SMALL = Path(__file__).parents[1] / "cli" / "given" / "small"


@cache
def program() -> Program:
    """The program of the small ruleset."""
    return compile(load(SMALL), "office")


def read(folder: Path, content: str | bytes, *, name: str = "main.csv", **more: Any) -> Table:
    """The table of a file with that content; ``initiatives`` is the content of the list file, CSV unless it says so."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    lists = dict(more.pop("lists", {}))
    if (members := more.pop("initiatives", None)) is not None:
        lists["initiatives"] = folder / more.pop("list_name", "initiatives.csv")
        lists["initiatives"].write_text(members)
    return read_rows(path, program().category, lists=lists, **more)


def refusal(folder: Path, content: str | bytes, **more: Any) -> list[str]:
    """The keys of the problems for which the file is refused."""
    try:
        read(folder, content, **more)
    except TableError as error:
        return [problem.key for problem in error.problems if problem.render_line("vi") and problem.render_line("en")]
    return []


def decided(table: Table) -> list[RowResult]:
    """The results of a table."""
    return list(decide_rows(program(), table))


def problems(row: Row | RowResult) -> list[str]:
    """The keys of a row's problems."""
    return [problem.key for problem in row.problems]
