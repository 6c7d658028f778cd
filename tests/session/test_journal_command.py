"""`companion journal` and what the doctor says of it: what is kept, as the person asks for it (C42, D14)."""

import json
import stat
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sessions import companion
from stores import NOW, files, opened

from companion.app import Places, furnish
from companion.commands.doctor import look_at_store
from companion.journal import set_passphrase
from companion.steps import Kind

THINGS: list[tuple[Kind, str]] = [
    ("moment", "tea <on> the step"),
    ("goal", "a garden"),
    ("gate", "never to be read"),
    ("health", "asthma"),
]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "journal"
    with opened(folder) as journal:
        for kind, text in THINGS:
            journal.add(kind, {"text": text}, "", NOW)
    return folder


def test_list_is_one_plain_line_each(tmp_path: Path, kept: Path) -> None:
    """Number, kind, time and content, in the order in which they were kept; without a word it lists."""
    done = companion("journal", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [
        "1. moment, 2026-11-20 09:00: text tea <on> the step",
        "2. goal, 2026-11-20 09:00: text a garden",
    ]


def test_list_of_nothing_makes_nothing(tmp_path: Path) -> None:
    """Asking leaves no folder."""
    assert companion("journal", "list", folder=tmp_path).stdout == "Nothing is kept.\n"
    assert not (tmp_path / "data").exists()


class _Words(HTMLParser):
    """The words of a page, and that every element that was opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("suffix", ["json", "html", "txt"])
def test_exports_are_whole_and_leave_out_what_may_not_leave(tmp_path: Path, kept: Path, suffix: str) -> None:
    """Everything but gate and health (D10), 0600, in a form others can read."""
    done = companion("journal", "export", f"out.{suffix}", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    path = tmp_path / f"out.{suffix}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert "never to be read" not in text
    assert "asthma" not in text
    if suffix == "json":
        told = json.loads(text)
        assert [(one["number"], one["kind"], one["fields"]["text"]) for one in told] == [
            (1, "moment", "tea <on> the step"),
            (2, "goal", "a garden"),
        ]
    elif suffix == "html":
        page = _Words()
        page.feed(text)
        assert not page.open
        assert "tea <on> the step" in page.words
    else:
        assert "tea <on> the step" in text


def test_an_export_overwrites_nothing(tmp_path: Path, kept: Path) -> None:
    """A file that is there stays, and an unknown ending is told."""
    (tmp_path / "out.json").write_text("mine")
    for name, told in [("out.json", "Choose another"), ("out.pdf", "End it in")]:
        done = companion("journal", "export", name, folder=tmp_path)
        assert (done.returncode, told in done.stderr) == (2, True)
    assert (tmp_path / "out.json").read_text() == "mine"


def test_forgetting_today(tmp_path: Path) -> None:
    """Today is the day of this machine."""
    with opened(tmp_path / "data" / "journal") as journal:
        journal.add("moment", {"text": "old"}, "", datetime(2020, 1, 2))
        journal.add("moment", {"text": "new"}, "", datetime.now())
    assert companion("journal", "forget", "today", "--yes", folder=tmp_path).returncode == 0
    with opened(tmp_path / "data" / "journal") as journal:
        assert [entry.fields["text"] for entry in journal.entries()] == ["old"]


@pytest.mark.parametrize(("words", "left"), [(["2", "3"], [1, 4]), (["99"], [1, 2, 3, 4])])
def test_forgetting_by_number(tmp_path: Path, kept: Path, words: list[str], left: list[int]) -> None:
    """Exactly what was named goes."""
    done = companion("journal", "forget", *words, "--yes", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    with opened(kept) as journal:
        assert [entry.number for entry in journal.entries()] == left


@pytest.mark.parametrize("words", [["1"], ["everything"]])
def test_nothing_is_forgotten_without_a_yes(tmp_path: Path, kept: Path, words: list[str]) -> None:
    """From a pipe it takes --yes."""
    before = files(kept)
    done = companion("journal", "forget", *words, folder=tmp_path, typed="yes\nyes\n")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert files(kept) == before


def test_everything_goes_even_if_it_does_not_open(tmp_path: Path, kept: Path) -> None:
    """A store whose key is gone can still be removed."""
    (kept / "everyone.key").unlink()
    done = companion("journal", "forget", "everything", "--yes", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not kept.exists()


def test_nothing_goes_under_another_companion(tmp_path: Path, kept: Path) -> None:
    """What a running session holds is not taken from it."""
    with opened(kept):
        done = companion("journal", "forget", "everything", "--yes", folder=tmp_path)
    assert (done.returncode, "Another companion" in done.stderr) == (2, True)
    with opened(kept) as journal:
        assert len(journal.entries()) == 4


def test_the_doctor_tells_how_it_is_kept_and_not_what(tmp_path: Path, kept: Path) -> None:
    """Where, how many, how the key is kept; no content. Behind a passphrase not even how many."""
    furniture = furnish(Places(data=tmp_path / "data"))
    lines = furniture.material.lines

    def told() -> tuple[str, bool]:
        finding = look_at_store(furniture)
        return lines[finding.line].format_map(finding.values), finding.well

    assert told() == (
        f"Store: 4 things are kept in {kept}. Their key lies in a file beside them. Whoever can open your files can "
        "open both. The command companion journal passphrase locks them.",
        True,
    )
    set_passphrase(kept, "", lambda _: iter(()), lambda _: "four everyday words here")
    assert told() == (f"Store: things are kept in {kept}, behind a passphrase.", True)
    (kept / "everyone.key").write_text("torn")
    said, well = told()
    assert "is damaged" in said
    assert not well
