"""The staff's accounts: who they are, what they may, how they prove it.

A password comes here hashed, and the secret behind the codes is sealed. A try is counted before
it is judged, so that many at the same time are no more than the same number one by one.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.keys import Keys
from bot.store.reach import EVERYWHERE
from bot.store.staff_schema import account, account_municipality

ROLES = ("laeser", "bedoemmer", "redaktoer", "administrator")  # each may what the one before may
TRIES = 5
LOCKED, LOCKED_LONGEST = timedelta(minutes=15), timedelta(hours=24)


class TakenError(Exception):
    """Somebody has that username."""


class Member:
    """What somebody on the staff may do, and whose conversations they may see."""

    role: str
    municipalities: frozenset[str]

    def sees(self, municipality: str | None) -> bool:
        """None is a conversation whose municipality is not known: for those who see all."""
        return EVERYWHERE in self.municipalities or municipality in self.municipalities

    def may(self, role: str) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True)
class Account(Member):
    """A person on the staff. `municipalities` holds `*` for all of them; `password` is a hash."""

    id: int
    username: str
    name: str
    role: str
    active: bool
    municipalities: frozenset[str]
    password: str | None = field(repr=False)
    has_codes: bool
    subject: str | None
    locked_until: datetime | None
    created_at: datetime
    seen_at: datetime | None


class Accounts:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, keys: Keys, clock: Clock = now) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def create(self, username: str, *, name: str, role: str, municipalities: Collection[str]) -> Account:
        """A new account, without a password. Raises TakenError."""
        values = {"username": username, "name": name, "role": role, "active": True, "failed": 0, "created_at": self._clock()}
        try:
            with self._database.begin() as connection:
                key: int = connection.execute(insert(account).values(values)).inserted_primary_key[0]
                _give(connection, key, municipalities)
        except IntegrityError:
            raise TakenError(username) from None
        return self._certain(key)

    def get(self, key: int) -> Account | None:
        return self._first(account.c.id == key)

    def named(self, username: str) -> Account | None:
        """However it is written: `Anna` is `anna`."""
        return self._first(account.c.username == username.strip().lower())

    def name_of(self, username: str) -> str:
        """The username itself where there is no such account."""
        account = self.named(username)
        return account.name if account else username

    def known_as(self, subject: str) -> Account | None:
        """Who the identity provider says it is."""
        return self._first(account.c.subject == subject)

    def all(self) -> list[Account]:
        with self._database.read() as connection:
            rows = list(connection.execute(select(account).order_by(account.c.name, account.c.id)))
            given = _municipalities(connection, [row.id for row in rows])
        return [_account(row, given[row.id]) for row in rows]

    def exist(self) -> bool:
        """Whether anybody can come in: accounts that are switched off are nobody's."""
        with self._database.read() as connection:
            return connection.execute(select(account.c.id).where(account.c.active.is_(True)).limit(1)).first() is not None

    def set_password(self, key: int, password: str | None) -> None:
        """`password` is a hash."""
        self._set(key, password=password)

    def set_name(self, key: int, name: str) -> None:
        self._set(key, name=name)

    def set_active(self, key: int, active: bool) -> bool:
        """False where it would leave nobody to administer."""
        return self._unless_last(key, stays=active, active=active)

    def set_role(self, key: int, role: str) -> bool:
        """False where it would leave nobody to administer."""
        return self._unless_last(key, stays=role == ROLES[-1], role=role)

    def set_municipalities(self, key: int, municipalities: Collection[str]) -> None:
        with self._database.begin() as connection:
            connection.execute(delete(account_municipality).where(account_municipality.c.account == key))
            _give(connection, key, municipalities)

    def bind(self, key: int, subject: str) -> bool:
        """Remember who it is to the identity provider. False where that is settled already."""
        row = account.c
        try:
            with self._database.begin() as connection:
                bound = connection.execute(update(account).where(row.id == key, row.subject.is_(None)).values(subject=subject))
        except IntegrityError:
            return False
        return bool(bound.rowcount)

    def take_try(self, key: int) -> bool:
        """Count a try before it is judged. False where the account is locked; each fifth wrong one locks it for longer."""
        row, at = account.c, self._clock()
        free = or_(row.locked_until.is_(None), row.locked_until <= at)
        with self._database.begin() as connection:
            counted = connection.execute(update(account).where(row.id == key, free).values(failed=row.failed + 1))
            if not counted.rowcount:
                return False
            failed: int = connection.execute(select(row.failed).where(row.id == key)).scalar()
            if failed % TRIES == 0:
                lock = min(LOCKED * 2 ** min(failed // TRIES - 1, 10), LOCKED_LONGEST)
                connection.execute(update(account).where(row.id == key).values(locked_until=at + lock))
        return True

    def give_back(self, key: int) -> None:
        """The try was right, and counts no more. What went before it does, until the whole login is through."""
        row = account.c
        with self._database.begin() as connection:
            connection.execute(
                update(account).where(row.id == key, row.failed > 0).values(failed=row.failed - 1, locked_until=None)
            )

    def came_in(self, key: int) -> None:
        """The whole login is through."""
        self._set(key, failed=0, locked_until=None, seen_at=self._clock())

    def unlock(self, key: int) -> None:
        self._set(key, failed=0, locked_until=None)

    def codes_secret(self, key: int) -> str | None:
        """The secret behind the codes from a telephone."""
        with self._database.read() as connection:
            sealed = connection.execute(select(account.c.totp).where(account.c.id == key)).scalar()
        return str(self._keys.open(sealed)["secret"]) if sealed else None

    def set_codes(self, key: int, secret: str, *, recovery: Collection[str], step: int) -> None:
        """`recovery`: the codes for a lost telephone. `step`: that of the code that proved it, which is thereby used."""
        sealed = self._keys.seal({"secret": secret, "recovery": [self._hashed(code) for code in recovery]})
        self._set(key, totp=sealed, totp_used=step)

    def clear_codes(self, key: int) -> None:
        self._set(key, totp=None, totp_used=None)

    def spend_step(self, key: int, step: int) -> bool:
        """A code works once, and so does any older one. False where it has been used."""
        row = account.c
        fresh = or_(row.totp_used.is_(None), row.totp_used < step)
        with self._database.begin() as connection:
            return bool(connection.execute(update(account).where(row.id == key, fresh).values(totp_used=step)).rowcount)

    def spend_recovery(self, key: int, code: str) -> int | None:
        """Use up a code for a lost telephone; how many are left. None where it is none of them."""
        with self._database.begin() as connection:
            sealed = connection.execute(select(account.c.totp).where(account.c.id == key).with_for_update()).scalar()
            kept: dict[str, Any] = self._keys.open(sealed) if sealed else {"recovery": []}
            if self._hashed(code) not in kept["recovery"]:
                return None
            left = [one for one in kept["recovery"] if one != self._hashed(code)]
            resealed = self._keys.seal({**kept, "recovery": left})
            connection.execute(update(account).where(account.c.id == key).values(totp=resealed))
        return len(left)

    def _hashed(self, code: str) -> str:
        return self._keys.hashed(f"recovery {code}")

    def _set(self, key: int, **values: Any) -> None:
        with self._database.begin() as connection:
            connection.execute(update(account).where(account.c.id == key).values(values))

    def _unless_last(self, key: int, *, stays: bool, **values: Any) -> bool:
        row = account.c
        with self._database.begin() as connection:
            able = (row.role == ROLES[-1], row.active.is_(True))
            administrators = list(connection.execute(select(row.id).where(*able).with_for_update()).scalars())
            if not stays and administrators == [key]:
                return False
            connection.execute(update(account).where(row.id == key).values(values))
        return True

    def _first(self, which: Any) -> Account | None:
        with self._database.read() as connection:
            row = connection.execute(select(account).where(which)).first()
            return _account(row, _municipalities(connection, [row.id])[row.id]) if row else None

    def _certain(self, key: int) -> Account:
        found = self.get(key)
        if found is None:
            raise LookupError(key)
        return found


def _give(connection: Connection, key: int, municipalities: Collection[str]) -> None:
    for municipality in set(municipalities):
        connection.execute(insert(account_municipality).values(account=key, municipality=municipality))


def _municipalities(connection: Connection, keys: Collection[int]) -> dict[int, frozenset[str]]:
    row, given = account_municipality.c, {key: set[str]() for key in keys}
    for key, municipality in connection.execute(select(row.account, row.municipality).where(row.account.in_(keys))):
        given[key].add(municipality)
    return {key: frozenset(each) for key, each in given.items()}


def _account(row: Row, municipalities: frozenset[str]) -> Account:
    return Account(
        id=row.id,
        username=row.username,
        name=row.name,
        role=row.role,
        active=row.active,
        municipalities=municipalities,
        password=row.password,
        has_codes=row.totp is not None,
        subject=row.subject,
        locked_until=row.locked_until,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )
