"""A citizen is told when somebody is there, and never sent to a closed door."""

import re
from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.triage.deadline import is_holiday
from bot.triage.opening_hours import BY_CUSTOM, HORIZON, MONTHS, WEEKDAYS, OpeningHours, custom_of, opening_sentence, spans

WORKDAYS = range(5)
NINE_TO_THREE = OpeningHours({day: spans("9-15") for day in WORKDAYS})
WITH_LUNCH = OpeningHours({day: spans("9.30-12, 12.30-15") for day in WORKDAYS})
MONDAYS = OpeningHours({0: spans("10-12")})

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
A_DAY = st.lists(CLOCKS, max_size=6, unique=True).map(
    lambda clocks: tuple(zip(*[iter(sorted(clocks))] * 2, strict=False))  # an odd one out is dropped
)
HOURS = st.builds(
    OpeningHours,
    weekly=st.dictionaries(st.integers(0, 6), A_DAY),
    exceptions=st.dictionaries(st.dates(date(2020, 1, 1), date(2041, 12, 31)), A_DAY, max_size=20),
    also_closed=st.frozensets(st.sampled_from(BY_CUSTOM)),
)


def nearby(hours, moment):
    """The same hours with the exceptions moved to within two weeks, where they make a difference."""
    near = [moment.date() + timedelta(days=ahead) for ahead in range(14)]
    return OpeningHours(hours.weekly, dict(zip(near, hours.exceptions.values(), strict=False)), hours.also_closed)


@given(HOURS, MOMENTS)
def test_the_next_change_is_later_and_is_a_change(hours, moment):
    hours = nearby(hours, moment)
    change = hours.next_change(moment)
    assume(change)

    assert change > moment
    assert hours.open_at(change) is not hours.open_at(moment)
    assert hours.open_at(change - timedelta(microseconds=1)) is hours.open_at(moment)


@given(HOURS, MOMENTS, st.floats(0, 1))
def test_nothing_changes_before_the_next_change(hours, moment, share):
    hours = nearby(hours, moment)
    change = hours.next_change(moment)
    assume(change)

    before = min(moment + (change - moment) * share, change - timedelta(microseconds=1))
    assert hours.open_at(before) is hours.open_at(moment)


@given(HOURS, MOMENTS, st.integers(0, HORIZON - 1))
def test_without_a_next_change_it_is_closed_for_a_year(hours, moment, ahead):
    assume(hours.next_change(moment) is None)

    assert not hours.open_at(moment)
    assert not [span for span in hours.on(moment.date() + timedelta(days=ahead)) if ahead]
    assert opening_sentence(hours, moment) == "Lukket"


def days_named(sentence, moment):
    """The days a reader could take a sentence to mean, found from its words alone."""
    days = [moment.date() + timedelta(days=ahead) for ahead in range(HORIZON)]
    if sentence == "Lukket":
        return []
    if dated := re.search(r"(\w+) den (\d+)\. (\w+) kl", sentence):
        weekday, number, month = dated.groups()
        return [day for day in days if (WEEKDAYS[day.weekday()], str(day.day), MONTHS[day.month - 1]) == (weekday, number, month)]
    if "i morgen" in sentence:
        return [days[1]]
    if weekday := re.search("|".join(WEEKDAYS), sentence):
        return [day for day in days[:7] if WEEKDAYS[day.weekday()] == weekday[0]]
    return [days[0]]


@given(HOURS, MOMENTS)
def test_a_sentence_names_one_day_and_that_day_is_open_at_that_time(hours, moment):
    hours = nearby(hours, moment)
    sentence = opening_sentence(hours, moment)
    assume(sentence != "Lukket")

    (day,) = days_named(sentence, moment)
    hour, minute = re.search(r"kl\. (\d+)(?:\.(\d\d))?", sentence).groups()
    at = datetime.combine(day, time(int(hour), int(minute or 0)))
    assert hours.on(day)
    assert at > moment
    assert hours.open_at(at) is sentence.startswith("Åbner")
    assert sentence.startswith("Åbent nu") is hours.open_at(moment)


