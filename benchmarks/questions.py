"""What questions to rulesets cost: ``python -m benchmarks.questions [NAME…]``. A function a question; prints figures.

Each figure stands beside what one `evaluate` of the same candidate takes in the same run, so that a busy machine slows
both alike.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import cchc_rules as cr
from cchc_rules.analysis.case_gaps import missing_cases
from cchc_rules.analysis.cases import run_cases
from cchc_rules.analysis.fact_questions import FactQuestion
from cchc_rules.analysis.interview import Interview, InterviewState
from cchc_rules.analysis.mutations import find_mutations
from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.language.loader import cases_beside, list_shipped
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.phrases import phrase

MEMBERS: Final = 300
MOST_EDITS: Final = 8
EXAMPLES: Final = sorted(one.parent for one in (Path(__file__).parents[1] / "examples").glob("*/ruleset.yaml"))
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
        cases = cases_beside(ruleset)
        assert cases is not None
        for result in run_cases(ruleset, cases):
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
    """What an answer costs, taken and followed by the next questions, in interviews that give the shipped cases' facts.

    Members of lists are answered field by field. Of the processor's seconds, without collections of garbage, which
    the thousands of decisions kept here would make longer than in any interview.
    """
    phrase("trace.as-of", "vi")  # the catalogue is read once a process
    shipped: list[str | Path] = [*list_shipped(), *EXAMPLES]
    for ruleset in map(cr.load, shipped):
        examples = cases_beside(ruleset)
        assert examples is not None
        cases = [one.decision for one in run_cases(ruleset, examples) if one.passed and one.decision]
        gc.disable()
        spent = sorted(one for case in cases for one in time_interview(case))
        gc.enable()
        most, late = spent[-1] * 1000, spent[len(spent) * 95 // 100] * 1000
        middle = median(spent) * 1000
        yield f"ask, {ruleset.id}, {len(spent)}: median {middle:.2f} ms, 95% in {late:.1f} ms, worst {most:.1f} ms"


def time_interview(case: Decision) -> Iterator[float]:
    """The processor's seconds of each step of an interview that gives what is known in a case, and skips the rest."""
    facts = plain_facts(case.program.facts, case.values)
    interview = Interview(case.program, InterviewState({}, case.as_of))
    asked: tuple[FactQuestion, ...] = ()
    while True:
        answer = find_answer(case.program.facts, facts, asked[0].place) if asked else None
        started = process_time()
        if asked and (answer is None or interview.answer(asked[0], answer)):
            interview.skip(asked[0])
        asked = interview.questions()
        yield process_time() - started
        if not asked:
            return


def find_answer(facts: tuple[Fact, ...], known: Mapping[str, Any], place: tuple[str, ...]) -> Any:
    """What is known at the place of a question, of a list its members with their keys alone; None where nothing is."""
    name, *inside = place
    fact = next((one for one in facts if one.name == name), None)
    value = known.get(name)
    if fact is None or not isinstance(fact.type, ListType) or value is None:
        return value
    if not inside:
        return [{fact.key: one[fact.key]} if fact.key else {} for one in value]
    names = [str(one[fact.key] if fact.key else number) for number, one in enumerate(value, start=1)]
    member = dict(zip(names, value, strict=True)).get(inside[0], {})
    return find_answer(fact.type.fields, member, tuple(inside[1:]))


def measure_missing() -> Iterator[str]:
    """What the cases of each shipped ruleset lack when only the first of each category is there."""
    for ruleset in map(cr.load, list_shipped()):
        cases = cases_beside(ruleset)
        assert cases is not None
        first = {cases.category_of(one): one for one in reversed(cases.cases)}
        few = cases.model_copy(update={"cases": tuple(first.values())})
        took = time_once(lambda: missing_cases(ruleset, few))  # noqa: B023
        yield f"cases --missing, {ruleset.id}: {len(missing_cases(ruleset, few))} in {took:.1f} s"


def measure_compare() -> Iterator[str]:
    """Each shipped ruleset against itself, and against edits of it: of every parameter, of criteria here and there.

    Of the processor's seconds.
    """
    for ruleset in map(cr.load, list_shipped()):
        edits, names = list(find_mutations(ruleset)), {one.name for one in ruleset.parameters}
        tried = [one for one in edits if one.about in names] + edits[:: max(1, len(edits) // MOST_EDITS)]
        spent = sorted((time_compare(ruleset, one.ruleset), one.about) for one in tried)
        itself, (worst, about) = time_compare(ruleset, cr.load(ruleset.id)), spent[-1]
        middle = median(seconds for seconds, _ in spent)
        told = f"{len(spent)} edits: median {middle:.2f} s, worst {worst:.2f} s ({about})"
        yield f"compare, {ruleset.id}: itself {itself:.2f} s, {told}"


def time_compare(old: Ruleset, new: Ruleset) -> float:
    """The processor's seconds of one comparison."""
    started = process_time()
    cr.compare(old, new)
    return process_time() - started


QUESTIONS: Final = {
    "remedies": measure_remedies,
    "verify": measure_verify,
    "ask": measure_asking,
    "compare": measure_compare,
    "missing": measure_missing,
}


def main() -> None:
    """Measure the questions named, or all, and print."""
    for name in sys.argv[1:] or QUESTIONS:
        for line in QUESTIONS[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
