"""A store of decision records: each ruleset once, the records in one chain, what is personal beside and erasable.

A record is committed before `add` returns. The chain runs over the digests of contents, so records can be erased in
part, or let go after a time, and the rest is still seen to be whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final, Self

from cchc_rules.decisions.decision import Decision
from cchc_rules.language.loader import load_canonical
from cchc_rules.problems import Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.records.canonical_json import write_canonical
from cchc_rules.records.chain import ChainCheck, Checkpoint, StoreCheck, StoredRecord, seal
from cchc_rules.records.databases import Database, Row, StoreError, open_database
from cchc_rules.records.decision_record import DecisionRecord, record
from cchc_rules.records.packing import PARTS, PackedRecord, Personal, pack, read_parameters, unpack
from cchc_rules.records.plain_values import RecordError, unreadable
from cchc_rules.records.replaying import replay
from cchc_rules.records.stored_rows import (
    GREATEST_NUMBER,
    LONGEST_FORMAT,
    RECORD_KINDS,
    check_row,
    is_encodable,
    refuse_store,
)
from cchc_rules.strict_json import read_strict

_MIGRATIONS: Final = (
    (
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE rulesets (digest TEXT PRIMARY KEY, canonical TEXT NOT NULL)",
        "CREATE TABLE records (number INTEGER PRIMARY KEY, at TEXT NOT NULL, seal TEXT NOT NULL, "
        "request TEXT UNIQUE, asked TEXT, content TEXT, digest TEXT)",
        "CREATE TABLE personal (number INTEGER NOT NULL, part TEXT NOT NULL, salt TEXT NOT NULL, words TEXT NOT NULL, "
        "PRIMARY KEY (number, part))",
        "CREATE INDEX personal_ids ON personal (words) WHERE part = 'id'",
        "INSERT INTO settings VALUES ('format', '0')",
    ),
)
"""The statements that bring a store of version n to version n + 1; version 0 is an empty database."""

STORE_FORMAT: Final = len(_MIGRATIONS)
"""The version of the tables. An older store is brought forward when it is opened, a newer one refused."""

TABLES: Final = {
    "settings": ("name, value", "name"),
    "rulesets": ("digest, canonical", "digest"),
    "records": ("number, at, seal, request, asked, content, digest", "number"),
    "personal": ("number, part, salt, words", "number, part"),
}
"""The columns of each table, and what puts its rows in one order: what a copy of a store has."""

_BATCH: Final = 500
"""Rows read at a time when all are looked at: some megabytes at the longest records."""


class RecordStore:
    """Records in a SQLite file, or in PostgreSQL at an address ``postgresql://user@host/name`` (extra ``serve``).

    ``retain`` is how many days records are kept: older ones lose content and words when the store is opened, and keep
    their seals. One writer at a time; a second one waits five seconds, then StoreError ``store-busy``. Threads may
    share a store.
    """

    def __init__(self, place: str | Path, *, retain: int | None = None) -> None:
        self._database: Database = open_database(place)
        self._programs: dict[str, Program] = {}
        try:
            self._prepare()
            self.origin = self._setting("origin")
            if retain is not None:
                self.let_go(datetime.now(UTC) - timedelta(days=retain))
        except BaseException:
            self._database.close()
            raise

    # --- writing --------------------------------------------------------------------------------------------------

    def add(self, decision: Decision, *, request: str | None = None, asked: str = "") -> StoredRecord:
        """Records a decision; when this returns it is committed. StoreError: then nothing was recorded.

        ``request`` is a key of the caller's: what was recorded under it is given back and nothing recorded twice. The
        same key with another ``asked`` (a digest of what was asked for) is StoreError ``request-reused``. Cost: one
        commit, a millisecond or what the disk takes.
        """
        with self._database.writing():
            if request is not None and (known := self._rows("WHERE request = :request", request=request)):
                before = self._database.read("SELECT asked FROM records WHERE request = :request", request=request)
                if before[0][0] != asked:
                    raise StoreError([Problem("request-reused")])
                return self._read(known[0])
            return self._append(decision, self.checkpoint, request, asked)

    def add_all(self, decisions: Iterable[Decision]) -> list[StoredRecord]:
        """Records decisions in one transaction, all or none."""
        added = []
        with self._database.writing():
            head = self.checkpoint
            for decision in decisions:
                found = self._append(decision, head)
                head = Checkpoint(self.origin, found.number, found.seal)
                added.append(found)
        return added

    def erase(self, numbers: Iterable[int], parts: Iterable[str] = PARTS) -> int:
        """Erases words of records for good – ``id``, ``name``, ``texts`` (free text of facts, provenance, problems).

        Chain, verdicts and replay stay as they are. How many parts were there to erase.
        """
        count = 0
        parts = tuple(parts)
        if unknown := set(parts) - set(PARTS):
            raise ValueError(f"no part of a record: {', '.join(sorted(unknown))}")
        with self._database.writing():
            for number in numbers:
                for part in parts:
                    where = "FROM personal WHERE number = :number AND part = :part"
                    count += len(self._database.read(f"SELECT part {where}", number=number, part=part))
                    self._database.write(f"DELETE {where}", number=number, part=part)
        return count

    def let_go(self, before: datetime) -> int:
        """Drops content and words of all records made before that moment; their seals stay. How many there were."""
        moment = _write_time(before)
        with self._database.writing():
            old = self._rows("WHERE at < :moment AND content IS NOT NULL", moment=moment)
            for number, _, _, content, _ in old:
                drop = "UPDATE records SET content = NULL, digest = :digest WHERE number = :number"
                self._database.write(drop, number=number, digest=sha256(content.encode()).hexdigest())
                self._database.write("DELETE FROM personal WHERE number = :number", number=number)
        return len(old)

    def copy_to(self, place: str | Path) -> Checkpoint:
        """Copies everything to another store, of the other kind too, and checks it there; its checkpoint is this one's.

        All or nothing; nobody writes here meanwhile. StoreError: the other store is not empty, or this one is not
        whole. Cost: some 200 µs a record, a millisecond into PostgreSQL.
        """
        with RecordStore(place) as other, self._database.writing(), other._database.writing():
            if len(other) or other._database.read("SELECT digest FROM rulesets LIMIT 1"):
                raise StoreError([Problem("store-not-empty")])
            other._database.write("DELETE FROM settings")
            for table, (columns, order) in TABLES.items():
                names = ", ".join(f":{name}" for name in columns.split(", "))
                for row in self._list_rows(table, columns, order):
                    values = dict(zip(columns.split(", "), row, strict=True))
                    other._database.write(f"INSERT INTO {table} ({columns}) VALUES ({names})", **values)
            other.origin = other._setting("origin")
            found = other.verify(self.checkpoint)
            if found.problems:
                raise StoreError(found.problems)
            return other.checkpoint

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the chain stands now."""
        rows = self._database.read("SELECT number, seal FROM records ORDER BY number DESC LIMIT 1")
        if not rows:
            return Checkpoint(self.origin, 0, self.origin)
        number, sealed = check_row("records", rows[0], (int, str))
        return Checkpoint(self.origin, number, sealed)

    def __len__(self) -> int:
        return int(self._database.read("SELECT count(*) FROM records")[0][0])

    def __iter__(self) -> Iterator[StoredRecord]:
        """Every record in the order of the chain, some hundreds read at a time."""
        return (self._read(row, personal) for row, personal in self._in_order())

    def get(self, number: int) -> StoredRecord:
        """The record of that number. RecordError ``unknown-record`` when there is none."""
        rows = self._rows("WHERE number = :number", number=number) if 0 < number <= GREATEST_NUMBER else ()
        if not rows:
            raise RecordError([Problem("unknown-record", None, {"number": number})])
        return self._read(rows[0])

    def find(self, id: str) -> list[StoredRecord]:
        """The records of a candidate's id, oldest first; those whose id was erased are not found."""
        asked = "SELECT number FROM personal WHERE part = 'id' AND words = :words ORDER BY number"
        if not is_encodable(id):  # half a letter: no record has such an id
            return []
        return [self.get(number) for (number,) in self._database.read(asked, words=write_canonical(id))]

    def program(self, stored: StoredRecord) -> Program:
        """The program a record was decided by; compiled once, then kept. RecordError where its ruleset is not there."""
        content = _contents(stored).content
        try:
            key = str(content["program"])
            if key not in self._programs:
                ruleset = load_canonical(self._ruleset(str(content["ruleset"])))
                parameters = read_parameters(content, ruleset)
                self._programs[key] = compile(ruleset, str(content["category"]), parameters=parameters)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError) as error:
            raise unreadable("$") from error
        return self._programs[key]

    def record(self, number: int) -> DecisionRecord:
        """The record in its self-contained form, to be sent away. RecordError."""
        stored = self.get(number)
        return unpack(_contents(stored), self.program(stored))

    def replay(self, number: int) -> Decision:
        """The decision made again, as `cchc_rules.replay` does; with the program at hand well below a millisecond."""
        stored = self.get(number)
        program = self.program(stored)
        return replay(unpack(_contents(stored), program), program=program)

    def verify(self, checkpoint: Checkpoint | None = None) -> StoreCheck:
        """Looks at every seal, digest and ruleset; with a checkpoint, whether the chain still goes through it.

        Without one nothing is said of the newest records: a bare chain cannot see them deleted. Cost: some 30 µs a
        record.
        """
        check = ChainCheck(self.origin, checkpoint)
        for (number, _, sealed, content, own), words in self._in_order():
            check.look(number, sealed, content, own, words)
        known = set()
        for row in self._database.read("SELECT digest, canonical FROM rulesets"):
            name, canonical = check_row("rulesets", row, (str, str))
            if sha256(canonical.encode()).hexdigest() == name:
                known.add(name)
            else:
                check.say("store-ruleset-altered", digest=name)
        return check.end(known)

    def close(self) -> None:
        """Lets the database go."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Makes the tables, or brings them forward; refuses those of a later version."""
        with self._database.writing():
            found = self._format()
            if found > STORE_FORMAT:
                raise StoreError([Problem("store-newer", None, {"found": found, "known": STORE_FORMAT})])
            for migration in _MIGRATIONS[found:]:
                for statement in migration:
                    self._database.write(statement)
            if found == 0:
                self._database.write("INSERT INTO settings VALUES ('origin', :origin)", origin=token_hex(16))
            if found < STORE_FORMAT:
                self._database.write("UPDATE settings SET value = :now WHERE name = 'format'", now=str(STORE_FORMAT))

    def _format(self) -> int:
        if not self._database.has_table("settings"):
            return 0
        said = self._setting("format")
        if not (said.isascii() and said.isdigit() and len(said) < LONGEST_FORMAT):
            raise refuse_store("settings")
        return int(said)

    def _setting(self, name: str) -> str:
        rows = self._database.read("SELECT value FROM settings WHERE name = :name", name=name)
        if not rows:
            raise refuse_store("settings")
        return str(check_row("settings", rows[0], (str,))[0])

    def _append(
        self, decision: Decision, head: Checkpoint, request: str | None = None, asked: str | None = None
    ) -> StoredRecord:
        program = decision.program
        packed = pack(record(decision), program, _write_time(datetime.now(UTC)))
        content, number = write_canonical(packed.content), head.count + 1
        if number > GREATEST_NUMBER:
            raise refuse_store("records")
        own = sha256(content.encode()).hexdigest()
        stored = StoredRecord(number, str(packed.content["at"]), seal(head.root, number, own), own, packed)
        write = self._database.write
        write(
            "INSERT INTO rulesets VALUES (:digest, :canonical) ON CONFLICT DO NOTHING",
            digest=program.ruleset.digest,
            canonical=program.ruleset.canonical,
        )
        write(
            "INSERT INTO records VALUES (:number, :at, :seal, :request, :asked, :content, NULL)",
            **{"number": number, "at": stored.at, "seal": stored.seal, "request": request},
            **{"asked": asked, "content": content},
        )
        for part, one in packed.personal.items():
            values = {"number": number, "part": part, "salt": one.salt, "words": write_canonical(one.words)}
            write("INSERT INTO personal VALUES (:number, :part, :salt, :words)", **values)
        return stored

    def _list_rows(self, table: str, columns: str, order: str) -> Iterator[Row]:
        begin = 0
        page = f"SELECT {columns} FROM {table} ORDER BY {order} LIMIT :most OFFSET :begin"
        while rows := self._database.read(page, most=_BATCH, begin=begin):
            yield from rows
            begin += len(rows)

    def _in_order(self) -> Iterator[tuple[Row, Mapping[str, Personal]]]:
        last = 0
        while rows := self._rows("WHERE number > :last ORDER BY number LIMIT :most", last=last, most=_BATCH):
            personal = self._personal("number > :first AND number <= :last", first=last, last=rows[-1][0])
            yield from ((row, personal.get(row[0], {})) for row in rows)
            last = rows[-1][0]

    def _rows(self, condition: str, **values: object) -> list[Row]:
        rows = self._database.read(f"SELECT number, at, seal, content, digest FROM records {condition}", **values)
        return [check_row("records", row, RECORD_KINDS) for row in rows]

    def _read(self, row: Row, personal: Mapping[str, Personal] | None = None) -> StoredRecord:
        number, at, sealed, content, own = row
        if content is None:
            return StoredRecord(number, at, sealed, own, None)
        if personal is None:
            personal = self._personal("number = :number", number=number).get(number, {})
        own = sha256(content.encode()).hexdigest()
        inside = read_strict(content)
        if not isinstance(inside, dict):
            raise refuse_store("records")
        return StoredRecord(number, at, sealed, own, PackedRecord(inside, personal))

    def _personal(self, condition: str, **values: object) -> dict[int, dict[str, Personal]]:
        found: dict[int, dict[str, Personal]] = {}
        asked = f"SELECT number, part, salt, words FROM personal WHERE {condition}"
        for row in self._database.read(asked, **values):
            number, part, salt, words = check_row("personal", row, (int, str, str, str))
            found.setdefault(number, {})[part] = Personal(salt, read_strict(words))
        return found

    def _ruleset(self, digest: str) -> str:
        rows = self._database.read("SELECT canonical FROM rulesets WHERE digest = :digest", digest=digest)
        if not rows:
            raise unreadable("ruleset")
        return str(rows[0][0])


def _contents(stored: StoredRecord) -> PackedRecord:
    if stored.packed is None:
        raise RecordError([Problem("record-let-go", None, {"number": stored.number})])
    return stored.packed


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
