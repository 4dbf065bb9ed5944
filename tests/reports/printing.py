"""Reports printed as offices print them: by a browser, by Writer, by Calc; pages and letters read from the PDF."""

from __future__ import annotations

import re
import subprocess

from tests.machine import require

ZOOM = 2
"""How much larger sizes are read: pdftohtml gives whole numbers only."""


def print_reports(paths, folder):
    """The PDFs that the office's program prints of reports of one form, all at one start of an office."""
    made = [folder / f"{path.stem}.pdf" for path in paths]
    if paths[0].suffix == ".html":
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        command = [require("chromium"), *options, f"--user-data-dir={folder / 'browser'}"]
        for path, pdf in zip(paths, made, strict=True):
            _run([*command, f"--print-to-pdf={pdf}", path.as_uri()])
        return made
    command = [require("soffice"), f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    _run([*command, "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)])
    return made


def count_pages(pdf):
    """How many pages it has, and how wide and high each is in points."""
    require("pdftotext")
    told = _run(["pdfinfo", "-l", "999", str(pdf)])
    sizes = {tuple(map(float, one)) for one in re.findall(r"size: +([0-9.]+) x ([0-9.]+)", told)}
    return int(re.search(r"Pages: +([0-9]+)", told)[1]), sizes


def least_size(pdf):
    """The size of the smallest letters in points."""
    require("pdftotext")
    xml = _run(["pdftohtml", "-xml", "-i", "-stdout", "-zoom", str(ZOOM), str(pdf)])
    return min(int(one) for one in re.findall(r'<fontspec [^>]*size="([0-9]+)"', xml)) / ZOOM


def read_pages(pdf):
    """The text of each page."""
    require("pdftotext")
    return _run(["pdftotext", "-layout", str(pdf), "-"]).split("\f")[:-1]


def _run(command):
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=240).stdout
