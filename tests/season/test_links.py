"""Links between categories: lists that follow other candidates, in the language and in seasons."""

from __future__ import annotations

from random import Random

import pytest

from cchc_rules.evaluation import evaluate
from cchc_rules.language.loader import dump, load_canonical, load_text
from cchc_rules.problems import FactError, RulesetError
from cchc_rules.season import Session
from tests.season.made import linked, stands

HEAD, STAFF = linked()
TEXT = dump(HEAD.ruleset)


def opened() -> Session:
    """A season with one head, whose staff are all there."""
    season = Session(HEAD, STAFF)
    season.register("H", category="head")
    season.assert_facts("H", {"unit": "Phường A", "able": True})
    for id in ("S1", "S2"):
        season.register(id, category="staff")
        season.assert_facts(id, {"unit": "phường a", "harassed": False})
    season.complete_list("H", "staff")
    return season


def test_a_link_is_part_of_the_ruleset():
    """It survives the canonical form and the dump, and counts in the digest."""
    assert HEAD.ruleset.links == load_canonical(HEAD.ruleset.canonical).links
    assert HEAD.ruleset.canonical == load_text(TEXT).canonical
    without = load_text(TEXT[: TEXT.index("links:")])
    assert () == without.links
    assert without.digest != HEAD.ruleset.digest


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("fact: head.staff", "fact: head.unit", "link-no-list"),
        ("fact: head.staff", "fact: head.stuff", "link-no-list"),
        ("fact: head.staff", "fact: hed.staff", "link-category"),
        ("follows: staff", "follows: citizen", "link-category"),
        ("follows: staff", "follows: head", "link-to-itself"),
        ("where: unit", "where: harassed", "link-where"),
        ("where: unit", "where: nowhere", "link-where"),
        ("  - fact: head.staff", "  - {fact: head.staff, follows: staff}\n  - fact: head.staff", "link-twice"),
    ],
)
def test_a_link_that_cannot_hold_is_refused(before, after, code):
    """Each fault of a link is told at its place."""
    assert before in TEXT
    head, _, tail = TEXT.rpartition("links:")
    with pytest.raises(RulesetError) as caught:
        load_text(head + "links:" + tail.replace(before, after, 1))
    assert code in [problem.code for problem in caught.value.problems]
    assert all(problem.where.line > head.count("\n") for problem in caught.value.problems)


def test_a_field_that_follows_nothing_is_refused():
    """Every field but the key must be a fact of the followed category, of the same type."""
    head, staff, tail = TEXT.partition("\n  staff:\n")
    with pytest.raises(RulesetError) as caught:
        load_text(head + staff + tail.replace("harassed", "rude"))
    assert "link-field" in [problem.code for problem in caught.value.problems]


def test_a_head_follows_the_staff():
    """A fact of one of the staff moves the head at once, with the path of the member as its cause."""
    season = opened()
    assert "eligible" == season.standing("H").verdict
    own, followed = season.assert_fact("S2", "harassed", True, by="Thanh tra")
    assert ("S2", "H") == (own.candidate, followed.candidate)
    assert ("staff[S2]",) == followed.because[0].facts
    assert "Thanh tra" == followed.after.provenance["staff[S2].harassed"].by
    assert ("S2", "H") == tuple(one.candidate for one in season.retract_fact("S2", "harassed"))
    assert "undetermined" == season.standing("H").verdict
    season.assert_fact("S2", "unit", "Phường B")
    assert "eligible" == season.standing("H").verdict


def test_a_linked_list_counts_as_missing_until_completed():
    """Who registers later belongs at once; reopening makes the list unknown again."""
    season = opened()
    season.reopen_list("H", "staff")
    assert "undetermined" == season.standing("H").verdict
    season.complete_list("H", "staff")
    season.register("S3", category="staff")
    season.assert_fact("S3", "unit", "PHƯỜNG A")
    assert "undetermined" == season.standing("H").verdict


def test_a_linked_list_cannot_be_given():
    """What follows others is refused when stated, added to or withdrawn, and a candidate needs its category."""
    season = opened()
    for change in (
        lambda: season.assert_fact("H", "staff", []),
        lambda: season.add_member("H", "staff", {"code": "x"}),
        lambda: season.remove_member("H", "staff", "S1"),
        lambda: season.retract_fact("H", "staff"),
        lambda: season.assert_fact("new", "unit", "x"),
        lambda: season.register("new"),
        lambda: season.register("H", category="staff"),
    ):
        with pytest.raises(FactError):
            change()
    assert 3 == len(season)


def test_without_the_followed_category_the_list_is_an_ordinary_one():
    """A season of heads alone takes the list as given."""
    season = Session(HEAD)
    season.assert_facts("H", {"able": True, "staff": [{"code": "S1", "harassed": False}]})
    assert "eligible" == season.standing("H").verdict


def test_random_linked_seasons_equal_evaluating_from_scratch(tmp_path):
    """1,500 changes over four heads and ten staff: after each, everybody stands as evaluated from scratch."""
    rng, season = Random(5), Session(HEAD, STAFF, journal=tmp_path / "journal")
    units = ("A", "B", "C")
    facts = {f"H{n}": {} for n in range(4)} | {f"S{n}": {} for n in range(10)}
    complete = set()
    for id in facts:
        season.register(id, category="head" if id.startswith("H") else "staff")
    for _ in range(1500):
        id = rng.choice(list(facts))
        if id.startswith("H") and rng.random() < 0.3:
            (complete.add if (done := rng.random() < 0.8) else complete.discard)(id)
            (season.complete_list if done else season.reopen_list)(id, "staff")
        else:
            given = {"unit": rng.choice((*units, None))}
            given["able" if id.startswith("H") else "harassed"] = rng.choice((True, False, False, None))
            given = {name: value for name, value in given.items() if rng.random() < 0.7}
            try:
                season.assert_facts(id, given)
            except FactError:
                continue
            facts[id].update(given)
        assert scratch(facts, complete) == stands(season)
    season.close()
    assert stands(season) == stands(Session.restore((HEAD, STAFF), tmp_path / "journal"))


def scratch(facts, complete):
    """Where everybody stands, evaluated from facts alone; a false check makes what it reads unknown."""
    found = {}
    for id, own in facts.items():
        given = {"id": id, **own}
        if id in complete and own.get("unit") is not None:
            of_unit = [one for one in facts if one.startswith("S") and facts[one].get("unit") == own["unit"]]
            given["staff"] = [{"code": one, "harassed": facts[one].get("harassed")} for one in of_unit]
        program, provisional = (HEAD if id.startswith("H") else STAFF), False
        try:
            decision = evaluate(program, given)
        except FactError:
            decision, provisional = evaluate(program, {**given, "staff": None, "able": None}), True
        found[id] = (decision.verdict.value, dict(decision.outcomes), provisional)
    return found