@given(MOMENTS)
def test_nobody_is_sent_to_an_office_on_a_holiday_or_in_a_weekend(moment):
    (day,) = days_named(opening_sentence(NINE_TO_THREE, moment), moment)

    assert day.weekday() in WORKDAYS
    assert not is_holiday(day)
    assert custom_of(day) is None


@pytest.mark.parametrize(
    ("hours", "moment", "said"),
    [
        (NINE_TO_THREE, datetime(2026, 11, 23, 10), "Åbent nu til kl. 15"),
        (NINE_TO_THREE, datetime(2026, 11, 23, 9), "Åbent nu til kl. 15"),
        (NINE_TO_THREE, datetime(2026, 11, 23, 14, 59, 59), "Åbent nu til kl. 15"),
        (NINE_TO_THREE, datetime(2026, 11, 23, 15), "Åbner i morgen kl. 9"),
        (NINE_TO_THREE, datetime(2026, 11, 23, 0, 0), "Åbner kl. 9"),
        (NINE_TO_THREE, datetime(2026, 11, 22, 23, 59), "Åbner i morgen kl. 9"),  # søndag
        (NINE_TO_THREE, datetime(2026, 11, 21, 12), "Åbner mandag kl. 9"),  # lørdag
        (NINE_TO_THREE, datetime(2026, 11, 20, 16), "Åbner mandag kl. 9"),  # fredag
        (WITH_LUNCH, datetime(2026, 11, 23, 9), "Åbner kl. 9.30"),
        (WITH_LUNCH, datetime(2026, 11, 23, 11), "Åbent nu til kl. 12, og igen fra kl. 12.30"),
        (WITH_LUNCH, datetime(2026, 11, 23, 12), "Åbner kl. 12.30"),
        (WITH_LUNCH, datetime(2026, 11, 23, 14), "Åbent nu til kl. 15"),
        (MONDAYS, datetime(2026, 11, 23, 13), "Åbner mandag den 30. november kl. 10"),  # en uge: ikke bare mandag
        (MONDAYS, datetime(2026, 11, 24, 9), "Åbner mandag kl. 10"),
        (OpeningHours({0: spans("9.05-10")}), datetime(2026, 11, 23, 7), "Åbner kl. 9.05"),
    ],
)
def test_an_ordinary_week(hours, moment, said):
    assert opening_sentence(hours, moment) == said


@pytest.mark.parametrize(
    ("hours", "moment", "said"),
    [
        (WITH_LUNCH, datetime(2022, 12, 23, 15), "Åbner tirsdag den 27. december kl. 9.30"),
        (NINE_TO_THREE, datetime(2022, 12, 26, 10), "Åbner i morgen kl. 9"),
        (NINE_TO_THREE, datetime(2026, 12, 23, 16), "Åbner mandag den 28. december kl. 9"),
        (NINE_TO_THREE, datetime(2026, 12, 30, 16), "Åbner mandag den 4. januar kl. 9"),
        (NINE_TO_THREE, datetime(2027, 1, 1, 12), "Åbner mandag kl. 9"),  # kun en weekend imellem
        (NINE_TO_THREE, datetime(2025, 12, 31, 12), "Åbner fredag den 2. januar kl. 9"),
        (NINE_TO_THREE, datetime(2026, 4, 1, 15), "Åbner tirsdag den 7. april kl. 9"),  # påske
        (NINE_TO_THREE, datetime(2026, 5, 13, 15), "Åbner mandag den 18. maj kl. 9"),  # Kristi himmelfart
        (NINE_TO_THREE, datetime(2026, 5, 22, 15), "Åbner tirsdag den 26. maj kl. 9"),  # pinse
        (NINE_TO_THREE, datetime(2026, 6, 4, 15), "Åbner mandag den 8. juni kl. 9"),  # grundlovsdag er en fredag
        (NINE_TO_THREE, datetime(2023, 5, 4, 16), "Åbner mandag den 8. maj kl. 9"),  # den sidste store bededag
        (NINE_TO_THREE, datetime(2024, 4, 25, 16), "Åbner i morgen kl. 9"),  # den er ikke helligdag mere
        (MONDAYS, datetime(2026, 12, 21, 13), "Åbner mandag den 28. december kl. 10"),
        (MONDAYS, datetime(2026, 12, 24, 13), "Åbner mandag kl. 10"),  # ingen sædvanlig åben dag er sprunget over
    ],
)
def test_holidays_weekends_and_the_new_year(hours, moment, said):
    assert opening_sentence(hours, moment) == said


