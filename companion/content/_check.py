"""Everything a person wrote, checked at once: `companion check`.

Rules
1. Nothing stops at the first mistake. With a config that cannot be used the scripts of the default language are
   checked.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from companion._mistakes import quoted
from companion.config import Config, load_config, settings
from companion.content._fit import misfits
from companion.content._intents import load_templates
from companion.content._material import load_material, misplaced
from companion.content._pages import read_pages, spoken
from companion.content._reach import out_of_reach
from companion.content._wording import check_wording, load_wording, tokens
from companion.dialogues import LINES, LISTS, SUGGESTIONS
from companion.errors import Problem, Problems
from companion.intents import Dictionary, Guess, Interpreter, Templates, collisions
from companion.ports import Commands
from companion.scene import Verdict
from companion.yamlfile import Where, in_order, shown

Known = Callable[[str], bool]
"""Whether a recogniser has a word, in small letters, in its dictionary."""

Found = TypeVar("Found")
PLAIN: Final = Config()


def check_all(
    scripts: Path,
    config: Path,
    known: Known | None = None,
    dictionary: Dictionary | None = None,
    guess: Guess = lambda _: (),
) -> list[Problem]:
    """Every problem of the config and of the scripts in the language it names, by file and line.

    With `known`, every word that is listened for is looked up as well, and with a `dictionary` of sounds the pause word
    is judged. Words of the config that are not known may be guessed.
    """
    problems: list[Problem] = []
    wanted = _tried(lambda: load_config(config), problems) or PLAIN
    pages = _tried(lambda: read_pages(scripts, wanted.language), problems)
    if pages is None:
        return in_order(problems)
    misfitting = [*pages.problems, *misfits(pages, LINES, LISTS)]
    intents = scripts / wanted.language / "intents"
    templates = _tried(lambda: load_templates(intents), problems)
    problems += misfitting
    material = None if misfitting else _tried(lambda: load_material(scripts, wanted.language), problems)
    problems += misplaced(material, wanted) if material is not None else ()
    if templates is not None and not misfitting:
        problems += out_of_reach(templates, pages, intents)
    wording = _tried(lambda: load_wording(scripts, wanted.language), problems)
    if wording is not None:
        problems += check_wording(list(spoken(pages.pages)), *wording)
    interpreter = (
        None if templates is None else _tried(lambda: _understanding(templates, wanted, dictionary, guess), problems)
    )
    if templates is not None and interpreter is not None:
        problems += collisions(templates)
    verdict = Verdict(None)
    if interpreter is not None and dictionary is not None and material is not None and wanted.pause_word is not None:
        suggestions = [material.lines[line] for line in material.lists[SUGGESTIONS]]
        verdict = interpreter.judged(wanted.pause_word, suggestions, lambda _: True)
        problems += _misjudged(verdict, wanted.pause_word, wanted)
    if interpreter is not None and known is not None:
        problems += unheard(interpreter, known, intents, wanted, verdict.better, guess)
    return in_order(problems)


def understanding(
    intents: Path, config: Config, dictionary: Dictionary | None = None, guess: Guess = lambda _: ()
) -> Interpreter:
    """The understanding of the templates in the folder `intents`, as the config wants it. Raises Problems.

    With a `dictionary` it can judge pause words, and with a `guess` those that are not in it.
    """
    return _understanding(load_templates(intents), config, dictionary, guess)


def _understanding(templates: Templates, config: Config, dictionary: Dictionary | None, guess: Guess) -> Interpreter:
    return Interpreter(
        templates,
        dayparts=settings(config).dayparts,
        pause_word=config.pause_word,
        quick_exit=config.quick_exit.phrase,
        dictionary=dictionary,
        guess=guess,
        pronunciations=config.pronunciations,
    )


def unheard(
    commands: Commands,
    known: Known,
    intents: Path,
    config: Config,
    better: Sequence[str] = (),
    guess: Guess = lambda _: (),
) -> Iterator[Problem]:
    """The words that are listened for and that the recogniser does not know, each where it is first written; people's
    own words only where there is no `guess` at their sounds.

    `better` are pause words that would do.
    """
    lacking = sorted(word for word in commands.vocabulary() - set(commands.pronunciations()) if not known(word))
    own = list(own_words(config))
    places = _places(intents) if lacking else {}
    for word in lacking:
        chosen = [where for mine, where in own if mine == word]
        for where in chosen if not guess(word) else ():
            advice = _another(better if where == ("pause_word",) else ())
            yield config.problem(where, f"the recogniser does not know the word {quoted(word)}; {advice}")
        if word in places or not chosen:
            text = (
                f"the recogniser does not know the word {quoted(word)}; use another one, or add it to `pronunciations`."
            )
            file, line = places.get(word, (shown(intents), None))
            yield Problem(file, line, text)


def _misjudged(verdict: Verdict, word: str, config: Config) -> Iterator[Problem]:
    """What is wrong with the pause word of the config; one that is unknown is among the `unheard`."""
    faults = {
        "everyday": "is said every day",
        "command": "is a command already",
        "short": "is too short to be told from noise",
        "alike": f"sounds like {quoted(verdict.other)}",
    }
    if verdict.fault in faults:
        yield config.problem(("pause_word",), f"{quoted(word)} {faults[verdict.fault]}; {_another(verdict.better)}")


def _another(better: Sequence[str]) -> str:
    return f"choose another one, such as {', '.join(better)}." if better else "choose another one."


def own_words(config: Config) -> Iterator[tuple[str, Where]]:
    """Each word that the person chose to be listened for, and where in the config."""
    own = ((config.pause_word or "", ("pause_word",)), (config.quick_exit.phrase, ("quick_exit", "phrase")))
    return ((word, where) for phrase, where in own for word in dict.fromkeys(tokens(phrase)))


def _places(intents: Path) -> dict[str, tuple[str, int]]:
    """Word -> file and line where it is first written."""
    found: dict[str, tuple[str, int]] = {}
    for path in sorted(intents.glob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.lstrip().startswith("#"):
                for word in tokens(line):
                    found.setdefault(word, (shown(path), number))
    return found


def _tried(attempt: Callable[[], Found], problems: list[Problem]) -> Found | None:
    """What `attempt` returns; None when it raises Problems, which are added."""
    try:
        return attempt()
    except Problems as error:
        problems += error.problems
        return None
