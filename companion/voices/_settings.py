"""Which voice, how fast, how high: the settings, and the search for a voice by what a person calls it.

Rules
1. A voice is found by its id, the last part of its id, its name, or its language, in this order; case does not matter.
2. A variant may follow after a plus, as in espeak's "en-us+f3"; the engine says whether it has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from companion.errors import VoiceError
from companion.ports import FASTEST, SLOWEST


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """`name` None is the engine's own choice. `rate` in words a minute, `pitch` 0 to 99 with 50 the voice's own.

    A `patient` voice is for virtual time: its clips are waited for, and the audio clock stands still meanwhile.
    Raises VoiceError for a rate or a pitch out of bounds.
    """

    name: str | None = None
    rate: int = 170
    pitch: int = 50
    patient: bool = False

    def __post_init__(self) -> None:
        if not SLOWEST <= self.rate <= FASTEST:
            raise VoiceError(f"A voice speaks {SLOWEST} to {FASTEST} words a minute, not {self.rate}.")
        if not 0 <= self.pitch <= 99:
            raise VoiceError(f"The pitch of a voice is 0 to 99, not {self.pitch}.")


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice the engine has: its id, the name people know, and its language tags."""

    id: str
    name: str
    languages: tuple[str, ...]


def find_voice(wanted: str, voices: Sequence[VoiceInfo]) -> str:
    """The id of the voice that `wanted` names, its variant kept. Raises VoiceError with the nearest name."""
    base, plus, variant = wanted.strip().partition("+")
    for names in _names(voices):
        if base.casefold() in names:
            return names[base.casefold()] + plus + variant
    known = [name for voice in voices for name in (voice.name, voice.id, voice.id.rpartition("/")[2])]
    nearest = process.extractOne(base, known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    hint = f' Did you mean "{nearest[0]}"?' if nearest else ""
    raise VoiceError(f'There is no voice called "{wanted}".{hint} "companion voices" lists those there are.')


def _names(voices: Sequence[VoiceInfo]) -> Iterator[dict[str, str]]:
    """Name -> id, one table for each way of naming a voice, the first voice of a name kept."""
    backwards = voices[::-1]
    yield {voice.id.casefold(): voice.id for voice in backwards}
    yield {voice.id.rpartition("/")[2].casefold(): voice.id for voice in backwards}
    yield {voice.name.casefold(): voice.id for voice in backwards}
    yield {language.casefold(): voice.id for voice in backwards for language in voice.languages}
