"""The rulesets a service decides by: several versions side by side, read again when a file changes.

A file that does not load never replaces one that did; what is wrong with it is kept to be told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

from cchc_rules.language.documents.folders import RULESET_FILE, find_shipped_root, ruleset_path
from cchc_rules.language.loader import load
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program

LOOKING_SECONDS = 1.0
"""How often files are looked at again: a change is in force a second after it is there."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a ruleset in force, with a program a category."""

    ruleset: Ruleset
    programs: Mapping[str, Program]


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells that a file is another one: when it was written, how long it is, its place on the disk."""

    written: int
    length: int
    node: int

    @staticmethod
    def of(path: Path) -> _Stamp | None:
        """The stamp of a file; None when it is not there."""
        try:
            found = path.stat()
        except OSError:
            return None
        return _Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


@dataclass(slots=True)
class Catalogue:
    """The editions in force. ``places`` are ids, files, or folders that hold folders of rulesets."""

    places: tuple[str | Path, ...]
    editions: Mapping[str, Mapping[str, Edition]] = field(default_factory=dict)
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    _read: dict[Path, tuple[_Stamp | None, Edition | None, tuple[Problem, ...]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _looked: float = field(default=-LOOKING_SECONDS)

    def refresh(self) -> None:
        """Looks at the files, at most once a second, and puts what changed in force all at once."""
        if monotonic() - self._looked < LOOKING_SECONDS or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = monotonic()
            self._look()
        finally:
            self._lock.release()

    def find(self, ruleset: str, version: str | None = None) -> Edition | None:
        """The edition of that id and version, without one the highest version; None when there is none."""
        versions = self.editions.get(ruleset, {})
        if version is not None:
            return versions.get(version)
        return versions[max(versions, key=order_versions)] if versions else None

    def __iter__(self) -> Iterator[Edition]:
        """Every edition, by id and version."""
        for versions in self.editions.values():
            yield from versions.values()

    def _look(self) -> None:
        files = list(dict.fromkeys(_files(self.places)))
        is_same = list(self._read) == files
        for file in files:
            stamp = _Stamp.of(file)
            if file in self._read and self._read[file][0] == stamp:
                continue
            is_same = False
            before = self._read.get(file)
            self._read[file] = (stamp, *_load(file, before[1] if before else None))
        if is_same:
            return
        for gone in self._read.keys() - set(files):
            del self._read[gone]
        editions: dict[str, dict[str, Edition]] = {}
        for _, edition, _ in self._read.values():
            if edition is not None:
                editions.setdefault(edition.ruleset.id, {})[edition.ruleset.version] = edition
        self.editions = {id: editions[id] for id in sorted(editions)}
        self.refused = {str(file): problems for file, (_, _, problems) in self._read.items() if problems}


def order_versions(version: str) -> tuple[int, ...]:
    """What versions are put in order by: their numbers, not their digits."""
    return tuple(int(part) if part.isdecimal() else -1 for part in version.split("."))


def _load(file: Path, before: Edition | None) -> tuple[Edition | None, tuple[Problem, ...]]:
    """The edition of a file with nothing wrong, else the one before with the problems of this one."""
    try:
        ruleset = load(file)
        programs = {one.id: compile(ruleset, one.id) for one in ruleset.categories}
    except RulesetError as error:
        return before, error.problems
    return Edition(ruleset, programs), ()


def _files(places: Iterable[str | Path]) -> Iterator[Path]:
    """The ruleset files of all places, in order; an id is looked up among the shipped ones."""
    for place in places:
        path = Path(place)
        if path.is_dir() and not (path / RULESET_FILE).is_file():
            yield from sorted(path.glob(f"*/{RULESET_FILE}"))
        elif os.sep in str(place) or path.exists():
            yield path / RULESET_FILE if path.is_dir() else path
        else:
            yield ruleset_path(str(place), (find_shipped_root(),))
