from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.text import (
    Spellings,
    Suggestion,
    fold_case,
    invisible,
    legacy_encoding,
    lookalike,
    nearest,
    normalise,
    skeleton,
    visible,
)

SCALE = ("Trung bình", "Khá", "Tốt")
RATINGS = (
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
)


@given(st.text())
def test_normalising_is_idempotent(text: str) -> None:
    """Normalising or folding twice changes nothing more, and folding sees through normalising."""
    assert normalise(text) == normalise(normalise(text))
    assert fold_case(text) == fold_case(fold_case(text)) == fold_case(normalise(text))


@given(
    st.sampled_from((*SCALE, *RATINGS)),
    st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")),
    st.sampled_from("  \u00a0\u3000\t"),
)
def test_one_label_in_any_form(label: str, form: str, space: str) -> None:
    """Unicode form, kind of space and case do not tell labels apart; no two labels become one."""
    written = space + unicodedata.normalize(form, label.replace(" ", space * 2)).upper()
    assert [label] == [other for other in (*SCALE, *RATINGS) if fold_case(other) == fold_case(written)]
    assert label == normalise(space + unicodedata.normalize(form, label))


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "Hoà"), ("kỷ luật", "kỉ luật"), ("đ", "ð"), ("K", "К"), ("Khá", "Kha")]
)
def test_spellings_that_stay_apart(one: str, other: str) -> None:
    """Tone placement, i and y, look-alike letters and marks are never folded away: they would be a guess."""
    assert fold_case(one) != fold_case(other)


@pytest.mark.parametrize(
    ("word", "options", "expected"),
    [
        ("Kha", SCALE, "Khá"),
        ("tot", SCALE, "Tốt"),
        ("Кhá", SCALE, "Khá"),
        ("Khá\u200b", SCALE, "Khá"),
        ("trung binh", SCALE, "Trung bình"),
        ("Xuất sắc", SCALE, None),
        ("", SCALE, None),
        ("Khá" * 100, SCALE, None),
        ("HTTNV", RATINGS, "Hoàn thành tốt nhiệm vụ"),
        ("HT", ("Hoàn thành", "Hoàn tất"), None),
        ("ỷ", ("ỳ", "ỷ"), "ỷ"),
        ("Hoàn thành  NHIỆM vụ", RATINGS, "Hoàn thành nhiệm vụ"),
        ("head_disiplined", ("indexed", "head_disciplined"), "head_disciplined"),
        ("a", (), None),
        ("Chưa hoàn thành nhiệm vụ", ("Hoàn thành nhiệm vụ",), None),
        ("Không hoan thành", ("Không hoàn thành", "Hoàn thành"), "Không hoàn thành"),
        ("Quý 3", ("Quý 1", "Quý 2"), None),
        ("Quy 1", ("Quý 1", "Quý 2"), "Quý 1"),
        ("chỉ số năm 2021", ("Chỉ số năm 2022",), None),
    ],
)
def test_nearest(word: str, options: tuple[str, ...], expected: str | None) -> None:
    """The nearest option leaves marks and case for last, knows initials, and is None when nothing is near."""
    assert expected == nearest(word, options)


def test_a_suggestion_is_sought_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand problems of one word cost one search, and none while nobody reads them."""
    sought = []
    monkeypatch.setattr("cchc_rules.text.skeleton", lambda text: sought.append(text) or skeleton(text))
    among = Spellings([f"Phường {name}" for name in "ABCDE"])
    suggestions = [Suggestion("Phuong A", among) for _ in range(10_000)]
    assert [] == sought
    assert {"Phường A"} == set(suggestions)
    assert sought.count("Phuong A") <= 2
    assert "Phường A" == pickle.loads(pickle.dumps(suggestions[0])) == f"{suggestions[0]}"
    assert not Suggestion("zzz", among)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khá\u200b", "U+200B"),
        ("\ufeffKhá", "U+FEFF"),
        ("a\x00", "U+0000"),
        ("a\u00ad", "U+00AD"),
        ("a\u3164", "U+3164"),
        ("a\ufe0f", "U+FE0F"),
        ("a\ud800", "U+D800"),
        ("a\tb\u00a0c\u3000\n", None),
        ("Đơn vị số 1", None),
    ],
)
def test_invisible(text: str, expected: str | None) -> None:
    """Characters that do not show are found; spaces of any kind are not among them."""
    assert expected == invisible(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Кhá", "К"), ("ðơn vị", "ð"), ("１２", "１"), ("5 m²", "²"), ("Đơn vị", None), ("a\u00a0b", None), ("abc", None)],
)
def test_lookalike(text: str, expected: str | None) -> None:
    """Letters and digits that only look ordinary are found."""
    assert expected == lookalike(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoµn thµnh tèt nhiÖm vô", "TCVN3"),
        ("®¬n vÞ", "TCVN3"),
        ("Hoaøn thaønh toát nhieäm vuï", "VNI"),
        ("Hoàn thành tốt nhiệm vụ", None),
        ("Đơn vị sự nghiệp công lập", None),
        ("François, 25°C, m², Acme®", None),
        ("plain", None),
    ],
)
def test_legacy_encoding(text: str, expected: str | None) -> None:
    """Text typed in TCVN3 or VNI fonts is known by character pairs Vietnamese cannot have."""
    assert expected == legacy_encoding(text)


@given(st.text(st.characters(codec="utf-8", categories=["Ll", "Lu", "Nd"])))
def test_visible_text_is_short_and_plain(text: str) -> None:
    """Shown text has at most the length asked for and no invisible characters."""
    assert len(visible(text, longest=10)) <= 10
    assert invisible(visible(text)) is None


def test_skeleton() -> None:
    """The skeleton leaves marks, case and look-alikes out."""
    assert skeleton("Đơn vị  KHÔNG ðạt") == "don vi khong dat"
