"""Small counts are not shown, and cannot be worked out from those that are.

A table here splits all conversations of a period into kinds, and its total is known. A count from
1 to 4 is shown as "under 5". Were it the only one missing, it would be the total less the others; so
more are left out, the smallest first, until every "under 5" could be at least two different numbers
for a reader who knows the total, the counts that are shown, and that what is "skjult" is 5 or more.
Where leaving out all of them does not do (1 and 5 of 6), every count is just "skjult", which then may
be anything. A total below 5 is itself left out. 0 is shown: it is about nobody.

Each table is guarded by itself. Whoever can see two periods that differ by a month can subtract one
from the other; the published report is of a whole year, and those who see other periods may read
the conversations too.
"""

from collections.abc import Sequence
from enum import Enum

LEAST = 5


class Hidden(Enum):
    """A count that is not shown; its value is what is shown in its place."""

    SMALL = f"under {LEAST}"
    OTHER = "skjult"


Count = int | Hidden


def shown(count: int) -> Count:
    """A count that stands alone."""
    return Hidden.SMALL if 0 < count < LEAST else count


def protected(counts: Sequence[int]) -> list[Count]:
    """The counts of a table, as they may be shown beside their sum."""
    first = [shown(count) for count in counts]
    small = [count for count in counts if 0 < count < LEAST]
    if not small or 0 < sum(counts) < LEAST:
        return first
    others: list[int] = []  # places of further counts to leave out
    for place in sorted((n for n, count in enumerate(counts) if count >= LEAST), key=lambda n: counts[n]):
        if _safe(small, [counts[n] for n in others]):
            break
        others.append(place)
    if not _safe(small, [counts[n] for n in others]):
        return [Hidden.OTHER] * len(counts)
    return [Hidden.OTHER if place in others else one for place, one in enumerate(first)]


def _safe(small: Sequence[int], others: Sequence[int]) -> bool:
    """Whether each small count could be more than one number, the sum of all that is left out being known."""
    together, rest = sum(small) + sum(others), len(small) - 1
    most = min(LEAST - 1, together - rest - LEAST * len(others))
    least = 1 if others else max(1, together - (LEAST - 1) * rest)
    return least < most
