"""What the doctor can find, as lines of the scripts (C21, C48)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from companion.dialogues._lines import lines

LINES: Final = lines(
    "doctor",
    "network_denied network_guarded store_none scripts_ok microphone speaker helplines_none",
    microphone_ok="name",
    speaker_ok="name",
    device_missing="what error",
    voice_ok="name rate",
    voice_missing="error",
    ear_ok="engine percent",
    ear_missing="error",
    scripts_wrong="count",
    store_keyring="count where",
    store_file="count where",
    store_locked="where",
    store_wrong="error where",
    helplines_ok="country",
    helplines_unchecked="country numbers",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: the line that tells it, its values, and whether it is well."""

    line: str
    values: Mapping[str, str] = field(default_factory=dict)
    well: bool = True
