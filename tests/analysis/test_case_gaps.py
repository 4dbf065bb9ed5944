"""What cases do not show: each has a candidate who shows it, as YAML that is whole once a person has judged it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

import cchc_rules as cr
from cchc_rules.analysis.case_gaps import Lack, missing_cases
from cchc_rules.analysis.case_skeletons import write_skeleton
from cchc_rules.analysis.coverage import find_coverage
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.cli import exit_code
from cchc_rules.language.canonical import write_yaml_lines
from cchc_rules.language.loader import cases_beside, list_shipped

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "cli" / "given" / "small"


def thin_out(folder, to):
    """The ruleset of a folder beside the first case of each category alone; the text of these cases."""
    (to / "ruleset.yaml").write_text((folder / "ruleset.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    written = yaml.safe_load((folder / "cases.yaml").read_text(encoding="utf-8"))
    first = {}
    for case in written["cases"]:
        first.setdefault(case.get("category") or written["bases"][case["base"]]["category"], case)
    few = {"language": 1, "bases": written.get("bases", {}), "cases": list(first.values())}
    text = "\n".join(write_yaml_lines(few, 0)) + "\n"
    (to / "cases.yaml").write_text(text, encoding="utf-8")
    return text


def judge(one, ruleset, lines):
    """The skeleton with what the ruleset decides filled in, as a person would by the text."""
    program = cr.compile(ruleset, one.category, parameters=one.parameters)
    try:
        found = f"verdict: {cr.evaluate(program, one.facts, as_of=one.as_of).verdict.value}"
    except cr.FactError as error:
        found = f"problems: [{', '.join(problem.code for problem in error.problems)}]"
    head, last = lines[:-1], lines[-1]
    assert last.strip().startswith(f"{found.partition(':')[0]}:  #"), "what must come of it is left to a person"
    return [*head, f"    {found}"]


@pytest.mark.parametrize(
    ("folder", "least"),
    [(SMALL, 6), (ROOT / "rulesets" / "hcmc-emulation-2020", 50), (ROOT / "examples" / "own_campaign", 18)],
    ids=lambda one: getattr(one, "name", ""),
)
def test_what_is_missing_is_shown_once_it_is_pasted_and_judged(folder, least, tmp_path):
    """Pasted as they are the cases do not load; judged they pass, and show all that was missing."""
    text = thin_out(folder, tmp_path)
    ruleset = cr.load(tmp_path / "ruleset.yaml")
    cases = cases_beside(ruleset)
    found = missing_cases(ruleset, cases)
    shown = [one for one in found if one.certainty is Certainty.SHOWN]
    assert len(shown) >= least and (folder != SMALL or found == missing_cases(ruleset, cases))
    written = [write_skeleton(one, ruleset, cases, "vi") for one in shown]
    (tmp_path / "cases.yaml").write_text(text + "\n".join(map("\n".join, written)) + "\n", encoding="utf-8")
    with pytest.raises(cr.RulesetError, match="verdict-or-problems"):
        cases_beside(ruleset)
    judged = ["\n".join(judge(one, ruleset, lines)) for one, lines in zip(shown, written, strict=True)]
    (tmp_path / "cases.yaml").write_text(text + "\n".join(judged) + "\n", encoding="utf-8")
    after = find_coverage(ruleset, cases_beside(ruleset))
    counted = [one for one in found if one not in shown and one.lack not in (Lack.ALONE, Lack.UNSTATED)]
    assert () == after.failed and after.holes <= len(counted)
    left = missing_cases(ruleset, cases_beside(ruleset)) if not counted else ()
    assert [] == [(one.lack, one.about) for one in left if one.certainty is Certainty.SHOWN]


@pytest.mark.parametrize("id", list_shipped())
def test_no_case_of_a_shipped_ruleset_is_missing(id):
    """Every outcome, check, row, band and cap of the five is shown by a case; then no solver is asked."""
    assert () == missing_cases(cr.load(id))


def test_what_nobody_can_show_is_proved(tmp_path):
    """A criterion that cannot be unmet: no candidate is offered, and nothing is said to be missing."""
    text = (SMALL / "ruleset.yaml").read_text(encoding="utf-8")
    ruleset = cr.load_text(text.replace("require: not disciplined", "require: not disciplined or disciplined", 1))
    cases = cases_beside(cr.load(SMALL / "ruleset.yaml"))
    few = cases.model_copy(update={"cases": cases.cases[:1]})
    found = {(one.about, one.what): one for one in missing_cases(ruleset, few)}
    assert Certainty.PROVED is found["nobody-disciplined", "unmet"].certainty
    (line,) = write_skeleton(found["nobody-disciplined", "unmet"], ruleset, few, "vi")
    assert line.startswith("  # ") and "đã chứng minh" in line
    assert Certainty.SHOWN is found["rated", "unmet"].certainty


def test_the_commands_name_what_is_missing(tmp_path, capsys):
    """`cases --missing` ends with 1 while something is; `coverage` counts checks and says where to get the cases."""
    thin_out(ROOT / "rulesets" / "hcmc-emulation-2020", tmp_path)
    assert 1 == exit_code(["cases", "--missing", str(tmp_path), "--format", "json"])
    (told,) = json.loads(capsys.readouterr().out)
    assert {one.value for one in Lack} >= {one["lack"] for one in told["missing"]} >= {"outcome", "check", "alone"}
    assert 1 == exit_code(["--lang", "en", "coverage", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "checks no case breaks: agency/" in printed and "cases --missing" in printed
    assert 0 == exit_code(["cases", "--missing", "hcmc-emulation-2020"])
    assert "đã đủ tình huống mẫu" in capsys.readouterr().out
    assert 0 == exit_code(["cases", "hcmc-emulation-2020"])
    assert "An agency that meets every criterion is eligible" in capsys.readouterr().out
