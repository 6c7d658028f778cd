"""The bundled answers of safety: said at once, in the same words, from every state (D1-D5, D8, D9, D12, D31).

Rules
1. No line is generated, asks for detail, judges, promises, or claims that anybody was told.
2. What somebody says about being afraid is answered with the neutral line only: another person may be listening.
"""

from typing import Final

from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Dialogue, Leave, Say

LINES: Final = lines(
    "safety", "crisis_self ask_direct ask_safe crisis_near crisis_other threat did_harm afraid support decoy"
)
_DANGER: Final = {"threat": "safety.threat", "did_harm": "safety.did_harm", "afraid": "safety.afraid"}


def crisis(scene: Scene) -> Dialogue:
    """Words of self-harm, one's own or somebody else's."""
    other = scene.intent.slots.get("who") == "other"
    if other:
        yield Say("safety.crisis_other")
    else:
        yield Say("safety.crisis_self")
        yield Say("safety.ask_direct" if scene.settings.crisis_ask_direct else "safety.ask_safe")
        yield Say("safety.crisis_near")
    yield Say("safety.support")


def danger(scene: Scene) -> Dialogue:
    """Violence, fear, coercion."""
    yield Say(_DANGER[str(scene.intent.slots.get("kind", "afraid"))])


def support(_: Scene) -> Dialogue:
    """Where help can be found."""
    yield Say("safety.support")


def quick_exit(_: Scene) -> Dialogue:
    """An everyday answer, and gone."""
    yield Say("safety.decoy", heeds=frozenset({"stop", "timeout", "pause", "wait"}))
    yield Leave(quick=True)
