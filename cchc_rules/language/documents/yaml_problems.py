"""What is wrong with a YAML text that cannot be read, in the terms of somebody who writes rulesets."""

from __future__ import annotations

import re
from typing import Final

import yaml

from cchc_rules.language.documents.places import Piece, SourceText
from cchc_rules.problems import Problem

_KNOWN: Final = (
    (r"found character '\\t'", "tab"),
    (r"but got '[\[{?]'", "cut"),
    (r"mapping values are not allowed", "colon"),
    (r"expected ',' or '[\]}]'", "unclosed"),
    (r"unexpected end of stream", "unclosed-quote"),
    (r"unexpected document separator", "unclosed-quote"),
    (r"could not find expected ':'", "no-colon"),
    (r"expected <block end>", "indent"),
    (r"found character .* that cannot start any token", "character"),
    (r"unknown escape character|expected escape sequence", "escape"),
)
_COMMENT: Final = re.compile(r"[ \t]+#")


def describe_failure(error: Exception, source: SourceText, reached: int) -> Problem:
    """The problem behind an exception of PyYAML's scanner or parser, at its mark or where reading had got to."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index = min(mark.index if mark else reached, len(source.text))
    said = f"{getattr(error, 'problem', None) or ''}" if isinstance(error, yaml.MarkedYAMLError) else ""
    variant = next((name for pattern, name in _KNOWN if re.search(pattern, said)), "")
    return Problem("yaml-syntax", source.span(index, index + 1), {"character": source.text[index : index + 1]}, variant)


def cut_by_comment(piece: Piece, source: SourceText) -> bool:
    """Whether a `` #`` after a plain text looks like a part of it: a quote or bracket before it stays open."""
    if piece.style != "" or not _COMMENT.match(source.text, piece.end):
        return False
    opened = sum(piece.text.count(one) for one in "([") - sum(piece.text.count(one) for one in ")]")
    return opened > 0 or piece.text.count('"') % 2 == 1
