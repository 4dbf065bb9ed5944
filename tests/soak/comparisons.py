"""Random edits of generated rulesets: what `compare` proves equal no random candidate tells apart.

``python -m tests.soak.comparisons [edits] [candidates] [first seed]``
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from cchc_rules.analysis.comparison import CategoryComparison, Comparison, compare
from cchc_rules.analysis.mutations import find_mutations
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.rule_differences import Compared, name_status
from cchc_rules.decisions.decision import Decision
from cchc_rules.evaluation import evaluate_many
from cchc_rules.language.loader import load_text
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile
from tests.generation.bodies import document, text
from tests.generation.candidates import Source
from tests.generation.programs import Sample, sample, settled_sample


def edits(seeds: Iterator[int], each: int = 2) -> Iterator[tuple[Sample, Ruleset, Ruleset, str]]:
    """Random changes of generated rulesets, some of each: the sample, both rulesets, and what was changed."""
    for seed in seeds:
        rng = Random(seed)
        given = settled_sample(seed) if seed % 5 == 0 else sample(seed)
        try:
            ruleset = given.program().ruleset
        except RulesetError:
            continue
        found = list(find_mutations(ruleset))
        for mutation in rng.sample(found, min(each, len(found))):
            if _compiles(mutation.ruleset):
                yield given, ruleset, mutation.ruleset, f"{mutation.about}: {mutation.before} → {mutation.after}"
        body = deepcopy(dict(given.body))
        if what := edit_facts(body["facts"], rng):
            try:
                changed = load_text(text(document(body)))
            except RulesetError:
                continue
            if _compiles(changed):
                yield given, ruleset, changed, what


def _compiles(ruleset: Ruleset) -> bool:
    try:
        compile(ruleset, ruleset.categories[0].id)
    except RulesetError:
        return False
    return True


def edit_facts(facts: dict[str, Any], rng: Random) -> str:
    """Changes the bounds, the least number of members or what is settled of some fact, at whatever depth."""
    name = rng.choice(sorted(facts))
    fact = facts[name]
    if fact.pop("settles", None):
        return f"{name} settles nothing"
    match fact["type"]:
        case "list" if rng.random() < 0.5 and fact["items"]:
            return edit_facts(fact["items"], rng)
        case "list":
            fact["min_items"] = max(0, fact.get("min_items", 1) + rng.choice((-1, 1)))
        case "integer" | "number" | "percent":
            end = rng.choice(("min", "max"))
            fact[end] = fact.get(end, 3) + rng.choice((-1, 1))
        case "choice":
            fact["options"] = [*fact["options"], "khu phố"]
        case _:
            return ""
    return f"{name}: {fact}"


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
    for given, old, new, what in edits(iter(range(first, first + 10 * number))):
        turned = find_turned(given, old, new, candidates, given.seed)
        found = judge(compare(old, new), turned)
        assert found != "wrong", f"seed {given.seed}: {what}: {turned}"
        counts[found] += 1
        if counts.total() == number:
            break
    return counts


if __name__ == "__main__":
    numbers = [*map(int, sys.argv[1:]), *(200, 5000, 0)[len(sys.argv) - 1 :]]
    begun = time.monotonic()
    print(dict(search(*numbers)), f"{time.monotonic() - begun:.0f} s")
