"""Lint: what loads and yet is hardly meant. Every rule is a small function with a stable code; all give warnings.

To add a rule: a function that yields warnings in a ``lint_*`` module, its words in ``phrases/lint.py``, one documented
bad example under ``tests/diagnostics/``, and a line in `lint`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cchc_rules.language.canonical import json_tree
from cchc_rules.language.documents.case_models import CasesDocument
from cchc_rules.language.documents.models import RulesetDocument
from cchc_rules.language.documents.places import Places
from cchc_rules.language.documents.validation import in_order
from cchc_rules.language.lint.coverage_of_text import (
    clauses_not_covered,
    colliding_labels,
    criteria_never_unmet,
    criteria_without_source,
    missing_translations,
    repeated_criteria,
    scale_sources,
)
from cchc_rules.language.lint.pitfalls import (
    share_or_percent,
    truths_compared,
    unranked_passes,
    void_reachable,
    zero_of_zero,
)
from cchc_rules.language.lint.reach import constant_conditions
from cchc_rules.language.lint.usage import unused_definitions, unused_facts, unused_parameters, unused_scales
from cchc_rules.language.loader import Loaded
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Problem


def lint(ruleset: Ruleset | Loaded, cases: CasesDocument | None = None) -> list[Problem]:
    """Every warning about a ruleset and its cases, in the order of the file.

    Given what `load_with_places` gives, each warning stands at its place; from a bare ruleset those about its document
    stand at the file. Without cases nothing is said about them.
    """
    loaded = ruleset if isinstance(ruleset, Loaded) else Loaded(ruleset, Places.nowhere(ruleset.path or "<ruleset>"))
    found = [*_about_meaning(loaded.ruleset), *_about_document(loaded)]
    if cases is not None:
        found.extend(criteria_never_unmet(loaded.ruleset, cases))
    return list(in_order(found))


def _about_meaning(ruleset: Ruleset) -> Iterator[Problem]:
    yield from constant_conditions(ruleset)
    yield from void_reachable(ruleset)
    yield from zero_of_zero(ruleset)
    yield from share_or_percent(ruleset)
    yield from truths_compared(ruleset)
    yield from unranked_passes(ruleset)
    yield from unused_facts(ruleset)
    yield from unused_definitions(ruleset)
    yield from unused_parameters(ruleset)
    yield from criteria_without_source(ruleset)
    yield from colliding_labels(ruleset)
    yield from repeated_criteria(ruleset)


def _about_document(loaded: Loaded) -> Iterator[Problem]:
    document = RulesetDocument.model_validate(json_tree(loaded.ruleset.canonical))
    yield from clauses_not_covered(loaded.ruleset, document)
    yield from scale_sources(document, loaded.places)
    yield from missing_translations(document, loaded.places)
    yield from unused_scales(loaded.ruleset, document, loaded.places)
