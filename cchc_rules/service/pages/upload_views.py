"""A file of candidates on pages: the form to be filled in, its upload with a mapping and lists, and what it came to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cchc_rules.decisions.footing import SourceFile
from cchc_rules.decisions.phrasing.problem_words import write_remark
from cchc_rules.forms.form import write_template
from cchc_rules.intake.row_decisions import decide_rows
from cchc_rules.intake.rows import CSV_ENDINGS
from cchc_rules.language.ruleset import Fact
from cchc_rules.language.types import ListType
from cchc_rules.problems import Place, Problem
from cchc_rules.program.program import Program
from cchc_rules.service.decisions import Decisions, refuse_day
from cchc_rules.service.pages.form_posts import read_written_day
from cchc_rules.service.pages.held_batches import HeldBatch, HeldBatches
from cchc_rules.service.pages.page_frame import PageFrame, give_download, link, page_language
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import ENDINGS, RowReader

MOST_FILES: Final = 16
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class UploadViews:
    """The pages that take a file."""

    frame: PageFrame
    decisions: Decisions
    reader: RowReader
    batches: HeldBatches

    async def ask(self, request: Request) -> Response:
        """The page that asks for a file."""
        return self._show(request, self.decisions.find_program(request))

    async def give_template(self, request: Request) -> Response:
        """The workbook to be filled in."""
        program, language = self.decisions.find_program(request), page_language(request)
        content = await self.reader.take_turn(partial(_write_template, program, language))
        return give_download(content, f"{program.ruleset.id}-{program.category.id}.xlsx", _WORKBOOK)

    async def take(self, request: Request) -> Response:
        """The file decided and kept for a while; then its page. What is wrong with it is told above the form."""
        program = self.decisions.find_program(request)
        self.reader.refuse_long(request)
        async with request.form(max_files=MOST_FILES, max_fields=8, max_part_size=1 << 16) as form:
            texts = {name: text for name in ("as_of", "id") if isinstance(text := form.get(name), str)}
            try:
                as_of = read_written_day(texts.get("as_of", ""), "as_of")
                refuse_day(program, as_of)
                sent = await _receive(form, program)
            except RefusedRequest as refusal:
                return self._show(request, program, refusal.problems, texts)
        try:
            batch = await self.reader.take_turn(
                partial(self._decide, program, sent, as_of, texts.get("id", "").strip())
            )
        except RefusedRequest as refusal:
            if refusal.status not in (413, 422):
                raise
            return self._show(request, program, refusal.problems, texts)
        return RedirectResponse(link(request, "results", batch=self.batches.hold(batch)), status_code=303)

    def _decide(self, program: Program, sent: _SentFiles, as_of: date | None, id: str) -> HeldBatch:
        table = self.reader.read_file(program, sent.name, sent.content, sent.mapping, sent.lists, id)
        sources = [SourceFile.of(PurePath(sent.name), sent.content)]
        sources += [SourceFile.of(PurePath(f"{name}.csv"), content) for name, content in sent.lists.items()]
        results = tuple(self.reader.in_time(decide_rows(program, table, as_of=as_of)))
        return HeldBatch(program, results, as_of, table.problems, tuple(sources), table.mapping)

    def _show(
        self,
        request: Request,
        program: Program,
        problems: Iterable[Problem] = (),
        texts: Mapping[str, str] | None = None,
    ) -> Response:
        language = page_language(request)
        return self.frame.write(
            request,
            "upload.html",
            ruleset=program.ruleset,
            category=program.category,
            asked_version=request.query_params.get("version", ""),
            lists=[(fact.name, fact.label.within(language)) for fact in _list_facts(program)],
            endings=", ".join(ENDINGS),
            list_endings=", ".join(CSV_ENDINGS),
            most=self.reader.limits.batch >> 20,
            texts={"as_of": "", "id": "", **(texts or {})},
            faults=[
                (
                    "as_of" if isinstance(one.where, Place) and one.where.path == "as_of" else "file",
                    _write_fault(one, program, language),
                )
                for one in problems
            ],
        )


@dataclass(frozen=True, slots=True)
class _SentFiles:
    """The files of one upload: its candidates with the name they came under, the mapping, members of lists."""

    name: str
    content: bytes
    mapping: bytes | None
    lists: dict[str, bytes]


async def _receive(form: FormData, program: Program) -> _SentFiles:
    """The files that were picked; refused (415) without a file of candidates of a known kind."""
    main = await _read_picked(form.get("file"))
    if main is None or PurePath(main[0]).suffix.lower() not in ENDINGS:
        raise RefusedRequest(415, [Problem("upload-ending", None, {"endings": " ".join(ENDINGS)})])
    mapping = await _read_picked(form.get("mapping"))
    lists: dict[str, bytes] = {}
    for fact in _list_facts(program):
        if (found := await _read_picked(form.get(f"list.{fact.name}"))) is not None:
            if PurePath(found[0]).suffix.lower() not in CSV_ENDINGS:
                raise RefusedRequest(415, [Problem("upload-ending", None, {"endings": " ".join(CSV_ENDINGS)})])
            lists[fact.name] = found[1]
    return _SentFiles(*main, None if mapping is None else mapping[1], lists)


async def _read_picked(field: Any) -> tuple[str, bytes] | None:
    """The name and bytes of a file; None where none was picked: browsers send an empty one without a name then."""
    if not isinstance(field, UploadFile) or not field.filename:
        return None
    return PurePath(field.filename.replace("\\", "/")).name, await field.read()


def _list_facts(program: Program) -> list[Fact]:
    """The lists whose members may come in a file of their own."""
    return [fact for fact in program.facts if isinstance(fact.type, ListType)]


def _write_fault(problem: Problem, program: Program, language: str) -> str:
    """What is wrong with a file, without the name it has for the moment and without advice for the command line."""
    where = replace(problem.where, file=None) if isinstance(problem.where, Place) else None
    titles = {one.id: one.title.within(language) for one in program.ruleset.categories}
    fields = dict(problem.fields)
    for key in ("category", "likely", "categories"):
        if isinstance(ids := fields.get(key), str):
            fields[key] = "; ".join(titles.get(one, one) for one in ids.split(", "))
    told = write_remark(replace(problem, where=where, fields=fields), program, language)
    return "; ".join(part for part in told.split("; ") if "--" not in part)


def _write_template(program: Program, language: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.xlsx")
        write_template(path, program.ruleset, program.category, language, evidence=True)
        return path.read_bytes()
