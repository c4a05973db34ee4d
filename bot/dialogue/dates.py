"""Days in everyday Danish, for people to read."""

from datetime import date

from bot.triage import Period
from bot.triage.opening_hours import MONTHS, WEEKDAYS


def written(day: date) -> str:
    """`fredag den 4. december 2026`"""
    return f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]} {day.year}"


def written_period(period: Period) -> str:
    """`den 6. november 2026`, `oktober 2026`, `mellem den 1. og den 10. september 2026`"""
    first, last = period.first, period.last
    if first is None or last is None:
        return ""
    if first == last:
        return _short(first)
    if (first.year, first.month) == (last.year, last.month):
        if (last - first).days > 20:
            return f"{MONTHS[first.month - 1]} {first.year}"
        return f"mellem den {first.day}. og den {last.day}. {MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return f"mellem {MONTHS[first.month - 1]} og {MONTHS[last.month - 1]} {first.year}"
    return f"mellem {MONTHS[first.month - 1]} {first.year} og {MONTHS[last.month - 1]} {last.year}"


def _short(day: date) -> str:
    return f"den {day.day}. {MONTHS[day.month - 1]} {day.year}"
