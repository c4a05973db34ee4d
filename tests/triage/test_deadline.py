from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage import Period, deadline
from bot.triage.deadline import duration, is_holiday, next_working_day, within_a_year

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
LENGTHS = st.sampled_from(["P4W", "P3M", "P90D", "P1M", "P1Y", "P2Y", "P6M", "P7D", "P10D"])


@given(DAYS, LENGTHS)
def test_a_deadline_is_never_on_a_day_when_the_office_is_closed(received, length):
    last = deadline(Period.day(received), length, today=received).day

    assert last.weekday() < 5
    assert not is_holiday(last)


@given(DAYS, LENGTHS)
def test_a_deadline_is_never_shortened_by_a_weekend_and_by_no_more_than_a_feast_lengthened(received, length):
    last = deadline(Period.day(received), length, today=received).day

    assert timedelta(0) <= last - (received + duration(length)) <= timedelta(days=6)


@given(DAYS, st.integers(0, 20), LENGTHS)
def test_in_doubt_we_count_from_the_first_day_it_may_have_been(received, doubt, length):
    sure = deadline(Period.day(received), length, today=received)
    unsure = deadline(Period(received, received + timedelta(days=doubt)), length, today=received)

    assert unsure == sure


@given(DAYS, LENGTHS, st.integers(-400, 900))
def test_passed_and_near_agree_with_the_days_left(received, length, later):
    last = deadline(Period.day(received), length, today=received + timedelta(days=later))

    assert last.passed == (last.days_left < 0)
    assert last.near == (0 <= last.days_left < 7)


@pytest.mark.parametrize(
    ("received", "length", "last"),
    [
        (date(2026, 11, 6), "P4W", date(2026, 12, 4)),  # fredag til fredag
        (date(2026, 11, 28), "P4W", date(2026, 12, 28)),  # 26. december er lørdag og helligdag
        (date(2026, 3, 5), "P4W", date(2026, 4, 7)),  # skærtorsdag: til tirsdag efter påske
        (date(2026, 8, 31), "P3M", date(2026, 11, 30)),
        (date(2026, 1, 31), "P1M", date(2026, 3, 2)),  # 28. februar er en lørdag
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2026, 8, 24), "P90D", date(2026, 11, 23)),  # søndag til mandag
    ],
)
def test_known_deadlines(received, length, last):
    assert deadline(Period.day(received), length, today=TODAY).day == last


def test_a_matter_that_still_runs_is_never_too_old():
    assert within_a_year(Period(date(2019, 1, 1), None), today=TODAY)


def test_a_year_counts_from_the_last_day_it_may_have_been():
    assert within_a_year(Period(date(2025, 11, 1), date(2025, 11, 22)), today=TODAY)
    assert not within_a_year(Period(date(2025, 11, 1), date(2025, 11, 21)), today=TODAY)


def test_nobody_knows_the_deadline_of_a_letter_nobody_knows_the_day_of():
    assert deadline(Period(None, None), "P4W", today=TODAY) is None


@pytest.mark.parametrize("length", ["4W", "P4", "PW", "P4H", "", "P-1D"])
def test_a_length_that_is_none_is_refused(length):
    with pytest.raises(ValueError, match="is not a length"):
        duration(length)


def test_store_bededag_is_a_working_day_since_2024():
    assert not is_holiday(date(2026, 5, 1))
    assert next_working_day(date(2026, 5, 1)) == date(2026, 5, 1)


@given(DAYS, st.integers(0, 400))
def test_a_period_says_itself_and_reads_itself(first, days):
    for period in (Period(first, first + timedelta(days=days)), Period(first, None), Period(None, None)):
        assert Period.parse(str(period)) == period
