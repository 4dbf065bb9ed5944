"""A budget of bytes for what is remembered: past it everything is forgotten and remembered anew."""

from __future__ import annotations

from sys import getsizeof
from typing import Any, Final, TypeVar

MOST_BYTES: Final = 64_000_000
"""What the decisions of one program may remember together, about; `Memory.limit` sets another."""

ENTRY: Final = 300
"""Bytes of an entry beside what it holds: a slot of a dict (104, half of them empty) and its key of a few values."""

Key = TypeVar("Key")
Entry = TypeVar("Entry")


class Budget:
    """Counts the bytes kept in some caches; ``most`` may be set at any time, 0 keeps nothing."""

    __slots__ = ("_caches", "_spent", "most")

    def __init__(self, most: int = 0) -> None:
        self.most = most
        self._caches: list[dict[Any, Any]] = []
        self._spent = 0

    def open_cache(self) -> dict[Any, Any]:
        """An empty cache that counts."""
        cache: dict[Any, Any] = {}
        self._caches.append(cache)
        return cache

    def keep(self, cache: dict[Key, Entry], key: Key, entry: Entry, size: int) -> None:
        """Keeps an entry of about ``size`` bytes. Where it does not fit any more, all caches start again.

        Cost: constant, but for the clearing. Threads may count an entry twice; then less is kept, never more for long.
        """
        size += ENTRY + (sum(map(getsizeof, key)) if isinstance(key, tuple) else getsizeof(key))
        if self._spent + size > self.most:
            for one in self._caches:
                one.clear()
            self._spent = 0
            if size > self.most:
                return
        cache[key] = entry
        self._spent += size
