"""The page of what was kept: its facts, what is not in it, and how it can be read."""

import os
import shutil
import subprocess
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sessions import companion

from companion.journal import MemoryJournal, as_report, exported

NOW = datetime(2026, 11, 20, 9)
AXE = os.environ.get("COMPANION_AXE", "")
"""Where axe.min.js of the npm package axe-core is."""


def _page() -> str:
    journal = MemoryJournal()
    journal.add("rating", {"activity": "calm", "exercise": "body_scan", "before": 8, "after": 4.5}, "", NOW)
    journal.add("rating", {"activity": "calm", "exercise": "long_exhale", "before": 6, "after": 7}, "", NOW)
    journal.add("rating", {"activity": "timeout"}, "", NOW)
    journal.add("rating", {"activity": "check_in"}, "", NOW)
    promise = {"who": "Ana <b>", "what": "call & ask", "due": "2026-11-21T12:00:00", "state": "let go"}
    journal.add("commitment", promise, "", NOW)
    journal.add("commitment", {**promise, "due": "", "state": "happened"}, "", NOW)
    journal.add("health", {"flag": "pregnant"}, "", NOW)
    journal.add("gate", {"answer": "afraid"}, "", NOW)
    return as_report(exported(journal.entries()), date(2026, 11, 20))


class _Reader(HTMLParser):
    """What a page holds: the cells of every row, the tags that are open, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "line", "circle", "rect"):
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("line", "circle", "rect"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    assert not reader.open
    return reader


def test_every_kept_fact_stands_in_a_table() -> None:
    """Numbers before and after, check-ins, breaks and commitments, in neutral words, each once."""
    day = "Friday 20 November 2026"
    rows = [row for row in _read(_page()).rows if row[0] not in ("Day", "Who")]
    assert rows == [
        [day, "body scan", "8", "4.5"],
        [day, "long exhale", "6", "7"],
        [day, "Break, and the return from it"],
        [day, "Check-in held"],
        ["Ana <b>", "call & ask", "Saturday 21 November 2026", "no longer wanted"],
        ["Ana <b>", "call & ask", "no day", "happened"],
    ]


def test_the_page_needs_nothing_and_says_what_is_not_in_it() -> None:
    """No script, address or picture file; private answers and health are never there, and the page says so (D10)."""
    page = _page()
    reader = _read(page)
    assert not {"script", "link", "img", "iframe"} & reader.tags
    assert not reader.addresses
    assert "pregnant" not in page
    assert "afraid" not in page
    assert "What is not in here" in page


def test_an_empty_page_says_that_nothing_is_kept() -> None:
    """Nothing kept is three plain sentences, and no empty table."""
    page = as_report([], date(2026, 11, 20))
    assert page.count("kept.</p>") == 3
    assert "table" not in _read(page).tags


def test_the_command_writes_a_private_file_once(tmp_path: Path) -> None:
    """The page is its owner's alone, and an existing file is never written over."""
    words = ("--data", tmp_path / "data", "report", "--out", tmp_path / "page.html")
    assert companion(*words, folder=tmp_path).returncode == 0
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o600
    again = companion(*words, folder=tmp_path)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "nothing is written over it" in again.stderr


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    """Who names a folder is told to name a file in it."""
    done = companion("--data", tmp_path / "data", "report", "--out", tmp_path, folder=tmp_path)
    told = f"{tmp_path} is a folder. Name a new file in it, such as {tmp_path / 'kept.html'}.\n"
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.skipif(not AXE or not shutil.which("chromium"), reason="needs chromium, and COMPANION_AXE=.../axe.min.js")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_wcag_is_broken(tmp_path: Path, scheme: str) -> None:
    """axe-core finds nothing in the page against WCAG 2.2 AA, in light and in dark."""
    rules = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"
    run = (
        f"axe.run({{runOnly:{rules}}}).then(r=>{{document.title='found '+"
        "r.violations.map(v=>v.id).join(' ')+' of '+r.passes.length})"
    )
    page = _page().replace("</body>", f"<script>{Path(AXE).read_text(encoding='utf-8')};{run}</script></body>")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=10000", "--dump-dom",
        *(["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []),
        str(tmp_path / "page.html"),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    found, passed = shown.split("<title>found ")[1].split("</title>")[0].rsplit(" of ", 1)
    assert found.strip() == ""
    assert int(passed) > 10
