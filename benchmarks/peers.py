"""Peers deciding the ten criteria of agency.yaml, each in its best call form, with unknown handling spelt out.

A peer gets inputs made ready in its own form (levels as ranks, dates as day numbers, a missing fact as null) outside
the measured time, so its figures are a lower bound. One expression gives the list of ten outcome codes; the verdict is
worked out of it in Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.by_hand import REGISTER_BEFORE, REPORT_BY
from benchmarks.candidates import LEVELS

FACTS = (
    "plan",
    "launched",
    "tasks_done",
    "initiatives",
    "lawful_initiatives",
    "effective_initiatives",
    "head_disciplined",
    "conduct",
    "indexed",
    "index",
    "registered_on",
    "reported_on",
)
GOOD_RANK = LEVELS.index("Khá")
FIRST, LAST = REGISTER_BEFORE.toordinal(), REPORT_BY.toordinal()

Result = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Peer:
    """A contestant: how it makes inputs ready, and how it decides one (or, when ``batch``, all of them at once)."""

    name: str
    ready: Callable[[Mapping[str, Any]], Any]
    decide: Callable[[Any], Any]
    batch: bool = False


def peers() -> Iterator[Peer | str]:
    """Every peer, or the line that says why it cannot take part."""
    for build in (cel, rule_engine, jsonlogic, zen_expression, zen_decision, regorus, openfisca):
        try:
            yield build()
        except ImportError as missing:
            yield f"{build.__name__}: not installed ({missing})"


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without dates and words; a missing one is None."""
    ready = {name: facts.get(name) for name in FACTS}
    for name, value in ready.items():
        if isinstance(value, date):
            ready[name] = value.toordinal()
        elif isinstance(value, str):
            ready[name] = LEVELS.index(value)
    return ready


def result(codes: Sequence[Any]) -> Result:
    """The verdict on outcome codes."""
    return 1 if 1 in codes else 2 if 2 in codes else 0, tuple(codes)


def infix(unknown: str, both: str, either: str) -> list[str]:
    """The ten criteria as conditional expressions of C-like languages; the three arguments are their operators."""
    met = "({0} {1} null ? 2 : ({2} ? 0 : 1))"

    def one(name: str, test: str) -> str:
        return met.format(name, unknown, test)

    registered, reported = "registered_on", "reported_on"
    too_late = f"({registered} != null {both} {registered} >= {FIRST})"
    late = f"({too_late} {either} ({reported} != null {both} {reported} > {LAST}))"
    missing = f"({registered} {unknown} null {either} {reported} {unknown} null)"
    good = f"(index != null {both} index >= {GOOD_RANK})"
    undecided = f"(indexed {unknown} null {either} index {unknown} null)"
    lawful_missing = f"(lawful_initiatives {unknown} null {either} initiatives {unknown} null)"
    return [
        one("plan", "plan"),
        one("launched", "launched"),
        one("tasks_done", "tasks_done >= 100"),
        one("initiatives", "initiatives >= 1"),
        f"({lawful_missing} ? 2 : (lawful_initiatives == initiatives ? 0 : 1))",
        one("effective_initiatives", "effective_initiatives >= 1"),
        one("head_disciplined", "head_disciplined == false"),
        one("conduct", "conduct >= 95.5"),
        f"(indexed == false ? 3 : ({good} ? 0 : ({undecided} ? 2 : 1)))",
        f"({late} ? 1 : ({missing} ? 2 : 0))",
    ]


def cel() -> Peer:
    """CEL in C++ (cel-expr-python): one compiled expression, values bound by `data`."""
    from cel_expr_python import cel as api

    environment = api.NewEnv(variables=dict.fromkeys(FACTS, api.Type.DYN))
    program = environment.compile(f"[{', '.join(infix('==', '&&', '||'))}]")

    def decide(ready: dict[str, Any]) -> Result:
        return result(program.eval(data=ready).plain_value())

    return Peer("cel-expr-python", plain, decide)


def rule_engine() -> Peer:
    """rule-engine: one compiled rule giving an array."""
    import rule_engine as api

    rule = api.Rule(f"[{', '.join(infix('==', 'and', 'or'))}]", context=api.Context(default_value=None))
    return Peer("rule-engine", plain, lambda ready: result(rule.evaluate(ready)))


def jsonlogic() -> Peer:
    """jsonlogic-rs: JSON Logic in Rust, rule and facts as serialized JSON (its quickest form)."""
    import jsonlogic_rs as api

    rule = json.dumps({"merge": logic()})
    return Peer(
        "jsonlogic-rs",
        lambda facts: json.dumps(plain(facts)),
        lambda ready: result(api.apply_serialized(rule, ready, json.loads)),
    )


