"""How much waits for the staff, of each kind, in the municipalities that one of them sees (`*` is all)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from bot.store import schema, staff_schema
from bot.store.database import Database
from bot.store.handovers import DELIVERED, FAILED, SENT
from bot.store.reach import within


class Waiting:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def handovers(self, municipalities: Collection[str]) -> int:
        """Messages to a person that nobody has taken."""
        row = schema.handover.c
        return self._count(row.receipt, row.state.in_((SENT, DELIVERED)), *within(row.municipality, municipalities))

    def failed_handovers(self, municipalities: Collection[str]) -> int:
        """Messages to a person that did not get through."""
        row = schema.handover.c
        return self._count(row.receipt, row.state == FAILED, *within(row.municipality, municipalities))

    def queued(self, municipalities: Collection[str], state: str) -> int:
        """Conversations in the queue: `open`, or `disagreed`."""
        row, talk = staff_schema.queued.c, schema.conversation.c
        seen = within(talk.municipality, municipalities)
        return self._count(row.conversation, row.conversation == talk.id, row.state == state, *seen)

    def corrections(self, municipalities: Collection[str]) -> int:
        """Examples to learn from that a second person must approve."""
        row = staff_schema.correction.c
        return self._count(row.id, row.state == "proposed", *within(row.municipality, municipalities))

    def changes(self, municipalities: Collection[str]) -> int:
        """Changes that a second person must approve."""
        row = staff_schema.change.c
        return self._count(row.id, row.state == "proposed", *within(row.municipality, municipalities))

    def _count(self, column: Any, *where: Any) -> int:
        with self._database.read() as connection:
            return int(connection.execute(select(func.count(column)).where(*where)).scalar() or 0)
