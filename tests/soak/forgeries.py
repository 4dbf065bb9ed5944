"""Forgeries of records, journals and rulesets, of ten kinds, each with what must come of it.

``forge(kind, rng, folder)`` makes one and gives back the words of how it was found out; None when it was taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from cchc_rules import DecisionRecord, RecordError, ReplayMismatch, compile, evaluate, load_text, record, replay
from cchc_rules.files import InputError
from cchc_rules.records.signatures import SignatureError, check_signature, make_keys, read_signatures, sign_all
from cchc_rules.records.verification import check_record
from cchc_rules.sealed_log import read_sealed
from cchc_rules.season import JournalError, Session
from cchc_rules.values import Outcome
from tests.decisions.made import RULESET, good, program
from tests.season.made import program as season_program
from tests.soak.seasons import START, changes

WORDS = ("nhiều", "", "Rất tốt", "5,0", "85%", "2022-5-4", "2022-02-30", "\u200bA", "có", "khá", " Tốt")


@cache
def honest() -> DecisionRecord:
    """The record of a candidate that meets everything, with provenance."""
    stated = {"value": False, "by": "Phòng Nội vụ", "on": "2022-11-30", "evidence": "QĐ 12/QĐ-UBND"}
    return record(evaluate(program(), good(disciplined=stated), as_of=date(2022, 12, 1)))


def reseal(made: DecisionRecord) -> DecisionRecord:
    """The record as whoever can write the file would seal it anew."""
    return DecisionRecord.from_json(made.to_json())


def altered_byte(rng: Random, _: Path) -> str | None:
    """A byte of the text is another one."""
    content = bytearray(honest().to_json().encode())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(7)
    return _refused(lambda: DecisionRecord.from_json(bytes(content)), RecordError)


def other_verdict(rng: Random, _: Path) -> str | None:
    """The verdict, or one outcome, is another one, and the record sealed anew."""
    made, id = honest(), rng.choice(list(honest().outcomes))
    if rng.random() < 0.2:
        made = replace(made, verdict=rng.choice(("ineligible", "undetermined", "reached")))
    else:
        others = [one.value for one in Outcome if one.value != made.outcomes[id]]
        made = replace(made, outcomes={**made.outcomes, id: rng.choice(others)})
    return _refused(lambda: replay(reseal(made)), ReplayMismatch)


def strange_outcomes(rng: Random, _: Path) -> str | None:
    """An outcome of a criterion nobody knows, one left out, or one that is no outcome."""
    outcomes: dict[str, Any] = dict(honest().outcomes)
    match rng.randrange(3):
        case 0:
            outcomes[f"x{rng.randrange(99)}"] = "met"
        case 1:
            del outcomes[rng.choice(list(outcomes))]
        case _:
            outcomes[rng.choice(list(outcomes))] = rng.choice(("Met", "", "yes", None, 1, [], {"met": "met"}))
    return _refused(lambda: replay(reseal(replace(honest(), outcomes=outcomes))), RecordError)


def unread_facts(rng: Random, _: Path) -> str | None:
    """Facts no reader gives: odd words and numbers, members without key, twice, unknown fields, a name out of place."""
    facts = json.loads(json.dumps(honest().facts))
    name = rng.choice([one for one in facts if one not in ("units", "staff", "staff_good")])
    match rng.randrange(6):
        case 0:
            facts[name] = rng.choice(WORDS)
        case 1:
            facts["score"] = rng.choice((-1, 0.1 + 0.2, 10**16, 5.0, True, "2000"))
        case 2:
            facts["units"].append(rng.choice(({"title": "Nội vụ", "on_time": 1, "counted": True}, {}, 5, None, [])))
        case 3:
            facts["units"][0]["on_time"] = rng.choice((150, -1, "97", 97.12345678901234567))
        case 4:
            facts[f"new_{name}"] = facts.pop(name)
        case _:
            return _refused(
                lambda: replay(reseal(replace(honest(), id=rng.choice(("\u200b", " DV-01", ""))))), RecordError
            )
    return _refused(lambda: replay(reseal(replace(honest(), facts=facts))), RecordError)


def strange_words(rng: Random, _: Path) -> str | None:
    """Provenance of nothing, a date that is none, problems nobody has words for, parameters written otherwise."""
    made = honest()
    odd: dict[str, Any] = rng.choice(
        (
            {"provenance": {"disciplind": {"by": "x"}}},
            {"provenance": {"units[Không có].on_time": {"by": "x"}}},
            {"provenance": {"disciplined": {"by": rng.choice((1, None, " x ", {}))}}},
            {"provenance": {"disciplined": {"on": rng.choice(("hôm qua", "1800-01-01", 5))}}},
            {"as_of": rng.choice(("2022-02-30", "1066-10-14", "", "hôm nay"))},
            {"problems": ({"code": f"no-such-{rng.randrange(99)}", "variant": "", "fields": {}, "where": {}},)},
            {"problems": ({"code": "false-check", "variant": "", "fields": {}, "where": {}},)},
            {"problems": ({"code": "missing-id", "variant": "", "fields": {}, "where": {"row": "x"}},)},
            {"parameters": {"deadline": "05/05/2022"}},
        )
    )
    return _refused(lambda: replay(reseal(replace(made, **odd))), RecordError)


def other_rules(rng: Random, _: Path) -> str | None:
    """A limit of the embedded ruleset is another one; digest, outcomes and seal are made to fit."""
    was, now = rng.choice(
        (("score >= 1234.5", f"score >= {rng.randrange(1, 1000)}"), (">= 70", f">= {rng.randrange(1, 70)}"))
    )
    forged = compile(load_text(RULESET.replace("DECIDES", "eligibility").replace(was, now)), "agency")
    made = reseal(record(evaluate(forged, good(), as_of=date(2022, 12, 1))))
    found = check_record(made, program().ruleset)
    assert found.decision is not None
    return "record-other-program" if "record-other-program" in [one.code for one in found.problems] else None


def other_parameters(rng: Random, _: Path) -> str | None:
    """A deadline is moved; everything else is made to fit: it is said what was changed and from what."""
    moved = date(2022, 5, rng.choice([one for one in range(1, 29) if one != 5]))
    forged = compile(program().ruleset, "agency", parameters={"deadline": moved})
    found = check_record(reseal(record(evaluate(forged, good()))), program().ruleset)
    return "changed" if {"deadline": (moved.isoformat(), "2022-05-05")} == found.changed else None


def doubled_json(rng: Random, _: Path) -> str | None:
    """A key twice, a number that is none, half a letter, lists without end: in a text whose seal cannot be told."""
    text, key = honest().to_json(), rng.choice(list(json.loads(honest().to_json())))
    odd = rng.choice(("NaN", "1e400", "-Infinity", '"\\ud800"', "[" * 99 + "]" * 99, "1e-999"))
    forged = rng.choice(
        (
            f'{{"{key}":{json.dumps(json.loads(text)[key])},{text[1:]}',
            text.replace('"score":2000', f'"score":{odd}'),
            text.replace('"problems":[]', f'"problems":[{odd}]'),
        )
    )
    return _refused(lambda: DecisionRecord.from_json(forged), RecordError)


def shortened_journal(rng: Random, folder: Path) -> str | None:
    """A journal loses lines at its end, in its middle, or the order of two."""
    path = _journal(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    place = rng.randrange(2, len(lines) - 1)
    match rng.randrange(3):
        case 0:
            lines = lines[:place]
        case 1:
            del lines[place]
        case _:
            lines[place], lines[place + 1] = lines[place + 1], lines[place]
    path.write_bytes(b"".join(lines))
    return _refused(lambda: Session.restore(season_program(), path).close(), (JournalError, InputError))


def rewritten_journal(rng: Random, folder: Path) -> str | None:
    """A journal is written anew with another fact, each line sealed, the seal beside it too: the signature tells."""
    path = _journal(folder)
    private, public, signed = folder / "private.pem", folder / "public.pem", folder / "journal.sig"
    make_keys(private, public)
    subject = f"journal:{read_sealed(path.read_bytes(), path).head}"
    sign_all([subject], private, signed)
    entries = [json.loads(one) for one in read_sealed(path.read_bytes(), path).entries]
    place = rng.choice([n for n, one in enumerate(entries) if "disciplined" in one.get("facts", {})])
    stated = entries[place]["facts"]["disciplined"]
    entries[place]["facts"]["disciplined"] = {**stated, "value": not stated["value"]}
    seal, lines = "0" * 32, []
    for entry in entries:
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        seal = sha256(f"{seal}\n{text}".encode()).hexdigest()[:32]
        lines.append(f'{{"seal":"{seal}","entry":{text}}}\n')
    path.write_text("".join(lines))
    path.with_name(f"{path.name}.seal").write_text(f"{len(lines)}-{seal}")
    Session.restore(season_program(), path).close()  # seals have no key: this alone cannot be told
    forged = f"journal:{read_sealed(path.read_bytes(), path).head}"
    signature = read_signatures(signed)[subject]
    check_signature(subject, signature, public)
    return _refused(lambda: check_signature(forged, signature, public), SignatureError)


KINDS = (
    altered_byte,
    other_verdict,
    strange_outcomes,
    unread_facts,
    strange_words,
    other_rules,
    other_parameters,
    doubled_json,
    shortened_journal,
    rewritten_journal,
)


def _refused(take: Callable[[], object], errors: type[Exception] | tuple[type[Exception], ...]) -> str | None:
    try:
        take()
    except errors as error:
        return type(error).__name__
    return None


def _journal(folder: Path) -> Path:
    path = folder / "journal.jsonl"
    with Session(season_program(), as_of=START, journal=path) as season:
        for change in changes(Random(5), 25):
            season.apply(change)
    return path
