"""Loading: ids and paths, structure and its messages, vocabularies, the canonical form and the way back to YAML."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.language.loader import (
    cases_beside,
    dump,
    list_shipped,
    load,
    load_canonical,
    load_text,
    load_with_places,
    read_cases,
)
from cchc_rules.language.wordings import parts
from cchc_rules.problems import RulesetError
from tests.language.made import SELECTIONS

RULESET = """\
language: 1
id: small
version: 1.0.0
title: {vi: Nhỏ, en: Small}
issuer: {vi: Phường, en: Ward}
decides: eligibility
vocabulary:
  - {name: grades, version: 1.2.0}
sources:
  text:
    title: {vi: Văn bản, en: Text}
    published: 2022-05-24
    clauses:
      one: {at: Điều 1, says: {vi: một, en: one}}
parameters:
  limit: {type: percent, value: 70.50, label: {vi: ngưỡng, en: limit}}
  years: {type: integer, many: true, value: [2021, 2022], label: {vi: năm, en: years}}
categories:
  agency:
    title: {vi: Cơ quan, en: Agency}
    facts:
      rated: {type: grade, scale: grade, label: {vi: xếp loại, en: rating}}
      share: {type: percent, label: {vi: tỷ lệ, en: share}, decimals: 2}
      asked: {type: boolean, label: {vi: hỏi, en: asked}, words: {yes: [Đạt], no: [Không đạt]}}
      body: {type: choice, options: [Ủy ban, "2020"], label: {vi: loại, en: body}}
      yearly:
        type: list
        key: year
        expects: years
        label: {vi: từng năm, en: yearly}
        items:
          year: {type: integer, label: {vi: năm, en: year}}
          done: {type: boolean, label: {vi: xong, en: done}}
    checks:
      - {id: shares, require: "not asked or share >= 0.5", says: {vi: sai, en: wrong}}
    define:
      well: rated >= "Khá"
      good: {is: well and asked, label: {vi: tốt, en: good}}
    criteria:
      - {id: rating, title: {vi: Hạng, en: Rating}, source: text/one, require: good}
      - id: shares
        title: {vi: Tỷ lệ, en: Share}
        source: [text/one]
        applies: asked
        at_least:
          n: 1
          of:
            - {id: high, title: {vi: Cao, en: High}, require: 'share >= param["limit"]'}
            - id: always
              title: {vi: Luôn, en: Always}
              require: |
                all(y.done
                    for y in yearly)
"""
VOCABULARY = """\
language: 1
vocabulary: grades
version: 1.2.0
title: {vi: Hạng, en: Grades}
scales:
  grade: {levels: [Trung bình, Khá, Tốt], unranked: [Không xếp loại], aliases: {TB: Trung bình}}
"""
CASES = """\
language: 1
bases:
  good: {category: agency, facts: {rated: Tốt}}
