"""The footing: what a result was reached under, from the ruleset and its parameters to the file and its hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest, sha256
from importlib.metadata import version
from io import BufferedReader
from pathlib import Path, PurePath
from typing import Any, cast

from cchc_rules.decisions.phrasing.sayings import write_date, write_value
from cchc_rules.files import InputError, describe_os_error, open_bytes
from cchc_rules.language.ruleset import DatedValue, Parameter
from cchc_rules.language.types import unit_of
from cchc_rules.phrases import phrase
from cchc_rules.program.program import Program
from cchc_rules.values import Value, Words, canonical_number


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its name without folders, which are nobody's business, and the SHA-256 of its bytes."""

    name: str
    sha256: str

    @staticmethod
    def of(path: PurePath, content: bytes) -> SourceFile:
        """The file of that path with that content."""
        return SourceFile(_printable_name(path), sha256(content).hexdigest())

    @staticmethod
    def at(path: Path) -> SourceFile:
        """The file at that path, read through in pieces. Raises InputError."""
        with open_bytes(path) as handle:
            try:
                found = file_digest(cast(BufferedReader, handle), "sha256")
            except OSError as error:
                raise InputError(path, *describe_os_error(error)) from error
        return SourceFile(_printable_name(path), found.hexdigest())


def _printable_name(path: PurePath) -> str:
    """The last part of a path; of a name that is no UTF-8 the odd bytes are replaced: no document could hold them."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class MappingUse:
    """The mapping a file was read by: the file it stands in, who confirmed it and when.

    ``made_of`` are the headers of the columns that ids were made of; ``shared`` the lists of which one answer stands
    for every member counted, each with what the member is called.
    """

    file: SourceFile
    by: str
    on: date | None
    made_of: tuple[str, ...] = ()
    shared: tuple[tuple[Words, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The mapping as plain data."""
        return {
            "name": self.file.name,
            "sha256": self.file.sha256,
            "confirmed": {"by": self.by, "on": self.on.isoformat() if self.on else None},
            **({"id_made_of": list(self.made_of)} if self.made_of else {}),
            **(
                {"stands_for_all": [{"list": one.vi, "member": name} for one, name in self.shared]}
                if self.shared
                else {}
            ),
        }

    def lines(self, language: str) -> Iterator[str]:
        """What is said of it, a line each."""
        on = write_date(self.on, language) if self.on else "–"
        file = {"name": self.file.name, "sha256": self.file.sha256}
        yield phrase("footing.mapping", language, **file, by=self.by, on=on)
        if self.made_of:
            yield phrase("footing.made-of", language, columns=", ".join(self.made_of))
        for label, member in self.shared:
            yield phrase("footing.shared", language, label=label.within(language), member=member)


