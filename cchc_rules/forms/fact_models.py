"""A strict pydantic class of a category's facts, for callers who write typed Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, Literal, TypeAlias, TypeVar, assert_never, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    create_model,
)

from cchc_rules.facts.identity import LONGEST_ID
from cchc_rules.facts.scalars import number_bounds
from cchc_rules.language.types import (
    BooleanType,
    ChoiceType,
    DateType,
    Fact,
    GradeType,
    ListType,
    NumberType,
    QuotientType,
    TextType,
    Type,
)
from cchc_rules.program.program import Program
from cchc_rules.values import MOST_MEMBERS

V = TypeVar("V")

_FORM: Final = ConfigDict(extra="forbid", frozen=True, protected_namespaces=(), hide_input_in_errors=True)
"""Errors do not print what was given: it may be personal."""


class Stated(BaseModel, Generic[V]):
    """A fact with who stated it, when, and on what document; ``value`` None is a stated unknown."""

    model_config = _FORM
    value: V | None
    by: StrictStr | None = None
    on: Annotated[date, Strict()] | None = None
    evidence: StrictStr | None = None


class FactModel(BaseModel):
    """What is common to the classes `fact_model` makes. Every fact may be left out, and is unknown then."""

    model_config = _FORM

    def to_facts(self) -> dict[str, Any]:
        """The mapping `cchc_rules.evaluate` takes: what was given and no more, by the names of the ruleset."""
        return self.model_dump(by_alias=True, exclude_unset=True)


def fact_model(program: Program) -> type[FactModel]:
    """A strict pydantic class with a field a fact: ``"no"``, ``"off"`` or 0 are no truths, ``"5"`` is no number.

    Each field takes the value, a `Stated` with provenance, or None. A fact called like something every pydantic class
    has (``copy``, ``json``) is a field with ``_`` behind it and the fact's name as its alias. What one value cannot
    say – checks, keys, contradictions, digits – is left to `evaluate`. A body that names a key twice has lost one of
    the two before any class sees it: read JSON from outside by `cchc_rules.strict_json.read_strict`. Cost: some
    milliseconds; make it once.
    """
    text = Annotated[StrictStr, Field(max_length=LONGEST_ID)] | None
    title = "".join(part.capitalize() for part in program.category.id.split("-"))
    own = {"id": (text, None), "name": (StrictStr | None, None)}
    return _model(f"{title}Facts", {**own, **_fields(program.facts)})


_Field: TypeAlias = tuple[Any, Any]
"""The type of a field and its settings."""


def _model(title: str, fields: dict[str, _Field]) -> type[FactModel]:
    made: type[FactModel] = create_model(
        title, __base__=FactModel, __module__=__name__, **cast("dict[str, Any]", fields)
    )
    return made


def _fields(facts: tuple[Fact, ...]) -> dict[str, _Field]:
    found: dict[str, _Field] = {}
    for fact in facts:
        value: Any = _type_of(fact.type, fact.name)
        # The value, or that with its provenance: told apart before either is looked at, so that one error is told.
        bare, stated = Annotated[value, Tag("value")], Annotated[Stated[value], Tag("stated")]
        found[f"{fact.name}_" if hasattr(FactModel, fact.name) else fact.name] = (
            Annotated[bare | stated, Discriminator(_kind)] | None,
            Field(default=None, alias=fact.name, title=fact.label.within("en")),
        )
    return found


def _kind(given: object) -> str:
    return "stated" if isinstance(given, dict | Stated) else "value"


def _type_of(kind: Type, name: str) -> Any:
    match kind:
        case BooleanType():
            return StrictBool
        case NumberType(integral=True):
            return Annotated[StrictInt, _bounds(kind)]
        case NumberType():
            return Annotated[StrictInt | Annotated[float, Strict()] | Annotated[Decimal, Strict()], _bounds(kind)]
        case DateType():
            return Annotated[date, Strict()]
        case GradeType(scale=scale):
            return Literal[scale.spellings]
        case ChoiceType(open=True):
            return StrictStr
        case ChoiceType(options=options):
            return Literal[options]
        case TextType():
            return StrictStr
        case ListType(fields=fields):
            title = "".join(part.capitalize() for part in name.split("_"))
            return Annotated[
                list.__class_getitem__(_model(f"{title}Member", _fields(fields))), Field(max_length=MOST_MEMBERS)
            ]
        case QuotientType():
            raise TypeError("no fact is a share")
        case _ as never:
            assert_never(never)


def _bounds(kind: NumberType) -> Any:
    lowest, highest = number_bounds(kind)
    return Field(ge=lowest, le=highest, allow_inf_nan=False)
