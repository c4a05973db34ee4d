"""When a person can be reached, and how that is said to a citizen.

Closed on public holidays, and unless the office says otherwise also on the four
days when Danish offices by custom close: being told "closed" of an office that
is open costs a day, being sent to a locked door costs more. An exception of the
office's own goes before all of that. Where the hours are not known there are
none, and no sentence: they are never guessed.

A moment is local Danish time without a zone; whoever asks has converted it.

    >>> hours = OpeningHours({0: spans("9-15"), 1: spans("9.30-12, 13-15")})
    >>> opening_sentence(hours, datetime(2022, 12, 19, 10))
    'Åbent nu til kl. 15'
    >>> opening_sentence(hours, datetime(2022, 12, 23, 14))  # Monday is the second day of Christmas
    'Åbner tirsdag den 27. december kl. 9.30'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dateutil.easter import easter

from bot.triage.deadline import is_holiday

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
BY_CUSTOM = ("juleaftensdag", "nytaarsaftensdag", "grundlovsdag", "dagen_efter_kristi_himmelfart")
TIMES = re.compile(r"([0-9]{1,2})(?:\.([0-9]{2}))? ?- ?([0-9]{1,2})(?:\.([0-9]{2}))?")
HORIZON = 364  # days; any further, and a date without its year could be two

Span = tuple[time, time]


@dataclass(frozen=True)
class OpeningHours:
    """An office's hours: by weekday (0 is Monday), on single days, and the days of custom (`BY_CUSTOM`) when it is closed.

    `note` is for citizens: what the hours alone do not say.
    """

    weekly: Mapping[int, tuple[Span, ...]]
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    also_closed: frozenset[str] = frozenset(BY_CUSTOM)
    note: str = ""

    def __post_init__(self) -> None:
        if strangers := set(self.weekly) - set(range(7)):
            raise ValueError(f"en uge har ingen dag {min(strangers)}")
        if unknown := self.also_closed - set(BY_CUSTOM):
            raise ValueError(f"kender ikke {min(unknown)!r}; vælg mellem {', '.join(BY_CUSTOM)}")
        for day in (*self.weekly.values(), *self.exceptions.values()):
            _check(day)

    def on(self, day: date) -> tuple[Span, ...]:
        """The hours of one day, in order; none when it is closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        if is_holiday(day) or custom_of(day) in self.also_closed:
            return ()
        return self.weekly.get(day.weekday(), ())

    def open_at(self, moment: datetime) -> bool:
        _local(moment)
        return any(opens <= moment.time() < closes for opens, closes in self.on(moment.date()))

    def next_change(self, moment: datetime) -> datetime | None:
        """When it opens, if it is closed now, and closes, if it is open; None when nothing changes within a year."""
        _local(moment)
        for ahead in range(HORIZON):
            day = moment.date() + timedelta(days=ahead)
            for clock in (clock for span in self.on(day) for clock in span):
                if (change := datetime.combine(day, clock)) > moment:
                    return change
        return None


def opening_sentence(hours: OpeningHours | None, moment: datetime) -> str | None:
    """What a citizen is told, without a full stop; None when the hours are not known."""
    if hours is None:
        return None
    change = hours.next_change(moment)
    if change is None:
        return "Lukket"
    if not hours.open_at(moment):
        return f"Åbner {_when(hours, moment, change)}"
    again = hours.next_change(change)
    later_today = f", og igen fra {_clock(again)}" if again and again.date() == change.date() else ""
    return f"Åbent nu til {_clock(change)}{later_today}"


def spans(text: str) -> tuple[Span, ...]:
    """`9-12, 13-15.30` -> from nine to twelve and from one to half past three; `lukket` -> none. Raises ValueError, in Danish."""
    if text == "lukket":
        return ()
    return _check(tuple(_span(part.strip()) for part in text.split(",")))


def custom_of(day: date) -> str | None:
    """The name in `BY_CUSTOM` of a day when offices by custom close, though the law does not make it a holiday."""
    if day == easter(day.year) + timedelta(days=40):
        return "dagen_efter_kristi_himmelfart"
    return {(12, 24): "juleaftensdag", (12, 31): "nytaarsaftensdag", (6, 5): "grundlovsdag"}.get((day.month, day.day))


def _when(hours: OpeningHours, moment: datetime, opens: datetime) -> str:
    """The day as people say it: a weekday alone only for the coming week, and only when no working day is passed over."""
    days = (opens.date() - moment.date()).days
    if days == 0:
        return _clock(opens)
    if days == 1:
        return f"i morgen {_clock(opens)}"
    between = [moment.date() + timedelta(days=ahead) for ahead in range(1, days)]
    passed_over = any(hours.weekly.get(day.weekday()) and not hours.on(day) for day in between)
    dated = f" den {opens.day}. {MONTHS[opens.month - 1]}" if days >= 7 or passed_over else ""
    return f"{WEEKDAYS[opens.weekday()]}{dated} {_clock(opens)}"


def _clock(moment: datetime) -> str:
    return f"kl. {moment.hour}.{moment.minute:02}" if moment.minute else f"kl. {moment.hour}"


def _span(text: str) -> Span:
    match = TIMES.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} er ikke en tid; skriv fx 9-15, eller 9-12, 13-15.30 med en pause, eller lukket")
    hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
    try:
        return time(hour, minute), time(last_hour, last_minute)
    except ValueError:
        raise ValueError(f"{text!r}: et klokkeslæt går fra 0 til 23.59") from None


def _check(day: tuple[Span, ...]) -> tuple[Span, ...]:
    """Each time ends after it begins, and begins after the one before it has ended."""
    clocks = [clock for span in day for clock in span]
    if any(later <= earlier for earlier, later in zip(clocks, clocks[1:], strict=False)):
        raise ValueError("tiderne skal stå i rækkefølge og må ikke støde sammen")
    return day


def _local(moment: datetime) -> None:
    if moment.tzinfo is not None:
        raise ValueError("a moment is local Danish time without a zone")
