"""Links of a season: list facts whose members follow the candidates of another category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.identity import identify_key
from cchc_rules.facts.lists import key_label
from cchc_rules.language.types import ListType
from cchc_rules.season.categories import SeasonCategory
from cchc_rules.values import Value

Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Following:
    """A linked list: ``fields`` are the slots of the followed candidate each field of a member copies, -1 for its id.

    The slots ``owner_where`` and ``followed_where`` hold what must be equal; -1 where everybody belongs.
    """

    owner: str
    slot: int
    name: str
    followed: str
    fields: tuple[int, ...]
    names: tuple[str, ...]
    owner_where: int = -1
    followed_where: int = -1
    least: int = 0

    def member(self, candidate: str, values: Values) -> Values:
        """The member a followed candidate is."""
        return tuple(candidate if slot < 0 else values[slot] for slot in self.fields)

    def provenance(self, candidate: str, said: Mapping[str, Provenance]) -> Iterator[tuple[str, Provenance]]:
        """What was said of the facts a member copies, by the path of its fields."""
        for slot, name in zip(self.fields, self.names, strict=True):
            if slot >= 0 and name in said:
                yield f"{self.name}[{key_label(candidate)}].{name}", said[name]


def read_key(values: Values, where: int) -> Value:
    """What an owner and those it follows have in common, at the slot where either has it; None while it is unknown."""
    return True if where < 0 else identify_key(values[where])


@dataclass(frozen=True, slots=True)
class Links:
    """The linked lists between categories of a season, and who is in which group: numbers of entrants, in order."""

    following: tuple[Following, ...] = ()
    owners: dict[tuple[int, Value], dict[int, None]] = field(default_factory=dict)
    followed: dict[tuple[int, Value], dict[int, None]] = field(default_factory=dict)

    @classmethod
    def of(cls, categories: Mapping[str, SeasonCategory]) -> Links:
        """The links both of whose categories are there."""
        ruleset = next(iter(categories.values())).program.ruleset
        there = [link for link in ruleset.links if {link.category, link.follows} <= categories.keys()]
        return cls(
            tuple(_following(one.fact, one.where, categories[one.category], categories[one.follows]) for one in there)
        )

    def regroup(self, number: int, category: str, before: Values | None, after: Values) -> None:
        """Puts an entrant into the groups its values now belong to."""
        for place, one in enumerate(self.following):
            if one.owner == category:
                was = before and read_key(before, one.owner_where)
                _move(self.owners, place, number, was, read_key(after, one.owner_where))
            if one.followed == category:
                was = before and read_key(before, one.followed_where)
                _move(self.followed, place, number, was, read_key(after, one.followed_where))

    def owners_of(self, category: str, *states: Values) -> dict[int, None]:
        """The numbers of the entrants whose lists an entrant of those values (before and after) is or was in."""
        found: dict[int, None] = {}
        for place, one in enumerate(self.following):
            if one.followed == category:
                for values in states:
                    if (group := read_key(values, one.followed_where)) is not None:
                        found.update(self.owners.get((place, group), {}))
        return found


def _move(groups: dict[tuple[int, Value], dict[int, None]], place: int, number: int, old: Value, new: Value) -> None:
    if old is not None and old != new:
        groups.get((place, old), {}).pop(number, None)
    if new is not None:
        groups.setdefault((place, new), {})[number] = None


def _following(name: str, where: str, owner: SeasonCategory, followed: SeasonCategory) -> Following:
    slot = owner.slots[name]
    fact = owner.program.facts[slot]
    assert isinstance(fact.type, ListType)
    names = tuple(one.name for one in fact.type.fields)
    return Following(
        owner=owner.id,
        slot=slot,
        name=name,
        followed=followed.id,
        fields=tuple(-1 if one == fact.key else followed.slots[one] for one in names),
        names=names,
        owner_where=owner.slots[where] if where else -1,
        followed_where=followed.slots[where] if where else -1,
        least=fact.min_items,
    )
