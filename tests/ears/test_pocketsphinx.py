"""The embedded ear, with its real model and synthetic speech."""

from collections.abc import Sequence

import numpy as np
import pytest
from few_commands import FewCommands
from speech import SPEAKERS, Speaker, dialogue, silence, speak

from companion.ears import EarSettings, known_words, open_ear, transcribe
from companion.errors import EarError
from companion.intents import Interpreter
from companion.ports import Ear, Expectation
from companion.steps import STATES, Heard, Intent
from companion.units import BLOCK, Mono, Samples, samples

COMMANDS = ("time out", "stop listening", "help me breathe", "can we park this", "check in", "goodbye")


def embedded(commands: FewCommands | None = None) -> Ear:
    return open_ear("pocketsphinx", commands or FewCommands(), EarSettings(), ())


def follow(ear: Ear, sound: Mono, expected: Sequence[tuple[float, Expectation]] = ()) -> list[tuple[Samples, Heard]]:
    """Every result with the end of the block it came with. `expected` is told to the ear at its seconds."""
    due = [(samples(at), expectation) for at, expectation in expected]
    heard = []
    for at in range(0, len(sound) - BLOCK + 1, BLOCK):
        while due and due[0][0] <= at:
            ear.expect(due.pop(0)[1])
        heard += [(Samples(at + BLOCK), result) for result in ear.hear(sound[at : at + BLOCK], Samples(at))]
    return heard


def understood(heard: Sequence[Heard]) -> list[str]:
    return [result.text for result in heard if result.rejected is None]


@pytest.fixture(scope="module")
def ear() -> Ear:
    return embedded()


def test_it_says_what_it_is(ear: Ear) -> None:
    """Engine and model have names."""
    assert (ear.engine, ear.model) == ("pocketsphinx", "en-us")


def test_commands_are_heard(ear: Ear) -> None:
    """Of six commands by five voices, clean, at least 27 are heard word for word (development voices)."""
    right = 0
    for voice in SPEAKERS:
        for words in COMMANDS:
            sound = np.concatenate([silence(0.5), speak(words, voice)])
            right += understood(transcribe(sound, ear, Expectation())) == [words]
    assert right >= 27


@pytest.mark.parametrize("voice", ["slt", "rms", "festival-kal"])
def test_stop_is_known_as_it_is_said(ear: Ear, voice: Speaker) -> None:
    """A partial "stop" comes within 200 ms after the word, so that silence can follow within 300 ms."""
    sound, (ended,) = dialogue((1, "stop", voice))
    first = next(at for at, heard in follow(ear, sound) if heard.text == "stop")
    assert first - ended <= samples(0.2)


def test_words_are_where_they_were_said(ear: Ear) -> None:
    """Word times are on the audio clock, also in the second utterance, to 100 ms."""
    sound, ends = dialogue((1, "time out"), (4, "goodbye"))
    finals = [heard for _, heard in follow(ear, sound) if heard.final]
    assert [heard.text for heard in finals] == ["time out", "goodbye"]
    for heard, start, end in zip(finals, (1, 4), ends, strict=True):
        assert abs(heard.words[0].start - samples(start)) < samples(0.1)
        assert abs(heard.words[-1].end - end) < samples(0.1)
        assert heard.end == heard.words[-1].end


def test_a_partial_result_belongs_to_its_final_one(ear: Ear) -> None:
    """All results of one utterance have the same start, and the final one comes last."""
    heard = [result for _, result in follow(ear, dialogue((1, "i need a break from this"))[0])]
    assert len({result.start for result in heard}) == 1
    assert [result.final for result in heard] == [False] * (len(heard) - 1) + [True]


