"""Sessions: facts that arrive, change and are withdrawn; lists, checks, deadlines, subscribers, refusals."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from cchc_rules.engines import durable
from cchc_rules.problems import EngineDisagreement, FactError
from cchc_rules.season import JournalError, Session
from tests.season.made import program, stands

PROGRAM = program()


@pytest.fixture
def session():
    """A season that stands at the end of November."""
    return Session(PROGRAM, as_of=date(2022, 11, 30))


def codes(caught) -> list[str]:
    """The codes of the problems of a refused change."""
    return [problem.code for problem in caught.value.problems]


def test_a_change_names_the_finding_and_the_fact_that_moved_it(session):
    """Stating a fact tells before, after and the criterion that reads it."""
    session.assert_fact("A", "staff", 10)
    (change,) = session.assert_fact("A", "following", 6, by="Nội vụ", on="2022-05-01", evidence="BC 1")
    assert ("undetermined", "ineligible") == (change.before.verdict.value, change.after.verdict.value)
    (cause,) = change.because
    assert ("conduct", "unknown", "unmet") == (cause.finding.id, cause.before.value, cause.after.value)
    assert ("following",) == cause.facts
    assert "Nội vụ" == change.after.provenance["following"].by
    assert change.verdict_moved
    assert "không đủ điều kiện" in change.describe("vi")
    assert "not eligible" in change.describe("en")
    assert "conduct" == change.to_dict()["because"][0]["criterion"]


def test_what_moves_nothing_is_told_to_nobody(session):
    """A fact that settles nothing more is accepted silently."""
    session.assert_fact("A", "disciplined", True)
    assert () == session.assert_fact("A", "disciplined", True)
    assert () == session.assert_fact("A", "staff", 3)


def test_retracting_makes_unknown_again(session):
    """After a retraction everybody stands as if the fact had never been stated."""
    session.assert_fact("A", "index", "Khá")
    before = stands(session)
    session.assert_fact("A", "disciplined", True, evidence="QĐ 7")
    (change,) = session.retract_fact("A", "disciplined")
    assert before == stands(session)
    assert "undetermined" == change.after.verdict.value
    assert {} == dict(session.decision("A").provenance)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"staff": "mười"}, "unreadable-value"),
        ({"index": "Xuất sắc"}, "level-off-scale"),
        ({"indx": "Khá"}, "unknown-fact"),
        ({"staff": 5, "following": 6}, "false-check"),
        ({"name": "x"}, "season-own-name"),
        ({"incidents": [{"code": "1"}, {"code": "1"}]}, "member-doubled"),
    ],
)
def test_a_refused_fact_changes_nothing(session, facts, expected):
    """All problems at once, and neither the fact nor anything stated with it is kept."""
    session.assert_fact("A", "disciplined", False)
    before, decision = stands(session), session.decision("A")
    with pytest.raises(FactError) as caught:
        session.assert_facts("A", {"years": None, **facts})
    assert expected in codes(caught)
    assert before == stands(session)
    assert decision == session.decision("A")
    with pytest.raises(FactError):
        session.assert_facts("B", facts)
    assert 1 == len(session)


def test_checks_run_once_for_facts_given_together(session):
    """Two facts that contradict what was there but not each other are accepted together, not one by one."""
    session.assert_facts("A", {"staff": 5, "following": 5})
    with pytest.raises(FactError):
        session.assert_fact("A", "following", 20)
    session.assert_facts("A", {"following": 20, "staff": 20})
    assert "met" == session.decision("A")["conduct"].outcome


def test_a_list_being_filled_counts_as_missing(session):
    """Members count from complete_list on; those recorded and withdrawn later count at once."""
    session.add_member("A", "incidents", {"code": "B-1", "grave": True})
    assert "unknown" == session.decision("A")["incidents"].outcome
    session.remove_member("A", "incidents", "b-1")
    session.complete_list("A", "incidents")
    assert "met" == session.decision("A")["incidents"].outcome
    (change,) = session.add_member("A", "incidents", {"code": "B-2", "grave": True}, by="Thanh tra")
    assert ("incidents[B-2]",) == change.because[0].facts
    assert "Thanh tra" == session.decision("A").provenance["incidents[B-2].grave"].by
    (change,) = session.remove_member("A", "incidents", "B-2")
    assert "met" == change.after["incidents"].outcome
    assert {} == dict(session.decision("A").provenance)
    session.reopen_list("A", "incidents")
    assert "unknown" == session.decision("A")["incidents"].outcome


def test_lists_are_held_to_their_declaration(session):
    """Doubled keys, strangers on a roll, too few members, members and lists that are not there are refused."""
    refused = []
    session.add_member("A", "incidents", {"code": "1"})
    for change in (
        lambda: session.add_member("A", "incidents", {"code": "1", "grave": True}),
        lambda: session.add_member("A", "incidents", {"code": "2", "graev": True}),
        lambda: session.add_member("A", "years", {"year": 2019, "good": True}),
        lambda: session.complete_list("A", "services"),
        lambda: session.remove_member("A", "incidents", "9"),
        lambda: session.add_member("A", "staff", {"code": "2"}),
        lambda: session.complete_list("A", "incident"),
        lambda: session.add_member("A", "incidents", 7),
    ):
        with pytest.raises(FactError) as caught:
            change()
        refused += codes(caught)
    assert refused == [
        "member-doubled",
        "unknown-fact",
        "member-off-roll",
        "list-too-short",
        "season-no-member",
        "season-no-list",
        "unknown-fact",
        "wrong-type",
    ]


def test_a_list_without_keys_counts_its_members(session):
    """Members are named by number, and their provenance moves up when one before them goes."""
    for online, by in ((True, "một"), (False, "hai"), (False, "ba")):
        session.add_member("A", "services", {"online": online}, by=by)
    session.complete_list("A", "services")
    assert "unmet" == session.decision("A")["services"].outcome
    session.remove_member("A", "services", 2)
    assert "met" == session.decision("A")["services"].outcome
    said = {path: one.by for path, one in session.decision("A").provenance.items()}
    assert {"services[1].online": "một", "services[2].online": "ba"} == said
    with pytest.raises(FactError):
        session.remove_member("A", "services", 1)  # two at least


def test_a_year_of_a_roll_takes_the_place_kept_for_it(session):
    """The roll adds absent years when the list is completed; stating one later fills its place."""
    session.add_member("A", "years", {"year": 2021, "good": True})
    session.complete_list("A", "years")
    assert "unknown" == session.decision("A")["years"].outcome
    (change,) = session.add_member("A", "years", {"year": 2020, "good": True})
    assert ("years[2020]",) == change.because[0].facts
    assert "met" == session.decision("A")["years"].outcome


def test_a_passing_deadline_is_told_like_any_change(session):
    """Advancing the date moves those whose deadline passes, in the order they came, and nobody else."""
    session.assert_fact("B", "reported_on", date(2022, 11, 1))
    session.assert_facts("A", {"disciplined": False})
    session.assert_fact("C", "staff", 4)
    assert () == session.advance(to=date(2022, 11, 30))
    changes = session.advance(to=date(2022, 12, 1))
    assert ["A", "C"] == [one.candidate for one in changes]
    assert ("as_of",) == changes[0].because[0].facts
    assert date(2022, 11, 30) == changes[0].before.as_of
    assert date(2022, 12, 1) == session.as_of == session.decision("A").as_of
    for wrong in (date(2022, 11, 30), "không rõ", None):
        with pytest.raises(FactError):
            session.advance(to=wrong)


def test_a_check_the_date_makes_false_makes_its_facts_unknown(session):
    """Nobody can be asked when a date passes: what the check reads is unknown until put right."""
    odd = program(
        {
            "facts": {"until": "date", "plan": "boolean"},
            "checks": {"still-valid": "until >= as_of"},
            "criteria": {"until": 'until >= date("2022-01-01")', "plan": "plan"},
        }
    )
    season = Session(odd, as_of=date(2022, 5, 1))
    season.assert_facts("A", {"until": date(2022, 6, 1), "plan": True})
    (change,) = season.advance(to=date(2022, 7, 1))
    assert "undetermined" == change.after.verdict.value
    assert ["false-check"] == [problem.code for problem in change.after.problems]
    assert season.standing("A").provisional
    season.assert_fact("A", "plan", False)
    with pytest.raises(FactError):
        season.assert_facts("B", {"until": date(2022, 6, 1)})
    season.assert_fact("A", "until", date(2022, 8, 1))
    assert not season.standing("A").provisional


def test_candidates_are_told_apart_as_everywhere(session):
    """Ids equal but for case and spaces are one candidate; a missing one and a stranger are refused."""
    session.register("Phường An Phú Đông", name="APĐ")
    session.assert_fact(" phường an phú đông", "disciplined", True)
    assert ("Phường An Phú Đông", "APĐ") == (session.standings()[0].candidate, session.standings()[0].name)
    with pytest.raises(FactError) as caught:
        session.decision("Phường An Phú Đôn")
    assert "Phường An Phú Đông" == caught.value.problems[0].fields["nearest"]
    for nobody in ("", None, " "):
        with pytest.raises(FactError):
            session.assert_fact(nobody, "disciplined", True)
    with pytest.raises(FactError):
        session.register("B", category="head")


@pytest.mark.parametrize(
    "change",
    [
        {"do": "retract", "candidate": "PNVV", "fact": "disciplined"},
        {"do": "remove", "candidate": "PNVV", "list": "incidents", "member": "1"},
        {"do": "reopen", "candidate": "PNVV", "list": "incidents"},
    ],
)
def test_nothing_is_taken_back_from_who_is_not_there(session, change):
    """Withdrawing, removing or reopening something of a stranger is refused with the nearest id, and makes nobody."""
    session.assert_fact("PNV", "disciplined", True)
    with pytest.raises(FactError) as caught:
        session.apply(change)
    assert ["unknown-candidate"] == codes(caught)
    assert "PNV" == caught.value.problems[0].fields["nearest"]
    assert ["PNV"] == [one.candidate for one in session.standings()]


def test_an_id_near_another_is_remarked_on(session, tmp_path):
    """It is taken, and said; running numbers are never near; a restored season says the same again."""
    journal = tmp_path / "journal"
    season = Session(PROGRAM, journal=journal)
    for id in ("NV-07", "NVO7", "7", "07", "nv-07", "A1", "A-01"):
        season.assert_fact(id, "disciplined", True)
    season.close()
    assert 6 == len(season)
    assert [("NVO7", "NV-07", "warning"), ("A-01", "A1", "warning")] == [
        (one.fields["id"], one.fields["near"], one.severity) for one in season.remarks
    ]
    assert season.remarks == Session.restore(PROGRAM, journal).remarks


def test_a_season_of_known_candidates_takes_no_other(session):
    """With `known_only` facts of strangers are refused, and so is registering an id near another's."""
    season = Session(PROGRAM, known_only=True)
    with pytest.raises(FactError) as caught:
        season.assert_fact("NV-07", "disciplined", True)
    assert ["unknown-candidate"] == codes(caught)
    season.register("NV-07")
    with pytest.raises(FactError) as caught:
        season.register("NV 7")
    assert ["near-id"] == codes(caught)
    season.register("nv-07", name="Lan")
    season.assert_fact("NV-07", "disciplined", True)
    assert [("NV-07", "Lan")] == [(one.candidate, one.name) for one in season.standings()]
    assert () == season.remarks


