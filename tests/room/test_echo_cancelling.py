"""Taking our own voice out of the microphone: what is left of it, and of somebody who speaks meanwhile."""

import numpy as np
import pytest

from companion.room import DampedRoom, Echo, EchoCanceller, FileRoom
from companion.units import BLOCK, RATE, Mono, samples

ROOM = 10
"""RMS of the noise of the room, int16."""


def talk(length: float, level: float, seed: int) -> Mono:
    """Coloured noise that comes and goes four times a second, as syllables do, and rests every other second."""
    noise = np.random.default_rng(seed).normal(0, 1, samples(length))
    coloured = np.convolve(noise, np.power(0.9, np.arange(40)), "same")
    t = np.arange(len(noise)) / RATE
    syllables = np.sin(np.pi * 4 * t) ** 2 * (t % 2 < 1.5)
    sound: Mono = np.round(coloured / coloured.std() * syllables * level).astype(np.int16)
    return sound


def reflected(played: Mono, delay: float, level_db: float = -10.0) -> Mono:
    """The echo of a hard wall and the noise of the room."""
    mic = np.random.default_rng(9).normal(0, ROOM, len(played))
    after = samples(delay)
    mic[after:] += played[: len(played) - after] * float(10 ** (level_db / 20))
    return np.round(mic).astype(np.int16)


def cleared(mic: Mono, played: Mono) -> Mono:
    """The whole of `mic`, the reference one block late as in every room."""
    cancel = EchoCanceller()
    reference = np.concatenate((np.zeros(BLOCK, np.int16), played))
    return np.concatenate([cancel(mic[i : i + BLOCK], reference[i : i + BLOCK]) for i in range(0, len(mic), BLOCK)])


def change(played: Mono, at: float) -> float:
    """How much of a word said at `at` seconds over `played` is changed: the RMS of the change by that of the word."""
    word = talk(0.4, 6000, 3)
    where = slice(samples(at), samples(at) + len(word))
    mic = reflected(played, 0.1)
    mic[where] += word
    return rms(cleared(mic, played)[where] - word) / rms(word)


def rms(sound: Mono) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def test_nothing_played_changes_nothing() -> None:
    """The microphone comes out as it went in, sample for sample, while and after nothing is played (C24)."""
    mic = talk(2, 3000, 1)
    np.testing.assert_array_equal(cleared(mic, np.zeros_like(mic)), mic)


@pytest.mark.parametrize("delay", [0.02, 0.1, 0.3, 0.6])
def test_own_voice_is_taken_out(delay: float) -> None:
    """Two seconds into our own voice nothing of it stands out of the noise of the room, whatever the delay (C24)."""
    played = talk(6, 3000, 2)
    late = samples(2)
    mic = reflected(played, delay)
    assert rms(mic[late:]) > 40 * ROOM
    assert rms(cleared(mic, played)[late:]) < 2 * ROOM


def test_first_words_of_the_session() -> None:
    """From its very first word our own voice is not louder than it was, and mostly not there."""
    played = talk(1, 3000, 2)
    mic = reflected(played, 0.1)
    assert rms(cleared(mic, played)) < 0.2 * rms(mic)


def test_speech_over_our_voice_stays() -> None:
    """Who speaks into our voice comes through from the first block on, changed by less than a thirtieth (C24)."""
    assert change(talk(8, 3000, 2), at=6.0) < 1 / 30


@pytest.mark.parametrize(("delay", "level_db"), [(0.03, -6.0), (0.06, -6.0), (0.1, -10.0)])
def test_first_sounds_are_not_passed_on(delay: float, level_db: float) -> None:
    """Our voice begins at once and loud: in its first quarter of a second no block of it stands out (C24)."""
    played = np.concatenate((np.zeros(samples(0.5), np.int16), talk(1, 3000, 2)[samples(0.1) :]))
    heard = cleared(reflected(played, delay, level_db), played)
    blocks = [rms(heard[at : at + BLOCK]) for at in range(samples(0.5), samples(0.75), BLOCK)]
    assert max(blocks) < 3 * ROOM


@pytest.mark.parametrize("seed", [2, 5, 7])
def test_speech_over_our_first_words_stays(seed: int) -> None:
    """A second into our very first words somebody's speech comes through changed by less than a thirtieth: of a hard
    wall it is known by then when our voice arrives (C24)."""
    assert change(talk(2, 3000, seed), at=1.0) < 1 / 30


def test_speech_of_both_does_not_mislead() -> None:
    """After somebody has spoken into our voice for two seconds our voice is as little to be heard as before."""
    played = talk(9, 3000, 2)
    mic = reflected(played, 0.1)
    mic[samples(4) : samples(6)] += talk(2, 6000, 4)
    assert rms(cleared(mic, played)[samples(6.5) :]) < 2 * ROOM


def test_moved_loudspeaker_is_learnt_anew() -> None:
    """When the path has become another one, as after a device came back, it is learnt again within five seconds."""
    played = talk(16, 3000, 2)
    mic = np.concatenate((reflected(played, 0.1)[: samples(8)], reflected(played, 0.25, -4.0)[samples(8) :]))
    assert rms(cleared(mic, played)[samples(13) :]) < 2 * ROOM


def test_the_same_every_time() -> None:
    """The same blocks in give the same blocks out."""
    played = talk(2, 3000, 5)
    mic = reflected(played, 0.13)
    np.testing.assert_array_equal(cleared(mic, played), cleared(mic, played))


def test_damped_room() -> None:
    """A room with an echo, damped, hears the person and not itself; it plays what the room plays."""
    played = talk(5, 3000, 6)
    word = talk(0.4, 6000, 7)
    at = samples(4)
    mic = np.zeros(samples(5), np.int16)
    mic[at : at + len(word)] = word
    room = DampedRoom(FileRoom(mic, echo=Echo.parse("-10:100"), guard=samples(0.5)), EchoCanceller())
    assert room.guard == samples(0.5)
    heard = []
    for number, block in zip(range(len(mic) // BLOCK), room, strict=False):
        heard.append(block)
        piece = played[number * BLOCK : (number + 1) * BLOCK]
        room.play(np.stack((piece, piece), axis=1))
    assert room.over
    room.close()
    sound = np.concatenate(heard)
    assert rms(sound[samples(2) : at]) < ROOM
    assert rms(sound[at : at + len(word)] - word) < rms(word) / 30


def test_a_closed_microphone_teaches_nothing() -> None:
    """What is played while the microphone is closed is not learnt from: opened, it still does not hear us."""
    played = talk(6.5, 3000, 6)
    room = DampedRoom(FileRoom(echo=Echo.parse("-10:100")), EchoCanceller())
    heard = []
    for number, block in zip(range(len(played) // BLOCK), room, strict=False):
        heard.append(block)
        piece = played[number * BLOCK : (number + 1) * BLOCK]
        room.play(np.stack((piece, piece), axis=1))
        if number == samples(3) // BLOCK:
            room.mute()
        elif number == samples(5) // BLOCK:
            room.unmute()
    assert rms(np.concatenate(heard)[samples(5.8) :]) < ROOM
