"""A file of candidates, and files of their lists → a table: each row's facts as written, every problem in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from cchc_rules.facts.identity import count_ids, identify
from cchc_rules.facts.scalars import DOUBLE_DIGITS
from cchc_rules.intake.book import SPREADSHEET_ENDINGS, candidates_in, members_in, read_book
from cchc_rules.intake.frames import PARQUET_ENDINGS, parquet_records
from cchc_rules.intake.headers import HeaderWords
from cchc_rules.intake.layout import in_ranges
from cchc_rules.intake.limits import DEFAULT_LIMITS, Limits
from cchc_rules.intake.lists import gather, with_members
from cchc_rules.intake.rows import Records, read_records
from cchc_rules.intake.table import Row, Table, TableError, refused
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.text import nearest, shown, visible
from cchc_rules.values import SIGNIFICANT_DIGITS

_FRACTION: Final = re.compile("-?[0-9]+[.,][0-9]+ ?%?")


def read_rows(
    path: Path,
    category: Category,
    *,
    lists: Mapping[str, Path] | None = None,
    ignore: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    content: bytes | None = None,
    sheet: str | None = None,
    id: str = "",
    title: str = "",
) -> Table:
    """The candidates of a spreadsheet, CSV, JSON, JSON Lines or Parquet file, with the members of their lists.

    Members come from ``lists`` files, or from further sheets of the workbook that are named for their list.
    ``sheet`` names the sheet of a workbook that holds the candidates; without it that is the first with a column of
    ids. ``content`` is read in place of the file, as CSV, JSON or JSON Lines; ``path`` is then only what problems call
    it.
    Headers are matched to facts by name, label in either language or alias; ``ignore`` names headers to pass over,
    ``id`` the header of the ids where none says so, ``title`` is the ruleset's, whose year headings may name.
    A member belongs to the candidate whose id it carries; a candidate with no members has an unknown list unless its
    own row states their number in a column named for the list. Raises TableError when a file as a whole cannot be used,
    InputError when it cannot be opened; what concerns one row is a problem of that row. The files are held in memory.
    """
    given = dict(lists or {})
    _refuse_unknown(given, category)
    words = HeaderWords(category, tuple(ignore), id, title)
    main, sheets = _read(Path(path), words, limits, content, sheet)
    candidates = {identity: row.id for row in main.rows if row.id is not None and (identity := identify(row.id))}
    rows = _told_apart(main)
    problems = list(main.problems)
    for fact in category.facts:
        if not isinstance(fact.type, ListType) or not (main.cells or fact.name in given):
            continue
        records = _list_records(fact, given.get(fact.name), sheets, words, limits)
        members = gather(fact, records, candidates)
        rows = [with_members(row, members, main.file) for row in rows]
        problems += [*records.problems, *members.stray]
    if path.suffix.lower() not in (
        *SPREADSHEET_ENDINGS,
        *PARQUET_ENDINGS,
    ):  # those hold doubles, not what somebody wrote
        problems += _name_rounded(rows, main.file)
    return Table(main.file, tuple(rows), tuple(problems), cells=True)


def _read(
    path: Path, words: HeaderWords, limits: Limits, content: bytes | None, sheet: str | None
) -> tuple[Records, Mapping[str, Records]]:
    """The records of the candidates, and those of the lists that stand in the same file."""
    if content is None and path.suffix.lower() in SPREADSHEET_ENDINGS:
        return candidates_in(read_book(path, limits, sheet=sheet), words, sheet=sheet)
    if sheet is not None:
        raise refused("unknown-sheet", str(path), variant="none", sheet=shown(sheet))
    if content is not None:
        return read_records(path, words, content=content), {}
    if path.suffix.lower() in PARQUET_ENDINGS:
        return parquet_records(path, words), {}
    return read_records(path, words), {}


def _list_records(
    fact: Fact, path: Path | None, sheets: Mapping[str, Records], words: HeaderWords, limits: Limits
) -> Records:
    if path is None:
        return sheets.get(fact.name, Records("", (), (), cells=False))
    if path.suffix.lower() in SPREADSHEET_ENDINGS:
        return members_in(read_book(path, limits), fact, words)
    assert isinstance(fact.type, ListType)
    if path.suffix.lower() in PARQUET_ENDINGS:
        return parquet_records(path, words.within(fact.type))
    return read_records(path, words.within(fact.type))


def _refuse_unknown(given: Mapping[str, Path], category: Category) -> None:
    names = [fact.name for fact in category.facts if isinstance(fact.type, ListType)]
    unknown = [
        Problem("unknown-list", None, {"name": name, "lists": ", ".join(names) or "–", "nearest": nearest(name, names)})
        for name in given
        if name not in names
    ]
    if unknown:
        raise TableError(unknown)


def _name_rounded(rows: Iterable[Row], file: str) -> list[Problem]:
    """A remark on the rows with fractions of more digits than count: a program wrote a double as it stands inside."""
    numbers = [row.number for row in rows if any(map(_is_long_fraction, (row.facts or {}).values()))]
    fields = {"rows": in_ranges(numbers)}
    return [Problem("digits-rounded", Place(file=file), fields, severity="warning")] if numbers else []


def _is_long_fraction(value: object) -> bool:
    if isinstance(value, list):
        return any(_is_long_fraction(one) for member in value if isinstance(member, Mapping) for one in member.values())
    text = repr(value) if isinstance(value, float) else value
    if not isinstance(text, str) or len(text) <= SIGNIFICANT_DIGITS or not _FRACTION.fullmatch(text.strip()):
        return False
    return SIGNIFICANT_DIGITS < len(re.sub("[^0-9]", "", text).strip("0")) <= DOUBLE_DIGITS


def _told_apart(main: Records) -> list[Row]:
    """The rows, those without an id or with another's made undecidable."""
    seen = count_ids(row.id for row in main.rows)
    return [identified(row, main.file, seen) for row in main.rows]


def identified(row: Row, file: str, seen: Mapping[str, int]) -> Row:
    """The row, undecidable when it has no id or, by ``seen`` (how often each folded id stands), not one of its own."""
    place = Place(row=row.number, candidate=row.id, file=file)
    if row.id is None:
        # Its own problem says more than a missing id.
        unreadable = row.facts is None or any(one.fields.get("key") == "id" for one in row.problems)
        found = () if unreadable else (Problem("missing-id", place),)
    elif seen[identify(row.id) or ""] > 1:
        found = (Problem("doubled-id", place, {"id": visible(row.id)}),)
    else:
        return row
    return replace(row, facts=None, problems=row.problems + found)
