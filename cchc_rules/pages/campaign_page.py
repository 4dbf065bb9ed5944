"""A page on a campaign, made from its ruleset, a file a language: criteria, facts, clauses, parameters and scales.

Clauses, criteria and facts lead to one another: from a clause to what it became, from there to what is read, and back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cchc_rules.language.ruleset import Category, DatedValue, Parameter, Ruleset, Source
from cchc_rules.pages.campaign_markdown import MarkdownWriter, escape_text, lead_to, mark_place, row_of
from cchc_rules.pages.campaign_picture import picture
from cchc_rules.pages.campaign_words import type_words, write_constant
from cchc_rules.pages.category_part import CategoryPart
from cchc_rules.pages.fact_use import list_readers
from cchc_rules.phrases import LANGUAGES, phrase
from cchc_rules.values import DEFERRED, Scale, Words

README: Final = "../../rulesets"
"""Where the rulesets' folders lie, as seen from the pages."""


def campaign_files(ruleset: Ruleset, *, readme: str = README) -> dict[str, str]:
    """Every file of a ruleset's pages by name, for each language: ``<id>.vi.md``, ``<id>-<category>.vi.svg``, ….

    A category without criteria has no picture. Equal rulesets of one folder give equal bytes. ``readme`` is where the
    rulesets' folders lie as seen from the page.
    """
    return {
        name: text
        for language in LANGUAGES
        for name, text in (
            (page_name(ruleset, language), page(ruleset, language, readme=readme)),
            *(
                (picture_name(ruleset, category, language), picture(ruleset, category, language))
                for category in ruleset.categories
                if category.criteria
            ),
        )
    }


def page_name(ruleset: Ruleset, language: str) -> str:
    """The name of the file that holds the page in a language."""
    return f"{ruleset.id}.{language}.md"


def picture_name(ruleset: Ruleset, category: Category, language: str) -> str:
    """The name of the file that holds the picture of a category in a language."""
    return f"{ruleset.id}-{category.id}.{language}.svg"


def page(ruleset: Ruleset, language: str, *, readme: str = README) -> str:
    """The page in a language as Markdown."""
    return _Page(ruleset, MarkdownWriter(language), readme).write()


