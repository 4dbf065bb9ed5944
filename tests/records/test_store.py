"""Stores of records: nothing acknowledged is lost, what is taken away is seen, what is erased is gone and replays."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

import cchc_rules as cr
from cchc_rules.cli import exit_code
from cchc_rules.records import databases
from cchc_rules.records.canonical_json import write_canonical
from cchc_rules.records.chain import Checkpoint, CheckpointError, seal
from cchc_rules.records.databases import StoreError
from cchc_rules.records.plain_values import RecordError
from cchc_rules.records.store import STORE_FORMAT, TABLES, RecordStore
from tests.machine import require
from tests.postgres import postgres_server
from tests.records.drawn import decisions, generated, kept_beside

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def address():
    """A PostgreSQL database."""
    with postgres_server() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """An empty place for a store."""
    if request.param == "sqlite":
        return tmp_path / "records.sqlite"
    address = request.getfixturevalue("address")
    database = databases.open_database(address)
    with database.writing():
        for table in ("settings", "rulesets", "records", "personal"):
            database.write(f"DROP TABLE IF EXISTS {table}")
    database.close()
    return address


# --- the store ----------------------------------------------------------------------------------------------------


def test_a_copy_is_the_store_at_another_place(tmp_path, place, capsys):
    """From SQLite to either kind: same chain, keys of requests, what was erased stays erased; it goes on from there."""
    made = decisions()
    source = tmp_path / "source.sqlite"
    with RecordStore(source) as store:
        for number, one in enumerate(made):
            store.add(one, request=f"r-{number}", asked="x")
        store.erase([2])
        before, checkpoint = [(one.number, one.seal) for one in store], store.checkpoint
    assert 0 == exit_code(["records", "copy", str(source), str(place)])
    capsys.readouterr()
    with RecordStore(place) as copy:
        assert (before, checkpoint) == ([(one.number, one.seal) for one in copy], copy.checkpoint)
        assert () == copy.verify(checkpoint).problems
        assert [one.verdict for one in made] == [copy.replay(number).verdict for number, _ in before]
        assert {"id", "name", "texts"} == set(copy.get(2).missing_parts) | {"texts"}
        assert 1 == copy.add(made[0], request="r-0", asked="x").number
        assert len(made) + 1 == copy.add(made[0]).number
    assert 2 == exit_code(["records", "copy", str(source), str(place)])
    assert 2 == exit_code(["records", "copy", str(source), str(source)])


def test_a_store_that_is_not_whole_is_not_copied(tmp_path):
    """The other store stays empty, and what is wrong is told."""
    with RecordStore(tmp_path / "a.sqlite") as store:
        store.add_all(decisions()[:2])
        with store._database.writing():
            store._database.write("UPDATE records SET content = replace(content, 'a', 'b') WHERE number = 1")
        with pytest.raises(StoreError):
            store.copy_to(tmp_path / "b.sqlite")
    with RecordStore(tmp_path / "b.sqlite") as other:
        assert (0, other.origin) == (len(other), other._setting("origin"))


def test_a_copy_knows_every_column(tmp_path):
    """What the tables have is what is copied: a migration that adds a column has to name it there."""
    with RecordStore(tmp_path / "a.sqlite") as store:
        names = [row[0] for row in store._database.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            name: ", ".join(row[1] for row in store._database.read(f"PRAGMA table_info({name})")) for name in names
        }
    assert {name: columns for name, (columns, _) in TABLES.items()} == found


def test_a_store_gives_back_what_it_took(place):
    """Every record replays to its decision, is found by its id, and stands once under the key of a request."""
    made = decisions()
    with RecordStore(place) as store:
        added = [store.add(made[0], request="r-1"), *store.add_all(made[1:])]
        assert list(range(1, len(made) + 1)) == [one.number for one in added]
        assert added == list(store)
        assert made == [store.replay(one.number) for one in added]
        assert [cr.record(one) for one in made] == [store.record(one.number) for one in added]
        assert {1} == {store.add(made[0], request="r-1").number for _ in range(50)}
        assert [one.number for one in added if made[one.number - 1].id == made[3].id] == [
            one.number for one in store.find(made[3].id)
        ]
        found = store.verify(store.checkpoint)
        assert (len(made), (), 0) == (found.count, found.problems, found.erased)
    with RecordStore(place) as store:
        assert added == list(store)


def codes(found):
    """The codes of what was found."""
    return {problem.code for problem in found.problems}


def tamper(place, *statements):
    """Changes a store behind its back."""
    database = databases.open_database(place)
    with database.writing():
        for statement in statements:
            database.write(statement)
    database.close()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM records WHERE number > 9", "store-cut"),
        ("DELETE FROM records WHERE number = 12", "store-cut"),
        ("DELETE FROM records", "store-cut"),
        ("DELETE FROM records WHERE number = 5", "store-gap"),
        ("DELETE FROM records WHERE number < 3", "store-gap"),
        ("UPDATE records SET content = replace(content, 'true', 'false') WHERE number = 2", "store-seal-broken"),
        ("UPDATE records SET seal = 'x' WHERE number = 12", "store-cut"),
        ("UPDATE records SET content = NULL WHERE number = 4", "store-seal-broken"),
        ("UPDATE records SET content = NULL, digest = 'x' WHERE number = 4", "store-seal-broken"),
        ("UPDATE personal SET words = '\"somebody\"' WHERE number = 1 AND part = 'id'", "store-words-altered"),
        ("UPDATE rulesets SET canonical = canonical || ' '", "store-ruleset-altered"),
        ("DELETE FROM rulesets", "store-ruleset-lost"),
    ],
)
def test_what_is_taken_away_or_changed_is_seen(place, statement, code):
    """Against the last checkpoint each of these is told by its code."""
    with RecordStore(place) as store:
        store.add_all(decisions())
        checkpoint = Checkpoint.of(str(store.checkpoint))
    tamper(place, statement)
    with RecordStore(place) as store:
        assert code in codes(store.verify(checkpoint))


def test_a_chain_made_anew_is_seen_against_a_checkpoint_only(place):
    """Who rewrites every seal deceives a bare chain, which is never called whole; a checkpoint shows it."""
    with RecordStore(place) as store:
        store.add_all(decisions())
        checkpoint, origin, links = store.checkpoint, store.origin, list(store)
    tamper(place, "UPDATE records SET content = replace(content, 'true', 'false') WHERE number = 2")
    database, last = databases.open_database(place), origin
    with database.writing():
        for link in links:
            ((content,),) = database.read("SELECT content FROM records WHERE number = :n", n=link.number)
            last = seal(last, link.number, sha256(content.encode()).hexdigest())
            database.write("UPDATE records SET seal = :seal WHERE number = :n", seal=last, n=link.number)
    database.close()
    with RecordStore(place) as store:
        bare = store.verify()
        assert (None, set()) == (bare.compared, codes(bare))
        assert {"store-cut"} == codes(store.verify(checkpoint))


def test_a_checkpoint_of_another_store_fits_no_chain(place):
    """Where a chain began is part of what is printed."""
    with RecordStore(place) as store:
        store.add_all(decisions(3))
        other = Checkpoint("0" * 32, 3, store.checkpoint.root)
        assert {"store-cut"} == codes(store.verify(other))
        assert set() == codes(store.verify(Checkpoint(store.origin, 0, store.origin)))


@pytest.mark.parametrize("text", ["", "x", "a-b-c", "a--c", "-1-c", "a-1-", "a-٣-c", "a-" + "9" * 30 + "-c"])
def test_a_text_that_is_no_checkpoint_is_refused(text):
    """It is an error of ours, whatever the text."""
    with pytest.raises(CheckpointError):
        Checkpoint.of(text)


def test_what_is_erased_is_gone_and_all_replays(place):
    """Names and ids of a thousand records erased: the chain is whole, every verdict comes again, no word is left."""
    made = decisions(1000)
    with RecordStore(place) as store:
        store.add_all(made)
        checkpoint = store.checkpoint
        stated = sum((one.id is not None) + (one.name is not None) for one in made)
        assert stated == store.erase(range(1, 1001), ("id", "name"))
        found = store.verify(checkpoint)
        assert (1000, 1000, ()) == (found.count, found.erased, found.problems)
        again = [store.replay(number) for number in range(1, 1001)]
        assert [(one.verdict, one.outcomes) for one in made] == [(one.verdict, one.outcomes) for one in again]
        assert {("id", "name")} == {one.missing_parts for one in store}
        assert [] == store.find(made[0].id)
    if isinstance(place, Path):
        assert made[0].name.encode() not in place.read_bytes()


def test_records_are_let_go_after_their_time_and_the_chain_stays(place):
    """Older records lose content and words and keep their seals; the rest is seen to be whole."""
    with RecordStore(place) as store:
        store.add_all(decisions(6))
        checkpoint = store.checkpoint
        assert 0 == store.let_go(datetime.now(UTC) - timedelta(days=1))
        assert 6 == store.let_go(datetime.now(UTC) + timedelta(seconds=2))
        store.add(decisions(1)[0])
        found = store.verify(checkpoint)
        assert (7, 6, ()) == (found.count, found.ended, found.problems)
        with pytest.raises(RecordError, match="record-let-go"):
            store.replay(1)
        assert decisions(1)[0] == store.replay(7)


def test_a_store_of_a_later_version_is_refused(place):
    """What this program does not know it leaves alone."""
    RecordStore(place).close()
    tamper(place, f"UPDATE settings SET value = '{STORE_FORMAT + 1}' WHERE name = 'format'")
    with pytest.raises(StoreError, match="store-newer"):
        RecordStore(place)


def test_a_second_writer_waits_and_is_told(place, monkeypatch):
    """One writes at a time; whoever waited too long is told that the store is busy, and nothing is half there."""
    monkeypatch.setattr(databases, "WAITING_SECONDS", 0.2)
    with RecordStore(place) as store, RecordStore(place) as other:
        with store._database.writing(), pytest.raises(StoreError, match="store-busy"):
            other.add(decisions(1)[0])
        assert 1 == other.add(decisions(1)[0]).number


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_store_is_refused(tmp_path, content):
    """It is an error of ours, and the file is as it was."""
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="store-unusable"):
        RecordStore(file)
    assert content == file.read_bytes()


def test_nothing_is_recorded_when_one_of_many_fails(place):
    """Decisions are recorded together or not at all."""

    def failing():
        yield from decisions(3)
        raise LookupError("the reader of rows broke")

    with RecordStore(place) as store:
        with pytest.raises(LookupError):
            store.add_all(failing())
        assert (0, 0) == (len(store), store.checkpoint.count)


WRITER = """
import sys, json
import cchc_rules as cr
from cchc_rules.records.store import RecordStore
program = cr.compile(cr.load("hcmc-emulation-2020"), "citizen")
with RecordStore(sys.argv[1]) as store:
    while True:
        decision = cr.evaluate(program, {"id": f"A{len(store)}"})
        print(store.add(decision).number, flush=True)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(250, marks=pytest.mark.soak)])
