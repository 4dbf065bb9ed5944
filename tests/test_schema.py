"""The JSON Schema of the language says of structure what the loader says."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cchc_rules.intake.mapping_models import mapping_schema
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.documents.folders import find_shipped_root
from cchc_rules.language.documents.json_schema import (
    CASES_SCHEMA_FILE,
    SCHEMA_FILE,
    cases_schema,
    ruleset_schema,
    schema_text,
)
from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.validation import shape
from cchc_rules.language.documents.yaml_reader import read_yaml
from cchc_rules.language.loader import list_shipped, load_text
from cchc_rules.phrases import catalogue
from cchc_rules.problems import RulesetError
from tests.language.made import SHARED
from tests.test_loader import self_contained

VALIDATOR = Draft202012Validator(ruleset_schema())
BEYOND_SCHEMA = {"unknown-key-field", "too-few-members", "bad-date", "bad-number", "short-too-long", "bad-sheet-name"}
"""Structure that JSON Schema cannot say (design of `cchc_rules.language.documents.json_schema`)."""


def plain(tree: Any) -> Any:
    """The tree with floats for decimals, as an editor sees it."""
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    return float(tree) if isinstance(tree, Decimal) else tree


def refusals(tree: Any) -> set[str]:
    """The codes of the loader's problems with the structure of a tree."""
    _, places = read_yaml("{}", "f")
    return {problem.code for problem in shape(RulesetDocument, tree, places).problems}


