"""`evaluate --records`: what was decided goes into a store before anything is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cchc_rules.cli.terminal import Terminal
from cchc_rules.evaluation import RowResult
from cchc_rules.files import refuse_overwriting
from cchc_rules.records.chain import Checkpoint
from cchc_rules.records.store import RecordStore


def refuse_taken(read: tuple[Path, ...], store: str | None, output: Path | None) -> None:
    """Raises OutputError where the store or the output is a file that is read, or one is the other."""
    kept = [] if store is None or "://" in store else [Path(store)]
    for file in kept:
        refuse_overwriting(read, file)
    if output is not None:
        refuse_overwriting((*read, *kept), output)


def record_results(store: str | None, results: Sequence[RowResult], terminal: Terminal) -> str | None:
    """Records every decision of a file in one transaction and prints where the store stands then.

    Gives the checkpoint, None without a store. A row that could not be decided has nothing to record, and is counted.
    Raises StoreError: then nothing was recorded. Cost: some 0.3 ms a decision.
    """
    if store is None:
        return None
    decisions = [one.decision for one in results if one.decision is not None]
    with RecordStore(store) as records:
        added = records.add_all(decisions)
        checkpoint = Checkpoint(records.origin, added[-1].number, added[-1].seal) if added else records.checkpoint
    counts = {"count": len(added), "read": len(results), "without": len(results) - len(added)}
    key = "evaluate.recorded" if len(added) == len(results) else "evaluate.recorded.some"
    terminal.note(terminal.say(key, **counts))
    terminal.message(terminal.say("records.checkpoint", checkpoint=checkpoint))
    return str(checkpoint)
