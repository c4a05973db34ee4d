"""What stored conversations can tell of a change before it is made: what each came to know, and what was said in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, null, select

from bot.store import schema
from bot.store.database import Database

SPEAKS = ("bot", "system")


@dataclass(frozen=True)
class Told:
    """The facts a conversation had established when it was last understood, and when it began."""

    conversation: str
    at: datetime
    facts: Mapping[str, str]


class Replays:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, *, municipality: str | None = None, limit: int) -> list[Told]:
        """Of the newest `limit` conversations, those in which anything was understood; one municipality's, or all."""
        turn, row = schema.turn.c, schema.conversation.c
        newest = select(row.id, row.started_at).order_by(row.started_at.desc()).limit(limit)
        if municipality:
            newest = newest.where(row.municipality == municipality)
        some = newest.subquery()
        last = (
            select(turn.conversation, func.max(turn.seq).label("seq"))
            .where(turn.understood.is_not(null()), turn.conversation.in_(select(some.c.id)))
            .group_by(turn.conversation)
            .subquery()
        )
        wanted = (
            select(turn.conversation, some.c.started_at, turn.understood)
            .join(last, and_(last.c.conversation == turn.conversation, last.c.seq == turn.seq))
            .join(some, some.c.id == turn.conversation)
            .order_by(some.c.started_at.desc())
        )
        with self._database.read() as connection:
            return [
                Told(found.conversation, found.started_at, dict(found.understood.get("facts") or {}))
                for found in connection.execute(wanted)
            ]

    def said(self, words: str) -> int:
        """In how many conversations the bot has said these very words."""
        row = schema.message.c
        wanted = select(func.count(row.conversation.distinct())).where(
            row.author.in_(SPEAKS), row.text.contains(words, autoescape=True)
        )
        with self._database.read() as connection:
            return int(connection.execute(wanted).scalar_one())
