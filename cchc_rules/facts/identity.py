"""What an id is, what two ids or keys are compared by, which ids stand twice: one rule for every door.

Two ids are one when they differ only in case, outer or doubled spaces, or the way their accents are encoded; the whole
number 7 and the text ``7`` are one as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from cchc_rules.facts.faults import Fault, unreadable, wrong_type
from cchc_rules.facts.scalars import readable
from cchc_rules.facts.vietnamese import DASHES, read_stated
from cchc_rules.text import LOOKALIKES, fold_case, invisible, nearest, normalise, show_value
from cchc_rules.values import Value

LONGEST_ID: Final = 256
"""The most characters of an id, and of the key of a list member: longer text is a paragraph, not a name."""

_ALIKE: Final = str.maketrans("oil", "011")
"""Letters and digits that fonts and scanners confuse: O and 0, I and l and 1 (case is left out before)."""

_LEADING_ZEROS: Final = re.compile("(?<![0-9])0+(?=[0-9])")

_LONGEST_WHOLE: Final = 200
"""Bits of a whole number that may be an id (60 digits): its text must not cost seconds."""


def label_text(raw: object) -> str | None:
    """The text of what may be an id or a name: text itself, a whole number as its digits; None for anything else."""
    if isinstance(raw, str):
        return str.__str__(raw)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    is_whole = isinstance(raw, int) and not isinstance(raw, bool) and raw.bit_length() <= _LONGEST_WHOLE
    return str(raw) if is_whole else None


def label(raw: object) -> str | None:
    """An id or a name as the cells of a file give it; None when nothing is said, or nothing that could be one."""
    text = label_text(raw)
    clean = normalise(text) if text is not None else ""
    return None if not clean or clean in DASHES else clean


def read_id(raw: object) -> str | None:
    """The id that is stated, None for none; raises `Fault` for what can be no id."""
    text = label_text(raw)
    if text is None:
        if raw is None:
            return None
        raise wrong_type("id", raw)
    if (id := read_stated(text)) is None:
        return None
    if len(id) > LONGEST_ID:
        raise Fault("value-too-long", value=show_value(id), most=LONGEST_ID)
    if invisible(id):
        raise unreadable("text", id)
    return id


def read_name(raw: object) -> str | None:
    """The name that is stated, None for none; raises `Fault` for what can be no name."""
    text = label_text(raw)
    if text is None and raw is not None:
        raise wrong_type("name", raw)
    return None if text is None else readable(text)


def identify(id: str | None) -> str | None:
    """What an id is compared by; None for no id."""
    if id is None:
        return None
    return (id.lower() if id.isascii() and id.isalnum() else fold_case(id)) or None


def blur_id(id: str) -> str:
    """What an id is once all is left out that people mistype: case, spaces, hyphens, leading zeros, look-alike letters.

    ``NV-07``, ``nv 7``, ``NVO7`` and ``NV7`` with a Cyrillic ``N`` are alike under it. Never to match by, only to ask.
    """
    plain = unicodedata.normalize("NFKC", normalise(id)).translate(LOOKALIKES).casefold().translate(_ALIKE)
    letters = (one for one in plain if not one.isspace() and unicodedata.category(one) != "Pd" and one != "−")
    return _LEADING_ZEROS.sub("", "".join(letters))


def is_near(id: str, other: str) -> bool:
    """Whether one of two different ids may be the other mistyped; two running numbers never are."""
    are_numbers = id.strip().isdecimal() and other.strip().isdecimal()
    return not are_numbers and identify(id) != identify(other) and blur_id(id) == blur_id(other)


def identify_key(key: Value) -> Value:
    """What the key of a list member is compared by: text folded, anything else itself."""
    return fold_case(key) if isinstance(key, str) else key


def nearest_id(id: str, ids: Iterable[str]) -> str | None:
    """The id spelt most like another, for a suggestion; None among running numbers, where the next one is as near."""
    digits = re.findall("[0-9]+", id)
    return nearest(id, [one for one in ids if re.findall("[0-9]+", one) == digits])


def count_ids(ids: Iterable[str | None]) -> Counter[str]:
    """How often each identity stands; what is no id counts for nothing."""
    return Counter(identity for id in ids if (identity := identify(id)) is not None)
