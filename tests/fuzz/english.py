"""Sentences of English on the way out of a run that speaks Vietnamese: whatever the catalogue does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FUNCTION_WORDS = (
    "the|is|are|was|were|been|being|of|not|cannot|isn't|doesn't|must|should|could|would|will|and|or|nor|but|if|when|"
    "while|where|which|who|whose|that|this|these|those|there|with|without|for|into|onto|upon|about|"
    "before|after|between|has|have|had|does|did|got|such|found|expected|invalid|unable|failed|missing|"
    "unknown|error|try|see|use|please|allowed|required|default|database|disk|locked|usage"
)
"""What English sentences do not do without, or SQLite and click like to say; none is a word of Vietnamese."""

_WORD = re.compile(rf"(?<![\w./\\-])(?:{_FUNCTION_WORDS})(?![\w/\\-]|\.\w)", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|“[^”]*”|https?://\S+")
_EXCERPT = re.compile(r"\s*\d*\s*\|")
"""A line of a file as it stands there, and the caret below it."""
_SHORTEST = 4
"""Characters of what the user wrote that is known again."""


def find_english(said: str, written: Iterable[str] = ()) -> list[str]:
    """The lines with such words outside of quotes and of what the user wrote, which may be in any language."""
    own = re.compile(
        "|".join(map(re.escape, sorted((one for one in written if len(one) >= _SHORTEST), key=len, reverse=True)))
        or r"(?!)"
    )
    lines = (line for line in said.split("\n") if not _EXCERPT.match(line))
    return [line for line in lines if _WORD.search(_QUOTED.sub("", own.sub("", line)))]
