"""A mapping file read and held against its ruleset: each column named once, each fact known, confirmed by somebody.

What it says of a sheet is held against that sheet by `cchc_rules.intake.mapped_sheet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cchc_rules.decisions.footing import MappingUse, SourceFile
from cchc_rules.files import read_whole
from cchc_rules.intake.headers import EVIDENCE, ID, NAME
from cchc_rules.intake.mapping_models import ColumnDocument, ColumnListDocument, MappingDocument, MemberDocument
from cchc_rules.intake.table import TableError
from cchc_rules.intake.xlsx import column_number
from cchc_rules.language.documents.places import Path as DocumentPath
from cchc_rules.language.documents.places import Places
from cchc_rules.language.documents.validation import in_order, read_document
from cchc_rules.language.ruleset import Category, Fact, Ruleset
from cchc_rules.language.types import BooleanType, ListType, TextType
from cchc_rules.problems import Problem, Span
from cchc_rules.text import fold_case, nearest

_SILENT: Final = ""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column the mapping names: its place (from 0), the text over it, the key its cells have in a row.

    The key is that of `Columns`, for a field of a list member its path (``initiatives[1].lawful``), for the number of
    members the name of the list; empty for a column that is passed over. ``answer`` is what a mark in it says.
    ``path`` is where the mapping names it.
    """

    index: int
    header: str
    key: str
    path: DocumentPath
    fact: Fact | None = None
    answer: bool | None = None
    despite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappedMember:
    """A member of a list by its fields and the keys of the columns that hold them; ``for_all`` counted ones."""

    name: str
    for_all: bool
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MappedList:
    """A list whose members stand in columns; ``has_count`` tells that a column says how many there are."""

    fact: Fact
    has_count: bool
    whole: bool
    members: tuple[MappedMember, ...]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping that fits its ruleset, with the places of its file; ``made_of`` are the columns ids are made of."""

    document: MappingDocument
    places: Places
    file: SourceFile
    columns: tuple[MappedColumn, ...]
    lists: tuple[MappedList, ...]
    made_of: tuple[MappedColumn, ...]

    def use(self) -> MappingUse:
        """What the footing says of it."""
        confirmed = self.document.confirmed
        shared = tuple((one.fact.label, member.name) for one in self.lists for member in one.members if member.for_all)
        return MappingUse(self.file, confirmed.by or "", confirmed.on, self.document.id.made_of, shared)


def read_mapping(path: Path, ruleset: Ruleset, category: Category, *, confirmed: bool = True) -> ColumnMapping:
    """The mapping in a file, for that category of that ruleset. ``confirmed=False`` takes one nobody confirmed yet.

    Raises TableError with every problem of the file, each at its line; InputError when it cannot be opened.
    """
    content = read_whole(path)
    read = read_document(MappingDocument, content, str(path))
    if read.document is None or any(one.severity == "error" for one in read.problems):
        raise TableError(read.problems)
    checked = _Checking(read.document, read.places, ruleset, category)
    columns = tuple(checked.columns())
    lists = tuple(checked.lists())
    made_of = tuple(checked.find_parts(columns))
    found = [*checked.problems, *checked.twice(columns), *checked.aim(confirmed=confirmed)]
    if found:
        raise TableError(in_order(found))
    return ColumnMapping(read.document, read.places, SourceFile.of(path, content), columns, lists, made_of)


class _Checking:
    """One mapping while it is held against its ruleset; ``problems`` grow as columns and lists are gone through."""

    def __init__(self, document: MappingDocument, places: Places, ruleset: Ruleset, category: Category) -> None:
        self.document = document
        self.places = places
        self.ruleset = ruleset
        self.category = category
        self.problems: list[Problem] = []

    def aim(self, *, confirmed: bool) -> Iterator[Problem]:
        """What shows that the mapping was made for something else, or by nobody."""
        document = self.document
        pairs = (
            ("ruleset", document.ruleset, self.ruleset.id),
            ("version", document.version, self.ruleset.version),
            ("category", document.category, self.category.id),
        )
        for key, given, own in pairs:
            if given != own:
                yield Problem("mapping-target", self.places.value((key,)), {"given": given, "own": own}, key)
        if confirmed and (document.confirmed.by is None or document.confirmed.on is None):
            yield Problem("mapping-unconfirmed", self.places.value(("confirmed",)))

    def columns(self) -> Iterator[MappedColumn]:
        """Every column the mapping names, in the order of the sheet's kinds: id, name, facts, lists, passed over."""
        document = self.document
        if document.id.column is not None and document.id.header is not None:
            yield MappedColumn(_place(document.id.column), document.id.header, ID, ("id", "column"))
        if document.name is not None:
            yield MappedColumn(_place(document.name.column), document.name.header, NAME, ("name", "column"))
        for letters, one in document.columns.items():
            yield from self._fact_column(letters, one)
        for name, listed in document.lists.items():
            yield from self._list_columns(name, listed)
        for letters, header in document.ignore.items():
            yield MappedColumn(_place(letters), header or "", _SILENT, ("ignore", letters))

    def _fact_column(self, letters: str, one: ColumnDocument) -> Iterator[MappedColumn]:
        path: DocumentPath = ("columns", letters)
        stated = one.fact is not None
        fact = self._find(
            (one.fact or one.evidence) or "", (*path, "fact" if stated else "evidence"), self.category.facts
        )
        if fact is None:
            return
        if isinstance(fact.type, ListType):
            self._report("mapping-fact", (*path, "fact"), "list", name=fact.name)
            return
        key = fact.name if stated else EVIDENCE + fact.name
        yield self._column(letters, one, key, path, fact if stated else None)

    def _column(
        self, letters: str, one: ColumnDocument, key: str, path: DocumentPath, fact: Fact | None
    ) -> MappedColumn:
        if one.answer is not None and fact is not None and not isinstance(fact.type, BooleanType):
            self._report("mapping-answer", (*path, "answer"), name=fact.name)
        answer = None if one.answer is None else one.answer == "yes"
        return MappedColumn(_place(letters), one.header, key, path, fact, answer, one.despite)

    def _list_columns(self, name: str, listed: ColumnListDocument) -> Iterator[MappedColumn]:
        path: DocumentPath = ("lists", name)
        fact = next((one for one in self.category.facts if one.name == name), None)
        if fact is None or not isinstance(fact.type, ListType):
            return
        if listed.count is not None:
            count = listed.count
            place = (*path, "count", "column")
            yield MappedColumn(_place(count.column), count.header, name, place, fact, None, count.despite)
        for index, member in enumerate(listed.members):
            for letters, one in member.columns.items():
                place = (*path, "members", index, "columns", letters)
                field = self._find(one.fact or "", (*place, "fact"), fact.type.fields, of=name)
                if field is not None and isinstance(field.type, ListType):
                    self._report("mapping-fact", (*place, "fact"), "list", name=field.name)
                elif field is not None:
                    yield self._column(letters, one, field_key(name, index, field.name), place, field)

    def lists(self) -> Iterator[MappedList]:
        """The lists the mapping names, each with the keys of its members' columns."""
        for name, listed in self.document.lists.items():
            fact = self._find(name, ("lists", name), self.category.facts)
            if fact is None:
                continue
            if not isinstance(fact.type, ListType):
                self._report("mapping-fact", ("lists", name), "no-list", name=name)
                continue
            members = tuple(self._member(fact, index, one) for index, one in enumerate(listed.members))
            yield MappedList(fact, listed.count is not None, listed.whole, members)

    def _member(self, fact: Fact, index: int, one: MemberDocument) -> MappedMember:
        stated = [column.fact for column in one.columns.values() if column.fact is not None]
        fields = tuple((name, field_key(fact.name, index, name)) for name in dict.fromkeys(stated))
        members = fact.type.fields if isinstance(fact.type, ListType) else ()
        key = next((field for field in members if field.name == fact.key), None)
        needs_name = key is not None and key.name not in stated and not isinstance(key.type, TextType)
        path: DocumentPath = ("lists", fact.name, "members", index)
        if needs_name and one.name is None and key is not None:
            self._report("mapping-key", path, key=key.name)
        if one.stands_for == "all" and fact.key in stated:
            self._report("mapping-all", path, "key", key=fact.key)
        for letters, column in one.columns.items():
            if column.evidence is not None:
                self._report("mapping-use", (*path, "columns", letters, "evidence"), "member")
        for_all = one.stands_for == "all"
        name = one.name or member_name(fact, None if for_all else index + 1)
        return MappedMember(name, for_all, fields)

    def find_parts(self, columns: tuple[MappedColumn, ...]) -> Iterator[MappedColumn]:
        """The columns an id is made of, by their headers; each must be named once in the rest of the mapping."""
        for index, header in enumerate(self.document.id.made_of):
            found = [one for one in columns if fold_case(one.header) == fold_case(header)]
            if len(found) == 1:
                yield found[0]
            else:
                variant = "several" if found else ""
                self._report("mapping-made-of", ("id", "made_of", index), variant, header=header)

    def twice(self, columns: tuple[MappedColumn, ...]) -> Iterator[Problem]:
        """Columns and facts that are named twice, save the two columns for yes and for no of one fact."""
        seen: dict[int, MappedColumn] = {}
        keys: dict[tuple[str, bool | None], MappedColumn] = {}
        for one in columns:
            if one.index in seen:
                yield Problem("mapping-doubled", self.places.key(one.path), {"first": seen[one.index].header}, "column")
            seen.setdefault(one.index, one)
            if not one.key:
                continue
            rivals = [(one.key, answer) for answer in (None, True, False) if None in (answer, one.answer)]
            first = next((keys[rival] for rival in (*rivals, (one.key, one.answer)) if rival in keys), None)
            if first is not None:
                yield Problem("mapping-doubled", self.places.key(one.path), {"first": first.header}, "fact")
            keys.setdefault((one.key, one.answer), one)

    def _find(self, name: str, path: DocumentPath, facts: tuple[Fact, ...], *, of: str = "") -> Fact | None:
        found = next((one for one in facts if one.name == name), None)
        if found is None and name:
            near = nearest(name, [one.name for one in facts])
            self._report("mapping-fact", path, "field" if of else "", name=name, of=of, nearest=near)
        return found

    def _report(self, code: str, path: DocumentPath, variant: str = "", **fields: object) -> None:
        where: Span = self.places.value(path)
        self.problems.append(Problem(code, where, fields, variant))


def field_key(name: str, index: int, field: str) -> str:
    """The key of a field of the member at a place (from 0) of a list: the path problems are told by."""
    return f"{name}[{index + 1}].{field}"


def member_name(fact: Fact, number: int | None) -> str:
    """What a member is called that nobody named, with its number where it is one of several."""
    name = (fact.each or fact.label).within("vi")
    return name if number is None else f"{name} {number}"


def _place(letters: str) -> int:
    return column_number(letters) - 1
