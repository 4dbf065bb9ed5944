"""Calls that click refuses by itself: told in the language of the run, none of its own English."""

from __future__ import annotations

import socket

import pytest

from cchc_rules.cli import exit_code
from tests.fuzz.english import find_english

CALLS = {
    ("new", "a", "--from", "x", "--year", "nhiều"): "--year là một số nguyên từ 1900 đến 2199",
    ("new", "a", "--from", "x", "--year", "-1"): "--year là một số nguyên từ 1900 đến 2199",
    ("records", "replay", "x.sqlite", "x"): "NUMBER]... là một số nguyên",
    ("supplement", "a", "b", "c", "-o", "here.txt"): "--output là một thư mục đọc được, không phải tệp",
    ("compare", "a", "b", "-o", "."): "--output là một tệp đọc được, không phải thư mục",
    ("check", "--format", "x"): "--format là một trong",
    ("evaluate", "a", "b", "c", "--as-of", "x"): "--as-of: `x` không phải ngày",
    ("serve", "--port", "99999"): "--port là một số nguyên từ 0 đến 65535",
    ("check", "--none"): "không có tùy chọn `--none`",
    ("none",): "không có lệnh `none`",
    ("doctor", "x"): "thừa: x",
    ("what-if", "a", "b"): "thiếu FILE…",
}


@pytest.mark.parametrize(("call", "said"), CALLS.items(), ids=lambda one: " ".join(one) if len(one) < 9 else "")
def test_a_wrong_call_is_told_in_the_language_of_the_run(call, said, tmp_path, monkeypatch, capsys):
    """How it is called, where the help is, what is wrong: exit code 2, and no sentence of English."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.txt").write_text("")
    assert 2 == exit_code(call)
    told = capsys.readouterr().err
    assert told.startswith("Cách dùng: cchc-rules ")
    assert "[TÙY CHỌN]" in told
    assert said in told
    assert [] == find_english(told)


def test_an_address_that_cannot_be_had_is_refused_before_anything_is_served(tmp_path, monkeypatch, capsys):
    """A port in use, an address of another machine, one that is none: a sentence in the language, exit code 2."""
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for call, language, said in (
            (("--port", port), "vi", f"cổng {port} ở địa chỉ `127.0.0.1` đang được chương trình khác dùng"),
            (("--port", port), "en", f"port {port} on `127.0.0.1` is in use by another program"),
            (("--host", "192.0.2.1"), "vi", "`192.0.2.1` không phải địa chỉ của máy này"),
            (("--host", "nowhere.invalid"), "vi", "không có địa chỉ `nowhere.invalid`"),
        ):
            assert 2 == exit_code(["--lang", language, "serve", *call])
            told = capsys.readouterr().err
            assert said in told and "http" not in told


def test_help_says_in_the_language_of_the_run_what_is_required_and_taken_by_default(capsys):
    """The words click adds to the help of an option are of the catalogue; in English they are click's own."""
    for language, words in (("vi", ("[bắt buộc]", "[1900<=x<=2199; bắt buộc]")), ("en", ("[required]", "required]"))):
        assert 0 == exit_code(["--lang", language, "new", "--help"])
        told = " ".join(capsys.readouterr().out.split())
        assert all(word in told for word in words)
    assert 0 == exit_code(["serve", "--help"])
    assert "[mặc định: 127.0.0.1]" in capsys.readouterr().out
