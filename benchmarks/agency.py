"""The speed of the ten-criterion agency program, as ratios in one run: ``python -m benchmarks.agency``.

Every contestant is first shown to give the same answers on all candidates. Exits 1 when a target is missed or a
contestant differs.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import cchc_rules as cr
from benchmarks.by_hand import by_hand, by_hand_inline, by_hand_parsed
from benchmarks.by_hand_texts import by_hand_with_texts
from benchmarks.candidates import candidates
from benchmarks.peers import peers
from benchmarks.timing import Contestant, import_ratio, race, table
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import decide

RULESET = Path(__file__).with_name("agency.yaml")
SLOW = 1_000
"""How many of the candidates the peers decide."""

COMPILE_TARGET = 0.020
IMPORT_TARGET = 1.3
NEW_TARGET = 3.7


def main(arguments: list[str] | None = None) -> int:
    """Run everything and print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--candidates", type=int, default=5_000)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--without-peers", action="store_true")
    given = options.parse_args(arguments)
    ruleset = cr.load(RULESET)
    program = cr.compile(ruleset, "agency")
    rows = candidates(given.candidates)
    verdicts = Counter(str(cr.evaluate(program, row).verdict) for row in rows)
    print(f"{len(rows)} candidates, ten criteria, twelve facts, 3 % missing: {dict(verdicts)}\n")
    kept = [
        outcomes(program, rows, given.rounds, with_peers=not given.without_peers),
        texts(program, rows, given.rounds),
        once(ruleset),
    ]
    return 0 if all(kept) else 1


def outcomes(program: cr.Program, rows: list[dict[str, Any]], rounds: int, *, with_peers: bool) -> bool:
    """Verdict and outcomes: by hand, ours, and the peers."""
    code = direct.code(program)
    parsed = [cr.evaluate(program, row).values for row in rows]
    expected = [by_hand(row) for row in rows]
    inline = Contestant("by hand, a dict", rows, by_hand_inline)
    contestants = [
        inline,
        Contestant("by hand, a dict, in two functions", rows, by_hand),
        Contestant("by hand, a tuple", parsed, by_hand_parsed),
        Contestant("cchc_rules, a parsed candidate", parsed, lambda values: code.decide(values, None), target=0.6),
        Contestant("cchc_rules, evaluate(program, dict), all checked", rows, evaluation(program), target=3),
    ]
    agreed = [same(one.name, map(one.work, one.inputs), expected) for one in contestants]
    race(contestants, rounds)
    lines, kept = table("verdict and outcomes, without texts", contestants, inline)
    print(lines)
    new = first_seen(program.ruleset, rows, inline)
    print(f"  {'the same, a new program':<52}{new:8.2f} ×   {_kept(new, NEW_TARGET, '', 1)}")
    if with_peers:
        agreed += list(against_peers(rows, expected, inline))
    print()
    return kept and new <= NEW_TARGET and all(agreed)


def first_seen(ruleset: cr.Ruleset, rows: list[dict[str, Any]], base: Contestant) -> float:
    """`evaluate` of a new program each time, every candidate decided once, over the same by hand."""
    again = Contestant(base.name, base.inputs, base.work)
    found = []
    for _ in range(9):
        again.run()
        program = cr.compile(ruleset, "agency")
        direct.code(program)
        found.append(_average(evaluation(program), rows))
    return min(found) / again.best


def evaluation(program: cr.Program) -> Callable[[dict[str, Any]], tuple[int, tuple[int, ...]]]:
    """The public call, down to what the others give."""

    def work(row: dict[str, Any]) -> tuple[int, tuple[int, ...]]:
        decision = cr.evaluate(program, row)
        return decision.verdict_code, decision.outcome_codes

    cr.evaluate  # noqa: B018  loaded before it is timed
    return work


def against_peers(rows: list[dict[str, Any]], expected: Sequence[Any], base: Contestant) -> list[bool]:
    """Times the peers that give the same answers; says which cannot take part."""
    agreed = []
    contestants = []
    for peer in peers():
        if isinstance(peer, str):
            print(f"  {peer}")
            continue
        some = rows if peer.batch else rows[:SLOW]
        ready = [peer.ready(row) for row in some]
        answers = peer.decide(ready) if peer.batch else map(peer.decide, ready)
        agreed.append(same(peer.name, answers, expected[: len(some)]))
        if agreed[-1]:
            contestants.append(Contestant(peer.name, ready, peer.decide, peer.batch))
    again = Contestant(base.name, base.inputs, base.work)
    race([again, *contestants], 5)
    print(table("peers, inputs made ready beforehand", contestants, again)[0])
    return agreed


