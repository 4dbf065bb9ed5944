"""The playground: rules on the left, a candidate on the right, what comes of it below; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.problems import Problem, import_optional
from cchc_rules.service.catalogue import Catalogue, Edition
from cchc_rules.service.pages.form_posts import read_post
from cchc_rules.service.pages.page_frame import PageFrame, page_language
from cchc_rules.service.pages.rule_trial import LONGEST_FACTS, LONGEST_RULES, RuleTrial, outline_facts, try_rules
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.service.sent_rows import RowReader

_FIELDS = ("rules", "facts", "category", "as_of")


@dataclass(frozen=True, slots=True)
class PlaygroundViews:
    """The pages of the playground."""

    frame: PageFrame
    catalogue: Catalogue
    reader: RowReader

    async def show(self, request: Request) -> Response:
        """The rules of a campaign in force (``?ruleset=``, else the first) to be changed and tried."""
        self.catalogue.refresh()
        wanted = request.query_params.get("ruleset") or next(iter(self.catalogue.editions), "")
        edition = self.catalogue.find(wanted)
        if edition is None:
            raise RefusedRequest(404, [Problem("no-such-rules")])
        category = request.query_params.get("category", "")
        category = category if category in edition.programs else next(iter(edition.programs))
        language = page_language(request)
        texts = {
            "rules": await run_in_threadpool(_read_source, edition),
            "facts": outline_facts(edition.programs[category], language),
            "category": category,
            "as_of": "",
        }
        titles = tuple((one.id, one.title.within(language)) for one in edition.ruleset.categories)
        return self._write(request, texts, RuleTrial(categories=titles, category=category), is_tried=False)

    async def try_out(self, request: Request) -> Response:
        """What the posted rules say of the posted candidate."""
        posted = await read_post(request, 2 * (LONGEST_RULES + LONGEST_FACTS) * 3)
        texts = {name: posted.get(name, "") for name in _FIELDS}
        asked = {**texts, "language": page_language(request)}
        found = await self.reader.take_turn(partial(try_rules, asked))
        return self._write(request, texts, found, is_tried=True)

    def _write(self, request: Request, texts: Mapping[str, str], found: RuleTrial, *, is_tried: bool) -> Response:
        markup: Any = import_optional("markupsafe", extra="serve").Markup
        return self.frame.write(
            request,
            "playground.html",
            switch_form="try" if is_tried else "",
            texts=texts,
            found=found,
            is_tried=is_tried,
            explanation=markup(found.explanation),  # written by our own renderer, which escapes every text
        )


def _read_source(edition: Edition) -> str:
    """The file of the edition as it stands; what it came to, where the file is gone."""
    try:
        return Path(edition.ruleset.path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return edition.ruleset.canonical
