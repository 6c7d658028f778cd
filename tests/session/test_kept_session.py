"""What a session keeps is there in the next one; what stops it from keeping is said once, and the session goes on."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from sessions import Played, companion, session
from stores import NOW, files, opened

from companion.journal import set_passphrase

AT = ("--now", "2026-11-20T09:00:00")
WORDS = "four everyday words here"


def _typed(folder: Path, typed: str, *words: str | Path, now: str = AT[1]) -> Played:
    return session(folder, None, "--text", "--now", now, *words, typed=typed)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of what is kept, with one thing in it."""
    folder = tmp_path / "data" / "journal"
    with opened(folder) as journal:
        journal.add("person", {"name": "Ana"}, "", NOW)
    return folder


def test_nothing_is_left_by_a_session_that_keeps_nothing(tmp_path: Path) -> None:
    """Breathing, asking and saying goodbye make no folder (D15)."""
    assert _typed(tmp_path, "breathing for one minute\n+70\nwhat can you do\ngoodbye\n").status == 0
    assert not (tmp_path / "data").exists()


def test_an_agreed_time_is_there_in_the_next_session(tmp_path: Path) -> None:
    """The return of a timeout that ended in goodbye is said again, and forgotten a day after it has passed (C43)."""
    assert _typed(tmp_path, "timeout until six in the evening\nyes\n+60\ngoodbye\n").status == 0
    assert (tmp_path / "data" / "journal").exists()
    later = _typed(tmp_path, "when do we talk again\ngoodbye\n", now="2026-11-20T12:00:00")
    assert "reminders.planned" in later.said(), later.out
    _typed(tmp_path, "goodbye\n", now="2026-11-21T18:01:00")
    assert not (tmp_path / "data" / "journal").exists()


def _in_use(folder: Path) -> Callable[[], None]:
    return opened(folder).close


def _another_key(folder: Path) -> Callable[[], None]:
    (folder / "everyone.key").write_text(json.dumps({"way": "file", "key": "00" * 32, "digest": "66687aadf862bd77"}))
    return lambda: None


def _flipped(folder: Path) -> Callable[[], None]:
    path = folder / "everyone.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    return lambda: None


