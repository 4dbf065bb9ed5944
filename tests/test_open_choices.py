"""Open choices through everything around the engines: readers, frames, records, forms, schemas, questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import cchc_rules as cr
from cchc_rules.analysis.fact_questions import describe_fact
from cchc_rules.analysis.interview import Interview, InterviewState
from cchc_rules.analysis.remedy_words import write_remedies
from cchc_rules.cli.question_words import tell_question
from cchc_rules.engines.columns.results import explain_row
from cchc_rules.forms.fact_models import fact_model
from cchc_rules.forms.fact_schemas import fact_schema
from cchc_rules.forms.form import write_template
from cchc_rules.language.lint.linter import lint
from cchc_rules.language.loader import load_text
from cchc_rules.problems import FactError, RulesetError
from cchc_rules.records.packing import pack, unpack
from cchc_rules.service import app
from tests.engines.columns_comparing import run
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.programs import varied_sample
from tests.service.running import Caller

OPTIONS = ["Quận 1", "Quận 12"]
BODY = {
    "facts": {
        "place": {"type": "choice", "options": OPTIONS, "open": True, "changeable": True},
        "years": {"type": "integer", "min": 0, "max": 60, "changeable": True},
    },
    "criteria": {"outside": 'place not in ["Quận 1", "Quận 12"]', "years": "years >= 5"},
}
PROGRAM = cr.compile(load_text(text(document(BODY))), CATEGORY)
OTHER = "Thành phố Thủ Đức"


def test_another_word_is_kept_as_it_was_stated() -> None:
    """Explanations, records and frames say the very word, in normal form; an option in its own spelling."""
    decision = cr.evaluate(PROGRAM, {"id": "A", "place": f"  {OTHER} ", "years": 5})
    assert decision.verdict == "eligible"
    assert OTHER in str(cr.explain(decision, "vi", full=True))
    assert cr.replay(cr.record(decision)).values == decision.values == (OTHER, 5)
    frame = pl.DataFrame({"id": ["A", "B", "C", "D"], "place": [OTHER, "quận 1", "Quan 1", None], "years": [5] * 4})
    found = cr.evaluate_frame(PROGRAM, frame, reasons="vi")
    assert found["verdict"].to_list() == ["eligible", "ineligible", "invalid", "undetermined"]
    rows = [explain_row(PROGRAM, frame, row) for row in range(4)]
    assert [one.values[0] for one in rows] == [OTHER, "Quận 1", None, None]
    assert [one.code for one in rows[2].problems] == ["choice-off-list"]


@pytest.mark.parametrize(
    "word", ["Quan 1", "quân 1", "Quận-1", "QUẬN1", "không rõ", "Chưa có", "x", "Có", "…", "12", "N/A", "đ" * 300]
)
def test_what_could_be_an_option_or_says_nothing_is_no_other_word(word: str) -> None:
    """A misspelt option would pass wherever it must not stand; who does not know states nothing."""
    with pytest.raises(FactError) as caught:
        cr.evaluate(PROGRAM, {"place": word})
    assert [one.code for one in caught.value.problems] == ["choice-off-list"]


def test_another_word_stands_beside_the_chain_and_can_be_erased() -> None:
    """The chain holds options and no word of anybody's own; what is erased replays as another word."""
    decision = cr.evaluate(PROGRAM, {"id": "A", "place": OTHER, "years": 5})
    packed = pack(cr.record(decision), PROGRAM, "2026-01-01T00:00:00Z")
    assert OTHER not in str(packed.content)
    assert unpack(packed, PROGRAM).facts["place"] == OTHER
    erased = cr.replay(unpack(replace(packed, personal={}), PROGRAM), program=PROGRAM)
    assert (erased.verdict, erased.values) == ("eligible", ("từ khác 1", 5))
    option = pack(cr.record(cr.evaluate(PROGRAM, {"place": "Quận 1"})), PROGRAM, "2026-01-01T00:00:00Z")
    assert option.content["facts"] == {"place": "=Quận 1"}
    assert unpack(replace(option, personal={}), PROGRAM).facts["place"] == "Quận 1"


