"""An invented table as an office keeps it, with all its habits, and a mapping that reads it as it stands."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from cchc_rules.intake.reader import read
from cchc_rules.intake.table import Table, TableError
from cchc_rules.language.loader import load
from cchc_rules.program.compiler import compile

PROGRAM = compile(load("quan-12-2022"), "agency")
SHEET = "Tổng hợp đề nghị"
AREAS = (
    *("A1:E1", "K1:V1", "A4:V4", "A5:V5", "A7:A8", "B7:B8", "C7:C8", "D7:G7", "H7:I7", "J7:K7", "L7:M7", "N7:O7"),
    *("P7:T7", "U7:U8", "A10:U10", "A14:U14", "A20:E20", "N20:T20"),
)
TOP = [
    *("STT", "Mã ĐV", "Tên cơ quan,\nđơn vị", "Kế hoạch CCHC năm 2022", None, None, None),
    *("Người đứng đầu bị kỷ luật", None, "Thực hiện quy chế ứng xử", None, "Chỉ số CCHC năm 2021", None),
    *("Báo cáo kết quả", None, "Mô hình, sáng kiến đã đăng ký", None, None, None, None, "Ghi chú"),
]
BELOW = [
    *(None, None, None, "Có kế hoạch", "Triển khai", "Phát động thi đua", "Kết quả nhiệm vụ", "Có", "Không"),
    *("Tổng số", "Thực hiện tốt", "Thuộc diện", "Xếp loại", "Đã gửi", "Ngày gửi"),
    *("Số đăng ký", "Ngày đăng ký", "Hợp pháp", "Hiệu quả", "Chuyển biến"),
]


def decomposed(text: str) -> str:
    """The text as some keyboards write it: letters, then their marks."""
    return unicodedata.normalize("NFD", text)


GOOD = ["x", "Đạt", "x", "Đạt", None, "x", 12, 12, "Có", "Khá", "Có"]
ROWS: list[list[Any]] = [
    ["ỦY BAN NHÂN DÂN QUẬN 12", *[None] * 9, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG NỘI VỤ"],
    [],
    ["BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG THI ĐUA CẢI CÁCH HÀNH CHÍNH NĂM 2022"],
    ["(Kèm theo Tờ trình số 12/TTr-NV ngày 05/12/2022)"],
    [],
    TOP,
    BELOW,
    [f"({number})" for number in range(1, 22)],
    ["I. KHỐI PHÒNG, BAN"],
    [1, "NV", "Phòng Nội vụ", *GOOD, date(2022, 11, 20), 2, date(2022, 4, 5), "Đạt", "Đạt", "Đạt", "đề nghị khen"],
    [
        *(2, "TC", decomposed("Phòng Tài chính"), "x", decomposed("Đạt"), "x", "Đạt", None, "x", 20, 19),
        *(decomposed("Có"), "Tốt", "Có", "25/11/2022", 1, "04/5/2022", decomposed("Đạt"), "Đạt", "Đạt"),
    ],
    [3, "TP", "Phòng Tư pháp", *GOOD, datetime(2022, 11, 30), None, None, None, None, None],
    ["II. ỦY BAN NHÂN DÂN PHƯỜNG"],
    [
        *(4, "P01", "UBND phường Thạnh Xuân", "x", "Đạt", "x", "Đạt", "x", None, 30, 30, "Có", "Khá", "Có"),
        *("1/12/2022", 0, None, None, None, None),
    ],
    [5, "P02", "UBND phường Hiệp Thành", *GOOD, "20/11/2022", 3, "5/5/2022", "Đạt", "Đạt", "Không đạt"],
    [6, "P03", "UBND phường An Phú Đông", *GOOD[:-2], "Rất tốt", "Có", "20/11/2022", 1, "4/5/2022", *["Đạt"] * 3],
    [None, "Tổng cộng", None, *[None] * 6, 98, 97, None, None, None, None, 7],
    [],
    ["Người lập biểu", *[None] * 12, "TRƯỞNG PHÒNG"],
    ["(Ký, ghi rõ họ tên)", *[None] * 12, "Trần Thị Bình"],
]
MAPPING = f"""\
mapping: 1
ruleset: quan-12-2022
version: {PROGRAM.ruleset.version}
category: agency
sheet: Tổng hợp đề nghị
header: [7, 8]
from: 10
id: {{column: B, header: Mã ĐV}}
name: {{column: C, header: "Tên cơ quan, đơn vị"}}
columns:
  D: {{header: Kế hoạch CCHC năm 2022 / Có kế hoạch, fact: has_plan}}
  E: {{header: Kế hoạch CCHC năm 2022 / Triển khai, fact: implementation_organised}}
  F: {{header: Kế hoạch CCHC năm 2022 / Phát động thi đua, fact: emulation_launched}}
  G: {{header: Kế hoạch CCHC năm 2022 / Kết quả nhiệm vụ, fact: tasks_completed_well}}
  H: {{header: Người đứng đầu bị kỷ luật / Có, fact: head_disciplined, answer: yes}}
  I: {{header: Người đứng đầu bị kỷ luật / Không, fact: head_disciplined, answer: no}}
  J: {{header: Thực hiện quy chế ứng xử / Tổng số, fact: staff_count}}
  K: {{header: Thực hiện quy chế ứng xử / Thực hiện tốt, fact: staff_following_code}}
  L: {{header: Chỉ số CCHC năm 2021 / Thuộc diện, fact: indexed_annually, despite: Chỉ số CCHC năm 2021}}
  M: {{header: Chỉ số CCHC năm 2021 / Xếp loại, fact: reform_index}}
  N: {{header: Báo cáo kết quả / Đã gửi, fact: report_submitted}}
  O: {{header: Báo cáo kết quả / Ngày gửi, fact: reported_on}}
