"""What a page on a campaign says of conditions and types, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from cchc_rules.decisions.decision import Finding
from cchc_rules.decisions.phrasing.sayings import say
from cchc_rules.decisions.phrasing.wording import state_condition
from cchc_rules.decisions.traces.trace import Trace
from cchc_rules.evaluation import evaluate
from cchc_rules.language.ruleset import Fact, Parameter, Ruleset
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    kind_of,
)
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import RulesetError
from cchc_rules.program.compiler import compile
from cchc_rules.values import Value, Words


def both(key: str, /, **fields: object) -> Words:
    """The phrase in both languages; a field that is Words is said in each."""
    said = []
    for language in LANGUAGES:
        own = {name: one.within(language) if isinstance(one, Words) else one for name, one in fields.items()}
        said.append(phrase(key, language, **own))
    return Words(*said)


def findings(ruleset: Ruleset, category: str) -> dict[str, Finding]:
    """A finding about nobody for each criterion and member: its trace holds what is asked, nothing seen.

    Empty when a parameter has no value of its own, so that nothing can be compiled.
    """
    try:
        decision = evaluate(compile(ruleset, category), {})
    except RulesetError:
        return {}
    return {one.id: one for finding in decision.findings for one in _family(finding)}


def _family(finding: Finding) -> Iterator[Finding]:
    yield finding
    for member in finding.members:
        yield from _family(member)


def condition(trace: Trace) -> Words:
    """What a condition asks for, in words."""
    part = state_condition(trace)
    return Words(*(_capital(say(part, language)) for language in ("vi", "en")))


def _capital(text: str) -> str:
    """The text with a capital first letter, also behind a quotation mark."""
    bare = text[1:-1]
    if text.startswith("“") and text.endswith("”") and "“" not in bare:
        text = bare
    return text[:1].upper() + text[1:]


def is_judged(finding: Finding) -> bool:
    """Whether a criterion, or a member of it, reads a fact that somebody judges."""
    trace = finding.trace
    own = (one for one in (trace.applies, trace.require) if one is not None)
    return any(map(_reads_judged, own)) or any(map(is_judged, finding.members))


def _reads_judged(trace: Trace) -> bool:
    """Recursion follows the depth of an expression, which the language caps."""
    if trace.fact is not None and trace.fact.kind == "judged":
        return True
    members = (*trace.members, *((trace.pattern,) if trace.pattern is not None else ()))
    parts = (*trace.parts, *(part for member in members for part in (member.body, member.filter) if part is not None))
    return any(map(_reads_judged, parts))


def type_words(fact: Fact | Parameter) -> Words:
    """The type of a fact or parameter with its bounds, choices or scale."""
    match fact.type:
        case NumberType() as number:
            return _join(both(f"pages.type.{number.unit or kind_of(number)}"), *_bounds(number))
        case GradeType(scale=scale):
            return both("pages.type.grade", scale=f"`{scale.id}`")
        case ChoiceType(options=options, open=open_):
            return both("pages.type.choice.open" if open_ else "pages.type.choice", options=", ".join(options))
        case ListType():
            assert isinstance(fact, Fact)
            return _join(*_list_words(fact))
        case BooleanType() | DateType() | TextType() | QuotientType():
            return both(f"pages.type.{kind_of(fact.type)}")
        case _:
            assert_never(fact.type)


def _bounds(number: NumberType) -> Iterator[Words]:
    low, high = number.minimum, number.maximum
    if low is not None and high is not None:
        yield both("pages.bounds.both", low=low, high=high)
    elif low is not None:
        yield both("pages.bounds.low", low=low)
    elif high is not None:
        yield both("pages.bounds.high", high=high)
    if number.decimals is not None:
        yield both("pages.decimals", count=number.decimals)


def _list_words(fact: Fact) -> Iterator[Words]:
    yield both("pages.type.list") if fact.key is None else both("pages.type.list.key", key=f"`{fact.key}`")
    if fact.min_items == 0:
        yield both("pages.list.may-be-empty")
    if fact.expects is not None:
        roll = f'`param["{fact.expects}"]`' if isinstance(fact.expects, str) else write_constant(fact.expects)
        yield both("pages.list.expects", roll=roll)


def _join(*parts: Words) -> Words:
    return Words("".join(part.vi for part in parts), "".join(part.en for part in parts))


def write_constant(value: Value | tuple[Value, ...]) -> str:
    """A constant as the language writes it; a list of them with commas."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
