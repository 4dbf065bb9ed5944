"""Reading plain dicts of typed values by generated Python: what it accepts, the parser accepts with the same values.

Anything else (text to be understood, envelopes, subclasses, unknown names, rolls) gives None: *ask the parser*, which
names every problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final, assert_never

from cchc_rules.engines.direct.source_builder import Module, indent
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.identity import LONGEST_ID, identify_key
from cchc_rules.facts.plain import is_plain
from cchc_rules.facts.scalars import NumberReader, TextReader, WordReader, scalar_reader
from cchc_rules.language.ruleset import Fact
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
from cchc_rules.text import invisible
from cchc_rules.values import FIRST_DATE, LARGEST_INTEGER, LAST_DATE, MOST_MEMBERS, Value

NO: Final = "return None"


def read_double(reader: NumberReader, raw: float) -> Value:
    """The canonical number of a double; None for what the parser must look at."""
    try:
        return reader.read(raw, False)
    except Fault:
        return None


def member_identity(key: Value) -> Value:
    """What the key of a member is compared by; None for a key the parser must look at."""
    if isinstance(key, str) and (len(key) > LONGEST_ID or invisible(key)):
        return None
    return identify_key(key)


def text_as_given(raw: object) -> bool:
    """Whether ``raw`` is text the parser would take as it is, as an id and as a name."""
    if type(raw) is not str or len(raw) > LONGEST_ID:
        return False
    if is_plain(raw):
        return True
    try:
        return not invisible(raw) and TextReader().read(raw, False) == raw
    except Fault:
        return False


def write_reader(module: Module, facts: tuple[Fact, ...]) -> None:
    """Writes ``read(facts)``: the values of a plain dict in slot order, or None."""
    names = [f"v{fact.slot}" for fact in facts]
    reads = [f"{name} = facts[{fact.name!r}]" for name, fact in zip(names, facts, strict=True)]
    # Lays the dict over one with every name: what is missing is None, and a stranger makes it longer.
    blank = module.constant(dict.fromkeys([*(fact.name for fact in facts), "id", "name"]))
    lines = [
        f"if type(facts) is not dict: {NO}",
        f"others = len(facts) - {len(facts)}",
        *(line for key in ("id", "name") for line in _check_own_key(key)),
        "if not others:",
        # As many names as there are facts: a fact that is not among them means that a stranger is.
        *indent(["try:", *indent(reads), f"except KeyError: {NO}"]),
        f"elif others > 0: {NO}",
        "else:",
        *indent([f"facts = {blank} | facts", f"if len(facts) != {len(facts) + 2}: {NO}"]),
        *indent([f"{', '.join(names)}, _, _ = facts.values()"]),
        *(line for name, fact in zip(names, facts, strict=True) for line in _field(module, name, fact)),
        *_refuse_unsettled(module, names, facts),
        f"return {_tuple(names)}",
    ]
    module.namespace["text_as_given"] = text_as_given
    module.function("read", ["facts"], lines)


def _check_own_key(key: str) -> list[str]:
    """The lines that check what the candidate itself is called, and leave its key out of the count."""
    asked = f"if facts[{key!r}] is not None and not text_as_given(facts[{key!r}]): {NO}"
    return [f"if {key!r} in facts:", *indent(["others -= 1", asked])]


def _refuse_unsettled(module: Module, names: list[str], facts: tuple[Fact, ...]) -> Iterator[str]:
    """The lines that leave to the parser what facts settle of each other: the road here is for what is stated."""
    held = {fact.name: name for name, fact in zip(names, facts, strict=True)}
    for fact in facts:
        for settled, value in fact.settles.items():
            yield f"if {held[fact.name]} is not None and {held[settled]} != {module.constant(value)}: {NO}"


def _tuple(names: list[str]) -> str:
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def _field(module: Module, name: str, fact: Fact) -> list[str]:
    """The lines that check one value held in a local, and put the canonical one there."""
    match fact.type:
        case BooleanType():
            return [f"if {name} is not True and {name} is not False and {name} is not None: {NO}"]
        case DateType():
            module.namespace["date"] = date
            first, last = module.constant(FIRST_DATE), module.constant(LAST_DATE)
            return _check_bounds(name, "date", first, last)
        case NumberType():
            return _number(module, name, fact)
        case ListType() as type_:
            return _list(module, name, fact, type_)
        case TextType():
            return [f"if {name} is not None and not text_as_given({name}): {NO}"]
        case GradeType() | ChoiceType():
            return _word(module, name, fact)
        case QuotientType():
            raise TypeError("no fact is a quotient")
        case _:
            assert_never(fact.type)


def _check_bounds(name: str, type_: str, first: str, last: str) -> list[str]:
    return [
        f"if type({name}) is {type_}:",
        *indent([f"if not {first} <= {name} <= {last}: {NO}"]),
        f"elif {name} is not None: {NO}",
    ]


def _number(module: Module, name: str, fact: Fact) -> list[str]:
    reader = scalar_reader(fact)
    assert isinstance(reader, NumberReader)
    # An int stands on the same side of a decimal of 15 digits as of its double, so plain bounds are exact.
    first = -LARGEST_INTEGER if reader.lowest is None else max(reader.lowest, -LARGEST_INTEGER)
    last = LARGEST_INTEGER if reader.highest is None else min(reader.highest, LARGEST_INTEGER)
    lines = _check_bounds(name, "int", repr(first), repr(last))
    if reader.type.integral:
        return lines
    double = [f"elif type({name}) is float:", *indent(_read_double(module, name, reader))]
    return [*lines[:2], *double, *lines[2:]]


def _read_double(module: Module, name: str, reader: NumberReader) -> list[str]:
    """The lines that read a double: one of at most two decimals is at hand, any other is read.

    A double equal to a quotient k/100, which Python rounds once, is the one nearest to that decimal; below 10¹³ it has
    at most 15 digits, so the 15-digit rule gives it back. Bounds come first: nothing of NaN or an infinity is rounded.
    """
    most = 10**13 - 1
    low = -most if reader.lowest is None else max(reader.lowest, -most)
    high = most if reader.highest is None else min(reader.highest, most)
    scale = 10 ** (2 if reader.type.decimals is None else min(reader.type.decimals, 2))
    read = f"{name} = {module.constant(partial(read_double, reader))}({name})"
    return [
        f"if {name}.is_integer() and {low!r} <= {name} <= {high!r}: {name} = int({name})",
        f"elif not ({low!r} <= {name} <= {high!r} and round({name} * {scale}) / {scale} == {name}):",
        *indent([read, f"if {name} is None: {NO}"]),
    ]


def _word(module: Module, name: str, fact: Fact) -> list[str]:
    reader = scalar_reader(fact)
    assert isinstance(reader, WordReader)
    looked_up = [f"if type({name}) is not str: {NO}", f"{name} = {module.constant(reader.known)}.get({name})"]
    return [f"if {name} is not None:", *indent([*looked_up, f"if {name} is None: {NO}"])]


def _list(module: Module, name: str, fact: Fact, type_: ListType) -> list[str]:
    if fact.expects is not None:
        return [f"if {name} is not None: {NO}"]
    members = _write_members(module, fact, type_)
    least = max(fact.min_items, 1)
    return [
        f"if {name} is not None:",
        *indent([f"if type({name}) is not list: {NO}", f"if {name}:"]),
        *indent(indent([f"if not {least} <= len({name}) <= {MOST_MEMBERS}: {NO}"])),
        *indent(indent([f"{name} = {members}({name})", f"if {name} is None: {NO}"])),
        *indent([f"else: {name} = {'None' if fact.min_items >= 1 else '()'}"]),
    ]


def _write_members(module: Module, fact: Fact, type_: ListType) -> str:
    """Writes the function that reads the members of a list; None where the parser must be asked."""
    function = module.fresh("f")
    names = [f"{module.fresh('x')}" for _ in type_.fields]
    blank = module.constant(dict.fromkeys(one.name for one in type_.fields))
    key = next((name for name, one in zip(names, type_.fields, strict=True) if one.name == fact.key), None)
    each = [
        f"if type(member) is not dict: {NO}",
        f"member = {blank} | member",
        f"if len(member) != {len(names)}: {NO}",
        f"{', '.join(names)}{',' if len(names) == 1 else ''} = member.values()",
        *(line for name, one in zip(names, type_.fields, strict=True) for line in _field(module, name, one)),
        *_refuse_unsettled(module, names, type_.fields),
        *(
            []
            if key is None
            else [f"key = member_identity({key})", f"if key is None or key in keys: {NO}", "keys.add(key)"]
        ),
        f"found.append({_tuple(names)})",
    ]
    module.namespace["member_identity"] = member_identity
    start = ["found = []"] if key is None else ["found = []", "keys = set()"]
    lines = [*start, "for member in members:", *indent(each), "return tuple(found)"]
    module.function(function, ["members"], lines)
    return function
