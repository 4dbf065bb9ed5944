"""The live engine: what durable_rules fires is what the reference says; split programs, failures, release, threads."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from cchc_rules.decisions.explanation import explain
from cchc_rules.engines import durable
from cchc_rules.engines.durable.host import MOST_TESTS, Host
from cchc_rules.engines.durable.parts import MOST_LEAVES
from cchc_rules.evaluation import cross_checked, evaluate
from cchc_rules.language.loader import load, load_text
from cchc_rules.problems import EngineDisagreement, MissingDependency, install_command
from cchc_rules.program import reference
from cchc_rules.program.compiler import compile
from cchc_rules.values import OUTCOMES
from tests.generation.bodies import CATEGORY, document, text
from tests.soak.durable import difference, run

ROOT = Path(__file__).parents[2]


def made(body):
    """The program of a short body."""
    return compile(load_text(text(document(body))), CATEGORY)


def wide(number: int, join: str = "and"):
    """A program of one criterion over many numbers."""
    facts = {f"f{place}": {"type": "number"} for place in range(number)}
    return made({"facts": facts, "require": f" {join} ".join(f"{name} >= 1" for name in facts)})


def test_live_and_reference_agree_on_random_programs():
    """2,000 pairs of generated programs and candidates: no outcome, verdict or failed check differs."""
    tally = run(range(100_000, 100_115), candidates=20)
    assert [] == tally.disagreements
    assert tally.pairs >= 2000
    assert tally.widest > 1


@pytest.mark.parametrize("join", ["and", "or"])
@pytest.mark.parametrize("number", [MOST_LEAVES, MOST_LEAVES + 1, MOST_TESTS, MOST_TESTS + 1, 200])
def test_a_program_of_many_tests_is_cut_and_split(number, join):
    """At the limits of durable_rules and past them every candidate is decided as the reference does."""
    program = wide(number, join)
    code = durable.code(program)
    assert (code.rulesets > 1) is (2 * number + 1 > MOST_TESTS)
    for low in (0, 1, number // 2, number - 1, number):
        facts = {f"f{place}": 1 if place < low else 0.5 for place in range(number)}
        assert None is difference(program, facts, None)
        assert None is difference(program, dict(list(facts.items())[1:]), None)


def test_no_rule_has_more_tests_than_fit():
    """Every rule keeps within the expression slots of durable_rules, every ruleset within the matches."""
    code = durable.code(wide(200))
    assert max(part.size for part in code._parts) <= MOST_LEAVES
    assert all(chunk.size <= MOST_TESTS for chunk in code._ready_host()._chunks)


def test_a_definition_may_name_its_members_as_the_fold_it_stands_in():
    """Members of an outer fold are not mixed up with those of a definition read inside it."""
    items = {"f": "boolean"}
    body = {
        "facts": {"xs": {"type": "list", "items": items}, "n": {"type": "integer", "min": 0, "max": 9}},
        "define": {"held": "count(m.f for m in xs)"},
        "require": "all(held >= n and m.f for m in xs)",
    }
    program = made(body)
    for facts in ({"xs": [{"f": True}, {"f": False}], "n": 1}, {"xs": [{"f": True}, {"f": True}], "n": 2}):
        assert None is difference(program, facts, None)


def test_a_failed_host_is_replaced_and_never_decides():
    """An error of durable_rules is raised as EngineFailure; the next question gets a new host."""
    program = wide(3)
    code = durable.code(program)
    broken = code._ready_host()
    broken._host.assert_fact = None
    with pytest.raises(durable.EngineFailure):
        code.answer((1, 1, 1), None)
    with pytest.raises(durable.EngineFailure, match="failed before"):
        broken.ask({})
    assert (0,) == code.answer((1, 1, 1), None).outcomes
    assert code._ready_host() is not broken


def test_an_answer_that_is_no_answer_is_refused():
    """A state with an exception, or a run in which not even the anchor fired, is an EngineFailure."""
    host = Host({})
    host._host.assert_fact = lambda name, record: {"sid": "0"}
    with pytest.raises(durable.EngineFailure, match="did not answer"):
        host.ask({})


def test_a_pickled_program_builds_its_own_host():
    """Pickling a program drops its host; the copy decides alike."""
    program = wide(3)
    durable.code(program).answer((1, 1, 1), None)
    copy = pickle.loads(pickle.dumps(program))
    assert durable.code(program).answer((1, 0, None), None) == durable.code(copy).answer((1, 0, None), None)


def test_threads_take_turns():
    """Many threads asking one program get the answers the reference gives."""
    program = wide(8)
    rows = [tuple(float(bool(n >> place & 1)) for place in range(8)) for n in range(256)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: durable.code(program).answer(row, None).outcomes, rows))
    assert [tuple(reference.outcomes(program, row)) for row in rows] == [
        tuple(OUTCOMES[one] for one in outcomes) for outcomes in found
    ]


def test_released_hosts_leave_nothing_behind():
    """Building, asking and dropping hosts by the hundred does not grow the process."""
    code = """
import gc, resource
from tests.engines.test_durable import wide
from cchc_rules.engines import durable
from cchc_rules.engines.durable.engine import DurableCode
program = wide(12)
def spent(number):
    for _ in range(number):
        DurableCode(program).answer((1.0,) * 12, None)
    gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = spent(100)
print(spent(300) - first)
"""
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(found.stdout) < 8_000  # a kept host costs some 400 kB


def test_absent_durable_rules_is_said_in_both_languages(monkeypatch):
    """Without durable_rules the error says what to install, in Vietnamese and English, and nothing is decided."""
    monkeypatch.setitem(sys.modules, "durable", None)
    monkeypatch.delitem(sys.modules, "durable.engine", raising=False)
    with pytest.raises(MissingDependency) as caught:
        durable.code(wide(4))
    assert 2 == str(caught.value).count(install_command("live"))
    assert 2 == str(caught.value).count("gcc python3-dev")
    monkeypatch.undo()
    assert durable.code(wide(4))


@pytest.fixture(scope="module")
def program():
    """The agencies of Quận 12."""
    return compile(load("quan-12-2022"), "agency")


class TestCrossCheck:
    """A second opinion on one decision."""

    FACTS = {"id": "PNV", "has_plan": True, "head_disciplined": False, "reform_index": "Khá", "indexed_annually": True}

    def test_the_decision_says_that_both_agreed(self, program):
        """A cross-checked decision equals the plain one and says so in words and as data."""
        decision = evaluate(program, self.FACTS, as_of=date(2022, 12, 1), cross_check=True)
        plain = evaluate(program, self.FACTS, as_of=date(2022, 12, 1))
        assert plain == decision
        assert ("direct", "live") == decision.agreed
        assert () == plain.agreed
        assert ["direct", "live"] == decision.to_dict()["agreed"]
        assert "agreed" not in plain.to_dict()
        assert "hai bộ máy độc lập" in str(explain(decision, "vi"))
        assert "two independent engines" in str(explain(decision, "en"))
        assert "independent" not in str(explain(plain, "en"))

    def test_a_disagreement_gives_no_decision(self, program, monkeypatch):
        """When the engines differ there is an EngineDisagreement with both sides."""
        real = durable.DurableCode.answer

        def bent(self, values, as_of=None):
            answer = real(self, values, as_of)
            return durable.Answer(0, (0, *answer.outcomes[1:]), answer.failed)

        monkeypatch.setattr(durable.DurableCode, "answer", bent)
        with pytest.raises(EngineDisagreement, match=r"direct decides .* live"):
            cross_checked(evaluate(program, {"has_plan": False}))
