"""A round of appreciation, for two, for three, for one alone."""

from collections.abc import Callable

import pytest
from turns import open_pair, talk, turns

from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]


@pytest.mark.parametrize("people", [("Ana", "Sam"), ("Ana", "Sam", "Noor")])
def test_everyone_in_turn_and_only_a_thank_you(play: Play, people: tuple[str, ...]) -> None:
    """The same frame and seconds for each, a thank you, the question of being seen, the safe space (S43, S47, S83)."""
    script = [Spoken(1, "appreciation"), reply("together.alone", "no"), *open_pair(len(people))]
    for _ in people:
        script += [talk("appreciation.frame"), reply("appreciation.thanks", "thank you")]
    played = play(script, length=540, settings=Settings(people=people))
    took = turns(played)
    assert [person for person, _ in took] == [*people, *reversed(people)]
    assert {round(length) for _, length in took[: len(people)]} == {60}
    assert {round(length) for _, length in took[len(people) :]} == {45}
    assert played.said().count("appreciation.thanks") == len(people)
    assert played.said()[-2:] == ["appreciation.closing", "together.respect"]


def test_nobody_has_to_say_anything(play: Play) -> None:
    """Where nobody spoke nobody is asked to say thank you, and it ends as kindly (S47)."""
    script = [Spoken(1, "appreciation"), reply("together.alone", "no"), *open_pair(2)]
    played = play(script, length=400, settings=Settings(people=("Ana", "Sam")))
    assert "appreciation.thanks" not in played.said()
    assert played.said()[-2:] == ["appreciation.closing", "together.respect"]


def test_alone_and_stopping(play: Play) -> None:
    """Alone there is open time, and stop ends it with one kind line (S47, C31)."""
    script = [Spoken(1, "appreciation"), reply("together.alone", "yes"), reply("appreciation.frame_alone", "done", 100)]
    played = play([*script, Spoken(180, "stop")], length=200)
    assert turns(played)[0][1] == pytest.approx(100, abs=1)
    assert played.said()[-1] == "appreciation.stopped"
