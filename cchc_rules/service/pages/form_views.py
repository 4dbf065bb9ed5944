"""One candidate on pages: a form that asks what the verdict still hangs on, the answers to check, the decision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cchc_rules.decisions.decision import Decision
from cchc_rules.decisions.phrasing.problem_words import write_problem
from cchc_rules.decisions.phrasing.sayings import write_date
from cchc_rules.phrases import phrase
from cchc_rules.problems import Problem
from cchc_rules.program.program import Program
from cchc_rules.records.databases import StoreError
from cchc_rules.service.decisions import Decisions, find_store
from cchc_rules.service.pages.asked_fields import AskedFields
from cchc_rules.service.pages.decision_views import describe_decision
from cchc_rules.service.pages.form_answers import FieldProblem, FormAnswers
from cchc_rules.service.pages.form_fields import FieldMaker, write_read_values
from cchc_rules.service.pages.form_looks import LookedAnswers, look_at
from cchc_rules.service.pages.form_posts import read_post
from cchc_rules.service.pages.page_frame import PageFrame, link, list_messages, page_language
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.values import UNDETERMINED


@dataclass(frozen=True, slots=True)
class FormViews:
    """The pages that take one candidate."""

    frame: PageFrame
    decisions: Decisions

    async def ask(self, request: Request) -> Response:
        """The form with nothing entered."""
        program = self.decisions.find_program(request)
        return await self._show_form(request, look_at(FormAnswers(program)))

    async def take(self, request: Request) -> Response:
        """What is entered: asked on, checked, decided or recorded, as the button says."""
        program = self.decisions.find_program(request)
        posted = await read_post(request, self.decisions.limits.body)
        answers, asked = FormAnswers.of(program, posted), posted.get("do", "look")
        if ":" in asked:
            return await self._show_form(request, look_at(answers.step(asked)), is_told=False)
        looked = await run_in_threadpool(look_at, answers.tidy())
        # The rules may have been exchanged since the form was made: then the answers are looked at anew.
        is_other = posted.get("digest", program.digest) != program.digest
        if asked in ("check", "decide", "record") and not looked.problems and looked.result.decision is not None:
            if asked == "check" or is_other:
                return self._show_check(request, looked, looked.result.decision, is_other=is_other)
            if asked == "record" and posted.get("key"):
                return await self._record(request, looked.result.decision, posted)
            return await self._show_decision(request, looked, looked.result.decision)
        return await self._show_form(request, looked, is_other=is_other, is_told=asked != "edit")

    async def _show_form(
        self, request: Request, looked: LookedAnswers, *, is_other: bool = False, is_told: bool = True
    ) -> Response:
        program, language = looked.answers.program, page_language(request)
        decision, asked = looked.result.decision, AskedFields.of(looked, language)
        problems = looked.problems if is_told else ()
        maker = FieldMaker(looked.answers, language, _by_field(problems, language), asked.reasons)
        fields = [maker.make(fact) for fact in program.facts]
        return self.frame.write(
            request,
            "form.html",
            **_describe_program(request, program),
            switch_form="facts",
            answers=looked.answers,
            groups=asked.group(fields),
            day_faults=maker.faults.get("as_of", ()),
            day_why=asked.reasons.get("as_of", ""),
            day_asked="as_of" in asked.reasons,
            own_faults={key: maker.faults.get(key, ()) for key in ("id", "name")},
            faults=list(dict.fromkeys((one.name, _write_whole(one, program, language)) for one in problems)),
            is_settled=decision is not None and not looked.problems and decision.verdict_code != UNDETERMINED,
            is_begun=bool(looked.answers.texts),
            settled="" if decision is None else phrase(f"verdict.{decision.verdict.value}", language),
            is_other=is_other,
        )

    def _show_check(self, request: Request, looked: LookedAnswers, decision: Decision, *, is_other: bool) -> Response:
        program, language = looked.answers.program, page_language(request)
        read = dict(write_read_values(program.facts, decision.values, language))
        maker = FieldMaker(looked.answers, language, {}, {}, read)
        fields = [maker.make(fact) for fact in program.facts]
        pairs = zip(fields, decision.values, strict=True)
        return self.frame.write(
            request,
            "check.html",
            **_describe_program(request, program),
            resend={**looked.answers.texts, "do": "check"},
            answers=looked.answers,
            answered=[one for one in fields if one.is_answered],
            left_open=[one.label for one, value in pairs if not one.is_answered and value is None],
            day="" if looked.as_of is None else write_date(looked.as_of, language),
            is_other=is_other,
        )

    async def _show_decision(self, request: Request, looked: LookedAnswers, decision: Decision) -> Response:
        language = page_language(request)
        described = await run_in_threadpool(describe_decision, decision, language)
        return self.frame.write(
            request,
            "decision.html",
            **(_describe_program(request, looked.answers.program) | described),
            resend={**looked.answers.texts, "do": "decide"},
            answers=looked.answers,
            can_record=self.decisions.store is not None,
            key=uuid4().hex,
        )

    async def _record(self, request: Request, decision: Decision, posted: Any) -> Response:
        """Recorded once for each page of a decision, however often its button is pressed."""
        store, key = find_store(self.decisions.store), posted["key"][:64]
        try:
            stored = await run_in_threadpool(
                partial(store.add, decision, request=f"page-{key}", asked=decision.program.digest)
            )
        except StoreError as error:
            raise RefusedRequest(503, error.problems, headers={"retry-after": "1"}) from error
        return RedirectResponse(link(request, "records", stored.number), status_code=303)


def _by_field(problems: tuple[FieldProblem, ...], language: str) -> dict[str, tuple[str, ...]]:
    """What stands beside each field; its label is there already."""
    found: dict[str, list[Problem]] = {}
    for one in problems:
        found.setdefault(one.name, []).append(one.problem)
    return {name: tuple(list_messages(own, language)) for name, own in found.items()}


def _write_whole(one: FieldProblem, program: Program, language: str) -> str:
    """What stands in the summary: the label too."""
    told = write_problem(one.problem, program, language)
    return told[:1].upper() + told[1:]


def _describe_program(request: Request, program: Program) -> dict[str, Any]:
    ruleset, category = program.ruleset, program.category
    version = request.query_params.get("version") or None
    return {
        "ruleset": ruleset,
        "category": category,
        "program": program,
        "asked_version": version or "",
        "action": link(request, "campaigns", ruleset.id, category.id, "form", version=version),
    }
