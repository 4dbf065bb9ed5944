"""What a ruleset itself says of an unmet criterion (``because:``), with what was seen in its places."""

from __future__ import annotations

from cchc_rules.decisions.phrasing.figures import describe_value
from cchc_rules.decisions.phrasing.lines import Reason
from cchc_rules.decisions.phrasing.sayings import Filled
from cchc_rules.decisions.phrasing.wording import find_reads
from cchc_rules.decisions.traces.trace import CriterionTrace
from cchc_rules.language.ruleset import Criterion
from cchc_rules.values import Outcome


def tell_own_words(trace: CriterionTrace, criterion: Criterion) -> tuple[Reason, ...]:
    """The ruleset's words on an unmet criterion; none where it has none.

    They are enough on one line where they name the value of every fact the requirement reads: what a comparison would
    say after them is said again only where there is room, in the explanation.
    """
    if criterion.because is None or trace.outcome is not Outcome.UNMET:
        return ()
    values = tuple((name, describe_value(part)) for name, part in trace.because)
    read = set() if trace.require is None else {one.path for one in find_reads(trace.require)}
    return (Reason(Filled(criterion.because, values), enough=bool(read) and read <= {name for name, _ in values}),)
