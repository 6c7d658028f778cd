"""Sentences that mean two things in one state. Pure.

Rules
1. A collision is told once for each pair of lines, on the later line, with the sentence and where the other stands.
2. Sentences are sampled, `SENTENCES` for each line: a rare collision in a line with thousands may be missed.
3. It is none where one of the two is offered in fewer states, or is looked for before everything else: that one wins.
4. A time is looked for only in sentences of templates that have one.
5. Of everyday talk and an intent that say the same the intent is meant, so that is none either.
"""

from datetime import datetime
from typing import Final

from companion.errors import Problem
from companion.intents._samples import Samples
from companion.intents._sentences import Leaf, Sentences
from companion.intents._slots import Spans
from companion.intents._templates import Templates

_EPOCH: Final = datetime(2000, 1, 1)
SENTENCES: Final = 6


def collisions(templates: Templates) -> tuple[Problem, ...]:
    """Every pair of lines found that says the same for two intents of one state. Raises Problems for what is broken."""
    sentences = Sentences(templates)
    samples = Samples(sentences.trees)
    found: dict[tuple[int, int], Problem] = {}
    for number, leaf in enumerate(sentences.leaves):
        if leaf.meaning.anywhere or not leaf.states:
            continue
        for text in samples.some(leaf.tree, SENTENCES):
            said = sentences.speller.utterance(text)
            size = len(said.words)
            spans = Spans(said.words, _EPOCH, {}, {}, {} if leaf.contents.slotted else {"when": None, "minutes": None})
            hits = sentences.graph.whole(said.words, spans, (0,), frozenset((size,)))
            own = max((hit.score for hit in hits if hit.leaf == number), default=0.0)
            for hit in hits:
                if hit.score == own and _collide(leaf, sentences.leaves[hit.leaf]):
                    early, late = sorted((number, hit.leaf))
                    found.setdefault((early, late), _problem(text, sentences.leaves[early], sentences.leaves[late]))
    return tuple(found.values())


def _collide(one: Leaf, other: Leaf) -> bool:
    if one.meaning.name == other.meaning.name:
        return False
    if one.meaning.anywhere or other.meaning.anywhere:
        return False
    return len(one.states) == len(other.states) and bool(one.states & other.states)


def _problem(text: str, early: Leaf, late: Leaf) -> Problem:
    where = f"{early.line.file}, line {early.line.number}"
    return late.line.problem(f'"{text}" means `{late.meaning.name}` here and `{early.meaning.name}` in {where}.')
