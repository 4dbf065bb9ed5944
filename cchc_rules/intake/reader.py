"""A file of candidates, and files of their lists → a table: each row's facts as written, every problem in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from cchc_rules.facts.identity import count_ids, identify
from cchc_rules.facts.scalars import DOUBLE_DIGITS
from cchc_rules.files import FileError, InputError
from cchc_rules.intake.book import SPREADSHEET_ENDINGS, candidates_in, members_in, read_book
from cchc_rules.intake.headers import ID, HeaderWords
from cchc_rules.intake.layout import in_ranges
from cchc_rules.intake.limits import DEFAULT_LIMITS, Limits
from cchc_rules.intake.list_files import gather, with_members
from cchc_rules.intake.mapped_sheet import apply_mapping
from cchc_rules.intake.mapping import ColumnMapping, read_mapping
from cchc_rules.intake.parquet import PARQUET_ENDINGS, parquet_records
from cchc_rules.intake.rows import CSV_ENDINGS, JSON_ENDINGS, JSON_LINES_ENDINGS, Records, read_records
from cchc_rules.intake.table import Row, Table, TableError, refuse
from cchc_rules.intake.unlisted_words import remark_unlisted_words
from cchc_rules.language.ruleset import Category, Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.phrases import has_phrase
from cchc_rules.problems import Place, Problem, printable_path
from cchc_rules.program.program import Program
from cchc_rules.text import nearest, show_value, visible
from cchc_rules.values import SIGNIFICANT_DIGITS

BINARY_ENDINGS: Final = (*SPREADSHEET_ENDINGS, *PARQUET_ENDINGS)
NO_HOMES: Final[Mapping[str, list[str]]] = MappingProxyType({})
_FRACTION: Final = re.compile("-?[0-9]+[.,][0-9]+ ?%?")


def read(
    program: Program,
    path: Path | str | Sequence[Path | str],
    *,
    lists: Mapping[str, Path] | None = None,
    ignore: Iterable[str] = (),
    sheet: str | None = None,
    id: str = "",
    map: Path | str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """The candidates of a file, of several, or of a folder, to be decided by `decide_rows`; every value has its place.

    See `read_rows`; beside it a form made for another ruleset or category is refused, and so is a table of another
    category's columns. Of several files a bad one is reported and the others are read; a folder gives its files in the
    order of their names. ``map`` is a mapping file, which tells of every workbook what its sheet, rows and columns are;
    ``sheet``, ``id`` and ``ignore`` are its own then. Raises TableError when nothing can be used, InputError when the
    only file cannot be opened.
    """
    paths = [Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path]
    files = [file for one in paths for file in (files_in(one) if one.is_dir() else [one])]
    words = HeaderWords(program.category, tuple(ignore), id, program.ruleset)
    mapping = None
    if map is not None:
        given = {"--sheet": sheet, "--id": id, "--ignore": words.ignore}
        if options := [option for option, value in given.items() if value]:
            raise TableError([Problem("mapping-option", Place(file=str(map)), {"option": ", ".join(options)})])
        mapping = read_mapping(Path(map), program.ruleset, program.category)
    table = _read_files(
        files, words, dict(lists or {}), limits, partial(_read, words=words, sheet=sheet, mapping=mapping)
    )
    return table if mapping is None else replace(table, mapping=mapping.use())


def _read_files(
    files: Sequence[Path],
    words: HeaderWords,
    lists: Mapping[str, Path],
    limits: Limits,
    read_one: Callable[..., tuple[Records, Mapping[str, Records]]],
) -> Table:
    """The rows of files one after another; of several a bad one is a problem, of one alone it is raised."""
    if len(files) == 1:
        return _gather_files([read_one(files[0], limits=limits)], words, lists, limits)
    found: list[tuple[Records, Mapping[str, Records]]] = []
    bad: list[Problem] = []
    for file in files:
        try:
            found.append(read_one(file, limits=limits))
        except TableError as error:
            bad += error.problems
        except InputError as error:
            bad.append(describe_unread(error, Place(file=str(file))))
    if not found:
        raise TableError(bad)
    table = _gather_files(found, words, lists, limits)
    return replace(table, problems=(*bad, *table.problems))


def describe_unread(error: FileError, where: Place | None = None) -> Problem:
    """The problem of a file that could not be read, for who is told of it among others."""
    variant = error.reason if has_phrase(f"file-unread.{error.reason}") else ""
    return Problem("file-unread", where, {"code": error.code}, variant=variant)


def files_in(folder: Path) -> list[Path]:
    """The files of candidates in a folder, by name; those of an open spreadsheet program are left out."""
    endings = (*SPREADSHEET_ENDINGS, *CSV_ENDINGS, *JSON_ENDINGS, *JSON_LINES_ENDINGS, *PARQUET_ENDINGS)
    found = sorted(one for one in folder.iterdir() if one.suffix.lower() in endings and one.is_file())
    files = [one for one in found if not one.name.startswith(("~$", ".~lock", "."))]
    if not files:
        raise refuse("no-files", str(folder))
    return files


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
    ruleset: Ruleset | None = None,
) -> Table:
    """The candidates of a spreadsheet, CSV, JSON, JSON Lines or Parquet file, with the members of their lists.

    Members come from ``lists`` files, or from further sheets of the workbook that are named for their list.
    ``sheet`` names the sheet of a workbook that holds the candidates; without it that is the first with a column of
    ids. ``content`` is read in place of the file, as CSV, JSON or JSON Lines; ``path`` is then only what problems call
    it.
    Headers are matched to facts by name, label in either language or alias; ``ignore`` names headers to pass over,
    ``id`` the header of the ids where none says so, ``ruleset`` is what stamps of forms are held against.
    A member belongs to the candidate whose id it carries; a candidate with no members has an unknown list unless its
    own row states their number in a column named for the list. Raises TableError when a file as a whole cannot be used,
    InputError when it cannot be opened; what concerns one row is a problem of that row. The files are held in memory.
    """
    given = dict(lists or {})
    words = HeaderWords(category, tuple(ignore), id, ruleset)
    _refuse_unknown(given, words)
    main = _read(Path(path), words=words, limits=limits, content=content, sheet=sheet)
    return _gather_files([main], words, given, limits)


def _gather_files(
    files: Sequence[tuple[Records, Mapping[str, Records]]],
    words: HeaderWords,
    given: Mapping[str, Path],
    limits: Limits,
) -> Table:
    """The rows of files one after another, each with the members of its lists, ids told apart over all of them."""
    _refuse_unknown(given, words)
    everybody = [row.id for main, _ in files for row in main.rows]
    candidates = {identity: id for id in everybody if id is not None and (identity := identify(id))}
    lists = [fact for fact in words.facts if isinstance(fact.type, ListType)]
    apart = [fact for fact in lists if fact.name in given]
    records = {fact.name: _list_records(fact, given[fact.name], words, limits) for fact in apart}
    members = {fact.name: gather(fact, records[fact.name], candidates) for fact in apart}
    problems = [problem for main, _ in files for problem in main.problems]
    for fact in apart:
        problems += [*records[fact.name].problems, *members[fact.name].stray]
    seen = count_ids(everybody)
    homes: dict[str, list[str]] = {}  # the files each identity stands in
    for main, _ in files if len(files) > 1 else ():
        for identity in count_ids(row.id for row in main.rows):
            homes.setdefault(identity, []).append(main.file)
    rows: list[Row] = []
    for main, sheets in files:
        own = [check_identity(row, main.file, seen, homes) for row in main.rows]
        for fact in lists:
            found = members.get(fact.name)
            if found is None and main.cells:
                own_records = sheets.get(fact.name, Records("", (), (), cells=False))
                found = gather(fact, own_records, candidates)
                problems += [*own_records.problems, *found.stray]
            if found is not None:
                own = [with_members(row, found, main.file) for row in own]
        # Spreadsheets and Parquet hold doubles; in text somebody wrote the digits.
        if Path(main.file.rpartition(" [")[0] or main.file).suffix.lower() not in BINARY_ENDINGS:
            long = [row.number for row in own if any(map(_is_long_fraction, (row.facts or {}).values()))]
            if long:  # fractions of more digits than count: a program wrote a double as it stands inside
                fields = {"rows": in_ranges(long)}
                problems.append(Problem("digits-rounded", Place(file=main.file), fields, severity="warning"))
        rows += own
    name = files[0][0].file if len(files) == 1 else ", ".join(Path(main.file).name for main, _ in files)
    problems += remark_unlisted_words(rows, words.facts, name)
    return Table(name, tuple(rows), tuple(problems), cells=True)


def _read(
    path: Path,
    *,
    words: HeaderWords,
    limits: Limits,
    content: bytes | None = None,
    sheet: str | None = None,
    mapping: ColumnMapping | None = None,
) -> tuple[Records, Mapping[str, Records]]:
    """The records of the candidates, and those of the lists that stand in the same file."""
    if mapping is not None:
        if path.suffix.lower() not in SPREADSHEET_ENDINGS:
            raise refuse("mapping-file", str(path), ending=path.suffix or path.name)
        book = read_book(path, limits, sheet=mapping.document.sheet)
        return apply_mapping(book, mapping, words), {}
    if content is None and path.suffix.lower() in SPREADSHEET_ENDINGS:
        return candidates_in(read_book(path, limits, sheet=sheet), words, sheet=sheet)
    if sheet is not None:
        raise refuse("unknown-sheet", str(path), variant="none", sheet=show_value(sheet))
    if content is not None:
        return read_records(path, words, content=content), {}
    if path.suffix.lower() in PARQUET_ENDINGS:
        return parquet_records(path, words), {}
    return read_records(path, words), {}


def _list_records(fact: Fact, path: Path, words: HeaderWords, limits: Limits) -> Records:
    assert isinstance(fact.type, ListType)
    if path.suffix.lower() in SPREADSHEET_ENDINGS:
        return members_in(read_book(path, limits), fact, words)
    if path.suffix.lower() in PARQUET_ENDINGS:
        return parquet_records(path, words.within(fact.type))
    return read_records(path, words.within(fact.type))


def _refuse_unknown(given: Mapping[str, Path], words: HeaderWords) -> None:
    names = [fact.name for fact in words.facts if isinstance(fact.type, ListType)]
    unknown = [
        Problem("unknown-list", None, {"name": name, "lists": ", ".join(names) or "–", "nearest": nearest(name, names)})
        for name in given
        if name not in names
    ]
    if unknown:
        raise TableError(unknown)


def _is_long_fraction(value: object) -> bool:
    if isinstance(value, list):
        return any(_is_long_fraction(one) for member in value if isinstance(member, Mapping) for one in member.values())
    text = repr(value) if isinstance(value, float) else value
    if not isinstance(text, str) or len(text) <= SIGNIFICANT_DIGITS or not _FRACTION.fullmatch(text.strip()):
        return False
    return SIGNIFICANT_DIGITS < len(re.sub("[^0-9]", "", text).strip("0")) <= DOUBLE_DIGITS


def check_identity(row: Row, file: str, seen: Mapping[str, int], homes: Mapping[str, list[str]] = NO_HOMES) -> Row:
    """The row, undecidable when it has no id or, by ``seen`` (how often each folded id stands), not one of its own."""
    place = Place(row=row.number, candidate=row.id, path=ID, file=file)
    if row.id is None:
        # Its own problem says more than a missing id.
        unreadable = row.facts is None or any(one.fields.get("key") == "id" for one in row.problems)
        found = () if unreadable else (Problem("missing-id", place),)
    elif seen[identify(row.id) or ""] > 1:
        files = homes.get(identify(row.id) or "", [])
        fields = {"id": visible(row.id), "files": ", ".join(map(printable_path, files))}
        found = (Problem("doubled-id", place, fields, "files" if len(files) > 1 else ""),)
    else:
        return row
    return replace(row, facts=None, problems=row.problems + found)
