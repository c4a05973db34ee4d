"""The demo's conversations: moved in time, known again, and taken away.

Only the demo moves anything. It is played in minutes and is to look like a year; and what it made must
be found again exactly, whatever people do with it meanwhile. So it is marked where nobody can
write from outside: such a conversation has the mark in place of the token that would open it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from bot.store import schema, staff_schema
from bot.store.conversations import forget
from bot.store.database import Database

MARK = "demo "
TAG = "demo"  # for people to see
SOON = timedelta(minutes=1)

Retell = Callable[[Any], Any]


class Staging:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, conversation: str) -> None:
        """It is the demo's from now on: closed to its citizen, tagged, and kept for as long as the demo is."""
        row, tag = schema.conversation.c, staff_schema.tag
        with self._database.begin() as connection:
            values = {"token": f"{MARK}{conversation}", "kept": True}
            connection.execute(update(schema.conversation).where(row.id == conversation).values(values))
            connection.execute(delete(tag).where(tag.c.conversation == conversation, tag.c.tag == TAG))
            connection.execute(insert(tag).values(conversation=conversation, tag=TAG))

    def made(self) -> list[str]:
        """The demo's conversations, oldest first."""
        with self._database.read() as connection:
            return _made(connection)

    def move(self, conversation: str, times: Mapping[int, datetime], retell: Retell) -> None:
        """Give each message its time, by its number, and all that follows from it; `retell` mends the dates in what was said."""
        with self._database.begin() as connection:
            _move_messages(connection, conversation, times, retell)
            _move_turns(connection, conversation, times, retell)
            _move_what_followed(connection, conversation, times, retell)

    def remove(self, accounts: Collection[str]) -> int:
        """Take away the marked conversations with all that hangs on them, and what `accounts` have proposed; how many went."""
        with self._database.begin() as connection:
            gone = _made(connection)
            connection.execute(delete(staff_schema.tally).where(staff_schema.tally.c.conversation.in_(gone)))
            connection.execute(delete(schema.handover).where(schema.handover.c.conversation.in_(gone)))
            connection.execute(delete(schema.peer).where(schema.peer.c.conversation.in_(gone)))
            forget(connection, gone)
            for table in (staff_schema.correction, staff_schema.change):
                connection.execute(delete(table).where(table.c.proposed_by.in_(accounts)))
            account = staff_schema.account.c
            nobodys = (account.username.in_(accounts), account.password.is_(None), account.active.is_(False))
            connection.execute(delete(staff_schema.account).where(*nobodys))
        return len(gone)


def _made(connection: Connection) -> list[str]:
    row = schema.conversation.c
    return list(connection.execute(select(row.id).where(row.token.startswith(MARK)).order_by(row.started_at)).scalars())


def _move_messages(connection: Connection, conversation: str, times: Mapping[int, datetime], retell: Retell) -> None:
    row = schema.message.c
    for one in _all(connection, schema.message, conversation):
        values: dict[str, Any] = {"at": times[one.seq], "text": retell(one.text)}
        if one.custom:
            values["custom"] = retell(one.custom)
        here = (row.conversation == conversation, row.seq == one.seq)
        connection.execute(update(schema.message).where(*here).values(values))


def _move_turns(connection: Connection, conversation: str, times: Mapping[int, datetime], retell: Retell) -> None:
    row = schema.turn.c
    for one in _all(connection, schema.turn, conversation):
        values: dict[str, Any] = {"created_at": times[one.seq], "claimed_at": times[one.seq]}
        if one.understood:
            values["understood"] = retell(one.understood)
        here = (row.conversation == conversation, row.seq == one.seq)
        connection.execute(update(schema.turn).where(*here).values(values))


def _move_what_followed(connection: Connection, conversation: str, times: Mapping[int, datetime], retell: Retell) -> None:
    first, last = min(times.values()), max(times.values())
    row, rating, handover = schema.conversation.c, schema.rating.c, schema.handover.c
    when = {"started_at": first, "last_at": last, "expires_at": last + SOON}
    connection.execute(update(schema.conversation).where(row.id == conversation).values(when))
    connection.execute(update(schema.rating).where(rating.conversation == conversation).values(at=last + SOON))
    for one in _all(connection, schema.handover, conversation):
        moved = {**dict.fromkeys(("consent_at", "created_at", "changed_at"), last), "summary": retell(one.summary)}
        connection.execute(update(schema.handover).where(handover.receipt == one.receipt).values(moved))


def _all(connection: Connection, table: Any, conversation: str) -> Sequence[Any]:
    return list(connection.execute(select(table).where(table.c.conversation == conversation)))
