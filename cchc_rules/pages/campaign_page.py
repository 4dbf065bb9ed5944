"""A page on a campaign, made from its ruleset: criteria, facts, clauses, parameters and scales in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from cchc_rules.language.ruleset import Category, Criterion, Fact, Parameter, Ruleset, Source
from cchc_rules.language.types import ListType
from cchc_rules.pages.campaign_picture import picture
from cchc_rules.pages.campaign_words import both, condition, findings, type_words, write_constant
from cchc_rules.pages.score_words import ResultRow, ResultSheet, list_result_sheets
from cchc_rules.values import DEFERRED, Scale, Words

README: Final = "../../rulesets"
"""Where the rulesets' folders lie, as seen from the pages."""

_MARKS: Final = {"\\": "\\\\", "|": "\\|", "*": "\\*", "<": "&lt;", "\n": " "}
_INDENT: Final = "&nbsp;&nbsp;"


def campaign_files(ruleset: Ruleset, *, readme: str = README) -> dict[str, str]:
    """Every file of a ruleset's page by name: ``<id>.md``, and ``<id>-<category>.svg`` for each category with criteria.

    Equal rulesets give equal bytes. ``readme`` is the folder of the rulesets as seen from the page.
    """
    pictured = (one for one in ruleset.categories if one.criteria)
    pictures = {picture_name(ruleset, one): picture(ruleset, one) for one in pictured}
    return {f"{ruleset.id}.md": page(ruleset, readme=readme), **pictures}


def picture_name(ruleset: Ruleset, category: Category) -> str:
    """The name of the file that holds the picture of a category."""
    return f"{ruleset.id}-{category.id}.svg"


def page(ruleset: Ruleset, *, readme: str = README) -> str:
    """The page as Markdown."""
    parts = [
        _head(ruleset, readme),
        _sources(ruleset),
        *(_category(ruleset, category) for category in ruleset.categories),
        _clauses(ruleset),
        _parameters(ruleset),
        _scales(ruleset),
    ]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _head(ruleset: Ruleset, readme: str) -> Iterator[str]:
    yield f"# {_plain(ruleset.title.vi)}"
    yield from ("", f"*{_plain(ruleset.title.en)}*", "")
    generated = both("pages.generated")
    defers = any(category.defers for category in ruleset.categories)
    verdicts = ruleset.decides.verdicts if defers else ruleset.decides.verdicts[:DEFERRED]
    yield f"<!-- {generated.vi} {generated.en} -->"
    yield ""
    link = f"[{_list([both('pages.readme')])}]({readme}/{ruleset.id}/README.md)"
    rows = [
        (_bold("pages.id"), f"`{ruleset.id}` {ruleset.version}"),
        (_bold("pages.issuer"), _text(ruleset.issuer)),
        (_bold("pages.decides"), _list(both(f"verdict.{verdict}") for verdict in verdicts)),
        (_bold("pages.readings"), link),
    ]
    if ruleset.partial is not None:
        rows.append((_bold("pages.partial"), _text(ruleset.partial)))
    yield from ("| | |", "|---|---|")
    yield from (_row(row) for row in rows)


def _sources(ruleset: Ruleset) -> Iterator[str]:
    yield from _heading("##", both("pages.source"))
    for source in ruleset.sources:
        yield f"- `{source.id}`: {_list([source.title], between=' – ')}{_write_date(source)}"


def _write_date(source: Source) -> str:
    told = [source.number, source.published.isoformat() if source.published else ""]
    return "".join(f", {_plain(one)}" for one in told if one)


def _category(ruleset: Ruleset, category: Category) -> Iterator[str]:
    title = f"{_plain(category.title.vi)} / {_plain(category.title.en)} (`{category.id}`)"
    yield from (f"## {both('pages.category').vi}: {title}", "")
    if category.partial is not None:
        yield from (_text(category.partial), "")
    if category.criteria:
        alt = both("pages.picture", category=category.title).vi
        yield from (f"![{_plain(alt)}]({picture_name(ruleset, category)})", "")
    for sheet in list_result_sheets(ruleset, category):
        yield from _result_sheet(sheet)
        yield ""
    if category.criteria:
        yield from _heading("###", both("pages.criteria"))
        yield from _table(("number", "criterion", "condition", "clause"), _criterion_rows(ruleset, category))
        yield ""
    yield from _heading("###", both("pages.facts"))
    yield from _table(("fact", "meaning", "type", "basis"), _fact_rows(category.facts))
    written_here = json.loads(ruleset.canonical)["categories"][category.id]
    yield from _definitions(category, written_here)
    yield from _checks(category, written_here)


