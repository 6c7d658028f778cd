"""The miniature model, and copies of it to be broken."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def miniature(checkout: Path) -> Path:
    """The folder of the miniature model, which is part of the checkout."""
    return checkout / "models" / "companion-mini-en"


@pytest.fixture
def copy(miniature: Path, tmp_path: Path) -> Path:
    """A copy of the miniature, under an official name, alone in its folder."""
    return Path(shutil.copytree(miniature, tmp_path / "models" / "vosk-model-small-copy"))
