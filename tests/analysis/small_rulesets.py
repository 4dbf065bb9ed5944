"""Small rulesets over small domains, and candidates of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cchc_rules.engines.direct.engine import code
from cchc_rules.language.loader import load_text
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, ListType, NumberType
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.values import Value

AS_OF = date(2022, 5, 10)
DAYS = [AS_OF + timedelta(days=number) for number in range(-2, 4)]
MOST_NEW = 2

HEAD = """\
language: 1
id: small
version: 1.0.0
title: {vi: Nhỏ, en: Small}
issuer: {vi: Phường, en: Ward}
decides: eligibility
sources:
  notice: {title: {vi: Thông báo, en: Notice}, clauses: {c: {at: Mục 1, says: {vi: a, en: b}}}}
scales:
  rating: {levels: [Yếu, Khá, Tốt], unranked: [Không xếp loại]}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts:
"""
SCALARS = {
    "planned": "type: boolean",
    "led": "type: boolean",
    "done": "type: integer, min: 0, max: 3",
    "asked": "type: integer, min: 0, max: 3",
    "share": "type: number, min: 0, max: 0.3, decimals: 1",
    "rated": "type: grade, scale: rating",
    "due": "type: date",
    "place": "type: choice, options: [Ward, Commune], open: true",
    "handed": "type: boolean",
    "handed_on": "type: date",
}
CONDITIONS = (
    "planned",
    "not led",
    "led",
    "done >= 2",
    "done + asked >= 4",
    "done != 1",
    "share > 0.1",
    "share <= 0.2",
    'rated >= "Khá"',
    'rated != "Yếu"',
    'rated == "Không xếp loại"',
    'due >= date("2022-05-11")',
    'due < date("2022-05-12")',
    "due <= as_of",
    "percent(done, asked) >= 60",
    'place not in ["Ward", "Commune"]',
    'place == "Ward"',
    "handed",
    'handed_on < date("2022-05-12")',
    "any(m.good for m in members)",
    "all(m.good and m.points >= 1 for m in members)",
    "count(m.points >= 2 for m in members) >= 2",
    "percent(m.good for m in members) >= 60",
    "percent(m.good for m in members if m.points >= 1) >= 60",
    "count(m.good for m in members) == 1",
    "sum(m.points for m in members) >= 3",
    "count(members) >= 2",
    "not any(m.points == 0 for m in members)",
)
VALUES = (
    "2 if planned else 0",
    "1 if led else 3",
    "done",
    "1.5 * asked",
    "done + asked",
    "4 * done / asked",
    "10 * share",
    '3 if rated >= "Khá" else 0',
    "-1 * done",
    "sum(1 for m in members if m.good)",
    "sum(m.points for m in members)",
    "2 if any(m.good and m.points >= 1 for m in members) else 0",
)
CHECKS = (
    "done <= asked",
    'due >= date("2022-05-09")',
    "all(m.points <= 1 or m.good for m in members)",
    "done + asked <= 5",
)


def make_ruleset(chance: random.Random) -> Program:
    """A program of a few criteria over few facts, with directions, checks, groups and conditions of application."""
    chosen = chance.sample(CONDITIONS, chance.randint(2, 4))
    lines = []
    for number, require in enumerate(chosen):
        applies = f"applies: '{chance.choice(CONDITIONS)}', " if number and chance.random() < 0.3 else ""
        head = f"      - {{id: c{number}, title: {{vi: a{number}, en: b{number}}}, source: notice/c, {applies}"
        if chance.random() < 0.3:
            members = ", ".join(
                f"{{id: c{number}-{place}, title: {{vi: d, en: e}}, require: '{one}'}}"
                for place, one in enumerate((require, *chance.sample(CONDITIONS, chance.randint(1, 2))))
            )
            group = chance.choice(["any", "all", "at_least"])
            lines.append(
                f"{head}{group}: " + (f"{{n: 2, of: [{members}]}}}}" if group == "at_least" else f"[{members}]}}")
            )
        else:
            lines.append(f"{head}require: '{require}'}}")
    text = "\n".join(lines)
    checks = [one for one in CHECKS if chance.random() < 0.3]
    facts = []
    for name, kind in SCALARS.items():
        ways = ["true", "true", "up", "down", "false", None] if "choice" not in kind else ["true", "false"]
        way = chance.choice(ways)
        settles = ", settles: {handed: true}" if name == "handed_on" else ""
        written = f", changeable: {way}" if way else ""
        facts.append(f"      {name}: {{{kind}{written}{settles}, label: {{vi: {name}, en: {name}}}}}")
    grows = chance.choice(["", ", changeable: up", ", changeable: up"])
    fields = [chance.choice(["", ", changeable: up", ", changeable: true", ", changeable: false"]) for _ in range(2)]
    facts.append(
        f"      members: {{type: list, min_items: 0{grows}, label: {{vi: m, en: m}}, items: {{"
        f"good: {{type: boolean{fields[0]}, label: {{vi: g, en: g}}}}, "
        f"points: {{type: integer, min: 0, max: 2{fields[1]}, label: {{vi: p, en: p}}}}}}}}"
    )
    used = text + "".join(checks)
    kept = [one for one in facts if one.split(":")[0].strip() in used or ("handed" in used and "handed" in one)]
    body = "\n".join(kept) + "\n"
    if checks := [one for one in checks if all(name in text for name in _names(one))]:
        body += "    checks:\n" + "".join(
            f"      - {{id: k{number}, require: '{one}', says: {{vi: s, en: s}}}}\n"
            for number, one in enumerate(checks)
        )
    return compile(load_text(HEAD + body + "    criteria:\n" + text + "\n"), "office")


def make_sheet(chance: random.Random) -> Program:
    """A program that grades by a sheet of a few lines, perhaps with a cap; its grade is called ``grade``."""
    lines = []
    for number, value in enumerate(chance.sample(VALUES, chance.randint(2, 3))):
        gate = f", gate: '{chance.choice(CONDITIONS)}'" if chance.random() < 0.3 else ""
        most = f", most: {chance.randint(1, 4)}" if chance.random() < 0.5 or "/" in value else ""
        least = ", least: none, most: 0" if value.startswith("-") else most
        lines.append(f"{{id: l{number}, title: {{vi: a{number}, en: b{number}}}{least}{gate}, is: '{value}'}}")
    caps = [f"{{when: '{one}', is: Khá}}" for one in chance.sample(CONDITIONS, chance.randint(0, 1))]
    text = ", ".join(lines) + "".join(caps)
    way = {
        name: chance.choice(["true", "true", "true" if "choice" in kind else "up", "false"])
        for name, kind in SCALARS.items()
    }
    facts = [
        f"      {name}: {{{kind}, changeable: {way[name]}"
        + (", settles: {handed: true}" if name == "handed_on" else "")
        + f", label: {{vi: {name}, en: {name}}}}}"
        for name, kind in SCALARS.items()
        if name in text or ("handed" in text and "handed" in name)
    ]
    if "members" in text:
        facts.append(
            "      members: {type: list, min_items: 0, changeable: up, label: {vi: m, en: m}, items: {"
            "good: {type: boolean, label: {vi: g, en: g}}, "
            "points: {type: integer, min: 0, max: 2, label: {vi: p, en: p}}}}"
        )
    limits = sorted(chance.sample(range(1, 7), 2), reverse=True)
    head = HEAD.replace("decides: eligibility", "decides: grading")
    body = (
        "    scores:\n      total: {title: {vi: t, en: t}, source: notice/c, least: none, "
        f"lines: [{', '.join(lines)}]}}\n"
        "    grades:\n      grade: {title: {vi: g, en: g}, source: notice/c, scale: rating, of: total, "
        f"bands: [{{from: {limits[0]}, is: Tốt}}, {{from: {limits[1]}, is: Khá}}, {{is: Yếu}}]"
        + (f", at_most: [{', '.join(caps)}]" if caps else "")
        + "}\n"
    )
    return compile(load_text(head + "\n".join(facts) + "\n" + body), "office")


def _names(text: str) -> list[str]:
    return [name for name in (*SCALARS, "members") if name in text]


def make_values(chance: random.Random, program: Program) -> tuple[Value, ...]:
    """Values of a valid candidate, some missing."""
    while True:
        found: list[Value] = []
        for fact in program.facts:
            if chance.random() < 0.2:
                found.append(None)
            elif isinstance(fact.type, ListType):
                fields = [list_domain(one) for one in fact.type.fields]
                members = chance.randint(0, 3)
                found.append(tuple(tuple(chance.choice([*one, None]) for one in fields) for _ in range(members)))
            else:
                found.append(chance.choice(list_domain(fact)))
        values = tuple(found)
        values = _settle(program, values)
        if is_valid(program, values):
            return values


def list_domain(fact: Fact) -> list[Value]:
    """Every value of a fact."""
    match fact.type:
        case BooleanType():
            return [False, True]
        case NumberType(integral=True, maximum=most):
            return list(range(int(most or 0) + 1))
        case NumberType():
            return [0, 0.1, 0.2, 0.3]
        case GradeType(scale=scale):
            return list(scale.spellings)
        case ChoiceType(options=options) as choice:
            return [*options, choice.another]
        case DateType():
            return list(DAYS)
        case _:
            raise TypeError(fact)


def _settle(program: Program, values: tuple[Value, ...]) -> tuple[Value, ...]:
    places = {fact.name: fact.slot for fact in program.facts}
    found = list(values)
    stated = "handed" in places and "handed_on" in places and found[places["handed_on"]] is not None
    if stated and found[places["handed"]] is None:
        found[places["handed"]] = True
    return tuple(found)


def is_valid(program: Program, values: tuple[Value, ...]) -> bool:
    """Whether no check is false and nothing stated contradicts what another fact settles."""
    return _settle(program, values) == values and _agrees(program, values) and not code(program).failed(values, AS_OF)


def _agrees(program: Program, values: tuple[Value, ...]) -> bool:
    places = {fact.name: fact.slot for fact in program.facts}
    if "handed" not in places or "handed_on" not in places or values[places["handed_on"]] is None:
        return True
    return values[places["handed"]] is True


def write_candidate(program: Program, values: Sequence[Value]) -> dict[str, Any]:
    """Values as facts are given."""
    found: dict[str, Any] = {}
    for fact, value in zip(program.facts, values, strict=True):
        if isinstance(fact.type, ListType) and isinstance(value, tuple):
            found[fact.name] = [
                {one.name: each for one, each in zip(fact.type.fields, member, strict=True) if each is not None}
                for member in value
            ]
        elif value is not None:
            found[fact.name] = value
    return found
