"""About how wide text is in a common sans-serif font, and text broken into lines by it."""

from __future__ import annotations

from math import fsum
from typing import Final
from unicodedata import normalize

_NARROW: Final = frozenset("iljI.,:;'|!()[]/ ft-“”‘’r")
_WIDE: Final = frozenset("mwMW@%—…")
_SHARES: Final = {"narrow": 0.36, "wide": 0.9, "capital": 0.7, "other": 0.57}
"""Widths as shares of the font size: a little more than Arial's, so that wider fonts fit too."""

BOLD: Final = 1.07


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how many pixels wide the text is at a font size."""
    return fsum(_share(character) for character in text) * size * (BOLD if bold else 1)


def _share(character: str) -> float:
    base = normalize("NFD", character)[0]
    if base in _NARROW:
        return _SHARES["narrow"]
    if base in _WIDE:
        return _SHARES["wide"]
    return _SHARES["capital" if base.isupper() else "other"]


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than ``width`` pixels, broken at spaces; a longer word has a line of its own.

    A percent sign stays with its number.
    """
    lines: list[str] = []
    for word in text.replace(" %", "\N{NO-BREAK SPACE}%").split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
