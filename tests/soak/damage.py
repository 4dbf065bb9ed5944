"""Random damage to trees of plain data: values put in the place of others, taken out, doubled, nested."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

ODD = (
    None, True, False, 0, -1, 1.5, 10**20, 1e300, "", " ", "x", "true", "2022-02-30", "\u200b", "\ud800", [], {}, [[]],
    {"value": 1}, {"value": None, "by": "x"}, [None], {"": ""}, "[" * 50,
)  # fmt: skip


def damage(tree: Any, rng: Random) -> Any:
    """The tree with one to three places changed; the tree itself stays as it is."""
    tree = deepcopy(tree)
    for _ in range(rng.randint(1, 3)):
        places = list(_places(tree))
        holder, key = rng.choice(places)
        match rng.randrange(4):
            case 0 if isinstance(holder, dict):
                holder[rng.choice(("x", "id", "value", str(key)[:-1]))] = holder.pop(key)
            case 1:
                del holder[key]
            case 2:
                other, place = rng.choice(list(_places(tree)) or [(holder, key)])
                value = deepcopy(other[place])
                if isinstance(holder, dict) or len(holder) > key:
                    holder[key] = value
            case _:
                holder[key] = deepcopy(rng.choice(ODD))  # the next damage may fall into it
        if not list(_places(tree)):
            break
    return tree


def _places(tree: Any) -> Any:
    """Every holder and key below the top."""
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])
