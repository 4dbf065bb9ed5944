"""Reasons, and how they are written on one line of bounded length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cchc_rules.decisions.phrasing.sayings import Part, Saying, say
from cchc_rules.language.ruleset import Clause
from cchc_rules.phrases import phrase

LONGEST_REASON: Final = 600
"""How many characters a reason on one line has at most: some six lines of a page; more is in the explanation."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to say and the reasons under it; ``whole`` says that the head alone is enough on one line.

    ``clauses`` are those of a group's member, where they are not the group's; ``enough`` says that on one line it needs
    none of the reasons beside it.
    """

    head: Part
    parts: tuple[Reason, ...] = ()
    whole: bool = False
    clauses: tuple[Clause, ...] = ()
    enough: bool = False


def write_line(reasons: Iterable[Reason], language: str) -> str:
    """The reasons on one line: members of lists by name only, members of groups with their own reasons."""
    return bound("; ".join(_write_reason(reason, language) for reason in _pick(reasons)), language)


def bound(text: str, language: str) -> str:
    """The text with a capital letter in front, at most `LONGEST_REASON` characters long: past them it says where."""
    text = text[:1].upper() + text[1:]
    if len(text) <= LONGEST_REASON:
        return text
    rest = phrase("why.cut", language)
    return text[: LONGEST_REASON - len(rest)].rpartition(" ")[0] + rest


def headline(reasons: Iterable[Reason], language: str) -> str:
    """The reasons on one line without what lies under them, for where that is told apart."""
    return bound("; ".join(say(reason.head, language) for reason in _pick(reasons)), language)


def _pick(reasons: Iterable[Reason]) -> Sequence[Reason]:
    """The reasons to be said on one line: one that is enough alone."""
    found = tuple(reasons)
    return next(([one] for one in found if one.enough), found)


def _write_reason(reason: Reason, language: str) -> str:
    head = say(reason.head, language)
    if reason.whole or not reason.parts:
        return head
    behind = "; ".join(_write_reason(one, language) for one in _pick(reason.parts))
    of_group = isinstance(reason.head, Saying) and reason.head.key.startswith("why.group.")
    return f"{head}: {behind}" if of_group else f"{head} ({behind})"
