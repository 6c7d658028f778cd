"""The templates that ship."""

from pathlib import Path

import pytest

from companion.content._intents import load_templates
from companion.intents import Templates


@pytest.fixture(scope="session")
def templates(checkout: Path) -> Templates:
    """All sentence templates of English."""
    return load_templates(checkout / "scripts" / "en" / "intents")
