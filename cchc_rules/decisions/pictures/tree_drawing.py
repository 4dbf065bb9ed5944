"""Trees of boxes as SVG: no script, no style, no font or image from elsewhere. Equal trees give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import fsum
from typing import Final

# Every length is in pixels. They are added with fsum: sum rounds otherwise from Python 3.12 on, and a picture has the
# same bytes everywhere.
MARGIN: Final = 16
PADDING: Final = 10
BETWEEN_ROWS: Final = 10
BETWEEN_COLUMNS: Final = 56
INDENT: Final = 30
MARK_ROOM: Final = 26
"""What the round mark of an outcome takes of the width of a box."""

LARGE: Final = 13
SMALL: Final = 11
LEADING: Final = 1.35

INK: Final = "#1b2733"
PALE: Final = "#51606e"
LINE: Final = "#8795a3"
ACCENT: Final = "#7a2e5d"
FONTS: Final = "Arial, 'Liberation Sans', 'Noto Sans', sans-serif"

_MARK_RADIUS: Final = 9
_STROKES: Final = {
    "tick": "M-4.5 0.5 L-1.3 3.8 L4.8 -3.6",
    "cross": "M-3.6 -3.6 L3.6 3.6 M3.6 -3.6 L-3.6 3.6",
    "bar": "M-4.5 0 H4.5",
    "question": "M-2.9 -2.2 A2.9 2.9 0 1 1 0.7 0.5 Q0 1 0 2 M0 4.6 V4.7",
    "hourglass": "M-3.4 -4.2 H3.4 L-3.4 4.2 H3.4 Z",
}
"""The marks as strokes about their middle: drawn, for not every font has signs."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in a box."""

    text: str
    size: int
    colour: str
    style: str = ""

    @property
    def height(self) -> float:
        """What it takes of the height of a box."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class TreeBox:
    """A box with its lines and the boxes that hang on it.

    ``colours`` are those of its ground and its edge, ``dashes`` how the edge is broken, ``mark`` one of the drawn signs
    before the text.
    """

    lines: tuple[TextLine, ...]
    colours: tuple[str, str]
    width: int
    dashes: str = ""
    below: tuple[TreeBox, ...] = ()
    mark: str = ""

    @property
    def height(self) -> float:
        """The height of the box alone."""
        return fsum(line.height for line in self.lines) + 2 * PADDING

    @property
    def room(self) -> float:
        """The height it takes up together with what hangs on it at its right. Cost: the boxes below it."""
        return max(self.height, _hanging(self.below))

    @property
    def depth(self) -> int:
        """How many columns it takes up."""
        return 1 + max((box.depth for box in self.below), default=0)


def write_picture(width: float, height: float, title: str, parts: Iterable[str], *, said: str = "") -> str:
    """The text of an SVG file with a title, and what tools that read it aloud say of the rest."""
    size = f'width="{px(width)}" height="{px(height)}"'
    named = f' aria-label="{escape(title)}"' if said else ""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}'
            f' viewBox="0 0 {px(width)} {px(height)}" role="img"{named} font-family="{FONTS}">',
            f"<title>{escape(title)}</title>",
            *((f"<desc>{escape(said)}</desc>",) if said else ()),
            f'<rect {size} fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        )
    )


def draw_across(box: TreeBox, left: float, top: float) -> Iterator[str]:
    """The box in the middle of the room it takes, then at its right what hangs on it with the lines that lead there."""
    upper = top + (box.room - box.height) / 2
    yield from draw_box(box, left, upper)
    edge, middle = left + box.width, upper + box.height / 2
    start = top + (box.room - _hanging(box.below)) / 2
    for one in box.below:
        turn, last = edge + BETWEEN_COLUMNS // 2, edge + BETWEEN_COLUMNS
        yield _connect(f"M{px(edge)} {px(middle)} H{px(turn)} V{px(start + one.room / 2)} H{px(last)}")
        yield from draw_across(one, last, start)
        start += one.room + BETWEEN_ROWS


def draw_down(box: TreeBox, left: float, top: float) -> Iterator[str]:
    """The box, then below it what hangs on it, further in each: for paper and narrow screens."""
    yield from draw_box(box, left, top)
    trunk, start = left + INDENT / 2, top + box.height
    for one in box.below:
        upper = start + BETWEEN_ROWS
        middle = upper + one.height / 2
        yield _connect(f"M{px(trunk)} {px(top + box.height)} V{px(middle)} H{px(left + INDENT)}")
        yield from draw_down(one, left + INDENT, upper)
        start = upper + measure_down(one)


def measure_down(box: TreeBox) -> float:
    """The height of a box with all that is drawn below it."""
    return fsum((box.height, *(BETWEEN_ROWS + measure_down(one) for one in box.below)))


def draw_box(box: TreeBox, left: float, upper: float) -> Iterator[str]:
    """A box with its mark and its lines."""
    fill, stroke = box.colours
    dashes = f' stroke-dasharray="{box.dashes}"' if box.dashes else ""
    yield (
        f'<rect x="{px(left)}" y="{px(upper)}" width="{box.width}" height="{px(box.height)}" rx="6"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="1.4"{dashes}/>'
    )
    start = left + PADDING
    if box.mark:
        yield from draw_mark(box.mark, stroke, start + _MARK_RADIUS, upper + PADDING + _MARK_RADIUS)
        start += MARK_ROOM
    base = upper + PADDING
    for line in box.lines:
        base += line.height
        place = f'x="{px(start)}" y="{px(base - line.height * 0.26)}"'
        yield f'<text {place} font-size="{line.size}" fill="{line.colour}"{line.style}>{escape(line.text)}</text>'


def draw_mark(mark: str, colour: str, across: float, down: float) -> Iterator[str]:
    """A round sign about its middle."""
    yield f'<circle cx="{px(across)}" cy="{px(down)}" r="{_MARK_RADIUS}" fill="{colour}"/>'
    yield (
        f'<path d="{_STROKES[mark]}" transform="translate({px(across)} {px(down)})" fill="none" stroke="#ffffff"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _connect(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.2"/>'


def _hanging(boxes: Sequence[TreeBox]) -> float:
    return fsum(box.room for box in boxes) + BETWEEN_ROWS * max(0, len(boxes) - 1)


def px(length: float) -> str:
    """A length in pixels with at most one decimal."""
    return f"{length:.1f}".removesuffix(".0")
