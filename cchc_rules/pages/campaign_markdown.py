"""How a page on a campaign is written as Markdown: words of one language, tables, places and ways to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cchc_rules.phrases import phrase
from cchc_rules.values import Words

_MARKS: Final = {"\\": "\\\\", "|": "\\|", "*": "\\*", "<": "&lt;", "\n": " "}


@dataclass(frozen=True, slots=True)
class MarkdownWriter:
    """Writes the words of one language."""

    language: str

    def say(self, key: str, /, **fields: object) -> str:
        """A phrase with its fields, which are in the language already."""
        return escape_text(phrase(key, self.language, **fields))

    def text(self, words: Words) -> str:
        """Words in the language."""
        return escape_text(words.within(self.language))

    def stack(self, words: Iterable[Words]) -> str:
        """Words one below the other, in a cell."""
        return "<br>".join(map(self.text, words))

    def table(self, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
        """A table; headings are keys of the catalogue, cells are Markdown."""
        yield row_of(self.say(f"pages.{heading}") for heading in headings)
        yield "|---" * len(headings) + "|"
        yield from map(row_of, rows)


def row_of(cells: Iterable[str]) -> str:
    """A line of a table."""
    return "| " + " | ".join(cells) + " |"


def escape_text(text: str) -> str:
    """Text with what Markdown would take for its own marks escaped; code in backticks stays as it is."""
    parts = text.split("`")
    return "`".join(
        part if index % 2 else "".join(_MARKS.get(character, character) for character in part)
        for index, part in enumerate(parts)
    )


def write_code(expression: str) -> str:
    """An expression as it is written in the file."""
    return f"`{expression.replace('|', chr(92) + '|')}`"


def mark_place(*names: str) -> str:
    """A place that can be led to, named by its kind and what it is of."""
    return f'<a id="{".".join(names)}"></a>'


def lead_to(label: str, *names: str) -> str:
    """The way to a place of the same page."""
    return f"[`{label}`](#{'.'.join(names)})"
