"""Remedies: every smallest set is told and works; none lowers a whole, evades a criterion or moves what is over."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice, product
from typing import Any

import pytest

import cchc_rules as cr
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.remedy_answers import Remedies, remedies
from cchc_rules.analysis.remedy_counts import count_remedies
from cchc_rules.analysis.remedy_reaches import ValueReach
from cchc_rules.analysis.remedy_steps import StepKind
from cchc_rules.analysis.remedy_words import write_remedies
from cchc_rules.language.loader import load, load_text
from cchc_rules.phrases import LANGUAGES
from cchc_rules.problems import FactError, RulesetError
from cchc_rules.values import Outcome
from tests.analysis.small_rulesets import AS_OF, list_domain, make_ruleset, make_sheet, make_values, write_candidate
from tests.analysis.trying_everything import list_sets, try_everything
from tests.generation.candidates import Source
from tests.generation.programs import sample, settled_sample, varied_sample

FEW, MANY = 30, 1000
MOST_ADDED = 2
"""Trying everything adds so many members at the most."""


def _compare(seeds: range, wanted: int) -> int:
    """Compares so many random candidates with trying everything; how many were."""
    compared = 0
    for seed in seeds:
        chance = random.Random(seed)
        program = make_ruleset(chance)
        values = make_values(chance, program)
        decision = cr.evaluate(program, write_candidate(program, values), as_of=AS_OF)
        tried = None if decision.favourable else try_everything(program, values)
        if tried is None:
            continue
        found = remedies(decision)
        told = list_sets(found, "groups")
        if told is None or found.certainty is Certainty.OPEN:
            continue
        wanted_sets = _leave_out_larger(tried.remedies, told)
        told = {one for one in told if ("new", MOST_ADDED) not in one}
        assert told == wanted_sets, (seed, told ^ wanted_sets)
        compared += 1
        if compared == wanted:
            break
    return compared


def test_remedies_are_those_that_trying_everything_finds() -> None:
    """None is missing, none has a fact to spare, every one works, on small random rulesets."""
    assert _compare(range(400), FEW) == FEW


@pytest.mark.soak
def test_remedies_of_many_candidates_are_those_that_trying_everything_finds() -> None:
    """The same of a thousand candidates."""
    assert _compare(range(10_000, 30_000), MANY) == MANY


def _leave_out_larger(tried: frozenset[frozenset[Any]], told: set[frozenset[Any]]) -> set[frozenset[Any]]:
    """What was tried without sets that a stated list of more members than were tried makes needless."""
    larger = [one - {("new", MOST_ADDED)} for one in told if ("new", MOST_ADDED) in one and "members" in one]
    return {one for one in tried if not any(other <= one for other in larger)}


def _compare_sheets(seeds: range, wanted: int) -> int:
    """Compares what it takes to gain a grade with trying everything; of how many candidates."""
    compared = 0
    for seed in seeds:
        chance = random.Random(seed)
        program = make_sheet(chance)
        values = make_values(chance, program)
        decision = cr.evaluate(program, write_candidate(program, values), as_of=AS_OF)
        levels = chance.choice([("Khá", "Tốt"), ("Tốt",)])
        found = remedies(decision, gain=("grade", levels[0]))
        tried = None if found.reached else try_everything(program, values, levels)
        told = list_sets(found, "groups")
        if tried is None or told is None or found.certainty is Certainty.OPEN:
            continue
        wanted_sets = _leave_out_larger(tried.remedies, told)
        told = {one for one in told if ("new", MOST_ADDED) not in one}
        assert told == wanted_sets, (seed, told ^ wanted_sets)
        compared += 1
        if compared == wanted:
            break
    return compared


def test_a_grade_is_gained_by_the_sets_that_trying_everything_finds() -> None:
    """None is missing, none has a fact to spare, on small sheets of points with gates, caps and lists."""
    assert _compare_sheets(range(400), FEW // 3) == FEW // 3


@pytest.mark.soak
def test_grades_of_many_candidates_are_gained_by_the_sets_that_trying_everything_finds() -> None:
    """The same of hundreds of candidates."""
    assert _compare_sheets(range(10_000, 30_000), MANY // 3) == MANY // 3


def _is_within(reach: ValueReach, value: Any) -> bool:
    """Whether a value is one of those told."""
    if reach.words:
        return value in reach.words
    above = reach.low is None or value > reach.low or (value == reach.low and not reach.low_open)
    return above and (reach.high is None or value < reach.high or (value == reach.high and not reach.high_open))


@pytest.mark.parametrize("seeds", [25, pytest.param(400, marks=pytest.mark.soak)])
def test_every_value_told_will_do(seeds: int) -> None:
    """Whichever values within the bounds and words of a remedy are taken, all at once, the candidate passes."""
    tried = 0
    for seed in range(seeds):
        chance = random.Random(seed)
        program = make_ruleset(chance)
        decision = cr.evaluate(program, write_candidate(program, make_values(chance, program)), as_of=AS_OF)
        found = remedies(decision)
        if decision.favourable or found.certainty is not Certainty.SHOWN:
            continue
        for remedy in (one for group in found.groups for one in group.remedies):
            reaches = [one for step in remedy.steps for one in step.reaches if one.path in remedy.facts]
            own = [one for one in reaches if not one.reach.together]
            values = [[each for each in list_domain(one.fact) if _is_within(one.reach, each)] for one in own]
            for chosen in islice(product(*values), 100):
                named = {one.path: value for one, value in zip(own, chosen, strict=True)}
                days = [one for one in chosen if isinstance(one, date)]
                facts = {**remedy.facts, **named}
                assert cr.evaluate(program, facts, as_of=max([AS_OF, *days])).favourable, (seed, facts)
                tried += 1
    assert 2 * tried > seeds


def _ask_about_generated(seeds: Iterable[int]) -> int:
    """Asks about generated candidates of generated rulesets, in both languages; how many were answered."""
    asked = 0
    for seed in seeds:
        given = (varied_sample if seed > 6000 else settled_sample if seed % 2 else sample)(seed)
        try:
            program = given.program()
        except RulesetError:
            continue
        source = Source(given, seed)
        for _ in range(3):
            try:
                decision = cr.evaluate(program, source.candidate(), as_of=source.as_of())
            except FactError:
                continue
            found = remedies(decision)
            assert all(write_remedies(found, language) for language in LANGUAGES)
            asked += 1
    return asked


def test_generated_rulesets_are_answered() -> None:
    """Whatever a ruleset says: an answer, each remedy of which the direct engine decides as the solver does."""
    assert _ask_about_generated((*range(60, 78), 4383, 5769, *range(6001, 6009))) > 20


@pytest.mark.soak
def test_many_generated_rulesets_are_answered() -> None:
    """The same of hundreds of rulesets."""
    assert _ask_about_generated(range(1000, 1600)) > 1000


AGENCY = {
    "has_plan": True,
    "implementation_organised": True,
    "emulation_launched": True,
    "tasks_completed_well": True,
    "initiatives": [],
    "head_disciplined": False,
    "staff_count": 40,
    "staff_following_code": 40,
    "indexed_annually": True,
    "reform_index": "Khá",
    "report_submitted": False,
}


def _ask(changes: dict[str, object], as_of: date | None, category: str = "agency") -> Remedies:
    program = cr.compile(load("quan-12-2022"), category)
    return remedies(cr.evaluate(program, {**AGENCY, **changes}, as_of=as_of))


def _tell(found: Remedies) -> list[tuple[tuple[str, ...], list[list[str]]]]:
    """Of each group its criteria and the facts of each remedy."""
    return [
        (one.criteria, [[reach.path for step in remedy.steps for reach in step.reaches] for remedy in one.remedies])
        for one in found.groups
    ]


def test_a_criterion_by_itself_is_told_by_itself() -> None:
    """Criteria that share no fact that changes are groups of their own; the share is told as the count it needs."""
    found = _ask({"has_plan": False, "staff_following_code": 38, "initiatives": None}, date(2022, 4, 1))
    groups = dict(_tell(found))
    assert groups["plan",] == [["has_plan"]]
    assert groups["conduct",] == [["staff_following_code"]]
    conduct = next(one for one in found.groups if one.criteria == ("conduct",)).remedies[0].steps[0]
    assert conduct.kind is StepKind.CHANGE and conduct.reaches[0].reach.low == 40


def test_what_is_over_stays() -> None:
    """A grade of last year and a measure of discipline are no remedies: they are what stands in the way."""
    found = _ask({"head_disciplined": True, "reform_index": "Trung bình"}, date(2022, 4, 1))
    assert found.certainty is Certainty.PROVED and not found.groups
    assert {(one.criteria, one.facts) for one in found.obstacles} == {
        (("head-not-disciplined",), ("head_disciplined",)),
        (("reform-index",), ("reform_index",)),
    }


def test_a_new_initiative_lies_not_before_the_day_of_decision() -> None:
    """A member that is added is one change, and what it is dated by is not written back."""
    steps = _ask({}, date(2022, 4, 1)).groups[0].remedies[0].steps
    assert [(one.kind, one.count) for one in steps] == [(StepKind.ADD, 1)]
    reaches = {one.path: one.reach for one in steps[0].reaches}
    assert reaches["registered_on"].low == date(2022, 4, 1)
    assert _ask({}, date(2022, 6, 1)).certainty is Certainty.PROVED


def test_a_report_that_was_not_made_is_made_no_earlier_than_now() -> None:
    """The day that would settle a "no" otherwise is a day to come."""
    found = _ask({"initiatives": [_initiative("A")]}, date(2022, 11, 20))
    steps = {one.reaches[0].path: one for group in found.groups for one in group.remedies[0].steps}
    assert steps["reported_on"].reaches[0].reach.low == date(2022, 11, 20)


def _initiative(title: str, **changes: object) -> dict[str, object]:
    good = {"lawful": True, "effective": True, "positive_change": True, "registered_on": date(2022, 3, 1)}
    return {"title": title, **good, **changes}


def test_alike_members_are_told_by_their_number() -> None:
    """Of 300 units that are alike as many are to be changed as it takes, whichever they are."""
    text = SHARE.replace("N_LIMIT", "70")
    program = cr.compile(load_text(text), "office")
    units = [{"unit": f"u{number}", "done": number < 100} for number in range(300)]
    step = remedies(cr.evaluate(program, {"units": units})).groups[0].remedies[0].steps[0]
    assert (step.count, len(step.among)) == (110, 200)


def test_every_criterion_in_the_way_is_counted_and_named() -> None:
    """Also of whom nothing helps or not all is answered: alone is what by itself stands in the way."""
    program = cr.compile(load_text(POSTS), "ward")
    post = {"post": "Viên", "able": True}
    rows = [(True, 1, []), (True, 10, [post]), (False, 1, []), (False, 10, [{**post, "post": "Trưởng"}])]
    decisions = [cr.evaluate(program, dict(zip(("held", "sent", "posts"), row, strict=True))) for row in rows]
    answers = [remedies(one) for one in decisions]
    counts, passed = count_remedies(answers), (Outcome.MET, Outcome.NOT_APPLICABLE)
    failed = [[id for id, outcome in one.outcomes.items() if outcome not in passed] for one in decisions]
    assert counts.criteria == Counter(id for one in failed for id in one)
    assert counts.criteria_alone == Counter(one[0] for one in failed if len(one) == 1)
    for answer, ids in zip(answers, failed, strict=True):
        answered = {id for part in (*answer.groups, *answer.obstacles) for id in part.criteria}
        assert answer.certainty is not Certainty.OPEN or {*answer.open_criteria} == {*ids} - answered
    assert "sent" not in counts.facts_alone


POSTS = """\
language: 1
id: posts
version: 1.0.0
title: {vi: Chức vụ, en: Posts}
issuer: {vi: Phường, en: Ward}
decides: eligibility
sources:
  notice: {title: {vi: Thông báo, en: Notice}, clauses: {c: {at: Mục 1, says: {vi: a, en: b}}}}
