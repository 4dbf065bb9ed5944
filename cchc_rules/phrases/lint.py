"""Words of the room `lint`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