def test_the_second_time_is_as_the_first() -> None:
    """The same samples give the same results, whatever was heard before them."""
    sound = np.concatenate([silence(0.5), speak("short check in", "rms")])
    ear = embedded()
    first = transcribe(sound, ear, Expectation())
    transcribe(np.concatenate([silence(0.5), (speak("louder", "awb") // 8)]), ear, Expectation())
    assert transcribe(sound, ear, Expectation()) == first == transcribe(sound, embedded(), Expectation())


def test_a_whole_command_ends_sooner(ear: Ear) -> None:
    """A command that cannot go on is final 0.25 s after it, one that can after 0.7 s, to 150 ms of voice activity."""
    for words, wait in (("goodbye", 0.25), ("i need a break", 0.7)):
        sound, (ended,) = dialogue((1, words))
        ((at, _),) = [(at, heard) for at, heard in follow(ear, sound) if heard.final]
        assert abs(at - ended - samples(wait)) <= samples(0.15)


def test_an_answer_may_take_its_time(ear: Ear) -> None:
    """Words that are no command are waited for as long as an answer may be silent, a command is not."""
    expectation = Expectation("question", "answer")
    sound, (ended,) = dialogue((1, "the weather was lovely"), tail=5)
    assert all(at - ended >= samples(3.8) for at, _ in follow(ear, sound, [(0, expectation)]) if _.final)
    sound, (ended,) = dialogue((1, "yes"))
    ((at, _),) = [(at, heard) for at, heard in follow(ear, sound, [(0, expectation)]) if heard.final]
    assert at - ended <= samples(0.85)


def test_the_state_decides_what_is_heard(ear: Ear) -> None:
    """An answer that a state does not expect is not heard as that."""
    sound = np.concatenate([silence(0.5), speak("in twenty minutes")])
    assert understood(transcribe(sound, ear, Expectation("question"))) == ["in twenty minutes"]
    assert understood(transcribe(sound, ear, Expectation("idle"))) != ["in twenty minutes"]


def test_every_state_in_turn(ear: Ear) -> None:
    """A state is heard as well when many others have been expected since."""
    sound = np.concatenate([silence(0.5), speak("goodbye", "rms")])
    for state in (*STATES, *STATES):
        assert understood(transcribe(sound, ear, Expectation(state))) == ["goodbye"]


def test_an_answer_that_comes_too_early(ear: Ear) -> None:
    """Who answers before the question is over is heard with the commands of the question."""
    sound, _ = dialogue((1, "in twenty minutes"))
    ear.expect(Expectation("speaking", speaking=True))
    heard = follow(ear, sound, [(1.4, Expectation("question", "answer"))])
    assert [result.text for _, result in heard if result.final] == ["in twenty minutes"]


def test_other_speech_is_rejected(ear: Ear) -> None:
    """Everyday sentences are no command, and the reason is told."""
    for words in ("the train was late again this morning", "did you feed the cat", "i bought some apples and bread"):
        for voice in ("slt", "rms", "festival-kal"):
            heard = transcribe(np.concatenate([silence(0.5), speak(words, voice)]), ear, Expectation())
            assert understood(heard) == []
            assert {result.rejected for result in heard} <= {"not a command"}


def noises() -> dict[str, Mono]:
    random = np.random.default_rng(3)
    time = np.arange(samples(6)) / 16_000
    chord = sum(np.sin(2 * np.pi * tone * time) for tone in (220, 277, 330, 440))
    beat = np.tile(np.hanning(samples(0.4)), 15)
    clicks = silence(6)
    clicks[:: samples(0.21)] = 30_000
    return {
        "silence": silence(6),
        "hiss": random.normal(0, 2000, samples(6)).astype(np.int16),
        "full scale": random.integers(-32_768, 32_767, samples(6)).astype(np.int16),
        "square": (np.sign(np.sin(2 * np.pi * 150 * time)) * 32_767).astype(np.int16),
        "music": (chord * beat * 5000).astype(np.int16),
        "puffs": (random.normal(0, 4000, samples(6)) * beat).astype(np.int16),
        "sweep": (np.sin(2 * np.pi * (100 + 300 * time) * time) * beat * 12_000).astype(np.int16),
        "clicks": clicks,
    }


@pytest.mark.parametrize("kind", noises())
def test_what_is_no_speech_is_nothing(ear: Ear, kind: str) -> None:
    """Music, noise, silence, clicks and clipping mean nothing: no final result that is not rejected."""
    assert understood(transcribe(noises()[kind], ear, Expectation())) == []


def test_faint_speech(ear: Ear) -> None:
    """A command survives a microphone that is turned down to a tenth."""
    word = np.concatenate([silence(0.5), speak("help me breathe", "rms") // 10])
    assert understood(transcribe(word, ear, Expectation())) == ["help me breathe"]


def test_clipped_speech(ear: Ear) -> None:
    """What is recorded four times too loud is heard as it is or not at all."""
    word = np.concatenate([silence(0.5), speak("help me breathe", "rms")]).astype(np.int32)
    clipped = np.clip(word * 4, -32_768, 32_767).astype(np.int16)
    assert set(understood(transcribe(clipped, ear, Expectation()))) <= {"help me breathe"}


def test_a_minute_of_talk_is_cut(ear: Ear) -> None:
    """Talk without a gap comes in pieces no longer than the longest, and commands are heard after it."""
    talk = np.concatenate([speak("and then we went to the market to look for a new lamp")] * 20)
    sound = np.concatenate([silence(0.5), talk, silence(1.5), speak("goodbye"), silence(1)])
    finals = [heard for _, heard in follow(ear, sound) if heard.final]
    assert all(heard.end - heard.start <= samples(20) for heard in finals)
    assert finals[-1].text == "goodbye"


def test_free_speech_is_written_down() -> None:
    """Open dictation uses the language model of the wheel, and rejects nothing."""
    sound = np.concatenate([silence(0.5), speak("i would like to go home now", "rms")])
    (heard,) = transcribe(sound, embedded(), Expectation("reflection", "reflection", free=True))
    assert heard.rejected is None
    assert {"like", "to", "go", "home"} <= set(heard.text.split())


def test_words_with_a_given_pronunciation() -> None:
    """A word that the dictionary lacks is heard when its phones are given, in any of the ways given."""
    own = FewCommands(("florpington",), {"florpington": ("F L AO R P IH NG T IH N", "F L AO R P IH NG T AH N")})
    sound = np.concatenate([silence(0.5), speak("florpington", "rms")])
    assert understood(transcribe(sound, embedded(own), Expectation())) == ["florpington"]


def test_words_nobody_can_hear() -> None:
    """A word whose sounds cannot be guessed either is named at the start, all of them in one sentence."""
    with pytest.raises(EarError, match='"r2d2", "zzyzx9"'):
        embedded(FewCommands(("zzyzx9 now", "r2d2")))


@pytest.mark.parametrize("word", ["wibblequark", "florpington", "snorgleboo"])
def test_a_word_that_the_dictionary_lacks_is_heard_as_it_is_guessed(word: str) -> None:
    """Nobody gives its pronunciation, and it is heard (S24, C6)."""
    sound = np.concatenate([silence(0.5), speak(word)])
    assert understood(transcribe(sound, embedded(FewCommands((word, "stop"))), Expectation())) == [word]


def test_a_pronunciation_that_is_none() -> None:
    """Phones that the recogniser does not have are an error that names the word."""
    with pytest.raises(EarError, match="florpington"):
        embedded(FewCommands(("florpington",), {"florpington": ("F L ÖÖ P",)}))


def test_known_words() -> None:
    """The dictionary knows everyday words and no invented ones."""
    known = known_words()
    assert known("breathe")
    assert known("i'm")
    assert not known("florpington")
    assert not known("")


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_a_pause_word_is_heard_as_soon_as_it_is_learnt(learner: Interpreter, voice: Speaker) -> None:
    """Before it is learnt it is no command; then it is a timeout at once, whatever is going on (S24, C6)."""
    ear = open_ear("pocketsphinx", learner, EarSettings(), ())
    sound = np.concatenate([silence(0.5), speak("pineapple", voice), silence(1)])
    assert "pineapple" not in understood(transcribe(sound, ear, Expectation()))
    learner.adopt("pineapple")
    ear.learn()
    for state in ("idle", "exercise", "speaking", "question", "idle"):
        heard = transcribe(sound, ear, Expectation(state))
        assert understood(heard)[-1:] == ["pineapple"], (state, heard)
        assert learner.reflex(heard[-1].text, state) == Intent("timeout")


def test_what_is_being_said_is_heard_with_what_was_learnt(learner: Interpreter) -> None:
    """A pause word that is learnt in the middle of an utterance is heard in it."""
    ear = open_ear("pocketsphinx", learner, EarSettings(), ())
    sound = np.concatenate([silence(0.5), speak("pineapple"), silence(1)])
    assert follow(ear, sound[: samples(0.8)]) == []
    assert ear.engaged
    learner.adopt("pineapple")
    ear.learn()
    heard = [
        result
        for at in range(samples(0.8), len(sound) - BLOCK + 1, BLOCK)
        for result in ear.hear(sound[at : at + BLOCK], Samples(at))
    ]
    assert understood(heard)[-1:] == ["pineapple"]
