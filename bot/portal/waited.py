"""How long somebody has waited, in words: by the clock within a day, and after that in working days."""

from datetime import date, datetime, timedelta

from bot.store.clock import danish
from bot.triage.deadline import is_holiday
from bot.triage.opening_hours import custom_of

DAY = timedelta(days=1)


def waited(since: datetime, now: datetime) -> str:
    """`5 minutter`, `2 timer`, `3 hverdage`; times as they are kept."""
    passed = max(now - since, timedelta())
    if passed < timedelta(hours=1):
        return _counted(int(passed.total_seconds() // 60), "minut", "minutter")
    if passed < DAY:
        return _counted(int(passed.total_seconds() // 3600), "time", "timer")
    days = working_days(danish(since).date(), danish(now).date())
    return _counted(days, "hverdag", "hverdage") if days else "siden sidste hverdag"


def working_days(first: date, last: date) -> int:
    """The days after `first`, up to and with `last`, on which a Danish office is at work."""
    days = (first + number * DAY for number in range(1, (last - first).days + 1))
    return sum(1 for day in days if day.weekday() < 5 and not is_holiday(day) and custom_of(day) is None)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
