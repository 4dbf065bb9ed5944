"""Lines of ``cchc-rules season``: one that cannot be meant is refused by its number, and the season goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from cchc_rules.cli import exit_code
from cchc_rules.season import JournalError, Session
from tests.season.made import program

ROOT = Path(__file__).parents[2]
GOOD = '{"candidate": "GOOD", "facts": {"head_disciplined": true}}'
STATED = "GOOD: undetermined → not eligible"

BAD = [
    b'{"candidate":"A","facts":{"head_disciplined":true,"head_disciplined":false}}',
    b'{"candidate":"A","candidate":"B","facts":{"head_disciplined":true}}',
    b'{"candidate":"A","facts":1}',
    b'{"candidate":"A","facts":null}',
    b'{"candidate":"A","facts":[["head_disciplined",true]]}',
    b'{"candidate":"A","facts":{"head_disciplined":true},"evidnce":"x"}',
    b'{"candidate":"A","facts":{"head_disciplined":true},"do":"fact"}',
    b'{"do":"advance","to":"2022-12-01","candidate":"A"}',
    b'{"do":"retract","candidate":"A","fact":"head_disciplined"}',
    b'{"candidate":"A","facts":{"staff_count":NaN}}',
    b'{"candidate":"A","facts":{"staff_count":1e400}}',
    b'{"candidate":"A","facts":{"staff_count":' + b"9" * 5000 + b"}}",
    b'{"candidate":"\\ud800","facts":{"head_disciplined":true}}',
    b'{"candidate":"A\xff","facts":{"head_disciplined":true}}',
    b"\xff",
    b"[]",
    b"null",
    b"[" * 10_000,
    b'{"do":{},"candidate":"A"}',
    b'{"candidate":{},"facts":{"head_disciplined":true}}',
    b'{"do":"register","candidate":"A","name":[1]}',
]


def told(capsys, path, *options):
    """The exit code and what is printed of a season read from a file."""
    code = exit_code(["--lang", "en", "season", "quan-12-2022", "agency", str(path), *options])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_a_bad_line_is_refused_by_number_and_the_season_goes_on(tmp_path, capsys, line):
    """Nothing of the line is taken, the next one is, and the exit code says that one was refused."""
    path = tmp_path / "season.jsonl"
    path.write_bytes(line + b"\n" + GOOD.encode() + b"\n")
    code, out, err = told(capsys, path, "--standings")
    assert 1 == code
    assert "line 1 was refused" in err
    assert "2 changes read, 1 refused" in err
    assert STATED in out
    assert ["GOOD"] == [one.partition("\t")[0] for one in out.splitlines() if "\t" in one]


def test_damaged_lines_never_end_a_season(tmp_path, capsys):
    """300 lines of random bytes and broken changes between good ones: each is refused alone, no good one is lost."""
    rng, path, good = Random(4), tmp_path / "season.jsonl", 0
    with path.open("wb") as file:
        for number in range(300):
            line = bytearray(f'{{"candidate": "P{number}", "facts": {{"staff_count": {number}}}}}'.encode())
            if rng.random() < 0.8:
                for _ in range(rng.randint(1, 3)):
                    line[rng.randrange(len(line))] = rng.choice([*range(1, 10), *range(11, 256)])
            else:
                good += 1
            file.write(bytes(line) + b"\n")
    code, out, err = told(capsys, path, "--standings")
    assert code in (0, 1)
    assert good <= len([one for one in out.splitlines() if "\t" in one])
    assert "300 changes read" in err


def test_half_a_letter_is_waited_for(tmp_path):
    """A writer that flushes in the middle of a letter of a line is read when the line is whole."""
    path = tmp_path / "changes.jsonl"
    line = '{"do": "register", "candidate": "PNV", "name": "Phòng Nội vụ"}\n'.encode()
    middle = line.index("ộ".encode()) + 1
    path.write_bytes(line[:middle])
    command = [str(Path(sys.executable).with_name("cchc-rules")), "--lang", "en", "season", "quan-12-2022", "agency"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    follower = subprocess.Popen(
        [*command, str(path), "--follow"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            follower.wait(timeout=2)
        with path.open("ab") as handle:
            handle.write(line[middle:] + b'{"candidate": "PNV", "facts": {"head_disciplined": true}}\n')
        assert "Phòng Nội vụ: undetermined → not eligible\n".encode() == follower.stdout.readline()
    finally:
        follower.send_signal(signal.SIGINT)
        assert b"refused" not in follower.communicate(timeout=120)[1]


@pytest.mark.parametrize(
    "change", [{"candidate": "A", "facts": 1}, {"candidate": "A", "facts": {}, "evidnce": "x"}, {"do": "begin"}]
)
def test_plain_data_is_held_to_the_same_shapes(change):
    """What a line may not say, `Session.apply` is not told either."""
    session = Session(program())
    with pytest.raises(JournalError):
        session.apply(change)
    assert 0 == len(session)
