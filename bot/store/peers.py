"""Who writes on a channel that has its own names for people: a phone number, a page's visitor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store import schema
from bot.store.database import Database, now
from bot.store.keys import Keys


@dataclass(frozen=True)
class Peer:
    """`address` is opened only to answer; `stopped` once they have written STOP."""

    key: str
    channel: str
    address: str
    conversation: str | None
    stopped: bool
    last_at: datetime


class Peers:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def seen(self, channel: str, message_id: str) -> bool:
        """Whether a platform has delivered this before, and it was taken."""
        row = schema.received.c
        with self._database.read() as connection:
            known = select(row.id).where(row.channel == channel, row.id == message_id[:128])
            return connection.execute(known).first() is not None

    def first_time(self, channel: str, message_id: str) -> bool:
        """Whether a platform's message is new; a second delivery of the same is not."""
        try:
            with self._database.begin() as connection:
                connection.execute(insert(schema.received).values(channel=channel, id=message_id[:128], at=now()))
        except IntegrityError:
            return False
        return True

    def meet(self, channel: str, ours: str, theirs: str) -> Peer:
        """The peer that writes from `theirs` to our number or page `ours`; new where they never wrote before."""
        key = self._keys.hashed(f"{channel} {ours} {theirs}")
        found = self._get(key)
        if found:
            self._set(key, last_at=now())
            return found
        sealed = self._keys.seal([ours, theirs])
        try:
            with self._database.begin() as connection:
                values = {"key": key, "channel": channel, "sealed": sealed, "stopped": False, "last_at": now()}
                connection.execute(insert(schema.peer).values(values))
        except IntegrityError:  # their other message came in between
            pass
        return self._get(key) or Peer(key, channel, theirs, None, False, now())

    def of(self, conversation: str) -> Peer | None:
        """Whom to answer in a conversation."""
        with self._database.read() as connection:
            row = connection.execute(select(schema.peer).where(schema.peer.c.conversation == conversation)).first()
        return self._peer(row) if row else None

    def addresses(self, peer: Peer) -> Sequence[str]:
        """Our own number or page, and theirs."""
        with self._database.read() as connection:
            sealed = connection.execute(select(schema.peer.c.sealed).where(schema.peer.c.key == peer.key)).scalar_one()
        return list(self._keys.open(sealed))

    def talks_in(self, peer: Peer, conversation: str) -> None:
        self._set(peer.key, conversation=conversation)

    def stop(self, peer: Peer, *, stopped: bool) -> None:
        self._set(peer.key, stopped=stopped)

    def forget(self, peer: Peer) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(schema.peer).where(schema.peer.c.key == peer.key))

    def _get(self, key: str) -> Peer | None:
        with self._database.read() as connection:
            row = connection.execute(select(schema.peer).where(schema.peer.c.key == key)).first()
        return self._peer(row) if row else None

    def _peer(self, row) -> Peer:  # type: ignore[no-untyped-def]
        return Peer(row.key, row.channel, self._keys.open(row.sealed)[1], row.conversation, row.stopped, row.last_at)

    def _set(self, key: str, **values: object) -> None:
        with self._database.begin() as connection:
            connection.execute(update(schema.peer).where(schema.peer.c.key == key).values(values))
