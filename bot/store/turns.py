"""Turns: what a citizen said, and whether it has been answered.

A message is kept before it is acknowledged; whoever answers it claims the turn first. A
door that dies leaves its turns to the next one, so each is answered, and once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from bot.store import schema
from bot.store.conversations import Message, Said, append, number_of
from bot.store.database import Database, now

WAITING, WORKING, DONE, FAILED, SILENT = ("waiting", "working", "done", "failed", "silent")
PATIENCE = timedelta(seconds=30)  # a claim older than this is a dead door's


@dataclass(frozen=True)
class Turn:
    """`said` is what the language model is to read; `told` what its channel must know besides (`masked`, `cut`)."""

    conversation: str
    seq: int
    said: str
    told: Mapping[str, Any]
    created_at: datetime


class Turns:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self,
        conversation: str,
        shown: str,
        said: str,
        told: Mapping[str, Any],
        *,
        client_id: str,
        answered: bool,
        lives: timedelta,
    ) -> int | None:
        """Keep a citizen's message, and the turn it starts; its number. None where the conversation is gone.

        `shown` is the message as it stands in the conversation. `answered=False`: a person has it, the bot stays silent.
        Sent before under the same `client_id`: the number it got then.
        """
        try:
            with self._database.begin() as connection:
                added = append(connection, conversation, [Said("citizen", shown)], client_id=client_id, lives=lives)
                if not added:
                    return None
                state = WAITING if answered else SILENT
                values = {"conversation": conversation, "seq": added[0].seq, "state": state, "said": said if answered else ""}
                connection.execute(insert(schema.turn).values(**values, facts_told=dict(told), created_at=now()))
                return added[0].seq
        except IntegrityError:
            with self._database.read() as connection:
                return number_of(connection, conversation, client_id)

    def claim(self, conversation: str) -> Turn | None:
        """The oldest unanswered turn of a conversation, to be answered by the caller; none while another answers one."""
        row, stale = schema.turn.c, now() - PATIENCE
        free = or_(row.state == WAITING, and_(row.state == WORKING, row.claimed_at < stale))
        with self._database.begin() as connection:
            busy = connection.execute(
                select(row.seq).where(row.conversation == conversation, row.state == WORKING, row.claimed_at >= stale)
            ).first()
            found = connection.execute(
                select(schema.turn).where(row.conversation == conversation, free).order_by(row.seq).limit(1)
            ).first()
            if busy or not found:
                return None
            mine = connection.execute(
                update(schema.turn)
                .where(row.conversation == conversation, row.seq == found.seq, free)
                .values(state=WORKING, claimed_at=now())
            )
            return _turn(found) if mine.rowcount else None

    def left_over(self) -> list[str]:
        """The conversations with a turn that nobody is answering."""
        row = schema.turn.c
        free = or_(
            and_(row.state == WAITING, row.created_at < now() - timedelta(seconds=1)),
            and_(row.state == WORKING, row.claimed_at < now() - PATIENCE),
        )
        with self._database.read() as connection:
            return list(connection.execute(select(row.conversation).where(free).distinct()).scalars())

    def answer(
        self,
        turn: Turn,
        says: Sequence[Said],
        *,
        failed: bool = False,
        understood: Mapping[str, Any] | None = None,
        milliseconds: int | None = None,
    ) -> list[Message]:
        """Add the answers and close the turn. Nothing where somebody else has closed it, or the conversation is gone."""
        row = schema.turn.c
        with self._database.begin() as connection:
            closed = connection.execute(
                update(schema.turn)
                .where(row.conversation == turn.conversation, row.seq == turn.seq, row.state == WORKING)
                .values(
                    state=FAILED if failed else DONE,
                    said="",
                    understood=dict(understood) if understood else None,
                    milliseconds=milliseconds,
                )
            )
            return append(connection, turn.conversation, says) if closed.rowcount else []

    def busy(self, conversation: str) -> bool:
        """Whether an answer is on its way."""
        row = schema.turn.c
        with self._database.read() as connection:
            found = connection.execute(
                select(row.seq).where(row.conversation == conversation, row.state.in_((WAITING, WORKING))).limit(1)
            ).first()
        return found is not None


def _turn(row: Row) -> Turn:
    return Turn(row.conversation, row.seq, row.said, row.facts_told, row.created_at)
