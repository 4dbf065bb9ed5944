"""What breaks durable_rules outside the recipe, each reproduced in a process of its own, and that the engine avoids it.

When one of these fails, durable_rules has changed: read the recipe again before you relax it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cchc_rules.engines import durable
from cchc_rules.program.reference import Scope
from tests.season.made import program
from tests.soak.durable import difference

ROOT = Path(__file__).parents[2]
QUIET = """
import warnings; warnings.simplefilter("ignore")
from durable import engine
import durable_rules_engine as native
class Quiet(engine.Host):
    def _run(self):
        pass
fired = []
def noting(name):
    return lambda context: fired.append(name)
def host(**rules):
    made = Quiet()
    made.set_rulesets({"r": {name: {"all": [when], "run": noting(name)} for name, when in rules.items()}})
    return made
def test(when):
    return {"m": {"$and": [{"kind": 1}, when]}}
def asked(when, **record):
    made = host(anchor={"m": {"kind": 1}}, rule=test(when))
    made.assert_fact("r", {"id": "c", "kind": 1, **record})
    return "rule" in fired
"""


def printed(code: str, *, seconds: float = 20) -> tuple[int, str]:
    """The exit code and the last line of a process; a negative code is the signal that killed it."""
    command = [sys.executable, "-c", QUIET + code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds)
    return run.returncode, (run.stdout.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            'made = host(a={"m": {"kind": 1}}, b={"m": {"kind": 1}})\nmade.post("r", {"kind": 1}); print(fired)',
            "['a']",
            id="an event fires only the first matching rule",
        ),
        pytest.param(
            'made = host(a={"m": {"kind": 1}})\nmade.assert_fact("r", {"id": "c", "kind": 1}); fired.clear()\n'
            'made.retract_fact("r", {"id": "c"}); print(fired)',
            "[]",
            id="a retraction un-fires nothing",
        ),
        pytest.param('print(asked({"p": "5"}, p=5))', "True", id="a number equals text"),
        pytest.param('print(asked({"p": 1}, p=True))', "True", id="true equals 1"),
        pytest.param('print(asked({"p": 2**63 - 1}, p=2**63 + 9))', "True", id="whole numbers past 64 bits saturate"),
        pytest.param(
            'made = Quiet()\nmade.set_rulesets({"r": {"a": {"all": [{"m": {"kind": 1}}], "run": lambda c: 1 / 0}}})\n'
            'print("exception" in made.assert_fact("r", {"id": "c", "kind": 1}))',
            "True",
            id="an exception in a consequent is swallowed",
        ),
        pytest.param(
            'rules = {f"t{n}": test({f"p{n}": 1}) for n in range(65)}\nmade = host(**rules)\n'
            'try:\n    made.assert_fact("r", {"id": "c", "kind": 1, **{f"p{n}": 1 for n in range(65)}})\n'
            "except native.error as error:\n    print(str(error)[-3:], fired)",
            "303 []",
            id="the 65th test that matches one record",
        ),
        pytest.param(
            'when = {"p0": 1}\nfor n in range(1, 16):\n    when = {"$and" if n % 2 else "$or": [{f"p{n}": 1}, when]}\n'
            "try:\n    host(a=test(when))\nexcept native.error as error:\n    print(str(error)[-3:])",
            "113",
            id="the 17th single test of one nested rule",
        ),
        pytest.param(
            'when = {"p0": 1}\nfor n in range(1, 15):\n    when = {"$and" if n % 2 else "$or": [{f"p{n}": 1}, when]}\n'
            'print(asked(when, **{f"p{n}": 1 for n in range(15)}))',
            "True",
            id="16 single tests fit",
        ),
        pytest.param(
            'definition = {"a": {"all": [{"m": {"kind": 1}}], "run": noting("a")}}\n'
            'Quiet().set_rulesets({"r": definition}); print("run" in definition["a"])',
            "False",
            id="a definition is changed by building it",
        ),
        pytest.param(
            "import threading\nengine.Host(); print(threading.active_count() > 1)",
            "True",
            id="a stock host starts threads",
        ),
    ],
)
def test_a_pitfall(code, expected):
    """durable_rules still behaves as the recipe warns."""
    assert (0, expected) == printed(code)


def test_releasing_a_state_that_never_fired_kills():
    """Which is why every host fires its anchor when it is built."""
    code = 'made = host(a={"m": {"kind": 1}}); native.delete_state(made._ruleset_list[0]._handle, "0")'
    assert printed(code)[0] != 0


def test_a_lone_nex_never_ends():
    """A `$nex` that is not anchored to the kind of the record loops for ever."""
    with pytest.raises(subprocess.TimeoutExpired):
        printed('made = host(a={"m": {"$nex": {"p": 1}}}); made.assert_fact("r", {"id": "c", "kind": 1})', seconds=2)


def test_the_engine_starts_no_thread():
    """Building and asking a host leaves the threads as they were."""
    before = threading.active_count()
    durable.code(program()).answer((True, *(None,) * 7), None)
    assert before == threading.active_count()


def test_the_engine_only_compares_integers():
    """No text, truth, float or large number reaches durable_rules, whatever the facts are."""
    odd = program(
        {
            "facts": {
                "b": "boolean",
                "n": "number",
                "big": {"type": "number"},
                "c": {"type": "choice", "options": ["5", "a"]},
            },
            "criteria": {
                "b": "b",
                "n": "n == 0.0000001 or n > 100000000000000",
                "big": "big * 1000000000 >= n",
                "c": 'c == "5"',
            },
        }
    )
    code = durable.code(odd)
    for facts in ({"b": True, "n": 1e-07, "big": 10**14, "c": "5"}, {"b": False, "n": 1e24, "big": 0.1, "c": "a"}):
        assert None is difference(odd, facts, None)
    record = code._layout.encode(Scope(code._program, (True, 1e-07, 10**14, "5")))
    assert {int} == {type(value) for value in record.values()}
    assert max(record.values()) < 2**31


def test_a_record_with_more_properties_than_rules_allow_is_split():
    """A hundred criteria known at once fire over several rulesets, none of them past its limit."""
    facts = {f"f{n}": "boolean" for n in range(100)}
    many = program({"facts": facts, "criteria": {f"c{n}": f"f{n}" for n in range(100)}})
    assert None is difference(many, dict.fromkeys(facts, True), None)
    assert durable.code(many).rulesets >= 4
