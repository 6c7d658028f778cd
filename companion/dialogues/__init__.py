"""The conversations. Each is a generator of steps; every word it speaks stands in `scripts/`."""

from collections.abc import Mapping, Sequence
from typing import Final

from companion.dialogues import (
    _ask,
    _free_words,
    _gate,
    _helplines,
    _reconnect,
    _senses,
    _together,
    breathing,
    calm,
    commitments,
    exercise,
    findings,
    forget,
    pause_word,
    plan,
    private,
    recap,
    reminders,
    safety,
    session,
    set_up,
    timeout,
)
from companion.dialogues._lines import Lines
from companion.dialogues.pause_word import SUGGESTIONS
from companion.dialogues.reminders import planned_names
from companion.scene import Role

__all__ = ["LINES", "LISTS", "REPERTOIRE", "SUGGESTIONS", "planned_names"]

LINES: Final[Lines] = {
    **_ask.LINES,
    **session.LINES,
    **timeout.LINES,
    **breathing.LINES,
    **exercise.LINES,
    **calm.LINES,
    **safety.LINES,
    **_gate.LINES,
    **_senses.LINES,
    **_together.LINES,
    **reminders.LINES,
    **commitments.LINES,
    **recap.LINES,
    **plan.LINES,
    **_free_words.LINES,
    **forget.LINES,
    **_helplines.LINES,
    **private.LINES,
    **set_up.LINES,
    **pause_word.LINES,
    **findings.LINES,
    **_reconnect.LINES,
}
"""Every line that may be spoken, and its values; `check` holds the scripts against it."""

LISTS: Final[Mapping[str, Sequence[str]]] = {**_together.LISTS, **_reconnect.LISTS, **pause_word.LISTS}
"""The lists that dialogues go through, by the stem of their script."""

REPERTOIRE: Final[Mapping[str, Role]] = {
    "timeout": Role(timeout.timeout, activity=True, replaces=True),
    "resume": Role(timeout.come_back),
    "come_back": Role(timeout.come_back, replaces=True),
    "set_time": Role(plan.plan),
    "breathing": Role(breathing.breathing, activity=True),
    "grounding": Role(exercise.grounding, activity=True),
    "movement": Role(exercise.movement, activity=True),
    **_together.ROLES,
    "calm": Role(calm.calm, activity=True, replaces=True),
    **_reconnect.ROLES,
    "agenda": Role(reminders.agenda),
    "commitment_add": Role(commitments.add),
    "commitment_review": Role(commitments.review),
    "recap": Role(recap.recap),
    "reminders": Role(reminders.tell_due),
    "reminder": Role(reminders.reminder),
    "crisis": Role(safety.crisis, replaces=True),
    "danger": Role(safety.danger, replaces=True),
    "support": Role(safety.support, activity=True),
    "quick_exit": Role(safety.quick_exit, replaces=True),
    "set_up": Role(set_up.set_up, gives_way=True),
    "pause_word": Role(pause_word.pause_word),
    "first_run": Role(set_up.first_run, gives_way=True),
    "greeting": Role(session.greeting),
    "help": Role(session.help_, recalls=True),
    "repeat": Role(session.repeat, recalls=True),
    "pause": Role(session.pause),
    "wait": Role(session.pause),
    "louder": Role(session.adjust("volume", 1, "session.louder"), aside=True),
    "quieter": Role(session.adjust("volume", -1, "session.quieter"), aside=True),
    "slower": Role(session.adjust("rate", -1, "session.slower"), aside=True),
    "faster": Role(session.adjust("rate", 1, "session.faster"), aside=True),
    "normal_speed": Role(session.adjust("rate", 0, "session.normal_speed"), aside=True),
    "about": Role(session.say("session.about")),
    "privacy": Role(session.say("session.privacy")),
    "forget": Role(forget.forget),
    "goodbye": Role(session.goodbye, replaces=True),
    "stop_listening": Role(session.stop_listening, replaces=True),
    "unmuted": Role(session.unmuted, aside=True),
    **{what: Role(session.device(what), aside=True) for what in session.DEVICES},
    **{what: Role(session.say(f"session.{what}", beside=True), aside=True) for what in session.KEPT},
    "nothing_kept": Role(session.nothing_kept, aside=True),
    "falling_behind": Role(session.falling_behind, aside=True),
    "woken": Role(session.woken),
    "pause_word_unheard": Role(session.pause_word_unheard, aside=True),
    "not_yet": Role(session.say("session.not_yet")),
    "not_understood": Role(session.not_understood),
}
"""What each intent leads to. The last entries are the companion's own: no intent of that name is ever heard."""
