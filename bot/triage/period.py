"""When it happened: one day, a stretch of days, or something still running.

Kept as text in ISO 8601 so that it fits a slot and a database column:
`2026-11-06` (a day), `2026-11-01/2026-11-10` (some time in between) and
`2024-10-01/..` (began then, still running; `../..` when the start is unknown).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """First and last day it may have been; no last day while it is running."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a period cannot end ({self.last}) before it begins ({self.first})")

    @classmethod
    def day(cls, day: date) -> "Period":
        return cls(day, day)

    @classmethod
    def parse(cls, text: str) -> "Period":
        first, slash, last = text.partition("/")
        return cls(_day(first), _day(last) if slash else _day(first))

    @property
    def running(self) -> bool:
        return self.last is None

    def __str__(self) -> str:
        if self.first and self.first == self.last:
            return self.first.isoformat()
        return "/".join(day.isoformat() if day else ".." for day in (self.first, self.last))


def _day(text: str) -> date | None:
    return None if text == ".." else date.fromisoformat(text)
