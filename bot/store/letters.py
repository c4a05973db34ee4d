"""The outbox: what is to be sent, kept until it has been, tried again when it has not.

A letter is written in the same transaction as what it tells of, so that neither is
without the other; it is sealed, because it says where it goes.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.store import schema
from bot.store.database import Database, now
from bot.store.keys import Keys

WAITING, SENDING, SENT, FAILED = ("waiting", "sending", "sent", "failed")
LEASE = timedelta(minutes=2)  # whoever took it longer ago is gone
DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14400))


@dataclass(frozen=True)
class Letter:
    """`content` is plain values that the sender of its `kind` understands."""

    id: int
    kind: str
    conversation: str | None
    receipt: str | None
    content: dict[str, Any]
    attempts: int


class Letters:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def write(self, kind: str, content: dict[str, Any], *, conversation: str | None = None) -> None:
        with self._database.begin() as connection:
            write_letter(connection, kind, self._keys.seal(content), conversation=conversation)

    def take_due(self, kind: str | None = None) -> Letter | None:
        """The letter that has waited longest, for the caller to send; a letter taken long ago is taken again."""
        row, at = schema.letter.c, now()
        due = [row.state.in_((WAITING, SENDING)), row.next_at <= at, *([row.kind == kind] if kind else [])]
        with self._database.begin() as connection:
            found = connection.execute(select(schema.letter).where(*due).order_by(row.next_at, row.id).limit(1)).first()
            if not found:
                return None
            mine = connection.execute(
                update(schema.letter)
                .where(row.id == found.id, row.attempts == found.attempts, row.next_at == found.next_at)
                .values(state=SENDING, attempts=found.attempts + 1, next_at=at + LEASE)
            )
        if not mine.rowcount:
            return None
        content = dict(self._keys.open(found.sealed))
        return Letter(found.id, found.kind, found.conversation, found.receipt, content, found.attempts + 1)

    def waits(self, kind: str) -> bool:
        """Whether there are any of a kind that have not been sent, and may yet be."""
        row = schema.letter.c
        with self._database.read() as connection:
            unsent = select(row.id).where(row.kind == kind, row.state.in_((WAITING, SENDING))).limit(1)
            return connection.execute(unsent).first() is not None

    def sent(self, letter: Letter) -> None:
        self._set(letter, state=SENT, sealed=b"", problem=None)

    def not_sent(self, letter: Letter, problem: str, *, final: bool = False) -> bool:
        """Try again later, longer apart each time. True where it is given up. `problem` is a kind of error, no text."""
        give_up = final or letter.attempts > len(DELAYS)
        wait = DELAYS[min(letter.attempts, len(DELAYS)) - 1]
        self._set(letter, state=FAILED if give_up else WAITING, next_at=now() + wait, problem=problem[:64])
        return give_up

    def lost(self, letter: int, problem: str) -> None:
        """Sent, and then not brought by whoever was to bring it."""
        row = schema.letter.c
        with self._database.begin() as connection:
            connection.execute(
                update(schema.letter).where(row.id == letter, row.state == SENT).values(state=FAILED, problem=problem[:64])
            )

    def _set(self, letter: Letter, **values: Any) -> None:
        with self._database.begin() as connection:
            connection.execute(update(schema.letter).where(schema.letter.c.id == letter.id).values(values))


def write_letter(
    connection: Connection, kind: str, sealed: bytes, *, conversation: str | None = None, receipt: str | None = None
) -> None:
    """Write one in a transaction that has other things to do too."""
    connection.execute(
        insert(schema.letter).values(
            kind=kind, conversation=conversation, receipt=receipt, sealed=sealed, state=WAITING, attempts=0, next_at=now()
        )
    )
