"""Words with places for values: ``because`` of a criterion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{\s*([^{}\s][^{}]*)\}")


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: what stands before each ``{name}``, and the name; last what follows, with no name."""
    start = 0
    for found in _PLACEHOLDER.finditer(text):
        yield text[start : found.start()], found[1].strip()
        start = found.end()
    yield text[start:], ""
