"""Strict YAML: text to plain dicts, lists and scalars with the place of every part, or all problems at once.

Built on PyYAML's *events*, so that nothing is resolved behind our back. Only ``null``, ``true``, ``false``, integers
and decimals (``-12``, ``0.5``) are other than text; ``no``, ``on``, ``12:30``, ``010``, ``1_000``, ``1e3``, ``.nan``
and dates stay text. Duplicate keys, anchors, aliases, merge keys, tags, directives, second documents, keys that are not
text, invisible characters and depth over 32 are refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeAlias
from unicodedata import normalize

import yaml
from yaml import events

from cchc_rules.language.documents.names import LONGEST_KEY
from cchc_rules.language.documents.places import Path, Piece, Places, SourceText
from cchc_rules.language.documents.source_text import (
    CONTROL,
    INVISIBLE,
    decode_text,
    describe_character,
    find_characters,
)
from cchc_rules.language.documents.yaml_problems import cut_by_comment, describe_failure
from cchc_rules.problems import Problem, RulesetError

__all__ = ["Path", "Places", "Reading", "Tree", "read", "read_yaml"]

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | Decimal | bool | None"
"""Plain content of a file."""

DEEPEST: Final = 32
LONGEST_SCALAR: Final = 64 * 1024
MOST_NUMBER_DIGITS: Final = 30
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_CONSTANTS: Final[dict[str, bool | None]] = {"": None, "null": None, "true": True, "false": False}
_PYTHON_DECIDES: Final = re.compile(r"[\t&?]|[|>][0-9+-]*#|:[,:\[\]{}]")
"""What libyaml and PyYAML's own scanner take differently (``tests/generation/yaml_texts.py`` searches for more)."""

_FAILURES: Final = (yaml.YAMLError, ValueError, OverflowError, IndexError, AttributeError)
"""What PyYAML's scanner raises for one malformed input or another (``"\\UFFFFFFFF"`` is a bare OverflowError)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a text: the content as far as it goes, places, problems, and whether the end was reached."""

    tree: Tree
    places: Places
    problems: tuple[Problem, ...]
    complete: bool


def read_yaml(text: str | bytes, file: str) -> tuple[Tree, Places]:
    """The content of a YAML text and its places; RulesetError with every problem when there is one.

    Cost: some second a megabyte, which is the largest a file may be; more where Python's scanner has to decide.
    """
    reading = read(text, file)
    if reading.problems:
        raise RulesetError(reading.problems)
    return reading.tree, reading.places


def read(text: str | bytes, file: str) -> Reading:
    """The content of a YAML text with its places and problems; never raises for what is in the text."""
    decoded_text, problems = decode_text(text, file)
    source = SourceText.of(decoded_text, file)
    if problems:
        return Reading(None, Places(source), tuple(problems), complete=False)
    reader, complete = _read_events(source)
    reader.problems.extend((*find_characters("invisible-character", INVISIBLE, source), *_loose_tabs(reader)))
    in_order = sorted(reader.problems, key=lambda one: (getattr(one.where, "line", 0), getattr(one.where, "column", 0)))
    return Reading(reader.tree, Places(source, reader.values, reader.keys), tuple(in_order), complete)


def _read_events(source: SourceText) -> tuple[_EventReader, bool]:
    """The reader after every event, and whether it came to the end.

    libyaml reads, some ten times as fast; where it fails, and where a text has what the two scanners take differently,
    the one in Python decides, whose messages `described_failure` knows.
    """
    if yaml.__with_libyaml__ and not _PYTHON_DECIDES.search(source.text):
        reader = _EventReader(source)
        try:
            return reader, reader.read_all(yaml.CSafeLoader(source.text))
        except _FAILURES:
            pass
    reader = _EventReader(source)
    loader = yaml.SafeLoader(source.text)
    try:
        return reader, reader.read_all(loader)
    except _FAILURES as error:
        reader.problems.append(describe_failure(error, source, loader.get_mark().index))
        return reader, False


