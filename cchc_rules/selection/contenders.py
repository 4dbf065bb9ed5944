"""The rows of a list as a selection reads them: who runs, in which group, and what each key gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from cchc_rules.decisions.decision import Decision
from cchc_rules.evaluation import RowResult
from cchc_rules.facts.identity import identify
from cchc_rules.language.selection_rules import SelectionRule
from cchc_rules.language.shapes import type_of
from cchc_rules.program.points import conjunction
from cchc_rules.program.program import Program
from cchc_rules.selection.key_columns import Column, ColumnReader
from cchc_rules.selection.positions import find_positions, join_positions
from cchc_rules.selection.ranking import Contenders, Role
from cchc_rules.values import FAVOURABLE, UNDETERMINED, UNKNOWN, UNMET, Truth

EVERYBODY: Final = ""
"""The group of a selection that roles nobody."""


@dataclass(frozen=True, slots=True)
class ContenderList:
    """Every row in its order: its decision (None: it has none of its own), its group (None: perhaps any), itself."""

    decisions: tuple[Decision | None, ...]
    groups: tuple[str | None, ...]
    contenders: Contenders


@dataclass(frozen=True, slots=True)
class ContenderReader:
    """Reads rows for one selection of a program; ``rule`` is as it is written, ``lowered`` as engines read it."""

    program: Program
    rule: SelectionRule
    lowered: SelectionRule
    as_of: date | None

    def read(self, results: Sequence[RowResult]) -> ContenderList:
        """The entries of the rows. Cost: some microseconds a row."""
        identities = [identify(one.id) for one in results]
        times = Counter(identities)
        # Rows that share an id have none, whichever of them came first.
        decisions = tuple(
            None if identity is None or times[identity] > 1 else one.decision
            for one, identity in zip(results, identities, strict=True)
        )
        groups = self._find_groups(decisions)
        read = ColumnReader(self.program, self.rule, self.lowered, self.as_of).read(decisions)
        keys = [
            find_positions(type_of(key.expression), column, is_highest=key.is_highest)
            for key, column in zip(self.rule.keys, read.keys, strict=True)
        ]
        wants = [
            find_positions(type_of(want.when), column, is_highest=True)
            for want, column in zip(self.rule.preferences, read.preferences, strict=True)
        ]
        ranked = join_positions(keys, len(results))
        cut = join_positions([ranked, *wants], len(results)) if wants else ranked
        roles = self._find_roles(results, decisions, groups, read.among, read.counted)
        return ContenderList(decisions, groups, Contenders(roles, ranked.best, ranked.worst, cut.best, cut.worst))

    def _find_groups(self, decisions: Sequence[Decision | None]) -> tuple[str | None, ...]:
        if self.rule.within is None:
            return tuple([None if one is None else EVERYBODY for one in decisions])
        slot = self.rule.within.slot
        return tuple([None if one is None else cast("str | None", one.values[slot]) for one in decisions])

    def _find_roles(
        self,
        results: Sequence[RowResult],
        decisions: Sequence[Decision | None],
        groups: Sequence[str | None],
        among: Column | None,
        counted: Column | None,
    ) -> list[Role]:
        """The role of every row: one object for each that occurs, so that comparing them costs nothing."""
        running = self._find_running(decisions, among)
        faulty = [bool(one.problems) for one in results]
        roles: dict[tuple[Any, ...], Role] = {}
        found = []
        for group, runs, decision, is_faulty, counts in zip(
            groups, running, decisions, faulty, [True] * len(running) if counted is None else counted, strict=True
        ):
            if runs and (is_faulty or (decision is not None and decision.problems)):
                runs = None
            key = group is not None, runs, counts
            role = roles.get(key)
            if role is None:
                role = roles[key] = Role(*key)
            found.append(role)
        return found

    def _find_running(self, decisions: Sequence[Decision | None], among: Column | None) -> list[Truth]:
        """Whether each row is in the running; one without a decision perhaps."""
        if self.rule.among == "favourable":
            return [None if one is None else favour(one) for one in decisions]
        runs: Column = [True] * len(decisions) if among is None else among
        if self.rule.take is not None:
            pairs = zip(runs, decisions, strict=True)
            return [None if one is None else conjunction([truth, admit(one)]) for truth, one in pairs]
        return [None if one is None else truth for truth, one in zip(runs, decisions, strict=True)]


def favour(decision: Decision) -> Truth:
    """Whether a candidate may be taken now, as the decision says; most say it by their verdict."""
    code = decision.verdict_code
    return decision.favourable if code == UNDETERMINED else code == FAVOURABLE


def admit(decision: Decision) -> Truth:
    """Whether nothing unmet stands in a candidate's way: it is never taken with an unmet criterion."""
    if decision.verdict_code != UNDETERMINED:
        return decision.verdict_code == FAVOURABLE
    codes = [decision.outcome_codes[one.position] for one in decision.program.criteria]
    if UNMET in codes:
        return False
    return None if UNKNOWN in codes else True
