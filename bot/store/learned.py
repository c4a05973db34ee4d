"""What the bot has learned in a time: corrections two persons agreed on, and changes to what it knows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from bot.store import staff_schema
from bot.store.changes import APPROVED as AGREED
from bot.store.changes import EMERGENCY
from bot.store.clock import midnight
from bot.store.corrections import APPROVED, EXPORTED, REJECTED
from bot.store.database import Database


@dataclass(frozen=True)
class Amendment:
    """A change that was made: in which file, in force from when, and why. `emergency`: by one person, at once."""

    file: str
    effective: date
    why: str
    emergency: bool = False


@dataclass(frozen=True)
class Learned:
    """Corrections by what became of them, and the changes in the order they came into force."""

    proposed: int
    approved: int
    rejected: int
    changes: tuple[Amendment, ...]


class Lessons:
    """Every method may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def between(self, first: date, until: date, municipality: str | None = None) -> Learned:
        """From `first`, before `until`; of all municipalities where none is named. What is common to all counts for each."""
        begin, end = midnight(first), midnight(until)
        row = staff_schema.correction.c
        with self._database.begin() as connection:
            counts = {
                name: connection.execute(
                    select(func.count()).where(state, when >= begin, when < end, *_of(row.municipality, municipality))
                ).scalar_one()
                for name, state, when in (
                    ("proposed", row.id.isnot(None), row.proposed_at),
                    ("approved", row.state.in_((APPROVED, EXPORTED)), row.decided_at),
                    ("rejected", row.state == REJECTED, row.decided_at),
                )
            }
            return Learned(**counts, changes=_changes(connection, first, until, municipality))


def _changes(connection: Connection, first: date, until: date, municipality: str | None) -> tuple[Amendment, ...]:
    row = staff_schema.change.c
    wanted = select(staff_schema.change).where(row.state == AGREED, row.effective >= first, row.effective < until)
    found = connection.execute(wanted.where(*_of(row.municipality, municipality)).order_by(row.effective, row.id))
    return tuple(Amendment(one.file, one.effective, one.why, EMERGENCY in (one.impact or {})) for one in found)


def _of(column, municipality: str | None):  # type: ignore[no-untyped-def]
    return () if municipality is None else (or_(column == municipality, column.is_(None)),)
