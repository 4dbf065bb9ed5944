"""Records as a store keeps them: the ruleset by its digest, what is personal beside, everything else as text.

A packed record holds no word that somebody wrote: of the id, the name and all free texts only the digest, salted so
that nobody can try names until one fits. Without them it replays all the same: the texts of facts are carried, never
compared, and members keep apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from secrets import token_hex
from typing import Any, Final, TypeAlias

from cchc_rules.facts.lists import key_label
from cchc_rules.language.ruleset import Fact, Ruleset
from cchc_rules.language.types import ChoiceType, ListType, NumberType, TextType, Type
from cchc_rules.program.program import Program
from cchc_rules.records.canonical_json import Content, digest
from cchc_rules.records.decision_record import DecisionRecord
from cchc_rules.records.packed_problems import ProblemPacker
from cchc_rules.records.plain_values import unreadable
from cchc_rules.values import Outcome, canonical_number

PACKED_FORMAT: Final = "2"
"""The version of what a packed record holds; another one is not read."""

PARTS: Final = ("id", "name", "texts")
"""What is kept beside a packed record and can be erased, each with a salt of its own."""

ERASED: Final = "[{}]"
"""What stands for a text that was erased: its place among the texts, so that members keep apart."""

_LETTERS: Final = {Outcome.MET: "m", Outcome.UNMET: "u", Outcome.UNKNOWN: "?", Outcome.NOT_APPLICABLE: "-"}
_OUTCOMES: Final = {letter: outcome for outcome, letter in _LETTERS.items()}
_WORD: Final = "="
"""Begins a text that stands in the ruleset (a key on a roll, an option): all else of that type is its place."""

_SALT: Final = 16
"""Bytes of a salt: 128 bits, so that no table of names can be made before."""

_SAID: Final = ("by", "evidence")
"""What of a fact's provenance is free text."""


@dataclass(frozen=True, slots=True)
class Personal:
    """One part of a record that names somebody: the words, and the salt their digest was made with."""

    salt: str
    words: Content

    @property
    def digest(self) -> str:
        """What the packed record holds of it."""
        return digest([self.salt, self.words])


@dataclass(frozen=True, slots=True)
class PackedRecord:
    """A record as plain text: ``content`` enters the chain, ``personal`` stands beside it, by part, until erased."""

    content: Mapping[str, Content]
    personal: Mapping[str, Personal]

    @property
    def missing_parts(self) -> tuple[str, ...]:
        """The parts the content has a digest of and that are not there."""
        return tuple(part for part in PARTS if part in self.content and part not in self.personal)


def pack(record: DecisionRecord, program: Program, at: str) -> PackedRecord:
    """The record packed; ``at`` is when it was recorded. Cost: a copy of the facts and a digest of the texts."""
    texts = _Texts()
    facts = _pack_facts(program.facts, record.facts, record.provenance, "", texts)
    order = [one.id for one in program.order]
    content: dict[str, Content] = {
        "record": PACKED_FORMAT,
        "at": at,
        "ruleset": program.ruleset.digest,
        "program": record.program,
        "category": record.category,
        "parameters": {name: _write_numbers(value) for name, value in record.parameters.items()},
        "facts": facts,
        "verdict": record.verdict,
        "outcomes": "".join(_LETTERS[Outcome(record.outcomes[id])] for id in order),
    }
    if elsewhere := {path: one for path, one in record.provenance.items() if path not in texts.said}:
        content["elsewhere"] = [[texts.leaf(path), _pack_said(one, texts)] for path, one in elsewhere.items()]
    if record.as_of is not None:
        content["as_of"] = record.as_of
    if record.results is not None:
        content["results"] = dict(record.results)
    if record.problems:
        packer = ProblemPacker(program, record.id, texts.leaf, _reader_of(None))
        content["problems"] = [packer.pack(one) for one in record.problems]
    words: dict[str, Content] = {"id": record.id, "name": record.name, "texts": [*texts.places] or None}
    personal = {part: Personal(token_hex(_SALT), said) for part, said in words.items() if said is not None}
    return PackedRecord({**content, **{part: one.digest for part, one in personal.items()}}, personal)


def unpack(packed: PackedRecord, program: Program) -> DecisionRecord:
    """The record again; what was erased is ``[1]``, ``[2]`` … Raises RecordError for what is no packed record.

    ``program`` is the one the content names.
    """
    content = packed.content
    try:
        return _unpack(packed, content, program)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError) as error:
        raise unreadable("$") from error


def _unpack(packed: PackedRecord, content: Mapping[str, Any], program: Program) -> DecisionRecord:
    if content["record"] != PACKED_FORMAT:
        raise unreadable("record")
    known = packed.personal.get("texts")
    find = _reader_of(known.words if known is not None else None)
    provenance: dict[str, Any] = {}
    facts = _unpack_facts(program.facts, content["facts"], "", provenance, find)
    # What is said of members of a list that counts as unknown stands apart: the list has no members to say it of.
    provenance |= {find(path): _unpack_said(one, find) for path, one in content.get("elsewhere", ())}
    order = [one.id for one in program.order]
    packer = ProblemPacker(program, _words_of("id", packed), _Texts().leaf, find)
    return DecisionRecord(
        ruleset=program.ruleset.canonical,
        category=content["category"],
        parameters=read_parameters(content, program.ruleset),
        program=content["program"],
        id=_words_of("id", packed),
        name=_words_of("name", packed),
        facts=facts,
        provenance=provenance,
        as_of=content.get("as_of"),
        verdict=content["verdict"],
        outcomes={id: _OUTCOMES[one].value for id, one in zip(order, content["outcomes"], strict=True)},
        problems=tuple(packer.unpack(one) for one in content.get("problems", ())),
        results=content.get("results"),
    )


