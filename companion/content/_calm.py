"""calm.yaml: what is led when somebody is in distress, by how they are (S18)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from companion._mistakes import nearest, quoted
from companion.content._breathing import STYLES
from companion.content._exercises import WANTED
from companion.content._script import Misfit, Script, Text

Route = Literal["fired_up", "numb", "quiet"]
ROUTES: Final[tuple[Route, ...]] = get_args(Route)


class CalmScript(Script):
    """calm.yaml: `routes` name ways of breathing and exercises, in the order in which they are led.

    `chosen` is offered by name as the last of a choice, and never led otherwise (D22).
    """

    routes: dict[Route, Annotated[tuple[Text, ...], Field(min_length=2, description="2 exercises or more")]]
    chosen: Annotated[tuple[Text, ...], Field(max_length=1)] = ()

    def material(self) -> Mapping[str, tuple[str, ...]]:
        return {str(route): names for route, names in self.routes.items()} | {"chosen": self.chosen}

    def misfits(self) -> Iterator[Misfit]:
        known = [*STYLES, *WANTED]
        for route in ROUTES:
            if route not in self.routes:
                yield ("routes",), f"the route {quoted(route)} is missing here."
        for number, name in enumerate(self.chosen):
            if name not in WANTED:
                yield ("chosen", number), f"there is no exercise {quoted(name)}{nearest(name, WANTED)}"
        for route, names in self.routes.items():
            for number, name in enumerate(names):
                if name not in known:
                    yield ("routes", route, number), f"there is no exercise {quoted(name)}{nearest(name, known)}"
            if sum(name in STYLES for name in names) > 1:
                yield ("routes", route), "a route has one way of breathing at most, since another family comes next."
