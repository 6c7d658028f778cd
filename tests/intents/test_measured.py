"""How much is understood, on sentences that were tuned on: a floor below which no change may bring it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from companion.intents import Interpreter
from companion.steps import State
from companion.yamlfile import read

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 20, 9, 0)
JUDGED = (
    "judged1.yaml",
    "judged2.yaml",
    "judged3.yaml",
    "judged4.yaml",
    "judged5.yaml",
    "judged6.yaml",
    "judged7.yaml",
    "judged8.yaml",
    "judged9.yaml",
    "judged11.yaml",
    "said.yaml",
)
WANTED = ("development.yaml", "development2.yaml", "fresh.yaml", "unseen.yaml", *JUDGED)
OTHERS = ("everyday.yaml", "fresh_everyday.yaml", "unseen_everyday.yaml", "talk.yaml", *JUDGED)


def wanted(file: str) -> Iterator[tuple[State, str, str, dict[str, object] | None]]:
    """(state, what is said, intent, slots or None where they are not judged)."""
    data = read(HERE / file).data
    items = data.get("wanted", []) if isinstance(data, dict) else data
    assert isinstance(items, list)
    for item in items:
        for said in item["said"].splitlines():
            yield item.get("state", "idle"), said, item["intent"], item.get("slots")


def others(file: str, kind: str) -> Iterator[tuple[State, str]]:
    """(state, what is said to somebody else)."""
    data = read(HERE / file).data
    assert isinstance(data, dict)
    for state, block in data[kind].items():
        for said in block.splitlines():
            yield state, said


@pytest.mark.parametrize("file", WANTED)
def test_what_is_meant_is_understood(interpreter: Interpreter, file: str) -> None:
    """Of the sentences with an intent at least 95 in 100 are understood, of their slots 95 in 100."""
    right = slots_right = slots = total = 0
    for state, said, name, expected in wanted(file):
        intent = interpreter.understand(said, state, NOW)
        total += 1
        right += intent.name == name
        if expected is not None and intent.name == name:
            slots += 1
            slots_right += dict(intent.slots) == expected
    assert right >= 0.95 * total
    assert slots_right >= 0.95 * slots


def test_crisis_and_danger_are_found(interpreter: Interpreter) -> None:
    """Of the sentences of crisis and danger at least 97 in 100 are found, and told apart."""
    all_said = [said for file in WANTED for said in wanted(file)]
    urgent = [(state, said, name) for state, said, name, _ in all_said if name in ("crisis", "danger")]
    missed = [said for state, said, name in urgent if interpreter.understand(said, state, NOW).name != name]
    assert len(missed) <= 0.03 * len(urgent), missed


def test_everyday_talk_is_left_alone(interpreter: Interpreter) -> None:
    """Of everyday talk with command words in it at least 97 in 100 are left alone."""
    talk = [said for file in OTHERS for said in others(file, "everyday")]
    alone = sum(interpreter.understand(said, state, NOW).name == "none" for state, said in talk)
    assert alone >= 0.97 * len(talk)


def test_look_alikes_do_not_alarm(interpreter: Interpreter) -> None:
    """Of look-alikes of crisis and danger at most 2 in 100 are taken for one."""
    talk = [said for file in OTHERS for said in others(file, "harmless")]
    alarms = [said for state, said in talk if interpreter.understand(said, state, NOW).name in ("crisis", "danger")]
    assert len(alarms) <= 0.02 * len(talk), alarms
