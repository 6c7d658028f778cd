"""What people do together and alone, spoken by synthetic voices through the real recogniser.

Rules
1. Every utterance is a line of its own: after which line of the companion what is said, by whom, and what it means.
2. What only typing can give, names and sentences in one's own words, is left to typed conversations.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from aloud import IDLE, THEN, talk_aloud
from sessions import session
from speech import Speaker

from companion.app import Furniture, Places, furnish
from companion.ports import Ear
from companion.voices import open_voice

ANA: Speaker = "slt"
SAM: Speaker = "festival-kal"
KIM: Speaker = "rms"

Said = tuple[str, str, Speaker, str]
"""After which line, what, by whom, and what it means."""

NOT_ALONE: Said = ("together.alone", "no", ANA, "no")
ALONE: list[Said] = [("together.alone", "yes", ANA, "yes"), ("deck.first_settle", "three", ANA, "rating")]
WILLING: list[Said] = [("together.willing", "yes please", ANA, "yes"), ("together.willing", "yes", SAM, "yes")]
CALM: list[Said] = [("together.how_strong", "three", ANA, "rating"), ("together.how_strong", "four", SAM, "rating")]
DOOR = [*WILLING, *CALM]
DEEP: list[Said] = [NOT_ALONE, *WILLING, ("together.settle", "next", SAM, "next"), *CALM]
FITS: list[Said] = [("together.each_fits", "yes", ANA, "yes"), ("together.each_fits", "yes", SAM, "yes")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Furniture, Ear]]:
    """The understanding and the ear that ship, opened once."""
    config = tmp_path_factory.mktemp("house") / "config.yaml"
    config.write_text("people: [Ana, Sam]\ncheck_in: {form: short}\n", encoding="utf-8")
    furniture = furnish(Places(config=config))
    ear = furniture.ear("pocketsphinx")
    yield furniture, ear
    ear.close()


CONVERSATIONS: dict[str, tuple[list[Said], Sequence[str]]] = {
    "needs, one that fits, a favourite, a pass (S32)": (
        [
            (IDLE, "needs cards", ANA, "reflection"),
            *DEEP,
            ("decks.needs.safe", "next", ANA, "pass"),
            ("decks.needs.heard", "that one", ANA, "yes"),
            ("decks.needs.words", "i am done", ANA, "done"),
            ("decks.needs.safe", "yes that one", SAM, "yes"),
            ("decks.needs.words", "i'm done", SAM, "done"),
            ("deck.another", "favourite", ANA, "favourite"),
            ("deck.another", "next", SAM, "next"),
            ("decks.needs.unmet", "say that again", SAM, "repeat"),
            ("decks.needs.unmet", "skip this", SAM, "pass"),
            ("decks.needs.unmet", "no comment", ANA, "pass"),
            ("deck.another", "done", ANA, "done"),
        ],
        ["decks.needs.closing", "together.respect"],
    ),
    "patterns, the rule once more (S29, S33)": (
        [
            (IDLE, "our patterns", SAM, "reflection"),
            *DEEP,
            ("decks.patterns.frame", "i'm done", ANA, "done"),
            ("decks.patterns.frame", "say the rule again", SAM, "repeat"),
            ("decks.patterns.rule", "i need a minute", SAM, "wait"),
            ("together.minute", "i'm done", SAM, "done"),
            (THEN, "i'm done", SAM, "done"),
            ("deck.another", "i'm done", SAM, "done"),
        ],
        ["decks.patterns.closing", "together.respect"],
    ),
    "an agreement (S10)": (
        [
            (IDLE, "agreements cards", SAM, "reflection"),
            *DEEP,
            ("decks.agreements.believed", "i'm done", ANA, "done"),
            ("decks.agreements.believed", "i'm done", SAM, "done"),
            ("words.which", "number one", ANA, "choice"),
            ("words.which", "skip this", SAM, "pass"),
            ("deck.another", "next", ANA, "next"),
            *(
                said
                for card in ("aloud", "broken")
                for said in (
                    (f"decks.agreements.{card}", "i'm done", ANA, "done"),
                    (f"decks.agreements.{card}", "done", SAM, "done"),
                    ("deck.another", "next", ANA, "next"),
                )
            ),
            ("decks.agreements.now", "i am finished", SAM, "done"),
            ("decks.agreements.now", "done", ANA, "done"),
            ("words.which", "number three", ANA, "choice"),
            ("agreements.agree", "yes", ANA, "yes"),
            ("agreements.agree", "i do", SAM, "yes"),
            ("agreements.again", "no thank you", SAM, "no"),
        ],
        ["agreements.again", "decks.agreements.closing", "together.respect"],
    ),
    "a repair statement, and a ritual for it (S41)": (
        [
            (IDLE, "repair statement", ANA, "repair"),
            *DEEP,
            ("repair.would", "yes", ANA, "yes"),
            ("repair.impact", "i'm done", ANA, "done"),
            ("repair.regret", "done", ANA, "done"),
            ("repair.together", "i am done", ANA, "done"),
            ("repair.answer", "i heard you", SAM, "yes"),
            ("repair.would", "no thank you", SAM, "no"),
            ("words.which", "number one", ANA, "choice"),
            ("rituals.how_long", "two", SAM, "choice"),
            *FITS,
            ("rituals.when", "every sunday at five", SAM, "set_time"),
            ("reminders.right", "yes", SAM, "yes"),
        ],
        ["reminders.set", "repair.closing", "together.respect"],
    ),
    "grief, alone, with no word for it, and grounding as a way out (S60)": (
        [
            (IDLE, "grief cards", ANA, "reflection"),
            *ALONE,
            ("decks.grief.body", "i don't know", ANA, "unsure"),
            ("deck.another", "next", ANA, "next"),
            ("decks.grief.lost", "grounding", ANA, "grounding"),
            ("exercises.senses.1", "stop", ANA, "stop"),
        ],
        ["exercises.senses.1", "deck.stopped"],
    ),
    "anger, and a pass (S60)": (
        [
            (IDLE, "anger cards", KIM, "reflection"),
            *ALONE,
            ("decks.anger.body", "skip this", KIM, "pass"),
            ("deck.another", "back", KIM, "back"),
            ("decks.anger.body", "i'm finished", KIM, "done"),
            ("deck.another", "i'm done", KIM, "done"),
        ],
        ["decks.anger.closing"],
    ),
    "shame, alone, in words for one who did the hurting (S60, S80)": (
        [
            (IDLE, "shame cards", SAM, "reflection"),
            *ALONE,
            ("deck.role", "number two", SAM, "choice"),
            ("decks.shame.body", "i'm done", SAM, "done"),
            ("deck.another", "next", SAM, "next"),
            ("decks.shame.did_says", "i would rather not say", SAM, "pass"),
            ("deck.another", "done", SAM, "done"),
        ],
        ["decks.shame.did_says", "deck.another", "decks.shame.closing"],
    ),
    "fear, together, and the card again after grounding (S60)": (
        [
            (IDLE, "fear cards", SAM, "reflection"),
            *DEEP,
            ("decks.fear.body", "i'm done", ANA, "done"),
            ("decks.fear.body", "grounding", SAM, "grounding"),
            *((f"exercises.senses.{number}", "next", ANA, "next") for number in (1, 3, 5, 7, 9, 11, 13)),
            ("decks.fear.body", "i'm done", SAM, "done"),
            ("deck.another", "done", ANA, "done"),
        ],
        [
            "session.here_again",
            "together.turn",
            "decks.fear.body",
            "deck.another",
            "decks.fear.closing",
            "together.respect",
        ],
    ),
    "phones and messages, a doubt about what is fair (S8)": (
        [
            (IDLE, "phones and messages cards", ANA, "reflection"),
            *DEEP,
            *(
                said
                for card in ("hidden", "private", "times")
                for said in (
                    (f"decks.screens.{card}", "i'm done", ANA, "done"),
                    (f"decks.screens.{card}", "skip this", SAM, "pass"),
                    ("deck.another", "next", ANA, "next"),
                )
            ),
            ("decks.screens.fair", "i'm done", SAM, "done"),
            ("decks.screens.fair", "i'm done", ANA, "done"),
            ("words.which", "number two", SAM, "choice"),
            ("agreements.agree", "yes", ANA, "yes"),
            ("agreements.agree", "i don't know", SAM, "unsure"),
        ],
        ["agreements.open", "decks.screens.closing", "together.respect"],
    ),
    "distance, and the helplines named in the end (S9, D30)": (
        [
            (IDLE, "distance cards", ANA, "reflection"),
            *DEEP,
            ("decks.distance.where", "i'm done", ANA, "done"),
            ("decks.distance.where", "i'm done", SAM, "done"),
            ("deck.another", "i'm done", SAM, "done"),
        ],
        ["decks.distance.closing", "together.respect"],
    ),
    "what was learned early, and not knowing (S59)": (
        [
            (IDLE, "childhood cards", SAM, "reflection"),
            *DEEP,
            ("decks.learned_patterns.comfort", "i don't know", ANA, "unsure"),
            ("together.unsure", "i'm done", ANA, "done"),
            ("decks.learned_patterns.comfort", "i'm done", SAM, "done"),
            ("deck.another", "done", ANA, "done"),
        ],
        ["decks.learned_patterns.closing", "together.respect"],
    ),
    "an affair, together: the private card is left out (S6)": (
        [
            (IDLE, "emotional affair cards", ANA, "reflection"),
            *DEEP,
            ("decks.emotional_affair.before", "i'm done", ANA, "done"),
            ("decks.emotional_affair.before", "no comment", SAM, "pass"),
            ("deck.another", "i'm done", ANA, "done"),
        ],
        ["deck.another", "decks.emotional_affair.closing", "together.respect"],
    ),
    "an affair, alone (S6, S80)": (
        [
            (IDLE, "emotional affair cards", ANA, "reflection"),
            *ALONE,
            ("deck.role", "i would rather not say", ANA, "pass"),
            ("decks.emotional_affair.shared_there", "i'm done", ANA, "done"),
            ("deck.another", "i'm done", ANA, "done"),
        ],
        ["decks.emotional_affair.closing"],
    ),
    "what it meant, for one who was hurt (S31, S80)": (
        [
            (IDLE, "what happened cards", ANA, "reflection"),
            *ALONE,
            ("deck.role", "number one", ANA, "choice"),
            ("decks.meaning.hurt_meant", "i'm done", ANA, "done"),
            ("deck.another", "done", ANA, "done"),
        ],
        ["decks.meaning.hurt_meant", "deck.another", "decks.meaning.closing"],
    ),
    "who am i now (S65)": (
        [
            (IDLE, "who am i now", SAM, "reflection"),
            *ALONE,
            ("decks.who_am_i.outgrown", "i'm done", SAM, "done"),
            ("deck.another", "i'm done", SAM, "done"),
        ],
        ["decks.who_am_i.closing"],
    ),
    "all decks, the second few, and none (S4)": (
        [
            (IDLE, "reflection", KIM, "reflection"),
            ("deck.which_again", "no", KIM, "no"),
            ("deck.which_again", "i would rather not", KIM, "pass"),
        ],
        ["deck.item", "deck.which_again", "deck.none"],
    ),
    "a future, together and apart, in private (S51-S54, S63)": (
        [
            (IDLE, "our future", ANA, "future"),
            *ALONE,
            ("future.stay", "i'm done", ANA, "done"),
            ("future.safe", "i don't know", ANA, "unsure"),
            ("future.form", "number two", ANA, "choice"),
            ("decks.future.together", "i'm done", ANA, "done"),
            ("deck.another", "i'm done", ANA, "done"),
        ],
        ["decks.future.closing"],
    ),
    "leaving, with care (S55, S56)": (
        [
            (IDLE, "it's over", ANA, "leaving"),
            ("leaving.meant", "yes", ANA, "yes"),
            ("leaving.how_strong", "three", ANA, "rating"),
            ("leaving.ways", "number one", ANA, "choice"),
            *ALONE,
            ("decks.part_with_care.telling", "i'm done", ANA, "done"),
            ("deck.another", "done", ANA, "done"),
        ],
        ["decks.part_with_care.closing"],
    ),
    "nothing is decided tonight (S56)": (
        [
            (IDLE, "i'm leaving", SAM, "leaving"),
            ("leaving.meant", "yes", SAM, "yes"),
            ("leaving.how_strong", "nine", SAM, "rating"),
            ("leaving.a_time", "no thank you", SAM, "no"),
        ],
        ["leaving.tonight", "leaving.a_time", "leaving.closing"],
    ),
    "four conditions, one of them low (S75-S78)": (
        [
            (IDLE, "four conditions", ANA, "four_conditions"),
            ("together.alone", "yes", ANA, "yes"),
            ("four_conditions.accountability", "seven", ANA, "rating"),
            ("four_conditions.safety", "two", ANA, "rating"),
            ("four_conditions.settle", "no", ANA, "no"),
            ("four_conditions.truth", "pass", ANA, "pass"),
            ("four_conditions.forgiveness", "zero", ANA, "rating"),
        ],
        ["four_conditions.allowed", "four_conditions.closing"],
    ),
    "who is right (S30)": (
        [(IDLE, "who is right", SAM, "who_is_right"), ("who_is_right.needs", "no", ANA, "no")],
        ["who_is_right.no_judge", "who_is_right.needs", "who_is_right.fine"],
    ),
    "can we come back, and one piece sooner (S3, S74)": (
        [
            (IDLE, "can we ever come back from this", ANA, "learn"),
            ("learn.come_back.honest", "next", SAM, "next"),
            ("learn.come_back.conditions", "four conditions", ANA, "four_conditions"),
            NOT_ALONE,
        ],
        ["together.alone", "four_conditions.alone_only"],
    ),
    "what counts (S5)": (
        [(IDLE, "what counts as betrayal", ANA, "learn"), ("learn.betrayal.counts", "yes", SAM, "yes")],
        ["learn.betrayal.counts", "learn.betrayal.enough"],
    ),
    "appreciation (S43, S47)": (
        [
            (IDLE, "appreciation", ANA, "appreciation"),
            NOT_ALONE,
            *DOOR,
            ("appreciation.frame", "i'm done", ANA, "done"),
            ("appreciation.frame", "i'm done", SAM, "done"),
            ("appreciation.seen", "i'm done", SAM, "done"),
            ("appreciation.seen", "pass", ANA, "pass"),
        ],
        ["appreciation.seen", "appreciation.closing", "together.respect"],
    ),
    "a small moment that is too much, and a smaller one (S42)": (
        [
            (IDLE, "a micro moment", ANA, "micro_moment"),
            NOT_ALONE,
            *DOOR,
            ("words.which_more", "number one", ANA, "choice"),
            ("moments.now", "something smaller", SAM, "no"),
            ("words.which", "two", SAM, "choice"),
            ("moments.now", "yes", ANA, "yes"),
        ],
        ["moments.now", "moments.yours"],
    ),
    "a walk, ended early (S45)": (
        [
            (IDLE, "small moment", SAM, "micro_moment"),
            NOT_ALONE,
            *DOOR,
            ("words.which_more", "one", ANA, "choice"),
            ("moments.now", "yes", ANA, "yes"),
            ("moments.how_long", "two", KIM, "choice"),
            ("moments.walk_begins", "how long is left", SAM, "time_left"),
            ("moments.left", "next", SAM, "next"),
        ],
        ["moments.left", "moments.walk_over"],
    ),
    "gold moments, kept and read (S13)": (
        [
            (IDLE, "keep a gold moment", ANA, "keep_moment"),
            ("words.which", "number two", ANA, "choice"),
            NOT_ALONE,
            ("gold.share", "yes", ANA, "yes"),
            ("gold.share", "yes please", SAM, "yes"),
            (IDLE, "read my gold moments", SAM, "read_moments"),
            (IDLE, "tell me a story", SAM, "learn"),
            ("learn.kintsugi.falls", "stop", ANA, "stop"),
        ],
        ["gold.moment", "gold.closing", "learn.kintsugi.falls", "learn.kintsugi.picked_up", "session.stopped"],
    ),
    "values, of which two are shared (S62)": (
        [
            (IDLE, "our values", ANA, "values"),
            NOT_ALONE,
            *DOOR,
            ("values.yours", "yes", ANA, "yes"),
            ("values.yours", "no", ANA, "no"),
            ("values.yours", "that one", KIM, "yes"),
            ("values.yours", "i'm done", ANA, "done"),
            ("values.yours", "yes", SAM, "yes"),
            ("values.yours", "next", SAM, "pass"),
            ("values.yours", "yes", SAM, "yes"),
            ("values.yours", "i'm done", SAM, "done"),
            *FITS,
        ],
        ["values.shared", "values.keep", "together.each_fits", "together.each_fits", "session.kept", "values.closing"],
    ),
    "a goal and its day (S72)": (
        [
            (IDLE, "our goals", ANA, "goal"),
            NOT_ALONE,
            *DOOR,
            ("words.which", "number two", ANA, "choice"),
            *FITS,
            ("goals.when", "in a month", ANA, "set_time"),
            ("reminders.right", "yes", SAM, "yes"),
        ],
        ["reminders.set"],
    ),
    "what money means to each (S70)": (
        [
            (IDLE, "money", ANA, "money"),
            ("words.which_more", "number four", ANA, "choice"),
            NOT_ALONE,
            *DOOR,
            ("words.which", "one", ANA, "choice"),
            ("words.which", "number two", SAM, "choice"),
        ],
        ["money.meant", "money.meant", "money.none_better"],
    ),
    "what each tells of money (S68)": (
        [
            (IDLE, "money", ANA, "money"),
            ("words.which_more", "three", ANA, "choice"),
            *DEEP,
            ("money.each", "yes", ANA, "yes"),
            ("money.each", "yes", SAM, "yes"),
            ("money.each", "no", ANA, "no"),
            ("money.each", "yes", ANA, "yes"),
            ("money.each", "no", SAM, "no"),
            ("money.each", "no", ANA, "no"),
            ("money.each", "no", ANA, "no"),
            ("words.which", "three", ANA, "choice"),
            ("agreements.agree", "yes", ANA, "yes"),
            ("agreements.agree", "yes", SAM, "yes"),
            ("agreements.again", "no", ANA, "no"),
        ],
        ["money.agreement", "agreements.agree", "agreements.agree", "agreements.agreed", "agreements.again"],
    ),
    "a money date is planned (S71)": (
        [
            (IDLE, "money", ANA, "money"),
            ("words.which_more", "number two", SAM, "choice"),
            ("money.when", "every friday evening", ANA, "set_time"),
            ("reminders.right", "yes", ANA, "yes"),
        ],
        ["reminders.set"],
    ),
    "a money date, and a timeout in it (S24, S71)": (
        [
            (IDLE, "money", ANA, "money"),
            ("words.which_more", "number two", ANA, "choice"),
            ("money.when", "yes", ANA, "yes"),
            *DEEP,
            ("check_in.since", "i'm done", ANA, "done"),
            ("check_in.since", "time out", KIM, "timeout"),
            ("timeout.when", "in half an hour", SAM, "set_time"),
            ("timeout.read_back", "yes", SAM, "yes"),
            ("timeout.begin", "goodbye", ANA, "goodbye"),
        ],
        ["session.goodbye_agreed", "session.goodbye"],
    ),
    "something that happened with money (S67)": (
        [
            (IDLE, "money", ANA, "money"),
            ("words.which_more", "no", ANA, "no"),
            ("words.which", "number five", ANA, "choice"),
            ("words.which_more", "number three", ANA, "choice"),
        ],
        ["safety.signpost"],
    ),
    "money stories (S69)": (
        [
            (IDLE, "money", ANA, "money"),
            ("words.which_more", "one", ANA, "choice"),
            *ALONE,
            ("decks.money.ten", "i'm done", ANA, "done"),
            ("deck.another", "done", ANA, "done"),
        ],
        ["decks.money.closing"],
    ),
    "my people, and kind words (S79, S82)": (
        [
            (IDLE, "my people", SAM, "my_people"),
            ("my_people.add", "yes", ANA, "yes"),
            ("words.which_more", "one", ANA, "choice"),
            (IDLE, "something kind", ANA, "kind_words"),
        ],
        ["session.kept", "kind_words.worth", "kind_words.slow", "kind_words.gentle", "kind_words.closing"],
    ),
    "a note that is left and heard (S48)": (
        [
            (IDLE, "take a note", SAM, "note"),
            ("words.which", "one", ANA, "choice"),
            ("words.which", "number one", ANA, "choice"),
            ("notes.hold", "yes", ANA, "yes"),
            (IDLE, "read my notes", SAM, "read_notes"),
            ("notes.now", "yes", SAM, "yes"),
            ("session.keep_that", "no thank you", SAM, "no"),
        ],
        ["notes.gone", "notes.closing"],
    ),
    "somebody does not want to, and nobody asks why (S73)": (
        [
            (IDLE, "check in", ANA, "check_in"),
            WILLING[0],
            ("together.willing", "not now", SAM, "no"),
            ("session.not_available", "no", ANA, "no"),
        ],
        ["session.not_available", "session.not_available_then"],
    ),
    "too strong, and settled first (S16)": (
        [
            (IDLE, "check in", ANA, "check_in"),
            *WILLING,
            ("together.how_strong", "eight", ANA, "rating"),
            ("session.not_available", "yes", SAM, "yes"),
            ("breathing.breathe_out", "stop", SAM, "stop"),
        ],
        ["session.stopped"],
    ),
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_spoken(house: tuple[Furniture, Ear], name: str) -> None:
    """Every word is understood as it was meant, whoever says it, and the conversation comes to its own end."""
    said, ending = CONVERSATIONS[name]
    aloud = talk_aloud(*house, [line[:3] for line in said])
    assert not aloud.left
    assert aloud.understood() == [meant for *_, meant in said]
    assert aloud.lines()[-len(ending) :] == list(ending)


def test_a_hard_word_made_out_by_the_ear(house: tuple[Furniture, Ear]) -> None:
    """Where it is wanted, "you never listen to me" is followed by one word to both, after both have spoken (S30)."""
    said = [
        *DOOR,
        ("check_in.feeling", "you never listen to me when i come home", ANA, ""),
        ("check_in.feeling", "i'm done", SAM, "done"),
        ("check_in.appreciation", "i'm done", SAM, "done"),
        ("check_in.appreciation", "i'm done", ANA, "done"),
        ("check_in.remind", "no thank you", ANA, "no"),
    ]
    aloud = talk_aloud(*house, [line[:3] for line in said], begin="check_in", nudge=True)
    assert aloud.understood() == [meant for *_, meant in said if meant]
    assert aloud.turns() == ["Ana", "Sam", "Sam", "Ana"]
    order = [line for line in aloud.lines() if line in ("check_in.feeling", "nudge.gently", "check_in.appreciation")]
    assert order == [*["check_in.feeling"] * 2, "nudge.gently", *["check_in.appreciation"] * 2]


def test_both_talking_at_once(house: tuple[Furniture, Ear]) -> None:
    """What two say over each other is nobody's command: every turn comes, in its order, and it closes (S57)."""
    said = [
        *DOOR,
        ("check_in.feeling", "it was a long day and nobody asked me / you are talking over me again", ANA, ""),
        ("check_in.appreciation", "i never said that / there was nothing good", SAM, ""),
        ("check_in.remind", "no thank you", ANA, "no"),
    ]
    aloud = talk_aloud(*house, [line[:3] for line in said], begin="check_in")
    assert not aloud.left
    assert aloud.understood() == [meant for *_, meant in said if meant]
    assert aloud.turns() == ["Ana", "Sam", "Sam", "Ana"]
    assert aloud.lines()[-3:] == ["check_in.closing", "together.respect", "check_in.remind"]