@dataclass(frozen=True, slots=True)
class BoundParameter:
    """A parameter with the value in force; of one that goes by dates ``dated``, several where the day is not known.

    ``value`` is None where the caller gave none; ``dated`` is empty too on a day before the first.
    """

    parameter: Parameter
    value: Value | tuple[Value, ...]
    dated: tuple[DatedValue, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the ruleset has another value; False of one that always has to be given."""
        if self.parameter.dated:
            return self.value is not None
        return self.parameter.value is not None and self.value != self.parameter.value

    def to_dict(self) -> dict[str, Any]:
        """The value; of a changed one the ruleset's too; dated ones each with its day."""
        if self.parameter.dated and not self.is_changed:
            return {"values": [_plain_dated(one) for one in self.dated]}
        described = {"value": _plain(self.value)}
        if not self.is_changed:
            return described
        if self.parameter.dated:
            return described | {"ruleset_values": [_plain_dated(one) for one in self.parameter.dated]}
        return described | {"ruleset_value": _plain(self.parameter.value)}

    def write(self, language: str) -> str:
        """Label and value; of a changed one the ruleset's value beside it."""
        label = self.parameter.label.within(language)
        if self.value is None and not self.dated:
            return phrase("footing.not-in-force", language, label=label)
        fields = {"label": label, "value": self.write_value(language)}
        if not self.is_changed:
            return phrase("footing.parameter", language, **fields)
        return phrase("footing.changed", language, **fields, ruleset=self.write_own_value(language))

    def write_value(self, language: str) -> str:
        """The value in force, empty where there is none; of dated ones each with its day."""
        if self.dated:
            return write_dated(self.parameter, self.dated, language)
        return "" if self.value is None else _write(self.parameter, self.value, language)

    def write_own_value(self, language: str) -> str:
        """The value the ruleset has."""
        one = self.parameter
        return write_dated(one, one.dated, language) if one.dated else _write(one, one.value, language)


@dataclass(frozen=True, slots=True)
class Footing:
    """What a result was reached under.

    ``sources`` are the files that were read, where there were any; ``forms`` the versions of the ruleset that input
    forms were made for, where that is another one; ``mapping`` is what their columns were read by. ``checkpoint`` is
    where the store stood in which the results were recorded.
    """

    program: Program
    as_of: date | None = None
    sources: tuple[SourceFile, ...] = ()
    forms: tuple[str, ...] = ()
    mapping: MappingUse | None = None
    checkpoint: str | None = None

    @property
    def parameters(self) -> tuple[BoundParameter, ...]:
        """Every parameter with the value in force, in declared order."""
        bound = self.program.parameters
        return tuple(
            BoundParameter(one, bound.get(one.name), () if one.name in bound else one.in_force(self.as_of))
            for one in self.program.ruleset.parameters
        )

    def to_dict(self) -> dict[str, Any]:
        """The footing as plain data; ``sources`` and ``tool`` hang on files and the program that read them."""
        return {
            **plain_footing(self.program, self.as_of),
            "sources": [{"name": one.name, "sha256": one.sha256} for one in self.sources],
            **({"forms": list(self.forms)} if self.forms else {}),
            **({"mapping": self.mapping.to_dict()} if self.mapping else {}),
            **({"checkpoint": self.checkpoint} if self.checkpoint else {}),
            "tool": {"name": "cchc_rules", "version": version("cchc_rules")},
        }

    def changes(self, language: str) -> tuple[str, ...]:
        """The changed parameters in words, each with the ruleset's value beside it."""
        return tuple(one.write(language) for one in self.parameters if one.is_changed)

    def lines(self, language: str) -> Iterator[str]:
        """The footing in words, a line each."""
        ruleset = self.program.ruleset
        yield phrase("footing.ruleset", language, id=ruleset.id, version=ruleset.version, digest=ruleset.digest)
        dated = write_date(self.as_of, language) if self.as_of else phrase("footing.no-date", language)
        yield phrase("footing.as-of", language, date=dated)
        yield from (one.write(language) for one in self.parameters)
        yield from (phrase("footing.source", language, name=one.name, sha256=one.sha256) for one in self.sources)
        yield from (phrase("footing.form", language, version=one) for one in self.forms)
        if self.mapping is not None:
            yield from self.mapping.lines(language)
        if self.checkpoint is not None:
            yield phrase("footing.records", language, checkpoint=self.checkpoint)
        yield phrase("footing.tool", language, version=version("cchc_rules"))


def list_footing_columns(footing: Footing, language: str) -> Iterator[tuple[str, str]]:
    """The footing for a table, a heading and a value a column; a changed parameter has a second for the ruleset's.

    Forms, mapping and checkpoint have a column only where there are any.
    """
    ruleset = footing.program.ruleset
    yield phrase("footing.column.ruleset", language), ruleset.id
    yield phrase("footing.column.version", language), ruleset.version
    yield phrase("footing.column.digest", language), ruleset.digest
    yield phrase("footing.column.as-of", language), write_date(footing.as_of, language) if footing.as_of else ""
    for one in footing.parameters:
        label = one.parameter.label.within(language)
        yield phrase("footing.column.parameter", language, label=label), one.write_value(language)
        if one.is_changed:
            yield phrase("footing.column.changed", language, label=label), one.write_own_value(language)
    yield phrase("footing.column.sources", language), "; ".join(one.name for one in footing.sources)
    yield phrase("footing.column.source-digests", language), "; ".join(one.sha256 for one in footing.sources)
    if footing.forms:
        yield phrase("footing.column.forms", language), "; ".join(footing.forms)
    if footing.mapping is not None:
        yield phrase("footing.column.mapping", language), "; ".join(footing.mapping.lines(language))
    if footing.checkpoint is not None:
        yield phrase("footing.column.checkpoint", language), footing.checkpoint
    yield phrase("footing.column.tool", language), f"cchc_rules {version('cchc_rules')}"


def plain_footing(program: Program, as_of: date | None) -> dict[str, Any]:
    """What of a footing hangs on no file: ruleset, version, digests, parameters, date."""
    ruleset = program.ruleset
    return {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "program": program.digest,
        "category": program.category.id,
        "parameters": {one.parameter.name: one.to_dict() for one in Footing(program, as_of).parameters},
        "as_of": as_of.isoformat() if as_of else None,
    }


def _plain_dated(one: DatedValue) -> dict[str, Any]:
    return {"from": one.begin.isoformat(), "value": _plain(one.value)}


def write_dated(parameter: Parameter, dated: tuple[DatedValue, ...], language: str) -> str:
    """Values with the days they hold from: 50 (từ 01/07/2004); 70 (từ 01/01/2020)."""
    return "; ".join(
        phrase(
            "footing.dated",
            language,
            value=_write(parameter, one.value, language),
            date=write_date(one.begin, language),
        )
        for one in dated
    )


def _plain(value: Value | tuple[Value, ...]) -> Any:
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case float():
            return canonical_number(value)
        case _:
            return value


def _write(parameter: Parameter, value: Value | tuple[Value, ...], language: str) -> str:
    match value:
        case tuple():
            return ", ".join(_write(parameter, one, language) for one in value)
        case bool():
            return phrase("truth.true" if value else "truth.false", language)
        case _:
            return write_value(value, unit_of(parameter.type), language) or str(value)
