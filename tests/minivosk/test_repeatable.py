"""Two builds from nothing give the same model, byte for byte, and so does one that was cut short."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from tools.minivosk import openfst
from tools.minivosk.recipe import load

NEEDED = ("torch", "pyworld", "kaldi_native_fbank")
RECIPE = Path(__file__).resolve().parents[2] / "tools" / "minivosk" / "recipes" / "companion_mini_en"
SMALLER = {
    "utterances": 40, "silences": 4, "frequent_decoys": 30, "near_decoys": 10, "widths": "[16, 24]", "copies": 1,
    "bootstrap": 30, "first_epochs": 1, "epochs": 2,
}  # fmt: skip


@pytest.fixture
def build() -> ModuleType:
    """The builder, where its trainer is installed."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    missing += [name for name in ("espeak-ng", "flite") if shutil.which(name) is None]
    if missing or not openfst.available():
        pytest.skip(f"tools/minivosk/rebuild installs what is missing to train: {', '.join(missing) or 'libfst-tools'}")
    from tools.minivosk import build

    return build


def _recipe(folder: Path) -> Path:
    """The recipe of the miniature with few clips and a small net."""
    shutil.copytree(RECIPE, folder)
    lines = (folder / "recipe.toml").read_text("utf-8").splitlines()
    smaller = [
        f"{name} = {SMALLER[name]}" if (name := line.split("=")[0].strip()) in SMALLER else line for line in lines
    ]
    (folder / "recipe.toml").write_text("\n".join(smaller) + "\n", "utf-8")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class CutError(Exception):
    """The build was stopped."""


def _cut(line: str) -> None:
    if "epoch 2 of 2" in line:
        raise CutError


def test_from_nothing_twice(build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once in one go; once in another folder, with two threads, and stopped before the second epoch was kept."""
    recipe = load(_recipe(tmp_path / "recipe"))
    build.Build.prepare(recipe, tmp_path / "one", 1).run(tmp_path / "one" / "model")
    again = build.Build.prepare(recipe, tmp_path / "two", 2)
    with monkeypatch.context() as patch:
        patch.setattr("tools.minivosk.train.report", _cut)
        with pytest.raises(CutError):
            again.run(tmp_path / "two" / "model")
    again.run(tmp_path / "two" / "model")
    assert len(_files(tmp_path / "one" / "model")) == 7
    assert _files(tmp_path / "one" / "model") == _files(tmp_path / "two" / "model")
