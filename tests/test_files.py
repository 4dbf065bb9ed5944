"""Whole-or-nothing files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from errno import errorcode
from pathlib import Path

import pytest

from cchc_rules.files import InputError, OutputError, describe_os_error, read_whole, whole_bytes, whole_file
from cchc_rules.intake.reader import describe_unread
from cchc_rules.phrases import LANGUAGES, phrase
from tests.fuzz.english import find_english

WRITER = """
import sys, itertools
from pathlib import Path
from cchc_rules.files import whole_file
with whole_file(Path(sys.argv[1])) as out:
    print("started", flush=True)
    for number in itertools.count():
        out.write(f"row {number}\\n")
"""


def test_a_file_appears_whole_when_the_block_ends(tmp_path):
    """Nothing stands at the name inside the block; all of it does after; nothing else is left behind."""
    path = tmp_path / "out.csv"
    with whole_file(path) as out:
        out.write("a\r\nb\n")
        assert not path.exists()
    assert b"a\r\nb\n" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_an_error_leaves_what_was_there(tmp_path):
    """An error in the block keeps the old file and removes the draft."""
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), whole_bytes(path) as out:
        out.write(b"new" * (1 // 0))
    assert b"old" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_a_killed_writer_leaves_what_was_there(tmp_path):
    """After kill -9 in the middle of writing, the old file is whole."""
    path = tmp_path / "out.csv"
    path.write_text("old")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
    assert "old" == path.read_text()


def test_a_replaced_file_keeps_its_mode(tmp_path):
    """A file written anew has the permissions it had; a new one those the umask gives."""
    path, fresh = tmp_path / "kept", tmp_path / "fresh"
    path.touch(mode=0o640)
    path.chmod(0o640)
    for one in (path, fresh):
        with whole_file(one) as out:
            out.write("x")
    plain = tmp_path / "plain"
    plain.touch()
    assert (0o640, plain.stat().st_mode) == (path.stat().st_mode & 0o777, fresh.stat().st_mode)


def test_a_link_is_written_through(tmp_path):
    """Writing to a link writes the file it leads to."""
    (tmp_path / "deep").mkdir()
    target, link = tmp_path / "deep" / "real", tmp_path / "link"
    link.symlink_to(target)
    with whole_file(link) as out:
        out.write("x")
    assert link.is_symlink()
    assert "x" == target.read_text()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "directory"), ("none/out", "absent"), ("pipe", "special"), ("file/out", "absent"), ("loop", "name")],
)
def test_what_cannot_be_written_is_our_error(tmp_path, name, reason):
    """A folder, a missing folder, a pipe, a file as folder, a loop of links."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(OutputError) as caught, whole_file(tmp_path / name):
        pass
    assert reason == caught.value.reason


def test_a_full_disk_is_our_error(tmp_path, monkeypatch):
    """No space left while writing: OutputError, and nothing at the name."""

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as caught, whole_file(tmp_path / "out") as out:
        out.write("x")
    assert ("full", []) == (caught.value.reason, list(tmp_path.iterdir()))


def test_a_name_too_long_is_our_error(tmp_path):
    """A name the file system refuses ends in OutputError, not in a bare OSError."""
    with pytest.raises(OutputError), whole_file(tmp_path / ("x" * 300)):
        pass


@pytest.mark.parametrize(
    ("name", "reason"), [("", "directory"), ("none", "absent"), ("pipe", "special"), ("a\0b", "name")]
)
def test_what_cannot_be_read_is_our_error(tmp_path, name, reason):
    """A folder, nothing, a pipe nobody writes to, a name with NUL: at once, without waiting."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError) as caught:
        read_whole(tmp_path / name)
    assert reason == caught.value.reason


def test_a_device_is_not_read():
    """Reading an endless device is refused."""
    with pytest.raises(InputError):
        read_whole(Path("/dev/zero"))


def test_two_writers_of_one_file_leave_one_whole_text(tmp_path):
    """Whoever ends last is what stands there; nothing is mixed, and no draft is left."""
    path = tmp_path / "out.txt"
    with whole_file(path) as first:
        first.write("một\n" * 1000)
        with whole_file(path) as second:
            second.write("hai\n")
        assert "hai\n" == path.read_text()
    assert "một\n" * 1000 == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_what_the_system_says_of_a_file_is_told_in_words_of_ours():
    """Each number of the system is a reason with a sentence in both languages; what has none is told by its name."""
    for number, name in errorcode.items():
        reason, detail, code = describe_os_error(OSError(number, os.strerror(number)))
        said = {language: phrase(f"file.{reason}", language, path="x", code=code) for language in LANGUAGES}
        assert (code, detail) == (name, os.strerror(number))
        assert [] == find_english(said["vi"])
        assert reason != "failed" or all(name in one for one in said.values())
        problem = describe_unread(InputError(Path("x"), reason, detail, code))
        assert [] == find_english(problem.render("vi").partition(": ")[2])
    assert ("name", "ValueError") == describe_os_error(ValueError("embedded null byte"))[::2]
