"""Ways to spoil bytes, expressions and facts, each a function of a seeded random source."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any
from unicodedata import normalize

ODD_TEXTS = (
    "\x00",
    "\ufeff",
    "\u200b",
    "\u2028",
    "\x85",
    "\t",
    "\r",
    "\x1b[31m",
    "é",
    "e\u0301",
    "ố",
    "\U0001f600",
    "\u202e",
    "١٢",
    "１２",
    "µ",
    "Ö",
    "đ",
    "\xa0",
    "<img onerror=x>",
    "&a",
    "*a",
    "<<: *a",
    "!!python/object:os.system",
    "---",
    "...",
    "%YAML 1.1",
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    " #",
    ",",
    "- ",
    "? ",
    "|",
    ">",
    "'",
    '"',
    "\\",
    "\\x",
    "\n",
    "\n\n",
    "null",
    "~",
    "no",
    "yes",
    "0x1f",
    "010",
    "12:30",
    ".nan",
    ".inf",
    "-",
    "1e999",
    "1_000",
    "9" * 40,
    "9" * 5000,
)
WRITTEN_TOKENS = """
and or not in if else for is lambda == != < >= + - * / // % ** @ ( ) [ ] { } , . : := = ~ | & ^ # ; ! ? $ ` *a **k
true false True None null as_of date param all any count percent sum min max 0 1 0.5 1e5 1_0 0x10 01 1j 1. .5 ９
f0 fn m0 m0.fmn x.y.z await yield Tốt 999999999999999999 date("2022-05-05") date("2022-13-45") param["x"]
param["limit"] "Khá" " ' f'' b'' \\
"""
ODD_TOKENS = (*WRITTEN_TOKENS.split(), '"""', "\n", "\t", "\x00")


def spoiled(content: bytes, rng: Random) -> bytes:
    """The bytes with one to three faults."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        content = rng.choice(_FAULTS)(content, rng)
    return content


def _flipped(content: bytes, rng: Random) -> bytes:
    copy = bytearray(content)
    for _ in range(rng.choice((1, 1, 4, 30))):
        if copy:
            copy[rng.randrange(len(copy))] ^= 1 << rng.randrange(8)
    return bytes(copy)


def _cut(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _beheaded(content: bytes, rng: Random) -> bytes:
    return content[rng.randrange(len(content) + 1) :]


def _swapped(content: bytes, rng: Random) -> bytes:
    lines = content.split(b"\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _doubled(content: bytes, rng: Random) -> bytes:
    lines = content.split(b"\n")
    start = rng.randrange(len(lines))
    end = min(len(lines), start + rng.choice((1, 1, 3, 10)))
    place = rng.randrange(len(lines))
    return b"\n".join([*lines[:place], *lines[start:end], *lines[place:]])


def _dropped(content: bytes, rng: Random) -> bytes:
    lines = content.split(b"\n")
    start = rng.randrange(len(lines))
    return b"\n".join([*lines[:start], *lines[start + rng.choice((1, 1, 3)) :]])


def _indented(content: bytes, rng: Random) -> bytes:
    lines = content.split(b"\n")
    place = rng.randrange(len(lines))
    lines[place] = b" " * rng.randrange(9) + lines[place].lstrip()
    return b"\n".join(lines)


def _odd_text(content: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.choice(ODD_TEXTS).encode() + content[place:]


def _odd_value(content: bytes, rng: Random) -> bytes:
    lines = content.split(b"\n")
    place = rng.randrange(len(lines))
    key, colon, _ = lines[place].partition(b":")
    lines[place] = key + colon + b" " + rng.choice(ODD_TEXTS).encode()
    return b"\n".join(lines)


def _odd_token(content: bytes, rng: Random) -> bytes:
    words = list(re.finditer(rb"[a-z0-9_.]+|[<>=+*/()-]+", content))
    if not words:
        return content
    start, end = rng.choice(words).span()
    return content[:start] + rng.choice(ODD_TOKENS).encode() + content[end:]


def _nested(content: bytes, rng: Random) -> bytes:
    place, depth = rng.randrange(len(content) + 1), rng.choice((20, 40, 300, 3000))
    opening = rng.choice((b"[", b"{a: ", b"(", b"not ", b"- ", b"{", b'"', b"x: \n "))
    return content[:place] + opening * depth + content[place:]


def _encoded(content: bytes, rng: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    match rng.randrange(5):
        case 0:
            return text.encode("utf-16")
        case 1:
            return text.encode("cp1258", "replace")
        case 2:
            return normalize("NFD", text).encode()
        case 3:
            return text.replace("\n", "\r").encode()
        case _:
            return text.encode("latin-1", "replace")


def _random_bytes(content: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.randbytes(rng.choice((1, 3, 50))) + content[place + 3 :]


_FAULTS = (
    _flipped,
    _cut,
    _beheaded,
    _swapped,
    _doubled,
    _dropped,
    _indented,
    _odd_text,
    _odd_value,
    _odd_token,
    _odd_token,
    _nested,
    _encoded,
    _random_bytes,
)


def ill_typed(expression: str, rng: Random) -> str:
    """A well-typed expression with some tokens replaced, dropped, doubled or exchanged."""
    tokens = re.findall(r'"[^"]*"|[a-z0-9_.]+|[<>=!]+|\s+|.', expression)
    for _ in range(rng.choice((1, 1, 2, 4))):
        place = rng.randrange(len(tokens))
        match rng.randrange(4):
            case 0:
                tokens[place] = rng.choice(ODD_TOKENS)
            case 1:
                tokens.insert(place, rng.choice(ODD_TOKENS))
            case 2 if len(tokens) > 1:
                del tokens[place]
            case _:
                other = rng.randrange(len(tokens))
                tokens[place], tokens[other] = tokens[other], tokens[place]
    return "".join(tokens)


class Words(str):
    """A kind of text."""


class Truthy:
    """An object that refuses to be looked at."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    __hash__ = object.__hash__


