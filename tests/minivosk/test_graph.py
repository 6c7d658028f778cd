"""The text of both graphs, read by a tiny search."""

from tools.minivosk import graph, phones, transitions

WORDS = [(1, ("SPN",)), (2, ("G", "OW")), (3, ("G", "OW", "IH", "NG")), (4, ("G", "OW"))]


def arcs(lines: list[str]) -> list[tuple[int, int, int, int]]:
    """(source, target, taken, given) of every line that is an arc."""
    fields = [line.split() for line in lines]
    return [(int(f[0]), int(f[1]), int(f[2]), int(f[3])) for f in fields if len(f) == 5]


def results(lines: list[str], taken: list[int]) -> set[tuple[int, ...]]:
    """Every output of a complete path over exactly `taken`, epsilon being 0."""
    finals = {int(line) for line in lines if len(line.split()) == 1}
    all_arcs = arcs(lines)
    found: set[tuple[int, ...]] = set()
    stack: list[tuple[int, int, tuple[int, ...]]] = [(int(lines[0].split()[0]), 0, ())]
    seen = set(stack)
    while stack:
        state, used, given = stack.pop()
        if used == len(taken) and state in finals:
            found.add(given)
        for source, target, label, word in all_arcs:
            if source != state or (label and (used == len(taken) or taken[used] != label)):
                continue
            following = (target, used + bool(label), (*given, word) if word else given)
            if following not in seen:
                seen.add(following)
                stack.append(following)
    return found


def enter(phone: str) -> int:
    """The transition id of a phone's first frame."""
    return transitions.enter_id(phones.phone_id(phone))


def loop(phone: str) -> int:
    """The transition id of a phone's later frames."""
    return transitions.loop_id(phones.phone_id(phone))


def test_words_that_sound_the_same_share_a_path() -> None:
    """Both words come out of the same phones."""
    lines = graph.lexicon_fst(WORDS)
    assert results(lines, [enter("G_B"), enter("OW_E"), loop("OW_E")]) == {(2,), (4,)}


def test_a_prefix_is_walked_once() -> None:
    """G at the beginning of a word is one node, entered by one arc."""
    lines = graph.lexicon_fst(WORDS)
    assert [label for _, _, label, _ in arcs(lines)].count(enter("G_B")) == 1
    assert results(lines, [enter("G_B"), enter("OW_I"), enter("IH_I"), enter("NG_E")]) == {(3,)}


def test_silence_may_stand_anywhere_between_words() -> None:
    """Before, between and after, but a word needs all of its phones."""
    lines = graph.lexicon_fst(WORDS)
    silence = [enter("SIL"), loop("SIL"), loop("SIL")]
    unknown = [enter("SPN_S"), loop("SPN_S")]
    assert results(lines, [*silence, *unknown, *silence, enter("G_B"), enter("OW_E"), *silence]) == {(1, 2), (1, 4)}
    assert results(lines, [*unknown, enter("G_B"), enter("OW_E")]) == {(1, 2), (1, 4)}
    assert results(lines, silence) == {()}
    assert results(lines, [enter("G_B")]) == set()


def test_silence_is_entered_once() -> None:
    """Two silences in a row are no path: they would only be another way to say one."""
    lines = graph.lexicon_fst(WORDS)
    assert results(lines, [enter("SIL"), enter("SIL")]) == set()


def test_the_grammar_takes_whole_phrases_only() -> None:
    """A phrase, unknown words, or nothing; never half a phrase or two."""
    ids = {graph.UNKNOWN: 9, "time": 1, "out": 2, "stop": 3}
    lines = graph.phrase_fst(["time out", "stop"], ids, 1.0)
    for words in ([], [1, 2], [3], [9], [9, 9]):
        assert results(lines, words) == {tuple(words)}
    for words in ([1], [2], [3, 3], [3, 9], [1, 2, 3]):
        assert results(lines, words) == set()


def test_the_earlier_of_two_like_words_is_cheaper() -> None:
    """A homophone of an earlier word costs a little, so that the word list decides a tie."""
    costs = {line.split()[3]: float(line.split()[4]) for line in graph.lexicon_fst(WORDS) if line.count(" ") == 4}
    assert (costs["2"], costs["4"]) == (0.0, graph.HOMOPHONE_COST)
