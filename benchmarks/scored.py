"""Scores by columns in ratios to a hand-written lazy Polars query, in one run: ``python -m benchmarks.scored``.

A sheet of twenty lines (yes/no points, bands of shares, shares times points), a grade with a cap, two criteria. Both
contestants keep unknown sound: each line between its least and its greatest. Exits 1 when they differ.
"""

from __future__ import annotations

import argparse
import json
from random import Random
from typing import Any

import polars as pl

import cchc_rules as cr
from benchmarks.timing import Contestant, race, table
from cchc_rules.engines.columns import evaluate_frame
from cchc_rules.engines.columns.frame_decisions import FrameBatch
from cchc_rules.engines.columns.frame_reader import FrameReader
from cchc_rules.engines.columns.planner import plan
from cchc_rules.engines.columns.runner import run
from cchc_rules.language.loader import load_text

PLAIN, BANDS, SHARES = 12, 4, 4
"""Lines of each kind: 5 points for a yes; 10, 5 or 0 by a share; a share of 10 points."""

LEVELS = ("D", "C", "B", "A")


def main(arguments: list[str] | None = None) -> int:
    """Run everything and print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--candidates", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args(arguments)
    program = cr.compile(load_text(json.dumps(document(), ensure_ascii=False), file="scored"), "ward")
    frame = wards(given.candidates)
    made, rows = plan(program), FrameReader(program.facts, program.parameters).read(frame).rows
    evaluated = run(made, rows)
    near = 0 if made.near is None else evaluated[made.near].sum()
    print(f"{frame.height:,} wards, twenty lines, {near} on a limit that doubles cannot tell")
    hand = timed("by hand, one lazy query", lambda: by_hand(frame).collect())
    ours = timed("cchc_rules, evaluation of canonical columns", lambda: run(made, rows), 1.5)
    whole = timed("cchc_rules, with rows on a limit decided exactly", lambda: FrameBatch(program, frame, None).codes())
    words = timed("cchc_rules, evaluate_frame: all of it, as words", lambda: evaluate_frame(program, frame))
    race([hand, ours, whole, words], given.rounds)
    print(table("score, grade, verdict and outcomes", [hand, ours, whole, words], hand)[0])
    return 0 if agree(evaluate_frame(program, frame), by_hand(frame).collect()) else 1


def timed(name: str, work: Any, target: float | None = None) -> Contestant:
    """A contestant that does one thing to the whole."""
    return Contestant(name, [None], lambda _: work(), target=target)


def words(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"vi": text, "en": text}


def document() -> dict[str, Any]:
    """The ruleset."""
    count = {"type": "integer", "min": 0, "max": 1_000_000}
    facts: dict[str, Any] = {f"a{n}": {"type": "boolean"} for n in range(PLAIN)}
    facts |= {f"{part}{n}": count for n in range(BANDS + SHARES) for part in ("p", "w")}
    facts["crime"] = {"type": "boolean"}
    lines: list[dict[str, Any]] = [
        {"id": f"a{n}", "most": 5, "first": [{"when": f"a{n}", "is": 5}, {"is": 0}]} for n in range(PLAIN)
    ]
    for n in range(BANDS):
        rows = [{"when": f"percent(p{n}, w{n}) >= {limit}", "is": points} for limit, points in ((80, 10), (60, 5))]
        lines.append({"id": f"b{n}", "most": 10, "first": [*rows, {"is": 0}]})
    lines += [{"id": f"c{n}", "most": 10, "is": f"10 * p{n} / w{n}"} for n in range(BANDS, BANDS + SHARES)]
    bands = [{"from": limit, "is": level} for limit, level in ((110, "A"), (90, "B"), (70, "C"))]
    caps = [{"when": "crime", "is": "D"}]
    grade = {"scale": "mass", "of": "total", "bands": [*bands, {"is": "D"}], "at_most": caps, "source": "text/one"}
    criteria = {"enough": "total >= 70", "innocent": "not crime"}
    ward = {
        "title": words("ward"),
        "facts": {name: {**fact, "label": words(name)} for name, fact in facts.items()},
        "scores": {
            "total": {
                "title": words("total"),
                "source": "text/one",
                "lines": [{**line, "title": words(line["id"])} for line in lines],
            }
        },
        "grades": {"grade": {**grade, "title": words("grade")}},
        "criteria": [
            {"id": id, "title": words(id), "source": "text/one", "require": text} for id, text in criteria.items()
        ],
    }
    clause = {"at": words("1"), "says": words("one")}
    return {
        "language": 1,
        "id": "scored",
        "version": "1.0.0",
        "title": words("scored"),
        "issuer": words("nobody"),
        "decides": "eligibility",
        "sources": {"text": {"title": words("text"), "clauses": {"one": clause}}},
        "scales": {"mass": {"levels": list(LEVELS), "issuer": words("nobody")}},
        "categories": {"ward": ward},
    }


def wards(number: int, *, seed: int = 2022) -> pl.DataFrame:
    """Wards with 2 % of their facts missing; twenty thousand are drawn, larger frames repeat them."""
    random = Random(seed)
    drawn = min(number, 20_000)

    def some(draw: Any) -> list[Any]:
        return [None if random.random() < 0.02 else draw() for _ in range(drawn)]

    columns: dict[str, list[Any]] = {f"a{n}": some(lambda: random.random() < 0.8) for n in range(PLAIN)}
    for n in range(BANDS + SHARES):
        columns[f"w{n}"] = some(lambda: random.choice((0, 3, 7, 10, 40, 97, 250)) if random.random() < 0.2 else 100)
        parts = (random.randint(whole // 2, whole) if whole else 0 for whole in (one or 0 for one in columns[f"w{n}"]))
        columns[f"p{n}"] = [None if random.random() < 0.02 else part for part in parts]
    columns["crime"] = some(lambda: random.random() < 0.02)
    frame = pl.DataFrame(columns, schema_overrides={"crime": pl.Boolean})
    return pl.concat([frame] * -(-number // drawn)).head(number)


def by_hand(frame: pl.DataFrame) -> pl.LazyFrame:
    """The ends of the score, the least and greatest level, verdict and outcomes, as somebody fluent would write it."""
    lows, highs = [], []
    for n in range(PLAIN):
        yes = pl.col(f"a{n}")
        lows.append(pl.when(yes).then(5.0).otherwise(0.0))
        highs.append(pl.when(yes.fill_null(value=True)).then(5.0).otherwise(0.0))
    for n in range(BANDS + SHARES):
        part, whole = pl.col(f"p{n}"), pl.col(f"w{n}")
        if n < BANDS:
            # Cross-multiplied: 80 % of a whole is told exactly.
            upper, lower = part * 100 >= whole * 80, part * 100 >= whole * 60
            points = pl.when(whole == 0).then(None).when(upper).then(10.0).when(lower).then(5.0)
            points = points.when(lower.is_not_null()).then(0.0)
        else:
            points = pl.when(whole != 0).then((10 * part / whole).clip(0.0, 10.0))
        lows.append(points.fill_null(0.0))
        highs.append(points.fill_null(10.0))
    found = frame.lazy().select("crime", low=pl.sum_horizontal(lows), high=pl.sum_horizontal(highs))
    level = {
        end: pl.when(pl.col(end) >= 110)
        .then(3)
        .when(pl.col(end) >= 90)
        .then(2)
        .when(pl.col(end) >= 70)
        .then(1)
        .otherwise(0)
        for end in ("low", "high")
    }
    crime = pl.col("crime")
    found = found.with_columns(
        total=pl.when(pl.col("low") == pl.col("high")).then("low"),
        least=pl.when(crime.fill_null(value=True)).then(0).otherwise(level["low"]),
        greatest=pl.when(crime).then(0).otherwise(level["high"]),
        enough=pl.when(pl.col("low") >= 70).then(True).when(pl.col("high") < 70).then(False),
        innocent=~crime,
    )
    truth = pl.col("enough") & pl.col("innocent")
    names = pl.Enum(["eligible", "ineligible", "undetermined"])
    yes, no, perhaps = (pl.lit(word, dtype=names) for word in names.categories)
    return found.with_columns(verdict=pl.when(truth).then(yes).when(~truth).then(no).otherwise(perhaps)).drop("crime")


def agree(ours: pl.DataFrame, hand: pl.DataFrame) -> bool:
    """Whether both come to the same, save where doubles added up by hand miss a limit by their rounding."""
    ends = pl.DataFrame({"from": ours["result:total:from"], "to": ours["result:total:to"]})
    close = (ends["from"] - hand["low"]).abs().max() < 1e-9 and (ends["to"] - hand["high"]).abs().max() < 1e-9
    differs = (ours["verdict"].cast(str) != hand["verdict"].cast(str)).sum()
    print(f"  verdicts the hand-written query gets wrong by rounding: {differs}")
    return bool(close) and differs <= ours.height // 1000


if __name__ == "__main__":
    raise SystemExit(main())
