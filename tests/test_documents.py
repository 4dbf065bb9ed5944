"""What the documents show is true: expressions compile, Python prints what follows it, commands too.

``python -m tests.test_documents`` writes anew what Python and commands print; read the difference before you keep it.
"""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import polars as pl
import pytest

import cchc_rules as cr
from tests.pages import DOCS, ROOT, VIETNAMESE, both, name, run_commands, run_python

LANGUAGE = DOCS / "reference" / "language.md"
PYTHON = both(
    "how-to/use-from-python.md",
    "how-to/web-forms.md",
    "how-to/keep-records.md",
    "how-to/run-the-service.md",
    "how-to/choose.md",
    "how-to/ask-a-ruleset.md",
    "how-to/spreadsheets.md",
    "how-to/decide-millions.md",
    "explanation/scale.md",
)
COMMANDS = both("how-to/decide-a-csv-file.md", "how-to/hand-over.md", "how-to/choose.md", "how-to/ask-a-ruleset.md")
ELSEWHERE = (*both("cookbook.md", "how-to/season.md"), VIETNAMESE / "README.md")
"""Pages whose Python runs in tests of their own: it needs a database and Spark, or a C engine, or is of the README."""


def example() -> str:
    """The ruleset that the expressions of the language reference read."""
    return re.search(r"```yaml example\n(.*?)```", LANGUAGE.read_text(), re.DOTALL).group(1)


def expressions(page: Path = LANGUAGE) -> list[str]:
    """Every expression in the tables of the language reference, or of its twin."""
    heading = r"\| (?:Expression|Biểu thức) \|[^\n]*\n\|---[^\n]*\n"
    tables = re.findall(heading + r"((?:\|[^\n]*\n)+)", page.read_text(encoding="utf-8"))
    return [row.split("`")[1] for table in tables for row in table.splitlines()]


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_of_the_reference_compiles(expression):
    """Each form of expression is a condition of the example ruleset."""
    text = example().replace("require: not disciplined}", f"require: '{expression}'" + "}")
    cr.compile(cr.load_text(text), "agency")


def test_the_reference_has_every_key():
    """Each key of the language stands in the reference and in its twin, which has the same expressions too."""
    from cchc_rules.language.documents import case_models as cases
    from cchc_rules.language.documents import models

    documents = [one for one in (*vars(models).values(), *vars(cases).values()) if isinstance(one, type)]
    keys = {
        field.alias or name
        for one in documents
        if issubclass(one, models.Document)
        for name, field in one.model_fields.items()
    }
    for page in both("reference/language.md"):
        text = page.read_text(encoding="utf-8")
        missing = [key for key in sorted(keys) if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)]
        assert ["embedded"] == missing
        assert expressions() == expressions(page) != []


FACTS = {"boolean": "disciplined", "integer": "files", "number": "cost", "percent": "share", "date": "registered_on"}


def cells() -> list[tuple[str, str, bool]]:
    """Each text the chapter on cells shows: the fact it is for, the text, whether it is read."""
    rows = re.findall(r"\| Type \| Read \| Refused \|\n[^\n]*\n((?:\|[^\n]*\n)+)", LANGUAGE.read_text())[0]
    found = []
    for row in rows.splitlines():
        types, read, refused = (part.strip() for part in row.strip("|").split("|"))
        for type_ in re.findall(r"`(\w+)`", types):
            for column, is_read in ((read, True), (refused, False)):
                texts = re.findall(r"`([^`]+)`", column.replace("under `words`", ""))
                found += [(FACTS[type_], text, is_read) for text in texts if type_ in FACTS]
    return found


@pytest.mark.parametrize(("fact", "text", "is_read"), cells())
def test_a_cell_is_read_as_the_reference_says(fact, text, is_read):
    """Text of the column “Read” gives no problem, text of “Refused” does; only whole numbers fit an integer."""
    more = "share: {type: percent, label: {vi: Tỷ lệ, en: Share}}\n      files:"
    program = cr.compile(cr.load_text(example().replace("files:", more, 1)), "agency")
    (row,) = cr.evaluate_many(program, [{"id": "A", fact: text}], cells=True)
    fraction = {problem.code for problem in row.problems} == {"wrong-type"} and fact == "files"
    assert is_read == (not row.problems or fraction)


def lay_out(folder: Path) -> None:
    """The examples, and two agencies as the files that pages on frames read."""
    copytree(ROOT / "examples", folder / "examples")
    agencies = pl.DataFrame({"id": ["P01", "P02"], "has_plan": [True, None], "head_disciplined": [False, True]})
    agencies.write_parquet(folder / "agencies.parquet")
    agencies.write_csv(folder / "agencies.csv")
    initiatives = pl.DataFrame({"id": ["P01", "P01"], "title": ["A", "B"], "lawful": [True, None]})
    initiatives.write_parquet(folder / "initiatives.parquet")


def follow(page: Path, folder: Path) -> str:
    """The page with what its Python prints where its files are laid out."""
    lay_out(folder)
    with chdir(folder):
        return run_python(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PYTHON, ids=name)
def test_a_page_of_python_prints_what_it_shows(page, tmp_path):
    """Every Python block prints the text block below it."""
    assert page.read_text(encoding="utf-8") == follow(page, tmp_path)


def test_the_python_of_every_page_runs():
    """A page with a block of Python is one of those that are run; the reference shows signatures only."""
    pages = {page for page in DOCS.rglob("*.md") if "```python\n" in page.read_text(encoding="utf-8")}
    assert {*PYTHON, *ELSEWHERE, DOCS / "reference" / "python.md"} == pages


@pytest.mark.parametrize("page", COMMANDS, ids=name)
def test_the_commands_of_a_page_print_what_it_shows(page, tmp_path):
    """Its console blocks show what the commands print, in the language of the page."""
    assert page.read_text(encoding="utf-8") == run_commands(page, tmp_path)


def test_what_pages_import_is_said_to_be_stable():
    """Every module of ours that the Python of a page imports from is named where it is said what is stable."""
    promised = (DOCS / "reference" / "stability.md").read_text(encoding="utf-8")
    imported = {
        module
        for page in DOCS.rglob("*.md")
        for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for module in re.findall(r"^(?:from|import) (cchc_rules\.[\w.]+)", block, re.MULTILINE)
    }
    assert {"cchc_rules.strict_json"} <= imported
    assert [] == [module for module in sorted(imported) if f"`{module}`" not in promised]


if __name__ == "__main__":
    for one in PYTHON:
        with TemporaryDirectory() as folder:
            one.write_text(follow(one, Path(folder)), encoding="utf-8")
    for one in COMMANDS:
        with TemporaryDirectory() as folder:
            one.write_text(run_commands(one, Path(folder)), encoding="utf-8")
