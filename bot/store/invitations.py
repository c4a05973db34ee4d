"""One-time links with which a person chooses a password. Only a hash of the key is kept."""

from datetime import timedelta

from sqlalchemy import delete, insert, or_, select, update

from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.keys import Keys, new_token
from bot.store.staff_schema import invitation

LIVES = timedelta(hours=72)


class Invitations:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys, clock: Clock = now) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def make(self, account: int) -> str:
        """The key of a new link; those that the account had before work no more."""
        key, row = new_token(), invitation.c
        with self._database.begin() as connection:
            connection.execute(delete(invitation).where(row.account == account))
            values = {"key": self._hashed(key), "account": account, "expires_at": self._clock() + LIVES}
            connection.execute(insert(invitation).values(values))
        return key

    def whose(self, key: str) -> int | None:
        """The account that a link is for. None where it has been used, or is too old."""
        with self._database.read() as connection:
            found: int | None = connection.execute(select(invitation.c.account).where(*self._works(key))).scalar()
        return found

    def use(self, key: str) -> int | None:
        """The account, once."""
        works = self._works(key)
        with self._database.begin() as connection:
            found: int | None = connection.execute(select(invitation.c.account).where(*works)).scalar()
            used = connection.execute(update(invitation).where(*works).values(used_at=self._clock()))
        return found if used.rowcount else None

    def purge(self) -> None:
        """Those that work no more."""
        row = invitation.c
        with self._database.begin() as connection:
            connection.execute(delete(invitation).where(or_(row.used_at.is_not(None), row.expires_at <= self._clock())))

    def withdraw(self, account: int) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(invitation).where(invitation.c.account == account))

    def _works(self, key: str) -> tuple[object, ...]:
        row = invitation.c
        return row.key == self._hashed(key), row.used_at.is_(None), row.expires_at > self._clock()

    def _hashed(self, key: str) -> str:
        return self._keys.hashed(f"invitation {key}")
