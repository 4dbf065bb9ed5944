"""Remedies in words: what is to be stated, then what is to be changed, then what is in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cchc_rules.analysis.obstacles import Obstacle
from cchc_rules.analysis.proofs import Certainty
from cchc_rules.analysis.remedy_answers import Remedies, Remedy, RemedyGroup
from cchc_rules.analysis.remedy_reaches import FactReach, ValueReach
from cchc_rules.analysis.remedy_steps import RemedyStep, StepKind
from cchc_rules.decisions.phrasing.sayings import write_value
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ChoiceType, DateType, GradeType, ListType, NumberType, unit_of
from cchc_rules.phrases import phrase
from cchc_rules.text import show_value, visible
from cchc_rules.values import Value

INDENT: Final = "   "
MOST_STEPS: Final = 20
MOST_NAMES: Final = 5
"""How many changes of one remedy are told, and how many members are named; the rest is counted."""


def write_remedies(found: Remedies, language: str) -> list[str]:
    """The lines of an answer, indented by three spaces a level, in ``vi`` or ``en``."""
    return list(_Writer(found, language).lines())


class _Writer:
    """Writes one answer."""

    def __init__(self, found: Remedies, language: str) -> None:
        self.found, self.language = found, language
        self.program = found.decision.program

    def say(self, key: str, **fields: object) -> str:
        return phrase(key, self.language, **fields)

    def lines(self) -> Iterator[str]:
        found = self.found
        if found.gain is not None:
            yield self.say("remedies.gain", grade=self.title_of_grade(found.gain[0]), level=found.gain[1]) + ":"
        if found.reached:
            yield self.say("remedies.reached")
            return
        if found.certainty is Certainty.PROVED:
            yield self.say("remedies.impossible")
            yield from (INDENT + self.tell_obstacle(one) for one in found.obstacles)
        yield from self.tell_groups()
        for group in found.evasions:
            yield self.say("remedies.evasion", criteria=self.name_criteria(group.criteria))
            yield from self.tell_ways(group, 1)
        yield from self.tell_notes()

    def tell_groups(self) -> Iterator[str]:
        """The groups in which something is only to be stated, then the others."""
        groups = self.found.groups
        if len(groups) > 1 and self.found.combinations > 1:
            key = "remedies.each" if all(one.counted for one in groups) else "remedies.each.more"
            yield self.say(key, count=self.found.combinations) + ":"
        for key, are_changes in (("remedies.state", False), ("remedies.change", True)):
            own = [one for one in groups if bool(one.remedies[0].changes) is are_changes]
            if own:
                yield self.say(key) + ":"
            for group in own:
                criteria, count = self.name_criteria(group.criteria), len(group.remedies) + group.more
                heading = "remedies.choice" if group.counted else "remedies.choice.open"
                heading = "remedies.one" if count == 1 and group.counted else heading
                yield INDENT + self.say(heading, criteria=criteria, count=count)
                yield from self.tell_ways(group, 2)

    def tell_ways(self, group: RemedyGroup, depth: int) -> Iterator[str]:
        """Each remedy as numbered lines; a single one as plain ones."""
        if len(group.remedies) == 1 and not group.more and group.counted:
            yield from (f"{INDENT * depth}– {line}" for line in self.tell_steps(group.remedies[0]))
            return
        for number, remedy in enumerate(group.remedies, start=1):
            yield f"{INDENT * depth}{number}. {'; '.join(self.tell_steps(remedy))}"
        if group.more:
            key = "remedies.more" if group.counted else "remedies.more.at-least"
            yield INDENT * depth + self.say(key, count=group.more)
        elif not group.counted:
            yield INDENT * depth + self.say("remedies.more.uncounted")

    def tell_notes(self) -> Iterator[str]:
        found = self.found
        if found.certainty is Certainty.OPEN:
            labels = ", ".join(f"“{self.label(name)}”" for name in found.bounded)
            yield self.say("remedies.open.lists" if labels else "remedies.open", lists=labels)
            if found.open_criteria:
                key = "remedies.open-criteria.besides" if found.groups else "remedies.open-criteria"
                yield self.say(key, criteria=self.name_criteria(found.open_criteria))
        if found.decision.as_of is None and any(map(_has_day, self.program.facts)):
            yield self.say("remedies.undated")
        if found.groups and found.gain is None:
            for note in found.decision.partial:
                yield self.say("remedies.partial", note=note.within(self.language))

    def tell_steps(self, remedy: Remedy) -> Iterator[str]:
        """The steps of a remedy, what is to be stated before what is to be changed."""
        ordered = sorted(remedy.steps, key=lambda one: one.kind not in (StepKind.STATE, StepKind.STATE_LIST))
        lines = [line for step in ordered for line in self.tell_step(step)]
        yield from lines[:MOST_STEPS]
        if len(lines) > MOST_STEPS:
            yield self.say("remedies.more-steps", count=len(lines) - MOST_STEPS)

    def tell_step(self, step: RemedyStep) -> Iterator[str]:
        """A step; members that must each reach something else are told one by one."""
        match step.kind:
            case StepKind.ADD:
                fields = "; ".join(map(self.tell_field, step.reaches)) or self.say("remedies.no-fields")
                yield self.say("remedies.add", count=step.count, each=self.each(step.fact), fields=fields)
            case StepKind.STATE_LIST:
                fields, label = "; ".join(map(self.tell_field, step.reaches)), step.fact.label.within(self.language)
                key = "remedies.list" if step.count and fields else "remedies.list.any"
                yield self.say(key, label=label, count=step.count, each=self.each(step.fact), fields=fields)
            case StepKind.STATE | StepKind.CHANGE if isinstance(step.fact.type, ListType):
                yield from self.tell_members(step)
            case StepKind.STATE | StepKind.CHANGE:
                yield self.tell_fact(step.reaches[0])

    def tell_members(self, step: RemedyStep) -> Iterator[str]:
        each, among = self.each(step.fact), len(step.among)
        if step.each:
            for name, reaches in step.each:
                fields = "; ".join(map(self.tell_fact, reaches))
                yield self.say("remedies.member", each=each, names=f"“{visible(name)}”", fields=fields)
            if step.count > len(step.each):
                fields = self.say("must.together")
                names = self.name_members(step.among[len(step.each) : step.count])
                yield self.say("remedies.member", each=each, names=names, fields=fields)
            return
        names, fields = self.name_members(step.among), "; ".join(map(self.tell_fact, step.reaches))
        if among == 1:
            yield self.say("remedies.member", each=each, names=names, fields=fields)
        else:
            key = "remedies.members.all" if step.count == among else "remedies.members"
            yield self.say(key, count=step.count, among=among, each=each, names=names, fields=fields)

    def name_members(self, names: Sequence[str]) -> str:
        quoted = ", ".join(f"“{visible(name)}”" for name in names[:MOST_NAMES])
        more = len(names) - MOST_NAMES
        return quoted if more <= 0 else self.say("remedies.and-more", names=quoted, count=more)

    def each(self, fact: Fact) -> str:
        return (fact.each or fact.label).within(self.language)

    def tell_fact(self, one: FactReach) -> str:
        label, must = _label_of(one, self.language), self.tell_must(one)
        if one.before is None:
            key = "remedies.missing.must" if must else "remedies.missing"
            return self.say(key, label=label, must=must)
        return self.say("remedies.now", label=label, before=self.write(one.fact, one.before), must=must)

    def tell_field(self, one: FactReach) -> str:
        label, must = _label_of(one, self.language), self.tell_must(one)
        return self.say("remedies.field" if must else "remedies.field.free", label=label, must=must)

    def tell_must(self, one: FactReach) -> str:
        """What the value must be: a word, a level or above, between ends; empty where anything will do."""
        reach, fact = one.reach, one.fact
        if reach.together:
            return self.say("must.together")
        if isinstance(fact.type, NumberType | DateType):
            return self.tell_ends(fact, reach)
        words = list(reach.words)
        if isinstance(fact.type, BooleanType) and len(words) > 1:
            return ""
        if isinstance(fact.type, GradeType) and len(words) > 1:
            levels = fact.type.scale.levels
            if words == list(levels[levels.index(str(words[0])) :] if words[0] in levels else ()):
                return self.say("must.level", word=words[0])
        written = [
            self.say("must.another")
            if isinstance(fact.type, ChoiceType) and fact.type.open and word == fact.type.another
            else self.write(fact, word)
            for word in words
        ]
        if len(written) == 1:
            return self.say("must.be", word=written[0])
        return self.say("must.be-one", words=", ".join(written))

    def tell_ends(self, fact: Fact, reach: ValueReach) -> str:
        """Between which ends a number or day must be; ends that the fact has anyway are left out."""
        low, high = reach.low, reach.high
        if isinstance(fact.type, NumberType):
            if low is None and high is not None and not reach.high_open and high == fact.type.minimum:
                low = high
            low = None if low == fact.type.minimum and low != high else low
            high = None if high == fact.type.maximum and low != high else high
        if low is None and high is None:
            return ""
        said = {name: self.write(fact, end) for name, end in (("low", low), ("high", high)) if end is not None}
        if low == high and low is not None:
            return self.say("must.exact", low=said["low"])
        is_day = isinstance(fact.type, DateType)
        if low is None:
            return self.say("must.date-until" if is_day else "must.below" if reach.high_open else "must.most", **said)
        if high is None:
            return self.say("must.date-from" if is_day else "must.above" if reach.low_open else "must.least", **said)
        if is_day:
            return self.say("must.date-between", **said)
        ends = {
            "low": self.say("must.between.above" if reach.low_open else "must.between.low", low=said["low"]),
            "high": self.say("must.between.below" if reach.high_open else "must.between.high", high=said["high"]),
        }
        return self.say("must.between", **ends)

    def write(self, fact: Fact, value: Value) -> str:
        """A value as offices write it, a number so that it can be typed in."""
        if isinstance(value, bool):
            return f"“{self.say(f'truth.{str(value).lower()}')}”"
        return write_value(value, unit_of(fact.type), self.language, grouped=False) or show_value(value)

    def name_criteria(self, ids: Sequence[str]) -> str:
        titles = [one.title.within(self.language) for one in self.program.order if one.id in ids]
        if not titles:
            return self.say("remedies.no-criterion")
        if len(titles) == 1:
            return self.say("remedies.criterion", title=titles[0])
        quoted = ", ".join(self.say("remedies.quoted", title=title) for title in titles)
        return self.say("remedies.criteria", titles=quoted)

    def tell_obstacle(self, one: Obstacle) -> str:
        values = dict(zip((fact.name for fact in self.program.facts), self.found.decision.values, strict=True))
        facts = []
        for fact in self.program.facts:
            if fact.name in one.facts:
                is_list = isinstance(fact.type, ListType)
                value = "" if is_list else self.write(fact, values[fact.name])
                key = "remedies.obstacle.list" if is_list else "remedies.obstacle.fact"
                facts.append(self.say(key, label=fact.label.within(self.language), value=value))
        cited = [
            clause.at.within(self.language)
            for criterion in self.program.order
            if criterion.id in one.criteria
            for clause in criterion.clauses
        ]
        clauses = self.say("remedies.obstacle.clauses", clauses="; ".join(dict.fromkeys(cited))) if cited else ""
        return self.say(
            "remedies.obstacle", criteria=self.name_criteria(one.criteria), facts=", ".join(facts), clauses=clauses
        )

    def label(self, name: str) -> str:
        return next(fact.label.within(self.language) for fact in self.program.facts if fact.name == name)

    def title_of_grade(self, name: str) -> str:
        return next(one.title.within(self.language) for one in self.program.category.results if one.name == name)


def _label_of(one: FactReach, language: str) -> str:
    """The label of a fact; of a member of a member with its name: ``2020: Hài lòng``."""
    label, inside = one.fact.label.within(language), one.path.rpartition("].")[0].rpartition("[")[2]
    return f"{inside}: {label}" if inside else label


def _has_day(fact: Fact) -> bool:
    fields = fact.type.fields if isinstance(fact.type, ListType) else (fact,)
    return any(isinstance(one.type, DateType) for one in fields)