categories:
  ward:
    title: {vi: Phường, en: Ward}
    facts:
      held: {type: boolean, changeable: false, label: {vi: Giữ, en: Held}}
      sent: {type: integer, min: 0, changeable: up, label: {vi: Báo cáo, en: Reports}}
      posts:
        type: list
        min_items: 0
        key: post
        changeable: up
        label: {vi: Chức vụ, en: Posts}
        items:
          post: {type: choice, options: [Trưởng, Phó, Viên], label: {vi: Chức vụ, en: Post}}
          able: {type: boolean, changeable: up, label: {vi: Giỏi, en: Able}}
    criteria:
      - {id: held, title: {vi: a, en: a}, source: notice/c, require: held}
      - {id: sent, title: {vi: b, en: b}, source: notice/c, require: sent >= 10}
      - {id: post, title: {vi: c, en: c}, source: notice/c, require: any(p.post == "Trưởng" and p.able for p in posts)}
"""


SHARE = """\
language: 1
id: share
version: 1.0.0
title: {vi: Tỷ lệ, en: Share}
issuer: {vi: Phường, en: Ward}
decides: eligibility
sources:
  notice: {title: {vi: Thông báo, en: Notice}, clauses: {c: {at: Mục 1, says: {vi: a, en: b}}}}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts:
      units:
        type: list
        key: unit
        label: {vi: Đơn vị, en: Units}
        items: {unit: {type: text, label: {vi: Tên, en: Unit}}, done: {type: boolean, label: {vi: Xong, en: Done}}}
    criteria:
      - {id: most, title: {vi: a, en: b}, source: notice/c, require: percent(u.done for u in units) >= N_LIMIT}
