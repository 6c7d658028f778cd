"""The composition root: the only file that names concrete rooms, ears and voices.

Rules
1. The network is denied before a model loads.
2. Every edge that was opened is closed, whatever happens.
3. With files, and with typed input from a pipe, time is virtual; with devices and at a terminal it is real.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from companion import resources
from companion.config import Config, find_config, load_config, settings
from companion.content import load_material, suited, understanding
from companion.dialogues import REPERTOIRE
from companion.ears import EarSettings, Engine, NoEar, TypedLines, TypedScript, open_ear, sounds_of
from companion.errors import JournalError, RoomError, UsageError, VoiceError
from companion.intents import Interpreter
from companion.journal import NothingKept, Rules, StoredJournal, typed_passphrase
from companion.lockdown import deny_network
from companion.models import MINIATURE, checked, chosen
from companion.ports import Ear, Journal, Keys, Room, Voice, Witness
from companion.room import (
    DampedRoom,
    DeviceRoom,
    Echo,
    EchoCanceller,
    FileRoom,
    KeyFile,
    MuteKey,
    Noise,
    NoKeys,
    SilentRoom,
    SystemWall,
    VirtualWall,
    sounds,
    terminal_keys,
)
from companion.scene import Material
from companion.stage import Agenda, Cast, Manner, Mixer, Stage, loudness, sentences
from companion.steps import Intent
from companion.units import BLOCK, Samples, samples
from companion.voices import SilentVoice, VoiceSettings, find_voice, list_voices, open_voice
from companion.witnesses import EventFile, Terminal, together

FADING: Final = 2
"""Blocks played after the session has ended, so that the last fade is whole."""

AT_ONCE: Final = frozenset({"session", "timeout", "safety", "calm", "breathing", "help"})
"""Scripts whose lines answer somebody in need: rendered first, since not all lines fit into what the voice keeps."""

DRAINING: Final = 25
"""Blocks played after the last word on devices: half a second, more than prefill and latency together."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where config, scripts and kept things are, as the command line says; None is the usual place."""

    config: Path | None = None
    scripts: Path | None = None
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Config, material and understanding of one language, loaded and checked."""

    config: Config
    material: Material
    interpreter: Interpreter
    models: tuple[Path, ...]
    kept: Path
    begun: Path
    proven: Path | None = None

    @property
    def ear_settings(self) -> EarSettings:
        silence = self.config.ear.silence
        return EarSettings(
            silence_command=samples(silence.command),
            silence_complete=samples(silence.complete),
            silence_answer=samples(silence.answer),
            silence_reflection=samples(silence.reflection),
            rejection=self.config.ear.rejection,
        )

    def voice_settings(self, patient: bool) -> VoiceSettings:
        voice = self.config.voice
        return VoiceSettings(voice.name, voice.rate, voice.pitch, patient)

    def ear(self, engine: Engine | None) -> Ear:
        """The recogniser that `engine`, else the config, asks for. Raises EarError."""
        engine, models = self._asked(engine)
        return open_ear(engine, self.interpreter, self.ear_settings, models, self.proven)

    def model(self) -> Path | None:
        """The folder of the Vosk model that the config leads to; None is the embedded one. Raises EarError."""
        return chosen(*self._asked(None))

    def _asked(self, engine: Engine | None) -> tuple[Engine, tuple[Path, ...]]:
        """The engine, and where its model is: a model that is named is wanted, whatever else is installed."""
        engine, named = engine or self.config.ear.engine, self.config.ear.model
        if named is None or engine == "pocketsphinx":
            return engine, self.models
        return "vosk", (checked(Path(named).expanduser()),)


def located(places: Places) -> tuple[Path, Path]:
    """The scripts folder and the config file that `places` lead to."""
    return places.scripts or resources.scripts_folder(), find_config(places.config)


def furnish(places: Places) -> Furniture:
    """Load config and scripts. Raises Problems with every mistake."""
    folder, path = located(places)
    config = load_config(path)
    material = suited(load_material(folder, config.language), config)
    interpreter = understanding(folder / config.language / "intents", config, sounds_of)
    data = resources.data_folder(places.data)
    models, proven = resources.models_folders(data), resources.proven_models(data)
    return Furniture(config, material, interpreter, models, kept_folder(places), resources.begun(data), proven)


@dataclass(frozen=True, slots=True)
class Session:
    """What `run` was asked for. `tail` in seconds; None is the usual end. `solo` as in `Scene.solo`.

    `deaf`: no microphone is opened and nothing is heard.
    """

    mic: Path | None = None
    speaker: Path | None = None
    events: Path | None = None
    text: bool = False
    keys: Path | None = None
    engine: Engine | None = None
    echo: Echo | None = None
    noise: Noise | None = None
    now: datetime | None = None
    start: str | None = None
    solo: str | None = None
    tail: float | None = None
    deaf: bool = False

    @property
    def virtual(self) -> bool:
        """Whether time is the audio clock's alone."""
        return self.mic is not None or self.speaker is not None or (self.text and not sys.stdin.isatty())


