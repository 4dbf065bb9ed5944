"""A spreadsheet of 50,000 × 10 read to rows of facts, against openpyxl's own read-only iteration over it.

Run ``python -m benchmarks.excel``; prints the medians of three runs each and their ratio.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import openpyxl
import xlsxwriter

from cchc_rules.intake.reader import read_rows
from cchc_rules.language.loader import load
from cchc_rules.language.ruleset import Category

ROWS = 50_000
RUNS = 3
ALLOWED = 2.0


def written(folder: Path, category: Category) -> Path:
    """The sheet: an id and nine facts as an office types them."""
    path, drawn = folder / "offices.xlsx", Random(1)
    names = [fact.name for fact in category.facts if fact.name != "initiatives"][:9]
    book = xlsxwriter.Workbook(path, {"constant_memory": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", *names])
    kinds = {fact.name: type(fact.type).__name__ for fact in category.facts}
    for row in range(1, ROWS + 1):
        sheet.write_string(row, 0, f"Q12-{row:05}")
        for column, name in enumerate(names, start=1):
            match kinds[name]:
                case "NumberType":
                    sheet.write_number(row, column, drawn.randrange(1, 500))
                case "BooleanType":
                    sheet.write_string(row, column, drawn.choice(("Có", "Không")))
                case "GradeType":
                    sheet.write_string(row, column, drawn.choice(("Tốt", "Khá", "Trung bình")))
                case _:
                    sheet.write_string(row, column, "05/5/2022")
    book.close()
    return path


def iterated(path: Path) -> int:
    """How many rows openpyxl gives."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def timed(action) -> float:
    """Seconds the action takes."""
    started = perf_counter()
    action()
    return perf_counter() - started


def main() -> None:
    """Prints both times and their ratio."""
    category = load("quan-12-2022").category("agency")
    with TemporaryDirectory() as folder:
        path = written(Path(folder), category)
        assert len(read_rows(path, category).rows) == ROWS == iterated(path) - 1
        pairs = [(timed(lambda: read_rows(path, category)), timed(lambda: iterated(path))) for _ in range(RUNS)]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(own / peer for own, peer in pairs)
    print(f"read_rows {ours:.2f} s, openpyxl {theirs:.2f} s, ratio {ratio:.2f} (allowed {ALLOWED})")


if __name__ == "__main__":
    main()
