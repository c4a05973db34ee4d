"""When it happened, as citizens write it: `tests/cases/datoer.yml`, and what holds for any text."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialogue.dates import MONTHS, WEEKDAYS, written
from bot.dialogue.when import Impossible, expressions, read_when
from bot.triage import Period
from tests.dialogue.dates import TODAY, said

DAYS = st.dates(date(1960, 1, 1), date(2040, 12, 31))
PIECES = st.sampled_from(
    """
    januar februar maj juni september december mandag fredag søndag d. den 31. 30/2 24/7 29.2 2024 2027 '25 uge 53 99 0
    1½ 1/2 halvandet 99999999999 to par siden tilbage for om i på år måneder dage uger sidste næste forrige sommeren jul
    påsken før efter starten af stadig endnu frist senest født 2026-13-40
    """.split()
)
SENTENCES = st.lists(PIECES, max_size=9).map(" ".join)


@pytest.mark.parametrize("case", said(), ids=lambda case: case.text)
def test_we_read_when_it_was_as_the_citizen_meant_it(case):
    reading = read_when(case.text, today=TODAY)

    assert case.is_read_as(reading), f"{case.text!r} er {case.expected}, men blev læst som {reading}"


@pytest.mark.parametrize("case", said(), ids=lambda case: case.text)
def test_it_makes_no_difference_to_shout_or_to_lack_danish_letters(case):
    plain = case.text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")

    assert case.is_read_as(read_when(plain, today=TODAY))
    assert case.is_read_as(read_when(case.text.upper(), today=TODAY))


@given(st.one_of(st.text(max_size=60), SENTENCES), DAYS)
@example("2026-13-40", TODAY)
@example("for 99999999999999999999 dage siden", TODAY)
@example("for ٣ uger siden", TODAY)
@example("den 29. februar", date(2025, 3, 1))
@example("uge 53", date(2025, 1, 2))
def test_no_text_makes_it_fail_and_nothing_has_happened_after_today(text, today):
    reading = read_when(text, today=today)

    if isinstance(reading, Period):
        assert not reading.first or reading.first <= today
        assert not reading.last or reading.last <= today
        assert Period.parse(str(reading)) == reading
    assert all(isinstance(one, Period) for one in expressions(text, today=today))


@given(DAYS, st.integers(0, 4000))
def test_any_day_that_has_been_is_read_back_however_it_is_written(day, later):
    today = day + timedelta(days=later)
    forms = (
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day}/{day.month}-{day.year}",
        f"d. {day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"jeg fik det {written(day)}, tror jeg",
        day.isoformat(),
    )

    assert {form: read_when(form, today=today) for form in forms} == dict.fromkeys(forms, Period.day(day))


@given(DAYS, st.integers(1, 4000))
def test_a_day_that_has_not_been_is_asked_about_again(today, later):
    day = today + timedelta(days=later)

    reading = read_when(f"den {day.day}. {MONTHS[day.month - 1]} {day.year}", today=today)

    assert isinstance(reading, Impossible)
    assert reading.future


@given(DAYS, st.integers(0, 364))
def test_a_day_without_a_year_is_the_latest_that_has_been(today, back):
    day = today - timedelta(days=back)
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)

    assert read_when(f"den {day.day}. {MONTHS[day.month - 1]}", today=today) == Period.day(day)


@given(DAYS, st.integers(1, 7))
def test_the_weekday_just_past_is_within_a_week(today, back):
    day = today - timedelta(days=back)

    assert read_when(f"i {WEEKDAYS[day.weekday()]}s", today=today) == Period.day(day)


@given(DAYS, st.integers(1, 300), st.sampled_from(["dage", "uger", "måneder"]))
def test_the_longer_ago_the_earlier(today, number, unit):
    nearer = read_when(f"for {number} {unit} siden", today=today)
    farther = read_when(f"for {number + 1} {unit} siden", today=today)

    assert farther.first < nearer.first


def test_we_ask_again_with_the_citizens_own_words():
    assert read_when("jeg fik det den 31. februar", today=TODAY) == Impossible("31. februar", future=False)


@pytest.mark.parametrize(
    ("story", "times"),
    [
        ("Jeg fik afslag den 2. november.", 1),
        ("Jeg søgte i maj og fik afslag den 2. november.", 2),
        ("Jeg ringede i mandags, i tirsdags og igen i går.", 3),
        ("fredag den 6. november kom brevet", 1),
        ("Fristen er den 4. december.", 0),
        ("De svarer aldrig.", 0),
    ],
)
def test_we_tell_a_story_with_one_date_from_one_with_many(story, times):
    assert len(expressions(story, today=TODAY)) == times