def perform(session: Session, furniture: Furniture) -> None:
    """The spoken loop, from the first word to the last. The network is denied before anything is loaded."""
    deny_network()
    with ExitStack() as opened:
        terminal = Terminal(sys.stdout, echo=not session.text and session.solo is None)
        witnesses: list[Witness] = [terminal]
        if session.events is not None:
            events = EventFile(session.events)
            opened.callback(events.close)
            witnesses.append(events)
        tell = together(witnesses)
        notices: list[Intent] = []
        journal = _journal(session, furniture, notices.append)
        opened.callback(journal.close)
        furniture = _as_preferred(furniture, journal)

        def notice(told: str) -> None:
            notices.append(Intent(told.replace(" ", "_")))

        room, session = _room(session, furniture, terminal, notice)
        opened.callback(room.close)
        voice = _voice(room, session, furniture)
        opened.callback(voice.close)
        ear, keys = _ear(session, furniture)
        opened.callback(ear.close)
        opened.callback(keys.close)
        if not session.text and not session.deaf:
            keys = MuteKey(keys, room, notice)
            terminal.line(furniture.material.lines["session.until"])
        tell(Samples(0), "ready", _ready(ear, voice))
        wall = VirtualWall(session.now or datetime.now()) if session.virtual else SystemWall()
        cast = Cast(ear, voice, sounds, keys, wall, journal, furniture.interpreter, tell)
        acting = replace(settings(furniture.config), solo=session.solo)
        manner = _manner(room, ear, furniture.config)
        stage = Stage(cast, furniture.material, acting, REPERTOIRE, manner)
        if not session.virtual:
            voice.prepare(_plain_sentences(furniture.material))
        stage.begin(Intent(_opening(session, furniture)))
        _loop(stage, room, ear, session.tail, notices)
        if isinstance(devices := room.room if isinstance(room, DampedRoom) else room, DeviceRoom):
            tell(stage.cursor, "devices", asdict(devices.counts))


def _as_preferred(furniture: Furniture, journal: Journal) -> Furniture:
    """Config and understanding with the rate, the volume and the pause word that people have kept as theirs."""
    config = furniture.config
    kept = {name: value for entry in journal.entries("preference") for name, value in entry.fields.items()}
    chosen: dict[str, object] = {name: kept[name] for name in ("rate", "volume") if name in kept}
    voice, pause_word = config.voice.model_copy(update=chosen), kept.get("pause_word", config.pause_word)
    if isinstance(pause_word, str) and pause_word != config.pause_word:
        furniture.interpreter.adopt(pause_word)
    return replace(furniture, config=config.model_copy(update={"voice": voice, "pause_word": pause_word}))


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


def kept_folder(places: Places) -> Path:
    """Where things are kept, whether anything is or not."""
    return resources.data_folder(places.data) / "journal"


def open_journal(
    folder: Path,
    config: Config,
    solo: str | None = None,
    now: datetime | None = None,
    notice: Callable[[str], None] = lambda _: None,
) -> StoredJournal:
    """What is kept, as a session of `solo` sees it (see `StoredJournal`). Raises JournalError."""
    return StoredJournal(folder, Rules(config.keeping.days), now or datetime.now(), typed_passphrase, solo, notice)


def is_due(furniture: Furniture, now: datetime | None = None) -> bool:
    """Whether something is to be announced now. Raises JournalError."""
    config, wall = furniture.config, SystemWall() if now is None else VirtualWall(now)
    with open_journal(furniture.kept, config, now=now) as kept:
        due = Agenda(kept, wall, settings(config).quiet, lambda *_, **__: None).due(Samples(0))
        return any(not found.announced for found in due)


def open_kept(places: Places, solo: str | None = None) -> StoredJournal:
    """What is kept, for a command that needs the settings and nothing else. Raises JournalError, Problems."""
    return open_journal(kept_folder(places), load_config(located(places)[1]), solo)


def _journal(session: Session, furniture: Furniture, notice: Callable[[Intent], None]) -> Journal:
    """What is kept; where it cannot be opened that is said, and the session goes on without."""
    try:
        return open_journal(
            furniture.kept, furniture.config, session.solo, session.now, lambda told: notice(Intent(told))
        )
    except JournalError as error:
        notice(Intent("nothing_kept", {"error": str(error)}))
        return NothingKept()


def _room(
    session: Session, furniture: Furniture, terminal: Terminal, notice: Callable[[str], None]
) -> tuple[Room, Session]:
    """Files or devices; without a microphone the session goes on by typing, without a speaker in print alone."""
    sound = furniture.config.sound
    guard = samples(sound.guard)
    if not session.virtual and not session.text and not session.deaf:
        try:
            devices = DeviceRoom(sound.input, sound.output, guard=guard, notice=notice)
            return _damped(devices, devices.lag, devices.one_clock, furniture.config), session
        except RoomError as error:
            terminal.line(f"{error} {furniture.material.lines['session.typing']}")
            session = replace(session, text=True)
    if session.virtual:
        files = FileRoom(
            session.mic, session.speaker, echo=session.echo, noise=session.noise, guard=guard, notice=terminal.line
        )
        return _damped(files, Samples(BLOCK), not (session.echo and session.echo.drift_ppm), furniture.config), session
    try:
        return DeviceRoom(output=sound.output, notice=notice, muted=True), session
    except RoomError:
        return SilentRoom(), session  # a person who types reads


