"""help.yaml: what can be said in each state (C49)."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from companion._mistakes import quoted
from companion.content._script import Misfit, Script, Text
from companion.steps import STATES, State
from companion.yamlfile import Where


class HelpScript(Script):
    """help.yaml"""

    states: dict[State, Annotated[tuple[Text, ...], Field(min_length=3, max_length=5, description="3 to 5 lines")]]

    def material(self) -> Mapping[State, tuple[str, ...]]:
        return {state: tuple(f"help.{key}" for key in keys) for state, keys in self.states.items()}

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for state, keys in self.states.items():
            for number, key in enumerate(keys):
                yield key, ("states", state, number)

    def misfits(self) -> Iterator[Misfit]:
        for state in STATES:
            if state not in self.states:
                yield ("states",), f"the state {quoted(state)} is missing here."
        for state, keys in self.states.items():
            for number, key in enumerate(keys):
                if key in keys[:number]:
                    yield ("states", state, number), f"{quoted(key)} is named twice for {quoted(state)}."
