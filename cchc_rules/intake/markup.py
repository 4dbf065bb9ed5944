"""XML of a spreadsheet's part → calls of handlers, streamed: no document type, no entities, no endless tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final
from xml.parsers.expat import ParserCreate, XMLParserType

from cchc_rules.intake.table import refused

_CHUNK: Final = 2**16
_LONGEST_TOKEN: Final = 2**20
_MOST_ELEMENTS: Final = 500_000


def parser() -> XMLParserType:
    """A parser that gives text in one piece and attributes as a list of names and values."""
    made = ParserCreate()
    made.buffer_text = True
    made.ordered_attributes = True
    return made


def feed(handle: IO[bytes], made: XMLParserType, file: str) -> None:
    """Parses all of the part, calling the handlers set.

    Raises TableError for a document type (where entities are declared) and for one tag or comment over 1 MiB;
    ExpatError for what is no XML. Memory: a chunk and what handlers keep.
    """

    def refuse(*_: Any) -> None:
        raise refused("sheet-format", file, variant="entities")

    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    fed = 0
    while chunk := handle.read(_CHUNK):
        made.Parse(chunk, False)
        fed += len(chunk)
        if fed - made.CurrentByteIndex > _LONGEST_TOKEN:
            raise refused("sheet-limit", file, variant="token", limit=_LONGEST_TOKEN)
    made.Parse(b"", True)


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag: its local name and attributes, those with a prefix by their local name."""

    name: str
    attributes: dict[str, str]


def elements(handle: IO[bytes], file: str) -> list[Element]:
    """Every start tag of a small part, in order. Raises TableError beyond 500,000 of them."""
    found: list[Element] = []

    def start(name: str, attributes: Any) -> None:
        if len(found) == _MOST_ELEMENTS:
            raise refused("sheet-limit", file, variant="token", limit=_MOST_ELEMENTS)
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        found.append(Element(local(name), {local(key): value for key, value in pairs}))

    made = parser()
    made.StartElementHandler = start
    feed(handle, made, file)
    return found


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def set_handlers(
    made: XMLParserType,
    start: Callable[[str, Any], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Gives the parser its three handlers."""
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = text