def test_a_check_in_spoken_by_two_voices(house: tuple[Furniture, Ear], tmp_path: Path) -> None:
    """Both agree and give a number, each hands over by voice, and it closes; the whole program hears the recording of
    it as the same (S16, S38, S57).
    """
    furniture, ear = house
    said: list[Said] = [
        *DOOR,
        ("check_in.feeling", "i'm done", ANA, "done"),
        ("check_in.feeling", "i would rather not say", SAM, "pass"),
        ("check_in.appreciation", "i'm finished", SAM, "done"),
        ("check_in.appreciation", "i'm done", ANA, "done"),
        ("check_in.remind", "no thank you", ANA, "no"),
    ]
    voice = open_voice(furniture.voice_settings(patient=True))
    aloud = talk_aloud(furniture, ear, [line[:3] for line in said], begin="check_in", voice=voice)
    voice.close()
    assert aloud.understood() == [meant for *_, meant in said]
    assert aloud.turns() == ["Ana", "Sam", "Sam", "Ana"]
    assert aloud.lines()[-3:] == ["check_in.closing", "together.respect", "check_in.remind"]

    (tmp_path / "config.yaml").write_text("people: [Ana, Sam]\ncheck_in: {form: short}\n", encoding="utf-8")
    options = ("--start", "check_in", "--now", "2026-11-20T18:00:00", "--engine", "pocketsphinx", "--tail", "5")
    played = session(tmp_path, np.concatenate(aloud.mic), *options)
    assert played.status == 0, played.err
    assert played.intents() == aloud.understood()
    assert played.said() == aloud.lines()
