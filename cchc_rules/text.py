"""Text as people type it: one canonical form, one to compare by, the nearest spelling, characters that mislead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

NEAR: Final = 0.6
"""How alike two words must be (difflib ratio, marks and case left out) before one is suggested for the other."""

LONGEST_SHOWN: Final = 80
"""The most characters of a value that a message shows."""

LONGEST_WORD: Final = 256
"""Longer text gets no suggestion: comparing costs the product of the lengths."""

LOOKALIKES: Final = str.maketrans(
    "ðÐƉɖаеорсхуіјѕһкАВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι",
    "đĐĐđaeopcxyijshkABEKMHOPCTXYIJSABEZHIKMNOPTYXovi",
)
"""Letters of other alphabets that look like Vietnamese ones, with the letter they look like."""

_FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_TCVN3: Final = re.compile("[A-Za-z][¨ª¬µ¶¸¹¼½¾]|[¨ª¬µ¶¸¹¼½¾][A-Za-z]|[©®«»·][a-z]|[a-z][ÆÇËÎÏÐÑÖØÛÜÞ]")
_VNI: Final = re.compile("[aeouyôöAEOUYÔÖ][øùûïäåëüØÙÛÏÄÅËÜ]")


def normalised(text: str) -> str:
    """The text in NFC with every run of spaces, odd ones and line ends included, as one space, and none at the ends.

    Normalising twice changes nothing more. Case, marks and invisible characters stay: they are never guessed away.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """The form two spellings are compared by: normalised, case left out. Folding twice changes nothing more."""
    bare = unicodedata.normalize("NFD", normalised(text)).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", bare).casefold())


def skeleton(text: str) -> str:
    """The folded text without marks, look-alike letters read as Latin: for suggestions, never to match."""
    plain = unicodedata.normalize("NFKD", normalised(text).translate(LOOKALIKES))
    letters = (
        character for character in plain if not unicodedata.combining(character) and not _is_invisible(character)
    )
    return "".join(letters).casefold().replace("đ", "d")


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option spelt most like ``word``, marks counting least, or the one it abbreviates; None when none is near.

    For suggestions only. Ties go to the option that comes first. Cost: tens of microseconds an option.
    """
    if len(word) > LONGEST_WORD:
        return None
    offered = [option for option in options if len(option) <= LONGEST_WORD]
    return _most_alike(word, offered) or _abbreviated(word, offered)


def _most_alike(word: str, options: list[str]) -> str | None:
    bare = SequenceMatcher(None, "", skeleton(word), autojunk=False)
    marked = SequenceMatcher(None, "", folded(word), autojunk=False)
    best: str | None = None
    best_score = (0.0, 0.0)
    for option in options:
        bare.set_seq1(skeleton(option))
        if bare.real_quick_ratio() < NEAR or bare.quick_ratio() < NEAR or (ratio := bare.ratio()) < NEAR:
            continue
        marked.set_seq1(folded(option))
        if (score := (ratio, marked.ratio())) > best_score:
            best, best_score = option, score
    return best


def _abbreviated(word: str, options: list[str]) -> str | None:
    letters = "".join(filter(str.isalnum, skeleton(word)))
    if len(letters) < 2:
        return None
    meant = [option for option in options if letters == "".join(part[0] for part in skeleton(option).split())]
    return meant[0] if len(meant) == 1 else None


def invisible(text: str) -> str | None:
    """The first character that does not show (zero-width, control, filler), as ``U+200B``; None when all show.

    Spaces and line ends are not counted: normalising deals with them.
    """
    if text.isascii() and text.isprintable():
        return None
    return next((f"U+{ord(character):04X}" for character in text if _is_invisible(character)), None)


def _is_invisible(character: str) -> bool:
    if character.isprintable():
        return character in _FILLERS or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return not character.isspace()


def lookalike(text: str) -> str | None:
    """The first character that only looks like another (Cyrillic ``К``, Icelandic ``ð``, wide ``１``), or None."""
    return None if text.isascii() else next(filter(_is_lookalike, text), None)


def _is_lookalike(character: str) -> bool:
    if character.isascii() or character.isspace():
        return False
    return ord(character) in LOOKALIKES or unicodedata.normalize("NFKC", character).isascii()


def legacy_encoding(text: str, *, least: int = 1) -> str | None:
    """``TCVN3`` or ``VNI`` when the text was typed in that old font encoding, judged by ``least`` impossible pairs.

    Such text is all letters, yet no Vietnamese: ``Hoµn thµnh tèt nhiÖm vô``, ``Hoaøn thaønh``.
    """
    if text.isascii():
        return None
    for encoding, pattern in (("TCVN3", _TCVN3), ("VNI", _VNI)):
        if len(pattern.findall(text)) >= least:
            return encoding
    return None


def visible(text: str, *, longest: int = 80) -> str:
    """The text on one line, invisible characters written as ``\\u200b``, cut to ``longest`` characters."""
    short = text[: longest + 1]
    shown = "".join(
        _escaped(character) if _is_invisible(character) else character for character in " ".join(short.split())
    )
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def shown(value: object) -> str:
    """The value for a message, at most 80 characters; never runs the ``repr`` of foreign objects."""
    match value:
        case str():
            return visible(str.__str__(value), longest=LONGEST_SHOWN)
        case bool() | float() | date() | Decimal() | None:
            return visible(str(value), longest=LONGEST_SHOWN)
        case int():
            return str(value) if value.bit_length() <= 200 else f"{'-' if value < 0 else ''}10…"
        case list() | tuple():
            return "[…]" if value else "[]"
        case Mapping():
            return "{…}"
        case _:
            return f"<{visible(type(value).__name__, longest=LONGEST_SHOWN - 2)}>"
