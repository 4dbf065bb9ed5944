"""The columns engine in ratios to hand-written Polars queries, in one run: ``python -m benchmarks.columns``.

Every contestant is first shown to give the same columns. Exits 1 when one differs; missed targets are printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import polars as pl

import cchc_rules as cr
from benchmarks.candidates import candidates
from benchmarks.columns_by_hand import LEVELS, by_hand, target_by_hand, texts_by_hand, verdict_by_hand
from benchmarks.timing import Contestant, race, table
from cchc_rules.engines.columns import decide_frame, evaluate_frame, evaluate_lazy
from cchc_rules.engines.columns.frame_reader import FrameReader
from cchc_rules.engines.columns.planner import plan
from cchc_rules.engines.columns.runner import run

HERE = Path(__file__).parent
DRAWN = 20_000
"""How many different candidates are drawn; larger frames repeat them."""


def main(arguments: list[str] | None = None) -> int:
    """Run everything and print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--candidates", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--peak", choices=("hand", "ours"), help="only print the peak memory of one contestant")
    given = options.parse_args(arguments)
    program = cr.compile(cr.load(HERE / "agency.yaml"), "agency")
    text = agencies(given.candidates)
    if given.peak:
        print(*peak_of(program, text, given.peak))
        return 0
    print(
        f"{text.height:,} agencies, ten criteria, twelve facts, {pl.thread_pool_size()} threads; times of whole frames"
    )
    agreed = [
        in_memory(program, text, "grades as text", given.rounds),
        in_memory(program, text.with_columns(pl.col("index").cast(LEVELS)), "grades as Enum", given.rounds),
        reasons(program, text, max(3, given.rounds // 3)),
        two_levels(given.candidates // 10, given.rounds),
        files(program, text, given.rounds),
    ]
    peaks(given.candidates)
    return 0 if all(agreed) else 1


def agencies(number: int) -> pl.DataFrame:
    """That many typed agencies."""
    dtypes = dict.fromkeys(("plan", "launched", "head_disciplined", "indexed"), pl.Boolean)
    dtypes |= dict.fromkeys(("initiatives", "lawful_initiatives", "effective_initiatives"), pl.Int64)
    dtypes |= {"tasks_done": pl.Float64, "conduct": pl.Float64, "index": pl.String}
    dtypes |= {"registered_on": pl.Date, "reported_on": pl.Date}
    drawn = candidates(min(number, DRAWN))
    columns = {name: [_typed(one.get(name), dtype) for one in drawn] for name, dtype in dtypes.items()}
    some = pl.DataFrame(columns, schema=dtypes)
    return pl.concat([some] * -(-number // some.height)).head(number).rechunk()


def _typed(value: object, dtype: object) -> object:
    return float(value) if dtype == pl.Float64 and value is not None else value  # type: ignore[arg-type]


def timed(name: str, work: Callable[[], object], target: float | None = None) -> Contestant:
    """A contestant that decides everything in one call."""
    return Contestant(name, [None], lambda _: work(), batch=True, target=target)


def in_memory(program: cr.Program, frame: pl.DataFrame, kind: str, rounds: int) -> bool:
    """Verdict and outcomes, and the verdict alone."""
    enums = frame.schema["index"] != pl.String
    reader = FrameReader(program.facts, program.parameters)
    rows, made = reader.read(frame).rows, plan(program)
    expected = by_hand(frame, enums=enums).collect()
    ours = evaluate_frame(program, frame, words=False).drop("provisional")
    agreed = ours.equals(expected) and by_hand(frame, enums=enums, chain=True).collect().equals(expected)
    hands = [
        timed("by hand, truths cast to numbers", lambda: by_hand(frame, enums=enums).collect()),
        timed("by hand, when chains", lambda: by_hand(frame, enums=enums, chain=True).collect()),
    ]
    others = [
        timed("cchc_rules, evaluation of canonical columns", lambda: run(made, rows), 1.0),
        timed("cchc_rules, validation of the frame", lambda: reader.read(frame)),
        timed("cchc_rules, evaluate_frame: both, as codes", lambda: evaluate_frame(program, frame, words=False)),
        timed("cchc_rules, evaluate_frame: both, as words", lambda: evaluate_frame(program, frame)),
    ]
    race([*hands, *others], rounds)
    best = min(hands, key=lambda one: one.best)
    print(table(f"{kind}: verdict and ten outcomes", [*hands, *others], best)[0])
    evaluation, validation = others[0].best, others[1].best
    print(
        f"  validation against evaluation                           {validation / evaluation:.2f} ×  target ≤ 1: ",
        end="",
    )
    print("met" if validation <= evaluation else "MISSED")
    hands = [
        timed("by hand, truths cast to numbers", lambda: verdict_by_hand(frame, enums=enums).collect()),
        timed("by hand, when chains", lambda: verdict_by_hand(frame, enums=enums, chain=True).collect()),
    ]
    alone = timed(
        "cchc_rules, evaluation of canonical columns", lambda: run(made, rows, outcomes=()), 0.6 if enums else 1.1
    )
    lazily = timed(
        "cchc_rules, evaluate_lazy: validation included",
        lambda: evaluate_lazy(program, frame.lazy(), outcomes=False).select("verdict").collect(),
        None if enums else 1.2,
    )
    race([*hands, alone, lazily], rounds)
    best = min(hands, key=lambda one: one.best)
    print(table(f"{kind}: the verdict alone", [*hands, alone, lazily], best)[0], "\n")
    return agreed


def reasons(program: cr.Program, frame: pl.DataFrame, rounds: int) -> bool:
    """Ten columns of reasons."""
    found = decide_frame(program, frame)
    hand = timed("by hand, ten columns of shorter texts", lambda: texts_by_hand(frame).collect())
    ours = timed("cchc_rules, reasons of all rows, dictionary-encoded", found.reasons, 0.5)
    race([hand, ours], rounds)
    print(table("reasons in Vietnamese", [hand, ours], hand)[0], "\n")
    return True


def bodies(number: int, *, seed: int = 2022) -> pl.DataFrame:
    """Bodies with four units or so of five fields or so, 1 % of the shares missing."""
    random = Random(seed)

    def share() -> float | None:
        return (
            None
            if random.random() < 0.01
            else round(random.uniform(88, 100) if random.random() < 0.02 else random.uniform(94, 100), 1)
        )

    def unit() -> dict[str, object]:
        return {"fs": [{"on": share()} for _ in range(random.randint(2, 8))]}

    drawn = [[unit() for _ in range(random.randint(2, 6))] for _ in range(min(number, DRAWN))]
    some = pl.DataFrame(
        {"us": drawn}, schema={"us": pl.List(pl.Struct({"fs": pl.List(pl.Struct({"on": pl.Float64}))}))}
    )
    return pl.concat([some] * -(-number // some.height)).head(number).rechunk()


def two_levels(number: int, rounds: int) -> bool:
    """The target over units and fields."""
    program = cr.compile(cr.load(HERE / "columns_target.yaml"), "body")
    frame = bodies(number)
    reader, made = FrameReader(program.facts, program.parameters), plan(program)
    rows = reader.read(frame).rows
    ours = evaluate_frame(program, frame, words=False).drop("provisional")
    agreed = ours.equals(target_by_hand(frame).collect().rename({"every": "outcome:every", "most": "outcome:most"}))
    hand = timed("by hand, nested list.eval", lambda: target_by_hand(frame).collect())
    others = [
        timed("cchc_rules, evaluation of canonical rows", lambda: run(made, rows), 1.5),
        timed(
            "cchc_rules, evaluate_frame, validation included", lambda: evaluate_frame(program, frame, words=False), 1.5
        ),
    ]
    race([hand, *others], rounds)
    print(table(f"the two-level target, {number:,} candidates", [hand, *others], hand)[0], "\n")
    return agreed


def files(program: cr.Program, frame: pl.DataFrame, rounds: int) -> bool:
    """Parquet → parquet against a bare copy, CSV → parquet against a bare read and write."""
    numbered = frame.with_columns(id=pl.int_range(frame.height).cast(pl.String))
    with tempfile.TemporaryDirectory() as folder:
        source, text, out = (Path(folder) / name for name in ("in.parquet", "in.csv", "out.parquet"))
        numbered.write_parquet(source)
        numbered.write_csv(text)
        copy = timed("a bare copy", lambda: pl.scan_parquet(source).sink_parquet(out))
        lazy = timed(
            "cchc_rules, evaluate_lazy", lambda: evaluate_lazy(program, pl.scan_parquet(source)).sink_parquet(out), 1.5
        )
        read = timed("read_csv and write_parquet", lambda: pl.read_csv(text, try_parse_dates=True).write_parquet(out))

        def decided() -> None:
            evaluate_frame(program, pl.read_csv(text, try_parse_dates=True)).write_parquet(out)

        ours = timed("read_csv, evaluate_frame, write_parquet", decided, 2.0)
        race([copy, lazy, read, ours], rounds)
        print(table("parquet → parquet", [copy, lazy], copy)[0])
        print(table("csv → parquet", [read, ours], read)[0])
    return True


def peaks(number: int) -> None:
    """The peak memory of verdict and ten outcomes, each contestant in a process of its own."""
    found = {}
    for contestant in ("hand", "ours"):
        command = [sys.executable, "-m", "benchmarks.columns", "--candidates", str(number), "--peak", contestant]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
        found[contestant] = [int(word) for word in done.stdout.split()]
    print("\npeak memory, verdict and ten outcomes (the frame and the interpreter included; what was added to them)")
    for contestant, name in (("hand", "by hand"), ("ours", "cchc_rules, evaluate_frame as codes, validation included")):
        whole, added = found[contestant]
        ratio, more = whole / found["hand"][0], added / found["hand"][1]
        print(f"  {name:56} {ratio:.2f} × {whole / 1e6:8.0f} MB;  {more:.2f} × {added / 1e6:6.0f} MB", end="")
        print("" if contestant == "hand" else f"  target ≤ 1.2: {'met' if ratio <= 1.2 else 'MISSED'}")


def peak_of(program: cr.Program, frame: pl.DataFrame, contestant: str) -> tuple[int, int]:
    """The peak of the process's resident memory in bytes, and by how much it was above that before (Linux only)."""
    small = frame.head(1000)
    decide = {
        "hand": lambda given: by_hand(given, enums=False).collect(),
        "ours": lambda given: evaluate_frame(program, given, words=False),
    }[contestant]
    decide(small)  # plans, threads and code are there in either case
    Path("/proc/self/clear_refs").write_text("5")
    before = _resident("VmRSS")
    kept = decide(frame)
    assert kept.height == frame.height
    return _resident("VmHWM"), _resident("VmHWM") - before


def _resident(what: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    sys.exit(main())