def test_a_killed_writer_loses_nothing_it_acknowledged(place, kills):
    """SIGKILL while it writes: every number it printed is there, and the chain is whole up to it."""
    before = 0
    for number in range(kills):
        command = [sys.executable, "-c", WRITER, str(place)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(2 + number % 7):
                last = int(writer.stdout.readline())
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged = [last, *(int(line) for line in writer.stdout.read().splitlines() if line.strip())][-1]
        with RecordStore(place) as store:
            found = store.verify()
            assert () == found.problems
            assert before < acknowledged <= found.count
            before = found.count


def test_another_language_computes_the_same_chain(tmp_path, capsys):
    """Sixty lines for Node recompute every seal, content and salted word of an exported chain; a change is told."""
    node, script = require("node"), ROOT / "tests" / "chain.cjs"
    assert len(script.read_text().splitlines()) <= 60
    file, chain = tmp_path / "s.sqlite", tmp_path / "chain.jsonl"
    with RecordStore(file) as store:
        for _, decision in generated(seeds=12, each=4):
            store.add(decision)
        store.erase([2], ("texts",))
        checkpoint = store.checkpoint
    assert 0 == exit_code(["records", "export", str(file), "--chain", "-o", str(chain)])
    capsys.readouterr()

    def computed():
        run = subprocess.run([node, script, chain, checkpoint.origin], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout.strip()

    assert (0, f"{checkpoint.count} {checkpoint.root}") == computed()
    chain.write_text(chain.read_text().replace("true", "false", 1))
    assert 1 == computed()[0]


def test_the_file_of_a_store_is_not_much_more_than_its_records(tmp_path):
    """A file of many records has at most half as much again as the records themselves."""
    file = tmp_path / "s.sqlite"
    with RecordStore(file) as store:
        store.add_all(decisions(3000))
        size = sum(len(write_canonical([one.packed.content, kept_beside(one.packed)]).encode()) for one in store)
    assert file.stat().st_size <= 1.5 * size


# --- the command --------------------------------------------------------------------------------------------------


def run(capsys, *arguments):
    """What a command prints, both ways, and its exit code."""
    code = exit_code(["--lang", "en", "records", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_command_never_calls_a_store_whole_without_a_checkpoint(tmp_path, capsys):
    """It prints where the chain stands; held against that it says up to where it is whole, or what was cut off."""
    file = tmp_path / "s.sqlite"
    with RecordStore(file) as store:
        store.add_all(decisions(5))
        checkpoint = str(store.checkpoint)
    code, out, _ = run(capsys, "verify", str(file))
    assert (0, True, False) == (code, "not compared with any checkpoint" in out, "whole" in out)
    assert f"checkpoint now: {checkpoint}" in out
    code, out, _ = run(capsys, "verify", str(file), "--checkpoint", checkpoint)
    assert (0, True) == (code, "whole up to checkpoint 5" in out)
    sqlite3.connect(file).executescript("DELETE FROM records WHERE number = 5")
    code, out, _ = run(capsys, "verify", str(file), "--checkpoint", checkpoint)
    assert (1, True) == (code, "does not go through the checkpoint" in out)


def test_the_command_replays_erases_and_exports(tmp_path, capsys):
    """Ids that are not there are told; self-contained records are read by the other command."""
    file, out_file = tmp_path / "s.sqlite", tmp_path / "out.jsonl"
    made = decisions(4)
    with RecordStore(file) as store:
        store.add_all(made)
    assert (0, "replayed 4 records, 0 came out otherwise\n", "") == run(capsys, "replay", str(file))
    assert 2 == run(capsys, "replay", str(file), "99")[0]
    assert 0 == run(capsys, "export", str(file), "-o", str(out_file))[0]
    lines = out_file.read_text(encoding="utf-8").splitlines()
    assert made == [cr.replay(cr.DecisionRecord.from_json(line)) for line in lines]
    code, out, _ = run(capsys, "erase", str(file), made[0].id, "nobody")
    assert (1, True) == (code, "no candidate has the id `nobody`" in out)
    with RecordStore(file) as store:
        assert ("id", "name") == store.get(1).missing_parts[:2]
    assert 2 == run(capsys, "verify", str(tmp_path / "none"))[0]
    assert not (tmp_path / "none").exists()
