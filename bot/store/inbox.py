"""The staff's side of messages to a person: who has one, what they did with it, and when it was done.

A message is had by one at a time. Whoever takes it says from whom they believe to take it,
so that of two who take the same message at once only one gets it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.store import schema, staff_schema
from bot.store.clock import Clock
from bot.store.conversations import BOT, WAITING
from bot.store.database import Database, now
from bot.store.handovers import ACCEPTED, DELIVERED, DONE, FAILED, SENT
from bot.store.reach import within

TAKEN, REPLIED, NOTED, CLOSED, REOPENED = ACTS = ("taken", "replied", "note", "closed", "reopened")
CLOSINGS = ("solved", "referred", "unreached", "other")
UNTAKEN = (SENT, DELIVERED, FAILED)
STATES = (FAILED, SENT, DELIVERED, ACCEPTED, DONE)
URGENCY = {FAILED: 0, SENT: 1, DELIVERED: 1, ACCEPTED: 2, DONE: 3}


@dataclass(frozen=True)
class Item:
    """A message to a person. Nothing here says who the citizen is; that is sealed, and opened elsewhere."""

    receipt: str
    conversation: str | None
    municipality: str
    channel: str
    state: str
    summary: str
    created_at: datetime
    changed_at: datetime
    taken_by: str | None

    @property
    def done(self) -> bool:
        return self.state == DONE


@dataclass(frozen=True)
class Note:
    """One thing that was done. `kind` says how it was closed."""

    account: str
    act: str
    kind: str | None
    text: str
    at: datetime


@dataclass(frozen=True)
class Fate:
    """What became of the letter that brings it: waiting, sending, sent, failed; `problem` is a kind of error."""

    state: str
    attempts: int
    next_at: datetime
    problem: str | None


class Inbox:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def find(
        self,
        *,
        municipalities: Collection[str],
        states: Collection[str] = STATES,
        municipality: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Item]:
        """Those of `municipalities` (`*` is all): the failed first, then who has waited longest; the done last."""
        row = schema.handover.c
        wanted = select(schema.handover).where(row.state.in_(states), *within(row.municipality, municipalities))
        if municipality:
            wanted = wanted.where(row.municipality == municipality)
        newest_done = case((row.state == DONE, row.changed_at), else_=None)
        order = (case(URGENCY, value=row.state), newest_done.desc(), row.created_at, row.receipt)
        wanted = wanted.order_by(*order).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [_item(one) for one in connection.execute(wanted)]

    def counts(self, municipalities: Collection[str]) -> dict[str, int]:
        """How many there are in each state."""
        row = schema.handover.c
        wanted = select(row.state, func.count()).where(*within(row.municipality, municipalities)).group_by(row.state)
        with self._database.read() as connection:
            return {found.state: found[1] for found in connection.execute(wanted)}

    def get(self, receipt: str) -> Item | None:
        with self._database.read() as connection:
            row = connection.execute(select(schema.handover).where(schema.handover.c.receipt == receipt)).first()
        return _item(row) if row else None

    def take(self, receipt: str, *, by: str, taken_from: str | None = None) -> bool:
        """False where it is not `taken_from`'s (nobody's, where blank) any more, or is closed."""
        row = schema.handover.c
        states = (ACCEPTED,) if taken_from else UNTAKEN
        where = (row.state.in_(states), row.taken_by == taken_from)
        return self._change(receipt, where, Note(by, TAKEN, None, "", self._clock()), state=ACCEPTED, taken_by=by)

    def close(self, receipt: str, *, by: str, kind: str, text: str) -> bool:
        """False where somebody has closed it already. Its conversation then waits for nobody."""
        note = Note(by, CLOSED, kind, text, self._clock())
        closed = self._change(receipt, (schema.handover.c.state != DONE,), note, state=DONE)
        if closed:
            self._stop_waiting(receipt)
        return closed

    def _stop_waiting(self, receipt: str) -> None:
        row = schema.conversation.c
        its = select(schema.handover.c.conversation).where(schema.handover.c.receipt == receipt).scalar_subquery()
        with self._database.begin() as connection:
            connection.execute(update(schema.conversation).where(row.id == its, row.state == WAITING).values(state=BOT))

    def reopen(self, receipt: str, *, by: str) -> bool:
        """Whoever opens it again has it. False where it is not closed."""
        note = Note(by, REOPENED, None, "", self._clock())
        return self._change(receipt, (schema.handover.c.state == DONE,), note, state=ACCEPTED, taken_by=by)

    def note(self, receipt: str, act: str, *, by: str, text: str = "") -> None:
        with self._database.begin() as connection:
            _write(connection, receipt, Note(by, act, None, text, self._clock()))

    def notes(self, receipt: str) -> list[Note]:
        """Oldest first."""
        row = staff_schema.handover_note.c
        wanted = select(staff_schema.handover_note).where(row.receipt == receipt).order_by(row.id)
        with self._database.read() as connection:
            return [Note(one.account, one.act, one.kind, one.text, one.at) for one in connection.execute(wanted)]

    def fate(self, receipt: str) -> Fate | None:
        """None where no letter was written: the message is in this inbox only."""
        row = schema.letter.c
        wanted = select(schema.letter).where(row.receipt == receipt).order_by(row.id.desc()).limit(1)
        with self._database.read() as connection:
            found = connection.execute(wanted).first()
        return Fate(found.state, found.attempts, found.next_at, found.problem) if found else None

    def _change(self, receipt: str, where: Sequence[Any], note: Note, **values: Any) -> bool:
        row = schema.handover.c
        changed = update(schema.handover).where(row.receipt == receipt, *where).values(changed_at=note.at, **values)
        with self._database.begin() as connection:
            if not connection.execute(changed).rowcount:
                return False
            _write(connection, receipt, note)
        return True


def _write(connection: Connection, receipt: str, note: Note) -> None:
    connection.execute(insert(staff_schema.handover_note).values(receipt=receipt, **vars(note)))


def _item(row: Row) -> Item:
    return Item(
        receipt=row.receipt,
        conversation=row.conversation,
        municipality=row.municipality,
        channel=row.channel,
        state=row.state,
        summary=row.summary,
        created_at=row.created_at,
        changed_at=row.changed_at,
        taken_by=row.taken_by,
    )
