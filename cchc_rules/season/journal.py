"""The journal of a season: each accepted change as one sealed line, on the disk before it is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from cchc_rules.files import SealedLog
from cchc_rules.problems import Place, Problem, ProblemsError
from cchc_rules.program.program import Program
from cchc_rules.values import day

FORMAT: Final = 1
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


class JournalError(ProblemsError):
    """A journal that does not belong to the programs of a season, or cannot be read."""


class Journal:
    """The open journal of one season; ``torn`` is what a last, unfinished line held when it was opened."""

    def __init__(self, path: Path) -> None:
        self._log = SealedLog(path)
        self.path = path
        self.torn = self._log.torn.decode("utf-8", "replace")

    @property
    def is_new(self) -> bool:
        """Whether nothing was written to it before."""
        return not self._log.entries

    def begin(self, programs: Sequence[Program], as_of: date | None) -> None:
        """Writes the first line: which programs the season follows, and from which date on."""
        self.append(
            {
                "do": "begin",
                "journal": FORMAT,
                "programs": {program.category.id: program.digest for program in programs},
                "as_of": as_of.isoformat() if as_of else None,
            }
        )

    def append(self, entry: Mapping[str, Any]) -> None:
        """Adds an entry; when this returns it is on the disk."""
        self._log.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False))

    def read(self, programs: Sequence[Program]) -> tuple[date | None, Iterator[Mapping[str, Any]]]:
        """The date the season began with, and its changes in order. Raises JournalError for another program's."""
        first, *rest = self._log.entries
        self._log.entries.clear()
        head = json.loads(first)
        expected = {program.category.id: program.digest for program in programs}
        if head.get("journal") != FORMAT or head.get("programs") != expected:
            raise JournalError([Problem("journal-other-program", Place(file=str(self.path)))])
        return day(head["as_of"] or ""), map(json.loads, rest)

    def close(self) -> None:
        """Lets the file go."""
        self._log.close()


def check_entry(entry: object, place: Place) -> Mapping[str, Any]:
    """A change given as plain data, of a shape a season knows. Raises JournalError."""
    if not isinstance(entry, Mapping):
        raise JournalError([Problem("season-no-change", place, {"known": ", ".join(STEPS)})])
    do = entry.get("do", "facts" if "facts" in entry else None)
    if not isinstance(do, str) or do not in STEPS:
        raise JournalError([Problem("season-no-change", place, {"known": ", ".join(STEPS)})])
    if missing := [key for key in STEPS[do] if key not in entry]:
        raise JournalError([Problem("season-incomplete", place, {"do": do, "key": missing[0]})])
    return {**entry, "do": do}
