"""What parsing one candidate notes besides its values: problems by path, and who stated what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cchc_rules.facts.as_of import fault_stated_after
from cchc_rules.facts.candidate import Provenance
from cchc_rules.facts.faults import Fault, wrong_type
from cchc_rules.facts.scalars import day, readable
from cchc_rules.problems import Place, Problem
from cchc_rules.text import Spellings, show_value

ENVELOPE: Final = frozenset(("value", "by", "on", "evidence"))
"""The keys of a fact given with its provenance: ``value`` must be there, and no others may."""


@dataclass(slots=True)
class Notes:
    """The problems and provenance found so far; ``cells`` tells that values come from the cells of a file.

    What was stated after ``as_of`` is not taken (None: that day is unknown, and everything is).
    """

    place: Place
    cells: bool = False
    problems: list[Problem] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    as_of: date | None = None

    def add(self, path: str | None, fault: Fault) -> None:
        """Note the fault at that path."""
        where = self.place if path is None else replace(self.place, path=path)
        self.problems.append(Problem(fault.code, where, fault.fields, fault.variant))

    def unwrap(self, raw: Mapping[object, object], path: str) -> object:
        """The value inside an envelope, its provenance noted; any other mapping as it is, to be refused as a value.

        An envelope with a key it may not have is a problem and gives None; so is a value stated after `as_of`.
        """
        if "value" not in raw:
            return raw
        if strange := [key for key in raw if key not in ENVELOPE]:
            for key in sorted(map(show_value, strange)):
                options = Spellings(sorted(ENVELOPE))
                self.add(path, Fault("unknown-provenance", word=key, options=options, name=key))
            return None
        by, evidence = self._text(raw.get("by"), path, "by"), self._text(raw.get("evidence"), path, "evidence")
        stated_on = self._day(raw.get("on"), path)
        if by is not None or evidence is not None or stated_on is not None:
            self.provenance[path] = Provenance(by, stated_on, evidence)
        late = None if raw["value"] is None else fault_stated_after(stated_on, self.as_of)
        if late is not None:
            self.add(path, late)
            return None
        return raw["value"]

    def _text(self, raw: object, path: str, key: str) -> str | None:
        try:
            if raw is None:
                return None
            if not isinstance(raw, str):
                raise wrong_type("text", raw)
            return readable(raw)
        except Fault as fault:
            self.add(f"{path}.{key}", fault)
        return None

    def _day(self, raw: object, path: str) -> date | None:
        try:
            return None if raw is None else day(raw)
        except Fault as fault:
            self.add(f"{path}.on", fault)
        return None
