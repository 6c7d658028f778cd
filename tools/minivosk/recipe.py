"""A recipe: the one description that a model is rebuilt from.

Rules
1. A recipe is a folder: `recipe.toml`, `words.txt`, `phrases.txt`, `commands.txt`, and `lexicon.txt` where the
   dictionary falls short.
2. Every word of a phrase and of a command is in the word list, so that the exact grammar can be written.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import MinivoskError


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is spoken. Shares are of all utterances; what they leave is words of the list in random order."""

    utterances: int
    silences: int
    phrases: float
    decoys: float
    mixed: float
    frequent_decoys: int
    near_decoys: int


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks: flite voices, and espeak-ng accents (with their shares) in all variants but the named ones."""

    flite: tuple[str, ...]
    flite_share: float
    accents: dict[str, float]
    held_out: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """How the net is trained; `widths` are of the first layer and of the others."""

    widths: tuple[int, int]
    copies: int
    unknown_share: float
    bootstrap: int
    first_epochs: int
    epochs: int
    batch_frames: int
    learning_rate: float


@dataclass(frozen=True, slots=True)
class Decoding:
    """What goes into `model.conf` and into the priors."""

    acoustic_scale: float
    beam: float
    lattice_beam: float
    max_active: int
    silence_prior_scale: float
    unknown_prior: float
    unknown_cost: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """All of a recipe folder."""

    name: str
    title: str
    licence: str
    seed: int
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    """What training voices say, beside words and decoys."""
    commands: tuple[str, ...]
    """What the exact grammar takes and the judges say."""
    lexicon: Path | None
    corpus: Corpus
    voices: Voices
    training: Training
    decoding: Decoding


def load(folder: Path) -> Recipe:
    """The recipe in `folder`. Raises MinivoskError naming the file and what is wrong with it."""
    path = folder / "recipe.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        words = tuple(lines(folder / "words.txt"))
        phrases = tuple(lines(folder / "phrases.txt"))
        commands = tuple(lines(folder / "commands.txt"))
        recipe = Recipe(
            name=raw["name"],
            title=raw["title"],
            licence=raw["licence"],
            seed=raw["seed"],
            words=words,
            phrases=phrases,
            commands=commands,
            lexicon=folder / "lexicon.txt" if (folder / "lexicon.txt").exists() else None,
            corpus=Corpus(**raw["corpus"]),
            voices=Voices(**_tuples(raw["voices"])),
            training=Training(**_tuples(raw["training"])),
            decoding=Decoding(**raw["decoding"]),
        )
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise MinivoskError(f"{folder} is not a whole recipe: {error}.") from error
    for name, texts in (("phrases.txt", phrases), ("commands.txt", commands)):
        strange = sorted({word for text in texts for word in text.split()} - set(words))
        if strange:
            raise MinivoskError(f"{folder / name} has words that words.txt lacks: {', '.join(strange)}.")
    return recipe


def lines(path: Path) -> list[str]:
    """Lines without blanks and without repeats, in order."""
    texts = (line.split("#")[0].strip().lower() for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(text for text in texts if text))


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
