"""Input forms: whatever is filled in is read back, and nothing else may be filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cchc_rules.evaluation import fact_reader
from cchc_rules.files import OutputError
from cchc_rules.forms.form import write_template
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.sheet_names import sheet_titles
from cchc_rules.language.loader import load
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, ListType, NumberType
from cchc_rules.program.compiler import compile
from cchc_rules.values import canonical_number
from tests.intake.sheets import program

SHIPPED = [
    ("quan-12-2022", "agency"),
    ("hcmc-reform-plan-2020", "unit"),
    ("hcmc-emulation-2020", "staff"),
    ("binh-duong-office-culture-2019-2025", "collective"),
]
QUICK = (Phase.explicit, Phase.generate)
LETTERS = st.text(st.sampled_from("aăđốệƯ ơK9=+-@'\"&<_x0041;,\n"), min_size=1, max_size=12)
TEXTS = LETTERS.map(lambda text: " ".join(text.split())).filter(lambda text: text and text not in "--")


def numbers(kind):
    """Canonical numbers within the bounds of a fact."""
    percent = kind.unit == "percent"
    low = kind.minimum if kind.minimum is not None else 0 if percent else -(10**6)
    high = kind.maximum if kind.maximum is not None else 100 if percent else 10**6
    if kind.integral:
        return st.integers(int(low), int(high))
    places = kind.decimals if kind.decimals is not None else 6
    decimals = st.decimals(Decimal(str(low)), Decimal(str(high)), places=places, allow_nan=False)
    return decimals.map(canonical_number)


def stated(fact):
    """Parsed values of a fact; a list has the members an office can write in rows."""
    match fact.type:
        case BooleanType():
            return st.booleans()
        case GradeType(scale=scale):
            return st.sampled_from(scale.spellings)
        case ChoiceType(options=options):
            return st.sampled_from(options)
        case NumberType():
            return numbers(fact.type)
        case DateType():
            return st.dates(date(1900, 1, 1), date(2199, 12, 31))
        case ListType(fields=fields):
            key = next(place for place, one in enumerate(fields) if one.name == fact.key)
            member = st.tuples(*(stated(one) if place == key else maybe(one) for place, one in enumerate(fields)))
            keys = lambda member: str(member[key]).casefold()  # noqa: E731
            return st.lists(member, min_size=fact.min_items, max_size=3, unique_by=keys).map(tuple)
        case _:
            return TEXTS


def maybe(fact):
    """A value of a fact, or nothing stated."""
    return st.none() | stated(fact)


def put(sheet, row, column, fact, value):
    """Writes a value as an office would type it into the form's cell."""
    cell = sheet.cell(row, column)
    match fact.type:
        case _ if value is None:
            return
        case BooleanType():
            cell.value = "Có" if value else "Không"
        case NumberType(unit="percent"):
            assert "0.00%" == sheet.column_dimensions[cell.column_letter].number_format
            cell.number_format = "0.00%"  # openpyxl does not hand the column's format on, as spreadsheets do
            cell.value = float(Decimal(str(value)) / 100)
        case ListType():
            cell.value = len(value)
        case DateType():
            cell.value = value
            cell.number_format = "dd/mm/yyyy"
        case _:
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


class Filling:
    """A form being filled in, sheet by sheet."""

    def __init__(self, path, made):
        self.form = openpyxl.load_workbook(path)
        self.category = made.category
        self.titles = sheet_titles(made.category.facts, "vi")
        self.next = dict.fromkeys(self.form.sheetnames, 2)

    def row(self, title, start):
        """The next free row of a sheet, begun with the cells given."""
        sheet, row = self.form[title], self.next[title]
        self.next[title] += 1
        for column, value in enumerate(start, start=1):
            cell = sheet.cell(row, column, value)
            cell.data_type = "s"
        return sheet, row

    def candidate(self, id, values):
        """Fills in one candidate and its lists."""
        sheet, row = self.row("Hồ sơ", [id, "Tên"])
        for column, (fact, value) in enumerate(zip(self.category.facts, values, strict=True), start=3):
            put(sheet, row, column, fact, value)
            if isinstance(fact.type, ListType):
                self.members(fact, value, self.titles[fact.name], [id], fact.name)

    def members(self, fact, value, title, start, path):
        """Fills in the members of a list and of the lists within them."""
        key = next(place for place, one in enumerate(fact.type.fields) if one.name == fact.key)
        for member in value or ():
            sheet, row = self.row(title, start)
            for column, (one, inner) in enumerate(zip(fact.type.fields, member, strict=True), start=len(start) + 1):
                put(sheet, row, column, one, inner)
                if isinstance(one.type, ListType):
                    inside = f"{path}.{one.name}"
                    self.members(one, inner, self.titles[inside], [*start, str(member[key])], inside)


