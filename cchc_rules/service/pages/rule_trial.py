"""Rules of a stranger's tried on a candidate in a process of its own, so that nothing outlives ten seconds.

Run as a module it reads what is to be tried as JSON from its input and writes what came of it as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cchc_rules.decisions.explanation import explain
from cchc_rules.decisions.phrasing.problem_words import write_problem
from cchc_rules.evaluation import evaluate
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.vietnamese import calendar_date, read_stated
from cchc_rules.intake.probe import limit_memory
from cchc_rules.language.documents.yaml_reader import read_yaml
from cchc_rules.language.loader import load_text
from cchc_rules.phrases import phrase
from cchc_rules.problems import FactError, Problem, ProblemsError, RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.reports.report import KINDS
from cchc_rules.service.refusals import RefusedRequest

TRIAL_SECONDS: Final = 10
TRIAL_MEMORY: Final = 2 << 30
"""Bytes of the process: the largest shipped ruleset takes a tenth of it."""

LONGEST_RULES: Final = 256 << 10
LONGEST_FACTS: Final = 64 << 10
_MOST_TRIAL_PROBLEMS: Final = 50
"""Problems that are told; the rest is only counted."""


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What came of a trial: problems of rules or facts, or a verdict (with its kind) and the explanation as HTML."""

    rule_problems: tuple[str, ...] = ()
    fact_problems: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    category: str = ""
    kind: str = ""
    verdict: str = ""
    explanation: str = ""


def try_rules(asked: Mapping[str, str]) -> RuleTrial:
    """What rules (``rules``, YAML) say of facts (``facts``, YAML) in a ``category`` as of a day (``as_of``).

    Refused: texts that are too long (413), a trial that takes too long or too much memory (503).
    """
    for name, most in (("rules", LONGEST_RULES), ("facts", LONGEST_FACTS)):
        if len(asked.get(name, "").encode()) > most:
            raise RefusedRequest(413, [Problem("body-too-large", None, {"most": most})])
    command = [sys.executable, "-m", __name__]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(dict(asked)).encode(),
            env=environment,
            capture_output=True,
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedRequest(503, [Problem("trial-too-slow", None, {"seconds": TRIAL_SECONDS})]) from error
    if done.returncode:
        raise RefusedRequest(503, [Problem("trial-too-slow", None, {"seconds": TRIAL_SECONDS})])
    found: dict[str, Any] = json.loads(done.stdout)
    return RuleTrial(**{name: _harden(value) for name, value in found.items()})


def run_trial(asked: Mapping[str, str]) -> RuleTrial:
    """The trial itself; whatever is wrong with rules or facts is told."""
    language = asked["language"]
    try:
        ruleset = load_text(asked["rules"], file="ruleset.yaml")
    except RulesetError as error:
        return RuleTrial(rule_problems=_render(error, language))
    categories = tuple((one.id, one.title.within(language)) for one in ruleset.categories)
    category = asked.get("category", "")
    category = category if category in dict(categories) else categories[0][0]
    try:
        program = compile(ruleset, category)
    except RulesetError as error:
        return RuleTrial(_render(error, language), (), categories, category)
    try:
        facts = _read_facts(asked["facts"])
        if facts is None:
            return RuleTrial((), (phrase("web.trial.no-facts", language),), categories, category)
        decision = evaluate(program, facts, as_of=_read_day(asked.get("as_of", "")), cells=True)
    except FactError as error:
        told = tuple(write_problem(one, program, language) for one in error.problems[:_MOST_TRIAL_PROBLEMS])
        return RuleTrial((), told, categories, category)
    except RulesetError as error:  # of the text of the facts
        return RuleTrial((), _render(error, language), categories, category)
    verdict = phrase(f"verdict.{decision.verdict.value}", language)
    told_all = explain(decision, language, full=True).html()
    return RuleTrial((), (), categories, category, KINDS[decision.verdict_code], verdict, told_all)


def outline_facts(program: Program, language: str) -> str:
    """A text to fill in: each fact of a category with nothing stated, its label beside it."""
    lines = (f"{fact.name}:  # {' '.join(fact.label.within(language).split())}" for fact in program.facts)
    return "\n".join(lines) + "\n"


def _render(error: ProblemsError, language: str) -> tuple[str, ...]:
    return tuple(one.render(language) for one in error.problems[:_MOST_TRIAL_PROBLEMS])


def _read_day(text: str) -> Any:
    try:
        stated = read_stated(text)
        return None if stated is None else calendar_date(stated)
    except Fault as fault:
        raise FactError([Problem(fault.code, None, fault.fields, fault.variant)]) from fault


def _read_facts(text: str) -> dict[str, Any] | None:
    """The facts that are stated; None where the text is no mapping. RulesetError for what is no YAML."""
    if not any(line.partition("#")[0].strip() for line in text.splitlines()):
        return {}
    facts = read_yaml(text, "facts.yaml")[0]
    return {name: one for name, one in facts.items() if one is not None} if isinstance(facts, dict) else None


def _harden(value: Any) -> Any:
    """Lists as tuples, however deep."""
    return tuple(map(_harden, value)) if isinstance(value, list) else value


def main() -> int:
    """Tries what stands in the input."""
    limit_memory(TRIAL_MEMORY)
    found = run_trial(json.load(sys.stdin))
    json.dump({name: getattr(found, name) for name in RuleTrial.__slots__}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
