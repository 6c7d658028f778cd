"""`bench intents`: what labelled sentences are understood as, and how long that and loading the templates take.

Rules
1. A sentence labelled `none` is everyday talk: any intent in it is a false one.
2. Times are those of this process with nothing else to do; the first sentence is understood once before they are taken.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from companion.app import Furniture, Places, located
from companion.bench._figures import Figure, Finding, Share, Table, spread
from companion.bench._labels import Label, read_labels
from companion.bench._outcomes import LISTED, Outcome, confusions, shares
from companion.bench._played import NOW
from companion.bench._rivals import rivals
from companion.content import load_templates, understanding
from companion.steps import Intent

SENTENCE_GOAL, LOADING_GOAL = 0.005, 0.15
"""Seconds to understand a sentence, and to load all templates."""


def intents(furniture: Furniture, places: Places, path: Path) -> Iterator[Finding]:
    """Measure on the labels in the JSON file at `path`. Raises UsageError."""
    labels = read_labels(path)
    now = datetime.fromisoformat(NOW)
    first, label = next(iter(labels.items()))
    furniture.interpreter.understand(first, label.state, now)
    outcomes, times = [], []
    for text, label in labels.items():
        began = time.perf_counter()
        intent = furniture.interpreter.understand(text, label.state, now)
        times.append(time.perf_counter() - began)
        everyday = label.intent == "none"
        outcomes.append(Outcome(text, "", None if everyday else label, text, intent))
    yield f"{len(labels)} sentences of {path.name}."
    yield from shares("All intents", outcomes)
    yield from _each(outcomes)
    yield from confusions(outcomes)[:LISTED]
    yield from _held_against(furniture, places, labels)
    yield Table("Sentences", tuple(outcome.data() for outcome in outcomes))
    yield Figure("Understanding a sentence", tuple(times), "s", SENTENCE_GOAL)
    yield spread("Understanding a sentence", "seconds", {"all sentences": times})
    yield _loading(furniture, places)


def _held_against(furniture: Furniture, places: Places, labels: Mapping[str, Label]) -> Iterator[Finding]:
    """The same sentences by what else understands the same templates."""
    folder, _ = located(places)
    for rival in rivals(load_templates(folder / furniture.config.language / "intents")):
        if isinstance(rival, str):
            yield rival
            continue
        outcomes = []
        for text, label in labels.items():
            everyday = label.intent == "none"
            found = Intent(rival.understand(text, label.state), {}, 1.0)
            outcomes.append(Outcome(text, "", None if everyday else label, text, found))
        if rival.note:
            yield f"{rival.called}: {rival.note}."
        yield from (one for one in shares(rival.called, outcomes) if "slots" not in one.what)


def _each(outcomes: list[Outcome]) -> Iterator[Share]:
    """Right intents of each intent that is labelled."""
    by_intent: dict[str, list[bool]] = {}
    for outcome in outcomes:
        if outcome.label is not None:
            by_intent.setdefault(outcome.label.intent, []).append(outcome.intent.name == outcome.label.intent)
    for name, right in sorted(by_intent.items()):
        yield Share(name, sum(right), len(right))


def _loading(furniture: Furniture, places: Places, runs: int = 5) -> Figure:
    folder, _ = located(places)
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        understanding(folder / furniture.config.language / "intents", furniture.config)
        times.append(time.perf_counter() - began)
    return Figure("Loading the templates", tuple(times), "s", LOADING_GOAL)
