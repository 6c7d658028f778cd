"""What is kept, opened: for a session, for a command, for a timer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from companion.app._furniture import Furniture, Places, kept_folder, located
from companion.config import Config, load_config, settings
from companion.journal import Rules, StoredJournal, typed_passphrase
from companion.ports import Journal
from companion.room import SystemWall, VirtualWall
from companion.stage import Agenda
from companion.steps import Slot
from companion.units import Samples


def open_journal(
    folder: Path,
    config: Config,
    solo: str | None = None,
    now: datetime | None = None,
    notice: Callable[[str], None] = lambda _: None,
) -> StoredJournal:
    """What is kept, as a session of `solo` sees it (see `StoredJournal`). Raises JournalError."""
    return StoredJournal(folder, Rules(config.keeping.days), now or datetime.now(), typed_passphrase, solo, notice)


def open_kept(places: Places, solo: str | None = None) -> StoredJournal:
    """What is kept, for a command that needs the settings and nothing else. Raises JournalError, Problems."""
    return open_journal(kept_folder(places), load_config(located(places)[1]), solo)


def is_due(kept: Journal, config: Config, now: datetime | None = None) -> bool:
    """Whether something is to be announced now that was not."""
    wall = SystemWall() if now is None else VirtualWall(now)
    due = Agenda(kept, wall, settings(config).quiet, lambda *_, **__: None).due(Samples(0))
    return any(not found.announced for found in due)


def preferences(journal: Journal) -> dict[str, Slot]:
    """What people have kept as theirs; of two of a name the newer one counts."""
    return {name: value for entry in journal.entries("preference") for name, value in entry.fields.items()}


def as_preferred(furniture: Furniture, journal: Journal) -> Furniture:
    """Config and understanding with the rate, the volume and the pause word that people have kept as theirs."""
    config = furniture.config
    kept = preferences(journal)
    chosen: dict[str, object] = {name: kept[name] for name in ("rate", "volume") if name in kept}
    voice, pause_word = config.voice.model_copy(update=chosen), kept.get("pause_word", config.pause_word)
    if isinstance(pause_word, str) and pause_word != config.pause_word:
        furniture.interpreter.adopt(pause_word)
    return replace(furniture, config=config.model_copy(update={"voice": voice, "pause_word": pause_word}))
