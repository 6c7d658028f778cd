"""`check`: settings, scripts, what is listened for, and how things are worded; every problem at once.

Rules
1. What the recogniser model in use cannot hear is mentioned; it is a problem only where the person chose the word, in
   the settings or by voice.
2. A word of the person's own whose sounds are guessed is mentioned with them.
3. A helpline that was checked too long ago is mentioned as well.
4. Voice and model are looked at where settings and scripts can be read.
"""

import argparse
from datetime import date

from companion.app import Furniture, check_voice, furnish, located, open_journal, preferences
from companion.commands._arguments import Subcommands, places
from companion.content import check_all, outdated, own_words
from companion.ears import guessed, known_words, pronunciations, sounds_of
from companion.errors import EarError, JournalError, Problem, Problems, VoiceError
from companion.journal import look
from companion.lockdown import deny_network
from companion.models import UNKNOWN, fit, tried
from companion.yamlfile import in_order

MENTIONED = 12
"""Words that are named; more are counted."""


def add(commands: Subcommands) -> None:
    commands.add("check", check, "check settings and scripts")


def check(arguments: argparse.Namespace) -> int:
    """Print one problem a line. Exit status 1 when there is one."""
    deny_network()
    scripts, config = located(places(arguments))
    problems = check_all(scripts, config, known_words(), sounds_of, guessed)
    mentioned: list[str] = []
    try:
        furniture = furnish(places(arguments))
    except Problems:
        pass  # which check_all has found as well
    else:
        found, mentioned = _heard(furniture)
        mentioned += outdated(furniture.material.helplines, date.today())
        problems = in_order([*problems, *_spoken(furniture), *found])
    for problem in problems:
        print(problem)
    for sentence in mentioned:
        print(sentence)
    print("No problems." if not problems else f"{len(problems)} problems." if len(problems) > 1 else "1 problem.")
    return 1 if problems else 0


def _spoken(furniture: Furniture) -> list[Problem]:
    try:
        check_voice(furniture.config)
    except VoiceError as error:
        return [furniture.config.problem(("voice", "name"), str(error))]
    return []


def _heard(furniture: Furniture) -> tuple[list[Problem], list[str]]:
    """What is wrong with the model, and sentences about what it lacks or what could not be looked at."""
    config, commands = furniture.config, furniture.interpreter
    kept, told = _kept_pause_word(furniture)
    try:
        model = furniture.model()
        if model is None:
            pronunciations(commands)
            return [], [*told, *_guesses(furniture, kept)]
        lacking = tried(model, commands.vocabulary() | {UNKNOWN} | kept)
        fit(model, commands, lambda word: word not in lacking)
    except EarError as error:
        where = ("ear", "model") if config.ear.model is not None else ("ear", "engine")
        return [config.problem(where, str(error))], told
    problems = [
        config.problem(where, f'the model {model.name} does not know the word "{word}"; choose another one.')
        for word, where in own_words(config)
        if word in lacking
    ]
    for word in sorted(kept & lacking):
        text = f'the model {model.name} does not know the pause word "{word}" that you chose; choose another one.'
        problems.append(Problem(str(furniture.kept), None, text))
    return problems, [*told, *([_mention(model.name, sorted(lacking))] if lacking else [])]


def _kept_pause_word(furniture: Furniture) -> tuple[frozenset[str], list[str]]:
    """The words of the pause word that was kept, and a sentence where that cannot be seen. Nobody is asked anything."""
    try:
        seen = look(furniture.kept)
        if seen is None:
            return frozenset(), []
        if seen.count is None:
            return frozenset(), ["What is kept is behind a passphrase, so a pause word in it was not looked at."]
        with open_journal(furniture.kept, furniture.config) as journal:
            word = preferences(journal).get("pause_word")
    except JournalError as error:
        return frozenset(), [str(error)]
    chosen = furniture.config.model_copy(update={"pause_word": word})
    return frozenset(word for word, where in own_words(chosen) if where == ("pause_word",)), []


def _guesses(furniture: Furniture, kept: frozenset[str]) -> list[str]:
    """A sentence for each word of people's own whose sounds nobody gave."""
    known, given = known_words(), furniture.interpreter.pronunciations()
    own = sorted({word for word, _ in own_words(furniture.config)} | kept)
    return [
        f'How "{word}" sounds was guessed: {" ".join(guessed(word))}. If that is wrong, write it under pronunciations '
        f"in {furniture.config.file}."
        for word in own
        if not known(word) and word not in given and guessed(word)
    ]


def _mention(model: str, lacking: list[str]) -> str:
    named = ", ".join(lacking[:MENTIONED]) + (" ..." if len(lacking) > MENTIONED else "")
    words = "1 word" if len(lacking) == 1 else f"{len(lacking)} words"
    return f"The model {model} does not know {words}, so sentences with them are not heard: {named}."
