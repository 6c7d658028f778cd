"""The phone set and its transition model."""

import struct

from tools.minivosk import phones, transitions


def test_the_phone_ids_are_contiguous_and_share_pdfs() -> None:
    """SIL is 1, SPN_S the last of 158, and the four positions of a phone have the same two pdfs."""
    pairs = phones.pdf_pairs()
    assert (phones.phone_id("SIL"), phones.phone_id("SPN_S"), len(pairs)) == (1, 158, 158)
    assert {pairs[phones.phone_id(f"AA_{position}") - 1] for position in "BEIS"} == {(2, 3)}
    assert {pdf for pair in pairs for pdf in pair} == set(range(phones.PDFS))
    assert phones.PDFS == 82


def test_positions_follow_the_place_in_the_word() -> None:
    """First, last, inside, alone."""
    assert phones.positioned(("S", "T", "AA", "P")) == ("S_B", "T_I", "AA_I", "P_E")
    assert phones.positioned(("AH",)) == ("AH_S",)


def test_the_word_boundary_table_names_every_phone() -> None:
    """Only silence is no part of a word."""
    lines = phones.word_boundary_lines()
    assert lines[:5] == ["1 nonword", "2 begin", "3 end", "4 internal", "5 singleton"]
    assert lines[-1] == "158 singleton"
    assert len(lines) == 158


def test_the_topology_says_that_both_pdfs_differ() -> None:
    """After the phone lists stand -1 and one entry of two states."""
    model = transitions.transition_model()
    head = b"<TransitionModel> <Topology> "
    assert model.startswith(head + b"\4" + struct.pack("<i", 158) + struct.pack("<ii", 1, 2))
    lists = len(head) + 2 * 5 + 4 * (158 + 159)
    numbers = [-1, 1, 2, 0, 1, 2]
    assert model[lists : lists + 30] == b"".join(b"\4" + struct.pack("<i", number) for number in numbers)


def test_every_phone_has_a_tuple_and_two_log_probabilities() -> None:
    """The tuples are (phone, state 0, first pdf, later pdf); log probabilities are counted from 1."""
    model = transitions.transition_model()
    tuples = model.index(b"<Tuples> ") + len(b"<Tuples> ")
    assert struct.unpack_from("<xi", model, tuples) == (158,)
    assert struct.unpack_from("<xixixixi", model, tuples + 5) == (1, 0, 0, 1)
    assert struct.unpack_from("<xixixixi", model, tuples + 5 + 20) == (2, 0, 2, 3)
    log_probs = model.index(b"<LogProbs> FV ") + len(b"<LogProbs> FV ")
    assert struct.unpack_from("<xi", model, log_probs) == (317,)
    assert model.endswith(b"</LogProbs> </TransitionModel> ")


def test_a_phone_is_entered_and_kept_on_neighbouring_ids() -> None:
    """Phone p loops on 2p - 1 and is entered on 2p."""
    assert (transitions.loop_id(1), transitions.enter_id(1), transitions.loop_id(2)) == (1, 2, 3)
