"""Time as it is kept, UTC without a zone, and as Danish clocks show it.

What tells the time is an argument wherever something runs out, so that a test need not wait.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]  # UTC without a zone
DENMARK = ZoneInfo("Europe/Copenhagen")


def danish(moment: datetime) -> datetime:
    """A time as it is kept, by the Danish clock."""
    return moment.replace(tzinfo=timezone.utc).astimezone(DENMARK)


def midnight(day: date) -> datetime:
    """When a Danish day begins, as times are kept."""
    return datetime.combine(day, time(), DENMARK).astimezone(timezone.utc).replace(tzinfo=None)


def day_in(text: str) -> date:
    """A day somebody asks for: `2026-11-22`. Raises ValueError, also for one too far off to be reckoned with."""
    day = date.fromisoformat(text)
    if not 2000 <= day.year < 2200:
        raise ValueError(text)
    return day
