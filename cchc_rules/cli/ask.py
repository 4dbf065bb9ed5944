"""``cchc-rules ask``: an interview about one candidate on the terminal, or by lines of a file on standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final

import click

from cchc_rules.analysis.fact_questions import FactQuestion
from cchc_rules.analysis.interview import MOST_NUMBERED, Interview, InterviewState
from cchc_rules.cli.parameters import as_day, as_mapping
from cchc_rules.cli.question_words import tell_clauses, tell_question
from cchc_rules.cli.rulesets import category_argument, load_ruleset, ruleset_argument
from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.cli.unfinished_list import UnfinishedList
from cchc_rules.decisions.explanation import explain
from cchc_rules.facts.parameters import read_parameters
from cchc_rules.facts.vietnamese import DASHES, LONGEST_TEXT
from cchc_rules.files import whole_file
from cchc_rules.intake.reader import read
from cchc_rules.intake.table import TableError
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.program.compiler import compile
from cchc_rules.program.program import Program
from cchc_rules.text import visible

BACK, CLAUSES, STOP = "<", "?", "."
FIRST_ID: Final = "1"
PROMPT: Final = "> "


class Ended(Exception):
    """There is nothing more to be read, or whoever answers wants to stop."""


class Said(Enum):
    """What a line asks for that is no answer."""

    NOTHING = auto()
    BACK = auto()


@command("ask")
@ruleset_argument()
@category_argument()
@option("-o", "--output", key="option.ask-output", type=click.Path(path_type=Path, dir_okay=False))
@option("--id", "id_", key="option.ask-id")
@option("--name", key="option.ask-name")
@option("--as-of", key="option.as-of", metavar="DATE", callback=as_day)
@option("--param", "parameters", key="option.param", multiple=True, metavar="NAME=VALUE", callback=as_mapping)
@pass_terminal
def run(
    terminal: Terminal,
    /,
    ruleset: str,
    category: str,
    output: Path | None,
    id_: str | None,
    name: str | None,
    as_of: date | None,
    parameters: Mapping[str, str],
) -> int:
    """Asks until the verdict stands or nothing is left to ask; what was said is in the file after each answer."""
    loaded = load_ruleset(ruleset)
    program = compile(loaded, category, parameters=read_parameters(loaded, parameters))
    path = output if output is not None else Path(f"{loaded.id}-{category}.json")
    if path.suffix.lower() != ".json":
        raise TableError([Problem("output-option", None, {"option": "--output", "endings": ".json"})])
    facts = _resume(path, program, terminal)
    if facts is None:
        return FINDINGS
    given = {key: one for key, one in (("id", id_), ("name", name)) if one is not None}
    interview = Interview(program, InterviewState({**facts, **given}, as_of))
    return _Asker(interview, path, UnfinishedList.beside(path), terminal).ask_all()


def _resume(path: Path, program: Program, terminal: Terminal) -> dict[str, Any] | None:
    """The facts in the file, none where there is no file; None when they are not sound, which is told."""
    terminal.message(
        terminal.say(
            "ask.begin",
            ruleset=program.ruleset.title.within(terminal.language),
            category=program.category.title.within(terminal.language),
        )
    )
    if not path.exists():
        terminal.note(terminal.say("ask.file", path=path))
        return {}
    table = read(program, path)
    if len(table.rows) != 1:
        raise TableError([Problem("ask-several", Place(file=str(path)), {"count": len(table.rows)})])
    (row,) = table.rows
    who = {key: one for key, one in (("id", row.id), ("name", row.name)) if one is not None}
    facts = {**who, **(row.facts or {})}
    problems = (*table.problems, *row.problems, *Interview(program, InterviewState(facts)).find_problems())
    for problem in problems:
        terminal.message(terminal.remark(problem, program))
    if any(one.severity == "error" for one in problems):
        return None
    terminal.note(terminal.say("ask.resumed", path=path, count=_count_facts(program, facts)))
    return facts


def _count_facts(program: Program, facts: Mapping[str, Any]) -> int:
    return sum(1 for one in program.facts if facts.get(one.name) is not None)


@dataclass(slots=True)
class _Asker:
    """One interview: what is asked goes to stderr, the explanation in the end to stdout."""

    interview: Interview
    path: Path
    unfinished: UnfinishedList
    terminal: Terminal
    naming: FactQuestion | None = None
    """The list whose members are being named."""

    def ask_all(self) -> int:
        """The exit code, once all is asked or there are no more lines."""
        say, terminal = self.terminal.say, self.terminal
        number = 1
        terminal.note(say("ask.keys"))
        try:
            self._ask_who()
            self._write()
            while questions := self.interview.questions():
                number += self._ask(questions[0], number, len(questions))
                self._write()
                if self.naming is not None:  # the list is among the answers, or was passed over
                    self.unfinished.write("", "", [])
                    self.naming = None
        except Ended:
            self._stop()
        except (KeyboardInterrupt, click.Abort):
            terminal.message("")
            self._stop()
            raise
        else:
            terminal.message("")
            terminal.note(say("ask.written", path=self.path))
            if skipped := len(self.interview.state.skipped):
                terminal.message(say("ask.skipped", count=skipped))
        terminal.result(str(explain(self.interview.decision, terminal.language)).rstrip("\n"))
        return DONE

    def _stop(self) -> None:
        """Says what is written where: the answers if there are any, and the members named of a list."""
        terminal, facts = self.terminal, self.interview.state.facts
        if not facts:
            terminal.message(terminal.say("ask.stopped.nothing"))
            return
        self._write()
        count = _count_facts(self.interview.program, facts)
        terminal.message(terminal.say("ask.stopped", path=self.path, count=count))
        if self.naming is not None and (entries := self._entries(self.naming)):
            label, members = self.naming.fact.label.within(terminal.language), "; ".join(map(visible, entries))
            terminal.message(terminal.say("ask.unfinished", label=label, members=members, path=self.unfinished.path))

    def _ask_who(self) -> None:
        """The id, and the name unless it is known, of a candidate who has no id yet."""
        if self.interview.state.facts.get("id") is not None:
            return
        for key, fallback in (("id", FIRST_ID), ("name", None)):
            while key not in self.interview.state.facts:
                self.terminal.message(self.terminal.say(f"ask.{key}", id=fallback))
                said = self._read_line() or fallback
                if said is None:
                    break
                state = replace(self.interview.state, facts={**self.interview.state.facts, key: said})
                if not self._refuse(Interview(self.interview.program, state).find_problems()):
                    self.interview.state = state

    def _ask(self, question: FactQuestion, number: int, left: int) -> int:
        """Asks until there is an answer, or a way on without; how far the number of the question moves."""
        told = tell_question(self.interview, question, self.terminal.language)
        label, *lines = told
        self.terminal.message("")
        heading = self.terminal.say("ask.question", number=number, left=left, label=label)
        self.terminal.message(click.style(heading, bold=True))
        for line in lines:
            self.terminal.message(f"   {line}")
        while True:
            match answer := self._read_answer(question):
                case Said.NOTHING:
                    self.interview.skip(question)
                    return 1
                case Said.BACK if self.interview.go_back():
                    return -1
                case Said.BACK:
                    self.terminal.message(self.terminal.say("ask.first"))
                case _ if not self._refuse(self.interview.answer(question, answer)):
                    return 1

    def _read_answer(self, question: FactQuestion) -> object:
        fact, roll = question.fact, self.interview.roll(question)
        if not isinstance(fact.type, ListType):
            return self._read_said(question)
        if roll:
            return self.interview.name_members(question, roll)
        return self._count_members(question) if fact.key is None else self._list_members(question)

    def _list_members(self, question: FactQuestion) -> object:
        """The members whose keys are written line by line; each is written down, for the list may be long."""
        keys, id = self._entries(question), str(self.interview.state.facts["id"])
        self.naming = question
        if keys:
            members = "; ".join(map(visible, keys))
            self.terminal.message(f"   {self.terminal.say('ask.unfinished.resumed', members=members)}")
        while True:
            said = self._read_said(question)
            if isinstance(said, str) and not (keys == [] and said.casefold() in self._words("ask.none")):
                if not self._refuse(self.interview.find_entry_problems(question, [*keys, said])):
                    self.unfinished.write(id, question.path, keys := [*keys, said])
            elif said is Said.BACK and keys:
                self.unfinished.write(id, question.path, keys := keys[:-1])
            elif isinstance(said, str) and question.fact.min_items == 0:
                return []
            elif said is Said.NOTHING and keys:
                return self.interview.name_members(question, keys)
            else:
                return said if isinstance(said, Said) else Said.NOTHING

    def _entries(self, question: FactQuestion) -> list[str]:
        """The members named of a list before an interruption."""
        return self.unfinished.entries(str(self.interview.state.facts["id"]), question.path)

    def _count_members(self, question: FactQuestion) -> object:
        """So many members as nobody knows anything of yet."""
        while True:
            said = self._read_said(question)
            if not isinstance(said, str):
                return said
            if said.isascii() and said.isdigit() and int(said[:9]) <= MOST_NUMBERED:
                empty = int(said) == 0 and question.fact.min_items > 0
                return Said.NOTHING if empty else [{} for _ in range(int(said))]
            self.terminal.message(self.terminal.say("ask.wrong-count", most=MOST_NUMBERED))

    def _read_said(self, question: FactQuestion) -> str | Said:
        while True:
            line = self._read_line()
            if line == CLAUSES:
                for told in tell_clauses(question, self.terminal.language):
                    self.terminal.message(f"   {told}")
            elif line == BACK:
                return Said.BACK
            elif not line or line in DASHES or line.casefold() in self._words("ask.unknown"):
                return Said.NOTHING
            else:
                return line

    def _read_line(self) -> str:
        """A line without its end. Raises Ended at the end of what there is, and for a full stop.

        What comes from no terminal is printed behind the prompt, for whoever reads what was asked and answered.
        """
        is_typed = sys.stdin.isatty()
        if is_typed:
            click.echo(PROMPT, nl=False, err=True)
        line = read_input_line()
        if not is_typed or line is None:
            self.terminal.message(PROMPT + ("" if line is None else visible(line.strip())))
        if line is None or line.strip() == STOP:
            raise Ended
        return line.strip()

    def _words(self, key: str) -> set[str]:
        return {self.terminal.say(key).casefold(), Terminal("vi").say(key).casefold()}

    def _refuse(self, problems: tuple[Problem, ...]) -> bool:
        """Tells what is wrong with an answer; whether something is."""
        for problem in problems:
            told = self.terminal.remark(problem, self.interview.program)
            self.terminal.message(f"{self.terminal.say('ask.again')}. {told}")
            if problem.code in ("contradiction", "false-check"):
                self.terminal.message(self.terminal.say("ask.contradiction"))
        return bool(problems)

    def _write(self) -> None:
        """The candidate as a file that `evaluate` and `explain` read, whole or as it was."""
        with whole_file(self.path) as out:
            json.dump([self.interview.state.facts], out, ensure_ascii=False, indent=2, default=_plain)
            out.write("\n")


def read_input_line() -> str | None:
    """A line of standard input, None at its end: as the terminal gives it, else UTF-8."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or sys.stdin.isatty():
        return sys.stdin.readline(LONGEST_TEXT + 2) or None
    line: bytes = stream.readline(4 * LONGEST_TEXT)
    return line.decode("utf-8", "surrogateescape").removeprefix("\ufeff") if line else None


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)
