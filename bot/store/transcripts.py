"""A conversation to be read: all that was said, what was understood of it, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.store.conversations import Message, message_of
from bot.store.database import Database
from bot.store.handovers import Handover, handover_of
from bot.store.schema import conversation, handover, message, rating, turn
from bot.store.turns import FAILED


@dataclass(frozen=True)
class Understood:
    """A citizen's message, by its number, as the bot took it; None where it was not read (a person has it, or a failure)."""

    seq: int
    failed: bool
    understood: Mapping[str, Any] | None


@dataclass(frozen=True)
class Rated:
    """What the citizen says of it."""

    helped: str
    comment: str
    at: datetime


@dataclass(frozen=True)
class Transcript:
    """`turns` by the number of the citizen's message."""

    id: str
    channel: str
    municipality: str | None
    state: str
    started_at: datetime
    last_at: datetime
    kept: bool
    route: str | None
    body: str | None
    case_type: str | None
    area: str | None
    confidence: float | None
    urgent: str | None
    messages: Sequence[Message]
    turns: Mapping[int, Understood]
    handovers: Sequence[Handover]
    rating: Rated | None


class Transcripts:
    """Every method may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Transcript | None:
        """All of it, as it stands at one moment."""
        with self._database.read() as connection:
            row = connection.execute(_CONVERSATION.where(conversation.c.id == key)).first()
            if row is None:
                return None
            return Transcript(
                **row._mapping,
                messages=_messages(connection, key),
                turns=_turns(connection, key),
                handovers=_handovers(connection, key),
                rating=_rating(connection, key),
            )


_CONVERSATION = select(
    *(conversation.c[name] for name in ("id", "channel", "municipality", "state", "started_at", "last_at", "kept")),
    *(conversation.c[name] for name in ("route", "body", "case_type", "area", "confidence", "urgent")),
)


def _messages(connection: Connection, key: str) -> list[Message]:
    rows = connection.execute(select(message).where(message.c.conversation == key).order_by(message.c.seq))
    return [message_of(row) for row in rows]


def _turns(connection: Connection, key: str) -> dict[int, Understood]:
    row = turn.c
    rows = connection.execute(select(row.seq, row.state, row.understood).where(row.conversation == key).order_by(row.seq))
    return {one.seq: Understood(one.seq, one.state == FAILED, one.understood) for one in rows}


def _handovers(connection: Connection, key: str) -> list[Handover]:
    rows = connection.execute(select(handover).where(handover.c.conversation == key).order_by(handover.c.created_at))
    return [handover_of(row) for row in rows]


def _rating(connection: Connection, key: str) -> Rated | None:
    row = connection.execute(select(rating).where(rating.c.conversation == key)).first()
    return Rated(row.helped, row.comment, row.at) if row else None
