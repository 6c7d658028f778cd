"""The values that may stand in a line as `{name}`, and the check of the braces.

Rules
1. A line may use the values that its dialogue fills in, or fewer. A line that is not named here has none.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from companion._mistakes import nearest

VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "breathing.opening": ("length", "style"),
    "breathing.instead": ("style",),
    "breathing.left": ("length",),
    "check_in.opening": ("length",),
    "check_in.consent": ("name",),
    "check_in.consent_again": ("name",),
    "check_in.turn": ("name",),
    "timeout.when_yes_no": ("length", "time"),
    "timeout.floor": ("length",),
    "timeout.read_back": ("time",),
    "timeout.begin_later": ("time",),
    "timeout.again": ("length", "time"),
    "timeout.left": ("length", "time"),
    "doctor.microphone_ok": ("name",),
    "doctor.speaker_ok": ("name",),
    "doctor.device_missing": ("error", "what"),
    "doctor.voice_ok": ("name", "rate"),
    "doctor.voice_missing": ("error",),
    "doctor.ear_ok": ("engine", "percent"),
    "doctor.ear_missing": ("error",),
    "doctor.scripts_wrong": ("count",),
}

VALUE: Final = re.compile(r"\{([a-z_]+)\}")


def mistakes(line: str, text: str) -> Iterator[str]:
    """What is wrong with the braces in `text`, the words of the line with the id `line`."""
    values = VALUES.get(line, ())
    for value in dict.fromkeys(VALUE.findall(text)):
        if value not in values:
            yield f"`{{{value}}}` has no value in this line{_instead(value, values)}"
    if re.search(r"[{}]", VALUE.sub("", text)):
        yield "there is a brace that belongs to no value; a value is written `{like_this}`."


def _instead(value: str, values: tuple[str, ...]) -> str:
    known = [f"{{{name}}}" for name in values]
    return nearest(f"{{{value}}}", known).replace("known are", "it takes") if known else "; it takes none."
