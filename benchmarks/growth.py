"""How costs grow: twice the facts, criteria, levels, …, each read twice: ``python -m benchmarks.growth``.

Prints the seconds of each step at the greater size and by how much doubling multiplied them.
Exits 1 when a factor is above 2.5.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Any

import cchc_rules as cr
from cchc_rules.cli.check import problems_of
from cchc_rules.forms.form import write_template

LARGEST = 2.5
"""A linear cost doubles, n log n is multiplied by 2.2 at these sizes, a square by 4; the rest is noise."""

Rule = tuple[dict[str, Any], dict[str, Any]]
"""A ruleset document and the facts of a candidate."""


def main(arguments: list[str] | None = None) -> int:
    """Measure everything and print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", choices=sorted(GROWING), help="only what is counted by this name")
    given = options.parse_args(arguments)
    chosen = [given.only] if given.only else list(GROWING)
    print(f"{'':<14}{'sizes':>16}" + "".join(f"{step:>20}" for step in STEPS))
    worst = max(grow(name, given.rounds) for name in chosen)
    print(f"largest factor {worst:.2f}, target ≤ {LARGEST:g}: {'met' if worst <= LARGEST else 'MISSED'}")
    return 0 if worst <= LARGEST else 1


def grow(name: str, rounds: int) -> float:
    """Print the line of one thing that grows; the largest factor of its steps."""
    write, size = GROWING[name]
    small, large = (least_seconds(*write(number), rounds) for number in (size, 2 * size))
    factors = [large[step] / small[step] for step in STEPS]
    cells = (f"{large[step] * 1e3:9.1f} ms × {factor:4.2f}" for step, factor in zip(STEPS, factors, strict=True))
    print(f"{name:<14}{f'{size} → {2 * size}':>16}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
    return max(factors)


STEPS = ("load", "check", "compile", "first decision", "explain", "template")


def least_seconds(document: dict[str, Any], facts: dict[str, Any], rounds: int) -> dict[str, float]:
    """The least processor time of each step in any round: the round least disturbed."""
    least = dict.fromkeys(STEPS, float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for step, work in steps_of(document, facts, Path(folder)):
                gc.collect()
                gc.disable()  # a full collection falls into one size or the other by chance
                try:
                    started = process_time()
                    work()
                    least[step] = min(least[step], process_time() - started)
                finally:
                    gc.enable()
    return least


def steps_of(document: dict[str, Any], facts: dict[str, Any], folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each step with its work, to be done before the next is asked for; nothing is remembered of the program."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    path = folder / "ruleset.yaml"
    path.write_text(text, encoding="utf-8")
    made: list[Any] = []
    yield "load", lambda: made.append(cr.load_text(text))
    yield "check", lambda: made.append([one for one in problems_of(path) if one.severity == "error"])
    ruleset, errors = made
    assert not errors, errors
    yield "compile", lambda: made.append(cr.compile(ruleset, "candidate"))
    yield "first decision", lambda: made.append(cr.evaluate(made[2], facts))
    yield "explain", lambda: made.append(str(cr.explain(made[3], "vi", full=True)))
    yield "template", lambda: write_template(folder / "form.xlsx", ruleset, ruleset.category("candidate"))


def document(
    facts: Mapping[str, Any], conditions: list[str], *, clauses: int = 1, levels: int = 2, **category: Any
) -> dict[str, Any]:
    """A ruleset with a criterion of each condition, whose clauses are cited in turn."""
    return {
        "language": 1,
        "id": "growth",
        "version": "1.0.0",
        "title": words("growth"),
        "issuer": words("nobody"),
        "decides": "eligibility",
        "sources": {
            "text": {
                "title": words("text"),
                "clauses": {
                    f"c{one}": {"at": words(f"at {one}"), "says": words(f"says {one}")} for one in range(clauses)
                },
            }
        },
        "scales": {"s": {"issuer": words("nobody"), "levels": [f"level {one}" for one in range(levels)]}},
        "categories": {
            "candidate": {
                "title": words("candidate"),
                "facts": {name: {**fact, "label": words(name)} for name, fact in facts.items()},
                "criteria": [
                    {"id": f"k{at}", "title": words(f"k {at}"), "source": f"text/c{at % clauses}", "require": condition}
                    for at, condition in enumerate(conditions)
                ],
                **category,
            }
        },
    }


def words(text: str) -> dict[str, str]:
    """The same text in both languages."""
    return {"vi": text, "en": text}


YES_NO = {f"f{one}": {"type": "boolean"} for one in range(10)}
TRUE = dict.fromkeys(YES_NO, True)


def write_facts(size: int) -> Rule:
    """Facts, each read by two criteria of two facts."""
    names = [f"f{one}" for one in range(size)]
    pairs = zip(names, names[1:] + names[:1], strict=True)
    return document(
        {name: {"type": "boolean"} for name in names}, [f"{one} or {other}" for one, other in pairs]
    ), dict.fromkeys(names[::2], True)


def write_criteria(size: int) -> Rule:
    """Criteria over ten facts; every second is not met."""
    sign = ("", "not ")
    return document(YES_NO, [f"{sign[one % 2]}(f{one % 10} and f{(one + 1) % 10})" for one in range(size)]), TRUE


def write_levels(size: int) -> Rule:
    """Levels of a scale, each named in two comparisons."""
    conditions = [f'g >= "level {one}" or g == "level {one}"' for one in range(size)]
    facts = {"g": {"type": "grade", "scale": "s"}}
    return document(facts, conditions, levels=size), {"g": f"level {size // 2}"}


def write_options(size: int) -> Rule:
    """Options of a choice, each named in two comparisons."""
    options = [f"option {one}" for one in range(size)]
    conditions = [f'c == "{one}" or c != "{one}"' for one in options]
    facts = {"c": {"type": "choice", "options": options}}
    return document(facts, conditions), {"c": options[size // 2]}


def write_operands(size: int) -> Rule:
    """Operands of one `and` and of one `or`."""
    names = [f"f{one}" for one in range(size)]
    facts = {name: {"type": "boolean"} for name in names}
    return document(facts, [" and ".join(names), " or ".join(names)]), dict.fromkeys(names[1:], True)


def write_members(size: int) -> Rule:
    """Members of a list, looked at by two criteria; one in three does not meet the second."""
    fields = {"member": {"type": "text", "label": words("member")}, "ok": {"type": "boolean", "label": words("ok")}}
    facts = {"m": {"type": "list", "key": "member", "items": fields}}
    members = [{"member": f"member {one}", "ok": one % 3 > 0} for one in range(size)]
    return document(facts, ["all(one.ok for one in m)", "count(one.ok for one in m) * 2 >= count(m)"]), {"m": members}


def write_clauses(size: int) -> Rule:
    """Clauses of a source, each cited by two criteria."""
    return document(YES_NO, [f"f{one % 10}" for one in range(2 * size)], clauses=size), TRUE


def write_definitions(size: int) -> Rule:
    """Definitions, each read by two criteria and the next definition."""
    names = [f"d{one}" for one in range(size)]
    define = {name: {"is": f"f{at % 10} or f{(at + 1) % 10}", "label": words(name)} for at, name in enumerate(names)}
    conditions = [f"{one} and {other}" for one, other in zip(names, names[1:] + names[:1], strict=True)]
    return document(YES_NO, conditions, define=define), TRUE


GROWING: Mapping[str, tuple[Callable[[int], Rule], int]] = {
    "facts": (write_facts, 500),
    "criteria": (write_criteria, 1000),
    "levels": (write_levels, 500),
    "options": (write_options, 500),
    "operands": (write_operands, 400),
    "members": (write_members, 5000),
    "clauses": (write_clauses, 500),
    "definitions": (write_definitions, 500),
}
"""What grows, and the lesser of its two sizes; the greater reaches the limit of the language where it has one."""


if __name__ == "__main__":
    raise SystemExit(main())
