"""The cards, as people live with them: in turns, alone, in silence, and with a word for somebody's side."""

from collections.abc import Callable
from datetime import datetime

import pytest
from turns import open_pair, talk, turns

from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
ALONE = [reply("together.alone", "yes"), reply("deck.first_settle", "three")]


def _pair(deck: str) -> list[Spoken]:
    yes, number = open_pair(2)[:2], open_pair(2)[2:]
    quiet = reply("together.settle", "next", 2)
    return [Spoken(1, f"{deck} cards"), reply("together.alone", "no"), *yes, quiet, *number]


def _alone(deck: str) -> list[Spoken]:
    return [Spoken(1, f"{deck} cards"), *ALONE]


def _text(played: Rehearsal, line: str) -> list[str]:
    return [str(f["text"]) for _, _, f in played.events("say") if f["id"] == line]


def test_a_card_takes_turns(play: Play) -> None:
    """The rule first; then each answers the same words for the same time, and who begins alternates (S11, S57)."""
    said = [talk(f"decks.patterns.{card}") for card in ("frame", "first_sign", "feeling") for _ in range(2)]
    played = play([*_pair("patterns"), *said], length=900, settings=TWO)
    assert [person for person, _ in turns(played, whole=False)][:6] == ["Ana", "Sam", "Sam", "Ana", "Ana", "Sam"]
    lengths = [length for _, length in turns(played, whole=False)]
    assert lengths[0] == pytest.approx(120, abs=0.05)
    assert all(abs(a - b) < 2 for a, b in zip(lengths[:6:2], lengths[1:6:2], strict=True))
    assert len(set(_text(played, "decks.patterns.frame"))) == 1
    order = [line for line in played.said() if line in ("decks.patterns.rule", "together.team", "decks.patterns.frame")]
    assert order[:3] == ["together.team", "decks.patterns.rule", "decks.patterns.frame"]


def test_alone_there_is_no_limit(play: Play) -> None:
    """Somebody alone thinks as long as they like: five minutes of talk end nothing, "done" goes on (C30, C31)."""
    start = play(_alone("patterns"), length=60).events("turn")[0][0]
    said = [Spoken(start + 20 * i, "and then i thought", rejected="not a command") for i in range(1, 16)]
    played = play([*_alone("patterns"), *said, Spoken(start + 310, "i'm done")], length=start + 330)
    assert turns(played, whole=False)[0][1] == pytest.approx(310, abs=0.1)
    assert "deck.another" in played.said()


def test_silence_is_an_answer(play: Play) -> None:
    """Nobody says a word: one hint after a minute, much later the closing, and nothing is left running."""
    played = play(_alone("grief"), length=500)
    assert played.said().count("together.no_hurry") == 1
    assert turns(played)[0][1] == pytest.approx(300 + 5, abs=5)
    assert played.said()[-2:] == ["deck.another", "decks.grief.closing"]
    assert not played.stage.pending


@pytest.mark.parametrize("answer", ["i don't know", "pass", "next", "i'm done"])
def test_every_answer_is_accepted(play: Play, answer: str) -> None:
    """Not knowing, passing and being done go on, and nobody asks twice (C31)."""
    played = play([*_alone("fear"), reply("decks.fear.body", answer, 3)], length=90)
    assert turns(played, whole=False)[0][1] < 12
    assert played.said()[-1] in ("deck.another", "decks.fear.about")


def test_a_minute_and_again(play: Play) -> None:
    """A minute is given, and the question and the rule are said again on request (C30, C31, S29)."""
    script = [*_alone("meaning"), reply("deck.role", "four")]
    start = play(script, length=90).events("turn")[0][0]
    said = [Spoken(start + 2, "i need a minute"), Spoken(start + 40, "done"), Spoken(start + 50, "say that again")]
    played = play([*script, *said, Spoken(start + 60, "say the rule again")], length=start + 70)
    assert "together.minute" in played.said()
    assert played.said().count("decks.meaning.what_it_meant") == 2
    assert played.said().count("decks.meaning.rule") == 2


def test_back_goes_to_the_card_before(play: Play) -> None:
    """ "Back" in a card says the one before, in pairs as well."""
    said = [reply("decks.needs.words", "next", 3), reply("deck.another", "next"), reply("decks.needs.unmet", "back", 3)]
    played = play([*_alone("needs"), *said], length=220)
    cards = [
        line for line in played.said() if line.startswith("decks.needs.") and line.split(".")[2] in ("words", "unmet")
    ]
    assert cards == ["decks.needs.words", "decks.needs.unmet", "decks.needs.words"]


def test_done_between_two_cards_closes(play: Play) -> None:
    """One card is enough: "done" leads to the closing words at once."""
    script = [*_alone("anger"), reply("decks.anger.body", "done", 3), reply("deck.another", "i'm done")]
    played = play(script, length=90)
    assert played.said()[-1] == "decks.anger.closing"


