"""`doctor`: whether network lock, scripts, devices, voice and recogniser are well, and what to do where not (C48)."""

import argparse
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import numpy as np

from companion.app import Furniture, furnish, located, speak
from companion.commands._arguments import Subcommands, places
from companion.content import check_all
from companion.dialogues.findings import Finding
from companion.ears import transcribe
from companion.errors import EarError, JournalError, RoomError, VoiceError
from companion.journal import look
from companion.lockdown import Lockdown, deny_network
from companion.ports import Expectation
from companion.room import choose_device, list_devices
from companion.units import RATE, Mono
from companion.voices import open_voice

SAMPLE = "session.about"
"""The line that is rendered to see whether the voice works, and heard to see how fast the recogniser is."""


def add(commands: Subcommands) -> None:
    parser = commands.add("doctor", doctor, "look at microphone, speaker, voice, recogniser and network lock")
    parser.add_argument("--speak", action="store_true", help="say it aloud as well")


def doctor(arguments: argparse.Namespace) -> int:
    """Print one finding a line. Exit status 1 when something is not well."""
    lockdown = deny_network()
    scripts, config = located(places(arguments))
    furniture = furnish(places(arguments))
    lines = furniture.material.lines
    told, well = [], True
    for finding in _findings(furniture, lockdown, len(check_all(scripts, config))):
        told.append(lines[finding.line].format_map(finding.values))
        well = well and finding.well
        print(told[-1], flush=True)
    if arguments.speak:
        speak(" ".join(told), furniture)
    return 0 if well else 1


def _findings(furniture: Furniture, lockdown: Lockdown, problems: int) -> Iterator[Finding]:
    yield Finding("doctor.network_denied" if lockdown.kernel != "missing" else "doctor.network_guarded")
    if problems:
        yield Finding("doctor.scripts_wrong", {"count": str(problems)}, well=False)
    else:
        yield Finding("doctor.scripts_ok")
    yield _helplines(furniture)
    yield from _devices(furniture)
    sample = None
    voice = open_voice(furniture.voice_settings(patient=True))
    try:
        sample = voice.clip(furniture.material.lines[SAMPLE])
        yield Finding("doctor.voice_ok", {"name": voice.name, "rate": str(voice.rate)})
    except VoiceError as error:
        yield Finding("doctor.voice_missing", {"error": str(error)}, well=False)
    finally:
        voice.close()
    yield _ear(furniture, sample)
    yield look_at_store(furniture)


def _helplines(furniture: Furniture) -> Finding:
    """The numbers of the country in the config; their names are nothing to be read out to anybody who is near (D9)."""
    country = furniture.material.helplines.get(furniture.config.country or "")
    if country is None:
        return Finding("doctor.helplines_none")
    today = date.today()
    unchecked = [] if country.fresh(today) else [" or ".join(country.emergency)]
    unchecked += [line.number for line in country.helplines if not line.fresh(today)]
    if unchecked:
        values = {"country": country.called, "numbers": ", ".join(unchecked)}
        return Finding("doctor.helplines_unchecked", values, well=False)
    return Finding("doctor.helplines_ok", {"country": country.called})


def _devices(furniture: Furniture) -> Iterator[Finding]:
    lines, sound = furniture.material.lines, furniture.config.sound
    for line, side, wanted in (("microphone", "input", sound.input), ("speaker", "output", sound.output)):
        try:
            device = choose_device(list_devices(), wanted, "input" if side == "input" else "output")
            yield Finding(f"doctor.{line}_ok", {"name": device.name})
        except RoomError as error:
            values = {"what": lines[f"doctor.{line}"], "error": str(error)}
            yield Finding("doctor.device_missing", values, well=False)


def _ear(furniture: Furniture, sample: Mono | None) -> Finding:
    """Hear a sample of our own voice; without a voice, two seconds of noise."""
    sound = np.random.default_rng(1).integers(-2000, 2000, 2 * RATE, np.int16) if sample is None else sample
    try:
        ear = furniture.ear(None)
    except EarError as error:
        return Finding("doctor.ear_missing", {"error": str(error)}, well=False)
    with closing(ear):
        began = time.perf_counter()
        transcribe(sound, ear, Expectation())
        share = (time.perf_counter() - began) / (len(sound) / RATE)
    return Finding("doctor.ear_ok", {"engine": ear.engine, "percent": str(max(1, round(share * 100)))})


def look_at_store(furniture: Furniture) -> Finding:
    """How much is kept and how its key is, never what."""
    where = str(furniture.kept)
    try:
        seen = look(furniture.kept)
    except JournalError as error:
        return Finding("doctor.store_wrong", {"error": str(error), "where": where}, well=False)
    if seen is None:
        return Finding("doctor.store_none")
    if seen.count is None:
        return Finding("doctor.store_locked", {"where": where})
    return Finding(f"doctor.store_{seen.way}", {"count": str(seen.count), "where": where})