cases:
  - {name: A good one, base: good, verdict: eligible, outcomes: {rating: met}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the ruleset ``small``, its cases and the vocabulary it imports."""
    (tmp_path / "small").mkdir()
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "small" / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    (tmp_path / "small" / "cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "vocabulary" / "grades.yaml").write_text(VOCABULARY, encoding="utf-8")
    return tmp_path


FURTHER = (
    ("{vi: một, en: one}}\n", "{vi: một, en: one}}\n      two: {at: Khoản 3, says: {vi: hai, en: two}}\n"),
    ("en: limit}}", "en: limit}, source: text/two}"),
    ("categories:\n", f"{SELECTIONS}categories:\n"),
    ("en: years}}", "en: years}, source: [text/one, text/two]}"),
    ("[Không đạt]}}", "[Không đạt]}, negative: {vi: không hỏi, en: not asked}}"),
    ("label: {vi: tỷ lệ, en: share}", "changeable: up, settles: {asked: true}, label: {vi: tỷ lệ, en: share}"),
    ("        expects: years\n", "        expects: years\n        sheet: Năm\n"),
    (
        "        applies: asked\n",
        "        applies: asked\n        short: {vi: Tỷ lệ, en: Share}\n"
        '        because: {vi: "mới đạt {share} (cần {limit})", en: "only {share} of {limit}"}\n',
    ),
)
"""Keys that ``RULESET`` leaves out: a text in it, and the same with them."""


def embedding() -> str:
    """The ruleset with its vocabulary written into it."""
    embedded = json.dumps(yaml.safe_load(VOCABULARY), ensure_ascii=False)
    return RULESET.replace("version: 1.2.0}", f"version: 1.2.0, embedded: {embedded}}}")


def self_contained() -> str:
    """The same with keys that ``RULESET`` leaves out."""
    text = embedding()
    for old, new in FURTHER:
        assert 1 == text.count(old)
        text = text.replace(old, new)
    return text


def codes(text: str | bytes) -> list[str]:
    """Code (with variant) and line:column of every problem of a ruleset."""
    with pytest.raises(RulesetError) as caught:
        load_text(text, file="f")
    assert caught.value.render("vi")
    assert caught.value.render("en")
    return [f"{str(problem.where).removeprefix('f:')} {problem.key}" for problem in caught.value.problems]


def test_an_id_a_folder_and_a_file_give_the_same_ruleset(root: Path) -> None:
    """A ruleset is found by id in a folder of rulesets and by path of its folder or file."""
    by_id = load("small", rulesets=root)
    assert by_id == load(root / "small")
    assert by_id == load(str(root / "small" / "ruleset.yaml"))
    assert by_id == load_text(RULESET, rulesets=root)
    assert by_id.path == str(root / "small" / "ruleset.yaml")


def test_the_environment_names_folders_of_rulesets(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CCHC_RULESETS lists folders that ids are looked up in; the shipped ones stay within reach."""
    monkeypatch.setenv("CCHC_RULESETS", os.pathsep.join(["/nowhere", str(root)]))
    assert load("small").id == "small"
    assert list_shipped() == [load(id).id for id in list_shipped()]


@pytest.mark.parametrize(
    "source",
    [
        "../small",
        "/small",
        "small/../../x",
        "~small",
        "C:\\small",
        "\\\\server\\x",
        "%2e%2e",
        "small\x00",
        "file://small",
    ],
)
def test_what_is_no_id_is_only_ever_a_path(source: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but ``[a-z0-9-]+`` is looked up in the folders, so no id leaves its folder."""
    (root / "empty" / "deep").mkdir(parents=True)
    monkeypatch.chdir(root / "empty" / "deep")
    with pytest.raises(RulesetError) as caught:
        load(source, rulesets=root / "small")
    assert [problem.key for problem in caught.value.problems] == ["unknown-ruleset.path"]


def test_a_link_out_of_the_folder_is_refused(root: Path) -> None:
    """An id whose folder is a link to somewhere else is not loaded."""
    inside = root / "inside"
    inside.mkdir()
    (inside / "small").symlink_to(root / "small")
    with pytest.raises(RulesetError) as caught:
        load("small", rulesets=inside)
    assert [problem.code for problem in caught.value.problems] == ["outside-root"]


def test_an_unknown_id_names_the_nearest(root: Path) -> None:
    """A misspelt id is answered with the one that is meant."""
    with pytest.raises(RulesetError, match="did you mean `small`"):
        load("smal", rulesets=root)


@pytest.mark.parametrize("id", ["x" * 300, "x" * 5000])
def test_an_id_longer_than_a_file_name_can_be_is_unknown(id: str) -> None:
    """The operating system's refusal is no error of its own."""
    with pytest.raises(RulesetError) as caught:
        load(id)
    assert ["unknown-ruleset"] == [problem.code for problem in caught.value.problems]


def test_a_pipe_or_a_folder_is_no_ruleset(root: Path) -> None:
    """What is not an ordinary file is refused without waiting on it."""
    os.mkfifo(root / "pipe.yaml")
    for path, code in ((root / "pipe.yaml", "unreadable-file"), (root / "vocabulary", "unknown-ruleset")):
        with pytest.raises(RulesetError) as caught:
            load(path)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_cases_lie_beside_a_ruleset(root: Path) -> None:
    """Cases are read from the folder or file, and found beside a loaded ruleset."""
    cases = read_cases(root / "small")
    assert cases == read_cases(root / "small" / "cases.yaml")
    assert cases == cases_beside(load("small", rulesets=root))
    assert cases.facts_of(cases.cases[0]) == {"rated": "Tốt"}
    assert cases.category_of(cases.cases[0]) == "agency"
    assert cases_beside(load_text(RULESET, rulesets=root)) is None


def test_faulty_cases_are_located(root: Path) -> None:
    """Cases that say too little or name what is not there are problems at their place."""
    faulty = (
        "language: 1\ncases:\n  - {name: a, base: b, verdict: eligible}\n  - {name: a, category: c, problems: [x]}\n"
    )
    (root / "cases.yaml").write_text(faulty, encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        read_cases(root)
    assert [(problem.code, problem.where.line) for problem in caught.value.problems] == [("unknown-base", 3)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1.0.0", "version: 1.0", ["3:10 expected-text"]),
        ("version: 1.0.0", "version: v1", ["3:10 bad-version"]),
        ("language: 1", "language: 2", ["1:11 unknown-choice"]),
        ("id: small", "id: Nhỏ", ["2:5 bad-id"]),
        ("id: small\n", "", ["1:1 missing-key"]),
        ("title: {vi: Nhỏ, en: Small}", "title: Nhỏ", ["4:8 expected-words"]),
        ("title: {vi: Nhỏ, en: Small}", "titel: {vi: Nhỏ, en: Small}", ["1:1 missing-key", "4:1 unknown-key"]),
        ("2022-05-24", "24/5/2022", ["12:16 bad-date"]),
        ("value: 70.50", 'value: "70"', ["16:33 type-mismatch.constant"]),
        ("value: 70.50", "value: [70]", ["16:33 list-parameter"]),
        ("value: 70.50", "value: 0.1234567890123456", ["16:33 bad-number.digits"]),
        ("decimals: 2", "min: no", ["23:66 expected-number"]),
        ("decimals: 2", "scale: grade", ["23:61 misplaced-key"]),
        ("type: grade, scale: grade", "type: grade", ["22:7 missing-key"]),
        ("rated: {", "Rated: {", ["22:7 bad-name"]),
        ("rated: {", "count: {", ["22:7 reserved-name"]),
        ("key: year", "key: yaer", ["28:14 unknown-key-field"]),
        ("        key: year\n", "", ["26:7 missing-key"]),
        ("          n: 1", "          n: 3", ["46:14 too-few-members"]),
        ("{id: high, ", "{id: high, applies: asked, ", ["48:35 applies-on-member"]),
        ("require: good", "applies: good", ["40:9 one-condition"]),
        ("source: [text/one]", "all: []", ["43:14 too-few"]),
        ("options: [Ủy ban", "options: [true", ["25:38 expected-text"]),
        ("decides: eligibility", "decides: eligable", ["6:10 unknown-choice"]),
        ("name: grades", "name: grade", ["8:12 unknown-vocabulary"]),
        ("version: 1.2.0", "version: 1.3.0", ["8:29 vocabulary-version"]),
        ("well: rated", "well: ratde", ["37:13 unknown-fact"]),
        ("all(y.done\n                    for", "all(y.dome\n                    for", ["52:21 unknown-fact.item"]),
        ("for y in yearly)", "for y in yeraly)", ["53:30 unknown-fact"]),
    ],
)
def test_structure_faults_have_a_code_and_a_place(old: str, new: str, expected: list[str], root: Path) -> None:
    """Each fault of structure or meaning is one problem at its own line and column."""
    assert RULESET.count(old) >= 1
    with pytest.raises(RulesetError) as caught:
        load_text(RULESET.replace(old, new, 1), file="f", rulesets=root)
    assert expected == [f"{str(one.where).removeprefix('f:')} {one.key}" for one in caught.value.problems]


def test_faults_of_every_stage_come_at_once(root: Path) -> None:
    """A duplicate key, an unknown key and an unknown fact of one file are reported together, in order."""
    text = RULESET.replace("good: {is: well", "good: {si: 1, is: wel").replace("id: small\n", "id: small\nid: other\n")
    with pytest.raises(RulesetError) as caught:
        load_text(text, file="f", rulesets=root)
    assert [one.code for one in caught.value.problems] == ["duplicate-key", "unknown-key", "unknown-fact"]


def test_a_fault_in_a_vocabulary_points_into_its_file(root: Path) -> None:
    """Structure and meaning of an imported file are checked at their place in that file."""
    file = root / "vocabulary" / "grades.yaml"
    for old, new, code in (("levels", "lewels", "unknown-key"), ("TB: Trung bình", "TB: Trung", "unknown-level")):
        file.write_text(VOCABULARY.replace(old, new), encoding="utf-8")
        with pytest.raises(RulesetError) as caught:
            load("small", rulesets=root)
        assert code in {one.code for one in caught.value.problems}
        assert {one.where.file for one in caught.value.problems} == {file.as_posix()}


def test_a_vocabulary_is_part_of_the_digest(root: Path) -> None:
    """Changing an imported scale changes the digest; writing it into the file does not."""
    before = load("small", rulesets=root)
    assert load_text(embedding()) == before
    (root / "vocabulary" / "grades.yaml").write_text(VOCABULARY.replace("Tốt]", "Tốt, Xuất sắc]"), encoding="utf-8")
    assert load("small", rulesets=root).digest != before.digest


def test_the_canonical_form_loads_to_itself_and_dump_to_an_equal_ruleset(root: Path) -> None:
    """Canonical JSON gives the same canonical JSON; dumped YAML gives an equal ruleset and the same dump."""
    for ruleset in (load("small", rulesets=root), *map(load, list_shipped())):
        assert load_canonical(ruleset.canonical).canonical == ruleset.canonical
        assert load_canonical(ruleset.canonical).digest == ruleset.digest
        assert load_text(dump(ruleset)) == ruleset
        assert dump(load_text(dump(ruleset))) == dump(ruleset)


def test_declared_order_of_criteria_survives_the_canonical_form(root: Path) -> None:
    """Findings come in declared order from the canonical form too."""
    ruleset = load("small", rulesets=root)
    again = load_canonical(ruleset.canonical)
    assert [one.id for one in ruleset.category("agency").findings_order()] == ["rating", "shares", "high", "always"]
    assert again.category("agency").findings_order() == ruleset.category("agency").findings_order() or [
        one.id for one in again.category("agency").findings_order()
    ] == ["rating", "shares", "high", "always"]


def printed_problems(raw: bytes) -> str:
    """The problems of a ruleset in both languages; empty when it loads."""
    try:
        load_text(raw)
    except RulesetError as error:
        return error.render("vi") + error.render("en")
    return ""


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_corrupted_rulesets_load_or_are_refused(data: st.DataObject) -> None:
    """Any damage to a file gives a ruleset or a RulesetError that prints, nothing else."""
    raw = bytearray(self_contained().encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 30]))
        raw[start : start + length] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"\n", b": ", b"[", b"{", b'"', b" #", b"- ", b"null", b"1", "ố".encode()])
        )
    assert isinstance(printed_problems(bytes(raw)), str)


