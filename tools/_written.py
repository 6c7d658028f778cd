"""What people may say, as it is written down: by subject in tools/sentences, and in tests/intents what has been
measured on first. Both tools that learn from it read it here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from companion.yamlfile import read

HERE: Final = Path(__file__).resolve().parent.parent
INTENTS: Final = HERE / "scripts" / "en" / "intents"
"""Where the templates are, and what is learned lies beside them."""

FOLDERS: Final = (HERE / "tools" / "sentences", HERE / "tests" / "intents")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence and what is meant by it; `intent` is None where it is meant for somebody else."""

    text: str
    intent: str | None = None
    slots: dict[str, object] = field(default_factory=dict)


def written(left_out: set[str]) -> Iterator[Written]:
    """Every sentence of every file but those of the names `left_out`, file by file in the order of their names."""
    for path in (path for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))):
        if path.name not in left_out:
            yield from _of(path)


def _of(path: Path) -> Iterator[Written]:
    data: Any = read(path).data
    data = data if isinstance(data, dict) else {"wanted": data}
    for item in data.get("wanted", ()):
        for text in item["said"].splitlines():
            yield Written(text, item["intent"], item.get("slots", {}))
    for kind in ("everyday", "harmless"):
        for block in data.get(kind, {}).values():
            yield from map(Written, block.splitlines())
