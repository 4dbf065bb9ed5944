"""Dossiers that contradict themselves: refused, with a message that names both facts by their labels."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import cchc_rules as cr
from cchc_rules.language.loader import cases_beside, list_shipped
from cchc_rules.language.types import BooleanType, every_fact

TIMELY = {"title": "A", "registered": True, "registered_on": "2022-04-20", "lawful": True, "effective": True}
OF_AGENCY = {"title": "A", "registered_on": "2022-04-20", "lawful": True, "effective": True, "positive_change": True}
ONE_UNIT = [{"unit": "Quận 1", "fields": [{"field": "Hộ tịch", "files_handled": 100, "files_on_time": 96}]}]
ONE_BODY = [{"body": "Sở Tư pháp", "years": []}]
AS_OF = date(2022, 12, 15)

DOSSIERS: list[tuple[str, str, dict[str, Any], tuple[str, str]]] = [
    ("quan-12-2022", "good-agency", {"report_submitted": False}, ("report_submitted", "reported_on")),
    ("quan-12-2022", "good-agency", {"reported_on": "2022-12-16"}, ("reported_on", "as_of")),
    ("quan-12-2022", "good-agency", {"indexed_annually": False}, ("indexed_annually", "reform_index")),
    (
        "quan-12-2022",
        "good-agency",
        {"initiatives": [OF_AGENCY | {"registered_on": "2022-12-16"}]},
        ("registered_on", "as_of"),
    ),
    ("quan-12-2022", "good-head", {"model_registered": False}, ("model_registered", "registered_on")),
    ("quan-12-2022", "good-citizen", {"model_registered": False}, ("model_registered", "registered_on")),
    ("quan-12-2022", "good-staff", {"initiatives": [TIMELY | {"registered": False}]}, ("registered", "registered_on")),
    ("hcmc-reform-plan-2020", "unit-on-target", {"files_handled": 10000}, ("fields.files_handled", "files_handled")),
    (
        "hcmc-reform-plan-2020",
        "unit-on-target",
        {"files_handled": 0, "files_through_one_stop": 0},
        ("fields.files_handled", "files_handled"),
    ),
    (
        "hcmc-reform-plan-2020",
        "city-on-target",
        {"unit_count": 10, "units": ONE_UNIT, "files_handled": 100, "files_handled_online": 20}
        | {"files_through_one_stop": 100},
        ("units", "unit_count"),
    ),
    (
        "hcmc-reform-plan-2020",
        "city-on-target",
        {"unit_count": 1, "units": ONE_UNIT},
        ("units.fields.files_handled", "files_handled"),
    ),
    ("binh-duong-office-culture-2019-2025", "province", {"bodies": ONE_BODY}, ("bodies", "body_count")),
    (
        "binh-duong-office-culture-2019-2025",
        "department",
        {"procedures": 0, "procedures_public": 0, "procedures_simplified": None, "handling_shortened": None}
        | {"compliance_costs": [{"year": 2019, "previous_cost": 100, "cost": 190}]},
        ("procedures", "compliance_costs.cost"),
    ),
    (
        "hai-ba-trung-discipline-2017",
        "office",
        {"wrongdoing_occurred": False},
        ("wrongdoing_occurred", "wrongdoing_dealt_with"),
    ),
]


def label(category: Any, path: str, language: str) -> str:
    """The label of a fact, of a field of a list by its dotted path, or the word for the date of the decision."""
    if path == "as_of":
        return {"vi": "ngày xét", "en": "date of assessment"}[language]
    *lists, name = path.split(".")
    facts = category.facts
    for step in lists:
        facts = next(fact for fact in facts if fact.name == step).type.fields
    found = [fact for fact in every_fact(facts) if fact.name == name]
    return str(getattr(found[0].label, language)).split(" (")[0]


@pytest.mark.parametrize(("id", "base", "facts", "paths"), DOSSIERS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_dossier_that_contradicts_itself_is_refused_by_label(
    id: str, base: str, facts: dict[str, Any], paths: tuple[str, str], language: str
) -> None:
    """Whoever reads the message sees which two facts cannot both be, in words an office knows."""
    ruleset = cr.load(id)
    cases = cases_beside(ruleset)
    assert cases is not None
    category = ruleset.category(cases.bases[base].category)
    with pytest.raises(cr.FactError) as caught:
        cr.evaluate(cr.compile(ruleset, category.id), cases.bases[base].facts | facts, as_of=AS_OF)
    said = "\n".join(one.message(language) for one in caught.value.problems).casefold()
    assert [] == [path for path in paths if label(category, path, language).casefold() not in said]


@pytest.mark.parametrize("id", list_shipped())
def test_every_judgement_takes_the_words_of_a_board(id: str) -> None:
    """A judged yes-or-no fact reads `Đạt` and `Không đạt`, wherever it stands."""
    silent = [
        fact.name
        for category in cr.load(id).categories
        for fact in every_fact(category.facts)
        if fact.kind == "judged" and isinstance(fact.type, BooleanType) and len(fact.words) < 2
    ]
    assert [] == silent
