"""The stage: one clock, a stack of dialogues, and the mouth they speak with."""

from companion.stage._agenda import Agenda
from companion.stage._cast import Cast, Manner
from companion.stage._keys import KEYS
from companion.stage._mixer import Mixer
from companion.stage._mouth import loudness
from companion.stage._speech import sentences
from companion.stage._stage import Stage

__all__ = ["KEYS", "Agenda", "Cast", "Manner", "Mixer", "Stage", "loudness", "sentences"]
