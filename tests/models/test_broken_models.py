"""Every way to break a model folder is survived: libvosk ends its process on some of them, and never on ours."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from few_commands import FewCommands

from companion.errors import EarError
from companion.intents import Interpreter
from companion.models import _trial, fit, proven, tried

MODEL = "am/final.mdl"
MFCC, CONF = "conf/mfcc.conf", "conf/model.conf"
GRAPH, GRAMMAR = "graph/HCLr.fst", "graph/Gr.fst"
DISAMBIG, BOUNDARY = "graph/disambig_tid.int", "graph/phones/word_boundary.int"
FILES = (MODEL, MFCC, CONF, GRAPH, GRAMMAR, DISAMBIG, BOUNDARY)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _rubbish(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()) or b"Z" * 100)


def _swapped(path: Path) -> None:
    """What another file of the model holds."""
    root = path.parents[1] if path.name != "word_boundary.int" else path.parents[2]
    shutil.copy(root / (GRAMMAR if path.name != "Gr.fst" else GRAPH), path)


def _missing(path: Path) -> None:
    path.unlink()


BREAKS = (_missing, _empty, _half, _rubbish, _swapped)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_file_is_one_sentence(copy: Path, name: str, broken: Callable[[Path], None]) -> None:
    """Each file missing, empty, cut in half, garbled or swapped: the folder is named, and what to do."""
    if name == DISAMBIG and broken in (_empty, _half):
        pytest.skip("in the miniature this file is empty as it should be")
    broken(copy / name)
    with pytest.raises(EarError, match=f"{copy.name} .*Install it anew") as error:
        tried(copy)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(("one", "other"), [(MFCC, CONF), (GRAPH, GRAMMAR), (MODEL, BOUNDARY)])
def test_two_files_in_each_others_place(copy: Path, one: str, other: str) -> None:
    """Both are there, and neither is what its name says."""
    (copy / one).rename(copy / "aside")
    (copy / other).rename(copy / one)
    (copy / "aside").rename(copy / other)
    with pytest.raises(EarError, match=f"{copy.name} .*Install it anew"):
        tried(copy)


def test_a_whole_model_is_proven(miniature: Path) -> None:
    """The trial tells which words the model lacks."""
    assert tried(miniature, ["stop", "kintsugi", "[unk]"]) == {"kintsugi"}


def test_a_flat_model_is_proven(copy: Path, tmp_path: Path) -> None:
    """The older way of laying out a model, with every file in one place, works as well."""
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in copy.rglob("*"):
        if path.is_file() and path.name != "model.conf":
            shutil.copy(path, flat)
    assert tried(flat, ["stop"]) == frozenset()


def test_what_was_proven_is_remembered(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second start asks no child; a file that has changed since does, and so does a copy elsewhere."""
    trials: list[Path] = []
    trial = _trial.tried
    monkeypatch.setattr(_trial, "tried", lambda folder: trials.append(folder) or trial(folder))  # type: ignore[func-returns-value]
    memory = tmp_path / "data" / "proven.json"
    for _ in range(2):
        assert proven(copy, memory) == copy
    assert trials == [copy]
    assert stat.S_IMODE(memory.stat().st_mode) == 0o600
    assert os.listdir(memory.parent) == [memory.name]
    _empty(copy / CONF)
    with pytest.raises(EarError):
        proven(copy, memory)
    moved = copy.rename(tmp_path / "moved")
    shutil.copy(moved / MFCC, moved / CONF)
    with pytest.raises(EarError):
        proven(moved, memory)
    assert trials == [copy, copy, moved]
    assert list(json.loads(memory.read_text())) == [str(copy)]


@pytest.mark.parametrize("held", ["", "[]", "{", '{"a": 1}', "\x00"])
def test_a_memory_that_is_none(miniature: Path, tmp_path: Path, held: str) -> None:
    """Where nothing is remembered the model is tried; where nothing can be, the session starts all the same."""
    memory = tmp_path / "proven.json"
    memory.write_text(held)
    assert proven(miniature, memory) == miniature
    assert proven(miniature, tmp_path / "proven.json" / "no-folder.json") == miniature


def test_a_model_of_another_language(miniature: Path, interpreter: Interpreter) -> None:
    """A model must have words for what no session can do without, and must be able to reject."""
    lacking = tried(miniature, interpreter.vocabulary() | {"[unk]"})
    fit(miniature, interpreter, lambda word: word not in lacking)
    loans = {"stop", "time", "out", "timeout", "pause", "help", "repeat", "[unk]"}
    with pytest.raises(EarError, match=r"companion-mini-en .*louder, quieter, slower, faster, goodbye.*language"):
        fit(miniature, interpreter, loans.__contains__)
    with pytest.raises(EarError, match=r"\[unk\]"):
        fit(miniature, FewCommands(), {"stop", "time", "out", "help"}.__contains__)
