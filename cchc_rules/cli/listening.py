"""The address of the service, taken before anything is said of it: its port may be in use, its host another machine."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from errno import EACCES, EADDRINUSE, EADDRNOTAVAIL

from cchc_rules.intake.table import TableError
from cchc_rules.problems import Problem
from cchc_rules.text import visible

_WINSOCK_TAKEN, _WINSOCK_DENIED, _WINSOCK_ELSEWHERE = 10048, 10013, 10049

_REASONS = {
    EADDRINUSE: "taken",
    _WINSOCK_TAKEN: "taken",
    EACCES: "denied",
    _WINSOCK_DENIED: "denied",
    EADDRNOTAVAIL: "elsewhere",
    _WINSOCK_ELSEWHERE: "elsewhere",
}


def open_sockets(host: str, port: int) -> list[socket.socket]:
    """A socket for each address the host has, bound to the port; with port 0 the system chooses one.

    Raises TableError (`cannot-listen`) with the reason where one of them cannot be had; none is left open then.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise _refuse(host, port, "host") from None
    with ExitStack() as opened:
        sockets = []
        for family, kind, protocol, _, address in dict.fromkeys(found):
            one = opened.enter_context(socket.socket(family, kind, protocol))
            if os.name == "posix":  # a restart need not wait; on Windows two services would share the port
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                one.bind(address)
                one.listen()
            except OSError as error:
                raise _refuse(host, port, _REASONS.get(error.errno or 0, "")) from error
            sockets.append(one)
        opened.pop_all()
    return sockets


def _refuse(host: str, port: int, variant: str) -> TableError:
    return TableError([Problem("cannot-listen", None, {"host": visible(host), "port": port}, variant)])
