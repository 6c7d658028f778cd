"""The words a couple adds in its config: their pause word, their phrase for leaving at once, how words sound. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from companion.errors import UsageError
from companion.intents._templates import Group, Line, Meaning, Templates
from companion.steps import STATES

WHOLE: Final = "quick_exit"
"""The intent that only a whole utterance means, word for word: nobody may leave by accident."""


def with_own_words(templates: Templates, pause_word: str | None, quick_exit: str) -> Templates:
    """`templates` with the pause word of the people and their phrase for leaving."""
    meanings = list(templates.meanings)
    if pause_word is not None:
        _say_also(meanings, Meaning("timeout", frozenset(STATES), (), safety=True), f"{_plain(pause_word)} [{{when}}]")
    if any(meaning.name == WHOLE for meaning in meanings):
        _say_also(meanings, Meaning(WHOLE, frozenset(STATES), (), safety=True), _plain(quick_exit))
    return replace(templates, meanings=tuple(meanings))


def with_own_sounds(templates: Templates, pronunciations: Mapping[str, str]) -> Templates:
    """`templates` with the sounds that the people give to words: word -> ARPAbet phones separated by blanks."""
    own = {word.lower(): (sounds,) for word, sounds in pronunciations.items()}
    return replace(templates, words=replace(templates.words, pronunciations={**templates.words.pronunciations, **own}))


def _say_also(meanings: list[Meaning], new: Meaning, sentence: str) -> None:
    """Add `sentence` to the meaning called as `new`, or `new` itself."""
    group = Group((Line(sentence, "config.yaml", 0),))
    for index, meaning in enumerate(meanings):
        if meaning.name == new.name:
            meanings[index] = replace(meaning, groups=(*meaning.groups, group))
            return
    meanings.append(replace(new, groups=(group,)))


def _plain(words: str) -> str:
    """`words` without anything that means something in a template. Raises UsageError when no word is left."""
    plain = re.sub(r"[^\w'\s-]", " ", words).strip()
    if not any(character.isalpha() for character in plain):
        raise UsageError(f"'{words}' is no word that can be said; choose one or two words for it in config.yaml.")
    return plain
