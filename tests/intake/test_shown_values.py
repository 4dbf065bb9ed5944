"""What a cell shows is what is read, or a problem; a mutation of the markup changes no value in silence."""

from __future__ import annotations

import random
import re
from datetime import date, datetime

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.intake.book import read_book
from cchc_rules.intake.cells import UnclearCell, read_number
from cchc_rules.intake.formats import Kind, read_format
from tests.intake.doors import HEADER, SHEET, made
from tests.intake.sheets import changed

# Each section with what it shows: decimals and points in percent, or the parts of a date, or nothing.
NUMBERS = {"0": (0, 1), "0.00": (2, 1), "#,##0": (0, 1), "#,##0.0": (1, 1), "0%": (0, 100), "0.0%": (1, 100)}
NUMBERS |= {"General": (15, 1), '0" người"': (0, 1), "[Red]0.000": (3, 1), "0.00E+00": (None, 1)}
DATES = ("dd/mm/yyyy", "d/m/yy", "yyyy-mm-dd", "[$-1010000]d/m/yyyy", "dddd, d mmmm yyyy")
PARTIAL = ("mm/yyyy", "yyyy", "d-mmm", "mmm-yy", "dddd", "mmmm yyyy")
HIDDEN = ("", '""', '"-"', "_-")
SCALED = ("0,", "0.0,,", '"1"0', "0%%", "# ?/?")
ANY = (*NUMBERS, *DATES, *PARTIAL, *HIDDEN, *SCALED)
VALUES = st.one_of(st.integers(-5000, 60_000), st.floats(-100, 60_000).map(lambda one: float(format(one, ".6g"))))


def shown_section(code: str, value: float) -> str:
    """The section a spreadsheet program shows a number by (ECMA-376, 18.8.31)."""
    parts = code.split(";")
    if value < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if value == 0 and len(parts) > 2 else parts[0]


@given(VALUES, st.lists(st.sampled_from(ANY), min_size=1, max_size=3))
def test_what_a_cell_shows_is_what_is_read_or_a_problem(value, sections):
    """Random numbers under random formats of one to three sections."""
    code = ";".join(sections)
    found = read_number(value, read_format(code), from_1904=False)
    section = shown_section(code, value)
    if isinstance(found, UnclearCell):
        return
    assert section not in (*PARTIAL, *HIDDEN, *SCALED), code
    if section in DATES:
        assert isinstance(found, date | str)
        return
    decimals, points = NUMBERS[section]
    negative = value < 0 and len(sections) > 1
    read = float(str(found).rstrip("%"))
    assert (points == 100) == isinstance(found, str), code
    if decimals is not None:
        # The second of several sections shows a number below 0 without a sign, unless it has one.
        assert not negative or "-" in section or "(" in section, code
        assert abs(read - value * points) <= 0.5 * 10.0**-decimals + 1e-9 * abs(read)


@given(st.text(alphabet='0#?.,;%@dmyhsEe+-"\\[]<>=_*/ ()xXABCgeneralGENERAL', max_size=24), VALUES)
def test_any_code_has_a_meaning(code, value):
    """Whatever stands in a file, a format is read and a number under it is a value or a problem."""
    form = read_format(code)
    found = read_number(value, form, from_1904=False)
    if form.kind in (Kind.NOTHING, Kind.UNCLEAR, Kind.PARTIAL_DATE):
        assert isinstance(found, UnclearCell)


WORDS = ["Có", "Không", "x", "Nguyễn Văn  An", "<&>", " a ", "Đạt"]


def sample(path, rng: random.Random):
    """A workbook of every kind of value."""
    values = [lambda: rng.choice(WORDS), lambda: rng.random() < 0.5, lambda: rng.randrange(-9, 99)]
    values += [lambda: round(rng.uniform(0, 1), 3), lambda: date(2022, rng.randint(1, 12), 5), lambda: None]
    rows = [
        ["Mã", *(f"c{n}" for n in range(6))],
        *([f"A{n}", *(rng.choice(values)() for _ in range(6))] for n in range(12)),
    ]
    return made(path, rows)


def cells(path):
    """The cells of the first sheet by row and column."""
    (grid,) = read_book(path).grids
    return {
        (row.number, place): cell
        for row in grid.rows
        for place, cell in enumerate(row.cells, start=1)
        if cell is not None
    }


def drop_references(text: str, rng: random.Random) -> str:
    """Rows and cells without `r`, where no cell before one is left out."""

    def bare(row: re.Match[str]) -> str:
        letters = re.findall(r'<c r="([A-Z]+)', row[0])
        if letters != [chr(65 + place) for place in range(len(letters))] or rng.random() < 0.3:
            return row[0]
        return re.sub(r'<c r="[A-Z]+[0-9]+"', "<c", row[0])

    return re.sub(r"<row .*?</row>", bare, text, flags=re.DOTALL)


