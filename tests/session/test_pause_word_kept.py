"""A pause word that was chosen in one session works in the next one, typed and spoken."""

from pathlib import Path

from sessions import Played, companion, session
from speech import dialogue

NOW = ("--now", "2026-11-20T09:00:00")


def _typed(folder: Path, typed: str) -> Played:
    return session(folder, None, "--text", *NOW, typed=typed)


def test_it_is_there_the_next_time(tmp_path: Path) -> None:
    """Chosen by typing; from then on a timeout over the companion's own speech, and to the embedded ear (S24, C6)."""
    chosen = _typed(tmp_path, "our pause word is pineapple\nyes\nnext\ngoodbye\n")
    assert "pause_word.kept" in chosen.said(), chosen.err
    typed = _typed(tmp_path, "breathing\n<speaking> pineapple\n+2\nstop\n")
    assert typed.intents() == ["breathing", "timeout", "stop"]
    mic, _ = dialogue((4, "pineapple", "slt"), tail=3)
    spoken = session(tmp_path, mic, *NOW, "--engine", "pocketsphinx", "--tail", "0")
    assert spoken.intents() == ["timeout"], spoken.err


def test_another_one_takes_its_place(tmp_path: Path) -> None:
    """The kept one counts instead of that of the config, and the newest of all (S24)."""
    (tmp_path / "config.yaml").write_text("pause_word: kangaroo\n", encoding="utf-8")
    assert _typed(tmp_path, "kangaroo\nstop\n").intents()[0] == "timeout"
    _typed(tmp_path, "our pause word is pineapple\nyes\nnext\nour pause word is lighthouse\nyes\nnext\ngoodbye\n")
    later = _typed(tmp_path, "kangaroo\npineapple\nlighthouse\nstop\n")
    assert later.intents() == ["timeout", "stop"]


def test_one_that_another_recogniser_lacks_is_told(tmp_path: Path, checkout: Path) -> None:
    """Once at the beginning of the session, and by `check`; a word of the model is no problem (S24)."""
    _typed(tmp_path, "our pause word is pineapple\nyes\nnext\ngoodbye\n")
    model = checkout / "models" / "companion-mini-en"
    (tmp_path / "config.yaml").write_text(f"ear:\n  engine: vosk\n  model: {model}\n", encoding="utf-8")
    mic, _ = dialogue((4, "breathing", "slt"), tail=3)
    played = session(tmp_path, mic, *NOW, "--tail", "0")
    assert played.said().count("session.pause_word_unheard") == 1, played.err
    assert "pineapple" in played.out
    done = companion("check", folder=tmp_path)
    assert done.returncode == 1
    assert 'does not know the pause word "pineapple"' in done.stdout


def test_a_name_of_the_config_is_heard_as_guessed_or_given(tmp_path: Path) -> None:
    """A name as pause word: heard without a dictionary; `check` tells the guess until its sound is given (S24)."""
    config = tmp_path / "config.yaml"
    config.write_text("pause_word: Snorgleboo\near:\n  engine: pocketsphinx\n", encoding="utf-8")
    checked = companion("check", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert 'How "snorgleboo" sounds was guessed: S N AO R G AH L B UW.' in checked.stdout
    mic, _ = dialogue((4, "snorgleboo", "slt"), tail=3)
    spoken = session(tmp_path, mic, *NOW, "--tail", "0")
    assert spoken.intents() == ["timeout"], spoken.err
    with config.open("a", encoding="utf-8") as written:
        written.write("pronunciations:\n  Snorgleboo: S N AO R G AH L B UW\n")
    assert "guessed" not in companion("check", folder=tmp_path).stdout


def test_a_sound_that_is_none_is_told(tmp_path: Path) -> None:
    """A pronunciation with a sound that the recogniser does not have is a problem that `check` names (C6)."""
    text = "pause_word: snorgleboo\near:\n  engine: pocketsphinx\npronunciations:\n  snorgleboo: S QQ\n"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    checked = companion("check", folder=tmp_path)
    assert checked.returncode == 1
    assert 'The pronunciation of "snorgleboo" must be ARPAbet phones' in checked.stdout
