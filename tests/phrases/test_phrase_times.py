"""Spoken times: the contract's own statements, the traps of other libraries, and how people say it."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.phrases import DAYPARTS, WEEKDAYS, find_time, say_number, say_time, words

NOW = datetime(2026, 11, 20, 9)
"""Friday."""

CONTRACT = {
    "in the morning": "21 09:00", "tomorrow morning": "21 09:00", "first thing tomorrow": "21 09:00",
    "first thing": "21 09:00", "noon": "20 12:00", "at noon": "20 12:00", "lunch time": "20 12:30",
    "at lunchtime": "20 12:30", "this afternoon": "20 15:00", "in the afternoon": "20 15:00",
    "this evening": "20 19:00", "in the evening": "20 19:00", "tonight": "20 20:00", "tomorrow night": "21 20:00",
    "after dinner": "20 20:00", "at night": "20 20:00", "tomorrow": "21 09:00", "on saturday": "21 09:00",
    "quarter to six": "20 17:45", "half ten": "20 10:30", "tomorrow at seven": "21 07:00",
    "tomorrow at eleven": "21 11:00", "tomorrow at twelve": "21 12:00", "tomorrow at one": "21 13:00",
    "tomorrow at six": "21 18:00", "half six": "20 18:30", "in five": "20 09:05", "same time tomorrow": "21 09:00",
    "friday": "27 09:00", "this friday evening": "20 19:00", "friday evening": "20 19:00", "friday morning": "27 09:00",
    "next tuesday": "24 09:00", "sunday week": "29 09:00", "in a fortnight": "12-04 09:00", "at nine": "20 21:00",
}  # fmt: skip

TRAPS = {
    "in twenty minutes": "20 10:00", "in an hour and a half": "20 11:10", "half an hour from now": "20 10:10",
    "friday morning": "27 09:00", "tomorrow at half past seven": "21 07:30", "at quarter to six": "20 17:45",
    "tonight at nine": "20 21:00", "at seven thirty pm": "20 19:30", "the day after tomorrow": "22 09:00",
    "on the twenty third of november": "23 09:00", "in five": "20 09:45", "same time tomorrow": "21 09:40",
}  # fmt: skip

SPOKEN = {
    "half seven": "20 19:30", "quarter past": "20 09:15", "ten to eight": "20 19:50", "seven thirty pm": "20 19:30",
    "7 in the evening": "20 19:00", "this evening at eight": "20 20:00", "a week on friday": "12-04 09:00",
    "tomorrow after dinner": "21 20:00", "friday at noon": "20 12:00", "an hour": "20 10:00",
    "ninety minutes": "20 10:30", "in a couple of hours": "20 11:00", "twenty minutes time": "20 09:20",
    "in twenty minutes' time": "20 09:20", "on the third": "12-03 09:00", "on monday week": "30 09:00",
    "midnight": "21 00:00", "tonight at twelve": "21 00:00", "tomorrow at midnight": "22 00:00",
    "day after": "22 09:00", "tuesday next week": "24 09:00", "next week on thursday": "26 09:00",
    "same time next week": "27 09:00", "eight tomorrow": "21 08:00", "let's say eight on sunday": "22 08:00",
    "nine sharp": "20 21:00", "around eightish": "20 20:00", "by friday": "27 09:00", "until half past ten": "20 10:30",
    "not until monday": "23 09:00", "quarter of nine": "20 20:45", "five after nine": "20 09:05",
    "three minutes to nine": "20 20:57", "at ten past": "20 09:10", "at five to": "20 09:55",
    "seven oh five": "20 19:05", "at nineteen thirty": "20 19:30", "nineteen hundred hours": "20 19:00",
    "7:30pm": "20 19:30", "at 7.30 p.m.": "20 19:30", "07:30": "21 07:30", "at 19:30": "20 19:30",
    "5 o’clock": "20 17:00", "9 o'clock tomorrow": "21 09:00", "tomorrow nine p m": "21 21:00",  # noqa: RUF001
    "eleven at night": "20 23:00", "one in the morning": "21 01:00", "twelve thirty in the morning": "21 00:30",
    "tomorrow arvo": "21 15:00", "this arvo": "20 15:00", "tomorrow by evening time": "21 19:00",
    "in two days": "22 09:00", "two days from now at six": "22 18:00", "in a week's time": "27 09:00",
    "in a month": "12-20 09:00", "a week today": "27 09:00", "a week tomorrow": "28 09:00",
    "tomorrow week": "28 09:00", "two weeks on sunday": "12-06 09:00", "the sunday after next": "29 09:00",
    "this coming saturday": "21 09:00", "saturday lunchtime": "21 12:30", "friday night at eleven": "20 23:00",
    "friday at three": "20 15:00", "friday at eight": "27 08:00", "friday at ten": "20 10:00",
    "next friday evening": "27 19:00", "later tonight": "20 20:00", "today at three": "20 15:00",
    "third of december": "12-03 09:00", "december the third": "12-03 09:00", "december 3rd at six": "12-03 18:00",
    "friday the twenty seventh": "27 09:00", "the first of next month": "12-01 09:00", "may third": "2027-05-03 09:00",
    "the twenty first of november twenty twenty seven": "2027-11-21 09:00", "in ninety seconds": "20 09:01",
    "three quarters of an hour": "20 09:45", "an hour and ten": "20 10:10", "in an hour or so": "20 10:00",
    "okay um in like half an hour maybe": "20 09:30", "tomorrow after work at six": "21 18:00",
    "tonight after dinner": "20 20:00", "tomorrow tomorrow evening": "21 19:00", "move it to eight": "20 20:00",
    "on friday i'll call mum at eight": "27 08:00", "for half an hour on friday evening": "20 19:00",
    "in an hour for ten minutes": "20 10:00", "in another hour": "20 10:00", "a week next tuesday": "12-01 09:00",
    "saturday at the weekend": "21 09:00", "morning nine o'clock": "21 09:00", "sixish": "20 18:00",
    "a quarter to eight tomorrow morning": "21 07:45", "about twenty minutes": "20 09:20", "fri 8pm": "20 20:00",
    "timeout for half an hour": "20 09:30", "sunday fortnight": "12-06 09:00", "sunday in a fortnight": "12-06 09:00",
}  # fmt: skip

CORRECTED = {
    "friday no saturday at eight": "21 08:00", "friday at seven no at eight": "27 08:00",
    "saturday at seven sorry i mean sunday": "22 07:00", "not friday but saturday": "21 09:00",
    "at eight instead of seven": "20 20:00", "not tonight tomorrow": "21 09:00",
}  # fmt: skip

VAGUE = (
    "later", "when the kids are in bed", "over the weekend", "in a bit", "after work", "next week", "soon",
    "this weekend",
    "every other day", "every two weeks on sunday", "twice a week", "every weekday at nine", "fortnightly",
    "on the first of every month", "the last friday of each month", "every day except sunday", "mondays and thursdays",
    "the thirtieth of february", "on the thirty first of june", "friday the twenty eighth", "this morning", "today",
    "the twentieth of november", "the nineteenth of november", "nine in the afternoon", "nine am in the evening",
    "friday or saturday", "friday at seven or eight", "in five or ten minutes", "in an hour or two", "a few minutes",
    "today and tomorrow", "between seven and eight", "from seven to eight", "before friday", "before eight",
    "not before eight", "an hour before dinner", "tomorrow after work", "tomorrow when the kids are asleep",
    "some time tomorrow", "early tomorrow", "late tomorrow evening", "in a minute", "not tonight", "can't do friday",
    "friday at seven no eight", "in the next hour", "in an hour tomorrow", "in two hours at eight", "same time",
    "every saturday and sunday", "the day after friday", "the day after at five", "the saturday after",
    "at the weekend at eight", "in 5000 weeks", "the third of december twenty thirty", "one day", "another day",
    "end of the day", "the day after",
    "every time soon",
)  # fmt: skip

NOT_A_TIME = (
    "", "twenty", "eight", "the third", "the second one", "good morning", "morning", "every time we talk", "each other",
    "at least two", "at one point we laughed", "in two parts", "one by one", "ten out of ten", "yesterday",
    "an hour ago", "last friday", "last night at nine", "the other day", "i am on time", "we may first talk",
    "a day off",
    "march on", "at 25:70", "twenty thirty", "on the other hand", "the first thing we said", "for the last two hours",
)  # fmt: skip

EVERY = {
    "every day at nine": {"unit": "day", "at": "09:00"},
    "daily at nine": {"unit": "day", "at": "09:00"},
    "at nine every day": {"unit": "day", "at": "09:00"},
    "everyday at 7:15 pm": {"unit": "day", "at": "19:15"},
    "once a day": {"unit": "day"},
    "every morning": {"unit": "day", "at": "09:00"},
    "every night at ten": {"unit": "day", "at": "22:00"},
    "every evening at half past eight": {"unit": "day", "at": "20:30"},
    "in the evenings": {"unit": "day", "at": "19:00"},
    "every week": {"unit": "week"},
    "every sunday evening": {"unit": "week", "at": "19:00", "weekday": "sunday"},
    "sunday evenings at eight": {"unit": "week", "at": "20:00", "weekday": "sunday"},
    "once a week on tuesdays at seven": {"unit": "week", "at": "07:00", "weekday": "tuesday"},
    "every week on monday at six": {"unit": "week", "at": "18:00", "weekday": "monday"},
    "each friday at five": {"unit": "week", "at": "17:00", "weekday": "friday"},
    "on mondays": {"unit": "week", "weekday": "monday"},
    "every month": {"unit": "month"},
    "every month at nine": {"unit": "month", "at": "09:00"},
    "each month on an evening at eight": {"unit": "month", "at": "20:00"},
    "once a month": {"unit": "month"},
}

SHIFTS = {
    "push it back half an hour": 30, "push it back by an hour": 60, "another ten minutes": 10, "ten more minutes": 10,
    "another twenty": 20, "not for another hour": 60, "half an hour longer": 30, "an hour later": 60,
    "make it half an hour later": 30,
    "half an hour earlier": -30, "bring it forward an hour": -60, "prepone it by an hour": -60,
    "extend it by ten minutes": 10, "push it back a day": 1440, "a bit longer": None, "move it forward an hour": None,
    "push it back a bit": None, "a few more minutes": None,
}  # fmt: skip

LATER_ON = {
    ("2026-11-20 18:30", "friday evening"): "20 19:00",
    ("2026-11-20 19:00", "friday evening"): "27 19:00",
    ("2026-11-20 08:00", "friday morning"): "27 09:00",
    ("2026-11-20 00:30", "friday morning"): "20 09:00",
    ("2026-11-20 08:00", "friday"): "27 09:00",
    ("2026-11-20 08:00", "this friday morning"): "20 09:00",
    ("2026-11-20 08:00", "in the morning"): "21 09:00",
    ("2026-11-20 08:00", "today"): "20 09:00",
    ("2026-11-20 14:00", "in the morning"): "21 09:00",
    ("2026-11-20 21:00", "tonight at nine"): None,
    ("2026-11-20 21:00", "tonight"): None,
    ("2026-11-20 21:00", "this evening at eight"): None,
    ("2026-11-20 21:00", "at nine"): "21 09:00",
    ("2026-11-20 23:50", "in twenty minutes"): "21 00:10",
    ("2026-11-20 23:30", "tonight at one"): "21 01:00",
    ("2026-11-20 00:30", "tonight at one"): "20 01:00",
    ("2026-11-20 12:00", "noon"): "21 12:00",
    ("2026-12-31 22:00", "tomorrow"): "2027-01-01 09:00",
    ("2026-12-31 22:00", "on the first"): "2027-01-01 09:00",
    ("2026-11-30 09:00", "on the thirty first"): "12-31 09:00",
    ("2028-02-01 09:00", "the twenty ninth of february"): "2028-02-29 09:00",
    ("2026-01-31 09:00", "in a month"): "2026-02-28 09:00",
    ("2026-11-16 09:00", "tuesday next week"): "24 09:00",
    ("2026-11-20 09:40", "same time on sunday"): "22 09:40",
}


def moment(written: str) -> datetime:
    """ "27 09:00" is in November 2026, "12-04 09:00" in that year."""
    prefix = "2026-11-" if written.count("-") == 0 else "2026-" if written.count("-") == 1 else ""
    return datetime.fromisoformat(prefix + written)


def when(said: str, now: datetime = NOW) -> datetime | None:
    found = find_time(said.split(), now)
    assert found is not None, said
    assert found.every is None
    assert not found.shift
    assert found.vague == (found.when is None)
    return found.when


@pytest.mark.parametrize(("said", "meant"), CONTRACT.items())
def test_the_contract(said: str, meant: str) -> None:
    """Each statement of the interface about times, said on Friday 2026-11-20 at 09:00."""
    assert when(said) == moment(meant)


@pytest.mark.parametrize("hour", range(1, 13))
@pytest.mark.parametrize("day", ["tomorrow", "on monday", "next tuesday", "sunday week", "in a fortnight"])
def test_the_hours_of_another_day(day: str, hour: int) -> None:
    """On another day seven to eleven is the morning, twelve noon and one to six the afternoon, half past too."""
    plain = when(day)
    assert plain is not None
    meant = plain.replace(hour=hour if hour >= 7 else hour + 12)
    assert when(f"{day} at {say_number(hour)}") == meant
    assert when(f"{day} at half {say_number(hour)}") == meant + timedelta(minutes=30)


@pytest.mark.parametrize(("ahead", "day"), list(enumerate((*WEEKDAYS[5:], *WEEKDAYS[:5]), 1)))
def test_every_weekday_is_the_coming_one(ahead: int, day: str) -> None:
    """A weekday is the coming one, with "next" too, one that is today next week's; "week" is seven days more."""
    coming = NOW + timedelta(days=ahead)
    assert when(day) == when(f"on {day}") == when(f"next {day}") == coming
    assert when(f"{day} week") == coming + timedelta(days=7)
    found = find_time(["every", day, "at", "nine"], NOW)
    assert found is not None
    assert found.every == {"unit": "week", "at": "09:00", "weekday": day}


