"""Which facts are asked for: all that can still turn the verdict, none that cannot, what settles it first."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

import cchc_rules as cr
from cchc_rules.analysis.choosing import BudgetSpent
from cchc_rules.analysis.fact_places import find_places, put_answer
from cchc_rules.analysis.fact_questions import find_questions, name_facts
from cchc_rules.analysis.member_records import strip_keys, value_at
from cchc_rules.analysis.trial_answers import EACH, NONE, SOME, find_trials
from cchc_rules.decisions.decision import plain_facts
from cchc_rules.evaluation import decide, fact_reader
from cchc_rules.language.loader import list_shipped
from cchc_rules.language.types import NumberType
from cchc_rules.program import reference
from cchc_rules.values import UNDETERMINED
from tests.analysis.asking import Judge
from tests.properties.completions import completions, domain, gaps
from tests.properties.drawing import candidates, parsed, programs

MOST_PLACES = 40
DAY = date(2022, 12, 15)


def drawn(seeds, number=2):
    """Decisions on generated candidates with something missing, none too large for a solver."""
    for given, program in programs(seeds):
        for raw, as_of in candidates(given, number):
            found = parsed(program, raw).candidate
            if 1 <= sum(1 for _ in find_places(program.facts, found.values)) <= MOST_PLACES:
                yield given, decide(program, found, as_of=as_of)


def judge_rest(seeds):
    """How many candidates were judged, and of how many first questions the answer matters, and does not."""
    judged, matters, needless = 0, 0, 0
    for _, decision in drawn(seeds):
        program, values, as_of = decision.program, decision.values, decision.as_of
        asked = [one.path for one in find_questions(decision)]
        rest = [one.path for one in find_places(program.facts, values) if one.path not in asked]
        rest += ["as_of"] if as_of is None and "as_of" not in asked else []
        try:
            if rest:
                assert not Judge(program, values, as_of, rest).can_turn(), (program.ruleset.path, values, asked)
                judged += 1
            if asked:
                can = Judge(program, values, as_of, asked[:1]).can_turn()
                matters, needless = matters + can, needless + (not can)
        except BudgetSpent:
            continue
    return judged, matters, needless


def test_what_is_not_asked_can_turn_no_verdict():
    """The solver finds no two states of the facts not asked with two verdicts; of the first one asked it nearly does.

    Nearly: a condition that holds whatever a fact is, as ``as_of < as_of`` never does, still needs it stated.
    """
    judged, matters, needless = judge_rest(range(100, 124))
    assert judged >= 30 and matters >= 10 and needless == 0


@pytest.mark.soak
def test_what_is_not_asked_can_turn_no_verdict_at_length():
    """The same over many more programs; one first question in twenty at the most cannot matter."""
    judged, matters, needless = judge_rest(range(10_000, 10_500))
    assert judged > 400 and needless * 20 < matters


def answer_all(given, decision, rng):
    """The decision when each first question is answered by something."""
    program, facts, as_of = decision.program, plain_facts(decision.program.facts, decision.values), decision.as_of
    for _ in range(300):
        asked = find_questions(decision)
        if not asked:
            return decision
        first = asked[0]
        if first.path == "as_of":
            as_of = DAY
        else:
            value = rng.choice(domain(first.fact, rng, given.constants))
            answer = plain_facts((first.fact,), (value,))[first.fact.name]
            facts = put_answer(program.facts, facts, first.place, tell_apart(first.fact, answer))
        decision = decide(program, fact_reader(program).parse(facts, as_of=as_of).candidate, as_of=as_of)
    raise AssertionError("the questions do not end")


def tell_apart(fact, answer):
    """The answer, the members of a list with keys of their own."""
    if not isinstance(answer, list) or fact.key is None:
        return answer
    key = next(one.type for one in fact.type.fields if one.name == fact.key)
    keys = fact.expects or [2020 + one if isinstance(key, NumberType) else f"k{one}" for one in range(9)]
    return [{**one, fact.key: own} for one, own in zip(answer, keys, strict=False)]


def test_who_answers_all_has_a_verdict():
    """Answering each first question ends with a verdict, or only points with nothing to be taken of keep it open."""
    decided, void = 0, 0
    for given, decision in drawn(range(200, 260)):
        rng = Random(given.seed)
        last = answer_all(given, decision, rng)
        if last.verdict_code == UNDETERMINED:
            void += 1
            assert last.missing_facts == ()
        decided += last.verdict_code != UNDETERMINED
        values = last.values
        for whole in completions(last.program.facts, values, rng, given.constants, 4):
            measured = reference.measure_results(last.program, whole, last.as_of)
            found = reference.verdict(last.program, reference.outcomes(last.program, whole, last.as_of), measured)
            assert found is last.verdict, gaps(last.program.facts, values)
    assert decided > 60 and void < decided / 4


def test_answers_tried_together_settle_what_each_settles():
    """Answers are tried many at once, and yet it is said of each fact what came of its answers one by one."""
    counted = Counter()
    for _, decision in drawn(range(300, 360), 3):
        if decision.verdict_code == UNDETERMINED:
            program, values, as_of = decision.program, decision.values, decision.as_of
            trials, facts = find_trials(program), dict(name_facts(program.facts, ""))
            places = [one for one in find_places(program.facts, values) if value_at(values, one.slots) is None]
            asked = [(one.slots, facts[strip_keys(one.path)]) for one in places]
            alone = [trials.grade_trials(trials.find_trials(0, *one, values, as_of), values, as_of) for one in asked]
            assert trials.count_settling(asked, values, as_of) == alone, program.ruleset.path
            counted.update(alone)
    assert counted[EACH] > 10 and counted[SOME] > 10 and counted[NONE] > 50


def find_needless(rulesets, most):
    """How many questions of an empty candidate were judged, and the paths of those that can turn nothing."""
    found = []
    for ruleset in map(cr.load, rulesets):
        for category in ruleset.categories:
            program = cr.compile(ruleset, category.id)
            decision = cr.evaluate(program, {})
            found += [
                (one.path, Judge(program, decision.values, None, [one.path]).can_turn())
                for one in find_questions(decision)[:most]
            ]
    return len(found), [path for path, can in found if not can]


def test_what_shipped_rulesets_ask_first_matters():
    """The solver finds, for the first question of each category, two answers or none with two verdicts."""
    judged, needless = find_needless(list_shipped(), 1)
    assert judged >= 17 and needless == []


@pytest.mark.soak
def test_all_that_shipped_rulesets_ask_matters():
    """The same of every question of every category."""
    judged, needless = find_needless(list_shipped(), 1000)
    assert judged > 150 and needless == []


def test_questions_of_a_shipped_ruleset():
    """What settles comes first, a day after whether there was one, a list member by member; each says why."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    asked = cr.questions(program, {})
    assert ["initiatives", "has_plan", "emulation_launched"] == [one.path for one in asked[:3]]
    paths = [one.path for one in asked]
    assert paths.index("report_submitted") < paths.index("reported_on")
    own = [one.settles for one in asked if not one.fact.settles]
    assert own == sorted(own, reverse=True)
    by_path = {one.path: one for one in asked}
    assert by_path["indexed_annually"].gates and not by_path["reform_index"].gates
    assert [one.id for one in by_path["reform_index"].reasons] == ["reform-index"]
    assert all(one.reasons and all(reason.clauses for reason in one.reasons) for one in asked)
    members = [{"title": "Một cửa"}, {"title": "Số hóa"}]
    within = [one for one in cr.questions(program, {"initiatives": members}) if "[" in one.path]
    assert ["Một cửa"] * 4 + ["Số hóa"] * 4 == [one.place[1] for one in within]
    assert () == cr.questions(program, {"has_plan": False}), "the verdict stands"
    with pytest.raises(cr.FactError, match="has_plan"):
        cr.questions(program, {"has_plan": "có lẽ"})


