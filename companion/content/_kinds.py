"""The kinds of script files there are: one model a file, or one model for every file of a folder.

Rules
1. A file that is not named here is plain lines.
2. A new kind is a module with a child of `Script`, a row here, and what it becomes in `_material`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from companion.content._breathing import BreathingScript
from companion.content._calm import CalmScript
from companion.content._check_in import CheckInScript
from companion.content._decks import WANTED as DECKS
from companion.content._decks import DeckScript
from companion.content._exercises import WANTED, ExerciseScript
from companion.content._help import HelpScript
from companion.content._helplines import HelplinesScript
from companion.content._learn import TOPICS, TopicScript
from companion.content._script import Script


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of files of one kind, and the stems of those that people can ask for by voice."""

    kind: type[Script]
    wanted: tuple[str, ...] = ()


FILES: Final[Mapping[str, type[Script]]] = {
    "breathing": BreathingScript,
    "calm": CalmScript,
    "check_in": CheckInScript,
    "help": HelpScript,
    "helplines": HelplinesScript,
}
"""The files with more than lines, by their stems."""

FOLDERS: Final[Mapping[str, Folder]] = {
    "decks": Folder(DeckScript, DECKS),
    "exercises": Folder(ExerciseScript, WANTED),
    "learn": Folder(TopicScript, TOPICS),
}
"""The folders of files of one kind. The line `key` of exercises/words.yaml is `exercises.words.key`."""
