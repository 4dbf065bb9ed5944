"""What stands in the way is looked for criterion by criterion, each translated by itself."""

from __future__ import annotations

import json

import cchc_rules as cr
from benchmarks.growth import YES_NO, document
from cchc_rules.analysis import remedy_search
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.remedy_answers import remedies


def test_obstacles_of_many_criteria_cost_a_translation_each(monkeypatch):
    """Sixty criteria over the same facts: some hundred translations; each of them once for every one were 3,600."""
    translated = []

    def counting(logic, program, facts, as_of, criteria, checks, **more):
        translated.extend(criteria)
        return translate(logic, program, facts, as_of, criteria, checks, **more)

    translate = remedy_search.translate_parts
    monkeypatch.setattr(remedy_search, "translate_parts", counting)
    conditions = [f"{'not ' * (n % 2)}(f{n % 10} and f{(n + 1) % 10})" for n in range(60)]
    program = cr.compile(cr.load_text(json.dumps(document(YES_NO, conditions))), "candidate")
    found = remedies(cr.evaluate(program, {f"f{n}": n % 3 > 0 for n in range(10)}))
    assert found.certainty is Certainty.PROVED
    assert 60 <= len(translated) <= 8 * 60
