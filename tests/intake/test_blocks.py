"""Files decided block by block come out as the direct engine decides them, whatever stands in them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.bulk import csv as delimited
from cchc_rules.bulk import parquet
from cchc_rules.bulk.file_decisions import decide_file
from cchc_rules.decisions.footing import SourceFile
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.problems import ProblemsError
from cchc_rules.reports.parquet import write_parquet
from cchc_rules.reports.report import Report
from cchc_rules.reports.texts import write_csv, write_json_lines
from tests.intake.sheets import program

CELLS = {
    "Mã": ["A1", "a1 ", "A2", "B-3", "7", "07", "", "–", "Đơn vị 1", "ĐƠN  VỊ 1", "A\u0301", "x" * 300, "A\u200b"],
    "Tên": ["Phòng Một", "", "=1+1", "@x", "Phòng  Hai", "a, b", 'nói "gì"', "Ho\u0300a", "-", "\u200bẩn", "+3"],
    "Có người bị kỷ luật": ["Không", "Có", "x", "", "-", "đạt", "true"],
    "Xếp loại năm 2021": ["Tốt", "khá", "Trung bình", "Không xếp loại", "Giỏi", ""],
    "Địa bàn": ["Nội thành", "ngoại thành", "", "biển"],
    "Số cán bộ": ["0", "5", "1.000", "-1", "5,5", "năm", ""],
    "Điểm": ["1,5", "1.5", "-5", "2", "1e3", "0,00001", ""],
    "Tỷ lệ hồ sơ đúng hạn": ["95,5%", "0,855", "1", "100", "101", "", "0"],
    "Ngày báo cáo": ["5/5/2022", "2022-05-05", "5/2022", "31/2/2022", ""],
    "Nhận xét": ["tốt", "=cmd", "#N/A", "", "nhiều\nviệc"],
    "Xếp loại năm 2021 – căn cứ": ["QĐ 1", "", "=1", "a\u00a0b", " ", "-", "\u200b", "TCVN3: Quyªt ®Þnh"],
    "Sáng kiến": ["0", "", "2", "-", "không", "0 "],
}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of four rows, so that a few rows make several."""
    monkeypatch.setattr(delimited, "BLOCK", 4)
    monkeypatch.setattr(parquet, "BLOCK", 4)


def directly(source, target, *, reasons, language="vi"):
    """The file written by way of the direct engine."""
    table = read_rows(source, program().category)
    results = list(decide_rows(program(), table))
    sources = (SourceFile.at(source),)
    report = Report(program(), results, language, None, table.problems, reasons, sources)
    if target.suffix == ".parquet":
        write_parquet(target, report)
    else:
        with target.open("w", encoding="utf-8-sig" if target.suffix == ".csv" else "utf-8", newline="") as out:
            if target.suffix == ".csv":
                write_csv(report, out)
            else:
                write_json_lines(report, out)
    return table.problems


def both(source, ending, *, reasons=True, language="vi"):
    """What each engine wrote, texts as written; the warnings of each are the same."""
    one, other = (source.with_name(f"{name}{ending}") for name in ("direct", "columns"))
    warned = directly(source, one, reasons=reasons, language=language)
    found = decide_file(program(), source, other, reasons=reasons, language=language)
    assert warned == found.problems
    return content(one, ending, reasons), content(other, ending, True)


def content(path, ending, reasons):
    """The content of a result file but for reasons nobody asked for."""
    if ending == ".parquet":
        frame = pl.read_parquet(path)
        return frame if reasons else frame.drop("reasons")
    if ending == ".jsonl":  # spaces between marks may differ, the order of keys may not
        return [json.dumps(json.loads(line)) for line in path.read_bytes().decode().split("\n")[:-1]]
    return path.read_bytes().decode()


def alike(one, other):
    """Whether two results are equal, types of columns included."""
    if isinstance(one, pl.DataFrame):
        return one.schema == other.schema and one.equals(other)
    return one == other


def refusals(source, *, engine="direct"):
    """The problems for which an engine refuses a file, with their places; none when it does not."""
    try:
        read_rows(source, program().category) if engine == "direct" else decided(source)
    except ProblemsError as error:
        return [problem.render_line("en") for problem in error.problems]
    return []


def decided(source, **more):
    """What comes of a file, written beside it."""
    return decide_file(program(), source, source.with_name("out.parquet"), **more)


