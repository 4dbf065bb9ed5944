"""The tokens of an expression, and the limits they must keep before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from cchc_rules.problems import Problem, Span
from cchc_rules.values import SIGNIFICANT_DIGITS

Placer: TypeAlias = Callable[[int, int], Span]
"""Gives the place in the ruleset file of ``length`` characters at ``offset`` of an expression."""

LONGEST_EXPRESSION: Final = 8192
DEEPEST_BRACKETS: Final = 32
MOST_PREFIXES: Final = 32
MOST_CONDITIONALS: Final = 32
MOST_ARITHMETIC: Final = 64

_LETTER: Final = "A-Za-z\u00c0-\u1ef9"
"""Letters of Vietnamese words; a name of the language has the plain lower-case ones only."""

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})(?![0-9A-Za-z_.])"""
    r"""|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![0-9A-Za-z_.])"""
    rf"""|(?P<name>[a-z][a-z0-9_]*)(?![0-9_"'{_LETTER}])"""
    r"""|(?P<string>"[^"\\\n]*"|'[^'\\\n]*')|(?P<operator>==|!=|<=|>=|//|\*\*|<(?!>)|[-+*/>()\[\],.])|(?P<bad>.)""",
    re.DOTALL | re.ASCII,
)
_DAY: Final = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})(?![0-9A-Za-z_.])")
_WRONG_WORD: Final = re.compile(
    rf"""//|\*\*|=>|=<|&&|\|\||<>|=|!|[0-9][0-9A-Za-z_.]*|(?:[0-9_]|[{_LETTER}])+["']|[“”„][^“”"\n]*[“”"]?"""
    rf"""|[0-9A-Za-z_.{_LETTER}]+(?: (?!(?:and|or|not|in|if|else|for)\b)[{_LETTER}]+)*|\S"""
)
_INSTEAD: Final = {
    "=": "==", "=>": ">=", "=<": "<=", "&&": "and", "||": "or", "!": "not", "<>": "!=", "True": "true",
    "False": "false", "AND": "and", "OR": "or", "NOT": "not", "IN": "in", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*",
    "÷": "/", "−": "-", "–": "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (``number``, ``name``, ``string``, ``operator``), its text and where it starts."""

    kind: str
    text: str
    offset: int


def read_tokens(text: str, place: Placer) -> tuple[tuple[Token, ...], list[Problem]]:
    """The tokens of an expression and every problem seen on them; with problems the expression must not be parsed."""
    if len(text) > LONGEST_EXPRESSION:
        return (), [_problem("expression-too-long", place(0, 1), most=LONGEST_EXPRESSION)]
    found: list[Token] = []
    problems: list[Problem] = []
    skip = 0
    for match in _TOKEN.finditer(text):
        if match.start() < skip or match.lastgroup == "space":
            continue
        if match.group() == "=" and [one.text for one in found[-2:]] == [",", "to"]:
            found.append(Token("operator", "=", match.start()))  # of `run(…, to=…)`, the one argument that has a name
        elif match.lastgroup in ("bad", "day") or match.group() in ("//", "**"):
            problem, skip = _bad(text, match.start(), place)
            problems.append(problem)
        else:
            found.append(Token(match.lastgroup or "", match.group(), match.start()))
    problems.extend(_limits(found, place))
    return tuple(found), problems


def _problem(code: str, where: Span, variant: str = "", **fields: object) -> Problem:
    return Problem(code, where, fields, variant)


def _bad(text: str, offset: int, place: Placer) -> tuple[Problem, int]:
    """The problem at a place no token fits, and where to go on."""
    if text[offset] in "\"'":
        end = text.find("\n", offset)
        backslash = "\\" in text[offset : end if end >= 0 else None]
        variant = "backslash" if backslash else "open"
        return _problem("bad-string", place(offset, 1), variant), len(text)
    if match := _DAY.match(text, offset):
        where = place(offset, len(match[0]))
        in_order = match[0] if "-" in match[0] else "{2}-{1:0>2}-{0:0>2}".format(*match[0].split("/"))
        return _problem("bad-date", where, "bare", text=match[0], written=in_order), match.end()
    match = _WRONG_WORD.match(text, offset)
    word = match[0].rstrip() if match else text[offset]
    where, end = place(offset, len(word)), offset + len(word)
    if re.fullmatch(r"[0-9].*", word):
        return _problem("bad-number", where, number=word), end
    if word[0] in "“”„":
        return _problem("bad-string", where, "curly", text=word.strip('“”„"')), end
    if word[-1] in "\"'":
        closing = text.find(text[end - 1], end)
        return _problem("bad-string", where, "prefix"), len(text) if closing < 0 else closing + 1
    if word in ("None", "NULL", "Null"):
        return _problem("unexpected-text", where, "null", text=word), end
    if word == "%" and text[:offset].rstrip()[-1:].isdigit():
        return _problem("unexpected-text", where, "percent"), end
    if word not in _INSTEAD and re.match(f"[{_LETTER}]", word):
        return _problem("unexpected-text", where, "word", text=word), end
    variant = "operator" if word in ("//", "**", "%") else ""
    return _problem("unexpected-text", where, variant, text=word, nearest=_INSTEAD.get(word, "")), end


def _limits(found: Sequence[Token], place: Placer) -> Iterator[Problem]:
    yield from _bracket_problems(found, place)
    yield from _number_problems(found, place)
    run = 0
    for before, here in zip([None, *found], found, strict=False):
        run = run + 1 if here.text in ("not", "-") else 0
        if run == MOST_PREFIXES + 1:
            yield _problem("expression-too-deep", place(here.offset, 1), most=MOST_PREFIXES)
        if here.kind == "string" and before is not None and before.kind == "string":
            yield _problem("bad-string", place(here.offset, len(here.text)), "joined")
    for words, most in ((("if",), MOST_CONDITIONALS), (("+", "-", "*", "/"), MOST_ARITHMETIC)):
        counted = [token for token in found if token.kind != "string" and token.text in words]
        if len(counted) > most:
            yield _problem("expression-too-long", place(counted[most].offset, 1), "operators", most=most)


def _bracket_problems(found: Sequence[Token], place: Placer) -> Iterator[Problem]:
    pairs = {")": "(", "]": "["}
    opened: list[Token] = []
    for token in found:
        if token.text in ("(", "["):
            opened.append(token)
            if len(opened) == DEEPEST_BRACKETS + 1:
                yield _problem("expression-too-deep", place(token.offset, 1), most=DEEPEST_BRACKETS)
        elif token.text in pairs and (not opened or opened.pop().text != pairs[token.text]):
            yield _problem("unbalanced", place(token.offset, 1), text=token.text)
            return
    if opened:
        yield _problem("expression-cut", place(opened[-1].offset, 1), "bracket", text=opened[-1].text)


def _number_problems(found: Sequence[Token], place: Placer) -> Iterator[Problem]:
    for token in found:
        if token.kind == "number":
            digits = token.text.replace(".", "").strip("0") if "." in token.text else token.text.lstrip("0")
            if len(digits) > SIGNIFICANT_DIGITS:
                yield _problem("bad-number", place(token.offset, len(token.text)), "digits", number=token.text)
