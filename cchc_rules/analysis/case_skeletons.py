"""Missing cases as YAML to be pasted into ``cases.yaml``, the decision each must get left for a person to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cchc_rules.analysis.case_gaps import Lack, MissingCase
from cchc_rules.decisions.decision import plain_facts
from cchc_rules.evaluation import fact_reader
from cchc_rules.language.canonical import write_yaml_lines
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.phrases import phrase
from cchc_rules.program.compiler import compile


def write_skeleton(one: MissingCase, ruleset: Ruleset, cases: CasesDocument | None, language: str) -> list[str]:
    """The lines of a missing case under ``cases:``; of one that nobody shows, or nobody was found for, a remark.

    It begins with the base of the case it is like, where that has one. ``verdict`` (of a check ``problems``) is empty:
    a file with it does not load until a person has judged the candidate by the text.
    """
    said = name_gap(one, language)
    if one.facts is None:
        return [f"  # {phrase(f'cases.{one.certainty}', language, gap=said)}"]
    base, facts = _lay_over_base(one, ruleset, cases)
    head: dict[str, Any] = {"name": said, **({"base": base} if base else {"category": one.category})}
    if one.as_of is not None:
        head["as_of"] = one.as_of.isoformat()
    if one.parameters:
        head["parameters"] = dict(one.parameters)
    lines = list(write_yaml_lines([{**head, "facts": facts}], 1))
    if one.lack is Lack.CHECK:
        return [*lines, f"    problems:  # {phrase('cases.fill-problems', language)}"]
    words = ", ".join(_tell_verdict(code, language) for code in _list_verdicts(one, ruleset))
    return [*lines, f"    verdict:  # {phrase('cases.fill', language, words=words)}"]


def name_gap(one: MissingCase, language: str) -> str:
    """What no case shows, in words that may name the case."""
    match one.lack:
        case Lack.OUTCOME:
            what = phrase(f"outcome.{one.what}", language)
        case Lack.CHECK:
            what = phrase("cases.false", language)
        case Lack.ALONE | Lack.UNSTATED:
            what = phrase(f"cases.{one.lack}", language)
        case Lack.SITUATION:
            what = phrase(f"coverage.turn.{one.what}", language, number=one.number)
    return phrase("cases.name", language, category=one.category, about=one.about, what=what)


def _tell_verdict(code: str, language: str) -> str:
    """The code to fill in, and in words what it means where that says more."""
    words = phrase(f"verdict.{code}", language)
    return code if words == code else f"{code} ({words})"


def _list_verdicts(one: MissingCase, ruleset: Ruleset) -> Iterator[str]:
    program = compile(ruleset, one.category, parameters=one.parameters or {})
    yield from (verdict.value for verdict in program.verdicts)


def _lay_over_base(one: MissingCase, ruleset: Ruleset, cases: CasesDocument | None) -> tuple[str, Mapping[str, Any]]:
    """The base of the case it is like and what it has otherwise (null: not stated); all facts where it has none."""
    found = (case.base for case in (() if cases is None else cases.cases) if case.name == one.like)
    facts = {name: _tidy(value) for name, value in (one.facts or {}).items()}
    base = next(found, None)
    if base is None or cases is None:
        return "", facts
    program = compile(ruleset, one.category, parameters=one.parameters or {})
    read = fact_reader(program).parse(cases.bases[base].facts, as_of=None, settles=False).candidate.values
    below = {name: _tidy(value) for name, value in plain_facts(program.facts, read).items() if value is not None}
    laid = {name: facts.get(name) for name in (*below, *facts) if facts.get(name) != below.get(name)}
    return base, laid


def _tidy(value: Any) -> Any:
    """A value as it is written: fields nobody stated left out, doubles as their decimals."""
    match value:
        case float():
            return Decimal(format(value, ".15g"))
        case dict():
            return {name: _tidy(one) for name, one in value.items() if one is not None}
        case list():
            return [_tidy(one) for one in value]
        case _:
            return value