def test_the_committed_schema_is_fresh() -> None:
    """The schema beside the rulesets is what the models say today (`cchc-rules schema` writes it)."""
    assert (find_shipped_root() / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    assert (find_shipped_root() / CASES_SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(cases=True)


def test_the_schema_is_a_schema() -> None:
    """The schema is valid JSON Schema."""
    Draft202012Validator.check_schema(ruleset_schema())


def test_every_key_says_what_it_is() -> None:
    """Each property of rulesets, cases and mappings is described in both languages; no description stands unused."""
    used = set()
    for schema in (ruleset_schema(), cases_schema(), mapping_schema()):
        for part in (schema, *schema["$defs"].values()):
            for key, form in part.get("properties", {}).items():
                assert 2 == len(form.get("description", "").split("\n")), key
                used.add(form["description"])
    known = ["\n".join(words) for key, words in catalogue().items() if key.startswith("key.")]
    assert [] == [words for words in known if words not in used]
    assert len(used) > 140


def test_shipped_rulesets_fit_the_schema() -> None:
    """Every shipped file is accepted."""
    for id in list_shipped():
        file = find_shipped_root() / id / "ruleset.yaml"
        tree, _ = read_yaml(file.read_bytes(), str(file))
        assert [error.message for error in VALIDATOR.iter_errors(plain(tree))] == []


def test_a_self_contained_ruleset_fits_the_schema() -> None:
    """Shorthands, embedded vocabularies and their written-out forms are accepted."""
    tree, _ = read_yaml(self_contained(), "f")
    VALIDATOR.validate(plain(tree))
    VALIDATOR.validate(json.loads(load_text(self_contained()).canonical))


def parts(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every part of a tree."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(found for key, value in inner for found in parts(value, (*path, key)))]


SCORED = (Path(__file__).parents[1] / "examples" / "scored_campaign" / "ruleset.yaml").read_bytes()
WHOLES = [read_yaml(content, "f")[0] for content in (self_contained(), SCORED, SHARED)]
PATHS = [[path for path in parts(whole) if path] for whole in WHOLES]
CASES = Draft202012Validator(cases_schema())
VALUES = st.sampled_from(
    [None, True, 0, 1, -1, 17, Decimal("0.5"), "", " ", "x", "X y", "1.0.0", "2022-01-01", "number", "list", "grade"]
) | st.sampled_from([[], ["x"], [1], {}, {"vi": "a"}, {"vi": None, "en": " "}, {"x": "y"}, {"is": "x"}])
KEYS = st.sampled_from(
    ["x", "id", "for", "Tên", "vi", "is", "require", "any", "all", "applies", "min", "max", "decimals", "scale", "many"]
) | st.sampled_from(
    [
        "options",
        "words",
        "items",
        "key",
        "min_items",
        "expects",
        "sheet",
        "negative",
        "short",
        "because",
        "value",
        "type",
        "left_out",
        "note",
        "partial",
        "first",
        "lines",
        "bands",
        "of",
        "source",
        "gate",
        "uses",
        "shared",
        "facts",
    ]
)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_schema_and_loader_agree_on_damaged_structure(data: st.DataObject) -> None:
    """A damaged tree is accepted by both or by neither, but for what a schema cannot say."""
    number = data.draw(st.sampled_from(range(len(WHOLES))))
    tree: Any = copy.deepcopy(WHOLES[number])
    for _ in range(data.draw(st.integers(1, 2))):
        *above, last = data.draw(st.sampled_from(PATHS[number]))
        owner: Any = tree
        for step in above:
            owner = owner[step] if _has(owner, step) else None
        if _has(owner, last):
            _damage(owner, last, data)
    refused = refusals(tree)
    accepted = VALIDATOR.is_valid(plain(tree))
    assert accepted or refused
    if refused - BEYOND_SCHEMA:
        assert not accepted


def _has(owner: Any, step: str | int) -> bool:
    return (isinstance(owner, dict) and step in owner) or (
        isinstance(owner, list) and isinstance(step, int) and step < len(owner)
    )


def _damage(owner: Any, step: str | int, data: st.DataObject) -> None:
    match data.draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            owner[step] = data.draw(VALUES)
        case "remove":
            del owner[step]
        case _ if isinstance(owner, dict):
            owner.setdefault(data.draw(KEYS), data.draw(VALUES))
        case _:
            owner.append(data.draw(VALUES))


def test_shipped_cases_fit_their_schema() -> None:
    """Every shipped file of cases and those of the examples are accepted."""
    Draft202012Validator.check_schema(cases_schema())
    examples = (Path(__file__).parents[1] / "examples").glob("*/cases.yaml")
    for file in [*examples, *(find_shipped_root() / id / "cases.yaml" for id in list_shipped())]:
        tree, _ = read_yaml(file.read_bytes(), str(file))
        assert [error.message for error in CASES.iter_errors(plain(tree))] == [], file


SOME_CASES: dict[str, Any] = {
    "language": 1,
    "bases": {"good": {"category": "ward", "facts": {"a": 1}}},
    "cases": [
        {
            "name": "one",
            "base": "good",
            "verdict": "graded",
            "results": {"total": 90, "part": "862/9", "open": {"from": 1, "to": 2}, "grade": ["A", "B"]},
        },
        {"name": "two", "category": "ward", "problems": ["out-of-bounds"]},
    ],
    "selections": [
        {"name": "three", "selection": "best", "candidates": [{"id": "A", "base": "good", "standing": "in", "rank": 1}]}
    ],
}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "bands: [{from: 90, is: Xuất sắc}, {from: 80, is: Tốt}, {from: 65, is: Khá}, {is: Chưa đạt}]",
            "bands: [{is: A}]",
        ),
        ("first: [{when: meetings >= 4, is: 4}, {when: meetings >= 2, is: 2}, {is: 0}]", "first: [{is: 0}]"),
    ],
)
def test_a_list_that_is_too_short_is_named(old: str, new: str) -> None:
    """A grade of one band and a table of one row are refused in words, not in silence."""
    text = SCORED.decode()
    assert old in text
    with pytest.raises(RulesetError) as raised:
        load_text(text.replace(old, new))
    (problem,) = raised.value.problems
    assert "too-few: fewer than 2 of them; help: write at least 2" in problem.render_line("en")


CASE_PATHS = [path for path in parts(SOME_CASES) if path]
BEYOND_CASES = {"unknown-base", "duplicate-case", "bad-date", "bad-number"}
"""What the schema of cases cannot say."""


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_schema_and_loader_agree_on_damaged_cases(data: st.DataObject) -> None:
    """As of rulesets, results and ranks among them."""
    tree: Any = copy.deepcopy(SOME_CASES)
    *above, last = data.draw(st.sampled_from(CASE_PATHS))
    owner: Any = tree
    for step in above:
        owner = owner[step]
    _damage(owner, last, data)
    _, places = read_yaml("{}", "f")
    refused = {problem.code for problem in shape(CasesDocument, tree, places).problems}
    accepted = CASES.is_valid(plain(tree))
    assert accepted or refused
    if refused - BEYOND_CASES:
        assert not accepted
