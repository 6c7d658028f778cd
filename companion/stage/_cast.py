"""Who plays, and how: the edges as the stage knows them, and the manner of the performance. Pure."""

from dataclasses import dataclass

from companion.ports import Ear, Journal, Keys, Sounds, Understanding, Voice, Wall, Witness
from companion.units import Samples, samples


@dataclass(frozen=True, slots=True)
class Cast:
    """The edges, as the stage knows them."""

    ear: Ear
    voice: Voice
    sounds: Sounds
    keys: Keys
    wall: Wall
    journal: Journal
    understanding: Understanding
    witness: Witness


@dataclass(frozen=True, slots=True)
class Manner:
    """How the stage behaves. Lengths in samples, volume 0 to 100, rate in words a minute.

    `guard`: how long our voice lingers in the microphone after its end; `cancelled`: it is taken out of it.
    `addressed`: whatever is heard is meant for us, as when it is typed. `dictation`: the ear takes down free words.
    """

    volume: int = 80
    rate: int = 170
    sentence_pause: Samples = samples(0.35)
    guard: Samples = Samples(0)
    cancelled: bool = False
    tones: bool = True
    breath_words: bool = True
    earcons: bool = True
    addressed: bool = False
    dictation: bool = False

    @property
    def heard_ourselves(self) -> Samples:
        """How long after its end our voice is still heard; 0 where it never is."""
        return Samples(0) if self.cancelled else self.guard
