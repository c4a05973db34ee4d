"""What is not whole yet and must outlive the process that has it: the parts of a long SMS.

Changed under a lock, since the next part may come to another door at the same moment.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.store import schema
from bot.store.database import Database, now
from bot.store.keys import Keys

Result = TypeVar("Result")
Deed = Callable[[Any], tuple[Any, Result]]  # plain JSON values (None where there are none) -> those to keep, and a result


class Pending:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def change(self, who: str, deed: Deed[Result]) -> Result:
        """Change what is kept for `who`, which is itself kept as a hash; nothing is left where the deed keeps nothing."""
        return self.change_at(self._keys.hashed(f"pending {who}"), deed)

    def change_at(self, key: str, deed: Deed[Result]) -> Result:
        """The same, by the key that `older` gives."""
        try:
            with self._database.begin() as connection:
                return self._change(connection, key, deed)
        except IntegrityError:  # another began at the same moment: now there is something to lock
            with self._database.begin() as connection:
                return self._change(connection, key, deed)

    def older(self, than: datetime) -> list[str]:
        """The keys of what was last changed before `than`."""
        row = schema.pending.c
        with self._database.read() as connection:
            return list(connection.execute(select(row.key).where(row.at < than)).scalars())

    def _change(self, connection: Connection, key: str, deed: Deed[Result]) -> Result:
        here = schema.pending.c.key == key
        sealed = connection.execute(select(schema.pending.c.sealed).where(here).with_for_update()).scalar()
        kept, result = deed(None if sealed is None else self._keys.open(sealed))
        if kept is None:
            connection.execute(delete(schema.pending).where(here))
        elif sealed is None:
            connection.execute(insert(schema.pending).values(key=key, sealed=self._keys.seal(kept), at=now()))
        else:
            connection.execute(update(schema.pending).where(here).values(sealed=self._keys.seal(kept), at=now()))
        return result
