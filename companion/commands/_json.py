"""The JSON that `understand` and `hear` print."""

import json
from collections.abc import Mapping

from companion.steps import Intent


def fields(text: str, intent: Intent) -> dict[str, object]:
    """text, intent, slots, score (three decimals), runner_up."""
    other = intent.runner_up
    return {
        "text": text,
        "intent": intent.name,
        "slots": dict(intent.slots),
        "score": round(intent.score, 3),
        "runner_up": None if other is None else {"intent": other.name, "score": round(other.score, 3)},
    }


def line(data: Mapping[str, object]) -> str:
    """One line of JSON."""
    return json.dumps(data, ensure_ascii=False)


def meaning(text: str, intent: Intent) -> str:
    return line(fields(text, intent))
