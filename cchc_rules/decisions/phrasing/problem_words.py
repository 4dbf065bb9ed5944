"""A problem of a row as people read it: the label of what it is about, its cell, what is wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem, Span, printable_path
from cchc_rules.program.program import Program

_STEP: Final = re.compile(r"\.?([a-z][a-z0-9_]*)|\[([^\]]*)\]")
"""One step of a path such as ``units[Nội vụ].on_time``: a name, or the key of a member."""
_QUOTED: Final = re.compile("`([^`]*)`")


def write_problem(problem: Problem, program: Program, language: str) -> str:
    """The problem on one line: ``label (cell): what is wrong; what to do``.

    No name of the ruleset language, no folder and no back-tick stands in it; a file is named where the problem has no
    cell of the candidates' own row.
    """
    return _write((_write_place(problem.where, program, language),), problem, language)


def split_problem(problem: Problem, program: Program, language: str) -> tuple[str, str]:
    """As `write_problem` in two parts: what it is about (empty of a whole row), and what is wrong with it."""
    return _write_place(problem.where, program, language), _write((), problem, language)


def write_remark(problem: Problem, program: Program, language: str, *, options: bool = False) -> str:
    """As `write_problem`, for a problem that stands under no candidate's name: file and row come first.

    ``options`` is for a terminal only: the help then names the options of commands too.
    """
    place = problem.where if isinstance(problem.where, Place) else Place()
    head = _write_place(place, program, language)
    row = "" if place.row is None or place.cell is not None else phrase("problem.row", language, row=place.row)
    file = PurePath(printable_path(place.file or "")).name
    return _write(dict.fromkeys((file, row, head)), problem, language, options=options)


def _write(heads: Iterable[str], problem: Problem, language: str, *, options: bool = False) -> str:
    head = ", ".join(one for one in heads if one)
    told = [problem.message(language), problem.help(language, options=options)]
    text = "; ".join(_QUOTED.sub("“\\1”", one) for one in told if one)
    return f"{head}: {text}" if head else text


def label_path(facts: tuple[Fact, ...], path: str, language: str) -> str:
    """The label of the fact a path leads to, the members it goes through in brackets; empty for no declared fact."""
    label, members = "", []
    for name, member in _STEP.findall(path):
        if not name:
            members.append(member)
            continue
        fact = next((one for one in facts if one.name == name), None)
        if fact is None:
            return label
        label = fact.label.within(language)
        facts = fact.type.fields if isinstance(fact.type, ListType) else ()
    return f"{label} ({' → '.join(members)})" if members else label


def _write_place(where: Span | Place | None, program: Program, language: str) -> str:
    place = where if isinstance(where, Place) else Place()
    label = label_path(program.facts, place.path or "", language)
    told = []
    if place.cell is not None:
        kind = "column" if place.cell.isalpha() else "cell"
        told.append(phrase(f"problem.{kind}", language, cell=place.cell))
    elif place.row is not None and not label:
        told.append(phrase("problem.row", language, row=place.row))
    if place.file and place.cell is not None and "[" in (place.path or ""):
        told.append(PurePath(place.file).name)
    named = ", ".join(told)
    if label and named:
        return f"{label[:-1]}; {named})" if label.endswith(")") else f"{label} ({named})"
    return label or named
