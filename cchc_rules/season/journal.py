"""The journal of a season: each accepted change as one sealed line, on the disk before it is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from cchc_rules.problems import Place, Problem, ProblemsError
from cchc_rules.program.program import Program
from cchc_rules.sealed_log import SealedLog
from cchc_rules.season.categories import AROUND
from cchc_rules.strict_json import JsonError, read_strict
from cchc_rules.text import nearest, show_value
from cchc_rules.values import day

JOURNAL_FORMAT: Final = 1
"""The version of what lines say; another one is not read."""

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "register": ("candidate",),
    "facts": ("candidate", "facts"),
    "retract": ("candidate", "fact"),
    "add": ("candidate", "list", "member"),
    "remove": ("candidate", "list", "member"),
    "complete": ("candidate", "list"),
    "reopen": ("candidate", "list"),
    "advance": ("to",),
}
"""What a change may do, and the keys it cannot be without."""

_OPTIONAL: Final = {"register": ("category", "name"), "facts": AROUND, "add": AROUND}


class JournalError(ProblemsError):
    """A change that is none, or a journal that cannot be read, lost lines or belongs to other programs."""


class Journal:
    """The open journal of one season; ``torn`` is what a last, unfinished line held when it was opened.

    ``is_new`` tells that nothing was written to it before.
    """

    def __init__(self, path: Path) -> None:
        self._log = SealedLog(path)
        self.path = path
        self.torn = self._log.lines.torn.decode("utf-8", "replace")
        self.is_new = not self._log.lines.entries

    @property
    def head(self) -> str:
        """How many lines it has and the seal of the last."""
        return self._log.head

    def check_end(self, seal: str | None = None, *, trust_end: bool = False) -> None:
        """Raises JournalError when lines are lost at the end, or nothing tells.

        The journal must go on from ``seal`` when one is given, and from the one noted beside it unless ``trust_end``.
        """
        lines = self._log.lines
        known = [seal] if seal is not None else []
        if self._log.anchor is not None and not trust_end:
            known.append(self._log.anchor)
        for head in known:
            if not lines.holds(head):
                fields = {"expected": head, "found": lines.head}
                raise JournalError([Problem("journal-lost-lines", Place(file=str(self.path)), fields)])
        if not known and not trust_end and not self.is_new:
            raise JournalError([Problem("journal-without-seal", Place(file=str(self.path)))])

    def begin(self, programs: Sequence[Program], as_of: date | None) -> None:
        """Writes the first line: which programs the season follows, and from which date on."""
        digests = {program.category.id: program.digest for program in programs}
        start = as_of.isoformat() if as_of else None
        self.append({"do": "begin", "journal": JOURNAL_FORMAT, "programs": digests, "as_of": start})

    def append(self, entry: Mapping[str, Any]) -> None:
        """Adds an entry; when this returns it is on the disk."""
        self._log.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False))

    def read(self, programs: Sequence[Program]) -> tuple[date | None, Iterator[tuple[Place, Mapping[str, Any]]]]:
        """The date the season began with, and its changes in order, each with its place.

        Raises JournalError for another program's, and for a line that says no change whatever its seal.
        """
        first, *rest = self._log.lines.entries
        del self._log.lines  # nobody asks for them again, and a long season has many
        start = check_head(self._read_line(first, 1), programs, Place(row=1, file=str(self.path)))
        return start, map(self._read_change, rest, range(2, len(rest) + 2))

    def _read_change(self, text: str, number: int) -> tuple[Place, Mapping[str, Any]]:
        place = Place(row=number, file=str(self.path))
        return place, check_entry(self._read_line(text, number), place)

    def _read_line(self, text: str, number: int) -> Any:
        try:
            return read_strict(text, file=str(self.path), first_line=number)
        except JsonError as error:
            place = Place(row=number, file=str(self.path))
            raise JournalError([Problem("journal-line", place), *error.problems]) from error

    def close(self) -> None:
        """Lets the file go."""
        self._log.close()


def check_head(head: object, programs: Sequence[Program], place: Place) -> date | None:
    """The date a journal begins with. Raises JournalError when its first line is none of these programs."""
    expected = {program.category.id: program.digest for program in programs}
    if not isinstance(head, Mapping) or head.get("journal") != JOURNAL_FORMAT or head.get("programs") != expected:
        raise JournalError([Problem("journal-other-program", place)])
    start = head.get("as_of")
    if start is not None and (not isinstance(start, str) or day(start) is None):
        raise JournalError([Problem("as-of-not-a-date", place, {"given": show_value(start)})])
    return None if start is None else day(start)


def check_entry(entry: object, place: Place) -> Mapping[str, Any]:
    """A change given as plain data, of a shape a season knows. Raises JournalError."""
    do = entry.get("do", "facts" if "facts" in entry else None) if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(do, str) or do not in STEPS:
        raise JournalError([Problem("season-no-change", place, {"known": ", ".join(STEPS)})])
    if missing := [key for key in STEPS[do] if key not in entry]:
        raise JournalError([Problem("season-incomplete", place, {"do": do, "key": missing[0]})])
    known = ("do", *STEPS[do], *_OPTIONAL.get(do, ()))
    if strange := [key for key in entry if key not in known]:
        near = nearest(strange[0], known) if isinstance(strange[0], str) else None
        fields = {"do": do, "key": show_value(strange[0]), "nearest": near}
        raise JournalError([Problem("season-unknown-key", place, fields)])
    if do == "facts" and not isinstance(entry["facts"], Mapping):
        raise JournalError([Problem("season-facts-shape", place, {"value": show_value(entry["facts"])})])
    return {**entry, "do": do}
