"""The pages in a real browser: by keyboard alone, at the width of a telephone, printed; nothing asked for elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser import browsing
from tests.machine import require
from tests.service.running import ROOT, serving

AXE = "install --no-package-lock --no-audit --no-fund --ignore-scripts --silent"
CHECK = "axe.run(document).then(found => found.violations.map(one => one.id + ': ' + one.nodes[0].html))"
OWN = ROOT / "examples" / "own_campaign"
NARROW = 320
"""The width of the narrowest telephones in use, which is also 1280 pixels enlarged four times (WCAG 1.4.10)."""


@pytest.fixture(scope="module")
def axe(tmp_path_factory):
    """The source of the accessibility checker."""
    require("node")
    npm, folder = require("npm"), tmp_path_factory.mktemp("axe")
    shutil.copy(Path(__file__).parent / "web" / "package.json", folder)
    subprocess.run([npm, *AXE.split()], cwd=folder, check=True, capture_output=True)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A page of Chromium, and the address of a service that keeps records."""
    chromium, folder = require("chromium"), tmp_path_factory.mktemp("pages")
    shutil.copytree(OWN, folder / "rules" / OWN.name)
    (folder / "changes.jsonl").write_text('{"candidate": "Đ1", "facts": {"harassment_cases": 2}}\n')
    options = ("--store", folder / "records.sqlite", "--season", f"quan-12-2022/head={folder / 'changes.jsonl'}")
    environment = {**os.environ, "CCHC_RULESETS": str(folder / "rules")}
    served = serving(*options, environment=environment)
    with served as (address, _), browsing(chromium, folder / "chromium") as page:
        page.address = address
        yield page
        assert [] == page.heard
        assert [] == [one for one in page.asked if not one.startswith((address, "about:"))]


def look(browser, axe):
    """The page as it is passes the checker, in both widths, and does not scroll sideways on a telephone."""
    browser.resize(1000)
    browser.run(axe)
    assert [] == browser.run(CHECK)
    browser.resize(NARROW)
    assert browser.run("document.documentElement.scrollWidth") <= NARROW
    browser.resize(1000)


def answer(browser, name, key):
    """Goes to a field by Tab and answers it: a text is typed, `0` picks the first radio button, `1` the second."""
    browser.press_until(f"e.name === '{name}'")
    if isinstance(key, str):
        browser.run("document.activeElement.select()")
        browser.write(key)
    else:
        browser.press(" ", *["ArrowRight"] * key)


def test_a_dossier_is_decided_by_keyboard_alone(browser, axe):
    """Quận 12: from the list, a form that stops asking, errors mended, answers checked, to a verdict; printed."""
    browser.open(browser.address)
    look(browser, axe)
    browser.press_until("e.pathname && e.pathname.endsWith('quan-12-2022/agency/form')")
    browser.leave_by("Enter")
    look(browser, axe)
    answer(browser, "id", "P01")
    answer(browser, "name", "Phường <b>Đông</b> Hưng Thuận")
    answer(browser, "as_of", "15/12/2022")
    answer(browser, "f.has_plan", 0)
    for language, button in (("en", "Check the answers"), ("vi", "Kiểm tra câu trả lời")):
        browser.press_until(f"e.lang === '{language}'")
        browser.leave_by("Enter")
        assert button == browser.run("document.querySelector('[value=check]').textContent")
    browser.press_until("e.value === 'add:initiatives'")
    browser.leave_by("Enter")
    assert ["yes"] == browser.run("[...document.querySelectorAll(':checked')].map(e => e.value)")
    answer(browser, "f.initiatives.0.title", "Một cửa")
    answer(browser, "f.staff_count", "mười")
    browser.press_until("e.value === 'check'")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "alert" == browser.run("document.querySelector('.summary').getAttribute('role')")
    browser.press_until("e.hash === '#f.staff_count'")
    browser.press("Enter")
    assert browser.run("document.activeElement.name === 'f.staff_count'")
    browser.run("document.activeElement.select()")
    browser.write("54")
    browser.press_until("e.value === 'drop:initiatives.0'")
    browser.leave_by("Enter")
    browser.press_until("e.name === 'w.initiatives'")
    browser.press(" ", "ArrowRight")
    browser.leave_by("Enter")  # in a field Enter asks on; it drops nothing and decides nothing
    assert "không đủ điều kiện" in browser.run("document.querySelector('[role=status]').textContent")
    assert "details" == browser.run("document.querySelector('[name=\"f.reform_index\"]').closest('details').localName")
    look(browser, axe)
    browser.press_until("e.value === 'check'")
    browser.leave_by("Enter")
    look(browser, axe)
    browser.press_until("e.value === 'decide'")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "Phường <b>Đông</b> Hưng Thuận" == browser.run("document.querySelector('h1').textContent")
    assert "Không đủ điều kiện" in browser.run("document.querySelector('.verdict').textContent")
    printed = subprocess.run([require("pdftotext"), "-", "-"], input=browser.print(), capture_output=True, check=True)
    assert "Không đủ điều kiện" in printed.stdout.decode()
    assert "mã kiểm tra SHA-256" in printed.stdout.decode()  # the folded explanation with its footing is printed too
    assert "Lưu biên bản" not in printed.stdout.decode()
    browser.press_until("e.lang === 'en'")
    browser.leave_by("Enter")
    assert "Not eligible" in browser.run("document.querySelector('.verdict').textContent")
    assert "en" == browser.run("document.documentElement.lang")
    browser.press_until("e.value === 'record'")
    browser.leave_by("Enter")
    look(browser, axe)
    assert browser.run("location.pathname").endswith("/records/1")
    browser.press_until("e.localName === 'button' && e.form.action.includes('replay')")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "came out the same" in browser.run("document.querySelector('[role=status]').textContent")
    browser.open(f"{browser.address}/pages/records")
    look(browser, axe)