def odd_value(rng: Random, depth: int = 2) -> Any:
    """A value no office would write, or would."""
    if depth and rng.random() < 0.25:
        inner = [odd_value(rng, depth - 1) for _ in range(rng.randrange(3))]
        keys = [rng.choice(("value", "by", "on", "evidence", "id", "name", "f0", "x", 3, None)) for _ in inner]
        return rng.choice((inner, dict(zip(keys, inner, strict=True)), tuple(inner)))
    return rng.choice(_ODD)(rng)


def _deep(rng: Random) -> Any:
    found: Any = []
    for _ in range(rng.choice((40, 5000))):
        found = [found] if rng.random() < 0.5 else {"value": found}
    return found


def _cycle(rng: Random) -> Any:
    found: list[Any] = []
    found.append(found)
    return found


_ODD = (
    lambda rng: rng.choice((float("nan"), float("inf"), -float("inf"), 1e308, 5e-324, -0.0, 1e15, 1e16)),
    lambda rng: rng.choice((10**15, -(10**15), 10**5000, 2**63, 1, 0, -1)),
    lambda rng: Decimal(
        rng.choice(("NaN", "sNaN", "Infinity", "1e1000000", "-1e-1000000", "0.1234567890123456789", "1", "0E+5"))
    ),
    lambda rng: rng.choice(ODD_TEXTS),
    lambda rng: rng.choice(
        ("Có", "Không", "x", "85,5 %", "1.234", "05/5/2022", "ngày 05 tháng 5 năm 2022", "khá ", "—", " ", "1,234,567")
    ),
    lambda rng: rng.choice(("\ud800", "a" * 70_000, "0" * 100_000, "1" * 5000, "1e" + "9" * 50, "-" * 10_000)),
    lambda rng: rng.choice(
        (b"x", bytearray(b"x"), {1, 2}, frozenset(), object(), int, range(3), 1j, Fraction(1, 3), ...)
    ),
    lambda rng: rng.choice((datetime(2022, 5, 5), date(1, 1, 1), date(9999, 12, 31), time(1), timedelta(3))),
    lambda rng: rng.choice((Words("Khá"), Truthy(), True, False, None)),
    lambda rng: {
        "value": rng.choice((1, None, "Khá", {"value": 1})),
        "by": rng.choice(("A", 3, None)),
        "on": rng.choice(("x", date(2022, 1, 1))),
    },
    _deep,
    _cycle,
)


def odd_facts(facts: dict[str, Any], names: list[str], rng: Random) -> Any:
    """Facts with odd values under known and unknown names; seldom no mapping at all."""
    if rng.random() < 0.02:
        return odd_value(rng)
    found: dict[Any, Any] = dict(facts)
    for _ in range(rng.choice((1, 1, 2, 5))):
        name = rng.choice(
            [*names, *names, "id", "name", "no_such", "", "a" * 300, "\x00", 3, None, ("f0",), "F0", "f0 "]
        )
        found[name] = odd_value(rng)
    for name in names:
        if isinstance(found.get(name), list) and found[name] and rng.random() < 0.5:
            members = list(found[name])
            place = rng.randrange(len(members))
            if isinstance(members[place], dict) and members[place] and rng.random() < 0.7:
                members[place] = {**members[place], rng.choice(list(members[place])): odd_value(rng)}
            else:
                members[place] = odd_value(rng)
            found[name] = members
    return found
