"""How it goes with what is kept: what waits to be sent or answered, what has gone wrong, what is old."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, text
from sqlalchemy.engine import Connection

from bot.store import schema
from bot.store.clock import Clock
from bot.store.database import Database, now
from bot.store.letters import FAILED, SENDING, WAITING
from bot.store.turns import FAILED as UNANSWERED
from bot.store.turns import PATIENCE, WORKING
from bot.store.turns import WAITING as TO_ANSWER

LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Pile:
    """Letters of one kind that have not been sent. `oldest`: when the oldest of them was to go, or go again."""

    kind: str
    failed: bool
    count: int
    oldest: datetime


@dataclass(frozen=True)
class Shelf:
    """The conversations of a channel: how many, how many are kept on purpose, and how old the oldest of the others is."""

    municipality: str | None
    channel: str
    count: int
    kept: int
    oldest: datetime | None


class Health:
    """Every method is one transaction. All may raise DatabaseDownError."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def outbox(self) -> list[Pile]:
        row = schema.letter.c
        failed = row.state == FAILED
        wanted = (
            select(row.kind, failed.label("failed"), func.count(), func.min(row.next_at))
            .where(row.state.in_((WAITING, SENDING, FAILED)))
            .group_by(row.kind, failed)
            .order_by(row.kind, failed)
        )
        with self._database.read() as connection:
            return [Pile(kind, bool(given_up), count, oldest) for kind, given_up, count, oldest in connection.execute(wanted)]

    def left_over(self) -> int:
        """Messages of citizens that nobody has begun to answer, or somebody began to and did not finish."""
        row, late = schema.turn.c, self._clock() - PATIENCE
        waiting = (row.state == TO_ANSWER) & (row.created_at < late)
        stuck = (row.state == WORKING) & (row.claimed_at < late)
        return self._count(or_(waiting, stuck))

    def unanswered(self) -> int:
        """Messages within a day to which the citizen was only told that something is down."""
        row = schema.turn.c
        return self._count((row.state == UNANSWERED) & (row.created_at > self._clock() - LATELY))

    def shelves(self) -> list[Shelf]:
        row = schema.conversation.c
        mortal = row.kept.is_(False)
        wanted = (
            select(row.municipality, row.channel, mortal.label("mortal"), func.count(), func.min(row.last_at))
            .group_by(row.municipality, row.channel, mortal)
            .order_by(row.municipality, row.channel)
        )
        found: dict[tuple[str | None, str], Shelf] = {}
        with self._database.read() as connection:
            for municipality, channel, goes, count, oldest in connection.execute(wanted):
                shelf = found.get((municipality, channel)) or Shelf(municipality, channel, 0, 0, None)
                found[municipality, channel] = Shelf(
                    municipality,
                    channel,
                    shelf.count + count,
                    shelf.kept if goes else count,
                    oldest if goes else shelf.oldest,
                )
        return list(found.values())

    def to_forget(self) -> int:
        """Deleted conversations that the language model has yet to forget."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(schema.forgotten)).scalar_one())

    def revision(self) -> str:
        """Which edition of the tables it is, and what kind of database."""
        with self._database.read() as connection:
            return f"{connection.dialect.name}, tabeller {_revision(connection)}"

    def _count(self, which: object) -> int:
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(schema.turn).where(which)).scalar_one())


def _revision(connection: Connection) -> str:
    return str(connection.execute(text("select version_num from alembic_version")).scalar())