def test_next_goes_on_to_the_next_need(play: Play) -> None:
    """A need that does not fit is passed by word, and "that one" ends the list (S32)."""
    said = [
        reply("decks.needs.safe", "next"),
        reply("decks.needs.heard", "pass"),
        reply("decks.needs.alive", "that one"),
    ]
    played = play([*_alone("needs"), *said], length=60)
    lines = played.said()
    assert lines[lines.index("deck.each") :][:6] == [
        "deck.each", "decks.needs.safe", "decks.needs.heard", "decks.needs.alive", "deck.that_one", "decks.needs.words",
    ]  # fmt: skip


def test_stop_ends_kindly(play: Play) -> None:
    """Stop in a card: one line, the turn is closed, nothing is left (S60)."""
    played = play([*_alone("grief"), reply("decks.grief.body", "stop", 3)], length=90)
    assert played.said()[-1] == "deck.stopped"
    assert len(turns(played)) == 1
    assert not played.stage.pending


def test_grounding_is_a_way_out_and_back(play: Play) -> None:
    """In a hard card "grounding" is led at once, and the card is still there afterwards (S60)."""
    start = play(_alone("grief"), length=60).events("turn")[0][0]
    played = play([*_alone("grief"), Spoken(start + 5, "grounding")], length=start + 60)
    states = [(f["name"], f["state"]) for _, _, f in played.events("activity")]
    assert ("grounding", "start") in states
    assert ("reflection", "pause") in states


def test_a_deep_deck_opens_after_a_safety_step(play: Play) -> None:
    """Alone, one number comes first, once a session; a high one offers calm, a no goes on to the cards (S4, S16)."""
    high = [Spoken(1, "fear cards"), reply("together.alone", "yes"), reply("deck.first_settle", "nine")]
    calm = play([*high, reply("deck.strong", "yes")], length=60)
    assert ("calm", "start") in [(f["name"], f["state"]) for _, _, f in calm.events("activity")]
    assert not calm.events("turn")
    cards = play([*high, reply("deck.strong", "no")], length=60)
    assert cards.events("turn")
    again = [*_alone("fear"), reply("decks.fear.body", "stop", 2), Spoken(60, "anger cards")]
    assert play(again, length=100).said().count("deck.first_settle") == 1


def test_together_the_door_comes_first(play: Play) -> None:
    """A no of either is the one refusal; nobody hears a card (S4, D11)."""
    script = [Spoken(1, "meaning cards"), reply("together.alone", "no"), reply("together.willing", "no")]
    played = play(script, length=60, settings=TWO)
    assert played.said()[-2:] == ["session.not_available", "session.not_available_then"]
    assert not played.events("turn")


def test_the_quiet_before_may_be_cut_short(play: Play) -> None:
    """A minute of quiet comes before a deep deck, and "next" goes on at once (S20)."""
    for quiet, wanted in [(_pair("needs"), 2), ([step for step in _pair("needs") if step.text != "next"], 60)]:
        played = play(quiet, length=150, settings=TWO)
        settled = next(t for t, _, f in played.events("said") if f["id"] == "together.settle")
        asked = next(t for t, _, f in played.events("say") if f["id"] == "together.how_strong")
        assert asked - settled == pytest.approx(wanted, abs=0.1)


def test_private_cards_are_for_one_alone(play: Play) -> None:
    """With somebody else here private cards are left out, and a wholly private deck is not led (S6, S65)."""
    played = play([Spoken(1, "who am i cards"), reply("together.alone", "no")], length=60, settings=TWO)
    assert played.said()[-1] == "deck.alone_only"
    together = play(_pair("meaning"), length=200, settings=TWO)
    assert "deck.private_left" in together.said()
    done = [
        reply(f"decks.meaning.{card}", "done", 2) for card in ("what_it_meant", "hardest", "not_again", "differently")
    ]
    on = [reply("deck.another", "next") for _ in range(4)]
    script = [*_alone("meaning"), reply("deck.role", "pass")]
    alone = play([*script, *[step for pair in zip(done, on, strict=True) for step in pair]], length=200)
    assert "decks.meaning.a_meaning" in alone.said()


@pytest.mark.parametrize(("minutes", "asked"), [(20, 1), (40, 2)])
def test_being_alone_is_asked_again_after_a_while(play: Play, minutes: int, asked: int) -> None:
    """What somebody said about being alone holds for half an hour: a partner may have come home (S52, D14)."""
    script = [*_alone("fear"), reply("decks.fear.body", "stop", 2), Spoken(60 * minutes, "anger cards")]
    played = play(script, length=60 * minutes + 20)
    assert played.said().count("together.alone") == asked


