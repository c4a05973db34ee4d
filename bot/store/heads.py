"""The head of a conversation: where and when it was, whether it can still be written in, whether it is kept.

A conversation that is kept is exempt from the purge, because somebody needs it for a case. The
citizen's own deletion still deletes it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Row

from bot.store import schema
from bot.store.conversations import CLOSED
from bot.store.database import Database


@dataclass(frozen=True)
class Head:
    """Without the messages."""

    id: str
    municipality: str | None
    channel: str
    state: str
    started_at: datetime
    last_at: datetime
    expires_at: datetime
    kept: bool
    route: str | None
    area: str | None

    def lives(self, at: datetime) -> bool:
        """Whether the citizen still has the way into it."""
        return self.expires_at > at and self.state != CLOSED


class Heads:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, conversation: str) -> Head | None:
        with self._database.read() as connection:
            row = connection.execute(_HEAD.where(schema.conversation.c.id == conversation)).first()
        return _head(row) if row else None

    def keep(self, conversation: str, *, kept: bool) -> bool:
        """False where it is so already, or the conversation is gone."""
        row = schema.conversation.c
        with self._database.begin() as connection:
            changed = connection.execute(
                update(schema.conversation).where(row.id == conversation, row.kept.is_(not kept)).values(kept=kept)
            )
        return bool(changed.rowcount)


_FIELDS = ("id", "municipality", "channel", "state", "started_at", "last_at", "expires_at", "kept", "route", "area")
_HEAD = select(*(schema.conversation.c[field] for field in _FIELDS))


def _head(row: Row) -> Head:
    return Head(**{field: getattr(row, field) for field in _FIELDS})
