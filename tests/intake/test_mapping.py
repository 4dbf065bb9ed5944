"""An office's own table read through a mapping: as it stands, whole, and only what the mapping names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.intake.mapping import read_mapping
from cchc_rules.intake.mapping_models import MappingDocument, mapping_schema
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.table import TableError
from cchc_rules.language.documents.folders import find_shipped_root
from cchc_rules.language.documents.validation import read_document
from cchc_rules.language.documents.yaml_reader import read_yaml
from cchc_rules.reports.report import Report
from tests.intake.office_table import AREAS, MAPPING, PROGRAM, ROWS, map_table, refuse_mapping, write_table

DAY = date(2022, 12, 15)
VERDICTS = [
    *((11, "NV", "eligible"), (12, "TC", "ineligible"), (13, "TP", "undetermined")),
    *((15, "P01", "ineligible"), (16, "P02", "ineligible"), (17, "P03", "invalid")),
]


def decide(table):
    """Row, id and status of every candidate."""
    return [(one.row, one.id, one.status) for one in decide_rows(PROGRAM, table, as_of=DAY)]


def changed(cells):
    """The rows of the table with other values in some cells, told by row and column from 1."""
    rows = [list(row) for row in ROWS]
    for (row, column), value in cells.items():
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = value
    return rows


def test_a_table_with_every_habit_of_an_office_is_decided_whole(tmp_path):
    """Letterhead, merged headers, sections, totals, signatures, lists in columns, decomposed text, mixed dates."""
    table = map_table(tmp_path)
    assert VERDICTS == decide(table)
    assert [("rows-passed-over", "9–10, 14, 18, 20–21")] == [(one.key, one.fields["rows"]) for one in table.problems]


def test_a_faulty_value_is_told_at_its_cell(tmp_path):
    """Members of lists in columns have the cells of their columns."""
    rows = changed({(11, 13): "Rất tốt", (12, 18): "tạm được", (13, 16): "vài"})
    table = map_table(tmp_path, path=write_table(tmp_path / "a.xlsx", rows))
    found = [[(one.key, one.where.cell) for one in result.problems] for result in decide_rows(PROGRAM, table)]
    assert [("level-off-scale", "M11")] == found[0]
    assert [("unreadable-value.boolean", "R12")] == found[1]
    assert [("list-count.unreadable", "P13")] == found[2]


def test_nothing_is_read_that_the_mapping_does_not_name(tmp_path):
    """Other columns, letterhead and sheets may say anything: facts and decisions are the same."""
    plain = map_table(tmp_path)
    path = write_table(tmp_path / "b.xlsx", changed({(row, 21): "Có" for row in (12, 13, 15)} | {(2, 1): "Mã"}))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Mô hình, sáng kiến").append(["Mã", "Tên mô hình, sáng kiến"])
    book.save(path)
    other = map_table(tmp_path, path=path)
    assert [row.facts for row in plain.rows] == [row.facts for row in other.rows]
    assert VERDICTS == decide(other)


def test_a_column_that_is_passed_over_leaves_its_fact_missing(tmp_path):
    """What stands under `ignore` says nothing, though its header is that of a fact."""
    line = "  M: {header: Chỉ số CCHC năm 2021 / Xếp loại, fact: reform_index}\n"
    text = MAPPING.replace(line, "").replace("A: STT", "A: STT, M: Chỉ số CCHC năm 2021 / Xếp loại")
    assert (11, "NV", "undetermined") == decide(map_table(tmp_path, text))[0]


WRONG = {
    "moved column": (
        "  D: {header: Kế hoạch CCHC năm 2022 / Có",
        "  V: {header: Kế hoạch CCHC năm 2022 / Có",
        "mapping-header.moved",
        "V8",
    ),
    "other ruleset": ("quan-12-2022", "hcmc-emulation-2020", "mapping-target.ruleset", "2"),
    "other version": ("version: ", "version: 9", "mapping-target.version", "3"),
    "other category": ("category: agency", "category: head", "mapping-target.category", "4"),
    "other sheet": ("sheet: Tổng hợp", "sheet: Bảng tổng hợp", "unknown-sheet", ""),
    "renamed header": ("header: Mã ĐV", "header: Mã đơn vị", "mapping-header", "B8"),
    "wrong letters": ("{column: B, header: Mã ĐV}", "{column: C, header: Mã ĐV}", "mapping-doubled.column", "9"),
    "unconfirmed": ("by: Lê Văn An", "by: null", "mapping-unconfirmed", "35"),
    "no date": ("on: 2022-12-10", "on: null", "mapping-unconfirmed", "35"),
    "unknown fact": ("fact: has_plan", "fact: has_plans", "mapping-fact", "11"),
    "unknown field": ("fact: lawful", "fact: legal", "mapping-fact.field", "31"),
    "unknown list": ("  initiatives:", "  initiative:", "mapping-fact", "25"),
    "a list as a column": ("fact: has_plan", "fact: initiatives", "mapping-fact.list", "11"),
    "a fact twice": ("fact: emulation_launched", "fact: has_plan", "mapping-doubled.fact", "13"),
    "a column twice": ("ignore: {A: STT", "ignore: {D: STT", "mapping-doubled.column", "34"),
    "an unnamed column": (", U: Ghi chú", "", "mapping-unnamed", "U11"),
    "year not quoted": (", despite: Chỉ số CCHC năm 2021", "", "mapping-heading.year", "L8"),
    "answer not told": (", answer: no", "", "mapping-doubled.fact", "16"),
    "header rows": ("header: [7, 8]", "header: [7]", "mapping-header", "D7"),
    "rows lost": ("from: 10", "from: 12", "mapping-early", ""),
    "above its header": ("from: 10", "from: 8", "mapping-from", "7"),
    "all without count": ("count: {column: P", "number: {column: P", "unknown-key", "25"),
    "a column of numbers that answers": ("fact: staff_count", "fact: staff_count, answer: yes", "mapping-answer", "17"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_mapping_is_refused_by_name(tmp_path, wrong):
    """Each with a code of its own and a place: a line of the mapping, or a cell of the sheet."""
    old, new, *expected = WRONG[wrong]
    assert old in MAPPING
    found = refuse_mapping(tmp_path, MAPPING.replace(old, new, 1))
    assert tuple(expected) in found


HEADINGS = {
    "whose figures": ((8, 10), "Tự chấm", "J: {header: Thực hiện quy chế ứng xử / Tự chấm", "elsewhere"),
    "another year": ((8, 13), "Năm 2020", "M: {header: Chỉ số CCHC năm 2021 / Năm 2020", "year"),
    "the contrary": ((8, 14), "Chưa gửi", "N: {header: Báo cáo kết quả / Chưa gửi", "negation"),
    "an answer": ((8, 14), "Không", "N: {header: Báo cáo kết quả / Không", "answer"),
}


@pytest.mark.parametrize("kind", HEADINGS)
def test_headings_that_say_otherwise_must_be_quoted(tmp_path, kind):
    """A mapping overrides no answer word, year, negation or whose-figure heading, unless its entry quotes it."""
    place, heading, entry, variant = HEADINGS[kind]
    start = entry.rpartition(" / ")[0]
    line = next(one for one in MAPPING.splitlines() if one.strip().startswith(start))
    path = write_table(tmp_path / "a.xlsx", changed({place: heading}))
    text = MAPPING.replace(line, f"  {entry}, fact: {line.rpartition('fact: ')[2]}")
    assert [(f"mapping-heading.{variant}", entry[0] + "8")] == refuse_mapping(tmp_path, text, path)
    quoted = text.replace(entry, f"{entry}, despite: {heading}")
    assert 6 == len(map_table(tmp_path, quoted, path).rows)


def test_a_moved_column_is_told_with_the_place_it_has_now(tmp_path):
    """A column put in between moves what stands behind it; the header says where to."""
    rows = [[*row[:3], None, *row[3:]] if len(row) > 3 else row for row in ROWS]
    path = write_table(tmp_path / "a.xlsx", rows, areas=())
    assert ("mapping-header.moved", "H8") in refuse_mapping(tmp_path, MAPPING, path)


def test_a_second_header_further_down_is_passed_over_or_refused(tmp_path):
    """The same texts over the same columns are named and passed over; over others the file is refused."""
    again = [*ROWS[7]]
    again[0], areas = "STT", tuple(one for one in AREAS if one != "A14:U14")
    rows = [*ROWS[:13], again, *ROWS[14:]]
    table = map_table(tmp_path, path=write_table(tmp_path / "a.xlsx", rows, areas=areas))
    assert "rows-passed-over.header" in [one.key for one in table.problems]
    again[3], again[4] = again[4], again[3]
    assert [("second-header", "")] == refuse_mapping(
        tmp_path, MAPPING, write_table(tmp_path / "b.xlsx", rows, areas=areas)
    )


@pytest.mark.parametrize(
    "header",
    [
        ["TT", "Mã đơn vị", "Tên đơn vị", "Đã nộp", "Số lượng"],
        [None, "Mã ĐV", "Tên cơ quan, đơn vị", "Người đứng đầu", "Chức vụ", "Ghi nhận", "Thành tích"],
        ["Số", None, "Có kế hoạch cải cách hành chính năm 2022", "Đã phát động thi đua cải cách hành chính năm 2022"],
    ],
)
def test_another_table_below_is_refused(tmp_path, header):
    """Its rows would be read under columns that are not theirs, whatever it calls its columns."""
    rows = [*ROWS[:13], header, [1, "X1", "Phòng X", *ROWS[10][3:]], *ROWS[15:]]
    areas = tuple(one for one in AREAS if one != "A14:U14")
    path = write_table(tmp_path / "a.xlsx", rows, areas=areas)
    assert [("second-header", "")] == refuse_mapping(tmp_path, MAPPING, path)


def test_the_footing_says_by_what_mapping_ids_and_lists_were_read(tmp_path):
    """Its hash, who confirmed it, what ids are made of and what one answer stands for are in every output."""
    text = MAPPING.replace("{column: B, header: Mã ĐV}", '{made_of: [STT, "Tên cơ quan, đơn vị"]}')
    text = text.replace("ignore: {A: STT", "ignore: {A: STT, B: Mã ĐV")
    table = map_table(tmp_path, text)
    assert "1 – Phòng Nội vụ" == table.rows[0].id
    footing = Report(PROGRAM, (), mapping=table.mapping).footing
    told = "\n".join(footing.lines("vi"))
    file = read_mapping(tmp_path / "mapping.yaml", PROGRAM.ruleset, PROGRAM.category).file
    for said in (file.sha256, "Lê Văn An", "10/12/2022", "STT, Tên cơ quan, đơn vị", "“Mô hình”"):
        assert said in told
    assert ["STT", "Tên cơ quan, đơn vị"] == footing.to_dict()["mapping"]["id_made_of"]


def test_an_id_that_lacks_a_part_is_none(tmp_path):
    """Half an id may be somebody else's."""
    text = MAPPING.replace("{column: B, header: Mã ĐV}", '{made_of: ["Mã ĐV", "Tên cơ quan, đơn vị"]}')
    text = text.replace("ignore: {A: STT", "ignore: {A: STT, B: Mã ĐV")
    table = map_table(tmp_path, text, write_table(tmp_path / "a.xlsx", changed({(12, 2): None})))
    assert [None] == [row.id for row in table.rows if row.facts is None]