@pytest.mark.parametrize(
    ("answer", "line"),
    [("one", "hurt_says"), ("two", "did_says"), ("three", "says"), ("four", "says"), ("pass", "says")],
)
def test_words_for_a_side(play: Play, answer: str, line: str) -> None:
    """Alone, the side somebody names changes the words of a card; not saying is as good (S80)."""
    said = [reply("deck.role", answer), reply("decks.shame.body", "done", 2), reply("deck.another", "next")]
    played = play([*_alone("shame"), *said], length=100)
    assert f"decks.shame.{line}" in played.said()


def test_together_nobody_is_asked_for_a_side(play: Play) -> None:
    """In pairs both hear the same card, whatever anybody did (S57, S80)."""
    played = play([*_pair("shame"), *[reply("decks.shame.body", "done", 2)] * 2], length=300, settings=TWO)
    assert "deck.role" not in played.said()
    assert "decks.shame.hurt_says" not in played.said()


def test_a_favourite_keeps_the_card_and_nothing_else(play: Play) -> None:
    """A favourite keeps deck and card; nothing that was said is kept (D15)."""
    journal = MemoryJournal()
    said = [reply("decks.needs.words", "favourite", 3), talk("session.kept", 2)]
    play([*_alone("needs"), *said], length=180, journal=journal)
    assert [(e.kind, dict(e.fields)) for e in journal.entries()] == [("favourite", {"deck": "needs", "card": "words"})]


def _to_the_agreement(sentence: str, *answers: str) -> list[Spoken]:
    cards = ["hidden", "private", "times", "fair"]
    script = _pair("screens")
    for number, card in enumerate(cards):
        script += [reply(f"decks.screens.{card}", "done", 2)] * 2
        script += [reply("deck.another", "next")] if number + 1 < len(cards) else []
    return [*script, reply("words.which", sentence), *(reply("agreements.agree", answer) for answer in answers)]


def test_an_agreement_is_kept_when_everyone_says_yes(play: Play) -> None:
    """One sentence, a yes of each in their own name, kept in those words, and offered again after a month (S8, S10)."""
    journal = MemoryJournal()
    script = [*_to_the_agreement("one", "yes", "yes"), reply("agreements.again", "yes")]
    played = play(script, length=300, settings=TWO, journal=journal)
    (kept,) = journal.entries("agreement")
    assert kept.fields == {"what": "Phones are away at meals."}
    assert _text(played, "agreements.one") == ["It says: Phones are away at meals."]
    assert [text.split(",")[0] for text in _text(played, "agreements.agree")] == ["Ana", "Sam"]
    (planned,) = played.stage.ledger.agenda.appointments
    assert (planned.what, planned.when.month) == ("agreement", 12)
    assert played.said()[-2:] == ["decks.screens.closing", "together.respect"]


def _believed(play: Play, *words: str) -> tuple[Rehearsal, MemoryJournal]:
    journal = MemoryJournal()
    script = [*_pair("agreements"), *[talk("decks.agreements.believed", 2)] * 2]
    script += [reply("words.which", word) for word in words]
    return play(script, length=420, settings=TWO, journal=journal), journal


def test_what_each_believed_is_said_back(play: Play) -> None:
    """Each may put in a sentence what they believed to be agreed; both are said back, and none is kept (S10, S57)."""
    played, journal = _believed(play, "number one", "number three")
    said = _text(played, "deck.said_back")
    assert said == ["Ana: We say so when plans change.", "Sam: Anybody may call a timeout, and we come back to it."]
    assert "deck.another" in played.said()
    assert not journal.entries()
    one, _ = _believed(play, "pass", "number two")
    assert _text(one, "deck.said_back") == ["Sam: We answer a worried question on the same day."]
    assert "deck.sentence" not in play(_pair("agreements"), length=420, settings=TWO).said()


@pytest.mark.parametrize("answers", [("no",), ("yes", "no"), ("yes",), ("yes", "i don't know")])
def test_without_a_yes_of_everyone_nothing_is_kept(play: Play, answers: tuple[str, ...]) -> None:
    """A no, a doubt or a silence leaves it open (S10)."""
    journal = MemoryJournal()
    played = play(_to_the_agreement("two", *answers), length=300, settings=TWO, journal=journal)
    assert not journal.entries("agreement")
    assert "agreements.open" in played.said()


def test_no_deck_named_reads_them_in_order(play: Play, material: Material) -> None:
    """With no deck named all are read out, a few at a time, in the order of the programme; a number opens one (S4)."""
    script = [Spoken(1, "reflection"), reply("deck.which_again", "no"), reply("deck.which_again", "number two")]
    played = play(script, length=120)
    assert len(_text(played, "deck.item")) == 8
    assert _text(played, "deck.item")[0] == "Number one, what it meant."
    assert "together.alone" in played.said()
    phases = [material.decks[name].phase for name in ("meaning", "agreements", "future")]
    assert phases == ["understanding", "consistency", "future"]


