"""An explanation's tree written as text, Markdown, HTML or plain data."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Iterator
from typing import Any, Final, assert_never

from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.phrasing.lines import bound
from cchc_rules.decisions.phrasing.sayings import say

_INDENT: Final = "   "
_HEADED: Final = frozenset({"finding", "problems", "missing", "footing", "result"})
_BULLETED: Final = frozenset({"reason", "fact", "problem", "footing-line", "line"})
_WHOLE: Final = frozenset({"verdict", "problem", "footing-line"})
"""What is written whole: a name as it begins, and what nobody may cut."""
_MARKDOWN_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#+!|~&])|^(\s*)([-=]|[0-9]+(?=[.)]))", re.MULTILINE)


def _write(block: Block, language: str) -> str:
    """The block's words on one line, beginning with a capital letter unless a name stands first."""
    text = "" if block.said is None else " ".join(say(block.said, language).split())
    return text if block.role in _WHOLE else bound(text, language)


def text(tree: Block, language: str) -> str:
    """Plain text: a line a block, reasons and facts as indented bullets."""
    return "\n".join(_text_lines(tree, language, 0)) + "\n"


def _text_lines(block: Block, language: str, depth: int) -> Iterator[str]:
    if block.role in _HEADED:
        yield ""
    inner = depth
    if block.said is not None:
        bullet = "- " if block.role in _BULLETED else ""
        yield f"{_INDENT * depth}{bullet}{_write(block, language)}"
        inner = depth + 1
    for part in block.parts:
        yield from _text_lines(part, language, inner)


def markdown(tree: Block, language: str) -> str:
    """Markdown: the verdict and the criteria as headings, the rest as lists."""
    return "\n".join(_markdown_lines(tree, language, 0)) + "\n"


def _markdown_lines(block: Block, language: str, depth: int) -> Iterator[str]:
    inner = depth
    if block.said is not None:
        words = _MARKDOWN_SPECIAL.sub(_add_backslash, _write(block, language))
        match block.role:
            case "verdict":
                yield f"## {words}"
            case "finding" | "missing" | "problems" | "footing" | "result":
                yield from ("", f"### {words}", "")
            case "context" | "tally" | "partial":
                yield from ("", words)
            case "note" if depth == 0:
                yield from ("", words)
            case ("decision" | "problem" | "findings" | "reason" | "asked" | "clause" | "says" | "note") | (
                "fact" | "footing-line" | "line"
            ):
                yield f"{'  ' * depth}- {words}"
                inner = depth + 1
            case _:
                assert_never(block.role)
    for part in block.parts:
        yield from _markdown_lines(part, language, inner)


def _add_backslash(found: re.Match[str]) -> str:
    if found[1] == "<":
        return "&lt;"
    if found[1] == "&":
        return "&amp;"
    if found[1]:
        return f"\\{found[1]}"
    return found[2] + (found[3] if found[3].isdigit() else f"\\{found[3]}")


def html(tree: Block, language: str) -> str:
    """One ``article`` element; every text and attribute is escaped."""
    inner = "".join(_html_parts(tree, language))
    return f'<article class="cchc-explanation" lang="{_attribute(language)}">{inner}</article>\n'


def _html_parts(block: Block, language: str) -> Iterator[str]:
    """The parts of a block, neighbours that are list items wrapped in one list."""
    open_list = False
    for part in block.parts:
        is_item = part.role in _BULLETED
        if is_item is not open_list:
            yield "<ul>" if is_item else "</ul>"
            open_list = is_item
        yield _html(part, language)
    if open_list:
        yield "</ul>"


def _html(block: Block, language: str) -> str:
    inner = "".join(_html_parts(block, language))
    words = escaping.escape(_write(block, language), quote=True)
    marks = f' class="{_attribute(block.role)}"'
    marks += f' data-id="{_attribute(block.id)}"' if block.id else ""
    marks += f' data-outcome="{_attribute(block.outcome)}"' if block.outcome else ""
    match block.role:
        case "verdict":
            return f"<h2{marks}>{words}</h2>{inner}"
        case "finding" | "missing" | "problems" | "footing" | "result":
            return f"<section{marks}><h3>{words}</h3>{inner}</section>"
        case "reason" | "fact" | "problem" | "footing-line" | "line":
            return f"<li{marks}>{words}{inner}</li>"
        case "findings":
            return f"<div{marks}>{inner}</div>"
        case "decision" | "context" | "tally" | "partial" | "asked" | "clause" | "says" | "note":
            return f"<p{marks}>{words}</p>{inner}"
        case _:
            assert_never(block.role)


def _attribute(value: str) -> str:
    return escaping.escape(value, quote=True)


def plain(block: Block, language: str) -> dict[str, Any]:
    """The tree as plain data."""
    described: dict[str, Any] = {"role": block.role}
    if block.said is not None:
        described["text"] = _write(block, language)
    for name in ("id", "outcome"):
        if value := getattr(block, name):
            described[name] = value
    if block.parts:
        described["parts"] = [plain(part, language) for part in block.parts]
    return described
