"""In which order things that read one another by name are to be looked at, and the circles they may stand on."""

from __future__ import annotations

from collections.abc import Mapping


def order_by_reads(reads: Mapping[str, set[str]]) -> tuple[list[str], dict[str, str]]:
    """The names so that each comes after those it reads, and each name on a circle with the way back to itself.

    Names on a circle, and those that read them, are left out of the order.
    """
    order: list[str] = []
    waiting = {name: needs & reads.keys() for name, needs in reads.items()}
    while waiting:
        done = set(order)
        ready = [name for name, needs in waiting.items() if needs <= done]
        if not ready:
            break
        order.extend(ready)
        waiting = {name: needs for name, needs in waiting.items() if name not in ready}
    on_circle = [name for name in waiting if name in _reach(name, waiting)]
    return order, {name: " → ".join([*_circle(name, waiting), name]) for name in on_circle}


def _reach(start: str, reads: Mapping[str, set[str]]) -> set[str]:
    """Everything that ``start`` reads, near or far."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in reads.get(waiting.pop(), set()) - found:
            found.add(name)
            waiting.append(name)
    return found


def _circle(start: str, reads: Mapping[str, set[str]]) -> list[str]:
    """A way from a name back to itself, without its end."""
    trail = [start]
    while True:
        step = min(one for one in reads[trail[-1]] if one in reads and start in _reach(one, reads) | {one})
        if step == start or step in trail:
            return trail
        trail.append(step)