@pytest.mark.parametrize(("said", "meant"), TRAPS.items())
def test_the_phrases_other_libraries_get_wrong(said: str, meant: str) -> None:
    """The measured table of traps, said on Friday 2026-11-20 at 09:40."""
    assert when(said, datetime(2026, 11, 20, 9, 40)) == moment(meant)


@pytest.mark.parametrize(("said", "meant"), {**SPOKEN, **CORRECTED}.items())
def test_how_people_say_it(said: str, meant: str) -> None:
    """British, American, Australian and Indian ways, typed ones, rambling ones and corrected ones."""
    found = when(said)
    assert found is not None
    assert found.replace(second=0) == moment(meant)


@pytest.mark.parametrize(("at", "meant"), LATER_ON.items())
def test_the_same_words_at_another_time(at: tuple[str, str], meant: str | None) -> None:
    """What is over today is next week's, tomorrow's, or nothing: never the past."""
    assert when(at[1], datetime.fromisoformat(at[0])) == (None if meant is None else moment(meant))


@pytest.mark.parametrize("said", VAGUE)
def test_a_time_without_a_value_is_vague(said: str) -> None:
    """What leaves a choice, cannot be or has passed is found, and has no value."""
    found = find_time(said.split(), NOW)
    assert found is not None
    assert found.vague
    assert (found.when, found.every, found.minutes) == (None, None, None)


