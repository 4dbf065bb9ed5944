"""The picture of a decision: its criteria as a tree, each by its outcome in mark, word and colour, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cchc_rules.decisions.decision import Decision, Finding
from cchc_rules.decisions.explanation import explain
from cchc_rules.decisions.phrasing.sayings import say
from cchc_rules.decisions.pictures.text_widths import wrap_text
from cchc_rules.decisions.pictures.tree_drawing import (
    INDENT,
    INK,
    LARGE,
    MARGIN,
    MARK_ROOM,
    PADDING,
    PALE,
    SMALL,
    TextLine,
    TreeBox,
    draw_down,
    measure_down,
    write_picture,
)
from cchc_rules.phrases import phrase
from cchc_rules.values import DEFERRED, FAVOURABLE, UNDETERMINED, Outcome

WIDE: Final = 720
"""How wide a picture is: drawn on A4 between margins of 14 mm its small text is 8 points high, its large 10."""

NARROWEST: Final = 300
"""How narrow a box gets however deep it stands; the picture is wider then."""

MOST_NOTE_LINES: Final = 5
"""How many lines of reason a box holds; the explanation has the rest."""

LOOKS: Final = {
    "met": ("#e8f5ec", "#1c6b36", "tick", ""),
    "unmet": ("#fdeceb", "#a52319", "cross", ""),
    "unknown": ("#fff6dd", "#7a5200", "question", "7 4"),
    "not_applicable": ("#f1f3f5", "#56616d", "bar", "2 4"),
    "deferred": ("#e9f1fb", "#1f5a99", "hourglass", "12 4"),
    "measured": ("#eef0fa", "#41508c", "", ""),
}
"""By outcome, and of what is measured: ground, edge, mark and dashes.

Texts stand out from their ground by 4.5 to 1 and edges from white by 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); marks, dashes
and words say the same without colour (1.4.1).
"""


@dataclass(frozen=True, slots=True)
class OutcomeNode:
    """A place of the tree in words: a title, the word for its outcome, what is said of it, and what hangs on it.

    ``look`` is one of `LOOKS`.
    """

    title: str
    word: str
    notes: tuple[str, ...]
    look: str
    below: tuple[OutcomeNode, ...] = ()

    @property
    def text(self) -> str:
        """All of it in one line."""
        head = f"{self.title}: {self.word}" if self.word else self.title
        return ". ".join(one.rstrip(".") for one in (head, *self.notes))


def draw_decision(decision: Decision, language: str = "vi") -> str:
    """The picture as the text of an SVG file, which may stand in a page as it is: no script, style, id or font.

    Its title is the verdict and its description names each criterion with its outcome and reason, for who cannot see
    it. Equal decisions give equal bytes. Raises ValueError for another language. Cost: the traces of all criteria.
    """
    tree = build_tree(decision, language)
    root = _make_box(tree, 0)
    width = 2 * MARGIN + max(depth * INDENT + _width(depth) for depth, _ in walk_tree(tree))
    said = "\n".join(node.text for _, node in walk_tree(tree))
    return write_picture(width, measure_down(root) + 2 * MARGIN, tree.title, draw_down(root, MARGIN, MARGIN), said=said)


def build_tree(decision: Decision, language: str) -> OutcomeNode:
    """The tree in words: the verdict, below it the criteria with their members, then scores and grades."""
    explained = explain(decision, language).tree.parts
    told = [one for one in explained if one.role in ("verdict", "context")]
    title, *context = (_capital(say(one.said, language)) for one in told if one.said is not None)
    findings = (_tell(one, f"{number}. ", language) for number, one in enumerate(decision.findings, start=1))
    results = (
        OutcomeNode(_capital(say(one.said, language)), "", (), "unknown" if one.outcome == "unknown" else "measured")
        for one in explained
        if one.role == "result" and one.said is not None
    )
    return OutcomeNode(title, "", tuple(context), _find_look(decision), (*findings, *results))


def walk_tree(node: OutcomeNode, depth: int = 0) -> Iterator[tuple[int, OutcomeNode]]:
    """A node and all that hangs on it, in order, each with how deep it stands."""
    yield depth, node
    for one in node.below:
        yield from walk_tree(one, depth + 1)


def _find_look(decision: Decision) -> str:
    if decision.provisional or decision.verdict_code == UNDETERMINED:
        return "unknown"
    return {FAVOURABLE: "met", DEFERRED: "deferred"}.get(decision.verdict_code, "unmet")


def _tell(finding: Finding, number: str, language: str) -> OutcomeNode:
    members = tuple(_tell(one, "", language) for one in finding.members)
    reason = finding.headline(language) if members else finding.reason(language)
    look = finding.outcome.value
    word = _capital(phrase(f"outcome.{look}", language))
    if finding.criterion.defers and finding.outcome is Outcome.UNMET:
        look, word = "deferred", _capital(phrase("explain.defers", language))
    notes = () if reason == word else (reason,)
    return OutcomeNode(f"{number}{finding.title.within(language)}", word, notes, look, members)


def _make_box(node: OutcomeNode, depth: int) -> TreeBox:
    fill, edge, mark, dashes = LOOKS[node.look]
    inner = _width(depth) - 2 * PADDING - MARK_ROOM
    bold = ' font-weight="bold"'
    lines = [TextLine(one, LARGE, INK, bold) for one in wrap_text(node.title, inner, LARGE, bold=True)]
    lines += [TextLine(one, SMALL, edge, bold) for one in wrap_text(node.word, inner, SMALL, bold=True) if one]
    for note in node.notes:
        lines += [TextLine(one, SMALL, PALE) for one in _cut(wrap_text(note, inner, SMALL))]
    below = tuple(_make_box(one, depth + 1) for one in node.below)
    return TreeBox(tuple(lines), (fill, edge), _width(depth), dashes, below, mark)


def _width(depth: int) -> int:
    return max(NARROWEST, WIDE - 2 * MARGIN - depth * INDENT)


def _cut(lines: list[str]) -> list[str]:
    return (
        lines if len(lines) <= MOST_NOTE_LINES else [*lines[: MOST_NOTE_LINES - 1], f"{lines[MOST_NOTE_LINES - 1]} …"]
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
