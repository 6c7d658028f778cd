"""The notation of templates: what it says, and what is told about a mistake in it."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.content._intents import load_templates
from companion.errors import Problems
from companion.intents import Interpreter, collisions
from companion.intents._places import Trees
from companion.intents._samples import Samples
from companion.intents._syntax import Misprint, parse
from companion.intents._templates import Words
from companion.intents._words import Speller

MISPRINTS = [
    ("(a|b", "a `(` is never closed."),
    ("a|b)", "a `|` stands outside of brackets; write (a|b)."),
    ("a) b", "a `)` closes what was never opened."),
    ("[a b", "a `[` is never closed."),
    ("(a]", "a `(` is never closed."),
    ("{when", "a `{` has no partner."),
    ("<rule", "a `<` has no partner."),
    ("{bad name}", "`bad name` is no name; names are letters, digits and `_`."),
    ("(a|b;c)", "`|` and `;` are mixed in one pair of brackets; use a pair for each."),
]

SAID = [
    ("(a|b) [c]", {"a", "b", "a c", "b c"}),
    ("(a;b;c)", {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"}),
    ("a [b [c]]", {"a", "a b", "a b c"}),
]


@pytest.mark.parametrize(("text", "told"), MISPRINTS)
def test_a_misprint_is_told_in_a_sentence(text: str, told: str) -> None:
    """What is wrong with a template is one sentence."""
    with pytest.raises(Misprint) as caught:
        parse(text)
    assert str(caught.value) == told


@pytest.mark.parametrize(("text", "said"), SAID)
def test_a_template_stands_for_its_sentences(text: str, said: set[str]) -> None:
    """A template stands for exactly the sentences of its brackets."""
    samples = Samples(Trees({}, {}))
    assert set(samples.some(parse(text), 100)) == said


@given(st.text(alphabet="ab()[]|;<>{}* ", max_size=30))
def test_any_text_is_a_template_or_a_misprint(text: str) -> None:
    """Whatever is written, it is a tree or a Misprint."""
    with suppress(Misprint):
        assert isinstance(parse(text), tuple)


@given(st.text(max_size=200))
def test_any_text_has_words(text: str) -> None:
    """Whatever is typed, its words come with what they were said as."""
    said = Speller(Words()).utterance(text)
    assert len(said.words) == len(said.sources)
    assert all(0 <= at <= len(said.words) for at in said.breaks)


def told(folder: Path, text: str) -> list[str]:
    """The mistakes in a folder with one file."""
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        Interpreter(load_templates(folder))
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    """Bracket, unknown rule, unknown list and a sentence of nothing are told together, each with its line."""
    text = "intents:\n  tea:\n    sentences: |\n      (a|b\n      <nowhere> tea\n      {sort} tea\n      [please]\n"
    assert told(tmp_path, text) == [
        "4: a `(` is never closed.",
        "5: there is no rule `<nowhere>`.",
        "6: there is no list `{sort}`.",
        "7: every word of this is optional, so silence would be enough; make one part required.",
    ]


def test_a_list_that_refers_to_itself_is_told(tmp_path: Path) -> None:
    """A rule or a list that leads back to itself is a mistake, and says how."""
    text = "intents:\n  tea:\n    sentences: tea\nrules:\n  a: <b> tea\n  b: <a> cup\nlists:\n  c:\n    one: one {c}\n"
    assert told(tmp_path, text) == [
        "5: `<a>` leads back to itself: <a> to <b> to <a>.",
        "9: `{c}` leads back to itself: {c} to {c}.",
    ]


def test_two_intents_with_one_sentence_are_told(tmp_path: Path) -> None:
    """One sentence in two intents of one state is a problem with both places."""
    text = "intents:\n  tea:\n    sentences: (make|brew) tea\n  pot:\n    sentences: |\n      brew tea\n"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    (problem,) = collisions(load_templates(tmp_path))
    assert problem.line == 6
    assert problem.text.startswith('"brew tea" means `pot` here and `tea` in ')


def test_a_folder_without_templates_is_told(tmp_path: Path) -> None:
    """A folder without templates is one sentence."""
    with pytest.raises(Problems, match="there are no sentence templates"):
        load_templates(tmp_path)
