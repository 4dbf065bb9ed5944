"""What a form was made for, and whether a file is of the category it is decided as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from cchc_rules.intake.headers import EVIDENCE, ID, NAME, Columns, HeaderWords
from cchc_rules.intake.table import refuse
from cchc_rules.language.ruleset import Category, Ruleset
from cchc_rules.problems import Place, Problem

STAMP_NAME: Final = "cchc_stamp"
"""The defined name of a workbook that holds the stamp: spreadsheet programs keep such names, and show them nowhere."""

_WRITTEN: Final = re.compile(r'="?([a-z0-9-]+);([0-9A-Za-z.+-]+);([a-z0-9-]+);([0-9a-z:]+)"?')


@dataclass(frozen=True, slots=True)
class Stamp:
    """The ruleset, its version, the category and the ruleset's digest that a form was made for."""

    ruleset: str
    version: str
    category: str
    digest: str

    @property
    def formula(self) -> str:
        """The constant that stands under the defined name."""
        return f'="{self.ruleset};{self.version};{self.category};{self.digest}"'


def make_stamp(ruleset: Ruleset, category: Category) -> Stamp:
    """The stamp of a form for that category."""
    return Stamp(ruleset.id, ruleset.version, category.id, ruleset.digest)


def parse_stamp(formula: str) -> Stamp | None:
    """The stamp under a defined name, as spreadsheet programs give it back; None for anything else."""
    text = formula.strip()
    found = _WRITTEN.fullmatch(text if text.startswith("=") else f"={text}")
    return None if found is None else Stamp(*found.groups())


def hold_stamp(stamp: Stamp | None, words: HeaderWords, file: str) -> list[Problem]:
    """A warning where the form is of another version. Raises TableError for another ruleset or category."""
    ruleset, category = words.ruleset, words.of
    if stamp is None or ruleset is None or not isinstance(category, Category):
        return []
    own = make_stamp(ruleset, category)
    fields: dict[str, Any] = {
        "ruleset": stamp.ruleset,
        "category": stamp.category,
        "version": stamp.version,
        "own": own.version,
    }
    if stamp.ruleset != own.ruleset:
        raise refuse("form-stamp", file, variant="ruleset", **fields)
    if stamp.category != own.category:
        raise refuse("form-stamp", file, variant="category", **fields)
    if stamp.version != own.version or stamp.digest != own.digest:
        return [Problem("form-stamp", Place(file=file), fields, "version", "warning")]
    return []


def hold_category(columns: Columns, header: tuple[str, ...], words: HeaderWords, file: str) -> None:
    """Raises TableError for a table without a column of a fact, or mostly of another category's facts.

    Only where the ruleset is known: then it can be asked which category was meant.
    """
    ruleset, category = words.ruleset, words.of
    if ruleset is None or not isinstance(category, Category) or not category.facts:
        return
    own = [key for key in columns.keys if key and key not in (ID, NAME) and not key.startswith(EVIDENCE)]
    unread = [text for text, key in zip(header, columns.keys, strict=True) if text and not key]
    others = [one for one in ruleset.categories if one.id != category.id]
    meant = {one.id: sum(bool(HeaderWords(one).find(text)[0]) for text in unread) for one in others}
    likely = max(meant, key=lambda id: meant[id], default="")
    if likely and meant[likely] > len(own):
        raise refuse("other-category", file, category=category.id, likely=likely, count=meant[likely])
    if not own:
        known = ", ".join(one.id for one in ruleset.categories)
        raise refuse("other-category", file, variant="no-facts", category=category.id, categories=known)
