"""``cchc-rules serve``: the service on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_rules.cli.speaking import command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.files import read_whole
from cchc_rules.language.documents.folders import roots
from cchc_rules.problems import import_optional

FILE = click.Path(path_type=Path)


@command("serve")
@option("--host", key="option.serve-host", default="127.0.0.1", show_default=True)
@option("--port", key="option.serve-port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@option("--store", key="option.serve-store", metavar="STORE", default="records.sqlite", show_default=True)
@option("--token-file", key="option.serve-token", type=FILE)
@pass_terminal
def run(terminal: Terminal, host: str, port: int, store: str, token_file: Path | None) -> int:
    """Answers until it is told to end; records that were acknowledged are there."""
    uvicorn = import_optional("uvicorn", extra="serve")
    token = None if token_file is None else read_whole(token_file).decode("utf-8", "replace").strip()
    if token == "":
        raise click.UsageError(terminal.say("serve.empty-token", path=token_file))
    from cchc_rules.service import app

    folders = [folder for folder in roots() if folder.is_dir()]
    made = app(rulesets=folders, store=store, token=token)
    terminal.message(terminal.say("serve.begins", host=host, port=port, store=store))
    uvicorn.run(made, host=host, port=port, log_level="warning", access_log=False, server_header=False)
    return DONE
