"""What records of decisions and of selections share: canonical JSON under a seal, and what replaying begins with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Self, TypeVar

from cchc_rules.language.loader import load_canonical
from cchc_rules.problems import Problem, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.records.plain_values import RecordError, unreadable
from cchc_rules.strict_json import JsonError, read_strict
from cchc_rules.text import show_value
from cchc_rules.values import day


class ReplayMismatch(ProblemsError):
    """A record whose replay comes to something else; each problem names what moved, from what to what."""


class SealedRecord:
    """Plain data under a seal; a kind of record is a frozen dataclass that says what its fields may hold.

    ``KEY`` is the name under which the version ``FORMAT`` of the kind stands; another version is not read. ``KINDS``
    are the types of each field's plain data; fields of lists are tuples. ``OPTIONAL`` ones are left out where they are
    None. Every kind holds what decided: the canonical ruleset as text, the category's id, the parameters bound, the
    day decided as of in ISO.
    """

    __slots__ = ()
    ruleset: str
    category: str
    parameters: Mapping[str, Any]
    as_of: str | None
    KEY: ClassVar[str]
    FORMAT: ClassVar[int]
    KINDS: ClassVar[Mapping[str, tuple[type, ...]]]
    OPTIONAL: ClassVar[tuple[str, ...]] = ()

    @property
    def sha256(self) -> str:
        """The seal: SHA-256 of the canonical JSON of everything else."""
        return sha256(canonical_text(self._content()).encode()).hexdigest()

    def to_json(self) -> str:
        """The record as canonical JSON with its seal: equal records give equal bytes."""
        return canonical_text({**self._content(), "sha256": self.sha256})

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The record written by `to_json`. Raises RecordError when it cannot be read, or the seal does not fit."""
        try:
            content = read_strict(text)
        except JsonError as error:
            raise unreadable("$", *error.problems) from error
        if not isinstance(content, dict):
            raise unreadable("$")
        seal, form = content.pop("sha256", None), content.pop(cls.KEY, None)
        if type(form) is not int or form != cls.FORMAT:
            raise unreadable(cls.KEY)
        read = read_content(cls, content)
        if read.sha256 != seal:
            raise RecordError([Problem("record-altered", None, {"sealed": show_value(seal), "found": read.sha256})])
        return read

    @classmethod
    def _refuse_words(cls, content: Mapping[str, Any]) -> None:
        """Raises RecordError for words that this kind of record cannot hold; the types are right already."""

    def _content(self) -> dict[str, Any]:
        plain = plain_fields(self)
        absent = [name for name in self.OPTIONAL if plain[name] is None]
        return {self.KEY: self.FORMAT, **{name: value for name, value in plain.items() if name not in absent}}


Kind = TypeVar("Kind", bound=SealedRecord)


def read_content(kind: type[Kind], content: Mapping[str, Any]) -> Kind:
    """The record of plain data without a seal; RecordError for a key too many or too few, or of another type."""
    whole = {**dict.fromkeys(kind.OPTIONAL), **content}
    if wrong := whole.keys() ^ kind.KINDS.keys():
        raise unreadable(min(wrong))
    for name, kinds in kind.KINDS.items():
        if not isinstance(whole[name], kinds):
            raise unreadable(name)
    kind._refuse_words(whole)
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in whole.items()})


def plain_fields(record: SealedRecord) -> dict[str, Any]:
    """The fields of a record as plain data, optional ones that are not there too."""
    given = {one.name: getattr(record, one.name) for one in fields(record)}  # type: ignore[arg-type]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def canonical_text(content: Any) -> str:
    """Plain data as canonical JSON: sorted keys, no spaces. Raises RecordError for what JSON cannot hold."""
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:  # UnicodeEncodeError, a ValueError: half a letter
        raise unreadable("$") from error
    return text


def compile_recorded(record: SealedRecord) -> Program:
    """The program of a record. Raises RecordError for parameters it cannot take, RulesetError for a ruleset."""
    ruleset = load_canonical(record.ruleset)
    try:
        return compile(ruleset, record.category, parameters=record.parameters)
    except RulesetError as error:
        raise unreadable("parameters", *error.problems) from error


def read_as_of(record: SealedRecord) -> date | None:
    """The day a record was decided as of. Raises RecordError for what is no day."""
    found = None if record.as_of is None else day(record.as_of)
    if record.as_of is not None and found is None:
        raise unreadable("as_of")
    return found


def mismatch(what: str, before: str, after: str) -> Problem:
    """What came out otherwise, from what to what."""
    return Problem("replay-mismatch", None, {"what": what, "before": before or "–", "after": after or "–"})
