"""The staff's sessions: from the first sight of the login page until they leave, are idle, or the day is over.

The token stands in a cookie, here only its hash. It is another at each stage, so that one
that was known before the login is worth nothing after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Connection, Row

from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.keys import Keys, new_token
from bot.store.staff_schema import staff_session

BEGUN, PASSWORD, WHOLE = "begun", "password", "whole"
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
NOTED = timedelta(minutes=1)  # so that not every look at a page writes


@dataclass(frozen=True)
class Session:
    """`stage`: how far the login has come. `carried`: what it must remember on the way."""

    key: str
    account: int | None
    stage: str
    csrf: str
    carried: Mapping[str, Any]
    last_at: datetime


class Sessions:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys, clock: Clock = now) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def begin(self, *, account: int | None = None, stage: str = BEGUN, carried: Mapping[str, Any] | None = None) -> str:
        """A new session; its token."""
        with self._database.begin() as connection:
            return self._begin(connection, account, stage, carried or {})

    def find(self, token: str) -> Session | None:
        """The living session of a token."""
        row, at = staff_session.c, self._clock()
        alive = row.key == self._hashed(token), row.expires_at > at, row.last_at > at - IDLE
        with self._database.read() as connection:
            found = connection.execute(select(staff_session).where(*alive)).first()
        return _session(found) if found else None

    def touch(self, session: Session) -> None:
        """Somebody is there."""
        at = self._clock()
        if at - session.last_at >= NOTED:
            with self._database.begin() as connection:
                connection.execute(update(staff_session).where(staff_session.c.key == session.key).values(last_at=at))

    def carry(self, session: Session, carried: Mapping[str, Any]) -> None:
        with self._database.begin() as connection:
            connection.execute(update(staff_session).where(staff_session.c.key == session.key).values(carried=dict(carried)))

    def advance(self, session: Session, *, account: int, stage: str, carried: Mapping[str, Any] | None = None) -> str:
        """The next stage, under a new token; the old one is worth nothing."""
        with self._database.begin() as connection:
            connection.execute(delete(staff_session).where(staff_session.c.key == session.key))
            return self._begin(connection, account, stage, carried or {})

    def end(self, session: Session) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(staff_session).where(staff_session.c.key == session.key))

    def end_all_of(self, account: int) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(staff_session).where(staff_session.c.account == account))

    def purge(self) -> None:
        """Those that are over."""
        row, at = staff_session.c, self._clock()
        with self._database.begin() as connection:
            connection.execute(delete(staff_session).where(or_(row.expires_at <= at, row.last_at <= at - IDLE)))

    def _begin(self, connection: Connection, account: int | None, stage: str, carried: Mapping[str, Any]) -> str:
        token, at = new_token(), self._clock()
        values = {
            "key": self._hashed(token),
            "account": account,
            "stage": stage,
            "csrf": new_token(),
            "carried": dict(carried),
            "created_at": at,
            "last_at": at,
            "expires_at": at + (LONGEST if stage == WHOLE else IDLE),
        }
        connection.execute(insert(staff_session).values(values))
        return token

    def _hashed(self, token: str) -> str:
        return self._keys.hashed(f"session {token}")


def _session(row: Row) -> Session:
    return Session(row.key, row.account, row.stage, row.csrf, row.carried, row.last_at)
