"""What an amendment does to past decisions: as trying every completion of their unknown facts says."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations_with_replacement, islice, product
from random import Random

import pytest

import cchc_rules as cr
from cchc_rules.analysis.amendment import Amendment, Effect, PastDecision
from cchc_rules.analysis.mutations import find_mutations
from cchc_rules.cli import exit_code
from cchc_rules.decisions.decision import plain_facts
from cchc_rules.engines.direct.engine import code
from cchc_rules.evaluation import decide
from cchc_rules.facts.candidate import Candidate
from cchc_rules.language.loader import load_canonical
from cchc_rules.language.types import ListType
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile
from tests.analysis.small_rulesets import AS_OF, is_valid, list_domain, make_ruleset, make_sheet, make_values
from tests.generation.bodies import CATEGORY, document, text

MOST_COMPLETIONS = 2_500


def past(program, values, number=1, as_of=AS_OF):
    """A decision as a store would give it back."""
    decision = decide(program, Candidate(str(number), None, values), as_of=as_of)
    results = {name: one.to_dict() for name, one in decision.results.items()}
    return PastDecision(
        number,
        decision.id,
        None,
        program,
        plain_facts(program.facts, values),
        frozenset(),
        as_of,
        decision.verdict.value,
        {id: one.value for id, one in decision.outcomes.items()},
        {name: one["possible"] if "possible" in one else [one["from"], one["to"]] for name, one in results.items()},
    )


def complete(facts, values):
    """Every way to fill what is unknown; a day that settles another fact may stay unknown."""
    choices = []
    for fact, value in zip(facts, values, strict=True):
        if isinstance(fact.type, ListType):
            fields = fact.type.fields
            if value is None:
                kinds = list(product(*(list_domain(one) for one in fields)))
                choices.append([one for size in range(4) for one in combinations_with_replacement(kinds, size)])
            else:
                choices.append(list(product(*(list(complete(fields, member)) for member in value))))
        elif value is None:
            choices.append([*list_domain(fact), *([None] if fact.settles else [])])
        else:
            choices.append([value])
    return product(*choices)


def try_everything(old, new, values):
    """Whether both decide completions alike: all, none or some; None where there are too many, or none is valid."""
    found = set()
    every = list(islice(complete(old.facts, values), MOST_COMPLETIONS + 1))
    if len(every) > MOST_COMPLETIONS:
        return None
    for one in every:
        if is_valid(old, one) and is_valid(new, one):
            (before, _, measured), (after, _, other) = (code(each).decide(one, AS_OF) for each in (old, new))
            found.add(before == after and measured == other)
    return None if not found else found.pop() if len(found) == 1 else "some"


def change_one(chance):
    """A small ruleset, and it with one thing changed, three times."""
    old = make_ruleset(chance)
    mutations = list(find_mutations(old.ruleset))
    for mutation in chance.sample(mutations, min(3, len(mutations))):
        try:
            yield old, compile(mutation.ruleset, "office")
        except RulesetError:
            continue


def change_band(chance):
    """A sheet that gives a grade, and it with a band that begins a point later or earlier."""
    written = json.loads(make_sheet(chance).ruleset.canonical)
    old = compile(load_canonical(json.dumps(written)), "office")
    band = written["categories"]["office"]["grades"]["grade"]["bands"][0]
    band["from"] = str(float(band["from"]) + chance.choice((1, 2)))
    yield old, compile(load_canonical(json.dumps(written)), "office")


def check(change, seeds, each=6):
    """Counts of what was tried; AssertionError where the answer is not what trying everything says."""
    counts = Counter()
    for seed in seeds:
        chance = Random(seed)
        for old, new in change(chance):
            amendment = Amendment(old, new, {})
            for _ in range(each):
                values = make_values(chance, old)
                expected = try_everything(old, new, values)
                if expected is None or not is_valid(new, values):
                    continue
                found = amendment.judge(past(old, values)).effect
                told = {True: Effect.STANDS, False: Effect.TURNS, "some": Effect.UNTOLD}[expected]
                # Of a list nobody stated only short ones are tried.
                open_list = any(
                    isinstance(fact.type, ListType) and value is None
                    for fact, value in zip(old.facts, values, strict=True)
                )
                assert found is told or (open_list and found is Effect.UNTOLD), (seed, values)
                counts[found.value] += 1
    return counts


def test_as_trying_every_completion_says():
    """Small rulesets with one thing changed, candidates with gaps: each is sorted as deciding all completions does."""
    counts = check(change_one, range(12))
    assert min(counts[one] for one in ("stands", "turns", "untold")) > 3


def test_grades_turn_too():
    """Where grades are given a decision turns with its grade or points, though the verdict is the same."""
    counts = check(change_band, range(16), each=4)
    assert min(counts[one] for one in ("stands", "turns", "untold")) > 0


@pytest.mark.soak
def test_many_small_rulesets():
    """The same of many more."""
    assert check(change_one, range(100, 600)).total() > 2_000


BODY = {
    "facts": {"n": {"type": "integer", "min": 0, "max": 9}, "ok": "boolean"},
    "criteria": {"c": "n >= 5", "ok": "ok"},
}


def edit(**parts):
    """The body above with some entries changed."""
    return {**BODY, **{key: {**BODY.get(key, {}), **one} for key, one in parts.items()}}


def write(folder, body, version="2.0.0"):
    """A ruleset file of a body."""
    whole = document(body)
    whole["version"] = version
    folder.mkdir(parents=True)
    (folder / "ruleset.yaml").write_text(text(whole), encoding="utf-8")
    return folder


def test_a_store_is_sorted(tmp_path, capsys):
    """A new limit turns who lies between; a new fact leaves open whom it may refuse; the others stand."""
    old = cr.compile(cr.load(write(tmp_path / "old", BODY, "1.0.0")), CATEGORY)
    rows = [
        {"id": "low", "n": 1, "ok": True},
        {"id": "between", "n": 5, "ok": True},
        {"id": "high", "n": 9, "ok": True},
        {"id": "gap", "ok": True},
        {"id": "refused", "ok": False},
        {"id": "wrong", "n": 77},
        {"id": "gone", "n": 9, "ok": True},
    ]
    place = tmp_path / "records.sqlite"
    with cr.RecordStore(place) as store:
        store.add_all(one.decision for one in cr.evaluate_many(old, rows))
        store.erase([7], ("id",))
        found = cr.find_impact(cr.load_text(text(document(edit(criteria={"c": "n >= 6"})))), store)
        named = {one.id: (str(one.effect), one.before, one.after, one.missing) for one in found.decisions}
        assert named == {
            "between": ("turns", "eligible", "ineligible", ()),
            "gap": ("untold", "undetermined", "undetermined", ("n",)),
            "wrong": ("out_of_scope", "undetermined", "", ()),
        }
        assert 4 == found.counts[Effect.STANDS]
    new = write(tmp_path / "new", edit(facts={"head": "boolean"}, criteria={"head": "not head", "ok": "ok or not ok"}))
    asked = ["impact", str(new), "--records", str(place)]
    assert 1 == exit_code(["--lang", "en", *asked, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert {"stands": 1, "turns": 0, "untold": 5, "out_of_scope": 1} == told["counts"]
    assert 1 == exit_code(["--lang", "en", *asked])
    printed = capsys.readouterr().out
    assert "gap" in printed
    assert "head" in printed
    assert 0 == exit_code(["impact", str(tmp_path / "old"), "--records", str(place), "--latest"])
    assert 2 == exit_code(["impact", str(new), "--records", str(tmp_path / "none.sqlite")])


def test_decisions_of_another_ruleset_are_said_to_be_so(tmp_path, capsys):
    """A store of another ruleset is warned of; what only that ruleset has is called by its labels there, not by ids."""
    old, new = document(BODY), document({"facts": {"ok": "boolean"}, "criteria": {"ok": "ok"}})
    old["categories"][CATEGORY]["facts"]["n"]["label"] = {"vi": "Số việc", "en": "Number of things"}
    old["categories"][CATEGORY]["criteria"][0]["title"] = {"vi": "Đủ việc", "en": "Enough things"}
    new["id"] = "another"
    program = cr.compile(cr.load_text(text(old)), CATEGORY)
    rows = [{"id": "few", "n": 1, "ok": True}, {"id": "gap", "ok": True}]
    with cr.RecordStore(tmp_path / "records.sqlite") as store:
        store.add_all(one.decision for one in cr.evaluate_many(program, rows))
        (warned,) = cr.find_impact(cr.load_text(text(new)), store).problems
        assert [] == list(cr.find_impact(cr.load_text(text(old)), store).problems)
    assert ("impact-other-ruleset", 2, 1) == (warned.code, warned.fields["count"], warned.fields["first"])
    (tmp_path / "new.yaml").write_text(text(new), encoding="utf-8")
    labels = {"vi": ("Đủ việc", "còn thiếu: Số việc"), "en": ("Enough things", "missing: Number of things")}
    for language, (title, missing) in labels.items():
        asked = ["--lang", language, "impact", str(tmp_path / "new.yaml"), "--records"]
        assert 1 == exit_code([*asked, str(tmp_path / "records.sqlite")])
        printed = capsys.readouterr()
        assert title in printed.out and missing in printed.out
        assert "impact-other-ruleset" in printed.err
