"""The chain of a store: seals over digests of contents, checkpoints to hold it against, and what a look at it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Self, TypeAlias

from cchc_rules.problems import Place, Problem, ProblemsError
from cchc_rules.records.canonical_json import digest
from cchc_rules.records.packing import PARTS, PackedRecord, Personal
from cchc_rules.strict_json import read_strict

_LONGEST_ECHO: Final = 200
"""Characters of a text that is no checkpoint, as a message shows it."""


Words: TypeAlias = Mapping[str, Personal]
"""What is kept beside a record, by part."""


class CheckpointError(ProblemsError):
    """A text that is no checkpoint."""


def seal(previous: str, number: int, content: str) -> str:
    """The seal of a record: over the seal before it, its number and the digest of its content."""
    return digest({"content": content, "number": str(number), "previous": previous})


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain stood: the store it is of, how many records, the last seal. Print it where others keep it."""

    origin: str
    count: int
    root: str

    def __str__(self) -> str:
        return f"{self.origin}-{self.count}-{self.root}"

    @classmethod
    def of(cls, text: str) -> Self:
        """The checkpoint printed so. Raises CheckpointError for anything else."""
        origin, _, rest = text.strip().partition("-")
        count, _, root = rest.partition("-")
        if not (origin and root and count.isascii() and count.isdigit() and len(count) < 19):
            raise CheckpointError([Problem("bad-checkpoint", None, {"text": text[:_LONGEST_ECHO]})])
        return cls(origin, int(count), root)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it stands in a store: its place in the chain, its seal over the content's digest, what was erased.

    ``packed`` is None of a record that was let go for age: its seal alone is left.
    """

    number: int
    at: str
    seal: str
    digest: str
    packed: PackedRecord | None

    @property
    def missing_parts(self) -> tuple[str, ...]:
        """The parts that were erased: ``id``, ``name``, ``texts``; all of them of a record that was let go."""
        return PARTS if self.packed is None else self.packed.missing_parts


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What came of looking at a whole store.

    ``compared`` is the checkpoint it was held against, None for none: then nothing says that the newest records are
    still there, and nobody may call the store whole. ``erased`` counts records with erased parts, ``ended`` those let
    go for age. No ``problems``: every seal, digest and ruleset is what it must be.
    """

    count: int
    compared: Checkpoint | None
    erased: int
    ended: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class ChainCheck:
    """Looks at the records of a store one by one, from the first."""

    origin: str
    compared: Checkpoint | None = None
    last: str = field(init=False)
    passed: bool = False
    count: int = 0
    erased: int = 0
    ended: int = 0
    rulesets: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last = self.origin
        self._compare()

    def look(self, number: int, sealed: str, content: str | None, own: str | None, words: Words) -> None:
        """Takes the next record: its seal, its content (of one let go, the content's digest), its words."""
        if number != self.count + 1:
            self.say("store-gap", number, expected=self.count + 1)
        found = (own or "") if content is None else sha256(content.encode()).hexdigest()
        if sealed != seal(self.last, number, found):
            self.say("store-seal-broken", number)
        elif content is None:
            self.ended += 1
        else:
            self._look_inside(number, read_strict(content), words)
        self.count, self.last = number, sealed
        self._compare()

    def end(self, known: set[str]) -> StoreCheck:
        """What was found; ``known`` are the digests of the rulesets that are there and whole."""
        for one in sorted(self.rulesets - known):
            self.say("store-ruleset-lost", digest=one)
        if self.compared is not None and not self.passed:
            self.say("store-cut", count=self.count, checkpoint=str(self.compared))
        return StoreCheck(self.count, self.compared, self.erased, self.ended, tuple(self.problems))

    def say(self, code: str, number: int | None = None, **fields: object) -> None:
        """Notes a problem with the record of that number."""
        self.problems.append(Problem(code, None if number is None else Place(row=number), fields))

    def _look_inside(self, number: int, content: Any, words: Words) -> None:
        if not (isinstance(content, Mapping) and isinstance(content.get("ruleset"), str)):
            self.say("store-seal-broken", number)  # sealed again by somebody else: no store wrote it
            return
        self.rulesets.add(content["ruleset"])
        self.erased += any(part in content and part not in words for part in PARTS)
        for part, one in words.items():
            if content.get(part) != one.digest:
                self.say("store-words-altered", number, part=part)

    def _compare(self) -> None:
        at = self.compared
        if at is not None and at.count == self.count:
            self.passed = at.origin == self.origin and at.root == self.last