def _loose_tabs(reader: _EventReader) -> Iterator[Problem]:
    """A problem for the first tab outside of quotes that the scanner let pass: nobody sees how far it indents."""
    tabs = [index for index, character in enumerate(reader.source.text) if character == "\t"]
    starts = [piece.start for piece in reader.quoted]  # in the order of the text; the last before a tab may hold it
    ends = [0, *(piece.end for piece in reader.quoted)]
    loose = [tab for tab in tabs if tab >= ends[bisect_left(starts, tab)]]
    if loose and not any(problem.key == "yaml-syntax.tab" for problem in reader.problems):
        yield Problem("yaml-syntax", reader.source.span(loose[0], loose[0] + 1), {"character": "\t"}, "tab")


@dataclass(slots=True)
class _Frame:
    """A mapping or list being filled. ``path`` None: its content is read but dropped."""

    content: dict[str, Tree] | list[Tree]
    path: Path | None
    flow: bool
    key: str | None = None
    waiting: bool = False  # a key was read and its value is due
    last: Piece | None = None  # the plain scalar that was the last value


@dataclass(slots=True)
class _EventReader:
    """Turns events into content, one at a time, without recursion."""

    source: SourceText
    tree: Tree = None
    values: dict[Path, Piece] = field(default_factory=dict)
    keys: dict[Path, Piece] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    quoted: list[Piece] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    documents: int = 0

    def read_all(self, loader: yaml.SafeLoader | yaml.CSafeLoader) -> bool:
        """Read every event; False when reading had to stop. Raises what the scanner does for a malformed text."""
        try:
            while loader.check_event():
                event = loader.get_event()
                if event is not None and not self._take(event):
                    return False
        finally:
            loader.dispose()
        if self.documents == 0:
            self.problems.append(Problem("empty-document", self.source.span(0, 1)))
        return self.documents > 0

    def _take(self, event: yaml.Event) -> bool:
        """Take one event in; False when reading must stop."""
        match event:
            case events.DocumentStartEvent():
                self.documents += 1
                if event.version or event.tags:
                    self._report("yaml-directive", event)
                if self.documents > 1:
                    self._report("second-document", event)
                return self.documents == 1
            case events.AliasEvent():
                self._report("yaml-alias", event, name=event.anchor)
                self._put(None, self._piece(event))
            case events.ScalarEvent():
                self._refuse_decoration(event)
                self._scalar(event)
            case events.MappingStartEvent() | events.SequenceStartEvent():
                self._refuse_decoration(event)
                return self._open(event)
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self.frames.pop()
        return True

    def _report(self, code: str, event: yaml.Event, *, variant: str = "", **fields: Any) -> None:
        piece = self._piece(event)
        self.problems.append(
            Problem(code, self.source.span(piece.start, max(piece.end, piece.start + 1)), fields, variant)
        )

    def _piece(self, event: yaml.Event) -> Piece:
        assert event.start_mark is not None
        assert event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, events.ScalarEvent):
            return Piece(start, end, normalize("NFC", event.value), event.style or "")
        return Piece(start, end)

    def _refuse_decoration(self, event: events.ScalarEvent | events.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._report("yaml-anchor", event, name=event.anchor)
        if event.tag is not None:
            self._report("yaml-tag", event, tag=event.tag[:80])

    def _open(self, event: events.CollectionStartEvent) -> bool:
        """Begin a mapping or list; False when it is too deep."""
        if len(self.frames) == DEEPEST:
            self._report("too-deep", event, deepest=DEEPEST)
            return False
        content: dict[str, Tree] | list[Tree] = {} if isinstance(event, events.MappingStartEvent) else []
        path: Path | None = None
        if self._expects_key():
            self._report("key-not-text", event, variant="collection")
            self.frames[-1].key, self.frames[-1].waiting = None, True
        else:
            path = self._put(content, self._piece(event))
        self.frames.append(_Frame(content, path, bool(event.flow_style)))
        return True

    def _expects_key(self) -> bool:
        return bool(self.frames) and isinstance(self.frames[-1].content, dict) and not self.frames[-1].waiting

    def _put(self, content: Tree, piece: Piece) -> Path | None:
        """Put a value where it belongs and give its path; None when it has no place in the document."""
        if not self.frames:
            self.tree = content
            self.values[()] = piece
            return ()
        frame = self.frames[-1]
        frame.waiting = False
        frame.last = piece if piece.style == "" else None
        if frame.path is None or (isinstance(frame.content, dict) and frame.key is None):
            return None
        path = (*frame.path, len(frame.content) if isinstance(frame.content, list) else str(frame.key))
        if isinstance(frame.content, list):
            frame.content.append(content)
        else:
            frame.content[str(frame.key)] = content
        self.values[path] = piece
        return path

    def _scalar(self, event: events.ScalarEvent) -> None:
        piece = self._piece(event)
        self._refuse_characters(event, piece)
        if self._expects_key():
            self._key(event, piece)
        elif self._dangles(piece):
            self._drop_dangling_key(piece)
        else:
            self._put(self._meaning(event, piece), piece)
            if cut_by_comment(piece, self.source):
                self._report("cut-text", event, variant="comment")

    def _refuse_characters(self, event: events.ScalarEvent, piece: Piece) -> None:
        """Refuse what an escape in double quotes smuggled in; the text itself was searched before."""
        if piece.style in ('"', "'"):
            self.quoted.append(piece)
        if piece.style != '"':
            return
        for code, pattern in (("control-character", CONTROL), ("invisible-character", INVISIBLE)):
            hit = pattern.search(piece.text)
            if hit and hit[0] not in self.source.text[piece.start : piece.end]:
                self._report(code, event, character=describe_character(hit[0]))

    def _key(self, event: events.ScalarEvent, piece: Piece) -> None:
        frame = self.frames[-1]
        assert isinstance(frame.content, dict)
        key: str | None = piece.text
        if piece.style == "" and (piece.text in _CONSTANTS or _NUMBER.fullmatch(piece.text)):
            self._report("key-not-text", event, key=piece.text)
        elif piece.style == "" and piece.text == "<<":
            self._report("yaml-merge", event)
            key = None
        elif len(piece.text) > LONGEST_KEY:
            self._report("key-too-long", event, longest=LONGEST_KEY)
            key = None
        if key is not None and key in frame.content:
            first = self.keys.get((*(self.frames[-1].path or ()), key))
            line = self.source.line_of(first.start) + 1 if first else 0
            self._report("duplicate-key", event, key=key, line=line)
            key = None
        frame.key, frame.waiting = key, True
        if key is not None and frame.path is not None:
            self.keys[(*frame.path, key)] = piece

    def _meaning(self, event: events.ScalarEvent, piece: Piece) -> Tree:
        if len(piece.text.encode("utf-8", "surrogatepass")) > LONGEST_SCALAR:
            self._report("text-too-long", event, longest=LONGEST_SCALAR)
            return ""
        if piece.style != "":
            return piece.text
        if piece.text in _CONSTANTS:
            return _CONSTANTS[piece.text]
        return self._number(event, piece.text) if _NUMBER.fullmatch(piece.text) else piece.text

    def _number(self, event: events.ScalarEvent, text: str) -> int | Decimal:
        if sum(character.isdigit() for character in text) > MOST_NUMBER_DIGITS:
            self._report("number-too-long", event, longest=MOST_NUMBER_DIGITS)
            return 0
        return Decimal(text) if "." in text else int(text)

    def _dangles(self, piece: Piece) -> bool:
        """Whether a key in braces has no value and follows a plain text: what a comma does to an unquoted text."""
        frame = self.frames[-1] if self.frames else None
        return bool(
            frame and frame.flow and frame.waiting and frame.last and piece.start == piece.end and not piece.text
        )

    def _drop_dangling_key(self, piece: Piece) -> None:
        frame = self.frames[-1]
        assert frame.last is not None
        last, frame.waiting = frame.last, False
        cut = Problem("cut-text", self.source.span(last.start, piece.end), {"text": last.text[:60]})
        before = self.problems[-1] if self.problems else None
        if before and before.code == cut.code and str(before.where) == str(cut.where):
            self.problems.pop()
        self.problems.append(cut)
        if frame.key is not None and frame.path is not None:
            del self.keys[(*frame.path, frame.key)]
