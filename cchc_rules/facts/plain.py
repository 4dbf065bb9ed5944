"""What is surely read as it stands: the one proof every fast road rests on.

The patterns are written so that Python's `re` and the automaton of Polars read them alike: classes, runs, alternatives.
INVARIANT: whatever `is_plain` accepts, the parser takes as text, as an id and as a name, unchanged; and two plain texts
name one candidate only when they are equal in lower case.
"""

from __future__ import annotations

import re
from typing import Final

_LETTERS: Final = "À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
# Vietnamese letters in one piece each: NFC leaves them alone, and their lower case is their case folding. `µ ¶ Ö ø ñ`
# and the like are not among them: TCVN3 and VNI texts consist of such.
_MARK: Final = f"!-~{_LETTERS}"
_WORD: Final = f"[{_MARK}]"
_WORD_WITHOUT_COLON: Final = f"[!-9;-~{_LETTERS}]"

PLAIN_TEXT: Final = (
    f"^(?:[0-9A-DF-Za-df-z{_LETTERS}]{_WORD}*(?: {_WORD}+)*|[eE]{_WORD_WITHOUT_COLON}*(?: {_WORD_WITHOUT_COLON}+)*)$"
)
"""Words of ASCII and Vietnamese letters, one space between: neither a lone dash nor an error cell (``Err:502``)."""

OLD_FONT_PAIR: Final = "[AEOUYaeouyÔô][Ùù]"
"""The one pair of plain letters that the old encoding VNI writes for another (``aù`` for ``á``): none in plain text."""

OWN_IDENTITY: Final = r"^[0-9a-z][0-9a-z._/-]*(?: [0-9a-z._/-]+)*$"
"""What is its own identity: plain, and nothing in it has another case. Most ids are."""

_PLAIN: Final = re.compile(PLAIN_TEXT.removesuffix("$") + r"\Z")  # `$` of Python lets a line end stand behind it
_PAIR: Final = re.compile(OLD_FONT_PAIR)


def is_plain(text: str) -> bool:
    """Whether a text is surely read as it stands. Cost: under a microsecond for a name."""
    if text.isascii():
        return text.isalnum() or _PLAIN.match(text) is not None  # an error cell has a sign in it
    return _PLAIN.match(text) is not None and not _PAIR.search(text)
