"""Who has done what, and read whose conversation: written once, never changed. The database sees to that itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Row

from bot.store import staff_schema
from bot.store.clock import Clock
from bot.store.database import Database, now

PAGE = 100


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    id: int
    at: datetime
    username: str
    act: str
    about: str
    municipality: str | None
    detail: Mapping[str, Any] | None


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; blank is everything. `since` is within, `until` is not."""

    username: str = ""
    act: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Audit:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def write(
        self, username: str, act: str, about: str, municipality: str | None = None, detail: Mapping[str, Any] | None = None
    ) -> None:
        """`detail` never holds a citizen's words."""
        entry = {"at": self._clock(), "username": username, "act": act, "about": about, "municipality": municipality}
        with self._database.begin() as connection:
            connection.execute(insert(staff_schema.audit).values(**entry, detail=dict(detail) if detail else None))

    def read(self, chosen: AuditFilter, *, before: int | None = None, limit: int = PAGE) -> list[Entry]:
        """Newest first; `before` is the id of the last one seen."""
        row = staff_schema.audit.c
        wanted = select(staff_schema.audit).order_by(row.id.desc()).limit(limit)
        for column in ("username", "act", "about"):
            if value := getattr(chosen, column):
                wanted = wanted.where(row[column] == value)
        if chosen.since:
            wanted = wanted.where(row.at >= chosen.since)
        if chosen.until:
            wanted = wanted.where(row.at < chosen.until)
        if before is not None:
            wanted = wanted.where(row.id < before)
        with self._database.read() as connection:
            return [_entry(one) for one in connection.execute(wanted)]

    def acts(self) -> list[str]:
        """Each kind of act that the log has."""
        row = staff_schema.audit.c
        with self._database.read() as connection:
            return list(connection.execute(select(row.act).distinct().order_by(row.act)).scalars())


def _entry(row: Row) -> Entry:
    return Entry(row.id, row.at, row.username, row.act, row.about, row.municipality, row.detail)
