"""Measurements of the real program, reproducible by anyone: what is measured, and how it is told."""

from companion.bench._clips import Recordings
from companion.bench._ears import Opened, engines, open_ears
from companion.bench._figures import Chart, Figure, Finding, Share, Table
from companion.bench._footprint import footprint
from companion.bench._hearing import VOICES, hearing
from companion.bench._hours import hours
from companion.bench._intents import intents
from companion.bench._latency import latency
from companion.bench._machine import Machine, this_machine
from companion.bench._plot import draw, need_matplotlib
from companion.bench._realtime import realtime
from companion.bench._store import store
from companion.bench._talk import talk

__all__ = [
    "VOICES",
    "Chart",
    "Figure",
    "Finding",
    "Machine",
    "Opened",
    "Recordings",
    "Share",
    "Table",
    "draw",
    "engines",
    "footprint",
    "hearing",
    "hours",
    "intents",
    "latency",
    "need_matplotlib",
    "open_ears",
    "realtime",
    "store",
    "talk",
    "this_machine",
]
