"""What recordings mean, as people write it down, rightly and wrongly."""

from pathlib import Path

import pytest

from companion.bench._labels import Label, read_labels
from companion.errors import UsageError
from companion.steps import Intent


def _file(folder: Path, text: str) -> Path:
    path = folder / "labels.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_slots_and_state_may_be_left_out(tmp_path: Path) -> None:
    """A label needs an intent; it has no slots and is said in idle, unless it says otherwise."""
    path = _file(tmp_path, '{"a.wav": {"intent": "stop"}, "b": {"intent": "no", "slots": {}, "state": "question"}}')
    assert read_labels(path) == {"a.wav": Label(intent="stop"), "b": Label(intent="no", state="question")}


def test_all_kinds_of_slots_are_taken(tmp_path: Path) -> None:
    """Texts, numbers and recurrences come out as they are, and numbers stay numbers."""
    path = _file(
        tmp_path, '{"a": {"intent": "x", "slots": {"n": 3, "f": 3.5, "t": "box", "e": {"unit": "day", "at": "09:00"}}}}'
    )
    slots = read_labels(path)["a"].slots
    assert slots == {"n": 3, "f": 3.5, "t": "box", "e": {"unit": "day", "at": "09:00"}}
    assert type(slots["n"]) is int


def test_a_label_is_met_by_intent_and_slots_only() -> None:
    """Score and runner-up do not matter; a slot too many or too few does."""
    label = Label(intent="breathing", slots={"minutes": 3})
    assert label.met_by(Intent("breathing", {"minutes": 3.0}, 0.8))
    assert not label.met_by(Intent("breathing"))
    assert not label.met_by(Intent("breathing", {"minutes": 3, "style": "box"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": {"intent": "stop"', "broken JSON in line 1"),
        ("[]", "no labels"),
        ("{}", "no labels"),
        ('{"a.wav": {"slots": {}}}', '"a.wav": intent: Field required'),
        ('{"a.wav": {"intent": 3}}', '"a.wav": intent: Input should be a valid string'),
        ('{"a.wav": {"intent": "stop", "state": "asleep"}}', '"a.wav": state: Input should be'),
        ('{"a.wav": {"intent": "stop", "slot": {}}}', '"a.wav": slot: Extra inputs'),
        ('{"a.wav": {"intent": "stop", "slots": {"when": [1]}}}', '"a.wav": slots.when: '),
        ('{"a.wav": "stop"}', '"a.wav": the label: '),
        ("[" * 100_000, "broken JSON"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(tmp_path: Path, text: str, told: str) -> None:
    """A mistake names the file and the recording it stands at, in one line, with an example."""
    path = _file(tmp_path, text)
    with pytest.raises(UsageError) as error:
        read_labels(path)
    assert told in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_labels_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    """No file, a folder, and a file of another kind."""
    binary = tmp_path / "labels.wav"
    binary.write_bytes(b"RIFF\xff\xfe\x80")
    for path, told in ((tmp_path / "none.json", "cannot be read"), (tmp_path, "cannot be read"), (binary, "not UTF-8")):
        with pytest.raises(UsageError, match=told):
            read_labels(path)
