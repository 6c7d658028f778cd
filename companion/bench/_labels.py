"""What recordings and sentences really mean, as a person wrote it down: `{name: {intent, slots, state}}`.

Rules
1. `intent` must be there; `slots` may be left out when there are none, `state` when it is idle.
2. What is wrong in a labels file is one sentence, with the name it stands at.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from companion.errors import UsageError
from companion.steps import Intent, Slot, State
from companion.yamlfile import read


class Label(BaseModel):
    """What is meant, and the state in which it is said."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    intent: str
    slots: dict[str, Slot] = {}
    state: State = "idle"

    def met_by(self, intent: Intent) -> bool:
        """Whether `intent` is right, slots included."""
        return intent.name == self.intent and dict(intent.slots) == self.slots


def read_labels(path: Path) -> dict[str, Label]:
    """The labels in the JSON file at `path`, or in a YAML file like those in tests/intents. Raises UsageError."""
    if path.suffix in (".yaml", ".yml"):
        return labels(dict(_written(path)), str(path))
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"The labels {path} cannot be read: {error.strerror}. Check the name.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The labels {path} are not UTF-8 text. Save them as UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"The labels {path} are broken JSON{where}. Write them like {_EXAMPLE}.") from None
    return labels(data, str(path))


def _written(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """The sentences of a set as it is written by hand; what is not for the companion is labelled none."""
    data = read(path).data
    sets: Mapping[str, Any] = data if isinstance(data, dict) else {"wanted": data or []}
    for item in sets.get("wanted", ()):
        for said in item["said"].splitlines():
            yield said, {key: item[key] for key in ("intent", "slots", "state") if key in item}
    for kind in ("everyday", "harmless"):
        for state, block in sets.get(kind, {}).items():
            for said in block.splitlines():
                yield said, {"intent": "none", "state": state}


def labels(data: object, source: str) -> dict[str, Label]:
    """Labels from what JSON gives; `source` is named in the error. Raises UsageError."""
    if not isinstance(data, Mapping) or not data:
        raise UsageError(f"{source} holds no labels. Write them like {_EXAMPLE}.")
    found = {}
    for name, value in data.items():
        try:
            found[name] = Label.model_validate(value)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"][:2]) or "the label"
            raise UsageError(f'{source}, at "{name}": {where}: {first["msg"]}. Write {_EXAMPLE}.') from None
    return found


_EXAMPLE = '{"name": {"intent": "timeout", "slots": {}}}'
