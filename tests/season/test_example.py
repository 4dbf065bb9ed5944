"""The example of a whole season runs, and tells what its story says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_season_of_quan_12_ends_as_told():
    """From May to December: a late registration, a disciplinary decision and its withdrawal, a missed deadline."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "examples/season.py"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert (0, "") == (run.returncode, run.stderr)
    turns = [line for line in run.stdout.splitlines() if "→" in line and not line.startswith(" ")]
    assert [
        "Ủy ban nhân dân phường Tân Thới Nhất: chưa đủ căn cứ kết luận → không đủ điều kiện",
        "Ủy ban nhân dân phường An Phú Đông: chưa đủ căn cứ kết luận → không đủ điều kiện",
        "Ủy ban nhân dân phường An Phú Đông: không đủ điều kiện → chưa đủ căn cứ kết luận",
        "Phòng Nội vụ: chưa đủ căn cứ kết luận → đủ điều kiện",
        "Ủy ban nhân dân phường An Phú Đông: chưa đủ căn cứ kết luận → không đủ điều kiện",
    ] == turns
    assert "Không nhận:" in run.stdout
    assert "QĐ 311/QĐ-UBND" in run.stdout
    assert run.stdout.count("    | ") > 50
