"""Messages to a person: what the citizen wants said, and how to reach them. Their details are sealed, and apart."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from bot.store import schema
from bot.store.conversations import WAITING
from bot.store.database import Database, now
from bot.store.keys import Keys
from bot.store.letters import write_letter

SENT, DELIVERED, ACCEPTED, FAILED, DONE = STATES = ("sent", "delivered", "accepted", "failed", "closed")
BY_LETTER = (SENT, DELIVERED, FAILED)  # what becomes of the letter says nothing more once a person has it
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # read aloud over a telephone, nothing is like anything else
LENGTH = 8


@dataclass(frozen=True)
class Handover:
    """`receipt` is what the citizen is given to refer to."""

    receipt: str
    conversation: str | None
    municipality: str
    channel: str
    state: str
    summary: str
    created_at: datetime


class Handovers:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def leave(
        self,
        conversation: str,
        *,
        client_id: str,
        municipality: str,
        channel: str,
        summary: str,
        contact: Mapping[str, str],
        mail_to: str,
    ) -> Handover:
        """Keep a message to a person, with a letter to bring it. Left before under the same `client_id`: that one."""
        values = {
            "receipt": "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
            "conversation": conversation,
            "client_id": client_id,
            "municipality": municipality,
            "channel": channel,
            "state": SENT if mail_to else DELIVERED,  # without a mailbox the staff's own inbox has it at once
            "summary": summary,
        }
        times = {key: now() for key in ("consent_at", "created_at", "changed_at")}
        try:
            with self._database.begin() as connection:
                connection.execute(insert(schema.handover).values(**values, **times))
                connection.execute(
                    insert(schema.contact).values(receipt=values["receipt"], sealed=self._keys.seal(dict(contact)))
                )
                if mail_to:
                    write_letter(connection, "mail", self._keys.seal({"to": mail_to}), receipt=values["receipt"])
                connection.execute(
                    update(schema.conversation)
                    .where(schema.conversation.c.id == conversation, schema.conversation.c.state == "bot")
                    .values(state=WAITING)
                )
        except IntegrityError:
            found = self._before(conversation, client_id)
            if found is None:
                raise
            return found
        return self.get(str(values["receipt"])) or _gone(str(values["receipt"]))

    def get(self, receipt: str) -> Handover | None:
        with self._database.read() as connection:
            row = connection.execute(select(schema.handover).where(schema.handover.c.receipt == receipt)).first()
        return handover_of(row) if row else None

    def of(self, conversation: str) -> list[Handover]:
        """Oldest first."""
        row = schema.handover.c
        with self._database.read() as connection:
            rows = connection.execute(select(schema.handover).where(row.conversation == conversation).order_by(row.created_at))
            return [handover_of(one) for one in rows]

    def contact(self, receipt: str) -> dict[str, Any] | None:
        """`name`, `reach` and `best_time` as the citizen wrote them."""
        with self._database.read() as connection:
            sealed = connection.execute(select(schema.contact.c.sealed).where(schema.contact.c.receipt == receipt)).scalar()
        return dict(self._keys.open(sealed)) if sealed else None

    def become(self, receipt: str, state: str) -> Handover | None:
        """Change its state; the handover as it then is. None where it is gone, or a person has it: a letter is then late news."""
        row = schema.handover.c
        open_to = BY_LETTER if state in BY_LETTER else STATES
        with self._database.begin() as connection:
            changed = connection.execute(
                update(schema.handover)
                .where(row.receipt == receipt, row.state.in_(open_to))
                .values(state=state, changed_at=now())
            )
        return self.get(receipt) if changed.rowcount else None

    def _before(self, conversation: str, client_id: str) -> Handover | None:
        row = schema.handover.c
        with self._database.read() as connection:
            found = connection.execute(
                select(schema.handover).where(row.conversation == conversation, row.client_id == client_id)
            ).first()
        return handover_of(found) if found else None


def handover_of(row: Row) -> Handover:
    return Handover(row.receipt, row.conversation, row.municipality, row.channel, row.state, row.summary, row.created_at)


def _gone(receipt: str) -> Handover:
    raise LookupError(receipt)
