"""Pronunciations and prompts."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.minivosk import corpus, lexicon, recipe
from tools.minivosk.errors import MinivoskError
from tools.minivosk.phones import ARPABET

RECIPE = recipe.load(Path(__file__).resolve().parents[2] / "tools/minivosk/recipes/companion_mini_en")
SOUNDS = [
    "stop S T AA1 P",
    "stomp S T AA M P",
    "no N OW",
    "know N OW",
    "the DH AH",
    "the(2) DH IY",
    "garden G AA R D AH N",
    "step S T EH P",
]
phones = st.lists(st.sampled_from(ARPABET), max_size=6).map(tuple)


def test_variants_are_gathered_under_their_word() -> None:
    """`the(2)` is a way to say `the`; stress is dropped."""
    sounds = lexicon.read_lines(SOUNDS, "sounds")
    assert sounds["the"] == [("DH", "AH"), ("DH", "IY")]
    assert sounds["stop"] == [("S", "T", "AA", "P")]


@pytest.mark.parametrize("line", ["stop", "stop S T QQ P"])
def test_a_line_that_is_no_pronunciation_is_refused(line: str) -> None:
    """The error names the source and the line."""
    with pytest.raises(MinivoskError, match="sounds, line 1"):
        lexicon.read_lines([line], "sounds")


def test_words_without_a_pronunciation_are_named() -> None:
    """All of them at once."""
    sounds = lexicon.Lexicon(lexicon.read_lines(SOUNDS, "sounds"))
    with pytest.raises(MinivoskError, match=r"No pronunciation of: gae, kintsugi\."):
        sounds.require(["stop", "gae", "kintsugi"])


@given(phones, phones)
def test_distance_is_symmetric_and_bounded(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """It is 0 for the same phones only, and at most the longer length."""
    steps = lexicon.distance(one, other)
    assert steps == lexicon.distance(other, one)
    assert (steps == 0) == (one == other)
    assert abs(len(one) - len(other)) <= steps <= max(len(one), len(other))


def test_a_decoy_never_sounds_like_a_listed_word() -> None:
    """`know` is left out for `no`; near words come after the frequent ones."""
    listed = replace(RECIPE, words=("stop", "no"), corpus=replace(RECIPE.corpus, frequent_decoys=2, near_decoys=5))
    order = {"the": -1, "garden": -2, "step": -3, "stomp": -4, "know": -5}
    sounds = lexicon.Lexicon(lexicon.read_lines(SOUNDS, "sounds"))
    frequent, near = corpus.decoys(listed, sounds, lambda word: order.get(word, -(10**9)))
    assert (frequent, near) == (["the", "garden"], ["step", "stomp"])


def test_the_prompts_follow_from_the_seed() -> None:
    """The same seed says the same, another says something else; silences come last."""
    small = replace(RECIPE, corpus=replace(RECIPE.corpus, utterances=50, silences=3))
    made = corpus.prompts(small, ["garden"], ["stomp"], ["f1", "m1"])
    assert made == corpus.prompts(small, ["garden"], ["stomp"], ["f1", "m1"])
    assert made != corpus.prompts(replace(small, seed=1), ["garden"], ["stomp"], ["f1", "m1"])
    assert [prompt.number for prompt in made] == list(range(53))
    assert [prompt.words for prompt in made[50:]] == [(), (), ()]
    assert len({prompt.name for prompt in made}) == 53


def test_no_judge_is_a_training_voice() -> None:
    """flite's slt and festival's voices are nowhere in the recipe, nor is flite's kal, festival's speaker."""
    assert {"slt", "kal", "kal16"}.isdisjoint(RECIPE.voices.flite)
    engines = {prompt.engine for prompt in corpus.prompts(RECIPE, ["garden"], ["stomp"], ["f1"])}
    assert engines == {"flite", "espeak", "silence"}
