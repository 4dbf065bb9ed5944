"""The picture of a decision in a Word document: a paragraph a criterion, shaded and marked by its outcome."""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.pictures.outcome_tree import LOOKS, OutcomeNode, build_tree, walk_tree
from cchc_rules.problems import import_optional
from cchc_rules.text import visible

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SIGNS: Final = {"tick": "✓ ", "cross": "✗ ", "question": "? ", "bar": "– ", "hourglass": "… "}
_STEP: Final = 340
"""How far in members stand: 6 mm, in twentieths of a point."""

_SIZES: Final = (20, 18)
"""Of titles and of reasons, in half points: nothing of a letter is under 9 points."""


def write_tree(document: Any, decision: Decision, language: str) -> None:
    """Adds the tree of a decision in words, marks and colours; as it is text, it is searched and read aloud."""
    parse = import_optional("docx.oxml", extra="report").parse_xml
    body = document.element.body
    for depth, node in walk_tree(build_tree(decision, language)):
        body.insert(len(body) - 1, parse(_write_node(depth, node)))  # before the section's own settings


def _write_node(depth: int, node: OutcomeNode) -> str:
    ground, edge, mark, _ = LOOKS[node.look]
    sides = f'<w:left w:val="single" w:sz="24" w:space="4" w:color="{edge[1:]}"/>'
    looks = f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:fill="{ground[1:]}"/>'
    looks = f'<w:keepLines/>{looks}<w:spacing w:before="40" w:after="40"/><w:ind w:left="{depth * _STEP}"/>'
    runs = [_run(f"{_SIGNS.get(mark, '')}{node.title}", _SIZES[0], "<w:b/>")]
    if node.word:
        runs.append(_run(node.word, _SIZES[1], f'<w:b/><w:color w:val="{edge[1:]}"/>', broken=True))
    runs += [_run(note, _SIZES[1], "", broken=True) for note in node.notes]
    return f'<w:p xmlns:w="{_WORD}"><w:pPr>{looks}</w:pPr>{"".join(runs)}</w:p>'


def _run(text: str, size: int, look: str, *, broken: bool = False) -> str:
    shown = escape(visible(text, longest=len(text) + 1))
    start = "<w:br/>" if broken else ""
    return f'<w:r><w:rPr>{look}<w:sz w:val="{size}"/></w:rPr>{start}<w:t xml:space="preserve">{shown}</w:t></w:r>'
