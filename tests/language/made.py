"""A small ruleset around one expression, for tests of the checker."""

from __future__ import annotations

from cchc_rules.language.checking.checker import check_document
from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.yaml_reader import read_yaml
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem

HEAD = """\
language: 1
id: made
version: 1.0.0
title: {vi: a, en: b}
issuer: {vi: a, en: b}
decides: eligibility
sources:
  text: {title: {vi: a, en: b}, clauses: {one: {at: "1", says: {vi: a, en: b}}}}
scales:
  grade: {levels: [Trung bình, Khá, Tốt], unranked: [Không xếp loại], aliases: {TB: Trung bình}}
  other: {levels: [Thấp, Cao]}
parameters:
  limit: {type: number, value: 70, label: {vi: a, en: b}}
  deadline: {type: date, value: 2022-05-05, label: {vi: a, en: b}}
  years: {type: integer, many: true, value: [2020, 2021], label: {vi: a, en: b}}
categories:
  c:
    title: {vi: a, en: b}
    facts:
      yes: {type: boolean, label: {vi: a, en: b}}
      whole: {type: integer, label: {vi: a, en: b}}
      small: {type: integer, min: 0, max: 100, label: {vi: a, en: b}}
      share: {type: percent, label: {vi: a, en: b}}
      amount: {type: number, label: {vi: a, en: b}}
      grade: {type: grade, scale: grade, label: {vi: a, en: b}}
      other: {type: grade, scale: other, label: {vi: a, en: b}}
      kind: {type: choice, options: [xã, phường], label: {vi: a, en: b}}
      form: {type: choice, options: [một, hai], label: {vi: a, en: b}}
      day: {type: date, label: {vi: a, en: b}}
      words: {type: text, label: {vi: a, en: b}}
      units:
        type: list
        label: {vi: a, en: b}
        items:
          name_of: {type: text, label: {vi: a, en: b}}
          done: {type: boolean, label: {vi: a, en: b}}
          small: {type: integer, min: 0, max: 100, label: {vi: a, en: b}}
          when: {type: date, label: {vi: a, en: b}}
          fields: {type: list, label: {vi: a, en: b}, items: {rate: {type: percent, label: {vi: a, en: b}}}}
"""


def around(expression: str, *, define: str = "", category: str = "", head: str = HEAD) -> str:
    """The YAML text of the ruleset whose one criterion requires ``expression``."""
    block = "".join(f"          {line}\n" for line in expression.split("\n"))
    criteria = f"    criteria:\n      - id: first\n        title: {{vi: a, en: b}}\n        require: |\n{block}"
    return f"{head}{category}{f'    define:{chr(10)}{define}' if define else ''}{criteria}"


def checked(text: str) -> tuple[Ruleset | None, list[Problem]]:
    """What the checker makes of a YAML text that is structurally sound."""
    tree, places = read_yaml(text, "made.yaml")
    return check_document(RulesetDocument.model_validate(tree), places)


def underlined(problem: Problem) -> str:
    """The characters a problem points at."""
    where = problem.where
    return where.source[where.column - 1 : where.column - 1 + where.length]


SELECTIONS = """selections:
  best: {title: {vi: Chọn, en: Choice}, source: text/one, category: agency, among: good, within: body, ranks: dense,
    by: [{highest: rated, source: [text/two]}, {lowest: share}, {highest: asked}], take: {Ủy ban: 1, "2020": 2},
    prefer: [{when: asked, source: text/one}], tied: {vote: {vi: biểu quyết, en: vote}}}
  some: {title: {vi: Một phần, en: Some}, category: agency, by: [{highest: share}], tied: all,
    take: {percent: 'param["limit"]', of: running, round: up, min: 1}}
"""
"""Selections that the ruleset of the loader's tests may have."""

SHARED = """\
language: 1
id: common
version: 1.0.0
title: {vi: Chung, en: Common}
issuer: {vi: Phường, en: Ward}
decides: eligibility
sources:
  plan:
    title: {vi: Kế hoạch, en: Plan}
    clauses:
      work: {at: Mục 1, says: {vi: việc, en: work}}
      people: {at: Mục 2, says: {vi: người, en: people}}
      own: {at: Mục 3, says: {vi: riêng, en: own}}
shared:
  facts:
    tasks: {type: integer, min: 0, label: {vi: Nhiệm vụ, en: Tasks}}
    done: {type: integer, min: 0, label: {vi: Hoàn thành, en: Done}}
    members: {type: list, label: {vi: Cán bộ, en: Staff}, items: {good: {type: boolean, label: {vi: Tốt, en: Good}}}}
  checks:
    counts: {require: done <= tasks, says: {vi: quá số nhiệm vụ, en: more than there are}}
  define:
    enough: {is: "percent(done, tasks) >= 70", label: {vi: Đủ việc, en: Enough work}}
  criteria:
    people: {title: {vi: Người, en: People}, source: plan/people, require: all(m.good for m in members)}
    work:
      title: {vi: Việc, en: Work}
      source: plan/work
      any:
        - {id: enough, title: {vi: Đủ, en: Enough}, require: enough}
        - {id: excused, title: {vi: Miễn, en: Excused}, require: excused}
categories:
  ward:
    title: {vi: Phường, en: Ward}
    uses: {facts: [done, tasks, members], checks: [counts], define: [enough], criteria: [work, people]}
    facts:
      excused: {type: boolean, label: {vi: Được miễn, en: Excused}}
      planned: {type: boolean, label: {vi: Có kế hoạch, en: Planned}}
    criteria:
      - {id: planned, title: {vi: Kế hoạch, en: Plan}, source: plan/own, require: planned}
  agency:
    title: {vi: Sở, en: Agency}
    uses: {facts: [done, tasks], define: [enough], criteria: [work]}
    facts:
      excused: {type: boolean, label: {vi: Miễn trừ, en: Exempt}}
    checks:
      - {id: none-excused, require: not excused or tasks == 0, says: {vi: sai, en: wrong}}
"""
"""A ruleset of two categories that share parts of every kind."""
