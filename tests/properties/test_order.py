"""P4: the order of facts, keys, members, criteria and rows does not matter."""

from __future__ import annotations

from random import Random

from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import evaluate_many
from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from tests.generation.bodies import CATEGORY, document, text
from tests.properties.drawing import candidates, parsed, programs


def decided(program, raw, as_of):
    """The verdict and the outcomes by criterion id."""
    verdict, codes, _ = direct.code(program).decide(parsed(program, raw).candidate.values, as_of)
    return verdict, dict(zip((criterion.id for criterion in program.order), codes, strict=True))


def shuffled(value, rng, *, members):
    """The same value with keys in another order, and with members in another order where asked."""
    if isinstance(value, dict):
        keys = rng.sample(list(value), len(value))
        return {key: shuffled(value[key], rng, members=members) for key in keys}
    if isinstance(value, list):
        inner = [shuffled(one, rng, members=members) for one in value]
        return rng.sample(inner, len(inner)) if members else inner
    return value


def test_the_order_of_facts_and_members_does_not_matter():
    """The same facts in any order of keys and members give the same outcomes."""
    rng = Random(4)
    for given, program in programs(range(600, 680)):
        for raw, as_of in candidates(given, 10):
            assert decided(program, raw, as_of) == decided(program, shuffled(raw, rng, members=True), as_of)


def test_the_order_of_keys_in_the_file_does_not_matter():
    """A ruleset with its keys in another order decides alike and has the same digest where no order has a meaning."""
    rng = Random(5)
    for given, program in programs(range(680, 710)):
        whole = document(given.body)
        other = compile(load_text(text(shuffled(whole, rng, members=False))), CATEGORY)
        for raw, as_of in candidates(given, 10):
            assert decided(program, raw, as_of) == decided(other, raw, as_of)


def test_the_order_of_criteria_moves_findings_and_nothing_else():
    """Criteria in another order give the same verdict and the same outcome for each id."""
    for given, program in programs(range(710, 740)):
        whole = document(given.body)
        category = whole["categories"][CATEGORY]
        for listed in (category.get("criteria", []), category.get("uses", {}).get("criteria", [])):
            listed.reverse()
        other = compile(load_text(text(whole)), CATEGORY)
        for raw, as_of in candidates(given, 10):
            assert decided(program, raw, as_of) == decided(other, raw, as_of)


def test_the_order_of_rows_does_not_matter():
    """Rows in another order get the same results, each at its own place."""
    rng = Random(6)
    for given, program in programs(range(740, 750)):
        rows = [{**raw, "id": str(index)} for index, (raw, _) in enumerate(candidates(given, 20))]
        moved = rng.sample(rows, len(rows))
        results = {result.id: result.decision.outcome_codes for result in evaluate_many(program, rows)}
        assert results == {result.id: result.decision.outcome_codes for result in evaluate_many(program, moved)}
        assert [row["id"] for row in moved] == [result.id for result in evaluate_many(program, moved)]
