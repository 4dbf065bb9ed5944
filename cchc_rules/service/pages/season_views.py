"""A live season on pages: where every candidate stands now, what moved last, and why; it is looked at, not changed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.decisions.scoring import list_results
from cchc_rules.phrases import phrase
from cchc_rules.problems import Problem
from cchc_rules.reports.report import FAULTY, KINDS
from cchc_rules.season import Change, Session
from cchc_rules.service.pages.decision_views import describe_decision
from cchc_rules.service.pages.page_frame import PageFrame, page_language
from cchc_rules.service.refusals import RefusedRequest
from cchc_rules.values import Verdict

MOST_MOVES: Final = 50
"""Changes that are remembered for a page: what moved in the last minutes of a busy day."""

MOST_STANDINGS: Final = 1_000
REFRESH_SECONDS: Final = 15
"""How often a page is loaded anew, where its reader asked for that: one who reads slowly is left alone."""

_FAVOURABLE: Final = frozenset((Verdict.ELIGIBLE, Verdict.REACHED, Verdict.FULFILLED, Verdict.GRADED))


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A candidate as the page shows it; ``number`` is its place in the order they came, for its own page."""

    number: int
    id: str
    name: str
    kind: str
    verdict: str
    results: tuple[str, ...]


class WatchedSeason:
    """A season with its newest changes, each with the number it came as."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.count = 0
        self.changes: deque[tuple[int, Change]] = deque(maxlen=MOST_MOVES)
        session.subscribe(self._hear)

    def _hear(self, change: Change) -> None:
        self.count += 1
        self.changes.appendleft((self.count, change))


class SeasonViews:
    """The pages on seasons."""

    def __init__(self, frame: PageFrame, seasons: Mapping[str, Session]) -> None:
        self.frame = frame
        self.seasons = {name: WatchedSeason(session) for name, session in seasons.items()}

    async def list_all(self, request: Request) -> Response:
        """The seasons there are."""
        found = [(name, one.session) for name, one in self.seasons.items()]
        return self.frame.write(request, "seasons.html", seasons=found)

    async def one(self, request: Request) -> Response:
        """The standings as they are now; with ``?live=1`` the browser is asked to load them anew every so often."""
        watched, language = self._find(request), page_language(request)
        lines, counts = await run_in_threadpool(_list_standings, watched.session, language)
        is_live = request.query_params.get("live") == "1"
        made = self.frame.write(
            request,
            "season.html",
            name=request.path_params["season"],
            session=watched.session,
            lines=lines[:MOST_STANDINGS],
            count=len(lines),
            counts=counts,
            changes=[(number, one.describe(language).splitlines()) for number, one in tuple(watched.changes)],
            is_live=is_live,
            seconds=REFRESH_SECONDS,
        )
        if is_live:
            made.headers["refresh"] = str(REFRESH_SECONDS)
        return made

    async def candidate(self, request: Request) -> Response:
        """The decision on a candidate as it stands, by its number: an id would stand in the address."""
        watched, language = self._find(request), page_language(request)
        text, standings = request.query_params.get("number", ""), watched.session.standings()
        if not (text.isdecimal() and len(text) < 9 and 0 < int(text) <= len(standings)):
            raise RefusedRequest(404, [Problem("no-such-path")])
        decision = await run_in_threadpool(watched.session.decision, standings[int(text) - 1].candidate)
        described = await run_in_threadpool(describe_decision, decision, language)
        return self.frame.write(request, "standing.html", name=request.path_params["season"], **described)

    def _find(self, request: Request) -> WatchedSeason:
        found = self.seasons.get(request.path_params["season"])
        if found is None:
            raise RefusedRequest(404, [Problem("no-such-season")])
        return found


def _list_standings(session: Session, language: str) -> tuple[list[StandingLine], list[tuple[str, str, int]]]:
    """A line a candidate in the order they came, and how many stand how."""
    lines = []
    for number, one in enumerate(session.standings(), start=1):
        verdict = phrase("verdict.invalid" if one.provisional else f"verdict.{one.verdict.value}", language)
        kind = FAULTY if one.provisional else _find_kind(one.verdict)
        results = tuple(list_results(one.results.values(), language))
        lines.append(StandingLine(number, one.candidate, one.name or "", kind, verdict, results))
    counted = Counter((one.kind, one.verdict) for one in lines)
    return lines, [(kind, verdict, count) for (kind, verdict), count in counted.most_common()]


def _find_kind(verdict: Verdict) -> str:
    good, bad, open_, later = KINDS
    match verdict:
        case Verdict.UNDETERMINED:
            return open_
        case Verdict.DEFERRED:
            return later
        case _:
            return good if verdict in _FAVOURABLE else bad
