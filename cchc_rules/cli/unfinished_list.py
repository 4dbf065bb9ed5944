"""A list whose members are being named when an interview is interrupted: kept beside the answers until it is whole.

Among the facts it would be read as the whole list, and nobody would ask for the members that were not named yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cchc_rules.files import read_whole, whole_file
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Place, Problem
from cchc_rules.strict_json import JsonError, read_strict

SHAPE: Final = {"id": str, "list": str, "entries": list}


@dataclass(slots=True)
class UnfinishedList:
    """The file of the members named so far of one list of one candidate, by its path in decisions."""

    path: Path

    @classmethod
    def beside(cls, answers: Path) -> UnfinishedList:
        """That of an interview's answers. Raises TableError where a file of that name is something else."""
        found = cls(answers.with_name(f"{answers.stem}.unfinished.json"))
        if found.path.exists() and found._read() is None:
            raise TableError([Problem("ask-unfinished", Place(file=str(found.path)))])
        return found

    def entries(self, id: str, path: str) -> list[str]:
        """The members named of a candidate's list; none where there is no file, or it is of another."""
        found = self._read() if self.path.exists() else None
        return found["entries"] if found is not None and (found["id"], found["list"]) == (id, path) else []

    def write(self, id: str, path: str, entries: list[str]) -> None:
        """Writes the members named so far; without any there is no file."""
        if not entries:
            self.path.unlink(missing_ok=True)
            return
        with whole_file(self.path) as out:
            json.dump({"id": id, "list": path, "entries": entries}, out, ensure_ascii=False, indent=2)
            out.write("\n")

    def _read(self) -> dict[str, Any] | None:
        """What the file holds; None where it is no unfinished list."""
        try:
            found = read_strict(read_whole(self.path))
        except JsonError:
            return None
        if not isinstance(found, dict) or found.keys() != SHAPE.keys():
            return None
        entries = found["entries"]
        fits = all(isinstance(found[key], kind) for key, kind in SHAPE.items())
        return found if fits and entries and all(isinstance(one, str) for one in entries) else None
