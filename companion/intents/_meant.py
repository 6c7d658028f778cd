"""From what was matched to what is meant: which template wins, and the intent with its slots. Pure.

Rules
1. Most words first; then what is offered in fewer states; then most slots; then the earlier line.
2. An intent that is not offered in the state is never meant; a sentence of everyday talk is meant for nobody here.
"""

from collections.abc import Sequence
from typing import Final

from companion.intents._graph import Hit, captured
from companion.intents._sentences import Sentences
from companion.intents._words import Utterance
from companion.steps import NONE, STATES, Intent, Slot, State

EVERYDAY_WORDS: Final = 3
"""Words of an everyday sentence that must have been said for it to rule out what is meant by fewer."""


class Meant:
    """The meaning of hits in `sentences`.

    `offered` are the templates of a state and those of everyday talk, `timed` the intents that mean something without a
    time and may have one, `needy` those that mean nothing without a slot.
    """

    def __init__(self, sentences: Sentences) -> None:
        self.leaves = sentences.leaves
        self.meanings = {leaf.meaning.name: leaf.meaning for leaf in self.leaves}
        self.needy = set(self.meanings) - {leaf.meaning.name for leaf in self.leaves if not leaf.contents.slotted}
        self.timed = {leaf.meaning.name for leaf in self.leaves if "{when}" in leaf.line.text} - self.needy
        self.offered = {
            state: frozenset(n for n, leaf in enumerate(self.leaves) if state in leaf.states or not leaf.states)
            for state in STATES
        }

    def intent(self, said: Utterance, hit: Hit, score: float) -> Intent:
        leaf = self.leaves[hit.leaf]
        slots: dict[str, Slot] = dict(leaf.slots)
        for slot, value in captured(hit.path).items():
            slots[slot] = said.said(*value) if isinstance(value, tuple) else value  # type: ignore[assignment]
        return Intent(leaf.meaning.name, slots, score)

    def comes_first(self, intent: Intent) -> bool:
        """Whether it may not wait: crisis and danger, and what is cheap to offer to somebody who needs it."""
        meaning = self.meanings.get(intent.name)
        return meaning is not None and (meaning.anywhere or (meaning.safety and meaning.cost == "slight"))

    def rank(self, hit: Hit) -> tuple[float, int, int, int]:
        """The least is the best."""
        leaf = self.leaves[hit.leaf]
        return (-hit.score, len(leaf.states), -len(leaf.slots) - len(captured(hit.path)), hit.leaf)

    def chosen(self, said: Utterance, hits: Sequence[Hit], state: State, score: float) -> Intent | None:
        """The best of `hits`; `none` if they are sentences, but not for this state; None without hits."""
        hits = sorted(hits, key=self.rank)
        offered = [hit for hit in hits if state in self.leaves[hit.leaf].states]
        everyday = [hit for hit in hits if not self.leaves[hit.leaf].states and hit.score >= EVERYDAY_WORDS]
        if everyday and (not offered or everyday[0].score > offered[0].score):
            return NONE
        if not offered:
            return NONE if any(self.leaves[hit.leaf].states for hit in hits) else None
        best = self.intent(said, offered[0], score)
        others = (hit for hit in offered if self.leaves[hit.leaf].meaning.name != best.name)
        runner_up = next((Intent(self.leaves[hit.leaf].meaning.name, {}, score * 0.9) for hit in others), None)
        return Intent(best.name, best.slots, best.score, runner_up)
