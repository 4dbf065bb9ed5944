"""Where each part of a YAML file stands: document paths to spans of text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from cchc_rules.problems import Span

Path: TypeAlias = tuple[str | int, ...]
"""The way to a part of a document, keys and indices: ``("categories", "agency", "criteria", 0)``."""

SHARED_DEPTH: Final = 4
"""The length of the path of a fact, check, definition or criterion of a category."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file, cut into lines once, so that an index becomes a line and a column fast."""

    file: str
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, file: str) -> SourceText:
        """The text with the index at which each line starts."""
        starts = [0]
        while (end := text.find("\n", starts[-1])) >= 0:
            starts.append(end + 1)
        return cls(file, text, tuple(starts))

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from ``start`` to ``end``, cut at the end of the first line."""
        line = bisect_right(self.starts, start) - 1
        source = self.line(line)
        column = start - self.starts[line]
        length = max(1, min(end - start, len(source) - column))
        return Span(self.file, line + 1, column + 1, length, source)

    def line(self, line: int) -> str:
        """The text of a line counted from 0, without its end."""
        last = line + 1 == len(self.starts)
        return self.text[self.starts[line] : None if last else self.starts[line + 1] - 1]

    def line_of(self, index: int) -> int:
        """The line, counted from 0, on which a character stands."""
        return bisect_right(self.starts, index) - 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A key or value of the file: from index ``start`` to ``end``, with the text it means and how it is written.

    ``style`` is that of YAML: empty for plain, ``'``, ``"``, ``|``, ``>``; None for a mapping or list.
    """

    start: int
    end: int
    text: str = ""
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Document paths to spans; a path the file does not have answers with the nearest place above it.

    ``moves``: all at and below a key, of `SHARED_DEPTH`, stands below its value in the same file.
    """

    source: SourceText
    values: Mapping[Path, Piece] = field(default_factory=dict)
    keys: Mapping[Path, Piece] = field(default_factory=dict)
    parts: tuple[tuple[Path, Places], ...] = ()
    moves: Mapping[Path, Path] = field(default_factory=dict)

    @classmethod
    def nowhere(cls, file: str) -> Places:
        """Places of a document without a text of its own: every answer is the file's first character."""
        return cls(SourceText.of("", file))

    def with_part(self, path: Path, part: Places) -> Places:
        """These places with everything at and below ``path`` looked up in another file, as imports are."""
        return replace(self, parts=(*self.parts, (path, part)))

    def path_at(self, where: Span) -> Path:
        """The path of the last key or value that begins at or before a place of the file; empty before the first."""
        index = self.source.starts[where.line - 1] + where.column - 1
        found = [(piece.start, len(path), path) for paths in (self.keys, self.values) for path, piece in paths.items()]
        return max((one for one in found if one[0] <= index), default=(0, 0, ()))[2]

    def value(self, path: Path) -> Span:
        """The span of the value at a path: the whole of a one-line text, the first line of a longer one, the first
        character of a mapping or list."""
        part, rest = self._part(path)
        if part is not self:
            return part.value(rest)
        if path not in self.values:
            while path and path not in self.values:
                path = path[:-1]
            piece = self.values.get(path)
            if path in self.keys and (piece is None or piece.style is None):
                return self._span(self.keys[path])
            return self._span(piece) if piece else self.source.span(0, 1)
        return self._span(self.values[path])

    def key(self, path: Path) -> Span:
        """The span of the key that the last step of a path names; of the value where the last step is an index."""
        part, rest = self._part(path)
        if part is not self:
            return part.key(rest)
        return self._span(self.keys[path]) if path in self.keys else self.value(path)

    def inside(self, path: Path, offset: int, length: int) -> Span:
        """The span of characters inside the text at a path.

        Exact where the text is written plain or quoted on one line without escapes, or as a ``|`` block; elsewhere the
        place of the whole text.
        """
        part, rest = self._part(path)
        if part is not self:
            return part.inside(rest, offset, length)
        start = self._index(self._holder(path), offset)
        return self.value(path) if start is None else self.source.span(start, start + max(1, length))

    def _part(self, path: Path) -> tuple[Places, Path]:
        if (moved := self.moves.get(path[:SHARED_DEPTH])) is not None:
            return replace(self, moves={}), (*moved, *path[SHARED_DEPTH:])
        for prefix, part in self.parts:
            if path[: len(prefix)] == prefix:
                return part, path[len(prefix) :]
        return self, path

    def _span(self, piece: Piece) -> Span:
        return self.source.span(piece.start, piece.start + 1 if piece.style is None else piece.end)

    def _holder(self, path: Path) -> Piece | None:
        """The text at a path, or just above it where the file wrote a bare text for a mapping or list."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)

    def _index(self, piece: Piece | None, offset: int) -> int | None:
        """Where in the file the character at ``offset`` of a text stands, when that can be told."""
        if piece is None or piece.style is None:
            return None
        if piece.style == "|":
            return self._index_in_block(piece, offset)
        start = piece.start + len(piece.style)
        exact = self.source.text[start : start + len(piece.text)] == piece.text and "\n" not in piece.text
        return start + min(offset, len(piece.text)) if exact else None

    def _index_in_block(self, piece: Piece, offset: int) -> int | None:
        before = piece.text[:offset]
        line = self.source.line_of(piece.start) + 1 + before.count("\n")
        wanted = piece.text.split("\n")[before.count("\n")]
        if line >= len(self.source.starts) or not (written := self.source.line(line)).endswith(wanted):
            return None
        indent = len(written) - len(wanted)
        return (
            None if written[:indent].strip() else self.source.starts[line] + indent + offset - (before.rfind("\n") + 1)
        )
