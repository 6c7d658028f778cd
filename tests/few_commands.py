"""A small understanding for the ears: fifty phrases, the same in every state but two."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from companion.steps import Intent, State

PHRASES = (
    "time out", "stop", "stop it", "pause", "continue", "carry on", "repeat", "say that again", "next", "go back",
    "slower", "faster", "normal speed", "louder", "quieter", "help", "what can i say", "how long left", "wait",
    "i need a minute", "i need a break", "i need a break from this", "can we park this", "done", "breathing",
    "breathing for five minutes", "breathe with me", "box breathing", "help me breathe", "i can't breathe",
    "grounding", "ground me", "check in", "short check in", "reflection", "goodbye", "stop listening",
    "calm me down", "i feel overwhelmed", "i want to kill myself", "i'm scared of him", "support",
    "are you recording", "what can you do", "let's take a walk", "appreciation", "half an hour",
    "tomorrow morning", "the first one", "never mind",
)  # fmt: skip

REFLEXES = {"stop": "stop", "stop it": "stop", "never mind": "stop", "time out": "timeout", "pause": "pause"}

ANSWERS = ("yes", "no", "i don't know", "pass", "in twenty minutes")


@dataclass(frozen=True)
class FewCommands:
    """`Commands` of a fixed list. In the state `question` there are answers too."""

    extra: Sequence[str] = ()
    ways: Mapping[str, Sequence[str]] = field(default_factory=dict)
    needed: tuple[str, ...] = ("time out", "stop", "help")

    def vocabulary(self) -> frozenset[str]:
        return frozenset(word for phrase in self.phrases("question") for word in phrase.split())

    def pronunciations(self) -> Mapping[str, Sequence[str]]:
        return self.ways

    def jsgf(self, state: State) -> str:
        return f"#JSGF V1.0;\ngrammar {state};\npublic <command> = {' | '.join(self.phrases(state))};\n"

    def phrases(self, state: State) -> Sequence[str]:
        return (*PHRASES, *self.extra, *(ANSWERS if state == "question" else ()))

    def unsayable(self, knows: Callable[[str], bool]) -> Sequence[str]:
        return [phrase for phrase in self.needed if not all(map(knows, phrase.split()))]

    def sureness(self, text: str, state: State) -> float:
        return float(text in self.phrases(state))

    def alarms(self, text: str, state: State) -> bool:
        return text in ("i want to kill myself", "i'm scared of him")

    def reflex(self, text: str, state: State) -> Intent | None:
        return Intent(REFLEXES[text]) if text in REFLEXES else None

    def completeness(self, text: str, state: State) -> Literal["no", "extendable", "complete"]:
        phrases = self.phrases(state)
        if text not in phrases:
            return "no"
        return "extendable" if any(phrase.startswith(f"{text} ") for phrase in phrases) else "complete"
