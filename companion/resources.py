"""Where things are: what ships with the program, and the folders of the person who uses it.

Rules
1. What ships is found in an installed wheel (`companion/data/`) or in a checkout (beside the package), nowhere else.
2. Folders of the person are only named here. Whoever writes into one makes it.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from companion.errors import CompanionError

_PACKAGE: Final = Path(__file__).resolve().parent


def _shipped(name: str, package: Path) -> Path:
    for place in (package / "data" / name, package.parent / name):
        if place.exists():
            return place
    raise CompanionError(f"The part of the companion called {name} is missing beside {package}: install it anew.")


def scripts_folder(package: Path = _PACKAGE) -> Path:
    """The folder of what is spoken and understood, one folder a language inside."""
    return _shipped("scripts", package)


def default_config(package: Path = _PACKAGE) -> Path:
    """The config file used where nobody has written one."""
    return _shipped("config.yaml", package)


def data_folder(chosen: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Where things are kept: `chosen` (`--data`), else `COMPANION_DATA`, else the platform's place for such data."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    if named := environment.get("COMPANION_DATA"):
        return Path(named).expanduser().absolute()
    return platform_folder("data", environment)


def config_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the person's own config.yaml may be, by the custom of the platform."""
    return platform_folder("config", environment)


def models_folders(data: Path, package: Path = _PACKAGE) -> tuple[Path, ...]:
    """Folders that may hold recogniser models, in the order they are searched. `data` is the `data_folder()`."""
    return (data / "models", package / "data" / "models", package.parent / "models")


def proven_models(data: Path) -> Path:
    """The file that remembers which models were proven. `data` is the `data_folder()`."""
    return data / "proven-models.json"


def begun(data: Path) -> Path:
    """The empty file that tells that somebody has been here before. `data` is the `data_folder()`."""
    return data / "begun"


def platform_folder(
    purpose: Literal["data", "config"], environment: Mapping[str, str], platform: str = sys.platform
) -> Path:
    """XDG base directories on Linux, their counterparts on macOS and Windows."""
    home = Path.home()
    if platform == "darwin":
        return home / "Library" / "Application Support" / "companion"
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "companion"
    variable, usual = {
        "data": ("XDG_DATA_HOME", home / ".local" / "share"),
        "config": ("XDG_CONFIG_HOME", home / ".config"),
    }[purpose]
    named = Path(environment.get(variable, ""))
    return (named if named.is_absolute() else usual) / "companion"  # the standard says to ignore relative ones
