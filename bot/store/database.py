"""The database: SQLite by default, PostgreSQL where there are several doors. Its schema is Alembic's."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timezone
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

BUSY = 10_000  # milliseconds to wait for another writer
POOL, MORE = 10, 10


class DatabaseDownError(Exception):
    """The database does not answer. Whatever was promised before is safe; nothing new is promised."""


class Database:
    """A connection pool, with every use of it in a transaction."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        # SQLite lets one write at a time and has the others sleep and try again; here they stand in line.
        self._line: AbstractContextManager[Any] = Lock() if url.startswith("sqlite") else nullcontext()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction. Raises DatabaseDownError where the database is away."""
        with self._line, _down(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: it waits for no writer, and keeps none waiting. Raises DatabaseDownError."""
        with _down(), self.engine.connect() as plain:
            connection = plain.execution_options(only_reads=True)
            with connection.begin():
                yield connection

    def answers(self) -> bool:
        try:
            with self.engine.connect() as connection:
                connection.execute(text("select 1"))
        except SQLAlchemyError:
            return False
        return True

    def upgrade(self) -> None:
        """Bring the schema up to date."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _down() -> Iterator[None]:
    try:
        yield
    except DBAPIError as problem:
        if problem.connection_invalidated or type(problem).__name__ in ("OperationalError", "InterfaceError"):
            raise DatabaseDownError(type(problem).__name__) from None
        raise


def now() -> datetime:
    """UTC without a zone, as it is kept."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def _engine(url: str) -> Engine:
    pool: dict[str, Any] = {"poolclass": QueuePool, "pool_size": POOL, "max_overflow": MORE}
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, pool_pre_ping=True, **pool)
    # Connections stay open: when the last one is closed, SQLite empties its journal, and the next turn waits for the disk.
    opened = {"timeout": BUSY / 1000, "check_same_thread": False}
    engine = create_engine(url, future=True, connect_args=opened, **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection, record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # the driver's own begin comes too late: see "begin" below
        for setting in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY}", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection):  # type: ignore[no-untyped-def]
        # A reader that becomes a writer would meet SQLITE_BUSY, so who may write says so from the start.
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("only_reads") else "BEGIN IMMEDIATE")

    return engine
