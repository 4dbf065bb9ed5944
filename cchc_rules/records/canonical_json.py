"""Canonical JSON of records in a store (RFC 8785), numbers as text: another language computes the same bytes from it.

The RFC leaves numbers to the shortest text of a double, which is where programs differ; so there are none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeAlias

Content: TypeAlias = "Mapping[str, Content] | list[Content] | str | bool | None"
"""What a canonical document is made of: no number."""


def write_canonical(content: Content) -> str:
    """The one text of a document: no spaces, keys in the order of their UTF-16 code units. Cost: a copy."""
    return json.dumps(_order(content), ensure_ascii=False, separators=(",", ":"))


def digest(content: Content) -> str:
    """The SHA-256 of the canonical text in UTF-8, in hex."""
    return sha256(write_canonical(content).encode()).hexdigest()


def _order(content: Content) -> Any:
    if isinstance(content, Mapping):
        return {key: _order(content[key]) for key in sorted(content, key=lambda key: key.encode("utf-16-be"))}
    return [_order(one) for one in content] if isinstance(content, list) else content
