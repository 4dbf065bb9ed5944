"""What a changed value would do: the same counts as deciding everybody anew under each variant."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import polars as pl
import pytest

import cchc_rules as cr
from cchc_rules.analysis.variants import make_variants
from cchc_rules.cli import exit_code
from cchc_rules.evaluation import fact_reader
from cchc_rules.problems import RulesetError
from tests.generation.bodies import CATEGORY, document, text
from tests.generation.candidates import Source
from tests.generation.programs import sample, settled_sample

BODY = {
    "scales": {"r": {"levels": ["low", "mid", "top"]}},
    "parameters": {
        "least": {"type": "grade", "scale": "r", "value": "mid"},
        "limit": {"type": "integer", "value": 5},
        "most": {"type": "integer", "value": 8},
    },
    "facts": {"g": {"type": "grade", "scale": "r"}, "n": {"type": "integer", "min": 0, "max": 9}, "ok": "boolean"},
    "define": {"twice": "2 * n", "over": "twice - param['limit']"},
    "checks": {"bound": "n <= param['most']"},
    "criteria": {"level": "g >= param['least']", "count": "over >= 3", "ok": "ok"},
}


def program_of(body):
    """The program of a body of one category."""
    return cr.compile(cr.load_text(text(document(body))), CATEGORY)


def draw(chance, number):
    """Rows of the body above, some with values that cannot be, some without an id of their own."""
    return [
        {
            "id": chance.choice(["same", str(place), None]) if chance.random() < 0.05 else str(place),
            "g": chance.choice(["low", "mid", "top", "mid", None]),
            "n": chance.choice([*range(10), None, 77]),
            "ok": chance.random() < 0.8,
        }
        for place in range(number)
    ]


def decide_anew(variant, rows, as_of=None):
    """The statuses under a variant, everybody decided again."""
    changed = rows if variant.fact is None else [{**row, variant.fact.name: variant.raw} for row in rows]
    return [one.status for one in cr.evaluate_many(variant.program, changed, as_of=as_of)]


def check(program, rows, vary, exchange=None, as_of=None, frame=None):
    """Rows and frames give the counts that deciding anew gives, and name who turns."""
    variants = make_variants(program, vary, exchange)
    before = [one.status for one in cr.evaluate_many(program, rows, as_of=as_of)]
    for given in (rows, frame):
        if given is None:
            continue
        found = cr.what_if(program, given, vary, exchange=exchange, as_of=as_of)
        assert Counter(before) == found.base
        for variant, counts in zip(variants, found.variants, strict=True):
            after = decide_anew(variant, rows, as_of)
            assert Counter(after) == counts.counts, (variant.about, variant.label)
            assert Counter((a, b) for a, b in zip(before, after, strict=True) if a != b) == counts.turns
    return variants


def test_counts_are_those_of_deciding_anew():
    """Of parameters, of one that a check reads, of facts and of another requirement; rows that cannot be stay so."""
    rows = draw(Random(1), 400)
    vary = {
        "least": ["low", "top"],
        "limit": [0, 4, 9],
        "most": [9, 3],
        "n": [0, 8, 9],
        "ok": [True, None],
        "g": ["top"],
    }
    frame = pl.DataFrame(rows, schema={"id": pl.String, "g": pl.String, "n": pl.Int64, "ok": pl.Boolean})
    variants = check(program_of(BODY), rows, vary, {"count": "n > 1"}, frame=frame)
    apart = {one.about: (one.apart, one.touched) for one in variants}
    assert {"least": (True, (0,)), "limit": (True, (1,)), "ok": (True, (2,))}.items() <= apart.items()
    assert not any(apart[name][0] for name in ("most", "n", "count"))


@pytest.mark.parametrize("decides", ["grading", "deferring"])
def test_verdicts_that_wait_are_decided_whole(decides):
    """Where a grade decides or a criterion puts off, a variant is decided whole."""
    body = {**BODY, "checks": {}}
    if decides == "grading":
        bands = [{"from": "param['limit']", "is": "top"}, {"from": 2, "is": "mid"}, {"is": "low"}]
        body |= {"decides": "grading", "grades": {"grade": {"scale": "r", "of": "n", "bands": bands}}}
    else:
        body |= {"criteria": {**BODY["criteria"], "late": {"require": "n > param['limit']", "unmet": "deferred"}}}
    check(program_of(body), draw(Random(2), 150), {"limit": [3, 7], "g": ["top"]})


@pytest.mark.parametrize("seed", range(60, 72))
def test_generated_rulesets(seed):
    """The same of generated rulesets, lists, settled facts and missing dates among them."""
    given = settled_sample(seed) if seed % 3 == 0 else sample(seed)
    try:
        program = given.program()
    except RulesetError:
        return
    source = Source(given, seed)
    rows = [{**source.candidate(), "id": str(place)} for place in range(60)]
    drawn = {name: [source.value(fact) for _ in range(2)] for name, fact in given.body["facts"].items()}
    readable = fact_reader(program).parse
    vary = {
        name: [one for one in values if not readable({name: one}, as_of=None).problems]
        for name, values in drawn.items()
    }
    check(program, rows, vary, as_of=source.as_of())


def test_what_cannot_be_varied():
    """A name that is neither, a value that does not fit, a criterion that is not there, and what is no requirement."""
    program = program_of(BODY)
    for vary, exchange, code in (
        ({"leest": [1]}, {}, "vary-unknown"),
        ({"limit": ["x"]}, {}, "parameter-value"),
        ({}, {"cuont": "ok"}, "exchange-unknown"),
        ({}, {"count": "nobody > 1"}, "unknown-fact"),
    ):
        with pytest.raises(RulesetError, match=code):
            make_variants(program, vary, exchange)
    with pytest.raises(cr.FactError):
        make_variants(program, {"n": [10]})


def test_a_requirement_is_faulted_where_it_is_wrong():
    """All that is wrong is said at once, of a requirement by line and column of its own text, of a member's too."""
    program = cr.compile(cr.load("quan-12-2022"), "agency")
    exchange = {"conduct": 'staff_count >= "a"', "registered-in-time": "staff_count > ", "plan": "staff_count > 1"}
    with pytest.raises(RulesetError) as raised:
        make_variants(program, {"nobody": [1]}, exchange, option="--replace")
    unknown, *found = raised.value.problems
    assert unknown.code == "vary-unknown"
    assert [("--replace conduct:1:16", 3), ("--replace registered-in-time:1:13", 1)] == [
        (str(one.where), one.where.length) for one in found
    ]
    assert exchange["conduct"] == found[0].where.source


def test_the_command_counts_a_file_by_rows_and_by_columns(tmp_path, capsys):
    """Both engines of the command give the same counts of a CSV file; what is wrong in it stays invalid."""
    ruleset, file = tmp_path / "ruleset.yaml", tmp_path / "rows.csv"
    ruleset.write_text(text(document(BODY)), encoding="utf-8")
    rows = draw(Random(5), 300)
    lines = [",".join("" if one[key] is None else str(one[key]) for key in ("id", "g", "n", "ok")) for one in rows]
    file.write_text("\n".join(["id,g,n,ok", *(one.replace("True", "Có").replace("False", "Không") for one in lines)]))
    asked = [
        "what-if",
        str(ruleset),
        CATEGORY,
        str(file),
        "--format",
        "json",
        "--vary",
        "least=low,top",
        "--vary",
        "n=8,0",
    ]
    found = []
    for engine in ("direct", "columns"):
        assert 1 == exit_code(["--quiet", *asked, "--vary", "most=9", "--engine", engine])
        found.append(json.loads(capsys.readouterr().out))
    for one in found:
        for counts in one["variants"]:
            counts["turns"].sort(key=str)
    assert found[0] == found[1]
    assert found[0]["counts"]["invalid"] > 20