def test_subscribers_hear_in_order_and_may_speak(session):
    """A change made by a subscriber is told after what it follows from was told to all."""
    heard = []

    def answering(change):
        heard.append(("first", change.candidate))
        if change.candidate == "A":
            session.assert_fact("B", "disciplined", True)

    session.subscribe(answering)
    end = session.subscribe(lambda change: heard.append(("second", change.candidate)))
    session.assert_fact("A", "disciplined", True)
    assert [("first", "A"), ("second", "A"), ("first", "B"), ("second", "B")] == heard
    end()
    session.assert_fact("C", "disciplined", True)
    assert [("first", "C")] == heard[4:]


def test_a_subscriber_that_raises_takes_nothing_back(session):
    """The change stands; its error reaches who made the change, and later changes are told."""
    heard = []

    def failing(change):
        heard.append(change.candidate)
        raise OSError("no printer")

    end = session.subscribe(failing)
    with pytest.raises(OSError, match="no printer"):
        session.assert_fact("A", "disciplined", True)
    assert "ineligible" == session.standing("A").verdict
    end()
    session.subscribe(lambda change: heard.append(change.candidate))
    session.assert_fact("B", "disciplined", True)
    assert ["A", "B"] == heard


def test_a_trace_that_disagrees_gives_no_decision(session, monkeypatch):
    """When what fired is not what the program's trace comes to, the change is refused and nothing is kept."""
    session.assert_fact("A", "staff", 5)
    before = stands(session)
    real = durable.DurableCode.answer

    def bent(self, values, as_of=None):
        answer = real(self, values, as_of)
        return durable.Answer(0, (0, *answer.outcomes[1:]), ())

    monkeypatch.setattr(durable.DurableCode, "answer", bent)
    with pytest.raises(EngineDisagreement):
        session.assert_fact("A", "disciplined", True)
    monkeypatch.undo()
    assert before == stands(session)


def test_threads_share_a_session(session):
    """Changes from many threads are all taken, one after the other."""
    threads = [
        threading.Thread(target=lambda n=n: [session.assert_fact(f"T{n}-{k}", "disciplined", True) for k in range(10)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 80 == len(session)
    assert {"ineligible"} == {one.verdict.value for one in session.standings()}


@pytest.mark.parametrize("change", [None, [], {}, {"do": "x"}, {"do": "add", "candidate": "A"}, {"do": ["facts"]}])
def test_what_is_no_change_is_refused(session, change):
    """Plain data that says no change a season knows is a JournalError."""
    with pytest.raises(JournalError):
        session.apply(change)


def test_a_season_needs_programs():
    """No program, or two of one category, is refused."""
    for programs in ((), (PROGRAM, PROGRAM)):
        with pytest.raises(FactError):
            Session(*programs)
