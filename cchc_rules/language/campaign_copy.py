"""A campaign copied for another year: the same file under another id, every clause marked as not yet compared.

Only id, version and the year in the title change. Every other date, year and number is the old campaign's until
somebody has held it against the new text: they are listed, none is moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cchc_rules.language.documents.places import Path, Piece
from cchc_rules.language.documents.yaml_reader import read_yaml

FIRST_VERSION: Final = "0.1.0"
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_FIGURE: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?|[0-9]+(?:[.,][0-9]+)*", re.ASCII
)
_NAMES: Final = frozenset(("id", "source", "at", "key", "expects", "language", "version"))
"""Keys below which figures are parts of names or places, which hold whatever the year is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A place of the file that holds dates, years or numbers: its line, its path, what it says, what was found."""

    line: int
    path: str
    text: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignCopy:
    """The text of the new file, and the figures in it that somebody has to look at."""

    text: str
    figures: tuple[Figure, ...]
    clauses: int


def copy_campaign(text: str, file: str, *, id: str, year: int) -> CampaignCopy:
    """The file of a campaign as the beginning of another; comments and layout stay. Raises RulesetError for no YAML."""
    _, places = read_yaml(text, file)
    clauses = [path for path in places.values if len(path) == 4 and (path[0], path[2]) == ("sources", "clauses")]
    edits = [
        *_edit_names(places.values, text, id, year),
        *(edit for path in clauses for edit in _mark_clause(places.values, text, path)),
    ]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return CampaignCopy(text, tuple(_find_figures(text, file)), len(clauses))


def _edit_names(values: Mapping[Path, Piece], text: str, id: str, year: int) -> Iterator[tuple[int, int, str]]:
    """The id, the version, and in the title the latest year it names."""
    for key, new in (("id", id), ("version", FIRST_VERSION)):
        piece = values[(key,)]
        yield piece.start, piece.end, new
    titles = [values[path] for path in (("title", "vi"), ("title", "en")) if path in values]
    years = [found for piece in titles for found in _YEAR.findall(piece.text)]
    for piece in titles if years else []:
        written = text[piece.start : piece.end]
        yield piece.start, piece.end, re.sub(rf"(?<![0-9]){max(years)}(?![0-9])", str(year), written)


def _mark_clause(values: Mapping[Path, Piece], text: str, path: Path) -> Iterator[tuple[int, int, str]]:
    """The mark before the first key of a clause, in its own layout; one that is there already is turned back."""
    if (marked := values.get((*path, "compared"))) is not None:
        yield marked.start, marked.end, "false"
        return
    start = values[path].start
    if text[start] == "{":
        yield start + 1, start + 1, "compared: false, "
    else:
        indent = " " * (start - text.rfind("\n", 0, start) - 1)
        yield start, start, f"compared: false\n{indent}"


def _find_figures(text: str, file: str) -> Iterator[Figure]:
    """The places with figures in the order of the file; names that hold a year are among them."""
    _, places = read_yaml(text, file)
    named = [(path, key) for path, key in places.keys.items() if _YEAR.search(key.text)]
    valued = [(path, piece) for path, piece in places.values.items() if piece.style is not None]
    for path, piece in sorted((*named, *valued), key=lambda one: one[1].start):
        found = _FIGURE.findall(piece.text)
        if found and not _NAMES & set(path) - {path[0]} and path[0] not in ("language", "version", "id"):
            yield Figure(
                places.source.line_of(piece.start) + 1,
                ".".join(map(str, path)),
                piece.text,
                tuple(dict.fromkeys(found)),
            )