def _damped(room: Room, lag: Samples, one_clock: bool, config: Config) -> Room:
    """`room`, and where our own voice can be heard in it, without it."""
    wanted = config.sound.echo_cancelling and not config.sound.headphones and room.guard
    return DampedRoom(room, EchoCanceller(), lag, one_clock) if wanted else room


def _voice(room: Room, session: Session, furniture: Furniture) -> Voice:
    """Nothing is rendered where nothing can sound. Raises VoiceError for a name that no voice has."""
    if isinstance(room, SilentRoom):
        return SilentVoice(furniture.config.voice.rate)
    check_voice(furniture.config)
    return open_voice(furniture.voice_settings(patient=session.virtual))


def check_voice(config: Config) -> None:
    """Raises VoiceError for a name that no voice has. Without a speech engine nothing is, which a session survives."""
    if config.voice.name is None:
        return
    try:
        known = list_voices()
    except VoiceError:
        return
    find_voice(config.voice.name, known)


def _ear(session: Session, furniture: Furniture) -> tuple[Ear, Keys]:
    if session.deaf:
        return NoEar(), NoKeys()
    if not session.text:
        keys = KeyFile(session.keys) if session.keys is not None else NoKeys() if session.virtual else terminal_keys()
        return furniture.ear(session.engine), keys
    if session.virtual:
        script = TypedScript(sys.stdin)
        return script, script.keys
    lines = TypedLines(sys.stdin)
    return lines, lines.keys


def _manner(room: Room, ear: Ear, config: Config) -> Manner:
    return Manner(
        volume=config.voice.volume,
        rate=config.voice.rate,
        sentence_pause=samples(config.voice.sentence_pause),
        guard=Samples(0) if config.sound.headphones or ear.engine == "typed" else room.guard,
        cancelled=isinstance(room, DampedRoom) and room.one_clock,
        tones=config.voice.tones,
        breath_words=config.voice.breath_words,
        earcons=config.voice.earcons,
        addressed=ear.engine == "typed",
        dictation=takes_dictation(ear),
    )


def takes_dictation(ear: Ear) -> bool:
    """Whether free words are understood: typed ones, and those of a model with a whole language."""
    return ear.engine == "typed" or (ear.engine == "vosk" and ear.model != MINIATURE)


def _loop(stage: Stage, room: Room, ear: Ear, tail: float | None, notices: list[Intent]) -> None:
    """Block by block until the session has ended."""
    waited = 0
    for mic in room:
        room.play(stage.block(mic))
        while notices:
            stage.begin(notices.pop(0))
        if stage.left is not None or (isinstance(ear, TypedLines) and ear.finished):
            break
        if room.over and not (isinstance(ear, TypedScript) and not ear.finished):
            waited += BLOCK
            if not stage.pending or (tail is not None and waited >= samples(tail)):
                break
    fading = FADING if room.over or (stage.left is not None and stage.left.quick) else DRAINING
    for mic, _ in zip(room, range(fading), strict=False):
        room.play(stage.block(mic))


def _ready(ear: Ear, voice: Voice) -> dict[str, object]:
    return {"engine": ear.engine, "model": ear.model, "voice": voice.name, "rate": voice.rate}


def _plain_sentences(material: Material) -> list[str]:
    """Every sentence that has no value to be filled in: what can be rendered ahead, `AT_ONCE` before the rest."""
    lines = sorted(material.lines.items(), key=lambda line: line[0].split(".")[0] not in AT_ONCE)
    return [sentence for _, text in lines if "{" not in text for sentence in sentences(text)]


def speak(text: str, furniture: Furniture, name: str | None = None, out: Path | None = None) -> None:
    """Speak `text` through the speaker, or into the file `out`, with the voice `name` or the configured one.

    Raises UsageError if there is no word in `text`; VoiceError, RoomError.
    """
    if not any(letter.isalnum() for letter in text):
        raise UsageError("There is nothing to say. Write the words after say.")
    chosen = furniture.voice_settings(patient=True)
    if name is not None:
        chosen = replace(chosen, name=name)
    sound = furniture.config.sound
    with ExitStack() as opened:
        voice = open_voice(chosen)
        opened.callback(voice.close)
        pause = np.zeros(samples(furniture.config.voice.sentence_pause), np.int16)
        clips = [piece for sentence in sentences(text) for piece in (voice.clip(sentence), pause) if piece is not None]
        room: Room = FileRoom(speaker=out) if out is not None else DeviceRoom(output=sound.output, muted=True)
        opened.callback(room.close)
        mixer = Mixer(loudness(furniture.config.voice.volume))
        mixer.speak(np.concatenate(clips), Samples(0))
        now = Samples(0)
        for _ in room:
            room.play(mixer.mix(now))
            now = Samples(now + BLOCK)
            if mixer.silent:
                break
        for _ in zip(room, range(0 if room.over else DRAINING), strict=False):
            room.play(mixer.mix(now))
