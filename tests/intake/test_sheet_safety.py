"""Spreadsheets made to harm: each ends as our error, in no time, whatever limit it breaks."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from io import BytesIO
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from cchc_rules.files import InputError
from cchc_rules.intake.limits import Limits
from tests.intake.sheets import book, changed, computed, read, refusal, sheet_xml

SMALL = [["Mã", "Số cán bộ"], ["a", 5]]
SHEET = "xl/worksheets/sheet1.xml"
MOST_SECONDS = 5.0
MOST_BYTES = 60_000_000


def refused(path, **more):
    """The keys of the refusal, which comes within five seconds and in bounded memory."""
    tracemalloc.start()
    started = monotonic()
    keys = refusal(path, **more)
    seconds, (_, peak) = monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < MOST_SECONDS
    assert peak < MOST_BYTES
    return keys


def sheet_of(tmp_path, inner):
    """A workbook whose sheet holds that XML for its rows."""
    return changed(book(tmp_path / "a.xlsx", SMALL), {SHEET: sheet_xml(f"<sheetData>{inner}</sheetData>")})


def row(number, cells):
    """A row of texts."""
    texts = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{texts}</row>'


HEAD = row(1, ["Mã", "Số cán bộ"]) + row(2, ["a", "5"])


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    """A sheet of a gigabyte of blanks never gets unpacked; one below that size is refused for its ratio."""
    path = sheet_of(tmp_path, HEAD + " " * 3_000_000)
    assert ["sheet-limit.ratio"] == refused(path)
    assert ["sheet-limit.unpacked"] == refused(path, limits=Limits(unpacked=2_000_000))


def test_the_ratio_is_allowed_up_to_its_limit(tmp_path):
    """At the ratio the sheet is read, one below it is refused."""
    path = sheet_of(tmp_path, HEAD + " " * 2_000_000)
    with ZipFile(path) as zipped:
        ratio = max(-(-one.file_size // one.compress_size) for one in zipped.infolist())
    assert ["a"] == [one.id for one in read(path, limits=Limits(ratio=ratio)).rows]
    assert ["sheet-limit.ratio"] == refused(path, limits=Limits(ratio=ratio - 1))


def test_the_unpacked_size_is_allowed_up_to_its_limit(tmp_path):
    """At the size the sheet is read, one byte below it is refused."""
    path = sheet_of(tmp_path, HEAD)
    with ZipFile(path) as zipped:
        size = sum(one.file_size for one in zipped.infolist())
    assert ["a"] == [one.id for one in read(path, limits=Limits(unpacked=size)).rows]
    assert ["sheet-limit.unpacked"] == refused(path, limits=Limits(unpacked=size - 1))


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path):
    """More bytes than declared are never unpacked."""
    path = sheet_of(tmp_path, HEAD + " " * 3_000_000)
    content = bytearray(path.read_bytes())
    with ZipFile(BytesIO(bytes(content))) as zipped:
        size = zipped.getinfo(SHEET).file_size
    honest = size.to_bytes(4, "little")
    assert 2 == content.count(honest)
    path.write_bytes(bytes(content).replace(honest, (9999).to_bytes(4, "little")))
    assert ["sheet-broken"] == refused(path)


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "sheet-limit.columns"),
        ('<row r="1200000"><c r="A1200000"><v>1</v></c></row>', "sheet-limit.rows"),
        ('<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>', "sheet-broken"),
        ('<row r="3"><c r="B4"><v>1</v></c></row>', "sheet-broken"),
        ('<row r="3"><c r="Ä3"><v>1</v></c></row>', "sheet-broken"),
        ('<row r="2"><c r="A2"><v>1</v></c></row>', "sheet-broken"),
        ('<row r="3"><c r="A3" t="s"><v>99</v></c></row>', "sheet-broken"),
        (f'<row r="{"9" * 5000}"></row>', "sheet-broken"),
    ],
)
def test_far_corners_and_impossible_cells_are_refused(tmp_path, cells, key):
    """A cell in the last corner, out of order or out of its row stops the file."""
    assert [key] == refused(sheet_of(tmp_path, HEAD + cells))


def test_formats_in_far_corners_do_no_harm(tmp_path):
    """Cells that only have a style hold nothing and are passed over."""
    path = sheet_of(tmp_path, HEAD + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert ["a"] == [one.id for one in read(path).rows]


def test_rows_and_columns_are_allowed_up_to_their_limits(tmp_path):
    """At the limit a cell is read, one past it the file is refused."""
    limits = Limits(rows=4, columns=3)
    last = '<row r="4"><c r="A4"><v>1</v></c><c r="C4"><v>1</v></c></row>'
    assert [2, 4] == [one.number for one in read(sheet_of(tmp_path, HEAD + last), limits=limits).rows]
    beyond = '<row r="5"><c r="A5"><v>1</v></c></row>'
    assert ["sheet-limit.rows"] == refused(sheet_of(tmp_path, HEAD + beyond), limits=limits)
    aside = '<row r="4"><c r="D4"><v>1</v></c></row>'
    assert ["sheet-limit.columns"] == refused(sheet_of(tmp_path, HEAD + aside), limits=limits)


def test_texts_are_allowed_up_to_their_limits(tmp_path):
    """The length of a text and the number of shared ones have limits too."""
    path = sheet_of(tmp_path, row(1, ["Mã", "Nhận xét"]) + row(2, ["a", "x" * 50]))
    assert ["a"] == [one.id for one in read(path, limits=Limits(text=50)).rows]
    assert ["sheet-limit.text"] == refused(path, limits=Limits(text=49))
    shared = computed(tmp_path / "b.xlsx", [["Mã", "Nhận xét"], ["a", "b"]])
    assert ["a"] == [one.id for one in read(shared, limits=Limits(strings=4)).rows]
    assert ["sheet-limit.strings"] == refused(shared, limits=Limits(strings=3))
    assert ["sheet-limit.parts"] == refused(shared, limits=replace(Limits(), parts=3))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused(tmp_path, declared, part):
    """No document type is read, internal or external, in any part."""
    path = computed(tmp_path / "a.xlsx", SMALL)
    changed(path, {part: lambda text: declared + (text.partition("?>")[2] if text.startswith("<?") else text)})
    assert ["sheet-format.entities"] == refused(path)


def test_endless_tags_are_refused(tmp_path):
    """A tag of megabytes is not waited for."""
    noise = random.Random(1).randbytes(1_500_000).hex()
    path = sheet_of(tmp_path, f'{HEAD}<row r="3" x="{noise}"></row>')
    assert ["sheet-limit.token"] == refused(path)


def test_merged_areas_cost_no_more_than_the_sheet(tmp_path):
    """Areas as large as the sheet, many times over, are refused."""
    cells = "".join(row(number, [f"a{number}", "1"]) for number in range(3, 200))
    areas = "".join(f'<mergeCell ref="A{number}:XFD1048576"/>' for number in range(3, 200))
    path = changed(
        book(tmp_path / "a.xlsx", SMALL),
        {SHEET: sheet_xml(f"<sheetData>{HEAD}{cells}</sheetData><mergeCells>{areas}</mergeCells>")},
    )
    assert ["sheet-limit.merged"] == refused(path)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "table-empty"),
        (b"Ma,Ten\n", "sheet-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "sheet-broken"),
        (b"PK\x03\x04", "sheet-broken"),
        (b"PK\x05\x06" + bytes(18), "sheet-format"),
        (b"PK\x01\x02" * 20_000, "sheet-limit.parts"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path, content, key):
    """Empty, other, old or forged files are our error."""
    (tmp_path / "a.xlsx").write_bytes(content)
    assert [key] == refused(tmp_path / "a.xlsx")


def test_every_truncation_and_flipped_byte_ends_in_our_error(tmp_path):
    """A damaged file is read the same or refused, never a bare exception."""
    path = computed(tmp_path / "a.xlsx", SMALL)
    whole = path.read_bytes()
    drawn = random.Random(7)
    for _ in range(150):
        content = bytearray(whole)
        if drawn.random() < 0.3:
            content = content[: drawn.randrange(len(content))]
        else:
            content[drawn.randrange(len(content))] = drawn.randrange(256)
        path.write_bytes(content)
        assert refusal(path) or read(path).rows


def test_flipped_markup_ends_in_our_error(tmp_path):
    """Markup that is wrong inside a sound archive is read or refused, never a bare exception."""
    original = computed(tmp_path / "a.xlsx", SMALL).read_bytes()
    drawn = random.Random(9)
    with ZipFile(BytesIO(original)) as zipped:
        parts = {one.filename: zipped.read(one) for one in zipped.infolist()}
    path = tmp_path / "b.xlsx"
    for _ in range(150):
        name = drawn.choice([one for one in parts if one.startswith(("xl/", "_rels"))])
        content = bytearray(parts[name])
        content[drawn.randrange(len(content))] = drawn.choice(b"<>/\"'=0129arst \xff")
        with ZipFile(path, "w", ZIP_DEFLATED) as new:
            for one, text in parts.items():
                new.writestr(one, bytes(content) if one == name else text)
        assert refusal(path) or read(path).rows is not None


def test_folders_and_missing_files_are_input_errors(tmp_path):
    """What cannot be opened is no fault of its content."""
    with pytest.raises(InputError):
        read(tmp_path / "none.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(InputError):
        read(tmp_path / "folder.xlsx")
