"""How the companion may not speak: each rule bites, and each exception lets through what it should."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.content._pages import read_pages, spoken
from companion.content._wording import Spoken, Wording, breaches, check_wording, load_wording, sentences, tokens
from companion.yamlfile import Document

SAYS = {
    "Look at your hands.": "says 'look', which asks for sight.",
    "As you can see, it helps.": "says 'see', which asks for sight.",
    "Close your eyes and breathe.": "says 'close your eyes', which orders the eyes shut.",
    "Sit down, with your eyes closed.": "says 'with your eyes closed', which orders the eyes shut.",
    "Ask him how it was.": "says 'him', which assumes a gender.",
    "Your wife speaks first.": "says 'wife', which assumes a gender.",
    "A marriage takes time.": "says 'marriage', which assumes one form of relationship.",
    "It was your fault.": "says 'your fault', which blames or takes sides.",
    "You\N{RIGHT SINGLE QUOTATION MARK}re wrong.": "says 'you're wrong', which blames or takes sides.",
    "You always do that.": "says 'you always', which blames or takes sides.",
    "Three days, what a streak!": "says 'streak', which praises, scores or pushes.",
    "This will help.": "says 'will help', which promises what nobody can.",
    "You'll be FINE.": "says 'you'll be fine', which promises what nobody can.",
    "It is clinically proven.": "says 'clinically proven', which makes a medical claim.",
    "This treats fear.": "says 'treats', which makes a medical claim.",
    "Soon it is back to normal.": "says 'back to normal', which hurries back to how it was.",
    "Time to forgive.": "says 'forgive', which presses to forgive.",
    "I've called somebody.": "says 'i've called', which claims that somebody was told.",
    "Help is on its way.": "says 'help is on its way', which claims that somebody was told.",
    "Put the pills away.": "says 'pills', which names a method or asks for a contract.",
    "Promise me something.": "says 'promise me', which names a method or asks for a contract.",
}

FINE = (
    "I look after this.",
    "Your eyes open or closed, as you like.",
    "The other one said the word theirs.",
    "This is not therapy, and I am not a therapist.",
    "Nobody has to forgive, and forgiveness is not forgetting.",
    "Nobody is to blame.",
    "I cannot call anyone.",
    "The overseer seesaws.",
    "Was there a moment you felt seen, soothed or supported?",
)


def wording(checkout: Path) -> tuple[Wording, Document]:
    """The rules that ship."""
    return load_wording(checkout / "scripts", "en")


def said(rules: tuple[Wording, Document], *texts: str, line: str = "a.b") -> list[str]:
    """What the rules say about lines of these texts."""
    lines = [Spoken(line, text, "a.yaml", number) for number, text in enumerate(texts, 1)]
    return [problem.text for problem in check_wording(lines, *rules)]


@pytest.mark.parametrize("text", SAYS)
def test_what_is_never_said(checkout: Path, text: str) -> None:
    """Each forbidden way of speaking is found, with the words and the reason."""
    assert SAYS[text] in said(wording(checkout), text)


@pytest.mark.parametrize("text", FINE)
def test_what_may_be_said(checkout: Path, text: str) -> None:
    """Words inside allowed phrases and inside other words do not count."""
    assert not list(breaches([Spoken("a.b", text, "a.yaml", 1)], wording(checkout)[0]))


def test_every_group_has_a_test(checkout: Path) -> None:
    """No group of the rules is without a sentence that it forbids."""
    reasons = {group.because for group in wording(checkout)[0].groups.values()}
    assert {
        reason for reason in reasons if any(sentence.endswith(f"which {reason}.") for sentence in SAYS.values())
    } == reasons


def test_every_phrase_bites(checkout: Path) -> None:
    """Each forbidden phrase on its own is found, and each allowed one holds a forbidden one of its group."""
    rules = wording(checkout)
    for group in rules[0].groups.values():
        for phrase in group.forbid:
            assert any(group.because in text for text in said(rules, phrase)), phrase
        for phrase in group.allow:
            words = f" {' '.join(tokens(phrase))} "
            assert any(f" {' '.join(tokens(forbidden))} " in words for forbidden in group.forbid), phrase
            assert not any(group.because in text for text in said(rules, phrase)), phrase


def test_words_do_not_join_across_sentences(checkout: Path) -> None:
    """A phrase that begins in one sentence and ends in the next was not said."""
    line = Spoken("a.b", "Nobody is back. To normal days.", "a.yaml", 1)
    assert not list(breaches([line], wording(checkout)[0]))


def test_sentences_are_for_the_ear() -> None:
    """No sentence is over its limit, nor the middle one of all over its own; a value counts as four words."""
    rules = Wording(longest=6, median=4), Document("wording.yaml", None, {})
    assert said(rules, "One two three four five six.", "One {time}.", "One two.") == [
        "the middle one of all sentences has 5 words; 4 is the most.",
    ]
    assert said(rules, "One two three four five six seven. One. Two.") == [
        "the sentence that begins 'One two three four' has 7 words; 6 is the most.",
    ]


def test_a_line_can_be_excepted() -> None:
    """A group that does not count in a line lets it pass; an exception for no line is a mistake."""
    rules = (
        Wording.model_validate({"groups": {"x": {"because": "is odd", "forbid": ["odd"], "lines": ["a.b", "c.d"]}}}),
        Document("wording.yaml", None, {}),
    )
    assert said(rules, "An odd one.") == ["there is no line `c.d`."]
    assert "says 'odd', which is odd." in said(rules, "An odd one.", line="e.f")


def test_what_ships_keeps_the_rules(checkout: Path) -> None:
    """Every line in the scripts that ship is spoken as it should be."""
    lines = list(spoken(read_pages(checkout / "scripts", "en").pages))
    assert [str(problem) for problem in check_wording(lines, *wording(checkout))] == []


@given(st.text(max_size=80))
def test_sentences_lose_no_word(text: str) -> None:
    """Cutting a line into sentences keeps every word in its order."""
    assert [word for sentence in sentences(text) for word in tokens(sentence)] == list(tokens(text))
