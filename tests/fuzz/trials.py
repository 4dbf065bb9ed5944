"""P18: one seeded trial of each way in; whatever goes in, a result or one of our own errors comes out."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from cchc_rules.evaluation import evaluate, evaluate_many
from cchc_rules.intake.reader import read_rows
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.language.loader import load_canonical, load_text
from cchc_rules.problems import CchcError, FactError, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from tests.fuzz.corruption import ill_typed, odd_facts, odd_value, spoiled
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import Sample, sample

RULESETS = Path(__file__).parents[2] / "rulesets"
SEEDS = range(2000, 2040)


@cache
def small_rulesets() -> tuple[bytes, ...]:
    """Generated rulesets as JSON, and in block style as people write them."""
    wholes = [document(sample(seed).body) for seed in SEEDS]
    blocks = [yaml.safe_dump(whole, allow_unicode=True, sort_keys=False) for whole in wholes]
    return tuple(one.encode() for one in [*map(text, wholes), *blocks])


@cache
def real_rulesets() -> tuple[bytes, ...]:
    """The rulesets that come with the package."""
    return tuple(path.read_bytes() for path in sorted(RULESETS.glob("*/ruleset.yaml")))


@cache
def program_of(seed: int) -> tuple[Sample, Program]:
    """A generated program."""
    given = sample(seed)
    return given, given.program()


def ruleset_bytes(rng: Random) -> None:
    """Spoiled bytes of a ruleset are a ruleset or a `RulesetError` that can be read in both languages."""
    real = rng.random() < 0.08
    content = spoiled(rng.choice(real_rulesets() or small_rulesets() if real else small_rulesets()), rng)
    _loaded(content)


def _loaded(content: bytes | str) -> None:
    try:
        ruleset = load_text(content)
    except RulesetError as error:
        _readable(error)
        return
    for category in ruleset.categories:
        _compiled(ruleset, category.id)


def _compiled(ruleset: Any, category: str) -> None:
    try:
        program = compile(ruleset, category)
    except RulesetError as error:
        _readable(error)
        return
    try:
        assert evaluate(program, {}).verdict in ruleset.decides.verdicts
    except FactError as error:
        _said(error)  # a check that no facts can pass


def _readable(error: ProblemsError) -> None:
    """Each problem of a ruleset has a place."""
    _said(error)
    for problem in error.problems:
        assert problem.where is not None, problem


def _said(error: CchcError) -> None:
    """The error carries problems and can be read in both languages."""
    assert isinstance(error, ProblemsError)
    assert error.problems
    assert all(problem.code for problem in error.problems)
    assert error.render("vi")
    assert error.render("en") == str(error)


def expression(rng: Random) -> None:
    """An ill-typed expression is refused with its place, or means something."""
    given = sample(rng.choice(SEEDS))
    criteria = dict(given.body["criteria"])
    id = rng.choice(list(criteria))
    criteria[id] = {"require": ill_typed(_some_expression(criteria[id]), rng)}
    _loaded(text(document({**given.body, "criteria": criteria})))


def _some_expression(criterion: Mapping[str, Any]) -> str:
    while "require" not in criterion:
        members = criterion.get("any") or criterion.get("all") or criterion["at_least"]["of"]
        criterion = next(iter(members.values()))
    return criterion["require"]


def canonical(rng: Random) -> None:
    """Spoiled canonical text, as a record embeds it, is a ruleset or a `RulesetError`."""
    whole = spoiled(load_text(rng.choice(small_rulesets()[:5])).canonical.encode(), rng)
    try:
        load_canonical(whole.decode("utf-8", "replace"))
    except RulesetError as error:
        _said(error)


def facts(rng: Random) -> None:
    """Odd facts get a decision or a `FactError`; a batch never raises."""
    given, program = program_of(rng.choice(SEEDS))
    source = Source(given, rng.randrange(10**6))
    odd = odd_facts(source.candidate(), list(given.body["facts"]), rng)
    cells = rng.random() < 0.3
    try:
        decision = evaluate(program, odd)
        str(decision.to_dict(traces=True))
    except FactError as error:
        _said(error)
    row = {"id": "1", **odd} if isinstance(odd, dict) else odd
    results = list(evaluate_many(program, [row, {"id": "2"}, odd_value(rng)], cells=cells))
    assert [1, 2, 3] == [result.row for result in results]


def parameters(rng: Random) -> None:
    """Odd parameters are bound or refused by a `RulesetError`."""
    body = {
        "scales": {"s": {"levels": ["Khá", "Tốt"]}},
        "parameters": {
            "n": {"type": "percent", "value": 70},
            "d": {"type": "date", "value": "2022-05-05"},
            "g": {"type": "grade", "scale": "s", "value": "Khá"},
            "m": {"type": "integer", "many": True, "value": [1, 2]},
        },
        "facts": {"a": "percent", "b": "date", "c": {"type": "grade", "scale": "s"}, "e": "integer"},
        "criteria": {"x": 'a > param["n"]', "y": 'b < param["d"]', "z": 'c >= param["g"]', "w": 'e in param["m"]'},
    }
    ruleset = load_text(text(document(body)))
    given = {rng.choice(("n", "d", "g", "m", "zz", 3)): odd_value(rng) for _ in range(2)}
    try:
        compile(ruleset, CATEGORY, parameters=given)
    except RulesetError as error:
        _said(error)


def table(rng: Random) -> None:
    """Spoiled CSV, JSON and JSON Lines files give rows with problems or one of our errors."""
    given, program = program_of(rng.choice(SEEDS))
    source = Source(given, rng.randrange(10**6))
    rows = [{"id": f"id {index}", **source.candidate()} for index in range(3)]
    kind = rng.choice((".json", ".jsonl", ".csv"))
    content = spoiled(_written(rows, kind), rng)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"rows{kind}"
        path.write_bytes(content)
        try:
            for result in decide_rows(program, read_rows(path, program.category)):
                assert result.status
                assert all(problem.render_line("vi") for problem in result.problems)
        except CchcError as error:
            _said(error)


def _written(rows: list[dict[str, Any]], kind: str) -> bytes:
    if kind == ".json":
        return json.dumps(rows, default=str, ensure_ascii=False, indent=1).encode()
    if kind == ".jsonl":
        return "\n".join(json.dumps(row, default=str, ensure_ascii=False) for row in rows).encode()
    flat = sorted({key for row in rows for key, value in row.items() if not isinstance(value, list)})
    lines = [",".join(flat), *(",".join(_cell(row.get(key)) for key in flat) for row in rows)]
    return "\n".join(lines).encode()


def _cell(value: Any) -> str:
    return "" if value is None else f'"{value}"'


TRIALS: Mapping[str, tuple[Callable[[Random], None], int]] = {
    "ruleset bytes": (ruleset_bytes, 5),
    "expression": (expression, 3),
    "canonical": (canonical, 1),
    "facts": (facts, 5),
    "parameters": (parameters, 1),
    "table": (table, 2),
}
"""Each trial with how often it is drawn."""


def trial(seed: int) -> str | None:
    """What went wrong in the trial of a seed, with a traceback; None when a result or our own error came out."""
    rng = Random(seed)
    names = list(TRIALS)
    name = rng.choices(names, [TRIALS[one][1] for one in names])[0]
    try:
        TRIALS[name][0](rng)
    except BaseException:  # noqa: BLE001 - anything at all that is not ours is the finding
        return f"seed {seed} ({name}):\n{traceback.format_exc(limit=-6)}"
    return None
