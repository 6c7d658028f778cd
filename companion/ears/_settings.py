"""What can be set about an ear."""

from dataclasses import dataclass

from companion.units import Samples, samples


@dataclass(frozen=True, slots=True)
class EarSettings:
    """Lengths are samples on the audio clock.

    `silence_*` end a turn (C30): after a whole command that cannot go on, after words that may still go on, after an
    answer, after an open reflection. `rejection` is the farthest that speech may be from the command it is taken for,
    in the recogniser's own measure; None is its built-in point. `preroll` is what is kept from before the onset,
    `partial` the time between two looks at running speech, `longest` where speech is cut that does not end.
    """

    silence_command: Samples = samples(0.7)
    silence_complete: Samples = samples(0.25)
    silence_answer: Samples = samples(4)
    silence_reflection: Samples = samples(8)
    rejection: float | None = None
    preroll: Samples = samples(0.3)
    partial: Samples = samples(0.1)
    longest: Samples = samples(20)
