"""The latest conversations as they went: what was understood turn by turn, and what citizens wrote.

No more than can be read while somebody waits for a page.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import Select

from bot.store import schema
from bot.store.database import Database

MOST = 3000  # conversations


class Latest:
    """Of conversations begun since a moment, in some municipalities or (None) in all. May raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def understood(self, since: datetime, municipalities: Collection[str] | None) -> list[list[Mapping[str, Any]]]:
        """Conversation by conversation, the turns in order."""
        row = schema.turn.c
        wanted = select(row.conversation, row.understood).where(row.conversation.in_(_latest(since, municipalities)))
        turns: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        with self._database.begin() as connection:
            for conversation, understood in connection.execute(wanted.order_by(row.conversation, row.seq)):
                turns[conversation].append(understood or {})
        return list(turns.values())

    def written(self, since: datetime, municipalities: Collection[str] | None) -> list[tuple[str, str]]:
        """What citizens wrote, masked as it is kept, with the conversation it stood in."""
        row = schema.message.c
        wanted = select(row.conversation, row.text).where(row.author == "citizen")
        with self._database.begin() as connection:
            found = connection.execute(wanted.where(row.conversation.in_(_latest(since, municipalities))))
            return [(conversation, text) for conversation, text in found]


def _latest(since: datetime, municipalities: Collection[str] | None) -> Select:
    row = schema.conversation.c
    wanted = select(row.id).where(row.started_at >= since)
    if municipalities is not None:
        wanted = wanted.where(row.municipality.in_(municipalities))
    return wanted.order_by(row.started_at.desc()).limit(MOST)
