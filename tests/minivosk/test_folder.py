"""A folder of random weights, opened by the real Vosk."""

import json
from pathlib import Path

import numpy as np
import pytest
import vosk

from tools.minivosk import folder, lexicon, nnet3, openfst, phones, recipe
from tools.minivosk.errors import MinivoskError

RECIPE = {
    "recipe.toml": """
name = "tiny"
title = "Tiny"
licence = "CC0-1.0"
seed = 1
[corpus]
utterances = 1
silences = 0
phrases = 1.0
decoys = 0.0
mixed = 0.0
frequent_decoys = 0
near_decoys = 0
[voices]
flite = ["rms"]
flite_share = 1.0
accents = {}
held_out = []
excluded = []
[training]
widths = [8, 8]
copies = 0
unknown_share = 0.5
bootstrap = 0
first_epochs = 1
epochs = 1
batch_frames = 1
learning_rate = 0.1
[decoding]
acoustic_scale = 0.4
beam = 11.0
lattice_beam = 2.0
max_active = 1500
silence_prior_scale = 1.0
unknown_prior = 0.1
unknown_cost = 1.0
""",
    "words.txt": "time\nout\nstop\n",
    "phrases.txt": "time out\nstop\n",
    "commands.txt": "time out\nstop\n",
}
SOUNDS = ["time T AY M", "out AW T", "stop S T AA P"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recipe folder of three words."""
    path = tmp_path_factory.mktemp("recipe")
    for name, text in RECIPE.items():
        (path / name).write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def model_folder(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model folder of `tiny`, with random weights."""
    return _written(tiny, tmp_path_factory.mktemp("model"))


def _written(tiny: Path, place: Path) -> Path:
    if not openfst.available():
        pytest.skip("the OpenFst tools (libfst-tools) are not on this machine")
    chance = np.random.default_rng(1)
    weights = [chance.standard_normal((8, 5 * 40)), chance.standard_normal((phones.PDFS, 3 * 8))]
    offsets = [(-2, -1, 0, 1, 2), (-3, 0, 3)]
    layers = [
        nnet3.Layer(offset, (0.01 * table).astype(np.float32), np.zeros(len(table), np.float32))
        for offset, table in zip(offsets, weights, strict=True)
    ]
    acoustics = folder.Acoustics(layers, np.full(phones.PDFS, 1 / phones.PDFS, np.float32))
    sounds = lexicon.Lexicon(lexicon.read_lines(SOUNDS, "sounds"))
    folder.write(place / "tiny", recipe.load(tiny), sounds, acoustics, place / "work")
    return place / "tiny"


def test_vosk_loads_the_folder_and_knows_its_words(model_folder: Path) -> None:
    """Every word and [unk] can be looked up, and no other."""
    vosk.SetLogLevel(-2)
    model = vosk.Model(model_path=str(model_folder))
    assert all(model.vosk_model_find_word(word) > 0 for word in ("time", "out", "stop", "[unk]"))
    assert model.vosk_model_find_word("breathe") == -1


def test_vosk_decodes_with_either_grammar(model_folder: Path) -> None:
    """Noise through random weights comes out as words of the grammar, the same ones each time."""
    vosk.SetLogLevel(-2)
    model = vosk.Model(model_path=str(model_folder))
    noise = np.random.default_rng(2).normal(0, 2000, 16_000).astype("<i2").tobytes()

    def heard(*grammar: str) -> str:
        recogniser = vosk.KaldiRecognizer(model, 16_000, *grammar)
        recogniser.AcceptWaveform(noise)
        return str(json.loads(recogniser.FinalResult())["text"])

    assert heard() in {"", "time out", "stop", "[unk]", "[unk] [unk]"}
    assert set(heard('["stop"]').split()) <= {"stop"}
    assert heard() == heard()


def test_the_folder_holds_what_vosk_asks_for_and_nothing_else(model_folder: Path) -> None:
    """Seven files."""
    names = sorted(str(path.relative_to(model_folder)) for path in model_folder.rglob("*") if path.is_file())
    assert names == [
        "am/final.mdl",
        "conf/mfcc.conf",
        "conf/model.conf",
        "graph/Gr.fst",
        "graph/HCLr.fst",
        "graph/disambig_tid.int",
        "graph/phones/word_boundary.int",
    ]


def test_the_same_net_gives_the_same_files_wherever_it_is_written(
    model_folder: Path, tiny: Path, tmp_path: Path
) -> None:
    """Byte for byte, so no file tells where it was made."""
    again = _written(tiny, tmp_path)
    files = [path.relative_to(again) for path in again.rglob("*") if path.is_file()]
    assert len(files) == 7
    for name in files:
        assert (again / name).read_bytes() == (model_folder / name).read_bytes(), name


def test_features_are_computed_without_dither(model_folder: Path) -> None:
    """Dither would make two decodings of one sound differ."""
    assert "--dither=0" in (model_folder / "conf/mfcc.conf").read_text("ascii").splitlines()


def test_a_phrase_outside_the_word_list_is_refused(tiny: Path, tmp_path: Path) -> None:
    """The error names the words that are missing."""
    for path in tiny.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "commands.txt").write_text("time out\nbreathe\n", "utf-8")
    with pytest.raises(MinivoskError, match=r"lacks: breathe\."):
        recipe.load(tmp_path)


def test_a_recipe_without_a_file_is_refused(tmp_path: Path) -> None:
    """The error names the folder."""
    with pytest.raises(MinivoskError, match="is not a whole recipe"):
        recipe.load(tmp_path)
