"""The digest of a ruleset: what moves it and what does not."""

from __future__ import annotations

import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.language.loader import load_text
from tests.test_loader import self_contained


def shuffled(tree: object, chance: random.Random) -> object:
    """The tree with the keys of every mapping in another order."""
    if isinstance(tree, dict):
        keys = list(tree)
        chance.shuffle(keys)
        return {key: shuffled(tree[key], chance) for key in keys}
    return [shuffled(value, chance) for value in tree] if isinstance(tree, list) else tree


@given(st.randoms(use_true_random=False), st.sampled_from([None, True, False]), st.sampled_from([40, 400]))
@settings(max_examples=25, deadline=None)
def test_layout_does_not_move_the_digest(chance: random.Random, flow: bool | None, width: int) -> None:
    """Order of keys, flow or block style, folding and quoting leave the digest as it is."""
    tree = yaml.load(self_contained(), yaml.BaseLoader)
    text = yaml.dump(shuffled(tree, chance), default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False)
    for quoted in ("1", "70.50", "2021", "2022", "true", "2"):
        text = text.replace(f"'{quoted}'", quoted)
    assert load_text(text).digest == load_text(self_contained()).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("70.50", "70.5"),
        ("source: text/one", "source: [text/one]"),
        ("well: rated", "well: {is: rated"),
        ("rated >= ", "rated   >= "),
        ("language: 1\n", "# a remark\nlanguage: 1\n\n"),
        ("type: percent,", "type: percent, many: false,"),
        ("key: year", "key: year\n        min_items: 1"),
        ("{at: Điều 1,", "{at: {vi: Điều 1, en: Điều 1},"),
        ("source: text/two", "source: [text/two]"),
        ("sheet: Năm", "sheet: {vi: Năm, en: Năm}"),
    ],
)
def test_spelling_does_not_move_the_digest(old: str, new: str) -> None:
    """Line ends, trailing zeros, shorthands, spaces, remarks and stated defaults leave the digest as it is."""
    text = self_contained().replace(old, new, 1 if old != "\n" else -1)
    text = text.replace('{is: rated >= "Khá"', '{is: rated >= "Khá"}')
    assert load_text(text).digest == load_text(self_contained()).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("70.50", "70.51"),
        ("[2021, 2022]", "[2022, 2021]"),
        ('>= "Khá"', '>= "Tốt"'),
        ("well and asked", "well or asked"),
        ("n: 1\n", "n: 2\n"),
        ("Điều 1", "Điều 2"),
        ("decimals: 2", "decimals: 3"),
        ("decides: eligibility", "decides: targets"),
        ("id: rating", "id: ratings"),
        ("version: 1.0.0\n", "version: 1.0.1\n"),
        ("[Đạt]", "[Tốt]"),
        ("source: [text/one, text/two]", "source: [text/two, text/one]"),
        ("sheet: Năm", "sheet: Các năm"),
        ("negative: {vi: không hỏi", "negative: {vi: chưa hỏi"),
        ("short: {vi: Tỷ lệ", "short: {vi: TL"),
        ("mới đạt", "đạt"),
        ("changeable: up", "changeable: down"),
        ("changeable: up, ", ""),
        ("settles: {asked: true}", "settles: {asked: false}"),
        ("{type: grade, scale: grade,", "{type: grade, scale: grade, kind: judged,"),
    ],
)
def test_meaning_and_words_move_the_digest(old: str, new: str) -> None:
    """Every change of meaning or of what people read changes the digest."""
    assert load_text(self_contained().replace(old, new)).digest != load_text(self_contained()).digest
