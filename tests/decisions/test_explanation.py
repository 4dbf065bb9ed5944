import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from cchc_rules import evaluate, evaluate_many, explain
from tests.decisions.generated import decisions, seeds
from tests.decisions.made import good, program

GOLDEN = Path(__file__).parent / "golden"
UNITS = [
    {"title": "Nội vụ", "on_time": 88, "counted": True},
    {"title": "Tư pháp", "on_time": 96, "counted": True},
    {"title": "Y tế", "on_time": 90, "counted": True},
]
CASES = {
    "eligible": good(),
    "ineligible": good(
        disciplined={"value": True, "by": "Phòng Nội vụ", "on": "2022-11-30", "evidence": "QĐ 12/QĐ-UBND"},
        reform_index="Trung bình",
        staff_good=7,
        registered_on="05/5/2022",
        units=UNITS,
        score=1234.25,
        cooperates=False,
    ),
    "undetermined": good(indexed=None, reform_index=None, staff=None, units=[{"title": "Y tế"}], cooperates=None),
    "void": good(staff=0, staff_good=0, units=[]),
    "not-applicable": good(indexed=False, reform_index=None, cooperates=False, ideas=None),
}


def golden(name, language):
    """The file that holds what is said of a case."""
    return GOLDEN / f"{name}.{language}.txt"


def said(name, language):
    """Everything said of a case; ``python -m tests.decisions.rewrite_golden`` writes it anew."""
    decision = evaluate(program(), CASES[name])
    reasons = "".join(f"{line}\n" for line in decision.reasons(language))
    short, full = explain(decision, language), explain(decision, language, full=True)
    return f"{short}\n======== full ========\n\n{full}\n======== reasons ========\n\n{reasons}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", CASES)
def test_explanations_read_as_agreed(name, language):
    """The short and the full text of each case are those of the golden file."""
    assert golden(name, language).read_text(encoding="utf-8") == said(name, language)


@pytest.mark.parametrize(
    ("decides", "words"),
    [("eligibility", "đủ điều kiện"), ("targets", "đạt chỉ tiêu"), ("duties", "thực hiện đầy đủ")],
)
def test_the_verdict_is_worded_by_what_the_ruleset_decides(decides, words):
    """Nobody reads "eligible" out of a plan."""
    assert f"Phường Thử (DV-01): {words}" == str(explain(evaluate(program(decides), good()))).splitlines()[0]


def test_what_the_text_leaves_open_is_printed_with_a_favourable_verdict():
    """The partial note stands under every favourable verdict, and under no other."""
    favourable, unfavourable = evaluate(program(), good()), evaluate(program(), good(disciplined=True))
    assert "Lưu ý: Còn phải theo quy định khác" in str(explain(favourable))
    assert "Lưu ý: Còn phải theo quy định khác" not in str(explain(unfavourable))


def test_a_provisional_decision_says_so_and_lists_its_problems():
    """Faulty facts are named under the verdict."""
    (result,) = evaluate_many(program(), [good(score="nhiều")])
    said = str(explain(result.decision))
    assert "Chưa kết luận vì dữ liệu có lỗi" in said
    assert "Dữ liệu có lỗi" in said


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


HOSTILE = "\"><img src=x onerror=alert(1)> [a](javascript:x) `x` *b* | # & </article>'"


def test_html_escapes_what_comes_from_facts():
    """Neither a name nor an id nor a member can add an element or an attribute."""
    units = [{"title": HOSTILE, "on_time": 10, "counted": True}]
    decision = evaluate(program(), good(id=HOSTILE, name=HOSTILE, units=units))
    seen = _Seen()
    seen.feed(explain(decision, full=True).html())
    assert {"article", "h2", "h3", "p", "div", "section", "ul", "li"} >= {tag for tag, _ in seen.tags}
    allowed = {"class", "lang", "data-id", "data-outcome"}
    assert all(attrs.keys() <= allowed for _, attrs in seen.tags)
    assert HOSTILE == next(attrs["data-id"] for tag, attrs in seen.tags if tag == "h2")


def test_markdown_escapes_what_comes_from_facts():
    """No markup character of a name survives unescaped."""
    decision = evaluate(program(), good(name=HOSTILE))
    heading = explain(decision).markdown().splitlines()[0]
    assert re.search(r"(?<!\\)[\[\]`*|<>]", heading) is None


def test_the_same_reason_is_told_once():
    """A cause that several criteria share is explained under the first and referred to under the others."""
    said = str(explain(evaluate(program(), good(cooperates=None, ideas=False, units=None))))
    assert 1 == said.count("Chưa có danh sách “Các đơn vị”")


def test_the_tree_is_the_same_in_both_languages():
    """Another language only changes the words."""

    def bare(block):
        return block["role"], block.get("id"), block.get("outcome"), [bare(part) for part in block.get("parts", [])]

    explanation = explain(evaluate(program(), CASES["ineligible"]), full=True)
    assert bare(explanation.to_dict()) == bare(explanation.within("en").to_dict())


def test_another_language_is_refused():
    """Only Vietnamese and English are spoken."""
    with pytest.raises(ValueError, match="fr"):
        explain(evaluate(program(), good()), "fr")


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_every_decision_can_be_explained(seed):
    """Words are found for whatever the language can express, in both languages and every form."""
    for decision, _ in decisions(seed, 3):
        for language in ("vi", "en"):
            explanation = explain(decision, language, full=True)
            assert str(explanation) and explanation.markdown() and explanation.html() and explanation.to_dict()
            assert all(decision.reasons(language))


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_shared_texts_are_those_of_the_decision_alone(seed):
    """A text taken from what equal candidates share is the one this decision's own trace gives."""
    for decision, _ in decisions(seed, 8):
        assert decision.reasons() == tuple(finding.reason() for finding in decision.findings)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_faulty_data_are_never_headed_by_a_favourable_verdict(language):
    """What would be favourable with faulty values unknown is headed as invalid data, in every form."""
    rows = [good(id="A", units=[{"title": "Nội vụ", "on_time": 97, "counted": True}], score=2000, ideas="Rồi")]
    (result,) = evaluate_many(program(), rows)
    assert result.decision is not None and result.decision.favourable and result.problems
    explanation = explain(result.decision, language, full=True)
    heading = str(explanation).splitlines()[0]
    assert heading.endswith({"vi": "dữ liệu không hợp lệ", "en": "invalid data"}[language])
    assert 'data-outcome="invalid"' in explanation.html().split("</h2>")[0]
    favourable = {"vi": "đủ điều kiện", "en": "eligible"}[language]
    assert favourable not in str(explanation).replace("không đủ điều kiện", "")