def round_trip(folder, made, candidates):
    """The values read back from a form filled in with some candidates."""
    path = folder / "form.xlsx"
    write_template(path, made.ruleset, made.category)
    filling = Filling(path, made)
    for number, values in enumerate(candidates):
        filling.candidate(f"00{number}", values)
    filling.form.save(path)
    table = read_rows(path, made.category)
    assert [] == [problem.render_line("en") for problem in table.problems]
    parsed = [fact_reader(made).parse({"id": row.id, **row.facts}, as_of=None, cells=True) for row in table.rows]
    assert [()] * len(parsed) == [row.problems + one.problems for row, one in zip(table.rows, parsed, strict=True)]
    return [one.candidate.values for one in parsed]


@settings(max_examples=10, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_filled_in_is_read_back(tmp_path, data):
    """Every kind of fact, lists within lists included, loses nothing on its way through the form."""
    made = program()
    given_values = data.draw(st.lists(st.tuples(*map(maybe, made.facts)), min_size=1, max_size=4))
    assert given_values == round_trip(tmp_path, made, given_values)


@pytest.mark.parametrize(("ruleset", "category"), SHIPPED)
@settings(max_examples=2, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_forms_of_the_shipped_rulesets_are_read_back(tmp_path, ruleset, category, data):
    """The forms of real campaigns work as the one above; scalar facts that settle no other are filled in."""
    made = compile(load(ruleset), category)
    drawn = [st.none() if isinstance(fact.type, ListType) or fact.settles else maybe(fact) for fact in made.facts]
    given_values = data.draw(st.lists(st.tuples(*drawn), min_size=1, max_size=3))
    assert given_values == round_trip(tmp_path, made, given_values)


def test_the_form_offers_what_a_column_takes(tmp_path):
    """Drop-downs rest on named ranges; numbers, shares and dates are bounded; headers stay in view."""
    path = tmp_path / "form.xlsx"
    write_template(path, program().ruleset, program().category)
    form = openpyxl.load_workbook(path)
    titles = ["Hồ sơ", "Sáng kiến", "Các đơn vị giải quyết hồ sơ tro", "Lĩnh vực", "Hướng dẫn", "Nguồn", "Danh mục"]
    assert titles == form.sheetnames
    sheet = form["Hồ sơ"]
    held = {str(one.sqref).rstrip("0123456789"): one for one in sheet.data_validations.dataValidation}
    rules = {key[0]: (one.type, one.formula1, one.formula2) for key, one in held.items()}
    assert ("list", "cchc_yes_no", None) == rules["C"]
    assert ("list", "cchc_words_1", None) == rules["D"]
    assert ("whole", "0", "999999999999999") == rules["F"]
    assert ("decimal", "0.0", "1.0") == rules["H"]
    assert "date" == rules["I"][0]
    assert "C2" == sheet.freeze_panes
    assert ("landscape", "$1:$1") == (sheet.page_setup.orientation, sheet.print_title_rows)
    ranges = {name: one.attr_text for name, one in form.defined_names.items()}
    assert {"cchc_yes_no": "'Danh mục'!$A$1:$A$2", "cchc_words_1": "'Danh mục'!$B$1:$B$4"}.items() <= ranges.items()
    assert ["Trung bình", "Khá", "Tốt", "Không xếp loại"] == [
        form["Danh mục"].cell(row, 2).value for row in range(1, 5)
    ]
    assert ["Mã", "Tên bộ phận", "Tên lĩnh vực", "Tỷ lệ"] == [cell.value for cell in form["Lĩnh vực"][1]]


def test_the_same_form_has_the_same_bytes(tmp_path):
    """A form made twice is one file."""
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, program().ruleset, program().category, "en")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_form_where_none_can_be_written_is_our_error(tmp_path):
    """A folder that is not there is an OutputError."""
    with pytest.raises(OutputError):
        write_template(tmp_path / "none" / "a.xlsx", program().ruleset, program().category)
