"""Recogniser models: which folders are some, whether they can be used, and how they get here."""

from companion.models._folder import OFFICIAL, checked, found, is_model
from companion.models._trial import UNKNOWN, fit, proven, tried

__all__ = ["OFFICIAL", "UNKNOWN", "checked", "fit", "found", "is_model", "proven", "tried"]