@dataclass(frozen=True, slots=True)
class _Page:
    """Writes the page part by part."""

    ruleset: Ruleset
    writer: MarkdownWriter
    readme: str

    def write(self) -> str:
        """The whole page."""
        parts = [self.head(), self.sources()]
        for category in self.ruleset.categories:
            image = picture_name(self.ruleset, category, self.writer.language) if category.criteria else ""
            parts.append(CategoryPart.of(self.ruleset, category, self.writer).write(image))
        parts += [self.clauses(), self.parameters(), self.scales()]
        return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"

    def heading(self, key: str) -> tuple[str, str]:
        """The heading of a chapter."""
        return f"## {self.writer.say(key)}", ""

    def head(self) -> Iterator[str]:
        """Title, the way to the other language, and what the ruleset is."""
        ruleset, writer = self.ruleset, self.writer
        (other,) = (language for language in LANGUAGES if language != writer.language)
        yield from (f"# {writer.text(ruleset.title)}", "")
        yield from (f"[{phrase('pages.this-language', other)}]({page_name(ruleset, other)})", "")
        yield from (f"<!-- {phrase('pages.generated', writer.language)} -->", "")
        defers = any(category.defers for category in ruleset.categories)
        verdicts = ruleset.decides.verdicts if defers else ruleset.decides.verdicts[:DEFERRED]
        rows = [
            ("pages.id", f"`{ruleset.id}` {ruleset.version}"),
            ("pages.issuer", writer.text(ruleset.issuer)),
            ("pages.decides", "; ".join(writer.say(f"verdict.{verdict}") for verdict in verdicts)),
            ("pages.readings", f"[{writer.say('pages.readme')}]({self.readme}/{_folder_of(ruleset)}/README.md)"),
        ]
        if ruleset.partial is not None:
            rows.append(("pages.partial", writer.text(ruleset.partial)))
        yield from ("| | |", "|---|---|")
        yield from (row_of((f"**{writer.say(key)}**", told)) for key, told in rows)

    def sources(self) -> Iterator[str]:
        """The documents that the clauses are of."""
        yield from self.heading("pages.source")
        for source in self.ruleset.sources:
            yield f"- `{source.id}`: {self.writer.text(source.title)}{_write_date(source)}"

    def clauses(self) -> Iterator[str]:
        """Every clause of every document: where it stands, what it says, what became of it."""
        yield from self.heading("pages.clauses")
        cited = self.find_citing()
        rows = []
        for clause in (clause for source in self.ruleset.sources for clause in source.clauses):
            becomes = "<br>".join(cited.get(clause.ref, []))
            if clause.left_out is not None:
                becomes = self.writer.say("pages.left-out", why=clause.left_out.within(self.writer.language))
            place = f"{mark_place('clause', clause.ref)}`{clause.ref}`"
            rows.append((place, self.writer.text(clause.at), self.writer.text(clause.says), becomes))
        yield from self.writer.table(("clause", "at", "says", "becomes"), rows)

    def find_citing(self) -> dict[str, list[str]]:
        """By clause the ways to what cites it: criteria, lines of scores, grades, parameters."""
        cited: dict[str, list[str]] = {}
        for category in self.ruleset.categories:
            for reader in list_readers(category):
                for clause in reader.clauses:
                    cited.setdefault(clause.ref, []).append(lead_to(f"{category.id}/{reader.label}", *reader.place))
        for parameter in self.ruleset.parameters:
            for clause in parameter.every_clause:
                way = lead_to(f'param["{parameter.name}"]', "parameter", parameter.name)
                cited.setdefault(clause.ref, []).append(way)
        return cited

    def parameters(self) -> Iterator[str]:
        """The numbers and days that another year may have otherwise."""
        if not self.ruleset.parameters:
            return
        yield from self.heading("pages.parameters")
        rows = (
            (
                f"{mark_place('parameter', one.name)}`{one.name}`",
                self.writer.text(one.label),
                self.writer.text(type_words(one)),
                self.value(one),
                "<br>".join(lead_to(clause.ref, "clause", clause.ref) for clause in one.clauses),
            )
            for one in self.ruleset.parameters
        )
        yield from self.writer.table(("name", "meaning", "type", "value", "clause"), rows)

    def value(self, one: Parameter) -> str:
        """What a parameter is when nobody gives another value."""
        if one.dated:
            return "<br>".join(map(_write_dated, one.dated))
        return self.writer.say("pages.to-be-given") if one.value is None else escape_text(write_constant(one.value))

    def scales(self) -> Iterator[str]:
        """The scales that grades are on."""
        if not self.ruleset.scales:
            return
        yield from self.heading("pages.scales")
        document = json.loads(self.ruleset.canonical)
        declared: dict[str, Any] = {}
        for imported in document.get("vocabulary", ()):
            declared |= imported["embedded"]["scales"]
        declared |= document.get("scales", {})
        rows = (self.scale_row(scale, declared.get(scale.id, {})) for scale in self.ruleset.scales)
        yield from self.writer.table(("scale", "levels", "unranked", "aliases", "scale-issuer"), rows)

    def scale_row(self, scale: Scale, document: Mapping[str, Any]) -> tuple[str, ...]:
        """A scale with its levels, lowest first."""
        title, issuer = (
            self.writer.text(Words(**document[key])) if key in document else "" for key in ("title", "issuer")
        )
        aliases = (f"{alias} → {level}" for alias, level in sorted(scale.aliases.items()))
        return (
            "<br>".join(filter(None, (f"`{scale.id}`", title))),
            "<br>".join(f"{number}. {escape_text(level)}" for number, level in enumerate(scale.levels, start=1)),
            "<br>".join(map(escape_text, scale.unranked)),
            "<br>".join(map(escape_text, aliases)),
            "<br>".join(filter(None, (issuer, str(document.get("year", ""))))),
        )


def _folder_of(ruleset: Ruleset) -> str:
    """The folder a ruleset lies in, where it lies in one; otherwise the one it would have by its id."""
    path = Path(ruleset.path)
    return path.parent.name if path.name == "ruleset.yaml" else ruleset.id


def _write_date(source: Source) -> str:
    told = [source.number, source.published.isoformat() if source.published else ""]
    return "".join(f", {escape_text(one)}" for one in told if one)


def _write_dated(dated: DatedValue) -> str:
    """The day a value holds from, the value, and the clauses it comes from."""
    cited = ", ".join(lead_to(clause.ref, "clause", clause.ref) for clause in dated.clauses)
    return f"{dated.begin.isoformat()}: {escape_text(write_constant(dated.value))}{f' ({cited})' if cited else ''}"
