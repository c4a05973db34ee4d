"""A conversation, told as though it had been on another day: every date in it is moved by as many days.

A deadline that was reckoned today would otherwise be the wrong one in a conversation from last spring.
Only days near the telling are moved: the date of a law stays what it is.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.triage.opening_hours import MONTHS, WEEKDAYS

NEAR = timedelta(days=500)
KEPT = ("checked_on", "basis")  # when a fact was looked up, and the law: not the citizen's dates
MONTH = f"(?:{'|'.join(MONTHS)})"
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SPAN = re.compile(rf"mellem den (\d{{1,2}})\. og den (\d{{1,2}})\. ({MONTH}) (\d{{4}})")
DAY = re.compile(rf"(?:({'|'.join(WEEKDAYS)}) )?den (\d{{1,2}})\. ({MONTH}) (\d{{4}})")
MONTHS_APART = re.compile(rf"mellem ({MONTH}) og ({MONTH}) (\d{{4}})")
MONTH_ONLY = re.compile(rf"(?<!\. )\b({MONTH}) (\d{{4}})")


def retelling(told: date, on: date) -> Callable[[Any], Any]:
    """What turns a text, or JSON with texts in it, of the day `told` into one of the day `on`."""

    def retell(value: Any) -> Any:
        if isinstance(value, str):
            return _Moved(told, on - told).text(value)
        if isinstance(value, dict):
            return {key: inner if key in KEPT else retell(inner) for key, inner in value.items()}
        return [retell(inner) for inner in value] if isinstance(value, list) else value

    return retell


class _Moved:
    def __init__(self, told: date, by: timedelta) -> None:
        self._told, self._by = told, by

    def text(self, text: str) -> str:
        # What has been moved is put aside, so that no later pattern moves it again.
        done: list[str] = []

        def aside(read: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
            def replace(match: re.Match[str]) -> str:
                done.append(read(match))
                return f"\0{len(done) - 1}\0"

            return replace

        for pattern, read in ((ISO, self._iso), (SPAN, self._span), (DAY, self._day), (MONTHS_APART, self._months)):
            text = pattern.sub(aside(read), text)
        text = MONTH_ONLY.sub(aside(self._month), text)
        return re.sub("\0(\\d+)\0", lambda match: done[int(match[1])], text)

    def _iso(self, match: re.Match[str]) -> str:
        try:
            return self._new(date.fromisoformat(match.group())).isoformat()
        except ValueError:
            return match.group()

    def _span(self, match: re.Match[str]) -> str:
        first, last = (self._new(_day(match[number], match[3], match[4])) for number in (1, 2))
        if first.month == last.month:
            return f"mellem den {first.day}. og den {last.day}. {MONTHS[last.month - 1]} {last.year}"
        return f"mellem {_written(first)} og {_written(last)}"

    def _day(self, match: re.Match[str]) -> str:
        day = self._new(_day(match[2], match[3], match[4]))
        return f"{WEEKDAYS[day.weekday()]} {_written(day)}" if match[1] else _written(day)

    def _months(self, match: re.Match[str]) -> str:
        first, last = (self._new(_day("15", match[number], match[3])) for number in (1, 2))
        year = "" if first.year == last.year else f" {first.year}"
        return f"mellem {MONTHS[first.month - 1]}{year} og {MONTHS[last.month - 1]} {last.year}"

    def _month(self, match: re.Match[str]) -> str:
        day = self._new(_day("15", match[1], match[2]))
        return f"{MONTHS[day.month - 1]} {day.year}"

    def _new(self, day: date) -> date:
        return day + self._by if abs(day - self._told) <= NEAR else day


def _day(day: str, month: str, year: str) -> date:
    return date(int(year), MONTHS.index(month) + 1, int(day))


def _written(day: date) -> str:
    return f"den {day.day}. {MONTHS[day.month - 1]} {day.year}"
