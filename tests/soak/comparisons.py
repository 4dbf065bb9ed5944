"""Random edits of generated rulesets: what `compare` proves equal no random candidate tells apart.

``python -m tests.soak.comparisons [edits] [candidates] [first seed]``
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from cchc_rules.analysis.comparison import CategoryComparison, Comparison, compare
from cchc_rules.analysis.mutations import Mutation, find_mutations
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.rule_differences import Compared, name_status
from cchc_rules.decisions.decision import Decision
from cchc_rules.evaluation import evaluate_many
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile
from tests.generation.candidates import Source
from tests.generation.programs import Sample, sample, settled_sample


def edits(seeds: Iterator[int], each: int = 2) -> Iterator[tuple[Sample, Ruleset, Mutation]]:
    """Random changes of generated rulesets, some of each."""
    for seed in seeds:
        rng = Random(seed)
        given = settled_sample(seed) if seed % 5 == 0 else sample(seed)
        try:
            ruleset = given.program().ruleset
        except RulesetError:
            continue
        found = list(find_mutations(ruleset))
        for mutation in rng.sample(found, min(each, len(found))):
            try:
                compile(mutation.ruleset, ruleset.categories[0].id)
            except RulesetError:
                continue
            yield given, ruleset, mutation


def find_turned(given: Sample, old: Ruleset, new: Ruleset, number: int, seed: int) -> str:
    """What a random candidate finds to differ; empty where none of so many does."""
    source = Source(given, seed)
    programs = [compile(one, old.categories[0].id) for one in (old, new)]
    for as_of in {source.as_of() for _ in range(8)}:
        rows = [{**source.candidate(), "id": str(place)} for place in range(number // 8)]
        for row, one, other in zip(rows, *(evaluate_many(each, rows, as_of=as_of) for each in programs), strict=True):
            if one.decision is not None and (found := tell_apart(one.decision, other.decision)):
                return f"{found}: {as_of} {row}"
    return ""


def tell_apart(one: Decision, other: Decision | None) -> str:
    """What two programs find otherwise of one candidate; nothing of one that both refuse."""
    assert other is not None
    if one.problems and other.problems:
        return ""
    pairs = {
        "validity": (bool(one.problems), bool(other.problems)),
        "outcomes": (one.outcomes, other.outcomes),
        "verdict": (name_status(one), name_status(other)),
        "results": (one.measured, other.measured),
    }
    return next((name for name, (before, after) in pairs.items() if before != after), "")


def judge(found: Comparison, turned: str) -> str:
    """How an answer stands to what random candidates show: ``wrong`` where a proof is refuted."""
    category: CategoryComparison = found.categories[0]
    rests = any(one.bounded for one in category.differences if one.compared is not Compared.DEFINITION)
    match category.certainty:
        case Certainty.PROVED:
            return ("equal" if not rests else "equal of short lists") if not turned else "bounded" if rests else "wrong"
        case Certainty.SHOWN:
            return "differs" if turned else "differs, unseen"
        case Certainty.OPEN:
            return "open"


def search(number: int, candidates: int, first: int) -> Counter[str]:
    """Counts of how the answers on so many edits stand to random candidates; AssertionError for a proof refuted."""
    counts: Counter[str] = Counter()
    for given, old, mutation in edits(iter(range(first, first + 10 * number))):
        turned = find_turned(given, old, mutation.ruleset, candidates, given.seed)
        found = judge(compare(old, mutation.ruleset), turned)
        assert found != "wrong", f"seed {given.seed}: {mutation.about}: {mutation.before} → {mutation.after}: {turned}"
        counts[found] += 1
        if counts.total() == number:
            break
    return counts


if __name__ == "__main__":
    numbers = [*map(int, sys.argv[1:]), *(200, 5000, 0)[len(sys.argv) - 1 :]]
    begun = time.monotonic()
    print(dict(search(*numbers)), f"{time.monotonic() - begun:.0f} s")