def _result_sheet(sheet: ResultSheet) -> Iterator[str]:
    """A table a score or grade: lines with their points, or levels, how they are given, and where that stands."""
    is_score = any(row.id for row in sheet.rows)
    yield from _heading("###", sheet.title)
    told = [*sheet.points, *(Words(f"`{clause.ref}`", f"`{clause.ref}`") for clause in sheet.clauses)]
    yield from (f"`{sheet.name}`: {_list(told)}" if told else f"`{sheet.name}`", "")
    if is_score:
        yield from _table(("number", "line", "points", "how", "clause"), map(_line_row, sheet.rows))
    else:
        rows = ((_text(row.title), _join_lines(row.how), _cite(row)) for row in sheet.rows)
        yield from _table(("level", "when", "clause"), rows)


def _line_row(row: ResultRow) -> tuple[str, ...]:
    title = f"{_text(row.title)}<br>`{row.id}`"
    return row.number, title, _join_lines(row.points), _join_lines(row.how), _cite(row)


def _join_lines(words: Iterable[Words]) -> str:
    return "<br>".join(map(_text, words))


def _cite(row: ResultRow) -> str:
    return "<br>".join(f"`{clause.ref}`" for clause in row.clauses)


def _criterion_rows(ruleset: Ruleset, category: Category) -> Iterator[tuple[str, ...]]:
    found = findings(ruleset, category.id)
    for number, top in enumerate(category.criteria, start=1):
        for mark, criterion in _number(top, str(number)):
            title = f"{_text(criterion.title)}<br>`{criterion.id}`"
            asked: list[Words] = []
            if criterion.group:
                asked.append(both(f"picture.{criterion.group}", least=criterion.least))
            if criterion.id in found:
                trace = found[criterion.id].trace
                asked += [] if trace.require is None else [condition(trace.require)]
                asked += [] if trace.applies is None else [both("pages.applies", condition=condition(trace.applies))]
                asked += [both("criterion.defers")] if criterion.defers else []
            clauses = "<br>".join(f"`{clause.ref}`" for clause in criterion.clauses)
            yield mark, title, "<br>".join(map(_text, asked)), clauses


def _number(criterion: Criterion, number: str) -> Iterator[tuple[str, Criterion]]:
    """The criterion and its members, numbered 5, 5.1, 5.2 …"""
    yield number, criterion
    for index, member in enumerate(criterion.members, start=1):
        yield from _number(member, f"{number}.{index}")


def _fact_rows(facts: tuple[Fact, ...], depth: int = 0) -> Iterator[tuple[str, ...]]:
    for fact in facts:
        meaning = _text(fact.label) + (f"<br><small>{_text(fact.help)}</small>" if fact.help is not None else "")
        yield f"{_INDENT * depth}`{fact.name}`", meaning, _text(type_words(fact)), _basis(fact)
        if isinstance(fact.type, ListType):
            yield from _fact_rows(fact.type.fields, depth + 1)


def _basis(fact: Fact) -> str:
    if isinstance(fact.type, ListType):
        return ""
    if fact.kind == "judged" and fact.judge is not None:
        return _text(both("pages.judged-by", judge=fact.judge))
    return _text(both(f"pages.{fact.kind}"))


def _definitions(category: Category, written_here: dict[str, Any]) -> Iterator[str]:
    if not category.definitions:
        return
    yield ""
    yield from _heading("###", both("pages.definitions"))
    rows = (
        (f"`{one.name}`", "" if one.label is None else _text(one.label), _meaning(written_here["define"][one.name]))
        for one in category.definitions
    )
    yield from _table(("name", "meaning", "expression"), rows)


def _meaning(definition: dict[str, Any]) -> str:
    """The expression of a definition, of a table a line a row."""
    if "is" in definition:
        return _code(definition["is"])
    rows = definition["first"]
    return "<br>".join(_code(f"{row['when']}: {row['is']}" if row.get("when") else f"{row['is']}") for row in rows)


def _checks(category: Category, written_here: dict[str, Any]) -> Iterator[str]:
    if not category.checks:
        return
    yield ""
    yield from _heading("###", both("pages.checks"))
    rows = (
        (f"`{check.id}`", _text(check.says), _code(one["require"]))
        for check, one in zip(category.checks, written_here["checks"], strict=True)
    )
    yield from _table(("check", "check-says", "condition"), rows)


def _clauses(ruleset: Ruleset) -> Iterator[str]:
    yield from _heading("##", both("pages.clauses"))
    yield from _table(("clause", "at", "says", "becomes"), _clause_rows(ruleset))


