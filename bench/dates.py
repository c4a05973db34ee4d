"""How well dates are read: ours against dateparser, on `tests/cases/datoer.yml`.

    $ python -m bench.dates

dateparser gives one day and knows no stretches; so for a stretch it is enough that
its day lies within. Both are asked with the same today.
"""

from collections.abc import Callable
from datetime import datetime, time

import dateparser
from dateparser.search import search_dates

from bot.dialogue.when import Impossible, read_when
from bot.triage import Period
from tests.dialogue.dates import TODAY, Said, said

Reading = Period | Impossible | None
SETTINGS = {"RELATIVE_BASE": datetime.combine(TODAY, time(12)), "PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY"}


def ours(case: Said) -> bool:
    return case.is_read_as(read_when(case.text, today=TODAY))


def whole(case: Said) -> bool:
    """The message as one date."""
    return _is_right(case, dateparser.parse(case.text, languages=["da"], settings=SETTINGS))


def searched(case: Said) -> bool:
    """The first date found in the message."""
    found = search_dates(case.text, languages=["da"], settings=SETTINGS)
    return _is_right(case, found[0][1] if found else None)


def _is_right(case: Said, found: datetime | None) -> bool:
    if case.expected == "intet" or found is None:
        return case.expected in ("intet", "umulig") and found is None
    day = found.date()
    if case.expected in ("fremtid", "umulig"):
        return case.expected == "fremtid" and day > TODAY
    expected = Period.parse(case.expected)
    if not expected.first:
        return False
    return expected.first - case.slack <= day <= (expected.last or expected.first) + case.slack


def main() -> None:
    cases = said()
    readers: dict[str, Callable[[Said], bool]] = {"vores": ours, "dateparser": whole, "dateparser, søgning": searched}
    for name, reader in readers.items():
        right = sum(map(reader, cases))
        print(f"{name:20} {right:3} af {len(cases)}  {right / len(cases):.1%}")


if __name__ == "__main__":
    main()