@pytest.mark.parametrize("said", NOT_A_TIME)
def test_what_names_no_time(said: str) -> None:
    """Bare numbers, greetings, things counted and the past are no time."""
    assert find_time(said.split(), NOW) is None


@pytest.mark.parametrize(("said", "every"), EVERY.items())
def test_recurrences(said: str, every: dict[str, str]) -> None:
    """A recurrence has only the keys that were said, and no first day."""
    found = find_time(said.split(), NOW)
    assert found is not None
    assert (found.every, found.when, found.vague) == (every, None, False)


def test_a_recurrence_may_say_when_it_starts() -> None:
    """ "Starting tomorrow" is its first day."""
    found = find_time(["every", "day", "at", "nine", "starting", "tomorrow"], NOW)
    assert found is not None
    assert (found.every, found.when) == ({"unit": "day", "at": "09:00"}, moment("21 09:00"))


@pytest.mark.parametrize(("said", "minutes"), SHIFTS.items())
def test_moves_of_an_existing_time(said: str, minutes: float | None) -> None:
    """A move has its minutes, negative for earlier, and no moment; it is vague where no length was said."""
    found = find_time(said.split(), NOW)
    assert found is not None
    assert (found.shift, found.minutes, found.when, found.vague) == (True, minutes, None, minutes is None)


