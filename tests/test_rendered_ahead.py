"""What the voice renders before anybody has asked."""

from companion.app import AT_ONCE, plain_sentences
from companion.material import Material
from companion.stage import sentences


def test_what_answers_somebody_in_need_is_rendered_first(material: Material) -> None:
    """The lines of timeout, safety and calm come before all others, and none is left out."""
    plain = {line: text for line, text in material.lines.items() if "{" not in text}
    urgent = [s for line, text in plain.items() if line.split(".")[0] in AT_ONCE for s in sentences(text)]
    ahead = plain_sentences(material)
    assert ahead[: len(urgent)] == urgent
    assert sorted(ahead) == sorted(s for text in plain.values() for s in sentences(text))
