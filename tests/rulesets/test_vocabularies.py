"""Forms of discipline: never disciplined is the lightest level of the newest version, and on no level of the first."""

from __future__ import annotations

import pytest

import cchc_rules as cr
from cchc_rules.language.documents.folders import find_shipped_root
from cchc_rules.language.loader import load_text

NEVER = "Không bị kỷ luật"
SCALES = [
    ("disciplinary-forms-2020", f"discipline-{who}")
    for who in (
        "official-2020",
        "civil-servant-2020",
        "leader-2020",
        "public-employee-2020",
        "worker-2019",
        "party",
    )
] + [("disciplinary-forms-2025", f"discipline-{who}-2025") for who in ("official", "civil-servant", "leader")]
RULESET = """\
language: 1
id: example
version: 1.0.0
title: {{vi: Ví dụ, en: Example}}
issuer: {{vi: Phường, en: Ward}}
decides: eligibility
vocabulary: [{{name: {vocabulary}, version: {version}}}]
sources:
  notice: {{title: {{vi: Thông báo, en: Notice}}, clauses: {{c: {{at: Mục 1, says: {{vi: a, en: b}}}}}}}}
categories:
  person:
    title: {{vi: Người, en: Person}}
    facts:
      form: {{type: grade, scale: {scale}, label: {{vi: Hình thức kỷ luật, en: Discipline}}}}
    criteria:
      - {{id: light, title: {{vi: Nhẹ, en: Light}}, source: notice/c, require: form < "Khiển trách"}}
"""


def verdict(vocabulary: str, version: str, scale: str, form: str) -> str:
    """The verdict on a person whose form of discipline has to be lighter than Khiển trách."""
    forms = load_text(RULESET.format(vocabulary=vocabulary, version=version, scale=scale), rulesets=find_shipped_root())
    return cr.evaluate(cr.compile(forms, "person"), {"form": form}).verdict.value


@pytest.mark.parametrize(("vocabulary", "scale"), SCALES)
def test_who_was_never_disciplined_is_below_every_form(vocabulary: str, scale: str) -> None:
    """On every scale of version 2.0.0 the lowest level is “never disciplined”, and `Không` says it."""
    said = [verdict(vocabulary, "2.0.0", scale, form) for form in (NEVER, "Không", "Khiển trách")]
    assert ["eligible", "eligible", "ineligible"] == said


@pytest.mark.parametrize(("vocabulary", "scale"), SCALES)
def test_the_first_version_stays_loadable(vocabulary: str, scale: str) -> None:
    """A ruleset that names version 1.0.0 decides as it did: “never disciplined” is on no level."""
    assert "ineligible" == verdict(vocabulary, "1.0.0", scale, NEVER)
