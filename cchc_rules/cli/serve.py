"""``cchc-rules serve``: the service on this machine."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from cchc_rules.cli.listening import open_sockets
from cchc_rules.cli.parameters import as_paths
from cchc_rules.cli.speaking import WrongUse, command, option
from cchc_rules.cli.terminal import DONE, Terminal, pass_terminal
from cchc_rules.files import read_whole
from cchc_rules.language.documents.folders import roots
from cchc_rules.problems import import_optional

FILE = click.Path(path_type=Path)

ENDING_SECONDS: Final = 25
"""How long requests that are being answered may still take when it is told to end: systemd kills after thirty."""


@command("serve")
@option("--host", key="option.serve-host", default="127.0.0.1", show_default=True)
@option("--port", key="option.serve-port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@option("--store", key="option.serve-store", metavar="STORE", default="records.sqlite", show_default=True)
@option("--token-file", key="option.serve-token", type=FILE)
@option(
    "--season",
    "seasons",
    key="option.serve-season",
    multiple=True,
    metavar="RULESET/CATEGORY=FILE",
    callback=as_paths,
)
@option("--root-path", key="option.serve-root", default="", metavar="PATH")
@pass_terminal
def run(
    terminal: Terminal,
    host: str,
    port: int,
    store: str,
    token_file: Path | None,
    seasons: Mapping[str, Path],
    root_path: str,
) -> int:
    """Answers until it is told to end; records that were acknowledged are there."""
    uvicorn = import_optional("uvicorn", extra="serve")
    token = None if token_file is None else read_whole(token_file).decode("utf-8", "replace").strip()
    if token == "":
        raise WrongUse(terminal.say("serve.empty-token", path=token_file))
    from cchc_rules.cli.followed_season import open_seasons
    from cchc_rules.service import app

    folders = [folder for folder in roots() if folder.is_dir()]
    followed = open_seasons(seasons)
    sessions = {name: one.session for name, one in followed.items()}
    made = app(rulesets=folders, store=store, token=token, seasons=sessions)
    for one in followed.values():
        one.begin(terminal)
    sockets = open_sockets(host, port)
    place = store.partition("://")[0] if "://" in store else store  # an address may hold a password
    terminal.message(terminal.say("serve.begins", host=host, port=sockets[0].getsockname()[1], store=place))
    if not terminal.quiet:
        _print_access_log()
    config = uvicorn.Config(
        made,
        root_path=root_path.rstrip("/"),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=sockets)
    return DONE


def _print_access_log() -> None:
    """The log of the service itself on standard error, where systemd and containers take it from."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("cchc_rules.access")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