def test_a_workbook_is_uploaded_and_a_row_opened(browser, axe):
    """The office's own table with its mapping: the table, a filter, the decision of one row; all pass the checker."""
    browser.open(f"{browser.address}/pages/campaigns/quan-12-2022/agency/upload")
    look(browser, axe)
    browser.upload("#file", ROOT / "examples" / "office_table" / "office.xlsx")
    browser.upload("#mapping", ROOT / "examples" / "office_table" / "mapping.yaml")
    answer(browser, "as_of", "15/12/2022")
    browser.press_until("e.localName === 'button' && e.form.enctype === 'multipart/form-data'")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "Hồ sơ (6)" == browser.run("document.querySelector('h2').textContent")
    browser.press_until("e.search && e.search.endsWith('status=ineligible')")
    browser.leave_by("Enter")
    assert "Hồ sơ (2)" == browser.run("document.querySelector('h2').textContent")
    answer(browser, "find", "hiệp thành")
    browser.leave_by("Enter")
    browser.press_until("e.search && e.search.endsWith('row=16')")
    assert "Hi" not in browser.run("location.href")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "UBND phường Hiệp Thành" == browser.run("document.querySelector('h1').textContent")
    assert "Không đủ điều kiện" in browser.run("document.querySelector('.verdict').textContent")


def test_rules_are_tried(browser, axe):
    """The playground by keyboard: the rules in force with a candidate; then broken ones, told with their place."""
    browser.open(f"{browser.address}/pages/playground?ruleset=quan-12-2022&category=head")
    look(browser, axe)
    answer(browser, "facts", "harassment_cases: 2\n")
    browser.press_until("e.localName === 'button' && e.closest('form.try')")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "Không đủ điều kiện" in browser.run("document.querySelector('p.verdict').textContent")
    answer(browser, "rules", "x")
    browser.press_until("e.localName === 'button' && e.closest('form.try')")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "ruleset.yaml:" in browser.run("document.querySelector('pre').textContent")


def test_the_other_pages_pass_too(browser, axe):
    """A campaign, a selection over a file, a season and one of its candidates, all in English."""
    for path in (
        "campaigns/quan-12-2022",
        "seasons",
        "seasons/quan-12-2022-head",
        "seasons/quan-12-2022-head/candidate",
    ):
        browser.open(f"{browser.address}/pages/{path}?lang=en&number=1")
        look(browser, axe)
    browser.open(f"{browser.address}/pages/campaigns/friendly-hamlets-2026/hamlet/upload?lang=en")
    browser.upload("#file", OWN / "candidates.csv")
    browser.upload("[name^='list.']", OWN / "sessions.csv")
    browser.press_until("e.localName === 'button' && e.form.enctype === 'multipart/form-data'")
    browser.leave_by("Enter")
    look(browser, axe)
    browser.press_until("e.pathname && e.pathname.endsWith('results/selection')")
    browser.leave_by("Enter")
    look(browser, axe)
    assert "Hamlets commended" == browser.run("document.querySelector('h1').textContent")
