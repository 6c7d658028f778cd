"""Other ways: to understand the same templates (hassil, plain rapidfuzz), and to hear them (a plain grammar).

Rules
1. All get the same templates and the same sentences. What a rival finds that is not offered in the state counts as
   none, as it would be thrown away. Slots they cannot parse (times, numbers) are wildcards for them.
2. Those that take whole sentences get `SAMPLES` of each template: what a template stands for is often thousands.
3. A template that a rival cannot read is left out for it, and how many these are is told.
4. The plain grammar is PocketSphinx as its manual has it: its own settings, a whole recording at once, all believed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import pocketsphinx
from rapidfuzz import fuzz, process

from companion.intents import Templates, sentences_of
from companion.ports import Commands
from companion.steps import State
from companion.units import Mono

SAMPLES: Final = 12
ENOUGH: Final = 90.0
"""WRatio, 0 to 100, from which plain rapidfuzz takes the best sentence; the usual choice."""

BUILT_IN: Final = ("when", "every", "vague", "minutes", "rating", "choice", "number")


@dataclass(frozen=True, slots=True)
class Rival:
    """`understand` gives an intent's name, or "none", for words in a state; `note` says what it could not take."""

    called: str
    understand: Callable[[str, State], str]
    note: str = ""


def rivals(templates: Templates) -> Iterator[Rival | str]:
    """Every rival that is installed; a sentence for one that is not."""
    offered = {meaning.name: meaning.states for meaning in templates.meanings}
    yield _plain(templates)
    if find_spec("hassil") is None:
        yield "hassil is not installed: pip install hassil"
    else:
        yield from _hassil(templates, offered)


def _plain(templates: Templates) -> Rival:
    names: dict[State, dict[str, str]] = {}
    for text, name, states in sentences_of(templates, SAMPLES):
        for state in states:
            names.setdefault(state, {}).setdefault(text, name)

    def understand(text: str, state: State) -> str:
        found = process.extractOne(text.lower(), names[state].keys(), scorer=fuzz.WRatio, score_cutoff=ENOUGH)
        return "none" if found is None else names[state][found[0]]

    return Rival("rapidfuzz WRatio", understand)


def _hassil(templates: Templates, offered: Mapping[str, frozenset[State]]) -> Iterator[Rival]:
    import hassil

    data: dict[str, Any] = {"language": "en", "intents": {}, "lists": {}, "expansion_rules": {}}
    for name in (*BUILT_IN, "what", "rest", "to", "word", "name"):
        data["lists"][name] = {"wildcard": True}
    for name, entries in templates.lists.items():
        data["lists"][name] = {"values": [{"in": _foreign(entry.line.text), "out": entry.value} for entry in entries]}
    for name, lines in templates.rules.items():
        data["expansion_rules"][name] = f"({'|'.join(_foreign(line.text) for line in lines)})"
    left_out = 0
    for meaning in templates.meanings:
        texts = [_foreign(line.text) for group in meaning.groups for line in group.lines]
        kept = [text for text in texts if _is_readable(hassil, text)]
        left_out += len(texts) - len(kept)
        data["intents"][meaning.name] = {"data": [{"sentences": kept}]}
    intents = hassil.Intents.from_dict(data)
    skip = sorted(templates.words.skip)
    note = f"{left_out} templates left out" if left_out else ""
    for called, more in (("hassil", {}), ("hassil, unmatched entities allowed", {"allow_unmatched_entities": True})):

        def understand(text: str, state: State, more: Mapping[str, Any] = more) -> str:
            found = hassil.recognize_best(text, intents, skip_words=skip, **more)
            return found.intent.name if found is not None and state in offered[found.intent.name] else "none"

        yield Rival(called, understand, note)


def plain_grammar(commands: Commands, state: State) -> Callable[[Mono], str]:
    """What turns a recording, shape (n,), into words of the grammar of `state`."""
    decoder = pocketsphinx.Decoder(lm=None, loglevel="FATAL")
    for word, ways in commands.pronunciations().items():
        if decoder.lookup_word(word) is None:
            decoder.add_word(word, ways[0], False)
    decoder.add_jsgf_string(state, commands.jsgf(state))
    decoder.activate_search(state)

    def heard(sound: Mono) -> str:
        decoder.start_utt()
        decoder.process_raw(sound.tobytes(), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return "" if found is None else str(found.hypstr)

    return heard


def _foreign(text: str) -> str:
    """A template of ours as hassil writes it: free words are a wildcard list."""
    return text.replace("*}", "}")


def _is_readable(hassil: Any, text: str) -> bool:
    try:
        hassil.parse_sentence(text)
    except hassil.parser.ParseError:
        return False
    return True
