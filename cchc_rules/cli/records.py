"""``cchc-rules records``: a store of records – is it whole, does it come out again; erasing, exporting."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cchc_rules.cli.speaking import Spoken, SpokenGroup, option
from cchc_rules.cli.terminal import DONE, FINDINGS, Terminal, pass_terminal
from cchc_rules.files import InputError, refuse_overwriting, whole_file
from cchc_rules.problems import ProblemsError
from cchc_rules.records.chain import Checkpoint, StoredRecord
from cchc_rules.records.packing import PARTS
from cchc_rules.records.store import RecordStore

STORE = click.argument("store", metavar="STORE")


@click.group("records", cls=SpokenGroup, help="command.records")
def run() -> None:
    """Runs the command named."""


@run.command("verify", cls=Spoken, help="command.records-verify")
@STORE
@option("--checkpoint", key="option.checkpoint", metavar="TEXT")
@pass_terminal
def verify(terminal: Terminal, /, store: str, checkpoint: str | None) -> int:
    """Prints what can be said of the store and where it stands now; 1 when something is wrong."""
    compared = None if checkpoint is None else Checkpoint.of(checkpoint)
    with open_store(store) as records:
        found, now = records.verify(compared), records.checkpoint
    terminal.result(terminal.say("records.count", count=found.count, erased=found.erased, ended=found.ended))
    for problem in found.problems:
        terminal.result(problem.render(terminal.language))
    if found.problems:
        return FINDINGS
    if compared is None:
        terminal.result(terminal.say("records.not-compared"))
    else:
        terminal.result(terminal.say("records.whole", count=compared.count))
    terminal.result(terminal.say("records.checkpoint", checkpoint=now))
    return DONE


@run.command("replay", cls=Spoken, help="command.records-replay")
@STORE
@click.argument("numbers", nargs=-1, type=int, metavar="[NUMBER]...")
@pass_terminal
def replay(terminal: Terminal, /, store: str, numbers: tuple[int, ...]) -> int:
    """Decides records again, all of them or those named; 1 when one comes out otherwise."""
    count = wrong = 0
    with open_store(store) as records:
        for stored in _choose(records, numbers):
            if stored.packed is None:
                continue
            count += 1
            try:
                records.replay(stored.number)
            except ProblemsError as error:
                wrong += 1
                terminal.result(terminal.say("records.number", number=stored.number))
                terminal.result(error.render(terminal.language))
    terminal.result(terminal.say("records.replayed", count=count, wrong=wrong))
    return FINDINGS if wrong else DONE


@run.command("erase", cls=Spoken, help="command.records-erase")
@STORE
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@option("--part", key="option.records-part", multiple=True, type=click.Choice(PARTS), default=PARTS)
@pass_terminal
def erase(terminal: Terminal, /, store: str, ids: tuple[str, ...], part: tuple[str, ...]) -> int:
    """Erases what names the candidates of these ids, or only the parts asked for; 1 for an id that is not there."""
    with open_store(store) as records:
        numbers = {id: [one.number for one in records.find(id)] for id in ids}
        count = records.erase([number for found in numbers.values() for number in found], part)
    absent = [id for id in ids if not numbers[id]]
    terminal.result(terminal.say("records.erased", count=sum(map(len, numbers.values())), parts=count))
    for id in absent:
        terminal.result(terminal.say("unknown-candidate", id=id))
    return FINDINGS if absent else DONE


@run.command("export", cls=Spoken, help="command.records-export")
@STORE
@option("-o", "--output", key="option.records-output", type=click.Path(path_type=Path), required=True)
@option("--chain", key="option.records-chain", is_flag=True)
@pass_terminal
def export(terminal: Terminal, /, store: str, output: Path, *, chain: bool) -> int:
    """Writes a line a record: self-contained, or as it stands in the chain; those let go only in the chain."""
    refuse_overwriting([Path(store)], output)
    count = 0
    with open_store(store) as records, whole_file(output) as file:
        for stored in records:
            if not chain and stored.packed is None:
                continue
            line = _link(stored) if chain else records.record(stored.number).to_json()
            file.write(f"{line}\n")
            count += 1
        checkpoint = records.checkpoint
    terminal.note(terminal.say("records.exported", count=count, path=output))
    terminal.message(terminal.say("records.checkpoint", checkpoint=checkpoint))
    return DONE


@run.command("copy", cls=Spoken, help="command.records-copy")
@STORE
@click.argument("other", metavar="STORE2")
@pass_terminal
def copy(terminal: Terminal, /, store: str, other: str) -> int:
    """Copies a store to another place, of either kind, all or nothing, and checks it there."""
    if "://" not in store and "://" not in other:
        refuse_overwriting([Path(store)], Path(other))
    with open_store(store) as records:
        checkpoint = records.copy_to(other)
    place = other.partition("://")[0] if "://" in other else other  # an address may hold a password
    terminal.note(terminal.say("records.copied", count=checkpoint.count, place=place))
    terminal.message(terminal.say("records.checkpoint", checkpoint=checkpoint))
    return DONE


def _link(stored: StoredRecord) -> str:
    """What another program needs to compute the seal again: the content, or its digest alone; the words beside it."""
    content = None if stored.packed is None else stored.packed.content
    words = (
        {} if stored.packed is None else {part: [one.salt, one.words] for part, one in stored.packed.personal.items()}
    )
    link = {"number": stored.number, "seal": stored.seal, "content": content, "digest": stored.digest, "words": words}
    return json.dumps(link, ensure_ascii=False)


def _choose(records: RecordStore, numbers: tuple[int, ...]) -> list[StoredRecord] | RecordStore:
    return [records.get(number) for number in numbers] if numbers else records


def open_store(place: str) -> RecordStore:
    """The store; a file must be there already: looking for records makes none."""
    if "://" not in place and not Path(place).is_file():
        raise InputError(Path(place), "absent", "no such file")
    return RecordStore(place)
