"""Many candidates over the wire: each row answered, bad ones as invalid, with the counts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from cchc_rules.decisions.footing import plain_footing
from cchc_rules.program.program import Program
from cchc_rules.reports.texts import result_row
from cchc_rules.service.decisions import Decisions, answer, tag
from cchc_rules.service.sent_rows import LINES, RowReader, SentRows
from cchc_rules.service.wire import language_of


@dataclass(frozen=True, slots=True)
class Batches:
    """The path that takes many candidates."""

    decisions: Decisions
    reader: RowReader

    async def batch(self, request: Request) -> Response:
        """A result for each row in order, a bad row as ``invalid``, and the counts."""
        program, language = self.decisions.find_program(request), language_of(request)
        return await self.reader.take(request, program, partial(_answer_rows, program, language))


def _answer_rows(program: Program, language: str, sent: SentRows) -> Response:
    """JSON Lines are answered with JSON Lines, a line a candidate, then the closing line: rows read are answered."""
    if not sent.are_lines:
        rows = [result_row(result, language, reasons=True) for result in sent.results]
        counts = dict(Counter(row["verdict"] for row in rows))
        remarks = [problem.to_dict(language) for problem in sent.remarks]
        return answer(
            program, {**plain_footing(program, sent.as_of), "counts": counts, "remarks": remarks, "results": rows}
        )
    lines, statuses = [], Counter[str]()
    for result in sent.results:
        statuses[result.status] += 1
        lines.append(json.dumps(result_row(result, language, reasons=True), ensure_ascii=False))
    closing = {**plain_footing(program, sent.as_of), "rows": sent.count, "counts": dict(statuses)}
    lines.append(json.dumps(closing, ensure_ascii=False))
    content = "\n".join(lines) + "\n"
    return Response(content.encode(), media_type=LINES[0], headers={"etag": tag(program)})
