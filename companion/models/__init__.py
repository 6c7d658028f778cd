"""Recogniser models: which folders are some, whether they can be used, and how they get here."""

from companion.models._folder import checked, chosen, found
from companion.models._trial import UNKNOWN, fit, proven, tried

__all__ = ["UNKNOWN", "checked", "chosen", "fit", "found", "proven", "tried"]
