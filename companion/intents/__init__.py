"""Words to meaning: sentence templates, matched exactly and by closeness, with safety first. Pure."""

from companion.intents._collisions import collisions
from companion.intents._interpreter import Interpreter
from companion.intents._learned import Learned, features
from companion.intents._pause_word import Dictionary, Guess, judge_pause_word
from companion.intents._samples import sentences_of
from companion.intents._templates import Entry, Group, Line, Meaning, Templates, Words

__all__ = [
    "Dictionary",
    "Entry",
    "Group",
    "Guess",
    "Interpreter",
    "Learned",
    "Line",
    "Meaning",
    "Templates",
    "Words",
    "collisions",
    "features",
    "judge_pause_word",
    "sentences_of",
]
