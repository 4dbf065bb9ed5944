"""Tables: the rows of ``first`` to one expression, which must say what it is whatever the facts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_rules.language.checking.declarations import Declarations, Declarer
from cchc_rules.language.documents.definition_models import DefinitionDocument, RowDocument
from cchc_rules.language.documents.places import Path
from cchc_rules.language.nodes import Compare, FirstOf, In, Literal, Node, Not, ReadDefinition, ReadFact
from cchc_rules.language.shapes import type_of
from cchc_rules.language.types import BooleanType, ChoiceType, GradeType, Type
from cchc_rules.text import nearest


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads tables, adding every fault to the declarer's problems."""

    declarer: Declarer
    declared: Declarations

    def read_meaning(self, document: DefinitionDocument, path: Path) -> Node | None:
        """The tree of a definition, a table or an expression, names unresolved; None when it is faulty."""
        if document.first is not None:
            return self.read(document, path)
        return None if document.is_ is None else self.declarer.read_expression(document.is_, (*path, "is"))

    def read(self, document: DefinitionDocument, path: Path) -> FirstOf | None:
        """The table of a definition, names unresolved; None when it is faulty."""
        kind: Type | None = None
        if document.scale is not None:
            scale = self.declared.scales.get(document.scale)
            if scale is None:
                near = nearest(document.scale, self.declared.scales) or ""
                self.declarer.fault("unknown-scale", (*path, "scale"), scale=document.scale, nearest=near)
                return None
            kind = GradeType(scale)
        elif document.options:
            self.declarer.collisions(document.options, (*path, "options"))
            kind = ChoiceType(tuple(document.options))
        return self.read_rows(document.first or (), (*path, "first"), kind)

    def read_rows(self, rows: Sequence[RowDocument], path: Path, kind: Type | None = None) -> FirstOf | None:
        """The table of some rows, names unresolved, each ``is`` a word of ``kind`` or an expression.

        Where the last row has a ``when`` there are as many conditions as values, until `close` has seen to it.
        """
        conditions: list[Node | None] = []
        values: list[Node | None] = []
        for index, row in enumerate(rows):
            place = (*path, index)
            if row.when is not None:
                conditions.append(self.declarer.read_expression(row.when, (*place, "when")))
            elif index < len(rows) - 1:
                self.declarer.fault("rest-row-early", place)
                conditions.append(None)
            values.append(self._read_value(row.is_, (*place, "is"), kind))
        sources = [
            self.declarer.find_clauses(row.source, self.declared.clauses, (*path, i)) for i, row in enumerate(rows)
        ]
        if None in conditions or None in values:
            return None
        return FirstOf(
            tuple(one for one in conditions if one is not None),
            tuple(one for one in values if one is not None),
            tuple(sources) if any(sources) else (),
            self.declarer.places.value(path),
        )

    def _read_value(self, text: str, path: Path, kind: Type | None) -> Node | None:
        if kind is None:
            return self.declarer.read_expression(text, path)
        if isinstance(kind, ChoiceType) and text not in kind.options:
            fields = {"option": text, "options": ", ".join(kind.options), "nearest": nearest(text, kind.options) or ""}
            self.declarer.fault("unknown-option", path, **fields)
            return None
        word = self.declarer.constant(text, kind, path)
        return None if word is None else Literal(word, kind, self.declarer.places.value(path))

    def close(self, table: FirstOf, path: Path) -> FirstOf | None:
        """The resolved table with its last row for the rest; None, after saying so, where the rows leave a rest open.

        The last row may have a ``when`` only where the rows test one yes/no fact, level or choice for each of its
        values: that is read off the text, no solver is asked.
        """
        if len(table.conditions) < len(table.values):
            return table
        left = _find_values_left(table.conditions)
        if left is None:
            self.declarer.fault("table-open", path)
        elif left:
            named = ", ".join(one if isinstance(one, str) else str(one).lower() for one in left)
            self.declarer.fault("table-open", path, "values", values=named)
        else:
            return replace(table, conditions=table.conditions[:-1])
        return None


def _find_values_left(conditions: Sequence[Node]) -> tuple[bool | str, ...] | None:
    """The values of the one thing all conditions test that none of them names; None when they test no one thing."""
    tested = [_test(one) for one in conditions]
    known = [one for one in tested if one is not None]
    if len(known) < len(tested) or any(read != known[0][0] for read, _ in known):
        return None
    every = _every_value(type_of(known[0][0]))
    named = {value for _, values in known for value in values}
    return None if every is None else tuple(value for value in every if value not in named)


def _test(condition: Node) -> tuple[Node, tuple[object, ...]] | None:
    """What a condition tests by ``==`` or ``in`` and the values it names; None for any other condition."""
    match condition:
        case ReadFact() | ReadDefinition():
            return condition, (True,)
        case Not(operand=ReadFact() | ReadDefinition() as read):
            return read, (False,)
        case (
            Compare(op="==", left=ReadFact() | ReadDefinition() as read, right=Literal(value=value))
            | Compare(op="==", left=Literal(value=value), right=ReadFact() | ReadDefinition() as read)
        ):
            return read, (value,)
        case In(operand=ReadFact() | ReadDefinition() as read, options=options):
            named = [one.value for one in options if isinstance(one, Literal)]
            return (read, tuple(named)) if len(named) == len(options) else None
        case _:
            return None


def _every_value(kind: Type) -> tuple[bool | str, ...] | None:
    """Every value of a yes/no fact, a level or a choice; None for types whose values no rows can name one by one."""
    if isinstance(kind, BooleanType):
        return (True, False)
    if isinstance(kind, GradeType):
        return kind.scale.spellings
    return kind.options if isinstance(kind, ChoiceType) and not kind.open else None
