"""Which folders are Vosk models, and what a half one lacks."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import EarError
from companion.models import checked, found
from companion.models._folder import missing

WHOLE = (
    "am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/disambig_tid.int", "graph/phones/word_boundary.int",
    "graph/HCLr.fst", "graph/Gr.fst",
)  # fmt: skip
FLAT = ("final.mdl", "mfcc.conf", "disambig_tid.int", "word_boundary.int", "HCLr.fst", "Gr.fst")


def folder(path: Path, *files: str) -> Path:
    """A folder with these files in it, all empty."""
    path.mkdir(parents=True, exist_ok=True)
    for name in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(b"")
    return path


@given(st.sets(st.sampled_from(WHOLE)))
def test_what_is_missing_is_listed(present: set[str]) -> None:
    """Every file that a model needs and does not have is listed, in the same order."""
    with tempfile.TemporaryDirectory() as place:
        assert missing(folder(Path(place), *present)) == tuple(name for name in WHOLE if name not in present)


@given(st.sets(st.sampled_from(FLAT[1:])))
def test_what_is_missing_from_a_flat_model(present: set[str]) -> None:
    """A model of the older kind has all its files in one place."""
    with tempfile.TemporaryDirectory() as place:
        lacking = tuple(name for name in FLAT[1:] if name not in present)
        assert missing(folder(Path(place), FLAT[0], *present)) == lacking


def test_half_a_model_is_named(tmp_path: Path) -> None:
    """The error names the folder, what is missing, and what to do."""
    half = folder(tmp_path / "vosk-model-half", *WHOLE[1:6])
    with pytest.raises(EarError, match=r"vosk-model-half.*am/final\.mdl, graph/Gr\.fst missing.*[Ii]nstall it anew"):
        checked(half)


@pytest.mark.parametrize(
    "files",
    [(*WHOLE[:5], "graph/HCLG.fst", "graph/words.txt"), (*FLAT[:4], "HCLG.fst"), (*WHOLE[:6], "graph/HCLG.fst")],
)
def test_a_model_without_run_time_grammar(tmp_path: Path, files: tuple[str, ...]) -> None:
    """A large model, which would take the commands and ignore them, is refused with its reason."""
    with pytest.raises(EarError, match=f"{tmp_path.name} cannot be told .* Install one of the small"):
        checked(folder(tmp_path, *files))


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_no_folder(tmp_path: Path, name: str) -> None:
    """A folder that is not there, or a file, is an error that names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EarError, match=name):
        checked(tmp_path / name)


def test_official_models_come_first(tmp_path: Path) -> None:
    """Models are found by their look or by an official name; what is being installed is not one yet."""
    folder(tmp_path / "companion-mini-en", *WHOLE)
    folder(tmp_path / "another", *FLAT)
    folder(tmp_path / "holiday", "photo.jpg")
    folder(tmp_path / ".installing-x", *WHOLE)
    folder(tmp_path / "vosk-model-small-en-us-0.15")
    names = [path.name for path in found([tmp_path, tmp_path / "nowhere"])]
    assert names == ["vosk-model-small-en-us-0.15", "another", "companion-mini-en"]
