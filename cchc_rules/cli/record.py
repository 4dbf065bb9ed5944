"""``cchc-rules record``: is a record or a journal whole, does it come out again, under the rules in use; signatures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from cchc_rules.cli.rulesets import load_ruleset
from cchc_rules.cli.speaking import Spoken, SpokenGroup, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.files import read_whole
from cchc_rules.language.loader import load, load_canonical
from cchc_rules.language.ruleset import Ruleset
from cchc_rules.problems import Place, Problem, ProblemsError, RulesetError
from cchc_rules.records.decision_record import DecisionRecord
from cchc_rules.records.plain_values import unreadable
from cchc_rules.records.selection_record import SelectionRecord
from cchc_rules.records.signatures import (
    ENDING,
    SignatureError,
    check_signature,
    make_keys,
    read_signatures,
    sign_all,
)
from cchc_rules.records.verification import check_record, check_selection_record
from cchc_rules.sealed_log import SEALED_START, SealedLines, read_anchor, read_sealed

FILE: Final = click.Path(path_type=Path)


@click.group("record", cls=SpokenGroup, help="command.record")
def run() -> None:
    """Runs the command named."""


@run.command("verify", cls=Spoken, help="command.record-verify")
@click.argument("file", type=FILE)
@option("--ruleset", key="option.record-ruleset", metavar="RULESET")
@option("--key", key="option.public-key", metavar="PUBLIC.pem", type=FILE)
@pass_terminal
def verify(terminal: Terminal, /, file: Path, ruleset: str | None, key: Path | None) -> int:
    """Prints what can be said of each record, or of a journal; 1 when something is wrong."""
    content = read_whole(file)
    if content.startswith(SEALED_START):
        return _verify_journal(read_sealed(content, file), file, key, terminal)
    is_sound = True
    for number, line in _records(content):
        is_sound &= _verify_record(line, number, file, ruleset, key, terminal)
    return DONE if is_sound else FINDINGS


@run.command("sign", cls=Spoken, help="command.record-sign")
@click.argument("file", type=FILE)
@option("--key", key="option.private-key", metavar="PRIVATE.pem", type=FILE, required=True)
@pass_terminal
def sign(terminal: Terminal, /, file: Path, key: Path) -> int:
    """Writes the signatures beside the file."""
    content, target = read_whole(file), file.with_name(file.name + ENDING)
    if content.startswith(SEALED_START):
        subjects = [f"journal:{read_sealed(content, file).head}"]
    else:
        subjects = [f"record:{_read_record(line).sha256}" for _, line in _records(content)]
    sign_all(subjects, key, target)
    terminal.note(terminal.say("record.signed", path=target, count=len(subjects)))
    return DONE


@run.command("keys", cls=Spoken, help="command.record-keys")
@click.argument("private", metavar="PRIVATE.pem", type=FILE)
@click.argument("public", metavar="PUBLIC.pem", type=FILE)
@pass_terminal
def keys(terminal: Terminal, /, private: Path, public: Path) -> int:
    """Writes a new pair of keys."""
    make_keys(private, public)
    terminal.note(terminal.say("record.keys", private=private, public=public))
    return DONE


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines of a file of records, one a line, with their numbers. Raises RecordError when there is none."""
    if not content.strip():
        raise unreadable("$")
    return ((number, line) for number, line in enumerate(content.split(b"\n"), start=1) if line.strip())


def _read_record(line: bytes) -> DecisionRecord | SelectionRecord:
    """The record of a decision or of a selection; a quote within a text would have a backslash before it."""
    return (SelectionRecord if b',"selection_record":' in line else DecisionRecord).from_json(line)


