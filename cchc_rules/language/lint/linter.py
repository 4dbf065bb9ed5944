"""Lint: what loads and yet is hardly meant. Every rule is a small function with a stable code; all give warnings.

To add a rule: a function that yields warnings in a module of this room, its words in ``phrases/lint.py``, one
documented bad example under ``tests/diagnostics/``, and a line in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from cchc_rules.language.canonical import json_tree
from cchc_rules.language.checking.shared_checks import name_categories
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.places import Places
from cchc_rules.language.documents.validation import in_order
from cchc_rules.language.lint.coverage_of_text import (
    clauses_not_compared,
    clauses_not_covered,
    colliding_labels,
    criteria_never_unmet,
    criteria_without_source,
    find_repeated_criteria,
    missing_headings,
    missing_translations,
    scale_sources,
)
from cchc_rules.language.lint.directions import find_open_directions
from cchc_rules.language.lint.dossiers import (
    find_doubled_events,
    find_hiding_gates,
    find_unchecked_dates,
    find_unchecked_lists,
)
from cchc_rules.language.lint.open_choices import find_other_words
from cchc_rules.language.lint.pitfalls import (
    find_loops_in_loops,
    find_unranked_passing,
    find_unranked_refused,
    share_or_percent,
    truths_compared,
    void_reachable,
    zero_of_zero,
)
from cchc_rules.language.lint.reach import constant_conditions, find_unreached_rows
from cchc_rules.language.lint.usage import (
    find_unused_definitions,
    find_unused_facts,
    find_unused_parameters,
    find_unused_scales,
    find_unused_shared,
)
from cchc_rules.language.lint.void_lines import find_void_lines
from cchc_rules.language.lint.years import find_written_out_runs
from cchc_rules.language.loader import Loaded
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem

RULES: Final[tuple[Callable[[Ruleset], Iterator[Problem]], ...]] = (
    constant_conditions,
    find_unreached_rows,
    void_reachable,
    zero_of_zero,
    find_loops_in_loops,
    find_written_out_runs,
    find_void_lines,
    share_or_percent,
    truths_compared,
    find_unranked_passing,
    find_unranked_refused,
    find_other_words,
    find_unchecked_lists,
    find_unchecked_dates,
    find_hiding_gates,
    find_doubled_events,
    find_open_directions,
    find_unused_facts,
    find_unused_definitions,
    find_unused_parameters,
    criteria_without_source,
    colliding_labels,
    missing_headings,
    find_repeated_criteria,
)
"""The rules that look at the meaning alone."""


def lint(ruleset: Ruleset | Loaded, cases: CasesDocument | None = None) -> list[Problem]:
    """Every warning about a ruleset and its cases, in the order of the file.

    Given what `load_with_places` gives, each warning stands at its place; from a bare ruleset those about its document
    stand at the file. Without cases nothing is said about them.
    """
    loaded = ruleset if isinstance(ruleset, Loaded) else Loaded(ruleset, Places.nowhere(ruleset.path or "<ruleset>"))
    found = [*(problem for rule in RULES for problem in rule(loaded.ruleset)), *_about_document(loaded)]
    found_in = {
        category.id: [one for one in found if one.fields.get("category") == category.id]
        for category in loaded.ruleset.categories
    }
    found = list(name_categories(found, found_in, loaded.shared, loaded.places))
    if cases is not None:
        found.extend(criteria_never_unmet(loaded.ruleset, cases))
    return list(in_order(found))


def _about_document(loaded: Loaded) -> Iterator[Problem]:
    document = RulesetDocument.model_validate(json_tree(loaded.ruleset.canonical))
    yield from clauses_not_covered(loaded.ruleset, document)
    yield from clauses_not_compared(document, loaded.places)
    yield from scale_sources(document, loaded.places)
    yield from missing_translations(document, loaded.places)
    yield from find_unused_shared(loaded.shared, loaded.places)
    yield from find_unused_scales(loaded.ruleset, document, loaded.places)
