"""The contestants to beat: what a careful Python programmer writes for the ten criteria of agency.yaml.

Both follow design §3.2: with ``applies`` unknown a criterion is met when its requirement is, else unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

MET, UNMET, UNKNOWN, NOT_APPLICABLE = range(4)
GOOD = frozenset(("Khá", "Tốt"))
REGISTER_BEFORE = date(2022, 5, 5)
REPORT_BY = date(2022, 11, 30)


def by_hand(facts: Mapping[str, Any]) -> tuple[int, tuple[int, ...]]:
    """The verdict (0 favourable, 1 unfavourable, 2 undetermined) and the outcomes of a dict of facts, unchecked."""
    get = facts.get
    return _decided(
        get("plan"),
        get("launched"),
        get("tasks_done"),
        get("initiatives"),
        get("lawful_initiatives"),
        get("effective_initiatives"),
        get("head_disciplined"),
        get("conduct"),
        get("indexed"),
        get("index"),
        get("registered_on"),
        get("reported_on"),
    )


def by_hand_inline(facts: Mapping[str, Any]) -> tuple[int, tuple[int, ...]]:
    """The same in one function: the fastest plain Python over a dict we could write."""
    get = facts.get
    value = get("plan")
    plan = UNKNOWN if value is None else MET if value else UNMET
    value = get("launched")
    launched = UNKNOWN if value is None else MET if value else UNMET
    value = get("tasks_done")
    tasks = UNKNOWN if value is None else MET if value >= 100 else UNMET
    count = get("initiatives")
    initiative = UNKNOWN if count is None else MET if count >= 1 else UNMET
    value = get("lawful_initiatives")
    lawful = UNKNOWN if value is None or count is None else MET if value == count else UNMET
    value = get("effective_initiatives")
    effective = UNKNOWN if value is None else MET if value >= 1 else UNMET
    value = get("head_disciplined")
    head = UNKNOWN if value is None else UNMET if value else MET
    value = get("conduct")
    conduct = UNKNOWN if value is None else MET if value >= 95.5 else UNMET
    indexed, level = get("indexed"), get("index")
    if indexed is False:
        index = NOT_APPLICABLE
    elif level in GOOD:
        index = MET
    elif indexed is None or level is None:
        index = UNKNOWN
    else:
        index = UNMET
    registered, reported = get("registered_on"), get("reported_on")
    if (registered is not None and registered >= REGISTER_BEFORE) or (reported is not None and reported > REPORT_BY):
        in_time = UNMET
    else:
        in_time = UNKNOWN if registered is None or reported is None else MET
    outcomes = (plan, launched, tasks, initiative, lawful, effective, head, conduct, index, in_time)
    return 1 if UNMET in outcomes else 2 if UNKNOWN in outcomes else 0, outcomes


def by_hand_parsed(values: tuple[Any, ...]) -> tuple[int, tuple[int, ...]]:
    """The same over values already in a tuple."""
    return _decided(*values)


def _decided(
    plan: Any,
    launched: Any,
    tasks_done: Any,
    initiatives: Any,
    lawful: Any,
    effective: Any,
    head_disciplined: Any,
    conduct: Any,
    indexed: Any,
    level: Any,
    registered: Any,
    reported: Any,
) -> tuple[int, tuple[int, ...]]:
    if indexed is False:
        index = NOT_APPLICABLE
    elif level in GOOD:
        index = MET
    elif indexed is None or level is None:
        index = UNKNOWN
    else:
        index = UNMET
    if (registered is not None and registered >= REGISTER_BEFORE) or (reported is not None and reported > REPORT_BY):
        in_time = UNMET
    else:
        in_time = UNKNOWN if registered is None or reported is None else MET
    outcomes = (
        UNKNOWN if plan is None else MET if plan else UNMET,
        UNKNOWN if launched is None else MET if launched else UNMET,
        UNKNOWN if tasks_done is None else MET if tasks_done >= 100 else UNMET,
        UNKNOWN if initiatives is None else MET if initiatives >= 1 else UNMET,
        UNKNOWN if lawful is None or initiatives is None else MET if lawful == initiatives else UNMET,
        UNKNOWN if effective is None else MET if effective >= 1 else UNMET,
        UNKNOWN if head_disciplined is None else UNMET if head_disciplined else MET,
        UNKNOWN if conduct is None else MET if conduct >= 95.5 else UNMET,
        index,
        in_time,
    )
    return 1 if UNMET in outcomes else 2 if UNKNOWN in outcomes else 0, outcomes
