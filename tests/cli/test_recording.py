"""`evaluate --records`: what is read is decided and recorded, and the report says where the store stood."""

from __future__ import annotations

import json
import re

import cchc_rules as cr
from cchc_rules.cli import exit_code

ROWS = [
    {"id": "A", "cooperates": True},
    {"id": "B", "cooperates": False},
    {"id": "C", "cooperates": "có lẽ"},
    {"id": "D", "cooperates": True},
    {"id": "D", "cooperates": False},
]


def told(capsys, *arguments) -> tuple[int, str]:
    """The exit code of `evaluate` and what it said beside the results."""
    code = exit_code(["--lang", "en", "evaluate", "quan-12-2022", "citizen", *map(str, arguments)])
    return code, capsys.readouterr().err


def test_every_decision_is_recorded_before_it_is_told(tmp_path, capsys):
    """Rows read are decided and recorded, doubled ids counted; the report ends with a checkpoint the store passes."""
    file, store, page = tmp_path / "rows.json", tmp_path / "records.sqlite", tmp_path / "report.html"
    file.write_text(json.dumps(ROWS[:3], ensure_ascii=False), encoding="utf-8")
    code, said = told(capsys, file, "--as-of", "2022-12-15", "--records", store, "-o", page)
    assert (1, True) == (code, "3 candidates read, 3 records kept" in said)
    (checkpoint,) = re.findall(r"Records kept; checkpoint: (\S+?)<", page.read_text(encoding="utf-8"))
    file.write_text(json.dumps(ROWS, ensure_ascii=False), encoding="utf-8")
    results = tmp_path / "results.json"
    _, said = told(capsys, file, "--records", store, "-o", results)
    assert "5 candidates read, 3 records kept; 2 could not be decided and have none" in said
    written = json.loads(results.read_text(encoding="utf-8"))
    with cr.RecordStore(store) as records:
        assert () == records.verify(cr.Checkpoint.of(checkpoint)).problems
        assert (6, written["checkpoint"]) == (len(records), str(records.checkpoint))
        kept = [(one.id, one.verdict.value) for one in map(records.replay, range(4, 7))]
    given = [(one["id"], one.get("provisional_verdict", one["verdict"])) for one in written["results"]]
    assert given[:3] == kept
    told(capsys, file, "--records", store)
    assert exit_code(["records", "verify", str(store), "--checkpoint", written["checkpoint"]]) == 0


def test_a_store_takes_nobodys_place(tmp_path, capsys):
    """A store that is the input or the output, or that cannot be used, is refused and nothing is written."""
    file, output = tmp_path / "rows.json", tmp_path / "results.json"
    file.write_text(json.dumps(ROWS), encoding="utf-8")
    before = file.read_bytes()
    for store in (file, output, tmp_path / "no" / "records.sqlite", tmp_path):
        assert 2 == told(capsys, file, "--records", store, "-o", output)[0]
        assert (before, False) == (file.read_bytes(), output.exists())
    table = tmp_path / "rows.csv"
    table.write_text("id,cooperates\nA,Có\n", encoding="utf-8")
    asked = ("--engine", "columns", "--records", tmp_path / "new.sqlite", "-o", tmp_path / "results.csv")
    code, said = told(capsys, table, *asked)
    assert (2, True) == (code, "--records" in said)
    assert not (tmp_path / "new.sqlite").exists()
