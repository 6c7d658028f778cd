"""learn/*.yaml: something to listen to for a minute, one topic a file; its lines in the order they are written."""

from collections.abc import Iterator
from typing import Final

from companion.content._script import Passage, Script, Text
from companion.material import Topic
from companion.yamlfile import Where

TOPICS: Final = ("kintsugi", "betrayal", "nervous_system", "forgiveness", "come_back", "pace")
"""What a person can ask for by voice and must therefore be there."""


class TopicScript(Script):
    """A file of learn/. `ask` is the line of a yes or no at the end, and `answer` the one that is said after either.

    `when_calm` is a line for the end that is left out while feelings are strong (S15).
    """

    called: Text
    ask: Text | None = None
    answer: Text | None = None
    when_calm: Text | None = None

    def topic(self, name: str) -> Topic:
        def found(key: str | None) -> str | None:
            return None if key is None else f"learn.{name}.{key}"

        apart = (self.ask, self.answer, self.when_calm)
        told = tuple(f"learn.{name}.{key}" for key in self.lines if key not in apart)
        return Topic(name, self.called, told, found(self.ask), found(self.answer), found(self.when_calm))

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for key in self.lines:
            yield key, ("lines", key)
        for name in ("ask", "answer", "when_calm"):
            if getattr(self, name) is not None:
                yield getattr(self, name), (name,)

    def passages(self) -> Iterator[Passage]:
        yield Passage("called", self.called, ("called",), whole=False)
