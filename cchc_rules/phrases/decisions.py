"""Words of the room `decisions`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
