"""Strict YAML: what is read, what is refused and where, and that nothing but our own error comes out."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_rules.language.documents.folders import find_shipped_root
from cchc_rules.language.documents.yaml_reader import read, read_yaml
from cchc_rules.problems import RulesetError
from tests.generation.yaml_texts import disagreement, drawn_text


def problems(text: str | bytes) -> list[tuple[str, str]]:
    """Code (with variant) and line:column of every problem of a text."""
    return [(problem.key, str(problem.where).removeprefix("f:")) for problem in read(text, "f").problems]


def content(text: str | bytes) -> object:
    """The content of a text without problems."""
    return read_yaml(text, "f")[0]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "Yes",
        "12:30",
        "010",
        "1_000",
        "1e3",
        ".nan",
        "2022-02-30",
        "~",
        "True",
        "0x1F",
        "+1",
        ".5",
        "5.",
        "1,5",
    ],
)
def test_other_scalars_stay_text(text: str) -> None:
    """A plain scalar that is no null, truth, integer or decimal is the text as written."""
    assert {"a": text} == content(f"a: {text}")


def test_plain_scalars_with_a_meaning() -> None:
    """null, true, false, integers and decimals are read, exactly, and quotes keep them text."""
    text = 'a: [null, true, false, -12, 0.10, 0]\nb: ["null", \'true\', "12"]\nc:\n'
    expected = {"a": [None, True, False, -12, Decimal("0.10"), 0], "b": ["null", "true", "12"], "c": None}
    assert expected == content(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", [("duplicate-key", "3:1")]),
        ("'é': 1\n'e\u0301': 2", [("duplicate-key", "2:1")]),
        ("a: &x 1", [("yaml-anchor", "1:4")]),
        ("a: *x", [("yaml-alias", "1:4")]),
        ("<<: {b: 1}", [("yaml-merge", "1:1")]),
        ("a: !!binary aaaa", [("yaml-tag", "1:4")]),
        ("a: ! b", [("yaml-tag", "1:4")]),
        ("%YAML 1.2\n---\na: 1", [("yaml-directive", "1:1")]),
        ("a: 1\n---\nb: 2", [("second-document", "2:1")]),
        ("1: a\ntrue: b\nnull: c\n1.5: d", [("key-not-text", f"{line}:1") for line in range(1, 5)]),
        ("? [a]\n: b", [("key-not-text.collection", "1:3")]),
        ("a\u200bb: 1", [("invisible-character", "1:2")]),
        ('"a\\u200bb": 1', [("invisible-character", "1:1")]),
        ('a: "\\0"', [("control-character", "1:4")]),
        ("a: \x07", [("control-character", "1:4")]),
        ("", [("empty-document", "1:1")]),
        ("# nothing", [("empty-document", "1:1")]),
        ("a: b: c", [("yaml-syntax.colon", "1:5")]),
        ("a:\n\t- b", [("yaml-syntax.tab", "2:1")]),
        ("a: [b", [("yaml-syntax.unclosed", "1:6")]),
        ('a: "b', [("yaml-syntax.unclosed-quote", "1:6")]),
        ("a: @b", [("yaml-syntax.character", "1:4")]),
        ('a: "\\q"', [("yaml-syntax.escape", "1:6")]),
        ('a: "\\UFFFFFFFF"', [("yaml-syntax", "1:7")]),
        ("a: 1\n b: 2", [("yaml-syntax.colon", "2:3")]),
        ("a:\n  b: 1\n c: 2", [("yaml-syntax.indent", "3:2")]),
        ("a: 1\nb\nc: 2", [("yaml-syntax.no-colon", "3:1")]),
        ("{require: x in [1, 2]}", [("yaml-syntax.cut", "1:16")]),
        ("{require: percent(a, b) >= 1, id: c}", [("cut-text", "1:11")]),
        ("{vi: Cơ quan, đơn vị, tổ chức, en: b}", [("cut-text", "1:6")]),
        ('require: x == "a # b"', [("cut-text.comment", "1:10")]),
        ("a: " + "1" * 31, [("number-too-long", "1:4")]),
        ("a: " + "x" * (64 * 1024 + 1), [("text-too-long", "1:4")]),
        ("x" * 257 + ": 1", [("key-too-long", "1:1")]),
        ("[" * 33 + "]" * 33, [("too-deep", "1:33")]),
        ("x" * (1024 * 1024 + 1), [("file-too-large", "1:1")]),
        ("a: é".encode("latin-1"), [("not-utf-8", "1:4")]),
        ("a: b".encode("utf-16"), [("not-utf-8.known", "1:1")]),
        ("a: b".encode("utf-16-le"), [("not-utf-8.known", "1:1")]),
        ("a: ố".encode(), []),
        (b"\xef\xbb\xbfa: b", []),
    ],
)
def test_refusals_have_a_code_and_a_place(text: str | bytes, expected: list[tuple[str, str]]) -> None:
    """Each thing strict YAML refuses is one problem at its own line and column."""
    assert expected == problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "1" * 30,
        "a: " + "x" * (64 * 1024),
        "x" * 256 + ": 1",
        "[" * 32 + "]" * 32,
        "#" * (1024 * 1024 - 5) + "\na: 1",
    ],
)
def test_limits_are_allowed(text: str) -> None:
    """What is exactly at a limit is read."""
    assert problems(text) == []


def test_all_problems_come_at_once_and_the_rest_is_read() -> None:
    """A file with several faults names them all, in order, and still gives what can be read."""
    reading = read("a: &x 1\nb: *x\na: 2\nc: [!t 3]\nd: 4", "f")
    assert [(problem.code, problem.where.line) for problem in reading.problems] == [
        ("yaml-anchor", 1),
        ("yaml-alias", 2),
        ("duplicate-key", 3),
        ("yaml-tag", 4),
    ]
    assert reading.tree["d"] == 4
    with pytest.raises(RulesetError) as caught:
        read_yaml("a: &x 1\nb: *x", "f")
    assert len(caught.value.problems) == 2


def test_every_line_end_and_normal_form_reads_alike() -> None:
    """Line ends and the normal form of the text change neither content nor places."""
    text = "a: Đạt\nb:\n  - tốt\n"
    import unicodedata

    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), unicodedata.normalize("NFD", text)):
        reading = read(other, "f")
        assert reading.tree == {"a": "Đạt", "b": ["tốt"]}
        assert reading.places == read(text, "f").places


TEXTS = """\
plain: not a and b
single: 'not a and b'
double: "not a and b"
escaped: "not \\u0061 and b"
folded: >
  not a
  and b
