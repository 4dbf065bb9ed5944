"""The static types of expressions, what a value of each may be, and the facts that have them: lists hold facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, TypeAlias, assert_never

from cchc_rules.problems import NOWHERE, Span
from cchc_rules.text import bare_letters
from cchc_rules.values import FIRST_DATE, LAST_DATE, Number, Scale, Value, Words


@dataclass(frozen=True, slots=True)
class BooleanType:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact number within bounds (None: only the language's limits); percents are in percent points.

    ``unit`` is ``percent`` for percent facts and shares, else empty.
    """

    integral: bool = False
    minimum: Number | None = None
    maximum: Number | None = None
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class QuotientType:
    """A share or quotient: may only be compared."""

    percent: bool = False


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar date, day known."""


@dataclass(frozen=True, slots=True)
class GradeType:
    """A level or unranked value of one scale."""

    scale: Scale


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One of a set of words without order; ``open``: other words may be stated too, and equal none of them."""

    options: tuple[str, ...]
    open: bool = False

    @property
    def another(self) -> str:
        """A word beside the options of an open choice, for who makes up a candidate."""
        taken = {bare_letters(option) for option in self.options}
        return next(word for number in count(1) if bare_letters(word := f"từ khác {number}") not in taken)

    def __hash__(self) -> int:
        """Of their number and the first: expressions hold their type, are looked up often, and options may be 1,000."""
        return hash((len(self.options), self.options[:1]))


@dataclass(frozen=True, slots=True)
class TextType:
    """Text that is carried, never compared."""


@dataclass(frozen=True, slots=True)
class ListType:
    """A list of records; the fields are facts in declared order."""

    fields: tuple[Fact, ...]


Type: TypeAlias = BooleanType | NumberType | QuotientType | DateType | GradeType | ChoiceType | TextType | ListType


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered place in a source document; ``ref`` is ``source/clause`` as criteria cite it."""

    ref: str
    at: Words
    says: Words
    left_out: Words | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact, or a field of the members of a list fact.

    ``kind`` is ``measured`` or ``judged``. ``changeable`` tells remedies whether it can still be changed, or the one
    way it can (``up``: to yes); None: nothing is written. ``words`` maps further spellings to truths, ``negative`` says
    the "no" of a yes-or-no fact; ``aliases`` are further column headers. Stated, it ``settles`` the values of other
    facts of the same candidate or member; ``settled_by`` are the labels of those that settle this one. ``min_items``,
    ``key``, ``each``, ``expects``, ``unlisted`` (what a run reads of a year without a member) and ``sheet`` (the name
    of its sheet) are those of lists.
    """

    name: str
    slot: int
    type: Type
    label: Words
    kind: str = "measured"
    judge: Words | None = None
    changeable: Literal[True, False, "up", "down"] | None = None
    words: Mapping[str, bool] = field(default_factory=dict, hash=False)
    negative: Words | None = None
    settles: Mapping[str, Value] = field(default_factory=dict, hash=False)
    settled_by: Mapping[str, Words] = field(default_factory=dict, hash=False)
    aliases: tuple[str, ...] = ()
    help: Words | None = None
    min_items: int = 1
    key: str | None = None
    each: Words | None = None
    expects: tuple[Value, ...] | str | None = None  # a roll of keys, or the name of a list parameter
    unlisted: Mapping[str, Value] = field(default_factory=dict, hash=False)
    sheet: Words | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


def is_year(kind: Type) -> bool:
    """Whether a value can only be a year of the calendar (1900 to 2199)."""
    if not isinstance(kind, NumberType) or not kind.integral or kind.minimum is None or kind.maximum is None:
        return False
    return kind.minimum >= FIRST_DATE.year and kind.maximum <= LAST_DATE.year


def unit_of(kind: Type) -> str:
    """What a value is counted in, as `write_value` takes it: ``year``, ``percent``, else nothing."""
    if not isinstance(kind, NumberType):
        return ""
    return "year" if is_year(kind) else kind.unit


def every_fact(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts and the fields of lists, however deep."""
    for fact in facts:
        yield fact
        if isinstance(fact.type, ListType):
            yield from every_fact(fact.type.fields)


def kind_of(kind: Type) -> str:
    """The word of the language for a type, as it is written in rulesets."""
    match kind:
        case BooleanType():
            return "boolean"
        case NumberType(integral=True):
            return "integer"
        case NumberType():
            return "number"
        case QuotientType():
            return "share"
        case DateType():
            return "date"
        case GradeType(scale=scale):
            return f"grade ({scale.id})"
        case ChoiceType():
            return "choice"
        case ListType():
            return "list"
        case TextType():
            return "text"
        case _:
            assert_never(kind)
