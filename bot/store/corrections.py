"""What the bot is to learn from: a citizen's words, masked again, with what they say.

One person proposes, another decides. The conversation may be deleted meanwhile; what was
approved stays, since nothing in it says whose words they were.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row

from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.reach import within
from bot.store.staff_schema import correction

PROPOSED, APPROVED, REJECTED, EXPORTED = ("proposed", "approved", "rejected", "exported")


class SamePersonError(Exception):
    """Four eyes: whoever proposed it cannot decide."""


class DecidedError(Exception):
    """Somebody has decided already, or there is no such correction."""


@dataclass(frozen=True)
class Correction:
    """`asked` is the question the words answer; None for a story."""

    id: int
    conversation: str | None
    municipality: str | None
    text: str
    asked: str | None
    facts: Mapping[str, str]
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str


class Corrections:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def propose(
        self,
        text: str,
        facts: Mapping[str, str],
        *,
        asked: str | None,
        conversation: str,
        municipality: str | None,
        username: str,
        note: str = "",
    ) -> int:
        """A new one, for somebody else to decide on; its number."""
        values = {
            "conversation": conversation,
            "municipality": municipality,
            "text": text,
            "asked": asked,
            "facts": dict(facts),
            "state": PROPOSED,
            "proposed_by": username,
            "proposed_at": self._clock(),
            "note": note,
        }
        with self._database.begin() as connection:
            number: int = connection.execute(insert(correction).values(values)).inserted_primary_key[0]
        return number

    def get(self, number: int) -> Correction | None:
        with self._database.read() as connection:
            row = connection.execute(select(correction).where(correction.c.id == number)).first()
        return _correction(row) if row else None

    def listed(self, municipalities: Collection[str], states: Sequence[str]) -> list[Correction]:
        """Oldest first."""
        wanted = select(correction).where(correction.c.state.in_(states), *within(correction.c.municipality, municipalities))
        with self._database.read() as connection:
            return [_correction(row) for row in connection.execute(wanted.order_by(correction.c.id))]

    def decide(self, number: int, *, approved: bool, username: str, note: str = "") -> None:
        """Raises SamePersonError, DecidedError."""
        with self._database.begin() as connection:
            here = select(correction).where(correction.c.id == number, correction.c.state == PROPOSED)
            row = connection.execute(here.with_for_update()).first()
            if row is None:
                raise DecidedError
            if row.proposed_by == username:
                raise SamePersonError
            connection.execute(
                update(correction)
                .where(correction.c.id == number)
                .values(
                    state=APPROVED if approved else REJECTED,
                    decided_by=username,
                    decided_at=self._clock(),
                    note="\n".join(filter(None, (row.note, note))),
                )
            )

    def exported(self, numbers: Sequence[int]) -> None:
        """They stand in the training data now."""
        here = (correction.c.id.in_(numbers), correction.c.state == APPROVED)
        with self._database.begin() as connection:
            connection.execute(update(correction).where(*here).values(state=EXPORTED))


def _correction(row: Row) -> Correction:
    return Correction(
        row.id,
        row.conversation,
        row.municipality,
        row.text,
        row.asked,
        row.facts,
        row.state,
        row.proposed_by,
        row.proposed_at,
        row.decided_by,
        row.decided_at,
        row.note,
    )
