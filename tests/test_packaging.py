"""What is in the wheel, and that what ships is found wherever the package is."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from companion import resources
from companion.errors import CompanionError


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of the files in a wheel of this checkout, built without a network."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    made = subprocess.run(build, cwd=checkout, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (path,) = place.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return frozenset(archive.namelist())


def test_the_wheel_carries_words_and_settings(wheel: frozenset[str], checkout: Path) -> None:
    """Every file of scripts/ and the default config are in the wheel, below companion/data/."""
    scripts = {
        f"companion/data/{path.relative_to(checkout)}" for path in (checkout / "scripts").rglob("*") if path.is_file()
    }
    assert scripts | {"companion/data/config.yaml", "companion/__main__.py", "companion/models/official.yaml"} <= wheel


def test_the_wheel_carries_the_miniature_model(wheel: frozenset[str], checkout: Path) -> None:
    """Every file of the miniature model is in the wheel, where models are looked for."""
    folder = checkout / "models" / "companion-mini-en"
    files = {f"companion/data/models/{path.relative_to(folder.parent)}" for path in folder.rglob("*") if path.is_file()}
    assert len(files) > 5
    assert files <= wheel


def test_the_wheel_carries_the_program_alone(wheel: frozenset[str]) -> None:
    """No tests, no caches and no set-up script are in the wheel; the license is."""
    tops = {name.split("/")[0] for name in wheel}
    (info,) = (top for top in tops if top.endswith(".dist-info"))
    assert tops == {"companion", info}
    assert not [name for name in wheel if "__pycache__" in name or "test_" in name]
    assert f"{info}/licenses/LICENSE" in wheel


def test_every_command_has_its_module(checkout: Path) -> None:
    """`companion` and `python -m companion` lead to the same function."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, function = project["scripts"]["companion"].partition(":")
    assert f"from {module} import {function}" in (checkout / "companion" / "__main__.py").read_text(encoding="utf-8")


def test_what_ships_is_found_in_a_checkout(checkout: Path) -> None:
    """In a checkout scripts and config lie beside the package."""
    assert resources.scripts_folder() == checkout / "scripts"
    assert resources.default_config() == checkout / "config.yaml"


def test_what_ships_is_found_in_an_installed_package(tmp_path: Path) -> None:
    """What the wheel carries comes before what may lie beside the package."""
    package = tmp_path / "companion"
    for folder in (package / "data", tmp_path):
        (folder / "scripts").mkdir(parents=True)
        (folder / "config.yaml").touch()
    assert resources.scripts_folder(package) == package / "data" / "scripts"
    assert resources.default_config(package) == package / "data" / "config.yaml"


def test_a_broken_installation_is_named(tmp_path: Path) -> None:
    """What should ship and does not is an error that says what to do."""
    with pytest.raises(CompanionError, match=r"scripts is missing .* install it anew"):
        resources.scripts_folder(tmp_path / "companion")


def test_the_person_says_where_things_are_kept(tmp_path: Path) -> None:
    """`--data` comes before COMPANION_DATA, which comes before the platform's place; a tilde is the home folder."""
    environment = {"COMPANION_DATA": "~/kept", "XDG_DATA_HOME": str(tmp_path)}
    assert resources.data_folder(tmp_path / "mine", environment) == tmp_path / "mine"
    assert resources.data_folder(None, environment) == Path.home() / "kept"
    assert resources.data_folder(None, {"XDG_DATA_HOME": str(tmp_path)}).is_relative_to(tmp_path)


@pytest.mark.parametrize(
    ("platform", "environment", "data", "config"),
    [
        ("linux", {}, ".local/share/companion", ".config/companion"),
        ("linux", {"XDG_DATA_HOME": "relative", "XDG_CONFIG_HOME": ""}, ".local/share/companion", ".config/companion"),
        ("darwin", {}, "Library/Application Support/companion", "Library/Application Support/companion"),
        ("win32", {}, "AppData/Local/companion", "AppData/Local/companion"),
    ],
)
def test_folders_follow_the_platform(platform: str, environment: dict[str, str], data: str, config: str) -> None:
    """Each platform keeps data and config where its custom puts them."""
    assert resources.platform_folder("data", environment, platform) == Path.home() / data
    assert resources.platform_folder("config", environment, platform) == Path.home() / config


def test_models_are_looked_for_with_the_person_first(tmp_path: Path) -> None:
    """A model that the person installed comes before one that shipped."""
    folders = resources.models_folders(tmp_path / "kept", tmp_path / "companion")
    assert folders == (
        tmp_path / "kept" / "models",
        tmp_path / "companion" / "data" / "models",
        tmp_path / "models",
    )
