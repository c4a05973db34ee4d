"""Conversations and the messages in them, in order, each once."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.store import schema
from bot.store.database import Database, now
from bot.store.keys import Keys, new_token
from bot.store.tallies import reduce_to_bare
from bot.store.words import SPOKEN, note

BOT, WAITING, PERSON, CLOSED = STATES = ("bot", "waiting", "person", "closed")


@dataclass(frozen=True)
class Conversation:
    """`state`: who answers. `last_seq`: the number of the newest message."""

    id: str
    channel: str
    municipality: str | None
    state: str
    last_seq: int
    last_at: datetime

    @property
    def sender(self) -> str:
        """Its name to the language model."""
        return self.id


@dataclass(frozen=True)
class Message:
    """One message; `custom` is what it means to a machine."""

    seq: int
    author: str
    text: str
    at: datetime
    custom: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Said:
    """A message to be added."""

    author: str
    text: str
    custom: Mapping[str, Any] | None = None


class Conversations:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def start(self, channel: str, municipality: str | None, *, lives: timedelta) -> tuple[Conversation, str]:
        """A new conversation, and the token that opens it."""
        token, at, key = new_token(), now(), secrets.token_hex(16)
        values = {
            "id": key,
            "token": self._token(channel, municipality, token),
            "channel": channel,
            "municipality": municipality,
            "state": BOT,
            "started_at": at,
            "last_at": at,
            "expires_at": at + lives,
            "last_seq": 0,
            "kept": False,
        }
        with self._database.begin() as connection:
            connection.execute(insert(schema.conversation).values(values))
        return Conversation(key, channel, municipality, BOT, 0, at), token

    def opened_by(self, token: str, *, channel: str, municipality: str | None) -> Conversation | None:
        """The living conversation that a token opens, in the channel and municipality it was made for."""
        here = schema.conversation.c.token == self._token(channel, municipality, token)
        with self._database.read() as connection:
            row = connection.execute(_CONVERSATION.where(here, schema.conversation.c.expires_at > now())).first()
        return _conversation(row) if row else None

    def get(self, conversation: str) -> Conversation | None:
        with self._database.read() as connection:
            row = connection.execute(_CONVERSATION.where(schema.conversation.c.id == conversation)).first()
        return _conversation(row) if row else None

    def messages(self, conversation: str, *, after: int = 0, last: int | None = None) -> list[Message]:
        """In order; `last` gives only so many of the newest."""
        rows = schema.message.c
        wanted = select(schema.message).where(rows.conversation == conversation, rows.seq > after)
        wanted = wanted.order_by(rows.seq.desc()).limit(last) if last else wanted.order_by(rows.seq)
        with self._database.read() as connection:
            found = [message_of(row) for row in connection.execute(wanted)]
        return found[::-1] if last else found

    def message(self, conversation: str, seq: int) -> Message | None:
        rows = schema.message.c
        with self._database.read() as connection:
            row = connection.execute(select(schema.message).where(rows.conversation == conversation, rows.seq == seq)).first()
        return message_of(row) if row else None

    def add(self, conversation: str, said: Sequence[Said], *, lives: timedelta | None = None) -> list[Message]:
        """Add messages at the end. Empty where the conversation is gone."""
        with self._database.begin() as connection:
            return append(connection, conversation, said, lives=lives)

    def found(self, conversation: str, client_id: str) -> int | None:
        """The number of the message a client has sent before under this id."""
        with self._database.read() as connection:
            return number_of(connection, conversation, client_id)

    def become(self, conversation: str, state: str, *, only_from: Sequence[str] = STATES) -> bool:
        """Change who answers. False where it was in none of `only_from`: somebody else was quicker."""
        row = schema.conversation.c
        with self._database.begin() as connection:
            changed = connection.execute(
                update(schema.conversation).where(row.id == conversation, row.state.in_(only_from)).values(state=state)
            )
        return bool(changed.rowcount)

    def came_to(self, conversation: str, **outcome: Any) -> None:
        """What it came to: `route`, `body`, `case_type`, `area`, `confidence`, `urgent`, `municipality`."""
        with self._database.begin() as connection:
            connection.execute(update(schema.conversation).where(schema.conversation.c.id == conversation).values(outcome))

    def rate(self, conversation: str, helped: str, comment: str) -> None:
        """The latest word counts."""
        with self._database.begin() as connection:
            connection.execute(delete(schema.rating).where(schema.rating.c.conversation == conversation))
            connection.execute(insert(schema.rating).values(conversation=conversation, helped=helped, comment=comment, at=now()))

    def forget(self, conversation: str) -> None:
        """The citizen deletes all of it; the language model must forget it too."""
        with self._database.begin() as connection:
            reduce_to_bare(connection, conversation)
            forget(connection, [conversation])

    def link(self, conversation: str, *, lives: timedelta) -> str:
        """A one-time key that opens this conversation from another channel."""
        key = new_token()
        with self._database.begin() as connection:
            connection.execute(
                insert(schema.link).values(
                    key=self._keys.hashed(f"link {key}"), conversation=conversation, expires_at=now() + lives
                )
            )
        return key

    def follow(self, key: str, *, channel: str, lives: timedelta) -> tuple[Conversation, str] | None:
        """Move a conversation to `channel` by its key, which then is spent. Gives its new token."""
        row, token = schema.link.c, new_token()
        with self._database.begin() as connection:
            spent = connection.execute(
                update(schema.link)
                .where(row.key == self._keys.hashed(f"link {key}"), row.used_at.is_(None), row.expires_at > now())
                .values(used_at=now())
            )
            if not spent.rowcount:
                return None
            which = connection.execute(select(row.conversation).where(row.key == self._keys.hashed(f"link {key}"))).scalar_one()
            found = _conversation(connection.execute(_CONVERSATION.where(schema.conversation.c.id == which)).one())
            connection.execute(
                update(schema.conversation)
                .where(schema.conversation.c.id == which)
                .values(token=self._token(channel, found.municipality, token), channel=channel, expires_at=now() + lives)
            )
        return Conversation(found.id, channel, found.municipality, found.state, found.last_seq, found.last_at), token

    def _token(self, channel: str, municipality: str | None, token: str) -> str:
        """Bound to channel and municipality: shown anywhere else, it opens nothing."""
        return self._keys.hashed(f"token {channel} {municipality or ''} {token}")


def append(
    connection: Connection,
    conversation: str,
    said: Sequence[Said],
    *,
    client_id: str | None = None,
    lives: timedelta | None = None,
) -> list[Message]:
    """Add messages in a transaction that has other things to do too. Empty where the conversation is gone."""
    row, at = schema.conversation.c, now()
    values: dict[str, Any] = {"last_seq": row.last_seq + len(said), "last_at": at}
    if lives:
        values["expires_at"] = at + lives
    # The update locks the conversation, so two writers cannot give one number twice.
    if not connection.execute(update(schema.conversation).where(row.id == conversation).values(values)).rowcount:
        return []
    last = connection.execute(select(row.last_seq).where(row.id == conversation)).scalar_one()
    first = last - len(said) + 1
    added = [Message(first + n, one.author, one.text, at, one.custom) for n, one in enumerate(said)]
    for one in added:
        connection.execute(
            insert(schema.message).values(
                conversation=conversation,
                seq=one.seq,
                author=one.author,
                text=one.text,
                custom=dict(one.custom) if one.custom else None,
                client_id=client_id,
                at=at,
            )
        )
    note(connection, conversation, (one.text for one in said if one.author in SPOKEN))
    return added


def number_of(connection: Connection, conversation: str, client_id: str) -> int | None:
    rows = schema.message.c
    known = select(rows.seq).where(rows.conversation == conversation, rows.client_id == client_id)
    seq: int | None = connection.execute(known).scalar()
    return seq


def forget(connection: Connection, conversations: Sequence[str]) -> None:
    """Messages, turns, letters and links go with the conversation; messages to a person stay with the person."""
    known = set(
        connection.execute(select(schema.forgotten.c.sender).where(schema.forgotten.c.sender.in_(conversations))).scalars()
    )
    for conversation in conversations:
        if conversation not in known:
            connection.execute(insert(schema.forgotten).values(sender=conversation, at=now()))
    connection.execute(delete(schema.conversation).where(schema.conversation.c.id.in_(conversations)))


_CONVERSATION = select(
    schema.conversation.c.id,
    schema.conversation.c.channel,
    schema.conversation.c.municipality,
    schema.conversation.c.state,
    schema.conversation.c.last_seq,
    schema.conversation.c.last_at,
)


def _conversation(row: Row) -> Conversation:
    return Conversation(row.id, row.channel, row.municipality, row.state, row.last_seq, row.last_at)


def message_of(row: Row) -> Message:
    return Message(row.seq, row.author, row.text, row.at, row.custom)
