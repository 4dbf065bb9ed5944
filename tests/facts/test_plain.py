"""Fast roads: whatever one of them accepts, the parser accepts with the same value."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

import cchc_rules as cr
from cchc_rules.bulk.labels import read_labels
from cchc_rules.engines.columns.column_readings import reading
from cchc_rules.engines.columns.identities import identities_of, naming_of
from cchc_rules.engines.direct import engine as direct
from cchc_rules.evaluation import fact_reader
from cchc_rules.facts.faults import Fault
from cchc_rules.facts.identity import LONGEST_ID, identify, label, read_id, read_name
from cchc_rules.facts.plain import OWN_IDENTITY, is_plain
from cchc_rules.facts.scalars import TextReader
from tests.generation.bodies import CATEGORY, document, text

PROGRAM = cr.compile(
    cr.load_text(text(document({"facts": {"ok": "boolean", "note": "text"}, "require": "ok"}))), CATEGORY
)
LETTERS = "aAeEuUoOyYrR0:#-–_ .,;/=ùÙúøµ¶ÖÄÅñßİıſKđĐðươƯẠệ\u0301\u0323\u00a0\u2028\u200b\ufeff\t\n\x7f\x85中😀"
TEXTS = st.one_of(
    st.text(alphabet=LETTERS, max_size=8),
    st.text(max_size=6),
    st.sampled_from(
        ["Err:502", "err:502", "#N/A", "caù baù", "Hùng Phùng", "E01", "–", "-", "Hoµn thµnh", "a  b", "a\n"]
    ),
    st.sampled_from([LONGEST_ID - 1, LONGEST_ID, LONGEST_ID + 1]).flatmap(
        lambda length: st.sampled_from(["a" * length, "Ạ" * length, ("0 " * length)[: length - 1] + "0"])
    ),
)


def read_or_none(read, raw):
    """What a reader makes of a value, ``Fault`` where it refuses."""
    try:
        return read(raw)
    except Fault:
        return Fault


@given(TEXTS)
@example("ẹ" * 3)
def test_plain_text_is_read_as_it_stands(raw):
    """As an id, a name and a text the parser takes plain text unchanged, and lower case is what it is compared by."""
    if is_plain(raw) and len(raw) <= LONGEST_ID:
        assert (raw, raw, raw, raw) == (read_id(raw), read_name(raw), TextReader().read(raw, False), label(raw))
        assert identify(raw) == raw.lower()


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_columns_read_texts_as_the_parser_does(raws):
    """What the expression of a column calls clean is the value the parser gives."""
    (note,) = (fact for fact in PROGRAM.facts if fact.name == "note")
    found = reading(note, pl.col("note"), pl.String())
    frame = pl.DataFrame({"note": raws}).select(found.value.alias("value"), found.clean.alias("clean"))
    for raw, (value, clean) in zip(raws, frame.iter_rows(), strict=True):
        if clean:
            assert value == read_or_none(lambda one: TextReader().read(one, False), raw)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_columns_know_ids_and_names_as_the_parser_does(raws):
    """Identities, unreadable ids and unreadable names of a column are those of its values one by one."""
    expected = [read_or_none(read_id, raw) for raw in raws]
    found = identities_of(pl.Series(raws, dtype=pl.String))
    faulty = [False] * len(raws) if found.faulty is None else found.faulty.to_list()
    assert [one is Fault for one in expected] == faulty
    assert [None if one is Fault else identify(one) for one in expected] == found.texts().to_list()
    naming = naming_of(pl.DataFrame({"name": raws}), None)
    names = [False] * len(raws) if naming.faulty is None else naming.faulty.to_list()
    assert [read_or_none(read_name, raw) is Fault for raw in raws] == names


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_blocks_label_candidates_as_rows_do(raws):
    """The labels of a block are those of its cells one by one."""
    assert list(map(label, raws)) == read_labels(pl.Series(raws, dtype=pl.String)).texts.to_list()


@given(TEXTS, TEXTS, TEXTS)
def test_the_direct_engine_reads_what_the_parser_reads(id, name, note):
    """A dict the generated reader accepts is one without problems, and its values are the parser's."""
    facts = {"id": id, "name": name, "ok": True, "note": note}
    values = direct.code(PROGRAM).read(facts)
    if values is not None:
        parsed = fact_reader(PROGRAM).parse(facts, as_of=None)
        assert ((), values, id, name) == (
            parsed.problems,
            parsed.candidate.values,
            parsed.candidate.id,
            parsed.candidate.name,
        )


@given(st.from_regex(OWN_IDENTITY.removesuffix("$") + r"\Z").filter(lambda raw: len(raw) <= LONGEST_ID))
def test_an_own_identity_is_compared_by_itself(raw):
    """Nothing in such an id, of a length that ids have, has another case or form."""
    assert raw == identify(read_id(raw))
