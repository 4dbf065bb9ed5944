"""What questions to rulesets cost: ``python -m benchmarks.questions [NAME…]``. A function a question; prints figures.

Each figure stands beside what one `evaluate` of the same candidate takes in the same run, so that a busy machine slows
both alike.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import cchc_rules as cr
from cchc_rules.analysis.case_gaps import missing_cases
from cchc_rules.analysis.cases import run_cases
from cchc_rules.analysis.fact_questions import find_questions
from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.language.loader import cases_beside, list_shipped

MEMBERS: Final = 300
SEED: Final = 5
LISTS: Final = (
    "percent(u.done for u in units) >= 70",
    "percent(u.share >= 95 for u in units) >= 70",
    'percent(u.done and u.rated >= "Khá" for u in units) >= 80',
    "percent(percent(u.on_time, u.files) >= 95 for u in units) >= 70",
    "all(percent(u.on_time, u.files) >= 95 and u.share > 90 for u in units)",
    'count(u.done and u.led for u in units) >= 250 and count(u.rated >= "Khá" for u in units) >= 200',
    "sum(u.on_time for u in units) >= 700000",
    "sum(u.share for u in units) >= 24000",
    "max(u.share for u in units) >= 99.5",
    "count(u.done for u in units) == 150",
)
"""What a criterion may ask of a list: of members that are alike, of members that are all unlike, of sums over them."""

LIST_RULESET: Final = """\
language: 1
id: long-list
version: 1.0.0
title: {vi: Danh sách dài, en: A long list}
issuer: {vi: Phường, en: Ward}
decides: eligibility
sources:
  notice: {title: {vi: Thông báo, en: Notice}, clauses: {c: {at: Mục 1, says: {vi: điều kiện, en: condition}}}}
scales:
  rating: {levels: [Yếu, Trung bình, Khá, Tốt]}
categories:
  office:
    title: {vi: Phòng, en: Office}
    facts:
      units:
        type: list
        key: unit
        label: {vi: Đơn vị, en: Units}
        items:
          unit: {type: text, label: {vi: Tên, en: Unit}}
          done: {type: boolean, label: {vi: Xong, en: Done}}
          led: {type: boolean, label: {vi: Có lãnh đạo, en: Led}}
          rated: {type: grade, scale: rating, label: {vi: Xếp loại, en: Rated}}
          share: {type: percent, label: {vi: Tỷ lệ, en: Share}}
          files: {type: integer, min: 1, max: 100000, changeable: false, label: {vi: Hồ sơ, en: Files}}
          on_time: {type: integer, min: 0, max: 100000, label: {vi: Đúng hạn, en: On time}}
    checks:
      - {id: files, require: all(u.on_time <= u.files for u in units), says: {vi: quá nhiều, en: too many}}
    criteria:
      - {id: asked, title: {vi: Điều kiện, en: Asked}, source: notice/c, require: 'REQUIRE'}
"""


def make_units() -> list[dict[str, Any]]:
    """Members no two of which are alike in every field."""
    chance = random.Random(SEED)
    return [
        {
            "unit": f"u{number}",
            "done": chance.random() < 0.3,
            "led": chance.random() < 0.5,
            "rated": chance.choice(["Yếu", "Trung bình", "Khá", "Tốt"]),
            "share": round(chance.uniform(50, 99), 1),
            "files": (files := chance.randint(50, 5000)),
            "on_time": int(files * chance.uniform(0.6, 1)),
        }
        for number in range(MEMBERS)
    ]


def time_once(work: Callable[[], Any]) -> float:
    """The seconds of one call."""
    started = perf_counter()
    work()
    return perf_counter() - started


def measure_remedies() -> Iterator[str]:
    """Every case of the shipped rulesets that does not pass, then lists of 300 members."""
    spent = []
    for ruleset in map(cr.load, list_shipped()):
        for result in run_cases(ruleset, cases_beside(ruleset)):
            decision = result.decision
            if decision is not None and not decision.favourable and not decision.problems:
                spent.append(time_once(lambda: cr.remedies(decision)))  # noqa: B023
    middle, worst = median(spent) * 1000, max(spent) * 1000
    yield f"remedies, {len(spent)} shipped cases: median {middle:.0f} ms, worst {worst:.0f} ms"
    units = make_units()
    for require in LISTS:
        program = cr.compile(cr.load_text(LIST_RULESET.replace("REQUIRE", require)), "office")
        decided = time_once(lambda: cr.evaluate(program, {"units": units}))  # noqa: B023
        decision = cr.evaluate(program, {"units": units})
        took = time_once(lambda: cr.remedies(decision))  # noqa: B023
        found = cr.remedies(decision).certainty.value
        yield f"remedies, {MEMBERS} members, {require}: {took * 1000:.0f} ms ({found}; {took / decided:.0f} × evaluate)"


def measure_verify() -> Iterator[str]:
    """What can come of each shipped ruleset."""
    for ruleset in map(cr.load, list_shipped()):
        yield f"verify, {ruleset.id}: {time_once(lambda: cr.verify(ruleset)):.1f} s"  # noqa: B023


def measure_asking() -> Iterator[str]:
    """What there is to ask after each answer of interviews that give the facts of the shipped cases one by one."""
    for ruleset in map(cr.load, list_shipped()):
        spent: list[float] = []
        for result in run_cases(ruleset, cases_beside(ruleset)):
            if result.decision is not None and result.passed:
                spent += time_interview(result.decision)
        spent.sort()
        most, late = spent[-1] * 1000, spent[len(spent) * 95 // 100] * 1000
        middle = median(spent) * 1000
        yield f"ask, {ruleset.id}, {len(spent)}: median {middle:.2f} ms, 95% in {late:.1f} ms, worst {most:.1f} ms"


def time_interview(case: Decision) -> Iterator[float]:
    """The processor's seconds of each `find_questions` while a case's facts are stated as they are asked for."""
    program, facts = case.program, dict[str, Any]()
    known = {one.name: value for one, value in zip(program.facts, case.values, strict=True) if value is not None}
    while True:
        decision = cr.evaluate(program, facts, as_of=case.as_of)
        started = process_time()
        asked = find_questions(decision)
        yield process_time() - started
        root = next((one.place[0] for one in asked if one.place[0] in known and one.place[0] not in facts), None)
        if root is None:
            return
        slot = program.category.fact(root).slot
        facts |= plain_facts((program.facts[slot],), (known[root],))


def measure_missing() -> Iterator[str]:
    """What the cases of each shipped ruleset lack when only the first of each category is there."""
    for ruleset in map(cr.load, list_shipped()):
        cases = cases_beside(ruleset)
        assert cases is not None
        first = {cases.category_of(one): one for one in reversed(cases.cases)}
        few = cases.model_copy(update={"cases": tuple(first.values())})
        took = time_once(lambda: missing_cases(ruleset, few))  # noqa: B023
        yield f"cases --missing, {ruleset.id}: {len(missing_cases(ruleset, few))} in {took:.1f} s"


QUESTIONS: Final = {
    "remedies": measure_remedies,
    "verify": measure_verify,
    "ask": measure_asking,
    "missing": measure_missing,
}


def main() -> None:
    """Measure the questions named, or all, and print."""
    for name in sys.argv[1:] or QUESTIONS:
        for line in QUESTIONS[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
