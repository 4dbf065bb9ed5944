"""An interview about one candidate: the next question, answers taken or refused with their problems, the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cchc_rules.analysis.fact_layouts import find_roll
from cchc_rules.analysis.fact_places import put_answer
from cchc_rules.analysis.fact_questions import FactQuestion, find_questions
from cchc_rules.decisions.decision import Decision, plain_facts
from cchc_rules.decisions.false_checks import report_false_checks
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import decide, fact_reader
from cchc_rules.facts.as_of import refuse_odd_date
from cchc_rules.facts.candidate import Candidate
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.scalars import day, scalar_reader
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import BooleanType, ChoiceType, GradeType, ListType, NumberType
from cchc_rules.problems import FactError, Place, Problem
from cchc_rules.program.program import Program

MOST_NUMBERED: Final = 30
"""How many entries without names of their own an interview goes through: more come from a file."""

AS_OF: Final = "as_of"

SHORT_WORDS: Final = {"c": True, "k": False, "y": True, "n": False, "yes": True, "no": False}
"""What stands for yes and no in an interview beside the words of every fact."""


@dataclass(frozen=True, slots=True)
class InterviewState:
    """What was said so far: facts as they are given, the day of decision, and the paths nobody could answer.

    ``begun`` is the list whose members are being asked about.
    """

    facts: Mapping[str, Any]
    as_of: date | None = None
    skipped: frozenset[str] = frozenset()
    begun: str = ""


@dataclass(slots=True)
class Interview:
    """Asks what still matters, one question after another; states are never changed, so the way back is exact."""

    program: Program
    state: InterviewState
    before: list[InterviewState] = field(default_factory=list)
    _last: tuple[InterviewState, Candidate, tuple[Problem, ...]] | None = None

    def find_problems(self) -> tuple[Problem, ...]:
        """What is wrong with what was said so far."""
        return self._read(self.state)[1]

    @property
    def decision(self) -> Decision:
        """The decision on what was said so far. Raises FactError when that cannot be."""
        state = self.state
        candidate, problems = self._read(state)
        if problems:
            raise FactError(problems)
        return decide(self.program, candidate, as_of=state.as_of)

    def questions(self) -> tuple[FactQuestion, ...]:
        """What there is still to ask, the next question first, without what nobody could answer.

        Who has begun with the members of a list goes on with them.
        """
        asked = find_questions(self.decision)
        open_ = [one for one in asked if not one.waits and one.path not in self.state.skipped]
        return tuple(sorted(open_, key=lambda one: len(one.place) == 1 or one.place[0] != self.state.begun))

    def skip(self, question: FactQuestion) -> None:
        """Goes on without an answer."""
        self._go_to(replace(self.state, skipped=self.state.skipped | {question.path}))

    def go_back(self) -> bool:
        """Takes the last answer back, or the last question passed over; whether there was one."""
        if not self.before:
            return False
        self.state = self.before.pop()
        return True

    def answer(self, question: FactQuestion, answer: object) -> tuple[Problem, ...]:
        """Takes an answer as people write it and goes on; else what is wrong with it, and nothing is changed.

        An answer that states nothing (a lone dash) passes the question over. Of a list it is that of its members.
        """
        if question.path == AS_OF:
            return self._answer_day(str(answer))
        if not isinstance(question.fact.type, ListType):
            try:
                answer = plain_facts((question.fact,), (self._read_scalar(question, answer),))[question.fact.name]
            except Fault as fault:
                return (Problem(fault.code, Place(path=question.path), fault.fields, fault.variant),)
            if answer is None:
                self.skip(question)
                return ()
        facts = put_answer(self.program.facts, self.state.facts, question.place, answer)
        return self._try(replace(self.state, facts=facts, begun=question.place[0]))

    def name_members(self, question: FactQuestion, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Members with these keys and nothing else known of them, as `answer` takes them."""
        key = question.fact.key
        fields = question.fact.type.fields if isinstance(question.fact.type, ListType) else ()
        found = next(one for one in fields if one.name == key)
        return [{found.name: _read_key(found, text)} for text in keys]

    def find_entry_problems(self, question: FactQuestion, keys: Sequence[str]) -> tuple[Problem, ...]:
        """What is wrong with the members named so far of a list; what checks ask of the whole of it is left aside."""
        members = self.name_members(question, keys)
        facts = put_answer(self.program.facts, self.state.facts, question.place, members)
        return fact_reader(self.program).parse(facts, as_of=self.state.as_of).problems

    def roll(self, question: FactQuestion) -> tuple[str, ...]:
        """The keys that must be among the members of a list; none where they may be any."""
        found = find_roll(self.program, question.fact)
        return tuple(map(str, found or ()))

    def _read_scalar(self, question: FactQuestion, answer: object) -> Any:
        text = answer.strip() if isinstance(answer, str) else answer
        options = list_options(question.fact)
        if isinstance(text, str) and isinstance(question.fact.type, BooleanType):
            text = SHORT_WORDS.get(text.casefold(), text)
        if isinstance(text, str) and text.isascii() and text.isdigit() and 1 <= int(text) <= len(options):
            text = options[int(text) - 1]
        return scalar_reader(question.fact).read(text, False)

    def _answer_day(self, text: str) -> tuple[Problem, ...]:
        try:
            found = day(text)
            refuse_odd_date(found, self.program.first_as_of)
        except Fault as fault:
            return (Problem(fault.code, Place(path=AS_OF), fault.fields, fault.variant),)
        except FactError as error:
            return error.problems
        return self._try(replace(self.state, as_of=found))

    def _try(self, state: InterviewState) -> tuple[Problem, ...]:
        _, problems = self._read(state)
        if not problems:
            self._go_to(state)
        return problems

    def _read(self, state: InterviewState) -> tuple[Candidate, tuple[Problem, ...]]:
        """The candidate and what is wrong with it; of the state that was read last without reading it again."""
        if self._last is None or self._last[0] is not state:
            parsed = fact_reader(self.program).parse(state.facts, as_of=state.as_of)
            problems = parsed.problems
            if not problems:
                failed = direct.code(self.program).failed(parsed.candidate.values, state.as_of)
                problems = report_false_checks(self.program, failed, Place())
            self._last = state, parsed.candidate, problems
        return self._last[1:]

    def _go_to(self, state: InterviewState) -> None:
        self.before.append(self.state)
        self.state = state


def list_options(fact: Fact) -> tuple[str, ...]:
    """The words a fact may be answered by with their number: levels or options; none of other types.

    A fact whose own words are numbers is not answered by their place.
    """
    match fact.type:
        case GradeType(scale=scale):
            found = scale.spellings
        case ChoiceType(options=options):
            found = options
        case _:
            return ()
    return () if any(one.isdigit() for one in found) else found


def _read_key(fact: Fact, text: str) -> Any:
    """A key as facts hold it: a number where it is one; as it is written where it cannot be read, to be refused."""
    if not isinstance(fact.type, NumberType):
        return text
    try:
        return scalar_reader(fact).read(text, False)
    except Fault:
        return text