def respell_truths(text: str, rng: random.Random) -> str:
    """`1` and `0` of booleans as `true` and `false`."""
    words = {"1": "true", "0": "false"}
    return re.sub(
        r'(t="b"[^>]*><v>)([01])', lambda one: one[1] + (words[one[2]] if rng.random() < 0.7 else one[2]), text
    )


def add_differential(text: str, rng: random.Random) -> str:
    """Formats of tables under the numbers of built-in ones."""
    forms = "".join(
        f'<dxf><numFmt numFmtId="{n}" formatCode="{rng.choice(("0", "yyyy", ";;;"))}"/></dxf>' for n in (0, 9, 14, 164)
    )
    return re.sub(r"<dxfs[^>]*/>|(?=<tableStyles)", f'<dxfs count="4">{forms}</dxfs>', text, count=1)


def split_texts(text: str, rng: random.Random) -> str:
    """Shared texts in runs of some letters each."""

    def runs(item: re.Match[str]) -> str:
        inner = item[1]
        if "&" in inner or len(inner) < 2 or rng.random() < 0.3:
            return item[0]
        cut = rng.randrange(1, len(inner))
        return (
            "<si>"
            + "".join(f'<r><t xml:space="preserve">{one}</t></r>' for one in (inner[:cut], inner[cut:]))
            + "</si>"
        )

    return re.sub(r"<si><t[^>]*>(.*?)</t></si>", runs, text)


MUTATIONS = {
    "references": {SHEET: drop_references},
    "booleans": {SHEET: respell_truths},
    "differential formats": {"xl/styles.xml": add_differential},
    "split texts": {"xl/sharedStrings.xml": split_texts},
    "all": {
        SHEET: lambda text, rng: respell_truths(drop_references(text, rng), rng),
        "xl/styles.xml": add_differential,
        "xl/sharedStrings.xml": split_texts,
    },
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
@pytest.mark.parametrize("seed", range(8))
def test_a_mutation_of_the_markup_changes_no_value(tmp_path, mutation, seed):
    """The same cells come out of a workbook written another way."""
    rng = random.Random(seed)
    path = sample(tmp_path / "a.xlsx", rng)
    before = cells(path)
    changes = {part: (lambda text, change=change: change(text, rng)) for part, change in mutation.items()}
    assert before == cells(changed(path, changes))


@pytest.mark.parametrize("seed", range(8))
def test_exchanged_formats_change_values_as_they_show(tmp_path, seed):
    """Under another cell format a number is read as that one shows it, or not at all."""
    rng = random.Random(seed)
    codes = ["General", "0%", "dd/mm/yyyy", "mm/yyyy", ";;;", "0.00"]
    rows = [["Mã", "a", "b", "c"], *([f"A{n}", *(rng.randrange(1, 40_000) for _ in range(3))] for n in range(6))]
    places = [f"{column}{row}" for column in "BCD" for row in range(2, 8)]
    path = made(tmp_path / "a.xlsx", rows, formats={place: rng.choice(codes) for place in places})
    book = openpyxl.load_workbook(path)
    forms = [book.active[place].number_format for place in places]
    rng.shuffle(forms)
    for place, code in zip(places, forms, strict=True):
        book.active[place].number_format = code
    book.save(path)
    found = cells(path)
    for place, code in zip(places, forms, strict=True):
        cell = book.active[place]
        value = cell.value if isinstance(cell.value, int) else rows[cell.row - 1][cell.column - 1]
        assert read_number(value, read_format(code), from_1904=False) == found[cell.row, cell.column]


@pytest.mark.parametrize("seed", range(10))
def test_two_other_readers_read_the_same_cells(tmp_path, seed):
    """openpyxl, which builds the whole workbook, and calamine, which is written in another language."""
    path = sample(tmp_path / "a.xlsx", random.Random(seed))
    ours = cells(path)
    sheet = openpyxl.load_workbook(path, data_only=True).active
    theirs = {(cell.row, cell.column): cell.value for row in sheet for cell in row if cell.value is not None}
    assert {place: plain(value) for place, value in theirs.items()} == ours
    others = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    found = {
        (r, c): plain(value)
        for r, row in enumerate(others, start=1)
        for c, value in enumerate(row, start=1)
        if value != ""
    }
    assert found == {place: float(one) if type(one) is int else one for place, one in ours.items()}


def plain(value):
    """A date without its midnight."""
    return value.date() if isinstance(value, datetime) else value


def test_the_header_of_the_cases_is_read_by_all(tmp_path):
    """The sheets the cases are made of hold what they seem to."""
    assert HEADER == tuple(cells(made(tmp_path / "a.xlsx", [HEADER])).values())
