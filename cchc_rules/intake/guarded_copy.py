"""A copy of a workbook that holds nothing but its cells and their looks: what a library may load whole.

Drawings, charts, macros, links to other files, tables and comments are left out, and named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, tostring
from zipfile import ZIP_DEFLATED, ZipFile

from cchc_rules.intake.guard import Archive, open_archive
from cchc_rules.intake.limits import Limits
from cchc_rules.intake.table import refuse
from cchc_rules.intake.xlsx import column_number

MOST_COVERED: Final = 200_000
"""Cells under merges and links: openpyxl builds each, some 400 bytes apiece, and a file of 2 kB can name 2³⁴."""

_KEPT: Final = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(?:_rels/)?[^/]*workbook[^/]*\.xml(?:\.rels)?"
    r"|xl/(?:styles|sharedstrings)\.xml|xl/theme/[^/]+\.xml|xl/worksheets/[^/]+\.xml"
)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_LINKS: Final = re.compile(r"xl/worksheets/_rels/[^/]+\.rels")
_POINTERS: Final = re.compile(
    rb"<(?P<tag>tableParts|oleObjects|controls)\b(?:[^>]*/>|.*?</(?P=tag)>)"
    rb"|<(?:drawing|legacyDrawing|legacyDrawingHF|picture)\b[^>]*/>",
    re.DOTALL,
)
"""What of a sheet points to parts that are left out."""

_KINDS: Final = {
    "drawings": re.compile(r"xl/(?:drawings|media|charts|diagrams|embeddings|ctrlprops|activex)/"),
    "macros": re.compile(r"xl/vbaproject"),
    "comments": re.compile(r"xl/(?:threadedcomments/|comments|persons/)"),
    "tables": re.compile(r"xl/(?:tables|pivottables|pivotcache|querytables|slicers)/"),
    "links": re.compile(r"xl/(?:externallinks/|connections)"),
}
_RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@dataclass(frozen=True, slots=True)
class GuardedCopy:
    """The bytes of the copy, and the kinds of what it leaves out: drawings, macros, comments, tables, links."""

    content: bytes
    left_out: tuple[str, ...]


def copy_guarded(path: Path, content: bytes, limits: Limits) -> GuardedCopy | None:
    """The copy; None where merges and links cover too many cells for it to be loaded whole.

    Raises TableError when the file breaks a limit or is damaged. Memory: the largest sheet as text.
    """
    with open_archive(path, content, limits) as archive:
        kept = BytesIO()
        covered = 0
        with ZipFile(kept, "w", ZIP_DEFLATED) as copy:
            for name in archive.zipped.namelist():
                folded = name.casefold()
                if _LINKS.fullmatch(folded):
                    copy.writestr(name, _only_links(archive, name))
                elif _KEPT.fullmatch(folded):
                    with archive.open(name) as handle:
                        part = handle.read()
                    if _SHEET.fullmatch(folded):
                        part = _POINTERS.sub(b"", part)
                        for _, one in archive.branches(name, 2):
                            if one.tag.endswith(("}mergeCell", "}hyperlink")):
                                covered += _size(one)
                    copy.writestr(name, part)
        left_out = [name.casefold() for name in archive.zipped.namelist()]
        kinds = tuple(kind for kind, pattern in _KINDS.items() if any(map(pattern.match, left_out)))
        return None if covered > MOST_COVERED else GuardedCopy(kept.getvalue(), kinds)


def _only_links(archive: Archive, name: str) -> bytes:
    """The relations of a sheet without those to parts that are left out."""
    root = archive.tree(name)
    if root is None:
        raise refuse("sheet-broken", archive.file)
    for one in list(root):
        if not one.get("Type", "").endswith("/hyperlink"):
            root.remove(one)
    content: bytes = tostring(root, encoding="utf-8")
    return content


def _size(element: Element) -> int:
    found = _RANGE.fullmatch(element.get("ref", "").replace("$", ""))
    if found is None or found[3] is None:
        return 1
    width, height = column_number(found[3]) - column_number(found[1]) + 1, int(found[4]) - int(found[2]) + 1
    return max(0, width) * max(0, height)