lists:
  initiatives:
    count: {{column: P, header: "Mô hình, sáng kiến đã đăng ký / Số đăng ký"}}
    members:
      - name: Mô hình
        stands_for: all
        columns:
          Q: {{header: "Mô hình, sáng kiến đã đăng ký / Ngày đăng ký", fact: registered_on}}
          R: {{header: "Mô hình, sáng kiến đã đăng ký / Hợp pháp", fact: lawful}}
          S: {{header: "Mô hình, sáng kiến đã đăng ký / Hiệu quả", fact: effective}}
          T: {{header: "Mô hình, sáng kiến đã đăng ký / Chuyển biến", fact: positive_change}}
ignore: {{A: STT, U: Ghi chú}}
confirmed: {{by: Lê Văn An, on: 2022-12-10}}
"""


def write_table(
    path: Path, rows: list[list[Any]] = ROWS, *, sheet: str = SHEET, areas: tuple[str, ...] = AREAS
) -> Path:
    """The table as a workbook, its top headings decomposed."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value is not None:
                written = decomposed(value) if number == 7 and isinstance(value, str) else value
                page.cell(number, place, written)
    for area in areas:
        page.merge_cells(area)
    book.save(path)
    return path


def map_table(folder: Path, text: str = MAPPING, path: Path | None = None, **more: Any) -> Table:
    """The table of the office read through a mapping."""
    mapping = folder / "mapping.yaml"
    mapping.write_text(text, encoding="utf-8")
    return read(PROGRAM, path or write_table(folder / "office.xlsx"), map=mapping, **more)


def refuse_mapping(folder: Path, text: str = MAPPING, path: Path | None = None) -> list[tuple[str, str]]:
    """The keys of the problems for which a mapping is refused, each with its place."""
    try:
        map_table(folder, text, path)
    except TableError as error:
        return [
            (one.key, getattr(one.where, "cell", None) or str(getattr(one.where, "line", ""))) for one in error.problems
        ]
    raise AssertionError("nothing was refused")