def test_a_mapping_reads_workbooks_and_says_what_options_say_elsewhere(tmp_path):
    """A CSV file has no letters that stay, and the sheet is named in one place."""
    csv = tmp_path / "a.csv"
    csv.write_text("Mã\n1\n", encoding="utf-8")
    assert [("mapping-file", "")] == refuse_mapping(tmp_path, MAPPING, csv)
    with pytest.raises(TableError, match="mapping-option"):
        map_table(tmp_path, sheet="Tổng hợp đề nghị")


def test_the_schema_for_editors_is_that_of_the_models_and_takes_what_is_read():
    """The file beside the rulesets is the schema; it takes the mapping, and refuses a key nobody knows."""
    text = json.dumps(mapping_schema(), ensure_ascii=False, indent=2) + "\n"
    assert text == (find_shipped_root() / "mapping.schema.json").read_text(encoding="utf-8")
    tree, _ = read_yaml(MAPPING, "m")
    validator = jsonschema.Draft202012Validator(mapping_schema())
    assert [] == list(validator.iter_errors(json.loads(json.dumps(tree, default=str))))
    assert [] != list(validator.iter_errors({**tree, "colums": {}}))
    assert () == read_document(MappingDocument, MAPPING, "m").problems


def test_values_that_need_no_mapping_are_the_same_with_one(tmp_path):
    """A label for a header is no other value: the same row by labels gives the same facts."""
    table = map_table(tmp_path)
    rows = tuple(replace(row, origin=None) for row in table.rows)
    assert decide(table) == decide(replace(table, rows=rows))


CELLS = [(row, column) for row in (11, 12, 13, 15, 16, 17) for column in range(2, 21)]


@settings(max_examples=25, deadline=None)
@given(blank=st.sets(st.sampled_from(CELLS), min_size=1, max_size=12))
def test_cells_left_blank_make_nobody_eligible(tmp_path_factory, blank):
    """Whoever was not eligible is not when any cells are blank, ids and numbers of members among them."""
    folder = tmp_path_factory.mktemp("blank")
    path = write_table(folder / "a.xlsx", changed(dict.fromkeys(blank)))
    favoured = {row for row, _, status in decide(map_table(folder, path=path)) if status == "eligible"}
    assert favoured <= {11}
