"""Why a conversation should be read by a person, and how soon."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

UNSURE = 0.5  # of the weakest learned fact, when it decided
MANY = 8  # questions
DRAWN = 0.1  # of all conversations, whatever else is known of them
TWICE = 0.2  # of those read, by two people, each for themselves
BY_CHANCE = "proeve"
NOTHING = "ingen"  # looked at, and neither a reason nor drawn


@dataclass(frozen=True)
class Record:
    """What is known of a conversation that is over.

    `person`: handed over, or one was asked for. `contradicted`: the citizen took something back after the outcome.
    `corrected`: the summary was not right. `at_odds`: what was most likely meant is not what decided.
    """

    urgent: bool = False
    person: bool = False
    confidence: float | None = None
    rated: str | None = None
    contradicted: bool = False
    questions: int = 0
    outcome: bool = True
    corrected: bool = False
    at_odds: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Reason:
    """`weight`: the higher, the sooner."""

    key: str
    weight: int
    text: str


REASONS = {
    reason.key: reason
    for reason in (
        Reason("fare", 100, "Der var tegn på fare."),
        Reason("fejl", 90, "Et svar gik galt undervejs."),
        Reason("forkert", 80, "Borgeren sagde, at rådet ikke hjalp eller var forkert."),
        Reason(BY_CHANCE, 70, "Udtrukket ved lodtrækning."),
        Reason("uenig", 60, "Det, borgeren skrev, og det, der afgjorde, passer dårligt sammen."),
        Reason("usikker", 50, "Botten var usikker på det, der afgjorde."),
        Reason("menneske", 40, "Borgeren bad om et menneske eller blev givet videre til et."),
        Reason("lang", 30, f"Der blev stillet mindst {MANY} spørgsmål."),
        Reason("afbrudt", 20, "Borgeren gik, før der var et svar."),
    )
}


@dataclass(frozen=True)
class Place:
    """A conversation's place in the queue. `reasons` by weight, without the draw; none and not `sampled`: nobody need read it."""

    reasons: tuple[str, ...]
    sampled: bool
    raters: int

    @property
    def reason(self) -> str:
        """The weightiest, which is also its stratum."""
        return self.reasons[0] if self.reasons else BY_CHANCE if self.sampled else NOTHING

    @property
    def weight(self) -> int:
        """The drawn ones come forward, within their stratum too: what is read first there is drawn by chance."""
        keys = (*self.reasons[:1], *([BY_CHANCE] if self.sampled else []))
        return max((REASONS[key].weight for key in keys), default=0)


def place(conversation: str, record: Record) -> Place:
    found = reasons(record)
    drawn = sampled(conversation)
    return Place(found, drawn, raters(conversation) if found or drawn else 1)


def reasons(record: Record) -> tuple[str, ...]:
    """The weightiest first."""
    holds = {
        "fare": record.urgent,
        "fejl": record.failed,
        "forkert": record.rated == "nej" or record.contradicted,
        "uenig": record.at_odds or record.corrected,
        "usikker": record.outcome and record.confidence is not None and record.confidence < UNSURE,
        "menneske": record.person,
        "lang": record.questions >= MANY,
        "afbrudt": not record.outcome and not record.person,
    }
    return tuple(key for key in REASONS if holds.get(key))


def stratum(reason: str | None) -> str:
    """Drawn or not, those without a reason are of one kind; None is a conversation that never stood in the queue."""
    return NOTHING if reason in (BY_CHANCE, None) else reason


def sampled(conversation: str, share: float = DRAWN) -> bool:
    """By the key alone: the same answer every time, and it knows nothing of the reasons."""
    return _lot("drawn", conversation) < share


def raters(conversation: str, share: float = TWICE) -> int:
    """How many are to judge it; a lot of its own, independent of the first."""
    return 2 if _lot("twice", conversation) < share else 1


def words(keys: Sequence[str], *, drawn: bool = False) -> list[str]:
    """The reasons as a person reads them; those that are no longer in use are passed over."""
    return [REASONS[key].text for key in (*keys, *([BY_CHANCE] if drawn else [])) if key in REASONS]


def _lot(name: str, conversation: str) -> float:
    digest = hashlib.sha256(f"{name} {conversation}".encode()).digest()
    return float(int.from_bytes(digest[:7], "big") / 2**56)
