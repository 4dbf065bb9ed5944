"""CSV as offices save it: separators, encodings, quotes, widths, headers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.files import InputError
from cchc_rules.intake.headers import column_letters
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.table import TableError
from cchc_rules.problems import Place
from tests.intake.made import problems, program, read, refusal

HEADER = "Mã,Tên đơn vị,Có người bị kỷ luật,Xếp loại"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_separator_and_line_end_is_read(tmp_path, separator, end):
    """Comma, semicolon and tab, Unix and Windows line ends give the same rows."""
    text = f"Mã,Xếp loại{end}A1,Tốt{end}A2,Khá{end}".replace(",", separator)
    rows = [(row.number, row.id, row.facts) for row in read(tmp_path, text).rows]
    assert [(2, "A1", {"rating": "Tốt"}), (3, "A2", {"rating": "Khá"})] == rows


def test_a_separator_inside_quotes_belongs_to_its_cell(tmp_path):
    """A quoted header or cell may hold any separator, quotes written twice, and line ends."""
    table = read(tmp_path, '"Mã";"Tên đơn vị"\nA1;"Phòng ""Một"", hai\nba; bốn"\n')
    assert ['Phòng "Một", hai ba; bốn'] == [row.name for row in table.rows]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path):
    """A file saved by a spreadsheet with a byte order mark has its first header."""
    assert ["A1"] == [row.id for row in read(tmp_path, b"\xef\xbb\xbf" + f"{HEADER}\nA1,a,,\n".encode()).rows]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (f"{HEADER}\nA1,a,Có,Tốt\n".encode("utf-16"), "table-encoding.utf-16"),
        (f"{HEADER}\nA1,a,Có,Tốt\n".encode("utf-16-le"), "table-encoding.utf-16"),
        ("Mã,Tên\nA1,".encode() + "Phường Đông".encode("cp1258", "ignore") + b"\n", "table-encoding.windows-1258"),
        (b"id,name\nA1,Ho\xb5n th\xb5nh t\xe8t nhi\xd6m v\xf4\nA2,Kh\xb8\n", "table-encoding.tcvn3"),
        ("id,name\nA1,Hoµn thµnh tèt nhiÖm vô\n", "table-encoding.font"),
        ("id,name\nA1,Hoaøn thaønh toát nhieäm vuï\n", "table-encoding.font"),
    ],
)
def test_other_encodings_are_recognised_and_refused(tmp_path, content, key):
    """UTF-16, Windows-1258, TCVN3 and VNI are named, never read as something else."""
    assert [key] == refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "table-empty"),
        (" \n\n", "table-empty"),
        (",,\n\n,,\n", "table-empty"),
        ('"",""\n', "table-empty"),
        ("\n\nTên,Điểm\na,1\n", "no-id-column"),
        ('"Mã,Tên\nA1,a\n', "table-quoting"),
        (f"{HEADER}\n", "table-empty.header-only"),
        (f"{HEADER}\n,,,\n\n", "table-empty.header-only"),
        ("Tên đơn vị,Xếp loại\na,Tốt\n", "no-id-column"),
        ("Mã|Xếp loại\nA1|Tốt\n", "no-id-column"),
        (f'{HEADER}\nA1,"a,Có,Tốt\nA2,b,Có,Tốt\n', "table-quoting"),
        (f'{HEADER}\nA1,"a"b,Có,Tốt\n', "table-quoting"),
        (f"{HEADER}\nA1,{'a' * 200_000},Có,Tốt\n", "table-quoting.field"),
        ("Mã,Tên;Mã\n1,2,3\n", "table-separator"),
        (f"{HEADER},rating\nA1,a,Có,Tốt,Tốt\n", "doubled-header"),
        (f"{HEADER},id\nA1,a,Có,Tốt,Tốt\n", "doubled-header"),
        ("Mã,Xêp loại\nA1,Tốt\n", "unknown-header.close"),
        ("Mã,ratings\nA1,Tốt\n", "unknown-header.close"),
    ],
)
def test_a_file_that_cannot_be_told_apart_is_refused(tmp_path, content, key):
    """Nothing of it is decided, and the reason is named."""
    assert key in refusal(tmp_path, content)


def test_an_unclosed_quote_is_placed_at_its_line(tmp_path):
    """The line on which the quote opens is told, not the end of the file."""
    with pytest.raises(TableError, match="line 3"):
        read(tmp_path, f'{HEADER}\nA1,a,Có,Tốt\nA2,"b,Có,Tốt\nA3,c,Có,Tốt\n')


@pytest.mark.parametrize(
    "header", ["rating", "Xếp loại", "  xẾP   LOẠI ", '"Xếp\nloại"', "Rating", "xếp loại năm 2021", "RATING"]
)
def test_headers_match_by_name_label_and_alias(tmp_path, header):
    """Case, spaces and line breaks do not matter; NFD text is the same text."""
    for text in (header, unicodedata.normalize("NFD", header)):
        assert [{"rating": "Tốt"}] == [row.facts for row in read(tmp_path, f"id,{text}\nA1,Tốt\n").rows]


def test_unknown_headers_are_reported_once_and_known_asides_never(tmp_path):
    """`STT`, `Ghi chú` and what is ignored are silent; any other column is one warning with its letter."""
    text = "STT,id,Ghi chú,Điện thoại,Quê quán\n1,A1,-,028,Huế\n2,A2,-,028,Huế\n"
    found = read(tmp_path, text, ignore=["quê  quán"]).problems
    expected = [("unknown-header", "warning", Place(row=1, cell="D", file=str(tmp_path / "main.csv")))]
    assert expected == [(one.key, one.severity, one.where) for one in found]


def test_a_column_without_header_is_reported_when_it_holds_something(tmp_path):
    """An empty header over empty cells is nothing; over values it is a warning."""
    assert [] == list(read(tmp_path, "id,,\nA1,,\n").problems)
    assert ["unknown-header.blank"] == [one.key for one in read(tmp_path, "id,,\nA1,,5\n").problems]


@pytest.mark.parametrize("row", ["A1,a,Có", "A1,a,Có,Tốt,thừa"])
def test_a_ragged_row_is_a_problem_of_its_row_only(tmp_path, row):
    """Cells that may have shifted are not read; the other rows are."""
    ragged, good = read(tmp_path, f"{HEADER}\n{row}\nA2,b,Có,Tốt\n").rows
    assert (["ragged-row"], None, "A1") == (problems(ragged), ragged.facts, ragged.id)
    assert ([], {"disciplined": "Có", "rating": "Tốt"}) == (problems(good), good.facts)


def test_empty_cells_beyond_the_header_do_no_harm(tmp_path):
    """Trailing separators, as spreadsheets write them, are no further cells."""
    assert [[]] == [problems(row) for row in read(tmp_path, f"{HEADER}\nA1,a,Có,Tốt,, ,\n").rows]


def test_blank_rows_are_left_out_and_rows_keep_their_numbers(tmp_path):
    """Row numbers are those a spreadsheet shows."""
    assert [2, 4] == [row.number for row in read(tmp_path, f"{HEADER}\nA1,a,,\n,,,\nA2,b,,\n").rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_titles_and_blank_lines_may_stand_above_the_header(tmp_path, separator):
    """As in a spreadsheet; rows keep the numbers of the file, and a header of several rows is read."""
    text = (
        "\nUBND QUẬN 12,,CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\n,,,\n"
        "Mã,Tên đơn vị,Chung,,Điện thoại\n,,Có người bị kỷ luật,Xếp loại,\n\nA1,Phòng,x,Tốt,\nA2,b\n"
    )
    table = read(tmp_path, text.replace(",", separator))
    rows = [(row.number, row.id, row.facts, problems(row)) for row in table.rows]
    assert [(8, "A1", {"disciplined": "x", "rating": "Tốt"}, []), (9, "A2", None, ["ragged-row"])] == rows
    places = {cell: Place(row=6, cell=cell, file=str(tmp_path / "main.csv")) for cell in "CDE"}
    expected = [("heading", places["C"]), ("unknown-header", places["E"])]
    assert expected == [(one.key, one.where) for one in table.problems]


def test_rows_under_a_header_without_an_id_are_no_titles(tmp_path):
    """A later cell that reads like an id column does not make the rows above it vanish."""
    text = "Tên đơn vị,Xếp loại\na,Tốt\nMã,Khá\nb,Tốt\n"
    with pytest.raises(TableError) as refused:
        read(tmp_path, text)
    assert [("no-id-column", 1)] == [(one.key, one.where.row) for one in refused.value.problems]


def test_ids_are_text_and_told_apart_as_people_tell_them(tmp_path):
    """Leading zeros stay; ids equal but for case, spaces or NFC are problems on every row concerned."""
    nfd = unicodedata.normalize("NFD", "Đ1à")
    rows = read(tmp_path, f"id\n001\n1\na\n A \nĐ1à\n{nfd}\n\n-\n").rows
    assert ["001", "1", "a", "A", "Đ1à", "Đ1à", None] == [row.id for row in rows]
    doubled = ["doubled-id"]
    assert [[], [], doubled, doubled, doubled, doubled, ["missing-id"]] == [problems(row) for row in rows]
    assert [True, True, False, False, False, False, False] == [row.facts is not None for row in rows]


@pytest.mark.parametrize("name", ["main.odt", "main", "main.pdf"])
def test_unknown_kinds_of_files_are_refused(tmp_path, name):
    """The ending tells the kind; another one is refused with what to do."""
    assert ["table-format"] == refusal(tmp_path, "id\nA1\n", name=name)


def test_a_missing_file_is_our_error(tmp_path):
    """A file that is not there, of candidates or of a list, is an InputError."""
    (tmp_path / "main.csv").write_text("id\nA1\n")
    absent = tmp_path / "missing.csv"
    with pytest.raises(InputError):
        read_rows(absent, program().category)
    with pytest.raises(InputError):
        read_rows(tmp_path / "main.csv", program().category, lists={"initiatives": absent})


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_lettered_as_in_spreadsheets(number, letters):
    """Columns are counted A … Z, AA …"""
    assert letters == column_letters(number)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_rows_or_our_error(tmp_path_factory, content):
    """Whatever the bytes: a table, or a refusal with words in both languages."""
    folder = tmp_path_factory.mktemp("bytes")
    for name in ("main.csv", "main.json", "main.jsonl"):
        refusal(folder, content, name=name)


CELLS = st.text(alphabet='aA1,;"\t \nàđ=-', max_size=6)


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_a_strict_writer_writes_is_read_back(tmp_path_factory, rows):
    """Cells quoted as RFC 4180 says come back, whatever they hold."""
    folder = tmp_path_factory.mktemp("rows")
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in ("x" + a, b)) for a, b in rows]
    table = read(folder, "id,rating\n" + "\n".join(quoted) + "\n")
    assert [row.facts for row in table.rows if row.facts is not None] == [
        {"rating": b} for row, (_, b) in zip(table.rows, rows, strict=True) if row.facts is not None
    ]
    assert len(rows) == len(table.rows)
