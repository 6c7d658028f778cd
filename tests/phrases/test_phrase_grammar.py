"""The grammar, its samples and its words."""

import random
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pocketsphinx
import pytest

from companion import phrases

NOW = datetime(2026, 11, 20, 9)
RULES = tuple(phrases.grammar())
READ = ("when", "every", "minutes", "rating", "number", "choice", "vague")


def understood(name: str, said: str) -> bool:
    words = said.split()
    if name == "rating":
        return phrases.parse_rating(words) is not None
    if name == "choice":
        return phrases.parse_choice(words) is not None
    if name == "number":
        return phrases.parse_number(words) is not None
    if name == "minutes":
        length = phrases.find_minutes(words)
        return length is not None and length.first == 0 and length.last == len(words)
    found = phrases.find_time(words, NOW)
    return found is not None and (found.first, found.last) == (0, len(words))


def settled(said: str) -> bool:
    found = phrases.find_time(said.split(), NOW)
    return found is not None and not found.vague


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All rules as one JSGF file."""
    path = tmp_path_factory.mktemp("grammar") / "phrases.jsgf"
    rules = "".join(f"public <{name}> = {body};\n" for name, body in phrases.grammar().items())
    path.write_text(f"#JSGF V1.0;\ngrammar phrases;\n{rules}", encoding="utf-8")
    return path


def automaton(written: Path, name: str) -> pocketsphinx.FsgModel:
    jsgf = pocketsphinx.Jsgf(str(written))
    return jsgf.build_fsg(jsgf.get_rule(f"phrases.{name}"), pocketsphinx.LogMath(1.0001), 1.0)


@pytest.mark.parametrize("name", RULES)
def test_every_sample_is_accepted_by_the_grammar(written: Path, name: str) -> None:
    """PocketSphinx itself accepts each sample of each rule."""
    model = automaton(written, name)
    assert [said for said in phrases.samples(name) if not model.accept(said)] == []


@pytest.mark.parametrize("name", READ)
def test_every_sample_is_understood(name: str) -> None:
    """Each sample is read from its first word to its last."""
    assert [said for said in phrases.samples(name) if not understood(name, said)] == []


@pytest.mark.parametrize("name", ["when", "every"])
def test_every_sample_of_a_time_has_a_value(name: str) -> None:
    """No sample of `when` or `every` is vague; every sample of `vague` is."""
    assert [said for said in phrases.samples(name) if not settled(said)] == []
    assert [said for said in phrases.samples("vague") if settled(said)] == []


@pytest.mark.parametrize("name", READ)
def test_whatever_the_grammar_accepts_is_understood(name: str) -> None:
    """Three hundred random sentences of each rule are read from end to end."""
    rng = random.Random(name)
    said = [" ".join(spoken(phrases.grammar()[name], phrases.grammar(), rng)) for _ in range(300)]
    assert [sentence for sentence in said if not understood(name, sentence)] == []


@pytest.mark.parametrize(("name", "most"), [("when", 700), ("every", 300), *((name, 150) for name in READ[2:])])
def test_the_grammar_is_small(written: Path, tmp_path: Path, name: str, most: int) -> None:
    """A rule written out has few states, since it is one slot among hundreds of phrases."""
    automaton(written, name).writefile(str(tmp_path / "fsg"))
    states = re.search(r"NUM_STATES (\d+)", (tmp_path / "fsg").read_text(encoding="utf-8"))
    assert states is not None
    assert int(states[1]) <= most


def test_the_embedded_recogniser_knows_every_word() -> None:
    """Each word of the grammar is in the dictionary of PocketSphinx's wheel."""
    dictionary = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    known = {line.split(maxsplit=1)[0] for line in dictionary.read_text(encoding="utf-8").splitlines()}
    assert phrases.words() - known == set()
    assert {word for name in RULES for said in phrases.samples(name) for word in said.split()} <= phrases.words()


def spoken(body: str, rules: Mapping[str, str], rng: random.Random) -> list[str]:
    """A random sentence of a JSGF right-hand side."""
    tokens = iter(re.findall(r"<[^>]*>|[a-z']+|[()\[\]|]", body))
    return _alternatives(tokens, rules, rng)


def _alternatives(tokens: Iterator[str], rules: Mapping[str, str], rng: random.Random) -> list[str]:
    """One of the ways up to the closing bracket."""
    ways: list[list[str]] = [[]]
    for token in tokens:
        if token in (")", "]"):
            break
        if token == "|":
            ways.append([])
        elif token == "(":
            ways[-1] += _alternatives(tokens, rules, rng)
        elif token == "[":
            ways[-1] += rng.choice([[], _alternatives(tokens, rules, rng)])
        else:
            ways[-1] += spoken(rules[token[1:-1]], rules, rng) if token.startswith("<") else [token]
    return rng.choice(ways)
