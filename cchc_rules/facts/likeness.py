"""Which option a word looks like that is spelt another way: abbreviated, numbered in roman figures, or in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from cchc_rules.text import LONGEST_WORD, skeleton

LONGEST_ABBREVIATION: Final = 6
"""Letters of the longest run of initials, such as TPHCM."""
_TOKEN: Final = re.compile("[a-z]+|[0-9]+")
_ROMAN: Final = re.compile("(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS: Final = MappingProxyType({"i": 1, "v": 5, "x": 10, "l": 50})
_UNITS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "district": (("quan",), ("huyen",)),
        "ward": (("phuong",),),
        "commune": (("xa",),),
        "city": (("thanh", "pho"),),
        "town": (("thi", "xa"), ("thi", "tran")),
        "province": (("tinh",),),
    }
)
"""What English calls the units that places are named by, which Vietnamese puts first."""

Tokens = tuple[str, ...]


class Likeness:
    """The options of a choice, to be held against words that are none of them. What a word is like is remembered."""

    def __init__(self, options: Iterable[str]) -> None:
        self._options = [(option, list(_list_forms(option))) for option in options]
        self._found: dict[str, str | None] = {}

    def find(self, word: str) -> str | None:
        """The first option that the word may be, written another way, as `Q. 12` and `District 12` are of `Quận 12`.

        None where there is none; for remarks only, never to match. Cost: some microseconds an option, once a word.
        """
        if word not in self._found:
            forms = list(_list_forms(word)) if len(word) <= LONGEST_WORD else []
            like = (option for option, own in self._options if any(_are_alike(a, b) for a in forms for b in own))
            self._found[word] = next(like, None)
        return self._found[word]


def _list_forms(text: str) -> Iterator[Tokens]:
    """The words and numbers of a text; where it names a unit in English, also with the Vietnamese word in front.

    A lone letter says too little to be held against anything.
    """
    tokens = tuple(_TOKEN.findall(skeleton(text)))
    if len(tokens) == 1 and len(tokens[0]) == 1:
        return
    yield tokens
    for place, token in enumerate(tokens):
        rest = tokens[:place] + tokens[place + 1 :]
        yield from ((*unit, *rest) for unit in _UNITS.get(token, ()))


def _are_alike(one: Tokens, other: Tokens) -> bool:
    """Whether each word of either is the other's, its number, or the initials of the words that follow there."""
    if not one or not other:
        return not one and not other
    if one[0] == other[0]:  # a word that is there is no abbreviation: Xã Sơn is not Xã An Sơn
        return _are_alike(one[1:], other[1:])
    if _is_same_number(one[0], other[0]) and _are_alike(one[1:], other[1:]):
        return True
    return any(
        _abbreviates(short[0], long) and _are_alike(short[1:], long[len(short[0]) :])
        for short, long in ((one, other), (other, one))
    )


def _abbreviates(letters: str, words: Tokens) -> bool:
    if not letters.isalpha() or len(letters) > min(len(words), LONGEST_ABBREVIATION):
        return False
    return all(word[0] == letter for letter, word in zip(letters, words, strict=False))


def _is_same_number(one: str, other: str) -> bool:
    if not (one.isdecimal() or other.isdecimal()):
        return False
    numbers = [_read_number(token) for token in (one, other)]
    return numbers[0] is not None and numbers[0] == numbers[1]


def _read_number(token: str) -> str | None:
    """The digits of a number without zeros in front; of a roman one those of its value; None of another word."""
    if token.isdecimal():
        return token.lstrip("0")
    if not _ROMAN.fullmatch(token):
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in token]
    pairs = zip(digits, (*digits[1:], 0), strict=True)
    return str(sum(-digit if digit < following else digit for digit, following in pairs))
