"""What the page on seasons shows is what Python prints."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import pytest

from tests.pages import both, name

RUN = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", both("how-to/season.md"), ids=name)
def test_the_page_on_seasons_is_true(page):
    """Each example prints, in order and in one session, what follows it."""
    names: dict[str, Any] = {}
    examples = RUN.findall(page.read_text(encoding="utf-8"))
    assert len(examples) >= 4
    for code, expected in examples:
        with redirect_stdout(StringIO()) as printed:
            exec(code, names)
        assert expected == printed.getvalue()
