"""Words of the room `language`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {}
