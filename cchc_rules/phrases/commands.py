"""Words of the room `commands`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
