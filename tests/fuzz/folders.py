"""A folder of files for the commands: a ruleset, candidates, lines of a season, records, a journal; some of it spoiled.

Structures that grow (definitions that read each other twice, groups of hundreds, many levels) stand beside generated
and shipped rulesets; candidates are of every format. ``rows`` says how many candidates the file has where that is sure.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import polars as pl
import yaml

from benchmarks.growth import GROWING, YES_NO, words
from benchmarks.growth import document as growing
from cchc_rules import load_text
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    Fact,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.problems import RulesetError
from tests.fuzz.corruption import ill_typed, spoiled
from tests.fuzz.sealed import amend, put, write_filled, write_sealed
from tests.generation.bodies import document, text
from tests.generation.expressions import DATES
from tests.generation.programs import sample
from tests.selection.lists import draw_rule, list_body
from tests.soak.damage import damage

SHIPPED = Path(__file__).parents[2] / "rulesets"
FORMATS = ("csv", "csv", "csv", "json", "json", "jsonl", "jsonl", "parquet", "xlsx", "txt")
LARGEST_SEALED = 40_000
"""Bytes of a ruleset up to which records and a journal are made: whatever grows is looked at by the runs themselves."""
ODD_CELLS = (
    *("nhiều", "", " ", "85%", "1.234,5", "05/5/2022", "2022-02-30", "Có ", "x", "—", "9" * 40, "\u200b", "=1+1"),
    *(None, -1, 10**16, 0.1 + 0.2, True, "NaN", "1e400", "a\nb", 'a"b', "khá", "Tốt/Khá", "\x07"),
)


@dataclass(frozen=True)
class Folder:
    """What was laid into a folder."""

    path: Path
    ruleset: str
    category: str
    candidates: Path
    ids: tuple[str, ...]
    rows: int | None
    lists: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()

    def files(self) -> list[Path]:
        """Every file of it."""
        return [one for one in sorted(self.path.rglob("*")) if one.is_file()]


def lay_out(path: Path, rng: Random) -> Folder:
    """Fills a folder; the same source of chance gives the same files."""
    content, ruleset = _ruleset(rng)
    name = rng.choice(("ruleset.yaml", "one.yaml"))
    (path / name).write_bytes(content)
    categories = [one.id for one in ruleset.categories] if ruleset else ["candidate", "agency"]
    category = rng.choice(categories)
    facts = ruleset.category(category).facts if ruleset else ()
    records = [_candidate(facts, number, rng) for number in range(rng.choice((0, 1, 3, 3, 3, 20)))]
    candidates, rows = _write_candidates(path, facts, records, rng)
    lists = _write_lists(path, facts, records) if candidates.suffix != ".json" else ()
    lines = [json.dumps(one, ensure_ascii=False, default=str) for one in _changes(records, rng)]
    put(path / "season.jsonl", "\n".join(lines).encode("utf-8", "surrogatepass"), rng)
    put(path / "values.json", b'{"limit": 50, "x": "y"}', rng)
    amended = path / "amended.yaml"
    amended.write_bytes(amend(content, rng))
    if ruleset is not None and records and len(content) < LARGEST_SEALED and rng.random() < 0.5:
        write_sealed(path, ruleset, category, records, rng)
        write_filled(path, str(path / name), category, candidates, rng)
    asked = str(path if name == "ruleset.yaml" else path / name)
    ids = tuple(one["id"] for one in records)
    of_ruleset: dict[str, Any] = (
        {}
        if ruleset is None
        else {
            "parameters": tuple(one.name for one in ruleset.parameters),
            "facts": tuple(one.name for one in facts),
            "criteria": tuple(one.id for one in ruleset.category(category).criteria),
            "selections": tuple(one.id for one in ruleset.category(category).selections),
        }
    )
    return Folder(path, asked, category, candidates, ids, rows, lists, amended=(str(amended),), **of_ruleset)


def _ruleset(rng: Random) -> tuple[bytes, Ruleset | None]:
    """The bytes of a ruleset and what they mean; None where they are refused."""
    content = rng.choices((_generated, _grown, _shipped, _graph, _chosen), (5, 4, 3, 3, 2))[0](rng)
    if rng.random() < 0.25:
        content = spoiled(content, rng)
    try:
        return content, load_text(content)
    except RulesetError:
        return content, None


def _generated(rng: Random) -> bytes:
    body = sample(rng.randrange(5000)).body
    if rng.random() < 0.2:
        criteria = dict(body["criteria"])
        criteria["odd"] = {"require": ill_typed("f0 and count(f1) >= 2 or not (fn > 5)", rng)}
        body = {**body, "criteria": criteria}
    whole = document(body)
    if rng.random() < 0.3:
        return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).encode()
    return text(whole).encode()


def _grown(rng: Random) -> bytes:
    """Many of one thing: facts, levels, options, operands, members, clauses, definitions."""
    write, most = GROWING[rng.choice(sorted(GROWING))]
    whole, _ = write(rng.choice((1, 3, 10, 30, 30, most // 8, most // 8, most, most * 3)))
    return json.dumps(whole, ensure_ascii=False).encode()


def _graph(rng: Random) -> bytes:
    """Definitions that read others several times, groups within groups, folds within folds."""
    size = rng.choice((2, 5, 21, 21, 60, 300))
    match rng.randrange(4):
        case 0:
            joins = ("{0} and not {0}", "{0} or {0}", "({0} and f1) or (not {0} and f2)", "{0} == {1}")
            define = {"d0": "f0", "d1": "f1"} | {
                f"d{n}": rng.choice(joins).format(f"d{n - 1}", f"d{rng.randrange(n)}") for n in range(2, size)
            }
            whole = growing(YES_NO, [f"d{max(1, size - 1)}", "d1"], define=define)
        case 1:
            members = [_member(f"m{n}", f"f{n % 10}") for n in range(size)]
            kind = rng.choice(("any", "all", "at_least"))
            group = {"n": rng.randint(1, size), "of": members} if kind == "at_least" else members
            whole = growing(YES_NO, ["f0"])
            whole["categories"]["candidate"]["criteria"].append(_group("wide", kind, group))
        case 2:
            inner: dict[str, Any] = _member("m", "f0")
            for depth in range(min(size, 80)):
                inner = _group(f"g{depth}", rng.choice(("any", "all")), [inner, _member(f"m{depth}", "f1")])
            whole = growing(YES_NO, ["f0"])
            whole["categories"]["candidate"]["criteria"].append(inner)
        case _:
            items = {"a": {"type": "number", "label": words("a")}, "b": {"type": "boolean", "label": words("b")}}
            facts = {"m": {"type": "list", "items": items, "label": words("m")}}
            fold = "x0.b"
            for depth in range(rng.choice((1, 2))):
                fold = f"{rng.choice(('any', 'all'))}({fold} and x{depth}.a >= 1 for x{depth} in m)"
            whole = growing({**YES_NO, **facts}, [fold])
    return json.dumps(whole, ensure_ascii=False).encode()


def _member(id: str, require: str) -> dict[str, Any]:
    return {"id": id, "title": words(id), "source": "text/c0", "require": require}


def _group(id: str, kind: str, members: Any) -> dict[str, Any]:
    return {"id": id, "title": words(id), "source": "text/c0", kind: members}


def _chosen(rng: Random) -> bytes:
    """With a selection: keys, groups, reserves, equals at the cut."""
    return text(document(list_body(draw_rule(rng).body()))).encode()


def _shipped(rng: Random) -> bytes:
    return rng.choice(_shipped_texts())


@cache
def _shipped_texts() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(SHIPPED.glob("*/ruleset.yaml")))


def _candidate(facts: Sequence[Fact], number: int, rng: Random) -> dict[str, Any]:
    """A candidate with an id that stands nowhere else; gaps and odd values among its facts."""
    rate = rng.choice((0.0, 0.1, 0.5))
    found = {fact.name: _value(fact, rng) for fact in facts[:120] if rng.random() >= rate}
    for name in rng.sample(sorted(found), min(len(found), rng.choice((0, 0, 0, 1, 3)))):
        found[name] = rng.choice(ODD_CELLS)
    return {"id": f"Q{number:03}ID", "name": rng.choice(("Phòng Một", "", None, "=A1")), **found}


def _value(fact: Fact, rng: Random, longest: int = 30) -> Any:
    match fact.type:
        case BooleanType():
            return rng.random() < 0.7
        case NumberType(integral=True):
            return rng.randint(int(fact.type.minimum or 0), int(fact.type.maximum or 100))
        case NumberType() | QuotientType():
            return round(rng.uniform(0, 100), rng.choice((0, 1, 2)))
        case GradeType(scale=scale):
            return rng.choice(scale.levels)
        case ChoiceType(options=options):
            return rng.choice(options)
        case DateType():
            return rng.choice(DATES)
        case TextType():
            return rng.choice(("Nội vụ", "Đất đai", "x" * 300))
        case ListType(fields=fields):
            size = min(longest, rng.choice((0, 1, 2, 5, 30)))
            return [
                {one.name: f"k{n}" if one.name == fact.key else _value(one, rng, 2) for one in fields}
                for n in range(size)
            ]
        case other:
            raise AssertionError(f"no values of {other}")


def _write_candidates(path: Path, facts: Sequence[Fact], records: list[Any], rng: Random) -> tuple[Path, int | None]:
    """The file of candidates, and how many rows it has if that is sure."""
    form = rng.choice(FORMATS)
    target = path / f"candidates.{form}"
    flat = [fact for fact in facts if not isinstance(fact.type, ListType)]
    heads = {"id": "id", "name": "name"} | {
        fact.name: rng.choice((fact.name, fact.label.within("vi"))) for fact in flat
    }
    rows = [{heads[name]: one.get(name) for name in heads} for one in records]
    match form:
        case "parquet":
            texts = {head: [_cell(row[head]) or None for row in rows] for head in heads.values()}
            out = io.BytesIO()
            pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)).write_parquet(out, row_group_size=7)
            put(target, out.getvalue(), rng)
            return target, len(records)  # whatever is damaged: all of them, or a refusal
        case "xlsx":
            content = _workbook(list(heads.values()), rows)
        case "json":
            content = json.dumps(records if rng.random() < 0.6 else {"candidates": records}, ensure_ascii=False)
        case "jsonl":
            content = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
        case _:
            content = _csv(list(heads.values()), rows, rng.choice(",;\t"))
    is_whole = put(target, content.encode() if isinstance(content, str) else content, rng)
    return target, len(records) if is_whole else None


def _workbook(heads: list[str], rows: list[dict[str, Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [heads, *([row[head] for head in heads] for row in rows)]:
        book.active.append([one if not isinstance(one, str) else one.replace("\x07", "?") for one in row])
    book.save(out)
    return out.getvalue()


def _csv(heads: list[str], rows: list[dict[str, Any]], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(heads)
    writer.writerows([_cell(row[head]) for head in heads] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case _:
            return str(value)


def _write_lists(path: Path, facts: Sequence[Fact], records: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The members of each list in a file of its own, as `--list` takes them."""
    found = []
    for fact in facts:
        if not isinstance(fact.type, ListType):
            continue
        names = [one.name for one in fact.type.fields]
        given = [(one["id"], one.get(fact.name)) for one in records]
        rows = [
            {"id": id} | {name: member.get(name) for name in names}
            for id, members in given
            if isinstance(members, list)
            for member in members
        ]
        target = path / f"list-{fact.name}.csv"
        target.write_text(_csv(["id", *names], rows, ","), encoding="utf-8")
        found.append(f"{fact.name}={target}")
    return tuple(found)


def _changes(records: Iterable[dict[str, Any]], rng: Random) -> Iterable[Any]:
    """Lines of a season: the facts of the candidates, one by one and together, some damaged."""
    for one in records:
        facts = {name: value for name, value in one.items() if name not in ("id", "name")}
        change: dict[str, Any] = {"candidate": one["id"], "facts": facts}
        lists = [name for name, value in facts.items() if isinstance(value, list)]
        match rng.randrange(5):
            case 0 if lists:
                change = {"do": "add", "candidate": one["id"], "list": lists[0], "member": (facts[lists[0]] or [{}])[0]}
            case 1:
                change = {"do": rng.choice(("retract", "complete", "advance", "remove")), "to": "2022-12-01", **change}
        yield damage(change, rng) if rng.random() < 0.3 else change
