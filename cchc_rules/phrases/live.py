"""Words of the room `live`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