def logic() -> list[Any]:
    """The ten criteria in JSON Logic."""

    def var(name: str) -> dict[str, str]:
        return {"var": name}

    def missing(name: str) -> dict[str, Any]:
        return {"===": [var(name), None]}

    def judged(name: str, test: Any) -> dict[str, Any]:
        return {"if": [missing(name), 2, test, 0, 1]}

    registered, reported = "registered_on", "reported_on"
    late = {
        "or": [
            {"and": [{"!": [missing(registered)]}, {">=": [var(registered), FIRST]}]},
            {"and": [{"!": [missing(reported)]}, {">": [var(reported), LAST]}]},
        ]
    }
    good = {"and": [{"!": [missing("index")]}, {">=": [var("index"), GOOD_RANK]}]}
    counts = {"or": [missing("lawful_initiatives"), missing("initiatives")]}
    return [
        judged("plan", var("plan")),
        judged("launched", var("launched")),
        judged("tasks_done", {">=": [var("tasks_done"), 100]}),
        judged("initiatives", {">=": [var("initiatives"), 1]}),
        {"if": [counts, 2, {"===": [var("lawful_initiatives"), var("initiatives")]}, 0, 1]},
        judged("effective_initiatives", {">=": [var("effective_initiatives"), 1]}),
        judged("head_disciplined", {"===": [var("head_disciplined"), False]}),
        judged("conduct", {">=": [var("conduct"), 95.5]}),
        {
            "if": [
                {"===": [var("indexed"), False]},
                3,
                good,
                0,
                {"or": [missing("indexed"), missing("index")]},
                2,
                1,
            ]
        },
        {"if": [late, 1, {"or": [missing(registered), missing(reported)]}, 2, 0]},
    ]


def zen_expression() -> Peer:
    """zen-engine: one compiled expression."""
    import zen

    expression = zen.compile_expression(f"[{', '.join(infix('==', 'and', 'or'))}]")
    return Peer("zen-engine, expression", plain, lambda ready: result(expression.evaluate(ready)))


def zen_decision() -> Peer:
    """zen-engine: a decision graph with one expression node, through a static loader."""
    import zen

    expressions = [
        {"id": f"e{place}", "key": f"c{place}", "value": one} for place, one in enumerate(infix("==", "and", "or"))
    ]
    node = {"id": "n", "type": "expressionNode", "name": "codes", "content": {"expressions": expressions}}
    content = {
        "nodes": [
            {"id": "i", "type": "inputNode", "name": "in", "content": {}},
            node,
            {"id": "o", "type": "outputNode", "name": "out", "content": {}},
        ],
        "edges": [
            {"id": "1", "sourceId": "i", "targetId": "n", "type": "edge"},
            {"id": "2", "sourceId": "n", "targetId": "o", "type": "edge"},
        ],
    }
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"agency": content}}})
    names = [one["key"] for one in expressions]

    def decide(ready: dict[str, Any]) -> Result:
        found = engine.evaluate("agency", ready)["result"]
        return result([found[name] for name in names])

    return Peer("zen-engine, decision", plain, decide)


def regorus() -> Peer:
    """regorus (celine-regorus): a Rego policy, input through `set_input_json`."""
    import regorus as api

    engine = api.Engine()
    engine.add_policy("agency.rego", rego())

    def decide(ready: str) -> Result:
        engine.set_input_json(ready)
        return result(engine.eval_rule("data.agency.codes"))

    return Peer("regorus", lambda facts: json.dumps(plain(facts)), decide)


def rego() -> str:
    """The ten criteria in Rego."""

    def judged(place: int, name: str, test: str) -> str:
        return f"c{place} := 2 if input.{name} == null else := 0 if {test} else := 1"

    return "\n".join(
        [
            "package agency",
            "import rego.v1",
            judged(0, "plan", "input.plan == true"),
            judged(1, "launched", "input.launched == true"),
            judged(2, "tasks_done", "input.tasks_done >= 100"),
            judged(3, "initiatives", "input.initiatives >= 1"),
            "c4 := 2 if input.initiatives == null else := 2 if input.lawful_initiatives == null"
            " else := 0 if input.lawful_initiatives == input.initiatives else := 1",
            judged(5, "effective_initiatives", "input.effective_initiatives >= 1"),
            judged(6, "head_disciplined", "input.head_disciplined == false"),
            judged(7, "conduct", "input.conduct >= 95.5"),
            "c8 := 3 if input.indexed == false",
            f"else := 0 if {{ input.index != null\n input.index >= {GOOD_RANK} }}",
            "else := 2 if input.indexed == null else := 2 if input.index == null else := 1",
            f"c9 := 1 if {{ input.registered_on != null\n input.registered_on >= {FIRST} }}",
            f"else := 1 if {{ input.reported_on != null\n input.reported_on > {LAST} }}",
            "else := 2 if input.registered_on == null else := 2 if input.reported_on == null else := 0",
            f"codes := [{', '.join(f'c{place}' for place in range(10))}]",
        ]
    )


def openfisca() -> Peer:
    """OpenFisca: one simulation over all candidates, its quickest form; an unknown fact is -1."""
    from benchmarks.openfisca_peer import decide_all

    return Peer("OpenFisca-Core, all at once", plain, decide_all, batch=True)
