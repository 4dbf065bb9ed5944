"""What somebody is told who has just begun."""

from __future__ import annotations

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from tests.generation.bodies import CATEGORY, document, text


def test_every_missing_key_of_a_place_is_named_at_once():
    """A file with only its first line is told all it lacks in one problem."""
    with pytest.raises(cr.RulesetError) as raised:
        cr.load_text("language: 1\n")
    (problem,) = raised.value.problems
    expected = "these keys are missing: id, version, title, issuer, decides, sources, categories"
    assert ("missing-key", expected) == (problem.code, problem.message("en"))


def test_one_missing_key_is_named_alone():
    """A place that lacks one key has the plain wording."""
    with pytest.raises(cr.RulesetError) as raised:
        cr.load_text("language: 1\nid: x\nversion: 1.0.0\ntitle: {vi: a, en: a}\nissuer: {vi: a, en: a}\nsources: {}\n")
    assert "these keys are missing: decides, categories" in str(raised.value)
    with pytest.raises(cr.RulesetError) as raised:
        cr.load_text(
            "language: 1\nid: x\nversion: 1.0.0\ntitle: {vi: a, en: a}\nissuer: {vi: a, en: a}\n"
            "decides: duties\nsources: {}\n"
        )
    assert "the key `categories` is missing" in str(raised.value)


def test_a_hint_that_has_nothing_to_name_says_so():
    """Where there is nothing to choose from the help says that there is none; it never ends in a bare dash."""
    whole = document({"facts": {"a": "boolean"}, "criteria": {"c": "a"}})
    ruleset = cr.load_text(text(whole))
    with pytest.raises(cr.RulesetError) as raised:
        cr.compile(ruleset, CATEGORY, parameters={"limit": 1})
    (problem,) = raised.value.problems
    assert ("các tham số: (không có)", "the parameters are (none)") == (problem.help("vi"), problem.help("en"))


def test_an_empty_folder_says_what_a_ruleset_is(tmp_path, monkeypatch, capsys):
    """`check` in a folder without rulesets says what one would be."""
    monkeypatch.chdir(tmp_path)
    assert 0 != exit_code(["--lang", "en", "check", "."])
    assert "a ruleset is a folder that holds `ruleset.yaml`" in capsys.readouterr().err