@pytest.mark.parametrize(
    ("said", "minutes"), {"half an hour": 30, "in twenty minutes": 20, "for ten minutes": 10}.items()
)
def test_a_plain_length_has_its_minutes(said: str, minutes: float) -> None:
    """A length is also so many minutes; a day is not."""
    found = find_time(said.split(), NOW)
    assert found is not None
    assert found.minutes == minutes
    in_days = find_time(["in", "two", "days"], NOW)
    assert in_days is not None
    assert in_days.minutes is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("timeout until half past eight please", 1, 5),
        ("remind me on friday evening to call", 2, 5),
        ("I will call mum Tomorrow, at Eight.", 4, 7),
        ("every day at nine", 0, 4),
        ("let's talk at 7:30pm tonight okay", 2, 5),
    ],
)
def test_the_range_is_of_the_callers_words(said: str, first: int, last: int) -> None:
    """The range takes in the leading word, and counts words as they were passed in."""
    found = find_time(said.split(), NOW)
    assert found is not None
    assert (found.first, found.last) == (first, last)


def test_dayparts_come_from_the_config() -> None:
    """A daypart's time is the caller's, the rest stay, and a new one brings its words."""
    mine = {"evening": time(18), "after_work": time(17, 30)}
    spoken = {said: find_time(said.split(), NOW, mine) for said in ("this evening", "tomorrow after work", "tonight")}
    assert [found and found.when for found in spoken.values()] == [
        moment(t) for t in ("20 18:00", "21 17:30", "20 20:00")
    ]
    assert "after_work" not in DAYPARTS


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("20 09:20", "in twenty minutes, at twenty past nine"),
        ("20 10:10", "in one hour and ten minutes, at ten past ten"),
        ("20 20:00", "today, Friday the twentieth of November, at eight in the evening"),
        ("21 00:00", "today, Friday the twentieth of November, at midnight"),
        ("21 07:30", "tomorrow, Saturday the twenty first of November, at half past seven in the morning"),
        ("22 12:00", "Sunday the twenty second of November, at noon"),
        ("27 09:00", "Friday the twenty seventh of November, at nine in the morning"),
        ("28 00:00", "Friday the twenty seventh of November, at midnight"),
        ("28 22:57", "Saturday the twenty eighth of November, at three minutes to eleven at night"),
        (
            "2027-11-21 14:45",
            "Sunday the twenty first of November twenty twenty seven, at quarter to three in the afternoon",
        ),
    ],
)
def test_a_time_is_read_back_in_full(at: str, said: str) -> None:
    """Weekday, date and hour; near ones as a length as well; today and tomorrow by name too."""
    assert say_time(moment(at), NOW) == said


