"""A spread of phrases for each rule of the grammar, for recognisers that take a list, for help and for measurements.

Rules
1. Each is accepted by the grammar and understood by its reader.
"""

from collections.abc import Mapping, Sequence
from typing import Final

_SAMPLES: Final[Mapping[str, str]] = {
    "when": """
        in twenty minutes; in half an hour; in an hour; in an hour and a half; in five; in ten; in two hours
        in a couple of hours; in forty five minutes; in three quarters of an hour; in a day; in two days; in a week
        in a fortnight; in two weeks; in a month; for half an hour; for an hour; for ten minutes; half an hour
        an hour; ninety minutes; twenty minutes from now; half an hour from now; in thirty minutes time
        another ten minutes; another half an hour; push it back a day; push it back half an hour
        push it back by an hour; at eight; at seven; at six; by nine; around ten; until eight; at half past seven
        half past seven; half seven; half ten; quarter to six; at quarter past nine; at ten to eight
        at twenty past nine; twenty five past six; seven thirty; at six fifteen; at eight o'clock; seven p m
        at nine a m; seven in the evening; at ten at night; at noon; midday; midnight; lunchtime; tomorrow
        tomorrow morning; tomorrow afternoon; tomorrow evening; tomorrow night; tomorrow lunchtime
        tomorrow after dinner; tomorrow at nine; tomorrow at half past seven; tomorrow at quarter to six
        tomorrow at seven thirty p m; tomorrow evening at eight; tomorrow at six in the evening
        the day after tomorrow; day after tomorrow at noon; today at three; tonight; tonight at eight
        tonight at nine; tonight after dinner; this afternoon; this evening; this evening at eight; after dinner
        first thing; first thing in the morning; first thing tomorrow; in the morning; in the evening; monday
        on tuesday; friday morning; friday evening; this friday evening; on saturday afternoon; sunday night
        sunday lunchtime; friday at noon; friday at three; on wednesday at seven in the evening; next tuesday
        next thursday at six; until monday; by friday; sunday week; on monday week; a week on friday; a week today
        a week tomorrow; tuesday next week; on the third; on the twenty seventh; on friday the twenty seventh
        on the twenty third of november; on the first of december; on the third of january at half past ten
        same time tomorrow; the same time on sunday; same time next week
    """,
    "when_ahead": "five; twenty; a day; two days; a couple of days; a week; three weeks; a fortnight; a month",
    "when_hour": "one; two; three; four; five; six; seven; eight; nine; ten; eleven; twelve",
    "when_clock": """
        half past seven; half six; quarter past nine; quarter to six; ten to eight; twenty past four
        twenty five past ten; seven thirty; eight o'clock; nine fifteen; seven p m; nine a m; eight in the evening
        noon; midnight
    """,
    "when_time": """
        nine; seven in the evening; half past seven; quarter to six; eight thirty; eight thirty p m; six o'clock
        noon
    """,
    "when_weekday": "monday; tuesday; wednesday; thursday; friday; saturday; sunday",
    "when_day": """
        tomorrow; tomorrow evening; the day after tomorrow; tonight; this evening; first thing tomorrow
        in the morning; after dinner; friday; on sunday night; next tuesday; sunday week; a week on friday
        on the twenty third
    """,
    "when_ordinal": "first; second; third; tenth; twelfth; twentieth; twenty first; twenty seventh; thirtieth",
    "when_month": "january; february; march; april; may; june; july; august; september; october; november; december",
    "every": """
        every day; every day at nine; every day at half past seven; every day at eight in the evening; every week
        every month; every morning; every morning at seven; every morning at half past six; every evening
        every evening at eight; every night; every night at ten; every sunday; every sunday evening
        every sunday evening at seven; every friday at six; each monday; each saturday morning; each tuesday at noon
        every wednesday night; on mondays; on sundays at four; on fridays at seven thirty; once a week on tuesdays
        once a week on tuesdays at seven; once a day; once a day at nine; once a week; once a month; daily
        daily at nine; daily at quarter to eight; weekly; every thursday at eight p m
    """,
    "minutes": """
        a minute; one minute; a minute and a half; two minutes; two and a half minutes; three minutes; four minutes
        five minutes; six minutes; seven minutes; eight minutes; ten minutes; twelve minutes; fifteen minutes
        twenty minutes; twenty five minutes; thirty minutes; forty minutes; forty five minutes; sixty minutes
        ninety minutes; thirty seconds; ninety seconds; half an hour; a quarter of an hour; quarter of an hour
        three quarters of an hour; an hour; one hour; an hour and a half; an hour and a quarter
        an hour and ten minutes; one and a half hours; two hours; three hours; a couple of hours
        a couple of minutes
    """,
    "rating": """
        zero; one; two; three; four; five; six; seven; eight; nine; ten; a four; a six; an eight; about a six
        about seven; maybe a five; around four; it's a nine; i'm at a three; i would say a seven; seven and a half
        about a six and a half; three and a half; four or five; six or seven; eight or nine; nine or ten
        seven out of ten; ten out of ten; a two out of ten; off the scale
    """,
    "number": """
        zero; one; two; five; nine; ten; eleven; twelve; thirteen; seventeen; nineteen; twenty; twenty one; thirty
        thirty five; forty two; fifty; sixty six; seventy; eighty eight; ninety; ninety nine; a hundred; one hundred
    """,
    "choice": """
        first; second; third; the first; the second; the third one; the first one; the second one; fourth one
        the fifth; the tenth one; the last; the last one; number one; number two; number three; number ten
        option one; option two; option three; option four; the sixth one; the seventh one; the eighth; ninth
        one; two; three; four; five; six; seven; eight
    """,
    "vague": """
        later; later on; later today; soon; in a bit; in a while; some time; another time; not now; whenever
        when the kids are in bed; when the kids are asleep; after work; after school; before bed; when i'm ready
        when we're calm; at the weekend; over the weekend; on the weekend; this weekend; next week; next month
    """,
}


def samples(name: str) -> Sequence[str]:
    """Phrases of the grammar rule `name`. Raises KeyError where there is no such rule."""
    phrases = _SAMPLES[name].replace("\n", ";").split(";")
    return tuple(phrase.strip() for phrase in phrases if phrase.strip())
