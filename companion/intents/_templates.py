"""What a counsellor writes about understanding, as plain data. Pure.

Rules
1. A `Line` is one sentence template and where it is written, so that every mistake can name its file and line.
2. Order matters only for ties: of two sentences that fit equally well the earlier meaning wins, safety first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from companion.errors import Problem
from companion.intents._learned import Learned
from companion.steps import Slot, State

LIGHT: Final = 0.2
"""Weight of a function word, where a word with content weighs 1."""

NEGATION: Final = 3.0

Cost = Literal["slight", "usual", "high"]


class Line(NamedTuple):
    """One line of a file: its text, the file, and the line number from 1."""

    text: str
    file: str
    number: int

    def problem(self, text: str) -> Problem:
        return Problem(self.file, self.number, text)


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that mean the same: `slots` are given with them.

    `typed` ones are left out of the spoken grammar; `states`, where given, are instead of those of the intent.
    `closing` ones are sought `anywhere` only where nothing of weight follows ("i can't go on", not "on holiday"); those
    that do not `opens` count as a whole even where the intent opens ("i am", not "i am so tired").
    """

    lines: tuple[Line, ...]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    typed: bool = False
    closing: bool = False
    opens: bool = True
    states: frozenset[State] | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One intent: the states it is offered in and its sentences.

    `cost` is what it costs to take something else for it: of a `high` one everything must be said, nearly word for
    word, a `slight` one is offered sooner. `safety`: of two meanings in one utterance it is the
    one. `anywhere`: its sentences count wherever they stand in an utterance, before every other meaning. `opens`:
    they count at the beginning of an utterance, whatever follows ("no, because").
    """

    name: str
    states: frozenset[State]
    groups: tuple[Group, ...]
    cost: Cost = "usual"
    safety: bool = False
    anywhere: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: what may be said, and the value of the slot when it was."""

    line: Line
    value: Slot


@dataclass(frozen=True, slots=True)
class Words:
    """How words of the language behave.

    `skip` words mean nothing anywhere. `fillers` may stand before or after any command (the typed ones not in
    a spoken grammar), `joints` between two clauses, `corrections`
    between a sentence and the one that is meant instead ("breathing, no, grounding"). `spellings` rewrites one
    word as others ("can't": can not; "timeout": time out), `endings` the end of one as another word. `light` words
    weigh little in a comparison, `negations` turn a sentence round, no two words of one `opposites` set may stand for
    each other, those of one `alike` set may. `everyday` is talk that is meant for nobody here, `harmless` hides a
    look-alike from the safety sentences.
    `common` words are said so often that none of them makes a pause word; what is in `everyday` need not be among
    them. `pronunciations` are in ARPAbet.
    """

    skip: frozenset[str] = frozenset()
    fillers: tuple[Line, ...] = ()
    typed_fillers: tuple[Line, ...] = ()
    joints: frozenset[str] = frozenset()
    corrections: frozenset[str] = frozenset()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    light: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    opposites: tuple[frozenset[str], ...] = ()
    alike: tuple[frozenset[str], ...] = ()
    everyday: tuple[Line, ...] = ()
    harmless: tuple[Line, ...] = ()
    common: frozenset[str] = frozenset()
    pronunciations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """What `word` counts when sentences are compared."""
        if word in self.negations:
            return NEGATION
        return LIGHT if word in self.light else 1.0


@dataclass(frozen=True, slots=True)
class Templates:
    """Everything in `scripts/<language>/intents/`; `learned` goes with these sentences, where it is there."""

    meanings: Sequence[Meaning]
    rules: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    learned: Learned | None = None
