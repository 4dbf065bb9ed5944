"""Clauses cited in explanations: of criteria, lines and rows, and of the parameters that they read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from cchc_rules.decisions.blocks import Block
from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.footing import Footing
from cchc_rules.decisions.phrasing.sayings import tell
from cchc_rules.language.nodes import Node, ReadDefinition, ReadParameter, walk
from cchc_rules.language.ruleset import Clause
from cchc_rules.program.program import Program
from cchc_rules.values import Words


def cite_clause(clause: Clause, decision: Decision, label: Words | None = None) -> Block:
    """Where a clause stands; with a ``label`` as that of a parameter of that name."""
    key, fields = ("explain.clause", {}) if label is None else ("explain.parameter-clause", {"label": label})
    if find_only_source(decision) is not None:
        return Block("clause", tell(f"{key}.alone", at=clause.at, **fields), id=clause.ref)
    wanted = clause.ref.partition("/")[0]
    title = next((source.title for source in decision.program.ruleset.sources if source.id == wanted), wanted)
    return Block("clause", tell(key, at=clause.at, source=title, **fields), id=clause.ref)


def find_only_source(decision: Decision) -> Words | None:
    """The title of the one document of the ruleset, which is then named once."""
    sources = decision.program.ruleset.sources
    return sources[0].title if len(sources) == 1 else None


def cite_parameters(nodes: Iterable[Node], decision: Decision, cited: Collection[Clause]) -> Iterator[Block]:
    """The clauses that set the values in force of the parameters expressions read, but for those already ``cited``.

    Of values the caller gave there are none.
    """
    bound = {one.parameter.name: one for one in Footing(decision.program, decision.as_of).parameters}
    for name in _find_parameters(nodes, decision.program):
        one = bound[name]
        for clause in () if one.is_changed else one.parameter.list_clauses(one.dated):
            if clause not in cited:
                yield cite_clause(clause, decision, one.parameter.label)


def _find_parameters(nodes: Iterable[Node], program: Program) -> dict[str, None]:
    """The names of the parameters that expressions read, also by definitions, in the order they are read."""
    definitions = {name: one.expression for name, one in program.definition_by_name.items()}
    found: dict[str, None] = {}
    waiting = list(nodes)
    while waiting:
        for node in walk(waiting.pop(0)):
            if isinstance(node, ReadParameter):
                found[node.name] = None
            elif isinstance(node, ReadDefinition) and node.name in definitions:
                waiting.append(definitions.pop(node.name))
    return found
