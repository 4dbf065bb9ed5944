"""Header cells → what each column holds: the candidate's id or name, a fact, evidence of one, or nothing we know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final, assert_never

from cchc_rules.intake.answers import Answers
from cchc_rules.intake.header_words import (
    ANSWERS,
    STEPS,
    UNITS,
    differs_in_kind,
    is_elsewhere,
    readings,
    strip_marks,
    units_of,
    without_kind,
    years_in,
)
from cchc_rules.intake.table import Declared
from cchc_rules.language.ruleset import Category, Fact, Ruleset
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
)
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.problems import Place, Problem
from cchc_rules.text import LONGEST_WORD, fold_case, legacy_encoding, skeleton, visible

ID: Final = "id"
NAME: Final = "name"
EVIDENCE: Final = "evidence:"
"""Stands before the name of a fact in the key of the column that holds its evidence."""

_SILENT: Final = ""
_FEWEST_WORDS: Final = 4
_CLOSE: Final = 0.85

# Headers as `fold_case` gives them.
_IDS: Final = frozenset(
    (
        *("id", "code", "candidate id", "mã", "mã số", "mã định danh", "mã hồ sơ", "mã đối tượng"),
        *("mã đơn vị", "mã cơ quan", "mã cơ quan, đơn vị", "mã người", "mã cá nhân", "mã cán bộ", "mã công chức"),
    )
)
_NAMES: Final = (
    # The most personal first: of two such columns it names the candidate.
    *("họ và tên", "họ tên", "full name", "name", "tên", "tên đối tượng"),
    *("tên đơn vị", "tên cơ quan", "tên cơ quan, đơn vị", "cơ quan, đơn vị", "đơn vị"),
)
_COUNTERS: Final = frozenset(("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#"))
_ASIDE: Final = _COUNTERS | {"ghi chú", "note", "notes", "remarks"}


@dataclass(frozen=True, slots=True)
class Columns:
    """For each column the key its cells have in a row (a fact's name, ``id``, ``name``; empty: not read).

    ``answers`` are the pairs of columns, for yes and for no, that state one fact together; ``counter`` is the column
    that numbers the rows (from 0), if there is one.
    """

    keys: tuple[str, ...]
    problems: tuple[Problem, ...]
    answers: tuple[Answers, ...] = ()
    counter: int | None = None

    def letters(self) -> dict[str, str]:
        """The letters over the column of each key."""
        return {key: column_letters(index + 1) for index, key in enumerate(self.keys) if key}

    @property
    def faulty(self) -> bool:
        """Whether some header makes it unsafe to read the file."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """What header cells may mean for one declaration, by their readings after each step.

    ``id`` is the header that the caller names for the column of ids, ``ignore`` are headers to pass over; headings may
    name the year in the title of the ``ruleset``.
    """

    of: Declared
    ignore: tuple[str, ...] = ()
    id: str = ""
    ruleset: Ruleset | None = None
    aside: frozenset[str] = field(init=False, compare=False)
    steps: tuple[Mapping[str, tuple[str, ...]], ...] = field(init=False, compare=False)
    spelt: Mapping[str, str] = field(init=False, compare=False)
    types: Mapping[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        facts = self.facts
        steps: list[dict[str, tuple[str, ...]]] = [{} for _ in STEPS]
        own = {fact.name for fact in facts}
        spelt: dict[str, str] = dict.fromkeys(own, "")
        for fact in facts:
            for spelling in (fact.label.vi, fact.label.en, *fact.aliases):
                for known, form in zip(steps, readings(spelling), strict=True):
                    names = known.get(form, ())
                    if form and fact.name not in names and form not in own:
                        known[form] = (*names, fact.name)
                spelt.setdefault(fold_case(spelling), spelling)
        for known in steps:
            known.update({name: (name,) for name in own})
        object.__setattr__(self, "aside", frozenset(map(fold_case, self.ignore)))
        object.__setattr__(self, "steps", tuple(steps))
        object.__setattr__(self, "spelt", spelt)
        object.__setattr__(self, "types", {fact.name: type_word(fact) for fact in facts})

    def within(self, declared: Declared) -> HeaderWords:
        """The words of a list that belongs to these candidates."""
        return HeaderWords(declared, self.ignore, "", self.ruleset)

    @property
    def title(self) -> str:
        """The title of the ruleset, where it is known."""
        return self.ruleset.title.vi if self.ruleset is not None else ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts, or the fields of list members, that columns may hold."""
        return self.of.facts if isinstance(self.of, Category) else self.of.fields

    def find(self, cell: str) -> tuple[tuple[str, ...], bool]:
        """The facts a cell may name, and whether it is spelt another way than any label."""
        units = units_of(cell)
        for step, form in enumerate(readings(cell)):
            names = self.steps[step].get(form, ())
            if step and len(names) == 1 and not all(unit in UNITS.get(self.types[names[0]], ()) for unit in units):
                return (), False  # a unit of another type
            if names:
                return names, step > 0
        return (), False

    def names_id(self, cell: str) -> bool:
        """Whether a header cell announces the id of the candidate."""
        if self.id:
            return fold_case(cell) == fold_case(self.id)
        return any(form in _IDS for form in readings(cell))

    def knows(self, cell: str) -> bool:
        """Whether a header cell names the candidate's id or one of the facts."""
        return bool(self.find(cell)[0]) or self.names_id(cell)

    @property
    def heads(self) -> Mapping[str, bool]:
        """Every word under which a mark may answer a heading."""
        return {**ANSWERS, **{fold_case(word): truth for fact in self.facts for word, truth in fact.words.items()}}

    def answers_of(self, cell: str) -> Mapping[str, bool]:
        """What a sub-heading may say under a cell that names a yes-or-no fact: yes and no, the fact's own words.

        ``Đạt`` answers only what asks for it: under "bị kỷ luật" ``Không đạt`` would be anybody's guess.
        """
        names, _ = self.find(cell)
        fact = next((one for one in self.facts if names == (one.name,)), None)
        if fact is None or not isinstance(fact.type, BooleanType):
            return {}
        own = {fold_case(word): truth for word, truth in fact.words.items()}
        asks = "đạt" in fold_case(fact.label.vi)
        return {word: truth for word, truth in ANSWERS.items() if asks or "đạt" not in word} | own


def type_word(fact: Fact) -> str:
    """The kind of a fact by which its units are listed."""
    match fact.type:
        case BooleanType():
            return "boolean"
        case DateType():
            return "date"
        case NumberType(integral=integral, unit=unit):
            return "integer" if integral else "percent" if unit == "percent" else "number"
        case GradeType() | ChoiceType() | TextType() | ListType() | QuotientType():
            return ""
        case _:
            assert_never(fact.type)


def is_aside(cell: str) -> bool:
    """Whether a header cell stands over what is never a fact: numbers of rows, remarks."""
    return any(one in _ASIDE for one in readings(cell))


def names_candidate(cell: str) -> bool:
    """Whether a header cell announces the name of the candidate."""
    return any(one in _NAMES for one in readings(cell))


def is_counter(cell: str) -> bool:
    """Whether a header cell stands over the numbers of rows."""
    return fold_case(strip_marks(cell)) in _COUNTERS


def match_headers(
    header: Sequence[str],
    words: HeaderWords,
    *,
    file: str,
    row: int | None = 1,
    answers: Iterable[Answers] = (),
    others: Sequence[tuple[str, ...]] = (),
) -> Columns:
    """The columns of a header under the facts it may name, by name, label in either language or alias.

    A header met twice, one that several facts share, or one close to a label but not equal is an error; any other
    unknown one a warning, and so is one that is spelt another way than its label. ``row`` is the row the header stands
    in. ``answers`` are pairs of columns that may be the yes and the no of one fact; they are where the fact is a
    yes-or-no fact. ``others`` are the headings above and below each header that are no part of it.
    """
    return _Matching(words, tuple(header), file, row).match(
        {max(pair): pair for pair in answers}, [*others, *[()] * (len(header) - len(others))]
    )


def _holds(said: list[str], label: list[str]) -> bool:
    """Whether a header is a label with more words behind it, or its words in another order: `Ngày báo cáo của phòng`.

    Of labels of fewer than four words that is no sign: `Số hồ sơ` begins many a header that is another column's.
    """
    few = len(label) < _FEWEST_WORDS
    return not few and (said[: len(label)] == label or sorted(said) == sorted(label))


@dataclass(slots=True)
class _Matching:
    """One header while its cells are matched, from the first column to the last."""

    words: HeaderWords
    header: tuple[str, ...]
    file: str
    row: int | None
    keys: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def match(self, partners: Mapping[int, Answers], others: Sequence[tuple[str, ...]]) -> Columns:
        """What each column holds."""
        kept: list[Answers] = []
        named = self._name_columns()
        for index, cell in enumerate(self.header):
            key, problem = self._key(cell)
            if key == NAME and index not in named:
                first = visible(self.header[named[0]])
                key, problem = _SILENT, Problem("other-name", None, {"first": first}, severity="warning")
            pair = partners.get(index)
            if pair is not None and key in self.keys and self.keys.index(key) == min(pair) and self._truth(key):
                kept.append(pair)
            elif key and key in self.keys:
                first = column_letters(self.keys.index(key) + 1)
                key, problem = _SILENT, Problem("doubled-header", None, {"first": first})
            self.keys.append(key)
            self._note(index, problem)
            answered = pair is not None or any(index == min(one) for one in partners.values())
            for other in others[index] if key else ():
                self._note(index, judge_heading(self.words, cell, other, answered=answered))
        counter = next((index for index, cell in enumerate(self.header) if is_counter(cell)), None)
        return Columns(tuple(self.keys), tuple(self.problems), tuple(kept), counter)

    def _note(self, index: int, problem: Problem | None) -> None:
        if problem is not None:
            place = Place(row=self.row, cell=column_letters(index + 1), file=self.file)
            fields = {"header": visible(self.header[index]), **problem.fields}
            found = replace(problem, where=place, fields=fields)
            if found not in self.problems:
                self.problems.append(found)

    def _name_columns(self) -> list[int]:
        """The columns whose header names a person most surely: one, or several of one rank, or none."""
        ranks = {
            index: next(_NAMES.index(form) for form in readings(cell) if form in _NAMES)
            for index, cell in enumerate(self.header)
            if names_candidate(cell) and not self.words.find(cell)[0]
        }
        return [index for index, rank in ranks.items() if rank == min(ranks.values())]

    def _truth(self, key: str) -> bool:
        return self.words.types.get(key) == "boolean"

    def _key(self, cell: str) -> tuple[str, Problem | None]:
        """The key of the column and what is wrong with its header, still without its place."""
        form = fold_case(cell)
        if not form or form in self.words.aside:
            return _SILENT, None
        if self.words.id and self.words.names_id(cell):
            return ID, None
        names, respelt = self.words.find(cell)
        if len(names) > 1:
            return _SILENT, Problem("ambiguous-header", None, {"facts": ", ".join(names)})
        if names:
            return names[0], self._reading(names[0]) if respelt else None
        if is_aside(cell):
            return _SILENT, None
        if self.words.names_id(cell):
            return ID, None
        if names_candidate(cell):
            return NAME, None
        if (judged := self._evidence(cell)) is not None:
            return EVIDENCE + judged, None
        return _SILENT, self._unknown(cell)

    def _reading(self, name: str) -> Problem:
        label = next(fact.label.within("vi") for fact in self.words.facts if fact.name == name)
        return Problem("header-reading", None, {"label": label}, severity="warning")

    def _evidence(self, cell: str) -> str | None:
        """The fact whose evidence a column holds: its label, a dash, then the word for evidence.

        Not of a list, of which a cell holds but the number: its members have evidence of their own.
        """
        for language in LANGUAGES:
            ending = fold_case(evidence_header("", language))
            form = fold_case(cell)
            if form.endswith(ending) and (label := form.removesuffix(ending).strip(" –-")):
                names, _ = self.words.find(label)
                lists = {fact.name for fact in self.words.facts if isinstance(fact.type, ListType)}
                return names[0] if len(names) == 1 and names[0] not in lists else None
        return None

    def _unknown(self, cell: str) -> Problem:
        if not cell.isascii() and (font := legacy_encoding(cell)):
            return Problem("unknown-header", None, {"font": font}, "font")
        if (label := self._close(cell) or self._bare(cell)) is None:
            return Problem("unknown-header", severity="warning")
        if differs_in_kind(cell, label):
            return Problem("unknown-header", None, {"label": label}, "other")
        return Problem("unknown-header", None, {"nearest": label}, "close")

    def _close(self, cell: str) -> str | None:
        """The label or name that the cell nearly spells."""
        matcher = SequenceMatcher(None, "", skeleton(cell[:LONGEST_WORD]), autojunk=False)
        said = skeleton(cell[:LONGEST_WORD]).split()
        for form, label in self.words.spelt.items():
            if _holds(said, skeleton(form).split()):
                return label or form
            matcher.set_seq1(skeleton(form))
            if matcher.real_quick_ratio() >= _CLOSE and matcher.ratio() >= _CLOSE:
                return label or form
        return None

    def _bare(self, cell: str) -> str | None:
        """The label that is the same but for numbers and negations."""
        bare = without_kind(cell)
        spelt = (label for label in self.words.spelt.values() if label)
        return next((label for label in spelt if bare and without_kind(label) == bare), None)


def judge_heading(words: HeaderWords, cell: str, other: str, *, answered: bool) -> Problem | None:
    """What is wrong with a heading beside a header that is understood; None where it says nothing new.

    ``answered`` tells that the column is the yes or the no of its fact. The problem has no place yet.
    """
    fields, form = {"heading": visible(other)}, strip_marks(fold_case(other))
    names, _ = words.find(cell)
    type_ = words.types.get(names[0], "") if names else ""
    if fold_case(other) in (fold_case(cell), "") or (type_ and form.strip("()") in UNITS.get(type_, ())):
        return None
    answers = words.answers_of(cell)
    if form in answers or form in ANSWERS:
        return None if answered and form in answers else Problem("heading", None, fields, "answer")
    if is_elsewhere(other):
        return Problem("heading", None, fields, "elsewhere")
    if strange := years_in(other) - (years_in(cell) or years_in(words.title)):
        return Problem("heading", None, {**fields, "year": ", ".join(sorted(strange))}, "year")
    return Problem("heading", None, fields, severity="warning")


def evidence_header(label: str, language: str) -> str:
    """The header of the column that holds the evidence of a fact with that label."""
    return f"{label} – {phrase('header.evidence', language)}".strip()


def column_letters(number: int) -> str:
    """The letters a spreadsheet shows over column ``number`` (from 1): A … Z, AA …"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
