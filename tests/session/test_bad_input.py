"""Everything that a person can get wrong: one clear sentence, the right exit status, no traceback."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sessions import companion, events, session
from speech import dialogue

from companion.units import RATE

NOW = ("--now", "2026-11-20T09:00:00")


def _config(folder: Path, text: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _wav(folder: Path) -> Path:
    path = folder / "mic.wav"
    soundfile.write(path, np.zeros(RATE, np.int16), RATE, subtype="PCM_16")
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.wav"
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--mic", "nowhere.wav"], "nowhere.wav"),
        (["run", "--mic", "empty.wav"], "empty.wav"),
        (["run", "--mic", "mic.wav", "--speaker", "no/such/folder/out.wav"], "out.wav"),
        (["run", "--mic", "mic.wav", "--events", "no/such/folder/e.jsonl"], "e.jsonl"),
        (["run", "--mic", "mic.wav", "--now", "tomorrow"], "2026-11-20T09:00:00"),
        (["run", "--mic", "mic.wav", "--now", "2026-11-20T09:00:00+01:00"], "2026-11-20T09:00:00"),
        (["run", "--mic", "mic.wav", "--echo=loud"], "-10:100"),
        (["run", "--mic", "mic.wav", "--noise", "kitchen"], "kitchen"),
        (["run", "--mic", "mic.wav", "--tail", "-3"], "30"),
        (["run", "--mic", "mic.wav", "--start", "dancing"], "dancing"),
        (["run", "--mic", "mic.wav", "--start", "not_yet"], "not_yet"),
        (["run", "--mic", "mic.wav", "--start", "microphone_lost"], "microphone_lost"),
        (["run", "--mic", "mic.wav", "--start", "come_back"], "come_back"),
        (["run", "--mic", "mic.wav", "--keys", "nokeys.jsonl"], "nokeys.jsonl"),
        (["run", "--mic", "mic.wav", "--engine", "siri"], "siri"),
        (["run", "--echo=-10:100"], "--mic"),
        (["run", "--mic", "mic.wav", "--drift", "50"], "--echo"),
        (["run", "--config", "nowhere.yaml"], "nowhere.yaml"),
        (["run", "--scripts", "nowhere"], "nowhere"),
        (["hear", "nowhere.wav"], "nowhere.wav"),
        (["hear", "mic.wav", "--state", "asleep"], "asleep"),
        (["hear"], "FILE"),
        (["understand"], "--batch"),
        (["understand", "--batch", "nowhere.txt"], "nowhere.txt"),
        (["understand", "stop", "--state", "asleep"], "asleep"),
        (["say", "hello", "--out", "no/such/folder/x.wav"], "x.wav"),
        (["say", "", "--out", "x.wav"], "words"),
        (["say", "...", "--out", "x.wav"], "words"),
        (["voices", "try", "nobody-at-all"], "nobody-at-all"),
        (["voices", "try", "nobody-at-all", "--data", "."], "nobody-at-all"),
        (["models", "install", ".", "--sha256", "00"], "--sha256"),
        (["dance"], "dance"),
        (["run", "--dance"], "--dance"),
    ],
)
def test_wrong_words_get_one_sentence(tmp_path: Path, words: list[str], told: str) -> None:
    """The sentence names what is wrong; the status is 2; nothing is left behind."""
    _wav(tmp_path)
    _empty(tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    done = companion(*words, folder=tmp_path)
    shutil.rmtree(tmp_path / "data", ignore_errors=True)  # that a model was tried is remembered there, nothing else
    assert done.returncode == 2, done.stdout + done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert 1 <= len(done.stderr.strip().splitlines()) <= 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_deck_with_forbidden_words_keeps_nobody_from_anything(tmp_path: Path, checkout: Path) -> None:
    """One sentence names it, whatever else is wrong in it, and everything else is led as ever."""
    decks = shutil.copytree(checkout / "scripts", tmp_path / "scripts") / "en" / "decks"
    fear = (decks / "fear.yaml").read_text(encoding="utf-8")
    (decks / "ours.yaml").write_text(fear.replace("safe. You", "safe, liar. You always").replace("one", "a perfect"))
    played = session(tmp_path, None, "--text", "--scripts", tmp_path / "scripts", *NOW, typed="breathing\nstop\n")
    assert played.status == 0
    assert played.intents() == ["breathing", "stop"]
    (told,) = played.err.strip().splitlines()
    assert told.endswith("which blames or takes sides. Until that is mended this deck is left out.")
    assert "ours.yaml, line " in told


def test_every_mistake_of_the_config_at_once(tmp_path: Path) -> None:
    """File, line and what was probably meant, for all mistakes together."""
    path = _config(tmp_path, "voice:\n  rate: fast\n  pich: 50\nlanguage: 7\n")
    done = companion("run", "--text", "--config", path, folder=tmp_path, typed="stop\n")
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 3
    for number, word in ((2, "rate"), (3, "pitch"), (4, "language")):
        assert any(f"line {number}" in line and word in line for line in lines)


def test_check_lists_everything_and_ends_with_one(tmp_path: Path) -> None:
    """`check` prints every problem and exits with 1; what ships has none and exits with 0."""
    path = _config(tmp_path, "people: [Ana, Ana]\nvoice: {volume: 300}\n")
    wrong = companion("check", "--config", path, folder=tmp_path)
    assert wrong.returncode == 1
    assert "line 1" in wrong.stdout
    assert "line 2" in wrong.stdout
    path.unlink()
    well = companion("check", folder=tmp_path)
    assert well.returncode == 0, well.stdout


@pytest.mark.parametrize(
    ("rate", "subtype", "channels"),
    [
        (16000, "PCM_U8", 1), (16000, "PCM_24", 1), (16000, "FLOAT", 1), (16000, "PCM_16", 2), (8000, "PCM_16", 1),
        (44100, "PCM_16", 2), (48000, "PCM_16", 1),
    ],
)  # fmt: skip
def test_every_kind_of_wav_is_a_microphone(tmp_path: Path, rate: int, subtype: str, channels: int) -> None:
    """8, 24 bit and float, stereo, 8, 44.1 and 48 kHz: "breathing" is heard all the same."""
    import soxr

    sound, _ = dialogue((0.5, "breathing", "slt"))
    shaped = soxr.resample(sound.astype(np.float64) / 32768, RATE, rate)
    stereo = np.repeat(shaped[:, None], channels, axis=1)
    soundfile.write(tmp_path / "kind.wav", stereo, rate, subtype=subtype)
    done = companion("run", "--mic", "kind.wav", "--events", "e.jsonl", "--tail", "0", *NOW, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [event["name"] for event in events(tmp_path / "e.jsonl") if event["event"] == "intent"] == ["breathing"]


@pytest.mark.parametrize("kind", ["silence", "noise", "tones"])
def test_what_is_no_speech_means_nothing(tmp_path: Path, kind: str) -> None:
    """Half a minute of silence, noise or music leads to no intent."""
    t = np.arange(30 * RATE) / RATE
    sound = {
        "silence": np.zeros(len(t)),
        "noise": np.random.default_rng(1).normal(0, 3000, len(t)),
        "tones": sum(2500 * np.sin(2 * np.pi * f * t) * (np.sin(2 * np.pi * t / p) > 0) for f, p in _CHORD),
    }[kind]
    played = session(tmp_path, np.asarray(sound).astype(np.int16), *NOW)
    assert played.status == 0
    assert played.intents() == []


_CHORD = ((262, 1.0), (330, 1.5), (392, 0.75), (523, 2.5))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    """A speaker file that may not be written is named, and nothing is played."""
    tmp_path.chmod(0o500)
    done = companion("say", "hello", "--out", "x.wav", folder=tmp_path)
    tmp_path.chmod(0o700)
    assert done.returncode == 2