MOMENTS = st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2098, 1, 1))
AHEAD = st.one_of(st.integers(60, 3 * 3600), st.integers(60, 20 * 86_400), st.integers(60, 600 * 86_400))


@given(MOMENTS, AHEAD)
def test_what_is_read_back_is_understood_as_the_same_minute(now: datetime, ahead: int) -> None:
    """`find_time` of `say_time` is that minute, all of it a time."""
    at = now + timedelta(seconds=ahead)
    said = say_time(at, now).split()
    found = find_time(said, now)
    assert found is not None
    assert found.when is not None, said
    assert found.when.replace(second=0) == at.replace(second=0, microsecond=0), said
    assert (found.first, found.last) == (0, len(said))


BESIDES = ("no", "not", "or", "and", "last", "every", "before", "after", "between", "from", "7:30", "20", "3rd", "ago")
SOME_WORDS = sorted(words().union(BESIDES))


@given(st.lists(st.sampled_from(SOME_WORDS), max_size=12), MOMENTS)
def test_any_order_of_these_words_is_safe(said: list[str], now: datetime) -> None:
    """Nothing raises; a value lies ahead, inside the words, and never beside `vague`."""
    found = find_time(said, now)
    if found is not None:
        assert 0 <= found.first < found.last <= len(said)
        assert found.when is None or found.when > now.replace(microsecond=0)
        assert found.vague == (found.when is None and found.every is None and found.minutes is None)


@given(st.lists(st.text(max_size=12), max_size=12), MOMENTS)
def test_any_text_is_safe(said: list[str], now: datetime) -> None:
    """Nothing raises on any words in any script, with control characters and emoji."""
    find_time(said, now)


def test_a_thousand_words_are_one_utterance() -> None:
    """A ramble with a time at its end is understood, and repeated openings do not stack up."""
    assert when("well you know i just think " * 250 + "tomorrow at ten") == moment("21 10:00")
    for opening in ("when i ", "an hour or ", "an hour and ", "before ", "friday or ", "not ", "half "):
        find_time((opening * 500).split(), NOW)
