"""Packed records: nothing is lost, no word of anybody enters the chain, and what is erased replays all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import cchc_rules as cr
from cchc_rules.records.canonical_json import write_canonical
from cchc_rules.records.packing import PackedRecord, Personal, pack, unpack
from cchc_rules.records.plain_values import RecordError
from tests.records.drawn import DATA, decisions, generated, kept_beside

ROOT = Path(__file__).parents[2]


def test_a_packed_record_comes_out_the_same_and_replays_when_its_words_are_gone():
    """Random decisions through canonical JSON and back: equal; with every word erased the verdict and outcomes are."""
    for program, decision in generated(seeds=40):
        record = cr.record(decision)
        packed = pack(record, program, "2026-11-29T00:00:00Z")
        read = PackedRecord(json.loads(write_canonical(packed.content)), packed.personal)
        assert record == unpack(read, program)
        assert decision == cr.replay(unpack(read, program), program=program)
        again = cr.replay(unpack(replace(packed, personal={}), program), program=program)
        assert (decision.verdict, decision.outcomes) == (again.verdict, again.outcomes)


def test_a_packed_record_holds_no_number_and_no_word_of_its_facts():
    """Numbers are text; ids, names and free texts are nowhere in what enters the chain."""

    def leaves(value):
        if isinstance(value, dict):
            return [leaf for one in value.values() for leaf in leaves(one)]
        return [leaf for one in value for leaf in leaves(one)] if isinstance(value, list) else [value]

    program = cr.compile(cr.load("quan-12-2022"), "agency")
    said = {"value": True, "by": "Nguyễn Văn A", "evidence": "CV 12", "on": "2022-12-01"}
    facts = {"id": "P01", "name": "Phường Đông", "has_plan": said, "staff_count": 55}
    facts["initiatives"] = [{"title": "Một cửa", "lawful": said, "registered_on": "2022-05-01"}]
    packed = pack(cr.record(cr.evaluate(program, facts)), program, "now")
    assert set() == {type(leaf) for leaf in leaves(dict(packed.content))} - {str, bool}
    text = write_canonical(packed.content)
    assert [] == [word for word in ("P01", "Phường", "Nguyễn", "CV 12", "Một cửa") if word in text]
    assert {"id", "name", "texts"} == set(packed.personal)


@pytest.mark.parametrize(
    "file", ["quan-12-2022-citizens.json", "hcmc-emulation-2020-agencies.json", "hcmc-reform-plan-2020-city.json"]
)
def test_a_record_is_its_facts_and_a_kilobyte(file):
    """What a store keeps of a decision is at most its facts, provenance and problems as JSON and 1,000 bytes."""
    id = file.rsplit("-", 1)[0]
    category = {"citizens": "citizen", "agencies": "agency", "city": "city"}[file[len(id) + 1 : -5]]
    program = cr.compile(cr.load(id), category)
    for row in cr.evaluate_many(program, json.loads((DATA / file).read_text(encoding="utf-8"))):
        if row.decision is None:
            continue
        packed = pack(cr.record(row.decision), program, "2026-11-29T00:00:00Z")
        whole = [packed.content, kept_beside(packed)]
        record = cr.record(row.decision)
        plain = json.dumps(
            [record.facts, record.provenance, record.problems], ensure_ascii=False, separators=(",", ":")
        )
        assert len(write_canonical(whole).encode()) <= len(plain.encode()) + 1000


def test_a_problem_names_nobody_and_repeats_no_ruleset():
    """Of a provisional decision the id stands in its own part alone; two contradictions and a check are 1.4 kB."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    facts = {"id": "UBND phường X", "staff_count": 3, "staff_following_code": 9, "has_plan": "không rõ lắm"}
    facts |= {"report_submitted": False, "reported_on": "12/05/2022"}
    (row,) = cr.evaluate_many(program, [facts])
    assert 4 == len(row.problems)
    record = cr.record(row.decision)
    packed = pack(record, program, "2026-11-29T00:00:00Z")
    assert record == unpack(packed, program)
    erased = replace(packed, personal={part: one for part, one in packed.personal.items() if part != "id"})
    rest = write_canonical([packed.content, kept_beside(erased)])
    assert [] == [word for word in ("UBND phường X", "Tổng số cán bộ", "cannot outnumber") if word in rest]
    assert "không rõ lắm" in rest
    assert len(write_canonical([packed.content, kept_beside(packed)]).encode()) <= 1800
    gone = unpack(erased, program)
    assert {"[id]"} == {one["where"]["candidate"] for one in gone.problems}
    assert row.decision.verdict == cr.replay(gone, program=program).verdict


@pytest.mark.parametrize("leaf", ["@9999", "@x", "@", "@-1", "#x", "77"])
def test_words_of_a_problem_that_are_none_are_refused(leaf):
    """A place that is none in the ruleset or among the texts is a RecordError."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    (row,) = cr.evaluate_many(program, [{"id": "A", "staff_count": 3, "staff_following_code": 9}])
    packed = pack(cr.record(row.decision), program, "now")
    problem = {**packed.content["problems"][0], "fields": {"says_vi": leaf}}
    personal = {**packed.personal, "texts": Personal("", ["x"])}
    with pytest.raises(RecordError):
        unpack(PackedRecord({**packed.content, "problems": [problem]}, personal), program)


@pytest.mark.parametrize(
    "change", [{"record": "3"}, {"outcomes": "m"}, {"outcomes": "zzz"}, {"facts": {"no_such": True}}, {"facts": []}]
)
def test_what_is_no_packed_record_is_refused(change):
    """Anything else in the content is a RecordError, never a bare one."""
    decision = decisions(1)[0]
    packed = pack(cr.record(decision), decision.program, "now")
    with pytest.raises(RecordError):
        unpack(PackedRecord({**packed.content, **change}, packed.personal), decision.program)
