"""Looking up what was agreed for later."""

from datetime import datetime

from companion.scene import Scene


def agreed(scene: Scene, what: str) -> datetime | None:
    """When the appointment for `what` is; None where there is none."""
    return next((found.when for found in scene.appointments if found.what == what), None)
