"""The child program that opens a model before anybody relies on it: libvosk ends its process on some broken files.

Rules
1. In: words as a JSON list. Out: those the model does not know, as a JSON list, once it has loaded and has decoded a
   second of sound in both ways, with a grammar and freely. Nothing comes out of a model that cannot be used.
2. Nothing reaches the terminal, no memory image is left on disk, and the network is denied here as everywhere.
3. It imports little and is run as a file: the whole program would take longer to load than a model does.
"""

import json
import os
import random
import sys
from typing import Any

from companion.lockdown import deny_network


def main(folder: str) -> None:
    """Open the model in `folder`, try it, and answer."""
    words = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for standard in (1, 2):
        os.dup2(nowhere, standard)
    _leave_no_image()
    deny_network()
    import vosk

    model = vosk.Model(model_path=folder)
    noise = random.Random(1).randbytes(32_000)
    for grammar in ((), ('["[unk]"]',)):
        _decode(vosk.KaldiRecognizer(model, 16_000, *grammar), noise)
    with answer:
        json.dump([word for word in words if model.vosk_model_find_word(word) < 0], answer)


def _decode(recogniser: Any, noise: bytes) -> None:
    recogniser.SetWords(True)
    recogniser.AcceptWaveform(noise)
    recogniser.FinalResult()


def _leave_no_image() -> None:
    """An abort leaves no core file."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1])
