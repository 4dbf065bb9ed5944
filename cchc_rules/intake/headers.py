"""Header cells → what each column holds: the candidate's id or name, a fact, or nothing we know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from cchc_rules.facts.parser import ambiguous_labels, label_index
from cchc_rules.intake.answers import Answers
from cchc_rules.intake.table import Declared
from cchc_rules.language.ruleset import Category
from cchc_rules.language.types import BooleanType
from cchc_rules.problems import Place, Problem
from cchc_rules.text import LONGEST_WORD, folded, skeleton, visible

ID: Final = "id"
NAME: Final = "name"
_SILENT: Final = ""
_CLOSE: Final = 0.85

# Headers as `folded` gives them.
_IDS: Final = frozenset(
    (
        *("id", "code", "candidate id", "mã", "mã số", "mã định danh", "mã hồ sơ", "mã đối tượng"),
        *("mã đơn vị", "mã cơ quan", "mã cơ quan, đơn vị", "mã người", "mã cá nhân", "mã cán bộ", "mã công chức"),
    )
)
_NAMES: Final = frozenset(
    (
        *("name", "full name", "tên", "tên đối tượng", "họ tên", "họ và tên"),
        *("tên đơn vị", "tên cơ quan", "tên cơ quan, đơn vị", "cơ quan, đơn vị", "đơn vị"),
    )
)
_KEPT_ASIDE: Final = frozenset(
    ("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#", "ghi chú", "note", "notes", "remarks")
)


@dataclass(frozen=True, slots=True)
class Columns:
    """For each column the key its cells have in a row (a fact's name, ``id``, ``name``; empty: not read).

    ``answers`` are the pairs of columns, for yes and for no, that state one fact together.
    """

    keys: tuple[str, ...]
    problems: tuple[Problem, ...]
    answers: tuple[Answers, ...] = ()

    @property
    def faulty(self) -> bool:
        """Whether some header makes it unsafe to read the file."""
        return any(problem.severity == "error" for problem in self.problems)


def names_candidate(header: str) -> bool:
    """Whether a header cell announces the id of the candidate."""
    return folded(header) in _IDS


def known_header(of: Declared) -> Callable[[str], bool]:
    """Tells of a header cell whether it names the candidate's id or one of the facts."""
    known = label_index(of)
    return lambda text: folded(text) in known or names_candidate(text)


def match_headers(
    header: Sequence[str],
    of: Declared,
    *,
    file: str,
    ignore: Iterable[str] = (),
    row: int = 1,
    answers: Iterable[Answers] = (),
) -> Columns:
    """The columns of a header under the facts it may name, by name, label in either language or alias.

    A header met twice, one that several facts share, or one close to a label but not equal is an error; any other
    unknown one a warning. ``ignore`` names headers to pass over, ``row`` the row the header stands in. ``answers`` are
    pairs of columns that may be the yes and the no of one fact; they are where the fact is a yes-or-no fact.
    """
    facts = of.facts if isinstance(of, Category) else of.fields
    truths = {fact.name for fact in facts if isinstance(fact.type, BooleanType)}
    kept: list[Answers] = []
    partners = {max(pair): pair for pair in answers}
    aside = _KEPT_ASIDE | {folded(word) for word in ignore}
    matcher = _Matcher(label_index(of), _as_written(of), ambiguous_labels(of), aside)
    keys: list[str] = []
    problems: list[Problem] = []
    for number, cell in enumerate(header, start=1):
        key, problem = matcher.match(cell)
        pair = partners.get(number - 1)
        if pair is not None and key in truths and keys.index(key) == min(pair):
            kept.append(pair)
        elif key and key in keys:
            key, problem = _SILENT, Problem("doubled-header", None, {"first": column_letters(keys.index(key) + 1)})
        if problem is not None:
            place = Place(row=row, cell=column_letters(number), file=file)
            problems.append(replace(problem, where=place, fields={"header": visible(cell), **problem.fields}))
        keys.append(key)
    return Columns(tuple(keys), tuple(problems), tuple(kept))


def _as_written(of: Declared) -> dict[str, str]:
    """Labels and aliases as the ruleset spells them, by folded spelling."""
    facts = of.facts if isinstance(of, Category) else of.fields
    return {folded(one): one for fact in facts for one in (*fact.aliases, fact.label.en, fact.label.vi)}


def column_letters(number: int) -> str:
    """The letters a spreadsheet shows over column ``number`` (from 1): A … Z, AA …"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class _Matcher:
    """What header cells may mean, all by folded spelling."""

    known: Mapping[str, str]
    written: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]
    aside: frozenset[str]

    def match(self, cell: str) -> tuple[str, Problem | None]:
        """The key of the column and what is wrong with its header, still without its place."""
        form = folded(cell)
        if not form or form in self.aside:
            return _SILENT, None
        if form in self.known:
            return self.known[form], None
        if form in self.shared:
            return _SILENT, Problem("ambiguous-header", None, {"facts": ", ".join(self.shared[form])})
        if form in _IDS:
            return ID, None
        if form in _NAMES:
            return NAME, None
        if (label := self._close(cell)) is not None:
            return _SILENT, Problem("unknown-header", None, {"nearest": label}, "close")
        return _SILENT, Problem("unknown-header", severity="warning")

    def _close(self, cell: str) -> str | None:
        """The label or name that the cell nearly spells."""
        matcher = SequenceMatcher(None, "", skeleton(cell[:LONGEST_WORD]), autojunk=False)
        for form in self.known:
            matcher.set_seq1(skeleton(form))
            if matcher.real_quick_ratio() >= _CLOSE and matcher.ratio() >= _CLOSE:
                return self.written.get(form, form)
        return None
