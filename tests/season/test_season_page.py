"""What the page on seasons shows is what Python prints."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "season.md"
RUN = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def test_the_page_on_seasons_is_true():
    """Each example prints, in order and in one session, what follows it."""
    names: dict[str, Any] = {}
    examples = RUN.findall(PAGE.read_text())
    assert len(examples) >= 4
    for code, expected in examples:
        with redirect_stdout(StringIO()) as printed:
            exec(code, names)
        assert expected == printed.getvalue()
