"""What became of each recording or sentence, and the counts that are told of them.

Rules
1. What is labelled is right when its intent is, and right as a whole when every slot is too; `rejected` counts what was
   taken for no command at all.
2. What has no label is not for the companion: any intent in it is a false activation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from companion.bench._figures import Share
from companion.bench._labels import Label
from companion.steps import Intent

LISTED: Final = 12
"""Confusions told at most; the JSON file has every outcome."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the recording or sentence `name`, which belongs to the speaker or folder `group`."""

    name: str
    group: str
    label: Label | None
    text: str
    intent: Intent

    def data(self) -> dict[str, object]:
        """For the JSON file."""
        wanted = None if self.label is None else {"intent": self.label.intent, "slots": self.label.slots}
        got = {"intent": self.intent.name, "slots": dict(self.intent.slots)}
        return {"name": self.name, "group": self.group, "text": self.text, "wanted": wanted, "got": got}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts: those labelled, of them right, right with slots, and rejected; the others, and of them false ones."""

    labelled: int
    right: int
    whole: int
    rejected: int
    others: int
    false: int


def tally(outcomes: Iterable[Outcome]) -> Tally:
    labelled = right = whole = rejected = others = false = 0
    for outcome in outcomes:
        label, name = outcome.label, outcome.intent.name
        if label is None:
            others += 1
            false += name != "none"
        else:
            labelled += 1
            right += name == label.intent
            whole += label.met_by(outcome.intent)
            rejected += name == "none"
    return Tally(labelled, right, whole, rejected, others, false)


def confusions(outcomes: Iterable[Outcome]) -> list[str]:
    """What was taken for something else, the most frequent first."""
    counts = Counter(
        (outcome.label.intent, outcome.intent.name)
        for outcome in outcomes
        if outcome.label is not None and outcome.label.intent != outcome.intent.name
    )
    return [f"{wanted} taken for {got}: {count}" for (wanted, got), count in counts.most_common()]


def shares(where: str, outcomes: Sequence[Outcome], goal: float | None = None) -> Iterator[Share]:
    """The counts as they are told, `where` before each; the goal is the one for right intents."""
    found = tally(outcomes)
    if found.labelled:
        yield Share(f"{where}: right intent", found.right, found.labelled, goal)
        yield Share(f"{where}: right intent and slots", found.whole, found.labelled)
        yield Share(f"{where}: rejected", found.rejected, found.labelled, better="less")
    if found.others:
        yield Share(f"{where}: false activations", found.false, found.others, better="less")


def of_groups(where: str, outcomes: Sequence[Outcome]) -> Iterator[Share]:
    """Right intents, or false activations, of every group, where there are several."""
    groups = dict.fromkeys(outcome.group for outcome in outcomes)
    for group in groups if len(groups) > 1 else ():
        found = tally(outcome for outcome in outcomes if outcome.group == group)
        if found.labelled:
            yield Share(f"{where}, {group}: right intent", found.right, found.labelled)
        if found.others:
            yield Share(f"{where}, {group}: false activations", found.false, found.others, better="less")
