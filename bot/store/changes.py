"""Changes to what people edit: proposed by one, agreed on by another, in force from a date.

The files themselves are never written to; what is in force is laid over them when they are
read (`bot.knowledge.overlay`). A change that has been agreed on is not altered: whoever wants
it otherwise makes another, so that what was said to citizens on a day can always be told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.engine import Row

from bot.store import staff_schema
from bot.store.database import Database, now

PROPOSED, APPROVED, REJECTED, WITHDRAWN = STATES = ("proposed", "approved", "rejected", "withdrawn")
EMERGENCY = "emergency"  # in `impact`: one person, at once


@dataclass(frozen=True)
class Proposal:
    """What somebody wants changed: `place` is the way to the value in `file`. Blank municipality: it concerns all."""

    file: str
    place: tuple[str, ...]
    before: Any
    after: Any
    why: str
    effective: date
    municipality: str | None = None
    impact: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Change:
    """A proposal, and what became of it."""

    id: int
    proposal: Proposal
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None

    @property
    def emergency(self) -> bool:
        return bool((self.proposal.impact or {}).get(EMERGENCY))


class Changes:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(self, proposal: Proposal, *, by: str) -> Change:
        return self._add(proposal, state=PROPOSED, proposed_by=by)

    def at_once(self, proposal: Proposal, *, by: str) -> Change:
        """In an emergency one person's word is enough, and that is written down too."""
        impact = {**(proposal.impact or {}), EMERGENCY: True}
        return self._add(proposal, impact=impact, state=APPROVED, proposed_by=by, decided_by=by, decided_at=now())

    def approve(self, change: int, *, by: str, today: date) -> bool:
        """False unless it is still proposed, and by somebody else. It holds from today where its day has passed meanwhile."""
        still = (_ROW.state == PROPOSED, _ROW.proposed_by != by)
        from_day = case((_ROW.effective < today, today), else_=_ROW.effective)
        return self._decide(change, APPROVED, by, *still, effective=from_day)

    def reject(self, change: int, *, by: str) -> bool:
        """False unless it is still proposed, and by somebody else."""
        return self._decide(change, REJECTED, by, _ROW.state == PROPOSED, _ROW.proposed_by != by)

    def withdraw(self, change: int, *, by: str, today: date) -> bool:
        """By whoever proposed it, until it is decided; by anybody, while it is agreed on but not yet in force."""
        own = and_(_ROW.state == PROPOSED, _ROW.proposed_by == by)
        coming = and_(_ROW.state == APPROVED, _ROW.effective > today)
        return self._decide(change, WITHDRAWN, by, or_(own, coming))

    def get(self, change: int) -> Change | None:
        with self._database.read() as connection:
            row = connection.execute(select(staff_schema.change).where(_ROW.id == change)).first()
        return _change(row) if row else None

    def find(self, *, state: str | None = None, file: str | None = None, limit: int = 200) -> list[Change]:
        """The newest first."""
        wanted = select(staff_schema.change).order_by(_ROW.id.desc()).limit(limit)
        if state:
            wanted = wanted.where(_ROW.state == state)
        if file:
            wanted = wanted.where(_ROW.file == file)
        with self._database.read() as connection:
            return [_change(row) for row in connection.execute(wanted)]

    def in_force(self, on: date) -> dict[str, list[tuple[list[str], Any]]]:
        """By file, what `bot.knowledge.overlay` lays on it, in order; the last word counts."""
        wanted = select(_ROW.file, _ROW.place, _ROW.after).where(*_in_force(on)).order_by(*_ORDER)
        found: dict[str, list[tuple[list[str], Any]]] = {}
        with self._database.read() as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.file, []).append((list(row.place), row.after))
        return found

    def version(self, on: date) -> str:
        """The same as long as `in_force` is: an approved change is never altered, so which ones they are says it all."""
        with self._database.read() as connection:
            ids = connection.execute(select(_ROW.id).where(*_in_force(on)).order_by(*_ORDER)).scalars().all()
        return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:16]

    def coming(self, after: date) -> list[date]:
        """The days after this on which agreed changes take effect."""
        wanted = select(_ROW.effective).where(_ROW.state == APPROVED, _ROW.effective > after).distinct()
        with self._database.read() as connection:
            return sorted(connection.execute(wanted).scalars())

    def _add(self, proposal: Proposal, **values: Any) -> Change:
        given = {**vars(proposal), "place": list(proposal.place), "proposed_at": now(), **values}
        with self._database.begin() as connection:
            key = connection.execute(staff_schema.change.insert().values(given)).inserted_primary_key[0]
            row = connection.execute(select(staff_schema.change).where(_ROW.id == key)).one()
        return _change(row)

    def _decide(self, change: int, state: str, by: str, *where: Any, **values: Any) -> bool:
        values |= {"state": state, "decided_by": by, "decided_at": now()}
        with self._database.begin() as connection:
            decided = connection.execute(update(staff_schema.change).where(_ROW.id == change, *where).values(values))
        return bool(decided.rowcount)


_ROW = staff_schema.change.c
_ORDER: Sequence[Any] = (_ROW.effective, _ROW.decided_at, _ROW.id)


def _in_force(on: date) -> Sequence[Any]:
    return (_ROW.state == APPROVED, _ROW.effective <= on)


def _change(row: Row) -> Change:
    wanted = Proposal(
        file=row.file,
        place=tuple(row.place),
        before=row.before,
        after=row.after,
        why=row.why,
        effective=row.effective,
        municipality=row.municipality,
        impact=row.impact,
    )
    return Change(row.id, wanted, row.state, row.proposed_by, row.proposed_at, row.decided_by, row.decided_at)
