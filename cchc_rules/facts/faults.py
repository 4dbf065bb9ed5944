"""One value that cannot be read, before it has a place; and how a value is shown to the person who gave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cchc_rules.problems import CchcError
from cchc_rules.text import Spellings, Suggestion, invisible, legacy_encoding, lookalike, show_value

MOST_OFFERED: Final = 20


class Fault(CchcError):
    """Why one value cannot be read. Never leaves this room: whoever knows the place makes a problem of it.

    What could have been meant for ``word`` is suggested from ``options``.
    """

    def __init__(
        self, code: str, variant: str = "", *, word: str = "", options: Spellings | None = None, **fields: object
    ) -> None:
        super().__init__(code, variant)
        self.code = code
        self.variant = variant
        self.fields: Mapping[str, object] = fields
        if options is not None:
            self.fields = {**fields, "nearest": Suggestion(word, options)}


def wrong_type(kind: str, value: object) -> Fault:
    """The fault of a value of a kind that could never be meant: a list for a number, a number for a date."""
    return Fault("wrong-type", kind, value=show_value(value))


def unreadable(kind: str, text: str, *, code: str = "unreadable-value", **fields: Any) -> Fault:
    """The fault of text that says nothing the fact knows; names the misleading character when there is one."""
    odd = oddity(text)
    variant, character = odd if odd else (kind, "")
    return Fault(code, variant, value=show_value(text), odd=character, **fields)


def oddity(text: str) -> tuple[str, str] | None:
    """What may mislead the eye: (``invisible``, ``encoding`` or ``lookalike``; the character or the encoding)."""
    if found := invisible(text):
        return "invisible", found
    if found := legacy_encoding(text):
        return "encoding", found
    if found := lookalike(text):
        return "lookalike", f"{found} (U+{ord(found):04X})"
    return None


def list_offers(options: Iterable[str]) -> str:
    """The options in a row for a message; of more than 20 the first ones."""
    listed = list(options)
    return ", ".join(listed[:MOST_OFFERED]) + (", …" if len(listed) > MOST_OFFERED else "")