KEYS = st.sampled_from(["language", "id", "categories", "vocabulary"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
).map(json.dumps)
HOSTILE = ["[" * 100_000, '{"a":' * 50 + "1" + "}" * 50, "1e1000000", "9" * 5000, "NaN", '{"a":1,"a":2}', "\ud800"]


@given(st.text(max_size=50) | JSON)
@settings(max_examples=200, deadline=None)
def test_what_is_not_canonical_is_refused(text: str) -> None:
    """Any other text or JSON given as canonical is a RulesetError."""
    with pytest.raises(RulesetError):
        load_canonical(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_canonical_texts_are_refused(text: str) -> None:
    """Depth, huge numbers, doubled keys and surrogates in a canonical text are a RulesetError."""
    with pytest.raises(RulesetError):
        load_canonical(text)


def test_places_come_with_the_ruleset(root: Path) -> None:
    """The linter's way in gives the ruleset together with the places of its file."""
    loaded = load_with_places("small", rulesets=root)
    assert loaded.ruleset == load("small", rulesets=root)
    assert loaded.places.value(("id",)).source == "id: small"


def test_words_for_print_reach_the_ruleset() -> None:
    """Headings, grounds, the label of a "no", sheets and several clauses of a parameter are there for who prints."""
    ruleset = load_text(self_contained())
    category = ruleset.category("agency")
    criterion = category.criteria[1]
    assert ("Tỷ lệ", "only {share} of {limit}") == (criterion.short.vi, criterion.because.en)
    assert [("mới đạt ", "share"), (" (cần ", "limit"), (")", "")] == list(parts(criterion.because.vi))
    assert ("up", None) == (category.fact("share").changeable, category.fact("asked").changeable)
    assert ("không hỏi", "Năm") == (category.fact("asked").negative.vi, category.fact("yearly").sheet.en)
    assert [["text/two"], ["text/one", "text/two"]] == [[one.ref for one in p.clauses] for p in ruleset.parameters]