def read_parameters(content: Mapping[str, Any], ruleset: Ruleset) -> dict[str, Any]:
    """The parameters of a packed record as `cchc_rules.compile` takes them. KeyError for one the ruleset has not."""
    types = {one.name: one.type for one in ruleset.parameters}
    return {name: _value(types[name], value, _reader_of(None)) for name, value in content["parameters"].items()}


@dataclass(slots=True)
class _Texts:
    """The free texts of a record in the order they are met, each once; ``said`` are the paths whose words are there."""

    places: dict[str, int] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def leaf(self, text: str) -> Content:
        """What stands for a text in the content: its place among the texts."""
        return str(self.places.setdefault(text, len(self.places)))


_Find: TypeAlias = Callable[[Any], str]


def _reader_of(texts: Any) -> _Find:
    def find(leaf: Any) -> str:
        place = int(leaf)
        return ERASED.format(place + 1) if texts is None else str(texts[place])

    return find


def _words_of(part: str, packed: PackedRecord) -> str | None:
    if part not in packed.content:
        return None
    known = packed.personal.get(part)
    return ERASED.format(part) if known is None else str(known.words)


# --- facts --------------------------------------------------------------------------------------------------------


def _pack_facts(
    facts: tuple[Fact, ...],
    plain: Mapping[str, Any],
    said: Mapping[str, Any],
    inside: str,
    texts: _Texts,
    listed: str | None = None,
) -> dict[str, Content]:
    """The facts that are known or of which something is said; the rest is unknown and left out.

    ``listed`` names the key of members that stand on a roll: its words are the ruleset's, nobody's own.
    """
    packed = {}
    for fact in facts:
        path, value = f"{inside}{fact.name}", plain.get(fact.name)
        if value is None and path not in said:
            continue
        form: Content
        if isinstance(value, list):
            form = _pack_list(fact, value, said, path, texts)
        elif isinstance(value, str) and _is_free(fact.type):
            stands = fact.name == listed or (isinstance(fact.type, ChoiceType) and value in fact.type.options)
            form = f"{_WORD}{value}" if stands else texts.leaf(value)
        else:
            form = _write_numbers(value)
        if path in said:
            texts.said.add(path)
            form = {"value": form, **_pack_said(said[path], texts)}
        packed[fact.name] = form
    return packed


def _pack_said(said: Mapping[str, str], texts: _Texts) -> dict[str, Content]:
    return {key: texts.leaf(one) if key in _SAID else one for key, one in said.items()}


def _pack_list(fact: Fact, members: list[Any], said: Mapping[str, Any], path: str, texts: _Texts) -> Content:
    assert isinstance(fact.type, ListType)
    listed = fact.key if fact.expects is not None else None
    found: list[Content] = []
    for number, member in enumerate(members, start=1):
        key = member.get(fact.key) if fact.key else None
        label = number if key is None else key_label(key)
        found.append(_pack_facts(fact.type.fields, member, said, f"{path}[{label}].", texts, listed))
    return found


def _unpack_facts(
    facts: tuple[Fact, ...], packed: Mapping[str, Any], inside: str, said: dict[str, Any], find: _Find
) -> dict[str, Any]:
    if strange := packed.keys() - {fact.name for fact in facts}:
        raise unreadable(f"facts.{inside}{min(strange)}")
    found = {}
    for fact in facts:
        path, form = f"{inside}{fact.name}", packed.get(fact.name)
        if isinstance(form, dict) and "value" in form:
            said[path] = _unpack_said(form, find)
            form = form["value"]
        found[fact.name] = (
            _unpack_list(fact, form, path, said, find) if isinstance(form, list) else _value(fact.type, form, find)
        )
    return found


def _unpack_said(packed: Mapping[str, Any], find: _Find) -> dict[str, Any]:
    return {key: find(one) if key in _SAID else one for key, one in packed.items() if key != "value"}


def _unpack_list(fact: Fact, members: list[Any], path: str, said: dict[str, Any], find: _Find) -> list[dict[str, Any]]:
    assert isinstance(fact.type, ListType)
    key = next((one for one in fact.type.fields if one.name == fact.key), None)
    found = []
    for number, member in enumerate(members, start=1):
        own = _value(key.type, member.get(key.name), find) if key is not None and key.name in member else None
        label = number if own is None else key_label(own)
        found.append(_unpack_facts(fact.type.fields, member, f"{path}[{label}].", said, find))
    return found


def _value(kind: Type, packed: Any, find: _Find) -> Any:
    match packed:
        case list():
            return [_value(kind, one, find) for one in packed]
        case str() if _is_free(kind):
            if packed.startswith(_WORD):
                return packed[1:]
            word = find(packed)
            # An erased word of an open choice is another of its words: it decided as every such word does.
            erased = word == ERASED.format(int(packed) + 1)
            return kind.another if erased and isinstance(kind, ChoiceType) else word
        case str() if isinstance(kind, NumberType):
            return canonical_number(Decimal(packed))
        case _:
            return packed


def _is_free(kind: Type) -> bool:
    """Whether anybody's own words may be stated: of a text, and of an open choice beside its options."""
    return isinstance(kind, TextType) or (isinstance(kind, ChoiceType) and kind.open)


# --- what has no type ---------------------------------------------------------------------------------------------


def _write_numbers(value: Any) -> Content:
    """A plain value with numbers as their shortest text."""
    if isinstance(value, list):
        return [_write_numbers(one) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if isinstance(value, int) else format(value, ".15g")
    found: Content = value
    return found
