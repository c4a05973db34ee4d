"""A year from what was played in minutes: who plays when, and dates that follow along."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from bot.demo.calendar import moments
from bot.demo.cast import cast
from bot.demo.citizens import load_citizens
from bot.demo.player import paced
from bot.demo.retelling import retelling
from bot.knowledge.channels import load_channels
from bot.store import Message

TODAY = date(2026, 11, 22)
MANY = 3000


@pytest.fixture(scope="module")
def channels():
    return load_channels()


def test_the_same_chance_gives_the_same_year():
    assert moments(50, today=TODAY, chance=Random(1)) == moments(50, today=TODAY, chance=Random(1))
    assert moments(50, today=TODAY, chance=Random(1)) != moments(50, today=TODAY, chance=Random(2))


def test_all_of_it_lies_in_the_year_before_today():
    found = moments(MANY, today=TODAY, chance=Random(1))

    assert found == sorted(found)
    assert datetime(2025, 11, 21, 22) < found[0]  # midnight in Denmark is the evening before in UTC
    assert found[-1] < datetime(2026, 11, 22)


def test_weekdays_are_busier_than_weekends_and_july_than_no_other_month():
    found = moments(MANY, today=TODAY, chance=Random(1))

    days, months = Counter(at.weekday() for at in found), Counter(at.month for at in found)
    assert min(days[day] for day in range(5)) > max(days[5], days[6])
    assert min(months, key=months.__getitem__) == 7


def test_most_write_by_day_and_some_at_night():
    hours = Counter(at.hour for at in moments(MANY, today=TODAY, chance=Random(1)))

    by_day, by_night = sum(hours[hour] for hour in range(6, 18)), sum(hours[hour] for hour in (23, 0, 1, 2, 3))
    assert by_day > 2 * (MANY - by_day)
    assert by_night > 0


def test_the_same_chance_gives_the_same_parts(base, channels):
    citizens = load_citizens(base)

    def played(seed):
        return cast(citizens, channels, number=40, today=TODAY, chance=Random(seed))

    assert played(3) == played(3)
    assert played(3) != played(4)


def test_everybody_plays_once_before_anybody_plays_twice(base, channels):
    citizens = load_citizens(base)

    parts = cast(citizens, channels, number=len(citizens) + 10, today=TODAY, chance=Random(3))

    times = Counter(part.citizen.key for part in parts)
    assert set(times) == {citizen.key for citizen in citizens}
    assert max(times.values()) == 2


def test_nobody_plays_where_the_channel_is_switched_off(base, channels):
    parts = cast(load_citizens(base), channels, number=300, today=TODAY, chance=Random(3))

    assert all(part.channel in channels[part.municipality].switched_on for part in parts)
    assert {part.channel for part in parts} == {"web", "side", "sms", "messenger"}
    assert {part.municipality for part in parts} == set(channels)


def test_a_conversation_takes_the_time_people_take():
    said = [Message(seq, author, "a" * 40, datetime(2026, 11, 22)) for seq, author in enumerate(("citizen", "bot", "citizen"), 1)]

    times = paced(said, begins=datetime(2026, 3, 2, 9), chance=Random(1))

    assert times[1] == datetime(2026, 3, 2, 9)
    assert times[2] - times[1] == timedelta(seconds=2)
    assert timedelta(seconds=8) < times[3] - times[2] < timedelta(seconds=90)


@pytest.mark.parametrize(
    ("told", "retold"),
    [
        ("Sidste dag er mandag den 14. december 2026.", "Sidste dag er lørdag den 21. november 2026."),
        ("Du fik besked den 2. november 2026.", "Du fik besked den 10. oktober 2026."),
        ("mellem den 1. og den 20. november 2026", "mellem den 9. og den 28. oktober 2026"),
        ("mellem den 20. og den 30. oktober 2026", "mellem den 27. september 2026 og den 7. oktober 2026"),
        ("mellem april og oktober 2026", "mellem marts og september 2026"),
        ("2026-11-13/2026-11-19", "2026-10-21/2026-10-27"),
        ("siden oktober 2026", "siden september 2026"),
        ("vedtægt af den 1. januar 2020", "vedtægt af den 1. januar 2020"),
        ("den 31. i måneden, sag 2026-13-45", "den 31. i måneden, sag 2026-13-45"),
    ],
)
def test_the_dates_in_what_was_said_follow_along(told, retold):
    retell = retelling(TODAY, TODAY - timedelta(days=23))

    assert retell(told) == retold


def test_the_law_and_the_day_a_fact_was_looked_up_stay_what_they_are():
    retell = retelling(TODAY, TODAY - timedelta(days=1))

    told = {"deadline": {"date": "2026-12-11", "days_left": 19}, "checked_on": "2026-11-20", "basis": ["lov af 2026-06-01"]}

    assert retell(told) == told | {"deadline": {"date": "2026-12-10", "days_left": 19}}
