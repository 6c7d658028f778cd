"""What every test can rely on.

Rules
1. Nothing of the person who runs the tests is read, and nothing is left in their folders.
2. No test has a deadline: this may be a slow machine.
3. Sockets other than unix ones are disabled by pytest-socket (pyproject.toml).
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest

from companion.content import load_material
from companion.content._intents import load_templates
from companion.dialogues import REPERTOIRE
from companion.ears import guessed, sounds_of
from companion.intents import Interpreter
from companion.material import Material
from companion.testing import Rehearsal, rehearse

hypothesis.settings.register_profile("companion", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("companion")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A person without config and without kept things, for this process and its children."""
    home = tmp_path_factory.mktemp("nobody")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COMPANION_DATA", raising=False)
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield home


@pytest.fixture(scope="session")
def material(checkout: Path) -> Material:
    """The lines that ship."""
    return load_material(checkout / "scripts", "en")


@pytest.fixture(scope="session")
def interpreter(checkout: Path) -> Interpreter:
    """The understanding that ships."""
    return Interpreter(load_templates(checkout / "scripts" / "en" / "intents"))


@pytest.fixture
def learner(checkout: Path) -> Interpreter:
    """The understanding that ships, for one test that teaches it something."""
    return Interpreter(load_templates(checkout / "scripts" / "en" / "intents"), dictionary=sounds_of, guess=guessed)


@pytest.fixture(scope="session")
def play(material: Material, interpreter: Interpreter) -> Callable[..., Rehearsal]:
    """`rehearse` with the real words, the real understanding and the real dialogues."""
    return partial(rehearse, understanding=interpreter, material=material, repertoire=REPERTOIRE)
