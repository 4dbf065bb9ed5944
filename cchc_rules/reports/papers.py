"""Papers an office sends out, whatever they are about: a head, text and tables, places to sign, what they rest on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from cchc_rules.files import OutputError, describe_os_error, whole_bytes, whole_file
from cchc_rules.intake.table import TableError
from cchc_rules.language.types import ChoiceType, Fact, TextType
from cchc_rules.phrases import phrase
from cchc_rules.problems import Place, Problem, import_optional
from cchc_rules.program.program import Program
from cchc_rules.reports.docx_parts import FOOT_SIZE, add_heading, add_table, add_text, begin_document, pack_document
from cchc_rules.reports.paper_source import PAPER
from cchc_rules.text import nearest, visible

PAPER_FORMS: Final = ("docx", "html")
"""The kinds of file a paper is: to be worked on in an office, or printed by a browser."""

_PAPER_NAME: Final = re.compile(r"\d+ .+\.(docx|html)", re.DOTALL)
_MOST_OTHERS: Final = 3

LONGEST_ENTRY: Final = 400
"""How many characters of a name or a reason stand in a paper: some eight lines of a column."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paragraph; a ``heading`` stays with what follows it."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table: heads, rows of as many texts, and how many millimetres wide each column is, 182 together."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


PaperBlock: TypeAlias = PaperText | PaperTable


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. With ``issuer`` it has the head of a letter; an annex to a decision has none."""

    language: str
    title: str
    subtitles: tuple[str, ...]
    blocks: tuple[PaperBlock, ...]
    footing: tuple[str, ...]
    issuer: str = ""
    signatures: tuple[str, ...] = ()

    def say(self, key: str) -> str:
        """The phrase in the language of the paper."""
        return phrase(key, self.language)


def write_paper(paper: Paper, form: str, path: Path) -> None:
    """Writes a paper as one of `PAPER_FORMS`, whole or not at all; every text is text.

    Raises OutputError when it cannot be written, MissingDependency without the package that writes it.
    """
    if form == "docx":
        content = pack_document(_build_document(paper))
        with whole_bytes(path) as handle:
            handle.write(content)
        return
    jinja2 = import_optional("jinja2", extra="report")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(PAPER)
    printable = lambda text: visible(text, longest=LONGEST_ENTRY)  # noqa: E731  # one of the names of the template
    with whole_file(path) as out:
        for piece in template.generate(paper=paper, say=paper.say, printable=printable):
            out.write(piece)


def find_paper_form(path: Path) -> str:
    """The form a file's name ends like; TableError for another ending."""
    form = {"htm": "html"}.get(ending := path.suffix.lower().removeprefix("."), ending)
    if form not in PAPER_FORMS:
        raise TableError([Problem("output-option", None, {"option": "--output", "endings": ".docx, .html"})])
    return form


def find_unit(program: Program, name: str) -> Fact:
    """The fact that tells the unit of a candidate: a text or a choice. TableError for another."""
    fits = {one.name: one for one in program.facts if isinstance(one.type, TextType | ChoiceType)}
    if name not in fits:
        known = {"unit": visible(name), "known": ", ".join(fits) or "–", "nearest": nearest(name, list(fits))}
        raise TableError([Problem("unknown-unit", None, known)])
    return fits[name]


def name_paper(number: int, words: str, form: str) -> str:
    """What a file is called: its number, then words without what is no part of a name on every system."""
    plain = "".join(one if one.isalnum() or one in "._-" else "-" for one in visible(words, longest=60))
    return f"{number} {plain.strip('-.') or '–'}.{form}"


def refuse_other_papers(folder: Path, names: Iterable[str]) -> None:
    """Refuses a folder with papers named as `name_paper` names them that are not among those to be written.

    They are of an earlier run, of candidates who need none any more, and would be sent out with the others. Nothing is
    removed: a file may have been worked on. Raises TableError (`other-papers`), OutputError.
    """
    own = {_fold_name(name) for name in names}
    try:
        there = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    except OSError as error:
        raise OutputError(folder, *describe_os_error(error)) from error
    others = sorted(one for one in there if _PAPER_NAME.fullmatch(one) and _fold_name(one) not in own)
    if others:
        names = "; ".join(map(visible, others[:_MOST_OTHERS])) + ("; …" if len(others) > _MOST_OTHERS else "")
        raise TableError([Problem("other-papers", Place(file=str(folder)), {"count": len(others), "names": names})])


def _fold_name(name: str) -> str:
    """A file's name as systems hold two of them for the same: accents apart or together, capitals or none."""
    return unicodedata.normalize("NFC", name).casefold()


def _build_document(paper: Paper) -> Any:
    document = begin_document(paper.title, paper.language)
    if paper.issuer:
        left = f"{visible(paper.issuer).upper()}\n{paper.say('paper.number')}"
        right = f"{paper.say('paper.state')}\n{paper.say('paper.motto')}\n{paper.say('paper.place')}"
        add_table(document, (), [(left, right)], (82, 100), size=11, bare=True)
        add_text(document, "")
    add_text(document, paper.title, bold=True, centre=True, size=14)
    for line in paper.subtitles:
        add_text(document, line, centre=True)
    for block in paper.blocks:
        match block:
            case PaperText(text, heading=True):
                add_heading(document, text, size=11)
            case PaperText(text):
                add_text(document, text)
            case PaperTable(heads, rows, widths):
                add_table(document, heads, _shorten(rows), widths, size=10)
                add_text(document, "", size=4)
    if paper.signatures:
        add_text(document, "")
        how = paper.say("report.sign.how")
        cells = tuple(f"{one}\n{how}\n\n\n\n" for one in paper.signatures)
        add_table(document, (), [cells], (182 // len(cells),) * len(cells), size=11, bare=True)
    add_heading(document, paper.say("footing.title"), size=FOOT_SIZE)
    for line in paper.footing:
        add_text(document, line, size=FOOT_SIZE)
    return document


def _shorten(rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    return (tuple(visible(text, longest=LONGEST_ENTRY) if text else "" for text in row) for row in rows)
