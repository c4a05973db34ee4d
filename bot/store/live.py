"""A person in a conversation: takes it over, writes, hands it back. The bot is silent meanwhile.

What they write is kept here; a browser comes and fetches it, and for SMS and Messenger a
letter asks the door to bring it, in the same transaction: neither is without the other.
"""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.store import schema
from bot.store.conversations import BOT, PERSON, WAITING, Message, Said, append
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.letters import write_letter

DELIVER = "deliver"  # the kind of letter
BROUGHT = ("sms", "messenger")


class Live:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def take_over(self, conversation: str, line: str) -> bool:
        """A person writes from now on. `line` tells the citizen. False where somebody has it already, or it is gone."""
        return self._change(conversation, PERSON, (BOT, WAITING), line)

    def hand_back(self, conversation: str, line: str) -> bool:
        """The bot answers again."""
        return self._change(conversation, BOT, (PERSON, WAITING), line)

    def writes(self, conversation: str, text: str) -> bool:
        """A person's words to the citizen. False where the conversation is gone, or not a person's."""
        row = schema.conversation.c
        with self._database.begin() as connection:
            state = connection.execute(select(row.state).where(row.id == conversation)).scalar()
            return state == PERSON and bool(self._say(connection, conversation, [Said("person", text)]))

    def say(self, conversation: str, said: Sequence[Said]) -> list[Message]:
        """Something that is no answer to a message. Empty where the conversation is gone."""
        with self._database.begin() as connection:
            return self._say(connection, conversation, said)

    def _change(self, conversation: str, state: str, only_from: Sequence[str], line: str) -> bool:
        row = schema.conversation.c
        with self._database.begin() as connection:
            changed = connection.execute(
                update(schema.conversation).where(row.id == conversation, row.state.in_(only_from)).values(state=state)
            )
            if changed.rowcount:
                self._say(connection, conversation, [Said("system", line)])
        return bool(changed.rowcount)

    def _say(self, connection: Connection, conversation: str, said: Sequence[Said]) -> list[Message]:
        added = append(connection, conversation, said)
        row = schema.conversation.c
        channel = connection.execute(select(row.channel).where(row.id == conversation)).scalar()
        if added and channel in BROUGHT:
            sealed = self._keys.seal({"seqs": [message.seq for message in added]})
            write_letter(connection, DELIVER, sealed, conversation=conversation)
        return added