"""


def test_a_set_by_which_a_criterion_no_longer_applies_is_told_apart() -> None:
    """Who has registered nothing is not held to the deadline; that is no remedy of a late registration."""
    head = {
        "exemplary_in_reform": True,
        "exemplary_in_conduct": True,
        "highly_effective_solution": True,
        "harassment_cases": 0,
        "rating_2021": "Hoàn thành tốt nhiệm vụ",
    }
    program = cr.compile(load("quan-12-2022"), "head")
    found = remedies(cr.evaluate(program, head, as_of=date(2022, 6, 1)))
    assert _tell(found) == [(("registered-in-time",), [["registered_on"]])]
    evasion = found.evasions[0].remedies[0].steps[0].reaches[0]
    assert (evasion.path, evasion.reach.words) == ("model_registered", (False,))
    told = "\n".join(write_remedies(found, "vi"))
    assert "” – không phải cách khắc phục" in told and "tiêu chí tiêu chí" not in told.casefold()


def test_faulty_facts_are_not_asked_about() -> None:
    """A provisional decision is no base for advice."""
    program = cr.compile(load("quan-12-2022"), "agency")
    result = next(iter(cr.evaluate_many(program, [{"id": "A", **AGENCY, "staff_count": "x"}])))
    assert result.decision is not None
    with pytest.raises(FactError):
        remedies(result.decision)


def test_a_grade_to_be_gained() -> None:
    """What it takes to be given a level of a grade or a higher one; unknown names are refused."""
    program = cr.compile(load("examples/scored_campaign"), "ward")
    decision = cr.evaluate(program, {})
    with pytest.raises(ValueError, match="no grade"):
        remedies(decision, gain=("size", "A"))


def test_two_processes_say_the_same() -> None:
    """The same candidate gives the same bytes, whatever the order of sets in a process."""
    script = (
        "import json, cchc_rules as cr\n"
        "program = cr.compile(cr.load('quan-12-2022'), 'agency')\n"
        "print(json.dumps(cr.remedies(cr.evaluate(program, {'has_plan': False})).to_dict(), ensure_ascii=False))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1 and json.loads(said.pop())["groups"]
