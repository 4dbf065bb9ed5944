"""Python source under construction: a module of functions, the names they use, and the constants they reach.

INVARIANT: no text of a ruleset enters the source except fact names (``[a-z][a-z0-9_]*``); every string, date and set is
a named constant of the namespace. Names: ``v3`` slot 3 of the candidate, ``m1_0`` field 0 of the member bound in loop
1, ``o2`` an outcome, ``t4`` a temporary, ``f5`` a function, ``K6`` a constant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeVar, cast

_NAME: Final = re.compile(r"\b(?:v\d+|m\d+_\d+|t\d+|as_of)\b", re.ASCII)
_STEP: Final = "    "

R = TypeVar("R")


@dataclass(slots=True)
class Module:
    """The functions written so far and the namespace they run in."""

    functions: list[str] = field(default_factory=list)
    namespace: dict[str, Any] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)

    def fresh(self, prefix: str) -> str:
        """A name not used before in this module."""
        return f"{prefix}{next(self.numbers)}"

    def constant(self, value: object) -> str:
        """The name of a constant."""
        name = self.fresh("K")
        self.namespace[name] = value
        return name

    def function(self, name: str, parameters: Iterable[str], lines: Iterable[str]) -> None:
        """Adds a function."""
        body = "".join(f"{_STEP}{line}\n" for line in lines)
        self.functions.append(f"def {name}({', '.join(parameters)}):\n{body}")

    @property
    def source(self) -> str:
        """The whole module as Python source."""
        return "\n".join(self.functions)

    def run(self) -> dict[str, Any]:
        """The namespace after running the source. Cost: milliseconds."""
        exec(compile(self.source, "<cchc_rules direct engine>", "exec"), self.namespace)
        return self.namespace


@dataclass(slots=True)
class Writer:
    """The body of one function: its lines, its own names, and what it already worked out (``known``)."""

    module: Module
    outer: Writer | None = None
    item: str = ""
    member: str = ""
    lines: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    known: dict[object, Any] = field(default_factory=dict)

    @property
    def root(self) -> Writer:
        """The function over the candidate, where definitions are worked out."""
        return self if self.outer is None else self.outer.root

    def inside(self, item: str) -> Writer:
        """The body of a loop over a list, with ``item`` bound to its members."""
        return Writer(self.module, self, item, self.module.fresh("m"))

    def binding(self, item: str) -> Writer:
        """The loop body that binds ``item``."""
        if self.item == item:
            return self
        assert self.outer is not None
        return self.outer.binding(item)

    def home(self, items: set[str]) -> Writer:
        """The outermost body in which all ``items`` are bound: work done there is not repeated for each member."""
        return self if self.outer is None or self.item in items else self.outer.home(items)

    def once(self, key: object, work: Callable[[], R]) -> R:
        """The result of ``work``, done at most once in this body for ``key``."""
        if key not in self.known:
            self.known[key] = work()
        return cast(R, self.known[key])

    def temporary(self) -> str:
        """A fresh local name."""
        name = self.module.fresh("t")
        self.names.add(name)
        return name

    def local(self, expression: str) -> str:
        """A fresh local holding the value of ``expression``."""
        name = self.temporary()
        self.lines.append(f"{name} = {expression}")
        return name

    def field(self, slot: int) -> str:
        """The local of a field of this body's member."""
        return f"{self.member}_{slot}"


def free_names(lines: Iterable[str], own: set[str]) -> list[str]:
    """The names the lines read that are not their own, each once, in order of appearance."""
    found = (name for line in lines for name in _NAME.findall(line))
    return [name for name in dict.fromkeys(found) if name not in own]


def indent(lines: Iterable[str]) -> list[str]:
    """The lines one step deeper."""
    return [_STEP + line for line in lines]
