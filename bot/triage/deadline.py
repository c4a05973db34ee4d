"""The last day to complain.

Counted from the day the letter was received, by the length the area's law gives,
and moved to the next working day when it falls on a Saturday, a Sunday or a
public holiday (retssikkerhedsloven § 67 and the general rule on time limits).
Where the citizen is unsure of the day, we count from the earliest it may have
been: a warning too early costs nothing, one too late costs a right.

24 December, 31 December and 5 June are not public holidays here, on purpose:
whether they move a deadline is not settled, and the earlier day is the safe one.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.relativedelta import relativedelta

from bot.triage.period import Period

LENGTH = re.compile(r"P(\d+)([DWMY])")
UNITS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Deadline:
    """The last day to complain, seen from `today`."""

    day: date
    length: str
    today: date

    @property
    def passed(self) -> bool:
        return self.day < self.today

    @property
    def days_left(self) -> int:
        return (self.day - self.today).days

    @property
    def near(self) -> bool:
        """Under seven days left: to be said before anything else."""
        return not self.passed and self.day - self.today < NEAR


def deadline(received: Period, length: str, *, today: date) -> Deadline | None:
    """Return the last day to complain, or None while nobody knows when the letter came."""
    if received.first is None:
        return None
    return Deadline(next_working_day(received.first + duration(length)), length, today)


def duration(length: str) -> relativedelta:
    """`P4W` -> four weeks. Raises ValueError for a length that is not an ISO 8601 one of days, weeks, months or years."""
    match = LENGTH.fullmatch(length)
    if not match:
        raise ValueError(f"{length!r} is not a length such as P4W, P3M, P90D or P1Y")
    number, unit = match.groups()
    return relativedelta(**{UNITS[unit]: int(number)})


def next_working_day(day: date) -> date:
    while day.weekday() >= 5 or is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day: date) -> bool:
    return day in _holidays(day.year)


def within_a_year(period: Period, *, today: date) -> bool:
    """Whether the event, or the end of the course of events, lies within a year (Aalborg's vedtægt § 13, stk. 1)."""
    return period.last is None or period.last >= today - relativedelta(years=1)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))