@st.composite
def files(draw):
    """A CSV file with what offices leave in cells: odd ids, ragged and blank rows, quotes where none are needed."""
    names = draw(st.permutations(list(CELLS)).flatmap(lambda all: st.integers(1, len(all)).map(lambda n: all[:n])))
    names = list(dict.fromkeys(["Mã", *names]))
    separator, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n"]))
    quoted = draw(st.booleans())
    lines = [separator.join(names)]
    for _ in range(draw(st.integers(1, 14))):
        cells = [draw(st.sampled_from(CELLS[name])) for name in names]
        match draw(st.integers(0, 12)):
            case 0:
                cells = cells[:-1]
            case 1:
                cells += [""]
            case 2:
                cells += ["thừa"]
            case 3:
                cells = draw(st.sampled_from([[], [" "], [""] * len(cells)]))
        if not quoted:
            cells = [cell.replace('"', "").replace("\n", " ").replace(separator, " ") for cell in cells]
        lines.append(separator.join('"' + cell.replace('"', '""') + '"' if quoted else cell for cell in cells))
    return end.join(lines) + draw(st.sampled_from(["", end]))


def check_columns(text, ending, reasons, language):
    """That both engines write the same columns of a CSV file, or refuse it alike."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in.csv"
        source.write_text(text, newline="")
        if refusals(source) != []:
            assert refusals(source) == refusals(source, engine="columns")
            return
        one, other = both(source, ending, reasons=reasons, language=language)
        assert alike(one, other)


RANDOM_FILES = given(
    files(), st.sampled_from([".parquet", ".csv", ".jsonl"]), st.booleans(), st.sampled_from(["vi", "en"])
)


@settings(max_examples=60, deadline=None)
@RANDOM_FILES
def test_every_column_is_that_of_the_direct_engine(text, ending, reasons, language):
    """Random CSV files: row, id, name, verdicts, outcomes, missing facts, reasons and problems are the same."""
    check_columns(text, ending, reasons, language)


@pytest.mark.soak
@settings(max_examples=3_000, deadline=None)
@RANDOM_FILES
def test_every_column_of_many_files_is_that_of_the_direct_engine(text, ending, reasons, language):
    """The same at length."""
    check_columns(text, ending, reasons, language)


def rejected(source):
    """The codes of the problems for which both engines refuse a file, told alike."""
    found = refusals(source)
    assert found == refusals(source, engine="columns")
    return [problem.split(": ")[1] for problem in found]


def bad(content):
    """A CSV file of a header, six good rows and this."""
    return ("Mã,Tên,Xếp loại năm 2021\n" + "".join(f"A{n},tên,Tốt\n" for n in range(6))).encode() + content


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "table-empty"),
        (b" \n\n \n", "table-empty"),
        ("Mã,Tên\n".encode(), "table-empty"),
        ("Mã,Tên\n,\n\n".encode(), "table-empty"),
        ("Tên,Xếp loại năm 2021\na,b\n".encode(), "no-id-column"),
        ("Mã,Xêp loại năm 2021\nA,Tốt\n".encode(), "unknown-header"),
        ("Mã,Mã\nA,B\n".encode(), "doubled-header"),
        (bad(b'A7,"a\n'), "table-quoting"),
        (bad(b'A7,"a"b,c\n'), "table-quoting"),
        (bad(b"A7," + b"a" * 140_000 + b",\n"), "table-quoting"),
        (bad(b"A7,\xe0,\n"), "table-encoding"),
        (bad("A7,á\n".encode("utf-16")), "table-encoding"),
        (bad(b"A7,\x00,\n"), "table-encoding"),
        ("Mã,Tên\nA,Hoµn thµnh tèt nhiÖm vô\n".encode(), "table-encoding"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_as_ever(tmp_path, content, key):
    """Wherever in the file it stands, the same error with the same line, and nothing written."""
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    assert [key] == rejected(source)
    assert [source] == list(tmp_path.iterdir())


def test_bad_bytes_are_told_with_their_line(tmp_path):
    """Far beyond the first block, past what the decoder reads ahead."""
    source = tmp_path / "in.csv"
    source.write_bytes(b"id,name\n" + b"A,b\n" * 200_000 + b"\xff,c\n")
    with pytest.raises(ProblemsError, match=r"in\.csv, row 200002: table-encoding"):
        decided(source)


def test_numbers_of_rows_and_lines_go_on_over_blocks(tmp_path):
    """Cells with line ends, blank rows and both ways of reading: rows are counted as everywhere."""
    rows = ["A1,x", '"A2","hai\ndòng"', "", "A3,y", 'A4,"1\n2\n3\n4\n5\n6"', "A5,z", "A6", "A7,u", ",,", "A8,v"]
    source = tmp_path / "in.csv"
    source.write_text("Mã,Tên\n" + "\n".join(rows))
    one, other = both(source, ".parquet")
    assert alike(one, other)
    assert [2, 3, 5, 6, 7, 8, 9, 11] == other["row"].to_list()
    source.write_text("Mã,Tên\n" + "\n".join(rows) + '\nA9,"')
    with pytest.raises(ProblemsError, match="line 18 of the file"):
        decided(source)


def test_a_lone_carriage_return_ends_a_line(tmp_path):
    """As csv has it, in files of whatever system."""
    source = tmp_path / "in.csv"
    source.write_bytes("Mã,Tên\rA1,x\rA2,y\r\nA3,z".encode())
    one, other = both(source, ".parquet")
    assert alike(one, other) and ["A1", "A2", "A3"] == other["id"].to_list()


def test_an_id_that_stands_twice_is_found_over_blocks(tmp_path):
    """In rows that are ragged too, and however it is spelt."""
    source = tmp_path / "in.csv"
    source.write_text("Mã,Tên\nA1,x\nB1,\nB2,\nB3,\nB4,\nB5,\n a1\nB6,\n")
    one, other = both(source, ".jsonl")
    assert one == other
    rows = [json.loads(line) for line in other]
    assert [[], ["doubled-id"], ["ragged-row", "doubled-id"]] == [
        [problem["code"] for problem in rows[place]["problems"]] for place in (1, 0, 6)
    ]


def test_columns_for_yes_and_no_are_read_together(tmp_path):
    """A fact split over two columns, under a header of two rows below a title."""
    source = tmp_path / "in.csv"
    source.write_text("DANH SÁCH,,\nMã,Có người bị kỷ luật,\n,Có,Không\nA,x,\nB,,x\nC,,\nD,x,x\nE,,sai\nF,,x\n")
    one, other = both(source, ".parquet")
    assert alike(one, other)
    assert ["ineligible", "undetermined", "undetermined", "invalid", "invalid", "undetermined"] == other[
        "verdict"
    ].to_list()


def test_columns_nobody_named_are_reported(tmp_path):
    """Once, with the first row that holds something, wherever it is."""
    source = tmp_path / "in.csv"
    source.write_text("Mã,,Điện thoại\n" + "".join(f"A{n},,1\n" for n in range(9)) + "B,?,1\n")
    both(source, ".parquet")
    assert ["unknown-header", "unknown-header.blank"] == sorted(one.key for one in decided(source).problems)
    assert ["unknown-header.blank"] == [one.key for one in decided(source, ignore=["Điện thoại"]).problems]


PARQUET = {
    "id": pl.Series([1, 2, 3, 3, None, 6]),
    "Tên": pl.Series(["A", None, "=B", "C", "D  D", "E"]),
    "Có người bị kỷ luật": pl.Series([True, False, None, False, False, False]),
    "rating": pl.Series(["Tốt", "Khá", None, "Tốt", "Tốt", "Giỏi"]),
    "on_time": pl.Series([0.855, None, 99.5, 101.0, 1.0, float("nan")]),
    "staff": pl.Series([1, 2, -1, None, 5, 6], dtype=pl.Int16),
    "score": pl.Series([1.5, 2.25, None, 0.1, 0.12345, 7.0], dtype=pl.Float32),
    "reported": pl.Series([datetime(2022, 5, 5), None, None, None, None, None]),
    "initiatives": pl.Series(
        [[{"title": "Một", "lawful": True}], [], None, [], [], [{"title": "a", "lawful": None}] * 2]
    ),
    "STT": pl.Series(range(6)),
}


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"id": pl.Series(["a", "A ", "b", "c", "-", "d"])},
        {"id": pl.Series(["a", "b", "a", "c", "d", "e"], dtype=pl.Categorical)},
        {"id": pl.Series([1.0, 2.0, None, 4.0, 5.0, 6.0])},
        {"Tên": pl.Series([True, False, None, True, True, True])},
        {"Tên": pl.Series([None] * 6)},
        {"reported": pl.Series([datetime(2022, 5, 5, 7)] + [None] * 5)},
        {"rating": pl.Series([None] * 6), "initiatives": pl.Series([None] * 6)},
        {"rating": pl.Series(["Tốt", "Khá", None, "Tốt", "Tốt", "Khá"], dtype=pl.Enum(["Khá", "Tốt"]))},
    ],
)
def test_parquet_of_every_type_is_decided_as_ever(tmp_path, changes, ending):
    """Integers, enumerations, moments and lists; ids and names that can be none; nothing at all."""
    source = tmp_path / "in.parquet"
    pl.DataFrame(PARQUET | changes).write_parquet(source, row_group_size=2)
    one, other = both(source, ending)
    assert alike(one, other)


@pytest.mark.parametrize(
    ("frame", "key"),
    [
        (pl.DataFrame({"name": ["a"]}), "no-id-column"),
        (pl.DataFrame({"id": ["a"], "ratin": ["Tốt"]}), "unknown-header"),
        (pl.DataFrame({"id": pl.Series([], dtype=pl.String)}), "table-empty"),
    ],
)
def test_parquet_that_cannot_be_read_is_refused_as_ever(tmp_path, frame, key):
    """Each with a problem in words."""
    frame.write_parquet(tmp_path / "in.parquet")
    assert [key] == rejected(tmp_path / "in.parquet")


def test_a_damaged_parquet_file_is_our_error(tmp_path):
    """Whether its end or its pages are damaged."""
    source = tmp_path / "in.parquet"
    source.write_bytes(b"PAR1nothing")
    assert ["sheet-broken"] == rejected(source)
    pl.DataFrame({"id": [str(n) for n in range(5000)]}).write_parquet(source)
    content = bytearray(source.read_bytes())
    content[40:2000] = bytes(1960)
    source.write_bytes(content)
    with pytest.raises(ProblemsError, match="sheet-broken"):
        decided(source)
    assert [source] == list(tmp_path.iterdir())


MEMBER = pl.Struct({"title": pl.String, "lawful": pl.Boolean})
MEMBERS = [[{"title": "Một", "lawful": True}], None, [{"title": "–", "lawful": None}], None, None, [None]]
ENVELOPES = [
    {"value": "Khá", "by": "Sở"},
    None,
    {"value": "Giỏi"},
    {"value": None},
    {"value": "Tốt", "by": "a\x00"},
    {},
]
FAR = pl.Series([10**7, -(10**7), 19_000, None, 0, 10**8], dtype=pl.Int64)


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
@pytest.mark.parametrize(
    "changes",
    [
        {"rating": pl.Series(ENVELOPES, dtype=pl.Struct({"value": pl.String, "by": pl.String}))},
        {"staff": pl.Series([{"value": 5, "who": "x"}, None, None, None, None, None])},
        {"staff": pl.Series([{"values": 5}, None, None, None, None, None])},
        {"initiatives": pl.Series(["", None, "–", "0", "", "Một"])},
        {"initiatives": pl.Series(MEMBERS, dtype=pl.Array(MEMBER, 1))},
        {"initiatives": pl.Series([{"value": one} for one in MEMBERS], dtype=pl.Struct({"value": pl.List(MEMBER)}))},
        {"reported": FAR.cast(pl.Int32).cast(pl.Date)},
        {"reported": (FAR * 86_400_000).cast(pl.Datetime("ms"))},
        {"reported": (FAR * 10**10 + 1).cast(pl.Datetime("ms"))},
        {"id": FAR.cast(pl.Int32).cast(pl.Date)},
    ],
    ids=lambda changes: " ".join(f"{name} {column.dtype}" for name, column in changes.items()),
)
def test_parquet_of_odd_types_is_decided_as_ever(tmp_path, changes, ending):
    """Values with their provenance, lists as text and arrays, moments beyond the calendar: problems of their rows."""
    source = tmp_path / "in.parquet"
    pl.DataFrame({"id": list("abcdef")} | changes).write_parquet(source, row_group_size=2)
    one, other = both(source, ending)
    assert alike(one, other)


def test_a_date_beyond_the_calendar_is_out_of_range(tmp_path):
    """In its row alone."""
    source = tmp_path / "in.parquet"
    pl.DataFrame({"id": list("abcdef"), "reported": FAR.cast(pl.Int32).cast(pl.Date)}).write_parquet(source)
    _, other = both(source, ".jsonl")
    codes = [[problem["code"] for problem in json.loads(line)["problems"]] for line in other]
    assert [["date-out-of-range"]] * 2 + [[]] * 3 + [["date-out-of-range"]] == codes
