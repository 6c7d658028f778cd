"""What is kept, written out for the person it belongs to: as lines, as data, as a page.

Rules
1. The private answers before a session for two, and what is known of anybody's health, are never exported (D10).
2. A page is one file, readable without script, network or sight.
"""

import html
import json
from collections.abc import Sequence
from typing import Final

from companion.scene import Entry
from companion.steps import KINDS, Kind

UNEXPORTED: Final[frozenset[Kind]] = frozenset({"gate", "health"})


def exported(entries: Sequence[Entry]) -> list[Entry]:
    """Those that may leave."""
    return [entry for entry in entries if entry.kind not in UNEXPORTED]


def as_line(entry: Entry) -> str:
    whose = f" (private, {entry.owner})" if entry.owner else ""
    return f"{entry.number}. {_kind(entry.kind)}{whose}, {entry.made:%Y-%m-%d %H:%M}: {_told(entry)}"


def as_json(entries: Sequence[Entry]) -> str:
    return json.dumps(
        [
            {
                "number": entry.number,
                "kind": entry.kind,
                "made": f"{entry.made:%Y-%m-%dT%H:%M:%S}",
                "owner": entry.owner,
                "fields": dict(entry.fields),
            }
            for entry in entries
        ],
        ensure_ascii=False,
        indent=1,
    )


def as_text(entries: Sequence[Entry]) -> str:
    return "".join(f"{as_line(entry)}\n" for entry in entries)


def as_page(entries: Sequence[Entry]) -> str:
    """One HTML page: a heading for each kind, below it a list."""
    parts = []
    for kind in KINDS:
        told = [f"<li>{html.escape(f'{e.made:%Y-%m-%d}: {_told(e)}')}</li>" for e in entries if e.kind == kind]
        if told:
            parts += [f"<h2>{_kind(kind).capitalize()}</h2>", "<ul>", *told, "</ul>"]
    return _PAGE.format(body="\n".join(parts) or "<p>Nothing is kept.</p>")


def _kind(kind: Kind) -> str:
    return kind.replace("_", " ")


def _told(entry: Entry) -> str:
    return "; ".join(f"{name} {value}" for name, value in entry.fields.items() if value not in ("", {}))


_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is kept</title>
<style>body {{ font: 1.1rem/1.6 sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }}</style>
</head>
<body>
<main>
<h1>What is kept</h1>
{body}
</main>
</body>
</html>
"""
