"""What a counsellor edits in `scripts/`, as the program sees it: lines, exercises, decks, numbers to ring. Pure data.

Rules
1. `Material` is loaded and checked: whoever holds one may trust it.
2. A line is named, never written: the names are the ids of `Material.lines`.
"""

from companion.material._breathing import BreathStyle, Phase
from companion.material._exercises import (
    Exercise,
    ExerciseStep,
    Family,
    Flag,
    Health,
    Line,
    Muscle,
    Quiet,
    Thing,
    Ticks,
)
from companion.material._helplines import TRUSTED, Country, Helpline, fresh
from companion.material._material import Help, Material, Topic
from companion.material._together import PROGRAMME, Card, Deck, Form, Part, Programme

__all__ = [
    "PROGRAMME",
    "TRUSTED",
    "BreathStyle",
    "Card",
    "Country",
    "Deck",
    "Exercise",
    "ExerciseStep",
    "Family",
    "Flag",
    "Form",
    "Health",
    "Help",
    "Helpline",
    "Line",
    "Material",
    "Muscle",
    "Part",
    "Phase",
    "Programme",
    "Quiet",
    "Thing",
    "Ticks",
    "Topic",
    "fresh",
]
