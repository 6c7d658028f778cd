"""How keys are kept, and what stays closed without them (D14, S52, C15)."""

import json
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from stores import NOW, files, opened, typing

from companion.errors import JournalError
from companion.journal import _keyring, _lock, forget_folder, look, set_passphrase
from companion.steps import Slot

WORDS = "four everyday words here"
OTHERS = "quite another row of words"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs a thousandth of what it does in earnest."""
    monkeypatch.setattr(_lock, "MEMORY", 2**5)


class Pocket(KeyringBackend):
    """A keyring that is a dictionary."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def pocket(monkeypatch: pytest.MonkeyPatch) -> Pocket:
    """The keyring of this machine, for one test."""
    pocket = Pocket()
    monkeypatch.setattr(_keyring, "_keyring", lambda: pocket)
    return pocket


def _keep(folder: Path, text: str, *passphrases: str, solo: str | None = None, owner: str = "") -> None:
    with opened(folder, *passphrases, solo=solo) as journal:
        journal.add("value", {"text": text}, owner, NOW)


def _seen(folder: Path, *passphrases: str, solo: str | None = None) -> list[object]:
    with opened(folder, *passphrases, solo=solo) as journal:
        return [entry.fields["text"] for entry in journal.entries()]


def test_a_keyring_keeps_the_key(tmp_path: Path, pocket: Pocket) -> None:
    """With a keyring no key is on the disk, nothing is warned of, and it goes with everything else."""
    notices: list[str] = []
    with opened(tmp_path / "journal", notices=notices) as journal:
        journal.add("value", {"text": "calm"}, "", NOW)
    (secret,) = pocket.secrets.values()
    assert not any(secret.encode() in content for content in files(tmp_path).values())
    assert _seen(tmp_path / "journal") == ["calm"]
    assert not notices
    seen = look(tmp_path / "journal")
    assert seen is not None
    assert (seen.way, seen.count) == ("keyring", 1)
    forget_folder(tmp_path / "journal")
    assert not pocket.secrets


def test_a_keyring_without_the_key_is_told(tmp_path: Path, pocket: Pocket) -> None:
    """What is kept stays as it is until the keyring gives its key again."""
    _keep(tmp_path, "calm")
    before, secrets = files(tmp_path), dict(pocket.secrets)
    pocket.secrets.clear()
    with pytest.raises(JournalError, match="keyring"):
        opened(tmp_path)
    assert files(tmp_path) == before
    pocket.secrets.update(secrets)
    assert _seen(tmp_path) == ["calm"]


def test_without_a_keyring_the_key_is_in_a_file_and_that_is_told_once(tmp_path: Path) -> None:
    """The person hears once what a key in a file does not protect."""
    notices: list[str] = []
    with opened(tmp_path, notices=notices) as journal:
        journal.add("appointment", {"what": "come_back", "when": "2026-11-20T20:00:00", "every": {}}, "", NOW)
    assert not notices  # nobody is told about keys in the middle of a timeout
    for _ in range(2):
        with opened(tmp_path, notices=notices) as journal:
            journal.add("value", {"text": "calm"}, "", NOW)
    assert notices == ["key_in_file"]


def test_a_passphrase_closes_what_everyone_shares(tmp_path: Path) -> None:
    """After it is set the key is nowhere on the disk; a wrong one opens nothing and harms nothing."""
    _keep(tmp_path, "calm")
    key = json.loads((tmp_path / "everyone.key").read_text())["key"]
    set_passphrase(tmp_path, "", typing(), lambda _: WORDS)
    assert not any(key.encode() in content for content in files(tmp_path).values())
    before = files(tmp_path)
    with pytest.raises(JournalError, match="no passphrase fitted"):
        opened(tmp_path, "wrong", "wrong again", OTHERS)
    assert files(tmp_path) == before
    assert _seen(tmp_path, "wrong", "wrong again", WORDS) == ["calm"]
    set_passphrase(tmp_path, "", typing(WORDS), lambda _: OTHERS)
    assert _seen(tmp_path, OTHERS) == ["calm"]
    with pytest.raises(JournalError):
        opened(tmp_path, WORDS)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    """Seven characters are tried out in no time."""
    with pytest.raises(JournalError, match="at least 8"):
        set_passphrase(tmp_path, "Ana", typing(), lambda _: "seven77")


def test_private_things_open_for_their_owner_alone(tmp_path: Path) -> None:
    """Each sees what is everyone's and what is their own; the other, the pair and a stranger never do (D14)."""
    set_passphrase(tmp_path, "Ana", typing(), lambda _: WORDS)
    set_passphrase(tmp_path, "Sam", typing(), lambda _: OTHERS)
    _keep(tmp_path, "of Ana", WORDS, solo="Ana", owner="Ana")
    _keep(tmp_path, "of Sam", OTHERS, solo="sam", owner="Sam")
    _keep(tmp_path, "shared")
    assert _seen(tmp_path, WORDS, solo="ana") == ["shared", "of Ana"]
    assert _seen(tmp_path, OTHERS, solo="Sam") == ["shared", "of Sam"]
    assert _seen(tmp_path, WORDS) == _seen(tmp_path, WORDS, solo="") == ["shared"]
    assert _seen(tmp_path, WORDS, solo="Sam") == ["shared"]
    assert _seen(tmp_path, "wrong", "wrong again", solo="Ana") == ["shared"]
    for name, content in files(tmp_path).items():  # three letters alone stand in ciphertext by chance
        assert "ana" not in name.lower().split("."), name
        assert b'"Ana"' not in content
        assert b"of Ana" not in content