block: |
  not a
    and b
flow: {one: not a, two: [x, not a]}
"""


@pytest.mark.parametrize(
    ("path", "offset", "expected"),
    [
        (("plain",), 4, "a"),
        (("single",), 4, "a"),
        (("double",), 4, "a"),
        (("block",), 4, "a"),
        (("block",), 8, "and"),
        (("flow", "one"), 4, "a"),
        (("flow", "two", 1), 4, "a"),
        (("plain", "is"), 4, "a"),
    ],
)
def test_places_inside_a_text_are_exact(path: tuple[str | int, ...], offset: int, expected: str) -> None:
    """Characters inside one-line and block texts are found in the file, below a shorthand too."""
    span = read(TEXTS, "f").places.inside(path, offset, len(expected))
    assert expected == span.source[span.column - 1 :][: span.length]


@pytest.mark.parametrize("key", ["escaped", "folded"])
def test_places_inside_other_texts_are_their_start(key: str) -> None:
    """Where characters cannot be told, the whole text is meant."""
    places = read(TEXTS, "f").places
    assert places.inside((key,), 4, 1) == places.value((key,))


def test_a_missing_path_answers_with_the_key_above() -> None:
    """The place of something that is not there is the key of what it belongs to."""
    places = read("a:\n  b:\n    c: 1\n", "f").places
    assert str(places.value(("a", "b", "missing", 0))) == "f:2:3"
    assert str(places.key(("a", "b", "c"))) == "f:3:5"
    assert str(places.value(("a", "b", "c"))) == "f:3:8"


def test_a_part_of_another_file_answers_for_itself() -> None:
    """An imported part gives places in its own file."""
    part = read("levels: [x]", "g").places
    places = read("a: [b]", "f").places.with_part(("a", 0), part)
    assert [
        str(places.value(("a", 0, "levels", 0))),
        str(places.key(("a", 0, "levels"))),
        str(places.value(("a",))),
    ] == ["g:1:10", "g:1:1", "f:1:4"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_content_or_problems(raw: bytes) -> None:
    """Any bytes are read, or refused with problems that can be printed in both languages."""
    for problem in read(raw, "f").problems:
        assert problem.render("vi")
        assert problem.render("en")


FRAGMENTS = st.sampled_from(
    [
        "a",
        "b: ",
        ": ",
        "- ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "\n",
        "  ",
        "\t",
        '"',
        "'",
        "|",
        ">",
        "&x",
        "*x",
        "!t ",
        "#",
        " #",
        "%",
        "---\n",
        "...\n",
        "\\",
        "\\u00",
        "<<",
        "1",
        "é",
        "@",
        "`",
        "\\x",
        "!<",
        "|2\n",
    ]
)


@example("|1#")
@example(">2-#")
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
@settings(max_examples=500, deadline=None)
def test_yaml_like_noise_gives_content_or_problems(text: str) -> None:
    """Any arrangement of YAML's own marks is read or refused, and what is read is what YAML says of the structure."""
    reading = read(text, "f")
    assert reading.problems or reading.complete
    if not reading.problems:
        assert _plain(reading.tree) == _plain(yaml.load(text, yaml.BaseLoader))


def _plain(tree: object) -> object:
    match tree:
        case dict():
            return {key: _plain(value) for key, value in tree.items()}
        case list():
            return [_plain(value) for value in tree]
        case None:
            return ""
        case bool():
            return str(tree).lower()
        case "null":
            return ""
        case _:
            return str(tree)


def _disagreements(seed: int, number: int) -> list[str]:
    rng = Random(seed)
    wholes = [path.read_text(encoding="utf-8") for path in sorted(find_shipped_root().glob("*/*.yaml"))]
    return [found for _ in range(number) if (found := disagreement(drawn_text(rng, wholes)))]


def test_both_scanners_read_alike() -> None:
    """2,000 random texts: what libyaml may decide, Python's scanner reads the same way or refuses as well."""
    assert [] == _disagreements(1, 2_000)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_both_scanners_read_alike_at_length(seed: int) -> None:
    """500,000 random texts, ten times 50,000."""
    assert [] == _disagreements(seed, 50_000)


@pytest.mark.parametrize("text", ["a:\t1", "a: 1\t# remark", "a: b\tc", "a: |\n  x\ty", "- \ta"])
def test_a_tab_outside_of_quotes_is_refused(text: str) -> None:
    """A tab indents as far as anybody's editor likes; within quotes it is text."""
    (problem,) = read(text, "f").problems
    assert "yaml-syntax.tab" == problem.key
    assert text[problem.where.column - 1 if problem.where.line == 1 else 8 :][:1] == "\t"
    assert {"a": "b\tc"} == read('a: "b\tc"', "f").tree
    assert () == read("a: 'b\tc'", "f").problems
