"""What is spoken and understood, read from `scripts/` and checked."""

from companion.content._check import check_all, own_words, understanding
from companion.content._helplines import outdated
from companion.content._intents import load_templates
from companion.content._material import load_material, load_usable, suited

__all__ = [
    "check_all",
    "load_material",
    "load_templates",
    "load_usable",
    "outdated",
    "own_words",
    "suited",
    "understanding",
]