def test_a_closed_gate_is_known_to_the_pair_and_nothing_else_of_it(tmp_path: Path) -> None:
    """The newest answer counts, also across sessions; who gave it and why stays behind the passphrase (D10)."""
    folder = tmp_path / "journal"
    set_passphrase(folder, "Ana", typing(), lambda _: WORDS)
    answers = [(False, True), (True, False), (False, True)]
    for answer, held in answers:
        with opened(folder, WORDS, solo="Ana") as journal:
            journal.add("gate", {"open": answer, "why": "afraid"}, "Ana", NOW)
        with opened(folder) as journal:
            assert journal.held() == held
            assert not journal.entries()
    with opened(folder, WORDS, solo="Ana") as journal:
        journal.forget_day(NOW.date())
    with opened(folder) as journal:
        assert not journal.held()


def test_private_things_need_a_passphrase(tmp_path: Path) -> None:
    """Without one, with a wrong one, and in a session of two, nothing private is kept (S52)."""
    for solo in (None, "", "Ana", "Sam"):
        with opened(tmp_path / "journal", solo=solo) as journal, pytest.raises(JournalError, match="passphrase"):
            journal.add("value", {"text": "calm"}, "Ana", NOW)
    assert not (tmp_path / "journal").exists()


def test_what_is_kept_in_a_private_session_is_private(tmp_path: Path) -> None:
    """Nothing said there is readable for a pair: it is the person's own, and without a passphrase it is not kept."""
    with opened(tmp_path / "journal", solo="") as journal, pytest.raises(JournalError, match="passphrase"):
        journal.add("moment", {"text": "alone"}, "", NOW)
    assert not (tmp_path / "journal").exists()
    set_passphrase(tmp_path, "Ana", typing(), lambda _: WORDS)
    _keep(tmp_path, "alone", WORDS, solo="Ana")
    assert _seen(tmp_path, WORDS, solo="Ana") == ["alone"]
    assert _seen(tmp_path) == []


def test_a_bare_return_time_is_kept_in_any_session(tmp_path: Path) -> None:
    """The one exception holds for a person alone as well, as long as no words are with it."""
    fields: dict[str, Slot] = {"what": "come_back", "when": "2026-11-20T18:00:00", "every": {}, "about": ""}
    with opened(tmp_path, solo="") as journal:
        journal.add("appointment", fields, "", NOW)
        with pytest.raises(JournalError, match="passphrase"):
            journal.add("appointment", {**fields, "about": "tell him"}, "", NOW)
    with opened(tmp_path) as journal:
        assert len(journal.entries()) == 1


def test_a_private_thing_is_named_by_its_number(tmp_path: Path) -> None:
    """Changing and forgetting by number never touch a shared thing instead."""
    set_passphrase(tmp_path, "Ana", typing(), lambda _: WORDS)
    _keep(tmp_path, "shared")
    with opened(tmp_path, WORDS, solo="Ana") as journal:
        (shared,) = journal.entries()
        own = journal.add("value", {"text": "own"}, "Ana", NOW)
        assert shared.number != own.number
        journal.change(own.number, {"text": "changed"})
        journal.forget([shared.number])
        assert [(e.fields["text"], e.owner) for e in journal.entries()] == [("changed", "Ana")]


def test_everything_includes_what_is_private(tmp_path: Path) -> None:
    """Forgetting everything needs nobody's passphrase."""
    set_passphrase(tmp_path / "journal", "Ana", typing(), lambda _: WORDS)
    _keep(tmp_path / "journal", "own", WORDS, solo="Ana", owner="Ana")
    with opened(tmp_path / "journal") as journal:
        journal.forget_everything()
    assert not (tmp_path / "journal").exists()


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    """A flipped digit and a torn file are found, and the store is left as it is."""
    _keep(tmp_path, "calm")
    lock = tmp_path / "everyone.key"
    whole = lock.read_text()
    told = json.loads(whole)
    flipped = {**told, "key": ("0" if told["key"][0] != "0" else "1") + told["key"][1:]}
    store = (tmp_path / "everyone.sqlite").read_bytes()
    for damaged in (json.dumps(flipped), whole[:20], "", "[]"):
        lock.write_text(damaged)
        with pytest.raises(JournalError, match="damaged"):
            opened(tmp_path)
        assert (tmp_path / "everyone.sqlite").read_bytes() == store
    lock.write_text(whole)
    assert _seen(tmp_path) == ["calm"]