def test_nothing_chosen_is_fine(play: Play) -> None:
    """Silence at the list of decks ends it."""
    played = play([Spoken(1, "reflection")], length=120)
    assert played.said()[-1] == "deck.none"
    assert not played.stage.pending


def test_every_deck_can_be_played_alone(play: Play, material: Material) -> None:
    """Every deck that ships runs from its opening to its closing for one person (S60, S65)."""
    for name, deck in material.decks.items():
        if name in ("future", "money"):  # these have a way in of their own
            continue
        asked = [Spoken(1, f"{name.replace('_', ' ')} cards"), *ALONE]
        if any(card.hurt for card in deck.cards):
            asked.append(reply("deck.role", "pass"))
        for number, card in enumerate(deck.cards):
            asked.append(reply(card.line, "pass", 2))
            asked += [reply("deck.another", "next")] if number + 1 < len(deck.cards) else []
        played = play(asked, length=400)
        assert len(turns(played)) == len(deck.cards), name
        assert played.said()[-1] == f"decks.{name}.closing", name


def _favourites(*cards: tuple[str, str]) -> MemoryJournal:
    journal = MemoryJournal()
    for deck, card in cards:
        journal.add("favourite", {"deck": deck, "card": card}, "", datetime(2026, 11, 20, 9))
    return journal


def test_favourites_are_offered_first_and_drawn(play: Play) -> None:
    """Cards that were kept are the first set to choose, behind the same door, and keep where they belong (S4, D15)."""
    journal = _favourites(("fear", "about"), ("money", "ten"), ("fear", "about"), ("gone", "card"))
    script = [
        Spoken(1, "reflection"), reply("deck.which_again", "number one"), *ALONE,
        reply("decks.fear.about", "next", 2), reply("deck.another", "next"), reply("decks.money.ten", "favourite", 2),
    ]  # fmt: skip
    played = play(script, length=120, journal=journal)
    assert _text(played, "deck.item")[0] == "Number one, your favourites."
    drawn = [line for line in played.said() if line in ("decks.fear.about", "decks.money.ten")]
    assert drawn == ["decks.fear.about", "decks.money.ten"]
    assert dict(journal.entries("favourite")[-1].fields) == {"deck": "money", "card": "ten"}


def test_a_private_favourite_is_not_offered_where_others_may_listen(play: Play) -> None:
    """Outside private minutes a card for one person alone is no favourite that is offered (S6, D14)."""
    played = play([Spoken(1, "reflection")], length=60, journal=_favourites(("meaning", "a_meaning")))
    assert _text(played, "deck.item")[0] == "Number one, what it meant."


def test_hidden_money_leads_on_to_its_talk(play: Play) -> None:
    """The cards about money end with the word for the conversation, and the word leads there (S7)."""
    journal = MemoryJournal()
    journal.add("preference", {"topic": "money"}, "", datetime(2026, 11, 20, 9))
    script = [
        Spoken(1, "reflection"), reply("deck.which_again", "number one"), *ALONE,
        reply("decks.money.ten", "done", 2), reply("deck.another", "done"), reply("decks.money.closing", "money"),
    ]  # fmt: skip
    played = play(script, length=120, journal=journal)
    assert "say money" in _text(played, "decks.money.closing")[0]
    assert played.said()[played.said().index("decks.money.closing") + 1] == "money.which"


NEEDS = ["safe", "heard", "alive", "seen", "rest", "wanted", "matter", "honest", "space", "close"]


def _needs(played: Rehearsal) -> list[str]:
    return [name for line in played.said() for name in NEEDS if line == f"decks.needs.{name}"]


@pytest.mark.parametrize("word", ["yes that one", "yes"])
def test_needs_are_gone_through_one_at_a_time(play: Play, word: str) -> None:
    """Ten words, one at a time: next, a no or silence goes on, and the one that fits ends the list (S32)."""
    said = [reply("decks.needs.safe", "next"), reply("decks.needs.heard", "no"), reply("decks.needs.seen", word)]
    played = play([*_alone("needs"), *said], length=60)
    assert _needs(played) == NEEDS[:4]
    assert played.said()[-2:] == ["deck.that_one", "decks.needs.words"]
    assert _needs(play(_alone("needs"), length=120)) == NEEDS
    assert _needs(play([*_alone("needs"), reply("decks.needs.safe", "i am done")], length=60)) == NEEDS[:1]


def test_two_people_go_through_the_same_needs(play: Play) -> None:
    """Each hears the words that somebody alone hears, before their own turn (S32, S57)."""
    played = play(_pair("needs"), length=600, settings=TWO)
    assert _needs(played)[:20] == NEEDS * 2
    assert [person for person, _ in turns(played, whole=False)][:2] == ["Ana", "Sam"]