def test_forms_offer_the_options_and_take_other_words(tmp_path: Path) -> None:
    """The sheet has a list that refuses nothing; schema and class take any text."""
    path = tmp_path / "form.xlsx"
    write_template(path, PROGRAM.ruleset, PROGRAM.category)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert [one.showErrorMessage for one in lists] == [False]
    place = fact_schema(PROGRAM, for_forms=True)["properties"]["place"]
    assert (place["type"], place["examples"]) == ("string", OPTIONS)
    assert "enum" not in place
    assert fact_model(PROGRAM).model_validate({"place": OTHER}).to_facts() == {"place": OTHER}


def test_questions_know_that_there_are_other_words() -> None:
    """A remedy may be another word; what only another word fulfils can be reached, and no lint says otherwise."""
    decision = cr.evaluate(PROGRAM, {"place": "Quận 1", "years": 5})
    assert write_remedies(cr.remedies(decision), "vi")[-1].endswith("“place”: hiện Quận 1, phải là từ khác")
    assert not [one for one in lint(PROGRAM.ruleset) if one.code == "constant-condition"]
    assert not [one for one in cr.verify(PROGRAM.ruleset).remarks if one.severity == "error"]


def test_an_interview_and_a_page_offer_the_options_and_take_other_words(tmp_path: Path) -> None:
    """The fact is asked for as other words settle it; its options are offered, anything else can be written."""
    interview = Interview(PROGRAM, InterviewState({"years": 5}))
    (question,) = interview.questions()
    assert describe_fact(question.fact)["open"] is True
    assert tell_question(interview, question, "vi")[1] == "Chọn số, ghi rõ hoặc ghi từ khác: 1. Quận 1, 2. Quận 12."
    assert interview.answer(question, "Quan 1")[0].code == "choice-off-list"
    assert interview.answer(question, OTHER) == ()
    assert (interview.decision.verdict, interview.questions()) == ("eligible", ())
    (tmp_path / "case.yaml").write_text(text(document(BODY)), encoding="utf-8")
    page = Caller(app([tmp_path / "case.yaml"]), checks=False)("GET", f"/pages/campaigns/case/{CATEGORY}/form").text
    assert 'list="f.place-offers"' in page
    assert '<datalist id="f.place-offers"><option value="Quận 1"></option>' in page


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ({"only": "place == other"}, "open-compared"),
        ({"only": 'place in [other, "Quận 1"]'}, "open-compared"),
        ({"only": "place == closed"}, "open-compared"),
        ({"only": "(place if big else other) == other"}, "open-compared"),
        ({"only": '(place if big else other) == "Quận 1"'}, ""),
        ({"only": '"Quận 1" == place'}, ""),
        ({"only": 'place == "Quận 2"'}, "unknown-option"),
        ({"only": 'place > "Quận 1"'}, "no-order"),
        ({"only": "rate > 5"}, "table-open"),
    ],
)
def test_open_choices_are_held_against_their_options_alone(criteria: dict[str, str], code: str) -> None:
    """Two facts may spell one word in two ways; a table of the options leaves a rest open."""
    choice = {"type": "choice", "options": OPTIONS}
    facts = {"place": {**choice, "open": True}, "other": {**choice, "open": True}, "closed": choice, "big": "boolean"}
    rows = [{"when": 'place == "Quận 1"', "is": 1}, {"when": 'place == "Quận 12"', "is": 2}]
    define = {"rate": {"first": rows}} if code == "table-open" else {}
    try:
        load_text(text(document({"facts": facts, "define": define, "criteria": criteria})))
        found = []
    except RulesetError as error:
        found = [one.code for one in error.problems]
    assert found == ([code] if code else [])


def test_columns_agree_with_direct_on_open_choices_and_shared_parts() -> None:
    """On random programs no verdict or outcome differs, other words and misspelt ones among the candidates."""
    tally = run(range(1, 25), 200, make=varied_sample)
    assert tally.disagreements == []
    assert tally.cases > 3_000
