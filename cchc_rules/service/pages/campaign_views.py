"""The pages on campaigns: the list of those in force, and one with its criteria, clauses and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.decisions.decision import Finding
from cchc_rules.language.ruleset import Clause, Criterion, Ruleset
from cchc_rules.pages.campaign_words import condition, findings
from cchc_rules.problems import Problem
from cchc_rules.service.catalogue import Catalogue, order_versions
from cchc_rules.service.pages.page_frame import PageFrame, list_messages, page_language
from cchc_rules.service.refusals import RefusedRequest


@dataclass(frozen=True, slots=True)
class AskedCriterion:
    """A criterion as its campaign's page shows it: what it asks for, of whom, and where that stands."""

    title: str
    applies: str
    asks: str
    group: str
    least: int
    defers: bool
    clauses: tuple[Clause, ...]
    members: tuple[AskedCriterion, ...]


@dataclass(frozen=True, slots=True)
class CampaignViews:
    """The pages on campaigns."""

    frame: PageFrame
    catalogue: Catalogue

    async def list_all(self, request: Request) -> Response:
        """Every campaign in force, and what is wrong with a file that was refused."""
        self.catalogue.refresh()
        language = page_language(request)
        highest = {one.ruleset.id: self.catalogue.find(one.ruleset.id) for one in self.catalogue}
        refused = [list_messages(problems, language) for problems in self.catalogue.refused.values()]
        return self.frame.write(
            request,
            "campaigns.html",
            campaigns=[one.ruleset for one in highest.values() if one is not None],
            refused=refused,
        )

    async def one(self, request: Request) -> Response:
        """A campaign: its categories with the tree of criteria, then clauses, and what is not decided here."""
        self.catalogue.refresh()
        edition = self.catalogue.find(request.path_params["ruleset"], request.query_params.get("version") or None)
        if edition is None:
            raise RefusedRequest(404, [Problem("no-such-rules")])
        ruleset, language = edition.ruleset, page_language(request)
        trees = await run_in_threadpool(_ask_of_all, ruleset, language)
        versions = sorted(self.catalogue.editions.get(ruleset.id, {}), key=order_versions, reverse=True)
        return self.frame.write(
            request,
            "campaign.html",
            ruleset=ruleset,
            trees=trees,
            versions=versions,
            asked_version=request.query_params.get("version", ""),
            partial=[one for one in (ruleset.partial, *(each.partial for each in ruleset.categories)) if one],
        )


def _ask_of_all(ruleset: Ruleset, language: str) -> dict[str, list[AskedCriterion]]:
    trees = {}
    for category in ruleset.categories:
        found = findings(ruleset, category.id)
        trees[category.id] = [_describe(one, found, language) for one in category.criteria]
    return trees


def _describe(criterion: Criterion, found: Mapping[str, Finding], language: str) -> AskedCriterion:
    """The criterion and its members. Recursion follows the nesting the language caps."""
    trace: Any = found[criterion.id].trace if criterion.id in found else None
    applies = "" if trace is None or trace.applies is None else condition(trace.applies).within(language)
    asks = "" if trace is None or trace.require is None else condition(trace.require).within(language)
    title = criterion.title.within(language)
    return AskedCriterion(
        title,
        applies,
        "" if asks == title else asks,
        criterion.group,
        criterion.least,
        criterion.defers,
        criterion.clauses,
        tuple(_describe(one, found, language) for one in criterion.members),
    )
