"""When people write: most on weekdays by day, some in the evening and the night, fewer in the summer and at Christmas."""

from datetime import date, datetime, time, timedelta, timezone
from random import Random

from bot.store.clock import DENMARK

YEAR = 365
SATURDAY, SUNDAY = 5, 6
HOURS = (1, 1, 0, 0, 0, 1, 2, 6, 16, 22, 22, 18, 15, 18, 16, 13, 11, 10, 9, 11, 12, 10, 6, 3)  # by the hour of the day


def moments(number: int, *, today: date, chance: Random) -> list[datetime]:
    """So many in the year before today, in order; UTC without a zone."""
    days = [today - timedelta(days=back) for back in range(YEAR, 0, -1)]
    chosen = chance.choices(days, [_busy(day) for day in days], k=number)
    return sorted(_moment(day, chance) for day in chosen)


def _busy(day: date) -> float:
    week = {SATURDAY: 0.35, SUNDAY: 0.4}.get(day.weekday(), 1.0)
    season = 0.45 if day.month == 7 else 0.5 if (day.month, day.day) >= (12, 20) else 1.0
    return week * season


def _moment(day: date, chance: Random) -> datetime:
    (hour,) = chance.choices(range(24), HOURS)
    local = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), DENMARK)
    return local.astimezone(timezone.utc).replace(tzinfo=None)
