"""The clerk's own workbook handed back: faulty cells coloured, the reason in a comment, a list of them by unit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cchc_rules.evaluation import RowResult
from cchc_rules.files import whole_bytes
from cchc_rules.intake.cells import Grid
from cchc_rules.intake.guard import OLD_OFFICE, read_content
from cchc_rules.intake.guarded_copy import copy_guarded
from cchc_rules.intake.limits import DEFAULT_LIMITS, Limits
from cchc_rules.intake.probe import GROWTH, MEMORY, SECONDS
from cchc_rules.intake.table import Table, TableError
from cchc_rules.intake.xls import read_xls
from cchc_rules.intake.xlsx import read_xlsx
from cchc_rules.program.program import Program
from cchc_rules.reports.marks import ReturnedSheets, list_faults
from cchc_rules.reports.rebuilt_workbook import rebuild_workbook
from cchc_rules.reports.scratch import scratch_folder
from cchc_rules.text import fold_case


@dataclass(frozen=True, slots=True)
class Returned:
    """What was handed back: how many things are to be corrected, and what of the clerk's workbook is not in it.

    ``left_out`` are kinds of parts: drawings, macros, comments, tables, links; ``rebuilt`` that the cells stand in a
    new workbook, without looks and formulas.
    """

    faults: int
    left_out: tuple[str, ...]
    rebuilt: bool


def return_workbook(
    source: Path,
    target: Path,
    program: Program,
    table: Table,
    results: Sequence[RowResult],
    language: str = "vi",
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> Returned:
    """Writes the workbook back, whole or not at all, with every value of the clerk's as it was.

    It is changed in a process of its own and read again: unless every cell reads as before, or where merges and links
    cover over 200,000 cells, or of an ``.xls``, a new workbook of the same cells is written. Raises TableError where
    the file cannot be read, OutputError where the target cannot be written.
    """
    content = read_content(source, limits)
    is_old = content.startswith(OLD_OFFICE)
    grids = list((read_xls if is_old else read_xlsx)(source, content, limits))
    sheets = [grid.name for grid in grids if grid.visible and grid.rows]
    found = list_faults(program, table, results, sheets, language)
    copy = None if is_old else copy_guarded(source, content, limits)
    if copy is not None:
        marked = _mark_elsewhere(copy.content, found)
        if marked is not None and _reads_alike(grids, marked, target, found.title, limits):
            with whole_bytes(target) as out:
                out.write(marked)
            return Returned(len(found.faults), copy.left_out, rebuilt=False)
    rebuild_workbook(target, grids, found)
    return Returned(len(found.faults), () if copy is None else copy.left_out, rebuilt=True)


def _mark_elsewhere(content: bytes, found: ReturnedSheets) -> bytes | None:
    """The workbook with its marks, made by a process that may fail, loop or fill its memory; None where it does."""
    with scratch_folder() as folder:
        source, target, wanted = (Path(folder, name) for name in ("in.xlsx", "out.xlsx", "marks.json"))
        source.write_bytes(content)
        comments = [[sheet, cell, text] for (sheet, cell), text in found.comments().items()]
        told = {**asdict(found), "comments": comments, "faults": [one.cells() for one in found.faults]}
        wanted.write_text(json.dumps(told), encoding="utf-8")
        command = [sys.executable, "-m", MARKER, str(source), str(target), str(wanted), str(MEMORY + GROWTH * _WHOLE)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        try:
            done = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS_HELD,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        return target.read_bytes() if not done.returncode and target.exists() else None


MARKER: Final = "cchc_rules.reports.workbook_marker"
"""The module that is run to mark a copy."""

_WHOLE: Final = DEFAULT_LIMITS.unpacked // GROWTH
"""A library that holds every cell takes some fifty bytes for each of the text; half of what a file may unpack to is
more than any office table, and one that takes more is rebuilt."""

_SECONDS_HELD: Final = 2 * SECONDS
"""Loading and saving take about a minute for each million cells."""


def _reads_alike(before: Sequence[Grid], marked: bytes, target: Path, title: str, limits: Limits) -> bool:
    """Whether every sheet of the marked workbook, save the list, reads as it did: cells, merges, what is hidden."""
    try:
        after = list(read_xlsx(target, marked, limits))
    except TableError:
        return False
    seen = [_describe(grid) for grid in after if fold_case(grid.name) != fold_case(title)]
    return seen == [_describe(grid) for grid in before if fold_case(grid.name) != fold_case(title)]


def _describe(grid: Grid) -> tuple[object, ...]:
    """All that is read of a sheet. A row that holds nothing is none."""
    # Each cell with its kind: 1 is not yes.
    rows = tuple((row.number, tuple((type(cell), cell) for cell in row.cells), row.hidden) for row in grid.rows)
    merged = frozenset(area for area in grid.merged if (area.top, area.left) != (area.bottom, area.right))
    return grid.name, rows, merged, frozenset(grid.hidden_columns), grid.visible
