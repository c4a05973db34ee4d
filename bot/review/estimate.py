"""How many conversations were led right, estimated from those that were read.

The queue has people read what looks wrong, so the plain share of what they read would be too low.
Conversations are therefore counted in strata, by the weightiest reason for reading them; each
stratum counts by its number of conversations, not by how many of them were read. Within a stratum
what was read is taken for a draw by chance: the queue hands out by stratum, drawn ones first and
then by age, never by content.

The interval is Wilson's, with an effective number of readings in place of the plain one. That is the
smaller of two: Kish's (what unequal weights cost) and the design-based one of Korn & Graubard (1998),
where each stratum's share is drawn two readings' worth towards the whole, so that a small stratum in which all
were right is not taken for certain. With one stratum both are the plain number, and the interval is
plain Wilson. A normal interval would leave the range near 100 %, where we hope to be, and be too narrow.
No correction for having read a large part: the interval is then rather too wide than too narrow.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.review.reasons import NOTHING, stratum

Z = 1.959964  # 95 %
TOWARDS_ALL = 2.0  # readings
RIGHT = "ja"  # "tvivl" is not right: nobody would say that it was


@dataclass(frozen=True)
class Judged:
    """So many conversations of one kind. `verdict` is None until it is settled; `reason` as in the queue."""

    reason: str | None
    sampled: bool
    verdict: str | None
    number: int = 1


@dataclass(frozen=True)
class Stratum:
    """`conversations` in all, `reviewed` of them, and `right`: those that were led right beyond doubt."""

    name: str
    conversations: int
    reviewed: int
    right: int

    @property
    def share(self) -> float | None:
        return self.right / self.reviewed if self.reviewed else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.right / self.reviewed, self.reviewed) if self.reviewed else None


@dataclass(frozen=True)
class Estimate:
    """Of the strata with a review in them; `covered` is their part of all conversations.

    `missing` names the others. `share`, `low` and `high` are None where nothing was read.
    """

    conversations: int
    reviewed: int
    covered: float | None
    missing: tuple[str, ...]
    share: float | None
    low: float | None
    high: float | None
    effective: float | None


def strata(judged: Iterable[Judged]) -> list[Stratum]:
    """Those without a reason last. Of them only the drawn count as read: others were chosen by somebody who had looked."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in judged:
        name = stratum(one.reason)
        read = one.verdict is not None and (one.sampled or name != NOTHING)
        found = (1, read, read and one.verdict == RIGHT)
        counts[name] = [before + one.number * more for before, more in zip(counts[name], found, strict=True)]
    return [Stratum(name, *counts[name]) for name in (*sorted(counts.keys() - {NOTHING}), NOTHING) if name in counts]


def drawn_alone(judged: Iterable[Judged]) -> Stratum:
    """All that were drawn by chance, as one: fewer readings, but nothing to take for granted."""
    found = strata(Judged(NOTHING, True, one.verdict, one.number) for one in judged if one.sampled)
    return found[0] if found else Stratum(NOTHING, 0, 0, 0)


def estimate(strata: Sequence[Stratum]) -> Estimate:
    """Empty strata count for nothing."""
    filled = [stratum for stratum in strata if stratum.conversations]
    read = [stratum for stratum in filled if stratum.reviewed]
    total, part = sum(s.conversations for s in filled), sum(s.conversations for s in read)
    missing = tuple(s.name for s in filled if not s.reviewed)
    covered = part / total if total else None
    reviewed = sum(s.reviewed for s in read)
    if not read:
        return Estimate(total, reviewed, covered, missing, None, None, None, None)
    share = sum(s.conversations * s.right / s.reviewed for s in read) / part
    number = _effective(read, part, share)
    return Estimate(total, reviewed, covered, missing, share, *wilson(share, number), number)


def wilson(share: float, number: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share among `number`."""
    middle = (share + Z**2 / (2 * number)) / (1 + Z**2 / number)
    half = Z / (1 + Z**2 / number) * sqrt(share * (1 - share) / number + Z**2 / (4 * number**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _effective(read: Sequence[Stratum], part: int, share: float) -> float:
    """As many readings drawn from the whole by chance would say as much."""
    weights = [(s.conversations / part) ** 2 / s.reviewed for s in read]
    kish = 1 / sum(weights)
    drawn = [(s.right + TOWARDS_ALL * share) / (s.reviewed + TOWARDS_ALL) for s in read]
    variance = sum(weight * p * (1 - p) for weight, p in zip(weights, drawn, strict=True))
    return min(kish, share * (1 - share) / variance) if variance > 0 else kish
