"""What the voices are asked to say: phrases, words of the list, and decoys.

Rules
1. Everything follows from the recipe and its seed; nothing depends on the order of a set or of a folder.
2. A decoy never sounds the same as a word of the list: its frames are taught to be `[unk]`.
3. A decoy is either frequent in the language model or near a word of the list, so that the net learns both what other
   talk is like and where a word ends being the word.
"""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from .lexicon import Lexicon, Pronunciation, distance
from .recipe import Recipe

FREQUENT_ENOUGH = -135_000
"""Unigram log probability (PocketSphinx units) below which a word is too rare to be worth a near decoy."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One utterance to be spoken: its words, and the voice's own settings.

    `rate` multiplies the voice's normal speed, `pitch` its pitch (espeak-ng only), and `tract` scales formants and
    pitch together, above 1 for a shorter vocal tract. Silence has no words, and lasts two seconds at rate 1.
    """

    number: int
    words: tuple[str, ...]
    engine: str
    voice: str
    rate: float
    pitch: float
    tract: float

    @property
    def name(self) -> str:
        """A file name that changes with anything that changes the sound."""
        settings = f"{self.words} {self.engine} {self.voice} {self.rate:.4f} {self.pitch:.4f} {self.tract:.4f}"
        return f"{self.number:05d}-{zlib.crc32(settings.encode()):08x}"


def decoys(recipe: Recipe, lexicon: Lexicon, frequency: Callable[[str], int]) -> tuple[list[str], list[str]]:
    """(frequent, near) decoy words; `frequency` gives a word's log probability, hugely negative when unknown."""
    listed = set(recipe.words)
    sounds = {sound for word in recipe.words for sound in lexicon[word]}
    others = [
        (frequency(word), word)
        for word, spoken in lexicon.entries.items()
        if word not in listed and word.replace("'", "").isalpha() and sounds.isdisjoint(spoken)
    ]
    ranked = [word for score, word in sorted(others, reverse=True) if score > FREQUENT_ENOUGH]
    frequent = ranked[: recipe.corpus.frequent_decoys]
    near = [word for word in ranked[recipe.corpus.frequent_decoys :] if _is_near(lexicon[word][0], sounds)]
    return frequent, near[: recipe.corpus.near_decoys]


def _is_near(sound: Pronunciation, sounds: set[Pronunciation]) -> bool:
    """Within one phone of a listed word, or two of a long one."""
    return any(
        abs(len(sound) - len(other)) <= 2 and distance(sound, other) <= (1 if len(other) < 5 else 2) for other in sounds
    )


def prompts(recipe: Recipe, frequent: list[str], near: list[str], variants: list[str]) -> list[Prompt]:
    """Every utterance of the training set, in the order of its number; the last ones are silence."""
    chance = random.Random(recipe.seed)
    spoken = [
        Prompt(number, _words(recipe, frequent, near, chance), *_voice(recipe, variants, chance))
        for number in range(recipe.corpus.utterances)
    ]
    silent = range(len(spoken), len(spoken) + recipe.corpus.silences)
    return spoken + [Prompt(number, (), "silence", "none", chance.uniform(0.5, 2.0), 1.0, 1.0) for number in silent]


def _words(recipe: Recipe, frequent: list[str], near: list[str], chance: random.Random) -> tuple[str, ...]:
    corpus = recipe.corpus
    kind = chance.random()
    if kind < corpus.phrases:
        return tuple(chance.choice(recipe.phrases).split())
    kind -= corpus.phrases
    if kind < corpus.decoys:
        return tuple(_decoy(frequent, near, chance) for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 5))))
    kind -= corpus.decoys
    if kind < corpus.mixed:
        inside = chance.choice(recipe.phrases).split()
        before = [_decoy(frequent, near, chance) for _ in range(chance.randint(0, 2))]
        after = [_decoy(frequent, near, chance) for _ in range(chance.randint(0 if before else 1, 2))]
        return (*before, *inside, *after)
    return tuple(chance.choice(recipe.words) for _ in range(chance.choice((1, 2, 2, 3, 3, 4))))


def _decoy(frequent: list[str], near: list[str], chance: random.Random) -> str:
    if near and chance.random() < 0.3:
        return chance.choice(near)
    # Squaring favours the front of the list, where the frequent words are.
    return frequent[int(len(frequent) * chance.random() ** 2)]


def _voice(recipe: Recipe, variants: list[str], chance: random.Random) -> tuple[str, str, float, float, float]:
    voices = recipe.voices
    if chance.random() < voices.flite_share:
        # Two men, so their vocal tracts are shortened more often than lengthened.
        return "flite", chance.choice(voices.flite), chance.uniform(0.8, 1.35), 1.0, chance.uniform(0.88, 1.35)
    accent = chance.choices(list(voices.accents), list(voices.accents.values()))[0]
    voice = f"{accent}+{chance.choice(variants)}"
    return "espeak", voice, chance.uniform(0.75, 1.3), chance.uniform(0.7, 1.3), chance.uniform(0.92, 1.12)
