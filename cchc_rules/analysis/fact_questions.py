"""Questions of an interview: which facts still matter to a candidate's verdict, in what order, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from cchc_rules.analysis.fact_places import find_places
from cchc_rules.analysis.member_records import strip_keys
from cchc_rules.analysis.trial_answers import NONE, SOME, find_slots, find_trials, write_out
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.traces.causes import MissingFact
from cchc_rules.evaluation import evaluate
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.scalars import number_bounds
from cchc_rules.language.nodes import Fold, Node, ReadFact, ReadField, YearRun, children
from cchc_rules.language.ruleset import Check, Clause, Fact
from cchc_rules.language.types import ChoiceType, DateType, GradeType, ListType, NumberType, kind_of
from cchc_rules.program.program import LoweredCriterion, Program
from cchc_rules.values import Words


@dataclass(frozen=True, slots=True)
class QuestionReason:
    """A criterion, score or grade that hangs on what is asked, with the clauses it comes from."""

    id: str
    title: Words
    clauses: tuple[Clause, ...]

    def to_dict(self) -> dict[str, Any]:
        """The reason as plain data."""
        clauses = [{"ref": one.ref, "at": _plain(one.at), "says": _plain(one.says)} for one in self.clauses]
        return {"id": self.id, "title": _plain(self.title), "clauses": clauses}


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact that still matters; its type, options, bounds, labels and help are those of ``fact``.

    ``path`` names it as decisions do (``units[Nội vụ].on_time``; ``as_of`` is the day of decision), ``place`` is the
    same as names in turn, ``members`` the list members it belongs to. ``settles`` says that some answer to it settles
    the verdict by itself, ``gates`` that it decides whether a criterion applies at all, ``waits`` that it matters only
    once another question is answered (what is asked of the members of a list nobody stated). ``fields`` are, of a list,
    the fields anything reads.
    """

    path: str
    place: tuple[str, ...]
    fact: Fact
    members: tuple[str, ...]
    reasons: tuple[QuestionReason, ...]
    settles: bool
    gates: bool
    waits: bool
    fields: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The question as plain data, in both languages."""
        fact = self.fact
        where = {"path": self.path, "place": list(self.place), "members": list(self.members)}
        found: dict[str, Any] = {**where, **describe_fact(fact)}
        if isinstance(fact.type, ListType):
            read = [one for one in fact.type.fields if one.name in self.fields or one.name == fact.key]
            found |= {"key": fact.key, "min_items": fact.min_items, "fields": [describe_fact(one) for one in read]}
        reasons = [one.to_dict() for one in self.reasons]
        return {**found, "settles": self.settles, "gates": self.gates, "waits": self.waits, "reasons": reasons}


def describe_fact(fact: Fact) -> dict[str, Any]:
    """What a form needs of a fact: its type, labels, help, and the options, unit and bounds there are."""
    found: dict[str, Any] = {"fact": fact.name, "type": kind_of(fact.type), "label": _plain(fact.label)}
    texts = {"negative": fact.negative, "help": fact.help, "judge": fact.judge}
    found |= {name: _plain(text) for name, text in texts.items() if text is not None}
    found["kind"] = fact.kind
    match fact.type:
        case NumberType() as kind:
            lowest, highest = number_bounds(kind)
            bounds = {"unit": kind.unit or None, "minimum": lowest, "maximum": highest, "decimals": kind.decimals}
            found |= {name: bound for name, bound in bounds.items() if bound is not None}
        case GradeType(scale=scale):
            found["type"], found["options"] = "grade", list(scale.spellings)
        case ChoiceType(options=options, open=open_):
            found["options"] = list(options)
            found |= {"open": True} if open_ else {}
        case _:
            pass
    return found


def questions(
    program: Program, facts: Mapping[str, Any] | Candidate, *, as_of: date | None = None
) -> tuple[FactQuestion, ...]:
    """The facts that still matter to the verdict of a candidate, the one to be asked first at the head.

    None once the verdict stands, or when only what has nothing to be taken of keeps it open. A fact is asked while
    stating it could still turn an open criterion or result that the verdict waits for; stating any other leaves the
    verdict as it is. A fact of which every answer settles the verdict comes first, then those of which some does,
    then what decides whether criteria apply, then the rest, and last what waits for another answer; else data come
    before judgements, in the order of the criteria, a list member by member. A missing list is one question, its
    members' fields are asked once it is stated; so answers bring new questions, and who has answered all has a verdict.
    Raises FactError for faulty facts, as `evaluate` does. Cost: a trace of each open criterion and a few decisions a
    fact, mostly a millisecond or two, five of sixty facts in lists.
    """
    return find_questions(evaluate(program, facts, as_of=as_of))


def find_questions(decision: Decision) -> tuple[FactQuestion, ...]:
    """The questions that a decision leaves open, as `questions` has them."""
    asked = _Asking(decision)
    found = [asked.question(one) for one in asked.missing]
    first = dict[str, int]()  # a list is asked at one go, where the first of its questions stands
    rank = dict[str, int]()
    for number, (own, one) in enumerate(found):
        root = one.path.partition("[")[0]
        first.setdefault(root, number)
        rank[root] = min(rank.get(root, own), own)
    after = set[str]()
    for _, one in found:
        # Who asks whether there was a registration asks for its day afterwards.
        for name in one.fact.settles if one.path == one.fact.name else ():
            if name in rank:
                rank[one.path], first[one.path] = max(rank[one.path], rank[name]), max(first[one.path], first[name])
                after.add(one.path)

    def order(pair: tuple[int, FactQuestion]) -> tuple[int, int, bool, tuple[int, ...]]:
        path = pair[1].path
        root = path.partition("[")[0]
        place = asked.places.get(path)
        return rank[root], first[root], root in after, () if place is None else place.slots

    return tuple(one for _, one in sorted(found, key=order))


class _Asking:
    """What one decision leaves open, with where each missing fact stands."""

    def __init__(self, decision: Decision) -> None:
        self.decision, self.program = decision, decision.program
        self.outline = _find_outline(self.program)
        self.places = {one.path: one for one in find_places(self.program.facts, decision.values)}
        self.missing = decision.find_missing_facts(ahead=True)
        self.now, self.settling = self._find_ready(), self._count_settling()

    def _find_ready(self) -> set[str]:
        """The paths of what matters at once: nothing waits but for lists nobody stated and runs of years."""
        lists = self.outline.lists
        ready = {one.path for one in self.missing if not lists.issuperset(one.criteria)}
        asking = lists.intersection(id for one in self.missing for id in one.criteria)
        causes = [one.causes for one in self.decision.findings if one.id in asking]
        if any(one.name in asking for one in self.program.deciding):
            causes += self.decision.list_result_causes()
        return ready.union(one.path for cause in causes for one in cause.missing)

    def _count_settling(self) -> dict[str, int]:
        """Of each missing fact with a place, and of the day of decision, whether answers to it settle the verdict."""
        trials, decision = find_trials(self.program), self.decision
        placed = [one for one in self.missing if one.path in self.places]
        asked = [(self.places[one.path].slots, self.outline.facts[strip_keys(one.path)]) for one in placed]
        counted = trials.count_settling(asked, decision.values, decision.as_of)
        found = dict(zip((one.path for one in placed), counted, strict=True))
        if any(one.path == "as_of" for one in self.missing):
            found["as_of"] = trials.count_settling_days(decision.values)
        return found

    def question(self, missing: MissingFact) -> tuple[int, FactQuestion]:
        """The question about a missing fact, after its rank: 0 where each answer settles the verdict."""
        outline = self.outline
        if missing.path == "as_of":
            fact = Fact("as_of", len(self.program.facts), DateType(), missing.label)
            slot = fact.slot
        else:
            fact = outline.facts[strip_keys(missing.path)]
            slot = outline.facts[missing.path.partition("[")[0]].slot
        gates = any(slot in outline.gates.get(id, ()) for id in missing.criteria)
        reasons = tuple(outline.readers[id] for id in missing.criteria)
        fields = outline.fields.get(strip_keys(missing.path), ())
        waits = missing.path not in self.now
        settling = self.settling.get(missing.path, NONE)
        rank = settling if settling <= SOME else NONE + 2 if waits else NONE if gates else NONE + 1
        names = self._name_place(missing.path)
        settles = settling <= SOME
        return rank, FactQuestion(missing.path, names, fact, missing.members, reasons, settles, gates, waits, fields)

    def _name_place(self, path: str) -> tuple[str, ...]:
        """The names on the way to a fact; those of a year nobody listed go through a member to be added."""
        if (place := self.places.get(path)) is not None:
            return place.names
        for list_path, over in self.places.items():
            if path.startswith(f"{list_path}["):
                name, _, field = path[len(list_path) + 1 :].rpartition("].")
                return (*over.names, name, field)
        return (path,)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What questions say of a program whatever is known: facts by path without keys, what reads them, what gates.

    ``lists`` are the criteria and results that read lists.
    """

    facts: Mapping[str, Fact]
    readers: Mapping[str, QuestionReason]
    gates: Mapping[str, frozenset[int]]
    fields: Mapping[str, tuple[str, ...]]
    lists: frozenset[str]


