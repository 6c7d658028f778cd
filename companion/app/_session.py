"""The composition root: a session put together, led to its end, and taken apart.

Rules
1. The network is denied before a model loads.
2. Every edge that was opened is closed, whatever happens.
3. With files, and with typed input from a pipe, time is virtual; with devices and at a terminal it is real.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from datetime import datetime

from companion.app._asked import Session
from companion.app._ear import ear_for, manner_of, unheard_pause_word
from companion.app._furniture import Furniture
from companion.app._kept import as_preferred, open_journal
from companion.app._loop import loop
from companion.app._room import devices_of, room_for
from companion.app._voice import plain_sentences, voice_for
from companion.config import settings
from companion.dialogues import REPERTOIRE
from companion.ears import EarApart
from companion.errors import JournalError
from companion.journal import NothingKept
from companion.lockdown import deny_network
from companion.ports import Ear, Journal, Keys, Witness
from companion.room import MuteKey, SystemWall, VirtualWall, Watch, sounds
from companion.stage import Cast, Stage
from companion.steps import Intent
from companion.units import Samples
from companion.witnesses import EventFile, Terminal, together


def perform(session: Session, furniture: Furniture, kept: Journal | None = None) -> None:
    """The spoken loop, from the first word to the last. What is `kept` may be open already, and then stays open."""
    deny_network()
    with ExitStack() as opened:
        terminal = Terminal(sys.stdout, echo=not session.text and session.solo is None)
        tell = _witnesses(session, terminal, opened)
        notices: list[Intent] = []

        def notice(told: str) -> None:
            notices.append(Intent(told.replace(" ", "_")))

        if kept is None:
            kept = _journal(session, furniture, notices.append)
            opened.callback(kept.close)
        furniture = as_preferred(furniture, kept)
        ear, keys = _listening(session, furniture, opened)  # before the devices: their threads are not to be forked
        room, here = room_for(session, furniture, terminal, notice)
        opened.callback(room.close)
        if here.text != session.text:
            ear.close()
            keys.close()
            ear, keys = _listening(here, furniture, opened)
        session = here
        voice = voice_for(room, furniture, patient=session.virtual)
        opened.callback(voice.close)
        if not session.text and not session.deaf:
            keys = MuteKey(keys, room, notice)
            terminal.line(furniture.material.lines["session.until"])
        tell(Samples(0), "ready", {"engine": ear.engine, "model": ear.model, "voice": voice.name, "rate": voice.rate})
        wall = VirtualWall(session.now or datetime.now()) if session.virtual else SystemWall()
        cast = Cast(ear, voice, sounds, keys, wall, kept, furniture.interpreter, tell)
        acting = replace(settings(furniture.config), solo=session.solo)
        stage = Stage(cast, furniture.material, acting, REPERTOIRE, manner_of(room, ear, furniture.config))
        if (word := unheard_pause_word(ear, furniture.config)) is not None:
            notices.append(Intent("pause_word_unheard", {"word": word}))
        if not session.virtual:
            voice.prepare(plain_sentences(furniture.material))
        stage.begin(Intent(_opening(session, furniture)))
        devices = devices_of(room)

        def dropped() -> int:
            return (devices.counts.dropped if devices else 0) + (ear.dropped if isinstance(ear, EarApart) else 0)

        watch = Watch(notice, dropped)
        loop(stage, room, ear, session.tail, notices, (lambda: None) if session.virtual else watch.look)
        if devices is not None:
            tell(stage.cursor, "devices", asdict(devices.counts))


def _witnesses(session: Session, terminal: Terminal, opened: ExitStack) -> Witness:
    """The terminal, and the event file where one was asked for."""
    if session.events is None:
        return terminal
    events = EventFile(session.events)
    opened.callback(events.close)
    return together((terminal, events))


def _listening(session: Session, furniture: Furniture, opened: ExitStack) -> tuple[Ear, Keys]:
    ear, keys = ear_for(session, furniture)
    opened.callback(ear.close)
    opened.callback(keys.close)
    return ear, keys


def _journal(session: Session, furniture: Furniture, notice: Callable[[Intent], None]) -> Journal:
    """What is kept; where it cannot be opened that is said, and the session goes on without."""
    try:
        return open_journal(
            furniture.kept, furniture.config, session.solo, session.now, lambda told: notice(Intent(told))
        )
    except JournalError as error:
        notice(Intent("nothing_kept", {"error": str(error)}))
        return NothingKept()


def _opening(session: Session, furniture: Furniture) -> str:
    """What the session begins with: what was asked for, the first run where there has never been one, or a greeting.

    An empty file of the person's own tells that there has been one. Recordings and pipes are never a first run.
    """
    if session.start is not None:
        return session.start
    if session.virtual or session.solo is not None or furniture.begun.exists():
        return "greeting"
    with suppress(OSError):  # a folder that cannot be written to means that it is told once more next time
        furniture.begun.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(furniture.begun, os.O_CREAT | os.O_WRONLY, 0o600))
    return "first_run"
