"""Records, journals and changes of a season damaged at random and sealed anew: our own errors, or what they say."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from random import Random

import pytest

from cchc_rules import DecisionRecord, evaluate, record, replay
from cchc_rules.problems import CchcError
from cchc_rules.sealed_log import read_sealed
from cchc_rules.season import JournalError, Session
from tests.decisions.made import good, program
from tests.season.made import program as season_program
from tests.season.made import stands
from tests.soak.damage import damage
from tests.soak.seasons import START, changes

STATED = {"value": False, "by": "Phòng Nội vụ", "on": "2022-11-30", "evidence": "QĐ 12/QĐ-UBND"}


@pytest.mark.parametrize("number", [150, pytest.param(3000, marks=pytest.mark.soak)])
def test_a_damaged_record_is_refused_or_says_what_it_decides(number):
    """Whatever is changed in a record, it is our own error, or a decision whose record is that record."""
    content = json.loads(record(evaluate(program(), good(disciplined=STATED), as_of=date(2022, 12, 1))).to_json())
    del content["sha256"]
    ruleset, rng, refused = content.pop("ruleset"), Random(1), 0
    for _ in range(number):
        changed = {**damage(content, rng), "ruleset": ruleset}
        text = json.dumps(changed, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        canonical = json.dumps(changed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        seal = sha256(canonical.encode("utf-8", "replace")).hexdigest()
        try:
            made = DecisionRecord.from_json(f'{{"sha256":"{seal}",{text[1:]}')
            again = record(replay(made, program=program()))
        except CchcError:
            refused += 1
        else:
            assert made == again
    assert refused > number / 2


@pytest.mark.parametrize("number", [60, pytest.param(1000, marks=pytest.mark.soak)])
def test_a_damaged_journal_is_refused_or_restored(number, tmp_path):
    """Whatever is changed in an entry, sealed anew: JournalError, or a season that can be asked and gone on with."""
    path = tmp_path / "journal"
    with Session(season_program(), as_of=START, journal=path) as season:
        for change in changes(Random(4), 20):
            season.apply(change)
    entries = [json.loads(one) for one in read_sealed(path.read_bytes(), path).entries]
    rng, refused = Random(2), 0
    for _ in range(number):
        place, seal, lines = rng.randrange(len(entries)), "0" * 32, []
        for n, entry in enumerate(entries):
            text = json.dumps(damage(entry, rng) if n == place else entry)
            seal = sha256(f"{seal}\n{text}".encode()).hexdigest()[:32]
            lines.append(f'{{"seal":"{seal}","entry":{text}}}\n')
        path.write_text("".join(lines))
        try:
            with Session.restore(season_program(), path, trust_end=True) as season:
                stands(season)
        except JournalError:
            refused += 1
    assert refused > number / 4


@pytest.mark.parametrize("number", [200, pytest.param(5000, marks=pytest.mark.soak)])
def test_a_damaged_change_is_refused_or_taken_whole(number):
    """Whatever a change says, it is taken, or it is our own error and nobody stands elsewhere than before."""
    season, rng = Session(season_program(), as_of=START), Random(3)
    source = changes(Random(6))
    for _ in range(number):
        change = {"do": "facts", **next(source)}
        before = stands(season)
        try:
            season.apply(damage(change, rng) if rng.random() < 0.8 else change)
        except CchcError:
            assert before == stands(season)