def _newer(folder: Path) -> Callable[[], None]:
    with opened(folder) as journal:
        assert journal._shared is not None
        journal._shared.store._db.pragma("user_version", 99)
    return lambda: None


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (_in_use, "Another companion is using what is kept."),
        (_another_key, "What is kept is damaged, or its key is another one."),
        (_flipped, "What is kept is damaged, or its key is another one."),
        (_newer, "What is kept comes from a newer companion than this one."),
    ],
)
def test_what_stops_it_is_said_once_and_the_session_goes_on(
    tmp_path: Path, kept: Path, fault: Callable[[Path], Callable[[], None]], told: str
) -> None:
    """One sentence, spoken and shown; then everything works but keeping, and the files stay as they are."""
    release = fault(kept)
    before = {path.name: path.stat() for path in kept.iterdir()}
    played = _typed(tmp_path, "+5\nbreathing for one minute\n+150\ngoodbye\n")
    assert played.status == 0, played.err
    assert played.said().count("session.nothing_kept") == 1
    assert played.out.count(told) == 1
    assert {"name": "breathing", "state": "end"}.items() <= played.of("activity")[-1].items()
    for name, stat in before.items():  # not read here: that would end the hold of a companion in this very process
        assert ((kept / name).stat().st_size, (kept / name).stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    release()


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """Where no folder can be made the time is agreed for this session all the same, and that is said."""
    (tmp_path / "data").write_text("a file")
    played = _typed(tmp_path, "timeout until six in the evening\nyes\n+60\nwhen do we talk again\ngoodbye\n")
    assert played.status == 0, played.err
    assert any("cannot be written" in str(event["what"]) for event in played.of("error"))
    assert "session.goodbye_agreed" in played.said() or "session.goodbye_kept" in played.said()


def test_a_private_session_shows_nothing_that_is_heard(tmp_path: Path) -> None:
    """Neither what was typed nor what is private is printed in it by way of an echo (S52)."""
    done = companion("run", "--text", "--solo", *AT, folder=tmp_path, typed="florp the canary\ngoodbye\n")
    assert done.returncode == 0, done.stderr
    assert "canary" not in done.stdout + done.stderr


def test_a_passphrase_comes_first_from_a_pipe(tmp_path: Path) -> None:
    """The first line is the passphrase of the person; a wrong one is told in one sentence (S52)."""
    folder = tmp_path / "data" / "journal"
    done = companion("journal", "passphrase", "Ana", folder=tmp_path, typed=f"{WORDS}\n")
    assert done.returncode == 0, done.stderr
    with opened(folder, WORDS, solo="Ana") as journal:
        journal.add("value", {"text": "canary"}, "Ana", NOW)
    before = files(folder)
    right = companion("journal", "list", "--solo", "Ana", folder=tmp_path, typed=f"{WORDS}\n")
    assert "canary" in right.stdout
    for words in (("journal", "list"), ("journal", "list", "--solo", "Sam")):
        assert "canary" not in companion(*words, folder=tmp_path, typed=f"{WORDS}\n").stdout
    played = _typed(tmp_path, "not the passphrase\n+5\nbreathing for one minute\n+70\ngoodbye\n", "--solo", "Ana")
    assert played.said().count("session.private_closed") == 1
    assert played.intents() == ["breathing", "goodbye"]
    played = _typed(tmp_path, f"{WORDS}\n+5\nforget that\ngoodbye\n", "--solo", "Ana")
    assert "session.private_closed" not in played.said()
    assert WORDS not in played.out + played.err
    assert files(folder).keys() == before.keys()


def test_three_tries_at_a_terminal(tmp_path: Path) -> None:
    """Typed hidden, asked again twice, and never shown."""
    set_passphrase(tmp_path / "journal", "Ana", lambda _: iter(()), lambda _: WORDS)
    with opened(tmp_path / "journal", WORDS, solo="Ana") as journal:
        journal.add("value", {"text": "canary"}, "Ana", NOW)
    command = [sys.executable, "-m", "companion", "journal", "--solo", "Ana", "--data", str(tmp_path)]
    for tries, found in [(["wrong one", "wrong two", WORDS], True), (["wrong one", "wrong two", "wrong three"], False)]:
        ours, theirs = pty.openpty()
        running = subprocess.Popen(
            command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        shown = _answering(ours, [f"{text}\n" for text in tries])
        os.close(ours)
        assert running.wait() == 0
        assert ("canary" in shown) == found
        assert shown.count("does not fit") == 2
        assert not any(text in shown for text in tries)


def _answering(terminal: int, lines: list[str]) -> str:
    """Everything shown, one line typed at each question."""
    shown = ""
    while True:
        try:
            piece = os.read(terminal, 1000).decode()
        except OSError:  # the other end is closed
            return shown
        if not piece:
            return shown
        shown += piece
        if shown.rstrip(" ").endswith(":") and lines:
            os.write(terminal, lines.pop(0).encode())


def test_quick_exit_loses_nothing_and_leaves_nothing_half_written(tmp_path: Path, kept: Path) -> None:
    """After it the store opens, what was kept is there, and no file lies beside it (D12)."""
    names = set(files(kept))
    played = _typed(tmp_path, "timeout until six in the evening\nyes\n+60\nwhat's the weather like\n")
    assert played.intents()[-1] == "quick_exit"
    assert set(files(kept)) == names
    with opened(kept) as journal:
        assert [entry.kind for entry in journal.entries()] == ["person", "appointment"]


def test_a_canary_is_found_nowhere(tmp_path: Path) -> None:
    """Said, typed, kept and then forgotten: no file of the session has it, temporary ones included, nor the key."""
    canary = "quixotic marmalade"
    folder = tmp_path / "data" / "journal"
    with opened(folder) as journal:
        journal.add("moment", {"text": canary}, "", NOW)
        journal.add("moment", {"text": "tea"}, "", NOW)
        key = json.loads((folder / "everyone.key").read_text())["key"]
        journal.forget([1])
        assert files(folder)["everyone.sqlite-wal"] == b""
        while_open = _decrypted(folder / "everyone.sqlite", key, tmp_path)
    for plain in (while_open, _decrypted(folder / "everyone.sqlite", key, tmp_path)):
        assert b"tea" in plain
        assert canary.encode() not in plain
    home = tmp_path / "home"
    home.mkdir()
    places = {"HOME": home, "TMPDIR": home, "XDG_CACHE_HOME": home / "cache", "XDG_DATA_HOME": home / "share"}
    surroundings = {**os.environ, **{name: str(place) for name, place in places.items()}}
    typed = f"{canary}\nnote to sam\n{canary}\nyes\nyes\nforget everything\nyes\nyes\ngoodbye\n"
    done = companion("run", "--text", *AT, folder=tmp_path, typed=typed, environment=surroundings)
    assert done.returncode == 0, done.stderr
    assert not folder.exists()
    for name, content in files(tmp_path).items():
        assert canary.encode() not in content, name
        assert key.encode() not in content, name


def _decrypted(path: Path, key: str, folder: Path) -> bytes:
    """Every byte of the database, free pages included, without its cipher."""
    copy = folder / "plain"
    copy.write_bytes(path.read_bytes())
    db = apsw.Connection(str(copy))
    db.execute(f"PRAGMA cipher = 'chacha20'; PRAGMA key = 'raw:{key}'").fetchall()
    db.execute("PRAGMA journal_mode = DELETE").fetchall()
    db.execute("PRAGMA rekey = ''").fetchall()
    db.close()
    content = copy.read_bytes()
    copy.unlink()
    return content
