"""How long things are kept, and what goes when their time is over. What goes is counted first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, select

from bot.store import schema
from bot.store.conversations import forget
from bot.store.database import Database, now
from bot.store.tallies import Tallies

DELIVERIES = timedelta(days=7)  # no platform repeats itself after that
AT_ONCE = 200  # conversations in one transaction


@dataclass(frozen=True)
class Keeping:
    """A channel of a municipality, and how long after the last message its conversations are kept.

    `municipality` None: those where it was never known. Channel `handover`: messages to a person.
    """

    municipality: str | None
    channel: str
    time: timedelta


class Retention:
    """Deletes what is too old. Every method may raise DatabaseDownError."""

    def __init__(self, database: Database, tallies: Tallies) -> None:
        self._database = database
        self._tallies = tallies

    def purge(self, keepings: Iterable[Keeping]) -> int:
        """Delete what is older than it may be; how many conversations and messages to a person went."""
        gone = 0
        for keeping in keepings:
            gone += self._handovers(keeping) if keeping.channel == "handover" else self._conversations(keeping)
        with self._database.begin() as connection:
            connection.execute(delete(schema.received).where(schema.received.c.at < now() - DELIVERIES))
            connection.execute(delete(schema.link).where(schema.link.c.expires_at < now()))
        self._tidy()
        return gone

    def to_forget(self) -> list[str]:
        """Senders that the language model must forget."""
        with self._database.read() as connection:
            return list(connection.execute(select(schema.forgotten.c.sender).order_by(schema.forgotten.c.at)).scalars())

    def forgotten(self, sender: str) -> None:
        """The language model has forgotten it."""
        with self._database.begin() as connection:
            connection.execute(delete(schema.forgotten).where(schema.forgotten.c.sender == sender))

    def _conversations(self, keeping: Keeping) -> int:
        row, gone = schema.conversation.c, 0
        old = and_(
            row.channel == keeping.channel,
            row.municipality == keeping.municipality,
            row.last_at < now() - keeping.time,
            row.kept.is_(False),
        )
        while True:
            with self._database.begin() as connection:
                some = list(connection.execute(select(row.id).where(old).limit(AT_ONCE).with_for_update()).scalars())
                self._tallies.count_these(connection, some, now())
                peers = schema.peer.c
                connection.execute(delete(schema.peer).where(peers.conversation.in_(some), peers.stopped.is_(False)))
                forget(connection, some)
            gone += len(some)
            if len(some) < AT_ONCE:
                return gone

    def _handovers(self, keeping: Keeping) -> int:
        row = schema.handover.c
        kept = select(schema.conversation.c.id).where(schema.conversation.c.id == row.conversation, schema.conversation.c.kept)
        old = and_(row.municipality == keeping.municipality, row.changed_at < now() - keeping.time, ~kept.exists())
        with self._database.begin() as connection:
            return int(connection.execute(delete(schema.handover).where(old)).rowcount)

    def _tidy(self) -> None:
        """SQLite keeps what was deleted in its journal until that is emptied."""
        if self._database.engine.dialect.name == "sqlite":
            connection = self._database.engine.raw_connection()  # no transaction: the journal is emptied between them
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()