def _find_outline(program: Program) -> _Outline:
    found = program._engine.get("outline")
    if found is None:
        tops = [one.criterion for one in program.criteria]
        readers = {one.id: QuestionReason(one.id, one.title, one.clauses) for one in tops}
        for result in program.category.results:
            clauses = tuple(dict.fromkeys(result.list_clauses()))
            readers[result.name] = QuestionReason(result.name, result.title, clauses)
        gates = {
            one.criterion.id: frozenset(find_slots(program, write_out(program, one.applies)))
            for one in program.criteria
            if one.applies is not None
        }
        facts = dict(name_facts(program.facts, ""))
        slots = {one.slot for one in program.facts if isinstance(one.type, ListType)}
        read = [
            *((one.criterion.id, one.reads) for one in program.criteria),
            *((one.name, one.reads) for one in program.results),
        ]
        lists = frozenset(name for name, reads in read if slots.intersection(reads))
        made = _Outline(facts, readers, gates, _find_fields(program, facts), lists)
        found = program._engine.setdefault("outline", made)
    return cast(_Outline, found)


def _find_fields(program: Program, facts: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """The fields of each list that anything reads, in declared order."""
    read = set[str]()
    expressions: list[Node] = [one.expression for one in program.category.definitions]
    for one in (*program.category.checks, *program.category.results, *program.criteria):
        match one:
            case Check():
                expressions.append(one.require)
            case LoweredCriterion():
                parts = (part for member in one.family() for part in (member.applies, member.require))
                expressions += [part for part in parts if part is not None]
            case _:
                expressions += one.expressions
    for expression in expressions:
        read.update(_name_reads(expression, {}))
    lists = ((path, one.type) for path, one in facts.items())
    return {
        path: tuple(one.name for one in of.fields if f"{path}.{one.name}" in read)
        for path, of in lists
        if isinstance(of, ListType)
    }


def _name_reads(node: Node, items: Mapping[str, str]) -> Iterator[str]:
    """The paths, without keys, of the fields an expression reads; ``items`` are those of the lists folded over."""
    if isinstance(node, ReadField):
        yield f"{items[node.item]}.{node.name}"
    if isinstance(node, Fold | YearRun):
        over = node.list_read
        path = over.name if isinstance(over, ReadFact) else f"{items[over.item]}.{over.name}"
        items = {**items, node.item: path}
    for part in children(node):
        yield from _name_reads(part, items)


def name_facts(facts: tuple[Fact, ...], prefix: str) -> Iterator[tuple[str, Fact]]:
    """Facts and fields of members by their paths without keys."""
    for fact in facts:
        yield prefix + fact.name, fact
        if isinstance(fact.type, ListType):
            yield from name_facts(fact.type.fields, f"{prefix}{fact.name}.")


def _plain(text: Words) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