def test_a_question_as_plain_data_has_what_a_form_needs():
    """Type, options, unit, bounds, labels in both languages, fields of a list, criteria and clauses."""
    asked = {one.path: one.to_dict() for one in cr.questions(cr.compile(cr.load("quan-12-2022"), "agency"), {})}
    index = asked["reform_index"]
    assert "grade" == index["type"] and "Khá" in index["options"] and set(index["label"]) == {"vi", "en"}
    assert {"id", "title", "clauses"} == set(index["reasons"][0]) and index["reasons"][0]["clauses"][0]["ref"]
    listed = asked["initiatives"]
    assert "title" == listed["key"] and "lawful" in {one["fact"] for one in listed["fields"]}
    assert "integer" == asked["staff_count"]["type"] and 1 == asked["staff_count"]["minimum"]
    assert "date" == asked["as_of"]["type"] and "as_of" == asked["as_of"]["path"]


def test_an_answer_is_put_where_the_question_stands():
    """Members are found by key or number, a year nobody listed becomes a member; nothing else is touched."""
    facts = cr.compile(cr.load("hcmc-emulation-2020"), "agency").facts
    given = {"has_plan": True, "initiatives": [{"title": "A"}, {"title": "B"}]}
    put = put_answer(facts, given, ("initiatives", "B", "effective"), True)
    assert {"has_plan": True, "initiatives": [{"title": "A"}, {"title": "B", "effective": True}]} == put
    assert {"title": "B"} == given["initiatives"][1]
    assert {"has_plan": False} == put_answer(facts, {}, ("has_plan",), False)
