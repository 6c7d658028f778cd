"""help.yaml: what can be said in each state (C49)."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from companion._mistakes import quoted
from companion.content._script import Misfit, Script, Text
from companion.material import Help
from companion.steps import STATES, State
from companion.yamlfile import Where


class HelpScript(Script):
    """help.yaml"""

    states: dict[State, Annotated[tuple[Text, ...], Field(min_length=3, max_length=5, description="3 to 5 lines")]]
    more: dict[State, tuple[Text, ...]] = Field(default={})

    def material(self) -> Mapping[State, Help]:
        return {state: Help(_lines(keys), _lines(self.more.get(state, ()))) for state, keys in self.states.items()}

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for section, states in (("states", self.states), ("more", self.more)):
            for state, keys in states.items():
                for number, key in enumerate(keys):
                    yield key, (section, state, number)

    def misfits(self) -> Iterator[Misfit]:
        for state in STATES:
            if state not in self.states:
                yield ("states",), f"the state {quoted(state)} is missing here."
        for section, states in (("states", self.states), ("more", self.more)):
            for state, keys in states.items():
                before = () if section == "states" else self.states.get(state, ())
                for number, key in enumerate(keys):
                    if key in (*before, *keys[:number]):
                        yield (section, state, number), f"{quoted(key)} is named twice for {quoted(state)}."


def _lines(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"help.{key}" for key in keys)
