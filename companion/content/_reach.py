"""Whether people can ask for every exercise, and there is everything that people can ask for.

Rules
1. What is asked for by a slot has the slot's value for a name: an exercise is the `kind` of grounding or movement.
2. What is only ever chosen (calm.yaml, `chosen`) needs no words of its own. Ways of breathing and forms of the check-in
   can be set in the config as well.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from companion._mistakes import quoted
from companion.content._breathing import BreathingScript
from companion.content._calm import CalmScript
from companion.content._check_in import CheckInScript
from companion.content._exercises import ExerciseScript
from companion.content._pages import Pages
from companion.errors import Problem
from companion.intents import Templates
from companion.steps import Slot
from companion.yamlfile import shown


def out_of_reach(templates: Templates, pages: Pages, intents: Path) -> Iterator[Problem]:
    """What nobody can ask for, and what is asked for and not there; `pages` have no misfits."""
    exercises = set(pages.every(ExerciseScript))
    kinds = _asked(templates, "kind", "grounding", "movement")
    for name in sorted(exercises - kinds - set(pages.of(CalmScript).chosen)):
        text = f"nobody can ask for the exercise {quoted(name)}: no sentence of grounding or movement has this `kind`."
        yield Problem(shown(intents), None, text)
    there: Mapping[str, tuple[set[str], set[str]]] = {
        "exercise": (kinds, exercises),
        "style": (_asked(templates, "style", "breathing"), set(pages.of(BreathingScript).styles)),
        "form": (_asked(templates, "form", "check_in"), set(pages.of(CheckInScript).forms)),
    }
    for what, (asked, known) in there.items():
        for name in sorted(asked - known):
            yield Problem(shown(intents), None, f"people can ask for the {what} {quoted(name)}, and there is none.")


def _asked(templates: Templates, slot: str, *intents: str) -> set[str]:
    """Every value of `slot` in the sentences of `intents`; a list of its name gives its own values."""
    values: set[Slot] = {entry.value for entry in templates.lists.get(slot, ())}
    for meaning in templates.meanings:
        if meaning.name in intents:
            values |= {group.slots[slot] for group in meaning.groups if slot in group.slots}
    return {str(value) for value in values}