def _verify_record(
    line: bytes, number: int, file: Path, asked: str | None, key: Path | None, terminal: Terminal
) -> bool:
    try:
        record = _read_record(line)
    except ProblemsError as error:
        terminal.result(terminal.say("record.line", number=number))
        _print_problems(error.problems, terminal)
        return False
    if isinstance(record, SelectionRecord):
        return _verify_selection(record, number, file, asked, key, terminal)
    found = check_record(record, _ruleset_in_use(record, asked))
    problems = [*found.problems, *_signature_problems(f"record:{record.sha256}", file, key)]
    verdict = terminal.say(f"verdict.{record.verdict}")
    terminal.result(terminal.say("record.of", number=number, id=record.id or "–", verdict=verdict))
    for name, (value, own) in found.changed.items():
        terminal.result(terminal.say("record.changed", name=name, value=value, own="–" if own is None else own))
    if not problems and found.ruleset is not None:
        fields = {"ruleset": found.ruleset.id, "version": found.ruleset.version}
        terminal.result(terminal.say("record.sound", **fields))
        terminal.result(terminal.say("record.signature-good" if key else "record.unsigned"))
    _print_problems(problems, terminal)
    return not problems


def _verify_selection(
    record: SelectionRecord, number: int, file: Path, asked: str | None, key: Path | None, terminal: Terminal
) -> bool:
    in_use = _ruleset_in_use(record, asked)
    problems = (
        *check_selection_record(record, in_use),
        *_signature_problems(f"record:{record.sha256}", file, key),
    )
    terminal.result(
        terminal.say("record.of-selection", number=number, selection=record.selection, count=len(record.rows))
    )
    if not problems and in_use is not None:
        terminal.result(terminal.say("record.sound", ruleset=in_use.id, version=in_use.version))
        terminal.result(terminal.say("record.signature-good" if key else "record.unsigned"))
    _print_problems(problems, terminal)
    return not problems


def _ruleset_in_use(record: DecisionRecord | SelectionRecord, asked: str | None) -> Ruleset | None:
    """The ruleset asked for, else the one in use under the id the record names."""
    if asked is not None:
        return load_ruleset(asked)
    try:
        return load(load_canonical(record.ruleset).id)
    except RulesetError:
        return None


def _verify_journal(lines: SealedLines, file: Path, key: Path | None, terminal: Terminal) -> int:
    problems: list[Problem] = []
    anchor = read_anchor(file)
    place = Place(file=str(file))
    if anchor is None:
        problems.append(Problem("journal-without-seal", place))
    elif not lines.holds(anchor):
        problems.append(Problem("journal-lost-lines", place, {"expected": anchor, "found": lines.head}))
    terminal.result(terminal.say("record.journal", count=len(lines.seals), head=lines.head))
    if lines.torn:
        terminal.result(terminal.say("season.torn", path=file, length=len(lines.torn)))
    if key is not None:
        signed = [one for one in read_signatures(file.with_name(file.name + ENDING)) if one.startswith("journal:")]
        subject = signed[-1] if signed else f"journal:{lines.head}"
        if signed and not lines.holds(subject.removeprefix("journal:")):
            fields = {"expected": subject.removeprefix("journal:"), "found": lines.head}
            problems.append(Problem("journal-lost-lines", place, fields))
        wrong = _signature_problems(subject, file, key)
        problems += wrong
        if not wrong:
            later = len(lines.seals) - int(subject.removeprefix("journal:").partition("-")[0])
            terminal.result(terminal.say("record.journal-signed", later=later))
    _print_problems(problems, terminal)
    return FINDINGS if problems else DONE


def _signature_problems(subject: str, file: Path, key: Path | None) -> tuple[Problem, ...]:
    if key is None:
        return ()
    beside = file.with_name(file.name + ENDING)
    signature = read_signatures(beside).get(subject)
    if signature is None:
        return (Problem("signature-missing", Place(file=str(beside))),)
    try:
        check_signature(subject, signature, key)
    except SignatureError as error:
        return error.problems
    return ()


def _print_problems(problems: list[Problem] | tuple[Problem, ...], terminal: Terminal) -> None:
    for problem in problems:
        terminal.result(f"  {problem.render(terminal.language)}")
