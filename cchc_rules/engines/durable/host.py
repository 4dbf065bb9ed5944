"""The one place that touches durable_rules: rulesets of plain tests over one flat record, under the safe recipe.

One record with the fixed id ``c`` is asserted, what fires is collected, and the record is retracted. No thread, no
second session, no joins, no events, no timers; consequents only note that they fired. After any error the host is never
used again. What breaks outside this recipe is kept in ``tests/season/test_pitfalls.py``.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from weakref import finalize

from cchc_rules.engines.durable.pairs import Every, Test, count_leaves
from cchc_rules.engines.durable.properties import Leaf, Record
from cchc_rules.problems import CchcError, import_optional

MOST_TESTS: Final = 60
"""The single tests of one ruleset: with 65 that match one record durable_rules gives up (error 303), silently."""

_ANCHOR: Final = "anchor"
_SESSION: Final = "0"


class EngineFailure(CchcError):
    """durable_rules failed or answered nonsense; no decision is given and its host is thrown away."""


class Host:
    """Rulesets over one record. Not thread-safe: whoever shares one holds a lock.

    ``rules`` are the tests by name; they are split over as many rulesets as the limits need. Cost: about a millisecond
    to build for every ten rules, then some 10 µs for every rule that fires.
    """

    def __init__(self, rules: Mapping[int, Test]) -> None:
        self._fired: set[object] = set()
        self._chunks = tuple(_chunks(rules))
        engine = import_optional("durable.engine", extra="live", missing="live.missing")
        native = import_optional("durable_rules_engine", extra="live", missing="live.missing")
        quiet = type("QuietHost", (engine.Host,), {"_run": lambda _: None})
        self._host: Any = quiet()
        self.broken = ""
        with self._watch():
            for number, chunk in enumerate(self._chunks):
                self._host.set_rulesets({f"r{number}": self._ruleset(chunk)})
            self.ask({})  # a state that has fired is what makes releasing it safe
        handles = [(one, one._handle) for one in self._host._ruleset_list]
        self._release = finalize(self, _release_handles, handles, native)

    @property
    def rulesets(self) -> int:
        """Over how many rulesets the rules are split."""
        return len(self._chunks)

    def ask(self, record: Record) -> set[object]:
        """The names of the rules whose tests hold for the record. Raises EngineFailure, after which it is unusable."""
        if self.broken:
            raise EngineFailure(f"this durable_rules host has failed before: {self.broken}")
        found: set[object] = set()
        with self._watch():
            for number, chunk in enumerate(self._chunks):
                part = {name: record[name] for name in chunk.properties if name in record}
                found |= self._assert(f"r{number}", part)
        found.discard(_ANCHOR)
        return found

    def _assert(self, ruleset: str, record: Record) -> set[object]:
        self._fired.clear()
        try:
            state = self._host.assert_fact(ruleset, {**record, "kind": 1, "id": "c"})
            fired = set(self._fired)
        finally:
            self._host.retract_fact(ruleset, {"id": "c"})
        if _ANCHOR not in fired or not isinstance(state, dict) or "exception" in state or fired != self._fired:
            raise EngineFailure(f"durable_rules did not answer for {ruleset}: fired {sorted(map(str, fired))}")
        return fired

    def _ruleset(self, chunk: _Chunk) -> dict[str, Any]:
        """A fresh definition (durable_rules changes it): one rule a test, and one that always fires."""
        rules = {f"t{name}": ({"$and": [{"kind": 1}, _write_test(test)]}, name) for name, test in chunk.rules.items()}
        every = {_ANCHOR: ({"kind": 1}, _ANCHOR), **rules}
        return {rule: {"all": [{"m": when}], "run": self._note(name)} for rule, (when, name) in every.items()}

    def _note(self, name: object) -> Callable[[Any], None]:
        fired = self._fired  # not self: a host must not be part of a circle, or it would be released late

        def run(context: Any) -> None:
            fired.add(name)

        return run

    @contextmanager
    def _watch(self) -> Iterator[None]:
        """Turns what durable_rules raises into EngineFailure, and remembers that the host is broken."""
        try:
            with _ignore_deprecation():
                yield
        except EngineFailure as error:
            self.broken = str(error)
            raise
        except Exception as error:
            self.broken = f"{type(error).__name__}: {error}"
            raise EngineFailure(f"durable_rules failed: {self.broken}") from error
        finally:
            if self.broken and hasattr(self, "_release"):
                self._release.detach()  # its memory is lost, which is better than touching it once more


def self_check() -> None:
    """Builds a host and asks it. Raises MissingDependency or EngineFailure when durable_rules cannot be used here."""
    Host({}).ask({})


class _Chunk:
    """The rules of one ruleset and the properties they read."""

    def __init__(self) -> None:
        self.rules: dict[int, Test] = {}
        self.properties: dict[str, None] = {}
        self.size = 1  # the anchor

    def add(self, name: int, test: Test) -> None:
        self.rules[name] = test
        self.properties.update(dict.fromkeys(_properties(test)))
        self.size += count_leaves(test)


def _chunks(rules: Mapping[int, Test]) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for name, test in rules.items():
        if chunk.size + count_leaves(test) > MOST_TESTS:
            yield chunk
            chunk = _Chunk()
        chunk.add(name, test)
    yield chunk


def _properties(test: Test) -> Iterator[str]:
    if isinstance(test, Leaf):
        yield test.name
    else:
        for one in test.tests:
            yield from _properties(one)


def _write_test(test: Test) -> dict[str, Any]:
    if isinstance(test, Leaf):
        return test.write()
    assert test.tests
    return {"$and" if isinstance(test, Every) else "$or": [_write_test(one) for one in test.tests]}


@contextmanager
def _ignore_deprecation() -> Iterator[None]:
    """From Python 3.12 on every firing warns of ``utcfromtimestamp``; an error there would keep rules from firing."""
    if sys.version_info < (3, 12):
        yield
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*utcfromtimestamp", category=DeprecationWarning)
        yield


def _release_handles(handles: Sequence[tuple[Any, Any]], native: Any) -> None:
    """Frees what a host holds outside Python: the state first, or its memory is lost."""
    for _, handle in handles:
        native.delete_state(handle, _SESSION)
        native.delete_ruleset(handle)
