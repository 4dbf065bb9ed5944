"""Where a candidate stands and why, in a sentence: rank, places, and what an open place still hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.phrasing.figures import describe_value
from cchc_rules.decisions.phrasing.reasons import explain_condition
from cchc_rules.decisions.phrasing.sayings import say, tell
from cchc_rules.decisions.phrasing.wording import name_value
from cchc_rules.decisions.traces.builder import trace_expression
from cchc_rules.decisions.traces.causes import MissingFact
from cchc_rules.phrases import phrase
from cchc_rules.selection.hanging import MOST_CANDIDATES_NAMED, Hang, HangFinder
from cchc_rules.selection.ranking import Standing
from cchc_rules.text import visible
from cchc_rules.values import UNMET

MOST_FACTS: Final = 3
"""How many facts of one candidate a reason names."""


@dataclass(frozen=True, slots=True)
class PlaceWriter:
    """Writes where the row at ``index`` stands; ``quotas`` are the places of each group."""

    finder: HangFinder
    quotas: Mapping[str, tuple[int, int]]
    index: int
    standing: Standing | None
    rank: tuple[int, int] | None

    def write(self, language: str, *, with_name: bool = False, with_keys: bool = False) -> str:
        """Rank, places and standing; ``with_keys`` says behind the rank what it rests on."""
        name = self._name(self.index, language) if with_name else ""
        if self.rank is None:
            return phrase("standing.not-running", language, name=name, why=self._write_why_not(language))
        fields = {"name": name, "rank": write_ends(self.rank)}
        if with_keys and (keys := self._write_keys(language)):
            fields["rank"] = phrase("standing.rank-by", language, rank=fields["rank"], keys=keys)
        if self.standing is None:
            hangs = self._write_hangs(language) if self.rank[0] != self.rank[1] else ""
            ranked = phrase("standing.rank", language, **fields)
            return f"{ranked}; {phrase('standing.hangs', language, what=hangs)}" if hangs else ranked
        fields["places"] = self._write_places(language)
        if self.standing == "open":
            return "; ".join((phrase("standing.place", language, **fields), *self._write_open(language)))
        return phrase(f"standing.place.{self.standing}", language, **fields)

    def _name(self, index: int, language: str) -> str:
        """What a row is called: its name, else its id, else its number."""
        result = self.finder.results[index]
        who = result.name or result.id
        return visible(who) if who else phrase("problem.row", language, row=result.row)

    def _write_places(self, language: str) -> str:
        """How many places there are, of the group where there are groups."""
        group = self.finder.entries.groups[self.index]
        quotas = [ends for one, ends in self.quotas.items() if group in (one, None)]
        ends = write_ends((min(low for low, _ in quotas), max(high for _, high in quotas)))
        number = "place-one" if ends == "1" else "places"
        if not group:
            return phrase(f"standing.{number}", language, places=ends)
        return phrase(f"standing.{number}-of-group", language, places=ends, group=visible(group))

    def _write_keys(self, language: str) -> str:
        """What each key is for the row; nothing where there is no decision."""
        decision, parts = self.finder.entries.decisions[self.index], []
        if decision is None:
            return ""
        for key in self.finder.rule.keys:
            trace = trace_expression(self.finder.program, key.expression, decision.values, decision.as_of)
            names = {"what": name_value(trace), "seen": describe_value(trace)}
            parts.append(say(tell("seen.read", **names), language))
        return "; ".join(parts)

    def _write_why_not(self, language: str) -> str:
        """Why a row is surely not in the running: what it does not meet, if that is why."""
        decision = self.finder.entries.decisions[self.index]
        assert decision is not None  # without one it is perhaps in the running
        codes = decision.outcome_codes
        unmet = [one.criterion.title for one in decision.program.criteria if codes[one.position] == UNMET]
        if not unmet:
            return phrase("standing.not-among", language, why=self._write_among(decision, language))
        titles = [title.within(language) for title in unmet]
        return phrase("standing.unmet", language, criteria=_shorten(titles, MOST_FACTS, "; ", language))

    def _write_among(self, decision: Decision, language: str) -> str:
        """How a row stands against the condition that lets in."""
        among = self.finder.rule.among
        if isinstance(among, str):
            return phrase(f"verdict.{decision.verdict.value}", language)
        trace = trace_expression(self.finder.program, among, decision.values, decision.as_of)
        return "; ".join(say(reason.head, language) for reason in explain_condition(trace))

    def _write_open(self, language: str) -> Iterator[str]:
        """What an open place hangs on: facts of whom, then equals at the cut."""
        equals = self.finder.find_equals(self.index)
        if hangs := self._write_hangs(language):
            yield phrase("standing.hangs", language, what=hangs)
        if equals:
            names = _shorten([self._name(index, language) for index in equals], MOST_CANDIDATES_NAMED, ", ", language)
            vote = self.finder.rule.vote
            by = phrase("standing.text-silent", language) if vote is None else vote.within(language)
            yield phrase("standing.equals", language, names=names, by=by)
        elif not hangs:
            yield phrase("standing.open", language)

    def _write_hangs(self, language: str) -> str:
        """The facts and faults of candidates the place hangs on, one part a candidate."""
        hangs = groupby(self.finder.find_hangs(self.index), key=lambda hang: hang.index)
        parts = [phrase("standing.lack.day", language)] if self.finder.lacks_day else []
        parts += [self._write_candidate(index, list(some), language) for index, some in hangs]
        return _shorten(parts, MOST_CANDIDATES_NAMED, "; ", language)

    def _write_candidate(self, index: int, hangs: list[Hang], language: str) -> str:
        name, lack = self._name(index, language), hangs[0].lack
        if lack not in ("facts", "void"):
            return phrase(f"standing.lack.{lack}", language, name=name)
        facts = {fact.path: fact for hang in hangs for fact in hang.facts}
        labels = list(dict.fromkeys(_write_label(fact, language) for fact in facts.values()))
        return phrase(f"standing.lack.{lack}", language, name=name, facts=_shorten(labels, MOST_FACTS, ", ", language))


def write_ends(ends: tuple[int, int]) -> str:
    """A number, or from one to another."""
    low, high = ends
    return str(low) if low == high else f"{low}–{high}"


def _write_label(fact: MissingFact, language: str) -> str:
    label = fact.label.within(language)
    words = label.split(" ")
    if label[1:2].islower() and not any(word[:1].isupper() for word in words[1:2]):
        label = label[0].lower() + label[1:]  # in the middle of a sentence; names and abbreviations stay as they are
    return f"{label} ({' → '.join(fact.members)})" if fact.members else label


def _shorten(parts: list[str], most: int, joint: str, language: str) -> str:
    """The parts joined; of more than ``most`` the others are only said to be there."""
    if len(parts) <= most:
        return joint.join(parts)
    return joint.join((*parts[:most], phrase("standing.others", language)))
