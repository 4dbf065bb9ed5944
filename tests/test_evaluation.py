import pickle
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules import Candidate, FactError, Verdict, compile, evaluate, evaluate_many, load_text
from cchc_rules.decisions.decision import UNDETERMINED
from cchc_rules.engines.columns import decide_frame
from cchc_rules.values import Outcome
from tests.decisions.generated import decisions, seeds
from tests.decisions.made import good, program
from tests.generation.bodies import CATEGORY, document, text


def _codes(error: FactError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_nothing_known_is_undetermined():
    """A candidate of which nothing is stated is undetermined in every criterion."""
    decision = evaluate(program(), {})
    assert (Verdict.UNDETERMINED, None) == (decision.verdict, decision.favourable)
    assert {Outcome.UNKNOWN} == set(decision.outcomes.values())


def test_a_good_candidate_is_eligible():
    """Text and typed values of the same facts give equal decisions."""
    typed = evaluate(program(), good(registered_on=date(2022, 5, 4)))
    assert Verdict.ELIGIBLE == typed.verdict
    assert typed == evaluate(program(), good(registered_on="ngày 04 tháng 5 năm 2022", indexed="Có", score="2000"))


def test_all_problems_are_raised_at_once():
    """Wrong values, unknown names and false checks come together."""
    with pytest.raises(FactError) as caught:
        evaluate(program(), good(score="nhiều", scor=1, staff_good=11))
    assert {"unreadable-value", "unknown-fact", "false-check"} == set(_codes(caught.value))


@pytest.mark.parametrize("staff", [9, "9"])
def test_a_false_check_is_a_problem_of_the_facts_it_reads(staff):
    """Contradictory facts raise FactError and name what to look at again, typed or as text."""
    with pytest.raises(FactError, match="Staff complying") as caught:
        evaluate(program(), good(staff=staff))
    (problem,) = caught.value.problems
    assert ("false-check", "DV-01") == (problem.code, problem.where.candidate)
    assert "số đúng không quá tổng số" in problem.message("vi")
    assert "no more than all" in problem.message("en")


def test_a_candidate_already_parsed_is_decided_as_it_stands():
    """A Candidate gives the decision its facts give; its checks are run too."""
    parsed = evaluate(program(), good())
    candidate = Candidate(parsed.id, parsed.name, parsed.values)
    assert parsed == evaluate(program(), candidate)
    slot = program().category.fact("staff").slot
    broken = (*parsed.values[:slot], 9, *parsed.values[slot + 1 :])
    with pytest.raises(FactError, match="false-check"):
        evaluate(program(), Candidate(None, None, broken))


@pytest.mark.parametrize("as_of", [datetime(2022, 5, 4), "2022-05-04", 20220504])
def test_as_of_is_a_date_or_nothing(as_of):
    """A time of day, text or a number is refused as the date to decide as of."""
    with pytest.raises(FactError, match="as-of-not-a-date"):
        evaluate(program(), {}, as_of=as_of)
    with pytest.raises(FactError, match="as-of-not-a-date"):
        evaluate_many(program(), [], as_of=as_of)


@pytest.mark.parametrize("facts", [None, [], "x", 5, [("score", 1)]])
def test_facts_that_are_no_mapping_are_a_problem(facts):
    """Anything but a mapping raises FactError."""
    with pytest.raises(FactError):
        evaluate(program(), facts)


def test_the_callers_facts_may_change_afterwards():
    """A decision keeps parsed values: changing the mapping changes neither outcomes nor traces."""
    facts = good()
    decision = evaluate(program(), facts)
    before = deepcopy(facts)
    assert before == facts
    facts["units"][0]["on_time"] = 0
    facts["score"] = 0
    assert Outcome.MET == decision["on-time"].trace.outcome == decision["score-enough"].trace.outcome


@given(st.permutations(list(good())))
def test_the_order_of_facts_changes_nothing(names):
    """The same bytes come of the same facts in any order."""
    assert evaluate(program(), good()).canonical() == evaluate(program(), {n: good()[n] for n in names}).canonical()


def test_threads_share_a_program():
    """Eight threads reading traces and texts at once get what one thread gets."""
    rows = [good(id=str(n), score=n * 100, disciplined=n % 3 == 0) for n in range(40)]
    alone = [evaluate(program("targets"), row).reasons() for row in rows]
    with ThreadPoolExecutor(8) as pool:
        assert alone == list(pool.map(lambda row: evaluate(program("targets"), row).reasons(), rows))


def test_decisions_survive_pickling():
    """A decision sent to another process is equal and still explains itself."""
    decision = evaluate(program(), good(disciplined=True))
    again = pickle.loads(pickle.dumps(decision))
    assert decision == again
    assert decision.reasons() == again.reasons()


def _decided(program_=None, as_of=None, **changes):
    (result,) = evaluate_many(program_ or program(), [good(**changes)], as_of=as_of)
    return result.decision


DIFFERENT = {
    "plain": {},
    "id": {"id": "DV-02"},
    "name": {"name": "Phường Khác"},
    "value no outcome hangs on": {"score": 2001},
    "value": {"score": 0},
    "less": {"score": None},
    "faulty": {"score": "nhiều"},
    "date": {"as_of": date(2022, 5, 5)},
    "ruleset": {"program_": program("duties")},
    "parameter": {"program_": compile(program().ruleset, "agency", parameters={"deadline": "2022-05-06"})},
    "source": {"score": {"value": 2000, "by": "Phòng Nội vụ"}},
    "other source": {"score": {"value": 2000, "by": "Phòng Tư pháp"}},
    "day of the source": {"score": {"value": 2000, "by": "Phòng Nội vụ", "on": "2022-05-05"}},
    "evidence": {"score": {"value": 2000, "by": "Phòng Nội vụ", "evidence": "QĐ 12"}},
    "source of another fact": {"staff": {"value": 10, "by": "Phòng Nội vụ"}},
}


@pytest.mark.parametrize("one", DIFFERENT)
def test_decisions_are_equal_when_all_that_went_in_and_came_out_is(one):
    """Who states a fact, when and by which document is part of a decision, as are faults; the traces read are not."""
    first = _decided(**DIFFERENT[one])
    first.reasons()
    assert [one] == [other for other in DIFFERENT if first == _decided(**DIFFERENT[other])]
    assert hash(first) == hash(_decided(**DIFFERENT[one]))
    assert first != one


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_equal_decisions_are_the_same_bytes(seed):
    """Of generated decisions just those are equal whose canonical forms are."""
    made = [decision for decision, _ in decisions(seed)]
    for one in made:
        assert [one.canonical() == other.canonical() for other in made] == [one == other for other in made]


def test_findings_are_found_by_id():
    """Any criterion or member is reached by its id; groups list their members."""
    decision = evaluate(program(), good())
    assert Outcome.UNMET == decision["good-ideas"].outcome
    assert ["cooperation", "good-ideas"] == [member.id for member in decision["public"].members]
    assert "text/two" == decision["public"].clauses[0].ref
    with pytest.raises(KeyError):
        decision["no-such"]


def test_a_batch_goes_on_after_a_bad_row():
    """A bad row is reported with a provisional decision, the rows around it are decided."""
    rows = [good(id="a"), good(id="b", score="nhiều"), good(id="c", disciplined=True)]
    results = list(evaluate_many(program(), rows))
    assert ["eligible", "invalid", "ineligible"] == [result.status for result in results]
    assert [1, 2, 3] == [result.row for result in results]
    bad = results[1]
    assert bad.decision is not None and bad.decision.provisional
    assert (UNDETERMINED, Outcome.UNKNOWN) == (bad.decision.verdict_code, bad.decision["score-enough"].outcome)
    assert 2 == bad.problems[0].where.row


def test_what_a_false_check_reads_counts_as_unknown():
    """The row is decided again without the facts that contradict each other."""
    (result,) = evaluate_many(program(), [good(staff_good=11)])
    assert "invalid" == result.status
    assert Outcome.UNKNOWN == result.decision["conduct"].outcome
    assert Outcome.MET == result.decision["score-enough"].outcome


DAY = date(2022, 5, 5)
DATED = compile(
    load_text(
        text(document({"facts": {"on": "date", "ok": "boolean"}, "checks": {"past": "on <= as_of"}, "require": "ok"}))
    ),
    CATEGORY,
)


@pytest.mark.parametrize("on", [DAY, "2022-05-05"])
@pytest.mark.parametrize(("as_of", "refuted"), [(DAY, False), (date(2022, 5, 4), True), (None, False)])
def test_checks_are_made_on_the_day_of_decision(on, as_of, refuted):
    """A check that reads the date sees it, on typed values and text, of one candidate, a parsed one and a batch."""
    facts = {"id": "a", "on": on, "ok": True}
    parsed = Candidate("a", None, (DAY, True))
    for one in (facts, parsed):
        if refuted:
            with pytest.raises(FactError, match="false-check"):
                evaluate(DATED, one, as_of=as_of)
        else:
            assert evaluate(DATED, one, as_of=as_of).favourable
    for cells in (False, True):
        (result,) = evaluate_many(DATED, [facts], as_of=as_of, cells=cells)
        assert ("invalid" if refuted else "eligible") == result.status


def test_a_check_false_beside_a_faulty_value_is_told_with_it():
    """Checks are made on the day of decision also where another value cannot be read."""
    with pytest.raises(FactError) as caught:
        evaluate(DATED, {"on": "2022-05-05", "ok": "có lẽ"}, as_of=date(2022, 5, 4))
    assert ["unreadable-value", "false-check"] == _codes(caught.value)


def test_every_false_check_hides_what_it_reads():
    """Of several false checks each makes its facts unknown, in a batch and in a frame; each says where to look."""
    facts = dict.fromkeys("abcdx", "integer")
    body = {"facts": facts, "checks": {"one": "a <= b", "two": "c <= d", "three": "x <= 9"}}
    body["criteria"] = {name: f"{name} >= 1" for name in "acx"}
    both = compile(load_text(text(document(body))), CATEGORY)
    row = {"id": "1", "a": 2, "b": 1, "c": 2, "d": 1, "x": 10}
    (result,) = evaluate_many(both, [row])
    assert {Outcome.UNKNOWN} == set(result.decision.outcomes.values())
    assert [None, None, "x"] == [problem.where.path for problem in result.problems]
    frame = decide_frame(both, pl.DataFrame([row]))
    assert ["undetermined"] == frame.table()["provisional"].to_list()
    assert result.problems == tuple(replace(one, where=replace(one.where, row=1)) for one in frame.problems(0))


def test_a_row_without_an_id_gets_no_decision():
    """A missing id is a problem, beside the row's other problems."""
    rows = [good(id=None), good(id="  ", score="nhiều"), {}]
    results = list(evaluate_many(program(), rows))
    assert [["missing-id"], ["missing-id", "unreadable-value"], ["missing-id"]] == [
        [problem.code for problem in result.problems] for result in results
    ]
    assert [None, None, None] == [result.decision for result in results]


@pytest.mark.parametrize("id", ["A\x1bB", 5.5, ["A"], "x" * 300])
def test_an_id_that_cannot_be_read_is_one_problem(id):
    """It is told why, not also that there is none."""
    (result,) = evaluate_many(program(), [good(id=id)])
    assert (["id"], None) == ([problem.where.path for problem in result.problems], result.decision)


SAME = ["Đơn vị 1", " đơn  vị 1 ", unicodedata.normalize("NFD", "ĐƠN VỊ 1")]


@pytest.mark.parametrize("other", SAME)
def test_doubled_ids_of_a_sequence_are_flagged_on_every_row(other):
    """Ids that differ in case, spaces or accents' encoding are one, and all their rows stay undecided."""
    rows = [good(id=SAME[0]), good(id="khác"), good(id=other)]
    results = list(evaluate_many(program(), rows))
    assert ["invalid", "eligible", "invalid"] == [result.status for result in results]
    assert [None, None] == [results[0].decision, results[2].decision]


def test_doubled_ids_of_a_stream_are_flagged_on_the_later_rows():
    """A stream cannot look ahead: the first row is decided, the later ones say which row came first."""
    results = list(evaluate_many(program(), (good(id=id) for id in ("a", "A", "a"))))
    assert ["eligible", "invalid", "invalid"] == [result.status for result in results]
    assert "row 1" in results[2].problems[0].message("en")


@pytest.mark.parametrize("typed", list(product((True, False), repeat=3)))
def test_doubled_ids_are_noticed_whatever_the_rows_hold(typed):
    """Rows of typed values and rows of text, in any order: all are refused, in a stream all but the first."""
    rows = [{"id": id, "ok": True if plain else "có"} for id, plain in zip(("a", "A", " a"), typed, strict=True)]
    assert ["invalid"] * 3 == [result.status for result in evaluate_many(DATED, rows)]
    assert ["eligible", "invalid", "invalid"] == [result.status for result in evaluate_many(DATED, iter(rows))]


def test_a_stream_is_read_as_it_is_asked_for():
    """The second row is not touched before the first result was taken."""
    taken = []

    def rows():
        for id in "abc":
            taken.append(id)
            yield good(id=id)

    results = evaluate_many(program(), rows())
    next(results)
    assert ["a"] == taken


def _with_value(name, value):
    parsed = evaluate(program(), good())
    slot = program().category.fact(name).slot
    return Candidate(parsed.id, parsed.name, (*parsed.values[:slot], value, *parsed.values[slot + 1 :]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disciplined", 0),
        ("score", float("nan")),
        ("score", float("inf")),
        ("score", True),
        ("staff", 10**15),
        ("staff_good", -1),
        ("registered_on", datetime(2022, 5, 4)),
        ("reform_index", "Xuất sắc"),
        ("units", [("Nội vụ", 97)]),
        ("units", (("Nội vụ", 97),)),
        ("units", (("Nội vụ", 97, True), ("Nội vụ", 97, True))),
        ("units", (("Nội vụ", "97,5 %", 1),)),
        ("units", ("Nội vụ",)),
    ],
)
def test_a_candidate_whose_values_no_parser_gave_is_refused(name, value):
    """Nothing is decided on values of another kind, out of bounds, or laid out otherwise."""
    with pytest.raises(FactError) as caught:
        evaluate(program(), _with_value(name, value))
    assert caught.value.problems[0].where.path.startswith(name)


@pytest.mark.parametrize("values", [(), None, (True,), [None] * 10, (None,) * 11])
def test_a_candidate_of_another_category_is_refused(values):
    """A candidate is laid out for the facts it was read for."""
    with pytest.raises(FactError) as caught:
        evaluate(program(), Candidate("A1", None, values))
    assert ["other-facts"] == _codes(caught.value)
    assert "10" in caught.value.render("vi")


def test_provenance_of_a_candidate_stays_with_it():
    """A parsed candidate keeps who said what."""
    stated = {"disciplined": {"value": False, "by": "Phòng Nội vụ"}}
    decision = evaluate(program(), good(**stated))
    again = evaluate(program(), Candidate(decision.id, decision.name, decision.values, decision.provenance))
    assert decision == again
    assert "Phòng Nội vụ" in again["head-not-disciplined"].reason("vi")


@pytest.mark.parametrize("as_of", [datetime(2022, 5, 4), "2022-05-04", 44685, date(1899, 12, 31), date(2200, 1, 1)])
def test_what_is_no_date_to_decide_as_of_is_refused(as_of):
    """A time of day, text, a number and years nobody means are told, alone and in a batch."""
    for decide in (evaluate, lambda *given, **asked: list(evaluate_many(given[0], [given[1]], **asked))):
        with pytest.raises(FactError) as caught:
            decide(program(), good(), as_of=as_of)
        assert ["as_of"] == [problem.where.path for problem in caught.value.problems]


@pytest.mark.parametrize("row", [None, 5, "x", ["id"]])
def test_rows_that_are_no_mapping_are_problems(row):
    """Such a row is invalid, and the next one decided."""
    results = list(evaluate_many(program(), [row, good()]))
    assert ["invalid", "eligible"] == [result.status for result in results]


def test_cells_are_read_as_text_from_a_file():
    """From a file a bare share up to 1 is ambiguous."""
    row = {"id": "1", "units": [{"title": "A", "on_time": "0,95", "counted": "x"}]}
    (result,) = evaluate_many(program(), [row], cells=True)
    assert ["ambiguous-percent"] == [problem.code for problem in result.problems]


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_a_batch_decides_each_row_as_alone(seed):
    """Batch and single evaluation agree on facts and on problems, for generated candidates with wrong data."""
    for decision, source in decisions(seed, 1):
        source.wrong = 0.3
        rows = [{**source.candidate(), "id": str(n)} for n in range(6)]
        for row, result in zip(rows, evaluate_many(decision.program, rows), strict=True):
            if not result.problems:
                assert evaluate(decision.program, row) == result.decision
                continue
            with pytest.raises(FactError) as caught:
                evaluate(decision.program, row)
            assert _codes(caught.value) == [problem.code for problem in result.problems]
            assert result.decision is not None and result.decision.provisional
