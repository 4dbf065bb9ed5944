"""The chapter of a campaign's page on one category: its criteria, scores and grades, facts, named values and checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cchc_rules.language.lint.conditions import find_meanings
from cchc_rules.language.nodes import Node
from cchc_rules.language.ruleset import Category, Clause, Criterion, Fact, Ruleset
from cchc_rules.language.types import ListType
from cchc_rules.pages.campaign_markdown import MarkdownWriter, lead_to, mark_place, write_code
from cchc_rules.pages.campaign_words import both, condition, findings, type_words
from cchc_rules.pages.fact_use import FactReader, conditions_of, find_uses, list_read
from cchc_rules.pages.score_words import ResultRow, ResultSheet, list_result_sheets
from cchc_rules.values import Words

_INDENT: Final = "&nbsp;&nbsp;"


@dataclass(frozen=True, slots=True)
class CategoryPart:
    """Writes the chapter table by table. ``document`` is the category as the canonical ruleset has it."""

    ruleset: Ruleset
    category: Category
    writer: MarkdownWriter
    document: Mapping[str, Any]
    meanings: Mapping[str, Node]
    uses: Mapping[str, list[FactReader]]

    @classmethod
    def of(cls, ruleset: Ruleset, category: Category, writer: MarkdownWriter) -> CategoryPart:
        """The chapter on a category of a ruleset."""
        document = json.loads(ruleset.canonical)["categories"][category.id]
        return cls(ruleset, category, writer, document, find_meanings(category), find_uses(category))

    def write(self, image: str) -> Iterator[str]:
        """The lines of the chapter; ``image`` is the file of its picture, empty where there is none."""
        category, writer = self.category, self.writer
        title = f"{writer.text(category.title)} (`{category.id}`)"
        yield from (f"## {writer.say('pages.category')}: {title}", "")
        if category.partial is not None:
            yield from (writer.text(category.partial), "")
        if image:
            alt = writer.say("pages.picture", category=category.title.within(writer.language))
            yield from (f"![{alt}]({image})", "")
        for sheet in list_result_sheets(self.ruleset, category):
            yield from self.result_sheet(sheet)
            yield ""
        if category.criteria:
            yield from self.heading("pages.criteria")
            yield from writer.table(("number", "criterion", "condition", "reads", "clause"), self.criterion_rows())
            yield ""
        yield from self.heading("pages.facts")
        yield from writer.table(("fact", "meaning", "type", "basis", "used-by"), self.fact_rows(category.facts))
        yield from self.definitions()
        yield from self.checks()

    def heading(self, key: str) -> tuple[str, str]:
        """The heading of a table; it names the category where a page has several."""
        told = self.writer.say(key)
        several = len(self.ruleset.categories) > 1
        return f"### {told} – {self.writer.text(self.category.title)}" if several else f"### {told}", ""

    def result_sheet(self, sheet: ResultSheet) -> Iterator[str]:
        """A table a score or grade: lines with their points, or levels, how they are given, and where that stands."""
        writer = self.writer
        place = f"{mark_place('result', self.category.id, sheet.name)}`{sheet.name}`"
        told = [*map(writer.text, sheet.points), *map(_cite, sheet.clauses)]
        yield from (f"### {writer.text(sheet.title)}", "", ": ".join(filter(None, (place, "; ".join(told)))), "")
        if any(row.id for row in sheet.rows):
            lines = (self.line_row(sheet.name, row) for row in sheet.rows)
            yield from writer.table(("number", "line", "points", "how", "reads", "clause"), lines)
        else:
            rows = (
                (writer.text(row.title), writer.stack(row.how), self.lead(row.expressions), _cite_all(row.clauses))
                for row in sheet.rows
            )
            yield from writer.table(("level", "when", "reads", "clause"), rows)

    def line_row(self, score: str, row: ResultRow) -> tuple[str, ...]:
        """A line of a score."""
        place = mark_place("result", self.category.id, score, row.id)
        title = f"{place}{self.writer.text(row.title)}<br>`{row.id}`"
        points, how = self.writer.stack(row.points), self.writer.stack(row.how)
        return row.number, title, points, how, self.lead(row.expressions), _cite_all(row.clauses)

    def lead(self, nodes: Iterable[Node]) -> str:
        """The ways to what expressions read."""
        results = {one.name for one in self.category.results}
        return "<br>".join(
            lead_to(one, "result" if one in results else "fact", self.category.id, one)
            for one in list_read(nodes, self.meanings)
        )

    def criterion_rows(self) -> Iterator[tuple[str, ...]]:
        """Every criterion and member: what it asks, what it reads, where that stands."""
        found = findings(self.ruleset, self.category.id)
        for number, top in enumerate(self.category.criteria, start=1):
            for mark, criterion in _number(top, str(number)):
                place = mark_place("criterion", self.category.id, criterion.id)
                asked: list[Words] = []
                if criterion.group:
                    asked.append(both(f"picture.{criterion.group}", least=criterion.least))
                if criterion.id in found:
                    trace = found[criterion.id].trace
                    asked += [] if trace.require is None else [condition(trace.require)]
                    asked += (
                        [] if trace.applies is None else [both("pages.applies", condition=condition(trace.applies))]
                    )
                    asked += [both("criterion.defers")] if criterion.defers else []
                title = f"{place}{self.writer.text(criterion.title)}<br>`{criterion.id}`"
                reads = self.lead(conditions_of(criterion))
                yield mark, title, self.writer.stack(asked), reads, _cite_all(criterion.clauses)

    def fact_rows(self, facts: tuple[Fact, ...], above: str = "", depth: int = 0) -> Iterator[tuple[str, ...]]:
        """Every fact, the fields of a list below it: what it means, on what it rests, what reads it."""
        writer = self.writer
        for fact in facts:
            path = f"{above}{fact.name}"
            meaning = writer.text(fact.label)
            if fact.help is not None:
                meaning += f"<br><small>{writer.text(fact.help)}</small>"
            place = f"{_INDENT * depth}{mark_place('fact', self.category.id, path)}`{fact.name}`"
            used_by = (lead_to(one.label, *one.place) for one in self.uses.get(path, ()))
            yield place, meaning, writer.text(type_words(fact)), self.basis(fact), "<br>".join(used_by)
            if isinstance(fact.type, ListType):
                yield from self.fact_rows(fact.type.fields, f"{path}.", depth + 1)

    def basis(self, fact: Fact) -> str:
        """On what a fact rests; of a list its fields say it."""
        if isinstance(fact.type, ListType):
            return ""
        if fact.kind == "judged" and fact.judge is not None:
            return self.writer.text(both("pages.judged-by", judge=fact.judge))
        return self.writer.say(f"pages.{fact.kind}")

    def definitions(self) -> Iterator[str]:
        """The values that conditions call by a name."""
        if not self.category.definitions:
            return
        yield from ("", *self.heading("pages.definitions"))
        rows = (
            (
                f"`{one.name}`",
                "" if one.label is None else self.writer.text(one.label),
                _write_meaning(self.document["define"][one.name]),
                self.lead((one.expression,)),
            )
            for one in self.category.definitions
        )
        yield from self.writer.table(("name", "meaning", "expression", "reads"), rows)

    def checks(self) -> Iterator[str]:
        """What is refused in facts."""
        if not self.category.checks:
            return
        yield from ("", *self.heading("pages.checks"))
        rows = (
            (f"`{check.id}`", self.writer.text(check.says), write_code(one["require"]), self.lead((check.require,)))
            for check, one in zip(self.category.checks, self.document["checks"], strict=True)
        )
        yield from self.writer.table(("check", "check-says", "condition", "reads"), rows)


def _number(criterion: Criterion, number: str) -> Iterator[tuple[str, Criterion]]:
    """The criterion and its members, numbered 5, 5.1, 5.2 …"""
    yield number, criterion
    for index, member in enumerate(criterion.members, start=1):
        yield from _number(member, f"{number}.{index}")


def _cite(clause: Clause) -> str:
    return lead_to(clause.ref, "clause", clause.ref)


def _cite_all(clauses: Iterable[Clause]) -> str:
    return "<br>".join(map(_cite, clauses))


def _write_meaning(definition: Mapping[str, Any]) -> str:
    """The expression of a definition, of a table a line a row."""
    if "is" in definition:
        return write_code(definition["is"])
    rows = definition["first"]
    told = (f"{row['when']}: {row['is']}" if row.get("when") else f"{row['is']}" for row in rows)
    return "<br>".join(map(write_code, told))
