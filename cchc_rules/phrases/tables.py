"""Words of the room `tables`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