def texts(program: cr.Program, rows: list[dict[str, Any]], rounds: int) -> bool:
    """Verdict, outcomes and a Vietnamese line for each criterion."""
    parsed = [cr.Candidate(None, None, cr.evaluate(program, row).values) for row in rows]

    def explained(decision: cr.Decision) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
        return decision.verdict_code, decision.outcome_codes, decision.reasons("vi")

    base = Contestant("by hand, a dict", rows, by_hand_with_texts)
    contestants = [
        base,
        Contestant(
            "cchc_rules, a parsed candidate, seen before",
            parsed,
            lambda one: explained(decide(program, one)),
            target=0.6,
        ),
        Contestant(
            "cchc_rules, evaluate(program, dict), seen before", rows, lambda one: explained(cr.evaluate(program, one))
        ),
    ]
    expected = list(map(by_hand_with_texts, rows))
    agreed = [same(one.name, map(one.work, one.inputs), expected) for one in contestants]
    race(contestants, rounds)
    lines, kept = table("verdict, outcomes and the reason of each criterion in words", contestants, base)
    print(lines)
    print(unrepeated(program.ruleset, rows, base), end="\n\n")
    return kept and all(agreed)


def unrepeated(ruleset: cr.Ruleset, rows: list[dict[str, Any]], base: Contestant) -> str:
    """The same work where less is shared: the figures above repeat their candidates, so every text was said before.

    No target is set on these. Each is the best of three fresh programs, every candidate decided once.
    """
    again = Contestant(base.name, base.inputs, base.work)
    timed: dict[str, list[float]] = {}
    for _ in range(3):
        again.run()
        program = cr.compile(ruleset, "agency")
        work = partial(_reasoned, program)
        timed.setdefault("a new program, its first candidates", []).append(_average(work, _parsed(program, rows)))
        for seen, seed in ((5_000, 1), (50_000, 2)):
            _average(work, _parsed(program, candidates(seen, seed=seed)))
            fresh = _parsed(program, candidates(len(rows), seed=seed + 10))
            timed.setdefault(f"candidates not seen before, after {seen:,} more", []).append(_average(work, fresh))
        traced = partial(_traced, program)
        _average(traced, _parsed(program, rows))
        timed.setdefault("seen before, every trace object read", []).append(_average(traced, _parsed(program, rows)))
    lines = [
        f"  {name:<52}{min(found) / again.best:8.2f} ×  {min(found) * 1e6:9.2f} µs" for name, found in timed.items()
    ]
    return "\n".join(["the same where less is shared (no target)", *lines])


def _parsed(program: cr.Program, rows: list[dict[str, Any]]) -> list[cr.Candidate]:
    return [cr.Candidate(None, None, cr.evaluate(program, row).values) for row in rows]


def _reasoned(program: cr.Program, candidate: cr.Candidate) -> tuple[str, ...]:
    return decide(program, candidate).reasons("vi")


def _traced(program: cr.Program, candidate: cr.Candidate) -> list[Any]:
    return [finding.trace for finding in decide(program, candidate).findings]


def _average(work: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    started = perf_counter()
    for one in inputs:
        work(one)
    return (perf_counter() - started) / len(inputs)


def once(ruleset: cr.Ruleset) -> bool:
    """What is paid once: compiling a program, importing the package."""
    seconds = min(_compiled(ruleset) for _ in range(20))
    ratio = import_ratio("cchc_rules", "yaml, pydantic", 15)
    print("paid once")
    print(f"  {'compile and write the code':<52}{seconds * 1e3:8.2f} ms  {_kept(seconds, COMPILE_TARGET, 'ms', 1e3)}")
    print(f"  {'import cchc_rules / import yaml, pydantic':<52}{ratio:8.2f} ×   {_kept(ratio, IMPORT_TARGET, '', 1)}")
    return seconds <= COMPILE_TARGET and ratio <= IMPORT_TARGET


def _compiled(ruleset: cr.Ruleset) -> float:
    started = perf_counter()
    direct.code(cr.compile(ruleset, "agency"))
    return perf_counter() - started


def _kept(value: float, target: float, unit: str, scale: float) -> str:
    return f"target ≤ {target * scale:g} {unit}: {'met' if value <= target else 'MISSED'}"


def same(name: str, answers: Any, expected: Sequence[Any]) -> bool:
    """Whether the answers are those expected; prints the first that is not."""
    for place, (answer, right) in enumerate(zip(answers, expected, strict=True)):
        if answer != right:
            print(f"  {name} differs on candidate {place}: {answer} instead of {right}")
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
