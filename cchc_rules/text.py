"""Text as people type it: one canonical form, one to compare by, the nearest spelling, characters that mislead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final

NEAR: Final = 0.6
"""How alike two words must be (difflib ratio, marks and case left out) before one is suggested for the other."""

LONGEST_SHOWN: Final = 80
"""The most characters of a value that a message shows."""

LONGEST_WORD: Final = 256
"""Longer text gets no suggestion: comparing costs the product of the lengths."""

MOST_WORDS_REMEMBERED: Final = 4096
"""How many words `Spellings` remembers the nearest of: a column of old ward names has some hundreds."""

NEGATIONS: Final = frozenset(("khong", "chua", "chang", "not", "no", "never"))
"""Words that turn the meaning round, as `skeleton` has them."""

LOOKALIKES: Final = str.maketrans(
    "ðÐƉɖаеорсхуіјѕһкАВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι",
    "đĐĐđaeopcxyijshkABEKMHOPCTXYIJSABEZHIKMNOPTYXovi",
)
"""Letters of other alphabets that look like Vietnamese ones, with the letter they look like."""

_FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_TCVN3: Final = re.compile("[A-Za-z][¨ª¬µ¶¸¹¼½¾]|[¨ª¬µ¶¸¹¼½¾][A-Za-z]|[©®«»·][a-z]|[a-z][ÆÇËÎÏÐÑÖØÛÜÞ]")
_VNI: Final = re.compile("[aeouyôöAEOUYÔÖ][øùûïäåëüØÙÛÏÄÅËÜ]")


def normalise(text: str) -> str:
    """The text in NFC with every run of spaces, odd ones and line ends included, as one space, and none at the ends.

    Normalising twice changes nothing more. Case, marks and invisible characters stay: they are never guessed away.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_case(text: str) -> str:
    """The form two spellings are compared by: normalised, case left out. Folding twice changes nothing more."""
    bare = unicodedata.normalize("NFD", normalise(text)).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", bare).casefold())


def skeleton(text: str) -> str:
    """The folded text without marks, look-alike letters read as Latin: for suggestions, never to match."""
    plain = unicodedata.normalize("NFKD", normalise(text).translate(LOOKALIKES))
    letters = (
        character for character in plain if not unicodedata.combining(character) and not _is_invisible(character)
    )
    return "".join(letters).casefold().replace("đ", "d")


def bare_letters(text: str) -> str:
    """The letters and digits of a text without case and marks: words that differ in nothing else are confused."""
    return "".join(filter(str.isalnum, skeleton(text)))


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option spelt most like ``word``, marks counting least, or the one it abbreviates; None when none is near.

    For suggestions only. One with other numbers in it, or with a "not" more or less, means something else and is never
    suggested. Ties go to the option that comes first. Cost: tens of microseconds an option.
    """
    return Spellings(options).nearest(word)


class Spellings:
    """Spellings that could have been meant; ``meanings`` gives for one what is suggested in its place.

    What each distinct word is nearest to is sought once. Cost: the bare form of every spelling when first asked.
    """

    __slots__ = ("_bare", "_found", "_meanings", "_options")

    def __init__(self, options: Iterable[str], meanings: Mapping[str, str] = MappingProxyType({})) -> None:
        self._options, self._meanings = tuple(options), meanings
        self._bare: list[tuple[str, str]] = []
        self._found: dict[str, str | None] = {}

    def nearest(self, word: str) -> str | None:
        """What is suggested for a word, as the function `nearest` has it."""
        if len(word) > LONGEST_WORD:
            return None
        if word not in self._found:
            if len(self._found) >= MOST_WORDS_REMEMBERED:
                self._found.clear()
            if not self._bare:
                self._bare = [(skeleton(one), one) for one in self._options if len(one) <= LONGEST_WORD]
            found = self._most_alike(word) or self._find_abbreviated(word)
            self._found[word] = None if found is None else self._meanings.get(found, found)
        return self._found[word]

    def _most_alike(self, word: str) -> str | None:
        plain_word = skeleton(word)
        bare = SequenceMatcher(None, "", plain_word, autojunk=False)
        marked = SequenceMatcher(None, "", fold_case(word), autojunk=False)
        best: str | None = None
        best_score = (0.0, 0.0)
        for plain, option in self._bare:
            bare.set_seq1(plain)
            if bare.real_quick_ratio() < NEAR or bare.quick_ratio() < NEAR or (ratio := bare.ratio()) < NEAR:
                continue
            marked.set_seq1(fold_case(option))
            if (score := (ratio, marked.ratio())) > best_score and not _means_otherwise(plain, plain_word):
                best, best_score = option, score
        return best

    def _find_abbreviated(self, word: str) -> str | None:
        letters = "".join(filter(str.isalnum, skeleton(word)))
        if len(letters) < 2:
            return None
        meant = [option for plain, option in self._bare if letters == "".join(part[0] for part in plain.split())]
        return meant[0] if len(meant) == 1 else None


def _means_otherwise(one: str, other: str) -> bool:
    """Whether two bare texts name other numbers, or one says "not" once more, or more than the other's one word."""
    numbers = [re.findall("[0-9]+", bare) for bare in (one, other)]
    negations = [sum(word in NEGATIONS for word in bare.split()) for bare in (one, other)]
    lengths = [len(bare.split()) for bare in (one, other)]
    # One word more beside a single one is another answer: "không rõ" is not "không".
    longer = min(lengths) == 1 and lengths[0] != lengths[1]
    return longer or negations[0] != negations[1] or (all(numbers) and numbers[0] != numbers[1])


class Suggestion:
    """The spelling nearest to a word, sought when it is read; false when none is near. Pickled as plain text."""

    __slots__ = ("_among", "_word")

    def __init__(self, word: str, among: Spellings) -> None:
        self._word, self._among = word, among

    def __str__(self) -> str:
        return self._among.nearest(self._word) or ""

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __bool__(self) -> bool:
        return bool(str(self))

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Suggestion) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return repr(str(self))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


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
        _escape(character) if _is_invisible(character) else character for character in " ".join(short.split())
    )
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def show_value(value: object) -> str:
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
