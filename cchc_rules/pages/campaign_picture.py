"""A picture of the criteria of a category: a tree as SVG of our own, no script, no font or image from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from cchc_rules.decisions.decision import Finding
from cchc_rules.decisions.pictures.text_widths import wrap_text
from cchc_rules.decisions.pictures.tree_drawing import (
    ACCENT,
    BETWEEN_COLUMNS,
    INK,
    LARGE,
    LINE,
    MARGIN,
    PADDING,
    PALE,
    SMALL,
    TextLine,
    TreeBox,
    draw_across,
    px,
    write_picture,
)
from cchc_rules.language.ruleset import Category, Criterion, Ruleset
from cchc_rules.pages.campaign_words import both, condition, findings, is_judged
from cchc_rules.phrases import phrase
from cchc_rules.values import Words

WIDTHS: Final = (210, 340, 320)
"""How wide boxes are: the category, its criteria, and members at any depth."""

LEGEND_HEIGHT: Final = 46
LEGEND_WIDTH: Final = 200

_ROOT: Final = ("#e8edf2", "#51606e")
_MEASURED: Final = ("#eaf2fb", "#3b74b4")
_JUDGED: Final = ("#fdf3e1", "#b9781d")


def picture(ruleset: Ruleset, category: Category, language: str) -> str:
    """The picture in a language, as the text of an SVG file; equal rulesets give equal bytes."""
    root = _BoxWriter(findings(ruleset, category.id), language).root(category)
    width = MARGIN + sum(_width(column) + BETWEEN_COLUMNS for column in range(root.depth)) - BETWEEN_COLUMNS + MARGIN
    width = max(width, 2 * MARGIN + 3 * LEGEND_WIDTH)
    height = root.room + 2 * MARGIN + LEGEND_HEIGHT
    title = phrase("pages.picture", language, category=category.title.within(language))
    parts = (*draw_across(root, MARGIN, MARGIN), *_legend(height - MARGIN - 12, language))
    return write_picture(width, height, title, parts)


@dataclass(frozen=True, slots=True)
class _BoxWriter:
    """Writes boxes in a language; ``found`` says of each criterion what it asks."""

    found: Mapping[str, Finding]
    language: str

    def root(self, category: Category) -> TreeBox:
        """The box of the category, its criteria on it."""
        lines = [*self.say(category.title, 0), *self.note(both("picture.verdict"), 0, ACCENT)]
        below = tuple(self.box(one, 1) for one in category.criteria)
        return TreeBox(tuple(lines), _ROOT, _width(0), below=below)

    def box(self, criterion: Criterion, column: int) -> TreeBox:
        """The box of a criterion and those of its members. Recursion follows the nesting the language caps."""
        lines = [*self.say(criterion.title, column)]
        finding = self.found.get(criterion.id)
        trace = finding.trace.applies if finding is not None else None
        if trace is not None:
            lines += self.note(both("pages.applies", condition=condition(trace)), column, PALE)
        if criterion.defers:
            lines += self.note(both("criterion.defers"), column, ACCENT)
        if criterion.group:
            lines += self.note(both(f"picture.{criterion.group}", least=criterion.least), column, ACCENT)
        colours = _JUDGED if finding is not None and is_judged(finding) else _MEASURED
        members = tuple(self.box(member, column + 1) for member in criterion.members)
        return TreeBox(tuple(lines), colours, _width(column), "" if criterion.applies is None else "6 4", members)

    def say(self, title: Words, column: int) -> Iterator[TextLine]:
        """A title, in bold."""
        for text in wrap_text(title.within(self.language), _width(column) - 2 * PADDING, LARGE, bold=True):
            yield TextLine(text, LARGE, INK, ' font-weight="bold"')

    def note(self, words: Words, column: int, colour: str) -> Iterator[TextLine]:
        """What is said below a title, in small letters."""
        for text in wrap_text(words.within(self.language), _width(column) - 2 * PADDING, SMALL):
            yield TextLine(text, SMALL, colour)


def _width(column: int) -> int:
    return WIDTHS[min(column, len(WIDTHS) - 1)]


def _legend(middle: float, language: str) -> Iterator[str]:
    """What colours and dashes mean, at the foot."""
    signs = (("measured", _MEASURED, ""), ("judged", _JUDGED, ""), ("conditional", ("#ffffff", LINE), "4 3"))
    for index, (key, (fill, stroke), dashes) in enumerate(signs):
        left = MARGIN + index * LEGEND_WIDTH
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield (
            f'<rect x="{left}" y="{px(middle - 7)}" width="20" height="14" rx="3"'
            f' fill="{fill}" stroke="{stroke}"{dashed}/>'
        )
        yield (
            f'<text x="{left + 28}" y="{px(middle + 4)}" font-size="{SMALL - 1}" fill="{PALE}">'
            f"{escape(phrase(f'picture.{key}', language))}</text>"
        )
