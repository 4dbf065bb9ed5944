"""P14: evaluation is pure: same answers in threads and processes, nothing touched, nothing opened."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Context, Decimal, FloatOperation, Inexact, Rounded, localcontext
from pathlib import Path

from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import evaluate, evaluate_many
from cchc_rules.language.loader import load_text
from cchc_rules.problems import FactError
from cchc_rules.program.compiler import compile
from cchc_rules.values import Outcome
from tests.decisions.made import RULESET
from tests.generation.programs import sample
from tests.properties.drawing import candidates, programs

ROOT = Path(__file__).parents[2]


def answer(program, raw, as_of):
    """The verdict and outcomes, or the codes of the problems."""
    try:
        decision = evaluate(program, raw, as_of=as_of)
    except FactError as error:
        return [problem.key for problem in error.problems]
    return decision.verdict, decision.outcome_codes


def cases(seeds, number):
    """Programs with candidates."""
    return [(program, raw, as_of) for given, program in programs(seeds) for raw, as_of in candidates(given, number)]


def test_the_same_answer_twice():
    """Evaluating again gives the same answer."""
    for case in cases(range(1100, 1120), 10):
        assert answer(*case) == answer(*case)


def test_the_same_answers_in_eight_threads():
    """Eight threads sharing programs whose code is not yet written get the answers one thread gets."""
    shared = cases(range(1120, 1130), 20)
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(lambda case: answer(*case), shared * 4, chunksize=3))
    assert threaded == [answer(*case) for case in shared] * 4


def test_the_decimal_context_of_the_thread_changes_nothing():
    """A context of three digits that traps rounding neither alters a threshold or a value nor raises."""
    text = RULESET.replace("DECIDES", "eligibility").replace("score >= 1234.5", "score >= 1234.56789")
    raw = {
        "score": Decimal("1234.56789"),
        "staff": Decimal("999999999999999"),
        "units": [{"title": "A", "on_time": "0,855"}],
    }

    def told():
        program = compile(load_text(text), "agency", parameters={"deadline": "2022-05-05"})
        return program.digest, [(one.decision, one.problems) for one in evaluate_many(program, [{"id": "1", **raw}])]

    with localcontext(Context(prec=3, traps=[Inexact, Rounded, FloatOperation])):
        narrow = told()
    assert told() == narrow
    assert Outcome.MET == narrow[1][0][0]["score-enough"].outcome


def test_facts_are_not_touched():
    """The caller's mapping, its lists and its members are as they were."""
    for program, raw, as_of in cases(range(1130, 1150), 10):
        before = copy.deepcopy(raw)
        answer(program, raw, as_of)
        list(evaluate_many(program, [{**raw, "id": "1"}], as_of=as_of))
        assert before == raw


def test_later_changes_of_the_facts_do_not_change_a_decision():
    """A decision keeps values, not the caller's mapping."""
    program = sample(1).program()
    raw = {}
    decision = evaluate(program, raw)
    before = str(decision.to_dict(traces=True))
    raw["f0"] = "anything"
    assert before == str(decision.to_dict(traces=True))


def test_a_pickled_program_is_the_same_program():
    """Pickling drops generated code and nothing else."""
    for program, raw, as_of in cases(range(1150, 1160), 5):
        other = pickle.loads(pickle.dumps(program))
        assert not other._engine
        assert program.digest == other.digest
        assert program == other
        assert answer(program, raw, as_of) == answer(other, raw, as_of)


SPAWNED = """
import pickle, sys
from cchc_rules.engines.direct import engine as direct
rows = pickle.load(sys.stdin.buffer)
print([direct.code(program).decide(values, as_of) for program, values, as_of in rows])
"""


def test_a_spawned_process_gives_the_same_answers():
    """A fresh process that gets pickled programs and values decides alike, under another hash seed."""
    from tests.properties.drawing import parsed

    rows = [
        (program, parsed(program, raw).candidate.values, as_of) for program, raw, as_of in cases(range(1160, 1165), 5)
    ]
    here = [direct.code(program).decide(values, as_of) for program, values, as_of in rows]
    found = subprocess.run(
        [sys.executable, "-c", SPAWNED], input=pickle.dumps(rows), env={"PYTHONHASHSEED": "7"}, cwd=ROOT,
        capture_output=True, check=True,
    )  # fmt: skip
    assert str(here) == found.stdout.decode().strip()


AUDITED = """
import sys
from cchc_rules.evaluation import evaluate, evaluate_many
from cchc_rules.problems import FactError
from tests.properties.test_purity import answer, cases
shared = cases(range(1170, 1180), 10)
first = [answer(*case) for case in shared]
list(evaluate_many(shared[0][0], [{**shared[0][1], "id": "1"}]))

FORBIDDEN = ("open", "socket.", "os.", "subprocess.", "import", "exec", "compile", "ctypes.", "shutil.", "glob.",
             "tempfile.", "urllib.", "sqlite3.", "winreg.", "locale.", "time.")
seen = []

def watch(event, arguments):
    if watching and event.startswith(FORBIDDEN):
        seen.append((event, str(arguments)[:200]))

watching = True
sys.addaudithook(watch)
again = [answer(*case) for case in shared]
for program, raw, as_of in shared:
    list(evaluate_many(program, [{**raw, "id": "1"}, {"id": "2", "nonsense": 1}], as_of=as_of))
watching = False
assert first == again
print(seen)
"""


def test_evaluation_opens_reads_and_asks_nothing():
    """Under an audit hook evaluation opens no file, no socket, imports and compiles nothing, asks no environment."""
    found = subprocess.run([sys.executable, "-c", AUDITED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "" == found.stderr
    assert "[]" == found.stdout.strip()


READS_NOTHING = """
import os, time, locale, random, builtins

def refuse(*given, **named):
    raise AssertionError("evaluation asked the world")

from tests.properties.test_purity import answer, cases
shared = cases(range(1180, 1185), 10)
first = [answer(*case) for case in shared]
time.time = time.monotonic = time.localtime = time.gmtime = random.random = locale.getlocale = builtins.open = refuse
os.getenv = os.getcwd = refuse

class NoEnvironment(dict):
    __getitem__ = get = __contains__ = refuse

os.environ = NoEnvironment()
assert first == [answer(*case) for case in shared]
print("same")
"""


def test_evaluation_asks_no_clock_locale_or_environment():
    """With clock, locale, environment, working directory and random numbers refused, answers are the same."""
    found = subprocess.run([sys.executable, "-c", READS_NOTHING], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ("same", "") == (found.stdout.strip(), found.stderr)
