"""Settings, and finding a voice by what a person calls it."""

import pytest

from companion.errors import VoiceError
from companion.ports import FASTEST, SLOWEST
from companion.voices import VoiceInfo, VoiceSettings, find_voice

VOICES = [
    VoiceInfo("gmw/de", "German", ("de",)),
    VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",)),
    VoiceInfo("gmw/en-us", "English (America)", ("en-us",)),
    VoiceInfo("gmw/en-us-nyc", "English (America, New York City)", ("en-us",)),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("gmw/en-us", "gmw/en-us"),
        ("en-us", "gmw/en-us"),
        ("EN", "gmw/en"),
        ("en-gb", "gmw/en"),
        (" german ", "gmw/de"),
        ("English (America)", "gmw/en-us"),
        ("en-us+f3", "gmw/en-us+f3"),
        ("german+Annie", "gmw/de+Annie"),
    ],
)
def test_a_voice_is_found_by_id_its_last_part_name_or_language(wanted: str, found: str) -> None:
    """Whatever case it is written in, and with its variant kept as written."""
    assert find_voice(wanted, VOICES) == found


@pytest.mark.parametrize(("wanted", "meant"), [("germn", "German"), ("en-as", "en-us"), ("english america", "English")])
def test_a_voice_misspelt_is_answered_with_the_nearest(wanted: str, meant: str) -> None:
    """The error names what was asked for, what may have been meant, and where the list is."""
    with pytest.raises(VoiceError, match=rf'"{wanted}"\. Did you mean "{meant}.*companion voices'):
        find_voice(wanted, VOICES)


@pytest.mark.parametrize("wanted", ["", "xyzzy", "+f3"])
def test_nothing_is_suggested_where_nothing_is_near(wanted: str) -> None:
    """A guess that is far off would mislead."""
    with pytest.raises(VoiceError) as raised:
        find_voice(wanted, VOICES)
    assert "Did you mean" not in str(raised.value)


@pytest.mark.parametrize(("rate", "pitch"), [(SLOWEST - 1, 50), (FASTEST + 1, 50), (170, -1), (170, 100)])
def test_settings_out_of_bounds_are_refused(rate: int, pitch: int) -> None:
    """80 to 450 words a minute and 0 to 99, said in the error."""
    with pytest.raises(VoiceError, match=r"80 to 450|0 to 99"):
        VoiceSettings(rate=rate, pitch=pitch)
