"""The whole of config.yaml: where the file is found, read, and what dialogues act upon."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, PrivateAttr, field_validator

from companion import resources
from companion.config._sections import (
    Breathing,
    CheckIn,
    Crisis,
    Ear,
    Keeping,
    QuickExit,
    Reminders,
    Sound,
    Text,
    Timeout,
    Times,
    Voice,
)
from companion.errors import Problem
from companion.scene import Settings
from companion.yamlfile import Document, Where, Written, read, validate

Sounds = Annotated[str, Field(pattern="^[A-Z]{1,2}( [A-Z]{1,2})*$", description="ARPAbet sounds like Z OW IY")]


class Config(Written):
    """Everything that can be set, checked."""

    language: Annotated[str, Field(pattern="^[a-z]{2,3}$", description="a code of small letters like en")] = "en"
    people: tuple[Text, ...] = ()
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="the two letters of a country like GB")] | None = (
        None
    )
    voice: Voice = Voice()
    sound: Sound = Sound()
    ear: Ear = Ear()
    timeout: Timeout = Timeout()
    reminders: Reminders = Reminders()
    times: Times = Times()
    breathing: Breathing = Breathing()
    check_in: CheckIn = CheckIn()
    quick_exit: QuickExit = QuickExit()
    pause_word: Text | None = None
    pronunciations: dict[Text, Sounds] = Field(default={})
    crisis: Crisis = Crisis()
    keeping: Keeping = Keeping()

    _document: Document = PrivateAttr(default=Document("config.yaml", None, {}))

    @field_validator("people")
    @classmethod
    def _told_apart(cls, people: tuple[str, ...]) -> tuple[str, ...]:
        seen: set[str] = set()
        for name in people:
            if name.casefold() in seen:
                raise ValueError(f"has {name} twice; use names that can be told apart")
            seen.add(name.casefold())
        return people

    @property
    def file(self) -> str:
        """The file this was read from, as in messages."""
        return self._document.file

    def problem(self, where: Where, text: str) -> Problem:
        """A mistake in the value at `where`, with the file and line it was read from."""
        return self._document.problem(where, text)


def find_config(option: Path | None = None) -> Path:
    """The config file to use: `option` (`--config`), ./config.yaml, the person's own, or the one that ships."""
    if option is not None:
        return option
    for place in (Path("config.yaml"), resources.config_folder() / "config.yaml"):
        if os.path.exists(place):  # a folder that may not be entered has no config for us
            return place
    return resources.default_config()


def load_config(path: Path) -> Config:
    """The settings in the file at `path`. Raises Problems with every mistake."""
    document = read(path)
    config = validate(Config, document)
    config._document = document
    return config


def settings(config: Config) -> Settings:
    """The part that dialogues act upon."""
    return Settings(
        people=config.people,
        country=config.country,
        pause_word=config.pause_word,
        quick_exit=config.quick_exit.phrase,
        break_least_minutes=config.timeout.least_minutes,
        break_ask_above_hours=config.timeout.ask_above_hours,
        break_waited_hours=config.timeout.waited_hours,
        breathing_style=config.breathing.style,
        breathing_minutes=config.breathing.minutes,
        check_in_form=config.check_in.form,
        settle_from=config.check_in.settle_from,
        nudge=config.check_in.nudge,
        tones=config.voice.tones,
        quiet=(config.reminders.quiet_from, config.reminders.quiet_to),
        reminder_repeat_minutes=config.reminders.repeat_minutes,
        crisis_ask_direct=config.crisis.ask_direct,
        dayparts=dict(config.times),
    )
