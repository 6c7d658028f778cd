"""What the doctor can find, as lines of the scripts (C21, C48)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LINES: Final = frozenset(
    f"doctor.{key}"
    for key in (
        "microphone_ok", "speaker_ok", "device_missing", "voice_ok", "voice_missing", "ear_ok", "ear_missing",
        "network_denied", "network_guarded", "store_none", "scripts_ok", "scripts_wrong", "microphone", "speaker",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: the line that tells it, its values, and whether it is well."""

    line: str
    values: Mapping[str, str] = field(default_factory=dict)
    well: bool = True
