"""A picture of the criteria of a category: a tree as SVG of our own, no script, no font or image from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import fsum
from typing import Final

from cchc_rules.decisions.decision import Finding
from cchc_rules.language.ruleset import Category, Criterion, Ruleset
from cchc_rules.pages.campaign_words import both, condition, findings, is_judged
from cchc_rules.pages.text_widths import wrap_text
from cchc_rules.phrases import phrase
from cchc_rules.values import Words

# Every length is in pixels. They are added with fsum: sum rounds otherwise from Python 3.12 on, and a picture has the
# same bytes everywhere.
MARGIN: Final = 16
PADDING: Final = 10
BETWEEN_ROWS: Final = 10
BETWEEN_COLUMNS: Final = 56
WIDTHS: Final = (210, 340, 320)
"""How wide boxes are: the category, its criteria, and members at any depth."""

LARGE: Final = 13
SMALL: Final = 11
LEADING: Final = 1.35
LEGEND_HEIGHT: Final = 46
LEGEND_WIDTH: Final = 200

_INK: Final = "#1b2733"
_PALE: Final = "#51606e"
_LINE: Final = "#8795a3"
_ROOT: Final = ("#e8edf2", "#51606e")
_MEASURED: Final = ("#eaf2fb", "#3b74b4")
_JUDGED: Final = ("#fdf3e1", "#b9781d")
_ACCENT: Final = "#7a2e5d"
_FONTS: Final = "Arial, 'Liberation Sans', 'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text in a box."""

    text: str
    size: int
    colour: str
    style: str = ""

    @property
    def height(self) -> float:
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with its lines and the boxes that hang on it; ``dashed`` when it may not apply."""

    lines: tuple[_Line, ...]
    colours: tuple[str, str]
    column: int
    dashed: bool = False
    below: tuple[_Box, ...] = ()

    @property
    def width(self) -> int:
        return _width(self.column)

    @property
    def height(self) -> float:
        return fsum(line.height for line in self.lines) + 2 * PADDING

    @property
    def room(self) -> float:
        """The height it takes up together with what hangs on it. Cost: the boxes below it."""
        return max(self.height, _hanging(self.below))

    @property
    def depth(self) -> int:
        """How many columns it takes up."""
        return 1 + max((box.depth for box in self.below), default=0)


def picture(ruleset: Ruleset, category: Category, language: str) -> str:
    """The picture in a language, as the text of an SVG file; equal rulesets give equal bytes."""
    found = findings(ruleset, category.id)
    writer = _BoxWriter(found, language)
    root = writer.root(category)
    width = _left(root.depth - 1) + _width(root.depth - 1) + MARGIN
    width = max(width, 2 * MARGIN + 3 * LEGEND_WIDTH)
    height = root.room + 2 * MARGIN + LEGEND_HEIGHT
    title = phrase("pages.picture", language, category=category.title.within(language))
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_px(height)}"'
            f' viewBox="0 0 {width} {_px(height)}" role="img" font-family="{_FONTS}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{_px(height)}" fill="#ffffff"/>',
            *_draw(root, MARGIN),
            *_legend(height - MARGIN - 12, language),
            "</svg>\n",
        )
    )


@dataclass(frozen=True, slots=True)
class _BoxWriter:
    """Writes boxes in a language; ``found`` says of each criterion what it asks."""

    found: Mapping[str, Finding]
    language: str

    def root(self, category: Category) -> _Box:
        """The box of the category, its criteria on it."""
        lines = [*self.say(category.title, 0), *self.note(both("picture.verdict"), 0, _ACCENT)]
        return _Box(tuple(lines), _ROOT, 0, below=tuple(self.box(one, 1) for one in category.criteria))

    def box(self, criterion: Criterion, column: int) -> _Box:
        """The box of a criterion and those of its members. Recursion follows the nesting the language caps."""
        lines = [*self.say(criterion.title, column)]
        finding = self.found.get(criterion.id)
        trace = finding.trace.applies if finding is not None else None
        if trace is not None:
            lines += self.note(both("pages.applies", condition=condition(trace)), column, _PALE)
        if criterion.defers:
            lines += self.note(both("criterion.defers"), column, _ACCENT)
        if criterion.group:
            lines += self.note(both(f"picture.{criterion.group}", least=criterion.least), column, _ACCENT)
        colours = _JUDGED if finding is not None and is_judged(finding) else _MEASURED
        members = tuple(self.box(member, column + 1) for member in criterion.members)
        return _Box(tuple(lines), colours, column, criterion.applies is not None, members)

    def say(self, title: Words, column: int) -> Iterator[_Line]:
        """A title, in bold."""
        for text in wrap_text(title.within(self.language), _width(column) - 2 * PADDING, LARGE, bold=True):
            yield _Line(text, LARGE, _INK, ' font-weight="bold"')

    def note(self, words: Words, column: int, colour: str) -> Iterator[_Line]:
        """What is said below a title, in small letters."""
        for text in wrap_text(words.within(self.language), _width(column) - 2 * PADDING, SMALL):
            yield _Line(text, SMALL, colour)


def _width(column: int) -> int:
    return WIDTHS[min(column, len(WIDTHS) - 1)]


def _left(column: int) -> int:
    return MARGIN + sum(_width(before) + BETWEEN_COLUMNS for before in range(column))


def _draw(box: _Box, top: float) -> Iterator[str]:
    """The box in the middle of the room it takes, then what hangs on it with the lines that lead there."""
    left, upper = _left(box.column), top + (box.room - box.height) / 2
    yield from _frame(box, left, upper)
    edge, middle = left + box.width, upper + box.height / 2
    start = top + (box.room - _hanging(box.below)) / 2
    for one in box.below:
        yield _connection(edge, middle, start + one.room / 2)
        yield from _draw(one, start)
        start += one.room + BETWEEN_ROWS


def _hanging(boxes: Sequence[_Box]) -> float:
    return fsum(box.room for box in boxes) + BETWEEN_ROWS * max(0, len(boxes) - 1)


def _frame(box: _Box, left: int, upper: float) -> Iterator[str]:
    fill, stroke = box.colours
    dashes = ' stroke-dasharray="6 4"' if box.dashed else ""
    yield (
        f'<rect x="{left}" y="{_px(upper)}" width="{box.width}" height="{_px(box.height)}" rx="6"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="1.4"{dashes}/>'
    )
    base = upper + PADDING
    for line in box.lines:
        base += line.height
        place = f'x="{left + PADDING}" y="{_px(base - line.height * 0.26)}"'
        yield f'<text {place} font-size="{line.size}" fill="{line.colour}"{line.style}>{escape(line.text)}</text>'


def _connection(edge: int, start: float, end: float) -> str:
    turn, last = edge + BETWEEN_COLUMNS // 2, edge + BETWEEN_COLUMNS
    path = f"M{edge} {_px(start)} H{turn} V{_px(end)} H{last}"
    return f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="1.2"/>'


def _legend(middle: float, language: str) -> Iterator[str]:
    """What colours and dashes mean, at the foot."""
    signs = (("measured", _MEASURED, ""), ("judged", _JUDGED, ""), ("conditional", ("#ffffff", _LINE), "4 3"))
    for index, (key, (fill, stroke), dashes) in enumerate(signs):
        left = MARGIN + index * LEGEND_WIDTH
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield (
            f'<rect x="{left}" y="{_px(middle - 7)}" width="20" height="14" rx="3"'
            f' fill="{fill}" stroke="{stroke}"{dashed}/>'
        )
        yield (
            f'<text x="{left + 28}" y="{_px(middle + 4)}" font-size="{SMALL - 1}" fill="{_PALE}">'
            f"{escape(phrase(f'picture.{key}', language))}</text>"
        )


def _px(length: float) -> str:
    """A length in pixels with at most one decimal."""
    return f"{length:.1f}".removesuffix(".0")
