"""Headers of the shipped rulesets as offices spell them: all read and said once; near misses, none read."""

from __future__ import annotations

import re
from itertools import islice, pairwise

import pytest

import cchc_rules as cr
from cchc_rules.intake.headers import HeaderWords, match_headers, type_word
from cchc_rules.language.documents.folders import list_rulesets, roots
from cchc_rules.language.ruleset import Category, Fact
from cchc_rules.language.types import ListType

UNITS = {"boolean": "Có/Không", "integer": "người", "number": "điểm", "percent": "%", "date": "ngày/tháng/năm"}


def declarations() -> list[tuple[str, Category | ListType]]:
    """Every category and list of the shipped rulesets."""
    found: list[tuple[str, Category | ListType]] = []
    for id in list_rulesets(roots()):
        for category in cr.load(id).categories:
            found.append((f"{id}/{category.id}", category))
            waiting: list[Fact] = list(category.facts)
            while waiting:
                fact = waiting.pop()
                if isinstance(fact.type, ListType):
                    found.append((f"{id}/{category.id}/{fact.name}", fact.type))
                    waiting += fact.type.fields
    return found


DECLARED = declarations()


def facts_of(declared: Category | ListType) -> tuple[Fact, ...]:
    """The facts of a category, the fields of a list."""
    return declared.facts if isinstance(declared, Category) else declared.fields


def spellings(fact: Fact) -> list[str]:
    """The label of a fact as offices spell it."""
    label = fact.label.vi
    found = [f"{label}{mark}" for mark in (":", ".", " (*)", " (1)", " *")]
    found += [f"{front}{label}" for front in ("5. ", "a) ", "IV. ")]
    if unit := UNITS.get(type_word(fact)):
        found += [f"{label} ({unit})", f"5. {label} ({unit}):"]
    for words, short in (
        ("cải cách hành chính", "CCHC"),
        ("cán bộ, công chức, viên chức", "CB, CC, VC"),
        ("hóa", "hoá"),
    ):
        if words in label:
            found.append(label.replace(words, short))
    return found


@pytest.mark.parametrize(("name", "declared"), DECLARED, ids=[name for name, _ in DECLARED])
def test_every_label_is_read_however_it_is_spelt(name, declared):
    """Each such spelling is the fact's, and it is said once."""
    words = HeaderWords(declared)
    for fact in facts_of(declared):
        for spelling in (one for one in spellings(fact) if one not in fact.aliases):
            columns = match_headers(("Mã", spelling), words, file="")
            assert (("id", fact.name), ["header-reading"]) == (columns.keys, [one.key for one in columns.problems]), (
                spelling
            )


def misses(label: str):
    """Headers that are close to a label and mean something else."""
    if years := re.findall("20[0-9]{2}", label):
        yield label.replace(years[0], str(int(years[0]) - 1))
    else:
        yield f"{label} năm 2019"
    yield f"Không {label[0].lower()}{label[1:]}"
    yield f"{label} (năm trước)"
    yield f"{label} của cấp trên"
    yield f"{label} – đơn vị tự chấm"


def near_misses() -> list[tuple[Category | ListType, str]]:
    """200 of them, from all rulesets in turn."""
    waiting = [
        (declared, iter([miss for fact in facts_of(declared) for miss in misses(fact.label.vi)]))
        for _, declared in DECLARED
    ]
    found = []
    while len(found) < 200:
        for declared, rest in waiting:
            found += [(declared, miss) for miss in islice(rest, 1)]
    return found[:200]


def test_near_misses_are_never_read():
    """Another year, a negation, another person's figure: none is taken for the fact or suggested across a negation."""
    read = []
    for declared, miss in near_misses():
        labels = {fact.label.vi for fact in facts_of(declared)}
        columns = match_headers(("Mã", miss), HeaderWords(declared), file="")
        if columns.keys[1] and miss not in labels:
            read.append(miss)
        if miss.startswith("Không "):
            assert all("nearest" not in one.fields for one in columns.problems)
    assert [] == read


def test_a_label_with_more_words_behind_it_is_close():
    """So are its words in another order: an error with the label, for nobody wants such a column passed over."""
    silent = []
    for _, declared in DECLARED:
        words = HeaderWords(declared)
        for fact in facts_of(declared):
            said = fact.label.vi.split()
            if len(said) >= 4:
                for header in (" ".join([*said, "của", "cơ", "quan"]), " ".join([*said[2:], *said[:2]])):
                    columns = match_headers([header], words, file="x")
                    if not columns.keys[0] and "error" not in {problem.severity for problem in columns.problems}:
                        silent.append(header)
    assert [] == silent


def test_no_two_facts_share_a_spelling():
    """A spelling that two facts come to share would be an error of the header."""
    for _, declared in DECLARED:
        words = HeaderWords(declared)
        shared = [form for step in words.steps for form, names in step.items() if len(names) > 1]
        assert [] == sorted(set(shared))


def test_declarations_differ():
    """The rulesets have many of them."""
    assert len(DECLARED) > 15
    assert all(one != other for one, other in pairwise(DECLARED))
