"""A small award system: dossiers come in, missing facts are asked for, the council decides, chooses, signs and replays.

Run it with ``uvicorn --factory award_system:make_app`` in this folder (``pip install 'cchc_rules[serve,report]'``).
Dossiers and meetings are kept in ``award.sqlite``, decisions in ``records.sqlite``, both under AWARD_FOLDER; the
service itself is mounted under ``/rules``, for other systems that ask.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

import cchc_rules as cr
from cchc_rules.service import app as rule_service

HERE = Path(__file__).resolve().parent
RULESET = next(one for one in (HERE / "scored_campaign", HERE.parent / "scored_campaign") if one.is_dir())
CATEGORY, SELECTION, LANGUAGE = "ward", "commended", "vi"
TABLES = """
CREATE TABLE IF NOT EXISTS dossiers (id TEXT PRIMARY KEY, name TEXT NOT NULL, facts TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meetings (number INTEGER PRIMARY KEY, held_on TEXT NOT NULL, record TEXT NOT NULL);
"""
KINDS = {"html": "text/html", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


class Dossiers:
    """The dossiers of one campaign and the meetings held on them, in a SQLite file."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with self.open() as db:
            db.executescript(TABLES)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """The database for one piece of work: all of it is written or none."""
        db = sqlite3.connect(self.place)
        try:
            with db:
                yield db
        finally:
            db.close()

    def put(self, id: str, name: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Adds facts to a dossier, a new one or one that is there; gives all that is in it now."""
        with self.open() as db:
            db.execute("BEGIN IMMEDIATE")
            known = db.execute("SELECT facts FROM dossiers WHERE id = ?", (id,)).fetchone()
            whole = {**(json.loads(known[0]) if known else {}), **facts}
            cr.evaluate(program(), {**whole, "id": id, "name": name}, as_of=None)  # FactError: nothing is written
            db.execute("REPLACE INTO dossiers VALUES (?, ?, ?)", (id, name, json.dumps(whole, ensure_ascii=False)))
        return whole

    def candidates(self, id: str | None = None) -> list[dict[str, Any]]:
        """All dossiers, or the one of an id, as the library takes them: facts beside id and name."""
        with self.open() as db:
            rows = db.execute("SELECT id, name, facts FROM dossiers WHERE ? IN (id, '') ORDER BY id", (id or "",))
            found = [{"id": own, "name": name, **json.loads(facts)} for own, name, facts in rows]
        if id is not None and not found:
            raise HTTPException(404, f"no dossier {id}")
        return found

    def keep(self, held_on: date, record: cr.SelectionRecord) -> int:
        """Keeps what a meeting chose; gives its number."""
        with self.open() as db:
            added = db.execute(
                "INSERT INTO meetings (held_on, record) VALUES (?, ?)", (held_on.isoformat(), record.to_json())
            )
            return int(added.lastrowid or 0)

    def meeting(self, number: int) -> cr.Selection:
        """What a meeting chose, made again from its record alone; ReplayMismatch when it does not come out again."""
        with self.open() as db:
            row = db.execute("SELECT record FROM meetings WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise HTTPException(404, f"no meeting {number}")
        return cr.replay_selection(cr.SelectionRecord.from_json(row[0]))


_PROGRAMS: dict[Path, cr.Program] = {}


def program() -> cr.Program:
    """The rules, read and compiled once; they are immutable, so every request may use them at the same time."""
    if RULESET not in _PROGRAMS:
        _PROGRAMS[RULESET] = cr.compile(cr.load(RULESET), CATEGORY)
    return _PROGRAMS[RULESET]


def refuse_doubled(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of a key that stands twice nobody knows which value was meant."""
    if len(pairs) > len(dict(pairs)):
        raise ValueError("a key stands twice")
    return dict(pairs)


async def read_dossier(request: Request) -> tuple[str, dict[str, Any]]:
    """Name and facts of the body, read here: what reads JSON for FastAPI would take the last of doubled keys."""
    try:
        found = json.loads(await request.body(), object_pairs_hook=refuse_doubled)
        name, facts = found["name"], found["facts"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise HTTPException(400, "a JSON object with name and facts is needed") from error
    if not isinstance(name, str) or not isinstance(facts, dict) or {"id", "name"} & facts.keys():
        raise HTTPException(400, "name is text, facts are an object")
    return name, facts


async def refuse(_: Request, error: Exception) -> JSONResponse:
    """Facts that cannot be, and records that do not come out again: every problem, in the language of the office."""
    assert isinstance(error, cr.FactError | cr.ReplayMismatch | cr.RecordError)
    status = {cr.FactError: 422, cr.RecordError: 404}.get(type(error), 409)
    return JSONResponse({"problems": [one.to_dict(LANGUAGE) for one in error.problems]}, status_code=status)


def make_app(folder: Path | str | None = None) -> FastAPI:
    """The award system, its files in a folder."""
    home = Path(folder or os.environ.get("AWARD_FOLDER", "."))
    dossiers, records = Dossiers(home / "award.sqlite"), cr.RecordStore(home / "records.sqlite")

    @asynccontextmanager
    async def live(_: FastAPI) -> Any:
        yield
        records.close()

    made = FastAPI(title="Award system", lifespan=live)
    for kind in (cr.FactError, cr.ReplayMismatch, cr.RecordError):
        made.add_exception_handler(kind, refuse)
    made.mount("/rules", rule_service(RULESET, records))

    @made.put("/dossiers/{id}")
    def receive(id: str, sent: Annotated[tuple[str, dict[str, Any]], Depends(read_dossier)]) -> dict[str, Any]:
        dossiers.put(id, *sent)
        return ask(id)

    @made.get("/dossiers/{id}")
    def ask(id: str) -> dict[str, Any]:
        """What still matters to the verdict, the most telling question first; none once the verdict stands."""
        candidate = dossiers.candidates(id)[0]
        asked = cr.questions(program(), candidate)
        missing = [{"fact": one.path, "label": one.fact.label.vi, "kind": one.fact.kind} for one in asked]
        return {"id": id, "verdict": cr.evaluate(program(), candidate).verdict, "missing": missing}

    @made.get("/dossiers/{id}/request.docx")
    def request(id: str, due: date | None = None) -> Response:
        """The letter that asks for what is missing, by a day."""
        results = list(cr.evaluate_many(program(), dossiers.candidates(id)))
        with TemporaryDirectory() as scratch:
            written = cr.write_supplements(results, scratch, due=due, language=LANGUAGE)
            if not written:
                raise HTTPException(404, f"nothing is asked of {id}")
            return Response(written[0].read_bytes(), media_type=KINDS["docx"])

    @made.post("/dossiers/{id}/decision", status_code=201)
    def decide(id: str, as_of: Annotated[date, Body(embed=True)]) -> dict[str, Any]:
        """Decided, explained and recorded: when this is answered the record is on the disk."""
        decision = cr.evaluate(program(), dossiers.candidates(id)[0], as_of=as_of)
        kept = records.add(decision)
        return {"verdict": decision.verdict, "explanation": str(cr.explain(decision, LANGUAGE)), "record": kept.number}

    @made.get("/records/{number}", response_class=PlainTextResponse)
    def replay(number: int) -> str:
        """The decision of a record, made again from the record alone and explained."""
        return str(cr.explain(records.replay(number), LANGUAGE))

    @made.post("/meetings", status_code=201)
    def meet(as_of: Annotated[date, Body(embed=True)]) -> dict[str, Any]:
        """The council chooses among all dossiers as of a day; what it chose is kept as a sealed record."""
        rows = cr.evaluate_many(program(), dossiers.candidates(), as_of=as_of)
        chosen = cr.select(program().ruleset, SELECTION, rows)
        places = [{"id": one.id, "standing": one.standing, "because": one.because.vi} for one in chosen.places]
        return {"meeting": dossiers.keep(as_of, cr.record_selection(chosen)), "places": places}

    @made.get("/meetings/{number}/report.{form}")
    def report(number: int, form: str) -> Response:
        """The report for the board to sign, from the record of the meeting: a page to print or a Word document."""
        if form not in KINDS:
            raise HTTPException(404, f"no report as {form}")
        with TemporaryDirectory() as scratch:
            path = Path(scratch, f"report.{form}")
            cr.write_selection(dossiers.meeting(number), path, language=LANGUAGE)
            return Response(path.read_bytes(), media_type=KINDS[form])

    return made