@pytest.mark.parametrize(
    ("custom", "day"),
    [
        ("juleaftensdag", date(2026, 12, 24)),
        ("nytaarsaftensdag", date(2026, 12, 31)),
        ("grundlovsdag", date(2026, 6, 5)),
        ("dagen_efter_kristi_himmelfart", date(2026, 5, 15)),
        ("dagen_efter_kristi_himmelfart", date(2024, 5, 10)),
    ],
)
def test_an_office_may_be_open_on_a_day_when_others_by_custom_are_closed(custom, day):
    like_others = NINE_TO_THREE
    keeps_open = OpeningHours(NINE_TO_THREE.weekly, also_closed=frozenset(BY_CUSTOM) - {custom})

    assert custom_of(day) == custom
    assert like_others.on(day) == ()
    assert keeps_open.on(day) == spans("9-15")


def test_the_office_knows_its_own_exceptions_best():
    hours = OpeningHours(
        NINE_TO_THREE.weekly,
        {date(2026, 11, 24): (), date(2026, 11, 25): spans("13-17"), date(2026, 12, 26): spans("10-11")},
    )

    assert opening_sentence(hours, datetime(2026, 11, 23, 15)) == "Åbner onsdag den 25. november kl. 13"
    assert opening_sentence(hours, datetime(2026, 11, 25, 16)) == "Åbent nu til kl. 17"
    assert opening_sentence(hours, datetime(2026, 12, 26, 9)) == "Åbner kl. 10"  # a Saturday, and a holiday


def test_where_the_hours_are_not_known_nothing_is_said():
    assert opening_sentence(None, datetime(2026, 11, 23, 10)) is None


def test_an_office_that_never_opens_is_closed():
    assert opening_sentence(OpeningHours({}), datetime(2026, 11, 23, 10)) == "Lukket"


def test_a_moment_with_a_zone_is_a_mistake_and_not_an_hour_off():
    moment = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)

    for ask in (NINE_TO_THREE.open_at, NINE_TO_THREE.next_change):
        with pytest.raises(ValueError, match="without a zone"):
            ask(moment)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-15", ((time(9), time(15)),)),
        ("09.00 - 15.30", ((time(9), time(15, 30)),)),
        ("9-12, 13-15", ((time(9), time(12)), (time(13), time(15)))),
        ("0-23.59", ((time(0), time(23, 59)),)),
        ("lukket", ()),
    ],
)
def test_hours_are_written_as_people_write_them(text, hours):
    assert spans(text) == hours


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "'' er ikke en tid; skriv fx 9-15"),
        ("hele dagen", "'hele dagen' er ikke en tid"),
        ("9", "'9' er ikke en tid"),
        ("9-12,", "'' er ikke en tid"),
        ("9:30-12", "'9:30-12' er ikke en tid"),
        ("9-24", "'9-24': et klokkeslæt går fra 0 til 23.59"),
        ("9-12.60", "'9-12.60': et klokkeslæt går fra 0 til 23.59"),
        ("15-9", "tiderne skal stå i rækkefølge"),
        ("9-9", "tiderne skal stå i rækkefølge"),
        ("13-15, 9-12", "tiderne skal stå i rækkefølge"),
        ("9-13, 12-15", "må ikke støde sammen"),
        ("9-12, 12-15", "må ikke støde sammen"),
    ],
)
def test_hours_that_cannot_be_are_refused(text, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        spans(text)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"weekly": {7: spans("9-15")}}, "ingen dag 7"),
        ({"weekly": {0: ((time(15), time(9)),)}}, "i rækkefølge"),
        ({"weekly": {}, "exceptions": {date(2026, 12, 24): ((time(9), time(9)),)}}, "i rækkefølge"),
        ({"weekly": {}, "also_closed": frozenset({"fastelavn"})}, "kender ikke 'fastelavn'"),
    ],
)
def test_no_impossible_hours_can_be_made(wrong, told):
    with pytest.raises(ValueError, match=told):
        OpeningHours(**wrong)
