"""The documents whose examples run, and how: a page is followed, and comes back with what its examples print.

``python -m tests.test_documents`` writes anew what pages print; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any, Final

from cchc_rules.phrases import LANGUAGES
from tests.test_tutorial import BLOCK, ROOT, _done

DOCS: Final = ROOT / "docs"
VIETNAMESE: Final = DOCS / "vi"
"""Vietnamese pages, each at the path its English twin has below `docs`; the README is the project's own."""

_RUN: Final = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)
_TIMING: Final = re.compile(r"^(?:decided [0-9]+ candidates in|đã xét [0-9]+ hồ sơ trong) .*\n", re.MULTILINE)
"""What is not compared: how long a busy machine took."""


def twin(page: Path) -> Path:
    """The page in the other language; of one that says its own in its name, the one that says the other."""
    stem, _, language = page.stem.rpartition(".")
    if language in LANGUAGES:
        return page.with_name(f"{stem}.{'en' if language == 'vi' else 'vi'}.md")
    if page.is_relative_to(VIETNAMESE):
        own = page.relative_to(VIETNAMESE)
        return ROOT / own if own == Path("README.md") else DOCS / own
    return VIETNAMESE / (page.name if page.parent == ROOT else page.relative_to(DOCS))


def both(*names: str) -> list[Path]:
    """The pages below `docs`, and those of their twins that are there."""
    english = [DOCS / name for name in names]
    return [*english, *(one for page in english if (one := twin(page)).exists())]


def name(page: Path) -> str:
    """A page as it is called in a test's name."""
    return page.relative_to(ROOT).as_posix()


def speak(page: Path) -> str:
    """The language commands speak on the page."""
    return "vi" if page.is_relative_to(VIETNAMESE) or page.name.endswith(".vi.md") else "en"


def run_python(text: str) -> str:
    """The page with what its Python prints, one block after the other in one run."""
    names: dict[str, Any] = {}

    def shown(block: re.Match[str]) -> str:
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(block.group(1), "page", "exec"), names)
        told = f"```python\n{block.group(1)}```\n"
        return f"{told}\n```text\n{printed.getvalue()}```" if printed.getvalue() else told

    return _RUN.sub(shown, text)


def run_commands(page: Path, folder: Path) -> str:
    """The page with what its commands print, run in a folder that has the project's `examples`."""
    copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    before, os.environ["CCHC_LANG"] = os.environ.get("CCHC_LANG"), speak(page)
    columns = os.environ.pop("COLUMNS", None)
    try:
        with chdir(folder):
            return _TIMING.sub("", BLOCK.sub(_done, page.read_text(encoding="utf-8")))
    finally:
        for variable, value in (("CCHC_LANG", before), ("COLUMNS", columns)):
            os.environ.pop(variable, None)
            if value is not None:
                os.environ[variable] = value
