"""What the documents show is true: expressions compile, Python prints what follows it, commands too.

``python -m tests.test_documents`` writes anew what Python and commands print; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from contextlib import chdir, redirect_stdout
from io import StringIO
from typing import Any

import pytest

import cchc_rules as cr
from tests.test_tutorial import BLOCK, ROOT, _done

DOCS = ROOT / "docs"
LANGUAGE = DOCS / "reference" / "language.md"
PYTHON = [DOCS / "how-to" / name for name in ("use-from-python.md", "web-forms.md", "keep-records.md")]
COMMANDS = DOCS / "how-to" / "decide-a-csv-file.md"
RUN = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)


def example() -> str:
    """The ruleset that the expressions of the language reference read."""
    return re.search(r"```yaml example\n(.*?)```", LANGUAGE.read_text(), re.DOTALL).group(1)


def expressions() -> list[str]:
    """Every expression in the tables of the language reference."""
    tables = re.findall(r"\| Expression \|[^\n]*\n\|---[^\n]*\n((?:\|[^\n]*\n)+)", LANGUAGE.read_text())
    return [row.split("`")[1] for table in tables for row in table.splitlines()]


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_of_the_reference_compiles(expression):
    """Each form of expression is a condition of the example ruleset."""
    text = example().replace("require: not disciplined}", f"require: '{expression}'" + "}")
    cr.compile(cr.load_text(text), "agency")


def test_the_reference_has_every_key():
    """Each key of the language stands in the reference."""
    from cchc_rules.language.documents import case_models as cases
    from cchc_rules.language.documents import models

    documents = [one for one in (*vars(models).values(), *vars(cases).values()) if isinstance(one, type)]
    keys = {
        field.alias or name
        for one in documents
        if issubclass(one, models.Document)
        for name, field in one.model_fields.items()
    }
    text = LANGUAGE.read_text()
    missing = [key for key in sorted(keys) if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)]
    assert ["embedded"] == missing


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


def python_run(text: str) -> str:
    """The page with what its Python prints, one block after the other in one run."""
    names: dict[str, Any] = {}

    def shown(block: re.Match[str]) -> str:
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(block.group(1), "page", "exec"), names)
        told = f"```python\n{block.group(1)}```\n"
        return f"{told}\n```text\n{printed.getvalue()}```" if printed.getvalue() else told

    return RUN.sub(shown, text)


def commands_run(text: str) -> str:
    """The page with what its commands print, run in the root of the project; not how long a busy machine took."""
    with chdir(ROOT):
        return re.sub(r"^decided [0-9]+ candidates in .*\n", "", BLOCK.sub(_done, text), flags=re.MULTILINE)


@pytest.mark.parametrize("page", PYTHON, ids=lambda page: page.stem)
def test_a_page_of_python_prints_what_it_shows(page):
    """Every Python block prints the text block below it."""
    assert page.read_text() == python_run(page.read_text())


def test_the_commands_of_the_csv_page_print_what_it_shows(monkeypatch):
    """Its console block shows what the command prints."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("CCHC_LANG", raising=False)
    assert COMMANDS.read_text() == commands_run(COMMANDS.read_text())


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    os.environ.pop("CCHC_LANG", None)
    for one in PYTHON:
        one.write_text(python_run(one.read_text()))
    COMMANDS.write_text(commands_run(COMMANDS.read_text()))
