"""What the people chose to keep, as one page for themselves or for a counsellor.

Rules
1. One self-contained file: no script, no network, no picture file; readable by a screen reader (WCAG 2.2 AA). A table
   stands beside each plot and holds the same numbers.
2. Facts in neutral words: no score, no trend, no praise. The page says what is not in it.
3. Never in it: the private answers before a session for two, and anybody's health (D10).
"""

import html
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from companion.scene import Entry

WIDTH: Final = 640
HEIGHT: Final = 260
MARGIN: Final = 40
STATES: Final = {"open": "open", "happened": "happened", "let go": "no longer wanted"}


def as_report(entries: Sequence[Entry], today: date) -> str:
    """The page, made of these entries on the day `today`."""
    numbers = [entry for entry in entries if entry.kind == "rating" and "before" in entry.fields]
    held = [entry for entry in entries if entry.kind == "rating" and "before" not in entry.fields]
    parts = [
        f"<p>Written on {_day(today)}, from what was kept on this device because somebody asked for it.</p>",
        "<h2>Numbers before and after an exercise</h2>",
        _numbers(numbers),
        "<h2>Check-ins and breaks</h2>",
        _held(held),
        "<h2>Commitments</h2>",
        _commitments([entry for entry in entries if entry.kind == "commitment"]),
        "<h2>What is not in here</h2>",
        _ABSENT,
    ]
    return _PAGE.format(body="\n".join(parts))


def _numbers(entries: Sequence[Entry]) -> str:
    if not entries:
        return "<p>No numbers are kept.</p>"
    rows = [
        (
            _day(entry.made),
            str(entry.fields.get("exercise", "")).replace("_", " "),
            _number(entry.fields["before"]),
            _number(entry.fields["after"]),
        )
        for entry in entries
    ]
    explained = "<p>From zero, calm, to ten, the strongest, as it was said.</p>"
    return explained + _plot(entries) + _table("Every exercise", ("Day", "Exercise", "Before", "After"), rows)


def _held(entries: Sequence[Entry]) -> str:
    names = {"check_in": "Check-in held", "timeout": "Break, and the return from it"}
    rows = [(_day(e.made), names[str(e.fields["activity"])]) for e in entries if e.fields.get("activity") in names]
    return _table("Every check-in and break", ("Day", "What"), rows) if rows else "<p>None are kept.</p>"


def _commitments(entries: Sequence[Entry]) -> str:
    rows = [
        (
            str(entry.fields["who"]),
            str(entry.fields["what"]),
            _day(datetime.fromisoformat(str(entry.fields["due"]))) if entry.fields["due"] else "no day",
            STATES[str(entry.fields["state"])],
        )
        for entry in entries
    ]
    return _table("Every commitment", ("Who", "What", "By", "State"), rows) if rows else "<p>None are kept.</p>"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in rows
    )
    return (
        f'<div role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def _plot(entries: Sequence[Entry]) -> str:
    """For each exercise a line from the number before, a ring, to the number after, a filled square."""
    step = (WIDTH - 2 * MARGIN) / max(1, len(entries))
    marks = []
    for place, entry in enumerate(entries):
        x = MARGIN + step * (place + 0.5)
        before, after = (_height(entry.fields[name]) for name in ("before", "after"))
        marks.append(
            f'<line x1="{x:.1f}" y1="{before:.1f}" x2="{x:.1f}" y2="{after:.1f}"/>'
            f'<circle cx="{x:.1f}" cy="{before:.1f}" r="5"/>'
            f'<rect x="{x - 5:.1f}" y="{after - 5:.1f}" width="10" height="10"/>'
        )
    scale = "".join(
        f'<text x="{MARGIN - 12}" y="{_height(value) + 5:.1f}" text-anchor="end">{value}</text>'
        f'<line class="scale" x1="{MARGIN}" y1="{_height(value):.1f}" x2="{WIDTH - MARGIN}" y2="{_height(value):.1f}"/>'
        for value in (0, 5, 10)
    )
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="plot"><title id="plot">'
        f"Numbers before and after each of {len(entries)} exercises; the table below holds the same.</title>"
        f"{scale}{''.join(marks)}</svg>"
        "<figcaption>A ring is the number before, a square the one after. "
        "The first exercise is on the left.</figcaption>"
        "</figure>"
    )


def _height(value: object) -> float:
    return HEIGHT - MARGIN - float(str(value)) / 10 * (HEIGHT - 2 * MARGIN)


def _number(value: object) -> str:
    return f"{float(str(value)):g}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


_ABSENT: Final = """<ul>
<li>What anybody said. It is not kept.</li>
<li>Exercises, check-ins and breaks that nobody wanted kept, and what was forgotten since.</li>
<li>What one person keeps behind a passphrase, unless that person asked for this page.</li>
<li>The private answers before a session for two, and anything about health. They are never written out.</li>
</ul>
<p>These numbers are memories, not a test. They judge nobody.</p>"""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What we kept</title>
<style>
body {{ font: 1.1rem/1.6 sans-serif; color: #1a1a1a; background: #fff; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
caption {{ text-align: left; font-weight: bold; padding: .5rem 0 }}
th, td {{ border: 1px solid #767676; padding: .4rem .6rem; text-align: left; font-weight: normal }}
thead th {{ font-weight: bold }}
div[role=region] {{ overflow-x: auto }}
figure {{ margin: 1rem 0 }}
svg {{ width: 100%; height: auto }}
svg line {{ stroke: #1a1a1a; stroke-width: 2 }}
svg line.scale {{ stroke: #767676; stroke-width: 1 }}
svg circle {{ fill: #fff; stroke: #1a1a1a; stroke-width: 2 }}
svg rect {{ fill: #1a1a1a }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #f0f0f0; background: #111 }}
  svg line, svg circle {{ stroke: #f0f0f0 }}
  svg circle {{ fill: #111 }}
  svg rect, svg text {{ fill: #f0f0f0 }}
}}
@media print {{ body {{ margin: 0; max-width: none }} }}
</style>
</head>
<body>
<main>
<h1>What we kept</h1>
{body}
</main>
</body>
</html>
"""
