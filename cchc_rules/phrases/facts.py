"""Words of the room `facts`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
