"""Which fields of a form are asked, in what order and why: those that the verdict still hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc_rules.analysis.fact_questions import FactQuestion, find_questions
from cchc_rules.phrases import phrase
from cchc_rules.service.pages.form_fields import FormField
from cchc_rules.service.pages.form_looks import LookedAnswers
from cchc_rules.service.pages.form_places import find_path_field


@dataclass(frozen=True, slots=True)
class AskedFields:
    """The reasons of fields that are asked now, by name; the facts to be asked in order, and those asked later."""

    reasons: Mapping[str, str]
    order: Mapping[str, int]
    later: frozenset[str]

    @staticmethod
    def of(looked: LookedAnswers, language: str) -> AskedFields:
        """What is asked of a candidate as it stands; nothing once its verdict does."""
        found = () if looked.result.decision is None else find_questions(looked.result.decision)
        program, reasons, order = looked.answers.program, dict[str, str](), dict[str, int]()
        for one in found:
            if not one.waits:
                reasons[find_path_field(one.path, program, looked.facts)] = _write_why(one, language)
                order.setdefault(one.path.partition("[")[0], len(order))
        later = {one.path.partition("[")[0] for one in found} - order.keys()
        return AskedFields(reasons, order, frozenset(later))

    def group(self, fields: Sequence[FormField]) -> dict[str, list[FormField]]:
        """The fields that are asked, the first question first; those answered; those asked later; the others."""
        groups: dict[str, list[FormField]] = {"asked": [], "answered": [], "later": [], "rest": []}
        for one in fields:
            name = one.name.partition(".")[2]
            if one.has_questions and (one.members or not one.is_answered):
                groups["asked"].append(one)
            elif one.is_answered:
                groups["answered"].append(one)
            else:
                groups["later" if name in self.later else "rest"].append(one)
        groups["asked"].sort(key=lambda one: self.order.get(one.name.partition(".")[2], len(self.order)))
        return groups


def _write_why(question: FactQuestion, language: str) -> str:
    """Which criteria hang on it; empty where the only one is called as the fact is."""
    titles = list(dict.fromkeys(one.title.within(language) for one in question.reasons))
    if titles in ([], [question.fact.label.within(language)]):
        return ""
    key = "web.why.gates" if question.gates else "web.why" if len(titles) == 1 else "web.why.several"
    return phrase(key, language, criteria="; ".join(titles))
