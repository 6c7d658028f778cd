"""Models installed, looked after and taken away, with the real engine trying each one first."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from few_commands import FewCommands

from companion.errors import EarError
from companion.models import Shelf, _install, damage, officials, proven, recorded_files, tried
from companion.models._catalogue import address, is_name
from companion.models._unpack import Limits

NAME = "vosk-model-small-copy"
FEW = FewCommands()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data" / "models", tmp_path / "data" / "proven.json")


@pytest.fixture
def stick(copy: Path, tmp_path: Path) -> Path:
    """A zip file of the model, as the official ones are: with one folder in it."""
    return Path(shutil.make_archive(str(tmp_path / "stick"), "zip", copy.parent, copy.name))


def left(shelf: Shelf) -> list[str]:
    """What lies in the place, by name; what is on its way too."""
    return sorted(path.name for path in (*shelf.place.glob("*"), *shelf.place.glob(".incoming/*")))


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_a_zip_file(shelf: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named after the folder in the zip file, recorded, proven, and nothing else is left."""
    folder = shelf.install(stick, FEW, "unused")
    assert folder == shelf.place / NAME
    assert left(shelf) == [".incoming", NAME]
    assert damage(folder) is None
    assert set(recorded_files(folder) or {}) == set(state(folder)) - {"installed.json"}
    monkeypatch.setattr("companion.models._trial.tried", None)
    assert proven(folder, shelf.memory) == folder
    assert shelf.place.stat().st_mode & 0o077 == 0


def test_from_a_folder(shelf: Shelf, copy: Path) -> None:
    """A folder is copied under its own name and stays where it is."""
    assert shelf.install(copy, FEW, copy.name).name == copy.name
    assert (copy / "am").is_dir()


def test_a_newer_one_takes_the_place(shelf: Shelf, copy: Path) -> None:
    """Installed again, the old files are gone and the new ones stand."""
    folder = shelf.install(copy, FEW, copy.name)
    (folder / "old").touch()
    shelf.install(copy, FEW, copy.name)
    assert not (folder / "old").exists()
    assert left(shelf) == [".incoming", NAME]


def _broken(copy: Path) -> None:
    (copy / "conf" / "model.conf").write_bytes(b"")


def _half(copy: Path) -> None:
    (copy / "am" / "final.mdl").unlink()
    (copy / "graph" / "Gr.fst").unlink()


def _static(copy: Path) -> None:
    (copy / "graph" / "HCLr.fst").rename(copy / "graph" / "HCLG.fst")


def _linked(copy: Path) -> None:
    (copy / "link").symlink_to("/etc")


def _none(copy: Path) -> None:
    shutil.rmtree(copy / "am")


def _two(copy: Path) -> None:
    for name in ("one", "two"):
        (copy / name / "am").mkdir(parents=True)
    shutil.rmtree(copy / "am")


@pytest.mark.parametrize("broken", [_broken, _half, _static, _linked, _none, _two])
def test_the_model_that_works_stays(shelf: Shelf, copy: Path, broken: object) -> None:
    """Whatever is wrong with a new one is a sentence that names where it came from, and nothing has changed."""
    before = state(shelf.install(copy, FEW, copy.name))
    assert callable(broken)
    broken(copy)
    with pytest.raises(EarError, match=str(copy)) as error:
        shelf.install(copy, FEW, copy.name)
    assert ".incoming" not in str(error.value)
    assert state(shelf.place / NAME) == before
    assert left(shelf) == [".incoming", NAME]


def test_a_move_that_fails(shelf: Shelf, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one is put back."""
    before = state(shelf.install(copy, FEW, copy.name))
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if target == shelf.place / NAME and (path / "new").exists():
            raise OSError(28, "No space left on device")
        return rename(path, target)

    (copy / "new").touch()
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space"):
        shelf.install(copy, FEW, copy.name)
    assert state(shelf.place / NAME) == before


def test_a_model_of_another_language(shelf: Shelf, copy: Path) -> None:
    """It is not installed: it would be taken for the one to use, and hear nothing."""
    with pytest.raises(EarError, match=r"not installed: .*no words for .*Install a small model of your language"):
        shelf.install(copy, replace(FEW, extra=("guten tag",), needed=("guten tag",)), copy.name)
    assert left(shelf) == [".incoming"]


def test_no_space(shelf: Shelf, stick: Path) -> None:
    """A full disk, and a model that is larger than any small one."""
    for full in (replace(shelf, room=lambda _: 100_000), replace(shelf, limits=Limits(bytes=100_000))):
        with pytest.raises(EarError, match=r"no space|more than a small model"):
            full.install(stick, FEW, "stick")
        assert left(shelf) == [".incoming"]


def test_a_place_that_is_none(stick: Path, tmp_path: Path) -> None:
    """Where nothing can be written is named, and what to do."""
    (tmp_path / "file").touch()
    with pytest.raises(EarError, match=r"Nothing can be installed in .*--data"):
        Shelf(tmp_path / "file" / "models").install(stick, FEW, "stick")


def test_what_has_changed(shelf: Shelf, copy: Path) -> None:
    """A file that is missing or has changed since is told, though its length be the same; one by hand is not known."""
    folder = shelf.install(copy, FEW, copy.name)
    path = folder / "am" / "final.mdl"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert damage(folder) == "is not as it was installed: am/final.mdl changed"
    path.unlink()
    assert damage(folder) == "is not whole: am/final.mdl missing"
    assert (damage(copy), recorded_files(copy)) == (None, None)


def test_a_file_of_another_model(shelf: Shelf, copy: Path) -> None:
    """A file that fits and is another one than was installed is found at the next start, though the model opens."""
    folder = shelf.install(copy, FEW, copy.name)
    graph = folder / "graph" / "Gr.fst"
    graph.write_bytes(graph.read_bytes().replace(b"tomorrow", b"somewhat"))
    assert tried(folder) == frozenset()
    with pytest.raises(
        EarError, match=rf"{folder} is not as it was installed: graph/Gr\.fst changed\. Install it anew"
    ):
        proven(folder, shelf.memory)


def test_taking_one_away(shelf: Shelf, copy: Path) -> None:
    """It is gone whole; a name that is none, or leads elsewhere, is refused."""
    shelf.install(copy, FEW, copy.name)
    for name in ("nothing", "../models/" + NAME, "..", ".incoming", str(copy)):
        with pytest.raises(EarError, match=r"no model called"):
            shelf.remove(name)
    shelf.remove(NAME)
    assert left(shelf) == [".incoming"]
    (shelf.place / "linked").symlink_to(copy)
    shelf.remove("linked")
    assert copy.is_dir()


def test_the_official_ones() -> None:
    """Names, languages, sizes and licences; a checksum only where one is known."""
    assert officials()["vosk-model-small-en-us-0.15"].licence == "Apache 2.0"
    assert address("vosk-model-small-en-us-0.15") == (
        "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip"
    )
    assert len(officials()) > 30
    for name, model in officials().items():
        assert is_name(name)
        assert name.startswith("vosk-model-small-")
        assert model.language
        assert model.sha256 is None


def test_a_room_that_is_kept_free(tmp_path: Path) -> None:
    """The disk is never filled to the last byte."""
    assert 0 <= _install.room_on_disk(tmp_path) < shutil.disk_usage(tmp_path).free