def _clause_rows(ruleset: Ruleset) -> Iterator[tuple[str, ...]]:
    cited: dict[str, list[str]] = {}
    for category in ruleset.categories:
        for criterion in category.findings_order():
            for clause in criterion.clauses:
                cited.setdefault(clause.ref, []).append(f"`{category.id}/{criterion.id}`")
        for result in category.results:
            for clause in dict.fromkeys(result.list_clauses()):
                cited.setdefault(clause.ref, []).append(f"`{category.id}/{result.name}`")
    for parameter in ruleset.parameters:
        for clause in parameter.clauses:
            cited.setdefault(clause.ref, []).append(f'`param["{parameter.name}"]`')
    for clause in (clause for source in ruleset.sources for clause in source.clauses):
        becomes = "<br>".join(cited.get(clause.ref, []))
        if clause.left_out is not None:
            becomes = _text(both("pages.left-out", why=clause.left_out))
        yield f"`{clause.ref}`", _text(clause.at), _text(clause.says), becomes


def _parameters(ruleset: Ruleset) -> Iterator[str]:
    if not ruleset.parameters:
        return
    yield from _heading("##", both("pages.parameters"))
    rows = (
        (
            f"`{one.name}`",
            _text(one.label),
            _text(type_words(one)),
            _parameter_value(one),
            ", ".join(f"`{clause.ref}`" for clause in one.clauses),
        )
        for one in ruleset.parameters
    )
    yield from _table(("name", "meaning", "type", "value", "clause"), rows)


def _parameter_value(one: Parameter) -> str:
    if one.dated:
        return "<br>".join(f"{dated.begin.isoformat()}: {_plain(write_constant(dated.value))}" for dated in one.dated)
    return _text(both("pages.to-be-given")) if one.value is None else _plain(write_constant(one.value))


def _scales(ruleset: Ruleset) -> Iterator[str]:
    if not ruleset.scales:
        return
    yield from _heading("##", both("pages.scales"))
    written_scales = _write_scales(json.loads(ruleset.canonical))
    rows = (_scale_row(scale, written_scales.get(scale.id, {})) for scale in ruleset.scales)
    yield from _table(("scale", "levels", "unranked", "aliases", "scale-issuer"), rows)


def _write_scales(document: dict[str, Any]) -> dict[str, Any]:
    """The scales as the file and the vocabularies it imports write them, by id."""
    found: dict[str, Any] = {}
    for imported in document.get("vocabulary", ()):
        found |= imported["embedded"]["scales"]
    found |= document.get("scales", {})
    return found


def _scale_row(scale: Scale, document: dict[str, Any]) -> tuple[str, ...]:
    title, issuer = (Words(**{"vi": "", "en": "", **document.get(key, {})}) for key in ("title", "issuer"))
    named = f"`{scale.id}`" + (f"<br>{_text(title)}" if title.vi or title.en else "")
    aliases = (f"{alias} → {level}" for alias, level in sorted(scale.aliases.items()))
    issued = [_text(issuer)] if issuer.vi or issuer.en else []
    issued += [str(document["year"])] if "year" in document else []
    return (
        named,
        "<br>".join(f"{number}. {_plain(level)}" for number, level in enumerate(scale.levels, start=1)),
        "<br>".join(map(_plain, scale.unranked)),
        "<br>".join(map(_plain, aliases)),
        "<br>".join(issued),
    )


def _heading(mark: str, words: Words) -> Iterator[str]:
    yield f"{mark} {words.vi} / {words.en}"
    yield ""


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(_list([both(f"pages.{heading}")], between=" / ") for heading in headings)
    yield "|---" * len(headings) + "|"
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _bold(key: str) -> str:
    return f"**{_list([both(key)], between=' / ')}**"


def _text(words: Words) -> str:
    """Vietnamese, then English in italics below it; once when they are the same."""
    if not words.en or words.vi == words.en:
        return _plain(words.vi)
    return f"{_plain(words.vi)}<br>*{_plain(words.en)}*"


def _list(words: Iterable[Words], *, between: str = " / ") -> str:
    return "; ".join(_plain(one.vi if one.vi == one.en else f"{one.vi}{between}{one.en}") for one in words)


def _plain(text: str) -> str:
    """Text with what Markdown would take for its own marks escaped; code in backticks stays as it is."""
    parts = text.split("`")
    return "`".join(part if index % 2 else _escape(part) for index, part in enumerate(parts))


def _escape(text: str) -> str:
    return "".join(_MARKS.get(character, character) for character in text)


def _code(expression: str) -> str:
    return f"`{expression.replace('|', chr(92) + '|')}`"
