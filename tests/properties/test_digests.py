"""P13: a digest is that of the meaning and the words, not of the layout, the process or the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from random import Random

import pytest
import yaml

from cchc_rules.language.loader import load_text
from cchc_rules.program.compiler import compile
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.programs import sample
from tests.generation.results import scored_sample
from tests.properties.test_order import shuffled

BODY = {
    "scales": {"s": {"levels": ["Trung bình", "Khá", "Tốt"], "unranked": ["Không xếp loại"]}},
    "parameters": {"least": {"type": "percent", "value": 70}, "day": {"type": "date", "value": "2022-05-05"}},
    "facts": {"a": "boolean", "g": {"type": "grade", "scale": "s"}, "n": {"type": "integer", "min": 0}, "on": "date"},
    "define": {"enough": 'n >= param["least"]'},
    "checks": {"small": "n <= 1000"},
    "criteria": {
        "x": "a and enough",
        "y": {"applies": "not a", "require": 'g >= "Khá"'},
        "z": {"any": {"early": 'on < param["day"]', "many": "n >= 90"}},
    },
}
WHOLE = document(BODY)
ROOT = Path(__file__).parents[2]


def digest(source):
    """The digest of a ruleset given as text."""
    return load_text(source).digest


def block(whole):
    """The document in block style with comments."""
    plain = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=10_000)
    lines = [f"{line}" for line in plain.splitlines()]
    return "# a comment\n\n" + "\n".join(lines) + "\n# another\n"


def test_layout_does_not_change_the_digest():
    """Block or flow style, comments, blank lines, CRLF and a final line end leave the digest alone."""
    expected = digest(text(WHOLE))
    variants = [block(WHOLE), block(WHOLE).replace("\n", "\r\n"), text(WHOLE) + "\n\n", "# c\n" + text(WHOLE)]
    assert [expected] * len(variants) == [digest(variant) for variant in variants]


def test_decomposed_letters_do_not_change_the_digest():
    """NFD text is the same text as NFC."""
    assert digest(text(WHOLE)) == digest(unicodedata.normalize("NFD", text(WHOLE)))


def test_bytes_and_text_have_one_digest():
    """UTF-8 bytes, with a byte order mark or without, are the text they spell."""
    expected = digest(text(WHOLE))
    assert expected == digest(text(WHOLE).encode())
    assert expected == digest(text(WHOLE).encode("utf-8-sig"))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_unordered_keys_does_not_change_the_digest(seed):
    """Keys of one record (a fact, a criterion, the head) may come in any order."""
    rng = Random(seed)
    whole = dict(WHOLE)
    keys = rng.sample(list(whole), len(whole))
    moved = {key: whole[key] for key in keys}
    moved["categories"] = {
        id: {
            **{key: one[key] for key in rng.sample(list(one), len(one))},
            "criteria": [shuffled(c, rng, members=False) for c in one["criteria"]],
        }
        for id, one in whole["categories"].items()
    }
    assert digest(text(whole)) == digest(text(moved))


def mutations():
    """Documents that each mean or say something else."""
    for path, value in [
        (("version",), "1.0.1"),
        (("decides",), "duties"),
        (("title", "en"), "another"),
        (("scales", "s", "levels"), ["Khá", "Trung bình", "Tốt"]),
        (("scales", "s", "unranked"), []),
        (("parameters", "least", "value"), 70.5),
        (("parameters", "day", "value"), "2022-05-06"),
        (("categories", CATEGORY, "facts", "n", "min"), 1),
        (("categories", CATEGORY, "define", "enough"), 'n > param["least"]'),
        (("categories", CATEGORY, "checks", 0, "require"), "n <= 1001"),
        (("categories", CATEGORY, "criteria", 0, "require"), "a or enough"),
        (("categories", CATEGORY, "criteria", 0, "id"), "w"),
        (("categories", CATEGORY, "criteria", 1, "applies"), "a"),
        (("categories", CATEGORY, "criteria", 2, "any", 1, "require"), "n >= 90.5"),
        (("sources", "text", "clauses", "one", "says", "vi"), "khác"),
    ]:
        yield pytest.param(path, value, id="/".join(map(str, path)))


def changed(value, path, new):
    """The document with one place changed."""
    head, *rest = path
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[head] = changed(value[head], rest, new) if rest else new
    return copy


@pytest.mark.parametrize(("path", "value"), list(mutations()))
def test_every_change_of_meaning_or_words_changes_the_digest(path, value):
    """One changed threshold, word, level, order of levels, id or operator gives another digest."""
    assert digest(text(WHOLE)) != digest(text(changed(WHOLE, path, value)))


def test_programs_differ_by_category_and_parameters():
    """A program's digest covers the parameters it was compiled with, however they were given."""
    ruleset = load_text(text(WHOLE))
    plain = compile(ruleset, CATEGORY)
    assert plain.digest == compile(ruleset, CATEGORY, parameters={"least": 70}).digest
    assert plain.digest == compile(ruleset, CATEGORY, parameters={"least": 70.0}).digest
    assert plain.digest != compile(ruleset, CATEGORY, parameters={"least": 71}).digest


def test_two_categories_of_the_same_words_have_two_digests():
    """A program is that of its category: what was decided of an agency is no decision on a unit."""
    same = WHOLE["categories"][CATEGORY]
    ruleset = load_text(text({**WHOLE, "categories": {"agency": same, "unit": same}}))
    digests = [compile(ruleset, category).digest for category in ("agency", "unit", "agency")]
    assert digests[0] == digests[2] != digests[1]


SCRIPT = """
from tests.generation.programs import sample
from tests.generation.results import scored_sample
from tests.generation.results import scored_sample
print([sample(seed).program().digest for seed in (1, 2, 3)])
print([[one.name for one in scored_sample(seed).program().results] for seed in range(12)])
"""


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_hash_seed_does_not_change_the_digest(hash_seed):
    """Another process with another PYTHONHASHSEED gives the same digests, and results in the same order."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    digests, orders = found.stdout.splitlines()
    assert str([sample(seed).program().digest for seed in (1, 2, 3)]) == digests
    assert str([[one.name for one in scored_sample(seed).program().results] for seed in range(12)]) == orders
