"""``cchc-rules record``: what is said of records and journals, with and without keys."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cchc_rules import compile, evaluate, load, record
from cchc_rules.cli import exit_code
from cchc_rules.season import Session

PROGRAM = compile(load("quan-12-2022"), "agency")


def told(capsys, *arguments):
    """The exit code and all that is printed, in English."""
    code = exit_code(["--lang", "en", "record", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.fixture
def records(tmp_path):
    """A file of two records."""
    path = tmp_path / "records.jsonl"
    decisions = [evaluate(PROGRAM, {"id": id, "head_disciplined": True}) for id in ("A", "B")]
    path.write_text("".join(f"{record(one).to_json()}\n" for one in decisions))
    return path


@pytest.fixture
def keys(tmp_path, capsys):
    """A pair of keys made by the command."""
    private, public = tmp_path / "office.pem", tmp_path / "office.pub"
    assert 0 == told(capsys, "keys", private, public)[0]
    assert 0 == private.stat().st_mode & 0o077
    assert 2 == told(capsys, "keys", private, public)[0]
    return private, public


def test_honest_records_are_said_to_be_whole_and_unsigned(records, capsys):
    """Each is named with its verdict; without a key it is said what a seal cannot prove."""
    code, text = told(capsys, "verify", records)
    assert 0 == code
    assert 2 == text.count("under the rules in use (quan-12-2022")
    assert 2 == text.count("no signature was checked")
    assert "candidate B – not eligible" in text


def test_records_under_other_rules_are_said_so(records, capsys):
    """Against another ruleset, or forged rules of the same id, the exit code is 1; a moved deadline is printed."""
    code, text = told(capsys, "verify", records, "--ruleset", "hcmc-emulation-2020")
    assert (1, 2) == (code, text.count("record-other-program"))
    later = compile(PROGRAM.ruleset, "agency", parameters={"report-deadline": "2023-01-01"})
    records.write_text(record(evaluate(later, {"id": "A"})).to_json())
    code, text = told(capsys, "verify", records)
    assert 0 == code
    assert "report-deadline = 2023-01-01 (the ruleset says 2022-12-01)" in text


def test_altered_records_are_found_among_good_ones(records, capsys):
    """A line that was altered, or sealed anew with another verdict, is told by its number; the others are looked at."""
    good = record(evaluate(PROGRAM, {"id": "C"}))
    lines = records.read_text().splitlines()
    forged = replace(good, verdict="eligible").to_json()
    records.write_text("\n".join([lines[0], lines[1].replace('"id":"B"', '"id":"D"'), forged, good.to_json()]))
    code, text = told(capsys, "verify", records)
    assert 1 == code
    assert "line 2:\n  record-altered" in text
    assert "line 3: candidate C – eligible\n  replay-mismatch" in text
    assert "line 4: candidate C – not enough evidence" in text.replace("undetermined", "not enough evidence")


def test_signatures_tell_who_sealed(records, keys, capsys, tmp_path):
    """A signed record verifies by the public key; one sealed anew does not, and neither does another key."""
    private, public = keys
    assert 0 == told(capsys, "sign", records, "--key", private)[0]
    code, text = told(capsys, "verify", records, "--key", public)
    assert (0, 2) == (code, text.count("the signature is right"))
    assert 0 == told(capsys, "keys", tmp_path / "x.pem", tmp_path / "x.pub")[0]
    assert 1 == told(capsys, "verify", records, "--key", tmp_path / "x.pub")[0]
    records.write_text(record(evaluate(PROGRAM, {"id": "A", "head_disciplined": False})).to_json())
    code, text = told(capsys, "verify", records, "--key", public)
    assert 1 == code
    assert "signature-missing" in text
    code, text = told(capsys, "verify", records, "--key", private)
    assert 1 == code


def test_a_journal_is_verified_and_signed(keys, capsys, tmp_path):
    """Its chain, its end and its signature are looked at; lines after the signature are counted."""
    private, public = keys
    journal = tmp_path / "season.jsonl"
    with Session(PROGRAM, journal=journal) as season:
        season.assert_fact("A", "head_disciplined", True)
        assert 0 == told(capsys, "sign", journal, "--key", private)[0]
        season.assert_fact("B", "head_disciplined", True)
    code, text = told(capsys, "verify", journal, "--key", public)
    assert 0 == code
    assert "a journal of 3 lines" in text
    assert "1 lines after it are not signed" in text
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:1]))
    code, text = told(capsys, "verify", journal, "--key", public)
    assert (1, 2) == (code, text.count("journal-lost-lines"))
    journal.write_bytes(b"".join(lines).replace(b"true", b"fals"))
    assert 2 == told(capsys, "verify", journal)[0]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"record":1}', json.dumps({"seal": 1}).encode()])
def test_what_is_no_record_is_no_crash(tmp_path, capsys, content):
    """Any other file ends in a message."""
    path = tmp_path / "x"
    path.write_bytes(content)
    assert told(capsys, "verify", path)[0] in (1, 2)
