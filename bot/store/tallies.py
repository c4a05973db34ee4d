"""Conversations, counted: one row each, which says nothing of anybody and outlives the conversation.

A conversation is counted when it has been quiet for a while, and anew when something
has come to it since. It is always counted before it is purged. Where the citizen
deletes it, no more is left than that there was one, in which month, where and by
which channel: they asked for it to be gone.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from bot.store import schema, staff_schema
from bot.store.clock import danish
from bot.store.counting import Batch
from bot.store.database import Database, now

QUIET = timedelta(minutes=30)
AT_ONCE = 200  # conversations in one transaction
BARE = ("municipality", "channel", "month")  # what is left of a conversation that the citizen deleted

OpenAt = Callable[[str | None, datetime], bool | None]  # municipality, Danish time; None where the hours are not known


@dataclass(frozen=True)
class Tally:
    """One conversation, counted. Where the citizen deleted it, all but the first three are None."""

    municipality: str | None
    channel: str
    month: str
    deleted: bool
    weekday: int | None = None
    hour: int | None = None
    open: bool | None = None
    route: str | None = None
    body: str | None = None
    table_row: str | None = None
    case_type: str | None = None
    area: str | None = None
    confidence: float | None = None
    urgent: str | None = None
    questions: int | None = None
    messages: int | None = None
    handed_over: bool | None = None
    abandoned: bool | None = None
    deadline: str | None = None
    helped: str | None = None
    reason: str | None = None
    sampled: bool | None = None
    verdict: str | None = None


class Tallies:
    """`open_at` says whether a municipality's office was open. Every method may raise DatabaseDownError."""

    def __init__(self, database: Database, open_at: OpenAt) -> None:
        self._database = database
        self._open_at = open_at

    def count(self, at: datetime) -> int:
        """Count what is quiet, and new or changed since it was counted; how many that was."""
        counted, last = 0, ""
        while True:
            with self._database.begin() as connection:
                due = list(connection.execute(_due(at, after=last)).scalars())
                self.count_these(connection, due, at)
            counted += len(due)
            if len(due) < AT_ONCE:
                return counted
            last = due[-1]

    def count_these(self, connection: Connection, conversations: Sequence[str], at: datetime) -> None:
        """Count conversations as they are, in a transaction that has other things to do too."""
        rows = {
            conversation: {**values, "conversation": conversation, "counted_at": at, "deleted": False}
            for conversation, values in Batch.read(connection, conversations).counted(self._open_at)
        }
        mine = staff_schema.tally.c.conversation
        known = set(connection.execute(select(mine).where(mine.in_(list(rows)))).scalars())
        for conversation in known:
            connection.execute(update(staff_schema.tally).where(mine == conversation).values(rows[conversation]))
        if new := [row for conversation, row in rows.items() if conversation not in known]:
            connection.execute(insert(staff_schema.tally), new)

    def between(self, first: str, last: str, municipalities: Collection[str] | None = None) -> list[Tally]:
        """The months from `first` to `last`, both counted in; of all municipalities where none are named."""
        rows = staff_schema.tally.c
        wanted = select(*(rows[field.name] for field in fields(Tally))).where(rows.month.between(first, last))
        if municipalities is not None:
            wanted = wanted.where(rows.municipality.in_(municipalities))
        with self._database.begin() as connection:
            return [Tally(*row) for row in connection.execute(wanted)]

    def months(self) -> tuple[str, str] | None:
        """The first and the last month with a conversation."""
        rows = staff_schema.tally.c
        with self._database.begin() as connection:
            first, last = connection.execute(select(func.min(rows.month), func.max(rows.month))).one()
        return (first, last) if first else None

    def rows_used(self, since: str) -> dict[tuple[str | None, str], int]:
        """How often each row of a decision table decided, since a month: (municipality, row) -> times."""
        rows = staff_schema.tally.c
        wanted = select(rows.municipality, rows.table_row, func.count()).where(rows.month >= since, rows.table_row.isnot(None))
        with self._database.begin() as connection:
            found = connection.execute(wanted.group_by(rows.municipality, rows.table_row))
            return {(municipality, row): times for municipality, row, times in found}


def reduce_to_bare(connection: Connection, conversation: str) -> None:
    """The citizen deletes it: what was counted of it goes too, all but the bare row."""
    rows = schema.conversation.c
    # Locked first: whoever is counting it now must be done before its row is looked for.
    found = connection.execute(select(schema.conversation).where(rows.id == conversation).with_for_update()).first()
    if found is None or not found.last_seq:
        return
    gone = {column.name: None for column in staff_schema.tally.c if column.nullable and column.name not in BARE}
    bare = {
        **gone,
        "counted_at": now(),
        "municipality": found.municipality,
        "channel": found.channel,
        "month": f"{danish(found.started_at):%Y-%m}",
        "deleted": True,
    }
    mine = staff_schema.tally.c.conversation == conversation
    if not connection.execute(update(staff_schema.tally).where(mine).values(bare)).rowcount:
        connection.execute(insert(staff_schema.tally).values(bare))


def _due(at: datetime, *, after: str) -> Select:
    """Conversations with a word in them, not counted as they are now, by key; locked against another door's counting."""
    row, counted = schema.conversation.c, staff_schema.tally.c
    news = (
        (schema.rating.c.conversation, schema.rating.c.at),
        (staff_schema.queued.c.conversation, staff_schema.queued.c.created_at),
        (staff_schema.review.c.conversation, staff_schema.review.c.at),
    )
    since = [exists().where(and_(of == row.id, when > counted.counted_at, when <= at)) for of, when in news]
    return (
        select(row.id)
        .select_from(schema.conversation.outerjoin(staff_schema.tally, counted.conversation == row.id))
        .where(row.id > after, row.last_seq > 0, row.last_at < at - QUIET)
        .where(or_(counted.id.is_(None), counted.counted_at < row.last_at, *since))
        .order_by(row.id)
        .limit(AT_ONCE)
        .with_for_update(of=schema.conversation, skip_locked=True)
    )
