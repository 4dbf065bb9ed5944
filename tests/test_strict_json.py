"""The strict JSON reader: what JSON means is read, what says one thing twice or nothing can hold is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.strict_json import JSON_DEPTH, JsonError, read_strict

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(10**29), 10**29) | TEXTS | st.floats(allow_nan=False).filter(abs)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


@given(VALUES.filter(lambda value: value not in (float("inf"), float("-inf"))), st.booleans())
def test_what_json_writes_is_read(value, ascii_only):
    """Any value written by the standard library comes back equal, from text and from bytes."""
    try:
        text = json.dumps(value, ensure_ascii=ascii_only, allow_nan=False)
    except ValueError:  # an infinite number somewhere inside
        return
    assert value == read_strict(text)
    assert value == read_strict(text.encode())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json-syntax"),
        ("{", "json-syntax"),
        ('{"a": 1,}', "json-syntax"),
        ("01", "json-syntax"),
        ("[1] 2", "json-syntax"),
        ('"\t"', "json-syntax"),
        ('{"a": 1, "a": 1}', "json-doubled-key"),
        ('[{"b": {"a": 1, "\\u0061": 1}}]', "json-doubled-key"),
        ("NaN", "json-number"),
        ('{"a": [-Infinity]}', "json-number"),
        ("1e400", "json-number"),
        ("-1e400", "json-number"),
        ("1e-400", "json-number"),
        ("[1e99999999999999999999]", "json-number"),
        ("1e-99999999999999999999", "json-number"),
        ('"\\ud800"', "half-character"),
        ('{"\\udfff": 1}', "half-character"),
        ("[" * (JSON_DEPTH + 1) + "]" * (JSON_DEPTH + 1), "json-depth"),
        ("[" * 100_000, "json-depth"),
        (b'"\xc3"', "json-encoding"),
        (b"\xff\xfe1\x00", "json-encoding"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, code):
    """Each fault has its code, and one family of errors."""
    with pytest.raises(JsonError) as caught:
        read_strict(text, file="x.json", first_line=3)
    assert [code] == [problem.code for problem in caught.value.problems]
    assert all("x.json" in problem.render("vi") for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0e-999", 0),
        ("-0.0", 0),
        ("0.10000000000000001", 0.1),
        ("0.100000000000000011", Decimal("0.100000000000000011")),
        ("89.99999999999999999", Decimal("89.99999999999999999")),
        ("9" * 31, Decimal("9" * 31)),
        ('"\\ud83d\\ude00"', "😀"),
    ],
)
def test_no_number_is_rounded_before_it_is_read(text, value):
    """Up to 17 digits are the double they print, more stay as written for the reader of facts to refuse."""
    found = read_strict(text)
    assert value == found
    assert type(value) is type(found) or value == 0


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(content):
    """Whatever the bytes are, nothing but JsonError comes out."""
    with suppress(JsonError):
        read_strict(content)
